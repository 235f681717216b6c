"""Edits of a part's bytes, held against a parser that builds a tree."""

import copy
from xml.etree.ElementTree import Element, SubElement, canonicalize, fromstring, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgen.workflows.annotate.xml_edit import UnfitPartError, XmlScan, spliced

SPACE = "urn:words"
NAMES = [f"{{{SPACE}}}p", f"{{{SPACE}}}pPr", f"{{{SPACE}}}r", "p", "{urn:other}p"]
WANTED, AFTER = f"{{{SPACE}}}p", f"{{{SPACE}}}pPr"


@st.composite
def trees(draw: st.DrawFn) -> Element:
    """A tree of elements of which some are paragraphs, one within another too."""

    def grow(node: Element, depth: int) -> None:
        for _ in range(draw(st.integers(0, 3 if depth else 0))):
            child = SubElement(node, draw(st.sampled_from(NAMES)))
            child.set("x", draw(st.sampled_from(["", "/>", "中>", '"'])))
            grow(child, depth - 1)
            if not len(child):
                child.text = draw(st.sampled_from(["", "", "字", "/>", "</p"]))

    root = Element(f"{{{SPACE}}}document")
    grow(root, 4)
    return root


def marked(root: Element) -> Element:
    """The tree with a mark at the start and the end of each paragraph, put in by its own means."""
    root = copy.deepcopy(root)
    for number, node in enumerate(list(root.iter(WANTED))):
        start = next((at for at, child in enumerate(node) if child.tag != AFTER), len(node))
        begin, end = Element(f"begin{number}"), Element(f"end{number}")
        if not len(node):
            # Text before the first child stays before the mark.
            node.extend([begin, end])
        else:
            node.insert(start, begin)
            node.append(end)
    return root


@given(trees(), st.booleans())
def test_marks_are_where_a_tree_has_them_and_all_else_is_as_it_was(root: Element, short: bool) -> None:
    raw = tostring(root, encoding="utf-8", short_empty_elements=short)
    scan = XmlScan(raw, f"{SPACE} p", f"{SPACE} pPr")
    marks = [
        splice
        for number, element in enumerate(scan.found)
        for splice in element.around(f"<begin{number}/>", f"<end{number}/>")
    ]
    after = spliced(raw, marks)
    assert canonicalize(after) == canonicalize(tostring(marked(root), encoding="unicode"))
    left = after
    for number in range(len(scan.found)):
        left = left.replace(b"<begin%d/>" % number, b"").replace(b"<end%d/>" % number, b"")
    assert canonicalize(left) == canonicalize(raw)
    assert short or left == raw


def test_a_part_takes_characters_that_its_encoding_lacks() -> None:
    raw = '<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>'.encode("latin-1")
    after = spliced(raw, XmlScan(raw).root.around("", "<b>审</b>"))
    assert fromstring(after).findtext("b") == "审"
    assert raw[:-4] in after


def test_a_part_in_utf16_is_refused() -> None:
    with pytest.raises(UnfitPartError):
        XmlScan("<a/>".encode("utf-16"))
