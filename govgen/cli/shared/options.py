"""What several commands ask for in the same way: files, folders, years, formats, whose report it is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from govgen.cli.shared.console import StopError
from govgen.datafile.identity import Kind, kind_of, unfit_name
from govgen.editions.edition import Edition
from govgen.editions.loading import edition_for, editions

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

FILE = click.Path(path_type=Path, dir_okay=False)
OLD_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
OLD_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)

TEXT_OR_JSON = click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="格式",
    help="结果的格式：text（文字，默认）或 json。",
)


def year_option(meaning: str, **settings: Any) -> Decorator:
    """The option that names a fiscal year; ``meaning`` is its help."""
    return click.option("--year", type=click.IntRange(2000, 2100), metavar="年度", help=meaning, **settings)


def kind_option(meaning: str) -> Decorator:
    """The option that names the kind of a body."""
    return click.option("--kind", type=click.Choice([*map(str, Kind)]), metavar="类型", help=meaning)


def edition_option(meaning: str, **settings: Any) -> Decorator:
    """The option that names an edition of the format."""
    names = [edition.edition for edition in editions()]
    text = meaning.format("、".join(names))
    return click.option("--edition", type=click.Choice(names), metavar="版本", help=text, **settings)


def output_option(meaning: str, kind: click.Path = FILE, metavar: str = "文件", **settings: Any) -> Decorator:
    """The option that names what to write to."""
    return click.option("-o", "--output", type=kind, metavar=metavar, help=meaning, **settings)


def edition_of(year: int) -> Edition:
    """The edition of a fiscal year.

    Raises:
        StopError: none was in force.
    """
    if edition := edition_for(year):
        return edition
    raise StopError(f"{year} 年度没有统一格式，最早的是 {editions()[0].first_year} 年度")


def refuse_unfit(body: str) -> None:
    """Stop where a body has a name that no file can have.

    Raises:
        StopError: it has.
    """
    if unfit_name(body.strip()):
        raise StopError("机关名称只能用汉字、字母、数字、括号和间隔号，因为它也用作文件名")


def kind_known(body: str, stated: str | None) -> Kind:
    """The kind of a body, as stated or else as its name says.

    Raises:
        UsageError: neither does.
    """
    if kind := Kind(stated) if stated else kind_of(body):
        return kind
    raise click.UsageError(f"从“{body}”看不出是哪一类机关，请加选项 --kind")
