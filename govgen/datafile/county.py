"""What the county sets for all its bodies (``county.yaml``)."""

import calendar
import datetime
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field

from govgen.datafile.identity import (
    BodyKind,
    BodyName,
    FactModel,
    Kind,
    OneLine,
    Sentence,
    Year,
    from_text,
    kind_of,
)
from govgen.datafile.model_reader import ModelReader
from govgen.datafile.values import Slip
from govgen.datafile.values import year as fiscal_year
from govgen.datafile.yaml_reader.source import read
from govgen.datafile.yaml_reader.vocabulary import OUTERMOST, Vocabulary
from govgen.editions.labels import fold
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Findings, Level

_LEAP_YEAR = 2024
_NEVER = 9999
_DAY = re.compile(r"(\d{1,2})[-月](\d{1,2})日?", re.ASCII)


def _month_day(text: str) -> str | Slip:
    """A day of the year after the fiscal year, as 01-31."""
    if not (match := _DAY.fullmatch(text)):
        return Slip("D123", "应写成“01-31”的样子")
    try:
        return f"{datetime.date(_LEAP_YEAR, int(match[1]), int(match[2])):%m-%d}"
    except ValueError:
        return Slip("D123", f"“{text}”不是存在的日期，应写成“01-31”的样子")


def _limit(text: str) -> int | Slip:
    sound = re.fullmatch(r"[1-9]\d{1,5}", text, re.ASCII)
    return int(text) if sound else Slip("D109", "应写成“1000”的样子")


def _share(text: str) -> Decimal | Slip:
    """A share above 0 and up to 1, also as a percentage."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)([%％]?)", text, re.ASCII)
    value = Decimal(match[1]) / (100 if match[2] else 1) if match else Decimal(0)
    return value if 0 < value <= 1 else Slip("D109", "应写成“0.5”或“50%”的样子")


Deadline = Annotated[str, from_text(_month_day)]


class CountyKind(StrEnum):
    """What government the county file is for."""

    COUNTY = "县级政府"
    CITY = "市级政府"
    PROVINCE = "省级政府"


class Body(FactModel):
    """A body that must report. ``first_year`` and ``last_year`` bound the fiscal years in which it must."""

    name: BodyName = Field(validation_alias="名称")
    aliases: tuple[BodyName, ...] = Field(default=(), validation_alias="别名")
    kind: BodyKind | None = Field(default=None, validation_alias="类型")
    first_year: Year | None = Field(default=None, validation_alias="从")
    last_year: Year | None = Field(default=None, validation_alias="至")


class YearRules(FactModel):
    """What the county's own notice sets for one fiscal year."""

    notice: OneLine | None = Field(default=None, validation_alias="通知")
    deadline: Deadline | None = Field(default=None, validation_alias="截止日期")


class Threshold(FactModel):
    """A limit that the county sets otherwise than the program, with its reason."""

    value: Annotated[Decimal, from_text(_share)] = Field(validation_alias="值")
    reason: Sentence = Field(validation_alias="理由")


class BasisDocument(FactModel):
    """A further document on which the bodies of this county report."""

    title: OneLine = Field(validation_alias="名称")
    short: OneLine | None = Field(default=None, validation_alias="简称")


class Profile(FactModel):
    """What a province or county adds to the format; the statutory tables it cannot touch."""

    bases: tuple[BasisDocument, ...] = Field(default=(), validation_alias="依据")
    introduction: Sentence = Field(default="", validation_alias="引言")
    headings: tuple[OneLine, ...] = Field(default=(), validation_alias="总体情况标题")
    counts: tuple[OneLine, ...] = Field(default=(), validation_alias="应列数字")
    extra_part: OneLine | None = Field(default=None, validation_alias="另加部分")


class County(FactModel):
    """The settings of ``county.yaml``; what the county does not set is None or empty.

    ``overview_limit`` is a number of characters; ``likeness`` the share of equal sentences from which on two
    reports are reported as alike. ``profile_file`` is a path beside county.yaml.
    """

    name: BodyName = Field(default="", validation_alias="名称")
    kind: Annotated[CountyKind, from_text()] | None = Field(default=None, validation_alias="类型")
    bodies: tuple[Body, ...] = Field(default=(), validation_alias="机关")
    deadline: Deadline | None = Field(default=None, validation_alias="截止日期")
    years: dict[str, YearRules] = Field(default={}, validation_alias="各年度")
    overview_limit: Annotated[int, from_text(_limit)] | None = Field(
        default=None, validation_alias="总体情况字数上限"
    )
    likeness: Threshold | None = Field(default=None, validation_alias="雷同比例")
    profile: Profile = Field(default=Profile(), validation_alias="地方规定")
    profile_file: OneLine | None = Field(default=None, validation_alias="地方规定文件")

    @functools.cached_property
    def without_bodies(self) -> Self:
        """The settings that a single report depends on; all reports of a county share them in memory."""
        return self.model_copy(update={"bodies": ()})

    @property
    def report_kind(self) -> Kind | None:
        """The kind of the county's own report; None where the settings do not say it."""
        return Kind(self.kind.value) if self.kind and self.kind.value in set(Kind) else kind_of(self.name)

    def bodies_of(self, year: int) -> list[Body]:
        """The bodies that must report for a fiscal year, in the county's order."""
        return [body for body in self.bodies if (body.first_year or year) <= year <= (body.last_year or year)]

    def deadline_for(self, year: int) -> datetime.date | None:
        """The last day for the report on a fiscal year; None where the county sets none."""
        rules = self.years.get(str(year))
        month, _, day = ((rules.deadline if rules else None) or self.deadline or "").partition("-")
        last = calendar.monthrange(year + 1, int(month))[1] if month else 0  # of 29 February in other years
        return datetime.date(year + 1, int(month), min(int(day), last)) if last else None


_MODELS = (County, Body, YearRules, Threshold, Profile, BasisDocument)
_KEYS = {fold(key): frozenset({OUTERMOST}) for model in _MODELS for key in model.KEYS.values()}
"""These files have no tables or blocks of prose whose lines could be taken for keys of another level."""
_VOCABULARY = Vocabulary(_KEYS, County.KEYS["bodies"])


def read_county(raw: bytes) -> tuple[County, Findings]:
    """The county's settings, and what is wrong with the file; a setting that is wrong is left unset."""
    source = read(raw, _VOCABULARY)
    reader = ModelReader(source.findings, "county.yaml ")
    county = reader.read(County, source.root)
    if not source.findings.count(Level.ERROR):  # what is left out would move the places of the rest
        source.findings.extend([*_list_faults(county.bodies, reader), *_year_faults(county.years, reader)])
    return county, source.findings


def _list_faults(bodies: Sequence[Body], reader: ModelReader) -> Iterator[Finding]:
    """An empty list, years the wrong way round, and names that stand for two bodies in the same year."""
    key, names = County.KEYS["bodies"], dict[str, list[tuple[int, Body]]]()
    if not bodies and (entry := reader.entries.get((key,))):
        message = f"“{key}”是空的；请写上应报的机关，或把这一行删去，按文件夹里有的机关办理"
        yield finding("D120", message, entry.span)
    for at, body in enumerate(bodies):
        place = reader.entries[key, at].span
        if (body.first_year or 0) > (body.last_year or _NEVER):
            message = f"“{body.name}”的“从”{body.first_year} 晚于“至”{body.last_year}，请核对"
            yield finding("D120", message, place)
        for word in dict.fromkeys((body.name, *body.aliases)):
            rivals = [other for other in names.get(word, ()) if _overlap(other[1], body)]
            if rivals and (line := reader.entries[key, rivals[0][0]].span.line):
                what = "列了两次" if body.name == rivals[0][1].name else "指两个机关"
                message = f"名单里的“{word}”{what}（另一处在第 {line} 行），请只留一处，或用“从”“至”分开年度"
                yield finding("D120", message, place)
            names.setdefault(word, []).append((at, body))


def _year_faults(years: Iterable[str], reader: ModelReader) -> Iterator[Finding]:
    """Keys of 各年度 that are no years, so that what they set would count for none."""
    key = County.KEYS["years"]
    for word in years:
        if isinstance(slip := fiscal_year(word), Slip):
            place = reader.entries[key, word].span
            yield finding(slip.code, f"{key}：{slip.message}", place, advice=slip.advice)


def _overlap(one: Body, two: Body) -> bool:
    """Whether both must report in some year."""
    starts = max(one.first_year or 0, two.first_year or 0)
    return starts <= min(one.last_year or _NEVER, two.last_year or _NEVER)


def read_profile(raw: bytes) -> tuple[Profile, Findings]:
    """A profile that several counties share, from a file of its own."""
    source = read(raw, _VOCABULARY)
    return ModelReader(source.findings, "地方规定文件").read(Profile, source.root), source.findings
