"""The words of a written Word file are those of the page, in each paragraph and cell."""

import io
import zipfile

import pytest
from rendering import page

from govgen.render.docx.writer import write_docx
from govgen.render.html_tree import shared_tree
from govgen.render.readback.word_document import document_faults


def altered(content: bytes, old: str, new: str) -> bytes:
    """The file with the first ``old`` of its document part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(out, "w") as copy:
        for name in package.namelist():
            part = package.read(name)
            if name == "word/document.xml":
                assert old.encode() in part
                part = part.replace(old.encode(), new.encode(), 1)
            copy.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("draft", [False, True])
def test_a_file_as_written_has_the_words_of_the_page(draft: bool) -> None:
    html = page(draft=draft)
    assert document_faults(shared_tree(html), write_docx(html, draft=draft)) == []


def test_what_a_template_adds_may_be_printed_too() -> None:
    html = page().replace("</h1>", "</h1><aside><p>供社会监督</p></aside>", 1)
    content = write_docx(html)
    assert "供社会监督".encode() in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
    assert document_faults(shared_tree(html), content) == []


ALTERED = [
    (">187<", ">178<", "Word 里应印“187”，却印成了“178”"),
    (">187<", "><", "Word 里应印“187”，却印成了“”"),
    (">一、总体情况<", ">一、总体状况<", "Word 里应印“一、总体情况”，却印成了“一、总体状况”"),
    (">行政许可<", ">行政许可</w:t><w:t>187<", "Word 里应印“行政许可”，却印成了“行政许可187”"),
]


@pytest.mark.parametrize(("old", "new", "fault"), ALTERED)
def test_one_altered_word_or_figure_is_found(old: str, new: str, fault: str) -> None:
    html = page()
    assert document_faults(shared_tree(html), altered(write_docx(html), old, new)) == [fault]


def test_figures_that_changed_cells_are_found() -> None:
    html = page()
    swapped = altered(altered(write_docx(html), ">187<", ">#<"), ">17<", ">187<")
    faults = document_faults(shared_tree(html), altered(swapped, ">#<", ">17<"))
    assert faults
    assert all(fault.startswith("Word 里应印“") for fault in faults)
