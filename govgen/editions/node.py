"""A row or a column of a statutory table, or a group of them, and what its cells hold."""

from __future__ import annotations

import functools
import re
from enum import StrEnum

from pydantic import model_validator

from govgen.editions.labels import fold, unnumbered
from govgen.editions.model import Ident, Model, Text, as_key
from govgen.editions.units import unit_in

_NO_KEY = dict.fromkeys(map(ord, ",;:"))
"""Marks of YAML, which a key made from a label does not have."""


class CellType(StrEnum):
    """What a cell holds: whole non-negative, whole with a sign, or a decimal such as an amount of money."""

    COUNT = "count"
    SIGNED = "signed"
    MONEY = "money"


class Node(Model):
    """A row or column of a table, or a group of them.

    ``key`` is what a clerk writes; an empty one makes the level transparent, so that it is not written at
    all. A ``total`` sums every other leaf under its parent. ``successor`` names the id that carries the
    meaning on in the next edition where it is not the same; ``replaces`` says the same from the other side.
    """

    id: Ident
    label: Text
    key: str | None = None
    type: CellType = CellType.COUNT
    total: bool = False
    successor: Ident | None = None
    replaces: Ident | None = None
    children: tuple[Node, ...] = ()

    @functools.cached_property
    def name(self) -> str:
        """The word for this node in messages and in a data file; empty for a transparent level."""
        return unnumbered(self.label).translate(_NO_KEY) if self.key is None else self.key

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """What a clerk may write for this node, folded."""
        return frozenset({fold(self.name), fold(self.label), unnumbered(self.label)} if self.name else ())

    @property
    def unit(self) -> str:
        """The unit that its label states; amounts of money are in 万元 where it states none."""
        return unit_in(self.label) or ("万元" if self.type is CellType.MONEY else "")

    @property
    def depth(self) -> int:
        """How many levels of headings this node and its children need."""
        return 1 + max((child.depth for child in self.children), default=0)

    def answers_to(self, word: str) -> bool:
        """Whether a clerk who writes ``word`` means this node."""
        return fold(word) in self.words

    @model_validator(mode="after")
    def _is_consistent(self) -> Node:
        if self.total and self.children:
            raise ValueError(f"{self.id} 是 total，不能再有 children")
        if not as_key(self.name) and self.key is None:
            raise ValueError(f"从 {self.id} 的 label 看不出键，请另写 key")
        if not re.search(r"[^\W\d_]", self.label):
            raise ValueError(f"{self.id} 的 label “{self.label}”里没有文字，会与数字相混")
        return self
