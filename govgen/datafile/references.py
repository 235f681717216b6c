"""What a reference in prose prints: a figure of this year's tables or last year's, or why there is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from govgen.datafile.cell import UNKNOWN, Figures, value_of
from govgen.datafile.chart import ChartPlan, own_figure
from govgen.datafile.identity_reader import Head
from govgen.datafile.keys import meant
from govgen.datafile.prose import shown
from govgen.datafile.yaml_reader.positions import MappedText
from govgen.editions.cell_names import Target, below, find, names, path_of, steps
from govgen.editions.edition import Edition
from govgen.editions.labels import fold
from govgen.editions.succession import meant_by
from govgen.findings.catalogue import finding
from govgen.findings.finding import Findings, Span

LAST_YEAR = "上年"
"""What a reference to last year's report begins with."""

_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d])")
_SHOWN = 4
"""How many cells a message names before it says how many more there are."""


@dataclass(slots=True)
class ReferenceResolver:
    """Looks up references; faults go to ``found``.

    ``last`` are last year's figures; ``unusable`` says why there are none where their file was found.
    ``chart`` may have numbers of its own.
    """

    head: Head
    this: Figures
    last: Figures | None
    unusable: str
    found: Findings
    chart: ChartPlan | None = None

    def text(self, words: str, span: Span) -> str:
        """What a reference at ``span`` prints; a fault is reported and prints as unknown."""
        path = path_of(words)
        identity = self.head.identity
        if identity is not None and path in {("年度",), ("机关",)}:
            return str(identity.year) if path == ("年度",) else identity.body
        if own := own_figure(self.chart, path):
            return shown(own.value)
        is_last = fold(path[0]) == LAST_YEAR
        figures, keys = (self.last, path[1:]) if is_last else (self.this, path)
        if figures is None:
            return self._without_last(words, span)
        target = self._target(figures.edition, words, keys, span)
        value = target and value_of(target, figures.cells)
        if is_last and target and value is None:
            self._report("D133", f"上年的文件里“{'.'.join(keys)}”读不出来", span)
        return shown(value)

    def report_bare(self, body: MappedText) -> None:
        """Report references that stand in prose without their braces, and would be printed as they are."""
        found: list[tuple[int, int]] = []
        for dot in _DOT.finditer(body.text):
            left, right = body.text[: dot.start()], body.text[dot.end() :]
            lengths = (
                (len(key), len(after))
                for key, after in steps(self.this.edition)
                if left.endswith(key) and right.startswith(after)
            )
            if longest := max(lengths, key=sum, default=None):
                start, end = dot.start() - longest[0], dot.end() + longest[1]
                found.append((found.pop()[0] if found and start < found[-1][1] else start, end))
        for start, end in found:
            words = body.text[start:end]
            message = f"“{words}”没有花括号，会照样印出来；引用表里的数字应写“{{{{ {words} }}}}”"
            self._report("D132", message, body.span(start, end), "改成“{{ 项目 }}”，或者直接写数字。")

    def _target(self, edition: Edition, words: str, path: tuple[str, ...], span: Span) -> Target | None:
        """The one target of ``path``; None, which is reported, where there is none or several."""
        sound = bool(path) and all(path)
        targets = find(edition, path) if sound else []
        if len(targets) == 1:
            return targets[0]
        inner = below(edition, path) if sound and not targets else []
        if targets:
            self._report("D131", f"“{words}”说的是哪一项不清楚，可能是：{_listed(targets)}", span)
        elif inner:
            year = (LAST_YEAR,) if fold(words).startswith(f"{LAST_YEAR}.") else ()
            advice = f"写到具体的一格，如“{'.'.join((*year, *inner[0].path[1:]))}”。"
            self._report("D131", f"“{words}”下面不止一格，可能是：{_listed(inner)}", span, advice)
        else:
            self._report("D130", f"“{words}”不是表里的项目{_near(edition, path)}", span)
        return None

    def _without_last(self, words: str, span: Span) -> str:
        """Refuse what needs last year's report, by the reason why there is none."""
        if self.head.year is None or self.head.year_in_doubt:
            return UNKNOWN  # what is wrong with the year is reported there
        why, advice = (
            "没有找到",
            f"把上年的文件放在同一文件夹（{self.head.year - 1}.yaml），或用 --last 指明。",
        )
        if self.unusable:
            why, advice = f"用不上：{self.unusable}", "先解决上年文件的问题，见“年度”一行的警告。"
        self._report("D133", f"“{words}”要用上年的文件，但{why}", span, advice)
        return UNKNOWN

    def _report(self, code: str, message: str, span: Span, advice: str = "") -> None:
        self.found.add(finding(code, message, span, advice=advice))


def _listed(targets: Sequence[Target]) -> str:
    shown = "；".join(".".join(target.path[1:]) for target in targets[:_SHOWN])
    return shown + (f" 等 {len(targets)} 处" if len(targets) > _SHOWN else "")


def _near(edition: Edition, path: tuple[str, ...]) -> str:
    """What an earlier edition's words are now; else what the last may mean, or what it is no part of."""
    if now := meant_by(edition, path):
        return f"，本年度的格式里写作“{'.'.join(now.path[1:])}”"
    known = names(edition)
    *above, last = path or ("",)
    if fold(last) in {fold(name) for name in known}:
        return f"：“{'.'.join(above)}”下面没有“{last}”" if above else ""
    return meant(last, known) if last else ""
