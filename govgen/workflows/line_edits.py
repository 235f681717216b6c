"""Edits within the lines of a file; every byte that no edit names stays what it was."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_BOM = b"\xef\xbb\xbf"
_BREAK = re.compile(r"(\r\n|\r|\n)")


class Edit(NamedTuple):
    """New text for the characters of a line from ``column`` up to ``end`` (all counted from 1)."""

    line: int
    column: int
    end: int
    text: str


def lines_of(raw: bytes) -> list[str]:
    """The lines of a text in UTF-8 without their ends, and without the empty one after the last end."""
    lines = _parts(raw)[::2]
    return lines if lines[-1] else lines[:-1]


def edited(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """``raw``, a text in UTF-8, with ``edits`` made."""
    parts = _parts(raw)
    for line, column, end, text in sorted(edits, reverse=True):
        old = parts[2 * (line - 1)]
        parts[2 * (line - 1)] = old[: column - 1] + text + old[end - 1 :]
    return _joined(raw, parts)


def rewritten(raw: bytes, before: str, after: str) -> bytes:
    """``raw``, whose text is ``before``, with the text ``after``; lines above and below the change stay.

    New lines end as the file's first one does.
    """
    parts = _parts(raw)
    usual = parts[1:2] or ["\n"]
    old, new = before.split("\n"), after.split("\n")
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most - 1)
    same = next((at for at in range(most - start) if old[-1 - at] != new[-1 - at]), most - start)
    between = [part for line in new[start : len(new) - same] for part in (line, *usual)]
    end = 2 * (len(old) - same)
    return _joined(raw, [*parts[: 2 * start], *(between if same else between[:-1]), *parts[end:]])


def _parts(raw: bytes) -> list[str]:
    """Lines and line ends by turns; the last line has none."""
    return _BREAK.split(raw.removeprefix(_BOM).decode("utf-8"))


def _joined(raw: bytes, parts: Iterable[str]) -> bytes:
    return (_BOM if raw.startswith(_BOM) else b"") + "".join(parts).encode("utf-8")


def end_of_entry(lines: Sequence[str], start: int, after: int) -> int:
    """The end of a top-level entry without the blank lines and comments above the next one."""
    while after > start + 1 and (not lines[after - 1].strip() or lines[after - 1].startswith("#")):
        after -= 1
    return after
