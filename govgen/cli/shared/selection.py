"""Which findings a run shows and counts: by level and by code."""

from collections.abc import Iterable
from typing import NamedTuple

import click

from govgen.datafile.keys import meant
from govgen.findings.catalogue import codes
from govgen.findings.finding import Finding, Level


class Selection(NamedTuple):
    """What is asked for: a level and all graver ones, and codes by their beginnings.

    With ``select`` only codes that begin so are kept; ``ignore`` takes out, and has the last word.
    """

    level: Level = Level.INFO
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def keeps(self, finding: Finding) -> bool:
        """Whether ``finding`` is asked for."""
        return (
            finding.level.rank <= self.level.rank
            and (not self.select or finding.code.startswith(self.select))
            and not (self.ignore and finding.code.startswith(self.ignore))
        )


def prefixes(_context: click.Context, _option: click.Parameter, values: Iterable[str]) -> tuple[str, ...]:
    """The beginnings of codes that options name, separated by commas or given again and again.

    Raises:
        BadParameter: no code of the catalogue begins so.
    """
    parts = [part.strip().upper() for value in values for part in value.replace("，", ",").split(",")]
    wanted = tuple(dict.fromkeys(part for part in parts if part))
    for part in wanted:
        if not any(code.startswith(part) for code in codes()):
            raise click.BadParameter(f"没有以“{part}”开头的代码{meant(part, codes())}")
    return wanted
