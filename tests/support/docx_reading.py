"""A Word document taken apart: its parts, paragraphs and cells, without the code that wrote them."""

from __future__ import annotations

import io
import zipfile
from xml.etree.ElementTree import Element, fromstring

from html_sample import page

from govgen.render.docx.writer import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def unpack(written: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def part(written: bytes, name: str) -> Element:
    return fromstring(unpack(written)[name])


def body_of(written: bytes) -> Element:
    found = part(written, "word/document.xml").find(f"{W}body")
    assert found is not None
    return found


def words(node: Element) -> str:
    return "".join(run.text or "" for run in node.iter(f"{W}t"))


def value(node: Element, path: str, attribute: str = "val") -> str | None:
    found = node.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{attribute}")


def paragraphs(written: bytes) -> list[Element]:
    return body_of(written).findall(f"{W}p")


def style(paragraph: Element) -> str | None:
    return value(paragraph, "pPr/pStyle")


def has(paragraph: Element, name: str) -> bool:
    return paragraph.find(f"{W}pPr/{W}{name}") is not None


def word_cells(table: Element) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for number, row in enumerate(table.findall(f"{W}tr")):
        column = 0
        for cell in row.findall(f"{W}tc"):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val") != "restart"
            assert not (goes_on and words(cell))
            for across in range(int(value(cell, "tcPr/gridSpan") or 1)):
                found[number, column + across] = (
                    found[number - 1, column + across] if goes_on else words(cell)
                )
            column += int(value(cell, "tcPr/gridSpan") or 1)
    return found


def only(content: str) -> Element:
    (found,) = paragraphs(write_docx(page(content)))
    return found
