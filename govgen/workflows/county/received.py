"""What the bodies of a county sent in for a year: data files, reviewed and matched to its list."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from govgen.datafile.county import Body, County
from govgen.datafile.report import Report
from govgen.rules.privacy.masking import PersonalData
from govgen.workflows.check import Examined
from govgen.workflows.county.return_items import Issue, issues_of
from govgen.workflows.files import content_of, data_files, year_named
from govgen.workflows.reviewed import Reviewed

_SENTENCE = re.compile(r"[^。；\n]+")
_TRANSFER = re.compile("转办|转交|移送|协助")
_CASES = re.compile(r"\d\s*件")
_OFFICE = re.compile("(?:人民政府|政府|办事处|(?<=街道)办)$")


@dataclass(frozen=True, slots=True)
class Received(Reviewed):
    """A data file with what a county says of it.

    ``figures`` are the cells that are no totals, in the edition's order, as one text: thousands of numbers
    take less room so. ``transfers`` are sentences on applications that another body may have counted too:
    who counts a case is for a person to decide. ``prose`` are the words of all paragraphs, ``last_prose``
    those of last year's report. Personal data is masked in all of them, so that none is quoted anywhere.
    ``unfilled`` says that nobody has filled the file in yet.
    """

    figures: str = ""
    unfilled: bool = False
    transfers: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    prose: str = ""
    last_prose: str = ""

    @classmethod
    def more(cls, examined: Examined) -> dict[str, Any]:
        """The fields beside those of every review."""
        report = examined.report
        return _of_sums(report) | {
            "issues": tuple(issues_of(examined)),
            "prose": _prose(report),
            "last_prose": _prose(report.last) if report.last else "",
        }

    @property
    def values(self) -> tuple[Decimal | None, ...]:
        """The figures; None where one is unknown."""
        return tuple(Decimal(text) if text else None for text in self.figures.split(" ") if self.figures)


@dataclass(frozen=True, slots=True)
class ReceivedFigures(Received):
    """A data file with what a sum says of it, which takes little room: a country has tens of thousands."""

    @classmethod
    def more(cls, examined: Examined) -> dict[str, Any]:
        """The fields of a sum alone."""
        return _of_sums(examined.report) | {"lines": (), "accepted": ()}


def _of_sums(report: Report) -> dict[str, Any]:
    known = (report.cells[ref].known for ref in report.edition.leaf_refs)
    figures = " ".join("" if value is None else f"{value:f}" for value in known)
    return {"figures": figures, "unfilled": report.unfilled, "transfers": tuple(_transfers(report))}


def _prose(report: Report) -> str:
    texts = [paragraph.text for _, paragraph in report.paragraphs]
    return "\n".join(map(PersonalData(texts).masked, texts))


def _transfers(report: Report) -> list[str]:
    texts = [paragraph.text for _, paragraph in report.paragraphs]
    sentences = (sentence.strip() for text in texts for sentence in _SENTENCE.findall(text))
    found = [sentence for sentence in sentences if _TRANSFER.search(sentence) and _CASES.search(sentence)]
    return [*map(PersonalData(texts).masked, found)] if found else []


@dataclass(slots=True)
class Roll:
    """The list of a ``county`` against what was received.

    ``by_body`` has an entry for every body that must report; ``unknown`` are files of no body of the list,
    ``twice`` those of a body that another file has already, each with that body; ``misdated`` are those
    that are of the year by their name or by their 年度, but not by both; ``unfilled`` those that nobody has
    filled in.
    """

    year: int
    by_body: dict[str, Received | None] = field(default_factory=dict)
    unknown: list[Received] = field(default_factory=list)
    twice: list[tuple[str, Received]] = field(default_factory=list)
    misdated: list[Received] = field(default_factory=list)
    unfilled: list[Received] = field(default_factory=list)
    county: County = field(default_factory=County)

    @property
    def left_out(self) -> list[str]:
        """Bodies of the list that cannot be added up."""
        passing = dict(self.passing)
        return [body for body in self.by_body if body not in passing]

    @property
    def disputed(self) -> dict[str, list[Received]]:
        """Bodies with files that differ, of which a person must say which one counts, and all their files."""
        found: dict[str, list[Received]] = {}
        for body, item in self.twice:
            if (chosen := self.by_body[body]) and chosen.digest != item.digest:
                found.setdefault(body, [chosen]).append(item)
        return found

    @property
    def failing(self) -> list[tuple[str, Received]]:
        """Listed bodies whose files have errors or cannot be read."""
        return [(body, item) for body, item in self.by_body.items() if item is not None and not item.passes]

    @property
    def passing(self) -> list[tuple[str, Received]]:
        """Listed bodies whose files have no error and are not disputed."""
        listed, disputed = self.by_body.items(), self.disputed
        return [(body, item) for body, item in listed if item and item.passes and body not in disputed]


def files_for(folder: Path, year: int) -> list[Path]:
    """The data files below ``folder`` that may be of ``year``: named by it or by no year, or saying so."""
    says = re.compile(rf"^年度\s*[:：]\s*['\"]?{year}\b".encode(), re.MULTILINE)
    return [
        file
        for file in data_files([folder])
        if year_named(file) in {year, None} or says.search(content_of(file) or b"")
    ]


def roll_of(items: Iterable[Received], county: County, year: int, folder: Path) -> Roll:
    """Match files of ``year`` to the county's list, by 机关 or by the name of the folder that holds them.

    The county's own sum is not among them. Without a list every body that sent something is on it. Of two
    files of a body the one in its own folder stands for it, and there the one that is named by the year.
    """
    bodies = county.bodies_of(year)
    roll = Roll(year, {body.name: None for body in bodies}, county=county)
    find = finder(bodies, county.name)
    for item in items:
        named = year_named(item.path)
        if item.is_sum or {item.year, named} - {year, None}:
            if not item.is_sum and named and item.year and named != item.year:
                roll.misdated.append(item)
            continue
        if item.unfilled:
            roll.unfilled.append(item)
            continue
        name = find(item.body) or find(item.path.parent.name if item.path.parent != folder else "")
        if not county.bodies:
            name = item.body or item.path.parent.name
        if not name:
            roll.unknown.append(item)
        elif (first := roll.by_body.get(name)) is None:
            roll.by_body[name] = item
        else:
            pair = ((each, each.path.parent.name, year_named(each.path)) for each in (first, item))
            ranks = [((find(folder) or folder) == name, bool(by_year)) for _, folder, by_year in pair]
            roll.by_body[name], other = (item, first) if ranks[1] > ranks[0] else (first, item)
            roll.twice.append((name, other))
    return roll


def finder(bodies: Iterable[Body], county: str) -> Callable[[str], str]:
    """A function from what a report calls its body to the name on the list; empty where it is not on it.

    A name or alias of the list is itself. Otherwise a name may lack 人民政府 or 办事处, or have the names of
    the ``county`` and of what is above it before it, as titles do; one that fits two bodies fits none.
    """
    place = county.removesuffix("人民政府")
    names = {word: body.name for body in bodies for word in (body.name, *body.aliases)}
    short: dict[str, set[str]] = {}
    for word, name in names.items():
        short.setdefault(_short(word, place), set()).add(name)
    only = {word: next(iter(found)) for word, found in short.items() if len(found) == 1}
    return lambda word: names.get(word) or only.get(_short(word, place), "")


def _short(name: str, place: str) -> str:
    own = name.rpartition(place)[2] if place else name
    return _OFFICE.sub("", own).replace("管理委员会", "管委会") or name
