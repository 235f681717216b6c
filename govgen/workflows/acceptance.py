"""已核实: findings that a person has checked and accepted are set apart, with the reason."""

from collections.abc import Iterable

from govgen.datafile.identity import AcceptedWarning
from govgen.datafile.keys import meant
from govgen.datafile.values import PLACEHOLDER
from govgen.editions.cell_names import path_of
from govgen.editions.labels import unnumbered
from govgen.findings.catalogue import FAMILIES, codes, entry, family, finding
from govgen.findings.finding import AcceptedFinding, Finding, Findings, Level

_NOT_COMPARED = {"K500", "K502"}
"""With one of these, last year's report was not available, so that family K had nothing to compare."""
_SHOWN = 4
"""How many places a message names before it says how many more there are."""


def settle(
    found: Findings, entries: Iterable[AcceptedWarning], *, complete: bool = True
) -> tuple[Findings, tuple[AcceptedFinding, ...]]:
    """What is left of ``found``, and what ``entries`` accept of it.

    An entry names a code and a place: a section's key, or a cell's key path or the end of one, compared as
    keys are; it accepts every finding of the code there. Without a place it accepts a code that fires once.
    Errors are never accepted. What is wrong with an entry is a finding at the entry (D150-D154); that it
    accepts nothing is reported only where its rule did run; ``complete`` says that all rules ran.
    """
    live = dict.fromkeys(found)
    not_run = "" if complete else "".join(FAMILIES)
    not_run += "K" if any(known.code in _NOT_COMPARED for known in live) else ""
    settled: list[AcceptedFinding] = []
    faults: list[Finding] = []
    for item in entries:
        code = item.code.strip().upper()
        alike = [known for known in live if known.code == code]
        hits = [known for known in alike if _is_at(known, item.where)]
        fault = _fault(item, code, hits, alike)
        if fault is not None:
            if fault.code != "D150" or code[0] not in not_run:
                faults.append(fault)
            continue
        for hit in hits:
            del live[hit]
            settled.append(AcceptedFinding(hit, item.reason))
    return Findings([*live, *faults]), tuple(settled)


def _is_at(known: Finding, where: str) -> bool:
    """Whether ``where`` names the finding's place or the end of its key path."""
    place, wanted = _path(known.where), _path(where)
    return not where or place[-len(wanted) :] == wanted


def _path(where: str) -> list[str]:
    return [unnumbered(word) for word in path_of(where)]


def _fault(item: AcceptedWarning, code: str, hits: list[Finding], alike: list[Finding]) -> Finding | None:
    """Why an entry accepts none of the findings of its code; None where it is sound."""
    if code[:1] not in FAMILIES or code not in family(code[0]):
        near = sorted(family(code[0])) if code[:1] in FAMILIES else codes()
        written = f"没有代码“{item.code}”{meant(code, near)}" if code else "没有写“规则”"
        return finding("D152", f"已核实里{written}", item.span)
    if not item.reason or PLACEHOLDER in item.reason:
        return finding("D151", f"已核实里的 {code} 没有写“理由”，不能算核实", item.span)
    if any(known.level is Level.ERROR for known in hits or alike):
        return finding("D153", f"{code}（{entry(code).title}）是错误，不能用已核实放过", item.span)
    if not hits:
        place = f"在“{item.where}”" if item.where else ""
        hint = f"；它在：{_places(alike)}" if alike else ""
        if alike and not any(known.where for known in alike):
            hint += "，不写“位置”即可"
        return finding("D150", f"已核实的 {code} {place}没有出现{hint}", item.span)
    if len({tuple(_path(hit.where)) for hit in hits}) > 1 or (not item.where and len(hits) > 1):
        message = f"{code} 有 {len(hits)} 处，没有写明核实的是哪一处：{_places(hits)}"
        return finding("D154", message, item.span)
    return None


def _places(hits: list[Finding]) -> str:
    names = list(dict.fromkeys(hit.where or f"第 {hit.span.line} 行" for hit in hits))
    more = f" 等 {len(names)} 处" if len(names) > _SHOWN else ""
    return "；".join(names[:_SHOWN]) + more
