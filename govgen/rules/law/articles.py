"""What a report says of the law: articles cited for something else (L437), terms and dates (L438)."""

import re
from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.editions.labels import numeral
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load, pattern, pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.counts import number_of
from govgen.rules.text.lines import matches
from govgen.rules.text.sentences import sentence

_TITLE = re.compile("《(?:中华人民共和国)?([^》（]{3,})")
"""The title of a law; short names such as 《条例》 are none."""
_MONTH = 30
"""The days of a month; it is longer than every term in working days."""


@rule("L437")
def cited_articles(report: Report) -> Iterator[Finding]:
    """An article or an item that the Regulation has not, or that does not speak of what the sentence does.

    A sentence that cites several articles may speak of each.
    """
    data, find = load("documents")["articles"], pattern_of("documents", "articles")
    for line, match in matches(report, find):
        number, item = int(number_of(match["n"])), int(number_of(match["item"] or "零"))
        around = sentence(line.text, match.start())
        topics = [each for each in data["topics"] if pattern("documents", each["find"]).search(around)]
        due = sorted({article for topic in topics for article in topic["articles"]})
        said = data["said"].get(number, {})
        items = sorted(each for each, find_it in said.items() if pattern("documents", find_it).search(around))
        if number > data["last"] or item > data["items"].get(number, item):
            message = f"“{match[0]}”：《条例》共{numeral(data['last'])}条，没有这一条或者这一项"
            yield line.found("L437", message, *match.span())
        elif due and number not in due and len(find.findall(around)) == 1:
            right = "、".join(f"第{numeral(article)}条" for article in due)
            yield line.found("L437", f"句中说的事由《条例》{right}规定，不是第{match['n']}条", *match.span())
        elif len(items) == 1 and item in said and item not in items and len(find.findall(around)) == 1:
            message = f"句中说的事在第{match['n']}条第（{numeral(items[0])}）项，不是第（{match['item']}）项"
            yield line.found("L437", message, *match.span())


@rule("L438")
def terms_of_the_law(report: Report) -> Iterator[Finding]:
    """A term that is not the one the law sets; a shorter one may be the body's own pledge."""
    data = load("documents")["deadlines"]
    for entry in data["terms"]:
        for line, match in matches(report, pattern("documents", entry["find"])):
            cites = pattern("documents", data["cites"]).search(sentence(line.text, match.start()))
            said, *allowed = map(_term, (match["n"] + match["unit"], *entry["right"]))
            is_pledge = entry.get("pledge") and not cites and said[1] <= allowed[0][1]
            if said not in allowed and not is_pledge:
                message = f"“{match['n']}{match['unit']}”：法定的期限是{'或者'.join(entry['right'])}"
                yield line.found("L438", message, *match.span(), citation=entry["source"])


def _term(words: str) -> tuple[str, int]:
    """A term as its unit and its length in days, so that 六十天 is 60日; of a date, day and month."""
    unit = words.lstrip("0123456789一二三四五六七八九十")
    number = int(number_of(words.removesuffix(unit)))
    return unit.replace("天", "日"), number * (_MONTH if unit == "个月" else 1)


@rule("L438")
def dates_in_force(report: Report) -> Iterator[Finding]:
    """A date since when a law is said to apply that is none of its own, in a sentence that names no other."""
    laws = load("documents")["in_force"]["dates"]
    for line, match in matches(report, pattern_of("documents", "in_force")):
        around = sentence(line.text, match.start())
        named = set(_TITLE.findall(around))
        date = f"{match['y']}年{int(match['m'])}月{int(match['d'])}日"
        for name in laws.keys() & named if len(named) == 1 else ():
            if date not in laws[name]:
                message = f"“{match[0]}”：《{name}》自{'、'.join(laws[name])}起施行"
                yield line.found("L438", message, *match.span())
