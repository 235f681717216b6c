"""Body, kind and year as the command line states them: what cannot be used is refused in the same words."""

import click

from govgen.cli.shared.console import StopError
from govgen.datafile.identity import Kind, kind_of, unfit_name
from govgen.editions.edition import Edition
from govgen.editions.loading import edition_for, editions


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
