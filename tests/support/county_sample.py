"""A county of invented bodies for tests: data files made from the sound one, with figures of their own."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from helpers import with_entries

from govgen.datafile.writer import table_lines
from govgen.editions.loading import edition_for
from govgen.editions.table import CellRef

BODIES = ("青禾镇人民政府", "白水乡人民政府", "红石街道办事处")


def settings(bodies: Iterable[str], more: str = "") -> str:
    """The county's settings with a list of bodies."""
    listed = "\n".join(f"  - {{名称: {body}}}" for body in bodies)
    return f"名称: 青山县人民政府\n类型: 县级政府\n机关:\n{listed}\n截止日期: 01-20\n{more}"


def data_file(body: str, received: int = 4, prose: str = "") -> str:
    """A sound report of ``body`` on 2025 with ``received`` applications, all answered."""
    fragment = (
        "收到和处理政府信息公开申请情况:\n"
        f"  本年新收政府信息公开申请数量: {{自然人: {received}}}\n"
        "  上年结转政府信息公开申请数量: {}\n"
        "  本年度办理结果:\n"
        f"    予以公开: {{自然人: {received}}}\n"
        "  结转下年度继续办理: {}\n"
        f"总体情况: |\n{prose or _prose(received)}"
    )
    place = body.removesuffix("人民政府").removesuffix("办事处")
    return with_entries(fragment).replace("青禾镇人民政府", body).replace("青禾镇", place)


def _prose(received: int) -> str:
    return (
        "  （一）主动公开情况。全年主动公开政府信息128条，其中政府网站90条、公众号38条。\n"
        f"  （二）依申请公开情况。全年新收政府信息公开申请{received}件，办结{received}件。\n"
        "  （三）政府信息管理情况。坚持先审查、后公开，清理行政规范性文件1件。\n"
        "  （四）政府信息公开平台建设情况。便民服务中心设公开专区一处，专人更新栏目。\n"
        "  （五）监督保障情况。工作考核、社会评议按期开展，全年未发生责任追究情形。\n"
    )


def tables(values: dict[CellRef, Decimal], year: int = 2025) -> str:
    """The tables of a data file with ``values`` in their cells; totals are left out."""
    edition = edition_for(year)
    assert edition is not None
    whole = dict(values)
    for table in edition.tables:
        for ref in table.refs:
            if ref in table.parts:
                whole.pop(ref, None)
    lines = []
    for table in edition.tables:
        filled = {ref: whole.get(ref, Decimal(0)) for ref in table.refs if ref not in table.parts}
        sums: dict[CellRef, Decimal | None] = dict(filled)
        for _ in range(2):
            for ref, parts in table.parts.items():
                if all(part in sums for part in parts):
                    sums[ref] = sum((sums[part] or Decimal(0) for part in parts), Decimal(0))
        lines += table_lines(table, sums)
    return "\n".join(lines) + "\n"


def county(folder: Path, files: dict[str, str], listed: Iterable[str] = BODIES, more: str = "") -> Path:
    """``files`` by body, written as a county office keeps them; the folder with the bodies."""
    (folder / "county.yaml").write_text(settings(listed, more), encoding="utf-8")
    inbox = folder / "收件"
    inbox.mkdir()
    for body, text in files.items():
        (inbox / body).mkdir()
        (inbox / body / "2025.yaml").write_text(text, encoding="utf-8")
    return inbox
