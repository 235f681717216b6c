"""Lines of Chinese set flush at both edges (GB/T 9704-2012, 5.2.3: 撑满版心).

WeasyPrint 70 widens only blanks, and Chinese has none. Two of its functions are replaced here: the one that
spreads a line, and the one that draws it. Both are inner workings of that release: guard.py refuses others.
"""

import functools
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.draw import text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

_LIMIT = 0.25
"""A line that would need more than this between two characters, in em, is left ragged.

Readers of a PDF's text, and eyes, take wider gaps for blanks.
"""

_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f.,:;/@&%+\-_=?#~*'()\[\]\u200b]")
"""What belongs to Western words and figures, never pulled apart; U+200B is where one may be broken."""

_UNBROKEN = {"——", "……"}

_ATTRIBUTE = "_spread"
_SHOWN = re.compile(rb"<([0-9a-f]*)>")


def install() -> None:
    """Let WeasyPrint justify Chinese."""
    inline.justify_line = _justify(inline.justify_line)
    text.draw_first_line = _draw(text.draw_first_line)


def open_gaps(text: str) -> list[bool]:
    """For each character but the last, whether room may be put between it and the next one."""
    pairs = itertools.pairwise(text)
    return [not (_WORD.match(a) and _WORD.match(b)) and a + b not in _UNBROKEN for a, b in pairs]


def _justify(original: Callable[[Any, Any, float], None]) -> Callable[[Any, Any, float], None]:
    @functools.wraps(original)
    def justify_line(context: Any, line: Any, extra: float) -> None:
        boxes = list(_text_boxes(line))
        words = "".join(box.text for box in boxes)
        gaps = [*open_gaps(words), False]
        if not any(gaps) or words.isascii():
            original(context, line, extra)
            return
        style = boxes[-1].style
        # The line's width counts the spacing after its last character, which hangs over the edge.
        trailing = 0 if style["letter_spacing"] == "normal" else style["letter_spacing"]
        gap = (extra + trailing) / sum(gaps)
        if gap <= _LIMIT * style["font_size"]:
            _move(line, gap, iter(gaps), 0)

    return justify_line


def _text_boxes(box: Any) -> Iterator[Any]:
    """The text of a line in order, that of its inline elements included."""
    if hasattr(box, "text"):
        yield box
    elif _is_inline(box):
        for child in box.children:
            yield from _text_boxes(child)


def _is_inline(box: Any) -> bool:
    return isinstance(box, (boxes.LineBox, boxes.InlineBox)) and box.is_in_normal_flow()


def _move(box: Any, gap: float, gaps: Iterator[bool], moved: float) -> float:
    """Shift ``box`` by the room given before it and widen it by its own; the room given up to its end."""
    after = moved
    if hasattr(box, "text"):
        room = [gap * next(gaps) for _ in box.text]
        setattr(box, _ATTRIBUTE, room)
        after += sum(room)
    elif _is_inline(box):
        for child in box.children:
            after = _move(child, gap, gaps, after)
    elif box.is_in_normal_flow():
        box.translate(moved, 0)
        return moved
    else:
        return moved
    box.position_x += moved
    box.width += after - moved
    return after


def _draw(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:
        start = len(stream.stream)
        emojis = original(stream, textbox, *rest)
        if room := getattr(textbox, _ATTRIBUTE, None):
            # In a PDF the room after a glyph is given in thousandths of the type size, and taken away.
            scale = -1000 / textbox.style["font_size"]
            stream.stream[start:] = _spread(stream.stream[start:], [scale * each for each in room])
        return emojis

    return draw_first_line


def _spread(operators: list[Any], room: list[float]) -> list[Any]:
    """The text operators of a box with ``room`` after each glyph; evenly where glyphs are not characters."""
    shown = [item for item in operators if isinstance(item, bytes) and item.endswith(b"] TJ")]
    glyphs = sum(len(part) // 4 for item in shown for part in _SHOWN.findall(item))
    if glyphs != len(room):
        room = [sum(room) / glyphs] * glyphs if glyphs else []
    left = iter(room)

    def apart(match: re.Match[bytes]) -> bytes:
        digits = match[1]
        pieces = []
        for at in range(0, len(digits), 4):
            after = next(left)
            pieces.append(digits[at : at + 4] + (b">%.3f<" % after if after else b""))
        return b"<" + b"".join(pieces) + b">"

    return [_SHOWN.sub(apart, item) if item in shown else item for item in operators]
