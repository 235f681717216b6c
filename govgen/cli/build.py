"""``govgen build``: review data files and make the reports."""

import itertools
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, NamedTuple

import click

from govgen.cli.build_run import may_be_made, run_batch, say_total, without_clashes
from govgen.cli.shared.console import FOUND, MISUSE, OK, StopError, reason, say, show_error
from govgen.cli.shared.fonts import FONTS, report_embedded, report_substitutions
from govgen.cli.shared.inputs import LAST, NO_COUNTY, PATHS, TEMPLATES, FileReview, named_files
from govgen.cli.shared.jobs import JOBS, NO_CACHE, SHARD, Shard, executor
from govgen.cli.shared.options import FILE, FOLDER, output_option, year_option
from govgen.render.html.page import Templates
from govgen.render.pdf.engine import VARIANTS
from govgen.workflows.build import DATA, FORMATS, FRAGMENT, Builder, Job
from govgen.workflows.manifest import MANIFEST_SUFFIX
from govgen.workflows.replacing import replace_file
from govgen.workflows.reviewed import Reviewed
from govgen.workflows.unchanged_builds import manifest_of
from govgen.workflows.watch import changes, sources

_HELP = """审核数据文件，没有错误的生成网页（HTML）、PDF 和 Word（DOCX）。

有错误的报告不生成，除非加 --force：生成的文件名带“（草稿）”，页边印“草稿”。

\b
例：govgen build 2025.yaml
    govgen build examples -o 公布 --format html,docx
    govgen build 2025.yaml --fragment
    govgen build 2025.yaml --watch
"""

_INTERVAL = 0.25
"""Seconds between two looks; a whole county's files may be under watch."""


def _formats(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in value.replace("，", ",").split(",")))
    known = (*FORMATS, DATA)
    unknown = [part for part in wanted if part not in known]
    if unknown:
        raise click.BadParameter(f"没有“{unknown[0]}”这种格式，只有 {'、'.join(known)}")
    return wanted


def _manifest_file(_context: click.Context, _option: click.Parameter, value: Path | None) -> Path | None:
    if value and value.suffix.lower() != MANIFEST_SUFFIX:
        raise click.BadParameter(f"清单的文件名要以 {MANIFEST_SUFFIX} 结尾")
    return value


class _Options(NamedTuple):
    """What the command line asks for."""

    paths: tuple[Path, ...]
    output: Path
    formats: tuple[str, ...]
    templates: Path | None
    fragment: bool
    variant: str
    fonts: Path | None
    strict: bool
    last: Path | None
    year: int | None
    force: bool
    jobs: int
    shard: Shard
    no_cache: bool
    manifest: Path | None


@click.command(help=_HELP, options_metavar="[选项]")
@PATHS
@output_option("生成到哪个文件夹，默认 build。", FOLDER, "文件夹", default=Path("build"))
@click.option(
    "--format",
    "formats",
    default=",".join(FORMATS),
    callback=_formats,
    metavar="格式",
    help="生成哪几种，用逗号隔开，默认 html,pdf,docx；json 是供其他程序用的数据（govgen schema --report）。",
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
@year_option("文件夹里只生成这一年度的报告。")
@NO_COUNTY
@click.option("--force", is_flag=True, help="有错误也生成草稿。")
@click.option("--watch", is_flag=True, help="一直运行，保存文件后自动重新生成，按 Ctrl-C 停止。")
@JOBS
@SHARD
@NO_CACHE
@click.option(
    "--manifest",
    callback=_manifest_file,
    type=FILE,
    metavar="文件.json",
    help="另存一份清单：数据文件和生成的文件的校验值、嵌入的字体、留下的警告、程序的版本；"
    "以后用 govgen check 文件.json 核对。",
)
def build(*, watch: bool, **options: Any) -> int:
    """Build the reports of ``paths``; 1 when one had errors, 2 when a format cannot be made here."""
    wanted = _Options(**options)

    def work() -> int:
        with executor(wanted.jobs, wanted.fonts) as pool:
            return _build(wanted, pool)

    return _again(work, lambda: _watched(wanted)) if watch else work()


def _build(wanted: _Options, pool: Executor | None) -> int:
    """One run over all files; the exit code."""
    formats = (*wanted.formats, FRAGMENT) if wanted.fragment else wanted.formats
    builder = Builder(formats, Templates(wanted.templates).load(), wanted.variant, wanted.fonts)
    files = wanted.shard.of(named_files(wanted.paths))
    review = FileReview(files, Reviewed, wanted.last)
    items = list(review.readable(pool))
    for name in builder.templates.overridden:
        say(f"使用本单位的模板：{name}")
    plans = [
        Job(item, _target(item.path, wanted), draft=not item.passes)
        for item in items
        if wanted.year in {None, item.year}
    ]
    jobs = without_clashes([job for job in plans if may_be_made(job, force=wanted.force)])
    if jobs and "pdf" in builder.formats:
        report_substitutions(wanted.fonts, strict=wanted.strict)
    results, code = run_batch(
        builder,
        jobs,
        pool,
        reuse=not wanted.no_cache,
        last=wanted.last,
        one_line=len(plans) > 1,
    )
    records = [result.record for result in results if result.record]
    if embedded := dict.fromkeys(family for record in records for family in record.fonts):
        report_embedded(wanted.fonts, embedded)
    taken = {job.item.path for job in jobs}
    left = [job for job in plans if job.item.path not in taken]
    say_total(plans, results, left)
    if wanted.manifest:
        replace_file(wanted.manifest, manifest_of(records, wanted.manifest.parent).text)
        say(f"已写清单 {wanted.manifest}（{len(records)} 份）")
    found = FOUND if left or any(job.draft for job in jobs) else OK
    return max(code, found, OK if review.whole else MISUSE)


def _watched(wanted: _Options) -> Iterator[Path]:
    for path in wanted.paths:
        yield from sources(path, wanted.last, Templates(wanted.templates).files)


def _target(file: Path, wanted: _Options) -> Path:
    """The output folder of a file: a folder named by the user is mirrored below it."""
    for path in wanted.paths:
        if path.is_dir() and file.is_relative_to(path):
            return wanted.output / file.parent.relative_to(path)
    return wanted.output


def _again(work: Callable[[], int], files: Callable[[], Iterable[Path]]) -> int:
    """Do ``work`` now and after each save of ``files``, until Ctrl-C, whether or not it works out."""
    saves = changes(files, threading.Event(), _INTERVAL)
    try:
        for _ in itertools.chain([None], saves):
            try:
                work()
            except StopError as error:
                show_error(error)
            except OSError as error:
                say(f"错误：{reason(error)}", err=True)
            say("保存文件后自动重新生成，按 Ctrl-C 停止。")
    except KeyboardInterrupt:
        say("已停止。")
    return OK
