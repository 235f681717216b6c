"""What the notice and the county want a report to cover, and its outline (L411–L421, L429, L435, L436)."""

import re
from collections.abc import Iterable, Iterator

from govgen.datafile.identity import Kind
from govgen.datafile.passages import Shape
from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import HAN, load, pattern
from govgen.rules.rule import rule
from govgen.rules.text.headings import simplified
from govgen.rules.text.lines import Line, fold_marks, lines, lines_of

_DUTY: dict[Kind | None, str] = dict.fromkeys((Kind.TOWN, Kind.COUNTY, Kind.CITY), "L413")
_DUTY[Kind.STREET] = "L414"
_SHORTEST_SECTION = 10
"""A section on problems below this many characters says nothing."""
_NEAR = 12
"""Characters between a count's name and its figure: 全文电子化率达到 98% keeps within a phrase."""
_TWICE = re.compile(r"(.{2,8})\1")
_BULLETS = re.compile(r"^[#\s\-*>•·?？]+")


def _beginning(report: Report, ident: str) -> Line | None:
    """Where a section begins, if all of it is there: one cut off says nothing of what is absent."""
    order, ident = list(report.edition.section_by_id), report.section(ident)
    later = order[order.index(ident) + 1 :] if ident in order else []
    is_whole = report.whole or not report.passages.keys().isdisjoint(later)
    return next(lines_of(report, ident), None) if is_whole else None


def _missing(text: str, names: Iterable[str], group: str, by: str = "find") -> list[str]:
    """Which of ``names`` the folded text does not mention, by the patterns under ``by``."""
    finds = {item["name"]: pattern("aspects", item[by]) for item in load("aspects")[group]}
    return [name for name in names if not finds.get(name, re.compile(re.escape(name))).search(text)]


@rule("L411")
def aspects(report: Report) -> Iterator[Finding]:
    """The aspects that a section passes over: those the notice names (L411), or that are customary (L412).

    Where it touches on all, those that it does not name (L434).
    """
    for section in report.edition.sections:
        first = _beginning(report, section.id) if section.aspects else None
        if first is None:
            continue
        text, end = fold_marks(first.passage.text), len(first.text)
        if missing := _missing(text, section.aspects, "aspects"):
            code = "L411" if section.citation else "L412"
            message = f"{section.key}没有写到：{'、'.join(missing)}"
            yield first.found(code, message, 0, end, citation=section.citation)
        elif implied := _missing(text, section.aspects, "aspects", by="literal"):
            yield first.found("L434", f"{section.key}没有明写：{'、'.join(implied)}", 0, end)


@rule("L413")
def duties(report: Report) -> Iterator[Finding]:
    """Governments must also report on assessment, public appraisal and accountability (L413).

    A warning where a report passes over all three, a hint where it has some. A street office is no
    government, but is commonly asked for the same (L414).
    """
    first, code = _beginning(report, "overview"), _DUTY.get(report.who.kind)
    names = [item["name"] for item in load("aspects")["duties"]]
    missing = _missing("\n".join(line.text for line in lines(report)), names, "duties")
    if first and code and missing and (code == "L413" or missing == names):
        message = f"没有写到{'、'.join(missing)}的结果情况"
        yield first.found(code, message, 0, len(first.text), level=None if missing == names else Level.INFO)


@rule("L430")
def empty_problems(report: Report) -> Iterator[Finding]:
    """A section on problems and improvement that says nothing."""
    passage = report.passages.get(report.section("problems"))
    if passage is None or (report.bare and not report.whole):
        return
    if len(re.findall(HAN, passage.text)) < _SHORTEST_SECTION:
        yield finding("L430", "没有写存在的问题和改进情况", passage.span, where=passage.key)


@rule("L420")
def altered_headings(report: Report) -> Iterator[Finding]:
    """A heading of a bare text that is not the statutory one; width and blanks do not count."""
    for section in report.edition.sections:
        passage = report.passages.get(section.id)
        if passage is None or not passage.heading or not report.bare:
            continue
        found = simplified(_BULLETS.sub("", passage.heading).rstrip("：:。"))
        found = re.sub(r"(?<=^.)[.,:]", "、", found)
        once = _TWICE.sub(r"\1", found)  # a heading that only says a word twice is found as that
        if simplified(section.heading) not in {found, once}:
            message = f"标题应为“{section.heading}”，写的是“{passage.heading.strip()}”"
            yield finding("L420", message, passage.span, where=section.key)


@rule("L421")
def missing_sections(report: Report) -> Iterator[Finding]:
    """A section whose heading a bare text lacks; of one cut off, only those before one that it has."""
    order = list(report.edition.section_by_id)
    headed = [ident for ident in order if ident in report.passages and report.passages[ident].heading]
    for at, ident in enumerate(order) if headed and report.bare else ():
        following = next((report.passages[later] for later in order[at + 1 :] if later in headed), None)
        if ident not in headed and (following or report.whole):
            section = report.edition.section_by_id[ident]
            span = (following or list(report.passages.values())[-1]).span
            yield finding("L421", f"没有找到标题“{section.heading}”", span, where=section.key)


@rule("L435", "whole")
def wanted_words(report: Report) -> Iterator[Finding]:
    """Headings (L435) and counts (L436) that the county wants in section one and the report lacks."""
    passage = report.passages.get(report.section("overview"))
    if passage is None:
        return
    leads = [
        paragraph.text if paragraph.shape is Shape.HEADING else paragraph.text[: paragraph.lead]
        for paragraph in passage.paragraphs
    ]
    missing = [title for title in report.county.profile.headings if not any(title in lead for lead in leads)]
    if missing:
        names = "、".join(f"“{title}”" for title in missing)
        yield finding("L435", f"缺少县里要求的标题{names}", passage.span, where=passage.key)
    for name in report.county.profile.counts:
        if not re.search(rf"{re.escape(name)}[^。；0-9]{{0,{_NEAR}}}[0-9]", passage.text):
            yield finding("L436", f"没有写“{name}”的数字", passage.span, where=passage.key)


@rule("L429")
def long_overview(report: Report) -> Iterator[Finding]:
    """A section one longer than the county wants it."""
    limit = report.county.overview_limit
    passage = report.passages.get(report.section("overview"))
    if limit is None or passage is None:
        return
    length = len("".join(passage.text.split()))
    if length > limit:
        yield finding("L429", f"共 {length} 字，上限是 {limit} 字", passage.span, where=passage.key)
