"""Detects the file type of a source by its content and calls the reader for it."""

import email
import re

from govgen.importers.form.outline import FORM_PAGE
from govgen.importers.formats.text import read_text
from govgen.importers.page import LOCKED, Page, RefusedError

MAX_BYTES = 30 * 1024 * 1024
"""A report with pictures has some megabytes; one of hundreds is something else."""
MAX_PAGE_BYTES = 10 * 1024 * 1024
"""A web page may hold its pictures; a text is a report's words and no more."""
MAX_TEXT_BYTES = 1024 * 1024
_WORD, _PDF, _WEB, TEXT = "Word 文档", "PDF ", "网页", "文本"
_LIMITS = {_WEB: MAX_PAGE_BYTES, TEXT: MAX_TEXT_BYTES}
_OLE = b"\xd0\xcf\x11\xe0"
_OTHER = (
    (_OLE, "EncryptedPackage", f"这个文件{LOCKED}"),
    (_OLE, "Book", "这是旧版 Excel 或 WPS 表格（.xls、.et），请打开后另存为 .xlsx"),
    (_OLE, "", "这是旧版 Word 或 WPS 文件（.doc、.wps），请打开后另存为 .docx"),
    (b"{\\rtf", "", "这是 RTF 文件，请打开后另存为 .docx"),
    ((b"\x89PNG", b"\xff\xd8\xff"), "", "这是图片，请先做文字识别，再导入识别出的文字"),
    ((b"Rar!", b"7z\xbc\xaf"), "", "这是压缩文件，请解压后导入里面的报告"),
)
"""How a file starts, a stream that it has, and what is said of it. A locked one is OLE."""
_HTML = re.compile(
    rb"\A\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|div|table|meta|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml\b")
_ARCHIVE = re.compile(rb"\A(?:\S[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)
"""The headers of a page that was saved in one file (.mht), which is laid out as a mail."""
_ELEMENTS = re.compile(rb"</(?:td|tr|p|div|span)\s*>", re.IGNORECASE)
_PROBE = 1 << 16


def page_of(raw: bytes) -> Page:
    """Read a source of any type; any error of a library over a damaged or hostile source is one refusal.

    Raises:
        RefusedError: the kind is not one that can be read, or the file is damaged, nested too deep or larger
            than a report can be.
    """
    _refuse_other(raw)
    kind = source_kind(raw)
    limit = _LIMITS.get(kind, MAX_BYTES)
    if len(raw) > limit:
        raise RefusedError(f"文字太多：{len(raw):,} 字节，上限 {limit:,} 字节，不像一份年度报告")
    try:
        return _read(raw, kind)
    except RefusedError:
        raise
    except RecursionError as error:
        raise RefusedError(f"{kind}的内容嵌套太深，不像一份年度报告") from error
    except MemoryError as error:
        raise RefusedError(f"{kind}的内容太多，不像一份年度报告") from error
    except Exception as error:
        raise RefusedError(f"{kind}的内容已损坏，读不出来；请用 Word 或 WPS 打开后另存，再导入") from error


def _refuse_other(raw: bytes) -> None:
    """Refuse what is told by its first bytes to be nothing that can be read."""
    if not raw:
        raise RefusedError("这是空文件，里面什么也没有，请重新取得原件")
    if len(raw) > MAX_BYTES:
        raise RefusedError(f"文件太大：{len(raw):,} 字节，上限 {MAX_BYTES:,} 字节")
    for signature, stream, message in _OTHER:
        if raw.startswith(signature) and stream.encode("utf-16-le") in raw:
            raise RefusedError(message)
    if _XML.match(raw) and not _HTML.match(raw[:_PROBE]):
        raise RefusedError("这是 XML 文件（如 Word 2003 XML），请打开后另存为 .docx")
    if f'content="{FORM_PAGE}"'.encode() in raw[:_PROBE]:
        raise RefusedError("这是填报表的网页，填的内容不在里面；请用浏览器打开，按“保存”，用得到的数据文件")


def source_kind(raw: bytes) -> str:
    """What a source is by its content, in the words of a message."""
    head = raw[:_PROBE].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf")
    if raw.startswith(b"PK\x03\x04"):
        return _WORD
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        return _PDF
    return _WEB if _HTML.match(head) or _ARCHIVE.match(head) or len(_ELEMENTS.findall(head)) > 3 else TEXT


def _read(raw: bytes, kind: str) -> Page:
    # Each reader loads libraries that the others do not need.
    if kind == _WORD:
        from govgen.importers.formats.docx import read_docx  # noqa: PLC0415

        return read_docx(raw)
    if kind == _PDF:
        from govgen.importers.formats.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(raw)
    if kind == _WEB:
        from govgen.importers.formats.html import read_html  # noqa: PLC0415

        return read_html(_archived(raw) if _ARCHIVE.match(raw[:_PROBE]) else raw)
    return read_text(raw)


def _archived(raw: bytes) -> bytes:
    """The page in a web archive."""
    parts = email.message_from_bytes(raw).walk()
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    return bytes(page.get_payload(decode=True) or b"") if page else b""
