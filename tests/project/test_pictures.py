"""The pictures of the README files: they can be drawn anew, and are small."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.pictures import FOLDER, LACKING, PICTURES, ROOT, draw

LIMIT = 150_000
"""Bytes of a picture, so that the first screen of a README loads at once on a slow line."""


def size(picture: Path) -> tuple[int, int]:
    with Image.open(picture) as opened:
        return opened.size


def test_pictures_are_small_and_shown_by_both_guides() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(PICTURES)
    assert all((FOLDER / name).stat().st_size < LIMIT for name in PICTURES)
    for guide in ("README.md", "README.zh-CN.md"):
        text = (ROOT / guide).read_text(encoding="utf-8")
        assert all(f"](docs/pictures/{name})" in text for name in PICTURES), guide


@pytest.mark.skipif(bool(LACKING), reason=f"not installed: {', '.join(LACKING)}")
def test_pictures_can_be_drawn_anew(tmp_path: Path) -> None:
    draw(tmp_path)
    for name in PICTURES:
        assert size(tmp_path / name) == size(FOLDER / name)
        assert (tmp_path / name).stat().st_size < LIMIT
        with Image.open(tmp_path / name) as opened:
            assert len(opened.convert("L").getcolors() or ()) > 8, f"{name} is blank"
