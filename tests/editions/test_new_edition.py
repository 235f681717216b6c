"""A new edition is a new file: an invented one next to the real ones, through every command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from helpers import EXAMPLES, ROOT
from judges import pages
from own_editions import package_with, run
from pdf_reading import LEFT, RIGHT, Paper
from random_data_files import data_file, figures, tree

from govgen.editions.edition import Edition
from govgen.editions.loading import edition_for, editions, load

YEAR = 2026
KEPT, RENAMED = "行政规范性文件", "行政规范性文件及政策文件"
NUMBER = "司公开发〔2026〕7号"
LONG = (
    "1.申请人收到行政机关作出的补正告知书以后，在告知书所确定的合理期限内没有正当理由而逾期不补正，并且经行政机关以书面或者"
    "电子邮件的方式再次提醒以后仍然没有补正，视为其放弃申请，行政机关不再处理该政府信息公开申请的"
)
HEADING = "三、本机关收到和处理公民、法人或者其他组织依法提出的各类政府信息公开申请的总体情况和分类统计情况"
TURNED = """
    sums: {across: B204, down: B203}
    stub: 案件类别
    blocks:
      - columns:
          - {id: upheld, label: 结果维持}
          - {id: corrected, label: 结果纠正}
          - {id: other, label: 其他结果}
          - {id: pending, label: 尚未审结}
          - {id: total, label: 总计, total: true}
        rows:
          - {id: review, label: 行政复议}
          - id: suit
            label: 行政诉讼
            children:
              - {id: direct, label: 未经复议直接起诉}
              - {id: after_review, label: 复议后起诉}
          - {id: all, label: 合计, total: true}
"""
CHANGES = (
    ('edition: "2021"\nfrom: 2021\nchecked_to: 2025', 'edition: "2026"\nfrom: 2026\nchecked_to: 2026'),
    (
        "关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知",
        "关于修订政府信息公开工作年度报告格式的通知",
    ),
    ("{body}{year}年政府信息公开工作年度报告", "{body}关于{year}年度政务公开工作情况的报告"),
    ("heading: 三、收到和处理政府信息公开申请情况", f"heading: {HEADING}"),
    # A label longer than a line, with a key; a table turned round.
    (
        "label: 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        f"key: 逾期不补正, label: {LONG}",
    ),
    ("    sums: {across: B204}\n", TURNED.removeprefix("\n")),
    ("date: 2021-09-26", "date: 2026-08-20"),
    # A row renamed, one with another id too, and a column in each of two tables, of which one has no widths any more
    # and the other has them for the old columns.
    (f"label: {KEPT}", f"label: {RENAMED}"),
    ("{id: other_other, label: 3.其他}", "{id: other_rest, replaces: other_other, label: 3.其余情形}"),
    (
        "{id: in_force, label: 现行有效件数}",
        "{id: in_force, label: 现行有效件数}\n          - {id: explained, label: 本年解读件数}",
    ),
    ("    widths: [31, 23, 23, 23]\n", ""),
    (
        "{id: law, label: 法律服务机构}",
        "{id: law, label: 法律服务机构}\n                  - {id: media, label: 新闻媒体}",
    ),
    # A group of rows.
    (
        "{id: results_total, label: （七）总计, total: true}",
        "id: agreed\n                label: （七）协商处理\n                children:\n"
        "                  - {id: agreed_withdrawn, label: 1.经协商申请人撤回}\n"
        "                  - {id: agreed_changed, label: 2.经协商变更申请内容}\n"
        "              - {id: results_total, label: （八）总计, total: true}",
    ),
    # A table section, whose columns have keys on two levels, and a text section, both in the middle.
    (
        "  - id: problems\n",
        "  - id: services\n    kind: table\n    key: 政务公开服务情况\n    heading: 五、政务公开服务情况\n"
        "  - id: plan\n    kind: text\n    key: 下年度工作安排\n    heading: 六、下年度工作安排\n  - id: problems\n",
    ),
    ("heading: 五、存在的主要", "heading: 七、存在的主要"),
    ("heading: 六、其他需要", "heading: 八、其他需要"),
    (
        "\nbalances:\n",
        "\n  - id: services\n    key: 政务公开服务情况\n    complete: true\n    stub: 服务方式\n    blocks:\n      - columns:\n"
        "          - {id: places, label: 场所数量}\n          - id: means\n            label: 投入\n            children:\n"
        "              - {id: spent, label: 投入经费（单位：元）, type: money}\n"
        "              - {id: staff, label: 人员数量}\n"
        "        rows: [{id: hall, label: 政务公开专区}, {id: line, label: 政策咨询热线},\n"
        "          {id: all, label: 合计, total: true}]\n\nbalances:\n",
    ),
)


def invented() -> str:
    """The text of the invented edition's file."""
    text = (ROOT / "govgen" / "editions" / "2021.yaml").read_text(encoding="utf-8")
    text = text.replace("国办公开办函〔2021〕30号", NUMBER)
    for old, new in CHANGES:
        assert old in text, old
        text = text.replace(old, new, 1)
    start = text.index(TURNED) + len(TURNED)
    return text[:start] + text[text.index("\n  - id: services\n    key", start) :]  # without the old columns


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with the invented edition in it."""
    folder = tmp_path_factory.mktemp("site")
    return package_with(folder, invented())


def flat(data: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    """The figures of a data file that are not 0, by their keys."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from flat(value, (*path, key))
    elif isinstance(data, int | float) and data:
        yield path, float(data)


def figures_of(file: Path, edition: Edition) -> dict[tuple[str, ...], float]:
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return dict(flat({table.key: data[table.key] for table in edition.tables}))


def within_margins(file: Path) -> bool:
    pages = Paper(file.read_bytes()).chars
    return all(char["x0"] > LEFT - 1 and char["x1"] < RIGHT + 1 for chars in pages for char in chars)


def codes(text: str) -> set[str]:
    return {item["code"] for item in json.loads(text)["findings"]}


@pytest.mark.parametrize("is_invented", [True, False], ids=["invented", "newest"])
def test_every_command_reads_what_the_others_write(site: Path, tmp_path: Path, *, is_invented: bool) -> None:
    """So it is with the newest file of the package, which may be one that somebody has just put there."""
    package, new = (site, load(invented(), "2026.yaml")) if is_invented else (ROOT, editions()[-1])
    year, old = new.first_year, edition_for(new.first_year - 1)
    assert old is not None
    folder, last_year = tmp_path / "青禾镇", tmp_path / f"{year - 1}.yaml"
    starter = folder / "new" / f"{year}.yaml"
    run(package, "new", starter, "--body", "青禾镇人民政府", "--year", year)
    begun = starter.read_text(encoding="utf-8")
    assert all(section.key in begun for section in new.sections)
    schema = json.loads(run(package, "schema", "--edition", new.edition))
    properties = [key for key in schema["properties"] if key in begun]
    assert [section.key for section in new.sections] == properties[-len(new.sections) :]

    wanted = {}
    for each, edition in ((year - 1, old), (year, new)):
        cells = figures(edition, each)
        (folder / f"{each}.yaml").write_text(data_file(edition, each, cells), encoding="utf-8")
        wanted[each] = dict(flat(tree(edition, cells)))
    file = folder / f"{year}.yaml"
    unrelated = {"K501"} if new.carry_over else set()
    found = json.loads(run(package, "check", file, "--output-format", "json", code=len(unrelated)))[
        "findings"
    ]
    assert {item["code"] for item in found if item["level"] == "error"} == unrelated
    shutil.move(folder / last_year.name, last_year)

    form, filled = tmp_path / "form.xlsx", tmp_path / "form" / file.name
    filled.parent.mkdir()
    run(package, "form", file, "-o", form)
    run(package, "import", form, "-o", filled)
    assert figures_of(filled, new) == wanted[year]
    for source, each, edition in ((file, year, new), (last_year, year - 1, old)):
        out = tmp_path / f"build{each}"
        run(package, "build", source, "-o", out)
        built = sorted(out.iterdir())
        assert [path.suffix for path in built] == [".docx", ".html", ".pdf"]
        assert within_margins(built[-1])
        for path in built:
            back = tmp_path / "back" / f"{each}{path.suffix}.yaml"
            back.parent.mkdir(exist_ok=True)
            run(package, "import", path, "-o", back)
            assert figures_of(back, edition) == wanted[each], path.name
            assert "机关: 青禾镇人民政府\n" in back.read_text(encoding="utf-8")
        if edition is new:
            said = run(package, "check", built[1], "--output-format", "json", "--level", "warning")
            assert not {code for code in codes(said) if code[0] in "BDL"}


def test_what_is_new_and_what_is_gone_is_named(site: Path, tmp_path: Path) -> None:
    new, old = load(invented(), "2026.yaml"), edition_for(YEAR - 1)
    assert old is not None
    starter = tmp_path / "new" / f"{YEAR}.yaml"
    run(site, "new", starter, "--body", "青禾镇人民政府", "--year", YEAR)
    begun = starter.read_text(encoding="utf-8")
    assert RENAMED in begun
    assert "〔2021〕30号" not in begun
    files = [tmp_path / f"{YEAR - 1}.yaml", tmp_path / f"{YEAR}.yaml"]
    for file, edition in zip(files, (old, new), strict=True):
        text = data_file(edition, int(file.stem), figures(edition, int(file.stem)))
        file.write_text(text, encoding="utf-8")
    differences = json.loads(run(site, "diff", *files, "--output-format", "json"))
    by_name = {cell["cell"].rpartition(".")[0]: cell for cell in differences["cells"]}
    assert by_name[f"主动公开政府信息情况.{RENAMED}"]["last"] is None, "the column is new"
    assert by_name["收到和处理政府信息公开申请情况.本年度办理结果.其他处理.其余情形"]["last"] is not None
    assert differences["without_successor"] == ["政府信息公开行政复议、行政诉讼情况"]


def test_a_county_adds_up_and_publishes_its_rows(site: Path, tmp_path: Path) -> None:
    edition = load(invented(), "2026.yaml")
    bodies = ("青禾镇人民政府", "白杨镇人民政府")
    parts = [figures(edition, number) for number in (1, 2)]
    listed = "".join(f"  - {{名称: {body}}}\n" for body in bodies)
    (tmp_path / "county.yaml").write_text(f"名称: 清河县人民政府\n机关:\n{listed}", encoding="utf-8")
    for body, cells in zip(bodies, parts, strict=True):
        (tmp_path / body).mkdir()
        text = data_file(edition, YEAR, cells).replace("青禾镇人民政府", body)
        (tmp_path / body / f"{YEAR}.yaml").write_text(text, encoding="utf-8")
    states = json.loads(run(site, "county", "status", tmp_path, "--year", YEAR, "--json"))["bodies"]
    balance = edition.balances[0]
    received = (balance.table, balance.left[0].row)
    for state, cells in zip(states, parts, strict=True):
        own = [int(figure) for ref, figure in cells.items() if (ref.table, ref.row) == received]
        assert state["applications"] == str(sum(own))
    whole, public = tmp_path / "县" / f"{YEAR}.yaml", tmp_path / "公开"
    run(site, "county", "sum", tmp_path, "--year", YEAR, "-o", whole)
    sums = {ref: str(sum(Decimal(cells[ref]) for cells in parts)) for ref in parts[0]}
    assert figures_of(whole, edition) == dict(flat(tree(edition, sums)))
    run(
        site, "county", "publish", tmp_path, "-o", public, code=1
    )  # the county's own prose is not written yet
    data = (public / "数据.csv").read_text(encoding="utf-8-sig")
    assert f"青禾镇人民政府,{YEAR},政务公开服务情况,政务公开专区.场所数量," in data


@pages.needed
def test_a_form_for_the_browser_has_its_rows_and_is_saved(site: Path, tmp_path: Path) -> None:
    edition = load(invented(), "2026.yaml")
    page, saved = tmp_path / "form.html", tmp_path / f"{YEAR}.yaml"
    run(site, "form", "--body", "青禾镇人民政府", "--year", YEAR, "-o", page)
    assert RENAMED in page.read_text(encoding="utf-8")
    cells = figures(edition, 3)
    edits = {f"cell/{'.'.join(ref)}": figure for ref, figure in cells.items()}
    (seen,) = pages.filled([{"page": str(page), "edits": edits}], tmp_path)
    assert (seen["errors"], seen["messages"], seen["invalid"]) == ([], [], [])
    saved.write_text(seen["yaml"], encoding="utf-8")
    assert figures_of(saved, edition) == dict(flat(tree(edition, cells)))
    out = run(site, "check", saved, "--output-format", "json", code=1)
    assert codes(out) & {"B201", "D103", "D105", "D107"} == set()


@pytest.mark.parametrize(
    ("year", "words", "expected"),
    [
        (YEAR, f"根据{NUMBER}编制本报告。", set()),
        (YEAR, "根据国办公开办函〔2021〕30号编制本报告。", {"L422"}),
        (YEAR - 1, "根据国办公开办函〔2021〕30号编制本报告。", set()),
        (YEAR - 1, f"根据{NUMBER}编制本报告。", {"L422"}),
    ],
)
def test_the_notices_of_all_editions_are_known(
    site: Path, tmp_path: Path, year: int, words: str, expected: set[str]
) -> None:
    text = tmp_path / "a.txt"
    text.write_text(f"青禾镇人民政府{year}年政府信息公开工作年度报告\n{words}\n", encoding="utf-8")
    options = ["--body", "青禾镇人民政府", "--year", year, "--excerpt", "--output-format", "json"]
    said = run(site, "check", "--text", text, *options)
    assert codes(said) & {"L422", "L423"} == expected, said


def test_a_row_is_called_as_its_own_year_calls_it(site: Path, tmp_path: Path) -> None:
    edition = load(invented(), "2026.yaml")
    file = tmp_path / f"{YEAR}.yaml"
    text = data_file(edition, YEAR, figures(edition, YEAR)).replace(RENAMED, KEPT)
    file.write_text(text, encoding="utf-8")
    found = json.loads(run(site, "check", file, "--output-format", "json", code=1))["findings"]
    (error,) = (item for item in found if item["level"] == "error")
    assert error["code"] == "L403"
    assert error["message"] == f"“{KEPT}”是 2021 年版格式的项目，{NUMBER}所附格式里写作“{RENAMED}”"
    assert error["citation"] == NUMBER


def test_older_years_are_as_without_the_new_file(site: Path, tmp_path: Path) -> None:
    results = []
    for package in (site, ROOT):
        out = tmp_path / package.name
        run(package, "build", *EXAMPLES, "-o", out, "--force", "--format", "html,docx", code=1)
        made = {
            path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()
        }
        results.append((run(package, "check", *EXAMPLES, "--output-format", "json", code=1), made))
    assert results[0] == results[1]


def test_an_offices_own_widths_without_the_new_column_are_refused(site: Path, tmp_path: Path) -> None:
    edition = load(invented(), "2026.yaml")
    source = tmp_path / f"{YEAR}.yaml"
    source.write_text(data_file(edition, YEAR, figures(edition, YEAR)), encoding="utf-8")
    own = (ROOT / "templates" / "_table.html.j2").read_text(encoding="utf-8")
    widths = "[8.8, 11.1, 32.2, 8.9, 6.35, 6.35, 6.35, 6.35, 6.35, 7.25]"
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "_table.html.j2").write_text(own.replace("table.columns.widths", widths), encoding="utf-8")
    out = tmp_path / "out"
    run(site, "build", source, "-o", out, "--templates", folder, "--format", "pdf", code=2)
    assert not list(out.glob("*.pdf"))


def test_a_broken_file_ends_every_command_with_its_reasons(site: Path, tmp_path: Path) -> None:
    broken = tmp_path / "site"
    shutil.copytree(site, broken)
    (broken / "govgen" / "editions" / f"{YEAR}.yaml").write_text(
        invented().replace("id: hall", "id: line"), encoding="utf-8"
    )
    for words in (("check", EXAMPLES[0]), ("new", tmp_path / "x"), ("schema",), ("import", EXAMPLES[0])):
        run(broken, *words, code=2)
