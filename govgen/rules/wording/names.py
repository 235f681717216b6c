"""Names of the body and of places, which the list of administrative divisions knows (T604–T608)."""

import functools
import gzip
import re
from collections.abc import Iterator, Sequence
from importlib import resources

from govgen.datafile.identity import Kind
from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import load, pattern, pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.lines import Line, matches, worded
from govgen.rules.text.sentences import sentence

Chain = tuple[str, ...]
"""The names of a division and of those above it, from the province down."""

_SHORTEST, _LONGEST = 3, 9
"""Names of two characters (和县, 城区) are words as often as places; few are longer than nine."""
_UNKNOWN = "某"
_COUNTIES = "县区旗"
"""What counties are called; a city may be one, or above one."""


@functools.cache
def _divisions() -> str:
    """The list: a line for each division above the town, indented more than what it is part of."""
    packed = resources.files("govgen.rules.lexicon").joinpath("divisions.txt.gz").read_bytes()
    return gzip.decompress(packed).decode("utf-8")


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(_divisions().split())


@functools.lru_cache(maxsize=256)
def _chains(name: str) -> tuple[Chain, ...]:
    """The places in the country that have this name."""
    found: list[Chain] = []
    above: list[str] = []
    for line in _divisions().splitlines():
        level = len(line) - len(line.lstrip("\t"))
        if level == 2 and name not in line:
            continue
        first, *towns = line.split()
        above = [*above[:level], first]
        found += [tuple(above)] * (first == name) + [(*above, name)] * (name in towns)
    return tuple(found)


@functools.lru_cache(maxsize=256)
def places(text: str, *, own: bool = False) -> tuple[tuple[int, int], ...]:
    """The divisions that folded ``text`` names, the longest name at each place.

    Where it is a body's ``own`` name, a county's name may have two characters.
    """
    known, ordinary = _names(), load("bodies")["ordinary"]["words"].split()
    found: list[tuple[int, int]] = []
    for match in pattern_of("bodies", "endings").finditer(text):
        end, last = match.end(), found[-1][1] if found else 0
        shortest = _SHORTEST - (own and match[0] == "县")
        for start in range(max(last, end - _LONGEST), end - shortest + 1):
            name = text[start:end]
            words = {name[: match.start() - start], text[max(0, start - 1) : start + 1]}
            if name in known and (start == last > 0 or words.isdisjoint(ordinary)):
                found.append((start, end))
                break
    return tuple(found)


@functools.lru_cache(maxsize=64)
def chains_of(body: str, region: str = "") -> tuple[Chain, ...]:
    """Where a body of this name can be, as far down as the list goes; empty where it has no such place."""
    words = region + re.sub("办事处$|(?:人民)?政府$", "", body)
    named = [words[start:end] for start, end in places(words, own=True)]
    return tuple(chain for chain in _chains(named[-1]) if set(named) <= set(chain)) if named else ()


def is_within(name: str, chains: Sequence[Chain]) -> bool:
    """Whether a division of this name is one of ``chains``, above one of them or below."""
    return any(
        own[: len(other)] == other or other[: len(own)] == own for own in chains for other in _chains(name)
    )


def _foreign(report: Report) -> Iterator[str]:
    """Expressions for the words by which only bodies of other kinds name themselves."""
    data, kind = load("bodies"), report.who.kind
    callings = {word: entry for word, entry in data["callings"].items() if word != "source"}
    name = re.sub(r"(?:人民)?政府$|办事处$", "", report.who.body)
    own = [word for word in callings if name.endswith(word)] or data["own"].get(kind, callings)
    for word, entry in callings.items():
        if word not in own:
            before = entry.get("alone", data["alone"].get(kind, "$^"))
            alone = f"{before}{word}(?:{entry['organ']})"
            yield f"[我本]{word}(?!{entry['other']})|全{word}(?!{entry['other']}){entry['whole']}|{alone}"


@rule("T604")
def other_kinds(report: Report) -> Iterator[Finding]:
    """A town that speaks as a street office would, and the like."""
    for line, match in matches(report, pattern("bodies", "|".join(_foreign(report)) or "(?!)")):
        if not any(start < match.end() <= end + 4 for start, end in places(line.text)):
            message = f"“{match[0]}”不是{report.who.body}的称谓"
            yield line.found("T604", message, *match.span())


@rule("T604")
def other_counties(report: Report) -> Iterator[Finding]:
    """An organ of a district above a town that is in a county, and the like."""
    own = pattern_of("bodies", "above", "own").search((report.who.region or "") + report.who.body)
    if own is None:
        return
    others = load("bodies")["above"]["find"].format(_COUNTIES.replace(own["kind"], ""))
    for line, match in matches(report, pattern("bodies", others)):
        message = f"“{match[0]}”：本机关属于一个{own['kind']}，请核对是否抄自别处的报告"
        yield line.found("T604", message, *match.span())


@rule("T606")
def misspelt_name(report: Report) -> Iterator[Finding]:
    """A name that is nearly the body's own."""
    for line in worded(report):
        for match in _nearly(report, line):
            message = f"“{match[0]}”与本机关的名称“{report.who.body}”不一致"
            yield line.found("T606", message, *match.span())


def _nearly(report: Report, line: Line) -> Iterator[re.Match[str]]:
    """The body's name with one character wrong, of a short one only exchanged, of another kind or of none."""
    own = pattern_of("bodies", "place").match(report.who.body)
    if own is None or _UNKNOWN in own["core"] or not any(part in line.text for part in own.groups()):
        return
    core, suffix = own["core"], own["suffix"]
    han = f"[^\\W\\d_a-zA-Z{load('bodies')['general']}{suffix}]"
    cuts = ((core[:at], core[at:], core[at + 1 :]) for at in range(len(core)))
    pieces = [[re.escape(piece) for piece in cut] for cut in cuts]
    spellings = [f"{before}(?!{rest}){han}{after}" for before, rest, after in pieces]
    spellings += [before + after for before, _, after in pieces[1:] if len(core) > 2]
    callings = load("bodies")["callings"]
    kinds = [word for kind in (Kind.TOWN, Kind.STREET) for word in load("bodies")["own"][kind]]
    others = [f"{re.escape(core)}{k}(?!{callings[k]['other']})" for k in kinds if k[0] != suffix[0]]
    others.append(f"{re.escape(core)}(?=人民政府)")
    yield from re.compile(rf"(?:{'|'.join(spellings)}){suffix}|{'|'.join(others)}").finditer(line.text)


@rule("T608")
def other_places(report: Report) -> Iterator[Finding]:
    """A place that is not the body's, nor above or below it; a hint where no organ of that place is named."""
    own = chains_of(report.who.body, report.who.region or "")
    seat, away = pattern_of("bodies", "seat"), pattern_of("bodies", "away")
    for line in worded(report) if own else ():
        for start, end in places(line.text):
            name = line.text[start:end]
            if not (is_within(name, own) or away.search(sentence(line.text, start))):
                level = None if seat.match(line.text, end) else Level.INFO
                message = f"“{name}”不是本机关所在的地方（{''.join(own[0])}）"
                yield line.found("T608", message, start, end, level=level)
