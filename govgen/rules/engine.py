"""A review: every rule asked once, from the one list of the modules that hold rules."""

from govgen.datafile.report import Report
from govgen.findings.finding import Findings
from govgen.rules import balances
from govgen.rules.cited_notice import cited
from govgen.rules.consistency import (
    chart_numbers,
    county_sum,
    handling_fee,
    shares,
    stated_counts,
    sums,
    tables,
)
from govgen.rules.last_year import figures, narrative
from govgen.rules.law import blanks, county_profile, dates, documents, edition, outline, statute
from govgen.rules.privacy import page_remains, personal_data
from govgen.rules.rule import Rule
from govgen.rules.wording import (
    confusions,
    marks,
    measures,
    names,
    numbering,
    phrases,
    quotes,
    repeats,
    title,
    years,
)

_MODULES = (
    *(balances, edition, figures),
    *(stated_counts, sums, shares, tables, handling_fee, county_sum, chart_numbers),
    *(statute, county_profile, outline, documents, blanks, dates, narrative),
    *(years, names, phrases, quotes, repeats, confusions, measures, numbering, marks, title),
    *(personal_data, page_remains),
)


def _rules_of(*modules: object) -> tuple[Rule, ...]:
    return tuple(item for module in modules for item in vars(module).values() if isinstance(item, Rule))


RULES = _rules_of(*_MODULES)
"""Every rule there is."""

_FIGURES = _rules_of(balances)
"""The rules that need no identity: they judge a report whose body or year is still unreadable."""


def review(report: Report) -> Findings:
    """What the rules find in ``report``; a rule that lacks what it needs is skipped."""
    found = Findings()
    for rule in RULES if report.identity is not None else _FIGURES:
        if rule.applies(report):
            found.extend(cited(finding, report.edition) for finding in rule.check(report))
    return found
