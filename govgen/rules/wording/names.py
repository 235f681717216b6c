"""Names of bodies and places: words that only another body would use of itself (T604–T608)."""

import re
from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import load, pattern, pattern_of, sentence
from govgen.rules.rule import rule
from govgen.rules.text.lines import Line, matches, worded
from govgen.rules.text.places import chains_of, is_within, places

_UNKNOWN = "某"


def _foreign(report: Report) -> Iterator[str]:
    """Expressions for the words by which only bodies of other kinds name themselves."""
    data, kind = load("bodies"), report.who.kind
    callings = {word: entry for word, entry in data["callings"].items() if word != "source"}
    name = re.sub(r"(?:人民)?政府$|办事处$", "", report.who.body)
    own = [word for word in callings if name.endswith(word)] or data["own"].get(kind, callings)
    before = data["alone"].get(kind, "$^")
    for word, entry in callings.items():
        if word not in own:
            alone = f"{before}{word}(?:{entry['organ']})"
            yield f"[我本]{word}(?!{entry['other']})|全{word}(?!{entry['other']}){entry['whole']}|{alone}"


@rule("T604")
def other_kinds(report: Report) -> Iterator[Finding]:
    """A town that speaks as a street office would, and the like."""
    for line, match in matches(report, pattern("bodies", "|".join(_foreign(report)) or "(?!)")):
        if not any(place.start < match.end() <= place.end + 4 for place in places(line.text)):
            message = f"“{match[0]}”不是{report.who.body}的称谓"
            yield line.found("T604", message, match.start(), match.end())


@rule("T606")
def misspelt_name(report: Report) -> Iterator[Finding]:
    """A name that is nearly the body's own."""
    for line in worded(report):
        for match in _nearly(report, line):
            message = f"“{match[0]}”与本机关的名称“{report.who.body}”不一致"
            yield line.found("T606", message, *match.span())


def _nearly(report: Report, line: Line) -> Iterator[re.Match[str]]:
    """Spellings one character away from the body's name; of a short name only with one exchanged."""
    own = pattern_of("bodies", "place").match(report.who.body)
    if own is None or _UNKNOWN in own["core"] or own["suffix"] not in line.text:
        return
    core, suffix = own["core"], own["suffix"]
    han = f"[^\\W\\d_a-zA-Z{load('bodies')['general']}{suffix}]"
    cuts = ((core[:at], core[at:], core[at + 1 :]) for at in range(len(core)))
    pieces = [[re.escape(piece) for piece in cut] for cut in cuts]
    spellings = [f"{before}(?!{rest}){han}{after}" for before, rest, after in pieces]
    spellings += [before + after for before, _, after in pieces[1:] if len(core) > 2]
    yield from re.compile(rf"(?:{'|'.join(spellings)}){suffix}").finditer(line.text)


@rule("T608")
def other_places(report: Report) -> Iterator[Finding]:
    """A place that is not the body's, nor above or below it; a hint where no organ of that place is named."""
    own = chains_of(report.who.body, report.who.region or "")
    seat, away = pattern_of("bodies", "seat"), pattern_of("bodies", "away")
    for line in worded(report) if own else ():
        near = [match.span() for match in _nearly(report, line)]
        for place in places(line.text):
            if is_within(place.name, own) or any(start < place.end <= end for start, end in near):
                continue
            if not away.search(sentence(line.text, place.start)):
                level = None if seat.match(line.text, place.end) else Level.INFO
                message = f"“{place.name}”不是本机关所在的地方（{''.join(own[0])}）"
                yield line.found("T608", message, place.start, place.end, level=level)
