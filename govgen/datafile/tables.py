"""Reads the tables of a data file into cells, also where other parts of the file are wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from govgen.datafile.cell import Cell, State
from govgen.datafile.keys import TOP, entries_by_key, meant, misspelt, twice
from govgen.datafile.values import PLACEHOLDER, Slip, number
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar, YamlNode
from govgen.editions.edition import Edition
from govgen.editions.key_tree import TableKey, places_of, slot_of, slots
from govgen.editions.labels import fold, numeral
from govgen.editions.loading import editions
from govgen.editions.succession import current
from govgen.editions.table import CellRef, Table, add_up
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Findings, Related, Span

Cells = dict[CellRef, Cell]
_OTHER_TABLE = 3
"""So many keys of another edition are its table; fewer are slips."""


def read_table(
    table: Table,
    edition: Edition,
    entry: Entry,
    found: Findings,
    *,
    cut: bool = False,
    strays: Iterable[str] = (),
) -> Cells:
    """Every cell of ``table``, in printed order, from the value of its key; what is wrong goes to ``found``.

    ``cut``: reading stopped within or right after this value, so that what is not there says
    nothing. ``strays`` are keys outside every table; cells that they may mean are unknown.
    """
    reader = _Reader(table, edition)
    for key in strays:
        reader.doubt(places_of(slots(table), key, table.key))
    reader.group(entry, slots(table), table.key, cut=cut)
    found.extend(_with_old_tables_once(reader.found))
    cells = {ref: reader.cells[ref] for ref in table.refs}
    for ref in reader.doubted:
        if cells[ref].state is State.ZERO and not cells[ref].computed:
            cells[ref] = Cell(State.UNKNOWN, None, cells[ref].span)
    add_totals(table, cells)
    return cells


def _with_old_tables_once(found: Findings) -> list[Finding]:
    """What is wrong with a table; one finding where it is that of another edition, as the rest follows."""
    old = [item for item in found if item.code == "L403"]
    if len(old) < _OTHER_TABLE:
        return list(found)
    message = f"{old[0].message}；这张表共有 {len(old)} 处是另一版格式的项目，请按本年度的格式重填"
    related = tuple(Related(item.message, item.span) for item in old[1:])
    rest = [item for item in found if item.code not in {"L403", "D105"}]
    return [*rest, old[0]._replace(message=message, related=related)]


def _open_row(span: Span, path: str) -> Finding:
    advice = "看过以后写上数字；没有就删去【待填写】，只留 {}。"
    return finding("D108", "这一行还没有填写", span, where=path, advice=advice)


def add_totals(table: Table, cells: Cells) -> None:
    """Compute the totals of ``table`` that no file states; one that rests on an unknown cell is unknown."""

    def total(ref: CellRef) -> Cell:
        cell = cells[ref]
        if not cell.computed or cell.state is State.UNKNOWN:
            return cell
        parts = [total(part) for part in table.parts[ref]]
        gravest = min((part.state for part in parts), key=[State.UNKNOWN, State.STATED, State.ZERO].index)
        return cell._replace(state=gravest, value=add_up(part.known for part in parts))

    for ref in table.parts:
        cells[ref] = total(ref)


def _fitting(places: list[tuple[str, TableKey]], value: YamlNode) -> list[tuple[str, TableKey]]:
    """Those of ``places`` that hold what ``value`` is: a group of keys, or a number."""
    return [place for place in places if (place[1].ref is None) == isinstance(value, Mapping)]


def _whereabouts(places: list[tuple[str, TableKey]], within: str) -> str:
    """Where a misplaced key belongs, in words; ``within`` is the heading it is under if it is deeper."""
    groups = list(dict.fromkeys(path for path, _ in places))
    if within and len(groups) > 1:
        return f"“{within}”下面的某一项里，如“{groups[0]}.{places[0][1].heading.name}”"
    named = "或".join(f"“{group}”" for group in groups[:3])
    more = f"等 {len(groups)} 处" if len(groups) > 3 else ""
    return f"{named}{more}下面，请检查缩进"


@dataclass(slots=True)
class _Reader:
    table: Table
    edition: Edition
    found: Findings = field(default_factory=Findings)
    cells: Cells = field(default_factory=dict)
    doubted: set[CellRef] = field(default_factory=set)
    """Cells that are unknown rather than 0 where nothing states them."""

    def group(self, entry: Entry, below: tuple[TableKey, ...], path: str, *, cut: bool) -> None:
        """Read the rows under a heading; with ``cut`` its end may be missing."""
        value = entry.value
        if not isinstance(value, Mapping):
            self._no_mapping(entry, value, below, path, cut=cut)
            return
        items = list(entries_by_key(value).values())
        seen: dict[CellRef | str, Entry] = {}
        unknown = twice_written = False
        blank: list[tuple[Entry, TableKey]] = []
        for item in value:
            slot = slot_of(below, item.key)
            if slot is None:
                unknown = True
                self.found.add(self._unknown_key(item, below, path))
                continue
            first = seen.setdefault(slot.ref or slot.heading.id, item)
            if first is not item:
                self.found.add(twice(first, item))
                self._give_up(list(slot.refs), item.span)  # nobody knows which of them is meant for another
                twice_written = True
            elif slot.ref is not None and isinstance(item.value, Scalar) and not item.value.words:
                blank.append((item, slot))
            else:
                self._slot(item, slot, f"{path}.{slot.heading.name}", cut=cut and item is items[-1])
        self._blanks(blank, path)
        absent = [slot for slot in below if (slot.ref or slot.heading.id) not in seen]
        for ref in (ref for slot in absent for ref in slot.refs):
            self.cells[ref] = Cell(State.ZERO, Decimal(0), entry.span, computed=ref in self.table.parts)
        if cut or twice_written or (unknown and not self.table.complete):
            self.doubt((path, slot) for slot in absent)
        # What is left out within a row, or of rows that are added up, is 0; not so a part of the table.
        is_part = path == self.table.key or not (self.table.adds_rows or below[0].ref)
        if (self.table.complete or (is_part and items)) and not cut:
            # A row in another place was reported there, and totals are computed.
            needless = self.doubted | self.table.parts.keys()
            self._missing(entry, [slot for slot in absent if not set(slot.refs) <= needless], path)

    def _blanks(self, blank: list[tuple[Entry, TableKey]], path: str) -> None:
        """The blank cells of a row, reported together."""
        if len(blank) == 1:
            ((item, slot),) = blank
            self._slot(item, slot, f"{path}.{slot.heading.name}", cut=False)
        elif blank:
            for item, slot in blank:
                self._give_up(list(slot.refs), item.span)
            names = "、".join(slot.heading.name for _, slot in blank)
            message = f"这一行有 {len(blank)} 格是空白，不知道是 0 还是没有填：{names}"
            self.found.add(finding("D107", message, blank[0][0].span, where=path))

    def doubt(self, places: Iterable[tuple[str, TableKey]]) -> None:
        """Take the cells of ``places`` for unknown unless they are stated."""
        self.doubted.update(ref for _, slot in places for ref in slot.refs)

    def _slot(self, item: Entry, slot: TableKey, path: str, *, cut: bool) -> None:
        if slot.ref is None:
            self.group(item, slot.below, path, cut=cut)
        elif isinstance(item.value, Scalar):
            self._cell(item, item.value, slot.ref, path)
        else:
            self._give_up([slot.ref], item.value.span)
            self.found.add(finding("D106", f"“{slot.heading.name}”应直接写数字", item.value.span, where=path))

    def _cell(self, item: Entry, scalar: Scalar, ref: CellRef, path: str) -> None:
        span = scalar.span if scalar.text else item.span
        value = number("" if scalar.is_blank else scalar.text, self.table.types[ref], self.table.units[ref])
        if isinstance(value, Slip):
            self._give_up([ref], span, scalar.text)
            message = f"{item.key}：{value.message}"
            self.found.add(finding(value.code, message, span, where=path, advice=value.advice))
        else:
            self.cells[ref] = Cell(State.STATED, value, span, scalar.text.strip())
            if scalar.text.lstrip().startswith("+"):
                message = f"{item.key}：“{scalar.text.strip()}”的加号不会印出来，印作 {value:f}"
                self.found.add(finding("D117", message, span, where=path))

    def _give_up(self, refs: list[CellRef], span: Span, text: str = "") -> None:
        self.cells |= {ref: Cell(State.UNKNOWN, None, span, text) for ref in refs}

    def _no_mapping(
        self, entry: Entry, value: YamlNode, below: tuple[TableKey, ...], path: str, *, cut: bool
    ) -> None:
        self._give_up([ref for slot in below for ref in slot.refs], entry.span)
        blank = isinstance(value, Scalar) and value.is_blank
        if isinstance(value, Scalar) and PLACEHOLDER in value.text:
            self.found.add(_open_row(value.span, path))
        elif blank and not cut:
            advice = "" if self.table.complete else "如果全部为 0，就写 {}"
            message = f"“{entry.key}”后面是空白，不知道是 0 还是没有填"
            self.found.add(finding("D107", message, entry.span, where=path, advice=advice))
        elif not blank:
            names = "、".join(slot.heading.name for slot in below[:3])
            message = f"“{entry.key}”下面应逐项写“{names}”等{self._as_group(entry.key, value, below)}"
            self.found.add(finding("D106", message, value.span, where=path))

    def _as_group(self, key: str, value: YamlNode, below: tuple[TableKey, ...]) -> str:
        """How bare numbers, such as a row pasted from Excel, are written; empty for anything else."""
        texts = value.text.split() if isinstance(value, Scalar) else []
        cells = [slot for slot in below if slot.ref is not None]
        parts = [slot for slot in cells if slot.ref not in self.table.parts]
        columns = parts if len(texts) == len(parts) else cells[: len(texts)] if len(texts) < 2 else cells
        if not texts or len(texts) != len(columns):
            return ""
        values = [
            number(text, self.table.types[slot.refs[0]]) for text, slot in zip(texts, columns, strict=True)
        ]
        if any(isinstance(found, Slip) for found in values):
            return ""
        written = ", ".join(
            f"{slot.heading.name}: {found}"
            for slot, found in zip(columns, values, strict=True)
            if slot in parts and (found or len(texts) == 1)
        )
        return f"，{'如' if len(texts) == 1 else '应写成'}“{key}: {{{written}}}”"

    def _unknown_key(self, item: Entry, below: tuple[TableKey, ...], path: str) -> Finding:
        """What is wrong with a key that no heading here answers to; where it may belong is doubted."""
        if PLACEHOLDER in item.key:
            return _open_row(item.span, path)
        inside = places_of(below, item.key, path)
        anywhere = places_of(slots(self.table), item.key, self.table.key)
        places = _fitting(inside, item.value) or _fitting(anywhere, item.value) or inside or anywhere
        self.doubt(places)
        name = path.rpartition(".")[2]
        if places:
            within = name if places[0] in inside else ""
            return finding("D101", f"“{item.key}”应写在{_whereabouts(places, within)}", item.span)
        if fold(item.key) in {fold(key) for key in (*TOP, *(part.key for part in self.edition.sections))}:
            return finding("D101", f"“{item.key}”应写在最外层，请检查缩进", item.span)
        if found := self._of_another_year(item, path):
            return found
        names = {slot.heading.name: slot for slot in below}
        # A row that is only misspelt is reported here, and not as missing too.
        self.doubt((path, names[known]) for known in misspelt(item.key, names))
        hint = meant(item.key, names)
        return finding("D101", f"“{name}”下面没有“{item.key}”这一项{hint}", item.span)

    def _of_another_year(self, item: Entry, path: str) -> Finding | None:
        """A key of the edition nearest in time that has it in this table; None where none has.

        Where the edition in force only calls it otherwise, its cells are in doubt, not 0.
        """
        own, table = self.edition, self.table.id
        others = [each for each in editions() if each is not own and table in each.table_by_id]
        others.sort(
            key=lambda other: (other.first_year > own.first_year, abs(other.first_year - own.first_year))
        )
        headings = ((other, heading) for other in others for heading in other.table_by_id[table].walk())
        found = next((pair for pair in headings if pair[1].node.answers_to(item.key)), None)
        if found is None:
            return None
        other, heading = found
        now = self.table.nodes[heading.axis].get(current(own, table, heading.axis, heading.node.id))
        message = f"“{item.key}”是 {other.first_year} 年版格式的项目，{own.basis.number}所附格式里"
        if now is None or not now.name or now.answers_to(item.key):
            message += "没有"
        else:
            message += f"写作“{now.name}”"
            places = places_of(slots(self.table), now.name, path)
            self.doubt(place for place in places if place[1].heading is now)
        return finding("L403", message, item.span, where=path, citation=own.basis.number)

    def _missing(self, entry: Entry, absent: list[TableKey], path: str) -> None:
        place = [section.key for section in self.edition.sections].index(self.table.key)
        citation = f"{self.edition.basis.number}所附格式表{numeral(place + 1)}"
        for slot in absent:
            self._give_up(list(slot.refs), entry.span)
            name = slot.heading.name
            message, advice = f"缺少“{name}”，本表每一格都要写，没有就写 0", ""
            if not self.table.complete:
                message = f"缺少“{name}”，不知道是 0 还是漏了"
                advice = f"补上这一行；全部为 0 的，写“{name}: {{}}”。"
            where = f"{path}.{name}"
            self.found.add(
                finding("D105", message, entry.span, where=where, citation=citation, advice=advice)
            )
