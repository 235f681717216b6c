"""What a page says of itself: title, author, language, dates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from govgen.render.html_tree import text

UNDATED = datetime.datetime(2000, 1, 1)
"""The date of a document whose page gives none; the clock would make every build another file."""

LONGEST = 255
"""python-docx, and Word's own dialog, take no longer property."""


@dataclass(frozen=True, slots=True)
class Properties:
    """The core properties of a document; dates without a zone are UTC."""

    title: str
    author: str
    language: str
    subject: str
    keywords: str
    description: str
    created: datetime.datetime
    modified: datetime.datetime


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
        created=created or modified or UNDATED,
        modified=modified or created or UNDATED,
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
