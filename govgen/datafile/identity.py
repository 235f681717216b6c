"""The facts at the top of a data file: one model, from which reader, key lists, schema and starter follow."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Annotated, Any, ClassVar, NamedTuple, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SkipValidation,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from govgen.datafile.values import NUMBER_SCHEMAS, PLACEHOLDER, Slip, date, number, text_schema, year
from govgen.datafile.yaml_reader.tree import Mapping as MappingNode
from govgen.editions.node import CellType
from govgen.findings.finding import START, Span

SHORTEST, LONGEST = 2, 45
"""Characters of a body's name; if each takes four bytes, the title still makes a file name of 255 bytes."""

NAME = "^[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z0-9（）()·]+$"
"""What a body's name is made of; it names files too."""

_LONGEST_LINE = 200
_UNFILLED = f"还有{PLACEHOLDER}没有填写，或者是空白"


class Kind(StrEnum):
    """What a body is; duties and powers depend on it."""

    TOWN = "乡镇政府"
    STREET = "街道办事处"
    DEPARTMENT = "县级部门"
    COUNTY = "县级政府"
    CITY_DEPARTMENT = "市级部门"
    CITY = "市级政府"


_ENDINGS = (
    (("厅",), Kind.CITY_DEPARTMENT),
    (("街道办事处", "街道办", "街道"), Kind.STREET),
    (("乡人民政府", "镇人民政府", "乡政府", "镇政府", "乡", "镇"), Kind.TOWN),
    (("县人民政府", "区人民政府", "市人民政府", "旗人民政府"), Kind.COUNTY),
    (("局", "委员会", "办公室", "委", "办", "中心", "支队", "大队"), Kind.DEPARTMENT),
)


def kind_of(body: str) -> Kind | None:
    """The kind that the ending of a body's name implies, second names in brackets aside; None without one."""
    body = re.sub(r"[（(][^（）()]+[）)]$", "", body)
    if body.endswith(("管委会", "管理委员会")):
        return None
    return next((kind for endings, kind in _ENDINGS if body.endswith(endings)), None)


def from_text(read: Callable[[str], object] = str) -> BeforeValidator:
    """Read a value as written in a file; values of other types are left to the field's own validation."""

    def validate(value: object) -> object:
        if not isinstance(value, str):
            return value
        if not value.strip():
            raise PydanticCustomError("blank", "nothing is written")
        if PLACEHOLDER in value:
            raise PydanticCustomError("placeholder", "still to be filled in")
        result = read(value.strip())
        if isinstance(result, Slip):
            raise PydanticCustomError("slip", "not in the form required", {"slip": result})
        return result

    return BeforeValidator(validate)


_IN_QUOTES = re.compile(r"[“‘「][^“”‘’「」]*[”’」]")
_REMARK = re.compile(r"(?<=[^\s\d])#\s.*|(?<=\d)#\s\S{3}.*")
"""A comment without the blank before its ``#``: to YAML part of the value."""


def _one_line(text: str) -> str | Slip:
    """A value that is printed as it is, without quotes around it or a comment run into it."""
    if _IN_QUOTES.fullmatch(text):
        return Slip("D120", f"“{text[1:-1]}”两边的引号不用写，会照样印出来", "删去引号。")
    if remark := _REMARK.search(text):
        return Slip("D120", f"批注“{remark[0]}”混进了内容，会印出来", "在 # 前面加一个空格，或者删去批注。")
    return text


_PATTERN = rf"^(?!.*{PLACEHOLDER}).*\S.*$"
PROSE = text_schema("string", rf"^(?![\s\S]*{PLACEHOLDER})[\s\S]*\S", _UNFILLED)
_LINE = WithJsonSchema(text_schema(["string", "number"], _PATTERN, _UNFILLED, maxLength=_LONGEST_LINE))
_NAME = text_schema(
    "string", NAME, "只能用汉字、字母、数字、括号和间隔号", minLength=SHORTEST, maxLength=LONGEST
)
_YEAR = text_schema(["integer", "string"], "^20[0-9]{2}$", "写四位数字，如 2025")
_DATE = text_schema("string", "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "写成 2026-01-18 的样子")

BodyName = Annotated[
    str,
    StringConstraints(min_length=SHORTEST, max_length=LONGEST, pattern=NAME),
    from_text(),
    WithJsonSchema(_NAME),
]
Year = Annotated[int, from_text(year), WithJsonSchema(_YEAR)]
Published = Annotated[datetime.date, from_text(date), WithJsonSchema(_DATE)]
BodyKind = Annotated[Kind, from_text(), WithJsonSchema({"enum": [kind.value for kind in Kind]})]
Sentence = Annotated[str, from_text(), _LINE]
OneLine = Annotated[
    str, StringConstraints(max_length=_LONGEST_LINE, pattern=r"^[^\n]*$"), from_text(_one_line), _LINE
]
AsFound = Annotated[str, WithJsonSchema({"type": ["string", "number", "null"]})]
"""What an import found in the old report, blanks and all."""
AsWritten = Annotated[str, _LINE]
"""A line that the rules judge, whatever is written."""


_COUNT, _MONEY = CellType.COUNT, CellType.MONEY
Cases = Annotated[Decimal, from_text(partial(number, kind=_COUNT)), WithJsonSchema(NUMBER_SCHEMAS[_COUNT])]
Yuan = Annotated[
    Decimal, from_text(partial(number, kind=_MONEY, money="元")), WithJsonSchema(NUMBER_SCHEMAS[_MONEY])
]

UNFIT = {
    "string_too_short": "太短",
    "string_too_long": "太长",
    "string_pattern_mismatch": "里有不能用的字符",
    "enum": f"只能是：{'、'.join(Kind)}",
}
"""Why a value is refused, as the end of a sentence, by the type of pydantic's error."""


def unfit_name(text: str) -> str:
    """Why ``text`` cannot be a body's name, as the end of a sentence; empty where it can."""
    try:
        TypeAdapter(BodyName).validate_python(text)
    except ValidationError as error:
        return UNFIT.get(error.errors()[0]["type"], UNFIT["string_too_short"])
    return ""


class KeyShape(NamedTuple):
    """What a key holds: a group of keys or text; ``box`` is the list, tuple or dict around it, if any."""

    group: type[FactModel] | None = None
    box: type | None = None

    @classmethod
    def of(cls, annotation: Any) -> KeyShape:
        """The shape of a field with this annotation."""
        parts = list(_parts(annotation))
        groups = (part for part in parts if isinstance(part, type) and issubclass(part, FactModel))
        boxes = (get_origin(part) for part in parts if get_origin(part) in {list, tuple, dict})
        return cls(next(groups, None), next(boxes, None))


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for inner in get_args(annotation):
        yield from _parts(inner)


class FactModel(BaseModel):
    """Base of the models: ``KEYS`` has the keys of a data file by the fields' names, ``SHAPES`` by key."""

    # Parts of a model are built with the whole; on their own most never are.
    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, defer_build=True
    )
    KEYS: ClassVar[Mapping[str, str]]
    SHAPES: ClassVar[Mapping[str, KeyShape]]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        fields = [(name, field) for name, field in cls.model_fields.items() if field.validation_alias]
        cls.KEYS = {name: str(field.validation_alias) for name, field in fields}
        cls.SHAPES = {cls.KEYS[name]: KeyShape.of(field.annotation) for name, field in fields}


class Contact(FactModel):
    """Where a reader may ask (联系方式)."""

    office: OneLine | None = Field(default=None, validation_alias="科室")
    phone: OneLine | None = Field(default=None, validation_alias="电话")
    fax: OneLine | None = Field(default=None, validation_alias="传真")
    email: OneLine | None = Field(default=None, validation_alias="邮箱")
    address: OneLine | None = Field(default=None, validation_alias="地址")
    postcode: OneLine | None = Field(default=None, validation_alias="邮编")


class Fee(FactModel):
    """What was charged for handling information (信息处理费): cases, and yuan; None where unreadable."""

    cases: Cases | None = Field(default=None, validation_alias="件数")
    yuan: Yuan | None = Field(default=None, validation_alias="金额元")


class Identity(FactModel):
    """Who reports and for which fiscal year. ``body`` is empty and ``year`` 0 where the file lacks them.

    ``published`` is the 成文日期, absent where none is printed; ``kind`` is None where neither the file nor
    the body's name says it.
    """

    body: BodyName = Field(default="", validation_alias="机关")
    region: OneLine | None = Field(default=None, validation_alias="所属")
    year: Year = Field(default=0, validation_alias="年度")
    kind: BodyKind | None = Field(default=None, validation_alias="类型")
    published: Published | None = Field(default=None, validation_alias="发布日期")
    contact: Contact = Field(default=Contact(), validation_alias="联系方式")

    @property
    def whom_to_ask(self) -> str:
        """The body with the office that answers questions; words that both have (办公室) are written once."""
        office = self.contact.office or ""
        shared = (size for size in range(len(office), 1, -1) if self.body.endswith(office[:size]))
        return self.body + office[next(shared, 0) :]


class ListedModel(FactModel):
    """An entry of a list; ``node`` is where it is written."""

    node: SkipJsonSchema[SkipValidation[MappingNode]] = MappingNode(START)

    @property
    def span(self) -> Span:
        """Its place in the file."""
        return self.node.span


class Doubt(ListedModel):
    """A cell of which an import was not sure (待核)."""

    where: AsFound = Field(default="", validation_alias="位置")
    original: AsFound = Field(default="", validation_alias="原文")
    taken: AsFound = Field(default="", validation_alias="取作")
    reason: AsFound = Field(default="", validation_alias="原因")


class FormatChange(ListedModel):
    """How an imported report's tables differed from the format (原表改动)."""

    code: AsFound = Field(default="", validation_alias="规则")
    where: AsFound = Field(default="", validation_alias="位置")
    expected: AsFound = Field(default="", validation_alias="应为")
    original: AsFound = Field(default="", validation_alias="原文")


class AcceptedWarning(ListedModel):
    """A warning that a person has looked at and accepts (已核实)."""

    code: AsWritten = Field(default="", validation_alias="规则")
    where: AsWritten = Field(default="", validation_alias="位置")
    reason: AsWritten = Field(default="", validation_alias="理由")


class SumSource(FactModel):
    """A body's file that a county added up (汇总来源): ``digest`` is its sha256 at that time."""

    body: Sentence = Field(default="", validation_alias="机关")
    file: Sentence = Field(default="", validation_alias="文件")
    digest: Sentence = Field(default="", validation_alias="摘要")


class Facts(Identity):
    """Every key outside the sections. Prose and chart are read elsewhere, with the whole report."""

    fee: Fee | None = Field(default=None, validation_alias="信息处理费")
    introduction: Annotated[Any, WithJsonSchema(PROSE)] = Field(default=None, validation_alias="引言")
    chart: Annotated[Any, WithJsonSchema({})] = Field(default=None, validation_alias="图表")
    reorganised: Sentence = Field(default="", validation_alias="机构变动")
    corrected: Sentence = Field(default="", validation_alias="更正上年")
    doubts: list[Doubt] = Field(default=[], validation_alias="待核")
    changes: list[FormatChange] = Field(default=[], validation_alias="原表改动")
    accepted: list[AcceptedWarning] = Field(default=[], validation_alias="已核实")
    sources: list[SumSource] = Field(default=[], validation_alias="汇总来源")
    not_summed: list[Sentence] = Field(default=[], validation_alias="未汇总")
