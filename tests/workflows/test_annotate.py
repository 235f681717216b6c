"""Annotated copies: each finding a comment at its paragraph or cell, and nothing else changed."""

import io
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, canonicalize, fromstring, tostring

import pytest
from docx_reading import W, unpack
from hypothesis import given
from hypothesis import strategies as st
from judges.word import judged, needed
from word_sample import Anchored, anchored, our_word_file, with_slips

from govgen.findings.finding import Finding
from govgen.importers.page import RefusedError
from govgen.workflows.annotate import AUTHOR, WordComment, annotated, with_comments
from govgen.workflows.check_document import ExaminedDocument, examine_document
from tests.fuzz.documents import mutated_docx


@pytest.fixture(scope="module")
def slips(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A Word file with slips in it."""
    return with_slips(our_word_file(tmp_path_factory.mktemp("slips")))


CHANGED = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
OFFICE = shutil.which("soffice")
office = pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice (soffice)")


def reviewed(raw: bytes, folder: Path) -> ExaminedDocument:
    return examine_document(raw, folder / "报告.docx")


def by_libreoffice(raw: bytes, folder: Path) -> bytes:
    """The file as LibreOffice writes it."""
    assert OFFICE is not None
    source = folder / "source.docx"
    source.write_bytes(raw)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run([*command, "--outdir", str(folder / "lo"), str(source)], check=True, capture_output=True)
    return (folder / "lo" / "source.docx").read_bytes()


def misplaced(document: ExaminedDocument, comments: list[Anchored]) -> list[str]:
    """The findings without a comment at their paragraph or cell."""
    return [
        finding.code for finding in document.findings if not any(fits(document, finding, c) for c in comments)
    ]


def fits(document: ExaminedDocument, finding: Finding, comment: Anchored) -> bool:
    line = document.lines[finding.span.line - 1]
    if (
        not re.fullmatch(rf".. {finding.code}：.*", comment.lines[0])
        or finding.message not in comment.lines[0]
    ):
        return False
    if finding.span.line not in document.page.drawn:
        return squeezed(comment.paragraph) == squeezed(line)
    cells = line.split("\t")
    number = line.count("\t", 0, finding.span.column - 1)
    row = [squeezed(cell) for cell in comment.row]
    return squeezed(comment.paragraph) == squeezed(cells[number]) and all(
        squeezed(cell) in row for cell in cells
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


def copied(raw: bytes, folder: Path) -> tuple[ExaminedDocument, bytes]:
    document = reviewed(raw, folder)
    assert len(document.findings) >= 7
    return document, annotated(document, document.findings)


def assert_annotated(raw: bytes, folder: Path) -> None:
    document, made = copied(raw, folder)
    comments = anchored(made)
    assert misplaced(document, comments) == []
    assert len(comments) == len(document.findings)
    assert {comment.author for comment in comments} == {AUTHOR}
    before, after = unpack(raw), unpack(made)
    assert {name for name in after if after[name] != before.get(name)} <= CHANGED
    assert before.keys() == after.keys() - {"word/comments.xml"}
    for name in CHANGED & before.keys():
        assert is_kept(before[name], after[name])
    again = reviewed(made, folder)
    assert [(f.code, f.place) for f in again.findings] == [(f.code, f.place) for f in document.findings]
    assert annotated(document, document.findings) == made


def is_kept(before: bytes, after: bytes) -> bool:
    """Whether everything of a part but the marks of comments, and what lists them, is as it was."""
    return content(before) == content(after) and before != after


def content(raw: bytes) -> str:
    """A part in canonical form, without what comments put into it."""
    root = fromstring(raw)
    for parent in list(root.iter()):
        for child in list(parent):
            name = child.tag.rpartition("}")[2]
            of_comment = "comments" in child.get("Type", "") or "comments" in child.get("PartName", "")
            is_reference = name == "r" and [each.tag for each in child] == [f"{W}commentReference"]
            if name.startswith("commentRange") or of_comment or is_reference:
                parent.remove(child)
    return canonicalize(tostring(root, encoding="unicode"))


def test_every_finding_in_our_file_has_a_comment_at_its_place(tmp_path: Path) -> None:
    assert_annotated(with_slips(our_word_file(tmp_path)), tmp_path)


@pytest.mark.parametrize("name", sorted(CHANGED - {"word/comments.xml"}))
def test_a_part_in_another_encoding_is_kept(name: str, tmp_path: Path) -> None:
    parts = unpack(with_slips(our_word_file(tmp_path)))
    text = re.sub("encoding=.UTF-8.", "encoding='UTF-16'", parts[name].decode(), count=1)
    parts[name] = text.encode("utf-16")
    assert_annotated(zipped(parts), tmp_path)


@office
def test_every_finding_in_a_file_of_libreoffice_has_a_comment_at_its_place(tmp_path: Path) -> None:
    assert_annotated(by_libreoffice(with_slips(our_word_file(tmp_path)), tmp_path), tmp_path)


def test_a_comment_at_the_wrong_cell_is_seen(tmp_path: Path) -> None:
    """The tests above do find comments that are one paragraph or cell further on."""
    document = reviewed(with_slips(our_word_file(tmp_path)), tmp_path)
    further = tuple(tuple(number and number + 1 for number in line) for line in document.page.paragraphs)
    moved = replace(document, page=replace(document.page, paragraphs=further))
    assert len(misplaced(document, anchored(annotated(moved, document.findings)))) >= 7


def test_an_empty_cell_has_its_comment(tmp_path: Path) -> None:
    _, made = copied(with_slips(our_word_file(tmp_path)), tmp_path)
    empty = [comment for comment in anchored(made) if not comment.paragraph]
    assert [comment.row[-2:] for comment in empty] == [("行政许可", ""), ("0", "")]
    assert all("L454" in comment.lines[0] for comment in empty)


def test_comments_that_are_there_stay_and_keep_their_numbers(tmp_path: Path) -> None:
    document, made = copied(with_slips(our_word_file(tmp_path)), tmp_path)
    twice = annotated(reviewed(made, tmp_path), document.findings)
    first, second = unpack(made), unpack(twice)
    assert {name for name in second if second[name] != first.get(name)} == {
        "word/document.xml",
        "word/comments.xml",
    }
    assert first["word/comments.xml"].removesuffix(b"</w:comments>") in second["word/comments.xml"]
    assert is_kept(first["word/document.xml"], second["word/document.xml"])
    comments = anchored(twice)
    assert len(comments) == 2 * len(document.findings) == len({comment.number for comment in comments})
    assert misplaced(document, comments) == []


def test_a_comment_of_another_program_stays(tmp_path: Path) -> None:
    """Its part has a name of its own, and its number is one that is not the next."""
    parts = unpack(with_comments(our_word_file(tmp_path), [WordComment(3, ("请核对",))]))
    names = {"word/comments.xml": "word/remarks.xml", "Id": "Id"}
    parts = {
        names.get(name, name): raw.replace(b"comments.xml", b"remarks.xml") for name, raw in parts.items()
    }
    parts = {name: raw.replace(b'w:id="0"', b'w:id="41"') for name, raw in parts.items()}
    made = unpack(with_comments(zipped(parts), [WordComment(5, ("改",)), WordComment(3, ("再改",))]))
    assert made.keys() == parts.keys()
    assert made["[Content_Types].xml"] == parts["[Content_Types].xml"]
    assert re.findall(rb'<w:comment [^>]*w:id="(\d+)"', made["word/remarks.xml"]) == [b"41", b"42", b"43"]


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, raw in parts.items():
            package.writestr(name, raw)
    return out.getvalue()


@st.composite
def documents(draw: st.DrawFn) -> Element:
    """A document of elements of which some are paragraphs, one within another too."""
    names = st.sampled_from([f"{W}p", f"{W}pPr", f"{W}r", "p", "{urn:other}p"])
    texts = st.sampled_from(["", "字", "/>", "</p"])

    def grow(node: Element, depth: int) -> None:
        node.text = draw(texts)
        for _ in range(draw(st.integers(0, 3 if depth else 0))):
            child = SubElement(node, draw(names), {"x": draw(texts)})
            child.tail = draw(texts)
            grow(child, depth - 1)

    root = Element(f"{W}document")
    grow(root, 4)
    return root


@given(documents())
def test_the_range_of_a_comment_is_its_whole_paragraph(root: Element) -> None:
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    before, total = tostring(root), len(list(root.iter(f"{W}p")))
    raw = zipped({"[Content_Types].xml": types, "word/document.xml": before})
    made = unpack(with_comments(raw, [WordComment(number, ("改",)) for number in range(total)]))
    after = made["word/document.xml"]
    assert content(after) == content(before)
    for number, paragraph in enumerate(fromstring(after).iter(f"{W}p")):
        tags = [child.tag for child in paragraph]
        start = tags.index(f"{W}commentRangeStart")
        assert set(tags[:start]) <= {f"{W}pPr"}
        assert tags[start + 1] != f"{W}pPr"
        assert tags[-2:] == [f"{W}commentRangeEnd", f"{W}r"]
        marks = [paragraph[start], paragraph[-2], paragraph[-1][0]]
        assert [mark.get(f"{W}id") for mark in marks] == [str(number)] * 3


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("word/document.xml", lambda raw: raw.replace(b"</w:body>", b"")),
        ("word/_rels/document.xml.rels", lambda raw: b"<!DOCTYPE a>" + raw),
        ("[Content_Types].xml", lambda raw: raw[:-3]),
    ],
)
def test_a_part_that_cannot_be_changed_is_refused(
    name: str, change: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    parts = unpack(our_word_file(tmp_path))
    parts[name] = change(parts[name].replace(b' encoding="UTF-8"', b"").replace(b" encoding='UTF-8'", b""))
    with pytest.raises(RefusedError):
        with_comments(zipped(parts), [WordComment(0, ("改",))])


def test_a_package_that_lacks_or_broke_a_part_is_refused(tmp_path: Path) -> None:
    raw = our_word_file(tmp_path)
    lacking = {name: part for name, part in unpack(raw).items() if name != "[Content_Types].xml"}
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        start = package.getinfo("word/styles.xml").header_offset + 60
    broken = raw[:start] + b"\xff" * 20 + raw[start + 20 :]
    for made in (zipped(lacking), broken):
        with pytest.raises(RefusedError, match="批注写不进"):
            with_comments(made, [WordComment(0, ("改",))])


def test_words_of_a_comment_are_text_and_nothing_else(tmp_path: Path) -> None:
    line = "<w:t>&amp;\x00\ufdd0“中”</w:t>"
    document = reviewed(with_slips(our_word_file(tmp_path)), tmp_path)
    finding = next(iter(document.findings))._replace(message=line, advice="")
    (comment,) = anchored(annotated(document, [finding]))
    assert comment.lines[0].endswith("：<w:t>&amp;␀\ufdd0“中”</w:t>")


@pytest.mark.parametrize("number", range(20))
def test_a_damaged_file_is_refused_or_gets_its_comments(number: int, slips: bytes, tmp_path: Path) -> None:
    """The comments of a copy of whatever can be read change nothing that a review of it finds."""
    who = {"body": "青禾镇人民政府", "year": 2025}
    raw = mutated_docx(slips, random.Random(number))
    try:
        document = examine_document(raw, tmp_path / "报告.docx", **who)
        made = annotated(document, document.findings)
    except RefusedError:
        return
    assert len(anchored(made)) >= len(document.findings)
    again = examine_document(made, tmp_path / "报告.docx", **who)
    assert [(f.code, f.place) for f in again.findings] == [(f.code, f.place) for f in document.findings]


@needed
def test_the_judge_finds_nothing_new(tmp_path: Path) -> None:
    raw = with_slips(our_word_file(tmp_path))
    _, made = copied(raw, tmp_path)
    assert judged(raw, tmp_path) == judged(made, tmp_path) == []
    broken = unpack(made)
    broken["word/comments.xml"] = broken["word/comments.xml"].replace(b"w:initials=", b"w:initial=")
    assert judged(zipped(broken), tmp_path)


@needed
@office
def test_the_judge_finds_nothing_new_in_a_file_of_libreoffice(tmp_path: Path) -> None:
    raw = by_libreoffice(with_slips(our_word_file(tmp_path)), tmp_path)
    _, made = copied(raw, tmp_path)
    assert [error["description"] for error in judged(made, tmp_path)] == [
        error["description"] for error in judged(raw, tmp_path)
    ]
