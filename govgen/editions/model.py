"""The base class and the kinds of text that the models of an edition file are made of."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from govgen.editions.labels import fold


def as_key(name: str) -> str:
    """``name``, which must be fit to be a key of a data file and a part of a reference."""
    if re.search(r"[.．{}｛｝]", name) or len(name) > 80:
        raise ValueError(f"键“{name}”里不能有点号、花括号，也不能超过 80 字，请另写 key")
    return name


def _in_four_digits(year: object) -> object:
    if not re.fullmatch(r"20\d\d", str(year)):
        raise ValueError("应为四位数的年度，如 2026")
    return year


_RESERVED = (
    "机关 所属 年度 类型 发布日期 联系方式 信息处理费 引言 图表 机构变动 更正上年 待核 原表改动 已核实"
    " 汇总来源 未汇总 上年"
)
"""The keys of a data file that are no sections, and what references to last year begin with."""


def not_reserved(name: str) -> str:
    """``name``, which must be no key that a data file has for something else."""
    if fold(name) in _RESERVED.split():
        raise ValueError(f"“{name}”另有用处，请换一个")
    return name


def _on_one_line(text: str) -> str:
    if re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", text):
        raise ValueError("不能有换行和控制字符")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_on_one_line)]
FiscalYear = Annotated[int, BeforeValidator(_in_four_digits)]
Ident = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9]*$")]


KeyPath = tuple[str | int, ...]
"""The keys, and places in lists, that lead to a value in a file."""


class MisfitError(ValueError):
    """A value does not fit another part of the file; ``place`` leads to it from the top."""

    def __init__(self, reason: str, *place: str | int) -> None:
        super().__init__(reason)
        self.place: KeyPath = place


class Model(BaseModel):
    """A part of an edition file; a key that the model does not have is an error.

    Equality is identity: the same row of two editions is two objects, and caches by edition stay cheap.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)
