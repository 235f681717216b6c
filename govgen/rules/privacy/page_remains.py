"""What belongs to the page or the editor a text came from, and not to the report (P708, P711)."""

from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load, pattern
from govgen.rules.rule import rule
from govgen.rules.text.lines import every_line, is_furniture, lines, prose_ids


@rule("P708")
def furniture(report: Report) -> Iterator[Finding]:
    """What belongs to the page of a site and not to the report on it; adjacent lines are reported once."""
    last = -2
    for line in every_line(report):
        around = line.passage.id == "furniture"
        place = line.paragraph.body.span(0, len(line.text))
        if (around and place.line > last + 1) or (
            line.passage.id in prose_ids(report) and is_furniture(line.text)
        ):
            yield line.found("P708", f"“{line.paragraph.text[:20]}”是网页上的内容", 0, len(line.text))
        last = place.end_line if around else last


@rule("P711")
def markup(report: Report) -> Iterator[Finding]:
    """Tags of a page, or marks by which an editor sets bold words, headings and tables; once a paragraph."""
    finds = [pattern("markup", entry["find"]) for entry in load("markup").values()]
    for line in lines(report):
        match = next((match for find in finds if (match := find.search(line.paragraph.text))), None)
        if match is not None:
            message = f"“{match[0][:20]}”是网页标签或者排版记号，会原样印出来"
            yield line.found("P711", message, *match.span())
