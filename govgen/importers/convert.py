"""Imports a published report: bytes in, the text of a data file out."""

from collections.abc import Collection
from dataclasses import dataclass

from govgen.editions.edition import Edition
from govgen.findings.finding import START
from govgen.importers.cleaning import clean
from govgen.importers.form.outline import HIDDEN
from govgen.importers.form.reader import read_form
from govgen.importers.form.workbook import Workbook
from govgen.importers.formats.sheets import sheets_page
from govgen.importers.isolation import read_document
from govgen.importers.ledger import NEEDED
from govgen.importers.page import MAX_LINES, Note, Page, RefusedError
from govgen.importers.prose import Words, read_words, year_of
from govgen.importers.tables.blanks import accept_doubts, join_blanks, settle_blanks
from govgen.importers.tables.cut_rows import join_cut_rows
from govgen.importers.tables.reader import edition_in_text, read_tables
from govgen.importers.tables.result import Alteration, ReadCell, Reading, Reason
from govgen.importers.writer import write

MAX_CELLS = 50_000
"""The statutory tables have two hundred cells."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A source after import: the page as cleaned, what was read from it, and the data file's text.

    ``is_form`` says that it was a form workbook, which has no page.
    """

    page: Page
    words: Words
    reading: Reading
    notes: tuple[Note, ...]
    yaml: str
    is_form: bool = False

    @property
    def alterations(self) -> tuple[Alteration, ...]:
        """What of the source's tables and headings differs from the format."""
        return (*self.reading.alterations, *self.words.alterations)


def convert(
    raw: bytes,
    name: str,
    *,
    year: int | None = None,
    edition: Edition | None = None,
    trusted: bool = False,
    accept: Collection[Reason] = (),
) -> Imported:
    """Read a published report.

    ``year`` and ``edition`` replace what the source says. A ``trusted`` source, one of our own making, is
    read in this process, without limits of time. Doubtful cells with a reason in ``accept`` count as read.

    Raises:
        RefusedError: it cannot be read, or should not be.
    """
    found = read_document(raw, trusted=trusted)
    if isinstance(found, Workbook) and HIDDEN in found.sheets:
        return _filled_in(found, name, year, accept)
    page = join_cut_rows(clean(sheets_page(found) if isinstance(found, Workbook) else found))
    if not page.text.strip():
        raise RefusedError("里面没有文字；扫描件要先做文字识别，再导入识别出的文字")
    lines = sum(1 for line in page.text.split("\n") if line.strip())
    cells = page.text.count("\t") + page.text.count("|")
    for count, limit, unit in ((lines, MAX_LINES, "行"), (cells, MAX_CELLS, "格")):
        if count > limit:
            raise RefusedError(f"内容太多，超过 {limit:,} {unit}，不像一份年度报告")
    known = edition or edition_in_text(page.text, page.drawn, year or year_of(page.text)[0])
    reading = read_tables(page.text, known, page.drawn)
    if isinstance(found, Workbook) and not reading.tables:
        columns = "".join(f"“{name}”" for name in NEEDED)
        message = f"表格里没有年度报告的法定表格；申请台账请加 --into 写明数据文件，表头要有{columns}这几栏"
        raise RefusedError(message)
    if page.drawn and not page.may_lack:
        settle_blanks(reading)
    join_blanks(reading)
    # What a PDF lost is not empty.
    reasons = {reason for reason in accept if reason is not Reason.BLANK or not page.may_lack}
    accepted = accept_doubts(reading, reasons)
    words = read_words(page, known, reading)
    if year is not None:
        words.year, words.year_is_guess = year, False
    notes = (*page.notes, *reading.notes, *accepted, *words.notes)
    return Imported(page, words, reading, notes, write(words, reading, notes, name))


def _filled_in(book: Workbook, name: str, year: int | None, accept: Collection[Reason]) -> Imported:
    """A form workbook; ``year`` may only be the one it was made for."""
    words, reading = read_form(book)
    if year not in {None, words.year}:
        raise RefusedError(f"是 {words.year} 年度的填报表，不是 {year} 年度的")
    notes = (*accept_doubts(reading, accept),)
    values = {ref: cell.value for ref, cell in reading.cells.items()}
    for table in reading.edition.tables:
        for ref in table.parts:  # a total with a part that has no value has none
            reading.cells[ref] = ReadCell(table.added(ref, values), START)
    return Imported(Page(""), words, reading, notes, write(words, reading, notes, name), is_form=True)
