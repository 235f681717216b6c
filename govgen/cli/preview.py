"""``govgen preview``: the report and its findings in a browser, kept up with every save."""

import threading
import webbrowser
from pathlib import Path

import click

from govgen.cli.shared.console import OK, StopError, say
from govgen.cli.shared.inputs import LAST, NO_COUNTY, TEMPLATES, county_is_ignored, refuse_other
from govgen.cli.shared.options import OLD_FILE
from govgen.findings.reporters.text import LEVEL_NAMES
from govgen.render.html.page import Templates
from govgen.render.html.templates import packaged
from govgen.workflows.preview.server import Server
from govgen.workflows.preview.session import FormSession, PreviewSession, Sheet
from govgen.workflows.watch import changes

_HELP = """在浏览器里边填边看：左边是报告，右边是审核结果，保存文件后自动更新。

点一条审核结果，就转到它在报告里的位置。只有本机能打开；按 Ctrl-C 停止。

加 --edit，网页里多一页“填写”：照表样填数、分节写文字，每改一处就写进文件的那一处，
其余各行和注释不动；每一处改动都能撤销。用别的程序同时改文件也不会丢。

\b
例：govgen preview 2025.yaml
    govgen preview --edit 2025.yaml
    govgen preview 2025.yaml --port 8000 --no-open
"""


@click.command(help=_HELP, options_metavar="[选项]")
@click.argument("file", metavar="文件", type=OLD_FILE)
@LAST
@NO_COUNTY
@TEMPLATES
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="端口",
    help="用哪个端口；不写就由系统选一个。",
)
@click.option("--no-open", is_flag=True, help="不自动打开浏览器。")
@click.option("--edit", is_flag=True, help="可以在网页里填写；不加就只看，不改文件。")
def preview(
    file: Path, last: Path | None, templates: Path | None, port: int, no_open: bool, edit: bool
) -> int:
    """Serve the preview of ``file`` until Ctrl-C."""
    refuse_other(file)
    no_county = county_is_ignored()
    session = PreviewSession(file, last, Templates(templates), no_county)
    form = FormSession(file, last, no_county=no_county) if edit else None
    shell = (packaged() / "preview.html").read_text(encoding="utf-8")
    try:
        server = Server(session, shell, port, form)
    except OSError as error:
        raise StopError(f"端口 {port} 用不了，请换一个，或者不写 --port") from error
    saves = changes(session.watched, threading.Event())
    try:
        with server.running():
            _print_counts(session.refresh())
            say(f"预览地址 {server.address} ，保存 {file} 后自动更新，按 Ctrl-C 停止。")
            if not no_open:
                webbrowser.open(server.address)
            for _ in saves:
                _print_counts(session.refresh())
    except KeyboardInterrupt:
        say("预览已停止。")
    return OK


def _print_counts(sheet: Sheet) -> None:
    """Print one line for each state, so that the terminal alone shows the counts too."""
    counts = "，".join(
        f"{name} {sum(item['level'] == level.value for item in sheet.findings)}"
        for level, name in LEVEL_NAMES.items()
    )
    say(f"{counts}。{sheet.trouble}")
