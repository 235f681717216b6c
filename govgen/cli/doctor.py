"""``govgen doctor``: what this machine has for making a PDF, and what to install."""

import platform
from collections.abc import Iterator
from pathlib import Path

import click

from govgen import __version__
from govgen.cli.shared.console import MISUSE, OK, say
from govgen.cli.shared.fonts import FONTS, lacking
from govgen.render.pdf.engine import EngineMissing, facts, packages, this_system
from govgen.render.pdf.fonts import Substitution, faces, installed, roles
from govgen.render.pdf.weasyprint.guard import TESTED, check

_HELP = """查看这台电脑能不能生成 PDF：字体、系统库、版本和安装命令。

能生成时退出码为 0，缺东西时为 2。网页和 Word 不需要这些。

\b
例：govgen doctor
    govgen doctor --fonts 本单位字体
"""


@click.command(help=_HELP, options_metavar="[选项]")
@FONTS
def doctor(fonts: Path | None) -> int:
    """Print what a PDF needs and whether it is installed; 2 when a PDF cannot be made."""
    missing = ""
    try:
        check()
    except EngineMissing as why:
        missing = why.message
    substituted = lacking(fonts)
    without = [each.role for each in substituted if not each.used]
    if without and not missing:
        missing = f"没有可用的字体：{'、'.join(without)}。请按下面的命令安装。"
    say(missing or "可以生成 PDF。")
    _part("字体", _fonts(substituted, fonts))
    _part("系统库", _libraries())
    _part("版本", _versions())
    _part("安装命令", _commands(substituted))
    return MISUSE if missing else OK


def _part(heading: str, lines: Iterator[str]) -> None:
    say("", heading, *(f"  {line}" for line in lines))


def _fonts(substituted: tuple[Substitution, ...], folder: Path | None) -> Iterator[str]:
    replaced = {each.role: each for each in substituted}
    here = (installed() or frozenset()) | {
        name.casefold() for face in faces(folder) for name in face.families
    }
    for role in roles():
        if role.name in replaced:
            each = replaced[role.name]
            yield f"{each.role}：指定 {each.wanted}，" + (f"代用 {each.used}" if each.used else "没有可用的")
        else:
            used = next((name for name in role.statutory if name.casefold() in here), "")
            yield f"{role.name}：指定 {role.statutory[0]}，" + (f"实际用 {used}" if used else "不清楚有没有")


def _libraries() -> Iterator[str]:
    for library in facts().libraries:
        state = f"有 {library.version}".rstrip() if library.found else library.lacking
        yield f"{library.name}：{state}"


def _versions() -> Iterator[str]:
    yield f"govgen：{__version__}"
    yield f"Python：{platform.python_version()}（{platform.system()} {platform.machine()}）"
    for name, version in packages().items():
        tested = f"（核对过的是 {TESTED[name]}）" if name in TESTED else ""
        yield f"{name}：{version or '没有安装'}{tested}"


def _commands(substituted: tuple[Substitution, ...]) -> Iterator[str]:
    own = this_system()
    for install in facts().installs:
        here = "（本机）" if install is own else ""
        tried = "" if install.tried else "（未试）"
        yield f"{install.system}{here}{tried}：{install.command}"
    used = {each.role: each.used for each in substituted}
    for role in roles():
        # A face that other parts fall back on too is not of the kind prescribed for this one.
        others = {name for other in roles() if other is not role for name in other.stand_ins}
        if role.free and used.get(role.name, role.name) in {"", *others}:
            yield role.free
