"""Text from input made safe to print: characters without a picture, and commands of CI logs.

A data file, a file's name or a font's name may hold what a terminal obeys (ESC, OSC, C1), what ends a line
or hides one (line breaks, bidirectional marks), or what the log of a hosted run takes for a command.
"""

import json
import re

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls; tab and line ends are for the caller to judge
    "\u2028\u2029\u2800\ufff9-\ufffb\ufffe\uffff"  # breaks, the empty Braille cell, annotation marks
    # What Unicode calls ignorable (Default_Ignorable_Code_Point): zero width, fillers, selectors, tags.
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters that no editor or terminal shows."""

_UNPRINTABLE = re.compile(f"[\t\n\r]|{UNSEEN.pattern}")
_COMMAND = re.compile(r"^(\s*:)(?=:)", re.MULTILINE)
"""Where the log of GitHub Actions begins a command; blanks before it do not count."""
_OLD_COMMAND = "##["
"""The older form of such a command, which begins anywhere in a line."""


def printable(text: str) -> str:
    """``text`` on one line, each character without a picture shown as ␛, ␊ or ``<U+200B>``."""
    return _UNPRINTABLE.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def without_commands(text: str) -> str:
    """Lines for a CI log, none of which begins or hides a workflow command."""
    return _COMMAND.sub(r"\1 ", text).replace(_OLD_COMMAND, "## [")


def json_text(document: object, indent: int | None = 2) -> str:
    """``document`` as JSON for a file or a log: values are exact, what a terminal or CI obeys is escaped."""
    text = json.dumps(document, ensure_ascii=False, indent=indent).replace(_OLD_COMMAND, r"#\u0023[")
    return UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)
