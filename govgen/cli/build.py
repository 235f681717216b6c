"""``govgen build``: review data files and make the reports."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click

from govgen.cli.shared.console import FOUND, MISUSE, OK, Progress, emit, reason, say, styler
from govgen.cli.shared.fonts import FONTS, tell, tell_embedded
from govgen.cli.shared.inputs import LAST, NO_COUNTY, PATHS, TEMPLATES, examined_files, named_files
from govgen.cli.shared.watch import again
from govgen.findings.finding import Level
from govgen.findings.reporters import as_text, gathered
from govgen.render.errors import TemplateError
from govgen.render.html.page import Templates
from govgen.render.pdf.engine import VARIANTS
from govgen.workflows.build import FORMATS, FRAGMENT, Builder, Job, Made, clashes, stale
from govgen.workflows.replacing import remove_leftovers
from govgen.workflows.watch import sources

_HELP = """审核数据文件，没有错误的生成网页（HTML）、PDF 和 Word（DOCX）。

有错误的报告不生成，除非加 --force：生成的文件名带“（草稿）”，页边印“草稿”。

\b
例：govgen build 2025.yaml
    govgen build examples -o 公布 --format html,docx
    govgen build 2025.yaml --fragment
    govgen build 2025.yaml --watch
"""


def _formats(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in value.replace("，", ",").split(",")))
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown:
        raise click.BadParameter(f"没有“{unknown[0]}”这种格式，只有 {'、'.join(FORMATS)}")
    return wanted


@click.command(help=_HELP, options_metavar="[选项]")
@PATHS
@click.option(
    "-o",
    "--output",
    "folder",
    default=Path("build"),
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="生成到哪个文件夹，默认 build。",
)
@click.option(
    "--format",
    "formats",
    default=",".join(FORMATS),
    callback=_formats,
    metavar="格式",
    help="生成哪几种，用逗号隔开，默认 html,pdf,docx。",
)
@TEMPLATES
@click.option(
    "--fragment",
    is_flag=True,
    help="另生成“….fragment.html”：只有正文、样式写在各元素里的网页，"
    "用浏览器打开后全选复制，或把源代码粘贴到网站后台的编辑器。",
)
@click.option(
    "--pdf-variant",
    "variant",
    type=click.Choice(VARIANTS, case_sensitive=False),
    default=VARIANTS[0],
    metavar="标准",
    help="PDF 的标准：pdf/ua-1（无障碍，默认）；存档用 pdf/a-2a 或 pdf/a-3a，同样无障碍。",
)
@FONTS
@click.option("--strict", is_flag=True, help="缺指定的字体时不用代用字体，不生成。")
@LAST
@click.option(
    "--year", type=click.IntRange(2000, 2100), metavar="年度", help="文件夹里只生成这一年度的报告。"
)
@NO_COUNTY
@click.option("--force", is_flag=True, help="有错误也生成草稿。")
@click.option("--watch", is_flag=True, help="一直运行，保存文件后自动重新生成，按 Ctrl-C 停止。")
def build(
    paths: tuple[Path, ...],
    folder: Path,
    formats: tuple[str, ...],
    templates: Path | None,
    fragment: bool,
    variant: str,
    fonts: Path | None,
    strict: bool,
    last: Path | None,
    year: int | None,
    force: bool,
    watch: bool,
) -> int:
    """Build the reports of ``paths``; 1 when one had errors, 2 when a format cannot be made here."""

    def work() -> int:
        began = time.time()
        press = Builder((*formats, FRAGMENT) if fragment else formats, Templates(templates), variant, fonts)
        items, whole = examined_files(named_files(paths), last)
        examined = [item.named() if force else item for item in items]
        for name in press.templates.overridden:
            say(f"使用本单位的模板：{name}")
        plans = [Job(item, _target(item.path, paths, folder), item.findings.has_errors) for item in examined]
        if year:
            plans = [job for job in plans if job.examined.report.head.year == year]
        jobs = [job for job in plans if _may_be_made(job, force=force)]
        doubles = _doubles(jobs)
        jobs = [job for job in jobs if job not in doubles]
        if jobs and "pdf" in formats:
            tell(fonts, strict=strict)
        _clean({job.folder for job in jobs}, began)
        code = OK if whole else MISUSE
        progress = Progress(len(jobs))
        embedded: list[str] = []
        for job in jobs:
            progress.step(job.examined.report.title)
            made, families = _make(press, job, progress, one_line=len(plans) > 1)
            code = max(code, made)
            embedded += families
        progress.clear()
        if embedded:
            tell_embedded(fonts, tuple(dict.fromkeys(embedded)))
        left = [job for job in plans if job not in jobs]
        _total(plans, jobs, left)
        return max(code, FOUND if left or any(job.draft for job in jobs) else OK)

    return again(work, lambda: _watched(paths, last, templates)) if watch else work()


def _clean(folders: set[Path], began: float) -> None:
    """Remove what killed runs left in ``folders``: the files there may be of different runs."""
    for folder in sorted(folders):
        for left in remove_leftovers(folder, began):
            say(f"注意：{folder} 里上次的生成被中断，文件可能有新有旧；已清理 {left.name}。", err=True)


def _doubles(plans: list[Job]) -> list[Job]:
    """The jobs whose files would have the same names as another's, which is told."""
    found: list[Job] = []
    for first, second in clashes(job for job in plans if job.examined.report.title):
        names = f"{first.examined.path} 和 {second.examined.path}"
        say(f"{names} 的标题相同，会写到同一个文件，都没有生成。", err=True)
        found += [first, second]
    return found


def _total(plans: list[Job], jobs: list[Job], left: list[Job]) -> None:
    """The closing lines of a run over several files: how many were built, and which were not."""
    if len(plans) > 1:
        drafts = sum(job.draft for job in jobs)
        say(f"共 {len(plans)} 份：生成 {len(jobs) - drafts} 份，草稿 {drafts} 份，没有生成 {len(left)} 份。")
    if left:
        say(f"有 {len(left)} 份报告没有生成，请先改正上面的错误：", err=True)
    for job in left:
        errors = job.examined.findings.count(Level.ERROR)
        say(f"  {job.examined.path}（错误 {errors} 处）", err=True)


def _watched(paths: tuple[Path, ...], last: Path | None, templates: Path | None) -> Iterator[Path]:
    for path in paths:
        yield from sources(path, last, Templates(templates).files)


def _target(file: Path, paths: tuple[Path, ...], folder: Path) -> Path:
    """The output folder of a file: a folder named by the user is mirrored below it."""
    for path in paths:
        if path.is_dir() and file.is_relative_to(path):
            return folder / file.parent.relative_to(path)
    return folder


def _may_be_made(job: Job, *, force: bool) -> bool:
    """Tell what the review found, and whether the report may be made: one with errors only as a draft."""
    item = job.examined
    lines = {item.report.name: item.source.text.split("\n")}
    style = styler(sys.stderr)
    for finding in gathered(item.findings):
        if finding.level is not Level.INFO:
            emit(as_text(finding, lines, style) + "\n\n", err=True)
    if not job.draft or (force and item.can_be_drafted):
        return True
    if force:
        say(f"{item.path}：{item.undraftable}，不能生成草稿。", err=True)
    _name_older(job, ())
    return False


def _name_older(job: Job, made: tuple[Made, ...]) -> None:
    """Files of this title that this run did not make do not show what the data says now."""
    new = {item.path for item in made}
    for path in stale(job):
        if path not in new:
            say(f"注意：{path} 是以前生成的，与现在的数据不符。", err=True)


def _make(press: Builder, job: Job, progress: Progress, *, one_line: bool) -> tuple[int, tuple[str, ...]]:
    """Build one report: the exit code, and the font families that its PDF embeds."""
    try:
        outcome = press.make(job)
    except TemplateError as error:
        for wrong in error.reasons[:10]:
            say(f"模板错误：{wrong}", err=True)
        if len(error.reasons) > 10:
            say(f"模板错误：还有 {len(error.reasons) - 10} 处", err=True)
        _name_older(job, ())
        return MISUSE, ()
    except OSError as error:
        say(f"错误：{reason(error)}", err=True)
        _name_older(job, ())
        return MISUSE, ()
    progress.clear()
    if one_line and outcome.made:
        kinds = "、".join(made.path.name.removeprefix(f"{job.stem}.") for made in outcome.made)
        size = _size(sum(made.size for made in outcome.made))
        say(f"已生成 {job.folder / job.stem}（{kinds}，{size}）")
    for made in () if one_line else outcome.made:
        say(f"已生成 {made.path}（{_size(made.size)}）")
    for warning in dict.fromkeys(outcome.warnings):
        say(f"注意：{warning}", err=True)
    if job.draft or outcome.missing:
        _name_older(job, outcome.made)
    if outcome.missing:
        say(outcome.missing, err=True)
    return MISUSE if outcome.missing else OK, outcome.embedded


def _size(size: int) -> str:
    return f"{size / 1024:,.0f} KB" if size >= 1024 else f"{size} 字节"
