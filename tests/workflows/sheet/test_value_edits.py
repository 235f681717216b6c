"""Single values of a form written into a data file, against ruamel.yaml as a second reader."""

import difflib
import random
import re
from io import StringIO
from typing import Any

import pytest
from helpers import BASE, with_entries, without
from random_data_files import HOSTILE, commented_report, comments, new_text
from ruamel.yaml import YAML

from govgen.datafile.values import PLACEHOLDER
from govgen.editions.edition import Edition
from govgen.editions.loading import editions
from govgen.editions.table import CellRef
from govgen.importers.form.outline import prose_keys
from govgen.workflows.replacing import NotDoneError
from govgen.workflows.sheet.file_parts import parts_of
from govgen.workflows.sheet.form_data import ReadFile
from govgen.workflows.sheet.value_edits import PartWriter, with_value


def read(text: str | bytes) -> ReadFile:
    return ReadFile.of(text if isinstance(text, bytes) else text.encode(), "2025.yaml")


def typed(text: str) -> str:
    """Prose as it comes back: blanks around paragraphs and empty lines say nothing."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def loaded(raw: bytes) -> Any:
    return YAML(typ="base").load(StringIO(raw.decode("utf-8-sig")))


def changed_lines(before: bytes, after: bytes) -> int:
    """How many lines of the old file are not in the new one, in order."""
    old, new = before.split(b"\n"), after.split(b"\n")
    same = sum(block.size for block in difflib.SequenceMatcher(None, old, new, False).get_matching_blocks())
    return len(old) - same


def put(model: Any, read_file: ReadFile, path: str, text: str) -> None:
    """The same change in a tree that another library read."""
    kind, _, name = path.partition("/")
    edition = read_file.report.edition
    if kind == "fact":
        *above, last = name.split(".")
        node = model.setdefault(above[0], {}) if above else model
        if text:
            node[last] = text
        else:
            del node[last]
            if above and not node:
                del model[above[0]]
    elif kind == "prose":
        key = prose_keys(edition)[name]
        if typed(text) or name in edition.section_by_id:
            model[key] = (typed(text) or PLACEHOLDER) + "\n"
        else:
            del model[key]
    else:
        ref = CellRef(*name.split("."))
        table = edition.table_by_id[ref.table]
        node = model
        *above, last = (table.key, *table.key_paths[ref])
        for key in above:
            node = node.setdefault(key, {})
            if PLACEHOLDER in node:
                del node[PLACEHOLDER]
                row = [each for each in table.refs if each.row == ref.row and each not in table.parts]
                node |= {table.key_paths[each][-1]: PLACEHOLDER for each in row}
        node[last] = text or PLACEHOLDER


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
def test_random_edits_leave_a_file_that_says_the_same_as_the_model(edition: Edition, seed: int) -> None:
    source = random.Random(seed)
    now = ReadFile.of(commented_report(edition, source), "x.yaml")
    original, model = now.raw, loaded(now.raw)
    done = 0
    while done < 10:
        path = source.choice([path for path in now.texts if path not in ("fact/机关", "fact/年度")])
        if source.random() < 0.4:
            path = source.choice([path for path in now.texts if path.startswith(("fact/联", "prose/"))])
        old = now.texts[path]
        text = new_text(source, edition, path, old)
        if text == old:
            continue
        after = with_value(now, path, text)
        put(model, now, path, text)
        assert loaded(after.raw) == model, path
        assert comments(after.raw) == comments(original)
        if not path.startswith("prose/"):
            assert changed_lines(now.raw, after.raw) <= 1
        assert after.raw[:3] == original[:3]
        assert (b"\r\n" in after.raw, after.raw.count(b"\n") - after.raw.count(b"\r\n") > 0) == (
            b"\r\n" in original,
            b"\r\n" not in original,
        )
        now = after
        done += 1


@pytest.mark.parametrize(
    ("key", "path", "text", "lines"),
    [
        ("联系方式", "fact/联系方式.科室", "综合办", "联系方式: {科室: 综合办}\n"),
        ("发布日期", "fact/发布日期", "2026-02-01", '发布日期: "2026-02-01"\n'),
        ("其他需要报告的事项", "prose/others", "甲。\n乙。", "其他需要报告的事项: |\n  甲。\n  乙。\n"),
        (
            "政府信息公开行政复议、行政诉讼情况",
            "cell/disputes.cases.review_upheld",
            "2",
            "政府信息公开行政复议、行政诉讼情况:\n  行政复议: {结果维持: 2, 结果纠正: 【待填写】, 其他结果: 【待填写】, "
            "尚未审结: 【待填写】}\n  行政诉讼:\n",
        ),
    ],
)
def test_a_key_that_is_not_there_is_put_in_its_place(key: str, path: str, text: str, lines: str) -> None:
    before = without(key)
    after = with_value(read(before), path, text).raw.decode()
    assert lines in after
    assert after.replace(lines, "") == before
    keys = [line.split(":")[0] for line in BASE.split("\n") if re.match(r"[^\s#]", line)]
    assert [line.split(":")[0] for line in after.split("\n") if re.match(r"[^\s#]", line)] == keys


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("path", ["prose/overview", "prose/introduction"])
def test_prose_comes_back_as_typed(path: str, text: str) -> None:
    before = read(BASE)
    after = with_value(before, path, text)
    assert after.texts == before.texts | {path: typed(text)}
    assert with_value(after, path, before.texts[path]).raw == before.raw


def test_every_way_to_write_prose_can_be_changed() -> None:
    for old in (
        "一句话。  # 说明",
        '"一句话。"',
        "",
        "|-  # 说明\n  一句话。\n\n  第二句。",
        ">\n  折\n  行",
        "|\n    深",
    ):
        text = with_entries(f"其他需要报告的事项: {old}\n# 结尾\n")
        after = with_value(read(text), "prose/others", "甲。\n乙。")
        assert after.texts["prose/others"] == "甲。\n乙。"
        assert comments(after.raw) == comments(text.encode())


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("cell/applications.new.natural", "12件", "自然人：“12件”里带了单位“件”，应只写 12"),
        ("cell/applications.new.natural", "-1", "自然人：“-1”是负数，这一格不会小于 0"),
        ("cell/applications.new.natural", "{}", "自然人：“{}”不是数字"),
        ("fact/发布日期", "明天", "“明天”不是日期，应写成 2026-01-18 的样子"),
        ("fact/类型", "公司", "“类型”只能是：乡镇政府"),
        ("fact/联系方式.电话", "长" * 201, "太长"),
        ("prose/overview", "看不见\u200b的", "此处有看不见的字符 U+200B"),
        ("prose/overview", "长" * 5_001, "这一行太长"),
        ("cell/applications.new.nobody", "1", "数据文件里没有这一项"),
        ("nothing", "1", "数据文件里没有这一项"),
    ],
)
def test_what_is_an_error_there_is_refused_in_the_words_of_the_finding(
    path: str, text: str, said: str
) -> None:
    with pytest.raises(NotDoneError, match=re.escape(said)):
        with_value(read(BASE), path, text)


SLIPS = with_entries(
    """\
联系方式：{科室： 党政办公室， 电话: 0000-1234567}
主动公开政府信息情况:
  规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}
  行政规范性文件: {本年制发件数: 1份, 本年废止件数: 0, 现行有效件数: 9, 乱写: 1}
  行政许可: {本年处理决定数量：124}
  行政处罚: {本年处理决定数量: 3}
  行政强制: {本年处理决定数量: 0
  行政事业性收费: {本年收费金额: 0}
"""
)


@pytest.mark.parametrize(
    ("path", "text", "old", "new"),
    [
        ("cell/disclosure.licence.decisions", "125", "量：124}", "量：125}"),
        ("cell/disclosure.norm_docs.issued", "1", ": 1份,", ": 1,"),
        ("cell/disclosure.norm_docs.in_force", "", "件数: 9, 乱", "件数: 【待填写】, 乱"),
        ("cell/applications.new.natural", "13", "{自然人: 12,", "{自然人: 13,"),
        ("fact/联系方式.电话", "0000-7654321", "0000-1234567", '"0000-7654321"'),
        ("fact/联系方式.科室", "综合办", "党政办公室，", "综合办，"),
    ],
)
def test_a_file_with_slips_is_changed_in_that_place_only(path: str, text: str, old: str, new: str) -> None:
    assert with_value(read(SLIPS), path, text).raw == SLIPS.replace(old, new).encode()


def test_a_slip_below_an_edit_that_adds_lines_does_not_refuse_it() -> None:
    raw = BASE.replace("  行政强制: {", "    行政强制: {").encode()
    before = ReadFile.of(raw, "2025.yaml")
    assert any("第 " in item.message for item in before.source.findings)
    after = with_value(before, "prose/overview", "甲。\n乙。\n丙。\n丁。\n戊。\n己。\n庚。\n辛。")
    assert after.texts["prose/overview"].endswith("辛。")


def test_where_reading_stopped_only_what_was_read_can_be_changed() -> None:
    text = BASE.replace("规章: {", "规章: {{{", 1)
    now = read(text)
    assert not now.source.complete
    assert (
        with_value(now, "fact/联系方式.科室", "综合办").raw == text.replace("党政办公室", "综合办").encode()
    )
    with pytest.raises(NotDoneError, match=r"文件没有读全，这一处的位置不能确定；请先改正第 \d+ 行"):
        with_value(now, "cell/applications.new.natural", "13")
    with pytest.raises(NotDoneError, match="GBK"):
        with_value(read(BASE.encode("gbk")), "cell/applications.new.natural", "13")


@pytest.mark.parametrize("seed", range(20))
def test_the_parts_of_a_file_are_its_text_however_it_is_written(seed: int) -> None:
    source = random.Random(seed)
    text = commented_report(source.choice(editions()), source).decode() if seed % 2 else SLIPS
    lines = text.split("\n")
    for _ in range(seed % 5):
        at = source.randrange(len(lines))
        lines[at] = source.choice(
            (lines[at].replace("}", "", 1), lines[at].replace(":", "：", 1), lines[at][: len(lines[at]) // 2])
        )
    now = read("\n".join(lines)[: source.randrange(len(text) // 2, len(text))])
    parts = parts_of(now)
    written = "".join(map(PartWriter(now.texts, now.texts).written, parts))
    assert written == now.source.text.removesuffix("\n") + "\n"


def test_a_first_fact_comes_below_the_comments_above_the_others() -> None:
    text = "# 开头\n" + without("所属").replace("机关: 青禾镇人民政府\n", "")
    after = with_value(read(text), "fact/所属", "某县").raw.decode()
    assert after == text.replace("# 开头\n", "# 开头\n所属: 某县\n")


def test_a_row_that_no_sum_would_miss_is_written_beside_one_with_a_figure() -> None:
    text = re.sub(r"  行政诉讼:.*\n(    .*\n)*", "  行政诉讼: {}\n", BASE)
    before = read(text)
    last = before.report.edition.tables[-1]
    ref = next(ref for ref in last.refs if ref.column == "after_upheld")
    after = with_value(before, f"cell/{'.'.join(ref)}", "1").raw.decode()
    assert "  行政诉讼:\n    未经复议直接起诉: {}\n    复议后起诉: {结果维持: 1}\n" in after


def test_comments_stay_beside_a_total_on_a_line_of_its_own() -> None:
    row = "  本年新收政府信息公开申请数量:  # 台账\n    # 逐件\n    自然人: 12  # 甲\n    商业企业: 1  # 乙\n    总计: 13  # 丙\n"
    text = BASE.replace("  本年新收政府信息公开申请数量: {自然人: 12, 商业企业: 1}\n", row)
    after = with_value(read(text), "cell/applications.new.natural", "20")
    assert after.raw.decode() == text.replace("自然人: 12  # 甲", "自然人: 20  # 甲").replace(
        "计: 13", "计: 21"
    )
    after = with_value(read(text), "cell/applications.new.research", "4")
    added = text.replace("# 乙\n", "# 乙\n    科研机构: 4\n").replace("计: 13", "计: 17")
    assert after.raw.decode() == added


def test_stated_totals_follow_their_parts_where_they_agreed() -> None:
    text = BASE.replace("{自然人: 12, 商业企业: 1}", "{自然人: 12, 商业企业: 1, 总计: 13}")
    after = with_value(read(text), "cell/applications.new.natural", "20")
    assert (
        after.raw
        == text.replace("{自然人: 12, 商业企业: 1, 总计: 13}", "{自然人: 20, 商业企业: 1, 总计: 21}").encode()
    )
    other = text.replace("总计: 13", "总计: 14")
    after = with_value(read(other), "cell/applications.new.natural", "20")
    assert after.raw == other.replace("自然人: 12, 商业企业: 1, 总", "自然人: 20, 商业企业: 1, 总").encode()
