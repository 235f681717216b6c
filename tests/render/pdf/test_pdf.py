"""The PDF as a file: what it claims, that it is the same everywhere, that nothing strange gets into it."""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pydyf
import pytest
from pdf_reading import Paper, paper
from pdf_sample import ROOT, report

from govgen.render.pdf.engine import VARIANTS, EngineMissing, engine
from govgen.render.pdf.finishing import compress
from govgen.render.pdf.writer import write_pdf

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
TITLE = "青禾镇人民政府2025年政府信息公开工作年度报告"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_file_claims_what_it_is_in_one_description(variant: str) -> None:
    printed = paper(report(), variant)
    packet = bytes(printed.pdf.Root.Metadata.read_bytes())
    assert packet.count(b"</rdf:RDF>") == 1
    (rdf,) = ET.fromstring(packet).iter(f"{RDF}RDF")
    claims = {key: value for item in rdf for key, value in item.attrib.items()}
    assert claims["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    archive = "{http://www.aiim.org/pdfa/ns/id/}"
    if variant == "pdf/ua-1":
        assert archive + "part" not in claims
    else:
        assert (claims[archive + "part"], claims[archive + "conformance"]) == (variant[6], "A")
        described = {item.text for item in rdf.iter("{http://www.aiim.org/pdfa/ns/schema#}namespaceURI")}
        assert described == {"http://www.aiim.org/pdfua/ns/id/"}
        assert printed.pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
    titles = [item.text for item in rdf.iter(f"{RDF}li")]
    assert TITLE in titles


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(ValueError, match="pdf/x-4"):
        write_pdf(report(), variant="pdf/x-4")


def test_title_language_dates_and_bookmarks() -> None:
    printed = paper(report()).pdf
    assert str(printed.docinfo["/Title"]) == TITLE
    assert str(printed.docinfo["/CreationDate"]).startswith("D:20260118")
    assert printed.Root.Lang == "zh-CN"
    assert printed.Root.ViewerPreferences.DisplayDocTitle is True
    with printed.open_outline() as outline:
        (top,) = outline.root
        assert top.title.replace(" ", "") == TITLE
        assert [item.title[:2] for item in top.children] == [f"{n}、" for n in "一二三四五六"]
        inner = {child.title[:2]: [item.title[:3] for item in child.children] for child in top.children}
        assert (inner["一、"], inner["五、"]) == ([f"（{n}）" for n in "一二三四五"], ["（一）", "（二）"])


SCRIPT = """
import hashlib, sys
sys.path[:0] = [{root!r}, {tests!r}]
from pdf_sample import report
from govgen.render.pdf.writer import write_pdf
print(hashlib.sha256(write_pdf(report(), variant={variant!r})).hexdigest())
"""


@pytest.mark.parametrize("variant", ["pdf/ua-1", "pdf/a-3a"])
def test_the_same_bytes_in_another_process_folder_time_zone_and_hash_seed(
    tmp_path: Path, variant: str
) -> None:
    script = SCRIPT.format(root=str(ROOT), tests=str(ROOT / "tests" / "support"), variant=variant)
    seen = {hashlib.sha256(paper(report(), variant).data).hexdigest()}
    for seed, zone, folder in (("1", "Asia/Shanghai", tmp_path), ("77", "America/New_York", Path.cwd())):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C.UTF-8"}
        run = subprocess.run(
            [sys.executable, "-c", script],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        seen.add(run.stdout.strip())
        assert run.stderr == ""
    assert len(seen) == 1


def test_the_same_bytes_again_in_the_same_process() -> None:
    write_pdf(report(2020))
    assert write_pdf(report()) == paper(report()).data


def test_nothing_is_fetched_but_what_the_page_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", no_network)
    monkeypatch.setattr("socket.getaddrinfo", no_network)
    secret = tmp_path / "secret.png"
    secret.write_bytes(base64.b64decode(PNG))
    sources = (
        "http://example.org/x.png",
        "https://example.org/x.png",
        secret.as_uri(),
        "ftp://example.org/x.png",
    )
    images = "".join(f'<p>图<img alt="图" src="{source}"></p>' for source in sources)
    face = '@font-face { font-family: 外; src: url("https://example.org/x.ttf") }'
    css = f'@import url("{secret.as_uri()}"); {face}'
    foreign = Paper(write_pdf(report(overview=images, css=css)))
    assert not [name for page in foreign.pdf.pages for name in page.Resources.get("/XObject", {})]
    own = Paper(write_pdf(report(overview=f'<p>图<img alt="章" src="data:image/png;base64,{PNG}"></p>')))
    assert [name for page in own.pdf.pages for name in page.Resources.get("/XObject", {})]
    (figure,) = own.tree.find("Figure")
    assert str(figure.source.Alt) == "章"


def test_the_style_is_wholly_understood() -> None:
    class Kept(logging.Handler):
        def __init__(self) -> None:
            super().__init__(logging.WARNING)
            self.texts: list[str] = []

        def emit(self, record: logging.LogRecord) -> None:
            self.texts.append(record.getMessage())

    engine()
    kept = Kept()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(kept)
    try:
        write_pdf(report())
        assert kept.texts == []
        write_pdf(report(css="p { no-such-thing: 1 }"))
        assert kept.texts
    finally:
        logger.removeHandler(kept)


def test_the_engine_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger().addHandler(handler := logging.StreamHandler(sys.stderr))
    try:
        write_pdf(report(css="p { no-such-thing: 1 } @import url(http://example.org/x.css);"))
    finally:
        logging.getLogger().removeHandler(handler)
    assert capfd.readouterr() == ("", "")


WITHOUT_LIBRARIES = """
import ctypes, sys
sys.path.insert(0, {root!r})
import cffi
def refuse(*_, **__):
    raise OSError("no such library")
cffi.FFI.dlopen = refuse
ctypes.CDLL = type("CDLL", (), {{"__init__": refuse}})
from govgen.render.pdf.engine import EngineMissing
from govgen.workflows.build import Builder, Rendered
try:
    Builder()._content("pdf", "<p>", None, None, Rendered())
except EngineMissing as why:
    sys.exit(why.message)
"""


def test_missing_libraries_are_told_in_one_line_with_what_to_install() -> None:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_LIBRARIES.format(root=str(ROOT))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stdout == ""
    (line,) = run.stderr.splitlines()
    assert "pango" in line
    assert "PDF" in line


def test_a_character_that_no_font_has_is_refused_not_printed_as_a_box() -> None:
    with pytest.raises(EngineMissing, match="字体里没有这些字：\U000f0000\U000f0001。"):
        write_pdf(report(overview="<p>村名\U000f0000和\U000f0001。</p>"))


def test_every_font_is_embedded_and_maps_its_glyphs_to_characters() -> None:
    fonts = {name: font for page in paper(report()).pdf.pages for name, font in page.Resources.Font.items()}
    assert len(fonts) >= 4
    for font in fonts.values():
        (descendant,) = font.DescendantFonts
        assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())
        assert b"beginbfchar" in bytes(font.ToUnicode.read_bytes())


def test_a_stream_compressed_before_writing_reads_the_same_in_the_file() -> None:
    document = pydyf.PDF()
    long = pydyf.Stream([b"0 0 m " * 999], {"Length1": 5994}, compress=True)
    parts = pydyf.Stream(["BT", b"ET"], compress=True)
    document.add_object(long)
    document.add_object(parts)
    document.add_object(pydyf.Dictionary({"Held": long.reference}))
    compress(document)
    document.write(stored := io.BytesIO(), version=b"1.7", identifier=True, compress=True)
    read = pikepdf.open(stored)
    assert read.get_object(long.number, 0).read_bytes() == b"0 0 m " * 999
    assert int(read.get_object(long.number, 0).Length1) == 5994
    assert read.get_object(parts.number, 0).read_bytes() == b"BT\nET"
    assert read.get_object(parts.number + 1, 0).Held.read_bytes() == b"0 0 m " * 999
    assert len(read.trailer.ID) == 2


def test_a_report_stays_small_and_its_pages_compressed() -> None:
    data = paper(report()).data
    assert len(data) < 600_000
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = pdf.pages[0].Contents
        assert len(content.read_raw_bytes()) < len(content.read_bytes())
        assert zlib.decompress(content.read_raw_bytes()) == content.read_bytes()


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF is not installed")
@pytest.mark.parametrize(
    ("variant", "flavour"), [("pdf/ua-1", "ua1"), ("pdf/a-2a", "2a"), ("pdf/a-3a", "3a")]
)
def test_verapdf_finds_no_fault(tmp_path: Path, variant: str, flavour: str) -> None:
    target = tmp_path / "report.pdf"
    target.write_bytes(paper(report(), variant).data)
    run = subprocess.run(
        ["verapdf", "--flavour", flavour, "--format", "text", str(target)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.startswith("PASS"), run.stdout
