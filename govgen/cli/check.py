"""``govgen check``: review data files, or a bare text."""

import sys
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple

import click

from govgen.cli.check_fix import offer_fixes
from govgen.cli.shared.console import FOUND, MISUSE, OK, StopError
from govgen.cli.shared.inputs import LAST, NO_COUNTY, county_for, examined_files, named_files, summary_of
from govgen.cli.shared.jobs import JOBS, SHARD, WHOLE, Shard, executor
from govgen.cli.shared.manifest import MANIFEST_SUFFIX, check_manifest
from govgen.cli.shared.outputs import (
    Output,
    deliver,
    locator,
    on_screen,
    outputs,
    refuse_overwriting,
    screen_width,
)
from govgen.cli.shared.selection import Selection, prefixes
from govgen.datafile.county import County
from govgen.datafile.identity import Kind, kind_of
from govgen.datafile.yaml_reader.encodings import MAX_BYTES
from govgen.editions.loading import edition_for
from govgen.findings.finding import AcceptedFinding, Findings, Level
from govgen.findings.reporters import Outcome, Summary
from govgen.workflows.check import Examined, examine_bytes
from govgen.workflows.files import read_data

_HELP = """审核数据文件，指出每一处问题的行、列、依据和改法。

路径可以是文件，也可以是文件夹（审核其中所有 .yaml 文件），不写就是当前文件夹；写 - 从标准输入读。
路径是 build --manifest 写的清单（.json）时，核对数据文件和生成的文件有没有改动。
没有错误时退出码为 0，有错误为 1。

\b
例：govgen check 2025.yaml
    govgen check --level warning --ignore K500 examples
    govgen check --output-format text --output-format sarif=check.sarif examples
    govgen check --fix 2025.yaml
    govgen check --text 报告.txt --body 青禾镇人民政府 --year 2025
"""
_STDIN = "标准输入"


class _Run(NamedTuple):
    """What one run found before anything is left out; ``whole`` tells that every file could be handled."""

    findings: Findings
    accepted: tuple[AcceptedFinding, ...]
    lines: dict[str, list[str]]
    summary: Summary
    whole: bool = True


class _Text(NamedTuple):
    """A bare text to review: where it is, and what it does not say by itself."""

    file: Path
    body: str
    kind: Kind | None
    year: int
    excerpt: bool


@click.command(help=_HELP, options_metavar="[选项]")
@click.argument("paths", nargs=-1, metavar="[路径]…", type=click.Path(path_type=Path))
@LAST
@NO_COUNTY
@JOBS
@SHARD
@click.option(
    "--output-format",
    "wanted",
    multiple=True,
    callback=outputs,
    metavar="格式[=文件]",
    help="结果的格式：text（默认）、json、github、sarif、gitlab；写“格式=文件”就存到文件。可以写几次。",
)
@click.option(
    "--level",
    type=click.Choice([level.value for level in Level]),
    default=Level.INFO.value,
    metavar="级别",
    help="只列这一级和更重的：error（错误）、warning（警告）、info（提示，默认）。",
)
@click.option(
    "--select",
    multiple=True,
    callback=prefixes,
    metavar="代码",
    help="只列这些代码，可以只写开头，如 C3；用逗号隔开。",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=prefixes,
    metavar="代码",
    help="不列这些代码，可以只写开头，如 T601；用逗号隔开。",
)
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
@click.option("--body", metavar="机关", help="与 --text 同用：机关全称。")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    metavar="类型",
    help=f"与 --text 同用：机关类型（{'、'.join(Kind)}），名称看不出时才要写。",
)
@click.option("--year", type=click.IntRange(2000, 2100), metavar="年度", help="与 --text 同用：报告的年度。")
@click.option("--excerpt", is_flag=True, help="与 --text 同用：文本是节选，末尾被截断。")
def check(
    paths: tuple[Path, ...],
    last: Path | None,
    jobs: int,
    shard: Shard,
    wanted: tuple[Output, ...],
    level: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    quiet: bool,
    yes: bool,
    text_file: Path | None,
    body: str | None,
    kind: str | None,
    year: int | None,
    excerpt: bool,
) -> int:
    """Review ``paths`` or a text; 1 when any error was found among what was asked for."""
    if len(paths) == 1 and paths[0].suffix.lower() == MANIFEST_SUFFIX:
        return check_manifest(paths[0])
    selection = Selection(Level.ERROR if quiet else Level(level), select, ignore)
    if yes and not fix:
        raise click.UsageError("--yes 要与 --fix 同用")
    if text_file is None:
        if body or kind or year or excerpt:
            raise click.UsageError("--body、--kind、--year、--excerpt 要与 --text 同用")
        mended = selection if fix else None
        with executor(jobs) as pool:
            run = _review_files(paths, last, wanted, mended, shard, pool, yes=yes)
    else:
        if paths or last or fix or jobs > 1 or shard != WHOLE:
            raise click.UsageError("--text 不能与路径、--last、--fix、--jobs、--shard 同用")
        run = _review_text(_described(text_file, body, kind, year, excerpt), wanted)
    outcome = _chosen(run, selection)
    deliver(outcome, wanted, quiet=quiet and not outcome.summary.errors)
    if not run.whole:
        return MISUSE
    return FOUND if outcome.summary.errors else OK


def _review_files(
    paths: tuple[Path, ...],
    last: Path | None,
    wanted: tuple[Output, ...],
    mended: Selection | None,
    shard: Shard,
    pool: Executor | None,
    *,
    yes: bool,
) -> _Run:
    """Review ``paths``, after offering to mend what ``mended`` asks for; None where nothing is to be."""
    if paths == (Path("-"),) and mended is None:
        return _run_of([examine_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), Path(_STDIN), last)], whole=True)
    files = shard.of(named_files(paths or (Path(),)))
    refuse_overwriting(wanted, files)
    examined, whole = examined_files(files, last, pool)
    if mended is not None:
        err = on_screen(wanted) not in {"text", ""}
        done = offer_fixes(examined, mended.keeps, yes=yes, err=err)
        if done.written:
            examined, whole = examined_files(files, last, pool)
        whole = whole and not done.failed
    return _run_of(examined, whole=whole)


def _run_of(examined: list[Examined], *, whole: bool) -> _Run:
    found = Findings()
    for item in examined:
        found.extend(item.findings)
    accepted = [settled for item in examined for settled in item.accepted]
    return _Run(
        found,
        tuple(sorted(accepted, key=lambda settled: settled.finding.order)),
        {item.report.name: item.source.text.split("\n") for item in examined},
        summary_of(examined, found),
        whole,
    )


def _described(file: Path, body: str | None, kind: str | None, year: int | None, excerpt: bool) -> _Text:
    """The text to review, once it is known whose it is and for which year."""
    if body is None or year is None:
        raise click.UsageError("--text 要同时写 --body 和 --year")
    if edition_for(year) is None:
        raise click.UsageError(f"{year} 年度还没有统一格式，不能审核")
    known = Kind(kind) if kind else kind_of(body)
    if known is None:
        raise click.UsageError(f"从“{body}”看不出是哪一类机关，请写 --kind")
    return _Text(file, body, known, year, excerpt)


def _review_text(text: _Text, wanted: tuple[Output, ...]) -> _Run:
    from govgen.importers.bare_text import UnfitNameError  # noqa: PLC0415  (likewise)
    from govgen.workflows.check_text import examine_text  # noqa: PLC0415  (only a bare text needs it)

    is_file = str(text.file) != "-"
    refuse_overwriting(wanted, [text.file] if is_file else [])
    raw = read_data(text.file) if is_file else sys.stdin.buffer.read(MAX_BYTES + 1)
    name = text.file.as_posix() if is_file else _STDIN
    county = county_for(text.file) if is_file else County()
    try:
        examined = examine_text(
            raw,
            name,
            body=text.body,
            kind=text.kind,
            year=text.year,
            excerpt=text.excerpt,
            county=county,
        )
    except UnfitNameError as why:
        raise StopError(f"“{text.body}”不能用作机关名称") from why
    return _Run(examined.findings, (), {name: examined.text.split("\n")}, Summary(1, 0, 0, 0, 0, 0))


def _chosen(run: _Run, selection: Selection) -> Outcome:
    """What of a run is shown and counted."""
    shown = tuple(finding for finding in run.findings if selection.keeps(finding))
    accepted = tuple(settled for settled in run.accepted if selection.keeps(settled.finding))
    count = {level: sum(finding.level is level for finding in shown) for level in Level}
    summary = run.summary._replace(
        errors=count[Level.ERROR],
        warnings=count[Level.WARNING],
        infos=count[Level.INFO],
        accepted=len(accepted),
        fixable=sum(finding.fixable for finding in shown),
        left_out=len(run.findings) - len(shown),
        left_out_errors=run.findings.count(Level.ERROR) - count[Level.ERROR],
    )
    return Outcome(shown, summary, accepted, run.lines, locator(), screen_width())
