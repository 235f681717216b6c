"""Wording, numbering and punctuation (T6xx): the family's rules in one place."""

from __future__ import annotations

from govgen.rules.rule import Rule
from govgen.rules.wording import confusions as wording_confusions
from govgen.rules.wording import marks as wording_marks
from govgen.rules.wording import names as wording_names
from govgen.rules.wording import numbering as wording_numbering
from govgen.rules.wording import quotes as wording_quotes
from govgen.rules.wording import repeats as wording_repeats
from govgen.rules.wording import spelling as wording_spelling
from govgen.rules.wording import title as wording_title
from govgen.rules.wording import years as wording_years

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
