"""Prose of a data file: paragraphs with references filled in and every character traceable."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from govgen.datafile.cell import UNKNOWN
from govgen.datafile.passages import Paragraph, Passage
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.positions import MappedPiece, MappedText
from govgen.datafile.yaml_reader.tree import Entry, Scalar
from govgen.findings.catalogue import finding
from govgen.findings.finding import Findings, Span

_OPEN = re.compile(re.escape(PLACEHOLDER))
_BRACE = re.compile("[{}｛｝]")
_REFERENCE = re.compile(r"\{\{(?P<inner>[^{}]*)\}\}")
_FOREIGN = re.compile(r"\{%|%\}|\{#|#\}|[{｛]+(?=\s*[^{}｛｝\s])(?P<words>[^{}｛｝]+)[}｝]+|[{｛]+|[}｝]+")

Resolve = Callable[[str, Span], str]
"""From the text between the braces, and its place, to the text to print; faults are reported."""


def read_passage(
    ident: str, entry: Entry, resolve: Resolve, found: Findings, *, cut: bool = False
) -> Passage | None:
    """The passage under a key, or None where it holds no text: a finding unless it was ``cut`` short."""
    value = entry.value
    if not isinstance(value, Scalar):
        found.add(finding("D106", f"“{entry.key}”下面应写文字，用“{entry.key}: |”另起一行缩进", value.span))
        return None
    paragraphs = tuple(_paragraphs(value, resolve, found))
    if not paragraphs and not cut:
        found.add(finding("D104", f"“{entry.key}”没有内容", entry.span, where=entry.key))
    return Passage(ident, entry.key, "", entry.span, paragraphs) if paragraphs else None


def _paragraphs(value: Scalar, resolve: Resolve, found: Findings) -> Iterator[Paragraph]:
    for line in value.lines:
        body = line.stripped()
        if body.text:
            for match in _OPEN.finditer(body.text):
                found.add(finding("D108", "这里还没有填写", body.span(match.start(), match.end())))
            yield Paragraph.of(_filled(body, resolve, found))


def _filled(body: MappedText, resolve: Resolve, found: Findings) -> MappedText:
    """``body`` with its references replaced; a reference maps to its braces as a whole."""
    if not _BRACE.search(body.text):
        return body
    parts: list[MappedPiece] = []
    at = 0
    for match in _REFERENCE.finditer(body.text):
        parts += _literal(body, at, match.start(), found)
        span = body.span(match.start(), match.end())
        parts.append(MappedPiece(resolve(match["inner"].strip(), span), span, exact=False))
        at = match.end()
    parts += _literal(body, at, len(body.text), found)
    return MappedText.of(parts)


def _literal(body: MappedText, start: int, end: int, found: Findings) -> Iterator[MappedPiece]:
    for match in _FOREIGN.finditer(body.text, start, end) if _BRACE.search(body.text, start, end) else ():
        span = body.span(match.start(), match.end())
        message = f"“{match[0]}”不能写在正文里"
        if match["words"]:
            message = f"“{match[0]}”的花括号不对，引用表里的数字应写“{{{{ {match['words'].strip()} }}}}”"
        found.add(finding("D132", message, span))
    yield from body.part(start, end).pieces


def printed(value: Decimal) -> str:
    """A figure as it is printed: plain digits, as many decimals as were given."""
    return f"{value:f}"


def shown(value: Decimal | None) -> str:
    """A figure as a report states it, also one that is not known."""
    return UNKNOWN if value is None else printed(value)
