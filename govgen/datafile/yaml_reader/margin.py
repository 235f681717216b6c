"""Tabs or wide blanks at the start of a line, and before every line of a file, which is one slip."""

import os.path

from govgen.datafile.yaml_reader.flow_slips import OTHER_BLANKS
from govgen.datafile.yaml_reader.repairs import BY_FIX, LineFix, RepairedLine, RepairedText
from govgen.findings.catalogue import finding
from govgen.findings.finding import Span

_FEWEST = 3
"""Fewer lines than this are no whole file that was moved."""


def margin_of(lines: list[str]) -> str:
    """What all lines begin with that YAML takes for no indent; empty where there is none."""
    written = [line for line in lines if line.strip()]
    blanks = [line[: len(line) - len(line.lstrip())] for line in written]
    common = os.path.commonprefix(blanks)  # noqa: RUF071  (these are no paths)
    return common if len(written) >= _FEWEST and common.strip(" ") else ""


def take_off(margin: str, typed: list[str], mended: RepairedText) -> None:
    """Report the ``margin`` of the lines as they were ``typed``, and repair those that are not ``mended``."""
    kinds = dict.fromkeys(
        "制表符（Tab 键）" if char == "\t" else OTHER_BLANKS.get(char, "空格") for char in margin
    )
    number = next(at for at, line in enumerate(typed, start=1) if line.strip())
    slip = finding(
        "Y011" if "\t" in margin else "Y012",
        f"每一行前面都多了{'、'.join(kinds)}",
        Span.point(number, 1, len(margin)),
        advice=f"删去每行前面的这些空白{BY_FIX}。",
        fixable=True,
    )
    mended.findings.insert(0, slip)
    repaired = {fix.line for fix in mended.fixes}
    mended.fixes += [
        LineFix(at, line.removeprefix(margin), slip)
        for at, line in enumerate(typed, start=1)
        if at not in repaired and line.startswith(margin)
    ]


def mend_leading_blanks(line: RepairedLine) -> None:
    """Report and mend tabs and wide blanks that a line begins with."""
    line.tabs(0, line.blanks)
    wide = [column for column in range(line.blanks) if line.text[column] in OTHER_BLANKS]
    if wide:
        kinds = "、".join(dict.fromkeys(OTHER_BLANKS[line.text[column]] for column in wide))
        line.report("Y012", f"行首是{kinds}，YAML 只认半角空格", wide[0], wide[-1] - wide[0] + 1)
        for column in wide:
            line.replace(column, 1, "  " if line.text[column] == "\u3000" else " ")
