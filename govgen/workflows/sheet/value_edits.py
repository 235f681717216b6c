"""Writes one value of a form into a data file; every byte that the value does not need stays."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from govgen.datafile.keys import TOP
from govgen.datafile.prose import printed
from govgen.datafile.values import PLACEHOLDER, Slip, number
from govgen.datafile.writer import flow, slot_lines, table_lines
from govgen.datafile.yaml_reader.scalars import scalar
from govgen.editions.edition import Edition
from govgen.editions.key_tree import TableKey, slots
from govgen.editions.labels import fold
from govgen.editions.table import CellRef, Table
from govgen.findings.catalogue import entry as entry_of
from govgen.findings.finding import Finding, Level
from govgen.importers.form.outline import fact_paths, is_fixed, prose_keys
from govgen.workflows.line_edits import Edit, edited
from govgen.workflows.sheet.form_data import ReadFile, cell_text, prose_entry, typed_lines
from govgen.workflows.sheet.form_parts import cell_address, fact_address, prose_address
from govgen.workflows.sheet.tree_edits import Content, KeyStep, TreeEditor

_UNLIKE = "改后读出的内容与所填的不同，没有改动；请在数据文件里改"
_UNKNOWN = "数据文件里没有这一项"
_FIXED = "填报表是为这个机关、这个年度做的，不能在这里改；要改请直接改数据文件"
_BLANK = "D107"
Values = Mapping[CellRef, Decimal | None]


class ValueRefusedError(Exception):
    """A value is not written; the message says why, in Chinese."""


def texts_of(read: ReadFile) -> dict[str, str]:
    """The text of each value of a form by its address, "" where it is blank; totals only where stated."""
    data, report = read.data, read.report
    facts = {fact_address(path): data.facts.get(path, "") for path in fact_paths()}
    prose = {
        prose_address(ident): "\n".join(data.prose.get(ident, ())) for ident in prose_keys(report.edition)
    }
    totals = {ref for table in report.edition.tables for ref in table.parts}
    stated = [ref for ref, cell in report.cells.items() if ref not in totals or cell.text]
    return facts | prose | {cell_address(ref): cell_text(report, ref) for ref in stated}


def with_value(read: ReadFile, path: str, text: str, *, known: bool = False) -> ReadFile:
    """The file with ``text`` for the value at ``path``, and with the stated totals that agreed with it.

    ``known``: the value was in the file before, and is written even where it is an error.

    Raises:
        ValueRefusedError: the value is an error there, or its place in the file is uncertain.
    """
    after = _written(read, path, text, known=known)
    kind, _, name = path.partition("/")
    for ref, new in _totals_to_follow(read, after, CellRef(*name.split("."))) if kind == "cell" else ():
        after = _written(after, cell_address(ref), "" if new is None else printed(new))
    return after


class _Plan(NamedTuple):
    """How a value is written: sets of edits of which any will do, the first changing least.

    ``text`` is what a form shows of it afterwards. ``is_free``: whatever it says, it may be written.
    """

    text: str
    edits: Iterator[list[Edit]]
    is_free: bool


def _written(read: ReadFile, path: str, text: str, *, known: bool = False) -> ReadFile:
    """The file after the first edits of the plan after which it says just what is wanted."""
    before = texts_of(read)
    if path not in before:
        raise ValueRefusedError(_UNKNOWN)
    plan = _plan(read, path, text)
    wanted = before | {path: plan.text}
    refused = ""
    for edits in plan.edits:
        after = ReadFile.of(edited(read.raw, edits), read.report.name, read.report.county)
        wrong = None if known else _new_error(read, after, plan)
        if wrong is None and texts_of(after) == wanted:
            return after
        refused = refused or (wrong.message if wrong else "")
    if not read.source.complete and not refused:
        first = next(item for item in read.report.findings if item.level is Level.ERROR)
        refused = f"文件没有读全，这一处的位置不能确定；请先改正第 {first.span.line} 行：{first.message}"
    raise ValueRefusedError(refused or _UNLIKE)


def _new_error(before: ReadFile, after: ReadFile, plan: _Plan) -> Finding | None:
    """An error that the new value makes, other than that something is left to be filled in."""
    known = {(item.code, item.message) for item in before.report.findings}
    found = after.source.findings if plan.is_free else after.report.findings
    errors = (item for item in found if item.level is Level.ERROR and not _is_open(item.code))
    return next((item for item in errors if (item.code, item.message) not in known), None)


def _is_open(code: str) -> bool:
    """Whether a finding says that something is left open, or blank as groups without values are."""
    return bool(entry_of(code).together) or code == _BLANK


def _totals_to_follow(
    before: ReadFile, after: ReadFile, part: CellRef
) -> Iterator[tuple[CellRef, Decimal | None]]:
    """The stated totals that were the sum of their parts and no longer are, with the new sums."""
    table = before.report.edition.table_by_id[part.table]
    for ref in table.parts:
        cell = before.report.cells[ref]
        old, new = (table.added(ref, read.data.figures) for read in (before, after))
        is_typed = cell.value is not None or PLACEHOLDER in cell.text
        if not cell.computed and is_typed and cell.value == old != new:
            yield ref, new


def _plan(read: ReadFile, path: str, text: str) -> _Plan:
    kind, _, name = path.partition("/")
    editor = TreeEditor(read.source.root, read.source.text.split("\n"))
    if kind == "prose":
        lines = tuple(line.strip() for line in text.splitlines() if line.strip())
        if not lines and name in read.report.edition.section_by_id:
            lines = (PLACEHOLDER,)
        return _Plan("\n".join(lines), _prose_edits(editor, read, name, lines), is_free=True)
    if kind == "cell":
        ref = CellRef(*name.split("."))
        value = number(text, read.report.edition.table_by_id[ref.table].types[ref])
        text = text.strip() if isinstance(value, Slip) else printed(value)
        return _Plan(text, editor.written(_cell_steps(read, ref, text)), is_free=not text)
    if is_fixed(fact := tuple(name.split("."))):
        raise ValueRefusedError(_FIXED)
    steps = _fact_steps(fact, text)
    if text.strip():
        return _Plan(text, editor.written(steps), is_free=False)
    return _Plan("", editor.removed(steps), is_free=True)


def _fact_steps(path: tuple[str, ...], text: str) -> list[KeyStep]:
    whole = flow({path[-1]: text}) if len(path) > 1 else scalar(text)
    steps = [_step(path[0], [(key,) for key in TOP], lambda: Content(whole))]
    if len(path) > 1:
        parts = [(other[1],) for other in fact_paths() if other[0] == path[0]]
        steps.append(_step(path[1], parts, lambda: Content(scalar(text))))
    return steps


def _section_step(edition: Edition, key: str, content: Callable[[], Content]) -> KeyStep:
    names = [(section.key, section.heading) for section in edition.sections]
    return _step(key, [*((name,) for name in TOP), *names], content)


def _step(name: str, siblings: Iterable[Iterable[str]], content: Callable[[], Content]) -> KeyStep:
    """A key with those before it; ``siblings`` are all keys of its level, each with all its words."""
    words = [frozenset(map(fold, names)) for names in siblings]
    at = next(number for number, each in enumerate(words) if fold(name) in each)
    return KeyStep(name, words[at], tuple(words[:at]), content)


def _cell_steps(read: ReadFile, ref: CellRef, text: str) -> list[KeyStep]:
    edition = read.report.edition
    table = edition.table_by_id[ref.table]
    value = number(text, table.types[ref])
    leaves = read.data.figures | {ref: None if isinstance(value, Slip) else value}
    values = {
        each: table.added(each, leaves) if cell.computed or each == ref else cell.value
        for each, cell in read.report.cells.items()
        if each.table == ref.table
    }
    head = text if not isinstance(value, Slip) else scalar(text) if text else PLACEHOLDER
    steps = [_section_step(edition, table.key, lambda: _content(table.key, table_lines(table, values)))]
    below = slots(table)
    while below:
        slot = next(each for each in below if ref in each.refs)
        words = [each.heading.words for each in below]
        content = partial(_slot_content, table, slot, values)
        if slot.ref:
            content = partial(Content, head)
        steps.append(_step(scalar(slot.heading.name), words, content))
        below = slot.below
    return steps


def _slot_content(table: Table, slot: TableKey, values: Values) -> Content:
    return _content(scalar(slot.heading.name), slot_lines(table, slot, values))


def _content(name: str, lines: Iterable[str]) -> Content:
    """What ``lines`` have behind and below the key with which they begin."""
    first, *rest = lines
    return Content(first.removeprefix(f"{name}:").strip(), tuple(line[2:] for line in rest))


def _prose_edits(
    editor: TreeEditor, read: ReadFile, ident: str, lines: tuple[str, ...]
) -> Iterator[list[Edit]]:
    edition = read.report.edition
    step = _section_step(edition, prose_keys(edition)[ident], lambda: Content("|", lines))
    if not lines:
        yield from editor.removed([step])
        return
    if entry := prose_entry(read.source.root, edition, ident):
        yield _paragraph_edits(editor.lines, typed_lines(entry), lines)
    yield from editor.written([step])


def _paragraph_edits(lines: Sequence[str], old: list[tuple[int, str]], new: tuple[str, ...]) -> list[Edit]:
    """Lines of a block of prose put in and taken out where paragraphs differ."""
    steps = difflib.SequenceMatcher(None, [text for _, text in old], new, autojunk=False).get_opcodes()
    return [
        edit
        for step, start, end, first, last in steps
        if step != "equal" and old
        for edit in _paragraphs_replaced(lines, old, start, end, new[first:last])
    ]


def _paragraphs_replaced(
    lines: Sequence[str], old: list[tuple[int, str]], start: int, end: int, new: tuple[str, ...]
) -> Iterator[Edit]:
    """Paragraphs from ``start`` up to ``end`` replaced by ``new`` ones with the indent of the block."""
    shown = lines[old[min(start, len(old) - 1)][0] - 1]
    column = len(shown) - len(shown.lstrip()) + 1
    yield from (Edit.removal(line) for line, _ in old[start:end])
    at = old[start][0] if start < len(old) else old[-1][0] + 1
    yield from (Edit.addition(at, column, text) for text in new)
