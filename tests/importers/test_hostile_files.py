"""Files made to harm, or of a kind that cannot be read: a clear refusal, soon, and nothing fetched."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest

from govgen.importers.convert import convert
from govgen.importers.formats import lines
from govgen.importers.formats.detect import MAX_BYTES, MAX_PAGE_BYTES, MAX_TEXT_BYTES, page_of
from govgen.importers.page import RefusedError

SOON = 5.0
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


def pdf_bomb() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(128)) + packer.flush()
    return b"%PDF-1.7\n1 0 obj<</Length 9/Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj"


def pdf_bomb_in_a_bomb() -> bytes:
    inner = zlib.compress(b" " * (128 << 20), 9)
    return b"%PDF-1.7\nstream\n" + zlib.compress(inner, 9) + b"\nendstream"


def deep_page() -> bytes:
    return b"<html><body>" + b"<div>" * 100_000 + "一、总体情况".encode()


def wide_table() -> bytes:
    return (
        "<table><tr><td colspan=1000000000 rowspan=1000000000>规章</td></tr></table><p>完</p><p></p>".encode()
    )


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (bomb, "解压后超过"),
    "external entity": (entities, "声明了实体"),
    "many members": (many_members, "个文件"),
    "deep Word document": (nested_word, "嵌套太深"),
    "broken zip": (lambda: b"PK\x03\x04" + b"x" * 100, "损坏"),
    "broken xml": (lambda: package(b"<w:document"), "损坏"),
    "spreadsheet": (lambda: package(b"<x/>", "xl/workbook.xml"), "不是 Word 文档"),
    "no body": (lambda: package(b"<document/>"), "没有正文"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 100, "另存为 .docx"),
    "picture": (lambda: b"\x89PNG" + b"\0" * 100, "文字识别"),
    "locked PDF": (locked_pdf, "密码"),
    "long PDF": (long_pdf, "61 页"),
    "broken PDF": (lambda: b"%PDF-1.7 nothing follows", "损坏"),
    "PDF bomb": (pdf_bomb, "极大"),
    "PDF bomb in a bomb": (pdf_bomb_in_a_bomb, "极大"),
    "deep page": (deep_page, "嵌套太深"),
    "large file": (lambda: b"a" * (MAX_BYTES + 1), "太大"),
    "large text": (lambda: b"a" * (MAX_TEXT_BYTES + 1), "文字太多"),
    "large page": (lambda: b"<html>" + b"a" * MAX_PAGE_BYTES, "文字太多"),
    "program": (lambda: bytes(range(256)) * 40, "编码认不出"),
    "control characters": (lambda: b"\x01\x02a" * 100, "不是网页、Word、PDF 或文本"),
    "nothing": (lambda: b"", "没有文字"),
    "many lines": (lambda: "镇\n".encode() * 9000, "行，不像"),
    "many cells": (lambda: b"|" * 60_000 + "镇".encode(), "格，不像"),
    "scan": (lambda: word("<w:p/>"), "没有文字"),
}


@pytest.mark.parametrize("case", CASES)
def test_refused_clearly_and_soon(case: str) -> None:
    make, words = CASES[case]
    raw = make()
    start = time.perf_counter()
    with pytest.raises(RefusedError, match=words):
        convert(raw, "source")
    assert time.perf_counter() - start < SOON


def test_spans_of_a_table_cost_nothing() -> None:
    assert page_of(wide_table()).text == "规章\n完"


def test_a_page_of_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINES", 3)
    with pytest.raises(RefusedError, match="超过 3 行"):
        page_of(b"<html><body>" + b"<p>a</p>" * 4)


def test_scripts_and_hidden_words_are_no_text() -> None:
    page = page_of(
        "<html><body><script>document.write('x')</script><p>甲<span hidden>乙</span></p>"
        "<p style='display:none'>丙</p><img src='http://example.org/a.png'></body></html>".encode()
    )
    assert page.text == "甲"


def test_without_the_extra_a_pdf_is_one_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pdfplumber", None)
    with pytest.raises(RefusedError, match=r"govgen\[import\]"):
        convert(long_pdf(), "source")


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
