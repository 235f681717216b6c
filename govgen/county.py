"""What the county sets for all its bodies (``county.yaml``)."""

from __future__ import annotations

import re

from govgen.catalogue import finding
from govgen.diagnostics import Findings
from govgen.keys import meant
from govgen.review.subject import County
from govgen.source import read
from govgen.table import fold
from govgen.tree import Scalar

DEADLINE, LIMIT = "截止日期", "总体情况字数上限"
_DAY = re.compile(r"(\d{1,2})[-月](\d{1,2})日?\Z", re.ASCII)


def read_county(raw: bytes) -> tuple[County, Findings]:
    """The county's settings, and what is wrong with the file; a setting that is wrong is left unset.

    截止日期 is month and day of the year after the fiscal year (01-31); 总体情况字数上限 a number of
    characters.
    """
    source = read(raw, lambda word: fold(word) in {DEADLINE, LIMIT})
    found = source.findings
    values: dict[str, str] = {}
    for entry in source.root:
        if fold(entry.key) not in {DEADLINE, LIMIT}:
            hint = meant(entry.key, (DEADLINE, LIMIT))
            found.add(finding("D101", f"county.yaml 里没有“{entry.key}”这一项{hint}", entry.span))
        elif isinstance(entry.value, Scalar):
            values[fold(entry.key)] = entry.value.text.strip()
    deadline, limit = values.get(DEADLINE), values.get(LIMIT)
    for key, text, sound in ((DEADLINE, deadline, _DAY), (LIMIT, limit, re.compile(r"[1-9]\d{1,5}\Z"))):
        if text is not None and not sound.match(text):
            message = f"“{key}”应写成“{'01-31' if key == DEADLINE else '1000'}”的样子"
            found.add(finding("D123" if key == DEADLINE else "D109", message, source.root.entries[key].span))
            values.pop(key)
    return County(_month_day(values.get(DEADLINE)), int(values[LIMIT]) if LIMIT in values else None), found


def _month_day(text: str | None) -> str | None:
    match = _DAY.match(text or "")
    return f"{int(match[1]):02d}-{int(match[2]):02d}" if match else None
