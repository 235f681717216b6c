"""An edited document against the data file it was made from; its prose is written back, never a figure."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from govgen.datafile.passages import Passage
from govgen.datafile.report import Report
from govgen.datafile.yaml_reader.positions import MappedText
from govgen.datafile.yaml_reader.source import Source
from govgen.findings.finding import Span
from govgen.importers.convert import Imported
from govgen.importers.form.outline import prose_keys
from govgen.workflows.check import Examined
from govgen.workflows.fix import FixPlan
from govgen.workflows.line_edits import EditRefusedError
from govgen.workflows.sheet.form_data import ReadFile
from govgen.workflows.sheet.form_keys import prose_address
from govgen.workflows.sheet.value_edits import with_value

_SENTENCE = re.compile(r"[^。！？；]*[。！？；]?")
_FIGURE = "这里的数字取自表格，请改表里的数"
_TEMPLATE = "引言由模板写成；要改，请在数据文件里加“引言”"
_GONE = "改后的文件里没有找到这一部分，没有删去"


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

    ``refused`` says why it cannot be written back. Writing it puts ``lines`` in the place of those paragraphs
    of ``passage`` from ``start`` up to ``end``.
    """

    where: str
    span: Span
    before: str
    after: str
    refused: str = ""
    passage: str = ""
    start: int = 0
    end: int = 0
    lines: tuple[str, ...] = ()


def cell_changes(report: Report, found: Imported) -> Iterator[CellChange]:
    """The cells in which ``found``, a document after import, differs from the data file."""
    for ref, cell in report.cells.items():
        taken = found.reading.cells.get(ref)
        if ref.table in found.reading.tables:
            after = taken.value if taken and not taken.doubt else None
            if after != cell.value:
                yield CellChange(report.edition.name_of(ref), cell.span, cell.value, after)


def prose_changes(examined: Examined, found: Imported, opening: Sequence[str] = ()) -> Iterator[ProseChange]:
    """The paragraphs in which ``found``, a document after import, differs from the data file.

    ``opening`` is the introduction that the template writes where the file brings none.
    """
    for ident, key in prose_keys(examined.report.edition).items():
        passage = examined.report.passages.get(ident)
        now = found.words.passages.get(ident, ())
        if passage is None:
            if [_squeezed(line) for line in now] != [_squeezed(line) for line in opening]:
                before, after = _sentences("\n".join(opening), "\n".join(now))
                yield ProseChange(key, Span.point(1, 1), before, after, _TEMPLATE)
        elif not now:
            yield ProseChange(key, passage.span, passage.text, "", _GONE)
        else:
            yield from _paragraphs(passage, now, examined.source)


def plan_of(examined: Examined, prose: Iterable[ProseChange]) -> FixPlan | None:
    """The data file with every change of ``prose`` that can be written; None where there is none.

    Raises:
        EditRefusedError: the result would not read as it should; nothing is written then.
    """
    written = [change for change in prose if not change.refused]
    if not written:
        return None
    raw = examined.path.read_bytes()
    read = ReadFile.of(raw, examined.report.name, examined.report.county)
    if read.source.text != examined.source.text:
        raise EditRefusedError(f"{examined.path} 在此期间改动过，没有写入，请重新运行")
    if not read.source.is_sound:
        raise EditRefusedError(f"{examined.path} 还有写法上的错误，没有改动，请先用 govgen check 查看并改正")
    texts = {change.passage: read.texts[prose_address(change.passage)].split("\n") for change in written}
    for change in reversed(written):  # from the end, so that the places before stay what they are
        texts[change.passage][change.start : change.end] = change.lines
    try:
        for ident, lines in texts.items():
            read = with_value(read, prose_address(ident), "\n".join(lines))
    except EditRefusedError as why:
        message = f"{examined.path} 改后读出的内容与文档不同，没有改动，请手工改"
        raise EditRefusedError(message) from why
    return FixPlan(examined.path, raw, read.raw, len(written))


def _paragraphs(passage: Passage, now: Sequence[str], source: Source) -> Iterator[ProseChange]:
    before, key, ident = passage.paragraphs, passage.key, passage.id
    typed = source.text.split("\n")
    spans = [item.body.span(0, len(item.text)) for item in before]
    for start, end, first, last in _differences(
        [_squeezed(item.text) for item in before], [_squeezed(line) for line in now]
    ):
        shared = min(end - start, last - first)
        for at, new in zip(range(start, start + shared), now[first : first + shared], strict=True):
            line = typed[spans[at].line - 1][spans[at].column - 1 : spans[at].end_column - 1]
            lines = _retyped(before[at].body, line, new)
            sentences = _sentences(before[at].text, new)
            yield ProseChange(key, spans[at], *sentences, "" if lines else _FIGURE, ident, at, at + 1, lines)
        for at in range(start + shared, end):
            yield ProseChange(key, spans[at], before[at].text, "", "", ident, at, at + 1)
        if added := tuple(now[first + shared : last]):
            yield ProseChange(key, spans[max(0, end - 1)], "", "\n".join(added), "", ident, end, end, added)


def _retyped(body: MappedText, typed: str, new: str) -> tuple[str, ...]:
    """``typed``, which is ``body`` as the file has it, with the words of ``new``.

    Empty where a change touches a figure that is looked up in the tables.
    """
    places: list[int] = []
    for piece in body.pieces:
        start = piece.span.column - body.pieces[0].span.column
        places += [start + (at if piece.exact else 0) for at in range(len(piece.text))]
    places.append(len(typed))
    for start, end, first, last in reversed(_differences(body.text, new)):
        if any(not piece.exact and low < end and start < high for low, high, piece in body.placed):
            return ()
        typed = typed[: places[start]] + new[first:last] + typed[places[end] :]
    return (typed,)


def _differences(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[int, int, int, int]]:
    """The runs in which two sequences differ: from and up to in the one, from and up to in the other."""
    steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(start, end, first, last) for step, start, end, first, last in steps if step != "equal"]


def _sentences(before: str, after: str) -> tuple[str, str]:
    """The sentences of two texts that are not in both."""
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    runs = _differences(old, new)
    gone = [line for start, end, *_ in runs for line in old[start:end]]
    come = [line for *_, first, last in runs for line in new[first:last]]
    return "".join(gone), "".join(come)


def _squeezed(text: str) -> str:
    return "".join(text.split())
