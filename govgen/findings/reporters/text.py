"""Findings for people: each with its source line, a caret, the places of its terms and the way to mend it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from govgen.findings.catalogue import entry
from govgen.findings.display import columns
from govgen.findings.finding import AcceptedFinding, Finding, Level
from govgen.findings.printable import printable
from govgen.findings.reporters.outcome import WIDEST, Outcome, Summary

LEVEL_NAMES = {Level.ERROR: "错误", Level.WARNING: "警告", Level.INFO: "提示"}

Style = Callable[[str, str], str]
"""From a text and a role (a level's value, ``place`` or ``good``) to the text as shown."""


def plain(text: str, _role: str) -> str:
    """No colours."""
    return text


def report_text(outcome: Outcome, style: Style = plain) -> str:
    """A whole review: what was found, what the files accept with reasons, and the closing lines."""
    accepted = [accepted_text(item, style) for item in outcome.accepted]
    closing = [*accepted, *([""] if accepted else []), summary_text(outcome.summary)]
    found = findings_text(outcome.findings, outcome.lines, style, outcome.width)
    return found + "".join(f"{part}\n" for part in closing)


def findings_text(
    findings: Iterable[Finding], lines: Mapping[str, Sequence[str]], style: Style = plain, width: int = WIDEST
) -> str:
    """Findings one below the other; the other arguments as for ``as_text``."""
    return "".join(as_text(found, lines, style, width) + "\n\n" for found in gathered(findings))


def gathered(findings: Iterable[Finding]) -> list[Finding]:
    """``findings``, those of a file that say the same of many places as one."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for number, item in enumerate(findings):
        key = (item.file, item.code, "") if entry(item.code).together else (item.file, item.code, str(number))
        groups.setdefault(key, []).append(item)
    for group in groups.values():
        known, numbers = entry(group[0].code), dict.fromkeys(str(item.span.line) for item in group)
        if len(group) > 1:
            message = known.together.format(count=len(group), lines="、".join(numbers))
            group[0] = group[0]._replace(message=message, advice=known.whole_advice)
    return [group[0] for group in groups.values()]


def remarks(finding: Finding, lines: str = "第 {line} 行第 {column} 列") -> list[str]:
    """The places of a finding's terms, what it rests on and how to mend it; ``lines`` words a place."""
    shown = [f"{related.message}：{related.located(lines)}" for related in finding.related]
    shown += [f"依据：{finding.citation}"] if finding.citation else []
    shown += [f"改法：{finding.advice}"] if finding.advice else []
    return list(map(printable, shown))


def as_text(
    finding: Finding, lines: Mapping[str, Sequence[str]], style: Style = plain, width: int = WIDEST
) -> str:
    """One finding with its source line, a caret under the place, every term's place and the advice.

    ``lines`` holds the lines of each file by the name that findings give it.
    """
    head = style(f"{LEVEL_NAMES[finding.level]}[{finding.code}]", finding.level.value)
    shown = [f"{head} {printable(finding.message)}"]
    shown += _source(finding, lines.get(finding.file, []), style, width)
    return "\n".join([*shown, *(f"  = {line}" for line in remarks(finding))])


def _source(finding: Finding, lines: Sequence[str], style: Style, width: int) -> list[str]:
    span = finding.span
    number = "" if finding.place else str(span.line)
    gutter = len(number)
    shown = [f"{' ' * gutter}--> {style(printable(finding.located), 'place')}"]
    if span.line > len(lines):
        return shown
    line = lines[span.line - 1].replace("\t", " ").rstrip()
    start = span.column - 1
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line)
    line, start, end = _clipped(line, start, end, max(_NARROWEST, width - gutter - len(" | ")))
    before, marked, after = (printable(part) for part in (line[:start], line[start:end], line[end:]))
    caret = "^" * max(1, columns(marked))
    shown.append(f"{number} | {before}{marked}{after}")
    shown.append(f"{' ' * gutter} | {' ' * columns(before)}{style(caret, finding.level.value)}")
    return shown


_NARROWEST = 24
"""Fewer columns than this show nothing of use."""


def _clipped(line: str, start: int, end: int, widest: int) -> tuple[str, int, int]:
    """A window on a long line, with the place of interest in it."""
    # What is far too long is not measured: a line may hold a whole file, and each character a finding.
    if len(line) <= widest and columns(line) <= widest:
        return line, start, end
    # Chinese characters are two columns wide: half as many fit, less the mark at either end.
    first = max(0, start - widest // 4)
    mark = "…" if first else ""
    window = line[first : first + widest // 2 - 2]
    more = "…" if first + len(window) < len(line) else ""
    at = start - first + len(mark)
    return mark + window + more, at, min(at + end - start, len(mark) + len(window))


def accepted_text(item: AcceptedFinding, style: Style = plain) -> str:
    """An accepted finding in two lines: what it says and where, and why it was accepted."""
    finding = item.finding
    place = style(printable(finding.located), "place")
    head = style(f"已核实[{finding.code}]", "good")
    return f"{head} {printable(finding.message)}（{place}）\n  = 理由：{printable(item.reason)}"


def summary_text(summary: Summary) -> str:
    """The closing lines of a review."""
    accepted = f"，已核实 {summary.accepted}" if summary.accepted else ""
    shown = (
        f"共审核 {summary.files} 个文件："
        f"错误 {summary.errors}，警告 {summary.warnings}，提示 {summary.infos}{accepted}。"
    )
    if summary.stated_cells or summary.implied_zero_cells:
        shown += f"填写 {summary.stated_cells} 格，省略按 0 计 {summary.implied_zero_cells} 格。"
    if summary.fixable:
        shown += f"\n其中 {summary.fixable} 处可以用 --fix 改正。"
    if summary.left_out:
        errors = f"（其中错误 {summary.left_out_errors} 处）" if summary.left_out_errors else ""
        shown += f"\n另有 {summary.left_out} 处{errors}不在所选的级别和规则之内，没有列出。"
    return shown
