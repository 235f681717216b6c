"""Reads the facts of a YAML mapping into a pydantic model; every error becomes a finding with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import ValidationError

from govgen.datafile import keys
from govgen.datafile.identity import UNFIT, FactModel
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar
from govgen.editions.labels import fold
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Findings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Path = tuple[str, ...]
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
    """Reads one mapping. ``entries`` has every key of the model that the file has, by its path.

    ``owner`` is where unknown keys are reported to be missing; empty where they are read elsewhere.
    """

    found: Findings
    owner: str = ""
    entries: dict[Path, Entry] = field(default_factory=dict)

    def read(self, model: type[M], root: Mapping, without: Sequence[str] = ()) -> M:
        """The ``model`` without the values that are not sound, each of which is reported.

        ``without`` are keys of the model that are read elsewhere.
        """
        data = self._values(model, root, (), without)
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for detail in error.errors():
                *above, key = path = tuple(str(part) for part in detail["loc"])
                self.found.add(self._fault(model, detail, path))
                del (data[above[0]] if above else data)[key]
            return model.model_validate(data)

    def _values(
        self, model: type[FactModel], mapping: Mapping, path: Path, without: Sequence[str] = ()
    ) -> dict[str, Any]:
        """The values as plain data, by the keys as the model spells them."""
        spelling = {fold(key): key for key in model.KEYS.values() if key not in without}
        data: dict[str, Any] = {}
        for word, entry in keys.folded(mapping, self.found).items():
            key, value = spelling.get(word, entry.key), entry.value
            if word not in spelling and not path and not self.owner:
                continue
            self.entries[*path, key] = entry
            data[key] = text_of(value) if isinstance(value, Scalar) else []
            if isinstance(value, Mapping) and (group := _group(model, key)):
                data[key] = self._values(group, value, (*path, key))
        return data

    def _fault(self, model: type[FactModel], detail: ErrorDetails, path: Path) -> Finding:
        """The finding for an error; pydantic's own words are never shown."""
        kind, entry = detail["type"], self.entries[path]
        place, group = entry.value.span, _group(model, path[0])
        if kind == "blank":
            advice = _TO_FILL.get(path[0], "请填写这一项；不需要的就整行删去。")
            return finding("D107", f"“{entry.key}”后面是空白", entry.span, advice=advice)
        if kind == "placeholder":
            return finding("D108", f"“{entry.key}”还没有填写", place)
        if kind == "slip":
            slip = detail["ctx"]["slip"]
            return finding(slip.code, f"{'.'.join(path)}：{slip.message}", place, advice=slip.advice)
        if kind == "extra_forbidden":
            known = list((group or model).KEYS.values())
            hint = keys.meant(entry.key, known) or f"，只有：{'、'.join(known)}"
            owner = f"“{path[0]}”" if group else self.owner
            return finding("D101", f"{owner}里没有“{entry.key}”这一项{hint}", entry.span)
        if kind in UNFIT and isinstance(detail["input"], str):
            advice = _WHERE_FIT.get(path[0], "写成简短的一行，不要换行。")
            return finding("D120", f"“{path[-1]}”{UNFIT[kind]}", place, advice=advice)
        wanted = "后面应直接写文字"
        if group and not path[1:]:
            first, second, *_ = group.KEYS.values()
            wanted = f"应写成“{{{first}: …, {second}: …}}”"
        return finding("D106", f"“{entry.key}”{wanted}", place)


def text_of(value: Scalar) -> str:
    """The words of a value; empty where YAML takes it for nothing."""
    return "" if value.is_blank else value.text.strip()


def _group(model: type[FactModel], key: str) -> type[FactModel] | None:
    """The model of what is below ``key``; None where a value is."""
    name = next((name for name, alias in model.KEYS.items() if alias == key), "")
    types = (model.model_fields[name].annotation,) if name else ()
    inner = [kind for outer in types for kind in (outer, *get_args(outer))]
    return next((kind for kind in inner if isinstance(kind, type) and issubclass(kind, FactModel)), None)
