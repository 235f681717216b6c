"""The straight line from a bare text to its findings: decode, see its sections, review by the same rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from govgen.catalogue import finding
from govgen.decoding import decode
from govgen.diagnostics import START, Finding, Findings, Level
from govgen.identity import Kind
from govgen.review.engine import review
from govgen.review.subject import County
from govgen.textual import subject_of


@dataclass(frozen=True, slots=True)
class Examined:
    """A text after review: its lines as read, and all findings, each with the text's name."""

    text: str
    findings: Findings


def examine_text(
    raw: bytes, name: str, *, body: str, kind: Kind | None, year: int, excerpt: bool, county: County
) -> Examined:
    """Review a report that exists only as text; ``excerpt`` says that it is cut off at the end.

    A text in GBK is read, with a 提示; what no editor shows is a 提示 too, for no figure is read from here.

    Raises:
        ValueError: ``body`` is no name, or no edition was in force for ``year``.
    """
    text, faults = decode(raw)
    found = Findings()
    found.extend(_softened(faults))
    if not found.has_errors and not text.strip():
        found.add(finding("Y006", "文本里没有内容", START))
    if not found.has_errors:
        subject = subject_of(text, body=body, kind=kind, year=year, excerpt=excerpt)
        found.extend(review(replace(subject, name=name, county=county)))
    return Examined(text, found.in_file(name))


def _softened(faults: list[Finding]) -> Iterator[Finding]:
    """What is wrong with the encoding, as far as it matters to a text that is only read.

    A page may be full of what no editor shows: it is told once.
    """
    hidden = [fault for fault in faults if fault.code == "Y007"]
    if hidden:
        message = f"{hidden[0].message}，全文共 {len(hidden)} 处"
        yield replace(hidden[0], level=Level.INFO, message=message)
    for fault in faults:
        if fault.code == "Y003":
            message, advice = (
                "文本是 GBK（GB18030、ANSI）编码，已按 GBK 读入",
                "不影响审核；以后请另存为 UTF-8。",
            )
            yield replace(fault, level=Level.INFO, message=message, advice=advice)
        elif fault.code != "Y007":
            yield fault
