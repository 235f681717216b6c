"""Sentences and clauses of folded text."""

import re
from collections.abc import Iterator


def sentence_start(text: str, at: int, marks: str = "。；") -> int:
    """Where the sentence around a place begins; the clause, with the ``marks`` that end clauses."""
    return max(text.rfind(mark, 0, at) for mark in marks) + 1


def sentence_end(text: str, at: int, marks: str = "。；", reach: int | None = None) -> int:
    """Where the sentence around a place ends; at most ``reach`` characters farther on."""
    limit = len(text) if reach is None else min(len(text), at + reach)
    return min((end for end in (text.find(mark, at, limit) for mark in marks) if end >= 0), default=limit)


def sentence(text: str, at: int) -> str:
    """The sentence of ``text`` around the character ``at``."""
    return text[sentence_start(text, at, "。；！？") : sentence_end(text, at, "。；！？")]


def sentences(text: str, marks: str = "。；") -> Iterator[tuple[int, int]]:
    """Where the sentences of ``text`` begin and end."""
    return (match.span() for match in re.finditer(f"[^{marks}]+", text))
