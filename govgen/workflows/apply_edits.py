"""An edited document against the data file it was made from; its prose is written back, never a figure.

What else it changes is said in words, so that no edit is lost in silence.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from govgen.datafile.passages import Passage
from govgen.datafile.report import Report, change_message
from govgen.datafile.yaml_reader.positions import MappedText
from govgen.datafile.yaml_reader.source import Source
from govgen.editions.edition import Edition
from govgen.findings.finding import Span
from govgen.importers.convert import Imported
from govgen.importers.form.outline import prose_keys
from govgen.importers.page import Page
from govgen.importers.tables.labels import labels
from govgen.importers.tables.result import ALTERED, EXTRA, HEADING, MISSING, ReadCell, whole_places
from govgen.importers.tables.tokens import label_key, longest, tokens
from govgen.workflows.check import Examined
from govgen.workflows.fix import FixPlan
from govgen.workflows.sheet.form_data import ReadFile, prose_address
from govgen.workflows.sheet.value_edits import with_values

_WORDED = {ALTERED, EXTRA, MISSING, HEADING}
"""Deviations of words; those of figures are changes of cells."""
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]?")
_FIGURE = "这里的数字取自表格，请改表里的数"
_TEMPLATE = "引言由模板写成；要改，请在数据文件里加“引言”"
_GONE = "改后的文件里没有找到这一部分的标题，没有对照，也没有删去"
_WHOSE = "别的部分的标题没有了，不知道这一段属于哪一部分"
_FRAME = {"title": "标题", "signature": "署名和日期"}


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs: its name by keys, its place in the data file, the value there and in the document.

    ``after`` is None where the document has none that can be read; ``remark`` says what is there and why.
    Where the document has none in a whole row or table, ``count`` cells of that ``name`` are one change.
    """

    name: str
    span: Span
    before: Decimal | None
    after: Decimal | None
    remark: str = ""
    count: int = 1


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
    """The cells in which ``found``, a document after import, differs from the data file.

    What is lacking with the heading of its row is left to ``other_changes``.
    """
    edition, taken = report.edition, found.reading.cells
    gone = tuple(f"{item.where}." for item in found.reading.alterations if item.code == MISSING)
    for table in edition.tables:
        unread = []
        for ref in table.refs if table.id in found.reading.tables else ():
            cell, read = report.cells[ref], taken.get(ref)
            after = read.value if read and not read.doubt else None
            if after is None and cell.value is not None:
                unread += [] if f"{edition.name_of(ref)}.".startswith(gone) else [ref]
            elif after != cell.value:
                yield CellChange(edition.name_of(ref), cell.span, cell.value, after)
        for place, refs in whole_places(table, unread).items():
            first = report.cells[refs[0]]
            if len(refs) == 1:
                yield CellChange(place, first.span, first.value, None, _remark(taken.get(refs[0])))
            else:
                yield CellChange(place, first.span, None, None, count=len(refs))


def _remark(read: ReadCell | None) -> str:
    """What a document has in a cell, and why it is no value."""
    words = [f"“{read.original}”" if read.original else "", read.doubt] if read else []
    return "，".join(filter(None, words)) or "没有了"


def other_changes(own: Imported, found: Imported) -> Iterator[str]:
    """What else ``found``, a document after import, has otherwise than the data file, ``own`` as it is built.

    None of it has a place in a data file that could be rewritten from a document.
    """
    for part, name in _FRAME.items():
        before, after = own.words.frame.get(part, ""), found.words.frame.get(part, "")
        if _squeezed(before) != _squeezed(after):
            yield f"{name}：{before or '无'} → {after or '无'}"
    theirs, passages = found.words.passages, own.words.passages
    lost = {ident: lines for ident, lines in passages.items() if ident not in theirs}  # the heading is gone
    known = {(item.code, item.where, item.original) for item in own.alterations}
    known |= {(HEADING, key, "") for ident, key in prose_keys(own.reading.edition).items() if ident in lost}
    for item in found.alterations:
        if item.code in _WORDED and (item.code, item.where, item.original) not in known:
            message = change_message(item.code, item.where, item.expected, item.original)
            yield message.replace("原报告", "改后的文件", 1)
    yield from _label_changes(own, found)
    if own.words.chart != found.words.chart:
        yield f"图表：{own.words.chart or '无'} → {found.words.chart or '无'}"
    moved = [_squeezed(line) for lines in lost.values() for line in lines]
    noted = {(note.message, note.original) for note in own.notes}
    for note in found.notes:
        begun = _squeezed(note.original).rstrip("…") or "\n"
        if (note.message, note.original) not in noted and not any(line.startswith(begun) for line in moved):
            yield str(note)


def _label_changes(own: Imported, found: Imported) -> Iterator[str]:
    """Words in the tables that are not in both, but for what the deviations from the format say."""
    before, after = (_words_in_tables(item.page, own.reading.edition) for item in (own, found))
    gone = tuple(f"{item.where}." for item in found.reading.alterations if item.code == MISSING)
    statutory = {
        label_key(label.words): label.table.id
        for label in labels(own.reading.edition)
        if not f"{label.where}.".startswith(gone)
    }
    said = {label_key(words) for item in found.alterations for words in (item.expected, item.original)}
    said |= {label_key(cell.original) for cell in found.reading.cells.values()}
    for key, words in before.items() if after else ():
        if key not in {*after, *said} and statutory.get(key) in found.reading.tables:
            yield f"表格里没有了“{words}”"
    for key, words in after.items():
        if key not in {*before, *said, *statutory}:
            yield f"表格里多了“{words}”"


def _words_in_tables(page: Page, edition: Edition) -> dict[str, str]:
    found = tokens(page.text, page.drawn, longest(edition))
    return {token.key: token.text for token in found if token.drawn and token.key}


def prose_changes(examined: Examined, found: Imported, opening: Sequence[str] = ()) -> Iterator[ProseChange]:
    """The paragraphs in which ``found``, a document after import, differs from the data file.

    ``opening`` is the introduction that the template writes where the file brings none.
    """
    keys, passages = prose_keys(examined.report.edition), examined.report.passages
    texts = {ident: found.words.passages.get(ident, ()) for ident in keys}
    # Where a heading was taken out, the words below it are read with the part before; they are not new there.
    gone = {ident for ident in keys if ident in passages and not texts[ident]}
    moved = {_squeezed(line.text) for ident in gone for line in passages[ident].paragraphs}
    for ident, key in keys.items():
        passage = passages.get(ident)
        own = {_squeezed(line.text) for line in passage.paragraphs} if passage else set()
        now = [line for line in texts[ident] if _squeezed(line) not in moved - own]
        if passage is None:
            if [_squeezed(line) for line in now] != [_squeezed(line) for line in opening]:
                before, after = _sentences("\n".join(opening), "\n".join(now))
                yield ProseChange(key, Span.point(1, 1), before, after, _TEMPLATE)
        elif not now:
            yield ProseChange(key, passage.span, "", "", _GONE)
        else:
            for change in _paragraphs(passage, now, examined.source):
                yield replace(change, refused=_WHOSE) if gone and not change.before else change


def plan_of(examined: Examined, prose: Iterable[ProseChange]) -> FixPlan | None:
    """The data file with every change of ``prose`` that can be written; None where there is none.

    Raises:
        NotDoneError: the result would not read as it should; nothing is written then.
    """
    written = [change for change in prose if not change.refused]
    if not written:
        return None
    read = ReadFile.sound(examined.raw, examined.report.name, examined.report.county)
    texts = {change.passage: read.texts[prose_address(change.passage)].split("\n") for change in written}
    for change in reversed(written):  # from the end, so that the places before stay what they are
        texts[change.passage][change.start : change.end] = change.lines
    keys = prose_keys(examined.report.edition)
    wanted = {prose_address(ident): (keys[ident], "\n".join(lines)) for ident, lines in texts.items()}
    after, _ = with_values(read, wanted)
    return FixPlan(examined.path, examined.raw, after.raw, len(written))


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
