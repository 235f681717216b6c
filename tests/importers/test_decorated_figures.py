"""Marks on, in and around a figure of a cell never become digits of it: it is read right, or it is doubtful."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

import pikepdf
import pytest
import weasyprint
from helpers import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from govgen.datafile.cell import Cell, State
from govgen.datafile.values import number
from govgen.editions.node import CellType
from govgen.editions.table import CellRef
from govgen.importers.convert import convert
from govgen.importers.formats.pdf import read_pdf
from govgen.importers.tables.figures import figure, is_figure
from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates
from govgen.workflows.check import examine

CELL = CellRef("disclosure", "licence", "decisions")
_STYLED = (
    *("display:none", "visibility:hidden", "opacity:0", "font-size:0", "font-size:1px", "color:white"),
    *("color:#fefefe", "color:transparent", "color:rgba(0,0,0,0)", "position:absolute;left:-9999px"),
    *(
        "text-indent:-200px;display:inline-block",
        "margin-left:-999px",
        "clip:rect(0,0,0,0);position:absolute",
    ),
    *("text-decoration:line-through", "text-decoration-line:line-through", "vertical-align:super"),
    *("vertical-align:5px;font-size:60%", "transform:scale(0)", "position:relative;top:-.5em", "float:right"),
    *("color:blue", "font-size:7pt", "background:#000;color:#000", "d\\69splay:none"),
)
_TAGS = (
    "sup",
    "sub",
    "s",
    "del",
    "strike",
    "small",
    "a",
    "rt",
    "u",
    "mark",
    "template",
    "noscript",
    "b",
    "ins",
)
IN_HTML: dict[str, str] = {
    **{f"style {style}": f'<span style="{style}">%s</span>' for style in _STYLED},
    **{f"element {tag}": f"<{tag}>%s</{tag}>" for tag in _TAGS},
    "hidden": "<span hidden>%s</span>",
    "class of a sheet": '<span class="visually-hidden">%s</span>',
    "unknown class": '<span class="fn">%s</span>',
    "white by attribute": '<font color="white">%s</font>',
    "closed details": "<details>%s</details>",
    "struck around": '<s><span><font color="red">%s</font></span></s>',
}
_RUN = "<w:r><w:rPr>%s</w:rPr><w:t>{}</w:t></w:r>"
_FIELD = '<w:r><w:fldChar w:fldCharType="%s"/></w:r>'
IN_DOCX: dict[str, str] = {
    name: _RUN % properties
    for name, properties in {
        "strike": "<w:strike/>",
        "double strike": '<w:dstrike w:val="true"/>',
        "vanish": "<w:vanish/>",
        "superscript": '<w:vertAlign w:val="superscript"/>',
        "subscript": '<w:vertAlign w:val="subscript"/>',
        "raised": '<w:position w:val="10"/>',
        "white": '<w:color w:val="FFFFFF"/>',
        "shaded in its own colour": '<w:color w:val="FF0000"/><w:shd w:val="clear" w:fill="FF0000"/>',
        "solid in its own colour": '<w:color w:val="FF0000"/><w:shd w:val="solid" w:color="FF0000" w:fill="FFFFFF"/>',
        "solid in the colour of no choice": '<w:color w:val="000000"/><w:shd w:val="solid" w:color="auto"/>',
        "tiny": '<w:sz w:val="2"/>',
        "small": '<w:sz w:val="12"/>',
        "under the next digit": '<w:spacing w:val="-200"/>',
        "red": '<w:color w:val="FF0000"/>',
        "a style of its own": '<w:rStyle w:val="Raised"/>',
    }.items()
} | {
    "formula": f'<m:oMath xmlns:m="{"http://schemas.openxmlformats.org/officeDocument/2006/math"}"><m:r><m:t>{{}}</m:t></m:r></m:oMath>',
    "digit of a symbol font": '<w:r><w:sym w:font="Symbol" w:char="F03{}"/></w:r>',
    "plain code in a symbol font": '<w:r><w:sym w:font="Wingdings" w:char="003{}"/></w:r>',
    "code of a field": f"{_FIELD % 'begin'}{_RUN % ''}{_FIELD % 'separate'}{_FIELD % 'end'}",
    "code of a field without a result": f"{_FIELD % 'begin'}{_RUN % ''}{_FIELD % 'end'}",
}
_RAISED_STYLE = (
    '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)
_RAISED_STYLE += '<w:style w:type="character" w:styleId="Raised"><w:basedOn w:val="Base"/></w:style>'
_SETS = (
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "₀₁₂₃₄₅₆₇₈₉",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "⓿❶❷❸❹❺❻❼❽❾",
    "０①②③④⑤⑥⑦⑧⑨",
    "🄀⒈⒉⒊⒋⒌⒍⒎⒏⒐",
    "0⑴⑵⑶⑷⑸⑹⑺⑻⑼",
    "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "٠١٢٣٤٥٦٧٨٩",
    "½⅓⅔¼¾⅕⅖⅗⅘⅙",
)
_AROUND = ("[{}]", "〔{}〕", "（{}）", "注{}", "*{}", "^{}", "~~{}~~", "<sup>{}</sup>")
_OVER = ("\u0335", "\u0336", "\u0338", "\u20dd", "\ufe0f\u20e3")


def in_text(way: int, digit: str) -> str:
    """``digit`` as a mark of plain text, in the ``way`` of that number."""
    if way < len(_SETS):
        return _SETS[way][int(digit)]
    if way < len(_SETS) + len(_AROUND):
        return _AROUND[way - len(_SETS)].format(digit)
    return digit + _OVER[way - len(_SETS) - len(_AROUND)]


WAYS = len(_SETS) + len(_AROUND) + len(_OVER)
FIGURES = st.integers(1, 99_999).map(str)
DIGITS = st.sampled_from("123456789")


@cache
def page() -> str:
    return Templates().render(examine(ROOT / "examples" / "qinghe" / "2025.yaml").report)


@cache
def document(kind: str) -> bytes:
    html = page()
    return html.encode() if kind == "html" else write_docx(html)


def with_cell(kind: str, content: str) -> bytes:
    """The example with other content in the cell of 187 licences."""
    if kind == "html":
        return document(kind).replace(b'class="number">187<', f'class="number">{content}<'.encode())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document(kind))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode() if name.endswith(".xml") else old.read(name)
            if name == "word/document.xml":
                part = re.sub(
                    r"<w:r>(?:(?!<w:r>).)*<w:t>187</w:t></w:r>(?=</w:p></w:tc>)", lambda _: content, str(part)
                )
            if name == "word/styles.xml":
                part = str(part).replace("</w:styles>", f"{_RAISED_STYLE}</w:styles>")
            new.writestr(name, part)
    return out.getvalue()


def assert_right_or_doubtful(raw: bytes, wanted: str) -> None:
    cell = convert(raw, "report", trusted=True).reading.as_cells()[CELL]
    assert cell.state is State.UNKNOWN or cell.value == Decimal(wanted), cell


def test_the_cell_is_there_and_read_where_nothing_is_odd() -> None:
    for kind, plain in (("html", "<span>%s</span>"), ("docx", _RUN % "")):
        raw = with_cell(kind, plain % "4321" if kind == "html" else plain.format("4321"))
        cell = convert(raw, "report", trusted=True).reading.as_cells()[CELL]
        assert (cell.state, cell.value) == (State.STATED, Decimal(4321))


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("html", '<bdo dir="rtl">187</bdo>'),
        ("html", '<span style="unicode-bidi:isolate-override;direction:rtl">187</span>'),
        ("html", '<div style="display:flex;flex-flow:row-reverse wrap"><i>1</i><i>87</i></div>'),
        ("html", '<style>.more::before { content: "5" }</style><span class="more">187</span>'),
        ("html", "\u202e187"),
        ("docx", f'<w:bdo w:val="rtl">{_RUN % ""}</w:bdo>'.format(187)),
        ("docx", (_RUN % "").format("\u202e187")),
    ],
)
def test_digits_shown_in_another_order_are_doubtful(kind: str, content: str) -> None:
    cell = convert(with_cell(kind, content), "report", trusted=True).reading.as_cells()[CELL]
    assert cell.state is State.UNKNOWN


@pytest.mark.parametrize("way", IN_HTML)
@settings(max_examples=2)
@given(figure=FIGURES, digit=DIGITS, before=st.booleans())
def test_marks_of_a_web_page(way: str, figure: str, digit: str, before: bool) -> None:
    mark = IN_HTML[way].replace("%s", digit)
    raw = with_cell("html", mark + figure if before else figure + mark)
    assert_right_or_doubtful(raw, figure)


@pytest.mark.parametrize("way", IN_DOCX)
@settings(max_examples=3)
@given(figure=FIGURES, digit=DIGITS, before=st.booleans())
def test_marks_of_a_word_document(way: str, figure: str, digit: str, before: bool) -> None:
    mark, plain = IN_DOCX[way].format(digit), (_RUN % "").format(figure)
    assert_right_or_doubtful(with_cell("docx", mark + plain if before else plain + mark), figure)


def test_a_symbol_beside_a_figure_is_shown_in_the_doubt_and_a_field_shows_its_result() -> None:
    plain, field = _RUN % "", _RUN % ""
    symbol = convert(
        with_cell("docx", IN_DOCX["digit of a symbol font"].format(5) + plain.format(187)), "report"
    )
    assert symbol.reading.as_cells()[CELL].state is State.UNKNOWN
    parts = _FIELD % "begin", field.format(5), _FIELD % "separate", plain.format(187), _FIELD % "end"
    cell = convert(with_cell("docx", "".join(parts)), "report").reading.as_cells()[CELL]
    assert (cell.state, cell.value) == (State.STATED, Decimal(187))
    unclosed = convert(with_cell("docx", _FIELD % "begin" + plain.format(187)), "report")
    assert unclosed.reading.as_cells()[CELL].value == Decimal(187)


@settings(max_examples=400)
@given(value=FIGURES, digit=DIGITS, way=st.integers(0, WAYS - 1), at=st.integers(0, 5))
def test_marks_of_plain_text_are_no_digits(value: str, digit: str, way: int, at: int) -> None:
    at = min(at, len(value))
    mark = in_text(way, digit)
    written = value[:at] + mark + value[at:]
    read = figure(written, CellType.COUNT)
    assert not is_figure(written) or read.doubt
    slip = number(written, CellType.COUNT)
    assert not isinstance(slip, Decimal)
    joined = value[:at] + digit + value[at:]
    assert f"应写 {joined}" not in slip.message


@pytest.mark.parametrize(
    ("written", "value", "marks"),
    [
        ("187①", "187", "①"),
        ("187¹", "187", "¹"),
        ("5̶187", "187", "5̶"),
        ("187½", "187", "½"),
        ("187[1]", "187", "[1]"),
        ("187（注2）", "187", "(注2)"),
        ("１８７⁽a⁾", "187", "⁽a⁾"),
        ("①", None, "①"),
        ("𝟏8", None, "𝟏"),
    ],
)
def test_a_doubt_shows_the_mark_and_takes_the_plain_digits(
    written: str, value: str | None, marks: str
) -> None:
    read = figure(written, CellType.COUNT)
    assert read.value == (None if value is None else Decimal(value))
    assert f"“{marks}”" in read.doubt


def test_advice_in_a_data_file_makes_no_digit_of_a_mark() -> None:
    for written in ("187①", "18⑦", "187²", "½"):
        slip = number(written, CellType.COUNT)
        assert not isinstance(slip, Decimal)
        assert (slip.code, slip.message) == ("D109", f"“{written}”不是数字")


IN_PDF = (
    '<sup style="font-size:60%">{}</sup>',
    '<span style="color:white">{}</span>',
    "<s>{}</s>",
    '<span style="position:absolute;left:-400pt">{}</span>',
    '<span style="background:#888;color:#888">{}</span>',
    '<span style="font-size:6pt">{}</span>',
    '<span style="color:#c00">{}</span>',
)


_SIGNAL = 0.004, 0.008
"""Red and green of the marks that ``hidden`` hides; their blue says in which way, in steps of one of 255."""
IN_CONTENT = {
    "render mode": ("", "3 Tr", ""),
    "opacity": ("/Unseen gs", "", ""),
    "clipped": ("0 0 0 0 re W n", "", ""),
    "layer": ("/OC /Unseen BDC", "", "EMC"),
    "covered": ("", "", "1 g {x} {y} 20 -20 re f"),
    "under another digit": ("", "3 Tr 1 0 0 -1 {beside} {y} Tm", ""),
}
"""Before, inside and after the text object of a mark, which is at ``x`` and ``y``, the next digit ``beside``."""


def hidden(raw: bytes, shift: float) -> bytes:
    """A PDF whose marks in the colour of ``_SIGNAL`` are hidden in the ways of ``IN_CONTENT``.

    The next digit is by ``shift`` to the right.
    """
    out, ways = io.BytesIO(), list(IN_CONTENT.values())
    with pikepdf.open(io.BytesIO(raw)) as document:
        layer = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="layer"))
        off = pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
        document.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=off)
        for page in document.pages:
            page.Resources.ExtGState["/Unseen"] = pikepdf.Dictionary(ca=0, CA=0)
            page.Resources["/Properties"] = pikepdf.Dictionary(Unseen=layer)
            lines, way, place = [], None, dict.fromkeys(("x", "y", "beside"), 0.0)
            for operands, operator in pikepdf.parse_content_stream(page):
                line = pikepdf.unparse_content_stream([(operands, operator)]).decode("latin-1")
                if str(operator) == "rg":
                    red, green, blue = (float(part) for part in operands)
                    way = round(blue * 255) if (round(red, 3), round(green, 3)) == _SIGNAL else None
                    line = line if way is None else "0 0 0 rg"
                if str(operator) == "Tm":
                    x, y = float(operands[4]), float(operands[5])
                    place = {"x": x - 2, "y": y + 2, "beside": x + shift}
                if way is not None:
                    before, inside, after = (part.format_map(place) for part in ways[way])
                    around = {"BT": f"q {before} {line}", "Tm": f"{line} {inside}", "ET": f"{line} {after} Q"}
                    line = around.get(str(operator), line)
                lines.append(line)
            page.Contents = document.make_stream("\n".join(lines).encode("latin-1"))
        document.save(out)
    return out.getvalue()


def cells_of_pdf(marks: Sequence[str], *, before: bool) -> Iterator[tuple[Cell, str]]:
    """The first cells of a row of a PDF, read back with a ``5`` marked in these ways, and what each says."""
    html = page()
    start = html.index("<tr", html.index('id="applications-table"'))
    row = re.compile(r'(<td[^>]*class="number[^"]*"[^>]*>)([^<]*)(</td>)')
    left = iter(marks)
    wanted: list[str] = []

    def decorated(match: re.Match[str]) -> str:
        mark = next(left).format("5")
        wanted.append(match[2])
        return match[1] + (mark + match[2] if before else match[2] + mark) + match[3]

    html = html[:start] + row.sub(decorated, html[start:], count=len(marks))
    raw = hidden(weasyprint.HTML(string=html).write_pdf(), 8 if before else -8)
    cells = convert(raw, "report", trusted=True).reading.as_cells()
    refs = [ref for ref in cells if ref.table == "applications"][: len(marks)]
    return zip((cells[ref] for ref in refs), wanted, strict=True)


@pytest.mark.parametrize("before", [True, False])
def test_marks_of_a_pdf(before: bool) -> None:
    for cell, value in cells_of_pdf(IN_PDF, before=before):
        assert cell.state is State.UNKNOWN or cell.value == Decimal(value), value


@pytest.mark.parametrize("before", [True, False])
def test_digits_that_a_pdf_does_not_show(before: bool) -> None:
    marks = [f'<span style="color:#0102{way:02}">{{}}</span>' for way in range(len(IN_CONTENT))]
    for way, (cell, value) in zip(IN_CONTENT, cells_of_pdf(marks, before=before), strict=True):
        if way == "under another digit":
            assert cell.state is State.UNKNOWN or cell.value == Decimal(value)
        else:
            assert (cell.state, cell.value) == (State.STATED, Decimal(value)), way


BOXES: tuple[dict[str, list[int]], ...] = (
    {"MediaBox": [-50, -60, 700, 900]},
    {"MediaBox": [-50, -60, 700, 900], "CropBox": [0, 0, 595, 842]},
    {"CropBox": [-500, -500, 5000, 5000]},
    {"CropBox": [595, 842, 0, 0]},
)


def test_no_digit_is_lost_whatever_the_boxes_of_a_page() -> None:
    html = "<table border>" + "<tr><td>行政许可<td>187<td>20" * 9 + "</table><p>作出决定187件。"
    raw = weasyprint.HTML(string=html).write_pdf()
    wanted = read_pdf(raw).text
    assert wanted.count("187") == 10
    for boxes in BOXES:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(raw)) as document:
            for name, box in boxes.items():
                document.pages[0].obj[f"/{name}"] = pikepdf.Array(box)
            document.save(out)
        assert read_pdf(out.getvalue()).text == wanted, boxes
