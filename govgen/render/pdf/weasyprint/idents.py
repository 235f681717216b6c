"""Ids that only screens and assistive technology use: WeasyPrint 70 would write a destination for each."""

from xml.etree.ElementTree import Element

IDENT = "data-id"
"""The attribute that has the id of an element after ``hide_idents``."""


def hide_idents(root: Element) -> None:
    """Rename the ids of cells and paragraphs; kept are those that a link or an office's style refers to."""
    css = "".join(style.text or "" for style in root.iter("style"))
    linked = {link.get("href", "") for main in root.iter("main") for link in main.iter("a")}
    for node in (node for tag in ("p", "th") for node in root.iter(tag)):
        ident = node.get("id")
        if ident and f"#{ident}" not in linked and ident not in css:
            node.set(IDENT, node.attrib.pop("id"))
