"""Writes a text as a YAML scalar."""

import json
import re

_PLAIN = re.compile(r"[\u3400-\u9fffA-Za-z（][\u3400-\u9fffA-Za-z0-9（）()·.\-]*")


def scalar(text: str) -> str:
    """``text`` as YAML reads it back: plain where no reader could take it for anything else."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
