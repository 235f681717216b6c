"""Writes a filled-in form, or the counts of a ledger of applications, into an existing data file."""

from collections.abc import Callable, Iterator

from govgen.datafile.prose import printed
from govgen.editions.cell_names import find, path_of
from govgen.editions.edition import Edition
from govgen.editions.table import CellRef
from govgen.importers.convert import Imported
from govgen.importers.form.outline import fact_paths, prose_keys
from govgen.importers.ledger import APPLICANT, CARRIED, DISPUTE, RECEIVED, RESULT, Ledger, LedgerRow
from govgen.workflows.replacing import NotDoneError
from govgen.workflows.sheet.form_data import ReadFile, cell_address, fact_address, prose_address
from govgen.workflows.sheet.value_edits import with_values

_MOST = 20
"""So many rows with faults show what is wrong with a ledger."""


def form_into_file(raw: bytes, name: str, found: Imported) -> tuple[bytes, list[str]]:
    """``raw``, a data file, with what a form says otherwise; and the names of what was changed.

    Raises:
        NotDoneError: the form has doubtful cells, is of another body or year, or the file has errors of
            form.
    """
    now = ReadFile.sound(raw, name)
    if doubts := [cell.doubt for cell in found.reading.cells.values() if cell.doubt]:
        places = "；".join(dict.fromkeys(doubts))
        raise NotDoneError(f"填报表里有 {len(doubts)} 格不能读成数字，没有改动：{places}")
    identity = now.report.identity
    if identity is None or (identity.body, identity.year) != (found.words.body, found.words.year):
        whose = f"{found.words.body} {found.words.year} 年度"
        raise NotDoneError(f"填报表是“{whose}”的，数据文件不是，没有改动")
    after, changed = with_values(now, _wanted(now, found))
    return after.raw, changed


def _wanted(now: ReadFile, found: Imported) -> dict[str, tuple[str, str]]:
    """The name and the text of each value by its address: what the form says, blank where it says nothing."""
    edition, words = now.report.edition, found.words
    figures = {ref: found.reading.cells[ref].value for ref in edition.refs}
    return (
        {fact_address(path): (".".join(path), words.facts.get(path, "")) for path in fact_paths()}
        | {
            prose_address(ident): (key, "\n".join(words.passages.get(ident, ())))
            for ident, key in prose_keys(edition).items()
        }
        | {
            cell_address(ref): (edition.name_of(ref), "" if value is None else printed(value))
            for ref, value in figures.items()
        }
    )


def ledger_into_file(
    raw: bytes, name: str, ledger: Ledger, report: Callable[[str], None]
) -> tuple[bytes, list[str]]:
    """``raw``, a data file, with the figures of ``ledger``; and what each changed figure counts.

    ``report`` is called with what the other figures count.

    Raises:
        NotDoneError: a row of the ledger cannot be counted, or the file has errors of form.
    """
    now = ReadFile.sound(raw, name)
    edition, wanted = now.report.edition, {}
    for ref, rows in counted(ledger, edition, now.report.head.year or 0).items():
        lines = f"（台账第 {'、'.join(map(str, rows))} 行）" if rows else ""
        wanted[cell_address(ref)] = (f"{edition.name_of(ref)} {len(rows)}{lines}", str(len(rows)))
    after, changed = with_values(now, wanted)
    for line, number in wanted.values():
        if line not in changed and number != "0":
            report(f"{line}，与数据文件相同")
    return after.raw, changed


def counted(ledger: Ledger, edition: Edition, year: int) -> dict[CellRef, list[int]]:
    """Every cell that a ledger fills, with the numbers of the rows that it counts.

    Raises:
        NotDoneError: a row cannot be counted.
    """
    places = _Places(edition, disputes=ledger.has_disputes)
    count: dict[CellRef, list[int]] = {ref: [] for ref in places.filled}
    faults = []
    for row in ledger.rows:
        for found in places.of(row, year):
            if isinstance(found, CellRef):
                count[found].append(row.number)
            else:
                faults.append(f"第 {row.number} 行{found}")
    if faults:
        more = f"；另有 {len(faults) - _MOST} 处" if len(faults) > _MOST else ""
        raise NotDoneError(f"台账里有读不准的，没有改动：{'；'.join(faults[:_MOST])}{more}")
    return count


class _Places:
    """Where the edition counts an application: as received and as dealt with or carried over.

    The cells ``filled`` are those of the table of applications; with ``disputes`` of tables of one row too.
    """

    def __init__(self, edition: Edition, *, disputes: bool) -> None:
        carry = edition.carry_over
        if carry is None:
            raise NotDoneError("这一版格式没有结转，不能由台账填写")
        self.edition, self.carry = edition, carry
        self.table = edition.table_by_id[carry.table]
        if edition.intake is None:
            raise NotDoneError("这一版格式没有写明新收申请的勾稽关系，不能由台账填写")
        _, self.new = edition.intake
        tables = [each for each in edition.tables if disputes and len(each.leaf_ids("rows")) == 1]
        ids = {table.id for table in (self.table, *tables)}
        self.filled = [ref for ref in edition.leaf_refs if ref.table in ids]

    def of(self, row: LedgerRow, year: int) -> Iterator[CellRef | str]:
        """The cells that count a row, and what is wrong with it. No word of the ledger is repeated."""
        column = self._column(row.applicant)
        if column is None:
            yield f"“{APPLICANT}”不是格式里的栏目"
            return
        if row.received is None or row.received.year > year:
            yield f"“{RECEIVED}”不是 {year} 年底以前的日期"
        else:
            known = self.new if row.received.year == year else self.carry.this
            yield CellRef(self.table.id, known, column)
        if row.carried is None or row.carried == bool(row.result):
            yield f"“{RESULT}”和“{CARRIED}”应当只写一项"
        elif row.carried:
            yield CellRef(self.table.id, self.carry.last, column)
        else:
            yield self._one((*path_of(row.result), self.table.nodes["columns"][column].name), RESULT)
        if row.dispute:
            yield self._one(path_of(row.dispute), DISPUTE)

    def _column(self, words: str) -> str | None:
        """The column of a kind of applicant, by the edition's own matching of labels."""
        path = (self.table.key, self.table.nodes["rows"][self.new].name, *path_of(words))
        found = self._one(path, APPLICANT) if words else ""
        return found.column if isinstance(found, CellRef) else None

    def _one(self, path: tuple[str, ...], column: str) -> CellRef | str:
        """The only cell that ``path`` means, which a ledger fills."""
        refs = {ref for target in find(self.edition, path) for ref in target.refs}
        if len(refs) == 1 and refs <= {*self.filled}:
            return refs.pop()
        several = "不止一项，请写明上一级（如“上一级.这一项”）" if len(refs) > 1 else "不是格式里的项目"
        return f"“{column}”{several}"
