"""What is done to a PDF before it is written: its metadata, its colours, and the bytes of its streams.

The metadata name the standards that it follows (ISO 14289-1, 5; ISO 19005-2, 6.6).
"""

import io
import zlib
from importlib.resources import files
from typing import Any

import pydyf
from weasyprint.css import ColorProfile

_UA_IDENTIFIER = b"""
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1" />
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""An archive file may use a schema that PDF/A does not know only if it describes it."""


def claim_accessibility(pdf: Any) -> None:
    """Say in the metadata of an archive file that it is accessible too, in the ``rdf:RDF`` that is there."""
    number = int(pdf.catalog["Metadata"].split()[0])
    packet = pdf.objects[number]
    (content,) = packet.stream
    before, end, after = content.rpartition(b"</rdf:RDF>")
    packet.stream[:] = [before + _UA_IDENTIFIER + end + after]


def colour_profile() -> Any:
    """The sRGB profile that WeasyPrint brings along, from memory: WeasyPrint itself leaves its file open."""
    name = "sRGB2014.icc"
    content = (files("weasyprint.pdf") / name).read_bytes()
    return ColorProfile(io.BytesIO(content), name, "relative-colorimetric", (["r"], ["g"], ["b"]))


def compress(pdf: Any) -> None:
    """Compress the streams of ``pdf`` once, at zlib's usual level.

    pydyf 0.13 would do it twice, for the file and again for its identifier, and at the highest level, which
    takes twice as long over a font for 0.3 %.
    """
    for made in pdf.objects:
        if isinstance(made, pydyf.Stream) and made.compress and len(made.stream) == 1:
            made.stream, made.compress = [zlib.compress(made.stream[0])], False
            made.extra["Filter"] = "/FlateDecode"
