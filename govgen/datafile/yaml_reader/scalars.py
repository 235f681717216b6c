"""Writes a text as a YAML scalar."""

import json
import re

PLAIN = r"(?!null$)[\u3400-\u9fffA-Za-z（][\u3400-\u9fffA-Za-z0-9（）()·.\-]*"
"""A scalar that no reader takes for anything but itself."""


def scalar(text: str) -> str:
    """``text`` as YAML reads it back: plain where no reader could take it for anything else."""
    return text if re.fullmatch(PLAIN, text) else json.dumps(text, ensure_ascii=False)
