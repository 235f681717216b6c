"""Pictures that a page carries within itself, as Word's inline drawings."""

import base64
from urllib.parse import unquote_to_bytes

from docx.image.image import Image
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.oxml.shape import CT_Inline
from docx.shared import Emu
from resvg_py import svg_to_bytes

from govgen.render.docx.xml import WordElement, w

EMU_PER_TWIP = 635
TALLEST = 12000 * EMU_PER_TWIP
"""A little less than the text area is high (225 mm, GB/T 9704-2012 5.2.1), so that a caption still fits."""

_VECTOR = f"""<a:extLst {nsdecls("a", "r")}><a:ext uri="{{{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}}}">
<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{{}}"/>
</a:ext></a:extLst>"""
"""Where Word 2016 and later look for the SVG of a picture, by its relationship id."""


def picture_of(source: str) -> tuple[bytes, bytes]:
    """The picture of a data URI as PNG, and the SVG where it is one.

    Both are empty for any other source, which is never fetched.
    """
    head, _, payload = source.partition(",")
    kind, *words = [word.strip() for word in head.lower().split(";")]
    content = unquote_to_bytes(payload)
    try:
        if "base64" in words:
            content = base64.b64decode(b"".join(content.split()), validate=True)
        # What a drawing names is never fetched either.
        if kind == "data:image/svg+xml" and b"<image" not in content:
            return svg_to_png(content.decode("utf-8")), content
    except ValueError:
        return b"", b""
    return content if kind == "data:image/png" else b"", b""


def drawing(number: int, image: Image, relation: str, vector: str, alt: str, width: int) -> WordElement:
    """A run with the ``image`` of the package, shrunk to at most ``width`` twips.

    ``relation`` is its relationship id and ``vector`` that of the same picture as SVG, empty where there is
    none; ``alt`` is what a screen reader says.
    """
    scale = min(1.0, width * EMU_PER_TWIP / image.width, TALLEST / image.height)
    size = (Emu(round(image.width * scale)), Emu(round(image.height * scale)))
    inline = CT_Inline.new_pic_inline(number, relation, f"Picture {number}", *size)
    inline.docPr.set("descr", alt)
    if vector:
        inline.graphic.graphicData.pic.blipFill.blip.append(parse_xml(_VECTOR.format(vector)))
    return w("r", w("drawing", inline))


def svg_to_png(svg: str) -> bytes:
    """The picture of an SVG on a white ground, at twice its size so that print stays sharp."""
    return bytes(svg_to_bytes(svg_string=svg, background="white", zoom=2))
