"""Reads an office's own workbook: the rows of its sheets, without the blanks of merged ranges."""

from dataclasses import replace

from govgen.importers.form.workbook import NOTHING, NUMBER, Workbook
from govgen.importers.formats.looks import StyledRun
from govgen.importers.page import Lines, Page


def sheets_page(book: Workbook) -> Page:
    """The page that the sheets of a workbook make, one below the other.

    A blank that may be an error value need not be an empty cell.
    """
    lines = Lines()
    for rows in book.sheets.values():
        figures = {at for row in rows for at, cell in enumerate(row) if cell.kind == NUMBER}
        for row in rows:
            # Merged ranges are not known: a blank in a column without figures belongs to the label beside it.
            cells = [cell for at, cell in enumerate(row) if at in figures or cell.kind != NOTHING]
            words = [cell for cell in cells if cell.kind != NOTHING]
            if len(words) == 1:
                lines.paragraph([StyledRun(words[0].text)])
            elif words:
                lines.table([[[StyledRun(cell.text)] for cell in cells]])
    return replace(lines.page(), may_lack=book.has_errors)
