"""A few seconds of fuzzing the import of each kind of document, the same inputs in every run."""

from __future__ import annotations

import pytest

from tests.fuzz.documents import run


@pytest.mark.parametrize(("kind", "count"), [("text", 40), ("html", 12), ("docx", 60), ("pdf", 6)])
def test_mutants_are_read_or_refused(kind: str, count: int) -> None:
    ended, failures = run(kind, 20_251_128, count=count)
    assert failures == []
    assert ended.total() == count
