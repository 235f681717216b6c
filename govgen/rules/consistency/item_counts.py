"""How many things a text says there are, and how many it has (C312)."""

from collections.abc import Iterator
from itertools import pairwise

from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import load, pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.counts import figures, number_of
from govgen.rules.text.item_rows import items, rows
from govgen.rules.text.lines import lines, lines_of, prose_ids

_NAME, _MOST = 12, 12
"""Names of a list are short, and more than so many are seldom all listed."""
_LEAD_IN = 20
"""The words that state the number of items end at most so many characters before the first."""
_NOUN = 8
"""The noun of a count begins within so many characters after it: 8个行政村和社区."""


@rule("C312")
def named_items(report: Report) -> Iterator[Finding]:
    """Another number of names than the count before them says (建立三项制度：审核制度、保密制度)."""
    data = load("figures")["items"]
    find, is_open, join = (pattern_of("figures", "items", key) for key in ("find", "open", "join"))
    for line in lines(report):
        for figure in figures(line.text):
            match = find.match(line.text, figure.end)
            if match and line.text.startswith("；", match.end()):
                continue  # its items are clauses
            if match is None or figure.unit not in data["units"] or is_open.search(match["names"]):
                continue
            # A name may have a 和 inside, and names may be clauses.
            ways = [join.split(match["names"]), *(match["names"].split(mark) for mark in "、，")]
            short = all(0 < len(name) <= _NAME for name in ways[0])
            if short and 1 < figure.value <= _MOST and figure.value not in {len(names) for names in ways}:
                message = f"写的是 {figure.value:f} {figure.unit}，列出的是 {len(ways[0])} {figure.unit}"
                yield line.found("C312", message, figure.start, match.end(), level=Level.INFO)


@rule("C312")
def numbered_items(report: Report) -> Iterator[Finding]:
    """A row of items (两个方面：一是……；二是……) of another length than the words before it say.

    A text that breaks off may have more of them.
    """
    before = pattern_of("figures", "stated_items", "before")
    for ident in prose_ids(report):
        every = [(line, *item) for line in lines_of(report, ident) for item in items(line.text)]
        for row in rows(((line, match), kind, number) for line, match, kind, number in every):
            (line, first), (end, last) = row[0], row[-1]
            said = before.search(line.text, max(0, first.start() - _LEAD_IN), first.start())
            stated = int(number_of(said["n"])) if said else 0
            goes_on = end.may_go_on(last.end())
            if said and not goes_on and 1 < stated <= _MOST and stated != len(row) > 1:
                message = f"写的是 {stated} 项，列出的是 {len(row)} 项"
                yield line.found("C312", message, *said.span())


@rule("C312")
def items_counted_again(report: Report) -> Iterator[Finding]:
    """The same things counted again, with another number: 8个社区，9个社区均; 18个单位，这15个单位."""
    all_of_them, these = (pattern_of("figures", "restated_items", key) for key in ("find", "these"))
    for line in lines(report):
        for one, other in pairwise(figures(line.text)):
            noun, before = line.text[other.end : other.end + 2], line.text[one.end : other.start]
            if one.unit != other.unit or noun not in before[:_NOUN] or "。" in before:
                continue
            is_more = all_of_them.match(line.text, other.end) and other.value > one.value
            if is_more or (these.search(before) and other.value != one.value):
                message = f"前面写的是 {one.value:f}，后面写的是 {other.value:f}"
                yield line.found("C312", message, one.start, other.end)
