"""What the county's profile wants of section one (L429, L435, L436)."""

import re
from collections.abc import Iterator

from govgen.datafile.passages import Shape
from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding
from govgen.rules.rule import rule

_NEAR = 12
"""Characters between a count's name and its figure: 全文电子化率达到 98% keeps within a phrase."""


@rule("L435", "whole")
def wanted_words(report: Report) -> Iterator[Finding]:
    """Headings (L435) and counts (L436) that the county wants in section one and the report lacks."""
    passage = report.passages.get(report.edition.sections[0].id)
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
    passage = report.passages.get("overview")
    if limit is None or passage is None:
        return
    length = len("".join(passage.text.split()))
    if length > limit:
        yield finding("L429", f"共 {length} 字，上限是 {limit} 字", passage.span, where=passage.key)
