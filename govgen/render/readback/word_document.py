"""The written Word document compared with the HTML: its paragraphs and cells have the same words in order."""

import difflib
import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from govgen.render.html_tree import is_silent, main_element
from govgen.render.readback.units import units_of, without_blanks, words_of
from govgen.render.readback.visible import common_prefix, concealed, excerpt, is_added


def document_faults(root: Element, content: bytes) -> list[str]:
    """The differences of a .docx from the HTML that it was written from; empty if there are none.

    Each heading, paragraph and cell of the report is one of the document; the whole text is the same, with
    what a template adds and the alternative text of pictures.
    """
    wanted = [words for words in words_of(units_of(root)).values() if words]
    found = list(_paragraphs_and_cells(content))
    steps = difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    pairs = [
        ("".join(wanted[start:end]), "".join(found[first:last]))
        for step, start, end, first, last in steps
        if step in {"delete", "replace"}
    ]
    pairs = pairs or [(without_blanks("".join(_printed(main_element(root)))), "".join(found))]
    return [
        f"Word 里应印“{excerpt(want, same)}”，却印成了“{excerpt(have, same)}”"
        for want, have in pairs
        if want != have
        for same in [common_prefix(want, have)]
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
    """The words of each paragraph and table cell of the body that has any, without blanks."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        document = ElementTree.fromstring(package.read("word/document.xml"))
    for block in document[0]:
        for node in block.findall(".//{*}tc") if block.tag.endswith("}tbl") else (block,):
            parts = (part for part in node.iter() if part.tag.endswith(("}t", "}docPr")))
            words = without_blanks("".join(part.get("descr") or part.text or "" for part in parts))
            if words and not _continues(node):
                yield words


def _continues(cell: Element) -> bool:
    """Whether a cell is the lower part of a merged one, which Word does not show."""
    merged = cell.find("{*}tcPr/{*}vMerge")
    return merged is not None and "restart" not in merged.attrib.values()
