"""Detects the file type of a source by its content and calls the reader for it."""

import re
from collections.abc import Callable

from govgen.importers.form.outline import FORM_PAGE
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
_DAMAGED = "内容已损坏，读不出来；请用 Word 或 WPS 打开后另存，再导入"


def page_of(raw: bytes) -> Page:
    """Read a source of any type.

    Any error of a library over a damaged or hostile source is raised as one refusal.

    Raises:
        RefusedError: the kind is not one that can be read, or the file is damaged or larger than a report
            can be.
    """
    if len(raw) > MAX_BYTES:
        raise RefusedError(f"文件太大：{len(raw):,} 字节，上限 {MAX_BYTES:,} 字节")
    for signature, kind, advice in _OTHER:
        if raw.startswith(signature):
            raise RefusedError(f"这是{kind}，{advice}")
    if f'content="{FORM_PAGE}"'.encode() in raw[:_PROBE]:
        raise RefusedError("这是填报表的网页，填的内容不在里面；请用浏览器打开，按“保存”，用得到的数据文件")
    read, kind, limit = _reader(raw)
    if len(raw) > limit:
        raise RefusedError(f"文字太多：{len(raw):,} 字节，上限 {limit:,} 字节，不像一份年度报告")
    try:
        return read(raw)
    except RefusedError:
        raise
    except RecursionError as error:
        raise RefusedError(f"{kind}的内容嵌套太深，不像一份年度报告") from error
    except MemoryError as error:
        raise RefusedError(f"{kind}的内容太多，不像一份年度报告") from error
    except Exception as error:
        raise RefusedError(f"{kind}的{_DAMAGED}") from error


def is_plain_text(raw: bytes) -> bool:
    """Whether ``raw`` needs no parser: neither a document nor a web page."""
    return not (raw.startswith(_ZIP) or _is_pdf(raw) or is_html(raw))


def _reader(raw: bytes) -> tuple[Callable[[bytes], Page], str, int]:
    """The reader for a source, the name of its kind, and how many bytes it may have."""
    # Each reader loads libraries that the others do not need.
    if raw.startswith(_ZIP):
        from govgen.importers.formats.docx import read_docx  # noqa: PLC0415

        return read_docx, "Word 文档", MAX_BYTES
    if _is_pdf(raw):
        from govgen.importers.formats.pdf import read_pdf  # noqa: PLC0415

        return read_pdf, "PDF ", MAX_BYTES
    if is_html(raw):
        from govgen.importers.formats.html import read_html  # noqa: PLC0415

        return read_html, "网页", MAX_PAGE_BYTES
    return read_text, "文本", MAX_TEXT_BYTES


def _is_pdf(raw: bytes) -> bool:
    return raw[:1024].lstrip().startswith(_PDF)


def is_html(raw: bytes) -> bool:
    """Whether ``raw`` is a web page or a part of one."""
    head = raw[:_PROBE].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf")
    return bool(_HTML.match(head)) or len(_ELEMENTS.findall(head)) > 3
