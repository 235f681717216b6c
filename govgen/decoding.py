"""Bytes to text: the encodings a clerk's machine produces, each told by name, none guessed."""

from __future__ import annotations

import re

from govgen.catalogue import finding
from govgen.diagnostics import START, Finding, Span

MAX_BYTES = 1 << 20
"""A report is some 15 KB; a megabyte is a wrong file."""

_SIGNATURES = (
    (b"PK\x03\x04", "Word（.docx）、WPS 或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "Word（.doc）文件"),
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Besides control characters: the line breaks that YAML 1.1 knows and no editor shows.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def decode(raw: bytes) -> tuple[str, list[Finding]]:
    """The text of a file with plain line ends, and what is wrong with its encoding.

    Where a finding is an error the text is only good for showing lines, and may be empty.
    """
    if len(raw) > MAX_BYTES:
        return "", [finding("Y001", f"文件太大：{len(raw):,} 字节，上限 {MAX_BYTES:,} 字节", START)]
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature):
            return "", [finding("Y004", f"这不是文本文件，像是{kind}", START)]
    if raw.startswith(_UTF16) or _looks_like_utf16(raw):
        return "", [finding("Y002", "文件是 UTF-16（记事本所称 Unicode）编码，应为 UTF-8", START)]
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(raw, error)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\0") > 2:
        return "", [finding("Y004", "这不是文本文件，含有大量空字节", START)]
    return text, [_invisible(text, match) for match in _INVISIBLE.finditer(text)]


def _looks_like_utf16(raw: bytes) -> bool:
    """UTF-16 without its mark: many zero bytes, all at even or all at odd places."""
    head = raw[:2000]
    return len(head) >= 8 and (
        (head[1::2].count(0) > len(head) // 8 and not head[::2].count(0))
        or (head[::2].count(0) > len(head) // 8 and not head[1::2].count(0))
    )


def _not_utf8(raw: bytes, error: UnicodeDecodeError) -> tuple[str, list[Finding]]:
    line_start = raw.rfind(b"\n", 0, error.start) + 1
    place = Span.point(
        raw.count(b"\n", 0, error.start) + 1,
        len(raw[line_start : error.start].decode("utf-8", errors="replace")) + 1,
    )
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return "", [finding("Y005", "文件不是有效的 UTF-8 文本，此处无法读出", place)]
    if "\0" in text:
        return "", [finding("Y004", "这不是文本文件，含有空字节", START)]
    return text, [finding("Y003", "文件是 GBK（GB18030、ANSI）编码，应为 UTF-8", place)]


def _invisible(text: str, match: re.Match[str]) -> Finding:
    at = match.start()
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return finding("Y007", f"此处有看不见的字符 U+{ord(match[0]):04X}", Span.point(line, column))
