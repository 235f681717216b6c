"""Figures against last year's: what was carried over, what is in force, leaps; repeated sentences (K5xx)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from govgen.datafile.cell import Cell, State
from govgen.datafile.report import Report
from govgen.editions.succession import counterpart, current
from govgen.editions.table import CellRef
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Level, Related
from govgen.rules.rule import rule
from govgen.rules.text.lines import Line, lines_of

_LEAP_FACTOR, _LEAP_LEAST = 5, 50
_MOST_BODIES = 10
"""Names in one message; a province's list may change by hundreds."""
_SECTIONS = ("overview", "problems")
_SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")
_LOOSE = re.compile(r"20\d\d|[\W_]")
_MIN = 12
"""Shorter sentences repeat by chance."""
_COPIED = Decimal("0.9")
_SHOWN = 8


def _carried(report: Report) -> Iterator[tuple[CellRef, Cell, Cell]]:
    """Each column of what was carried in, with its cell and the one of last year that it must repeat."""
    last = _last(report)
    carry, before = report.edition.carry_over, last.edition.carry_over
    if carry is None or before is None:
        return
    then = {
        current(report.edition, before.table, "columns", ref.column): cell
        for ref, cell in last.cells.items()
        if (ref.table, ref.row) == (before.table, before.last)
    }
    for ref, cell in report.cells.items():
        if (ref.table, ref.row) == (carry.table, carry.this) and ref.column in then:
            yield ref, cell, then[ref.column]


def _last(report: Report) -> Report:
    """Last year's report, without which the rules here are not asked."""
    assert report.last is not None
    return report.last


@rule("K501", "cells", "last")
def carried_over(report: Report) -> Iterator[Finding]:
    """Column by column, this year's carried-in applications are last year's carried-out ones."""
    last = _last(report)
    compared = {ref for ref, _, _ in _carried(report)}
    for ref, now, then in _carried(report):
        if State.UNKNOWN in {now.state, then.state} or now.value == then.value:
            continue
        table = report.edition.table_by_id[ref.table]
        if now.computed and then.computed and compared >= set(table.parts[ref]):
            continue  # the columns say it already
        message = (
            f"上年结转（{table.nodes['columns'][ref.column].name}）写作 {now.value:f}，"
            f"而 {last.who.year} 年度报告结转下年度是 {then.value:f}"
        )
        yield finding(
            "K501",
            message + _explained(report),
            now.span,
            where=report.edition.name_of(ref),
            level=Level.WARNING if report.head.explanation else None,
            related=(Related(f"{last.who.year} 年度结转下年度", then.span, last.name),),
            citation=f"{report.edition.basis.number}所附格式“{table.key}”表",
        )


def _explained(report: Report) -> str:
    """What the file says of a difference, and how the bodies that a county sums have changed."""
    explained = f"（已说明：{report.head.explanation}）" if report.head.explanation else ""
    now, then = ([source.body for source in each.head.facts.sources] for each in (report, _last(report)))
    words = []
    for how, bodies, others in (("新增", now, then), ("减少", then, now)):
        if changed := [body for body in bodies if body not in others]:
            more = f"等 {len(changed)} 个" if len(changed) > _MOST_BODIES else ""
            words.append(f"{how}：{'、'.join(changed[:_MOST_BODIES])}{more}")
    return explained + (f"（汇总的机关与上年相比，{'；'.join(words)}）" if now and then and words else "")


@rule("K502", "cells", "last")
def not_comparable(report: Report) -> Iterator[Finding]:
    """Figures that last year's file does not give for certain, so that nothing was compared with them."""
    last = _last(report)
    columns = [
        (ref, now)
        for ref, now, then in _carried(report)
        if then.state is State.UNKNOWN and ref not in report.edition.table_by_id[ref.table].parts
    ]
    fault = last.gravest
    look = (Related(f"最重的是 {fault.code}，{fault.message}", fault.span, last.name),) if fault else ()
    if columns and last.edition.carry_over:
        ref, cell = columns[0]
        table, before = report.edition.table_by_id[ref.table], last.edition.carry_over
        names = "、".join(table.nodes["columns"][item.column].name for item, _ in columns)
        wanted = last.edition.table_by_id[before.table].nodes["rows"][before.last].name
        message = f"上年的文件里读不出结转下年度（{names}），这几栏的上年结转没有核对（{last.name}）"
        advice = f"先审核上年的文件，改正其中的“{wanted}”。"
        where = f"{table.key}.{table.nodes['rows'][ref.row].name}"
        yield finding("K502", message, cell.span, where=where, advice=advice, related=look)
    elif fault:
        message = f"上年的文件还有错误，读不准的数字没有拿来核对（{last.name}）：{fault.message}"
        advice = f"先用 govgen check {last.name} 审核上年的文件并改正。"
        span = report.head.places.get(("年度",), START)
        yield finding("K502", message, span, advice=advice, related=look)


@rule("K503", "cells", "last")
def stock_follows(report: Report) -> Iterator[Finding]:
    """What is in force is last year's stock, more what was made and less what was abolished this year."""
    last = _last(report)
    former = {
        counterpart(old.refs[0], last.edition, report.edition): old.refs[0] for old in last.edition.stocks
    }
    for stock in report.edition.stocks:
        then = former.get(stock.refs[0])
        values = [*(report.value(*ref) for ref in stock.refs), last.value(*then) if then else None]
        known = [value for value in values if value is not None]
        if then and len(known) == len(values):
            held, added, removed, before = known
            if held != (due := before + added - removed):
                places = (Related(report.edition.name_of(ref), report.cells[ref].span) for ref in stock.refs)
                (name, span, *_), *others = places
                former_place = Related(f"{last.who.year} 年度 {name}", last.cells[then].span, last.name)
                sums = f"{before:f} + {added:f} - {removed:f} = {due:f}，写作 {held:f}"
                yield finding(
                    "K503",
                    f"{name}：上年 + 本年新增 - 本年废止，即 {sums}{_explained(report)}",
                    span,
                    where=name,
                    level=Level.INFO if report.head.explanation else None,
                    related=(former_place, *others),
                )


@rule("K512", "cells", "last")
def leaps(report: Report) -> Iterator[Finding]:
    """A figure many times last year's, or a small part of it."""
    last = _last(report)
    there = {counterpart(ref, last.edition, report.edition): last.value(*ref) for ref in last.cells}
    for ref, cell in report.cells.items():
        now, before = report.value(*ref), there.get(ref)
        if cell.computed or now is None or before is None:
            continue
        low, high = sorted((abs(now), abs(before)))
        if high - low >= _LEAP_LEAST and high >= low * _LEAP_FACTOR:
            name = report.edition.name_of(ref)
            message = f"{name} 上年 {before:f}，本年 {now:f}，变化很大，请核对"
            yield finding("K512", message, cell.span, where=name)


def _sentences(report: Report) -> list[tuple[str, Line, int, int]]:
    """The sentences of the narrative, headings left out, each with its words without years and marks."""
    found = []
    for line in lines_of(report, *_SECTIONS):
        begin = line.paragraph.lead
        for match in _SENTENCE.finditer(line.text, begin):
            kept = _LOOSE.sub("", match[0])
            if len(kept) >= _MIN:
                found.append((kept, line, *match.span()))
    return found


@rule("K510", "last")
def repeated_sentences(report: Report) -> Iterator[Finding]:
    """Sentences that last year's report has too: nearly all of the narrative (K510), or less of it (K511)."""
    before = {kept for kept, *_ in _sentences(_last(report))}
    now = _sentences(report)
    same = [item for item in now if item[0] in before]
    if same:
        places = tuple(
            Related(line.text[start : start + 20], line.paragraph.body.span(start, end))
            for _, line, start, end in same[:_SHOWN]
        )
        _, line, start, end = same[0]
        message = f"{len(now)} 句话里有 {len(same)} 句与上年报告相同"
        code = "K510" if len(same) >= _COPIED * len(now) else "K511"
        yield line.found(code, message, start, end, related=places)
