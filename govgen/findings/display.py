"""Text as people see it: how wide it is, and a long one shortened."""

import unicodedata


def full_width(text: str, classes: str = "WF") -> int:
    """How many characters of ``text`` are full-width; ``classes`` are those of UAX #11 that count as such."""
    return sum(unicodedata.east_asian_width(char) in classes for char in text)


def columns(text: str) -> int:
    """How many columns a terminal needs for ``text``."""
    return len(text) + full_width(text) - sum(unicodedata.combining(char) > 0 for char in text)


def clip(text: str, limit: int = 20) -> str:
    """``text`` with at most ``limit`` characters (20 hold any number), an ellipsis in place of the rest."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
