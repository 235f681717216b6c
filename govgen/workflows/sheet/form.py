"""填报表.xlsx: the statutory tables as drawn, the facts and the prose, for a clerk to fill in."""

import itertools
from typing import Any

from govgen.datafile.identity import Facts, Kind
from govgen.editions.edition import Edition
from govgen.importers.form.outline import (
    FACTS,
    HEAD_ROW,
    HIDDEN,
    INPUT_COLUMN,
    KEY_COLUMN,
    LAST_COLUMN,
    MARK_ROW,
    PROSE,
    TITLE_ROW,
    TOP,
    FormMark,
    is_fixed,
    prose_keys,
    table_sheets,
)
from govgen.workflows.county.workbook import A4, new_workbook
from govgen.workflows.filling_notes import key_notes, notes_on
from govgen.workflows.sheet.drawing import Formats, formats_of
from govgen.workflows.sheet.form_data import FormRefusedError, FormTexts, shown_facts
from govgen.workflows.sheet.form_keys import fact_address, prose_address
from govgen.workflows.sheet.form_table import FormTable

_SPARE_PARAGRAPHS = 8
"""Empty rows below a section; where they are too few, a cell may have several paragraphs on lines."""
_LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold."""
_LINE_CHARACTERS, _LINE_POINTS = 30, 15
"""Characters on a line of the column of prose, and the height of a line."""
_KIND = Facts.KEYS["kind"]


def write_form(mark: FormMark, edition: Edition, texts: FormTexts, last: FormTexts | None) -> bytes:
    """The form of a body and year with what is known already.

    Raises:
        FormRefusedError: a paragraph is longer than a cell can hold.
        ImportError: the extra that writes workbooks is not installed.
    """
    with new_workbook(mark.year) as (book, out):
        _FormBook(book, mark, edition, texts, last or {}).write()
    return out.getvalue()


class _FormBook:
    def __init__(
        self, book: Any, mark: FormMark, edition: Edition, texts: FormTexts, last: FormTexts
    ) -> None:
        self.book, self.mark, self.edition, self.texts, self.last = book, mark, edition, texts, last
        self.formats = formats_of(book) | _form_formats(book)

    def write(self) -> None:
        """Every sheet in order: facts, then the sections as the edition has them, then the hidden one."""
        self._facts()
        for name, table in table_sheets(self.edition).items():
            sheet = self._sheet(name, table.key)
            FormTable(sheet, self.edition, table, self.texts, self.last, self.formats).write()
        self._prose()
        hidden = self.book.add_worksheet(HIDDEN)
        for row, (name, value) in enumerate(self.mark.rows.items()):
            hidden.write_row(row, 0, (name, value))
        hidden.hide()

    def _sheet(self, name: str, title: str) -> Any:
        """A protected sheet with its head, printed on A4."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.write_string(TITLE_ROW, 0, title, self.formats["title"])
        sheet.write_string(MARK_ROW, 0, self.mark.line, self.formats["remark"])
        sheet.protect("", {"format_rows": True, "format_columns": True})
        return sheet

    def _listed(self, name: str) -> Any:
        """A sheet with a label, an input and last year's text in each row."""
        sheet = self._sheet(name, name)
        sheet.set_column(KEY_COLUMN, KEY_COLUMN, 20)
        sheet.set_column(INPUT_COLUMN, LAST_COLUMN, 60)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(TITLE_ROW, HEAD_ROW)
        sheet.freeze_panes(TOP, INPUT_COLUMN)
        for column, word in ((KEY_COLUMN, "项目"), (INPUT_COLUMN, "填写"), (LAST_COLUMN, "上年")):
            sheet.write_string(HEAD_ROW, column, word, self.formats["stub"])
        return sheet

    def _facts(self) -> None:
        sheet, notes = self._listed(FACTS), key_notes()
        for row, path in enumerate(shown_facts(self.texts, self.mark.year), start=TOP):
            key, at = ".".join(path), fact_address(path)
            style = "label" if is_fixed(path) else "text"
            self._row(sheet, row, key, self.texts.get(at, ""), style, self.last.get(at, ""))
            sheet.write_comment(row, KEY_COLUMN, notes[key].text)
            if path == (_KIND,):
                rule = {"validate": "list", "source": [kind.value for kind in Kind]}
                sheet.data_validation(row, INPUT_COLUMN, row, INPUT_COLUMN, rule)

    def _prose(self) -> None:
        sheet, notes, row = self._listed(PROSE), notes_on(self.edition).prose, TOP
        for ident, key in prose_keys(self.edition).items():
            now, before = (
                each.get(prose_address(ident), "").splitlines() for each in (self.texts, self.last)
            )
            help_ = str(notes[ident].note) if ident in notes else key_notes()[key].text
            sheet.write_comment(row, KEY_COLUMN, f"{help_}一行写一段。")
            now += [""] * _SPARE_PARAGRAPHS
            for text, last in itertools.zip_longest(now, before, fillvalue=""):
                self._row(sheet, row, key, text, "text", last)
                row += 1

    def _row(self, sheet: Any, row: int, key: str, text: str, style: str, last: str) -> None:
        columns = ((KEY_COLUMN, key, "label"), (INPUT_COLUMN, text, style), (LAST_COLUMN, last, "last"))
        for column, words, format_ in columns:
            if len(words) > _LONGEST_CELL:
                raise FormRefusedError(f"“{key}”有一段超过 {_LONGEST_CELL:,} 个字，表格的一格装不下")
            sheet.write(row, column, words, self.formats[format_])
        lines = max(1, *(-(-len(words) // _LINE_CHARACTERS) for words in (text, last)))
        sheet.set_row(row, _LINE_POINTS * min(lines, 25) + 3)


def _form_formats(book: Any) -> Formats:
    """What a form adds to printed tables: inputs that can be written in, last year's text, remarks."""
    words = {"border": 1, "text_wrap": True, "valign": "top", "font_name": "宋体"}
    number = {**words, "align": "center", "valign": "vcenter", "bg_color": "#FFFBE6", "locked": False}
    return {
        "data": book.add_format({**number, "num_format": "General"}),
        "text": book.add_format({**words, "num_format": "@", "bg_color": "#FFFBE6", "locked": False}),
        "last": book.add_format({**words, "font_color": "#666666"}),
        "remark": book.add_format({"font_name": "宋体", "font_size": 9, "font_color": "#444444"}),
        "wrong": book.add_format({"font_color": "#C00000", "bg_color": "#FFE0E0", "bold": True}),
    }
