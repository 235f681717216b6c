"""Applications that two bodies may both have counted: sentences about transfers and assistance."""

import re
from collections.abc import Iterator

from govgen.datafile.report import Report

_SENTENCE = re.compile(r"[^。；\n]+")
_WORDS = re.compile("转办|转交|移送|协助")
_CASES = re.compile(r"\d\s*件")


def transferred(report: Report) -> Iterator[str]:
    """Each such sentence. Nothing is deducted: who counts a case is for a person to decide."""
    for _, paragraph in report.paragraphs:
        for sentence in _SENTENCE.findall(paragraph.text):
            if _WORDS.search(sentence) and _CASES.search(sentence):
                yield sentence.strip()
