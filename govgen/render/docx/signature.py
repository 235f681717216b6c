"""The indents of the lines of a signature, by GB/T 9704-2012 7.3.5.2."""

from govgen.findings.display import full_width
from govgen.render.docx.xml import Look

CHARACTER = 315
"""The advance of a full character of the body text in twips: 16 pt less 0.25 pt (see styles.xml)."""

TWO = 2 * CHARACTER
"""How far the name keeps from the right edge, and the date from where the name starts."""

FREE_LINE = 579
"""The height of the line left free above the signature, in twips (the line pitch of document.xml)."""

_HALF = 155  # a Latin letter or digit: 8 pt less 0.25 pt


def length(text: str) -> int:
    """The length of ``text`` in twips when set as body text."""
    full = full_width(text, "WFA")
    return full * CHARACTER + (len(text) - full) * _HALF


def looks(name: list[str], date: str, line: int) -> tuple[Look, Look]:
    """How the lines of the body's name, and the date, are set on lines of ``line`` twips.

    The name keeps two characters clear at the right and the date starts two characters right of where the
    name starts; a date longer than the name keeps the two characters clear itself, and the name moves left.
    The date is set from its right edge, so that it stays inside the margin in faces with wider digits.
    """
    wide = min(max(map(length, name), default=0), line - TWO)
    long = min(length(date), line - 2 * TWO)
    if long <= wide:
        return Look("Signature", "left", left=line - TWO - wide), Look("Date", right=wide - long)
    return Look("Signature", right=2 * TWO + long - wide), Look("Date", right=TWO)
