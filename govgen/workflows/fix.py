"""Mending what is mechanical and safe in a data file: marks, widths and blanks, never words or values."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govgen.datafile.values import narrow
from govgen.datafile.yaml_reader.encodings import CONVERTED, as_utf8
from govgen.datafile.yaml_reader.tree import Mapping, Scalar, YamlNode
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Level, Span
from govgen.rules.text.punctuation import CODES, edits
from govgen.workflows.check import Examined, examine_task, reread
from govgen.workflows.files import backup_names
from govgen.workflows.replacing import BREAK, NotDoneError, replace_files, rewritten
from govgen.workflows.report_task import ReportTask

_MARKS = re.compile("\\s|[\"'“”‘’「」『』\ue000-\uf8ff]|-{2,}|—+|\\.{3,}")
"""Blanks, quotes, dashes, ellipses and bullets, which mending may change: no part of a figure."""
_Edit = tuple[Span, str]
"""New text for a stretch of a line."""
_ROUNDS = 5
"""Rounds of edits at most: a line that is corrected may be read for the first time, with more to correct."""


@dataclass(frozen=True, slots=True)
class FixPlan:
    """A file before and after mending, as bytes."""

    path: Path
    before: bytes
    after: bytes
    count: int
    is_converted: bool = False

    @property
    def backup(self) -> Path | None:
        """Where the old file is kept if its encoding is converted, so that nothing can be lost by that."""
        names = (name for name in backup_names(self.path.resolve()) if not name.exists())
        return next(names, None) if self.is_converted else None

    def diff(self) -> list[str]:
        """The change as lines of a unified diff, without line ends; that of an encoding is not shown."""
        old, new = (
            BREAK.sub("\n", raw.decode("utf-8-sig")).removesuffix("\n").split("\n")
            for raw in (as_utf8(self.before), self.after)
        )
        name = self.path.as_posix()
        return list(difflib.unified_diff(old, new, name, name, lineterm=""))

    def write(self) -> None:
        """Put the mended file in place of the old one, whole or not at all.

        Raises:
            NotDoneError: the file has changed since it was planned.
            OSError: it cannot be written; the old file stays.
        """
        target = self.path.resolve()
        if target.read_bytes() != self.before:
            raise NotDoneError(f"{self.path} 在此期间改动过，没有写入，请重新运行")
        kept = {self.backup.name: self.before} if self.backup else {}
        replace_files(target.parent, {target.name: self.after, **kept})


def plan(examined: Examined, keeps: Callable[[Finding], bool] = lambda _: True) -> FixPlan | None:
    """What can be mended in a reviewed file; None where there is nothing.

    Findings that the file accepts (已核实), and those that ``keeps`` does not keep, are left alone.
    The mended bytes are read back: keys and values must be those of before but for width and blanks, and
    nothing new may be wrong, else the file is refused.

    Raises:
        NotDoneError: the file could not be read whole, or mending would change what it says.
    """
    before = examined.raw
    count = 0
    converted = _converted(examined, keeps)
    if converted is not None:
        examined, count = reread(examined, converted), 1
    if not examined.source.complete and converted is None:
        raise NotDoneError(f"{examined.path} 没有读全，不能自动改正，请先改正审核指出的错误")
    for _ in range(_ROUNDS if examined.source.complete else 0):
        # Slips first: where they are mended, the places within their lines are others.
        changes = {*_slips(examined, keeps)} or {*_values(examined, keeps), *_prose(examined, keeps)}
        if not changes:
            break
        lines = examined.source.text.split("\n")
        for span, text in sorted(changes, reverse=True):
            old = lines[span.line - 1]
            lines[span.line - 1] = old[: span.column - 1] + text + old[span.end_column - 1 :]
        after = reread(examined, rewritten(examined.raw, "\n".join(lines)))
        if not _is_harmless(examined, after):
            raise NotDoneError(f"{examined.path} 改正后读出的内容与原来不同，没有改动")
        examined, count = after, count + len(changes)
    if examined.raw == before:
        return None
    return FixPlan(examined.path, before, examined.raw, count, is_converted=converted is not None)


def plan_task(task: ReportTask, keeps: Callable[[Finding], bool]) -> FixPlan | NotDoneError | None:
    """``plan`` for a data file not reviewed yet; a refusal is a result, so that it ends no batch."""
    try:
        return plan(examine_task(task), keeps)
    except NotDoneError as why:
        return why


def _converted(examined: Examined, keeps: Callable[[Finding], bool]) -> bytes | None:
    """The file in UTF-8 where it is in another encoding that is known for sure."""
    faults = [found for found in examined.findings if found.code in CONVERTED]
    if not faults or not keeps(faults[0]):
        return None
    try:
        return as_utf8(examined.raw)
    except UnicodeDecodeError as error:
        raise NotDoneError(f"{examined.path} 里有读不出的字节，不能转换编码") from error


def _slips(examined: Examined, keeps: Callable[[Finding], bool]) -> Iterator[_Edit]:
    """The repairs of lines with which the file was read."""
    lines = examined.source.text.split("\n")
    for fix in examined.source.fixes:
        if keeps(fix.finding):
            yield Span.point(fix.line, 1, len(lines[fix.line - 1])), fix.text


def _values(examined: Examined, keeps: Callable[[Finding], bool]) -> Iterator[_Edit]:
    """Numbers in wide digits."""
    lines = examined.source.text.split("\n")
    for found in examined.findings:
        span = found.span
        if found.code == "D110" and keeps(found):
            text = lines[span.line - 1][span.column - 1 : span.end_column - 1]
            if narrow(text) != text:
                yield span, narrow(text)


def _prose(examined: Examined, keeps: Callable[[Finding], bool]) -> Iterator[_Edit]:
    """What the review reports once per paragraph, corrected in all of it.

    A line with an error in it, such as a row taken for prose, is left alone.
    """
    wrong = {item.span.line for item in examined.report.findings if item.level is Level.ERROR}
    asked = {code for code in CODES if keeps(finding(code, "", START))}
    accepted = {(settled.finding.code, settled.finding.where) for settled in examined.accepted}
    for passage in examined.report.passages.values():
        wanted = frozenset(code for code in asked if (code, passage.key) not in accepted)
        for paragraph in passage.paragraphs:
            for at, new in edits(paragraph.text, wanted):
                # A figure that was looked up is not in the file.
                span = paragraph.body.span(at, at + 1)
                is_exact = all(piece.exact for piece in paragraph.body.part(at, at + 1).pieces)
                if is_exact and span.line not in wrong:
                    yield span, new


def _is_harmless(before: Examined, after: Examined) -> bool:
    """Whether a file, read again, says the same, changes no known figure, and has no new kind of error."""
    old, new = (
        {item.code for item in each.report.findings if item.level is Level.ERROR} for each in (before, after)
    )
    cells = after.report.cells
    known = {ref: cell.known for ref, cell in before.report.cells.items() if cell.known is not None}
    return (
        after.source.complete
        and new <= old
        and all(ref in cells and cells[ref].known == value for ref, value in known.items())
        and _folded(before.source.root) == _folded(after.source.root)
    )


def _folded(node: YamlNode) -> Any:
    """The values of a tree by their keys, without what mending may change in them."""
    if isinstance(node, Scalar):
        return _MARKS.sub("", unicodedata.normalize("NFKC", node.text))
    if isinstance(node, Mapping):
        return [(entry.key, _folded(entry.value)) for entry in node]
    return [_folded(item) for item in node.items]
