"""Names of bodies: words that only another body would use of itself (T604–T606)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load, pattern
from govgen.rules.rule import rule
from govgen.rules.text.lines import worded
from govgen.rules.text.search import matches, said

_UNKNOWN = "某"


@rule("T604")
def other_kinds(report: Report) -> Iterator[Finding]:
    """A town that speaks as a street office would, and the like."""
    data, kind = load("bodies"), report.who.kind
    if kind is None:
        return
    foreign = [data["selves"].get(kind), data["roles"].get(kind)]
    name = re.sub(r"(?:人民)?政府$", "", report.who.body)
    foreign += [words for ending, words in data["endings"].items() if name.endswith(ending)]
    for expression in filter(None, foreign):
        for line, match in matches(report, pattern("bodies", expression)):
            message = f"“{match[0]}”不是{report.who.body}的称谓"
            yield line.found("T604", message, match.start(), match.end())


@rule("T605")
def wider_charge(report: Report) -> Iterator[Finding]:
    """A province or county spoken of as one's own charge, by a body below the county."""
    if report.who.kind in load("bodies")["official"]:
        yield from said(report, "T605", "bodies", "wider")


@rule("T606")
def other_names(report: Report) -> Iterator[Finding]:
    """A name that nearly is the body's own, or that of another body where its own is due."""
    own = pattern("bodies", load("bodies")["place"]["find"]).match(report.who.body)
    if own is None or _UNKNOWN in own["core"]:
        return
    core, suffix = own["core"], own["suffix"]
    nearly = _near(core, suffix)
    for line in worded(report):
        named = suffix in line.text and any(sign in line.text for sign in core)
        near = list(nearly.finditer(line.text)) if named else []
        for match in near:
            message = f"“{match[0]}”与本机关的名称“{core}{suffix}”不一致"
            yield line.found("T606", message, match.start(), match.end())
        for match in _official(report, line.text):
            apart = not any(other.start() < match.end() and match.start() < other.end() for other in near)
            if apart and _named(match) not in core:
                yield line.found("T606", f"“{match[0]}”像是另一个机关的名称", match.start(), match.end())


def _official(report: Report, text: str) -> Iterator[re.Match[str]]:
    """Names of bodies of the same kind in sentences on disclosure, those that mean any such body left out."""
    data = load("bodies")
    find = data["official"].get(report.who.kind)
    if not find or not pattern("bodies", data["followed"]["find"]).search(text):
        return
    for match in pattern("bodies", find).finditer(text):
        name = _named(match)
        if not set(name) & set(data["general"]) and not pattern("bodies", data["generic"]).search(name):
            yield match


def _named(match: re.Match[str]) -> str:
    """The name in a match, whichever wording it was found by."""
    return next(word for word in match.groups() if word)


def _near(core: str, suffix: str) -> re.Pattern[str]:
    """Spellings one character away from ``core``; of a name of two characters only with one exchanged."""
    han = f"[^\\W\\d_a-zA-Z{load('bodies')['general']}{suffix}]"
    spellings = []
    for at, sign in enumerate(core):
        before, after = re.escape(core[:at]), re.escape(core[at + 1 :])
        spellings.append(f"{before}(?!{re.escape(sign)}){han}{after}")
        if len(core) > 2 and at > 0:
            spellings.append(before + after)
    return re.compile(rf"(?:{'|'.join(spellings)}){suffix}")


@rule("T608")
def other_county(report: Report) -> Iterator[Finding]:
    """The site or office of a county that is not the one in the body's own name."""
    data = load("bodies")["superior"]
    own = pattern("bodies", data["own"]).match(f"{report.who.region or ''}{report.who.body}")
    if own is None or report.who.kind not in load("bodies")["official"]:
        return
    for line, match in matches(report, pattern("bodies", data["find"])):
        if not (match["name"].endswith(own["name"]) or own["name"].endswith(match["name"][-3:])):
            message = f"“{match['name']}”不是本机关所在的“{own['name']}”"
            yield line.found("T608", message, match.start("name"), match.end("name"))
