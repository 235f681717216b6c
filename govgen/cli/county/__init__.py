"""``govgen county``: what a county office does with its bodies' reports."""

import click

from govgen.cli.shared.lazy_group import LazyGroup

_HELP = """县（市、区）政府信息公开工作主管部门用：看各机关的进度，退回、汇总、公布。

各机关的数据文件放在一个文件夹里，一个机关一个子文件夹，一年一个文件，如 收件/青禾镇人民政府/2025.yaml；
应报的机关写在 county.yaml 里。

\b
例：govgen county status 收件 --year 2025
    govgen county return 收件 --year 2025 -o 退回意见
    govgen county sum 收件 --year 2025 -o 县/2025.yaml
    govgen county publish 收件 -o 公开
"""


@click.group(
    cls=LazyGroup,
    package="govgen.cli.county",
    names=("status", "return", "sum", "review", "publish"),
    help=_HELP,
    subcommand_metavar="命令 [参数]…",
    options_metavar="[选项]",
)
def county() -> None:
    """Hold the county's commands together."""
