"""--fix: what is mended, what is left alone, and that nothing else of a file changes."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import pytest
from helpers import BASE, EXAMPLES, codes, examined, with_entries
from hypothesis import given, settings
from hypothesis import strategies as st
from sentences import mended

from govgen.cli.app import run
from govgen.datafile.cell import State
from govgen.findings.finding import Span
from govgen.rules.text.punctuation import edits
from govgen.workflows import fix as fixes
from govgen.workflows.check import examine
from govgen.workflows.fix import FixPlan, plan
from govgen.workflows.replacing import NotDoneError

SLIPS = [
    ("所属：某省某市某县\n", "所属: 某省某市某县\n"),
    ("所属： 某省某市某县\n", "所属: 某省某市某县\n"),
    ("所属:某省某市某县\n", "所属: 某省某市某县\n"),
    ("信息处理费: {件数: 0，金额元: 0}\n", "信息处理费: {件数: 0, 金额元: 0}\n"),
    ("信息处理费: {件数: 0、 金额元：0}\n", "信息处理费: {件数: 0, 金额元: 0}\n"),
    ("信息处理费: ｛件数: 0, 金额元: 0｝\n", "信息处理费: {件数: 0, 金额元: 0}\n"),
    ("信息处理费: {件数: １９, 金额元: '２.５'}\n", "信息处理费: {件数: 19, 金额元: '2.5'}\n"),
]


@pytest.mark.parametrize(("wrong", "right"), SLIPS)
def test_slips_of_yaml_are_mended_where_findings_point(tmp_path, wrong, right):
    line = next(line for line in BASE.splitlines(keepends=True) if line[:2] == wrong[:2])
    made = plan(examined(tmp_path, BASE.replace(line, wrong)))
    assert made is not None
    assert made.after.decode() == BASE.replace(line, right)


@pytest.mark.parametrize(
    "values", ['件数: 3件, 金额元: "1,234"', "件数: 010, 金额元: -", "件数: 三, 金额元: ２.５元"]
)
def test_a_value_whose_meaning_is_a_guess_is_left_alone(tmp_path, values):
    item = examined(tmp_path, with_entries(f"信息处理费: {{{values}}}\n"))
    assert len(codes(item)) >= 2
    assert plan(item) is None


def spoiled(text: str) -> str:
    """A data file with a slip of every kind that is mended, comments and layout of its own."""
    text = (
        text.replace("所属: ", "所属：").replace("{件数: 0, ", "{件数: ０， ").replace("（二）依", "(二) 依")
    )
    return text.replace("年度: 2025", "年度:   2025    # 注释, 不动 : （x)", 1).replace(
        "有序。", "有 序,很好。"
    )


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_all_else_stays_byte_for_byte(tmp_path, bom, end, last):
    lines = spoiled(BASE).rstrip("\n").split("\n")
    raw = bom + (end.join(lines) + last.replace("\n", end)).encode()
    made = plan(examined(tmp_path, raw))
    assert made is not None
    right = BASE.replace("年度: 2025", "年度:   2025    # 注释, 不动 : （x)", 1).replace(
        "有序。", "有序，很好。"
    )
    assert made.after == bom + (end.join(right.rstrip("\n").split("\n")) + last.replace("\n", end)).encode()


def test_after_mending_nothing_is_left_to_mend_and_cells_are_the_same(tmp_path):
    before = examined(tmp_path, spoiled(BASE))
    made = plan(before)
    assert made is not None
    made.write()
    after = examine(before.path)
    assert plan(after) is None
    assert {ref: (cell.value, cell.state) for ref, cell in after.report.cells.items()} == {
        ref: (cell.value, cell.state) for ref, cell in before.report.cells.items()
    }
    assert not {"Y013", "Y015", "D110"} & set(codes(after))


def test_what_the_review_says_of_marks_and_widths_is_gone_after_mending(tmp_path):
    prose = "总体情况: |\n  全年公开信息,共１２条;  其中 网站(含栏目)8条, 公众号4条。\n"
    said = {"T653", "T654", "T655"}
    before = examined(tmp_path, with_entries(prose))
    assert said <= set(codes(before))
    made = plan(before)
    assert made is not None
    made.write()
    assert not said & set(codes(examine(before.path)))


def test_figures_looked_up_are_not_touched(tmp_path):
    figures = "{{ 本年新收政府信息公开申请数量 }}件,{{ 本年度办理结果.总计 }} 件"
    prose = f"其他需要报告的事项: |\n  新收{figures}.\n"
    made = plan(examined(tmp_path, with_entries(prose)))
    assert made is not None
    assert made.after.decode() == with_entries(prose.replace("件,", "件，"))


TOGGLED = {
    "：": ":",
    "，": ",",
    "（": "(",
    "）": ")",
    ":": "：",
    ",": "，",
    "{": "｛",
    "}": "｝",
    "1": "１",
    "8": "８",
    "件": "件 ",
}


@settings(max_examples=60)
@given(st.lists(st.integers(0, len(BASE) - 1), min_size=1, max_size=25, unique=True))
def test_whatever_is_mistyped_mending_keeps_the_cells_and_is_done_at_once(places):
    """Any characters of the sound file in another width: what is mended says what was read before."""
    text = "".join(TOGGLED.get(char, char) if at in places else char for at, char in enumerate(BASE))
    with tempfile.TemporaryDirectory() as folder:
        before = examined(Path(folder), text)
        try:
            made = plan(before)
        except NotDoneError:
            assert not before.source.complete
            return
        if made is None:
            return
        made.write()
        after = examine(before.path)
        assert plan(after) is None
    for ref, cell in before.report.cells.items():
        if cell.state is not State.UNKNOWN:
            assert (after.report.cells[ref].state, after.report.cells[ref].value) == (cell.state, cell.value)
    for ident, passage in before.report.passages.items():
        if not set(passage.text) & set("〔〕"):
            assert mended(passage.text.replace("\n", "")) == after.report.passages[ident].text.replace(
                "\n", ""
            )


def test_a_file_that_was_not_read_whole_is_refused(tmp_path):
    with pytest.raises(NotDoneError, match="没有读全"):
        plan(examined(tmp_path, "所属：某省\n---\n机关: 另一个镇人民政府\n"))


def test_mending_that_would_change_what_the_file_says_is_refused(tmp_path, monkeypatch):
    item = examined(tmp_path, spoiled(BASE))
    monkeypatch.setattr(fixes, "edits", lambda _text, _wanted: [(0, "改")])
    with pytest.raises(NotDoneError, match="内容与原来不同"):
        plan(item)


def test_mending_that_would_break_the_file_is_refused(tmp_path, monkeypatch):
    item = examined(tmp_path, with_entries('其他需要报告的事项: "未收取，信息处理费。"\n'))
    monkeypatch.setattr(
        fixes, "edits", lambda text, _wanted: [(at, '"') for at, char in enumerate(text) if char == "，"]
    )
    with pytest.raises(NotDoneError, match="内容与原来不同"):
        plan(item)


def test_rows_of_a_table_taken_for_prose_are_left_alone(tmp_path):
    """The key of a table was deleted: its rows belong to the text before it, as far as YAML can tell."""
    path = tmp_path / "2025.yaml"
    path.write_text(BASE.replace("主动公开政府信息情况:\n", ""), encoding="utf-8")
    made = plan(examine(path))
    assert made is None or ("｛" not in made.after.decode() and "：{" not in made.after.decode())


def test_a_file_changed_in_between_is_not_overwritten(tmp_path):
    item = examined(tmp_path, spoiled(BASE))
    made = plan(item)
    assert made is not None
    item.path.write_text("# 另一个人刚改过\n", encoding="utf-8")
    with pytest.raises(NotDoneError, match="改动过"):
        made.write()
    assert item.path.read_text(encoding="utf-8") == "# 另一个人刚改过\n"


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    item = examined(tmp_path, spoiled(BASE))
    made = plan(item)
    assert made is not None

    def full(_self: Path, _content: bytes) -> int:
        raise OSError(28, "no room")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="no room"):
        made.write()
    assert item.path.read_bytes() == made.before
    assert [path.name for path in tmp_path.iterdir()] == ["2025.yaml"]


def test_the_diff_is_exact():
    made = FixPlan(Path("a.yaml"), "甲,\n乙\n".encode(), "甲，\n乙\n".encode(), 1)
    assert made.diff() == ["--- a.yaml", "+++ a.yaml", "@@ -1,2 +1,2 @@", "-甲,", "+甲，", " 乙"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name + path.stem)
def test_the_examples_need_no_mending(path):
    assert plan(examine(path)) is None


# The command


@pytest.fixture
def spoilt(tmp_path, monkeypatch):
    """A spoiled file in the folder of the run, on no platform."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return examined(tmp_path, spoiled(BASE)).path


def test_fix_shows_the_change_and_writes_nothing_unasked(spoilt, capsys):
    before = spoilt.read_bytes()
    assert run(["check", "--fix", "2025.yaml"]) == 1
    out = capsys.readouterr().out
    assert "-所属：某省某市某县\n+所属: 某省某市某县\n" in out
    assert "加 --yes 写入" in out
    assert spoilt.read_bytes() == before


def test_fix_with_yes_writes_and_reviews_anew(spoilt, capsys):
    assert run(["check", "--fix", "--yes", "--select", "Y,D,T65", "2025.yaml"]) == 0
    out = capsys.readouterr().out
    assert "已改正 1 个文件" in out
    assert "[Y013]" not in out
    assert "所属: 某省某市某县\n" in spoilt.read_text(encoding="utf-8")
    run(["check", "--fix", "--yes", "2025.yaml"])
    assert "没有可以自动改正的地方" in capsys.readouterr().out


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_on_a_terminal_a_person_is_asked(spoilt, monkeypatch, answer, written):
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    before = spoilt.read_bytes()
    screen = io.BytesIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", Terminal(io.BytesIO(answer.encode())))
        patch.setattr(sys, "stdout", Terminal(screen, encoding="utf-8", write_through=True))
        run(["check", "--fix", "2025.yaml"])
    assert "改动吗？" in screen.getvalue().decode()
    assert (spoilt.read_bytes() != before) is written


def test_the_diff_stays_out_of_a_programs_format(spoilt, capsys):
    run(["check", "--fix", "--yes", "--output-format", "json", str(spoilt)])
    shown = capsys.readouterr()
    assert shown.out.startswith("{")
    assert "+所属: 某省某市某县" in shown.err


def test_a_file_that_cannot_be_mended_does_not_keep_others_from_it(spoilt, capsys):
    (spoilt.parent / "2024.yaml").write_text("机关: 青禾镇人民政府\n---\n", encoding="utf-8")
    run(["check", "--fix", "--yes", "."])
    shown = capsys.readouterr()
    assert "2024.yaml 没有读全" in shown.err
    assert "已改正 1 个文件" in shown.out


ACCEPTED = "已核实:\n  - {规则: T654, 位置: 总体情况, 理由: 原文如此}\n"
NARROW = BASE.replace("有序。", "有序,很好。")


def test_what_a_file_lets_stand_is_not_mended(tmp_path):
    item = examined(tmp_path, NARROW + ACCEPTED)
    assert [settled.finding.code for settled in item.accepted] == ["T654"]
    assert plan(item) is None
    other = with_entries("其他需要报告的事项: |\n  本年度未收取,信息处理费。\n", NARROW)
    made = plan(examined(tmp_path, other + ACCEPTED))
    assert made is not None
    assert made.after.decode() == other.replace("未收取,", "未收取，") + ACCEPTED


@pytest.mark.parametrize("choice", [["--ignore", "T654"], ["--select", "B"], ["--level", "warning"]])
def test_what_is_not_asked_for_is_not_mended(tmp_path, monkeypatch, capsys, choice):
    monkeypatch.chdir(tmp_path)
    path = examined(tmp_path, NARROW).path
    run(["check", "--fix", "--yes", *choice, "2025.yaml"])
    assert "没有可以自动改正的地方" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == NARROW


def test_only_the_slips_asked_for_are_mended(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = examined(tmp_path, NARROW.replace("所属: ", "所属：")).path
    run(["check", "--fix", "--yes", "--select", "Y013", "2025.yaml"])
    assert path.read_text(encoding="utf-8") == NARROW


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ({"T653", "T654", "T655"}, "共12条；其中（含栏目）"),
        ({"T654"}, "共１２条； 其中（含栏目）"),
        ({"T655"}, "共12条; 其中(含栏目)"),
        ({"T653"}, "共１２条; 其中(含栏目)"),
        (set(), "共１２条; 其中(含栏目)"),
    ],
)
def test_each_kind_of_edit_stands_for_itself(wanted, left):
    text = "共１２条; 其中(含栏目)"
    chars = list(text)
    for at, new in edits(text, frozenset(wanted)):
        chars[at] = new
    assert "".join(chars) == left


def test_a_refused_file_is_not_said_to_need_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2025.yaml").write_text("机关: 青禾镇人民政府\n---\n", encoding="utf-8")
    run(["check", "--fix", "--yes", "2025.yaml"])
    shown = capsys.readouterr()
    assert "没有读全，不能自动改正" in shown.err
    assert "没有可以自动改正的地方" not in shown.out


def test_a_file_that_cannot_be_written_does_not_keep_others_from_it(spoilt, monkeypatch, capsys):
    other = spoilt.with_name("2023.yaml")
    other.write_text(spoilt.read_text(encoding="utf-8").replace("2025", "2023"), encoding="utf-8")
    real = FixPlan.write

    def write(self: FixPlan) -> None:
        if self.path.name == "2023.yaml":
            raise PermissionError(13, "denied", str(self.path))
        real(self)

    monkeypatch.setattr(FixPlan, "write", write)
    assert run(["check", "--fix", "--yes", "."]) == 2
    shown = capsys.readouterr()
    assert "没有权限读写 2023.yaml" in shown.err
    assert "已改正 1 个文件" in shown.out


def test_edits_after_which_something_new_is_wrong_are_not_made(tmp_path, monkeypatch):
    item = examined(tmp_path, spoiled(BASE))
    line = next(at for at, line in enumerate(item.source.text.split("\n"), start=1) if line[:2] == "机关")
    monkeypatch.setattr(fixes, "_prose", lambda *_: iter([(Span.point(line, 7, 0), " ")]))
    before = item.path.read_bytes()
    with pytest.raises(NotDoneError, match="没有改动"):
        plan(item)
    assert item.path.read_bytes() == before


def test_a_line_of_prose_with_an_error_is_left_alone(tmp_path):
    prose = "其他需要报告的事项: |\n  信息处理费{ 件数: 0, 金额 }元.\n  没有,其他事项.\n"
    made = plan(examined(tmp_path, with_entries(prose)))
    assert made is not None
    assert made.after.decode() == with_entries(prose.replace("没有,", "没有，"))
