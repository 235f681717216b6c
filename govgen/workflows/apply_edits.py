"""An edited document against the data file it was made from; its prose is written back, never a figure."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from govgen.datafile.passages import Paragraph, Passage
from govgen.datafile.report import INTRODUCTION, Report
from govgen.datafile.yaml_reader.positions import MappedText
from govgen.findings.finding import Span
from govgen.importers.convert import Imported
from govgen.workflows.check import Examined, reread
from govgen.workflows.fix import FixPlan, FixRefusedError
from govgen.workflows.line_edits import Edit, edited

_SENTENCE = re.compile(r"[^。！？；]*[。！？；]?")
_FIGURE = "这里的数字取自表格，请改表里的数"
_TEMPLATE = "引言由模板写成；要改，请在数据文件里加“引言”"
_GONE = "改后的文件里没有找到这一部分，没有删去"
_NOT_A_LINE = "这一段在数据文件里不是单独一行，请手工改"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs: its name by keys, its place in the data file, the value there and in the document.

    ``after`` is None where the document leaves it doubtful.
    """

    name: str
    span: Span
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class ProseChange:
    """A paragraph that differs: its section, its place in the data file, its sentences then and now.

    ``refused`` says why it cannot be written back; ``edits`` are what writing it takes.
    """

    where: str
    span: Span
    before: str
    after: str
    refused: str = ""
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class EditComparison:
    """All that differs between a data file and a document made from it."""

    cells: tuple[CellChange, ...]
    prose: tuple[ProseChange, ...]


def compare_edited(examined: Examined, found: Imported, opening: Sequence[str] = ()) -> EditComparison:
    """What ``found``, a document after import, says otherwise than the data file.

    ``opening`` is the introduction that the template writes where the file brings none.
    """
    report = examined.report
    return EditComparison(
        tuple(_cells(report, found)),
        tuple(
            change
            for ident, key in _sections(report)
            for change in _prose(report, found, ident, key, opening)
        ),
    )


def plan_of(examined: Examined, comparison: EditComparison) -> FixPlan | None:
    """The data file with every change of prose that can be written; None where there is none.

    Raises:
        RefusedError: the result would not read as it should; nothing is written then.
    """
    edits = [edit for change in comparison.prose if not change.refused for edit in change.edits]
    if not edits:
        return None
    if not examined.source.is_sound:
        raise FixRefusedError(f"{examined.path} 还有写法上的错误，没有改动，请先用 govgen check 查看并改正")
    raw = examined.path.read_bytes()
    after = edited(raw, edits)
    if not _reads_right(examined, comparison, after):
        raise FixRefusedError(f"{examined.path} 改后读出的内容与文档不同，没有改动，请手工改")
    return FixPlan(examined.path, raw, after, sum(not change.refused for change in comparison.prose))


def _sections(report: Report) -> Iterator[tuple[str, str]]:
    yield INTRODUCTION, "引言"
    yield from ((section.id, section.key) for section in report.edition.sections if section.kind == "text")


def _cells(report: Report, found: Imported) -> Iterator[CellChange]:
    for ref, cell in report.cells.items():
        taken = found.reading.cells.get(ref)
        if ref.table in found.reading.tables:
            after = taken.value if taken and not taken.doubt else None
            if after != cell.value:
                yield CellChange(report.edition.name_of(ref), cell.span, cell.value, after)


def _prose(
    report: Report, found: Imported, ident: str, key: str, opening: Sequence[str]
) -> Iterator[ProseChange]:
    passage = report.passages.get(ident)
    now = found.words.passages.get(ident, ())
    if passage is None:
        if [_squeezed(line) for line in now] != [_squeezed(line) for line in opening]:
            before, after = _sentences("\n".join(opening), "\n".join(now))
            yield ProseChange(key, Span.point(1, 1), before, after, _TEMPLATE)
        return
    if not now:
        yield ProseChange(key, passage.span, passage.text, "", _GONE)
        return
    yield from _paragraphs(passage, now, key)


def _paragraphs(passage: Passage, now: Sequence[str], key: str) -> Iterator[ProseChange]:
    before = passage.paragraphs
    steps = difflib.SequenceMatcher(
        None, [_squeezed(item.text) for item in before], [_squeezed(line) for line in now], autojunk=False
    ).get_opcodes()
    for step, start, end, first, last in steps:
        if step == "equal":
            continue
        shared = min(end - start, last - first)
        for old, new in zip(before[start : start + shared], now[first : first + shared], strict=True):
            yield _altered(old, new, key)
        for old in before[start + shared : end]:
            yield _removed(old, key)
        if last > first + shared:
            yield _added(before, start + shared, now[first + shared : last], key)


def _altered(old: Paragraph, new: str, key: str) -> ProseChange:
    before, after = _sentences(old.text, new)
    edits: list[Edit] = []
    refused = ""
    steps = difflib.SequenceMatcher(None, old.text, new, autojunk=False).get_opcodes()
    for step, start, end, first, last in steps:
        if step == "equal":
            continue
        place = _place(old.body, start, end)
        if place is None:
            refused = _FIGURE
        else:
            edits.append(Edit(place.line, place.column, place.end_column, new[first:last]))
    return ProseChange(key, old.body.span(0, len(old.text)), before, after, refused, tuple(edits))


def _place(body: MappedText, start: int, end: int) -> Span | None:
    """The position of characters in the file; None if one is looked up, or they are on two lines."""
    if start == end:
        return _gap(body, start)
    span = body.span(start, end)
    is_typed = all(piece.exact for piece in body.part(start, end).pieces)
    return span if is_typed and span.line == span.end_line else None


def _gap(body: MappedText, at: int) -> Span:
    """The place between two characters, after the one before it."""
    if at == 0:
        first = body.span(0, 1)
        return Span(first.line, first.column, first.line, first.column)
    before = body.span(at - 1, at)
    return Span(before.end_line, before.end_column, before.end_line, before.end_column)


def _removed(old: Paragraph, key: str) -> ProseChange:
    span = old.body.span(0, len(old.text))
    refused = "" if span.line == span.end_line else _NOT_A_LINE
    return ProseChange(key, span, old.text, "", refused, (Edit.removal(span.line),))


def _added(before: Sequence[Paragraph], at: int, new: Sequence[str], key: str) -> ProseChange:
    """Paragraphs put in before paragraph ``at``, below the one before it where there is one."""
    neighbour = before[at - 1] if at else before[0]
    span = neighbour.body.span(0, len(neighbour.text))
    edits = tuple(Edit.addition(span.line + bool(at), span.column, line) for line in new)
    return ProseChange(key, span, "", "\n".join(new), edits=edits)


def _sentences(before: str, after: str) -> tuple[str, str]:
    """The sentences of two texts that are not in both."""
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [(old[a:b], new[c:d]) for step, a, b, c, d in steps if step != "equal"]
    return "".join(part for one, _ in changed for part in one), "".join(p for _, two in changed for p in two)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _reads_right(examined: Examined, comparison: EditComparison, after: bytes) -> bool:
    """Whether the new file has the same cells, and of its prose just those changes that were to be made."""
    read = reread(examined, after)
    old, now = examined.report, read.report
    if not read.source.is_sound or any(cell.value != old.cells[ref].value for ref, cell in now.cells.items()):
        return False
    written = [change for change in comparison.prose if not change.refused]
    wanted = {change.where for change in written}
    same = all(
        now.passages[ident].text == passage.text
        for ident, passage in old.passages.items()
        if passage.key not in wanted
    )
    texts = {passage.key: _squeezed(passage.text) for passage in now.passages.values()}
    return same and all(_squeezed(change.after) in texts.get(change.where, "") for change in written)
