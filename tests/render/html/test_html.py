"""The rendered page: its structure, what programs and people read in it, an office's templates."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendering import NAMES, PACKAGED, example, identity, office, page, report

from govgen.datafile.report import INTRODUCTION
from govgen.editions.layout import grid
from govgen.render import html_tree as dom
from govgen.render.errors import TemplateError
from govgen.render.html import title_breaks as title
from govgen.render.html.page import Templates
from govgen.render.printed import date_in_words

each_example = pytest.mark.parametrize("name", NAMES)


def tree(html: str) -> Element:
    return dom.parse(html)


def metas(html: str) -> dict[str, str]:
    return {
        str(node.get("name")): node.get("content", "") for node in tree(html).iter("meta") if node.get("name")
    }


@each_example
def test_ids_are_unique_and_every_reference_finds_its_target(name: str) -> None:
    root = tree(page(name))
    ids = Counter(node.get("id") for node in root.iter() if node.get("id"))
    assert set(ids.values()) == {1}
    wanted = [
        word
        for node in root.iter()
        for attribute in ("headers", "aria-labelledby")
        for word in (node.get(attribute) or "").split()
    ]
    wanted += [href[1:] for node in root.iter("a") if (href := node.get("href") or "").startswith("#")]
    assert set(wanted) <= set(ids)
    assert len(wanted) > 200


@each_example
def test_each_table_has_caption_scopes_and_the_headers_of_its_grid(name: str) -> None:
    drawn = list(dom.main_element(tree(page(name))).iter("table"))
    tables = example(name).edition.tables
    for table, node in zip(tables, drawn, strict=True):
        caption = node.find("caption")
        assert caption is not None
        assert caption.text == table.key
        assert all(cell.node.get("scope") for cell in dom.place(node) if cell.is_header)
        tags = [tag for row in grid(table) for tag in row.tags]
        cells = [cell.node for cell in dom.place(node)]
        assert [(cell.get("headers") or "").split() for cell in cells] == [list(tag.headers) for tag in tags]


@each_example
def test_widths_fill_the_page_and_there_is_one_for_each_column(name: str) -> None:
    for table, node in zip(example(name).edition.tables, tree(page(name)).iter("table"), strict=True):
        widths = [float(re.sub(r"[^\d.]", "", column.get("style") or "")) for column in node.iter("col")]
        assert len(widths) == table.width
        assert sum(widths) == pytest.approx(100, abs=0.05)


@each_example
def test_headings_never_skip_a_level(name: str) -> None:
    levels = [int(node.tag[1]) for node in tree(page(name)).iter() if re.fullmatch("h[1-6]", str(node.tag))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert levels.count(1) == 1
    assert levels.count(2) == len(example(name).edition.sections)


@each_example
def test_nothing_is_fetched_and_nothing_runs(name: str) -> None:
    html = page(name)
    assert not re.search(
        r"(?:src|href|action)\s*=\s*[\"'](?!#|data:|tel:|mailto:)|url\(|@import|<script|\son\w+=", html
    )
    assert tree(html).get("lang") == "zh-CN"


def test_meta_tags_say_what_the_report_knows() -> None:
    found = metas(page())
    assert found["ArticleTitle"] == example().title
    assert found["PubDate"] == "2026-01-18"
    assert found["ContentSource"] == found["Author"] == "青禾镇人民政府"
    assert "政府信息公开" in found["Keywords"].split(",")
    assert all(section.key in found["Description"] for section in example().edition.sections)
    assert found["dcterms.created"] == "2026-01-18"
    assert "robots" not in found


def test_a_report_without_a_date_invents_none() -> None:
    undated = report("发布日期:\n")
    assert identity(undated).published is None
    html = Templates().render(undated)
    assert "PubDate" not in metas(html)
    assert "dcterms.created" not in metas(html)
    assert "发布日期" not in html
    assert tree(html).find(".//time") is None


def test_a_draft_says_so_outside_the_report_and_stays_out_of_indexes() -> None:
    root = tree(page(draft=True))
    note = next(node for node in root.iter() if "draft-note" in dom.classes(node))
    assert (note.text or "").startswith("草稿")
    assert note not in list(dom.main_element(root).iter())
    assert metas(page(draft=True))["robots"] == "noindex"
    assert dom.text(dom.main_element(root)) == dom.text(dom.main_element(tree(page())))


def test_what_a_clerk_writes_is_never_markup() -> None:
    nasty = '<script>alert(1)</script> & "引号" &lt; 〈细则〉 <条例> {＃ 50%} </main>'
    html = Templates().render(report(f"其他需要报告的事项: |\n  {nasty}\n"))
    paragraphs = [dom.text(node) for node in dom.main_element(tree(html)).iter("p")]
    assert nasty in paragraphs
    assert "<script" not in html


CONTACTS = {
    "{}": "",
    "{科室: 党政办公室}": "请与青禾镇人民政府党政办公室联系。",
    "{电话: 0000-1}": "请与青禾镇人民政府联系（电话：0000-1）。",
    "{科室: 党政办公室, 电话: 0000-1, 邮箱: a@b.cn}": (
        "请与青禾镇人民政府党政办公室联系（电话：0000-1；电子邮箱：a@b.cn）。"
    ),
}


@pytest.mark.parametrize("contact", CONTACTS)
def test_the_introduction_tells_whom_to_ask_as_far_as_that_is_known(contact: str) -> None:
    html = Templates().render(report(f"联系方式: {contact}\n"))
    words = dom.text(next(node for node in tree(html).iter() if "introduction" in dom.classes(node)))
    assert words.endswith(CONTACTS[contact] or "12月31日止。")
    assert "国办公开办函〔2021〕30号" in words
    assert not re.search("《[^》]*《", words)


def test_an_introduction_of_ones_own_takes_the_place_of_the_templates() -> None:
    html = Templates().render(report("引言: |\n  本镇依法编制本报告。\n"))
    found = next(node for node in tree(html).iter() if "introduction" in dom.classes(node))
    assert dom.text(found) == "本镇依法编制本报告。"


TITLES = {
    "青禾镇人民政府": ["青禾镇人民政府"],
    "漳平市芦芝镇人民政府": ["漳平市芦芝镇人民政府"],
    "新疆维吾尔自治区伊犁哈萨克自治州尼勒克县喀拉苏乡人民政府": [
        "新疆维吾尔自治区伊犁哈萨克自治州",
        "尼勒克县喀拉苏乡人民政府",
    ],
    "内蒙古自治区呼伦贝尔市鄂温克族自治旗巴彦托海镇人民政府": [
        "内蒙古自治区呼伦贝尔市",
        "鄂温克族自治旗巴彦托海镇人民政府",
    ],
    "新疆生产建设兵团第一师阿拉尔市金银川路街道办事处": [
        "新疆生产建设兵团第一师阿拉尔市",
        "金银川路街道办事处",
    ],
    "2025年政府信息公开工作年度报告": ["2025年政府信息公开工作年度报告"],
    "某" * 26: ["某" * 13, "某" * 13],
}


@pytest.mark.parametrize("name", TITLES)
def test_a_long_title_is_broken_by_sense(name: str) -> None:
    assert ["".join(line) for line in title.title_lines_of(name)] == TITLES[name]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("福建省漳州市市场监督管理局", ["福建省", "漳州市市场监督管理局"]),
        ("某县乡村振兴局", ["某县乡村振兴局"]),
        ("杭州市城市管理局", ["杭州市", "城市管理局"]),
        ("某市城市管理综合行政执法局", ["某市城市管理综合行政执法局"]),
        ("某县城镇化办公室", ["某县城镇化办公室"]),
        ("济南市市中区七贤街道办事处", ["济南市", "市中区", "七贤街道", "办事处"]),
        ("青岛市市北区登州路街道办事处", ["青岛市", "市北区", "登州路街道", "办事处"]),
        ("积石山保安族东乡族撒拉族自治县大河家镇", ["积石山保安族东乡族撒拉族自治县", "大河家镇"]),
        ("某市高新区管理委员会", ["某市高新区", "管理委员会"]),
        ("2025年政府信息公开工作年度报告", ["2025年", "政府信息公开", "工作年度报告"]),
    ],
)
def test_no_phrase_is_cut_within_a_word(name: str, parts: list[str]) -> None:
    assert title.phrases(name) == parts


@given(st.text(alphabet="省市州县区乡镇人民政府街道办事处自治青禾河A1·", min_size=2, max_size=60))
def test_lines_of_a_title_keep_every_character_and_fit(name: str) -> None:
    lines = ["".join(line) for line in title.title_lines_of(name)]
    assert "".join(lines) == name
    assert all(title.width(line) <= title.LINE + 0.5 for line in lines)
    assert title.width(lines[-1]) >= min(title.SHORTEST, title.width(name))


def test_dates_have_no_leading_zeros() -> None:
    dated = report("发布日期: 2026-03-05\n")
    assert date_in_words(identity(dated)) == "2026年3月5日"
    assert '<time datetime="2026-03-05">2026年3月5日</time>' in Templates().render(dated)


@pytest.mark.parametrize(("body", "longer"), [("县局", True), ("青禾镇人民政府", False)])
def test_the_style_is_told_where_the_date_is_longer_than_the_name(body: str, longer: bool) -> None:
    html = Templates().render(report(f"机关: {body}\n"))
    (signature,) = (node for node in tree(html).iter() if "signature" in dom.classes(node))
    assert ("long-date" in dom.classes(signature)) is longer


FAULTS = [
    ("{{ title }}</title>", "{{ title }</title>", "模板 report.html.j2 第 .* 行写法有误"),
    ("{{ title }}</title>", "{{ titel }}</title>", "模板 report.html.j2 第 {line} 行用了没有提供的值 titel"),
    ("{{ title }}</title>", "{{ title.__class__.mro() }}</title>", "模板 report.html.j2 第 {line} 行"),
    ("{{ title }}</title>", "{{ year / 0 }}{{ title }}</title>", "模板 report.html.j2 第 {line} 行不能执行"),
    ("{{ title }}</title>", "{{ year + title }}</title>", "模板 report.html.j2 第 {line} 行不能执行"),
    ('{% from "_table.html.j2" ', '{% from "table.j2" ', "找不到模板 table.j2"),
]


@pytest.mark.parametrize(("old", "new", "told"), FAULTS, ids=[fault[1][:30] for fault in FAULTS])
def test_a_template_that_does_not_work_is_told_in_one_line(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    templates = office(tmp_path, "report.html.j2", old, new)
    source = (PACKAGED / "report.html.j2").read_text(encoding="utf-8")
    told = told.replace("{line}", str(source[: source.index(old)].count("\n") + 1))
    with pytest.raises(TemplateError) as error:
        templates.render(example())
    (reason,) = error.value.reasons
    assert re.match(told, reason), reason


def test_a_template_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "report.html.j2").write_bytes("<title>年度报告</title>".encode("gbk"))
    with pytest.raises(TemplateError, match="UTF-8"):
        Templates(tmp_path).render(example())


def test_an_office_replaces_files_by_name_and_the_build_can_tell_which(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    # A style sheet may hold what a template could not, and begin with Notepad's mark.
    (tmp_path / "screen.css").write_text("@media screen{#main{color:red}} .a{%}", encoding="utf-8-sig")
    templates = Templates(tmp_path)
    assert templates.overridden == ("screen.css",)
    html = templates.render(example())
    assert "@media screen{#main{color:red}} .a{%}" in html
    assert "\ufeff" not in html
    assert (PACKAGED / "print.css").read_text(encoding="utf-8").strip() in html
    assert Templates().overridden == ()


def test_the_same_report_gives_the_same_page() -> None:
    assert Templates().render(example()) == page()
    assert INTRODUCTION not in example().passages
