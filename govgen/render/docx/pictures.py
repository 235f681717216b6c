"""Pictures that a page carries within itself, as Word's inline drawings."""

import base64
import binascii
from typing import NamedTuple
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element, SubElement

from resvg_py import svg_to_bytes

from govgen.render.docx.xml import PREFIXES, RELATION, w

EMU_PER_TWIP = 635
TALLEST = 12000 * EMU_PER_TWIP
"""A little less than the text area is high (225 mm, GB/T 9704-2012 5.2.1), so that a caption still fits."""

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"

_VECTOR = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_VECTOR_USE = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The name under which Word 2016 and later look for the SVG of a picture."""

PREFIXES |= {"wp": _DRAWING, "a": _MAIN, "pic": _PICTURE, "asvg": _VECTOR}


class Picture(NamedTuple):
    """A picture in the package: relationship id, running number, native size in EMU.

    ``vector`` is the relationship id of the same picture as SVG; empty where there is none.
    """

    relation: str
    number: int
    width: int
    height: int
    vector: str = ""


class Drawn(NamedTuple):
    """A drawing of lines, and the same as points."""

    svg: bytes
    png: bytes


def svg_of(source: str) -> Drawn | None:
    """The SVG given as a data URI; None for any other source, which is never fetched."""
    kind, comma, payload = source.partition(",")
    words = [word.strip() for word in kind.lower().split(";")]
    if not comma or words[0] != "data:image/svg+xml":
        return None
    content = unquote_to_bytes(payload)
    try:
        svg = base64.b64decode(content, validate=True) if "base64" in words else content
        # What a drawing names is never fetched either.
        return None if b"<image" in svg else Drawn(svg, svg_to_png(svg.decode("utf-8")))
    except ValueError:
        return None


def png_of(source: str) -> bytes | None:
    """The bytes of a PNG given as a data URI; None for any other source, which is never fetched."""
    kind, comma, payload = source.partition(",")
    if not comma or kind.replace(" ", "").lower() != "data:image/png;base64":
        return None
    try:
        return base64.b64decode(b"".join(unquote_to_bytes(payload).split()), validate=True)
    except binascii.Error:
        return None


def drawing(picture: Picture, alt: str, width: int) -> Element:
    """A run with the picture, shrunk to at most ``width`` twips; ``alt`` is what a screen reader says."""
    scale = min(1.0, width * EMU_PER_TWIP / picture.width, TALLEST / picture.height)
    size = {"cx": str(round(picture.width * scale)), "cy": str(round(picture.height * scale))}
    name = {"id": str(picture.number), "name": f"Picture {picture.number}"}
    inline = Element(f"{{{_DRAWING}}}inline", dict.fromkeys(("distT", "distB", "distL", "distR"), "0"))
    SubElement(inline, f"{{{_DRAWING}}}extent", size)
    SubElement(inline, f"{{{_DRAWING}}}docPr", {**name, "descr": alt})
    graphic = SubElement(inline, f"{{{_MAIN}}}graphic")
    data = SubElement(graphic, f"{{{_MAIN}}}graphicData", {"uri": _PICTURE})
    data.append(_pic(picture, name, size))
    return w("r", w("drawing", inline))


def _pic(picture: Picture, name: dict[str, str], size: dict[str, str]) -> Element:
    pic = Element(f"{{{_PICTURE}}}pic")
    about = SubElement(pic, f"{{{_PICTURE}}}nvPicPr")
    SubElement(about, f"{{{_PICTURE}}}cNvPr", name)
    SubElement(about, f"{{{_PICTURE}}}cNvPicPr")
    fill = SubElement(pic, f"{{{_PICTURE}}}blipFill")
    blip = SubElement(fill, f"{{{_MAIN}}}blip", {f"{{{RELATION}}}embed": picture.relation})
    if picture.vector:
        extension = SubElement(
            SubElement(blip, f"{{{_MAIN}}}extLst"), f"{{{_MAIN}}}ext", {"uri": _VECTOR_USE}
        )
        SubElement(extension, f"{{{_VECTOR}}}svgBlip", {f"{{{RELATION}}}embed": picture.vector})
    SubElement(SubElement(fill, f"{{{_MAIN}}}stretch"), f"{{{_MAIN}}}fillRect")
    shape = SubElement(pic, f"{{{_PICTURE}}}spPr")
    place = SubElement(shape, f"{{{_MAIN}}}xfrm")
    SubElement(place, f"{{{_MAIN}}}off", {"x": "0", "y": "0"})
    SubElement(place, f"{{{_MAIN}}}ext", size)
    SubElement(SubElement(shape, f"{{{_MAIN}}}prstGeom", {"prst": "rect"}), f"{{{_MAIN}}}avLst")
    return pic


def svg_to_png(svg: str) -> bytes:
    """The picture of an SVG on a white ground, at twice its size so that print stays sharp."""
    return bytes(svg_to_bytes(svg_string=svg, background="white", zoom=2))
