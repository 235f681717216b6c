"""Which paragraph of a Word file each line and table cell of its page comes from."""

import io
import zipfile
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from govgen.importers.formats.docx import read_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WRAPPERS = ("{}", "<w:ins>{}</w:ins>", "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>")
GONE = "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"


class Expected(NamedTuple):
    """A line of the page, and the number of the paragraph behind each of its cells."""

    cells: tuple[str, ...]
    paragraphs: tuple[int, ...]


class Writer:
    """Writes the body of a document and keeps what is expected of it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0
        self.expected: list[Expected] = []

    def paragraph(self, words: str) -> str:
        self.count += 1
        gone = GONE if self.draw(st.booleans()) else ""
        run = f"<w:r><w:t>{words}</w:t></w:r>" if words else ""
        if words and self.draw(st.booleans()):
            run = f"<w:ins>{run}</w:ins>"
        return self.draw(st.sampled_from([f"<w:p><w:pPr/>{gone}{run}</w:p>", f"<w:p>{run}{gone}</w:p>"]))

    def words(self) -> str:
        return f"文{self.count}" if self.draw(st.booleans()) else ""

    def block(self) -> str:
        if self.draw(st.booleans()):
            number, words = self.count, self.words()
            if words:
                self.expected.append(Expected((words,), (number,)))
            return self.draw(st.sampled_from(WRAPPERS[::2])).format(self.paragraph(words))
        width = self.draw(st.integers(2, 3))
        rows = "".join(self.row(width, at > 0) for at in range(self.draw(st.integers(1, 3))))
        return f"<w:tbl>{rows}</w:tbl>"

    def row(self, width: int, may_merge: bool) -> str:
        cells, numbers, written = [], [], ""
        for at in range(width):
            goes_on = at > 0 and may_merge and self.draw(st.booleans())
            number, words = self.count, "" if goes_on else self.words()
            merged = "<w:tcPr><w:vMerge/></w:tcPr>" if goes_on else ""
            more = "<w:p/>" if self.draw(st.booleans()) else ""
            written += f"<w:tc>{merged}{self.paragraph(words)}{more}</w:tc>"
            self.count += bool(more)
            if not goes_on:
                cells.append(words)
                numbers.append(number)
        self.expected.append(Expected(tuple(cells), tuple(numbers)))
        return f"<w:tr>{written}</w:tr>"


@st.composite
def documents(draw: st.DrawFn) -> tuple[bytes, list[Expected]]:
    """A Word file with paragraphs and tables, empty, deleted, inserted and merged parts among them."""
    writer = Writer(draw)
    body = "".join(writer.block() for _ in range(draw(st.integers(1, 6))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", document)
    return out.getvalue(), writer.expected


@given(documents())
def test_each_line_and_cell_names_the_paragraph_with_which_it_begins(
    document: tuple[bytes, list[Expected]],
) -> None:
    raw, expected = document
    page = read_docx(raw)
    lines = [tuple(line.split("\t")) for line in page.text.split("\n")] if page.paragraphs else []
    assert list(zip(lines, page.paragraphs, strict=True)) == [tuple(line) for line in expected]
