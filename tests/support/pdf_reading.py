"""A PDF read back: its structure tree, the words of each part, and the place of every character."""

from __future__ import annotations

import functools
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
import pikepdf

from govgen.render.pdf.writer import write_pdf

POINT = 72 / 25.4
"""Points in a millimetre."""

LEFT, RIGHT = 28 * POINT, (210 - 26) * POINT
MIRRORED = 2 * POINT
"""How much further left the text is on even pages; ``Paper.chars`` makes up for it."""
TOP, BOTTOM = 37 * POINT, (297 - 35) * POINT
PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh"}


@dataclass
class Node:
    """An element of the structure tree; its ``content`` are nodes and pieces, (page, number), in order."""

    role: str
    source: Any
    content: list[Node | tuple[int, int]] = field(default_factory=list)

    @property
    def kids(self) -> list[Node]:
        return [item for item in self.content if isinstance(item, Node)]

    @property
    def pieces(self) -> list[tuple[int, int]]:
        return [item for item in self.content if not isinstance(item, Node)]

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def find(self, *roles: str) -> list[Node]:
        return [node for node in self.walk() if node.role in roles]

    @property
    def all_pieces(self) -> list[tuple[int, int]]:
        return [piece for node in self.walk() for piece in node.pieces]

    @property
    def pages(self) -> set[int]:
        return {page for page, _ in self.all_pieces}

    def attribute(self, name: str) -> Any:
        return self.source.get("/A", {}).get(f"/{name}")


class Paper:
    """A PDF and what its readers see."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.page_of = {page.objgen: number for number, page in enumerate(self.pdf.pages)}

    @functools.cached_property
    def tree(self) -> Node:
        root = self.pdf.Root.StructTreeRoot
        (document,) = root.K
        return self._node(document, None)

    def _node(self, source: Any, page: int | None) -> Node:
        if "/Pg" in source:
            page = self.page_of[source.Pg.objgen]
        node = Node(str(source.S).lstrip("/"), source)
        kids = source.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                assert page is not None
                node.content.append((page, kid))
            elif kid.get("/Type") == "/MCR":
                node.content.append((self.page_of[kid.Pg.objgen], int(kid.MCID)))
            elif kid.get("/Type") != "/OBJR":
                node.content.append(self._node(kid, page))
        return node

    @functools.cached_property
    def chars(self) -> list[list[dict[str, Any]]]:
        """The characters of each page, with the number of the piece of content they belong to."""
        with pdfplumber.open(io.BytesIO(self.data)) as pdf:
            pages = [page.chars for page in pdf.pages]
        for char in itertools.chain.from_iterable(pages[1::2]):
            char["x0"] += MIRRORED
            char["x1"] += MIRRORED
        return pages

    @functools.cached_property
    def words(self) -> dict[tuple[int, int], str]:
        """The text of each piece of content."""
        found: dict[tuple[int, int], str] = {}
        for page, chars in enumerate(self.chars):
            for char in chars:
                if char["mcid"] is not None:
                    key = page, char["mcid"]
                    found[key] = found.get(key, "") + char["text"]
        return found

    def text(self, node: Node) -> str:
        """The words of a part and all below it, in the order of the tree; a picture has none."""
        if node.role == "Figure":
            return ""
        return "".join(
            self.text(item) if isinstance(item, Node) else self.words.get(item, "") for item in node.content
        )

    def own_chars(self, node: Node) -> list[tuple[int, dict[str, Any]]]:
        """The characters of a part with their pages, in the order they are drawn."""
        pieces = set(node.all_pieces)
        return [
            (page, char)
            for page, chars in enumerate(self.chars)
            for char in chars
            if (page, char["mcid"]) in pieces
        ]

    def lines(self, node: Node) -> list[list[dict[str, Any]]]:
        """The characters of a part, line by line, each line from left to right."""
        found: dict[tuple[int, float], list[dict[str, Any]]] = {}
        for page, char in self.own_chars(node):
            found.setdefault((page, -round(char["matrix"][5], 1)), []).append(char)
        return [sorted(found[key], key=lambda char: char["x0"]) for key in sorted(found)]

    def artifacts(self, page: int) -> list[str]:
        """The text of each artifact of a page that shows any, in drawing order."""
        texts: list[str] = []
        for char in self.chars[page]:
            if char["mcid"] is None:
                texts.append(char["text"])
        return texts

    def codes(self) -> Iterator[tuple[bytes, int]]:
        """Each glyph that is shown: what its font says it means, and its number."""
        for page in self.pdf.pages:
            maps = {name: _meanings(font) for name, font in page.Resources.Font.items()}
            font = ""
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    font = str(operands[0])
                for text in operands[0] if str(operator) == "TJ" else ():
                    if isinstance(text, pikepdf.String):
                        raw = bytes(text)
                        for code in (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)):
                            yield maps[font].get(code, b""), code

    def loose(self) -> list[tuple[int, str]]:
        """Painting that is neither in the tree nor an artifact, or is both: (page, operator)."""
        found = []
        owned = set(self.tree.all_pieces)
        for number, page in enumerate(self.pdf.pages):
            stack: list[str | int] = []
            for operands, operator in pikepdf.parse_content_stream(page):
                name = str(operator)
                if name in {"BDC", "BMC"}:
                    properties = operands[1] if name == "BDC" else {}
                    stack.append(int(properties["/MCID"]) if "/MCID" in properties else str(operands[0]))
                elif name == "EMC":
                    stack.pop()
                elif name in PAINTING:
                    tagged = [mark for mark in stack if isinstance(mark, int)]
                    good = (stack == ["/Artifact"]) or (len(stack) == 1 and (number, *tagged) in owned)
                    if not good:
                        found.append((number, name))
        return found


def _meanings(font: Any) -> dict[int, bytes]:
    """The characters that a font gives its glyphs, by glyph."""
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>\n", bytes(font.ToUnicode.read_bytes()))
    return {int(code, 16): bytes.fromhex(text.decode()) for code, text in pairs}


@functools.cache
def paper(html: str, variant: str = "pdf/ua-1", *, draft: bool = False) -> Paper:
    """The PDF of a page, made once for all tests."""
    return Paper(write_pdf(html, variant=variant, draft=draft))
