"""The core properties of a document from the head of its page: title, author, language, dates."""

import datetime
from typing import Any
from xml.etree.ElementTree import Element

from govgen.render.html_tree import text

LONGEST = 255
"""python-docx, and Word's own dialog, take no longer property."""


def describe(core: Any, root: Element) -> None:
    """Set python-docx's ``core`` properties by the head of a page; its first heading may be the title."""
    stated = {(meta.get("name") or "").lower(): meta.get("content") or "" for meta in root.iter("meta")}
    heading = root.find(".//h1")
    title = (root.findtext(".//title") or "").strip() or (text(heading) if heading is not None else "")
    author, subject = stated.get("author", ""), stated.get("dcterms.subject") or stated.get("subject", "")
    core.title, core.subject = _line(title), _line(subject)
    core.author = core.last_modified_by = _line(author)
    core.keywords, core.comments = _line(stated.get("keywords", "")), _line(stated.get("description", ""))
    core.language = root.get("lang") or "zh-CN"
    created, modified = (_moment(stated.get(f"dcterms.{name}", "")) for name in ("created", "modified"))
    if moment := created or modified:
        core.created, core.modified = moment, modified or moment
    core.revision = 1


def _line(value: str) -> str:
    return " ".join(value.split())[:LONGEST]


def _moment(value: str) -> datetime.datetime | None:
    """An ISO date or time as UTC without a zone; None where there is none or it cannot be read."""
    try:
        moment = datetime.datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment.tzinfo else moment
