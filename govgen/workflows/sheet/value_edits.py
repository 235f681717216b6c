"""Writes one value of a form into a data file; every byte that the value does not need stays."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from govgen.datafile.prose import printed
from govgen.datafile.values import PLACEHOLDER, Slip, number
from govgen.datafile.writer import scalar
from govgen.editions.table import CellRef
from govgen.findings.catalogue import entry as entry_of
from govgen.findings.finding import Finding, Level
from govgen.importers.form.outline import is_fixed
from govgen.workflows.replacing import NotDoneError, rewritten
from govgen.workflows.sheet.file_parts import FilePart, parts_of
from govgen.workflows.sheet.form_data import FormTexts, ReadFile, cell_address

_BLANK = "D107"
"""What is said of a group without values."""
_FIGURE = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_CONTENT = re.compile(r"^\s*[^\s#]", re.MULTILINE)
"""Something other than comments."""
_LITERAL_BLOCK = re.compile(r"[^\n]*[:：] ?\|[-+]?(\s+#[^\n]*)?\n")


def with_value(read: ReadFile, path: str, text: str, *, known: bool = False) -> ReadFile:
    """The file with ``text`` for the value at ``path``, and with the stated totals that agreed with it.

    ``known``: the value was in the file before, and is written even where it is an error.

    Raises:
        NotDoneError: the value is an error there, or its place in the file is uncertain.
    """
    if path not in read.texts:
        raise NotDoneError("数据文件里没有这一项")
    change, is_free = _change(read, path, text)
    wanted, before = read.texts | change, read.source.text
    written = "".join(map(PartWriter(read.texts, wanted).written, parts_of(read)))
    written = written if before.endswith("\n") else written.removesuffix("\n")
    raw = read.raw if written == before else rewritten(read.raw, written)
    after = ReadFile.of(raw, read.report.name, read.report.county)
    if not known and (wrong := _new_error(read, after, is_free=is_free)):
        raise NotDoneError(wrong.message)
    if after.texts == wanted:
        return after
    if not read.source.complete:
        first = next(item for item in read.report.findings if item.level is Level.ERROR)
        where = f"请先改正第 {first.span.line} 行：{first.message}"
        raise NotDoneError(f"文件没有读全，这一处的位置不能确定；{where}")
    raise NotDoneError("改后读出的内容与所填的不同，没有改动；请在数据文件里改")


def with_values(read: ReadFile, wanted: Mapping[str, tuple[str, str]]) -> tuple[ReadFile, list[str]]:
    """The file with the texts of ``wanted``, a name and a text by address, and the names of what differed.

    Raises:
        NotDoneError: one of them cannot be written.
    """
    changed = []
    for path, (name, text) in wanted.items():
        if read.texts.get(path, text) != text:
            changed.append(name)
            try:
                read = with_value(read, path, text)
            except NotDoneError as why:
                raise NotDoneError(f"{name}：{str(why).removeprefix(f'{name}：')}") from why
    return read, changed


def _new_error(before: ReadFile, after: ReadFile, *, is_free: bool) -> Finding | None:
    """An error that the new value makes, other than that something is left to be filled in."""
    known = {_unplaced(item) for item in before.report.findings}
    for item in after.source.findings if is_free else after.report.findings:
        is_open = entry_of(item.code).together or item.code == _BLANK
        if item.level is Level.ERROR and not is_open and _unplaced(item) not in known:
            return item
    return None


def _unplaced(item: Finding) -> tuple[str, str]:
    """A finding without numbers of lines, which an edit above it moves."""
    return item.code, re.sub(r"第 [\d、]+ 行", "", item.message)


def _change(read: ReadFile, path: str, text: str) -> tuple[FormTexts, bool]:
    """The new texts as a form shows them, and whether only errors of form can refuse them."""
    kind, _, name = path.partition("/")
    if kind == "prose":
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if not lines and name in read.report.edition.section_by_id:
            lines = [PLACEHOLDER]
        return {path: "\n".join(lines)}, True
    if kind == "cell":
        ref = CellRef(*name.split("."))
        table = read.report.edition.table_by_id[ref.table]
        value = number(text, table.types[ref])
        figure = None if isinstance(value, Slip) else value
        text = text.strip() if figure is None else printed(figure)
        figures = read.figures | {ref: figure}
        totals = {
            cell_address(total): "" if new is None else printed(new)
            for total in following_totals(read)
            if total in table.parts and (new := table.added(total, figures)) != read.report.cells[total].value
        }
        return totals | {path: text}, not text
    if is_fixed(tuple(name.split("."))):
        raise NotDoneError("填报表是为这个机关、这个年度做的，不能在这里改；要改请直接改数据文件")
    return {path: text if text.strip() else ""}, not text.strip()


def following_totals(read: ReadFile) -> Iterator[CellRef]:
    """The stated totals that are the sum of their parts, or still to be filled in as these are."""
    for table in read.report.edition.tables:
        for ref in table.parts:
            cell = read.report.cells[ref]
            is_typed = cell.value is not None or PLACEHOLDER in cell.text
            if not cell.computed and is_typed and cell.value == table.added(ref, read.figures):
                yield ref


@dataclass(frozen=True, slots=True)
class PartWriter:
    """Writes parts with the texts ``new`` for ``old``, by address, as the script of the form does."""

    old: Mapping[str, str]
    new: Mapping[str, str]

    def written(self, part: FilePart) -> str:
        """The text of a part."""
        if part.was is not None and all(self.old.get(path) == self.new.get(path) for path in part.paths):
            return part.was
        if part.path:
            return self._prose(part) if part.path.startswith("prose/") else self._value(part)
        if part.new and not any(self.new.get(path) for path in part.paths):
            return part.before.removesuffix(" {") + part.after.removeprefix("}")
        inner = ""
        for each in part.parts:
            if text := self.written(each):
                inner += (each.sep if inner else "") + text
        return part.before + inner + part.after if _CONTENT.search(inner) else part.empty + inner

    def _value(self, part: FilePart) -> str:
        text = self.new.get(part.path, "")
        if part.path.startswith("cell/"):
            nothing = text == "0" and part.was is None
            text = text if _FIGURE.fullmatch(text) else scalar(text) if text else PLACEHOLDER
        else:
            nothing = not text
            text = scalar(text)
        return part.empty if nothing and part.optional else part.before + text + part.after

    def _prose(self, part: FilePart) -> str:
        text = self.new.get(part.path, "")
        if not text and part.optional:
            return part.empty
        lines = (text or PLACEHOLDER).split("\n")
        if part.was and _LITERAL_BLOCK.match(part.was):
            return _merged(part.was, lines)
        return part.before + "".join(f"  {line}\n" for line in lines)


def _merged(was: str, new: list[str]) -> str:
    """A block of prose with new paragraphs; those that it has already keep their lines."""
    head, *old = was.splitlines(keepends=True)
    indent = next((line[: len(line) - len(line.lstrip())] for line in old if line.strip()), "  ")
    steps = difflib.SequenceMatcher(None, [line.strip() for line in old], new, autojunk=False).get_opcodes()
    lines = [head]
    for step, start, end, first, last in steps:
        if step == "equal":
            lines += old[start:end]
        else:
            lines += [line for line in old[start:end] if not line.strip()]
            lines += [f"{indent}{line}\n" for line in new[first:last]]
    return "".join(lines)
