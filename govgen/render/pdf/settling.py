"""The objects of a PDF in their final form, each made and compressed once.

pydyf 0.13 makes the bytes of every object twice: for the file, and again for the identifier of the file.
"""

import zlib
from typing import Any

import pydyf


class _Settled(pydyf.Object):  # type: ignore[misc]  # its module has no type information
    """An object whose bytes are known."""

    data = b""
    compressible = False

    def __init__(self, made: Any) -> None:
        super().__init__()
        self.number, self.generation = made.number, made.generation
        self.data, self.compressible = made.data, made.compressible


def settle(pdf: Any) -> None:
    """Fix the bytes of all objects of ``pdf``, which must be complete.

    Fonts are compressed at zlib's usual level; the highest, which pydyf uses, takes twice as long for 0.3 %.
    """
    for made in pdf.objects:
        if isinstance(made, pydyf.Stream) and made.compress and len(made.stream) == 1:
            made.stream, made.compress = [zlib.compress(made.stream[0])], False
            made.extra["Filter"] = "/FlateDecode"
    pdf.objects[1:] = map(_Settled, pdf.objects[1:])
