"""Reading a data file: encodings, hostile YAML, exact places, and no exception whatever the bytes are."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import yaml
from helpers import BASE, EXAMPLES, brief, codes, damaged, outside, read_text, top_entry
from hypothesis import given, settings
from hypothesis import strategies as st

from govgen.datafile.keys import vocabulary
from govgen.datafile.yaml_reader import parser as parsing
from govgen.datafile.yaml_reader.encodings import MAX_BYTES
from govgen.datafile.yaml_reader.source import Source, read
from govgen.datafile.yaml_reader.tree import Mapping, Scalar, Sequence, YamlNode
from govgen.findings.finding import Span

BAD_BYTES = [
    ("机关: 青禾镇人民政府\n年度: 2025\n".encode("gb18030"), "Y003", 1, 1),
    ("# note\nname: 青禾镇\n".encode("gbk"), "Y003", 2, 7),
    ("# 说明\n".encode() + "机关: 青禾镇\n".encode("gbk"), "Y003", 2, 1),
    (BASE.encode("utf-16"), "Y002", 1, 1),
    (BASE.encode("utf-16-le"), "Y002", 1, 1),
    (BASE.encode("utf-16-be"), "Y002", 1, 1),
    ("机关: 甲\n".encode("utf-16-le"), "Y002", 1, 1),
    (b"\xff\xfe\x00\x00" + BASE.encode("utf-32-le"), "Y002", 1, 1),
    (b"PK\x03\x04\x14\x00\x06\x00", "Y004", 1, 1),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Y004", 1, 1),
    (b"%PDF-1.7\n", "Y004", 1, 1),
    (b"{\\rtf1\\ansi", "Y004", 1, 1),
    (b"\x89PNG\r\n", "Y004", 1, 1),
    (b"\xff\xd8\xff\xe0", "Y004", 1, 1),
    (bytes(range(256)) * 4, "Y005", 3, 115),
    (b"\x00" * 1000, "Y004", 1, 1),
    ("机关: 甲\n所属: 乙".encode() + b"\xff\n", "Y005", 2, 6),
    (b"\xef\xbb\xbf" + "机关: 甲".encode() + b"\xff\n", "Y005", 1, 6),
    ("机关: 甲\r\n所属: 乙".encode() + b"\xff\r\n", "Y005", 2, 6),
    (b"", "Y006", 1, 1),
    (b"\n\n  \n", "Y006", 1, 1),
    ("# 只有说明\n".encode(), "Y006", 1, 1),
    (b"---\n", "Y006", 1, 1),
    ("机关: 青禾\u0000镇\n".encode(), "Y007", 1, 7),
    ("年度: 2025\n机关: 青\u200b禾镇\n".encode(), "Y007", 2, 6),
    ("年度: 2025\n机关: 青禾镇\ufeff\n".encode(), "Y007", 2, 8),
    ("机关: 甲\u0085所属: 乙\n".encode(), "Y007", 1, 6),
    ("机关: 甲\u2028所属: 乙\n".encode(), "Y007", 1, 6),
    ("机关: 甲\u2029所属: 乙\n".encode(), "Y007", 1, 6),
    ("机关: 甲\x07\n".encode(), "Y007", 1, 6),
    (b"a" * (MAX_BYTES + 1), "Y001", 1, 1),
    (b"[" * 10_000_000, "Y001", 1, 1),
    ("汇总来源:\n".encode() + b"- 1\n" * 70_000, "Y001", 1, 1),
    ("汇总来源:\n".encode() + b"\n" * 300_000, "Y001", 1, 1),
    ("汇总来源:\n".encode() + (b"  - " + b"x" * 200 + b"\n") * 60_000, "Y001", 1, 1),
    ("汇总来源:\n".encode() + b"  - " + b"x" * 200 + b"\n" + b"    a\n" * 50_000, "Y001", 1, 1),
    ("总体情况: |\n".encode() + (b"  - " + b"x" * 200 + b"\n") * 2_000, "Y001", 1, 1),
]


@pytest.mark.parametrize(("raw", "code", "line", "column"), BAD_BYTES)
def test_what_is_no_utf8_text_is_named(raw: bytes, code: str, line: int, column: int) -> None:
    assert brief(read(raw, vocabulary(None)).findings)[0] == (code, line, column)


BAD_YAML = [
    ("机关: 甲\n---\n机关: 乙\n", "Y022", 2, 1),
    ("---\n机关: 甲\n---\n", "Y022", 3, 1),
    ("所属: &地名 某县\n", "Y023", 1, 5),
    ("所属: *地名\n", "Y023", 1, 5),
    ("联系方式: &a {科室: 甲}\n", "Y023", 1, 7),
    ("联系方式:\n  <<: {科室: 甲}\n", "Y023", 2, 3),
    ("年度: !!int 2025\n", "Y024", 1, 5),
    ("年度: !自己 2025\n", "Y024", 1, 5),
    ("所属: !!python/object/apply:os.system [ls]\n", "Y024", 1, 5),
    ("所属: " + "[" * 900 + "\n", "Y025", 1, 4 + parsing.MAX_DEPTH),
    ("所属: " + "[" * 4_900 + "\n", "Y025", 1, 1_004 if yaml.__with_libyaml__ else 4 + parsing.MAX_DEPTH),
    ("所属: " + "{甲: " * 60 + "\n", "Y025", 1, 5 + 4 * (parsing.MAX_DEPTH - 1)),
    ("- " * 2400 + "甲\n", "Y025", 1, 1 + 2 * parsing.MAX_DEPTH),
    ("- 1\n" * (parsing.MAX_NODES + 1), "Y026", parsing.MAX_NODES, 3),
    ("汇总来源:\n" + ("- [" + "1," * 2_000 + "]\n") * 100, "Y026", 7, 1986),
    ("{甲: 1}: 2\n", "Y027", 1, 1),
    ("? [甲]\n: 2\n", "Y027", 1, 3),
    ("- 机关\n- 年度\n", "Y029", 1, 1),
    ("只有一段话\n", "Y029", 1, 1),
    ("联系方式: {科室: 甲\n", "Y020", 2, 1),
    ('所属: "某县\n', "Y020", 1, 5),
    ("所属: @某县\n", "Y020", 1, 5),
    ("所属: 甲: 乙\n", "Y020", 1, 6),
    ("机关: 甲\n  某项: 乙\n", "Y020", 2, 5),
    ("机关: 甲\n青禾镇年度报告\n年度: 2025\n", "Y020", 2, 1),
    ("联系方式: {科室: 甲 某项: 1}\n", "Y020", 1, 16),
    ('所属: "a\\某"\n', "Y020", 1, 7),
    ("%YAML 9.9\n---\n机关: 甲\n", "Y020", 1, 1),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), BAD_YAML)
def test_what_is_refused_of_yaml_is_named(text: str, code: str, line: int, column: int) -> None:
    assert (code, line, column) in brief(read_text(text).findings)


def test_the_list_of_a_countys_sources_may_be_long() -> None:
    entry = f"  - {{机关: 青禾镇人民政府, 文件: ../收件/青禾镇人民政府/2025.yaml, 摘要: {'a' * 64}}}\n"
    source = read_text(BASE.rstrip("\n") + "\n汇总来源:\n" + entry * 5_000 + "\n其他: 1\n")
    assert source.complete
    sources = top_entry(source, "汇总来源").value
    assert isinstance(sources, Sequence)
    assert len(sources.items) == 5_000
    assert top_entry(source, "其他").span.line == BASE.rstrip("\n").count("\n") + 5_004


@pytest.mark.parametrize("text", [text for text, code, *_ in BAD_YAML if code != "Y029"])
def test_where_reading_stops_it_is_said_and_nothing_can_be_built(text: str) -> None:
    source = read_text(text)
    assert not source.complete
    assert not source.is_sound
    assert source.findings.has_errors
    assert "Y021" in codes(source.findings)


def test_a_warning_never_hides_that_reading_stopped() -> None:
    source = read_text("所属: 某县 #3号\n联系方式: {科室: 甲\n")
    assert "Y020" in codes(source.findings)


@pytest.mark.parametrize(
    "raw",
    [
        BASE.encode("utf-8-sig"),
        BASE.replace("\n", "\r\n").encode(),
        BASE.replace("\n", "\r").encode(),
        BASE.replace("\n", "\r\n").encode("utf-8-sig"),
        b"---\n" + BASE.encode(),
        b"%YAML 1.1\n---\n" + BASE.encode(),
        BASE.encode() + b"...\n",
        BASE.rstrip("\n").encode(),
    ],
)
def test_marks_and_line_ends_of_other_systems_are_read_in_silence(raw: bytes) -> None:
    source = read(raw, vocabulary(None))
    assert source.complete
    assert brief(source.findings) == []
    assert plain(source.root) == plain(read_text(BASE).root)


@pytest.mark.parametrize(
    "written",
    ["010", "12:30", "yes", "2025-01-18", "1e3", "0x1F", "1_000", "null", "~", ".inf", "off", "=", "<<"],
)
def test_nothing_is_resolved(written: str) -> None:
    value = top_entry(read_text(f"所属: {written}\n"), "所属").value
    assert isinstance(value, Scalar)
    assert value.text == written


def plain(node: YamlNode) -> object:
    if isinstance(node, Mapping):
        return {entry.key: plain(entry.value) for entry in node}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text.rstrip("\n")


def placed(node: YamlNode) -> object:
    if isinstance(node, Mapping):
        return [(entry.key, entry.span, placed(entry.value)) for entry in node]
    if isinstance(node, Sequence):
        return [placed(item) for item in node.items]
    return (node.text, node.quoted, node.lines, (node.span.line, node.span.column))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_both_parsers_see_the_same_tree(path, monkeypatch) -> None:
    raw = path.read_bytes()
    fast = read(raw, vocabulary(None))
    monkeypatch.setattr(parsing, "_LOADER", parsing._PythonLoader)
    slow = read(raw, vocabulary(None))
    assert placed(fast.root) == placed(slow.root)
    assert brief(fast.findings) == brief(slow.findings) == []


@pytest.mark.parametrize("loader", [parsing._LOADER, parsing._PythonLoader])
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("{机关: , 年度: 2025}\n", 1, 6),
        ("{机关:   }\n", 1, 8),
        ("{机关:,年度: 2025}\n", 1, 5),
        ("{机关:\n\n  , 年度: 2025}\n", 3, 3),
        ("{机关: # 待填\n  }\n", 2, 3),
        ("{机关}\n", 1, 4),
        ("机关:  \n年度: 2025\n", 1, 4),
    ],
)
def test_a_value_left_out_has_one_place(text: str, line: int, column: int, loader, monkeypatch) -> None:
    monkeypatch.setattr(parsing, "_LOADER", loader)
    value = top_entry(read_text(text), "机关").value
    assert placed(value)[3] == (line, column)


@pytest.mark.parametrize(("text", "code"), [item[:2] for item in BAD_YAML if len(item[0]) < 5000])
def test_both_parsers_name_the_same_fault(text: str, code: str, monkeypatch) -> None:
    monkeypatch.setattr(parsing, "_LOADER", parsing._PythonLoader)
    assert code in codes(read_text(text).findings)


def test_libyaml_is_used_where_it_is_there() -> None:
    assert parsing._LOADER is getattr(yaml, "CSafeLoader", parsing._PythonLoader)


PLACES = [
    ("总体情况: |\n  前面{{ 甲 }}后面\n", 2, 5),
    ("总体情况: |\n  第一行\n\n    {{ 甲 }}\n", 4, 5),
    ("总体情况: |\n　　前面{{ 甲 }}\n", 2, 5),
    ("总体情况: |\n  第一行\n{{ 甲 }}在行首。\n", 3, 1),
    ("总体情况: 前面{{ 甲 }}\n", 1, 9),
    ("总体情况：前面{{ 甲 }}\n", 1, 8),
    ('总体情况: "前面{{ 甲 }}"\n', 1, 10),
    ("总体情况: '前面{{ 甲 }}'\n", 1, 10),
    ('{总体情况: "前面{{ 甲 }}"}\n', 1, 11),
    ('{总体情况："前面{{ 甲 }}"}\n', 1, 10),
    ("总体情况: |\n  𬭊珺{{ 甲 }}\n", 2, 5),
    ('𬭊: 1\n总体情况: "𬭊{{ 甲 }}"\n', 2, 9),
    ("总体情况: |-\n  前面{{ 甲 }}", 2, 5),
    ("总体情况: |  # 说明\n  前面{{ 甲 }}\n", 2, 5),
    ("总体情况:\n  |\n  前面{{ 甲 }}\n", 3, 5),
    ("总体情况: |2\n    前面{{ 甲 }}\n", 2, 7),
]


def _marks(source: Source) -> Iterator[Span]:
    value = top_entry(source, "总体情况").value
    assert isinstance(value, Scalar)
    for line in value.lines:
        at = line.text.find("{{")
        if at >= 0:
            yield line.span(at, at + len("{{ 甲 }}"))


@pytest.mark.parametrize(("text", "line", "column"), PLACES)
@pytest.mark.parametrize("form", ["as it is", "CRLF", "BOM"])
def test_every_character_of_prose_knows_its_place(text: str, line: int, column: int, form: str) -> None:
    raw = text.replace("\n", "\r\n").encode() if form == "CRLF" else text.encode()
    source = read(b"\xef\xbb\xbf" + raw if form == "BOM" else raw, vocabulary(None))
    assert list(_marks(source)) == [Span.point(line, column, len("{{ 甲 }}"))]


def test_where_typing_and_text_part_the_place_is_the_whole_value() -> None:
    source = read_text('总体情况: "前\\t面{{ 甲 }}"\n')
    assert list(_marks(source)) == [Span.point(1, 7, 13)]


def assert_all_inside(source: Source) -> None:
    assert outside(source.findings, source.text) == []
    if not source.complete:
        assert source.findings.has_errors


def test_words_with_an_empty_line_before_a_key_are_told_where_they_begin() -> None:
    source = read_text("甲\n\n 青禾\n机关: 青禾镇人民政府\n")
    assert_all_inside(source)
    assert [(item.code, item.span) for item in source.findings][:1] == [("Y020", Span.point(1, 1))]


FUZZ = settings(max_examples=int(os.environ.get("GOVGEN_FUZZ", "150")))


@FUZZ
@given(st.binary(max_size=400))
def test_any_bytes_are_read(raw: bytes) -> None:
    assert_all_inside(read(raw, vocabulary(None)))


@FUZZ
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert_all_inside(read(text.encode("utf-8", errors="replace"), vocabulary(None)))


@FUZZ
@given(st.text(alphabet="机关年度: ：{}[]｛｝，,|>-#\"'\t\n　 12&*!%@？?\\x.<", max_size=120))
def test_any_heap_of_marks_is_read(text: str) -> None:
    assert_all_inside(read_text(text))


@FUZZ
@given(st.data())
def test_a_damaged_report_is_read_the_same_by_both_parsers(data: st.DataObject) -> None:
    """Delete, double, move or replace pieces of a sound file: never an exception, never a place outside."""
    text = data.draw(st.sampled_from([path.read_text(encoding="utf-8") for path in EXAMPLES[-2:]] + [BASE]))
    text = damaged(data, text)
    fast = read_text(text)
    assert_all_inside(fast)
    kept, parsing._LOADER = parsing._LOADER, parsing._PythonLoader
    try:
        slow = read_text(text)
    finally:
        parsing._LOADER = kept
    assert_all_inside(slow)
    if fast.is_sound and slow.is_sound:
        assert placed(fast.root) == placed(slow.root)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("行政复议: {尚未审结: 1, #结果纠正: 5\n  结果维持: 2}\n", [("Y018", 1, 17)]),
        ("行政复议: {尚未审结: 1, # 结果纠正: 5\n  }\n", [("Y018", 1, 17)]),
        ("行政复议: {尚未审结: 1,\n  # 结果纠正: 5,\n  结果维持: 2}\n", [("Y018", 2, 3)]),
        ("行政复议: {尚未审结: 1 #5\n  }\n", [("Y018", 1, 16)]),
        ("已核实: [{规则: K510, 理由: 无}, #另一条\n  ]\n", [("Y018", 1, 26)]),
        ("行政复议: {尚未审结: 1} # 在括号外\n", []),
        ("行政复议: {\n  尚未审结: 1} # 在括号外\n# 又一行\n", []),
        ('行政复议: {尚未审结: "1 #5"}\n', []),
    ],
)
def test_a_comment_within_brackets_is_always_said(text: str, places: list[tuple[str, int, int]]) -> None:
    assert brief(read_text(text).findings) == places


@pytest.mark.parametrize(
    "char",
    [
        "\u034f",
        "\u3164",
        "\u2800",
        "\u180e",
        "\u115f",
        "\uffa0",
        "\u061c",
        "\ufe0f",
        "\U000e0041",
        "\U000e0101",
    ],
)
@pytest.mark.parametrize("text", ["总体情况: |\n  甲{}乙\n", "规{}章: 1\n", "规章: 1{}\n", 'a: "{}"\n'])
def test_characters_without_a_picture_are_named_wherever_they_are(char: str, text: str) -> None:
    at = text.index("{}")
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    found = read_text(text.format(char)).findings
    assert brief(found) == [("Y007", line, column)]
    assert f"U+{ord(char):04X}" in next(iter(found)).message


def test_an_endless_line_is_said_not_waited_out() -> None:
    text = f"机关: 青禾镇人民政府\n总体情况: |\n  {'政' * 5_000}\n"
    (found,) = read_text(text).findings
    assert (found.code, found.span.line, found.span.column) == ("Y001", 3, 1)
    assert "5,002 个字" in found.message
