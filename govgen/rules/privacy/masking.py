"""Masks personal data in text of a report that others than its clerk see: numbers and names become *."""

import re
from collections.abc import Iterable, Iterator

from govgen.rules.lexicon import load, pattern, pattern_of, phrases
from govgen.rules.text.lines import fold_marks

_NUMBERS = re.compile(
    r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\d{15}|(?:\d[ -]?){15,18}[\dXx])(?![\dXx])", re.ASCII
)
"""Mobile, identity and card numbers by their length alone: one that is mistyped still is somebody's."""

_NAMES = ("applicant", "named", "leader")
"""Groups of phrases that find names of persons (P704, P709)."""

_CUT = re.compile(r"[\dXx]{4,}", re.ASCII)
"""A part of a number, as messages quote it; less of it identifies nobody."""


class PersonalData:
    """The personal data in the texts of one report, and the way to mask it wherever these are quoted."""

    def __init__(self, texts: Iterable[str]) -> None:
        """``texts`` are whole paragraphs: what is a name or an account is known by the words around it."""
        found = {text[start:end] for text in texts for start, end in _spans(fold_marks(text))}
        self._found = sorted(found, key=lambda part: (-len(part), part))

    def masked(self, text: str) -> str:
        """``text``, as long as it was; of a name the first character stays, of a number the last two."""
        for part in self._found:
            text = text.replace(part, _stars(part))
        for start, end in sorted(_spans(fold_marks(text))):
            text = text[:start] + _stars(text[start:end]) + text[end:]
        numbers = [part for part in self._found if part[0].isdecimal()]
        cuts = {cut for cut in _CUT.findall(text) if any(cut in part for part in numbers)}
        return _CUT.sub(lambda cut: _stars(cut[0]) if cut[0] in cuts else cut[0], text)


def _stars(part: str) -> str:
    """A name or number with * for what identifies the person; what is masked already stays as it is."""
    return part[-2:].rjust(len(part), "*") if part[0].isdecimal() else part[0].ljust(len(part), "*")


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where folded ``text`` has personal data by its looks or by the words around it (P701–P705, P709)."""
    yield from (match.span() for match in _NUMBERS.finditer(text))
    phone = pattern("contact", load("contact")["forms"]["phone"]["find"])
    for find in (pattern_of("contact", "identity"), pattern_of("contact", "bank"), phone):
        yield from (match.span("n") for match in find.finditer(text))
    # Those named after the first one, as in 申请人王某某、李某某, are persons too.
    name, others = pattern("contact", "{{name}}(?=(?:同志)?$)"), pattern("contact", "、({{name}})")
    for phrase in (phrase for group in _NAMES for phrase in phrases("contact", group)):
        for match in phrase.matches(text):
            if (first := name.search(match[0])) is None:
                continue
            start, end = first.start() + match.start(), first.end() + match.start()
            yield start, end
            while other := others.match(text, end):
                yield other.span(1)
                end = other.end()
