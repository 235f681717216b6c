"""Writes the parts of a data file with other values; the script of the offline form does the same."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.writer import scalar
from govgen.workflows.sheet.file_parts import FilePart

_FIGURE = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_CONTENT = re.compile(r"^\s*[^\s#]", re.MULTILINE)
_LITERAL_BLOCK = re.compile(r"[^\n]*[:：] ?\|[-+]?(\s+#[^\n]*)?\n")


@dataclass(frozen=True, slots=True)
class PartWriter:
    """Writes the texts ``new`` in place of the texts ``old``, both by address."""

    old: Mapping[str, str]
    new: Mapping[str, str]

    def written(self, part: FilePart | str) -> str:
        """The text of a part."""
        if isinstance(part, str):
            return part
        if part.was is not None and all(self.old.get(path) == self.new.get(path) for path in part.paths):
            return part.was
        if part.path:
            return self._prose(part) if part.path.startswith("prose/") else self._value(part)
        if part.new and not any(self.new.get(path) for path in part.paths):
            return part.before.removesuffix(" {") + part.after.removeprefix("}")
        texts = [
            (each.sep if isinstance(each, FilePart) and part.braced else "", self.written(each))
            for each in part.parts
        ]
        inner = "".join(sep + text for sep, text in texts if text)
        if part.braced:
            inner = inner.removeprefix(next((sep for sep, text in texts if text), ""))
        is_filled = any(map(self._is_filled, part.parts))
        return part.before + inner + part.after if is_filled else part.empty + inner

    def _is_filled(self, part: FilePart | str) -> bool:
        """Whether something other than comments is written for a part."""
        if isinstance(part, FilePart) and part.parts and part.was is None:
            return any(map(self._is_filled, part.parts))
        return bool(_CONTENT.search(self.written(part)))

    def _value(self, part: FilePart) -> str:
        text = self.new.get(part.path, "")
        if part.path.startswith("cell/"):
            nothing = text == "0" and part.was is None
            text = text if _FIGURE.fullmatch(text) else scalar(text) if text else PLACEHOLDER
        else:
            nothing = not text
            text = scalar(text)
        return part.empty if nothing and part.optional else part.before + text + part.after

    def _prose(self, part: FilePart) -> str:
        text = self.new.get(part.path, "")
        if not text and part.optional:
            return part.empty
        lines = (text or PLACEHOLDER).split("\n")
        if part.was and _LITERAL_BLOCK.match(part.was):
            return _merged(part.was, lines)
        return part.before + "".join(f"  {line}\n" for line in lines)


def _merged(was: str, new: list[str]) -> str:
    """A block of prose with new paragraphs; those that it has already keep their lines."""
    head, *old = was.splitlines(keepends=True)
    indent = next((line[: len(line) - len(line.lstrip())] for line in old if line.strip()), "  ")
    steps = difflib.SequenceMatcher(None, [line.strip() for line in old], new, autojunk=False).get_opcodes()
    text = head
    for step, start, end, first, last in steps:
        lines = old[start:end] if step == "equal" else [line for line in old[start:end] if not line.strip()]
        text += "".join(lines)
        if step != "equal":
            text += "".join(f"{indent}{line}\n" for line in new[first:last])
    return text
