"""The facts at the top of a data file: read, checked, and kept with their places."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, TypeVar

from govgen.datafile import keys
from govgen.datafile.identity import Contact, Identity, Kind, kind_of, unfit_kind, unfit_line, unfit_name
from govgen.datafile.values import PLACEHOLDER, Slip, date, number, year
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar
from govgen.editions.labels import fold
from govgen.editions.table import CellType
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Findings, Span

T = TypeVar("T")

REQUIRED = ("机关", "年度")
"""Without these there is neither a title nor an edition."""


_FITTING = {"机关": "", "类型": "从这几种里选一种，一字不差地填写。"}
"""What to write instead of an unfit value, by its key; empty where the catalogue says it."""


class Fee(NamedTuple):
    """What was charged for handling information (信息处理费): cases, and yuan; None where unreadable."""

    cases: Decimal | None
    yuan: Decimal | None


@dataclass(slots=True)
class Head:
    """What the top of a file says. ``identity`` is None unless both body and year are sound.

    ``explanation`` is the reason given for a difference from last year (机构变动, 更正上年). ``places``
    holds the place of each value by its keys.
    """

    year: int | None = None
    identity: Identity | None = None
    fee: Fee | None = None
    explanation: str = ""
    places: dict[tuple[str, ...], Span] = field(default_factory=dict)


def read_head(root: Mapping, found: Findings, *, complete: bool) -> Head:
    """Read the top of a file; ``complete`` is False where reading stopped, so that absence says nothing."""
    return _Reader(root, found, complete).read()


def _to_fill(path: tuple[str, ...]) -> str:
    """What to do about a blank fact; empty for the fee, whose cells may be 0 as the catalogue says."""
    if path[0] == "信息处理费":
        return ""
    if path[0] in REQUIRED:
        return "请填写这一项，报告不能没有它。"
    return "请填写这一项；不需要的就整行删去。"


class _Reader:
    def __init__(self, root: Mapping, found: Findings, complete: bool) -> None:
        self.entries = keys.folded(root, found)
        self.top = next((entry.span for entry in root), START)
        self.found = found
        self.complete = complete
        self.head = Head()

    def read(self) -> Head:
        body = self._fit(("机关",), self._line("机关"), unfit_name)
        region = self._fit(("所属",), self._line("所属"), unfit_line)
        kind = self._fit(("类型",), self._line("类型"), unfit_kind)
        self.head.year = self._year()
        published = self._date()
        contact = self._contact()
        self.head.fee = self._fee()
        self.head.explanation = self._line("机构变动") or self._line("更正上年") or ""
        for key in REQUIRED:
            if self.complete and fold(key) not in self.entries:
                self.found.add(finding("D102", f"缺少“{key}”", self.top))
        if body is not None and self.head.year is not None:
            known = Kind(kind) if kind else kind_of(body)
            self.head.identity = Identity(body, self.head.year, region, known, published, contact)
            self._tell_absent(self.head.identity)
        return self.head

    def _scalar(self, entry: Entry | None, path: tuple[str, ...]) -> str | None:
        """The text of a value on one line; blank, unfilled and wrongly shaped ones are told."""
        if entry is None:
            return None
        if not isinstance(entry.value, Scalar):
            self.found.add(finding("D106", f"“{entry.key}”后面应直接写文字", entry.value.span))
            return None
        if entry.value.is_blank or not entry.value.text.strip():
            self.found.add(finding("D107", f"“{entry.key}”后面是空白", entry.span, advice=_to_fill(path)))
            return None
        self.head.places[path] = entry.value.span
        if PLACEHOLDER in entry.value.text:
            self.found.add(finding("D108", f"“{entry.key}”还没有填写", entry.value.span))
            return None
        return entry.value.text.strip()

    def _line(self, key: str) -> str | None:
        return self._scalar(self.entries.get(fold(key)), (key,))

    def _fit(self, path: tuple[str, ...], text: str | None, unfit: Callable[[str], str]) -> str | None:
        """``text``, or None where it is unfit, which is told; the rest of the identity still counts."""
        why = "" if text is None else unfit(text)
        if why:
            advice = _FITTING.get(path[0], "写成简短的一行，不要换行。")
            self.found.add(finding("D120", f"“{path[-1]}”{why}", self.head.places[path], advice=advice))
        return None if why else text

    def _year(self) -> int | None:
        text = self._line("年度")
        return None if text is None else self._sound("年度", year(text))

    def _date(self) -> datetime.date | None:
        text = self._line("发布日期")
        return None if text is None else self._sound("发布日期", date(text))

    def _sound(self, key: str, value: T | Slip) -> T | None:
        if isinstance(value, Slip):
            message, place = f"{key}：{value.message}", self.head.places[(key,)]
            self.found.add(finding(value.code, message, place, advice=value.advice))
            return None
        return value

    def _group(self, key: str, known: tuple[str, ...]) -> dict[str, str]:
        entry = self.entries.get(fold(key))
        if entry is None:
            return {}
        if not isinstance(entry.value, Mapping):
            message = f"“{key}”应写成“{{{known[0]}: …, {known[1]}: …}}”"
            self.found.add(finding("D106", message, entry.value.span))
            return {}
        values = {}
        for item in keys.folded(entry.value, self.found).values():
            name = next((word for word in known if fold(word) == fold(item.key)), None)
            if name is None:
                hint = keys.meant(item.key, known) or f"，只有：{'、'.join(known)}"
                self.found.add(finding("D101", f"“{key}”里没有“{item.key}”这一项{hint}", item.span))
            elif (text := self._scalar(item, (key, name))) is not None:
                values[name] = text
        return values

    def _contact(self) -> Contact:
        """Whom to ask; nothing of it where a part is refused."""
        group = "联系方式"
        texts = self._group(group, keys.CONTACT)
        sound = {key: self._fit((group, key), text, unfit_line) for key, text in texts.items()}
        if None in sound.values():
            return Contact()
        return Contact(**{name: sound.get(key) for name, key in Contact.KEYS.items()})

    def _fee(self) -> Fee | None:
        if fold("信息处理费") not in self.entries:
            return None
        texts = self._group("信息处理费", keys.FEE)
        parts: list[Decimal | None] = []
        for key, kind in zip(keys.FEE, (CellType.COUNT, CellType.MONEY), strict=True):
            value = number(texts[key], kind) if key in texts else None
            if isinstance(value, Slip):
                place = self.head.places["信息处理费", key]
                self.found.add(finding(value.code, f"信息处理费.{key}：{value.message}", place))
            parts.append(None if isinstance(value, Slip) else value)
        return Fee(parts[0], parts[1])

    def _tell_absent(self, identity: Identity) -> None:
        """Say what a sound identity still lacks."""
        if identity.kind is None:
            place = self.head.places[("机关",)]
            self.found.add(finding("D121", f"从“{identity.body}”看不出是哪一类机关，请写明“类型”", place))
        if self.complete and fold("发布日期") not in self.entries:
            self.found.add(finding("D122", "没有写发布日期，报告末尾不印成文日期", self.top))
