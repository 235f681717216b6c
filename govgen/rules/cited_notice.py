"""The notice that a finding cites is the one in force for the year reported on."""

from dataclasses import replace

from govgen.editions.edition import Edition
from govgen.editions.loading import editions
from govgen.findings.catalogue import entry
from govgen.findings.finding import Finding

_FORMAT = "所附格式"


def cited(finding: Finding, edition: Edition) -> Finding:
    """``finding`` with the catalogue's citation as it is under ``edition``.

    The catalogue names one notice. Of another only the number and that it has a format are known; what the
    catalogue quotes of the one is not said of the other.
    """
    known = entry(finding.code).citation
    number = next((each.basis.number for each in editions() if known.startswith(each.basis.number)), "")
    if finding.citation != known or number in {"", edition.basis.number}:
        return finding
    clause = known.removeprefix(number)
    named = edition.basis.number + (_FORMAT if clause.startswith(_FORMAT) else "")
    return replace(finding, citation="" if clause.startswith("“") else named)
