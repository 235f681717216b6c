"""The prose of the bodies' reports, and the sentences that the form and the county give them."""

from pathlib import Path

from govgen.datafile.county import County
from govgen.datafile.identity import Kind
from govgen.editions.edition import Edition
from govgen.workflows.county.likeness import Masker
from govgen.workflows.county.received import Roll
from govgen.workflows.files import beside
from govgen.workflows.new import StarterPlan, starter
from govgen.workflows.sum_terms import read_report


def narratives(roll: Roll, year: int) -> dict[str, str]:
    """The prose of each body's report by its name, and of last year's, if it is beside, by name and year."""
    texts: dict[str, str] = {}
    for body, item in roll.by_body.items():
        if item is None or item.trouble:
            continue
        texts[body] = _prose(item.path)
        if last := beside(item.path, year):
            texts[f"{body}（{year - 1}）"] = _prose(last)
    return texts


def _prose(path: Path) -> str:
    report = read_report(path)
    return "\n".join(paragraph.text for _, paragraph in report.paragraphs)


def known_sentences(county: County, edition: Edition, masker: Masker) -> frozenset[str]:
    """Masked sentences that do not count: those of a new file and of the county's profile."""
    starters = [starter(StarterPlan("青禾镇人民政府", kind, edition.first_year)) for kind in Kind]
    texts = [*starters, county.profile.introduction]
    return frozenset(form for text in texts for form in masker.sentences(text))
