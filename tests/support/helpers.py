"""Small helpers for tests: data files made from the sound one, and findings in short."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import strategies as st

from govgen.datafile.keys import vocabulary
from govgen.datafile.yaml_reader.source import Source, read
from govgen.datafile.yaml_reader.tree import Entry
from govgen.findings.finding import Finding, Findings, Level, Span
from govgen.workflows.check import Examined, examine

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
EXAMPLES = sorted(
    path for path in (ROOT / "examples").rglob("*.yaml") if "county" not in path.relative_to(ROOT).parts
)
COUNTY = ROOT / "examples" / "county"
BASE = (ROOT / "tests" / "base" / "2025.yaml").read_text(encoding="utf-8")


def shared(name: str) -> Path:
    """A file of the authors' folder of sources, next to their checkout; skips where it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the authors' folder of sources is not here: {name}")
    return path


def read_text(text: str) -> Source:
    """A data file from its text."""
    return read(text.encode(), vocabulary(None))


def top_entry(source: Source, key: str) -> Entry:
    """The first entry of this key at the top of a file."""
    return next(entry for entry in source.root if entry.key == key)


def brief(findings: Findings | list[Finding]) -> list[tuple[str, int, int]]:
    """Findings as (code, line, column)."""
    return [(item.code, item.span.line, item.span.column) for item in findings]


@cache
def _entries(text: str) -> dict[str, str]:
    """The top-level entries of a data file's text, by key, each with all its lines."""
    parts = re.split(r"(?m)^(?=[^\s#-][^\n]*?[:：])", text)
    keys = [re.match("[\"']?(.+?)[\"']?[:：]", part) for part in parts]
    return {key[1]: part for key, part in zip(keys, parts, strict=True) if key}


def with_entries(fragment: str, base: str = BASE) -> str:
    """``base`` with the top-level keys of ``fragment`` in the place of its own, new ones at the end."""
    return "".join((_entries(base) | _entries(fragment)).values())


_NARRATIVE = """\
总体情况: |
  2024年，青禾镇围绕群众关切公布信息，全年没有发生泄密事件。
  （一）主动公开情况。一年来发布各类信息96条，村务公开栏同步张贴。
  （二）依申请公开情况。收到申请11件，连同上年结转的1件，办结11件，结转下年度1件。
  （三）政府信息管理情况。建立台账，逐件登记，废止行政规范性文件1件。
  （四）政府信息公开平台建设情况。更换了大厅的查阅设备。
  （五）监督保障情况。开展工作考核和社会评议各一次，没有责任追究的情况。
存在的主要问题及改进情况: |
  一是解读材料偏少。今后起草文件时同步起草解读。
其他需要报告的事项: |
  2024年没有收取信息处理费。
"""


LAST = with_entries(
    _NARRATIVE,
    BASE.replace("年度: 2025", "年度: 2024")
    .replace("2026-01", "2025-01")
    .replace("{自然人: 12, 商业企业: 1}", "{自然人: 11}")
    .replace("{自然人: 2, 商业企业: 1}", "{自然人: 1}")
    .replace("现行有效件数: 9}", "现行有效件数: 8}"),
)
"""A sound report of the year before, in other words, with which the carry-over agrees."""


def without(*keys: str) -> str:
    """The sound file without some top-level keys."""
    return "".join(text for key, text in _entries(BASE).items() if key not in keys)


def examined(folder: Path, text: str | bytes, *, year: int = 2025, last: str | None = None) -> Examined:
    """A data file written to ``folder`` and reviewed, with last year's in the same folder if there is one."""
    path = folder / f"{year}.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if last is not None:
        (folder / f"{year - 1}.yaml").write_bytes(last.encode())
    return examine(path)


def damaged(data: st.DataObject, text: str) -> str:
    """``text`` with a few pieces deleted, doubled or replaced by what slips from a keyboard."""
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 6))
        new = data.draw(
            st.sampled_from(["", "：", "，", "\t", "　", "{", "}", "\n", '"', "#", "\u2028", "|", "- "])
        )
        text = text[:at] + new + text[at + length :]
    return text


def outside(found: Iterable[Finding], text: str) -> list[Finding]:
    """The findings whose place is not in ``text``; one may end a character after its line's end."""
    lines = text.split("\n")

    def inside(span: Span) -> bool:
        return (
            1 <= span.line <= span.end_line <= len(lines)
            and 1 <= span.column <= len(lines[span.line - 1]) + 1
            and 1 <= span.end_column <= len(lines[span.end_line - 1]) + 2
        )

    return [finding for finding in found if not inside(finding.span)]


def codes(item: Examined | Findings) -> list[str]:
    """The codes found, in order of place."""
    return [finding.code for finding in (item.findings if isinstance(item, Examined) else item)]


def errors(item: Examined) -> list[Finding]:
    """The findings that forbid publication, in order of place."""
    return [finding for finding in item.findings if finding.level is Level.ERROR]


def one_error(item: Examined) -> Finding:
    """The only error there is."""
    (error,) = errors(item)
    return error


def marked(item: Examined, finding: Finding) -> str:
    """The words of the file that a finding's span covers, which must lie on one line."""
    assert finding.span.line == finding.span.end_line
    line = item.source.text.split("\n")[finding.span.line - 1]
    return line[finding.span.column - 1 : finding.span.end_column - 1]
