"""Measure words: those that do not go with what is counted (T632, T633)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load, pattern
from govgen.rules.rule import rule
from govgen.rules.text.counts import Figure, figures
from govgen.rules.text.lines import Line, lines
from govgen.rules.text.sentences import sentence

_TOGETHER = "一起"
"""An adverb more often than a count of cases."""
_CLAUSE = re.compile(r"[^，。；、：（）\d]{0,6}(?=[，。；、：（）]|$)")
"""The words after a measure word, where they end their clause: longer ones are a sentence of their own."""


def _class_of(words: str) -> tuple[str, Mapping[str, Any]] | None:
    """The noun that ``words`` end with, and its class; the longest where several classes have one."""
    ends = ((pattern("measures", f"(?:{kind['nouns']})$"), kind) for kind in load("measures")["classes"])
    found = [(match[0], kind) for find, kind in ends if (match := find.search(words))]
    longest = max(found, key=lambda item: len(item[0]), default=None)
    return None if longest and pattern("measures", longest[1]["unless"]).search(words) else longest


def _counted(line: Line, figure: Figure) -> tuple[str, Mapping[str, Any]] | None:
    """What a figure counts: the noun before its number, or the one after its measure word."""
    label = figure.words
    before = pattern("measures", load("measures")["filler"]).sub("", label)
    if known := _class_of(before):
        return known
    after = _CLAUSE.match(line.text, figure.end)
    return _class_of(after[0]) if after and not before else None


@rule("T633")
def measure_words(report: Report) -> Iterator[Finding]:
    """A measure word that does not go with the noun it counts, and a rate that is given as a count."""
    data = load("measures")
    rate, persons = pattern("measures", data["rate"]), data["persons"]["words"]
    for line in lines(report):
        for figure in figures(line.text):
            word = line.text[figure.start : figure.end]
            if word == _TOGETHER or figure.unit not in data["known"]:
                continue
            # 公开率、更新率两项: it is the rates that are counted.
            # So are the quarters in 合格率四个季度均为100%.
            counted = figure.unit in {*persons, "项"} or not word[0].isdecimal()
            if not counted and rate.search(figure.words):
                words = line.text[figure.label : figure.end].strip()
                yield line.found("T632", f"“{words}”：“率”用百分数表示", figure.label, figure.end)
            elif (known := _counted(line, figure)) and figure.unit not in known[1]["right"]:
                if known[1].get("beside", "\n") in sentence(line.text, figure.start):
                    continue
                yield _wrong_unit(line, figure, *known)


def _wrong_unit(line: Line, figure: Figure, noun: str, kind: Mapping[str, Any]) -> Finding:
    """Measure words of persons are certainly wrong with anything else; others may be local usage."""
    at = line.text.rfind(noun, figure.label, figure.start)
    start = at if at >= 0 else figure.start
    right = "”“".join(kind["right"][:3])
    message = f"“{line.text[start : figure.end]}”：{kind['name']}用“{right}”计，不用“{figure.unit}”"
    code = "T632" if figure.unit in load("measures")["persons"]["words"] else "T633"
    return line.found(code, message, start, figure.end)
