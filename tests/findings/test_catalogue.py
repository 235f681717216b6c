"""The catalogue: every code is used, explained in Chinese, and its example draws it and then does not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from helpers import BASE, LAST, ROOT, SHARED, with_entries

from govgen.cli.app import run
from govgen.datafile.county import County, read_county
from govgen.datafile.identity import Kind
from govgen.findings.catalogue import FAMILIES, CatalogueEntry, Tier, codes, entry, files_of, finding
from govgen.findings.finding import START, Level
from govgen.workflows.check import examine
from govgen.workflows.check_text import examine_text
from govgen.workflows.report_task import task_of
from govgen.workflows.reviewed import Reviewed, with_doubles

CODE = re.compile(r"[YDBCLKTP]\d{3}")


def used() -> set[str]:
    """Every code that is a string in the package's code or in its lists of words and balances."""
    found: set[str] = set()
    for path in (ROOT / "govgen").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                found.add(node.value)
    for folder in ("editions", "rules/lexicon"):
        for path in (ROOT / "govgen" / folder).glob("*.yaml"):
            found |= set(re.findall(r"(?<![A-Z0-9])[YDBCLKTP]\d{3}(?!\d)", path.read_text(encoding="utf-8")))
    return found


def test_the_set_is_neither_empty_nor_small() -> None:
    assert len(codes()) > 60
    assert {code[0] for code in codes()} <= set(FAMILIES)


def test_every_code_that_is_used_is_in_the_catalogue() -> None:
    assert sorted(used() - set(codes())) == []


def test_every_code_of_the_catalogue_is_used() -> None:
    assert sorted(set(codes()) - used()) == []


def test_codes_are_in_order_in_their_family_s_file() -> None:
    for letter in FAMILIES:
        text = "".join(file.read_text(encoding="utf-8") for file in files_of(letter))
        found = re.findall(r"(?m)^(\w+):$", text)
        assert found == sorted(found)
        assert {code[0] for code in found} <= {letter}


@pytest.mark.parametrize("code", codes())
def test_every_entry_says_in_chinese_what_it_means(code: str) -> None:
    known = entry(code)
    for text in (
        known.title,
        known.explanation,
        re.sub(r"govgen (explain|county sum)", "", known.whole_advice),
    ):
        assert text == text.strip()
        assert re.search(r"[\u4e00-\u9fff]", text)
        assert not re.search(r"[A-Za-z]{4,} [a-z]{2,}", text), "English in what a clerk reads"
    assert len(known.title) <= 30
    assert known.explanation.endswith(("。", "）", "？"))


def claims_too_much(known: CatalogueEntry) -> bool:
    """Whether an entry forbids what no law or notice forbids, or names a law or a notice without its clause."""
    if known.level is Level.ERROR and known.tier in {Tier.STANDARD, Tier.PRACTICE}:
        return True
    return known.tier in {Tier.LAW, Tier.NOTICE} and not known.citation


@pytest.mark.parametrize("code", codes())
def test_only_law_and_notice_are_cited_as_binding(code: str) -> None:
    assert not claims_too_much(entry(code))


@pytest.mark.parametrize(
    ("level", "tier", "citation"),
    [
        (Level.ERROR, Tier.PRACTICE, ""),
        (Level.ERROR, Tier.STANDARD, "GB/T 9704"),
        (Level.WARNING, Tier.LAW, ""),
        (Level.WARNING, Tier.NOTICE, ""),
    ],
)
def test_an_entry_that_claims_too_much_is_seen(level: Level, tier: Tier, citation: str) -> None:
    assert claims_too_much(
        entry("B201").model_copy(update={"level": level, "tier": tier, "citation": citation})
    )


def test_the_mistakes_an_entry_covers_are_in_the_published_list() -> None:
    if not (SHARED / "mistakes.md").exists():
        pytest.skip("the authors' list of mistakes is not here")
    listed = set(re.findall(r"(?m)^[|-] ?([A-E]\d+)\b", (SHARED / "mistakes.md").read_text(encoding="utf-8")))
    assert len(listed) > 40
    assert {mistake for code in codes() for mistake in entry(code).mistakes} <= listed


def test_a_rule_may_soften_its_level_but_not_sharpen_it() -> None:
    assert finding("B201", "差", START, level=Level.WARNING).level is Level.WARNING
    with pytest.raises(ValueError, match="soften"):
        finding("K500", "差", START, level=Level.ERROR)


def _with_last(known: CatalogueEntry, last: str | None) -> CatalogueEntry:
    """An entry whose example has another file of the year before."""
    return known.model_copy(update={"example": known.example.model_copy(update={"last": last})})


def _drawn(folder: Path, known: CatalogueEntry, fragment: str, *, wrong: bool) -> set[str]:
    """The codes found in the sound report with an example's fragment in it, stored as the example says."""
    folder.mkdir()
    example = known.example
    if re.search(r"(?m)^一、", fragment):
        return _text_drawn(fragment)
    whole = example.whole and wrong
    text = (
        fragment * (example.repeat if wrong else 1)
        if whole or (example.repeat > 1 and wrong)
        else with_entries(fragment)
    )
    later = re.search(r"(?m)^年度: (202[6-9]|2018)$", fragment)
    path = folder / f"{later[1] if later else 2025}.yaml"
    path.write_bytes(text.encode(example.encoding if wrong else "utf-8"))
    if example.last is not None:
        (folder / "2024.yaml").write_text(with_entries(example.last, LAST), encoding="utf-8")
    if example.body is not None:
        (folder / "青禾镇").mkdir()
        (folder / "青禾镇" / "2025.yaml").write_text(with_entries(example.body), encoding="utf-8")
    county = County()
    if example.county is not None:
        county, faults = read_county(example.county.encode())
        assert not list(faults)
    item = examine(path, county=county)
    if example.beside is not None and wrong:
        other = folder / "2025副本.yaml"
        other.write_text(with_entries(example.beside), encoding="utf-8")
        tasks = [task_of(other), task_of(path, county=county)]
        _, item = with_doubles(map(Reviewed.of, tasks))
    return {finding.code for finding in item.findings} | {accepted.finding.code for accepted in item.accepted}


def _text_drawn(text: str) -> set[str]:
    """A bare text, which the codes about titles and headings need: a data file has both by construction."""
    _, found = examine_text(
        text.encode(),
        "报告.txt",
        body="青禾镇人民政府",
        kind=Kind.TOWN,
        year=2025,
        excerpt=False,
        county=County(),
    )
    return {finding.code for finding in found}


@pytest.mark.parametrize("code", codes())
def test_the_wrong_example_draws_the_code_and_the_right_one_does_not(code: str, tmp_path: Path) -> None:
    known = entry(code)
    # K500 is about the absence of last year's file: its wrong example has none beside it.
    wrong = _with_last(known, None) if code == "K500" else known
    assert code in _drawn(tmp_path / "wrong", wrong, known.example.wrong, wrong=True)
    right = known
    if code == "K502":
        right = _with_last(known, "所属: 某县\n")
    assert code not in _drawn(tmp_path / "right", right, known.example.right, wrong=False)


def test_the_sound_report_is_sound(tmp_path: Path, monkeypatch, capsys) -> None:
    """Both years of it draw nothing at all: what the examples are held against."""
    monkeypatch.chdir(tmp_path)
    Path("2025.yaml").write_text(BASE, encoding="utf-8")
    Path("2024.yaml").write_text(LAST, encoding="utf-8")
    assert run(["check", "2025.yaml"]) == 0
    assert "错误 0，警告 0，提示 0" in capsys.readouterr().out
