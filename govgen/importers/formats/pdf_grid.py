"""Finds the ruled tables of a PDF page, those that a page break cut off included."""

from collections.abc import Iterator, Sequence
from typing import Any

from pdfplumber.table import merge_edges

from govgen.importers.formats.pdf_looks import is_rule

_SNAP = 3.0
"""Rules that are this near each other, in points, are one; the library joins them so too."""


def tables_of(page: Any) -> list[Any]:
    """The tables of more than one column."""
    ruled = page.filter(is_rule)
    closed = {"explicit_horizontal_lines": [*_closing_rules(ruled.edges)]}
    return [table for table in ruled.find_tables(closed) if len(table.columns) > 1]


def _closing_rules(edges: Sequence[Any]) -> Iterator[dict[str, object]]:
    """Rules between neighbouring upright ones that begin or end together.

    Where a page break cuts a table, browsers draw the sides of the cells and leave them open there.
    """
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    walls = sorted(merge_edges(upright, *[_SNAP] * 4), key=lambda edge: float(edge["x0"]))
    for end, step in (("top", _SNAP), ("bottom", -_SNAP)):
        for at, wall in enumerate(walls):
            inside = wall[end] + step
            beside = next((other for other in walls[at + 1 :] if _covers(other, wall, inside)), None)
            if beside and abs(beside[end] - wall[end]) <= _SNAP:
                span = {"x0": wall["x0"], "x1": beside["x0"], "width": beside["x0"] - wall["x0"]}
                level = {"top": wall[end], "bottom": wall[end], "height": 0}
                yield {"object_type": "line", **span, **level}


def _covers(other: Any, wall: Any, level: float) -> bool:
    return bool(other["x0"] > wall["x0"] + _SNAP and other["top"] <= level <= other["bottom"])
