"""Malicious and unreadable files are refused soon with a clear reason, and nothing is fetched."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from helpers import shared

from govgen.importers import page
from govgen.importers.convert import convert
from govgen.importers.formats.detect import MAX_BYTES, MAX_PAGE_BYTES, MAX_TEXT_BYTES, page_of
from govgen.importers.isolation import read_source
from govgen.importers.page import RefusedError

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(document: bytes, name: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, document)
    return out.getvalue()


def word(body: str) -> bytes:
    return package(f'<?xml version="1.0"?><w:document {_W}><w:body>{body}</w:body></w:document>'.encode())


def bomb() -> bytes:
    """Half a gigabyte of blanks in half a megabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made, made.open("word/document.xml", "w") as part:
        for _ in range(512):
            part.write(b" " * (1 << 20))
    return out.getvalue()


def entities() -> bytes:
    return package(
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document '
        + _W.encode()
        + b"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )


def many_members() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(5000):
            made.writestr(f"word/{number}", b"")
    return out.getvalue()


def nested_word() -> bytes:
    depth = 3000
    return word("<w:sdt><w:sdtContent>" * depth + "<w:p/>" + "</w:sdtContent></w:sdt>" * depth)


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def long_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(61):
            made.add_blank_page()
        made.save(out)
    return out.getvalue()


def pdf_bomb(depth: int = 1) -> bytes:
    """A page whose content unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m " * (1 << 18)) for _ in range(700)) + packer.flush()
    for _ in range(depth - 1):
        packed = zlib.compress(packed, 9)
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        filters = pikepdf.Array([pikepdf.Name.FlateDecode] * depth)
        made.pages[0].Contents = made.make_stream(b"")
        made.pages[0].Contents.write(packed, filter=filters)
        made.save(out)
    return out.getvalue()


def deep_page() -> bytes:
    return b"<html><body>" + b"<div>" * 100_000 + "一、总体情况".encode()


def wide_table() -> bytes:
    return (
        "<table><tr><td colspan=1000000000 rowspan=1000000000>规章</td></tr></table><p>完</p><p></p>".encode()
    )


def ole(stream: str) -> bytes:
    """What tells a compound file: its signature, and the name of a stream in its directory."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 100


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (bomb, "解压后超过"),
    "external entity": (entities, "声明了实体"),
    "many members": (many_members, "个文件"),
    "deep Word document": (nested_word, "嵌套太深"),
    "broken zip": (lambda: b"PK\x03\x04" + b"x" * 100, "损坏"),
    "broken xml": (lambda: package(b"<w:document"), "损坏"),
    "spreadsheet": (lambda: package(b"<x/>", "xl/workbook.xml"), "表格文件已损坏或者加了密码"),
    "no body": (lambda: package(b"<document/>"), "没有正文"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 100, "另存为 .docx"),
    "old workbook": (lambda: ole("Book"), r"旧版 Excel 或 WPS 表格（.xls、.et），请打开后另存为 .xlsx"),
    "locked Word or Excel": (lambda: ole("EncryptedPackage"), "加了密码，请用密码打开"),
    "locked old workbook": (lambda: ole("Workbook"), "加了密码"),
    "Word as XML": (lambda: b"\xef\xbb\xbf<?xml version='1.0'?><w:wordDocument/>", "另存为 .docx"),
    "picture": (lambda: b"\x89PNG" + b"\0" * 100, "文字识别"),
    "locked PDF": (locked_pdf, "密码"),
    "long PDF": (long_pdf, "61 页"),
    "broken PDF": (lambda: b"%PDF-1.7 nothing follows", "损坏"),
    "PDF bomb": (pdf_bomb, "内容太多|损坏"),
    "PDF bomb in a bomb": (lambda: pdf_bomb(2), "内容太多|损坏"),
    "deep page": (deep_page, "内容太多|嵌套太深"),
    "large file": (lambda: b"a" * (MAX_BYTES + 1), "太大"),
    "large text": (lambda: b"a" * (MAX_TEXT_BYTES + 1), "文字太多"),
    "large page": (lambda: b"<html>" + b"a" * MAX_PAGE_BYTES, "文字太多"),
    "program": (lambda: bytes(range(256)) * 40, "编码认不出"),
    "control characters": (lambda: b"\x01\x02a" * 100, "不是网页、Word、PDF 或文本"),
    "nothing": (lambda: b"", "空文件"),
    "many lines": (lambda: "镇\n".encode() * 9000, "行，不像"),
    "many cells": (lambda: b"|" * 60_000 + "镇".encode(), "格，不像"),
    "scan": (lambda: word("<w:p/>"), "没有文字"),
}


@pytest.mark.parametrize("case", CASES)
def test_refused_clearly(case: str) -> None:
    make, words = CASES[case]
    with pytest.raises(RefusedError, match=words):
        convert(make(), "source")


def test_spans_of_a_table_cost_nothing() -> None:
    assert page_of(wide_table()).text == "规章\n完"


def test_a_page_of_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MAX_LINES", 3)
    with pytest.raises(RefusedError, match="超过 3 行"):
        page_of(b"<html><body>" + b"<p>a</p>" * 4)


def test_scripts_and_hidden_words_are_no_text() -> None:
    page = page_of(
        "<html><body><script>document.write('x')</script><p>甲<span hidden>乙</span></p>"
        "<p style='display:none'>丙</p><img src='http://example.org/a.png'></body></html>".encode()
    )
    assert page.text == "甲"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_texts_in_every_encoding_in_use(encoding: str) -> None:
    text = "青禾镇人民政府2020年政府信息公开工作年度报告\n一、总体情况\n全年公开信息3条。\n"
    found = convert(text.encode(encoding), "source")
    assert (found.words.body, found.words.year) == ("青禾镇人民政府", 2020)
    assert found.words.passages["overview"] == ("全年公开信息3条。",)


def test_braces_of_a_source_name_no_figure() -> None:
    text = "青禾镇人民政府2020年政府信息公开工作年度报告\n一、总体情况\n收到{{ 机关 }}和{% x %}、｛｛ 年度 ｝｝3条。\n"
    found = convert(text.encode(), "source")
    assert "{{" not in found.yaml
    assert "收到{ { 机关 } }和{ % x % }、｛ ｛ 年度 ｝ ｝3条。" in found.yaml


DEPTH = 3000


@pytest.mark.parametrize("tag", ["q", "blink", "x-y", "ruby", "font", "ul", "math"])
def test_deep_pages_of_any_tag_are_refused(tag: str) -> None:
    with pytest.raises(RefusedError, match=r"嵌套太深|内容太多"):
        convert(b"<html><body>" + f"<{tag} a=1>".encode() * DEPTH + "一、总体情况".encode(), "source")


@pytest.mark.parametrize(
    "charset", ["undefined", "punycode", "idna", "rot13", "hex", "unicode_escape", "none", "é"]
)
def test_a_page_that_claims_an_odd_charset_is_read(charset: str) -> None:
    page = page_of(f'<html><meta charset="{charset}"><body><p>一、总体情况</p></body></html>'.encode())
    assert page.text == "一、总体情况"


@pytest.mark.parametrize("encoding", ["cp037", "utf-7", "cp1047", "no-such", "utf-32", "punycode", "idna"])
def test_word_documents_in_any_encoding_of_xml_end_in_a_refusal_or_a_page(encoding: str) -> None:
    raw = package(f'<?xml version="1.0" encoding="{encoding}"?><w:document {_W}/>'.encode())
    with pytest.raises(RefusedError):
        page_of(raw)


@pytest.mark.parametrize("value", ["", "-1", "²", "9", "99", "1e3", "9" * 5000, "x"])
def test_odd_numbers_of_lists_are_no_numbers(value: str) -> None:
    level = f'<w:lvl w:ilvl="{value}"><w:start w:val="{value}"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    listed = f'<w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="1"/></w:numPr>'
    out = io.BytesIO(word(f"<w:p><w:pPr>{listed}</w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"))
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("word/numbering.xml", numbering)
    assert page_of(out.getvalue()).text.endswith("甲")


ATTACKS = {
    "charset_undefined.html": 1,
    "circled.docx": 1,
    "circled.html": 1,
    "damaged-deflate.docx": 2,
    "half.html": 1,
    "numbering_bad.docx": 0,
    "numbering_huge_start.docx": 0,
    "numbering_sup_digit.docx": 0,
    "q_nested.pdf": 2,
    "rects.pdf": 2,
    "s.html": 0,
    "span1000.html": 2,
    "strike.docx": 0,
    "sup.html": 1,
    "vanish.docx": 0,
}
"""Documents made to harm, with the exit code of their import."""
_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))
from govgen.cli import main
sys.argv[0] = "govgen"
main()
"""


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_end_within_ten_seconds_and_600_megabytes(name: str) -> None:
    file = shared("attack") / name
    command = [sys.executable, "-c", _LIMITED, "import", "--dry-run", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == ATTACKS[name], done.stderr
    assert "Traceback" not in done.stderr
    if done.returncode == 2:
        assert done.stderr.startswith(f"错误：{file}：") or str(file) in done.stderr
    if any(name.startswith(kind) for kind in ("circled", "half", "sup", "s.", "strike", "vanish")):
        assert "行政许可: {本年处理决定数量: 187}" in done.stdout


def test_every_document_of_the_attack_has_an_outcome() -> None:
    assert {file.name for file in shared("attack").iterdir() if file.suffix != ".yaml"} == set(ATTACKS)


def test_a_file_is_not_read_beyond_the_limit() -> None:
    with pytest.raises(RefusedError, match="文件太大"):
        read_source(Path("/dev/zero"))
