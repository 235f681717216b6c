"""What the county sets for all its bodies (``county.yaml``)."""

from __future__ import annotations

import datetime
import re
from typing import Annotated

from pydantic import Field

from govgen.datafile.identity import FactModel, from_text
from govgen.datafile.model_reader import ModelReader
from govgen.datafile.values import Slip
from govgen.datafile.yaml_reader.source import read
from govgen.editions.labels import fold
from govgen.findings.finding import Findings

_LEAP_YEAR = 2024
_DAY = re.compile(r"(\d{1,2})[-月](\d{1,2})日?", re.ASCII)


def _month_day(text: str) -> str | Slip:
    """A day of the year after the fiscal year, as 01-31."""
    match = _DAY.fullmatch(text)
    try:
        if match:
            return f"{datetime.date(_LEAP_YEAR, int(match[1]), int(match[2])):%m-%d}"
    except ValueError:
        return Slip("D123", f"“{text}”不是存在的日期，应写成“01-31”的样子")
    return Slip("D123", "应写成“01-31”的样子")


def _limit(text: str) -> int | Slip:
    sound = re.fullmatch(r"[1-9]\d{1,5}", text, re.ASCII)
    return int(text) if sound else Slip("D109", "应写成“1000”的样子")


class County(FactModel):
    """The settings; None where the county sets nothing. ``overview_limit`` is a number of characters."""

    deadline: Annotated[str, from_text(_month_day)] | None = Field(default=None, validation_alias="截止日期")
    overview_limit: Annotated[int, from_text(_limit)] | None = Field(
        default=None, validation_alias="总体情况字数上限"
    )


def read_county(raw: bytes) -> tuple[County, Findings]:
    """The county's settings, and what is wrong with the file; a setting that is wrong is left unset."""
    source = read(raw, lambda word: fold(word) in County.KEYS.values())
    return ModelReader(source.findings, "county.yaml ").read(County, source.root), source.findings
