"""Applications that two bodies may both have counted: sentences about transfers and assistance."""

import re
from collections.abc import Iterator

from govgen.workflows.county.received import Roll
from govgen.workflows.sum_terms import read_report

_SENTENCE = re.compile(r"[^。；\n]+")
_WORDS = re.compile("转办|转交|移送|协助")
_CASES = re.compile(r"\d\s*件")


def transferred(roll: Roll) -> Iterator[tuple[str, str]]:
    """Each such sentence with its body. Nothing is deducted: who counts a case is for a person to decide."""
    for body, item in roll.by_body.items():
        if item is None or not item.passes:
            continue
        for _, paragraph in read_report(item.path).paragraphs:
            for sentence in _SENTENCE.findall(paragraph.text):
                if _WORDS.search(sentence) and _CASES.search(sentence):
                    yield body, sentence.strip()
