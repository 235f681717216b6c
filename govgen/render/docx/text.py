"""The text within a paragraph: inline HTML becomes runs, links and line breaks."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element

from docx.oxml.ns import qn

from govgen.render.docx.package import Package
from govgen.render.docx.xml import WordElement, w, words
from govgen.render.html.line_breaks import LOOSE
from govgen.render.html_tree import classes, is_silent

_BLANKS = re.compile("[ \t\n\r\f]+")
_LEVEL = re.compile(r"level-([234])")
_HOST = r"\w+(?:[.-]\w+)*"
# Word refuses the whole file for one address that it cannot parse, so only plain ones become links.
_ADDRESS = re.compile(
    rf"https?://{_HOST}(?::[1-5]?\d{{1,4}})?(?:[/?#][!-~]*)?|mailto:[\w.+-]+@{_HOST}", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Format:
    """The properties of a run: a character style and a link; a ``loose`` run may be broken within words."""

    style: str = ""
    href: str = ""
    loose: bool = False


PLAIN = Format()


class TextRun(NamedTuple):
    """A stretch of text in one format, or the turn of a line.

    A ``break`` always ends the line, an ``edge`` only between words.
    """

    text: str
    format: Format = PLAIN
    turn: Literal["", "break", "edge"] = ""


def level_of(node: Element) -> int:
    """The typographic level that a class gives (2 to 4); 0 where none does."""
    return next((int(match[1]) for name in sorted(classes(node)) if (match := _LEVEL.fullmatch(name))), 0)


def pieces(node: Element, outer: Format = PLAIN) -> Iterator[TextRun]:
    """The text of an inline element, its own format added to ``outer``."""
    if node.tag == "br":
        yield TextRun("", outer, "break")
        return
    own = _within(node, outer)
    edge = [TextRun("", own, "edge")] if "title-line" in classes(node) else []
    yield from edge
    yield TextRun(node.text or "", own)
    for child in node:
        if not is_silent(child):
            yield from pieces(child, own)
        yield TextRun(child.tail or "", own)
    yield from edge


def _within(node: Element, outer: Format) -> Format:
    name = str(node.tag)
    if LOOSE in classes(node):
        outer = replace(outer, loose=True)
    if name == "a" and _ADDRESS.fullmatch(node.get("href") or ""):
        return replace(outer, href=node.get("href") or "")
    if "run-in" in classes(node) and (level := level_of(node)):
        return replace(outer, style=f"RunIn{level}")
    return outer


def folded(content: Iterable[TextRun]) -> list[TextRun]:
    """The pieces as a browser shows them: blanks run together, none at the ends of lines."""
    lines: list[list[TextRun]] = [[]]
    for piece in content:
        if piece.turn == "break" or (piece.turn == "edge" and lines[-1]):
            lines.append([])
        elif not piece.turn:
            _add(lines[-1], piece)
    while lines and not lines[-1]:
        lines.pop()
    kept: list[TextRun] = []
    for number, line in enumerate(lines):
        kept += [TextRun("", turn="break")] if number else []
        kept += line[:-1]
        kept += [last._replace(text=words) for last in line[-1:] if (words := last.text.removesuffix(" "))]
    return kept


def _add(line: list[TextRun], piece: TextRun) -> None:
    text = _BLANKS.sub(" ", piece.text)
    if not line or line[-1].text.endswith(" "):
        text = text.removeprefix(" ")
    if text:
        line.append(TextRun(text, piece.format))


def runs(content: Iterable[TextRun], package: Package) -> list[WordElement]:
    """The runs as XML; links are added to the ``package``, and a bookmark for a heading at the beginning."""
    made: list[WordElement] = []
    for form, group in itertools.groupby(content, key=lambda run: run.format):
        held = list(group)
        part = _run(form, held)
        if form.href:
            part = w("hyperlink", part)
            part.set(qn("r:id"), package.link(form.href))
        marks = package.bookmark("".join(run.text for run in held)) if form.style == "RunIn2" else None
        made += [part] if marks is None else [marks[0], part, marks[1]]
    return made


def _run(form: Format, held: list[TextRun]) -> WordElement:
    style = form.style or ("Hyperlink" if form.href else "")
    properties = [w("rStyle", val=style)] if style else []
    if not all(piece.text.isascii() for piece in held):
        # Quotes, dashes and dots that Latin and Chinese share are of the Latin face without this.
        properties.append(w("rFonts", hint="eastAsia"))
    made = w("r", *([w("rPr", *properties)] if properties else []))
    for turn, part in itertools.groupby(held, key=lambda piece: piece.turn):
        texts = [piece.text for piece in part]
        made.extend([w("br") for _ in texts] if turn else [words("".join(texts))])
    return made
