"""Joins lines that were broken at a fixed width, as in text copied from a PDF."""

import re
from collections.abc import Callable, Iterable

from govgen.datafile.passages import Paragraph, Shape
from govgen.datafile.yaml_reader.positions import MappedText
from govgen.findings.display import full_width

_STOPPED = re.compile(r"[。！？；：…，、.!?;:,]\s*$")
_ANEW = re.compile(
    r"[（(【]?[一二三四五六七八九十\d]+[）)】、.．]|[一二三四五六七八九十]是|20\d\d|[#|•·\-]|[第本我全根现统截如附联为按]"
    r"|[^，。；：:]{2,10}[：:]"
)
_NUMBERED = re.compile(r"[（(【]?[一二三四五六七八九十\d]{1,3}[）)】、.．](?!\d)|[#|•·]|第[一二三四五六]部分")
_OPEN, _CLOSE = "《（(“〔【", "》）)”〕】"
_SHORTEST = 18  # a shorter line is rather a heading or a cell than one that was broken
_RAGGED = 4  # columns by which full lines differ: two characters that had to move to the next line together
_ENOUGH = 3  # so many full lines make a width
_LONGEST = 200  # no bracket is left open over so many characters: it is a slip


def width_of(lines: Iterable[str]) -> int:
    """The width in columns at which a text was broken; 0 for a text that was not."""
    long = [line for line in lines if len(line) >= _SHORTEST and not _is_table(line)]
    broken = [_columns(line) for line in long if not _STOPPED.search(line)]
    width = max(broken, default=0)
    full = [columns for columns in broken if columns >= width - _RAGGED]
    longer = [line for line in long if _columns(line) > width + _RAGGED]
    return width if len(full) >= _ENOUGH and 2 * len(full) > len(broken) and not longer else 0


def _is_table(line: str) -> bool:
    return "|" in line or "\t" in line


def joined(
    lines: Iterable[MappedText], width: int = 0, is_alone: Callable[[str], bool] = _is_table
) -> list[MappedText]:
    """Paragraphs from lines: one that breaks off goes on with the next; ``width`` is that of full lines.

    A line that ``is_alone`` is never joined with another.
    """
    found: list[MappedText] = []
    last = ""
    for line in lines:
        may_join = bool(found) and not is_alone(last) and not is_alone(line.text)
        if may_join and _goes_on(found[-1].text, last, line.text, width):
            found[-1] = together(found[-1], line)
        else:
            found.append(line)
        last = line.text
    return found


def together(*lines: MappedText) -> MappedText:
    """Lines run together, each character with the place it has."""
    return MappedText.of(piece for line in lines for piece in line.pieces)


def _goes_on(text: str, last: str, following: str, width: int) -> bool:
    """Whether a paragraph, of which ``last`` is the last line, goes on with ``following``."""
    if _is_table(last) or _is_table(following) or _NUMBERED.match(following):
        return False
    if _closes(text, following) or text.endswith(("，", "、", ",")):
        return True
    if _STOPPED.search(text):
        return False
    if width and _columns(last) >= width - _RAGGED:
        return True
    if len(text) < _SHORTEST or text.endswith(("如下", "）", ")", "|")):
        return False
    return Paragraph.of(MappedText.line(text, 1, 1)).shape is not Shape.HEADING and not _ANEW.match(following)


def _closes(text: str, following: str) -> bool:
    """Whether a bracket that ``text`` leaves open is closed in ``following``."""
    marks = _OPEN + _CLOSE
    unclosed = sum(1 if char in _OPEN else -1 for char in text[-_LONGEST:] if char in marks)
    return unclosed > 0 and next((char for char in following if char in marks), " ") in _CLOSE


def _columns(line: str) -> int:
    return len(line) + full_width(line, "WFA")
