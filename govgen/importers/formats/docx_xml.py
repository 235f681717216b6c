"""Elements of WordprocessingML by their short names, and the values in their attributes."""

import re
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WHOLE = re.compile(r"-?\d{1,7}", re.ASCII)


def inner(node: Element, path: str) -> Element | None:
    """The first element at a ``path`` of short names (pPr/numPr) below ``node``."""
    return node.find("/".join(f"{W}{name}" for name in path.split("/")))


def value(node: Element | None, path: str = "", attribute: str = "val") -> str:
    """An attribute of ``node``, or of the element at ``path`` below it; empty where either is absent."""
    found = inner(node, path) if node is not None and path else node
    return "" if found is None else found.get(f"{W}{attribute}", "")


def whole(text: str, otherwise: int = 0) -> int:
    """A whole number in an attribute; ``otherwise`` where it is none."""
    return int(text) if _WHOLE.fullmatch(text) else otherwise
