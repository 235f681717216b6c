"""Percentages against the counts they come from (C313)."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate, pairwise

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.counts import Figure, addable, figures, number_of
from govgen.rules.text.lines import Line, lines, matches
from govgen.rules.text.sentences import sentence_end, sentence_start, sentences

_NEAR = 20
"""A share comes at most this many characters after the count it belongs to."""
_NOUN = re.compile("[^，。；：、（）其中共的了和]{2,}$")
"""The last words of a label, which name what is counted."""
_BESIDE = 14
"""So many characters after a count are of it, too: 12个村开通了."""
_NOT = re.compile("[不未没]")
"""What makes a count one of those that a rate leaves out."""
_ROW = re.compile(r"(?:[、，和]\s{0,4}\d{1,3}(?:\.\d{1,4})?%)+")
"""The further shares of a row."""
_SHARE = re.compile(r"(?P<p>\d{1,3}(?:\.\d{1,4})?)(?P<sign>%)")
_AFTER = re.compile("[多余强]?[，（][计即为共]{0,2}(?=\\d)")
"""What joins a share to its own count after it: 占55%，计25410次."""
_CLAUSES = 2
"""After more clauses than this a rise or fall is of something else than the counts before."""
_BRACKET = re.compile("（[^）]{0,20}）")
"""What may have last year's count behind a rise or fall."""
_TENTHS = 5
"""成 counts in tenths: a share stated so may lie this many hundredths off."""


@rule("C313")
def percentages(report: Report) -> Iterator[Finding]:
    """A share, a rate or a change that no two counts of the text give."""
    for find in (_share, _rate, _growth):
        for line, match in matches(report, pattern_of("figures", find.__name__[1:])):
            if (wrong := find(line, match)) is not None:
                start, part, base, stated = wrong
                due = _percent(part, base, stated)
                said = stated[0] if find is _growth else f"{stated['p']}{stated['sign']}"
                message = f"{part.value:f}/{base.value:f} 应为 {due}%，写的是 {said}"
                yield line.found("C313", message, min(start, stated.start()), max(part.end, stated.end()))


@rule("C313")
def points(report: Report) -> Iterator[Finding]:
    """A difference in percentage points that the two percentages before it in the sentence do not have."""
    for line, match in matches(report, pattern_of("figures", "points")):
        start = sentence_start(line.text, match.start())
        shares = [*_SHARE.finditer(line.text, start, match.start())]
        if len(shares) == 2:
            due = abs(Decimal(shares[0]["p"]) - Decimal(shares[1]["p"]))
            if due != Decimal(match["n"]):
                message = f"{shares[0][0]} 和 {shares[1][0]} 相差 {due:f} 个百分点，写的是 {match['n']}"
                yield line.found("C313", message, shares[0].start(), match.end())


@rule("C313")
def shares_of_all(report: Report) -> Iterator[Finding]:
    """Shares of a sentence, the last of them that of all others (其余10%), which are not 100 % together."""
    last, change = (pattern_of("figures", "rest_of_all", key) for key in ("find", "change"))
    for line in lines(report):
        for start, end in sentences(line.text):
            shares = [*_SHARE.finditer(line.text, start, end)]
            ends = [start, *(share.end() for share in shares)]
            labels = [line.text[end : share.start()] for end, share in zip(ends, shares, strict=False)]
            total = sum((Decimal(share["p"]) for share in shares), Decimal(0))
            is_whole = len(shares) > 2 and last.search(labels[-1]) and not any(map(change.search, labels))
            # Rounded shares may be half a tenth off each.
            if is_whole and abs(total - 100) > Decimal("0.1") * len(shares):
                message = f"各部分相加是 {total:f}%，不是 100%"
                yield line.found("C313", message, shares[0].start(), shares[-1].end())


_Wrong = tuple[int, Figure, Figure, re.Match[str]]
"""A wrong percentage: where the statement begins, the part, its whole, and the percentage as stated."""


def _share(line: Line, match: re.Match[str]) -> _Wrong | None:
    """The share of the last count before, in the same sentence, or of the one that the words before name.

    A row of shares (分别占75%、19%和6%) begins with that of the first of as many counts, before which their
    total may stand. A count may follow its share.
    """
    text = line.text
    before = figures(text, 0, match.start())
    before = [item for item in before if item.unit == before[-1].unit]
    gap = text[before[-1].end : match.start()] if before else "。"
    if pattern_of("figures", "share", "together").search(text, 0, match.start()):
        return None
    row = _ROW.match(text, match.end())
    shares = [match, *_SHARE.finditer(text, *row.span())] if row else [match]
    if len(shares) > 1 and (ways := list(_rows(before, shares))):
        return None if None in ways else ways[0]
    inside = figures(text, match.start(), match.end())[:1]  # 12件、3件、9件，占总数30件的80%
    sums = [before[-1]._replace(value=value) for value in accumulate(item.value for item in reversed(before))]
    if any(_fits(part, base, match) for base in inside if base.value for part in sums):
        return None
    part = _named(line, before, match.start())
    is_near = len(gap) <= _NEAR and not re.search("[。；]", gap)
    if len(before) >= len(shares) and is_near and not (part and gap):
        part = before[-len(shares)]
    if after := _AFTER.match(text, match.end()):
        part = next((item for item in figures(text, after.end()) if item.start == after.end()), part)
    return _unlike(line, match, part, figures(text))


def _rows(counts: Sequence[Figure], shares: Sequence[re.Match[str]]) -> Iterator[_Wrong | None]:
    """What is wrong with a row of shares of as many counts, in all of these or in the total after them.

    Nothing where the first share is right in neither reading; None for one in which all are.
    """
    size = len(shares)
    for row, whole in ((counts[-size:], counts[-size:]), (counts[-size - 1 : -1], counts[-1:])):
        base = _total(whole) if whole else None
        if base and len(row) == size and base.value >= row[0].value > 0 and _fits(row[0], base, shares[0]):
            pairs = zip(row, shares, strict=True)
            wrong = ((part.start, part, base, share) for part, share in pairs if not _fits(part, base, share))
            yield next(wrong, None)


def _named(line: Line, counts: Sequence[Figure], at: int, *, partly: bool = False) -> Figure | None:
    """The one count whose noun, or ``partly`` any word of it, is in the clause before a percentage.

    For example 网站210条。……网站占…… or 公开信息386条。公开总量比上年……
    """
    clause = line.text[sentence_start(line.text, at, "，。；") : at]
    nouns = ((item, noun[0]) for item in counts if (noun := _NOUN.search(item.words)))
    words = ((item, map("".join, pairwise(noun)) if partly else [noun]) for item, noun in nouns)
    same = [item for item, pieces in words if any(piece in clause for piece in pieces)]
    return same[0] if len(same) == 1 else None


def _rate(line: Line, match: re.Match[str]) -> _Wrong | None:
    """A rate named like a count before it (回收138份，回收率…), as a share of a count before that.

    Where several are named so, it may be that of any of them, or of all together (当场整改…处，限期整改…处).
    """
    text = line.text[: match.start()]
    counts = figures(line.text, sentence_start(text, len(text)), len(text))
    ends = {item: sentence_end(text, item.end, "，。；：、（）", _BESIDE) for item in counts}
    around = {item: item.words + text[item.end : end] for item, end in ends.items()}
    opened, closed = text.rfind("（"), text.rfind("）")
    aside = [item for item in counts if item.bracket not in {-1, opened if opened > closed else -1}]
    named = [item for item in counts if item not in aside and set(match["stem"]) <= set(around[item])]
    if not named or any(_NOT.search(around[item]) for item in named):
        return None  # 13份，其中不予通过1份，通过率92.3%
    parts = [*named, *(_total(row) for row in (named, named[1:], counts[1:]) if row)]
    bases = [item for item in counts if item.value]
    if any(base.start < part.start and _fits(part, base, match) for part in parts for base in bases):
        return None
    return _unlike(line, match, named[-1], counts[: counts.index(named[-1])])


def _total(counts: Sequence[Figure]) -> Figure:
    """All counts together, where the first one is."""
    return counts[0]._replace(value=sum((item.value for item in counts), Decimal(0)))


def _unlike(line: Line, match: re.Match[str], part: Figure | None, counts: Sequence[Figure]) -> _Wrong | None:
    """The part and the largest whole, where the percentage fits none of ``counts``, and none is round.

    A count that is itself a share may be the whole of another one, but does not show that it must be; one of
    last year is no whole.
    """
    if part is None or part.about or not part.value:
        return None
    now = [item for item in counts if item.apart < 0 and item != part]
    bases = [item for item in now if addable(item, part) and item.value >= part.value]
    if any(item.about or _fits(part, item, match) for item in bases):
        return None
    shared = pattern_of("figures", "share")
    whole = [item for item in bases if not shared.match(line.text, item.end + 1)]
    return (part.start, part, max(whole, key=lambda item: item.value), match) if whole else None


def _growth(line: Line, match: re.Match[str]) -> _Wrong | None:
    """The change and last year's count, where the rise or fall stated is not their quotient."""
    text, start = line.text, sentence_start(line.text, match.start())
    end = sentence_end(text, match.end(), "。")
    counts = figures(text, start, match.start()) or figures(text, match.end(), end)
    if len(counts) == 1 and (bracket := _BRACKET.match(text, match.end())):
        counts += figures(text, *bracket.span())  # 840条，同比增长15%（2023年为700条）
    if len(counts) == 1 and (now := _named(line, figures(text, 0, start), match.start(), partly=True)):
        start, counts = now.start, [now, *counts]
    alike = len({item.unit for item in counts}) == 1 and not any(item.about for item in counts)
    change = _change(text, start, counts) if alike and len(counts) in {2, 3} else None
    if change is None or text.count("，", counts[-1].end, match.start()) > _CLAUSES:
        return None
    rises = pattern_of("figures", "growth", "rises").search(match[0]) is not None
    is_right = _fits(change[0]._replace(value=abs(change[0].value)), change[1], match)
    is_right = is_right and (change[0].value > 0) is rises
    return None if is_right else (counts[0].start, *change, match)


def _change(text: str, start: int, counts: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """The difference that the counts of a sentence state or make, below 0 for a fall, and last year's count.

    None where the sentence does not say which of them is which.
    """
    rise, fall, against = (pattern_of("figures", "growth", key) for key in ("rise", "fall", "against"))
    leads = {item: text[start : item.start] for item in counts}
    stated = [item for item in counts if rise.search(leads[item]) or fall.search(leads[item])]
    old = [item for item in counts if item not in stated and against.search(leads[item])]
    others = [item for item in counts if item not in {*stated, *old}]
    if len(stated) > 1 or len(old) > 1 or len(counts) - len(others) < len(counts) - 1:
        return None
    change, base = (stated or others)[0], (old or others)[0]
    if not stated:
        change = change._replace(value=change.value - base.value)
    elif fall.search(leads[change]):
        change = change._replace(value=-change.value)
    if not old:
        base = base._replace(value=base.value - change.value)
    return (change, base) if base.value > 0 else None


def _fits(part: Figure, base: Figure, match: re.Match[str]) -> bool:
    """Whether a part and its whole give the percentage: rounded alike, or in tenths."""
    if match["sign"] == "成":
        return abs(part.value * 100 / base.value - number_of(match["p"]) * 10) <= _TENTHS
    return Decimal(match["p"]) == Decimal(_percent(part, base, match))


def _percent(part: Figure, base: Figure, match: re.Match[str]) -> str:
    """The share, rounded to as many decimals as the text gives."""
    places = len(match["p"].partition(".")[2])
    return f"{(part.value * 100 / base.value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
