"""The head of a data file: the facts that its top states, with their places."""

from dataclasses import dataclass, field

from govgen.datafile.identity import Facts, Fee, Identity, SumSource, kind_of
from govgen.datafile.keys import meant_by_others
from govgen.datafile.model_reader import ModelReader, Path, text_of
from govgen.datafile.yaml_reader.tree import Mapping, Scalar
from govgen.editions.labels import fold
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Findings, Span

REQUIRED = ("机关", "年度")
"""Without these there is neither a title nor an edition."""

_ELSEWHERE = ("引言", "图表", "待核", "原表改动", "已核实")
"""Keys whose values are read with the tables and the prose."""


@dataclass(slots=True)
class Head:
    """The facts of a file. ``identity`` is None unless both body and year are sound.

    ``explanation`` is the reason given for a difference from last year (机构变动, 更正上年). ``places``
    has the span of each value by its key path. ``sources`` and ``not_summed`` are those of a county's sum.
    """

    year: int | None = None
    identity: Identity | None = None
    fee: Fee | None = None
    explanation: str = ""
    sources: tuple[SumSource, ...] = ()
    not_summed: tuple[str, ...] = ()
    places: dict[Path, Span] = field(default_factory=dict)


def read_head(root: Mapping, found: Findings, *, complete: bool) -> Head:
    """Read the top of a file; ``complete`` is False where reading stopped, so that absence says nothing."""
    reader = ModelReader(found)
    facts = reader.read(Facts, root, _ELSEWHERE)
    texts = {path: entry.value for path, entry in reader.entries.items() if isinstance(entry.value, Scalar)}
    places = {path: value.span for path, value in texts.items() if text_of(value)}
    top = next((entry.span for entry in root), START)
    misspelt = meant_by_others(root)
    for key in REQUIRED if complete else ():
        if (key,) not in reader.entries and fold(key) not in misspelt:
            found.add(finding("D102", f"缺少“{key}”", top))
    identity = _identity(facts)
    if identity is not None and identity.kind is None:
        message = f"从“{identity.body}”看不出是哪一类机关，请写明“类型”"
        found.add(finding("D121", message, places["机关",]))
    if (
        identity is not None
        and complete
        and ("发布日期",) not in reader.entries
        and fold("发布日期") not in misspelt
    ):
        found.add(finding("D122", "没有写发布日期，报告末尾不印成文日期", top))
    return Head(
        year=facts.year or None,
        identity=identity,
        fee=facts.fee,
        explanation=facts.reorganised or facts.corrected,
        sources=tuple(facts.sources),
        not_summed=tuple(facts.not_summed),
        places=places,
    )


def _identity(facts: Facts) -> Identity | None:
    if not (facts.body and facts.year):
        return None
    known = {name: getattr(facts, name) for name in Identity.KEYS}
    return Identity(**known | {"kind": facts.kind or kind_of(facts.body)})
