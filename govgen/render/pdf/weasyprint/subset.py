"""Fonts cut down to the glyphs in use where the system lacks libharfbuzz-subset.

WeasyPrint then falls back to fontTools, which takes many times as long over Chinese fonts; the wheel of
uharfbuzz brings the same library along.
"""

import functools
from typing import Any

import uharfbuzz as hb
from weasyprint.pdf import fonts


def install() -> bool:
    """Let WeasyPrint cut fonts with uharfbuzz, unless it has the system's library; whether it was needed."""
    if fonts.harfbuzz_subset is not None:
        return False
    fonts.Font._fonttools_subset = functools.wraps(fonts.Font._fonttools_subset)(_subset)
    return True


def _subset(font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
    """Keep the glyphs of ``to_unicode`` under their numbers, and no table that a PDF does not use."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(to_unicode)
    wanted.drop_table_tag_set.update(
        {int.from_bytes(tag.encode("ascii"), "big") for tag in ("BASE", "DSIG", "GPOS", "GSUB", "SVG ")}
    )
    flags = hb.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.PASSTHROUGH_UNRECOGNIZED | flags.DESUBROUTINIZE
    if not hinting:
        wanted.flags |= flags.NO_HINTING
    if font.missing:
        wanted.flags |= flags.NOTDEF_OUTLINE
    font.file_content = hb.subset(hb.Face(font.file_content, font.index), wanted).blob.data
