"""Words, items and clauses that are there twice (T620–T622)."""

from collections.abc import Iterator

from govgen.datafile.passages import Paragraph
from govgen.datafile.report import Report
from govgen.datafile.yaml_reader.positions import MappedText
from govgen.findings.finding import Finding
from govgen.rules.lexicon import phrases
from govgen.rules.rule import rule
from govgen.rules.text.breakdowns import breakdowns
from govgen.rules.text.counts import label_of
from govgen.rules.text.lines import Line, every_line, fold_marks, lines


@rule("T620")
def repeated_words(report: Report) -> Iterator[Finding]:
    """The same words twice on end or after others (T620); in prose also where that may be meant (T622)."""
    for line in _printed(report):
        taken: set[int] = set()
        for code, group in (("T620", "twice"), ("T622", "doubtful"))[: 1 + line.is_prose]:
            for phrase in phrases("repeats", group):
                for match in phrase.matches(line.text):
                    if taken.isdisjoint(range(*match.span())):
                        taken |= set(range(*match.span()))
                        message = phrase.say.format(match[0], match[match.lastindex or 0])
                        yield line.found(code, message, match.start(), match.end())


def _printed(report: Report) -> Iterator[Line]:
    """All that a report's own words and the format's labels are in: prose, title, tables and headings."""
    yield from (line for line in every_line(report) if line.passage.id not in {"furniture", "signature"})
    for passage in report.passages.values():
        if passage.heading and report.bare:
            words = Paragraph(MappedText.line(passage.heading, passage.span.line, passage.span.column))
            yield Line(passage, words, fold_marks(passage.heading))


@rule("T621")
def repeated_items(report: Report) -> Iterator[Finding]:
    """The same item twice in one list of parts."""
    for line in lines(report):
        for found in breakdowns(line.text):
            seen: set[str] = set()
            for part in found.parts:
                label = label_of(line.text, part._replace(label=max(part.label, found.start)))
                if len(label) > 1 and label in seen:
                    start = line.text.rindex(label, 0, part.start)
                    yield line.found("T621", f"“{label}”在同一列举里出现两次", start, part.end)
                seen.add(label)
