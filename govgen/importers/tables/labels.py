"""Matches the words of a cell to statutory labels, however they were broken, shortened or altered."""

import difflib
import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from govgen.editions.edition import Edition
from govgen.editions.labels import fold, unnumbered
from govgen.editions.table import Block, CellRef, Table
from govgen.importers.tables.tokens import Token, label_key, written

_ALIKE = 0.85
"""How alike altered words must be: “总计” and “（七）总计” are at 0.8, labels of two rows at most at 0.8."""
_ALIKE_PART = 0.75
"""How much of a label must be there where only its end is."""
_ALIKE_NOTE = 0.6
_SHORTEST = 4
_JOINED = 5
_NOTE_LENGTH = 15


class LabelRole(StrEnum):
    """What a label is in its table."""

    ROW = "row"
    GROUP = "group"
    COLUMN = "column"
    CAPTION = "caption"
    STUB = "stub"


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """A statutory label: its table, what it is there, its words, its block and the id of its row or column.

    Captions and stubs have no id. ``place`` is how many rows of the edition come before it; ``path`` are the
    keys that lead to it below the table's.
    """

    table: Table
    role: LabelRole
    words: str
    block: Block
    id: str = ""
    place: int = -1
    path: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Its place in a data file."""
        return ".".join((self.table.key, *self.path))

    @property
    def refs(self) -> list[CellRef]:
        """The cells of a row."""
        return [ref for ref in self.table.refs if ref.row == self.id]


@dataclass(frozen=True, slots=True)
class Match:
    """A token of the source, or several that make up a label, and the labels that they may mean.

    There are none for a figure, a blank and other words; ``exact``: no word was altered.
    """

    tokens: tuple[Token, ...]
    labels: tuple[Label, ...] = ()
    exact: bool = False

    @property
    def first(self) -> Token:
        """Its first token."""
        return self.tokens[0]

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.first.span.line

    @property
    def text(self) -> str:
        """The words as written."""
        return written(self.tokens)


@functools.cache
def labels(edition: Edition) -> tuple[Label, ...]:
    """Every label of an edition."""
    return tuple(_labels(edition))


@functools.cache
def row_labels(edition: Edition) -> tuple[Label, ...]:
    """The labels of the rows that have cells, in order."""
    return tuple(label for label in labels(edition) if label.role is LabelRole.ROW)


def _labels(edition: Edition) -> Iterator[Label]:
    place = 0
    for table in edition.tables:
        if table.stub:
            yield Label(table, LabelRole.STUB, table.stub, table.blocks[0])
        for block, headings in itertools.groupby(table.walk(), key=lambda heading: heading.block):
            if block.caption:
                yield Label(table, LabelRole.CAPTION, block.caption, block)
            for heading in headings:
                node = heading.node
                role = LabelRole.GROUP if node.children else LabelRole.ROW
                role = LabelRole.COLUMN if heading.axis == "columns" else role
                if node.name or role is LabelRole.COLUMN:
                    yield Label(table, role, node.label, block, node.id, place, heading.keys)
                place += role is LabelRole.ROW


@functools.cache
def _known(edition: Edition) -> dict[str, tuple[Label, ...]]:
    """Labels by the words that may be written for them unaltered, or shortened by their notes."""
    found: dict[str, dict[Label, None]] = {}
    for label in labels(edition):
        for words in (label.words, unnumbered(label.words)):
            if words:
                found.setdefault(label_key(words), {})[label] = None
    return {words: tuple(group) for words, group in found.items()}


def faithful(words: str, label: Label) -> bool:
    """Whether ``words`` are the law's; width, blanks, marks and the number before them do not count."""
    if label.role is LabelRole.STUB:
        # A bracket in the wrong place changes what the note says of which column.
        return fold(words).strip("()") == fold(label.words).strip("()")
    whole = label_key(label.words)
    after_number = max(0, whole.find(label_key(unnumbered(label.words))))
    return label_key(words) in {whole, whole[after_number:]}


def match(tokens: Sequence[Token], at: int, edition: Edition) -> Match:
    """The labels that the words at ``at`` mean, with as many tokens as they were broken into."""
    known, first = _known(edition), tokens[at]
    run = tuple(itertools.takewhile(lambda token: token.key, tokens[at : at + _JOINED]))
    for length in range(1, len(run) + 1):
        if found := known.get("".join(token.key for token in run[:length])):
            kept = tuple(label for label in found if faithful(written(run[:length]), label))
            return Match(run[:length], kept or found, exact=bool(kept))
    if not run:
        return Match((first,))
    shortened = known.get(label_key(unnumbered(first.text)))
    return Match((first,), shortened or _begun(first.key, edition) or _altered(first.key, edition))


def _begun(words: str, edition: Edition) -> tuple[Label, ...]:
    """A label that breaks off, as when a cell was set in two lines and its figures are beside the first."""
    found = {
        label
        for form, group in _known(edition).items()
        if form.startswith(words)
        for label in group
        if label.role in {LabelRole.ROW, LabelRole.CAPTION}
    }
    return tuple(found) if len(found) == 1 and len(words) >= _SHORTEST else ()


def _altered(words: str, edition: Edition) -> tuple[Label, ...]:
    """The label most similar to ``words`` or with the same end; notes above columns may differ more."""
    if len(words) < _SHORTEST:
        return ()
    forms = {form: group[-1] for form, group in _known(edition).items() if len(form) >= _SHORTEST}
    ends = (form for form in forms if form.endswith(words) or words.endswith(form))
    nearly = [form for form in ends if 2 * min(len(form), len(words)) > _ALIKE_PART * len(form + words)]
    notes = [form for form, label in forms.items() if label.role is LabelRole.STUB]
    found = (
        difflib.get_close_matches(words, forms, 1, _ALIKE)
        or nearly
        or (difflib.get_close_matches(words, notes, 1, _ALIKE_NOTE) if len(words) > _NOTE_LENGTH else ())
    )
    return (forms[found[0]],) if found else ()
