"""A new file: what it holds, what it leaves open, and what last year hands on."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import BASE, EXAMPLES, ROOT, codes, read_text, top_entry, with_entries
from hypothesis import given, settings
from hypothesis import strategies as st
from running import until_stopped
from starter_filling import LATER, filled

from govgen.cli.app import run
from govgen.datafile.cell import State
from govgen.datafile.identity import Kind
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.writer import scalar
from govgen.datafile.yaml_reader.tree import Mapping, Scalar, YamlNode
from govgen.editions.key_tree import TableKey, slots
from govgen.editions.loading import edition_for, editions
from govgen.editions.succession import counterpart, lost
from govgen.editions.table import CellRef, leaves_of
from govgen.findings.finding import Level
from govgen.workflows.check import Examined, examine
from govgen.workflows.new import StarterPlan, starter
from govgen.workflows.schema import file_name

BODIES = {
    Kind.TOWN: "青禾镇人民政府",
    Kind.STREET: "青禾街道办事处",
    Kind.DEPARTMENT: "某县水利局",
    Kind.COUNTY: "某县人民政府",
    Kind.CITY_DEPARTMENT: "某市水利局",
    Kind.CITY: "某市人民政府",
}
YEARS = [2019, 2020, 2021, 2024, 2025]


def open_places(text: str) -> int:
    """How many places a new file leaves open, comments not counted."""
    return sum(line.count(PLACEHOLDER) for line in text.split("\n") if not line.lstrip().startswith("#"))


def graver_than_info(item: Examined) -> list[str]:
    return [finding.code for finding in item.findings if finding.level is not Level.INFO]


def written(folder: Path, text: str, year: int) -> Examined:
    file = folder / f"{year}.yaml"
    file.write_text(text, encoding="utf-8")
    return examine(file)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("year", YEARS)
def test_a_new_file_has_the_open_places_as_its_only_errors_and_none_once_filled(
    tmp_path: Path, kind: Kind, year: int
) -> None:
    text = starter(StarterPlan(BODIES[kind], kind, year))
    new = written(tmp_path, text, year)
    assert graver_than_info(new) == ["D108"] * open_places(text)
    assert graver_than_info(written(tmp_path, filled(text, year), year)) == []


ASKING = {
    "applications": {"new"},
    "disputes": {"review", "direct", "after_review"},
}
"""What a new file asks of tables three and four: the first row of the balance, and each group of cases."""


@pytest.mark.parametrize("year", YEARS)
def test_every_table_two_cell_is_open_and_tables_three_and_four_ask_once_a_group(
    tmp_path: Path, year: int
) -> None:
    edition = edition_for(year)
    assert edition is not None
    report = written(tmp_path, starter(StarterPlan(BODIES[Kind.TOWN], Kind.TOWN, year)), year).report
    for table in edition.tables:
        unknown = {ref for ref in table.refs if report.cells[ref].state is State.UNKNOWN}
        if table.complete:
            assert unknown == set(table.refs)
        else:
            groups = {slot.heading.id for slot in leaf_slots(slots(table)) if set(slot.refs) <= unknown}
            assert groups == ASKING[table.id]


def leaf_slots(below: tuple[TableKey, ...]) -> Iterator[TableKey]:
    """The rows or groups whose cells are written in one pair of braces, totals not counted."""
    for slot in below:
        if any(part.ref for part in slot.below):
            yield slot
        else:
            yield from leaf_slots(slot.below)


@pytest.mark.parametrize("year", YEARS)
def test_every_row_is_live_and_none_is_behind_a_comment(year: int) -> None:
    text = starter(StarterPlan(BODIES[Kind.TOWN], Kind.TOWN, year))
    source = read_text(text)
    edition = edition_for(year)
    assert edition is not None
    for table in edition.tables:
        written_keys = keys_below(top_entry(source, table.key).value)
        wanted = {
            node.name
            for block in table.blocks
            for row in block.rows
            for node in (row, *leaves_of((row,)))
            if node.name and not node.total
        }
        assert wanted <= written_keys
    assert "{自然人: 3, 商业企业: 1}" in text


def keys_below(value: YamlNode) -> set[str]:
    """The keys of a mapping and of those within it."""
    if not isinstance(value, Mapping):
        return set()
    return {entry.key for entry in value}.union(*(keys_below(entry.value) for entry in value))


@pytest.mark.parametrize("year", YEARS)
def test_with_only_facts_and_prose_filled_each_open_row_of_the_tables_is_an_error(
    tmp_path: Path, year: int
) -> None:
    text = starter(StarterPlan(BODIES[Kind.TOWN], Kind.TOWN, year))
    edition = edition_for(year)
    assert edition is not None
    done = filled(text, year).split("\n")
    tables = {
        number for number, line in enumerate(text.split("\n")) if re.match(r" .*: \{.*【待填写】", line)
    }
    half = [line if number in tables else done[number] for number, line in enumerate(text.split("\n"))]
    item = written(tmp_path, "\n".join(half), year)
    lines = {finding.span.line - 1 for finding in item.findings if finding.level is Level.ERROR}
    assert set(graver_than_info(item)) == {"D108"}
    assert lines == tables
    assert len(lines) > sum(len(rows) for rows in ASKING.values())


def test_every_row_has_its_note_above_it() -> None:
    lines = starter(StarterPlan(BODIES[Kind.TOWN], Kind.TOWN, 2025)).split("\n")
    edition = editions()[-1]
    for table in edition.tables:
        for block in table.blocks:
            for row in leaves_of(block.rows):
                if row.name and not row.total:
                    (number,) = (
                        n for n, line in enumerate(lines) if re.match(rf" +{re.escape(row.name)}: \{{", line)
                    )
                    assert lines[number - 1].lstrip(" ").startswith("#")


@pytest.mark.parametrize(
    "text", ["党政办公室", "000000", "0000-1234567", "a: b", "#1", "- x", "yes", "x # y", '"', "\\", "【"]
)
def test_a_value_reads_back_as_it_was(text: str) -> None:
    for shape in (f"键: {scalar(text)}\n", f"键: {{里: {scalar(text)}}}\n"):
        value = next(iter(read_text(shape).root)).value
        inner = value if isinstance(value, Scalar) else next(iter(value)).value  # type: ignore[arg-type]  (a mapping here)
        assert isinstance(inner, Scalar)
        assert inner.text == text


def test_kind_is_written_only_where_the_name_does_not_tell() -> None:
    assert "\n类型:" not in starter(StarterPlan("青禾镇人民政府", Kind.TOWN, 2025))
    assert "\n类型: 县级部门\n" in starter(StarterPlan("青禾产业园管委会", Kind.DEPARTMENT, 2025))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_rollover_hands_on_identity_and_carried_applications(tmp_path: Path, file: Path) -> None:
    last = examine(file).report
    assert last.identity is not None
    year = last.identity.year + 1
    (tmp_path / file.name).write_bytes(file.read_bytes())
    text = starter(StarterPlan(last.identity.body, last.identity.kind or Kind.TOWN, year, last))
    item = written(tmp_path, text, year)
    assert set(graver_than_info(item)) - {"L402"} == {"D108"}
    assert about_last_year(item) == []
    identity = item.report.identity
    assert identity is not None
    assert (identity.body, identity.region, identity.contact) == (
        last.identity.body,
        last.identity.region,
        last.identity.contact,
    )
    carry, old = item.report.edition.carry_over, last.edition.carry_over
    assert carry is not None
    assert old is not None
    for ref, cell in item.report.cells.items():
        if ref.row == carry.this:
            assert cell.value == last.cells[CellRef(old.table, old.last, ref.column)].value


COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
ROWS = ("予以公开", "部分公开")


@st.composite
def balanced(draw: st.DrawFn) -> str:
    """Table three of a year whose columns balance, as a fragment of a data file."""
    cell = st.integers(0, 10**6)
    columns = draw(st.lists(st.sampled_from(COLUMNS), unique=True, max_size=6))
    new, carried, *results = ({column: draw(cell) for column in columns} for _ in range(2 + len(ROWS)))
    # What is not answered goes on to next year; where more was answered than came in, it was new.
    left = {column: new[column] + carried[column] - sum(row[column] for row in results) for column in columns}
    new = {column: new[column] + max(0, -left[column]) for column in columns}
    left = {column: max(0, left[column]) for column in columns}

    def row(values: dict[str, int]) -> str:
        return "{" + ", ".join(f"{column}: {value}" for column, value in values.items()) + "}"

    lines = [f"  本年新收政府信息公开申请数量: {row(new)}", f"  上年结转政府信息公开申请数量: {row(carried)}"]
    lines += [
        "  本年度办理结果:",
        *(f"    {name}: {row(result)}" for name, result in zip(ROWS, results, strict=True)),
    ]
    lines += [f"  结转下年度继续办理: {row(left)}"]
    return "收到和处理政府信息公开申请情况:\n" + "\n".join(lines) + "\n"


def about_last_year(item: Examined) -> list[str]:
    """The codes that find fault with how two years meet; K512 asks of figures that truly changed much."""
    return [code for code in codes(item) if code.startswith("K") and code != "K512"]


@settings(max_examples=25)
@given(balanced())
def test_rollover_of_any_balanced_year_is_lossless(
    tmp_path_factory: pytest.TempPathFactory, table: str
) -> None:
    folder = tmp_path_factory.mktemp("rollover")
    prose = "总体情况: |\n  （一）主动公开情况。如常。\n"
    before = written(folder, with_entries(table + prose + "年度: 2024\n发布日期: 2025-01-10\n"), 2024)
    assert "B201" not in codes(before)
    text = starter(StarterPlan("青禾镇人民政府", Kind.TOWN, 2025, before.report))
    new = written(folder, text, 2025)
    assert set(graver_than_info(new)) == {"D108"}
    assert about_last_year(new) == []
    still_open = {
        f"结转下年度继续办理.{column}": str(
            before.report.cells[CellRef("applications", "carried_out", ident)].value
        )
        for ident, column in zip(
            ("natural", "company", "research", "charity", "law", "other"), COLUMNS, strict=True
        )
    }
    after = written(folder, filled(text, 2025, still_open | {"行政规范性文件.现行有效件数": "9"}), 2025)
    assert about_last_year(after) == []
    assert graver_than_info(after) == []


def test_what_a_person_let_stand_and_last_years_words_stay_behind(tmp_path: Path) -> None:
    text = with_entries("已核实:\n  - {规则: C301, 位置: 总体情况, 理由: 已单列}\n图表: 办理结果\n")
    last = written(tmp_path, text, 2025).report
    new = starter(StarterPlan("青禾镇人民政府", Kind.TOWN, 2026, last))
    assert "已核实" not in new
    assert "128条" not in new
    shown = starter(StarterPlan("青禾镇人民政府", Kind.TOWN, 2026, last, quote_last=True))
    assert "#   （一）主动公开情况。全年主动公开政府信息128条" in shown
    assert [line for line in shown.split("\n") if not line.startswith("#")] == [
        line for line in new.split("\n") if not line.startswith("#")
    ]


def test_a_changed_name_is_explained_so_that_the_years_still_meet(tmp_path: Path) -> None:
    last = written(tmp_path, with_entries("年度: 2024\n机关: 青禾乡人民政府\n"), 2024).report
    item = written(tmp_path, starter(StarterPlan("青禾镇人民政府", Kind.TOWN, 2025, last)), 2025)
    assert set(graver_than_info(item)) == {"D108"}
    assert item.report.head.explanation == "上年度报告的机关名称是“青禾乡人民政府”"


def test_old_format_to_new_says_what_has_no_place() -> None:
    old, new = editions()
    gone = lost(old, new)
    assert any(name.endswith("政府集中采购") for name in gone)
    assert any("本年新公开数量、对外公开总数量" in name for name in gone)
    assert not any("本年新制作数量" in name for name in gone)
    for table in old.tables:
        for ref in table.refs:
            there = counterpart(ref, old, new)
            assert there is None or there in new.refs
    assert lost(new, new) == []


@pytest.mark.parametrize(("year", "last"), [(2018, None), (2026, 2024), (2024, 2024)])
def test_a_year_that_cannot_be_is_refused(tmp_path: Path, year: int, last: int | None) -> None:
    report = written(tmp_path, with_entries(f"年度: {last}\n"), last).report if last else None
    with pytest.raises(ValueError, match=r"edition|year before"):
        starter(StarterPlan("青禾镇人民政府", Kind.TOWN, year, report))


@contextlib.contextmanager
def at_a_terminal(path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """``new`` as run by a person: the process, and the end of the line on which the keyboard writes."""
    pty = pytest.importorskip("pty", reason="there are no pseudo terminals here")
    keyboard, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "govgen", "new", str(path)],
        cwd=ROOT,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    ) as process:
        yield process, keyboard
    os.close(keyboard)
    os.close(terminal)


class TestCommand:
    def test_writes_file_and_schema_and_says_how_to_go_on(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = tmp_path / "青禾镇"
        assert run(["new", str(folder), "--body", "青禾镇人民政府", "--year", "2024"]) == 0
        schema = file_name(editions()[-1])
        assert sorted(file.name for file in folder.iterdir()) == ["2024.yaml", schema]
        text = (folder / "2024.yaml").read_text(encoding="utf-8-sig")
        assert text.split("\n")[0] == f"# yaml-language-server: $schema=./{schema}"
        out = capsys.readouterr().out
        assert f"有 {open_places(text)} 处" in out
        assert "govgen check" in out

    def test_never_overwrites(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "a.yaml"
        file.write_text("我的字\n", encoding="utf-8")
        assert run(["new", str(file), "--body", "青禾镇人民政府", "--year", "2024"]) == 2
        assert file.read_text(encoding="utf-8") == "我的字\n"
        assert "已经存在" in capsys.readouterr().err
        assert [item.name for item in tmp_path.iterdir()] == ["a.yaml"]

    @pytest.mark.parametrize(
        ("arguments", "word"),
        [
            ([], "--body"),
            (["--body", "青禾镇人民政府"], "--year"),
            (["--body", "青禾产业园管委会", "--year", "2024"], "--kind"),
            (["--body", "青禾镇人民政府", "--year", "2018"], "2019"),
            (["--body", "青禾/镇人民政府", "--year", "2024"], "机关"),
            (["--body", "青禾镇人民政府", "--year", "2024", "--show-last"], "--from"),
        ],
    )
    def test_what_is_missing_or_wrong_is_reported(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], word: str
    ) -> None:
        assert run(["new", str(tmp_path / "x"), *arguments]) == 2
        assert word in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []

    def test_from_takes_the_next_year_and_offers_itself_when_forgotten(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "2025.yaml").write_text(BASE, encoding="utf-8")
        assert run(["new", str(tmp_path), "--from", str(tmp_path / "2025.yaml")]) == 0
        assert (tmp_path / "2026.yaml").is_file()
        assert run(["new", str(tmp_path / "2026b.yaml"), "--body", "青禾镇人民政府", "--year", "2026"]) == 0
        assert "--from" in capsys.readouterr().out
        assert run(["new", str(tmp_path / "z"), "--from", str(tmp_path / "2025.yaml"), "--year", "2024"]) == 2

    def test_from_an_old_file_says_what_is_lost(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        old = next(file for file in EXAMPLES if file.stem == "2020")
        assert run(["new", str(tmp_path), "--from", str(old)]) == 0
        out = capsys.readouterr().out
        assert all(name in out for name in lost(*editions()))

    def test_asks_at_a_terminal(self, tmp_path: Path) -> None:
        with at_a_terminal(tmp_path / "x") as (process, keyboard):
            os.write(keyboard, "青禾产业园管委会\n2024\n县级部门\n".encode())
            out, _ = process.communicate(timeout=30)
        assert process.returncode == 0, out
        assert "类型: 县级部门\n" in (tmp_path / "x" / "2024.yaml").read_text(encoding="utf-8-sig")

    def test_ctrl_c_at_a_question_leaves_nothing_behind(self, tmp_path: Path) -> None:
        with at_a_terminal(tmp_path / "x") as (process, keyboard):
            os.write(keyboard, "青禾镇人民政府\n".encode())
            assert process.stdout is not None
            assert "机关全称" in process.stdout.read(4)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        assert (process.returncode, err.strip()) == (2, "已中止。")
        assert list(tmp_path.iterdir()) == []

    def test_on_windows_old_notepad_can_read_and_keep_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("govgen.cli.shared.console._WINDOWS", True)
        assert run(["new", str(tmp_path), "--body", "青禾镇人民政府", "--year", "2024"]) == 0
        raw = (tmp_path / "2024.yaml").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf# yaml")
        assert raw.count(b"\r\n") == raw.count(b"\n") > 100
        assert set(graver_than_info(examine(tmp_path / "2024.yaml"))) == {"D108"}

    @pytest.mark.parametrize("encoding", ["gbk", "utf-8", "cp437"])
    def test_works_in_any_console_and_writes_utf_8(self, tmp_path: Path, encoding: str) -> None:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "govgen",
                "new",
                str(tmp_path),
                "--body",
                "\U00020bb7镇人民政府",
                "--year",
                "2024",
            ],
            cwd=ROOT,
            capture_output=True,
            check=False,
            env=os.environ | {"PYTHONIOENCODING": encoding},
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert "2024.yaml" in done.stdout.decode(encoding)
        if encoding in {"gbk", "utf-8"}:
            assert "已新建" in done.stdout.decode(encoding)
        assert "机关: \U00020bb7镇人民政府" in (tmp_path / "2024.yaml").read_text(
            encoding="utf-8-sig"
        ).replace('"', "")


class Clock:
    """Runs commands and keeps the time that each took."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.taken: list[str] = []

    def __call__(self, *arguments: str, code: int = 0) -> str:
        start = time.perf_counter()
        assert run(list(arguments)) == code, self.capsys.readouterr()
        self._keep(arguments[0], start)
        captured = self.capsys.readouterr()
        return captured.out + captured.err

    def preview(self, file: Path) -> None:
        """Open the preview, and stop it as soon as it can be looked at."""
        start = time.perf_counter()
        words = [sys.executable, "-u", "-m", "govgen", "preview", str(file), "--no-open"]
        assert until_stopped(words, ROOT, os.environ | {"PYTHONIOENCODING": "utf-8"}) == 0
        self._keep("preview", start)

    def _keep(self, name: str, start: float) -> None:
        self.taken.append(f"  {name:8}{time.perf_counter() - start:6.2f} s")


def test_the_whole_path_of_a_new_user(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    step = Clock(capsys)
    folder, out = tmp_path / "青禾镇", tmp_path / "公布"
    first, second = folder / "2024.yaml", folder / "2025.yaml"
    step("new", str(folder), "--body", "青禾镇人民政府", "--year", "2024")
    assert "D108" in step("check", str(first), code=1)
    step("build", str(first), "-o", str(out), code=1)
    text = filled(first.read_text(encoding="utf-8-sig"), 2024)
    for row, number in (("本年新收政府信息公开申请数量", 3), ("予以公开", 2), ("结转下年度继续办理", 1)):
        text = text.replace(f"{row}: {{}}", f"{row}: {{自然人: {number}}}")
    first.write_text(text, encoding="utf-8")
    assert "错误 0，警告 0" in step("check", str(first))
    step("build", str(first), "-o", str(out))
    step("new", str(folder), "--from", str(first))
    assert "上年结转政府信息公开申请数量: {自然人: 1," in second.read_text(encoding="utf-8-sig")
    text = filled(second.read_text(encoding="utf-8-sig"), 2025, {"结转下年度继续办理.自然人": "1"}, LATER)
    second.write_text(text.replace("\n# 图表:", "\n图表:"), encoding="utf-8")
    step.preview(second)
    assert "错误 0，警告 0，提示 0" in step("check", str(second))
    assert "-3" in step("diff", str(first), str(second))
    step("build", str(second), "-o", str(out))
    made = sorted(item.name for item in out.iterdir())
    assert made == sorted(
        f"青禾镇人民政府{year}年政府信息公开工作年度报告.{kind}"
        for year in (2024, 2025)
        for kind in ("docx", "html", "pdf")
    )
    assert 'alt="2025年政府信息公开主要数据两年对比' in (out / made[4]).read_text(encoding="utf-8")
    with capsys.disabled():
        print("", *step.taken, sep="\n")


def test_that_an_older_file_is_missing_is_no_doubt_of_what_is_carried_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "2024.yaml"
    text = BASE.replace("年度: 2025", "年度: 2024").replace("2026-01-18", "2025-01-18")
    old.write_text(
        text.replace("总体情况: |\n", "总体情况: |\n  上年许可{{ 上年.行政许可 }}件。\n"), encoding="utf-8"
    )
    assert run(["new", str(tmp_path), "--from", str(old)]) == 0
    assert "还有错误" not in capsys.readouterr().err
    old.write_text(text.replace("本年处理决定数量: 124", "本年处理决定数量: 124件"), encoding="utf-8")
    assert run(["new", str(tmp_path / "另"), "--from", str(old)]) == 0
    assert "还有错误" in capsys.readouterr().err
