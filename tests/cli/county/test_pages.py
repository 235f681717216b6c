"""``govgen county publish`` and ``review``: what is public, what is internal, and that neither leaks or fails."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from pathlib import Path

import judges.pages as judges
import pytest
from county_sample import BODIES, county, data_file

from govgen.cli.app import run
from govgen.workflows.build import Builder
from govgen.workflows.county.published import PublicReport, public_page
from govgen.workflows.county.received import Received
from govgen.workflows.report_task import task_of

SECRET = "11010519491231002X"  # an identity number with a right check digit, of nobody
WRONG = (
    data_file(BODIES[2])
    .replace("予以公开: {自然人: 4}", "予以公开: {自然人: 5}")
    .replace("便民服务中心设公开专区一处", f"便民服务中心设公开专区一处，申请人身份证号{SECRET}")
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    undated = data_file(BODIES[1]).replace("发布日期: 2026-01-18\n", "")
    county(tmp_path, {BODIES[0]: data_file(BODIES[0]), BODIES[1]: undated, BODIES[2]: WRONG})
    return Path("收件")


def test_only_sound_and_dated_reports_are_public(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["county", "publish", str(office), "-o", "公开"]) == 1
    err = capsys.readouterr().err
    assert f"没有收：收件/{BODIES[1]}/2025.yaml（没有写发布日期）" in err
    assert f"没有收：收件/{BODIES[2]}/2025.yaml（有错误）" in err
    made = sorted(path.relative_to("公开").as_posix() for path in Path("公开").rglob("*") if path.is_file())
    title = f"{BODIES[0]}2025年政府信息公开工作年度报告"
    files = (f"{BODIES[0]}/{title}.{kind}" for kind in ("docx", "html", "pdf"))
    assert set(made) == {"index.html", "数据.csv", *files}
    page = Path("公开/index.html").read_text(encoding="utf-8")
    assert BODIES[1] not in page
    assert BODIES[2] not in page
    assert len(re.findall(r"<td class=\"formats\">", page)) == 1


def test_the_cells_are_offered_as_data(office: Path) -> None:
    run(["county", "publish", str(office), "-o", "公开"])
    rows = list(csv.DictReader(io.StringIO(Path("公开/数据.csv").read_bytes().decode("utf-8-sig"))))
    assert len(rows) == 200
    assert {row["机关"] for row in rows} == {BODIES[0]}
    total = [row["数值"] for row in rows if row["项目"] == "本年新收政府信息公开申请数量.总计"]
    assert total == ["4"]


def test_years_are_compared_over_the_bodies_that_have_both(tmp_path: Path) -> None:
    """A body that is missing in one year makes no rise; the chart says whom it is about."""

    def report(body: str, year: int) -> PublicReport:
        text = data_file(body).replace("年度: 2025", f"年度: {year}")
        file = tmp_path / f"{body}{year}.yaml"
        file.write_text(text, encoding="utf-8")
        return PublicReport(Received.of(task_of(file)), body, ())

    first, second = BODIES[:2]
    page = public_page([report(first, 2024), report(first, 2025), report(second, 2025)], "青山县")
    assert "2024—2025年申请办理结果（各年都有报告的 1 个机关）" in page
    assert re.findall(r"予以公开[^；。]*", page)[0] == "予以公开2024年4件，2025年4件"
    whole = public_page([report(body, year) for body in (first, second) for year in (2024, 2025)], "青山县")
    assert "2024—2025年申请办理结果（单位：件）" in whole
    apart = public_page([report(first, 2024), report(second, 2025)], "青山县")
    assert "2025年申请办理结果（单位：件）" in apart


def test_nothing_is_published_beside_an_internal_page(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["county", "review", str(office), "--year", "2025", "-o", "公开/审核"]) == 0
    assert run(["county", "publish", str(office), "-o", "公开"]) == 2
    assert "是内部页" in capsys.readouterr().err
    assert not Path("公开/index.html").exists()


def test_the_internal_page_has_states_findings_and_links(office: Path) -> None:
    run(["county", "return", str(office), "--year", "2025", "-o", "退回"])
    assert run(["county", "review", str(office), "--year", "2025", "-o", "内部", "--returns", "退回"]) == 0
    page = Path("内部/index.html").read_text(encoding="utf-8")
    assert "内部资料，不得公开" in page
    assert "退回(第 1 次)" in page
    assert '<th scope="row">B201</th>' in page
    (link,) = re.findall(r'<a href="(\.\./[^"]+)"', page)
    assert link.endswith(".docx")


def test_personal_data_is_masked_in_what_the_county_makes(office: Path) -> None:
    run(["county", "return", str(office), "--year", "2025", "-o", "退回"])
    run(["county", "review", str(office), "--year", "2025", "-o", "内部"])
    page = Path("内部/index.html").read_text(encoding="utf-8")
    assert "P7" in page
    assert SECRET not in page
    assert SECRET[:10] not in page


def test_personal_data_is_masked_in_every_quote_of_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In sentences quoted for other findings and for likeness, whatever the check digit, on each way out."""
    monkeypatch.chdir(tmp_path)
    private = ("13912345678", "110105194912310021", "6222020200112233446", "王小明")
    alike = "".join(f"第{word}项公开事项由专人逐条核对以后再行发布到栏目里。" for word in "甲乙丙丁戊己")
    words = (
        f"为申请人王小明（手机{private[0]}）办理，转办其他单位1件。证号{private[1]}来信，金额全全部退还账户"
        f"{private[2]}，由王小明本人签收并当面致谢工作人员。{alike}\n"
    )
    sent = {body: data_file(body).replace("办结4件。\n", f"办结4件。{words}") for body in BODIES[:2]}
    sent[BODIES[0]] = sent[BODIES[0]].replace("予以公开: {自然人: 4}", "予以公开: {自然人: 5}")
    county(tmp_path, sent, BODIES[:2])
    run(["county", "return", "收件", "--year", "2025", "-o", "退回"])
    run(["county", "review", "收件", "--year", "2025", "-o", "内部"])
    run(["county", "status", "收件", "--year", "2025"])
    run(["county", "status", "收件", "--year", "2025", "--json"])
    run(["county", "sum", "收件", "--year", "2025", "--xlsx", "汇总.xlsx", "--allow-missing"])
    shown = ["".join(capsys.readouterr()), Path("内部/index.html").read_text(encoding="utf-8")]
    for file in Path("退回").iterdir():
        parts = zipfile.ZipFile(file)
        shown += [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
    everything = "".join(shown)
    assert "王**" in everything
    assert "雷同" in shown[0]
    assert [part for part in private if part in everything] == []
    assert private[1][:10] not in everything


@judges.needed
def test_both_pages_are_valid_and_accessible(office: Path) -> None:
    run(["county", "review", str(office), "--year", "2025", "-o", "内部"])
    run(["county", "publish", str(office), "-o", "公开"])
    pages = [Path("公开/index.html").resolve(), Path("内部/index.html").resolve()]
    assert judges.nu(pages) == []
    assert [view["violations"] for view in judges.axe(pages) if view["violations"]] == []


def test_a_second_run_renders_nothing_and_publishes_the_same(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["county", "publish", str(office), "-o", "公开"]
    run(words)
    first = {path: path.read_bytes() for path in Path("公开").rglob("*") if path.is_file()}
    monkeypatch.delattr(Builder, "render")
    assert run([*words, "--jobs", "2"]) == 1
    assert {path: path.read_bytes() for path in Path("公开").rglob("*") if path.is_file()} == first
    assert run([*words, "--no-cache"]) == 2


@pytest.mark.parametrize("name", [BODIES[0], f"青山县{BODIES[0]}"])
def test_two_files_of_one_body_are_not_published(
    office: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Not under another name either, by which its figures would be on the page twice."""
    (office / "又").mkdir()
    (office / "又" / "2025.yaml").write_text(data_file(BODIES[0]).replace(BODIES[0], name), encoding="utf-8")
    assert run(["county", "publish", str(office), "-o", "公开"]) == 1
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "请只留下要用的一份" in line]
    assert "又/2025.yaml" in line
    assert f"都是{BODIES[0]} 2025 年度的" in line
    assert [path.name for path in Path("公开").rglob("*") if path.is_file()] == ["index.html", "数据.csv"]


def test_the_countys_own_report_comes_first_even_where_the_list_names_it_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = (BODIES[1], BODIES[0], "青山县人民政府")
    county(tmp_path, {name: data_file(name) for name in names}, names)
    run(["county", "publish", "收件", "-o", "公开"])
    rows = csv.DictReader(io.StringIO(Path("公开/数据.csv").read_bytes().decode("utf-8-sig")))
    assert list(dict.fromkeys(row["机关"] for row in rows)) == [names[2], names[0], names[1]]


def test_a_renamed_body_is_one_row_and_a_year_without_report_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reports under a former name, or under one with the county's before it, are of the body on the list."""
    monkeypatch.chdir(tmp_path)
    inbox = county(tmp_path, {BODIES[1]: data_file(BODIES[1])}, BODIES[1:])
    listed = Path("county.yaml").read_text(encoding="utf-8")
    Path("county.yaml").write_text(
        listed.replace("办事处}", "办事处, 别名: [红石乡人民政府]}"), encoding="utf-8"
    )
    sent = {2024: "红石乡人民政府", 2025: "青山县红石街道办事处"}
    (inbox / BODIES[2]).mkdir()
    for year, name in sent.items():
        text = data_file(name).replace("2025", str(year)).replace("2026-", f"{year + 1}-")
        (inbox / BODIES[2] / f"{year}.yaml").write_text(text, encoding="utf-8")
    run(["county", "publish", str(inbox), "-o", "公开"])
    page = Path("公开/index.html").read_text(encoding="utf-8")
    assert re.findall(r'<th scope="row">(.+?)</th>', page[: page.index("申请办理情况")]) == list(BODIES[1:])
    assert f"{BODIES[1]}2024年无，2025年4件；{BODIES[2]}2024年4件，2025年4件" in page
    assert "待核" not in page


@pytest.mark.parametrize("how", ["has an error", "is gone", "has no date"])
def test_what_was_published_before_and_is_not_now_is_to_be_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    """Every run says so until it is done; nothing is deleted, nor is a file of the office's own named."""
    monkeypatch.chdir(tmp_path)
    inbox = county(tmp_path, {body: data_file(body) for body in BODIES[:2]})
    words = ["county", "publish", str(inbox), "-o", "公开"]
    assert run(words) == 0
    Path("公开/说明.pdf").write_bytes(b"")
    file = inbox / BODIES[0] / "2025.yaml"
    text = file.read_text(encoding="utf-8")
    changes = {
        "has an error": text.replace("予以公开: {自然人: 4}", "予以公开: {自然人: 5}"),
        "has no date": text.replace("发布日期: 2026-01-18\n", ""),
    }
    if how in changes:
        file.write_text(changes[how], encoding="utf-8")
    else:
        shutil.rmtree(file.parent)
    for _ in range(2):
        capsys.readouterr()
        assert run(words) == 1
        told = [line for line in capsys.readouterr().err.splitlines() if "请删去" in line]
        assert len(told) == 3
        assert all(f"公开/{BODIES[0]}/" in line for line in told)
    assert len(list(Path("公开").rglob("*.pdf"))) == 3
    shutil.rmtree(Path("公开") / BODIES[0])
    run(words)
    assert "请删去" not in capsys.readouterr().err
