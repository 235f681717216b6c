"""No word that a notice prints in a table is in the code."""

from __future__ import annotations

import ast
from pathlib import Path

from helpers import ROOT

from govgen.editions.labels import fold, unnumbered
from govgen.editions.layout import grid
from govgen.editions.loading import editions


def _drawn_words() -> set[str]:
    """Every word that a notice prints in a table, and the same as a clerk writes it.

    A later edition may use words that the code has for something else, as in an example.
    """
    words: set[str] = set()
    for edition in editions()[:2]:
        for table in edition.tables:
            for row in grid(table):
                for tag in row.tags:
                    if tag.text:
                        words |= {tag.text, fold(tag.text), unnumbered(tag.text)}
    return words - {""}


def _strings(path: Path) -> list[str]:
    """The string constants of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    ]


MODULES = sorted((ROOT / "govgen").rglob("*.py"))


def test_no_statutory_row_or_column_is_in_code() -> None:
    """The law is data. Words that every report uses in other senses too count only on their own."""
    words = _drawn_words()
    assert {"予以公开", "自然人", "本年增减", "行政许可", "结果维持", "第二十条第（一）项"} <= words
    common = {"其他", "总计", "规章"}
    found = [
        (path.relative_to(ROOT).as_posix(), word, text)
        for path in MODULES
        for text in _strings(path)
        for word in words
        if (word == text if word in common else word in text)
    ]
    assert found == []
