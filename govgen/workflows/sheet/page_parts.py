"""The parts of a data file as JSON for the script of an offline form."""

from dataclasses import fields, replace
from typing import Any

from govgen.workflows.sheet.file_parts import FilePart, parts_of
from govgen.workflows.sheet.form_data import ReadFile
from govgen.workflows.sheet.form_keys import cell_address
from govgen.workflows.sheet.value_edits import PartWriter, following_totals

_DEFAULTS = {field.name: field.default for field in fields(FilePart)}


def page_parts(read: ReadFile) -> list[Any]:
    """The text of a data file in order, literal text and parts; the path of a cell is its number.

    Of a part only what is not the default is said. A new cell that may be left out is a list: what comes
    before it, and its number.
    """
    edition, texts = read.report.edition, read.texts
    numbers = {cell_address(ref): number for number, ref in enumerate(edition.refs)}
    totals = {cell_address(ref) for table in edition.tables for ref in table.parts}
    kept = totals - {cell_address(ref) for ref in following_totals(read)}
    writer = PartWriter(texts, texts)

    def content(part: FilePart) -> Any:
        if part == FilePart(was=part.was):
            return part.was
        if part.path in kept:
            part = FilePart(was=part.was, sep=part.sep)
        if part.path.startswith("prose/") and writer.written(replace(part, was=None)) == part.was:
            part = replace(part, was=None)  # the script writes the same from its field
        if part.path in numbers and part == FilePart(part.before, part.path, optional=True, sep=", "):
            return [part.before, numbers[part.path]]
        found = {name: value for name in _DEFAULTS if (value := getattr(part, name)) != _DEFAULTS[name]}
        if part.parts:
            found["parts"] = [*filter(None, map(content, part.parts))]
        if part.path:
            found["path"] = numbers.get(part.path, part.path)
        return found

    return [*filter(None, map(content, parts_of(read)))]
