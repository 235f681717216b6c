"""Data that nobody has checked yet, such as a new edition: pydantic makes objects of it or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter, ValidationError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

T = TypeVar("T")

_REASONS = {
    "missing": "缺少这一项",
    "unexpected_keyword_argument": "没有这一项，请检查写法",
    "string_type": "应为文字；数字和日期请加引号",
    "string_pattern_mismatch": "只能用小写英文字母、数字和下划线，以字母开头",
    "string_too_short": "不能空着",
    "too_short": "不能空着",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "bool_parsing": "应为 true 或 false",
    "tuple_type": "应为列表",
    "dataclass_type": "应为一组“键: 值”",
    "literal_error": "只能是规定的几个词之一",
    "enum": "只能是规定的几个词之一",
}
"""What pydantic's error types mean here; its English words are never shown."""


def validated(form: type[T], data: object) -> T | list[str]:
    """The ``form``, a dataclass, that ``data`` describes; or the reasons why it is none, with places."""
    try:
        return TypeAdapter(form).validate_python(data)
    except ValidationError as error:
        return [_reason(detail) for detail in error.errors()]


def _reason(detail: ErrorDetails) -> str:
    place = ".".join(str(part) for part in detail["loc"]) or "整个文件"
    if detail["type"] == "value_error":
        return f"{place}：{detail['ctx']['error']}"
    return f"{place}：{_REASONS.get(detail['type'], '写法不对')}"
