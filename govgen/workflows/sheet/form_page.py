"""The form as a web page: tables as printed with inputs in the cells, facts and prose next to last year's."""

import base64
import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from markupsafe import Markup

from govgen.datafile.identity import Facts, Kind
from govgen.datafile.values import NUMBER_SCHEMAS, PLACEHOLDER
from govgen.datafile.writer import PLAIN
from govgen.editions.cell_names import every, find
from govgen.editions.edition import Edition
from govgen.editions.layout import grid
from govgen.editions.table import CellRef
from govgen.findings.printable import UNSEEN
from govgen.importers.form.outline import FORM_PAGE, FormMark, is_fixed, prose_keys
from govgen.render.html.column_widths import columns_of
from govgen.render.html.templates import environment, packaged
from govgen.workflows.filling_notes import key_notes, notes_on
from govgen.workflows.replacing import NotDoneError
from govgen.workflows.sheet.file_parts import FilePart, parts_of
from govgen.workflows.sheet.form_data import FormTexts, ReadFile, cell_address, fact_address, shown_facts
from govgen.workflows.sheet.value_edits import PartWriter, following_totals

SCRIPT, LIVE, OFFLINE = "form.js", "form_live.js", "form_file.js"
_DEFAULTS = {field.name: field.default for field in fields(FilePart)}


def form_page(read: ReadFile, last: FormTexts | None, *, live: bool) -> str:
    """The page for a data file; ``live``: each change is sent to the preview, else it is saved as YAML.

    Raises:
        NotDoneError: the page is not live and the file has errors of form, so that it cannot be written
            anew.
    """
    if not live and not read.source.is_sound:
        raise NotDoneError("数据文件还有写法上的错误，请先用 govgen check 查看并改正")
    script = script_of(SCRIPT, LIVE if live else OFFLINE)
    edition, texts = read.report.edition, read.texts
    body, kind = (texts[fact_address((Facts.KEYS[name],))] for name in ("body", "kind"))
    year = read.report.head.year or 0
    context = {
        "live": live,
        "generator": FORM_PAGE,
        "script": Markup(script),
        "hash": script_hash(script),
        "title": edition.title.format(body=body, year=year),
        "mark": FormMark(body, year, edition.edition).line,
        "content": _content(read, f"{body}{year}.yaml", live=live),
        "edition": edition,
        "texts": texts,
        "last": last or {},
        "facts": shown_facts(texts, year),
        "is_fixed": is_fixed,
        "kind_key": Facts.KEYS["kind"],
        # What the file says may be chosen too, be it no kind at all.
        "kinds": list(filter(None, dict.fromkeys([kind, *Kind]))),
        "key_notes": key_notes(),
        "notes": notes_on(edition),
        "introduction": next(iter(prose_keys(edition).items())),
        "cell_address": cell_address,
        "grid": grid,
        "columns_of": columns_of,
        "references": references(edition),
    }
    return environment().get_template("form.html.j2").render(context) + "\n"


def script_of(*names: str) -> str:
    """Scripts of the package as one, without comments and indents, which are a fifth of them."""
    text = "".join((packaged() / name).read_text(encoding="utf-8") for name in names)
    lines = map(str.strip, text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def script_hash(script: str) -> str:
    """What a content security policy calls an inline script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _content(read: ReadFile, name: str, *, live: bool) -> str:
    """What the script needs of the edition and of the file, safe inside a script element.

    Cells are numbered in the order in which the page has them.
    """
    edition = read.report.edition
    numbers = {ref: number for number, ref in enumerate(edition.refs)}
    content = {
        "form": hashlib.sha256(read.source.text.encode()).hexdigest()[:16],
        "name": name,
        "plain": PLAIN,
        "unseen": UNSEEN.pattern,
        "blank": PLACEHOLDER,
        "types": {
            kind.value: [schema["pattern"], schema["patternErrorMessage"]]
            for kind, schema in NUMBER_SCHEMAS.items()
        },
        "totals": {
            numbers[ref]: [numbers[part] for part in parts]
            for table in edition.tables
            for ref, parts in table.parts.items()
        },
        "balances": list(_balances(edition, numbers)),
        "parts": [] if live else _parts(read),
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def _parts(read: ReadFile) -> list[Any]:
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


def _balances(edition: Edition, numbers: dict[CellRef, int]) -> Iterator[dict[str, Any]]:
    """Each balance in each column: its place on the page, its words, the word and number of each cell."""
    for at, balance in enumerate(edition.balances):
        table = edition.table_by_id[balance.table]
        for left, right in balance.sides(table):
            node = table.nodes["columns"][left[0].column]
            words = {"name": balance.name, "column": node.name, "table": table.id, "total": node.total}
            sides = (("left", balance.left, left), ("right", balance.right, right))
            yield (
                words
                | {"place": f"{at}.{node.id}"}
                | {
                    side: [(term.word, numbers[ref]) for term, ref in zip(terms, refs, strict=True)]
                    for side, terms, refs in sides
                }
            )


@functools.cache
def references(edition: Edition) -> tuple[str, ...]:
    """What prose may refer to, in short: the totals of rows, and all cells of rows that have no total."""
    found = []
    for table in edition.tables:
        across = {ref for ref, parts in table.parts.items() if parts[0].row == ref.row}
        summed = {ref.row for ref in across}
        found += [_shortest(edition, ref) for ref in table.refs if ref in across or ref.row not in summed]
    return tuple(found)


def _shortest(edition: Edition, ref: CellRef) -> str:
    """The name of a cell with the fewest keys that name no other."""
    names = [
        target.path[-length:]
        for target in every(edition)
        if target.refs == {ref}
        for length in range(1, len(target.path) + 1)
        if [found.refs for found in find(edition, target.path[-length:])] == [{ref}]
    ]
    return min((".".join(name) for name in names), key=lambda name: name.count("."))
