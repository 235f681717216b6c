"""``govgen county publish``: the public page of a county's reports, without any finding."""

from pathlib import Path

import click

from govgen.cli.county.shared import FOLDER, output_folder, settings_of
from govgen.cli.shared.console import FOUND, MISUSE, OK, StopError, say
from govgen.cli.shared.fonts import FONTS
from govgen.datafile.county import County
from govgen.render.html.page import Templates
from govgen.workflows.build import FORMATS, Builder, Job
from govgen.workflows.check import Examined, examine
from govgen.workflows.county.published import (
    CSV,
    PublicReport,
    as_csv,
    internal_pages,
    may_be_published,
    public_page,
)
from govgen.workflows.files import data_files
from govgen.workflows.replacing import replace_files

_HELP = """把没有错误、写明发布日期的报告生成网页、PDF、Word，连同目录页、图表和数据表放进公开的文件夹。

不含任何审核结果，也不含数据文件；有错误或没写发布日期的不收，逐个说明。文件夹里有内部页时不生成。

\b
例：govgen county publish 收件 -o 公开
"""


@click.command(help=_HELP, options_metavar="[选项]")
@FOLDER
@output_folder("公开的文件夹。")
@FONTS
def publish(folder: Path, output: Path, fonts: Path | None) -> int:
    """Build every report that may be published, and the page that lists them."""
    if found := internal_pages(output):
        raise StopError(f"{found[0]} 是内部页，不能放在公开的文件夹里；请换一个文件夹")
    settings = settings_of(folder)
    builder = Builder(FORMATS, Templates(None), fonts=fonts)
    reports: list[PublicReport] = []
    left = whole = 0
    for file in data_files([folder]):
        examined = examine(file, county=settings)
        if not may_be_published(examined):
            say(f"没有收：{file}（{_why(examined)}）", err=True)
            left += 1
            continue
        report, missing = _built(builder, examined, output)
        reports.append(report)
        if missing and not whole:
            say(missing, err=True)
        whole += bool(missing)
    reports.sort(key=lambda item: (_order(settings, item.body), item.body, item.year))
    page = public_page(reports, settings.name.removesuffix("人民政府") if settings.name else "")
    replace_files(output, {"index.html": page.encode(), CSV: as_csv(reports)})
    say(f"已写到 {output / 'index.html'}：{len(reports)} 份报告，没有收 {left} 份")
    return MISUSE if whole else FOUND if left else OK


def _why(examined: Examined) -> str:
    return "有错误" if examined.findings.has_errors else "没有写发布日期"


def _order(settings: County, body: str) -> int:
    names = [settings.name, *(item.name for item in settings.bodies)]
    return names.index(body) if body in names else len(names)


def _built(builder: Builder, examined: Examined, output: Path) -> tuple[PublicReport, str]:
    body = examined.report.who.body
    outcome = builder.make(Job(examined, output / body, draft=False))
    files = tuple(made.path.relative_to(output) for made in outcome.made)
    return PublicReport(examined.report, files), outcome.missing
