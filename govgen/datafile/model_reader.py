"""Reads the facts of a YAML mapping into a pydantic model; every error becomes a finding with its place."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from govgen.datafile import keys
from govgen.datafile.identity import UNFIT, FactModel, KeyShape
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar
from govgen.datafile.yaml_reader.tree import Sequence as Items
from govgen.editions.labels import fold
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Findings

Path = tuple[str | int, ...]
"""Keys, and places in lists, that lead to a value."""

M = TypeVar("M", bound=FactModel)

_WHERE_FIT = {"机关": "", "类型": "从这几种里选一种，一字不差地填写。"}
"""What to write instead of an unfit value, by its key; empty where the catalogue says it."""

_TO_FILL = {
    "信息处理费": "",  # its parts may be 0, as the catalogue says
    "机关": "请填写这一项，报告不能没有它。",
    "年度": "请填写这一项，报告不能没有它。",
}
"""What to do about a blank, by the first key of its path."""


@dataclass(slots=True)
class ModelReader:
    """Reads one mapping. ``entries`` and ``shapes`` have each value of the file and its shape, by path.

    A list's items have the shape of the list. ``owner`` is where unknown keys are reported to be
    missing; empty where they are read elsewhere.
    """

    found: Findings
    owner: str = ""
    entries: dict[Path, Entry] = field(default_factory=dict)
    shapes: dict[Path, KeyShape] = field(default_factory=dict)

    def read(self, model: type[M], root: Mapping) -> M:
        """The ``model`` without the values that are not sound, each of which is reported.

        So is every key of the file that is written twice.
        """
        self.found.extend(keys.written_twice(root))
        data = self._values(model, root, ())
        first = True
        while True:
            try:
                return model.model_validate(data)
            except ValidationError as error:
                # From the end, so that what a list loses does not move what is still to be removed.
                details = sorted(error.errors(), key=lambda each: [f"{part:0>9}" for part in each["loc"]])
                for detail in reversed(details):
                    path = detail["loc"][:-1] if detail["type"] == "missing" else detail["loc"]
                    if first:
                        self.found.add(self._fault(model, detail, path))
                    _remove(data, path)
                # What is missing now was unsound before, and has been reported as that.
                first = False

    def _values(self, model: type[FactModel], mapping: Mapping, path: Path) -> dict[str, Any]:
        """The values as plain data, by the keys as the model spells them."""
        spelling = {fold(key): key for key in model.SHAPES}
        data: dict[str, Any] = {"node": mapping} if "node" in model.model_fields else {}
        for word, entry in keys.entries_by_key(mapping).items():
            key = spelling.get(word, entry.key)
            if word not in spelling and not path and not self.owner:
                continue
            shape, value = model.SHAPES.get(key, KeyShape()), entry.value
            is_only = isinstance(value, Mapping) and shape.box is list  # the only one of its list
            noted = entry._replace(value=Items(value.span, [value])) if is_only else entry
            data[key] = self._value(shape, noted, (*path, key))
        return data

    def _value(self, shape: KeyShape, entry: Entry, path: Path) -> Any:
        """A value as plain data: text, or nested lists and dictionaries as its ``shape`` has them."""
        self.entries[path], self.shapes[path], node = entry, shape, entry.value
        if isinstance(node, Scalar):
            return [] if node.is_blank and shape.box is list else node.words
        if isinstance(node, Items):
            items = [Entry("", item.span, item) for item in node.items]
            return [self._value(shape, item, (*path, at)) for at, item in enumerate(items)]
        if shape.group is None:
            return []
        if shape.box is not dict:
            return self._values(shape.group, node, path)
        named = keys.entries_by_key(node).values()
        return {item.key: self._value(KeyShape(shape.group), item, (*path, item.key)) for item in named}

    def _fault(self, model: type[FactModel], detail: ErrorDetails, path: Path) -> Finding:
        """The finding for an error; pydantic's own words are never shown."""
        kind, entry, key = detail["type"], self.entries[path], self._key(path)
        place, top = entry.value.span, str(path[0])
        if kind == "blank":
            advice = _TO_FILL.get(top, "请填写这一项；不需要的就整行删去。")
            return finding("D107", f"“{key}”后面是空白", entry.span, advice=advice)
        if kind == "placeholder":
            return finding("D108", f"“{key}”还没有填写", place)
        if kind == "slip":
            slip = detail["ctx"]["slip"]
            words = ".".join(part for part in path if isinstance(part, str))
            return finding(slip.code, f"{words}：{slip.message}", place, advice=slip.advice)
        if kind == "extra_forbidden":
            above = (self.shapes[path[:-1]].group if path[1:] else None) or model
            known = list(above.SHAPES)
            hint = keys.meant(entry.key, known) or f"，只有：{'、'.join(known)}"
            owner = f"“{self._key(path[:-1])}”" if path[1:] else self.owner
            return finding("D101", f"{owner}里没有“{entry.key}”这一项{hint}", entry.span)
        if kind in UNFIT and isinstance(detail["input"], str):
            advice = _WHERE_FIT.get(top, "写成简短的一行，不要换行。")
            return finding("D120", f"“{key}”{UNFIT[kind]}", place, advice=advice)
        return finding("D106", f"“{key}”{_form(self.shapes[path], detail)}", place)

    def _key(self, path: Path) -> str:
        """The last key of a path, as the file spells it."""
        at = max(number for number, part in enumerate(path) if isinstance(part, str))
        return self.entries[path[: at + 1]].key


def _form(shape: KeyShape, detail: ErrorDetails) -> str:
    """How a value of a ``shape`` is written, as the end of a sentence."""
    is_list = shape.box in {list, tuple}
    if detail["type"] == "missing":
        return f"里有一项缺少“{detail['loc'][-1]}”"
    if shape.group is None:
        return "应写成“[…, …]”" if is_list else "后面应直接写文字"
    first, *more = shape.group.SHAPES
    words = f"{{{first}: …, {more[0]}: …}}" if more else f"{{{first}: …}}"
    return f"下面每一项应写成“- {words}”" if is_list else f"应写成“{words}”"


def _remove(data: Any, path: Path) -> None:
    """Take the value at ``path`` out of nested data, where an earlier error has not taken it already."""
    *above, last = path
    with contextlib.suppress(LookupError):
        for part in above:
            data = data[part]
        del data[last]
