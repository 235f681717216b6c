"""Bytes to text: the encodings a clerk's machine produces, each recognised by its marks, none guessed."""

import re

from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Span
from govgen.findings.printable import UNSEEN

MAX_BYTES = 1 << 18
"""A report is some 15 KB, the longest a few times that; a quarter of a megabyte is a wrong file."""
MAX_WITH_LISTS = 1 << 23
"""With the long lists of a county: the country has 38,600 townships, each with its file some 200 bytes."""

_SIGNATURES = (
    (b"PK\x03\x04", "Word（.docx）、WPS 或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "Word（.doc）文件"),
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "RTF 文件"),
    ((b"\x89PNG", b"\xff\xd8\xff"), "图片"),
)
_BOM = b"\xef\xbb\xbf"
_BYTE_ORDERS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
CONVERTED = frozenset({"Y002", "Y003"})
"""What is said of a file whose encoding can be converted."""
MAX_LINE = 5_000
"""The longest paragraph of a report has some 2,000 characters; patterns may take the square of a line, and
the tests try each on a line of this length."""
_MANY = 200
"""More unseen characters than any slip of the hand leaves: the file is no text."""
_QUIET_BLANK = "\u2005"
"""Not on any keyboard, and without a meaning in YAML; patterns and ``strip`` take it for a blank."""
_WITHIN_WORDS = re.compile(f"(?<=[^\\x00-\\x7f])(?:{UNSEEN.pattern})+(?=[^\\x00-\\x7f])")

_ORDINARY = "[\t\n\r\x20-\x7e\xb7\u2010-\u2030\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"


def decode(raw: bytes, listed: int = 0) -> tuple[str, list[Finding]]:
    """The text of a file with plain line ends, and what is wrong with its encoding.

    ``listed`` is how many of its bytes are long lists, which have a limit of their own.
    Where a finding is other than Y007 the text is only good for showing lines, and may be empty.
    """
    most = MAX_BYTES if len(raw) - listed > MAX_BYTES else MAX_WITH_LISTS
    if len(raw) > most:
        return "", [finding("Y001", f"文件太大：超过上限 {most:,} 字节", START)]
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature):
            return "", [finding("Y004", f"这不是文本文件，像是{kind}", START)]
    if _byte_order(raw):
        return "", [
            finding("Y002", "文件是 UTF-16（记事本所称 Unicode）编码，应为 UTF-8", START, fixable=True)
        ]
    body = raw.removeprefix(_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(body, error)
    return _examined(_plain_ends(text))


def _examined(text: str) -> tuple[str, list[Finding]]:
    """The text, and what its characters show to be wrong; empty where a line is endless or it is no text."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            message = f"这一行太长：{len(line):,} 个字，上限 {MAX_LINE:,} 个字"
            return "", [finding("Y001", message, Span.point(number, 1), advice="请按段落分行。")]
    if text.count("\0") > 2 or len(UNSEEN.findall(text)) > _MANY:
        return "", [finding("Y004", "这不是文本文件，含有大量看不见的字符", START)]
    return text, [
        finding("Y007", f"此处有看不见的字符 U+{ord(match[0]):04X}", Span.point(number, match.start() + 1))
        for number, line in enumerate(text.split("\n"), start=1)
        for match in UNSEEN.finditer(line)
    ]


def as_utf8(raw: bytes) -> bytes:
    """A file in GBK or UTF-16 as UTF-8, its line ends kept; any other as it is.

    Raises:
        UnicodeDecodeError: it holds bytes that its encoding does not have.
    """
    codes = {fault.code for fault in decode(raw)[1]}
    if "Y002" in codes:
        name = _byte_order(raw)
        return raw.removeprefix(_BYTE_ORDERS[name]).decode(name).encode("utf-8")
    return raw.removeprefix(_BOM).decode("gb18030").encode("utf-8") if "Y003" in codes else raw


def _byte_order(raw: bytes) -> str:
    """The byte order of a file in UTF-16; empty for any other.

    Without a byte order mark, a file is UTF-16 if nearly all its characters, read so, are common in reports.
    """
    if marked := next((name for name, mark in _BYTE_ORDERS.items() if raw.startswith(mark)), ""):
        return marked
    head = raw[: min(len(raw) // 2 * 2, 4000)]
    if b"\0" not in head or len(head) < 8:
        return ""
    texts = {name: head.decode(name, errors="replace") for name in _BYTE_ORDERS}
    ordinary = {name: len(re.findall(_ORDINARY, text)) for name, text in texts.items()}
    name = max(ordinary, key=lambda name: ordinary[name])
    return name if ordinary[name] > 0.9 * len(texts[name]) else ""


def visible(text: str) -> str:
    """``text`` with each character that Y007 names as a blank, so that every place stays what it was.

    Within words it is a blank that the rules on spacing leave alone, for Y007 has named it.
    """
    quiet = _WITHIN_WORDS.sub(lambda match: _QUIET_BLANK * len(match[0]), text)
    return UNSEEN.sub(" ", quiet)


def _plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _not_utf8(body: bytes, error: UnicodeDecodeError) -> tuple[str, list[Finding]]:
    shown = _plain_ends(body.decode("utf-8", errors="replace"))
    before = _plain_ends(body[: error.start].decode("utf-8"))
    place = Span.point(before.count("\n") + 1, len(before) - before.rfind("\n"))
    try:
        text = _plain_ends(body.decode("gb18030"))
    except UnicodeDecodeError:
        text = ""
    if "\0" in text:
        return "", [finding("Y004", "这不是文本文件，含有空字节", START)]
    if not text or UNSEEN.search(text):
        return shown, [finding("Y005", "文件不是有效的 UTF-8 文本，此处无法读出", place)]
    return text, [finding("Y003", "文件是 GBK（GB18030、ANSI）编码，应为 UTF-8", place, fixable=True)]
