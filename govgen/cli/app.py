"""The group of commands, and how a run ends."""

import gettext
import os
from pathlib import Path

import click

from govgen import __version__
from govgen.cli.shared.console import FOUND, MISUSE, prepare_streams, reason, say, show_error
from govgen.cli.shared.lazy_group import LazyGroup
from govgen.editions.loading import EditionError
from govgen.workflows.replacing import NotDoneError

# Click looks its own words (usage, errors, prompts) up in our catalogue, whatever the machine's locale is.
os.environ["LANGUAGE"] = "zh_CN"
gettext.bindtextdomain("govgen", Path(__file__).parent / "shared" / "locale")
gettext.textdomain("govgen")

_HELP = """政府信息公开工作年度报告：填一个 YAML 文件，审核并生成网页、PDF 和 Word。

\b
常用：
  govgen new 青禾镇              新建一份数据文件
  govgen form 2025.yaml -o 填报表.xlsx   生成 Excel 填报表，填完用 import 读回
  govgen import 2024年报告.docx  把已公布的报告转成数据文件
  govgen preview 2025.yaml      边填边看
  govgen check 2025.yaml        审核一个文件
  govgen build 2025.yaml        审核并生成到 build 文件夹
  govgen county status 收件 --year 2025   县里看各机关报了没有
  govgen doctor                 看这台电脑能不能生成 PDF，缺什么
"""

_COMMANDS = (
    "new",
    "form",
    "import",
    "check",
    "build",
    "preview",
    "diff",
    "county",
    "schema",
    "explain",
    "doctor",
)
_DEBUG = "--debug"


@click.group(
    cls=LazyGroup,
    package="govgen.cli",
    names=_COMMANDS,
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="命令 [参数]…",
    options_metavar="[选项]",
)
@click.version_option(__version__, "-V", "--version", prog_name="govgen")
@click.option(_DEBUG, is_flag=True, expose_value=False, help="程序出错时显示技术细节，供反馈问题时用。")
def cli() -> None:
    """Hold the commands together."""


def run(arguments: list[str]) -> int:
    """Run one command; the exit code. Whatever goes wrong is one line; a traceback only with ``--debug``."""
    prepare_streams()
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    debug = _DEBUG in options  # wherever it was written
    arguments = [word for word in options if word != _DEBUG] + arguments[len(options) :]
    try:
        result = cli.main(args=arguments, prog_name="govgen", standalone_mode=False)
    except click.ClickException as error:
        show_error(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("已中止。", err=True)
        return MISUSE
    except BrokenPipeError:
        return FOUND
    except (NotDoneError, EditionError, OSError) as error:
        what = "版本文件不能用：\n" if isinstance(error, EditionError) else ""
        why = reason(error) if isinstance(error, OSError) else f"{what}{error}"
        say(*f"错误：{why}".split("\n"), err=True)
        return MISUSE
    except Exception as error:  # noqa: BLE001  (the last boundary: a user never sees a traceback)
        return _unforeseen(error, debug=debug)
    return result if isinstance(result, int) else 0


def _unforeseen(error: Exception, *, debug: bool) -> int:
    """A fault of the program itself: one line with a way to report it."""
    if debug:
        import traceback  # noqa: PLC0415

        say(*"".join(traceback.format_exception(error)).split("\n"), err=True)
    how = f"请把这一行和所用的文件交给维护者；加 {_DEBUG} 再运行一次可看到技术细节"
    what = " ".join([type(error).__name__, *str(error).split("\n")[:1]]).strip()
    say(f"错误：程序出错，没有做完（govgen {__version__}，{what}）。{how}。", err=True)
    return MISUSE
