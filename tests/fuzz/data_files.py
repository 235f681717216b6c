"""Fuzzes what reads text that people write: data files, references, bare texts, fonts and edition files.

Every input gives findings or one refusal. By hand:
``python -m tests.fuzz.data_files --kind data --seconds 600 --seed 7``.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]

from govgen.datafile.county import County
from govgen.datafile.identity import Kind
from govgen.editions.loading import EditionError, load
from govgen.findings.reporters.text import as_text
from govgen.render.pdf.engine import EngineMissing
from govgen.render.pdf.fonts import faces, font_face_rules
from govgen.workflows.check import Examined, examine
from govgen.workflows.check_text import examine_text
from govgen.workflows.fix import plan
from govgen.workflows.replacing import NotDoneError

ROOT = Path(__file__).resolve().parents[2]
SLOW = 3.0
"""Seconds of processor time after which an input counts as a hang."""

_PIECES = (
    *"{}[]\"'#:：，、|>-+*&!%@`?\t\n\\「“（》【①²Ⅳ５零\u3000\xa0\u034f\u3164\u200b\u2028\x1b\x85\ufeff\U000e0041",
    *(
        "{{ ",
        " }}",
        "{{ 上年.",
        "{% x %}",
        "《",
        "  ",
        "\n\n",
        "---\n",
        "...\n",
        "<<: ",
        "&a ",
        "*a",
        "!!int ",
    ),
    *(
        "999999999999999",
        "-0",
        "1e9",
        "3件",
        "1,234",
        "【待填写】",
        "（一）",
        "总计",
        "年度: 2019\n",
        "自然人",
        "#1",
    ),
    *(
        "第二条",
        "其中",
        "同比增长",
        "分别为",
        "、" * 20,
        "9" * 40,
        " " * 40,
        "（" * 40,
        "：|\n",
        "取作",
        "位置: ",
    ),
)


def mutated(text: str, rng: random.Random) -> str:
    """``text`` with a few pieces cut out, doubled, moved or put in."""
    for _ in range(rng.randint(1, 8)):
        at, length = rng.randrange(len(text) + 1), rng.choice((0, 0, 1, 2, 6, 40))
        other = rng.randrange(len(text) + 1)
        moved = text[other : other + rng.choice((1, 9, 60))]
        text = text[:at] + rng.choice((rng.choice(_PIECES), rng.choice(_PIECES), moved)) + text[at + length :]
    return text


def _bytes(raw: bytes, rng: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(rng.choice((1, 2, 8, 64))):
        at = rng.randrange(len(data))
        data[at] = rng.choice((0, 0xFF, 0x80, rng.randrange(256)))
    return bytes(data[: rng.randrange(1, len(data))] if rng.random() < 0.2 else data)


@cache
def _seeds() -> tuple[str, ...]:
    files = sorted((ROOT / "examples").rglob("*.yaml"))
    return tuple(file.read_text(encoding="utf-8") for file in (*files, ROOT / "tests" / "base" / "2025.yaml"))


def _said(item: Examined, folder: Path) -> None:
    """Everything that is done with a data file but the making of documents."""
    lines = {item.report.name: item.source.text.split("\n")}
    for finding in item.findings:
        assert "\x1b" not in as_text(finding, lines)
    try:
        plan(item)
    except NotDoneError:
        return
    finally:
        (folder / "2025.yaml").unlink()


def data(rng: random.Random, folder: Path) -> None:
    """A mutated data file, now and then as bytes, beside a mutated one of the year before."""
    raw = mutated(rng.choice(_seeds()), rng).encode("utf-8", errors="replace")
    (folder / "2025.yaml").write_bytes(_bytes(raw, rng) if rng.random() < 0.2 else raw)
    (folder / "2024.yaml").write_text(mutated(rng.choice(_seeds()), rng), encoding="utf-8", errors="replace")
    _said(examine(folder / "2025.yaml"), folder)


def references(rng: random.Random, folder: Path) -> None:
    """A sound file whose prose holds odd references."""
    words = (
        "上年",
        "机关",
        "年度",
        "予以公开",
        "总计",
        "自然人",
        "行政复议",
        "规章",
        "现行有效件数",
        "",
        " ",
        ".",
    )
    marks = ("{{", "}}", "{", "}", "{%", "#}", "｛｛", "}} {{", "\u3000", "\t", "\\", "'", "|")
    inner = "".join(rng.choice((*words, ".", ".", *marks)) for _ in range(rng.randint(1, 30)))
    text = _seeds()[-1].replace("128条", f"{{{{ {inner} }}}}条", 1)
    (folder / "2025.yaml").write_text(text, encoding="utf-8")
    _said(examine(folder / "2025.yaml"), folder)


def text(rng: random.Random, _folder: Path) -> None:
    """A mutated bare text."""
    raw = mutated((ROOT / "tests" / "base" / "text.txt").read_text(encoding="utf-8"), rng)
    body, year = "青禾镇人民政府", rng.choice((2019, 2025))
    excerpt = rng.random() < 0.5
    examine_text(
        raw.encode("utf-8", errors="replace"),
        "text",
        body=body,
        kind=Kind.TOWN,
        year=year,
        excerpt=excerpt,
        county=County(),
    )


@cache
def sample_fonts() -> tuple[tuple[str, bytes], ...]:
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    builder.setupGlyf({".notdef": Glyph(), "A": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 0)})
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "样本", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    single, several = io.BytesIO(), io.BytesIO()
    builder.font.save(single)
    collection = TTCollection()
    collection.fonts = [TTFont(io.BytesIO(single.getvalue())) for _ in range(2)]
    collection.save(several)
    return ("a.ttf", single.getvalue()), ("a.otf", single.getvalue()), ("a.ttc", several.getvalue())


def fonts(rng: random.Random, folder: Path) -> None:
    """A damaged font file in an office's own folder."""
    name, raw = rng.choice(sample_fonts())
    file = folder / name
    file.write_bytes(_bytes(raw, rng))
    try:
        font_face_rules(faces(folder))
    except EngineMissing as refused:
        if name not in refused.message:
            raise
    finally:
        file.unlink()


def editions(rng: random.Random, _folder: Path) -> None:
    """A mutated edition file."""
    names = ("2019.yaml", "2021.yaml")
    source = (ROOT / "govgen" / "editions" / rng.choice(names)).read_text(encoding="utf-8")
    try:
        load(mutated(source, rng), "2026.yaml")
    except EditionError as refused:
        if not refused.reasons:
            raise


KINDS: dict[str, Callable[[random.Random, Path], None]] = {
    each.__name__: each for each in (data, references, text, fonts, editions)
}


def run(kind: str, seed: int, *, count: int = 0, seconds: float = 0.0) -> tuple[int, list[str]]:
    """How many inputs were tried, until ``count`` or ``seconds`` are over, and what went wrong with which."""
    end = time.monotonic() + seconds
    failures: list[str] = []
    tried = 0
    with tempfile.TemporaryDirectory() as name:
        while tried < count if count else time.monotonic() < end:
            rng = random.Random(f"{kind} {seed} {tried}")
            tried += 1
            before = time.process_time()
            try:
                KINDS[kind](rng, Path(name))
            except Exception:  # noqa: BLE001  (whatever it is, it is what is looked for)
                failures.append(f"input {tried - 1}: {traceback.format_exc(limit=-3)}")
            if (taken := time.process_time() - before) > SLOW:
                failures.append(f"input {tried - 1}: {taken:.1f} s")
    return tried, failures


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    tried, failures = run(chosen.kind, chosen.seed, seconds=chosen.seconds)
    kinds = Counter(failure.strip().splitlines()[-1][:150] for failure in failures)
    sys.stdout.write(f"{chosen.kind}: {tried} inputs, {len(failures)} failures\n")
    for words, number in kinds.most_common():
        sys.stdout.write(f"  {number} × {words}\n")
    sys.stdout.writelines(f"{failure}\n" for failure in failures[:5])


if __name__ == "__main__":
    main()
