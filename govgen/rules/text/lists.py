"""Lists of counts in prose: what opens them, their parts, and where they may end."""

import bisect
import re
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from govgen.rules.lexicon import load, pattern, pattern_of
from govgen.rules.text.counts import Figure, addable
from govgen.rules.text.sentences import sentence_end

LONGEST, REACH = 60, 1500
"""A list has at most so many parts and characters; every search is bounded by it, so that it stays linear."""
_PARALLEL = 20
"""A list that no words open has at most so many parts: any count may be its total."""
LABEL = 14
"""In a list that no words open, a label has at most so many characters: longer ones are sentences."""
_ORDINAL = re.compile(r"[；。]\s{0,4}(?:[一二三四五六七八九]是|（[一二三四五六七八九]）|\d{1,2}[.．])")
_REST = re.compile("^(?:其余|其他|剩余|余下)")
_JOINED = re.compile("、|^(?:以及|[和及与])")
_CLAUSE = re.compile(r"[^。；）][^，。；：（）]{0,80}")
"""What follows a list in the same sentence."""


class Opening(NamedTuple):
    """Where a list may open; ``loose`` words may begin a sentence of their own.

    ``total`` is set where no words open the list, and its labels are merely parallel after that count.
    """

    start: int
    end: int
    closed: bool
    loose: bool
    total: Figure | None = None


def _openings(text: str) -> list[Opening]:
    """Words that open a list, each place once: an entry of the list of words goes before those after it."""
    found: list[Opening] = []
    taken: set[int] = set()
    for kind in load("figures")["lists"]:
        for match in pattern("figures", kind["find"]).finditer(text):
            places = set(range(match.start(), match.end() + 1))
            if not taken & places:
                taken |= places
                found.append(Opening(*match.span(), kind["closed"], kind["loose"]))
    return sorted(found)


def has_verb(label: str) -> bool:
    """Whether the words before a count make it a statement of its own."""
    return pattern_of("figures", "predicates").search(label) is not None


class ListReader:
    """Reads the lists of one folded line: ``counts`` are its figures but for differences."""

    def __init__(self, text: str, counts: Sequence[Figure]) -> None:
        self.text = text
        self.counts = counts
        self.openings = _openings(text) if counts else []

    def opens_between(self, start: int, end: int) -> bool:
        """Whether words open a list between two places, in the last clause there."""
        start = max(start, *(self.text.rfind(mark, start, end) + 1 for mark in "；。"))
        at = bisect.bisect_left(self.openings, start, key=itemgetter(0))
        return at < len(self.openings) and self.openings[at].end <= end

    def read(self, opening: Opening, at: int, inside: int) -> tuple[tuple[Figure, ...], tuple[int, ...]]:
        """The parts after an opening, without parts of parts, and after how many of them it may be over.

        The first part is the count number ``at``, if there is any.
        """
        stop = sentence_end(self.text, opening.end + 2, "。", REACH)  # one right after the words ends nothing
        item = _ORDINAL.search(self.text, opening.end, stop + 1)
        stop = item.start() if item else stop
        parts: list[Figure] = []
        ends: set[int] = set()
        last = skip_to = opening.end
        for figure in self.counts[at : at + (_PARALLEL if opening.total else LONGEST)]:
            if figure.start > stop or figure.bracket < inside:
                break
            if self._is_nested(parts[-1] if parts else opening.total, inside, last, figure):
                ends_it = "；。）" if figure.bracket >= 0 else "；。"
                skip_to = max(skip_to, sentence_end(self.text, figure.start, ends_it, REACH))
            if figure.start >= skip_to:
                if self._leaves(opening, parts, last, figure):
                    break
                adds = not parts or addable(figure, parts[0])
                if parts and (not adds or self._may_end(parts, figure)):
                    ends.add(len(parts))
                parts += [figure] if adds else []
            last = figure.end
        return tuple(parts), tuple(sorted({*ends, len(parts)}))

    def _is_nested(self, before: Figure | None, inside: int, at: int, figure: Figure) -> bool:
        """Whether a count belongs to the one before it: in a bracket, or after words that open a list."""
        if before is None:
            return False
        opens = figure.value <= before.value and self.opens_between(at, figure.start)
        return opens or figure.bracket > max(inside, before.start)

    def _may_end(self, parts: Sequence[Figure], following: Figure) -> bool:
        """Whether a list may be over before a count: at a stronger mark, a new unit, or a new predicate."""
        gap = self.text[parts[-1].end : following.start]
        if _REST.search(parts[-1].words):
            return True
        marks = {self.text[part.end : part.end + 1] for part in parts[:-1]}
        opens = self.opens_between(parts[-1].end, following.start)
        if "；" in gap or "。" in gap or opens or (marks == {"、"} and not _JOINED.search(gap)):
            return True
        if _JOINED.search(gap):
            return False
        return following.unit != parts[-1].unit or self._is_statement(parts[0], following)

    def _is_statement(self, first: Figure, figure: Figure) -> bool:
        """Whether the label of a count has a verb; that of the first part has none, and ends otherwise."""
        own, other = figure.words, first.words
        return has_verb(own) and not has_verb(other) and own[-1:] != other[-1:]

    def _leaves(self, opening: Opening, parts: Sequence[Figure], at: int, figure: Figure) -> bool:
        """Whether a count is no part of the list: about something else, or the total again (3件均已办结)."""
        gap = self.text[at : figure.start]
        if opening.total is not None and ("率" in gap or not self._is_parallel(opening.total, at, figure)):
            return True
        if not parts and opening.total is None:
            return not opening.loose and gap.count("，") > 1  # 含身份证号码，已于当日撤下，现有230条
        if "；" in gap and self._is_statement(parts[0], figure):
            return True
        again = pattern_of("figures", "restated").match(self.text[figure.end : figure.end + 8])
        return bool(again or pattern_of("figures", "breaks").search(self.text, at, figure.start))

    def _is_parallel(self, total: Figure, at: int, figure: Figure) -> bool:
        """Whether a count may be a part of a list that no words open: a short label in the same sentence."""
        like = figure.unit == total.unit and figure.bracket == total.bracket
        gap = self.text[at : figure.start]
        joined = re.search("[，、]", gap) and not re.search("[；。]", gap)
        short = len(figure.words) <= LABEL
        return like and bool(joined) and short and not self.opens_between(at, figure.start)

    def is_closed(self, start: int, parts: Sequence[Figure]) -> bool:
        """Whether a list has several parts and no word that leaves it open."""
        end = parts[-1].end
        inside = self.text[start : end + self.text.startswith("等", end)]
        vague = any(part.about for part in parts) or pattern_of("figures", "open_words").search(inside)
        return len(parts) > 1 and not vague and not pattern_of("figures", "passive").search(inside)

    def is_final(self, end: int) -> bool:
        """Whether a list ends with its clause, with lists of its parts, or before something else."""
        after = _CLAUSE.match(self.text, end)
        if after is None or self.opens_between(end, after.end()):
            return True
        return pattern_of("figures", "breaks").search(after[0]) is not None
