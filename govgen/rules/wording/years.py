"""Years: the one reported on where it is required, and others that may be left over (T601, T602, T609)."""

from collections.abc import Iterator
from itertools import islice

from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import load, pattern, pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.dates import years
from govgen.rules.text.lines import lines, lines_of, matches

_SHOWN = 8


@rule("T601")
def year_of_the_report(report: Report) -> Iterator[Finding]:
    """The report's own name and the period of its figures must give the year reported on."""
    due, data = report.who.year, load("years")
    for line in lines_of(report, "title", "introduction", "overview"):
        is_title = line.passage.id == "title"
        for entry in (data["titled"],) if is_title else (data["period"], data["own"], data["notice"]):
            places = pattern("years", entry["find"]).finditer(line.text)
            for match in islice(places, 1 if is_title else None):
                stated = [int(year) for year in match.groups() if year]
                wrong = [year for year in stated if year < due or (year > due and not entry.get("earlier"))]
                if wrong:
                    message = f"写的是 {wrong[0]} 年，本报告的年度是 {due} 年"
                    yield line.found("T601", message, *match.span())


@rule("T602")
def leftover_years(report: Report) -> Iterator[Finding]:
    """Another year in the prose than its role there allows."""
    wrong = [finding.span for finding in year_of_the_report.check(report)]
    for line in lines(report):
        for year in years(line.text):
            if year.value == report.who.year or year.fits(report.who.year):
                continue
            words = line.text[year.start : year.end + _SHOWN]
            message = f"“{words}”里出现了 {year.value} 年，请核对是否沿用了旧稿"
            # A part that opens with another year is most likely last year's as a whole.
            opens = line.paragraph is line.passage.paragraphs[0] and year.start <= line.paragraph.lead
            level = None if opens else Level.INFO
            found = line.found("T602", message, year.start, year.end, level=level)
            if not any(max(span[:2], found.span[:2]) < min(span[2:], found.span[2:]) for span in wrong):
                yield found


@rule("T609")
def plans_for_the_same_year(report: Report) -> Iterator[Finding]:
    """A plan, what is carried over or what is due in spring, naming the year reported on and not the next."""
    find = pattern_of("years", "same")
    due = report.who.year + 1
    for line, match in matches(report, find, "overview", "problems"):
        place = next(name for name in ("c", "p", "y") if match[name])
        if int(match[place]) == report.who.year and (match["c"] or line.passage.id == "problems"):
            message = f"写的是报告年度 {match[place]}，请核对是否应为 {due}"
            yield line.found("T609", message, match.start(place), match.end(place))
    for line in lines(report):
        for year in years(line.text):
            if year.value == report.who.year and year.first > 0:
                message = f"写的是报告年度 {year.value}，请核对是否应为 {due}"
                yield line.found("T609", message, year.start, year.end)
