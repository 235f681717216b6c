"""L42x: the notices, orders and laws that a report cites."""

from collections.abc import Iterator

from govgen.datafile.near import distance
from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import load
from govgen.rules.rule import rule
from govgen.rules.text.citations import ORDER, Citation, apart, citations, notices
from govgen.rules.text.lines import Line, lines

_NEAR = 2
"""An agency within so many edits of the notices' own is taken for it: 国办公开函, 国办公办函."""
_BEFORE, _AFTER = 30, 16
"""An order so close to the words 公开条例 is that of the Regulation."""


@rule("L422")
def cited_documents(report: Report) -> Iterator[Finding]:
    """A notice or order whose number no longer holds, or never did (L422); a number that is broken (L424)."""
    for line in lines(report):
        for cited in citations(line.text):
            if message := _wrong_notice(report, cited):
                level = None if cited.text in notices() else Level.WARNING
                yield line.found("L422", message, cited.start, cited.end, level=level)
            elif cited.wrong:
                message = f"“{line.text[cited.start : cited.end]}”：文号{cited.wrong}"
                yield line.found("L424", message, cited.start, cited.end)
        yield from _orders(line)


def _wrong_notice(report: Report, cited: Citation) -> str:
    """Why a citation that means one of the editions' notices is not the one in force; empty otherwise."""
    due = report.edition.basis.number
    known = notices()
    meant = next((name for name in known if cited.text.endswith(name)), "")
    if meant:
        return "" if meant == due else f"“{meant}”不是本年度的格式文件，本年度依据{due}"
    same = any((year, number) == (cited.year, cited.number) for _, year, number in known.values())
    is_meant = apart(cited) <= _NEAR or (same and "国" in cited.agency)
    is_known = any(cited.text.endswith(other) for other in load("documents")["others"]["numbers"])
    if not is_meant or is_known or "年份" in cited.wrong or not cited.number:
        return ""
    return f"“{cited.agency}〔{cited.year}〕{cited.number}号”不是年度报告格式的文号，本年度依据{due}"


def _orders(line: Line) -> Iterator[Finding]:
    """Wrong numbers in place of the Regulation's order, recognised by their place or by one digit."""
    right = load("documents")["order"]["number"]
    for order in ORDER.finditer(line.text):
        around = line.text[max(0, order.start() - _BEFORE) : order.end() + _AFTER]
        is_other = order["number"] not in load("documents")["order"]["known"]
        if is_other and ("公开条例" in around or distance(order["number"], right) == 1):
            message = f"“{order[0]}”：《条例》以国务院令第{right}号公布"
            yield line.found("L422", message, order.start(), order.end(), level=Level.WARNING)
