"""A new data file: the edition's tables and prose with their notes, and what carries over from last year.

A new county.yaml too, which has every setting explained.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from govgen.datafile.county import CountyKind
from govgen.datafile.identity import Contact, Kind, kind_of
from govgen.datafile.prose import printed
from govgen.datafile.report import Report
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.writer import scalar
from govgen.editions.edition import Edition
from govgen.editions.key_tree import TableKey, slots
from govgen.editions.loading import edition_for
from govgen.editions.succession import lost
from govgen.editions.table import CellRef, Table, leaves_of
from govgen.render.html.templates import environment
from govgen.workflows.filling_notes import Notes, key_notes, notes_on
from govgen.workflows.last_year import figures_by


@dataclass(frozen=True, slots=True)
class StarterPlan:
    """What a new file is for.

    ``last`` is last year's report, whose identity, carried-over applications and stock are taken over;
    ``quote_last`` shows its prose as comments. ``schema`` is how the file names its schema.
    """

    body: str
    kind: Kind
    year: int
    last: Report | None = None
    quote_last: bool = False
    schema: str = ""


def starter(plan: StarterPlan) -> str:
    """The text of a new data file.

    Raises:
        ValueError: no edition was in force in that year, or the last report is not of the year before.
    """
    edition = edition_for(plan.year)
    if edition is None:
        raise ValueError(f"no edition for {plan.year}")
    if plan.last is not None and plan.last.head.year != plan.year - 1:
        raise ValueError("the last report is not of the year before")
    known = figures_by(plan.last, edition) if plan.last else {}
    handed = {ref: printed(value) for ref, value in known.items() if value is not None}
    return _Starter(plan, edition, notes_on(edition), handed).text()


def county_text(name: str, bodies: Iterable[str]) -> str:
    """The text of county.yaml for the government ``name``, with the ``bodies`` that are known already."""
    kind = kind_of(name)
    context = {
        "name": scalar(name),
        "kind": kind if kind in {*map(str, CountyKind)} else "",
        "bodies": [scalar(body) for body in bodies],
        "placeholder": PLACEHOLDER,
    }
    return environment().get_template("county.yaml.j2").render(context) + "\n"


@dataclass(slots=True)
class _Starter:
    plan: StarterPlan
    edition: Edition
    notes: Notes
    handed: dict[CellRef, str]
    asked: set[CellRef] = field(default_factory=set)
    """Cells that are 0 if the rows that ask so far are."""

    def text(self) -> str:
        last = self.plan.last
        context = {
            "title": self.edition.title.format(body=self.plan.body, year=self.plan.year),
            "plan": self.plan,
            "edition": self.edition,
            "notes": self.notes,
            "lost": lost(last.edition, self.edition) if last else [],
            "quoted": last.passages if last and self.plan.quote_last else {},
            "facts": self._facts(),
            "legend": self._legend,
            "example": self._example,
            "lines": lambda table: self._lines(table, slots(table)),
        }
        return environment().get_template("starter.yaml.j2").render(context)

    def _facts(self) -> Iterator[str]:
        """The facts that are known, to be filled in or, as comments, on offer, each below its note."""
        notes, known = key_notes(), self._known()
        for key, note in notes.items():
            is_by_hand = note.start == "hand" and key not in known
            if "." in key or is_by_hand or note.first_year > self.plan.year:
                continue
            yield f"# {note.text}"
            parts = [part for part in notes if part.startswith(f"{key}.")]
            yield f"{key}:" if parts else _fact(key, known)
            yield from (f"  {_fact(part, known)}  # {notes[part].text}" for part in parts)

    def _known(self) -> dict[str, str]:
        """What is known of the facts, as it is written."""
        plan, old = self.plan, self.plan.last.identity if self.plan.last else None
        facts = {"机关": plan.body}
        if kind_of(plan.body) is not plan.kind:
            facts["类型"] = plan.kind.value
        if old:
            contact = {f"联系方式.{key}": getattr(old.contact, name) for name, key in Contact.KEYS.items()}
            facts |= {key: value for key, value in (contact | {"所属": old.region}).items() if value}
        if old and old.body != plan.body:
            facts["机构变动"] = f"上年度报告的机关名称是“{old.body}”"
        return {key: scalar(value) for key, value in facts.items()} | {"年度": str(plan.year)}

    def _example(self, table: Table) -> str:
        """How a row with figures is written."""
        columns = [column.name for column in leaves_of(table.blocks[0].columns) if not column.total]
        return ", ".join(f"{name}: {number}" for name, number in zip(columns, (3, 1), strict=False))

    def _legend(self, table: Table) -> list[str]:
        """What the columns mean, each word once; and the rows that have no key of their own."""
        notes: dict[str, None] = {}
        for _, axis, node, _ in (*table.walk("rows"), *table.walk("columns")):
            if node.children or node.total or (axis == "rows" and node.name):
                continue
            if note := self.notes.on(table.id, axis, node.id):
                notes[f"{node.name}：{note}" if axis == "columns" else str(note)] = None
        return list(notes)

    def _lines(self, table: Table, keys: tuple[TableKey, ...], indent: str = "  ") -> Iterator[str]:
        """The rows that a clerk may write, those taken over already filled in; a row of totals is none."""
        for slot in keys:
            if set(slot.refs) <= table.parts.keys():
                continue
            text, below = "", []
            if slot.ref:
                text = self._value(table, slot.ref) or (PLACEHOLDER if self._asks(table, slot) else "0")
            elif all(part.ref for part in slot.below):
                text = f"{{{self._row(table, slot)}}}"
            else:
                below = list(self._lines(table, slot.below, f"{indent}  "))
            yield from (f"{indent}# {remark}" for remark in self._remarks(table, slot))
            yield f"{indent}{slot.heading.name}: {text}".rstrip()
            yield from below

    def _row(self, table: Table, slot: TableKey) -> str:
        """What is between the braces of a row."""
        filled = [
            f"{part.heading.name}: {value}"
            for part in slot.below
            if part.ref and part.ref not in table.parts and (value := self._value(table, part.ref))
        ]
        return ", ".join(filled) or (PLACEHOLDER if self._asks(table, slot) else "")

    def _asks(self, table: Table, slot: TableKey) -> bool:
        """Whether a row must be looked at, so that an untouched table cannot pass for zero.

        Of the rows in one balance only the first is left to be filled in.
        """
        refs = set(slot.refs)
        if refs <= self.asked:
            return False
        for balance in self.edition.balances:
            rows = {(balance.table, term.row) for term in (*balance.left, *balance.right)}
            tied = {ref for ref in table.refs if ref[:2] in rows}
            tied |= {part for ref in tied for part in table.column_parts(ref)}
            refs |= tied if tied & refs else set()
        self.asked |= refs
        return True

    def _value(self, table: Table, ref: CellRef) -> str | None:
        """What a cell begins with; None where it may be left out."""
        carry, last = self.edition.carry_over, self.plan.last
        if table.complete:
            return PLACEHOLDER
        if carry is None or last is None or carry.table != ref.table:
            return None
        before = self.handed.get(CellRef(ref.table, carry.last, ref.column))
        if ref.row == carry.this:
            return before or PLACEHOLDER
        # What came in from last year was answered or is still open; only the clerk knows, so it is asked.
        return PLACEHOLDER if ref.row == carry.last and before != "0" else None

    def _remarks(self, table: Table, slot: TableKey) -> Iterator[str]:
        """The note on a row, and what last year's report said in it where it must be filled in anew."""
        if note := self.notes.of_key(table.id, slot):
            yield note
        handed = self.handed
        figures = [f"{part.heading.name} {handed[part.ref]}" for part in slot.below if part.ref in handed]
        if figures and table.complete:
            yield f"上年填的是：{'，'.join(figures)}。"


def _fact(path: str, known: Mapping[str, str]) -> str:
    note, key = key_notes()[path], path.rpartition(".")[2]
    value = known.get(path, PLACEHOLDER if note.start == "ask" else "")
    return f"{key}: {value}" if value else f"# {key}: {note.example}"
