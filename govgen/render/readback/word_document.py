"""The written Word document compared with the HTML: its paragraphs and cells have the same words in order."""

import difflib
import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from govgen.render.html_tree import is_silent, main_element
from govgen.render.readback.visible import (
    concealed,
    excerpt,
    is_added,
    printed_words,
    units_of,
    words_of,
)

_EMPTY = "\u3000"
"""Replaces the text of an empty cell in the comparison; the words of others have no blanks."""


def document_faults(root: Element, content: bytes) -> list[str]:
    """The differences of a .docx from the HTML that it was written from; empty if there are none.

    Each heading, paragraph and cell of the report is one of the document; the whole text is the same, with
    what a template adds and the alternative text of pictures.
    """
    units = words_of(units_of(root)).items()
    wanted = [words or _EMPTY for unit, words in units if words or unit.tag in {"td", "th"}]
    found = list(_paragraphs_and_cells(content))
    steps = difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    pairs = [
        ("".join(wanted[start:end]), "".join(found[first:last]))
        for step, start, end, first, last in steps
        if step in {"delete", "replace"}
    ]
    pairs = pairs or [(printed_words("".join(_printed(main_element(root)))), printed_words("".join(found)))]
    return [
        f"Word 里应印“{excerpt(want, have)}”，却印成了“{excerpt(have, want)}”"
        for want, have in (map(printed_words, pair) for pair in pairs if pair[0] != pair[1])
    ]


def _printed(node: Element, *, added: bool = False) -> Iterator[str]:
    """The text of an element and of its pictures; of the report itself, not what is concealed."""
    yield (node.get("alt") if node.tag == "img" else node.text) or ""
    for child in node:
        inside = added or is_added(child)
        if not is_silent(child) and (inside or not concealed(child)):
            yield from _printed(child, added=inside)
        yield child.tail or ""


def _paragraphs_and_cells(content: bytes) -> Iterator[str]:
    """The words without blanks of each table cell of the body, and of each paragraph that has any."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        document = ElementTree.fromstring(package.read("word/document.xml"))
    for block in document[0]:
        for node in block.findall(".//{*}tc") if block.tag.endswith("}tbl") else (block,):
            parts = (part for part in node.iter() if part.tag.endswith(("}t", "}docPr")))
            words = printed_words("".join(part.get("descr") or part.text or "" for part in parts))
            if (words or node is not block) and not _continues(node):
                yield words or _EMPTY


def _continues(cell: Element) -> bool:
    """Whether a cell is the lower part of a merged one, which Word does not show."""
    merged = cell.find("{*}tcPr/{*}vMerge")
    return merged is not None and "restart" not in merged.attrib.values()
