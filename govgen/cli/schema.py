"""``govgen schema``: the JSON Schema that lets an editor complete, explain and underline."""

from pathlib import Path

import click

from govgen.cli.shared.console import OK, keep_data, say
from govgen.cli.shared.options import edition_option, output_option
from govgen.editions.loading import edition_named, editions
from govgen.render.report_data import report_schema
from govgen.workflows.files import COUNTY
from govgen.workflows.replacing import replace_file
from govgen.workflows.schema import county_schema, schema_text

_HELP = """输出数据文件的 JSON Schema，供 VS Code 等编辑器补全键名、显示填写说明、划出错误。

govgen new 新建文件时已经写好一份，一般不用另外运行。

\b
例：govgen schema
    govgen schema --edition 2021 -o govgen-2021.schema.json
"""


@click.command(help=_HELP, options_metavar="[选项]")
@edition_option("哪一版格式，以开始的年度为名：{}；不写就是最新的。", default=editions()[-1].edition)
@click.option("--county", is_flag=True, help=f"{COUNTY} 的 Schema。")
@click.option("--report", is_flag=True, help="govgen build --format json 所写文件的 Schema。")
@output_option("写到哪个文件；不写就显示在屏幕上。")
def schema(edition: str, county: bool, report: bool, output: Path | None) -> int:
    """Print or write the schema of an edition, of county.yaml, or of a report as data."""
    if county and report:
        raise click.UsageError("--county 和 --report 只能写一个")
    text = county_schema() if county else report_schema() if report else schema_text(edition_named(edition))
    if output is None:
        click.echo(text, nl=False)
        return OK
    keep_data(output)
    replace_file(output, text)
    say(f"已写到 {output}")
    return OK
