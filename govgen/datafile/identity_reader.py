"""The head of a data file: the facts that its top states, with their places."""

from dataclasses import dataclass, field

from govgen.datafile.identity import Facts, Identity, kind_of
from govgen.datafile.model_reader import ModelReader, Path
from govgen.datafile.yaml_reader.source import Source
from govgen.datafile.yaml_reader.tree import Scalar
from govgen.findings.catalogue import finding
from govgen.findings.finding import Findings, Span


@dataclass(slots=True)
class Head:
    """The facts that the top of a file states, the span of each value by its key path, and the faults.

    ``year_in_doubt``: the file is named by another year (D124), so that nothing is judged by its year.
    """

    facts: Facts = field(default_factory=Facts)
    places: dict[Path, Span] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    year_in_doubt: bool = False

    @property
    def identity(self) -> Identity | None:
        """Who reports; None unless both body and year are sound."""
        return self.facts if self.facts.body and self.facts.year else None

    @property
    def year(self) -> int | None:
        """The fiscal year; None where it is not sound."""
        return self.facts.year or None

    @property
    def explanation(self) -> str:
        """The reason given for a difference from last year (机构变动, 更正上年)."""
        return self.facts.reorganised or self.facts.corrected


def read_head(source: Source) -> Head:
    """Read the top of a file."""
    found = Findings()
    reader = ModelReader(found)
    facts = reader.read(Facts, source.root)
    texts = {path: entry.value for path, entry in reader.entries.items() if isinstance(entry.value, Scalar)}
    places = {path: value.span for path, value in texts.items() if value.words}
    if facts.body and facts.year:
        facts = facts.model_copy(update={"kind": facts.kind or kind_of(facts.body)})
        if facts.kind is None:
            message = f"从“{facts.body}”看不出是哪一类机关，请写明“类型”"
            found.add(finding("D121", message, places["机关",]))
    return Head(facts, places, found)
