"""Edits of an XML part that leave every other byte as it was."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TAG = re.compile(rb"""<[^\s"'/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
_END = "/>"


class UnfitPartError(Exception):
    """A part is missing, or its encoding has no single bytes for the characters of tags."""


class Splice(NamedTuple):
    """Text that takes the place of the bytes from ``start`` up to ``end``."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class XmlElement:
    """An element by the offsets of its content and of its end tag; ``tag`` is its name with prefix.

    ``is_single`` says that it is one tag without content; both offsets are then those after the tag.
    """

    tag: str
    depth: int
    content: int = -1
    end: int = -1
    is_single: bool = False

    def around(self, before: str, after: str) -> list[Splice]:
        """The splices that put ``before`` at the start of the content and ``after`` at its end."""
        if self.is_single:
            return [Splice(self.end - len(_END), self.end, f">{before}{after}</{self.tag}>")]
        return [Splice(self.content, self.content, before), Splice(self.end, self.end, after)]


def spliced(raw: bytes, splices: Iterable[Splice]) -> bytes:
    """``raw`` with all of ``splices``; characters beyond ASCII are written as references."""
    parts, at = [], 0
    for splice in sorted(splices, key=lambda item: (item.start, item.end)):
        parts += [raw[at : splice.start], splice.text.encode("ascii", "xmlcharrefreplace")]
        at = splice.end
    return b"".join([*parts, raw[at:]])


class XmlScan:
    """The root of a part, and its elements of one name in the order of their start tags.

    ``name`` and ``after`` are names as "namespace local"; the content of an element begins behind its
    first children ``after``.

    Raises:
        UnfitPartError: the part is in UTF-16.
        ExpatError: it is not well-formed.
    """

    def __init__(self, raw: bytes, name: str = "", after: str = "") -> None:
        if raw.startswith(_UTF16):
            raise UnfitPartError
        self.found: list[XmlElement] = []
        self._raw, self._name, self._after = raw, name, after
        self.root = XmlElement("", 0)
        self._open: list[XmlElement] = []
        self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.namespace_prefixes = True
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._finish
        self._parser.Parse(raw, True)

    def _begin(self, name: str, _attributes: object) -> None:
        *space, local, prefix = name.split(" ") if name.count(" ") > 1 else (*name.split(" "), "")
        known = " ".join((*space, local))
        for parent in self._open[-1:]:
            if parent.depth == self._depth and parent.content < 0 and known != self._after:
                parent.content = self._parser.CurrentByteIndex
        self._depth += 1
        if self._depth == 1 or known == self._name:
            tag = _TAG.match(self._raw, self._parser.CurrentByteIndex)
            is_single = tag is not None and bool(tag[1])
            name = f"{prefix}:{local}" if prefix else local
            self._open.append(XmlElement(name, self._depth, is_single=is_single))
            self.found += self._open[-1:] if known == self._name else []
            self.root = self._open[0]

    def _finish(self, _name: str) -> None:
        if self._open and self._open[-1].depth == self._depth:
            element, at = self._open.pop(), self._parser.CurrentByteIndex
            element.end = at
            if element.content < 0:
                element.content = at
        self._depth -= 1
