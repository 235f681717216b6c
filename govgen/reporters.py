"""Findings for people and for programs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from govgen.diagnostics import Finding, Level, Span

LEVEL_NAMES = {Level.ERROR: "错误", Level.WARNING: "警告", Level.INFO: "提示"}

WIDEST = 120
"""A source line is shown up to this many columns, around the place of interest."""

Style = Callable[[str, str], str]
"""From a text and a role (a level's value, ``place`` or ``term``) to the text as shown."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a review went over: files, findings by level, and cells stated and left out as 0."""

    files: int
    errors: int
    warnings: int
    infos: int
    stated_cells: int
    implied_zero_cells: int


def plain(text: str, _role: str) -> str:
    """No colours."""
    return text


def width(text: str) -> int:
    """How many columns a terminal needs for ``text``; Chinese characters take two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def as_text(finding: Finding, lines: Mapping[str, list[str]], style: Style = plain) -> str:
    """One finding with its source line, a caret under the place, every term's place and the advice.

    ``lines`` holds the lines of each file by the name that findings give it.
    """
    head = style(f"{LEVEL_NAMES[finding.level]}[{finding.code}]", finding.level.value)
    shown = [f"{head} {finding.message}"]
    shown += _source(finding.file, finding.span, lines.get(finding.file, []), style, finding.level)
    for related in finding.related:
        place = f"第 {related.span.line} 行第 {related.span.column} 列"
        file = f"{related.file} " if related.file else ""
        shown.append(f"  = {related.message}：{file}{place}")
    if finding.citation:
        shown.append(f"  = 依据：{finding.citation}")
    if finding.advice:
        shown.append(f"  = 改法：{finding.advice}")
    return "\n".join(shown)


def _source(file: str, span: Span, lines: list[str], style: Style, level: Level) -> list[str]:
    gutter = len(str(span.line))
    shown = [f"{' ' * gutter}--> {style(f'{file}:{span.line}:{span.column}', 'place')}"]
    if span.line > len(lines):
        return shown
    line = lines[span.line - 1].replace("\t", " ").rstrip()
    start = span.column - 1
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line)
    line, start, end = _clipped(line, start, end)
    caret = "^" * max(1, width(line[start:end]))
    shown.append(f"{span.line} | {line}")
    shown.append(f"{' ' * gutter} | {' ' * width(line[:start])}{style(caret, level.value)}")
    return shown


def _clipped(line: str, start: int, end: int) -> tuple[str, int, int]:
    """A window on a long line, with the place of interest in it."""
    if width(line) <= WIDEST:
        return line, start, end
    first = max(0, start - WIDEST // 4)
    mark = "…" if first else ""
    window = line[first : first + WIDEST // 2]
    more = "…" if first + len(window) < len(line) else ""
    at = start - first + len(mark)
    return mark + window + more, at, min(at + end - start, len(mark) + len(window))


def summary_text(summary: Summary) -> str:
    """The closing lines of a review."""
    return (
        f"共审核 {summary.files} 个文件："
        f"错误 {summary.errors}，警告 {summary.warnings}，提示 {summary.infos}。"
        f"填写 {summary.stated_cells} 格，省略按 0 计 {summary.implied_zero_cells} 格。"
    )


def as_json(findings: Iterable[Finding], summary: Summary) -> str:
    """Findings and summary as one JSON document; lines and columns count from 1, columns in code points."""
    document = {
        "findings": [_record(finding) for finding in findings],
        "summary": {name: getattr(summary, name) for name in Summary.__slots__},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _record(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "level": finding.level.value,
        "message": finding.message,
        "advice": finding.advice,
        "citation": finding.citation,
        "file": finding.file,
        "line": finding.span.line,
        "column": finding.span.column,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_column,
        "mistakes": list(finding.mistakes),
        "related": [
            {
                "message": related.message,
                "file": related.file or finding.file,
                "line": related.span.line,
                "column": related.span.column,
            }
            for related in finding.related
        ],
    }
