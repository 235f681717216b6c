"""The catalogue of findings: what each code means, how grave it is, and on what it rests."""

import functools
from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from govgen.findings.finding import Finding, Level, Related, Span

FAMILIES = {
    "Y": ("file", "文件与写法"),
    "D": ("structure", "内容与取值"),
    "B": ("balances", "勾稽关系"),
    "C": ("consistency", "文字与表格的一致"),
    "L": ("law", "法规与格式版本"),
    "K": ("last_year", "与上年报告的衔接"),
    "T": ("wording", "文字、编号与标点"),
    "P": ("privacy", "隐私与联系方式"),
}
"""The families of codes by their letter: the name of their files, and what a clerk calls them."""


class Tier(StrEnum):
    """The kind of source a rule rests on; only the first two may be spoken of as binding."""

    LAW = "法律"
    NOTICE = "通知"
    STANDARD = "标准"
    PRACTICE = "实务"
    TOOL = "工具"


class Example(BaseModel):
    """Two fragments of a data file: with the first the review finds the code, with the second it does not.

    A fragment is one or more top-level keys with their values; they take the place of the same keys in a
    sound report (or are added to it). ``last`` is such a fragment for last year's file, ``beside`` for
    another file in the folder, ``county`` the text
    of the county's settings, ``body`` such a fragment for the file of a body that a county adds up
    (青禾镇/2025.yaml), ``encoding`` how the file is stored. ``whole`` says that the wrong one is a file by
    itself, ``repeat`` how often it is written there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    wrong: str
    right: str
    last: str | None = None
    beside: str | None = None
    county: str | None = None
    body: str | None = None
    encoding: str = "utf-8"
    whole: bool = False
    repeat: int = 1


class CatalogueEntry(BaseModel):
    """One code of the catalogue."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    title: str
    level: Level
    tier: Tier
    citation: str = ""
    explanation: str
    advice: str
    data_advice: str = ""
    """What goes on from ``advice`` where the report has a data file."""
    example: Example
    mistakes: tuple[str, ...] = ()
    fixable: bool = False
    together: str = ""
    yields_to: tuple[str, ...] = ()
    """Codes of findings that say more of a slip, as on a longer expression: of one slip only these are said.

    Its own code among them: of its findings that overlap only the shortest is said.
    """

    @property
    def whole_advice(self) -> str:
        """How to mend it in a data file."""
        return self.advice + self.data_advice


_ENTRIES = TypeAdapter(dict[str, CatalogueEntry])


@functools.cache
def family(letter: str) -> dict[str, CatalogueEntry]:
    """All entries of one family, by code; ``letter`` is a key of ``FAMILIES``."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = (yaml.load(file.read_text(encoding="utf-8"), Loader=loader) for file in files_of(letter))
    return {code: item for entries in found for code, item in _ENTRIES.validate_python(entries).items()}


def files_of(letter: str) -> list[Path]:
    """The files of a family: the one named after it, and those whose names go on from there."""
    return sorted(Path(__file__).parent.glob(f"{FAMILIES[letter][0]}*.yaml"))


def entry(code: str) -> CatalogueEntry:
    """The entry of ``code``; KeyError when there is none."""
    return family(code[0])[code]


def codes() -> list[str]:
    """Every code there is, in order of family and number."""
    return [code for letter in FAMILIES for code in sorted(family(letter))]


def finding(
    code: str,
    message: str,
    span: Span,
    *,
    advice: str = "",
    where: str = "",
    related: tuple[Related, ...] = (),
    level: Level | None = None,
    citation: str = "",
    fixable: bool = False,
) -> Finding:
    """A finding of ``code`` at ``span``, with the catalogue's level, advice and citation filled in.

    ``level`` may only soften what the catalogue says (a circumstance explains the fault), never sharpen it.
    ``citation`` and ``advice`` take the place of the entry's where the case has a closer one.
    """
    known = entry(code)
    if level is not None and level.rank < known.level.rank:
        raise ValueError(f"{code}: a rule may soften its level, not sharpen it")
    return Finding(
        code,
        level or known.level,
        message,
        span,
        advice=advice or known.whole_advice,
        citation=citation or known.citation,
        where=where,
        related=related,
        mistakes=known.mistakes,
        fixable=fixable or known.fixable,
    )


def without_data_file(found: Finding) -> Finding:
    """``found`` as said of a report that has no data file: ``--fix`` mends nothing, and no key is there."""
    advice = found.advice.removesuffix(entry(found.code).data_advice)
    return found._replace(advice=advice, fixable=False)
