"""雷同: how many sentences two reports share once names, figures and dates are masked."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from govgen.datafile.county import County
from govgen.datafile.identity import Kind
from govgen.editions.edition import Edition
from govgen.workflows.county.received import Roll
from govgen.workflows.new import StarterPlan, starter

SHARE = 0.5
"""Half of the shorter report: bodies of one county that write by the same outline stay below a fifth."""

FEWEST = 5
"""Fewer shared sentences are no sign of copying: each report has three or four stock phrases."""

SHORTEST = 12
"""Characters of a sentence worth comparing; shorter ones are headings and phrases that the genre repeats."""

COMMON = 0.5
"""A sentence that more than half of many bodies have comes from the county's notice, not from a neighbour."""

MANY = 6
"""Bodies from which on a common sentence can be distinguished from a copied one."""

_STOPS = re.compile(r"[。！？；!?;\n]")
_FIGURES = re.compile(
    r"[0-9０-９.．,，%％]*[0-9０-９][%％]?|[一二三四五六七八九十百千万两零〇]+(?=[年月日件条次个项人份篇场期户家起名])"
)
_SELF = re.compile(r"(?<=[我本全])(?:镇|乡|街道|局|办|县|区|市|委|中心)")
_BLANKS = re.compile(r"[\s，,、：:（）()《》“”\"'·—-]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports that are alike. ``share`` is the part of the shorter one's sentences that both have."""

    first: str
    second: str
    share: float
    sentences: tuple[str, ...]

    def sample(self, most: int) -> list[str]:
        """The first of the sentences, each with its full stop, and how many more there are."""
        shown = [f"{sentence}。" for sentence in self.sentences[:most]]
        more = len(self.sentences) - len(shown)
        return [*shown, f"另有 {more} 句"] if more else shown


class Masker:
    """Masks what two bodies would naturally write differently."""

    def __init__(self, names: Iterable[str]) -> None:
        """For bodies with ``names``; the place alone (青禾镇 of 青禾镇人民政府) is masked too."""
        ends = r"(?:人民政府|街道办事处|办事处|政府)$"
        found = {part for name in names for part in (name, re.sub(ends, "", name)) if len(part) > 1}
        self.names = sorted(found, key=lambda name: (-len(name), name))

    def mask(self, sentence: str) -> str:
        """``sentence`` with names, figures, the word for oneself and punctuation evened out."""
        for name in self.names:
            sentence = sentence.replace(name, "○")
        sentence = _SELF.sub("○", sentence)
        return _BLANKS.sub("", _FIGURES.sub("#", sentence))

    def sentences(self, text: str, known: Collection[str] = ()) -> dict[str, str]:
        """Each sentence of ``text`` worth comparing, by its masked form, without the ``known`` ones."""
        found = {self.mask(part): part.strip() for part in _STOPS.split(text)}
        return {form: part for form, part in found.items() if len(form) >= SHORTEST and form not in known}


def alike_in(roll: Roll, edition: Edition) -> list[Pair]:
    """Pairs of reports that are alike: two of a year, or one of it and one of the year before."""
    county = roll.county
    masker = Masker([*(name for body in county.bodies for name in (body.name, *body.aliases)), *roll.by_body])
    texts: dict[str, str] = {}
    past = f"（{roll.year - 1}）"
    for body, item in roll.by_body.items():
        if item is not None and not item.trouble:
            texts[body] = item.prose
            texts |= {f"{body}{past}": item.last_prose} if item.last_prose else {}
    share = float(county.likeness.value) if county.likeness else None
    pairs = alike(texts, masker, known_sentences(county, edition, masker), share)
    return [pair for pair in pairs if not (pair.first.endswith(past) and pair.second.endswith(past))]


def known_sentences(county: County, edition: Edition, masker: Masker) -> frozenset[str]:
    """Masked sentences that do not count: those of a new file and of the county's profile."""
    starters = [starter(StarterPlan("青禾镇人民政府", kind, edition.first_year)) for kind in Kind]
    texts = [*starters, county.profile.introduction]
    return frozenset(form for text in texts for form in masker.sentences(text))


def alike(
    texts: Mapping[str, str], masker: Masker, known: Collection[str] = (), limit: float | None = None
) -> list[Pair]:
    """Pairs of ``texts`` that share too much, the most alike first. ``known`` sentences do not count.

    ``limit`` is the share from which on they do, where the county sets another than ``SHARE``.

    Only texts that share a sentence are paired, so the cost grows with what is shared.
    """
    forms = {name: masker.sentences(text, known) for name, text in texts.items()}
    holders: dict[str, list[str]] = defaultdict(list)
    for name, own in forms.items():
        for form in own:
            holders[form].append(name)
    most = len(texts) * COMMON if len(texts) >= MANY else len(texts)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        if len(names) <= most:
            shared.update(itertools.combinations(names, 2))
    pairs = []
    for (first, second), number in shared.items():
        one, two = forms[first], forms[second]
        share = number / min(len(one), len(two))
        if number >= FEWEST and share >= (limit or SHARE):
            pairs.append(Pair(first, second, share, tuple(one[form] for form in one if form in two)))
    return sorted(pairs, key=lambda pair: (-pair.share, pair.first, pair.second))
