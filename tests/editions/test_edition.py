"""The law as data: labels word for word, trees as drawn, and broken edition files refused with the reason."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from importlib.resources import files
from itertools import count
from pathlib import Path

import pytest
import yaml
from helpers import shared
from html_sample import table_html

from govgen.datafile.keys import TOP
from govgen.editions.edition import Edition
from govgen.editions.layout import grid
from govgen.editions.loading import EditionError, edition_for, editions, in_order, load, with_part
from govgen.editions.node import CellType, Node
from govgen.editions.table import Table
from govgen.render.html_tree import parse, place

TEXTS = {
    item.name: item.read_text(encoding="utf-8")
    for item in (files("govgen") / "editions").iterdir()
    if item.name.endswith(".yaml")
}


def named(year: int) -> Edition:
    edition = edition_for(year)
    assert edition is not None
    return edition


@pytest.mark.parametrize(
    ("year", "name"),
    [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021"), (2100, editions()[-1].edition)],
)
def test_the_edition_in_force(year: int, name: str) -> None:
    assert named(year).edition == name


def test_before_the_first_there_is_none() -> None:
    assert edition_for(2018) is None


@pytest.mark.parametrize(("year", "rows", "span"), [(2019, 23, 20), (2021, 25, 22)])
def test_table_three_has_the_rows_of_its_notice(year: int, rows: int, span: int) -> None:
    table = named(year).table_by_id["applications"]
    drawn = grid(table)
    assert sum(not row.head for row in drawn) == rows
    results = next(tag for row in drawn for tag in row.tags if tag.text.startswith("三、"))
    assert (results.rowspan, results.colspan) == (span, 1)
    corner = drawn[0].tags[0]
    assert (corner.kind, corner.name, corner.rowspan, corner.colspan) == ("note", "td", 3, 3)


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
def test_every_drawn_table_is_a_full_rectangle(edition: Edition) -> None:
    for table in edition.tables:
        taken: set[tuple[int, int]] = set()
        rows = grid(table)
        for number, row in enumerate(rows):
            column = 0
            for tag in row.tags:
                while (number, column) in taken:
                    column += 1
                cells = {(number + y, column + x) for y in range(tag.rowspan) for x in range(tag.colspan)}
                assert not cells & taken
                taken |= cells
        assert taken == {(y, x) for y in range(len(rows)) for x in range(table.width)}


@pytest.mark.parametrize(
    ("label", "added"),
    [
        ("赔偿金额, type: money", False),
        ("比上年增减, type: signed", False),
        ("涉及金额（单位：元）", False),
        ("调解结案", True),
    ],
)
def test_a_total_adds_what_is_of_its_own_type_and_unit(label: str, added: bool) -> None:
    last = "{id: review_pending, label: 尚未审结}"
    text = TEXTS["2021.yaml"].replace(last, f"{last}\n              - {{id: more, label: {label}}}")
    table = load(text, "2026.yaml").table_by_id["disputes"]
    parts = [ref.column for ref in table.parts["disputes", "cases", "review_total"]]
    plain = ["review_upheld", "review_corrected", "review_other", "review_pending"]
    assert parts == [*plain, *(["more"] if added else [])]


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
def test_headers_name_ids_that_exist_once(edition: Edition) -> None:
    for table in edition.tables:
        tags = [tag for row in grid(table) for tag in row.tags]
        ids = [tag.id for tag in tags if tag.id]
        assert len(ids) == len(set(ids))
        assert {header for tag in tags for header in tag.headers} <= set(ids)
        assert all(tag.headers for tag in tags if tag.kind == "data")


def _source(name: str) -> tuple[dict, dict]:
    data = yaml.safe_load(shared("editions.yaml").read_text(encoding="utf-8"))
    (found,) = (item for item in data["editions"] if item["id"].endswith(name))
    return data, found


def _leaf_labels(nodes: tuple[Node, ...], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for node in nodes:
        path = (*above, node.label)
        found += _leaf_labels(node.children, path) if node.children else [path]
    return found


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_basis_and_headings_are_those_of_the_source(name: str) -> None:
    data, source = _source(name)
    edition = named(int(name))
    assert edition.basis.number == source["notice"]
    assert edition.basis.title == source["notice_title"]
    assert edition.basis.format == source["format_title"]
    assert edition.basis.date == source.get("notice_date")
    assert [edition.first_year, edition.checked_to] == [source["fiscal_years"][0], source["fiscal_years"][-1]]
    assert [(s.heading, s.kind) for s in edition.sections] == [
        (s["heading"], s["kind"]) for s in data["meta"]["sections"]
    ]
    assert list(edition.sections[0].aspects) == data["meta"]["overview_aspects"]


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_table_two_is_the_source_s(name: str) -> None:
    _, source = _source(name)
    table = named(int(name)).table_by_id["disclosure"]
    types = {"int": CellType.COUNT, "signed_int": CellType.SIGNED}
    for block, wanted in zip(table.blocks, source["table2"]["blocks"], strict=True):
        assert block.caption == wanted["caption"]
        stub, *columns = wanted["columns"]
        assert table.stub == stub["label"]
        assert [(c.id, c.label, c.type) for c in block.columns] == [
            (c["key"], c["label"], types.get(c["type"], CellType.MONEY)) for c in columns
        ]
        assert [(row.id, row.label) for row in block.rows] == [(r["key"], r["label"]) for r in wanted["rows"]]


def _wanted_rows(data: dict, source: dict) -> list[dict]:
    """Table three's rows; the source describes the later edition as the former with a row replaced."""
    table = source["table3"]
    if "rows" in table:
        return table["rows"]
    former = next(item for item in data["editions"] if "rows" in item["table3"])["table3"]["rows"]
    return [new for row in former for new in table["replace"].get(row["key"], [row])]


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_table_three_is_the_source_s(name: str) -> None:
    data, source = _source(name)
    (block,) = named(int(name)).table_by_id["applications"].blocks
    assert _leaf_labels(block.rows) == [
        tuple(row[part] for part in ("group", "sub", "label") if part in row)
        for row in _wanted_rows(data, source)
    ]
    columns = data["meta"]["applicant_columns"]
    assert [path[-1] for path in _leaf_labels(block.columns)] == [c["label"] for c in columns["columns"]]
    drawn = [
        [(tag.text, tag.colspan, tag.rowspan) for tag in row.tags]
        for row in grid(named(int(name)).table_by_id["applications"])
        if row.head
    ]
    assert drawn == [_spans(row) for row in columns["header"]]


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_table_four_is_the_source_s(name: str) -> None:
    data, _ = _source(name)
    drawn = grid(named(int(name)).table_by_id["disputes"])
    header = data["meta"]["review_table"]["header"]
    heads = [[(tag.text, tag.colspan, tag.rowspan) for tag in row.tags] for row in drawn if row.head]
    assert heads == [_spans(row) for row in header]
    assert [len(row.tags) for row in drawn if not row.head] == [15]


def _spans(row: list[dict]) -> list[tuple[str, int, int]]:
    return [(cell["label"], cell.get("colspan", 1), cell.get("rowspan", 1)) for cell in row]


@pytest.mark.parametrize("edition", editions()[:2], ids=lambda edition: edition.edition)
def test_every_table_section_and_balance_cites_its_clause(edition: Edition) -> None:
    for section in edition.sections:
        if section.kind == "table":
            assert "第五十条" in section.citation
    for balance in edition.balances:
        assert edition.basis.number in balance.citation
        assert balance.words in edition.table_by_id[balance.table].stub


def test_ids_are_the_same_where_the_meaning_is() -> None:
    old, new = named(2019).table_by_id["applications"], named(2021).table_by_id["applications"]
    for before, after in (
        (old.nodes["rows"], new.nodes["rows"]),
        (old.nodes["columns"], new.nodes["columns"]),
    ):
        assert set(before) <= set(after)
        assert [ident for ident in before if before[ident].label != after[ident].label] == []


FIRST = "balances:\n  - {code: B201, table: disclosure, name: 处罚, words: 一, citation: 一, left: [{row: penalty, word: 一}], right: [{row: coercion, word: 二}]}\n"
BROKEN = [
    *(
        ("from: 2021", f"from: {year}", "第 3 行 from：应为四位数的年度，如 2026")
        for year in ("soon", "-5", "9999", "2026.0", "1999", "02026", '""')
    ),
    ("checked_to: 2025", "checked_to: 2500", "checked_to：应为四位数的年度"),
    ("from: 2021\n", "", "from：缺少这一项"),
    ("checked_to: 2025", "checked_to: 2020", "checked_to 不能早于 from"),
    ("kind: text", "kind: poem", "sections.0.kind：只能是"),
    ("    aspects:", "    aspect:", "aspect：没有这一项"),
    ("id: overview", "id: 总体", "sections.0.id：只能用小写英文字母"),
    ("{id: rules, label: 规章}", "{id: norm_docs, label: 规章}", "id “norm_docs”用了两次"),
    ("{id: penalty, label", "{id: licence, label", "id “licence”用了两次"),
    ("{id: research, label: 科研机构}", "{id: research, label: 商业企业}", "有两处的键相同"),
    (
        "{row: carried_out, word: 结转下年度}]",
        "{row: carried, word: 结转}]",
        "第 180 行 balances.0.right.1：表 applications 里没有 id 为 carried 的行",
    ),
    ("carry_over: {table: applications", "carry_over: {table: application", "没有 id 为 application 的表"),
    ("  - id: disputes\n    kind: table", "  - id: disputes\n    kind: text", "应依次相同"),
    ("stock: in_force, added: issued", "stock: in_farce, added: issued", "没有 id 为 in_farce"),
    ("total: true}\n        rows", "total: perhaps}\n        rows", "应为 true 或 false"),
    ("tables:\n", "tables: [\n", "第 47 行不合 YAML 的写法"),
    ('title: "{body}{year}年', 'title: "{body}{yaer}年', "title 里应有 {body} 和 {year} 各一处"),
    ('title: "{body}{year}年', 'title: "{ye{body}ar}年', "title 里应有 {body} 和 {year} 各一处"),
    ("label: 结果维持}", "label: 结果.维持}", "键“结果.维持”里不能有点号"),
    ("id: overview", "id: signature", "id “signature”另有用处"),
    *(
        ("key: 其他需要报告的事项", f"key: {word}", f"sections.5.key：“{word}”另有用处，请换一个")
        for word in (*TOP, "上年", "信息 处理费")
    ),
    (
        "heading: 六、其他需要报告的事项",
        "heading: 联系方式",
        "第 43 行 sections.5.heading：“联系方式”另有用处",
    ),
    ("id: problems", "id: others", "id “others”用了两次"),
    ("code: B201", "code: B299", "balances.0.code：只能是 B201"),
    ("widths: [31, 23, 23, 23]", "widths: [31, 23, 23, 0]", "第 51 行 tables.0.widths.3：应为大于 0 的数"),
    ('rows: [{id: cases, label: 件数, key: ""}]', "rows: []", "rows：不能空着"),
    ('{id: cases, label: 件数, key: ""}', "{id: cases, label: 件数, total: true}", "旁边却没有可加的项"),
    ("{id: natural, label: 自然人}", "{id: natural, label: 自然人, total: true}", "旁边另有一项 total"),
    # What the libraries take silently: the last of two values, a name without a word, a sum with a term twice.
    ("checked_to: 2025", "checked_to: 2025\nfrom: 2026", "“from”写了两次"),
    ("{id: rules, label: 规章}", "{id: rules, label: 规章, label: 法规}", "第 59 行起：“label”写了两次"),
    ("{id: rules, label: 规章}", "{id: rules, label: （合计）}", "从 rules 的 label 看不出键"),
    ("{id: rules, label: 规章}", '{id: rules, label: "12345"}', "label “12345”里没有文字"),
    ("{id: rules, label: 规章}", '{id: rules, label: "规\\n章"}', "label：不能有换行和控制字符"),
    (
        "{id: granted, label: （一）予以公开}",
        "{id: granted, label: （一）不予公开}",
        "本年度办理结果.不予公开",
    ),
    ("label: 本年处理决定数量}", 'label: 本年处理决定数量, key: ""}', "decisions 没有键"),
    ("{row: carried_out, word: 结转下年度}", "{row: new, word: 新收}", "row “new”用了两次"),
    ("widths: [31, 23, 23, 23]", "widths: [31, 23, 23, nan]", "tables.0.widths.3：应为大于 0 的数"),
    ("key: 其他需要报告的事项", "key: 其他.需要", "键“其他.需要”里不能有点号"),
    ("heading: 六、其他需要报告的事项", "heading: 一、总体情况", "heading “一、总体情况”用了两次"),
    ('edition: "2021"', 'edition: "2021 年版"', "edition 应为 from 的年份"),
    ("date: 2021-09-26", "date: 2021-13-26", "第 9 行 basis.date：应为日期"),
    ("label: 本年制发件数}", "label: 本年制发件数, type: text}", "type：只能是 count、signed、money"),
    (
        "{id: review_total, label: 总计, total: true}",
        "{id: review_total, label: 总计, type: money, total: true}",
        "第 138 行 tables.2：表 disputes 的 cases 行 review_total 列是 total，旁边没有类型和单位相同的项",
    ),
    ("balances:\n", FIRST.replace("coercion", "rules"), "第 174 行 balances.0：这几行没有共同的列"),
    (
        "stock: in_force, added: issued",
        "stock: in_force, added: decisions",
        "第 184 行 stocks.0：表 disclosure 的 rules 行没有",
    ),
    ("{id: rules, label", "{id: rule, replaces: norm_docs, label", "有两项接替或沿用 norm_docs"),
]


@pytest.mark.parametrize(("old", "new", "reason"), BROKEN)
def test_a_broken_edition_file_is_refused_with_the_reason(old: str, new: str, reason: str) -> None:
    text = TEXTS["2021.yaml"]
    assert old in text
    with pytest.raises(EditionError) as refused:
        load(text.replace(old, new, 1), "2026.yaml")
    assert reason in str(refused.value)
    assert str(refused.value).startswith("2026.yaml：")
    assert not re.search(r"[Ii]nput|valid|field|写法不对", str(refused.value)), (
        "pydantic's own words must not show"
    )


def test_a_word_of_data_files_is_refused_whatever_was_imported_before() -> None:
    """Here only the editions are."""
    text = TEXTS["2021.yaml"].replace("key: 其他需要报告的事项", "key: 汇总来源", 1)
    code = "import sys; from govgen.editions.loading import load; load(sys.stdin.read(), '2026.yaml')"
    words = [sys.executable, "-X", "utf8", "-c", code]
    done = subprocess.run(words, input=text, capture_output=True, encoding="utf-8", check=False)
    assert "“汇总来源”另有用处" in done.stderr


@pytest.mark.parametrize(
    "value", ['!!int ""', "!!bool 政", "!!timestamp 政", "!!float 政", "&a [*a]", "[" * 5000]
)
def test_a_value_that_the_yaml_library_cannot_make_is_refused(value: str) -> None:
    with pytest.raises(EditionError, match=r"^2026\.yaml："):
        load(f"edition: {value}\n", "2026.yaml")


def test_an_empty_edition_file_is_refused() -> None:
    with pytest.raises(EditionError, match="应为一组"):
        load("", "2026.yaml")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The editions of a folder with the files given."""

    def fill(**texts: str) -> tuple[Edition, ...]:
        for year, text in texts.items():
            (tmp_path / f"{year.removeprefix('y')}.yaml").write_text(text, encoding="utf-8")
        monkeypatch.setattr("govgen.editions.loading._FOLDER", tmp_path)
        return editions.__wrapped__()

    return fill


def test_an_edition_is_named_by_its_first_year(shelf) -> None:
    with pytest.raises(EditionError, match=r"2022\.yaml：文件名应为 from 的年份"):
        shelf(y2022=TEXTS["2021.yaml"])


def test_two_editions_cannot_begin_together() -> None:
    text = TEXTS["2021.yaml"]
    with pytest.raises(EditionError, match="from 相同"):
        in_order([load(text, "a"), load(text, "b")])


def test_a_file_in_another_encoding_is_refused(shelf, tmp_path: Path) -> None:
    (tmp_path / "2021.yaml").write_bytes(TEXTS["2021.yaml"].encode("gb18030"))
    with pytest.raises(EditionError, match="不是 UTF-8 编码"):
        shelf()


def test_a_successor_must_exist() -> None:
    old = TEXTS["2019.yaml"].replace("successor: issued", "successor: nobody")
    with pytest.raises(EditionError, match="successor “nobody”"):
        in_order([load(old, "2019.yaml"), load(TEXTS["2021.yaml"], "2021.yaml")])


def test_the_next_edition_needs_no_code() -> None:
    """A notice of an invented later year with a row more: read, drawn, balanced and referred to."""
    text = (
        TEXTS["2021.yaml"].replace('edition: "2021"', 'edition: "2027"').replace("from: 2021", "from: 2027")
    )
    text = text.replace("checked_to: 2025", "checked_to: 2027").replace("〔2021〕30号", "〔2027〕9号")
    text = text.replace(
        "{id: other_other, label: 3.其他}",
        "{id: other_new, label: 3.新的一项}\n                  - {id: other_other, label: 4.其他}",
    )
    edition = load(text, "2027.yaml")
    table = edition.table_by_id["applications"]
    assert sum(not row.head for row in grid(table)) == 26
    assert [e.edition for e in in_order([edition, *editions()[:2]])] == ["2019", "2021", "2027"]
    assert ("applications", "other_new", "natural") in table.parts["applications", "results_total", "natural"]


def test_the_grid_places_cells_as_a_browser_does() -> None:
    """The two ways to compute places (from the trees, and from spans in HTML) are independent; they agree."""
    for edition in editions():
        for table in edition.tables:
            node = parse(table_html(table, count())).find(".//table")
            assert node is not None
            columns = {cell.column + cell.colspan for cell in place(node)}
            assert max(columns) == _width(table)


def _width(table: Table) -> int:
    return max(sum(tag.colspan for tag in row.tags) for row in grid(table))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ("applications", "new")),
        ("balances:\n", FIRST, ("applications", "new")),
        ("{row: new, word: 新收}, {row: carried_in, word: 结转}", "{row: carried_in, word: 结转}", None),
        ("carry_over: {table: applications, this: carried_in, last: carried_out}\n", "", None),
    ],
)
def test_what_came_in_is_in_the_table_that_carries_over(
    old: str, new: str, expected: tuple[str, str] | None
) -> None:
    intake = load(TEXTS["2021.yaml"].replace(old, new, 1), "2026.yaml").intake
    assert (intake and (intake[0].table, intake[1])) == expected


def test_dates_are_dates() -> None:
    assert named(2021).basis.date == datetime.date(2021, 9, 26)


def test_a_part_added_by_a_province_is_known_whatever_was_asked_of_the_edition_before() -> None:
    plain = editions()[-1]
    assert "extra" not in plain.section_by_id
    with_part.cache_clear()
    added = with_part(plain.edition, "信息处理费收取情况")
    assert list(added.section_by_id) == [*plain.section_by_id, "extra"]
    assert added.first_year == plain.first_year
