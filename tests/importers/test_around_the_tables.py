"""What a report has besides its sections and statutory tables: a table of contents, tables of its own."""

import docx
import pytest
from random_reports import EXAMPLES, example
from word_report import saved, word_report

from govgen.datafile.report import Report
from govgen.importers.convert import Imported, convert


def prose(report: Report) -> dict[str, tuple[str, ...]]:
    return {
        ident: tuple(paragraph.text for paragraph in passage.paragraphs)
        for ident, passage in report.passages.items()
        if passage.paragraphs
    }


def assert_read(found: Imported, report: Report, besides: dict[str, tuple[str, ...]]) -> None:
    """Every figure, and every paragraph in its section with the words ``besides`` it at its end."""
    values = {ref: cell.value for ref, cell in report.cells.items()}
    assert {ref: cell.value for ref, cell in found.reading.as_cells().items()} == values
    assert not [cell for cell in found.reading.cells.values() if cell.doubt]
    for ident, paragraphs in prose(report).items():
        assert found.words.passages[ident] == (*paragraphs, *besides.get(ident, ()))


@pytest.mark.parametrize(
    ("leader", "is_first"),
    [
        ("\t{}", True),
        ("……{}", False),
        (".........{}", True),
        ("", False),
        ("\t错误！未定义书签。", True),
        (" 错误!未找到引用源。", False),
    ],
)
def test_headings_in_a_table_of_contents_begin_no_section(leader: str, *, is_first: bool) -> None:
    report = example("qinghe/2025")
    document = word_report(report)
    title = document.paragraphs[0]
    entries = ["目　录", *(section.heading for section in report.edition.sections)]
    before = title if is_first else document.paragraphs[1]
    for page, entry in enumerate(entries):
        before.insert_paragraph_before(entry + leader.format(page) * bool(page))
    if not is_first:
        assert document.paragraphs[0].text == report.title
    found = convert(saved(document), "report", trusted=True)
    assert_read(found, report, {})
    assert found.words.body == report.identity.body  # type: ignore[union-attr]


def test_entries_below_the_headings_of_a_table_of_contents_are_left_out_too() -> None:
    report = example("qinghe/2025")
    document = word_report(report)
    title = document.paragraphs[0]
    for section in report.edition.sections:
        title.insert_paragraph_before(f"{section.heading}\t1")
        if section.id == "overview":
            title.insert_paragraph_before("（一）主动公开\t2")
    assert_read(convert(saved(document), "report", trusted=True), report, {})


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_total_of_a_table_in_the_prose_is_no_row_of_the_statutory_ones(name: str) -> None:
    report = example(name)
    document = word_report(report)
    own = document.add_table(3, 2)
    rows = [("公开渠道", "数量（条）"), ("政府网站", "128"), ("总计", "128")]
    for row, words in zip(own.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    heading = next(each for each in document.paragraphs if each.text == report.edition.sections[1].heading)
    heading._p.addprevious(own._tbl)
    found = convert(saved(document), "report", trusted=True)
    assert_read(found, report, {"overview": tuple(" ".join(row) for row in rows)})


def test_a_table_of_the_page_above_the_title_is_no_introduction() -> None:
    report = example("qinghe/2025")
    document = word_report(report)
    own = document.add_table(2, 4)
    words = [
        "索引号",
        "123/2026-1",
        "发布机构",
        "青禾镇人民政府",
        "标题",
        report.title,
        "发布日期",
        "2026-01-18",
    ]
    for cell, text in zip((cell for row in own.rows for cell in row.cells), words, strict=True):
        cell.text = text
    document.paragraphs[0]._p.addprevious(own._tbl)
    found = convert(saved(document), "report", trusted=True)
    assert_read(found, report, {})
    assert found.words.body == report.identity.body  # type: ignore[union-attr]
    assert [note.line for note in found.notes] == [1, 2, 0]


def test_a_section_whose_heading_is_named_in_its_own_prose_stays_one() -> None:
    report = example("qinghe/2025")
    document = docx.Document()
    for section in report.edition.sections:
        document.add_paragraph(section.heading)
        document.add_paragraph(f"{section.key}见下。")
    document.add_paragraph(report.edition.sections[0].heading)
    passages = convert(saved(document), "report", year=2025, trusted=True).words.passages
    assert passages["overview"] == ("总体情况见下。",)


@pytest.mark.parametrize(
    ("above", "date"),
    [
        ("（2026年1月18日）", "2026-01-18"),
        ("成文日期：2026-01-18", "2026-01-18"),
        ("发布时间：2026-01-18 10:23 来源：青禾镇", "2026-01-18"),
        ("青禾发布 2026-01-18 17:02 某省", None),
        ("发布时间：2028-01-18", None),
        ("有效日期：2026-02-30", None),
    ],
)
def test_a_date_above_the_report_stands_for_one_below_it(above: str, date: str | None) -> None:
    report = example("qinghe/2025")
    document = word_report(report)
    document.paragraphs[1].insert_paragraph_before(above)
    found = convert(saved(document), "report", trusted=True)
    assert_read(found, report, {})
    assert str(found.words.published) == str(date)


def test_the_body_in_a_title_ends_before_the_subject() -> None:
    report = example("qinghe/2025")
    document = word_report(report)
    document.paragraphs[0].text = report.title.replace("2025年", "关于2025年")
    assert convert(saved(document), "report", trusted=True).words.body == "青禾镇人民政府"
