"""The forms of a line of a data file: a key with or without its colon, a row, a text's start, a remark."""

import re

from govgen.datafile.yaml_reader.repairs import RepairedLine
from govgen.datafile.yaml_reader.vocabulary import Vocabulary

BLOCK = re.compile(r"\s*(?P<bar>[|>｜])[+\-]?(?P<explicit>\d?)[+\-]?\s*(?:#.*)?$")
BLOCK_START = re.compile(r"[:：]" + BLOCK.pattern)
KEY = re.compile(
    r"(?P<lead>(?:-\s+)*)(?P<key>[^\s:：#{}\[\],，\"'|>][^:：#{}\[\],，\"'\n]{0,80}?)\s{0,20}(?P<colon>[:：])"
)
QUOTED = re.compile(r"([\"'])(?P<key>[^\"'\\]{1,80})\1\s{0,20}:(?:\s|$)")
NO_COLON = re.compile(
    r"(?P<key>[^\s:：#{}｛｝\[\]［］,，\"'|>]{1,80})"
    r"(?:(?=\s*(?:[|>][+\-\d]{0,2}\s*(?:#.*)?$|\{(?!\{)|[\[｛［]|(?:#.*)?$))|(?P<value>\s(?!\s*[:：])))"
)
"""A key without its colon before the start of a value, or before a blank and the value itself."""
HEAD = re.compile(r"\s*[\"']?(?P<key>[^:：;；{｛\"'#]{1,80})")
"""What may be the key of a line, whatever is wrong with the rest."""
SEMICOLON = re.compile(r"(?P<key>[^\s:：;；#{}\[\],，\"'|>]{1,80})\s{0,20}(?P<mark>[;；])")
TEXT_AFTER_BAR = re.compile(r"\s*[|｜][+\-]?\s+(?=[^\s#])")
REMARK = re.compile(r"[^\s:：#{｛\[\"'%|>&*!?-][^:：]*$")
"""A line without a colon that begins with a word."""
SENTENCE = re.compile(r"[。；！？]|^\S{31,}")
LONE = re.compile(r"(?P<mark>[-*?%@&!`]{1,4})\s*(?=#|$)")
PASTED = re.compile(r"\s*(?P<mark>\d[\d.]*(?:[ \t\u3000]+\d[\d.]*)+)\s*$")
"""Figures side by side, as a row of Excel is pasted; the table's reader says how they are written."""
REFERENCE = re.compile(r'\s*(?P<mark>\{\{[^{}"\\]+\}\}[^"\\]*)$')
"""Prose on the line of its key that begins with a figure of a table."""
COMMENTED = re.compile(r"(?P<key>[^\s:：#{}｛｝\[\],，、\"']{1,80})\s{0,20}[:：]")
ROW_START = re.compile(r"\s*(?:\{(?!\{)|｛(?![{｛]))")
BARE = re.compile(r"[:：]\s*(?:#.*)?$")


def shape_of(line: RepairedLine, is_key: Vocabulary) -> str:
    """What a line that begins with a key has behind it: a row's braces, a text's bar, or nothing."""
    match = KEY.match(line.text, line.blanks)
    if match is None or match["lead"] or not is_key(match["key"]):
        return ""
    rest = line.text[match.end() :]
    if BARE.search(match["colon"] + rest):
        return "heading"
    if BLOCK.match(rest):
        return "text"
    return "row" if ROW_START.match(rest) and not REFERENCE.match(rest) else ""


def with_semicolon(text: str, start: int, is_key: Vocabulary) -> re.Match[str] | None:
    """A known key with a semicolon for its colon."""
    match = SEMICOLON.match(text, start)
    return match if match and is_key(match["key"]) else None


def is_remark(text: str, is_key: Vocabulary) -> bool:
    """Whether a line is words without a colon, such as a comment that lost its ``#``."""
    lost = NO_COLON.match(text)
    is_lost_key = lost is not None and is_key(lost["key"])
    return bool(REMARK.match(text)) and not is_lost_key and not with_semicolon(text, 0, is_key)
