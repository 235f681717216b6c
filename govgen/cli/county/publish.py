"""``govgen county publish``: the public page of a county's reports, without any finding."""

from pathlib import Path

import click

from govgen.cli.build_run import run_batch
from govgen.cli.county.shared import FOLDER, output_folder, refuse_folder, settings_of
from govgen.cli.shared.console import FOUND, MISUSE, OK, StopError, say
from govgen.cli.shared.fonts import FONTS
from govgen.cli.shared.inputs import FileReview
from govgen.cli.shared.jobs import JOBS, NO_CACHE, executor
from govgen.workflows.build import Builder, Job
from govgen.workflows.county.published import (
    CSV,
    PublicReport,
    as_csv,
    internal_pages,
    leftovers,
    public_page,
)
from govgen.workflows.county.received import Received, finder
from govgen.workflows.files import data_files
from govgen.workflows.replacing import replace_files

_HELP = """把没有错误、写明发布日期的报告生成网页、PDF、Word，连同目录页、图表和数据表放进公开的文件夹。

不含任何审核结果，也不含数据文件；有错误或没写发布日期的不收，逐个说明。文件夹里有内部页时不生成。
以前公布、这次没有的文件不会自动删除，逐个列出，由人删去。

\b
例：govgen county publish 收件 -o 公开
"""


@click.command(help=_HELP, options_metavar="[选项]")
@FOLDER
@output_folder("公开的文件夹。")
@FONTS
@JOBS
@NO_CACHE
def publish(folder: Path, output: Path, fonts: Path | None, jobs: int, no_cache: bool) -> int:
    """Build every report that may be published, and the page that lists them."""
    if found := internal_pages(output):
        raise StopError(f"{found[0]} 是内部页，不能放在公开的文件夹里；请换一个文件夹")
    settings = settings_of(folder)
    refuse_folder(output, folder, settings)
    review = FileReview(data_files([folder]), Received)
    find = finder(settings.bodies, settings.name)
    left, chosen = 0, dict[tuple[str, int | None], list[Received]]()
    with executor(jobs, fonts) as pool:
        for item in review.readable(pool):
            if item.passes and item.published:
                chosen.setdefault((find(item.body) or item.body, item.year), []).append(item)
            else:
                left += 1
                say(f"没有收：{item.path}（{'有错误' if item.errors else '没有写发布日期'}）", err=True)
        for (body, year), items in chosen.items():
            if len(items) > 1:
                files = " 和 ".join(str(item.path) for item in items)
                say(f"没有收：{files} 都是{body} {year} 年度的，请只留下要用的一份", err=True)
        single = {items[0].path: (body, items[0]) for (body, _), items in chosen.items() if len(items) == 1}
        plans = [Job(item, output / item.body, draft=False) for _, item in single.values()]
        results, code = run_batch(Builder(fonts=fonts), plans, pool, reuse=not no_cache)
    reports = []
    for result in results:
        body, item = single[result.job.item.path]
        made = tuple(Path(item.body, path.name) for path in result.made)
        reports += [] if result.failure else [PublicReport(item, body, made)]
    names = dict.fromkeys([settings.name, *(body.name for body in settings.bodies)])
    order = {name: place for place, name in enumerate(names)}
    reports.sort(key=lambda report: (order.get(report.body, len(order)), report.body, report.year))
    page = public_page(reports, settings.name.removesuffix("人民政府"))
    replace_files(output, {"index.html": page.encode(), CSV: as_csv(reports)})
    left += sum(map(len, chosen.values())) - len(reports)
    say(f"已写到 {output / 'index.html'}：{len(reports)} 份报告，没有收 {left} 份")
    old = leftovers(output, [output / file for report in reports for file in report.files])
    say(*(f"请删去 {path}：是以前公布的，不在这次的报告里；网站上的也要撤下" for path in old), err=True)
    return max(code, FOUND if left or old else OK, OK if review.whole else MISUSE)
