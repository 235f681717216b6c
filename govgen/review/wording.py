"""Wording, numbering and punctuation (T6xx): the family's rules in one place."""

from __future__ import annotations

from govgen.review import (
    wording_confusions,
    wording_marks,
    wording_names,
    wording_numbering,
    wording_quotes,
    wording_repeats,
    wording_spelling,
    wording_title,
    wording_years,
)
from govgen.review.rules import Rule

RULES: tuple[Rule, ...] = (
    *wording_years.RULES,
    *wording_names.RULES,
    *wording_quotes.RULES,
    *wording_repeats.RULES,
    *wording_confusions.RULES,
    *wording_spelling.RULES,
    *wording_numbering.RULES,
    *wording_marks.RULES,
    *wording_title.RULES,
)
