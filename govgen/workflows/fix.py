"""Mending what is mechanical and safe in a data file: marks, widths and blanks, never words or values."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from govgen.datafile.keys import is_key
from govgen.datafile.yaml_reader.positions import Mapped
from govgen.datafile.yaml_reader.source import Source, read
from govgen.datafile.yaml_reader.tree import Mapping, Node, Scalar
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Level, Span
from govgen.workflows.check import Examined
from govgen.workflows.line_edits import Edit, edited, lines_of
from govgen.workflows.punctuation import CODES, edits
from govgen.workflows.replacing import replace_files

_DIGITS = str.maketrans("０１２３４５６７８９．＋－", "0123456789.+-")
_NARROW = {"、": ","}
_SPACED = frozenset({"Y013", "Y014", "Y015"})
_SLIPS = _SPACED | {"Y016"}
"""Slips of the keyboard in YAML whose mending is a matter of one mark."""
_WIDE_NUMBER = "D110"


class FixRefusedError(Exception):
    """A file is not mended; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class FixPlan:
    """A file before and after mending, as bytes."""

    path: Path
    before: bytes
    after: bytes
    count: int

    def diff(self) -> list[str]:
        """The change as lines of a unified diff, without line ends."""
        old, new = (lines_of(raw) for raw in (self.before, self.after))
        name = self.path.as_posix()
        return list(difflib.unified_diff(old, new, name, name, lineterm=""))

    def write(self) -> None:
        """Put the mended file in place of the old one, whole or not at all.

        Raises:
            RefusedError: the file has changed since it was planned.
            OSError: it cannot be written; the old file stands.
        """
        target = self.path.resolve()
        if target.read_bytes() != self.before:
            raise FixRefusedError(f"{self.path} 在此期间改动过，没有写入，请重新运行")
        replace_files(target.parent, {target.name: self.after})


def _all(_finding: Finding) -> bool:
    return True


def plan(examined: Examined, keeps: Callable[[Finding], bool] = _all) -> FixPlan | None:
    """What can be mended in a reviewed file; None where there is nothing.

    What the file lets stand (已核实), and findings that ``keeps`` does not keep, are left alone.
    The mended bytes are read back: keys and values must be those of before but for width and blanks, and
    nothing new may be wrong, else the file is refused.

    Raises:
        RefusedError: the file could not be read whole, or mending would change what it says.
    """
    raw = examined.path.read_bytes()
    if not examined.source.complete:
        raise FixRefusedError(f"{examined.path} 没有读全，不能自动改正，请先改正审核指出的错误")
    changes = {*_slips(examined, keeps), *_prose(examined, keeps)}
    if not changes:
        return None
    after = edited(raw, changes)
    if not _says_the_same(examined.source, read(after, is_key)):
        raise FixRefusedError(f"{examined.path} 改正后读出的内容与原来不同，没有改动")
    return FixPlan(examined.path, raw, after, len(changes))


def _slips(examined: Examined, keeps: Callable[[Finding], bool]) -> Iterator[Edit]:
    """What findings already point at: marks of YAML itself, and wide digits of a number."""
    lines = examined.source.text.split("\n")
    for found in examined.findings:
        if found.code not in {*_SLIPS, _WIDE_NUMBER} or not keeps(found):
            continue
        line, span = lines[found.span.line - 1], found.span
        text = line[span.column - 1 : span.end_column - 1]
        if found.code in _SLIPS:
            space = "" if line[span.column :][:1] in {"", " "} or found.code not in _SPACED else " "
            yield _replacement(span, _NARROW.get(text, unicodedata.normalize("NFKC", text)) + space)
        elif text.translate(_DIGITS) != text:
            yield _replacement(span, text.translate(_DIGITS))


def _prose(examined: Examined, keeps: Callable[[Finding], bool]) -> Iterator[Edit]:
    """What the review tells once a paragraph, mended all through it."""
    asked = {code for code in CODES if keeps(finding(code, "", START))}
    stands = {(settled.finding.code, settled.finding.where) for settled in examined.accepted}
    for passage in examined.report.passages.values():
        wanted = frozenset(code for code in asked if (code, passage.key) not in stands)
        for paragraph in passage.paragraphs:
            for at, new in edits(paragraph.text, wanted):
                if _stands_there(paragraph.body, at):
                    yield _replacement(paragraph.body.span(at, at + 1), new)


def _stands_there(body: Mapped, at: int) -> bool:
    """Whether a character is one of the file and not of a figure looked up."""
    return all(piece.exact for piece in body.part(at, at + 1).pieces)


def _replacement(span: Span, text: str) -> Edit:
    return Edit(span.line, span.column, span.end_column, text)


def _says_the_same(before: Source, after: Source) -> bool:
    if list(_folded(before.root)) != list(_folded(after.root)):
        return False
    return after.complete and not _errors(after) - _errors(before)


def _errors(source: Source) -> set[str]:
    return {found.code for found in source.findings if found.level is Level.ERROR}


def _folded(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every key path with its value, width and blanks folded away from the value."""
    if isinstance(node, Scalar):
        yield path, re.sub(r"\s", "", unicodedata.normalize("NFKC", node.text))
    elif isinstance(node, Mapping):
        yield path, "{}"
        for entry in node:
            yield from _folded(entry.value, (*path, entry.key))
    else:
        yield path, "[]"
        for number, item in enumerate(node.items):
            yield from _folded(item, (*path, str(number)))
