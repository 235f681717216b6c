"""Who reports, and for which year."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\n]*$")
]
BodyName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=2,
        # In four-byte characters, with the title's other words, this still makes a file name of 255 bytes.
        max_length=45,
        pattern=r"^[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z0-9（）()·]+$",
    ),
]


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


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, populate_by_name=True)


class Contact(_Model):
    """Where a reader may ask (联系方式)."""

    office: Line | None = Field(default=None, alias="科室")
    phone: Line | None = Field(default=None, alias="电话")
    fax: Line | None = Field(default=None, alias="传真")
    email: Line | None = Field(default=None, alias="邮箱")
    address: Line | None = Field(default=None, alias="地址")
    postcode: Line | None = Field(default=None, alias="邮编")


class Identity(_Model):
    """The block of facts about the body and its year.

    ``year`` is the fiscal year reported on; ``published`` the 成文日期, absent where none is printed.
    ``kind`` is None where neither the name nor the file tells it.
    """

    body: BodyName = Field(alias="机关")
    year: Annotated[int, Field(ge=2000, le=2100)] = Field(alias="年度")
    region: Line | None = Field(default=None, alias="所属")
    kind: Kind | None = Field(default=None, alias="类型")
    published: datetime.date | None = Field(default=None, alias="发布日期")
    contact: Contact = Field(default=Contact(), alias="联系方式")
