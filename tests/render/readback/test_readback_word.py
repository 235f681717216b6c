"""The words of a written Word file are those of the page, in each paragraph and cell."""

import io
import random
import re
import zipfile
from dataclasses import replace

import pytest
from rendering import NAMES, example, page

from govgen.datafile.chart import plans
from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates
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


def charted() -> str:
    """The page of an example with a chart."""
    return Templates().render(replace(example(), chart=plans()["两年对比"]))


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("name", [*NAMES, "chart"])
def test_a_file_as_written_has_the_words_of_the_page(name: str, draft: bool) -> None:
    html = charted() if name == "chart" else page(name, draft=draft)
    assert document_faults(shared_tree(html), write_docx(html, draft=draft)) == []


ADDED = {
    "a paragraph": "<aside><p>供社会监督</p></aside>",
    "text and a list": "<aside>供社会<b>监督</b><ul><li>一</li><li>187</li></ul></aside>",
    "hidden from screen readers": '<aside aria-hidden="true"><p>供社会监督</p></aside>',
    "text without a paragraph": "<div>供社会<br>监督</div>",
    "a picture that Word cannot show": '<figure><img alt="供社会监督" src="data:image/webp;base64,U"></figure>',
    "contents": "<aside>供社会监督</aside><nav><p>目录</p></nav>",
}


@pytest.mark.parametrize("what", ADDED)
def test_what_a_template_adds_may_be_printed_too(what: str) -> None:
    html = page().replace("<h1>", f"{ADDED[what]}<h1>", 1)
    content = write_docx(html)
    text = re.sub("<[^>]*>", "", zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode())
    assert text.lstrip().startswith("供社会监督")
    assert document_faults(shared_tree(html), content) == []
    assert document_faults(shared_tree(page()), content) != []


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


RUN = re.compile(r'(?<=descr=")[^"]+|(?<=>)[^<>]+(?=</w:t>)')
WORD = re.compile("[0-9]+|[\u3400-\u9fff]+")


def damaged(document: str, source: random.Random) -> list[tuple[str, str]]:
    """For each run and picture that has words, the document with one of them altered, doubled or lost."""
    made = []
    for run in RUN.finditer(document):
        if words := list(WORD.finditer(document, *run.span())):
            start, end = source.choice(words).span()
            old = document[start:end]
            other = str(int(old) + 1) if old.isdigit() else f"{old[:-1]}囧"
            new = source.choice([other, old * 2, ""])
            made.append((f"{old} → {new}", f"{document[:start]}{new}{document[end:]}"))
    return made


def test_one_word_or_figure_altered_anywhere_is_found() -> None:
    html = charted()
    root, content = shared_tree(html), write_docx(html)
    document = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    cases = damaged(document, random.Random(document))
    assert len(cases) > 300
    for what, text in cases:
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as copy:
            copy.writestr("word/document.xml", text)
        assert document_faults(root, package.getvalue()), what


def test_words_that_word_hides_in_the_lower_part_of_a_merged_cell_are_missed() -> None:
    html = page()
    hidden = altered(write_docx(html), '<w:vMerge w:val="restart"/>', "<w:vMerge/>")
    (fault,) = document_faults(shared_tree(html), hidden)
    assert re.fullmatch("Word 里应印“（本列数据的勾稽关系为：.*”，却印成了“”", fault)


def test_a_figure_in_the_empty_cell_beside_its_own_is_found() -> None:
    right = "<main><table><tr><th>甲</th><td>7</td><td></td></tr></table></main>"
    moved = write_docx(right.replace("<td>7</td><td></td>", "<td></td><td>7</td>"))
    assert document_faults(shared_tree(right), write_docx(right)) == []
    assert document_faults(shared_tree(right), moved) != []
