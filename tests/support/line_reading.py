"""Where lines end in PDF and HTML: short last lines, broken figures, parted tables; three stress files."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator

from helpers import EXAMPLES
from pdf_reading import Paper
from rendering import NAMES, page, read_report

from govgen.render.html.page import Templates

Lines = list[str]

UNITS = "件次条个项份人家户处场期篇类万亿元号年月日％%"
FIGURES = re.compile(
    rf"〔\d{{4}}〕\d+号|\d{{4}}年\d+月\d+日|\d+月\d+日|0\d{{2,3}}-\d{{7,8}}|[\d.,]*\d(?:[万亿]?[{UNITS}]|[\d.,]+)?"
)
LINES_IN_BROWSER = """
[...document.querySelectorAll("BLOCKS")].filter(e => !e.closest(".visually-hidden, .signature")).map(e => {
  const lines = new Map(), range = document.createRange();
  const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
  for (let node; node = texts.nextNode();)
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at); range.setEnd(node, at + 1);
      const box = [...range.getClientRects()].pop();
      if (!box || !node.data[at].trim()) continue;
      const upright = getComputedStyle(e).writingMode === "horizontal-tb";
      const key = Math.round((upright ? box.top + box.bottom : 0) / 8);
      lines.set(key, (lines.get(key) || "") + node.data[at]);
    }
  return [e.matches("th, td"), [...lines.values()]];
})
""".replace("BLOCKS", "main p, main h2, main h3, main h4, main th, main td")


def stress() -> dict[str, str]:
    """Long names, seven-digit figures, and twelve more paragraphs, as pages."""
    text = next(path for path in EXAMPLES if path.parts[-2:] == ("qinghe", "2025.yaml")).read_text("utf-8")
    body = "内蒙古自治区呼伦贝尔市鄂温克族自治旗巴彦托海镇人民政府"
    figures = iter(range(1234567, 9999999, 4321))
    more = "".join(
        f"  补充情况{'，' if number % 2 else '：'}全年{'完成' * number}{number * 37}件，占{number}.{number}%，"
        f"见http://www.example.gov.cn/zwgk/{number}/index.html，电话0000-123456{number % 10}，截至2025年{number}月28日。\n"
        for number in range(1, 13)
    )
    files = {
        "stress-name": text.replace("青禾镇人民政府", body),
        "stress-figures": re.sub(r"(?<=: )\d{2,3}(?=[,}])", lambda _: str(next(figures)), text),
        "stress-prose": text.replace("总体情况: |\n", f"总体情况: |\n{more}", 1),
    }
    return {name: Templates().render(read_report(each)) for name, each in files.items()}


@functools.cache
def pages() -> dict[str, str]:
    """Every example and stress file as HTML."""
    return {name: page(name) for name in NAMES} | stress()


def short_endings(paragraphs: Iterable[Lines]) -> list[Lines]:
    """The paragraphs of several lines whose last one has one or two characters."""
    return [lines for lines in paragraphs if len(lines) > 1 and len(lines[-1]) < 3]


def broken_figures(paragraphs: Iterable[Lines]) -> list[str]:
    """The figures, dates, telephone and document numbers with a line's end within them."""
    found = []
    for lines in paragraphs:
        ends = set(itertools.accumulate(map(len, lines)))
        words = re.sub("https?://[!-~]+", lambda address: "#" * len(address[0]), "".join(lines))
        for match in FIGURES.finditer(words):
            if any(match.start() < end < match.end() for end in ends):
                found.append(match[0])
    return found


def pdf_paragraphs(paper: Paper) -> Iterator[Lines]:
    """The lines of each paragraph and heading of prose, without blanks."""
    for node in paper.tree.find("P", "H2", "H3", "H4"):
        if node not in paper.tree.kids:
            lines = ("".join(char["text"] for char in line) for line in paper.lines(node))
            yield ["".join(line.split()) for line in lines]


def parted_tables(paper: Paper) -> int:
    """How many tables are on more than one page."""
    return sum(len(node.pages) > 1 for node in paper.tree.find("Table"))
