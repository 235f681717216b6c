"""The written Word document compared with the HTML: its paragraphs and cells have the same words in order."""

import difflib
import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from govgen.render.readback.units import units_of, without_blanks, words_of
from govgen.render.readback.visible import ADDED, common_prefix, excerpt, spoken_words


def document_faults(root: Element, content: bytes) -> list[str]:
    """The differences of a .docx from the HTML that it was written from; empty if there are none.

    Paragraphs that come from what a template may add to a report are left alone.
    """
    wanted = [words for words in words_of(units_of(root)).values() if words]
    found = list(_paragraphs_and_cells(content))
    steps = difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    added = [spoken_words(node) for node in root.iter() if node.tag in ADDED]
    faults = []
    for step, start, end, first, last in steps:
        want, have = "".join(wanted[start:end]), "".join(found[first:last])
        is_added = step == "insert" and all(any(each in text for text in added) for each in found[first:last])
        if step != "equal" and not is_added:
            same = common_prefix(want, have)
            faults.append(f"Word 里应印“{excerpt(want, same)}”，却印成了“{excerpt(have, same)}”")
    return faults


def _paragraphs_and_cells(content: bytes) -> Iterator[str]:
    """The words of each paragraph and table cell of the body that has any, without blanks."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        document = ElementTree.fromstring(package.read("word/document.xml"))
    for block in document[0]:
        for node in block.findall(".//{*}tc") if block.tag.endswith("}tbl") else (block,):
            if words := without_blanks("".join(text.text or "" for text in node.findall(".//{*}t"))):
                yield words
