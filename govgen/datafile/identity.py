"""Who reports, and for which year."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

SHORTEST, LONGEST = 2, 45
"""Characters of a body's name; if each takes four bytes, the title still makes a file name of 255 bytes."""

NAME = "^[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z0-9（）()·]+$"
"""What a body's name is made of; it names files too."""

_LINE = 200


class Kind(StrEnum):
    """What a body is; duties and powers depend on it."""

    TOWN = "乡镇政府"
    STREET = "街道办事处"
    DEPARTMENT = "县级部门"
    COUNTY = "县级政府"


_ENDINGS = (
    (("街道办事处", "街道办"), Kind.STREET),
    (("乡人民政府", "镇人民政府", "乡政府", "镇政府", "乡", "镇"), Kind.TOWN),
    (("县人民政府", "区人民政府", "市人民政府", "旗人民政府"), Kind.COUNTY),
    (("局", "委员会", "办公室", "委", "办", "中心", "支队", "大队"), Kind.DEPARTMENT),
)


def kind_of(body: str) -> Kind | None:
    """What the ending of a body's name says it is; None where it does not tell (管委会)."""
    if body.endswith(("管委会", "管理委员会")):
        return None
    return next((kind for endings, kind in _ENDINGS if body.endswith(endings)), None)


def unfit_name(text: str) -> str:
    """Why ``text``, without blanks around it, names no body, as the end of a sentence; empty where it can."""
    if not SHORTEST <= len(text) <= LONGEST:
        return "太短" if len(text) < SHORTEST else "太长"
    # Not match: to Python, what $ ends may still have a line break after it.
    return "" if re.fullmatch(NAME, text) else "里有不能用的字符"


def unfit_line(text: str) -> str:
    """Why ``text`` is no line of the identity, as the end of a sentence; empty where it is."""
    if len(text) > _LINE:
        return "太长"
    return "里有不能用的字符" if "\n" in text else ""


def unfit_kind(text: str) -> str:
    """Why ``text`` is no kind of body, as the end of a sentence; empty where it is."""
    return "" if text in set(Kind) else f"只能是：{'、'.join(Kind)}"


@dataclass(frozen=True)
class Contact:
    """Where a reader may ask (联系方式)."""

    KEYS: ClassVar[Mapping[str, str]] = {
        "office": "科室",
        "phone": "电话",
        "fax": "传真",
        "email": "邮箱",
        "address": "地址",
        "postcode": "邮编",
    }
    """What a data file calls each."""

    office: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    address: str | None = None
    postcode: str | None = None


@dataclass(frozen=True)
class Identity:
    """The block of facts about the body and its year.

    ``year`` is the fiscal year reported on; ``published`` the 成文日期, absent where none is printed.
    ``kind`` is None where neither the name nor the file tells it.
    """

    KEYS: ClassVar[Mapping[str, str]] = {
        "body": "机关",
        "year": "年度",
        "region": "所属",
        "kind": "类型",
        "published": "发布日期",
        "contact": "联系方式",
    }
    """What a data file calls each."""

    body: str
    year: int
    region: str | None = None
    kind: Kind | None = None
    published: datetime.date | None = None
    contact: Contact = Contact()
