"""``govgen check``: review data files, documents, or a bare text."""

import functools
import gc
import operator
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import click

from govgen.cli.check_fix import offer_fixes
from govgen.cli.check_report import (
    STDIN,
    ReportFacts,
    ReviewRun,
    are_documents,
    check_annotate,
    check_manifest,
    review_documents,
    review_text,
    write_annotated,
)
from govgen.cli.shared.console import FOUND, MISUSE, OK, emit, styler
from govgen.cli.shared.inputs import LAST, NO_COUNTY, FileReview, named_files, summary_of
from govgen.cli.shared.jobs import JOBS, SHARD, WHOLE, Shard, executor
from govgen.cli.shared.options import FILE, Decorator, kind_option, year_option
from govgen.cli.shared.outputs import (
    Output,
    deliver,
    locator,
    on_screen,
    outputs,
    refuse_overwriting,
    screen_width,
)
from govgen.datafile.identity import Kind
from govgen.datafile.keys import meant
from govgen.datafile.yaml_reader.encodings import MAX_BYTES
from govgen.findings.catalogue import codes
from govgen.findings.finding import AcceptedFinding, Finding, Level
from govgen.findings.reporters.outcome import Outcome, Summary
from govgen.findings.reporters.text import findings_text
from govgen.workflows.fix import plan_task
from govgen.workflows.manifest import MANIFEST_SUFFIX
from govgen.workflows.ordered_map import ordered_map
from govgen.workflows.report_task import ReportTask, task_of
from govgen.workflows.reviewed import Reviewed

_HELP = """审核数据文件，指出每一处问题的行、列、依据和改法。

路径可以是文件，也可以是文件夹（审核其中所有 .yaml 文件），不写就是当前文件夹；写 - 从标准输入读。
路径是写好的报告（.docx、.html、.pdf）时，直接审核，按部分、段落、表格的行和格指出问题。
路径是 build --manifest 写的清单（.json）时，核对数据文件和生成的文件有没有改动。
没有错误时退出码为 0，有错误为 1。

\b
例：govgen check 2025.yaml
    govgen check --level warning --ignore K500 examples
    govgen check --output-format text --output-format sarif=check.sarif examples
    govgen check --fix 2025.yaml
    govgen check 报告.docx --annotate 批注.docx
    govgen check --text 报告.txt --body 青禾镇人民政府 --year 2025
"""


def _prefixes(_context: click.Context, _option: click.Parameter, values: Iterable[str]) -> tuple[str, ...]:
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


def _codes_option(name: str, meaning: str) -> Decorator:
    """An option for codes or their beginnings; ``meaning`` is its help."""
    return click.option(name, multiple=True, callback=_prefixes, metavar="代码", help=meaning)


class _Options(NamedTuple):
    """What the command line asks for."""

    paths: tuple[Path, ...]
    last: Path | None
    jobs: int
    shard: Shard
    outputs: tuple[Output, ...]
    level: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fix: bool
    quiet: bool
    yes: bool
    text_file: Path | None
    body: str | None
    kind: str | None
    year: int | None
    excerpt: bool
    annotate: Path | None

    def keeps(self, finding: Finding) -> bool:
        """Whether ``finding`` is shown and counted: its level or a graver one, and its code, are asked for.

        With ``select`` only codes that begin so are kept; ``ignore`` takes out, and has the last word.
        """
        level = Level.ERROR if self.quiet else Level(self.level)
        return (
            finding.level.rank <= level.rank
            and (not self.select or finding.code.startswith(self.select))
            and not (self.ignore and finding.code.startswith(self.ignore))
        )

    @property
    def facts(self) -> ReportFacts:
        """What is said of a report without a data file."""
        return ReportFacts(self.body, Kind(self.kind) if self.kind else None, self.year, self.excerpt)


@click.command(help=_HELP, options_metavar="[选项]")
@click.argument("paths", nargs=-1, metavar="[路径]…", type=click.Path(path_type=Path))
@LAST
@NO_COUNTY
@JOBS
@SHARD
@click.option(
    "--output-format",
    "outputs",
    multiple=True,
    callback=outputs,
    metavar="格式[=文件]",
    help="结果的格式：text（默认）、json、github、sarif、gitlab；写“格式=文件”就存到文件。可以写几次。",
)
@click.option(
    "--level",
    type=click.Choice([*map(str, Level)]),
    default=Level.INFO.value,
    metavar="级别",
    help="只列这一级和更重的：error（错误）、warning（警告）、info（提示，默认）。",
)
@_codes_option("--select", "只列这些代码，可以只写开头，如 C3；用逗号隔开。")
@_codes_option("--ignore", "不列这些代码，可以只写开头，如 T601；用逗号隔开。")
@click.option(
    "--fix",
    is_flag=True,
    help="改正半角标点、全角数字、多余空格等，先显示改动；已核实的、没有列出的不改。",
)
@click.option("-q", "--quiet", is_flag=True, help="没有错误就什么也不显示，有错误只列错误。")
@click.option("--yes", is_flag=True, help="与 --fix 同用：不再询问，直接写入。")
@click.option(
    "--text",
    "text_file",
    metavar="文件",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
    help="审核一份纯文本的报告；写 - 从标准输入读。要同时写 --body 和 --year。",
)
@click.option("--body", metavar="机关", help="与 --text 或报告文件同用：机关全称；报告文件里看得出的不用写。")
@kind_option(f"与 --text 或报告文件同用：机关类型（{'、'.join(Kind)}），名称看不出时才要写。")
@year_option("与 --text 或报告文件同用：报告的年度；报告文件里看得出的不用写。")
@click.option("--excerpt", is_flag=True, help="与 --text 同用：文本是节选，末尾被截断。")
@click.option(
    "--annotate",
    type=FILE,
    metavar="文件.docx",
    help="审核一份 Word 文件时，另存一份加了批注的：每处问题一条批注，其他内容不动。",
)
def check(**options: Any) -> int:
    """Review data files, documents or a text; 1 when any error was found among what was asked for."""
    # Keeps the objects of the libraries out of every garbage collection, 8 % of the time of a review.
    gc.freeze()
    wanted = _Options(**options)
    if len(wanted.paths) == 1 and wanted.paths[0].suffix.lower() == MANIFEST_SUFFIX:
        return check_manifest(wanted.paths[0])
    if wanted.yes and not wanted.fix:
        raise click.UsageError("--yes 要与 --fix 同用")
    with ExitStack() as stack:
        run = _reviewed(wanted, stack)
        findings, summary = _deliver_findings(run.items, wanted)
    if wanted.annotate is not None:
        write_annotated(wanted.annotate, run.documents[0], findings)
    if not run.is_whole():
        return MISUSE
    return FOUND if summary.errors else OK


def _reviewed(wanted: _Options, stack: ExitStack) -> ReviewRun:
    """What kind of input there is decides which other options go with it; ``stack`` ends the workers."""
    documents = wanted.paths if are_documents(wanted.paths) else ()
    if (wanted.text_file or documents) and (wanted.fix or wanted.jobs > 1 or wanted.shard != WHOLE):
        raise click.UsageError("审核 --text 或报告文件时不能用 --fix、--jobs、--shard")
    check_annotate(wanted.annotate, documents)
    if wanted.text_file is not None:
        if wanted.paths or wanted.last:
            raise click.UsageError("--text 不能与路径、--last 同用")
        return ReviewRun([review_text(wanted.text_file, wanted.facts, wanted.outputs)])
    if documents:
        return review_documents(documents, wanted.last, wanted.facts, wanted.outputs)
    if any(wanted.facts):
        raise click.UsageError(
            "--body、--kind、--year 要与报告文件或 --text 同用，--excerpt 要与 --text 同用"
        )
    return _review_files(wanted, stack)


def _review_files(wanted: _Options, stack: ExitStack) -> ReviewRun:
    """Review data files, after offering to mend them where that is asked for."""
    pool = stack.enter_context(executor(wanted.jobs))
    if wanted.paths == (Path("-"),) and not wanted.fix:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        return ReviewRun([Reviewed.of(task_of(Path(STDIN), wanted.last, raw=raw))])
    files = wanted.shard.of(named_files(wanted.paths or (Path(),)))
    files.sort(key=lambda file: (file.parent.as_posix(), file.name))
    refuse_overwriting(wanted.outputs, files)
    fixed = True
    if wanted.fix:
        work = functools.partial(plan_task, keeps=wanted.keeps)
        tasks = FileReview(files, Reviewed, wanted.last).tasks()
        plans = ordered_map(work, (task for task in tasks if isinstance(task, ReportTask)), pool)
        fixed = offer_fixes(plans, yes=wanted.yes, err=on_screen(wanted.outputs) not in {"text", ""})
    review = FileReview(files, Reviewed, wanted.last)
    return ReviewRun(review.readable(pool), is_whole=lambda: fixed and review.whole)


def _deliver_findings(items: Iterable[Reviewed], wanted: _Options) -> tuple[list[Finding], Summary]:
    """Deliver what is asked for; the findings that were not printed at once, and the counts.

    Text for the screen is printed file by file, so that memory does not grow with the findings.
    """
    streamed = wanted.outputs == (Output("text"),) and wanted.annotate is None
    findings: list[Finding] = []
    accepted: list[AcceptedFinding] = []
    lines: dict[str, Sequence[str]] = {}
    summary = Summary(0, 0, 0, 0, 0, 0)
    style, width = styler(sys.stdout), screen_width()
    for item in items:
        shown = [finding for finding in item.findings if wanted.keeps(finding)]
        settled = (each for each in item.accepted if wanted.keeps(each.finding))
        accepted += sorted(settled, key=lambda each: each.finding.order)
        summary = Summary(*map(operator.add, summary, summary_of(item, shown)))
        if streamed:
            emit(findings_text(shown, {item.name: item.lines}, style, width))
        else:
            findings += shown
            lines[item.name] = item.lines
    summary = summary._replace(accepted=len(accepted))
    outcome = Outcome(tuple(findings), summary, tuple(accepted), lines, locator(), width)
    deliver(outcome, wanted.outputs, quiet=wanted.quiet and not summary.errors)
    return findings, summary
