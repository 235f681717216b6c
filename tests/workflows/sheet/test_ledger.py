"""A ledger of applications is counted into a data file; names and contents never leave it."""

import datetime
import io
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from helpers import BASE
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from own_editions import edited

from govgen.cli.app import run
from govgen.editions.edition import Edition
from govgen.editions.loading import editions, load
from govgen.editions.table import CellRef
from govgen.importers.form.workbook import read_workbook
from govgen.importers.ledger import Ledger, read_ledger
from govgen.workflows.replacing import NotDoneError
from govgen.workflows.sheet.form_data import ReadFile
from govgen.workflows.sheet.workbook_into import counted, ledger_into_file

HEAD = ("编号", "姓名", "收到日期", "申请内容", "申请人类型", "办理结果", "结转")
SECRET = "王某某要求公开自家的补偿协议"
DAY = datetime.date(2025, 3, 4)


def ledger(*rows: tuple[Any, ...], head: tuple[str, ...] = HEAD, above: int = 1) -> bytes:
    """A workbook with a ledger below ``above`` rows of titles."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for _ in range(above):
        sheet.append(["依申请公开登记台账"])
    for row in (head, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def entry(day: object, applicant: str, result: str = "", carried: str = "") -> tuple[object, ...]:
    return (1, SECRET, day, SECRET, applicant, result, carried)


def read(raw: bytes) -> Ledger:
    found = read_ledger(read_workbook(raw))
    assert found is not None
    return found


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
@pytest.mark.parametrize("number", range(4))
def test_random_ledgers_are_counted_as_they_were_drawn(edition: Edition, number: int) -> None:
    """The labels of rows and columns are written in full, as the format numbers them, or by their keys."""
    chance = random.Random(number)
    carry, year = edition.carry_over, edition.first_year + 1
    assert carry is not None
    table = edition.table_by_id[carry.table]
    (new,) = [term.row for term in edition.balances[0].left if term.row != carry.this]
    dealt = [
        ref
        for ref in edition.leaf_refs
        if ref.table == table.id and ref.row not in {new, carry.this, carry.last}
    ]
    expected: Counter[CellRef] = Counter()
    rows = []
    for _ in range(60):
        ref = chance.choice(dealt)
        earlier, carried = chance.random() < 0.2, chance.random() < 0.3
        day = datetime.date(year - earlier, chance.randrange(1, 13), 5)
        path = table.key_paths[ref]
        column = table.nodes["columns"][ref.column]
        applicant = chance.choice([column.name, column.label])
        result = ".".join(path[:-1]) if chance.random() < 0.7 else f"{table.key}.{'.'.join(path[:-1])}"
        rows.append(entry(day, applicant, "" if carried else result, "是" if carried else "否"))
        expected[CellRef(table.id, carry.this if earlier else new, ref.column)] += 1
        expected[CellRef(table.id, carry.last, ref.column) if carried else ref] += 1
    count = counted(read(ledger(*rows)), edition, year)
    assert Counter({ref: len(numbers) for ref, numbers in count.items() if numbers}) == expected
    assert {ref.table for ref in count} == {table.id}


@pytest.mark.parametrize(
    "cut", [r"balances:\n(?:  .*\n)+", r"carry_over:.*\n", r"(?<=left: \[)\{row: new, word: 新收\}, "]
)
def test_a_format_that_does_not_say_what_came_in_is_refused(cut: str) -> None:
    edition = load(re.sub(cut, "", edited()), "2026.yaml")
    with pytest.raises(NotDoneError, match=r"这一版格式没有.*不能由台账填写"):
        counted(read(ledger(entry(DAY, "自然人", "予以公开"))), edition, 2026)


def test_only_figures_that_differ_change_and_each_names_its_rows() -> None:
    raw = ledger(
        *[entry(DAY, "自然人", "予以公开")] * 2,
        entry("2025年12月30日", "商业企业", carried="√"),
        entry("2024-12-30", "自然人", "属于行政执法案卷"),
        (None,) * 7,
    )
    kept: list[str] = []
    after, said = ledger_into_file(BASE.encode(), "2025.yaml", read(raw), kept.append)
    before, now = ReadFile.of(BASE.encode(), "2025.yaml"), ReadFile.of(after, "2025.yaml")
    table = now.report.edition.tables[1]
    key = table.key
    assert f"{key}.本年新收政府信息公开申请数量.自然人 2（台账第 3、4 行）" in said
    assert f"{key}.本年度办理结果.予以公开.自然人 2（台账第 3、4 行）" in said
    assert f"{key}.本年度办理结果.部分公开.自然人 0" in said
    assert kept == [
        f"{key}.本年新收政府信息公开申请数量.商业企业 1（台账第 5 行），与数据文件相同",
        f"{key}.上年结转政府信息公开申请数量.自然人 1（台账第 6 行），与数据文件相同",
        f"{key}.本年度办理结果.不予公开.属于行政执法案卷.自然人 1（台账第 6 行），与数据文件相同",
        f"{key}.结转下年度继续办理.商业企业 1（台账第 5 行），与数据文件相同",
    ]
    for ref in before.report.edition.refs:
        if ref.table != table.id:
            assert now.report.cells[ref].value == before.report.cells[ref].value
    changed = set(after.decode().split("\n")) - set(BASE.split("\n"))
    assert 0 < len(changed) <= len(said)
    assert SECRET not in after.decode() + "".join(said)


def test_disputes_are_counted_where_the_ledger_has_them() -> None:
    raw = ledger(
        (*entry(DAY, "自然人", "予以公开"), "行政复议.结果维持"),
        (*entry(DAY, "自然人", "予以公开"), ""),
        (*entry(DAY, "自然人", "予以公开"), "未经复议直接起诉.尚未审结"),
        head=(*HEAD, "复议诉讼"),
    )
    edition = editions()[-1]
    count = counted(read(raw), edition, 2025)
    table = edition.tables[-1]
    assert [numbers for ref, numbers in count.items() if ref.table == table.id and numbers] == [[3], [5]]
    assert {ref.table for ref in count} == {table.id, edition.tables[1].id}


def test_a_dispute_that_is_a_cell_of_no_ledger_is_refused() -> None:
    row = (*entry(DAY, "自然人", "予以公开"), "规章.本年制发件数")
    with pytest.raises(NotDoneError, match="第 3 行“复议诉讼”不是格式里的项目"):
        counted(read(ledger(row, head=(*HEAD, "复议诉讼"))), editions()[-1], 2025)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (entry(DAY, SECRET, "予以公开"), "第 3 行“申请人类型”不是格式里的栏目"),
        (entry(DAY, "总计", "予以公开"), "第 3 行“申请人类型”不是格式里的栏目"),
        (entry(DAY, "自然人", SECRET), "第 3 行“办理结果”不是格式里的项目"),
        (entry(DAY, "自然人", "总计"), "第 3 行“办理结果”不是格式里的项目"),
        (entry(DAY, "自然人"), "第 3 行“办理结果”和“结转”应当只写一项"),
        (entry(DAY, "自然人", "予以公开", "是"), "第 3 行“办理结果”和“结转”应当只写一项"),
        (entry(DAY, "自然人", "予以公开", SECRET), "第 3 行“办理结果”和“结转”应当只写一项"),
        (entry(SECRET, "自然人", "予以公开"), "第 3 行“收到日期”不是 2025 年底以前的日期"),
        (entry("2025-02-30", "自然人", "予以公开"), "第 3 行“收到日期”不是"),
        (entry(45720, "自然人", "予以公开"), "第 3 行“收到日期”不是"),
        (entry("2026-01-01", "自然人", "予以公开"), "第 3 行“收到日期”不是"),
    ],
)
def test_a_row_that_cannot_be_counted_stops_all_and_is_not_quoted(
    row: tuple[object, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, source = tmp_path / "2025.yaml", tmp_path / "申请台账.xlsx"
    file.write_text(BASE, encoding="utf-8")
    source.write_bytes(ledger(row, entry(DAY, "自然人", "予以公开")))
    assert run(["import", str(source), "--into", str(file)]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert SECRET not in shown.err + shown.out
    assert file.read_text(encoding="utf-8") == BASE


def test_the_command_writes_the_figures_and_reviews_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, source = tmp_path / "2025.yaml", tmp_path / "申请台账.xlsx"
    file.write_text(BASE, encoding="utf-8")
    source.write_bytes(ledger(entry(DAY, "自然人", "予以公开"), above=0))
    assert run(["import", str(source), "--into", str(file), "--dry-run"]) == 0
    assert file.read_text(encoding="utf-8") == BASE
    assert run(["import", str(source), "--into", str(file)]) == 0
    shown = capsys.readouterr()
    assert "本年新收政府信息公开申请数量.自然人 1（台账第 2 行）" in shown.err
    assert "C301" in shown.out
    assert run(["import", str(source)]) == 2
    assert "申请台账请加 --into" in capsys.readouterr().err
    source.write_bytes(ledger(entry(DAY, "自然人", "予以公开"), head=(*HEAD[:-1], "是否结转")))
    assert run(["import", str(source), "--into", str(file)]) == 2
    assert "“结转”这几栏" in capsys.readouterr().err
