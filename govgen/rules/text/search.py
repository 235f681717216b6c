"""Where words and patterns occur in a report."""

import re
from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.rules.text.lines import Line, lines


def matches(report: Report, find: re.Pattern[str], *ids: str) -> Iterator[tuple[Line, re.Match[str]]]:
    """Where ``find`` matches in the prose, line by line; only in the passages ``ids`` where any are named."""
    for line in lines(report):
        if not ids or line.passage.id in ids:
            for match in find.finditer(line.text):
                yield line, match
