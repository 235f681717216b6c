"""What the county sets for all its bodies (``county.yaml``)."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from govgen.datafile.keys import folded, meant
from govgen.datafile.yaml_reader.source import read
from govgen.datafile.yaml_reader.tree import Entry, Scalar
from govgen.editions.labels import fold
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Findings

DEADLINE, LIMIT = "截止日期", "总体情况字数上限"
_LEAP_YEAR = 2024
_DAY = re.compile(r"(\d{1,2})[-月](\d{1,2})日?\Z", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{1,5}\Z", re.ASCII)


def read_county(raw: bytes) -> tuple[County, Findings]:
    """The county's settings, and what is wrong with the file; a setting that is wrong is left unset.

    截止日期 is month and day of the year after the fiscal year (01-31); 总体情况字数上限 a number of
    characters.
    """
    source = read(raw, lambda word: fold(word) in {DEADLINE, LIMIT})
    deadline: str | None = None
    limit: int | None = None
    for key, entry in folded(source.root, source.findings).items():
        if key == DEADLINE:
            deadline = _month_day(entry)
            sound, code, form = deadline is not None, "D123", "01-31"
        elif key == LIMIT:
            limit = _number(entry)
            sound, code, form = limit is not None, "D109", "1000"
        else:
            source.findings.add(_unknown(entry))
            continue
        if not sound:
            source.findings.add(finding(code, f"“{key}”应写成“{form}”的样子", entry.value.span))
    return County(deadline, limit), source.findings


def _unknown(entry: Entry) -> Finding:
    hint = meant(entry.key, (DEADLINE, LIMIT))
    return finding("D101", f"county.yaml 里没有“{entry.key}”这一项{hint}", entry.span)


def _text(entry: Entry) -> str:
    return entry.value.text.strip() if isinstance(entry.value, Scalar) else ""


def _month_day(entry: Entry) -> str | None:
    """The day as 01-31; None where there is no such day in any year."""
    match = _DAY.match(_text(entry))
    try:
        return f"{datetime.date(_LEAP_YEAR, int(match[1]), int(match[2])):%m-%d}" if match else None
    except ValueError:
        return None


def _number(entry: Entry) -> int | None:
    text = _text(entry)
    return int(text) if _NUMBER.match(text) else None


@dataclass(frozen=True)
class County:
    """What the county sets for all its bodies (``county.yaml``); None where it sets nothing."""

    deadline: str | None = None
    overview_limit: int | None = None
