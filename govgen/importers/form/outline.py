"""The layout of a form workbook, shared by its writer and its reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from govgen.datafile.identity import Facts, Identity
from govgen.datafile.report import INTRODUCTION
from govgen.editions.edition import Edition
from govgen.editions.labels import numeral
from govgen.editions.table import Table

FORM_VERSION = "1"
"""Raised when a reader of the older layout would misread the newer one."""

FORM_PAGE = "govgen form"
"""The generator named in a form for the browser, whose file does not hold what is typed into it."""

FACTS, PROSE, HIDDEN = "基本情况", "文字部分", "govgen"
TITLE_ROW, MARK_ROW, HEAD_ROW, TOP = range(4)
"""The first rows of a sheet: title, what the form is made for, headings or a remark, and the first input."""

KEY_COLUMN, INPUT_COLUMN, LAST_COLUMN = 0, 1, 2
"""Columns of the sheets of facts and of prose."""

_FIXED = (Facts.KEYS["body"], Facts.KEYS["year"])
_MARK = "填报表"


class FormMark(NamedTuple):
    """What a form was made for. It is printed on each sheet and kept in the hidden one."""

    body: str
    year: int
    edition: str
    version: str = FORM_VERSION

    @property
    def line(self) -> str:
        """The mark as printed in the head of each sheet."""
        return f"{self.body} {self.year}年度 {_MARK}（{self.edition}年版格式，表样第{self.version}版）"

    @property
    def rows(self) -> dict[str, str]:
        """The mark as kept in the hidden sheet: names and values."""
        names = (_MARK, *_FIXED, "格式")
        return dict(zip(names, (self.version, self.body, str(self.year), self.edition), strict=True))

    @classmethod
    def of(cls, rows: dict[str, str]) -> FormMark | None:
        """The mark that a hidden sheet has; None where it is not one of a form."""
        version, body, year, edition = (rows.get(name, "") for name in cls("", 0, "").rows)
        is_one = version and body and re.fullmatch(r"20\d\d", year, re.ASCII)
        return cls(body, int(year), edition, version) if is_one else None


def table_sheets(edition: Edition) -> dict[str, Table]:
    """The tables by the names of their sheets, which are numbered as the sections are (表二, 表三)."""
    return {
        f"表{numeral(number)}": edition.table_of(section)
        for number, section in enumerate(edition.sections, start=1)
        if section.kind == "table"
    }


def prose_keys(edition: Edition) -> dict[str, str]:
    """The keys of the prose by the ids of its passages, in order."""
    texts = {section.id: section.key for section in edition.sections if section.kind == "text"}
    return {INTRODUCTION: Facts.KEYS["introduction"]} | texts


def fact_paths() -> Iterator[tuple[str, ...]]:
    """The key paths of the facts that have a row: those whose value is one line."""
    single = (*Identity.KEYS, "fee", "reorganised", "corrected")
    for key in (Facts.KEYS[name] for name in single):
        group = Facts.SHAPES[key].group
        yield from ((key, part) for part in group.SHAPES) if group else [(key,)]


def is_fixed(path: tuple[str, ...]) -> bool:
    """Whether a fact is fixed when the form is made, so that it is not filled in."""
    return path[0] in _FIXED


def address(row: int, column: int) -> str:
    """The name of a cell as a spreadsheet shows it (D12), from row and column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
