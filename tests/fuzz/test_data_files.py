"""A few seconds of fuzzing what reads text that people write, the same inputs in every run."""

from __future__ import annotations

import pytest

from tests.fuzz.data_files import run


@pytest.mark.parametrize(
    ("kind", "count"),
    [("data", 120), ("references", 100), ("text", 40), ("fonts", 300), ("editions", 200)],
)
def test_mutants_give_findings_or_one_refusal(kind: str, count: int) -> None:
    assert run(kind, 20_251_128, count=count) == (count, [])
