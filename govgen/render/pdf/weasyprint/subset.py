"""Fonts cut down to the glyphs in use by uharfbuzz, whose wheel has the library for it.

WeasyPrint 70 cuts each font twice, which takes a tenth of the time of a report, and where the system lacks
libharfbuzz-subset it falls back to fontTools, which takes many times as long over Chinese fonts.
"""

import functools
from typing import Any

import uharfbuzz as hb
from weasyprint.pdf import fonts

_DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "GDEF", "GPOS", "GSUB", "SVG ", "VORG", "vhea", "vmtx")
"""The tables that horizontal text in a PDF does not use: layout, bitmaps, vertical metrics."""


def install() -> None:
    """Let WeasyPrint cut fonts by this module."""
    fonts.Font.subset = functools.wraps(fonts.Font.subset)(_subset)


def _subset(font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
    """Keep the glyphs of ``to_unicode`` under their numbers, and no table that a PDF does not use."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(to_unicode)
    wanted.drop_table_tag_set.update({int.from_bytes(tag.encode(), "big") for tag in _DROPPED})
    flags = hb.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.PASSTHROUGH_UNRECOGNIZED | flags.DESUBROUTINIZE
    if not hinting:
        wanted.flags |= flags.NO_HINTING
    if font.missing:
        wanted.flags |= flags.NOTDEF_OUTLINE
    font.file_content = hb.subset(hb.Face(font.file_content, font.index), wanted).blob.data
