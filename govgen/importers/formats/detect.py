"""What kind of file a source is, told by its content, and the reader for it."""

from __future__ import annotations

import re

from govgen.importers.formats.text import read_text
from govgen.importers.page import Page, RefusedError

MAX_BYTES = 30 * 1024 * 1024
"""A report with pictures has some megabytes; one of hundreds is something else."""
MAX_PAGE_BYTES = 10 * 1024 * 1024
"""A web page may hold its pictures; a text is a report's words and no more."""
MAX_TEXT_BYTES = 1024 * 1024
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
_OTHER = (
    (_OLE, "旧版 Word 或 WPS 文件（.doc、.wps）", "请打开后另存为 .docx"),
    (b"{\\rtf", "RTF 文件", "请打开后另存为 .docx"),
    (b"\x89PNG", "图片", "请先做文字识别，再导入识别出的文字"),
    (b"\xff\xd8\xff", "图片", "请先做文字识别，再导入识别出的文字"),
    (b"Rar!", "压缩文件", "请解压后导入里面的报告"),
    (b"7z\xbc\xaf", "压缩文件", "请解压后导入里面的报告"),
)
_HTML = re.compile(
    rb"\A\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|div|table|meta|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_ELEMENTS = re.compile(rb"</(?:td|tr|p|div|span)\s*>", re.IGNORECASE)
_PROBE = 1 << 16


def page_of(raw: bytes) -> Page:
    """The page that a source of any kind holds.

    Raises:
        RefusedError: the kind is not one that can be read, or the file is larger than a report can be.
    """
    if len(raw) > MAX_BYTES:
        raise RefusedError(f"文件太大：{len(raw):,} 字节，上限 {MAX_BYTES:,} 字节")
    for signature, kind, advice in _OTHER:
        if raw.startswith(signature):
            raise RefusedError(f"这是{kind}，{advice}")
    if raw.startswith(_ZIP):
        from govgen.importers.formats.docx import read_docx  # noqa: PLC0415  (only this kind needs it)

        return read_docx(raw)
    if raw[:1024].lstrip().startswith(_PDF):
        from govgen.importers.formats.pdf import read_pdf  # noqa: PLC0415  (only this kind needs it, and its extra)

        return read_pdf(raw)
    limit = MAX_PAGE_BYTES if is_html(raw) else MAX_TEXT_BYTES
    if len(raw) > limit:
        raise RefusedError(f"文字太多：{len(raw):,} 字节，上限 {limit:,} 字节，不像一份年度报告")
    if is_html(raw):
        from govgen.importers.formats.html import read_html  # noqa: PLC0415  (only this kind needs it)

        return read_html(raw)
    return read_text(raw)


def is_html(raw: bytes) -> bool:
    """Whether ``raw`` is a web page or a part of one."""
    head = raw[:_PROBE].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf")
    return bool(_HTML.match(head)) or len(_ELEMENTS.findall(head)) > 3
