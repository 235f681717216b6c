"""The core properties of a document from the head of its page: title, author, language, dates."""

import datetime
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from govgen.render.html_tree import text

LONGEST = 255
"""python-docx, and Word's own dialog, take no longer property."""


@dataclass(frozen=True, slots=True)
class Properties:
    """The core properties of a document; dates without a zone are UTC, None where the page has none."""

    title: str
    author: str
    language: str
    subject: str
    keywords: str
    description: str
    created: datetime.datetime | None
    modified: datetime.datetime | None


def properties_of(root: Element) -> Properties:
    """The properties that the head of a page states; the title falls back on the first heading."""
    stated = {(meta.get("name") or "").lower(): meta.get("content") or "" for meta in root.iter("meta")}
    heading = root.find(".//h1")
    title = (root.findtext(".//title") or "").strip() or (text(heading) if heading is not None else "")
    created = _moment(stated.get("dcterms.created", ""))
    modified = _moment(stated.get("dcterms.modified", ""))
    return Properties(
        title=_line(title),
        author=_line(stated.get("author", "")),
        language=root.get("lang") or "zh-CN",
        subject=_line(stated.get("dcterms.subject", "") or stated.get("subject", "")),
        keywords=_line(stated.get("keywords", "")),
        description=_line(stated.get("description", "")),
        created=created or modified,
        modified=modified or created,
    )


def _line(value: str) -> str:
    return " ".join(value.split())[:LONGEST]


def _moment(value: str) -> datetime.datetime | None:
    """An ISO date or time as UTC without a zone; None where there is none or it cannot be read."""
    try:
        moment = datetime.datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment.tzinfo else moment
