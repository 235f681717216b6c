"""``govgen explain``: what a code means, its source, and a wrong and a right example."""

import json
import sys
from collections.abc import Iterator

import click

from govgen.cli.shared.console import OK, StopError, styler
from govgen.cli.shared.options import TEXT_OR_JSON
from govgen.datafile.keys import meant
from govgen.findings.catalogue import FAMILIES, CatalogueEntry, codes, entry
from govgen.findings.reporters.text import LEVEL_NAMES, Style

_HELP = """说明一个代码的含义、依据、改法和正误写法；不写代码就列出全部。

\b
例：govgen explain B201
    govgen explain T6
    govgen explain --output-format json
"""


@click.command(help=_HELP, options_metavar="[选项]")
@click.argument("code", required=False, metavar="[代码]")
@TEXT_OR_JSON
def explain(code: str | None, output_format: str) -> int:
    """Print one entry of the catalogue, or a list of those whose code begins so."""
    wanted = _wanted(code)
    single = len(wanted) == 1 and code is not None
    if output_format == "json":
        records = [
            {"code": name, "family": FAMILIES[name[0]][1], **entry(name).model_dump(mode="json")}
            for name in wanted
        ]
        document = records[0] if single else records
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return OK
    style = styler(sys.stdout)
    lines = _explained(wanted[0], style) if single else _listed(wanted, style)
    click.echo("\n".join(lines))
    return OK


def _wanted(code: str | None) -> list[str]:
    """The codes that begin as asked.

    Raises:
        StopError: none does.
    """
    start = (code or "").strip().upper()
    found = [known for known in codes() if known.startswith(start)]
    if not found:
        raise StopError(f"没有代码“{code}”{meant(start, codes())}")
    return found


def _listed(wanted: list[str], style: Style) -> Iterator[str]:
    """One line for each code, under the names of the families."""
    letter = ""
    for code in wanted:
        known = entry(code)
        if code[0] != letter:
            yield from ([""] if letter else [])
            letter = code[0]
            yield style(f"{letter}　{FAMILIES[letter][1]}", "place")
        level = style(LEVEL_NAMES[known.level], known.level.value)
        yield f"  {code}  {level}  {known.title}"


def _explained(code: str, style: Style) -> Iterator[str]:
    known = entry(code)
    yield f"{style(f'{LEVEL_NAMES[known.level]}[{code}]', known.level.value)} {known.title}"
    yield ""
    yield known.explanation.strip()
    yield ""
    # Only law and notice bind; the tier says which kind of source it is.
    yield f"来源：{known.tier.value}"
    if known.citation:
        yield f"依据：{known.citation}"
    yield f"改法：{known.whole_advice.strip()}"
    if known.mistakes:
        yield f"常见问题编号：{'、'.join(known.mistakes)}"
    yield from _examples(known, style)


def _examples(known: CatalogueEntry, style: Style) -> Iterator[str]:
    example = known.example
    around = {
        "上年的文件": example.last,
        "同一文件夹里的另一个文件": example.beside,
        "县里的设置（county.yaml）": example.county,
    }
    for title, text in around.items():
        if text:
            yield from _example(title, text, style, "place")
    stored = f"（文件存为 {example.encoding} 编码）" if example.encoding != "utf-8" else ""
    often = f"（这样的内容有 {example.repeat:,} 份）" if example.repeat > 1 else ""
    yield from _example(f"错误的写法{stored}{often}", example.wrong, style, "error")
    yield from _example("正确的写法", example.right, style, "good")


def _example(title: str, text: str, style: Style, role: str) -> Iterator[str]:
    yield ""
    yield style(f"{title}：", role)
    # What no editor shows is spelled out, or the two examples would look alike.
    for line in text.rstrip("\n").split("\n"):
        yield "    " + "".join(
            char if char.isprintable() or char == "　" else repr(char)[1:-1] for char in line
        )
