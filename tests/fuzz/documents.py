"""Fuzzes the import of text, web pages, Word and PDF files: every input gives a page or one refusal.

By hand: ``python -m tests.fuzz.documents --kind docx --seconds 900 --seed 7``.
"""

from __future__ import annotations

import argparse
import copy
import io
import random
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import fromstring, tostring

import pikepdf

from govgen.importers.convert import convert
from govgen.importers.isolation import MAX_SECONDS
from govgen.importers.page import RefusedError
from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates
from govgen.render.pdf.writer import write_pdf
from govgen.workflows.check import examine

ROOT = Path(__file__).resolve().parents[2]
SLOW = 4 * MAX_SECONDS
"""Seconds by the clock after which an input is reported as slow; the child is stopped long before."""
_MANY = 20_000
"""Elements of a part, beyond which none is doubled."""
_ODD = (
    *(
        b"\0",
        b"\xff\xfe",
        b"<",
        b">",
        b"&",
        b'"',
        b"%",
        b"9" * 30,
        b"-1",
        b"\xc2\xb2",
        b"\xe2\x91\xa0",
        b"\r",
    ),
    *(b"<table>", b"</td>", b"<sup>", b"<s>", b"<div " * 9, b"<!--", b"]]>", b"&#x110000;", b"charset=idna"),
    *(
        b"w:val",
        b"<w:p>",
        b"</w:tbl>",
        b"w:ilvl",
        b"endobj",
        b"stream\n",
        b"/Length",
        b" 0 R",
        b"q q q",
        b"<<" * 9,
    ),
    *("年".encode(), "（一）".encode(), "总计".encode(), b"|---|", b"\t", b"\n" * 9, "单位：元".encode()),
)


@cache
def sample(kind: str) -> bytes:
    """A sound report as a file of ``kind``."""
    html = Templates().render(examine(ROOT / "examples" / "qinghe" / "2025.yaml").report)
    if kind == "docx":
        return write_docx(html)
    if kind == "pdf":
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(write_pdf(html))) as document:
            document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
        return out.getvalue()
    return (
        convert(html.encode(), "sample", trusted=True).page.text.encode() if kind == "text" else html.encode()
    )


def mutated(raw: bytes, source: random.Random) -> bytes:
    """``raw`` with some bytes changed, cut, repeated or replaced by odd ones."""
    data = bytearray(raw)
    for _ in range(source.choice((1, 1, 2, 4, 16))):
        at = source.randrange(len(data) + 1)
        length = source.choice((1, 1, 4, 64, 2000))
        cut, piece = slice(at, at + length), source.choice(_ODD)
        new = (b"", bytes([source.randrange(256)]), piece, bytes(data[cut]) * source.choice((2, 50)))
        data[cut] = source.choice(new)
    return bytes(data)


def mutated_text(raw: bytes, source: random.Random) -> bytes:
    """A text in UTF-8 with some characters changed; one in eight is changed byte by byte."""
    if source.randrange(8) == 0:
        return mutated(raw, source)
    text = raw.decode()
    for _ in range(source.choice((1, 2, 8, 40))):
        at, length = source.randrange(len(text) + 1), source.choice((0, 1, 1, 20, 500))
        here = text[at : at + length]
        odd = source.choice(_ODD).decode("utf-8", "replace")
        text = text[:at] + source.choice(("", odd, here * 3, here[::-1])) + text[at + length :]
    return text.encode()


def mutated_xml(raw: bytes, source: random.Random) -> bytes:
    """An XML part with elements removed, doubled, moved or renamed, and odd texts and attributes."""
    root = fromstring(raw)
    for _ in range(source.choice((1, 2, 8, 40))):
        nodes = list(root.iter())
        parent, other = source.choice(nodes), source.choice(nodes)
        odd = source.choice(("", "-1", "²", "9" * 5000, "年", "1871", "none", "FFFFFF", "①"))
        change = source.randrange(6)
        if change == 0 and len(parent):
            parent.remove(source.choice(list(parent)))
        elif change == 1 and len(parent) and len(nodes) < _MANY:
            parent.append(copy.deepcopy(source.choice(list(parent))))
        elif change == 2 and not list(other):
            parent.insert(0, copy.deepcopy(other))
        elif change == 3:
            parent.tag = other.tag
        elif change == 4 and parent.attrib:
            parent.set(source.choice(list(parent.attrib)), odd)
        else:
            parent.text = odd
    return tostring(root)


def mutated_docx(raw: bytes, source: random.Random) -> bytes:
    """A Word file with one part changed and packed again; one in four is changed as packed."""
    if source.randrange(4) == 0:
        return mutated(raw, source)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = source.choice(
            ("word/document.xml", "word/document.xml", "word/styles.xml", "word/numbering.xml")
        )
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutated_xml(part, source) if name == chosen else part)
    return out.getvalue()


MUTATORS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "text": mutated_text,
    "html": mutated_text,
    "docx": mutated_docx,
    "pdf": mutated,
}


def run(kind: str, seed: int, *, seconds: float = 0, count: int = 0) -> tuple[Counter[str], list[str]]:
    """Import mutants of ``kind`` for so long, or so many: how they ended, and a report of each failure.

    A failure is anything but a page or a refusal. Mutants with one number reproduce from seed and number.
    """
    ended: Counter[str] = Counter()
    failures: list[str] = []
    start, number = time.monotonic(), 0
    while number < count or time.monotonic() - start < seconds:
        raw = MUTATORS[kind](sample(kind), random.Random(f"{seed} {number}"))
        began = time.monotonic()
        try:
            convert(raw, "mutant", trusted=kind in {"text", "docx"})
            ended["read"] += 1
        except RefusedError:
            ended["refused"] += 1
        except Exception:  # noqa: BLE001  (whatever is raised is what is looked for)
            ended["crashed"] += 1
            failures.append(f"{kind} {seed} {number}\n{traceback.format_exc()}")
        if time.monotonic() - began > SLOW:
            ended["slow"] += 1
            failures.append(f"{kind} {seed} {number}: slow")
        number += 1
    return ended, failures


def main(arguments: list[str]) -> int:
    """Run from the command line; 1 where something failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=MUTATORS, default="html")
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    ended, failures = run(options.kind, options.seed, seconds=options.seconds)
    sys.stdout.write(f"{options.kind}: {dict(ended)}\n" + "\n".join(failures[:5]))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
