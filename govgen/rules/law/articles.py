"""Articles of the Regulation that a report cites for something else than they say (L437)."""

from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.editions.labels import numeral
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load, pattern, pattern_of, sentence
from govgen.rules.rule import rule
from govgen.rules.text.counts import number_of
from govgen.rules.text.lines import matches


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
        if number > data["last"] or item > data["items"].get(number, item):
            message = f"“{match[0]}”：《条例》共{numeral(data['last'])}条，没有这一条或者这一项"
            yield line.found("L437", message, *match.span())
        elif due and number not in due and len(find.findall(around)) == 1:
            right = "、".join(f"第{numeral(article)}条" for article in due)
            yield line.found("L437", f"句中说的事由《条例》{right}规定，不是第{match['n']}条", *match.span())
