"""Streams of a PDF that unpack to more than a report can hold, found before any library unpacks them."""

from __future__ import annotations

import re
import zlib

from govgen.importers.page import RefusedError

MAX_STREAM_BYTES = 64 * 1024 * 1024
MAX_TOTAL_BYTES = 256 * 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n")
_NESTED = 3
"""Filters may be applied one over another; a bomb within a bomb is looked for this deep."""


def refuse_bombs(raw: bytes) -> None:
    """Stop where the compressed streams of ``raw`` are larger than those of any report.

    Raises:
        RefusedError: one of them, or all together, are.
    """
    total = 0
    for match in _STREAM.finditer(raw):
        total += _unpacked(memoryview(raw)[match.end() :])
        if total > MAX_TOTAL_BYTES:
            raise RefusedError("PDF 解压后太大，不像一份年度报告")


def _unpacked(data: bytes | memoryview, depth: int = 0) -> int:
    """How many bytes a stream unpacks to; 0 where it is not packed this way."""
    try:
        inner = zlib.decompressobj().decompress(data, MAX_STREAM_BYTES + 1)
    except zlib.error:
        return 0
    if len(inner) > MAX_STREAM_BYTES:
        raise RefusedError("PDF 里有解压后极大的内容，不像一份年度报告")
    nested = _unpacked(inner, depth + 1) if depth < _NESTED and inner[:1] == b"\x78" else 0
    return len(inner) + nested
