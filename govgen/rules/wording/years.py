"""Years: the one reported on where it is required, and others that may be left over (T601, T602, T609)."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from govgen.datafile.report import Report
from govgen.editions.loading import editions_until
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import load, pattern, pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.counts import number_of
from govgen.rules.text.lines import lines, lines_of, matches
from govgen.rules.text.sentences import sentence_end, sentence_start

_SHOWN = 8
_YEAR = re.compile(r"(?<![\d.])(20\d\d)\s*年")
_BEFORE, _AFTER = 12, 40
"""The words beside a year that can say what it is for."""
_CLAUSE = "，。；"
_ALONE = re.compile(r"20\d\d年(?:度|[一二三四]季度|[上下]半年)?，")
_FIRST_PLAN, _PLAN = 2001, 5
"""The years of the plan 十五, and how many a plan has."""
_MONTH = 31
"""The last day of a month of which no day is given."""
_LONGEST = 200
"""A clause is read so far on either side; that of a report is seldom half as long."""


def _years(text: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """The years named in folded ``text``, each with how far from the report's its role there lets it be.

    One whose words show no role has that of the same year before it in its clause; the first of a clause must
    be the report's. A year that is a clause of its own goes with the next one.
    """
    known: dict[tuple[str, str], tuple[int, int]] = {}
    for match in _YEAR.finditer(text):
        start, alone = match.start(), _ALONE.match(text, match.start())
        end = sentence_end(text, alone.end() if alone else start, _CLAUSE, _LONGEST)
        places = {
            "before": text[max(0, start - _BEFORE) : start],
            "after": text[match.end() : match.end() + _AFTER],
            "clause": text[max(start - _LONGEST, sentence_start(text, start, _CLAUSE)) : end],
            "inside": text[max(0, start - _LONGEST) : start],
        }
        allowed = (
            role["years"]
            for role in load("years")["roles"]
            if all(pattern("years", role[name]).search(places[name]) for name in places if name in role)
        )
        same = places["clause"], match[1]
        known[same] = next(allowed, None) or known.get(same, (0, 0))
        yield match, *known[same]


@rule("T601", "dated")
def year_of_the_report(report: Report) -> Iterator[Finding]:
    """The report's own name and the period of its figures must give the year reported on."""
    due, data = report.who.year, load("years")
    for line in lines_of(report, "title", "introduction", "overview"):
        is_title = line.passage.id == "title"
        for entry in (data["titled"],) if is_title else (data["period"], data["own"], data["notice"]):
            places = pattern("years", entry["find"]).finditer(line.text)
            for match in islice(places, 1 if is_title else None):
                stated = [int(year) for year in match.groups() if year]
                if _is_of_last_year(line.text, match, stated, due):
                    continue
                wrong = [year for year in stated if year < due or (year > due and not entry.get("earlier"))]
                if wrong:
                    message = f"写的是 {wrong[0]} 年，本报告的年度是 {due} 年"
                    yield line.found("T601", message, *match.span())


def _is_of_last_year(text: str, match: re.Match[str], stated: Sequence[int], due: int) -> bool:
    """Whether the words are on last year's report, published in the year reported on, or on several years."""
    sentence = text[sentence_start(text, match.start()) : match.start()]
    if "统计" in sentence:
        return False
    published = re.search(rf"{due}年\s{{0,4}}[1-4]月", sentence) and stated[-1] == due - 1
    return bool(published) or stated[-1] - stated[0] > 1


def _ahead(report: Report) -> set[str]:
    """The sections that speak of the year to come, in whatever words; so does what one became."""
    parts = (part for known in editions_until(report.edition) for part in known.sections)
    return {report.section(part.id) for part in parts if part.ahead}


@rule("T602", "dated")
def leftover_years(report: Report) -> Iterator[Finding]:
    """Another year in the prose than its role there allows."""
    ahead = _ahead(report)
    for line in lines(report):
        for match, first, last in _years(line.text):
            away = int(match[1]) - report.who.year
            is_next = away == 1 and line.passage.id in ahead
            if away == 0 or first <= away <= last or is_next:
                continue
            words = line.text[match.start() : match.end() + _SHOWN]
            message = f"“{words}”里出现了 {match[1]} 年，请核对是否沿用了旧稿"
            # A part that opens with another year is most likely last year's as a whole.
            opens = line.paragraph is line.passage.paragraphs[0] and match.start() <= line.paragraph.lead
            yield line.found("T602", message, *match.span(), level=None if opens else Level.INFO)


@rule("T609", "dated")
def plans_for_the_same_year(report: Report) -> Iterator[Finding]:
    """A plan, what is carried over or what is due in spring, naming the year reported on and not the next."""
    year, ahead = report.who.year, _ahead(report)
    places = []
    for line, match in matches(report, pattern_of("years", "same"), "overview", *ahead):
        name = next(name for name in ("c", "p", "y") if match[name])
        if int(match[name]) == year and (match["c"] or line.passage.id in ahead):
            places.append((line, match.span(name), match[name]))
    for line in lines(report):
        named = [match for match, first, _ in _years(line.text) if first > 0 and int(match[1]) == year]
        places += [(line, match.span(), match[1]) for match in named]
    for line, span, words in places:
        yield line.found("T609", f"写的是报告年度 {words}，请核对是否应为 {year + 1}", *span)


@rule("T607")
def dated_events(report: Report) -> Iterator[Finding]:
    """An anniversary of another year, or a five-year plan said to begin or end in the wrong year."""
    year = report.who.year
    for event in load("years")["anniversaries"]:
        due = year - event["since"]
        for line, match in matches(report, pattern("years", event["find"])):
            if number_of(match["n"]) != due:
                right = match[0].replace(match["n"], str(due))
                yield line.found("T607", f"“{match[0]}”：{year} 年应是“{right}”", *match.span())
    for line, match in matches(report, pattern_of("years", "five_years")):
        due = _FIRST_PLAN + _PLAN * int(number_of(match["n"])) + (0 if match["first"] else _PLAN - 1)
        if due != year and f"{due}年" not in line.text:
            yield line.found("T607", f"“{match[0]}”是 {due} 年的事", *match.span())
    meetings = load("years")["meetings"]
    for line, match in matches(report, pattern("years", meetings["find"])):
        held = meetings["dates"].get(match["name"])
        if held and held != f"{match['y']}年{int(match['m'])}月":
            yield line.found("T607", f"“{match[0]}”：{match['name']}是 {held}召开的", *match.span())


@rule("T603", "dated")
def relative_years(report: Report) -> Iterator[Finding]:
    """A year that is not the last or next one as the words beside it say, or years counted wrong."""
    away = load("years")["relative"]["away"]
    for line, match in matches(report, pattern_of("years", "relative")):
        word, stated = match["word"] or match["word2"], int(match["y"] or match["y2"])
        due = report.who.year + away[word[0]]
        if stated != due:
            yield line.found("T603", f"“{match[0]}”：{word}是 {due} 年", *match.span())
    for line, match in matches(report, pattern_of("years", "span")):
        counted = int(match["last"]) - int(match["first"]) + 1
        if number_of(match["n"]) not in {counted, counted - 1 if "来" in match[0] else counted}:
            message = f"“{match[0]}”：从 {match['first']} 年到 {match['last']} 年是 {counted} 年"
            yield line.found("T603", message, *match.span())


@rule("T603")
def answers_before_questions(report: Report) -> Iterator[Finding]:
    """Something answered or finished before it came in or began."""
    for line, match in matches(report, pattern_of("years", "done")):
        first = int(match["y"] or 0), int(match["m"]), int(match["d"] or 1)
        last = int(match["y2"] or match["y"] or 0), int(match["m2"]), int(match["d2"] or _MONTH)
        if last < first and bool(match["y"]) >= bool(match["y2"]):  # 同年 is that of the first
            yield line.found("T603", f"“{match[0]}”：后一个日期早于前一个", *match.span())
