"""Matches the words of a cell to statutory labels, however they were broken, shortened or altered."""

import difflib
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from govgen.editions.edition import Edition
from govgen.editions.labels import fold, unnumbered
from govgen.editions.table import Block, Node, Table
from govgen.importers.tables.tokens import Token, label_key

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
    """A statutory label: its table, what it is there, its node (none for captions and stubs), its words.

    ``place`` orders rows within an edition, from 0; ``path`` are the keys that lead to it below the table's.
    """

    table: Table
    role: LabelRole
    words: str
    node: Node | None = None
    block: Block | None = None
    place: int = -1
    path: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Its place in a data file."""
        return ".".join((self.table.key, *self.path))


@dataclass(frozen=True, slots=True)
class Match:
    """The labels that a run of ``length`` tokens may mean; ``exact``: no word was altered."""

    labels: tuple[Label, ...]
    length: int = 1
    exact: bool = True


@functools.cache
def labels(edition: Edition) -> tuple[Label, ...]:
    """Every label of an edition."""
    return tuple(_labels(edition))


def _labels(edition: Edition) -> Iterator[Label]:
    place = 0
    for table in edition.tables:
        if table.stub:
            yield Label(table, LabelRole.STUB, table.stub)
        for block in table.blocks:
            if block.caption:
                yield Label(table, LabelRole.CAPTION, block.caption, block=block)
            for heading in table.walk():
                if heading.block is not block:
                    continue
                node = heading.node
                if heading.axis == "columns":
                    yield Label(table, LabelRole.COLUMN, node.label, node, block, path=heading.keys)
                    continue
                role = LabelRole.GROUP if node.children else LabelRole.ROW
                if node.name:
                    yield Label(table, role, node.label, node, block, place, heading.keys)
                place += role is LabelRole.ROW


@functools.cache
def _exact(edition: Edition) -> dict[str, tuple[Label, ...]]:
    """Labels by the words that may be written for them unaltered, or shortened by their notes."""
    found: dict[str, dict[Label, None]] = {}
    for label in labels(edition):
        for words in (label.words, unnumbered(label.words)):
            if words:
                found.setdefault(label_key(words), {})[label] = None
    return {words: tuple(group) for words, group in found.items()}


def faithful(words: str, label: Label) -> bool:
    """Whether ``words`` are the law's; width, blanks, marks and the number before them do not count."""
    plainly, wanted = label_key(words), label_key(label.words)
    if label.role is LabelRole.STUB:
        # A bracket in the wrong place changes what the note says of which column.
        return fold(words).strip("()") == fold(label.words).strip("()")
    return plainly == wanted or (bool(plainly) and wanted.removesuffix(plainly) in _numbers(label.words))


def _numbers(words: str) -> tuple[str, ...]:
    """The number before a label, folded; none for a label without one."""
    without = label_key(unnumbered(words))
    whole = label_key(words)
    at = whole.find(without) if without else 0
    return (whole[:at],) if at > 0 else ()


def match(tokens: Sequence[Token], at: int, edition: Edition) -> Match | None:
    """The labels that the words at ``at`` mean, with as many tokens as they were broken into."""
    if not tokens[at].key:
        return None
    run = _run(tokens, at)
    for length in range(1, len(run) + 1):
        if found := _exact(edition).get("".join(run[:length])):
            whole = " ".join(token.text for token in tokens[at : at + length])
            kept = tuple(label for label in found if faithful(whole, label))
            return Match(kept or found, length, exact=bool(kept))
    if found := _exact(edition).get(label_key(unnumbered(tokens[at].text))):
        return Match(found, 1, exact=False)
    return _begun(run[0], edition) or _altered(run[0], edition)


def _run(tokens: Sequence[Token], at: int) -> list[str]:
    """The words from ``at`` on that may be one label: short ones with nothing between them."""
    run = []
    for token in tokens[at : at + _JOINED]:
        if not token.key:
            break
        run.append(token.key)
    return run


def _begun(words: str, edition: Edition) -> Match | None:
    """A label that breaks off, as when a cell was set in two lines and its figures are beside the first."""
    if len(words) < _SHORTEST:
        return None
    found = [
        label
        for label in labels(edition)
        if label.role in {LabelRole.ROW, LabelRole.CAPTION}
        and any(label_key(whole).startswith(words) for whole in (label.words, unnumbered(label.words)))
    ]
    return Match(tuple(found), 1, exact=False) if len(found) == 1 else None


def _altered(words: str, edition: Edition) -> Match | None:
    """The label most similar to ``words`` or with the same end; notes above columns may differ more."""
    if len(words) < _SHORTEST:
        return None
    forms = _forms(edition)
    ends = (form for form in forms if form.endswith(words) or words.endswith(form))
    nearly = [form for form in ends if 2 * min(len(form), len(words)) > _ALIKE_PART * len(form + words)]
    notes = [form for form, label in forms.items() if label.role is LabelRole.STUB]
    found = (
        difflib.get_close_matches(words, forms, 1, _ALIKE)
        or nearly
        or (difflib.get_close_matches(words, notes, 1, _ALIKE_NOTE) if len(words) > _NOTE_LENGTH else ())
    )
    return Match((forms[found[0]],), 1, exact=False) if found else None


@functools.cache
def _forms(edition: Edition) -> dict[str, Label]:
    """Labels by their folded words, whole and without notes."""
    return {
        form: label
        for label in labels(edition)
        for form in (label_key(label.words), label_key(unnumbered(label.words)))
        if len(form) >= _SHORTEST
    }
