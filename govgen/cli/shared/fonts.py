"""What the commands print about fonts: the prescribed ones, and those that this machine has."""

from collections.abc import Iterable
from pathlib import Path

import click

from govgen.cli.shared.console import StopError, say, stop_on
from govgen.cli.shared.options import OLD_FOLDER
from govgen.render.pdf.engine import EngineMissing
from govgen.render.pdf.fonts import Substitution, faces, substitutions, unused

FONTS = click.option(
    "--fonts",
    type=OLD_FOLDER,
    metavar="文件夹",
    help="本单位有授权的字体（.ttf、.otf、.ttc），生成 PDF 时优先使用。",
)


def lacking(folder: Path | None) -> tuple[Substitution, ...]:
    """The parts of the paper that do not get their prescribed face, fonts in ``folder`` counted.

    Raises:
        StopError: the folder has no font, or a file in it is none.
    """
    with stop_on(EngineMissing):
        if folder is not None and not faces(folder):
            raise StopError(f"{folder} 里没有字体文件（.ttf、.otf、.ttc）")
        return substitutions(folder)


def report_substitutions(folder: Path | None, *, strict: bool) -> None:
    """Print all substitutions in one line.

    Raises:
        StopError: there is one, and ``strict`` allows none; or ``folder`` cannot be used.
    """
    found = [
        f"{each.role}：指定 {each.wanted}，" + (f"实际用 {each.used}" if each.used else "没有可用的字体")
        for each in lacking(folder)
    ]
    if found and strict:
        raise StopError("；".join(found) + "。按 --strict 没有生成；请安装指定的字体，或用 --fonts 给出")
    if found:
        say(f"代用字体：{'；'.join(found)}。")


def report_embedded(folder: Path | None, embedded: Iterable[str]) -> None:
    """Print which fonts the PDF files embed, and which files in ``folder`` they do not."""
    say(f"PDF 里嵌入的字体：{'、'.join(embedded)}")
    for path in unused(folder, embedded):
        say(f"注意：字体文件 {path.name} 没有用上", err=True)
