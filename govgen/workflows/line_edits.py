"""Edits within the lines of a file; every byte that no edit names stays what it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BOM = b"\xef\xbb\xbf"
_BREAK = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class Edit:
    """New text for the characters of a line from ``column`` up to ``end`` (all counted from 1).

    A ``whole`` edit takes the line away, or, with text, puts a new one before it, indented to ``column``.
    """

    line: int
    column: int
    end: int
    text: str
    whole: bool = False

    @classmethod
    def removal(cls, line: int) -> Edit:
        """Take a line away."""
        return cls(line, 1, 1, "", whole=True)

    @classmethod
    def addition(cls, line: int, column: int, text: str) -> Edit:
        """Put a new line before ``line``."""
        return cls(line, column, column, text, whole=True)


def lines_of(raw: bytes) -> list[str]:
    """The lines of a text in UTF-8 without their ends, and without the empty one after the last end."""
    lines = _BREAK.split(raw.removeprefix(_BOM).decode("utf-8"))[::2]
    return lines if lines[-1] else lines[:-1]


def edited(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """``raw``, a text in UTF-8, with ``edits`` made; new lines end as the file's first one does."""
    parts = _BREAK.split(raw.removeprefix(_BOM).decode("utf-8"))
    lines, ends = parts[::2], [*parts[1::2], ""]
    usual = ends[0] or "\n"
    added: dict[int, list[str]] = {}
    removed: set[int] = set()
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.column), reverse=True):
        at = edit.line - 1
        if not edit.whole:
            lines[at] = lines[at][: edit.column - 1] + edit.text + lines[at][edit.end - 1 :]
        elif edit.text:
            added.setdefault(at, []).append(" " * (edit.column - 1) + edit.text + usual)
        else:
            removed.add(at)
    whole = []
    for at, (line, end) in enumerate(zip(lines, ends, strict=True)):
        whole += added.get(at, [])
        whole += [] if at in removed else [line, end]
    return (_BOM if raw.startswith(_BOM) else b"") + "".join(whole).encode("utf-8")


def rewritten(raw: bytes, before: str, after: str) -> bytes:
    """``raw``, whose text is ``before``, with the text ``after``; lines that are in both keep their bytes.

    New lines end as the file's first one does.
    """
    parts = [*_BREAK.split(raw.removeprefix(_BOM).decode("utf-8")), ""]
    ends = parts[1::2]
    old, new = before.split("\n"), after.split("\n")
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    same = next((at for at in range(most - start) if old[-1 - at] != new[-1 - at]), most - start)
    middle = [line + (ends[0] or "\n") for line in new[start : len(new) - same]]
    if not same and middle:
        middle[-1] = new[-1]
    text = "".join([*parts[: 2 * start], *middle, *parts[2 * (len(old) - same) :]])
    return (_BOM if raw.startswith(_BOM) else b"") + text.encode("utf-8")


def end_of_entry(lines: Sequence[str], start: int, after: int) -> int:
    """The end of a top-level entry without the blank lines and comments above the next one."""
    while after > start + 1 and (not lines[after - 1].strip() or lines[after - 1].startswith("#")):
        after -= 1
    return after
