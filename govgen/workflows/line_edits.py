"""Changes within the lines of a file; every byte outside them stays what it was."""

import codecs
import operator
import re

BREAK = re.compile(r"(\r\n|\r|\n)")


class EditRefusedError(Exception):
    """A file is not changed; the message says why, in Chinese."""


def rewritten(raw: bytes, after: str) -> bytes:
    """``raw``, a text in UTF-8, with the text ``after``; lines above and below the change stay.

    Changed lines keep their ends; where there are more or fewer, they end as the file's first one does.
    """
    parts = BREAK.split(raw.decode("utf-8-sig"))
    old, ends, new = parts[::2], [*parts[1::2], ""], after.split("\n")
    if len(old) != len(new):
        most = min(len(old), len(new))
        start = next((at for at in range(most) if old[at] != new[at]), most - 1)
        same = next((at for at in range(most - start) if old[-1 - at] != new[-1 - at]), most - start)
        ends[start : len(old) - same] = [ends[0] or "\n"] * (len(new) - same - start)
        ends[-1] = ""
    text = "".join(map(operator.add, new, ends))
    return text.encode("utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "utf-8")
