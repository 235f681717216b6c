"""The form as a web page: what is typed comes back as a data file, and page and program judge alike."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from helpers import BASE, LAST
from judges import pages
from random_data_files import commented_report, comments, data_file, figures, new_text

from govgen.datafile.identity import Kind
from govgen.editions.edition import Edition
from govgen.editions.loading import editions
from govgen.editions.node import CellType
from govgen.findings.printable import UNSEEN
from govgen.importers.convert import convert
from govgen.importers.page import RefusedError
from govgen.workflows.check import examine
from govgen.workflows.replacing import NotDoneError
from govgen.workflows.sheet.form_data import ReadFile
from govgen.workflows.sheet.making import PAGE, begun, form_file
from govgen.workflows.sheet.value_edits import with_value

BODY = "青禾镇人民政府"
COMMENTED = (
    BASE.replace("  行政许可: {", "  # 按许可证号核对过\n  行政许可: {")
    .replace("    予以公开: {自然人: 8}", "    予以公开:\n      # 八件\n      自然人: 8  # 逐件核对")
    .replace("    不予公开:\n", "    （三）不予公开:\n")
    .replace(
        "联系方式: {科室: 党政办公室, 电话: 0000-1234567",
        "联系方式:  # 办公室\n  {科室: 党政办公室, 电话: 0000-1234567",
    )
    + "图表: 办理结果\n# 尾\n"
)
BARE = f"机关: {BODY}\n年度: 2025\n"
HOSTILE = (
    "=1+1",
    "\"引\" '号' : # {花括号}",
    "{{ 予以公开.自然人 }}",
    "</script><script>document.title = 1</script>",
    '"><img src=x onerror="document.title = 1">&amp;',
    "- 甲: 乙",
    "#不是说明",
    "|",
    "长" * 4_000,
    "一是甲。\n\n  二是乙。\t丙\r\n三是丙。",
    "自然人: 3",
    "本年度办理结果:",
    "  予以公开: {自然人: 8}",
    "null",
    "~",
    "--- 甲",
    "...",
    "%TAG",
    "铃\x07、行\u2028段、零宽\u200b、半个\ud800",
    "\ufeff开头",
    "😀𠀀",
    "{",
    "引言: |",
)


def page_of(text: str, last: str | None = None, year: int = 2025) -> str:
    before = ReadFile.of(last.encode(), f"{year - 1}.yaml") if last else None
    return form_file(ReadFile.of(text.encode(), f"{year}.yaml"), before, PAGE).decode()


def read_file(text: str) -> ReadFile:
    return ReadFile.of(text.encode(), "2025.yaml")


def starter(year: int) -> str:
    return begun(BODY, Kind.TOWN, year, None).source.text


def jobs_of(folder: Path, texts: list[tuple[str, dict[str, str]]]) -> list[dict[str, Any]]:
    """A page for each text, with what is to be typed in it."""
    jobs = []
    for number, (text, edits) in enumerate(texts):
        page = folder / f"{number}.html"
        page.write_text(page_of(text), encoding="utf-8")
        jobs.append({"page": str(page), "edits": edits})
    return jobs


def visible(text: str) -> str:
    """``text`` as a data file can hold it."""
    broken = re.sub("\r\n?|[\v\f\x85\u2028\u2029]", "\n", text)
    return re.sub("[\ud800-\udfff]", "", UNSEEN.sub("", broken))


def paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in map(str.strip, visible(text).split("\n")) if line)


def drawn(edition: Edition, source: random.Random, share: float) -> dict[str, str]:
    """Edits of some cells, which need not balance, and of facts and prose with hostile texts."""
    edits = {}
    for table in edition.tables:
        for ref, kind in table.types.items():
            if ref not in table.parts and source.random() < share:
                sign = "-" if kind is CellType.SIGNED and source.random() < 0.5 else ""
                part = f".{source.randint(1, 999_999)}" if kind is CellType.MONEY else ""
                edits[f"cell/{'.'.join(ref)}"] = f"{sign}{source.randint(1, 10**6)}{part}"
    for section in edition.sections:
        if section.kind == "text":
            edits[f"prose/{section.id}"] = "\n".join(source.sample(HOSTILE, 3))
    for key in ("所属", "机构变动", "联系方式.科室", "联系方式.传真"):
        edits[f"fact/{key}"] = source.choice(HOSTILE)
    return edits | {"prose/introduction": source.choice(["", *HOSTILE])}


def check_back(text: str, edits: dict[str, str], seen: dict[str, Any]) -> None:
    """Assert that a saved file says what was typed, and as before where nothing was."""
    old, now = (ReadFile.of(each.encode(), "2025.yaml") for each in (text, seen["yaml"]))
    assert seen["errors"] == []
    assert [item.message for item in now.source.findings] == []
    for ref in now.report.edition.leaf_refs:
        name = f"cell/{'.'.join(ref)}"
        assert now.texts[name] == edits.get(name, old.texts[name]), ref
    for name, typed in edits.items():
        kind = name.partition("/")[0]
        if kind == "prose":
            assert now.texts[name] == "\n".join(paragraphs(typed)), name
        elif kind == "fact":
            # A field of one line leaves out line ends.
            one = visible(re.sub("[\r\n]", "", typed)).strip()
            assert now.texts[name] == one, name
    comments = re.findall(r"(?:^|(?<=\s))#.*", text, re.M)
    assert [comment for comment in comments if comment not in seen["yaml"]] == []


def check_judgement(seen: dict[str, Any], folder: Path) -> None:
    """Assert that the page has the program's totals, and says of balances what the review says."""
    file = folder / "check.yaml"
    file.write_text(seen["yaml"], encoding="utf-8")
    examined = examine(file)
    cells = examined.report.cells
    totals = {f"cell/{'.'.join(ref)}": cell for ref, cell in cells.items() if cell.computed}
    known = {name: f"{cell.value:f}" for name, cell in totals.items() if cell.value is not None}
    assert seen["totals"] == {name: known.get(name, "—") for name in totals}
    found = [item for item in examined.findings if item.code == "B201"]
    places = [place.message for item in found for place in item.related if "不平衡" in place.message]
    said = [
        *places,
        *(re.split("；|。", item.message)[0] for item in found),
    ]  # columns told of together, apart
    assert sorted(seen["messages"]) == sorted(said)


@pages.needed
def test_without_changes_a_form_saves_its_file_byte_for_byte(tmp_path: Path) -> None:
    texts = [BASE, COMMENTED, starter(2025), starter(2019), "\ufeff" + BASE.replace("\n", "\r\n")]
    jobs = jobs_of(tmp_path, [(text, {}) for text in texts])
    jobs[0]["download"] = True
    found = pages.filled(jobs, tmp_path)
    plain = [text.removeprefix("\ufeff").replace("\r\n", "\n") for text in texts]
    assert [seen["yaml"] for seen in found] == plain
    assert found[0]["file"] == {"name": f"{BODY}2025.yaml", "text": BASE}


@pages.needed
def test_random_reports_come_back_and_are_judged_alike(tmp_path: Path) -> None:
    source = random.Random(17)
    texts = []
    for edition in editions():
        year = edition.first_year
        for number in range(5):
            whole = data_file(edition, year, figures(edition, number))
            edits = {f"cell/{'.'.join(ref)}": value for ref, value in figures(edition, 100 + number).items()}
            texts.append((whole if number % 2 else starter(year), edits))
            texts.append((whole, drawn(edition, source, 0.2)))
    for (text, edits), seen in zip(texts, pages.filled(jobs_of(tmp_path, texts), tmp_path), strict=True):
        check_back(text, edits, seen)
        check_judgement(seen, tmp_path)


@pages.needed
@pytest.mark.parametrize("old", [False, pytest.param(True, marks=pages.old_needed)])
def test_hostile_texts_come_back_as_typed(tmp_path: Path, old: bool) -> None:
    source = random.Random(old)
    newest = editions()[-1]
    texts = [
        (text, drawn(newest, source, share))
        for text in (starter(2025), COMMENTED, BARE)
        for share in (0, 0.1, 1)
    ]
    for (text, edits), seen in zip(
        texts, pages.filled(jobs_of(tmp_path, texts), tmp_path, old=old), strict=True
    ):
        check_back(text, edits, seen)


@pages.needed
def test_a_saved_page_says_the_same_as_the_same_edits_one_by_one(tmp_path: Path) -> None:
    source = random.Random(4)
    texts = []
    for edition in editions() * 5:
        text = commented_report(edition, source).decode("utf-8-sig").replace("\r\n", "\n")
        now = ReadFile.of(text.encode(), "x.yaml").texts
        paths = [path for path in now if path not in ("fact/机关", "fact/年度")]
        chosen = source.sample(paths, source.choice((3, 30, len(paths))))
        edits = {path: new_text(source, edition, path, now[path]) for path in chosen}
        texts.append((text, {path: value for path, value in edits.items() if value != now[path]}))
    for (text, edits), seen in zip(texts, pages.filled(jobs_of(tmp_path, texts), tmp_path), strict=True):
        one_by_one = ReadFile.of(text.encode(), "x.yaml")
        for path, value in edits.items():
            one_by_one = with_value(one_by_one, path, value)
        saved = ReadFile.of(seen["yaml"].encode(), "x.yaml")
        assert saved.texts == one_by_one.texts
        assert comments(saved.raw) == comments(one_by_one.raw) == comments(text.encode())


@pages.needed
def test_a_total_on_its_own_line_follows_its_parts_and_comments_stay(tmp_path: Path) -> None:
    row = "  本年新收政府信息公开申请数量:  # 台账\n    # 逐件\n    自然人: 12  # 甲\n    商业企业: 1\n    总计: 13  # 乙\n"
    text = BASE.replace("  本年新收政府信息公开申请数量: {自然人: 12, 商业企业: 1}\n", row)
    text = text.replace("总体情况: |\n", "总体情况: |-  # 五个方面\n")
    other = text.replace("总计: 13", "总计: 14")
    edits = {"cell/applications.new.natural": "20", "prose/overview": "甲。\n乙。"}
    jobs = jobs_of(tmp_path, [(text, edits), (text, {}), (other, edits)])
    changed, same, disagreed = pages.filled(jobs, tmp_path)
    assert same["yaml"] == text
    check_back(text, edits, changed)
    new = row.replace("自然人: 12", "自然人: 20")
    assert new.replace("总计: 13", "总计: 21") in changed["yaml"]
    assert new.replace("总计: 13", "总计: 14") in disagreed["yaml"]


@pages.needed
def test_a_page_with_much_prose_of_both_years_loses_nothing(tmp_path: Path) -> None:
    prose = {
        section.id: "\n".join(f"{section.key}第{number}段{'文' * 90}。" for number in range(10))
        for section in editions()[-1].sections
        if section.kind == "text"
    }
    now, before = read_file(starter(2025)), read_file(starter(2024))
    for ident, text in prose.items():
        now = with_value(now, f"prose/{ident}", text)
        before = with_value(before, f"prose/{ident}", text.replace("文", "旧"))
    assert sum(map(len, prose.values())) > 3_000
    page = tmp_path / "form.html"
    page.write_text(page_of(now.source.text, before.source.text), encoding="utf-8")
    edits = {"cell/applications.new.natural": "3"}
    jobs = [{"page": str(page), "edits": {}}, {"page": str(page), "edits": edits}]
    same, changed = pages.filled(jobs, tmp_path)
    assert same["yaml"] == now.source.text
    check_back(now.source.text, edits, changed)
    text = page.read_text(encoding="utf-8")
    assert all(line.replace("文", "旧") in text for lines in prose.values() for line in lines.split("\n"))


@pages.needed
def test_comments_stay_whatever_form_the_rows_around_them_have(tmp_path: Path) -> None:
    old = "  行政诉讼:\n    未经复议直接起诉: {}\n    复议后起诉: {}\n"
    forms = [
        "  行政诉讼: {}  # 没有\n",
        "  行政诉讼:  # 没有\n",
        "  行政诉讼: {复议后起诉: {结果维持: 2}}  # 两项合计\n",
        "  行政诉讼:\n    复议后起诉: {结果维持: 2}  # 第二项\n    未经复议直接起诉: {}\n",
        "  行政诉讼:\n    复议后起诉:  # 第二项\n      结果维持: 2\n      总计: 2\n",
    ]
    above = "  # 逐案核对\n  行政复议:"
    texts = [BASE.replace(old, form).replace("  行政复议:", above) for form in forms]
    edits = {"direct_other": "3", "review_pending": "4", "after_other": "5"}
    edits = {f"cell/disputes.cases.{column}": figure for column, figure in edits.items()}
    jobs = jobs_of(tmp_path, [(text, edits) for text in texts])
    for text, seen in zip(texts, pages.filled(jobs, tmp_path), strict=True):
        assert text.count("#") == 2
        check_back(text, edits, seen)


def test_hostile_values_of_a_file_are_escaped() -> None:
    text = BASE.replace("党政办公室", '"</script><img src=x onerror=alert(1)>"').replace(
        "  一是公开", "  </textarea><script>\n  一是公开"
    )
    page = page_of(text, text.replace("年度: 2025", "年度: 2024"))
    assert page.count("<script") == 2
    assert "<img" not in page
    assert page.count("</textarea>") == 5
    assert re.search(r"script-src 'sha256-[\w+/]{43}='", page)
    assert 'content="webkit"' in page


@pages.needed
def test_what_is_no_figure_is_marked_and_kept_as_typed(tmp_path: Path) -> None:
    edits = {"cell/applications.new.natural": "12件", "cell/applications.new.company": ""}
    (seen,) = pages.filled(jobs_of(tmp_path, [(BASE, edits)]), tmp_path)
    assert seen["invalid"] == ["cell/applications.new.natural"]
    assert '本年新收政府信息公开申请数量: {自然人: "12件", 商业企业: 【待填写】}' in seen["yaml"]
    assert seen["totals"]["cell/applications.new.total"] == "—"
    check_judgement(seen, tmp_path)


@pytest.mark.parametrize("year", [2019, 2025])
def test_a_page_weighs_at_most_100_kb(year: int) -> None:
    last = LAST.replace("年度: 2024", f"年度: {year - 1}")
    assert len(page_of(starter(year), last if year > 2021 else None, year).encode()) <= 100_000
    assert len(page_of(BASE.replace("年度: 2025", f"年度: {year}"), None, year).encode()) <= 100_000


def test_a_form_sent_back_as_a_page_is_no_report() -> None:
    with pytest.raises(RefusedError, match="按“保存”，用得到的数据文件"):
        convert(page_of(BASE).encode(), "填报表.html", trusted=True)


def test_a_file_with_slips_is_refused() -> None:
    with pytest.raises(NotDoneError, match="数据文件还有写法上的错误"):
        page_of(BASE.replace("年度: 2025", "年度：2025"))


@pages.needed
def test_a_form_is_filled_in_by_keys_alone(tmp_path: Path) -> None:
    text, edition = starter(2025), editions()[-1]
    page = tmp_path / "form.html"
    page.write_text(page_of(text), encoding="utf-8")
    wanted = ReadFile.of(BASE.encode(), "2025.yaml")
    leaves = (f"cell/{'.'.join(ref)}" for ref in edition.leaf_refs)
    edits = {path: wanted.texts[path] for path in leaves}
    edits |= {
        path: text
        for path, text in wanted.texts.items()
        if text and not path.startswith("cell/") and path not in {"fact/机关", "fact/年度"}
    }
    block = "\n".join("\t".join(str(10 * row + column) for column in range(5)) for row in range(3))
    seen = pages.keyed(
        page, edits | {"paste": ["cell/applications.granted.natural", block]}, tmp_path / "a.png"
    )
    assert seen["errors"] == []
    assert seen["state"].startswith("每一格都填了。")
    file = tmp_path / "2025.yaml"
    file.write_text(seen["yaml"], encoding="utf-8")
    assert ReadFile.of(seen["yaml"].encode(), "2025.yaml").texts == wanted.texts
    assert not examine(file).findings.has_errors
    assert seen["restored"] == seen["yaml"], "the draft"
    assert seen["cleared"] == [text, 0]
    changed = {name: value for name, value in seen["pasted"].items() if value != edits[name]}
    columns = ("natural", "company", "research", "charity", "law")
    for at, row in enumerate(("granted", "partial", "deny_secret")):
        for number, column in enumerate(columns):
            name = f"cell/applications.{row}.{column}"
            assert seen["pasted"][name] == str(10 * at + number)
            changed.pop(name, None)
    assert changed == {}


@pages.needed
def test_axe_finds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "form.html"
    file.write_text(page_of(starter(2025).replace("【待填写】", "13", 3), LAST), encoding="utf-8")
    views = pages.axe([file])
    assert [view["violations"] for view in views if view["violations"]] == []
    assert min(view["passes"] for view in views) > 20
    assert max(view["overflow"] for view in views) <= 0
    assert pages.nu([file]) == []
