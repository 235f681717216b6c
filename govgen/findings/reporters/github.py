"""Findings as workflow commands of GitHub Actions, which show them beside the changed lines."""

from govgen.findings.finding import Finding, Level
from govgen.findings.printable import printable, without_commands
from govgen.findings.reporters.outcome import Outcome
from govgen.findings.reporters.text import LEVEL_NAMES, remarks

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def report_github(outcome: Outcome) -> str:
    """One command a line; columns are given only where a finding is on one line, as the platform asks."""
    return "".join(_command(finding, outcome) + "\n" for finding in outcome.findings)


def _command(finding: Finding, outcome: Outcome) -> str:
    span = finding.span
    properties: dict[str, object] = {"file": outcome.locate(finding.file)}
    if not finding.place:
        properties |= {"line": span.line, "endLine": span.end_line}
        if span.line == span.end_line:
            properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = f"{LEVEL_NAMES[finding.level]}[{finding.code}]"
    texts = {name: _data(printable(str(value))) for name, value in properties.items()}
    shown = ",".join(f"{name}={text.replace(':', '%3A').replace(',', '%2C')}" for name, text in texts.items())
    message = printable(f"{finding.place}：{finding.message}" if finding.place else finding.message)
    lines = "\n".join([message, *remarks(finding, "第 {line} 行")])
    return f"::{_COMMANDS[finding.level]} {shown}::{_data(lines)}"


def _data(text: str) -> str:
    """``text`` with what would end or change a command escaped."""
    text = without_commands(text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
