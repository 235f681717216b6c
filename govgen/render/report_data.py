"""A report as data for other programs: facts, every cell of its tables, and how its review ended."""

import datetime
import json
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from govgen.datafile.cell import Cell, State
from govgen.datafile.identity import Contact, Kind
from govgen.datafile.report import Report
from govgen.editions.edition import Edition
from govgen.editions.node import CellType
from govgen.editions.table import CellRef, Table
from govgen.findings.finding import Finding, Level

Exact = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
"""A decimal number as text: a program that reads JSON would make a binary fraction of a number."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EditionData(_Model):
    """The edition of the format."""

    id: str = Field(description="版本：2019 或 2021")
    basis: str = Field(description="规定格式的通知的文号")


class ReviewData(_Model):
    """How the review ended, in numbers: its words may quote what is not to be published."""

    errors: int = Field(ge=0, description="错误；不为 0 的只会是草稿")
    warnings: int = Field(ge=0, description="没有核实的警告")
    infos: int = Field(ge=0, description="提示")
    accepted: int = Field(ge=0, description="在数据文件里写明理由、已核实的")


class FeeData(_Model):
    """What was charged for handling information."""

    cases: int | None = Field(description="件数")
    yuan: Exact | None = Field(description="金额，元")


class CellData(_Model):
    """A cell of a table."""

    id: str = Field(description="行和栏的代号，在同一版本里不变，如 new.natural_person")
    labels: tuple[str, ...] = Field(description="数据文件里从表到这一格的各级名称")
    type: CellType = Field(description="count：非负整数；signed：整数；money：金额，万元")
    state: State = Field(description="stated：填写的；zero：没有填写，按 0 计；unknown：待核，没有数")
    value: int | Exact | None = Field(
        description="count、signed 是整数；money 是写成文字的十进制数，如 12.5，不用浮点数；unknown 是 null"
    )
    sum_of: tuple[str, ...] = Field(description="合计格：由哪几格相加；其他格是空的")


class TableData(_Model):
    """A statutory table, its cells in printed order."""

    id: str = Field(description="表的代号")
    heading: str = Field(description="表所在部分的标题")
    cells: tuple[CellData, ...]


class ReportData(_Model):
    """A report as data."""

    format: Literal["govgen-report-1"] = "govgen-report-1"
    title: str = Field(description="报告的标题")
    draft: bool = Field(description="是不是草稿；草稿不要公布，也不要引用")
    body: str = Field(description="机关全称")
    region: str | None = Field(description="所属")
    kind: Kind | None = Field(description="机关类型")
    year: int = Field(description="年度")
    published: datetime.date | None = Field(description="发布日期")
    contact: Contact = Field(description="联系方式")
    fee: FeeData | None = Field(description="信息处理费，没有写的是 null")
    edition: EditionData
    review: ReviewData
    tables: tuple[TableData, ...] = Field(description="各张表，按报告的次序")


def report_json(report: Report, findings: Iterable[Finding], accepted: int, *, draft: bool) -> str:
    """The data of a report as JSON; equal reports make equal text."""
    facts, edition = report.head.facts, report.edition
    fee, count = facts.fee, Counter(finding.level for finding in findings)
    data = ReportData(
        title=report.title,
        draft=draft,
        body=facts.body,
        region=facts.region,
        kind=facts.kind,
        year=facts.year,
        published=facts.published,
        contact=facts.contact,
        fee=FeeData(cases=None if fee.cases is None else int(fee.cases), yuan=_exact(fee.yuan))
        if fee
        else None,
        edition=EditionData(id=edition.edition, basis=edition.basis.number),
        review=ReviewData(
            errors=count[Level.ERROR],
            warnings=count[Level.WARNING],
            infos=count[Level.INFO],
            accepted=accepted,
        ),
        tables=tuple(_table(table, edition, report) for table in edition.tables),
    )
    return data.model_dump_json(indent=1) + "\n"


def report_schema() -> str:
    """The JSON Schema of such data."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema = ReportData.model_json_schema(mode="serialization")
    return json.dumps(dialect | schema, ensure_ascii=False, indent=1) + "\n"


def _table(table: Table, edition: Edition, report: Report) -> TableData:
    (heading,) = (section.heading for section in edition.sections if section.key == table.key)
    cells = tuple(_cell(table, ref, report.cells[ref]) for ref in table.refs)
    return TableData(id=table.id, heading=heading, cells=cells)


def _cell(table: Table, ref: CellRef, cell: Cell) -> CellData:
    kind = table.types[ref]
    value = cell.known
    return CellData(
        id=_id(ref),
        labels=(table.key, *table.key_paths[ref]),
        type=kind,
        state=cell.state,
        value=_exact(value) if kind is CellType.MONEY or value is None else int(value),
        sum_of=tuple(map(_id, table.parts.get(ref, ()))),
    )


def _id(ref: CellRef) -> str:
    return f"{ref.row}.{ref.column}"


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
