"""A data file as literal text and places for values, from which a form's script writes the file anew."""

from collections.abc import Iterable, Iterator

from govgen.datafile.writer import passage_lines
from govgen.datafile.yaml_reader.scalars import scalar
from govgen.datafile.yaml_reader.tree import Entry, Mapping
from govgen.editions.table import CellRef
from govgen.importers.form.outline import fact_paths, prose_keys
from govgen.workflows.sheet.file_text import FileText, Hole, TextPart, indent_of, is_block
from govgen.workflows.sheet.form_data import ReadFile, entry_at, prose_entry
from govgen.workflows.sheet.table_places import TablePlaces

FactPath = tuple[str, ...]


def fact_address(path: FactPath) -> str:
    """How a form names a fact."""
    return f"fact/{'.'.join(path)}"


def cell_address(ref: CellRef) -> str:
    """How a form names a cell."""
    return f"cell/{'.'.join(ref)}"


def prose_address(ident: str) -> str:
    """How a form names the prose of a passage."""
    return f"prose/{ident}"


def parts_of(read: ReadFile) -> list[str | TextPart]:
    """The text of a sound data file in order: literal text, and places for all values of a form."""
    edition, file = read.report.edition, FileText(read.source)
    numbers = {ref: number for number, ref in enumerate(edition.refs)}
    holes = [*_facts(file), *_prose(file, read)]
    for section in edition.sections:
        if section.kind == "table":
            places = TablePlaces(file, edition.table_of(section), numbers)
            holes += places.holes(entry_at(file.root, section.key, section.heading))
    return [_without_default(part, read) for part in file.cut(holes) if part]


def _without_default(part: str | TextPart, read: ReadFile) -> str | TextPart:
    """A place without what it holds where the script would write the same, so that prose is sent once."""
    if isinstance(part, str) or "prose" not in part:
        return part
    paragraphs = read.data.prose.get(part["prose"].removeprefix(prose_address("")), ())
    same = "".join(f"{line}\n" for line in passage_lines(part["before"], paragraphs)) == part["was"]
    return {key: value for key, value in part.items() if key != "was"} if same else part


def _facts(file: FileText) -> Iterator[Hole]:
    """The places of facts; those that the file lacks come below its last one."""
    groups: dict[str, list[FactPath]] = {}
    for path in fact_paths():
        groups.setdefault(path[0], []).append(path)
    missing: list[TextPart] = []
    last = 0
    for key, paths in groups.items():
        entry = entry_at(file.root, key)
        if entry is None:
            missing.append(_fact_part(key, paths))
            continue
        last = max(last, file.entry(entry, {}).end)
        yield from _fact(file, entry, paths)
    yield from (Hole(last, last, part) for part in missing)


def _fact(file: FileText, entry: Entry, paths: list[FactPath]) -> Iterable[Hole]:
    part = _fact_part(paths[0][0], paths)
    whole = [file.entry(entry, part)]
    if "row" not in part:
        hole = file.line(entry, part["path"])
        return [hole] if hole else whole
    if isinstance(entry.value, Mapping) and is_block(entry.value):
        return _fact_lines(file, entry.value, paths) or whole
    hole = file.braces(entry, {"row": part["row"]})
    return [hole] if hole else whole


def _fact_lines(file: FileText, mapping: Mapping, paths: list[FactPath]) -> list[Hole] | None:
    """The places of facts on lines below a key; None where one has another form."""
    holes: list[Hole] = []
    for path in paths:
        entry = entry_at(mapping, path[1])
        if entry is None:
            holes.append(file.below(mapping, _fact_line(f"{indent_of(mapping)}{path[1]}: ", path)))
        elif hole := file.line(entry, fact_address(path)):
            holes.append(hole)
        else:
            return None
    return holes


def _fact_part(key: str, paths: list[FactPath]) -> TextPart:
    if len(paths[0]) == 1:
        return _fact_line(f"{key}: ", paths[0])
    row = [(scalar(path[1]), fact_address(path)) for path in paths]
    return {"before": f"{key}: ", "row": row, "after": "\n", "optional": True}


def _fact_line(before: str, path: FactPath) -> TextPart:
    return {"before": before, "path": fact_address(path), "after": "\n", "optional": True}


def _prose(file: FileText, read: ReadFile) -> Iterator[Hole]:
    edition = read.report.edition
    for ident, key in prose_keys(edition).items():
        entry = prose_entry(file.root, edition, ident)
        part: TextPart = {"before": scalar(entry.key if entry else key), "prose": prose_address(ident)}
        if ident not in edition.section_by_id:
            part["optional"] = True
        yield file.entry(entry, part) if entry else file.at_end(part)
