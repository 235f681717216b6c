"""Findings that were accepted, with the entries that accepted nothing."""

from __future__ import annotations

from dataclasses import dataclass

from govgen.findings.finding import Finding


@dataclass(frozen=True, slots=True)
class Settled:
    """A finding that was accepted, and why."""

    finding: Finding
    reason: str
