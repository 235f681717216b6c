"""How well published reports are imported: cells, doubts and defects, measured on the authors' collections.

Run as a program it prints the figures; the tests hold them to what is required. Both need the folder of
sources beside a checkout.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from govgen.datafile.cell import State
from govgen.editions.table import CellRef
from govgen.findings.catalogue import entry
from govgen.findings.finding import Level
from govgen.importers.convert import Imported, convert
from govgen.workflows.check import Examined, examine

SHARED = Path(__file__).resolve().parents[2] / "shared"
IN_TABLES = frozenset({"A1", "A2", "A7", "A9", "A10", "A12", "B1", "B3", "B4"})
"""The kinds of mistake that lie in tables and headings."""
_ABOUT_CONTENT = ("B", "C", "L", "K")
"""Families of findings that say a report is wrong; the others say that a file is unfinished."""


@dataclass(slots=True)
class Score:
    """Cells that were right, marked doubtful, and wrong without a mark; each wrong one is named."""

    right: int = 0
    doubtful: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All cells that were looked at."""
        return self.right + self.doubtful + len(self.wrong)

    def add(self, other: Score) -> None:
        """Count ``other`` in."""
        self.right += other.right
        self.doubtful += other.doubtful
        self.wrong += other.wrong

    def __str__(self) -> str:
        return f"{self.total} cells: {self.right} right, {self.doubtful} doubtful, {len(self.wrong)} wrong"


@cache
def seeds() -> dict[str, Any]:
    """The tables of the five seeds as they stand in them, by file name."""
    truth: dict[str, Any] = json.loads((SHARED / "truth" / "seeds.json").read_text(encoding="utf-8"))
    return dict(truth["reports"])


@cache
def reports() -> tuple[dict[str, Any], ...]:
    """The marked reports."""
    text = (SHARED / "reports-dev.jsonl").read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines())


def seed_values(name: str) -> list[str]:
    """Every figure of a seed in printed order, in plain digits."""
    truth = seeds()[name]
    rows = [row for table in ("t2", "t3", "t4") for row in truth[table].values()]
    return [str(value).removesuffix("万") for row in rows for value in row]


def compared(found: Imported, wanted: dict[CellRef, str | None]) -> Score:
    """What was read against what stands there; None is an empty cell, which must be doubtful."""
    score, cells = Score(), found.reading.as_cells()
    for ref, value in wanted.items():
        cell = cells.get(ref)
        if cell is not None and cell.state is State.UNKNOWN:
            score.doubtful += 1
        elif cell is not None and value is not None and str(cell.value) == value:
            score.right += 1
        else:
            score.wrong.append(f"{ref}: {value} read as {cell.value if cell else 'nothing'}")
    return score


def seed_score(name: str, text: str) -> Score:
    """The cells read from a seed, or from a text made from it."""
    found = convert(text.encode(), name)
    refs = found.reading.edition.refs
    return compared(found, dict(zip(refs, seed_values(name), strict=True)))


def facts(report: dict[str, Any], found: Imported) -> dict[CellRef, str | None]:
    """The cells that a marked report is known to have."""
    wanted: dict[CellRef, str | None] = {}
    for row, values in (report["facts"].get("table2") or {}).items():
        refs = [ref for ref in found.reading.edition.table_by_id["disclosure"].refs if ref.row == row]
        listed = values if isinstance(values, list) else [values]
        wanted |= {ref: _written(value) for ref, value in zip(refs, listed, strict=False)}
    for row, columns in (report["facts"].get("table3") or {}).items():
        for column, value in columns.items():
            wanted[CellRef("applications", row, column)] = _written(value)
    return wanted


def _written(value: Any) -> str | None:
    return None if value is None else str(value)


def imported(report: dict[str, Any]) -> Imported:
    """A marked report after import; its year is known, as it would be to an office."""
    return convert(report["text"].encode(), report["id"], year=report["fiscal_year"])


def reviewed(found: Imported) -> Examined:
    """The data file of an import after review."""
    return reviewed_text(found.yaml)


def reviewed_text(text: str) -> Examined:
    """A data file's text after review, with no other year beside it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.yaml")
        file.write_text(text, encoding="utf-8")
        return examine(file)


def has_tables(report: dict[str, Any]) -> bool:
    """Whether figures of a table are known of it."""
    return bool(report["facts"].get("table2") or report["facts"].get("table3"))


def defects(report: dict[str, Any], examined: Examined) -> Iterator[tuple[str, bool]]:
    """The certain mistakes that lie in tables or headings, each with whether the review found its kind."""
    told = {code for found in examined.findings for code in entry(found.code).mistakes}
    for defect in report["defects"]:
        if defect["certain"] and defect["code"] in IN_TABLES:
            yield defect["code"], defect["code"] in told


def false_errors(report: dict[str, Any], examined: Examined) -> list[str]:
    """Errors about the report's content that no marked mistake explains."""
    marked = {defect["code"] for defect in report["defects"]}
    return [
        f"{report['id']} {found.code} {found.message}"
        for found in examined.findings
        if found.level is Level.ERROR
        and found.code.startswith(_ABOUT_CONTENT)
        and not marked & set(entry(found.code).mistakes)
    ]


def _main() -> None:
    if not (SHARED / "truth" / "seeds.json").is_file():
        sys.exit(f"no corpus: the five seeds, their tables and the marked reports are to be in {SHARED}")
    total = Score()
    for name in seeds():
        score = seed_score(name, (SHARED / "seeds" / name).read_text(encoding="utf-8"))
        total.add(score)
        print(name, score, *score.wrong[:3])
    print("seeds:", total)
    total, found_of, wrongly = Score(), [], []
    for report in reports():
        found = imported(report)
        examined = reviewed(found)
        if has_tables(report):
            total.add(compared(found, facts(report, found)))
            wrongly += false_errors(report, examined)
        found_of += [(report["id"], *item) for item in defects(report, examined)]
    print("reports-dev:", total, *total.wrong[:3])
    missed = [item for item in found_of if not item[2]]
    print(f"defects: {len(found_of) - len(missed)} of {len(found_of)} certain ones found; missed: {missed}")
    print(f"false errors: {len(wrongly)}", *wrongly, sep="\n  ")


if __name__ == "__main__":
    _main()
