"""Plain text or Markdown as a page, in whatever encoding it was saved."""

import re

from govgen.importers.page import Note, Page, RefusedError

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_MANY = 50  # more control characters than conversions leave in a text: the file is no text
_CLAIMED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
"""Chinese encodings by the names that pages claim, each as its widest form; no other codec is ever called."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(raw: bytes, claimed: str = "") -> tuple[str, str]:
    """The text of ``raw`` and the name of its encoding; ``claimed`` is the one that it says it has.

    Raises:
        RefusedError: it is in none of the encodings that are in use.
    """
    marked = [name for mark, name in _MARKS if raw.startswith(mark)]
    for name in (*marked, _CLAIMED.get(claimed, "utf-8"), "utf-8", "gb18030"):
        try:
            return raw.decode(name).replace("\r\n", "\n").replace("\r", "\n"), name
        except UnicodeError:
            continue
    raise RefusedError("文字编码认不出，请用记事本或 WPS 打开后另存为 UTF-8 文本")


def read_text(raw: bytes) -> Page:
    """A plain text; another encoding than UTF-8 is noted.

    Raises:
        RefusedError: it is no text.
    """
    text, encoding = decoded(raw)
    if len(_CONTROLS.findall(text)) > _MANY:
        raise RefusedError("这不是网页、Word、PDF 或文本文件，读不出来")
    if encoding.startswith("utf-8"):
        return Page(text)
    return Page(text, notes=(Note(0, f"文本是 {encoding.upper()} 编码，已照此读入"),))
