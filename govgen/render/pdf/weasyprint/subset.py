"""Fonts cut down to the glyphs in use by uharfbuzz, whose wheel has the library for it.

WeasyPrint 70 cuts each font twice, which takes a tenth of the time of a report, and where the system lacks
libharfbuzz-subset it falls back to fontTools, which takes many times as long over Chinese fonts.
"""

import functools
from typing import Any

import uharfbuzz as hb
from weasyprint.pdf import fonts
from weasyprint.text.ffi import ffi, harfbuzz

_DROPPED = (
    "BASE",
    "DSIG",
    "EBDT",
    "EBLC",
    "EBSC",
    "GDEF",
    "GPOS",
    "GSUB",
    "JSTF",
    "LTSH",
    "PCLT",
    "SVG ",
    "VORG",
    "vhea",
    "vmtx",
)
"""The tables that horizontal text in a PDF does not use: those that WeasyPrint drops, and vertical metrics."""


def install() -> None:
    """Let WeasyPrint read and cut fonts by this module."""
    fonts.get_hb_object_data = functools.wraps(fonts.get_hb_object_data)(_whole_file)
    fonts.Font.subset = functools.wraps(fonts.Font.subset)(_subset)


def _whole_file(face: Any) -> Any:
    """The file of a font where the system has it in memory, which WeasyPrint would copy for every size of type."""
    blob = ffi.gc(harfbuzz.hb_face_reference_blob(face), harfbuzz.hb_blob_destroy)
    with ffi.new("unsigned int *") as length:
        return ffi.buffer(ffi.gc(harfbuzz.hb_blob_get_data(blob, length), lambda _: blob), length[0])


def _subset(font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
    """Keep the glyphs of ``to_unicode`` under their numbers, and no table that a PDF does not use."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(to_unicode)
    wanted.drop_table_tag_set.update({int.from_bytes(tag.encode("ascii"), "big") for tag in _DROPPED})
    flags = hb.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.PASSTHROUGH_UNRECOGNIZED | flags.DESUBROUTINIZE
    if not hinting:
        wanted.flags |= flags.NO_HINTING
    if font.missing:
        wanted.flags |= flags.NOTDEF_OUTLINE
    font.file_content = hb.subset(hb.Face(bytes(font.file_content), font.index), wanted).blob.data
