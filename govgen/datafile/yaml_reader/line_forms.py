"""What a line of a data file looks like: keys, blocks of prose, figures, and what lacks a part of these."""

import re

from govgen.datafile.yaml_reader.flow_slips import OTHER_BLANKS

BLOCK = re.compile(r"\s*(?P<bar>[|>｜])[+\-]?(?P<explicit>\d?)[+\-]?\s*(?:#.*)?$")
BLOCK_START = re.compile(r"[:：]" + BLOCK.pattern)
KEY = re.compile(
    r"(?P<lead>(?:-\s+)*)(?P<key>[^\s:：#{}\[\],，\"'|>][^:：#{}\[\],，\"'\n]{0,80}?)\s{0,20}(?P<colon>[:：])"
)
NO_COLON = re.compile(
    r"(?P<key>[^\s:：#{}｛｝\[\]［］,，\"'|>]{1,80})"
    r"(?:(?=\s*(?:[|>][+\-\d]{0,2}\s*(?:#.*)?$|\{(?!\{)|[\[｛［]|(?:#.*)?$))|(?P<value>\s(?!\s*[:：])))"
)
"""A key that goes without its colon into what a value starts with, or into a blank and the value itself."""
SENTENCE = re.compile(r"[。；！？]|^\S{31,}")
LONE = re.compile(r"(?P<mark>[-*?%@&!`])\s*(?=#|$)")
PASTED = re.compile(r"\s*(?P<mark>\d[\d.]*(?:[ \t\u3000]+\d[\d.]*)+)\s*$")
"""Figures side by side, as a row of Excel is pasted; the table's reader says how they are written."""
COMMENTED = re.compile(r"(?P<key>[^\s:：#{}｛｝\[\],，、\"']{1,80})\s{0,20}[:：]")
BARE = re.compile(r"[:：]\s*(?:#.*)?$")
WIDE_BLANKS = "".join(OTHER_BLANKS)
