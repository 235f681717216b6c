"""The guide for contributors names files that are there."""

from __future__ import annotations

import re

from helpers import ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def paths() -> set[str]:
    """Every path that the guide writes in full."""
    words = re.findall(r"`([^`\s]+)`", GUIDE)
    return {word for word in words if "/" in word and "<" not in word}


def test_every_file_that_the_guide_names_is_there() -> None:
    assert len(paths()) > 30
    missing = sorted(path for path in paths() if not (ROOT / path).exists())
    assert missing == [], "a file was moved: correct its path in CONTRIBUTING.md"


def test_every_file_named_after_another_is_beside_it() -> None:
    """In a row such as ``folder/a.py``, ``b.py`` the second is in the folder of the first."""
    rows = [line for line in GUIDE.splitlines() if line.startswith("| ") and "`govgen/" in line]
    assert len(rows) >= 20
    for row in rows:
        folder = ROOT
        for word in re.findall(r"`([^`\s]+)`", row.rpartition(" | ")[2]):
            if "/" in word:
                folder = ROOT / word if word.endswith("/") else (ROOT / word).parent
            assert (folder / word.rpartition("/")[2]).exists(), f"{word} in: {row}"
