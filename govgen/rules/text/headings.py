"""Recognises the statutory section headings, also in altered wording."""

from __future__ import annotations

import functools
import re

from govgen.editions.edition import Edition
from govgen.editions.labels import bare, fold
from govgen.editions.loading import editions
from govgen.rules.lexicon import load, pattern
from govgen.rules.text.lines import flat
from govgen.rules.text.near import near

_GLOSS = r"[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}[）)]"


SLIPS = 2
"""So many edits in the twelve characters of the report's name are a slip; more make another name."""
_TITLE_LIMIT = 60


def report_name(edition: Edition) -> str:
    """The statutory name of the report, which follows body and year in its title."""
    return edition.title.rpartition("}年")[2]


def is_title(text: str) -> bool:
    """Whether a line is the title of a report, also with a slip in its name."""
    words = flat(text).strip()
    if pattern("title", load("title")["shape"]["find"]).search(words):
        return True
    name = report_name(editions()[-1])
    return len(words) <= _TITLE_LIMIT and not re.search("[，。；]", words) and any(near(words, name, SLIPS))


_compiled = functools.cache(re.compile)  # when first needed: a data file has no outline to be found


def section_of(words: str) -> str:
    """The id of the section whose heading ``words`` may be; empty for other words and for row labels."""
    folded = plain(words)
    outline = load("outline")
    if bare(folded) in _labels() or pattern("outline", outline["never"]["words"]).search(folded):
        return ""
    return _exact().get(folded) or next(
        (item["id"] for item in outline["sections"] if pattern("outline", item["words"]).search(folded)), ""
    )


@functools.cache
def order() -> tuple[str, ...]:
    """The ids of the sections in their statutory order."""
    return tuple(item["id"] for item in load("outline")["sections"])


@functools.cache
def _exact() -> dict[str, str]:
    return {fold(section.key): section.id for edition in editions() for section in edition.sections}


@functools.cache
def labels() -> frozenset[str]:
    """What the tables of every edition print in their rows and columns, folded, with numbers and notes."""
    return frozenset(
        fold(words)
        for edition in editions()
        for table in edition.tables
        for words in (table.stub, *(heading.node.label for heading in table.walk()))
    )


@functools.cache
def _labels() -> frozenset[str]:
    """The labels without numbers and notes, some of which look like headings."""
    return frozenset(map(bare, labels()))


@functools.cache
def _variants() -> dict[int, str]:
    return str.maketrans(load("outline")["variants"]["words"])


def plain(words: str) -> str:
    """Words of a heading, folded, in simplified characters, without the residue of a phonetic gloss."""
    return fold(_compiled(_GLOSS).sub("", words).translate(_variants()))
