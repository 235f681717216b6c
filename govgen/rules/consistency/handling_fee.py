"""The fee for handling information: whether and how the prose reports it (C323, C327, L416).

国办函〔2020〕109号 requires the annual report to state what was charged.
"""

import re
from collections.abc import Iterator

from govgen.datafile.identity import Fee
from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Related
from govgen.rules.lexicon import pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.counts import figures
from govgen.rules.text.lines import Line, fold_marks, lines
from govgen.rules.text.sentences import sentence_start, sentences

_KEY = "信息处理费"
_FEES_FROM = 2021
"""国办函〔2020〕109号 is in force from 2021-01-01."""
_CASES = "件宗起笔"
_YEAR = re.compile(r"20\d\d(?=\s*年)")


@rule("C327")
def handling_fee(report: Report) -> Iterator[Finding]:
    """Cases without yuan or yuan without cases, and prose that states other figures or none."""
    fee = report.head.facts.fee
    if fee is None:
        return
    if fee.cases is not None and fee.yuan is not None and (fee.cases == 0) != (fee.yuan == 0):
        message = f"件数是 {fee.cases:f}，金额是 {fee.yuan:f} 元，两者应当同为 0 或者同不为 0"
        yield finding("C327", message, report.head.places.get((_KEY, Fee.KEYS["yuan"]), START), where=_KEY)
    facts = list(zip(Fee.KEYS.values(), (fee.cases, fee.yuan), strict=True))
    cases, yuan = ("未知" if value is None else f"{value:f}" for _, value in facts)
    related = tuple(
        Related(f"{_KEY}.{key} {value:f}", report.head.places[_KEY, key])
        for key, value in facts
        if value is not None and (_KEY, key) in report.head.places
    )
    for line, start, end in _statements(report):
        if words := _contradicted(line.text[start:end], fee):
            message = f"正文写“{words}”，{_KEY}是 {cases} 件、{yuan} 元"
            yield line.found("C327", message, start, end, related=related)


@rule("C323")
def fee_not_reported(report: Report) -> Iterator[Finding]:
    """Section six says nothing of a fee that was charged (C323), or not whether one was (L416)."""
    section = report.passages.get(report.section("others"))
    text = fold_marks(section.text) if section else ""
    if section is None or pattern_of("sums", "fee_reported").search(text):
        return
    ref = report.ref("applications", "other_no_payment", "total")
    if value := report.value(*ref):
        name = report.edition.name_of(ref)
        message = f"{name} 是 {value:f}，说明发过收费通知，但本部分没有写信息处理费收取情况"
        yield finding("C323", message, section.span, where=section.key)
    for line in lines(report):
        if match := pattern_of("sums", "fee_named").search(line.text):
            message = f"收取了信息处理费，应在“{section.key}”里报告"
            yield line.found("C323", message, *match.span())
    if report.whole and report.who.year >= _FEES_FROM and not pattern_of("aspects", "fee").search(text):
        yield finding("L416", "没有写信息处理费收取情况", section.span, where=section.key)


def _statements(report: Report) -> Iterator[tuple[Line, int, int]]:
    """What sentences say of the fee in the year reported on, each from the clause naming it to its end."""
    find, other = (pattern_of("sums", "handling_fee", key) for key in ("find", "other"))
    for line in lines(report):
        for start, end in sentences(line.text, "。；！？"):
            named = find.search(line.text, start, end)
            years = {int(year) for year in _YEAR.findall(line.text, start, end)}
            if named and not other.search(line.text, start, end) and years <= {report.who.year}:
                yield line, max(start, sentence_start(line.text, named.start(), "，")), end


def _contradicted(words: str, fee: Fee) -> str:
    """The words of a statement that the facts contradict: that nothing was charged, or other figures."""
    if none := pattern_of("sums", "handling_fee", "none").search(words):
        return none[0] if fee.cases or fee.yuan else ""
    counts = figures(words)
    for known, units in ((fee.cases, _CASES), (fee.yuan, "元")):
        stated = [item.value for item in counts if item.unit in units]
        if stated and known is not None and known not in stated:
            return words
    return ""
