"""``govgen check --annotate``: the findings as comments in a copy of the Word file.

Parts of the file that comments do not need are copied as they are.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lxml import etree
from lxml.builder import ElementMaker

from govgen.findings.display import clip
from govgen.findings.finding import Finding, Span
from govgen.findings.printable import printable
from govgen.findings.reporters.text import LEVEL_NAMES, remarks
from govgen.importers.formats.docx import refuse_entities, unpacked
from govgen.importers.formats.docx_styles import W
from govgen.importers.page import RefusedError
from govgen.workflows.check_document import ExaminedDocument

AUTHOR, INITIALS = "govgen", "审"
"""The author of the comments: the same in every run, so that equal reviews make equal files."""

_MAX_BYTES = 300 * 1024 * 1024
"""What all parts may unpack to; the pictures of a report, packed already, have some megabytes."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_DOCUMENT, _RELATIONS, _TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
_WORD = ElementMaker(namespace=W[1:-1], nsmap={"w": W[1:-1]})
_RELATION = ElementMaker(namespace=f"{_PACKAGE}/relationships", nsmap={None: f"{_PACKAGE}/relationships"})
_TYPE = ElementMaker(namespace=f"{_PACKAGE}/content-types", nsmap={None: f"{_PACKAGE}/content-types"})
_ID = f"{W}id"
_NUMBERED = [f"{W}{name}" for name in ("comment", "commentRangeStart", "commentRangeEnd", "commentReference")]
_QUOTED = 40
"""Characters of a quotation in a comment, enough to find the words in the paragraph."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class WordComment(NamedTuple):
    """A comment of several lines on a paragraph, which is a number from 0 in the order of the file."""

    paragraph: int
    lines: tuple[str, ...]


def annotated(document: ExaminedDocument, findings: Iterable[Finding]) -> bytes:
    """The Word file with a comment for each of ``findings``, at its paragraph or table cell.

    Raises:
        RefusedError: a part of the file cannot be changed.
    """
    comments = [
        WordComment(_paragraph(document, finding.span), tuple(_lines(document, finding)))
        for finding in findings
    ]
    return with_comments(document.raw, comments)


def _paragraph(document: ExaminedDocument, span: Span) -> int:
    """The paragraph of the file with which the line or cell at ``span`` begins."""
    numbers = document.page.paragraphs[span.line - 1]
    cell = document.lines[span.line - 1].count("\t", 0, span.column - 1)
    return next(number for number in (*numbers[cell:], *numbers, 0) if number is not None)


def _lines(document: ExaminedDocument, finding: Finding) -> Iterator[str]:
    words = [f"{LEVEL_NAMES[finding.level]} {finding.code}：{finding.message}"]
    if quoted := _quoted(document, finding.span):
        words.append(f"原文：{quoted}")
    return (_NOT_XML.sub("\ufffd", printable(line)) for line in (*words, *remarks(finding)))


def _quoted(document: ExaminedDocument, span: Span) -> str:
    """The words that a finding means, where they are a part of a line outside tables."""
    line = document.lines[span.line - 1]
    words = line[span.column - 1 : span.end_column - 1 if span.end_line == span.line else None]
    is_part = span.line not in document.page.drawn and words != line
    return clip(words, _QUOTED) if is_part else ""


def with_comments(raw: bytes, comments: Sequence[WordComment]) -> bytes:
    """A Word file that has been read once, with comments in addition to those that it has.

    Any error of a library over parts that are damaged or encrypted ends here as one refusal.

    Raises:
        RefusedError: a part of it cannot be changed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            members = {info.filename: info for info in package.infolist()}
            return _packed(package, members, _changed(package, members, comments))
    except RefusedError:
        raise
    except Exception as why:
        raise RefusedError("批注写不进这个 Word 文档；请用 Word 或 WPS 打开后另存，再审核") from why


def _changed(
    package: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], comments: Sequence[WordComment]
) -> dict[str, bytes]:
    """The parts of a package that differ once ``comments`` are in."""

    def tree(name: str, otherwise: Any = None) -> Any:
        if otherwise is not None and name not in members:
            return otherwise
        data = unpacked(package, members[name])
        refuse_entities(data)
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, strip_cdata=False))

    document, types = tree(_DOCUMENT), tree(_TYPES)
    relations = tree(_RELATIONS, _RELATION.Relationships())
    name = _comments_name(relations, members)
    parts = {_DOCUMENT: document, name: tree(name, _WORD.comments())}
    first = max(_numbers(*parts.values()), default=-1) + 1
    paragraphs = list(document.iter(f"{W}p"))
    for number, comment in enumerate(comments, start=first):
        _anchor(paragraphs[comment.paragraph], str(number))
        parts[name].append(_comment(str(number), comment))
    if name not in members:
        _register(name, relations, types)
        parts |= {_RELATIONS: relations, _TYPES: types}
    return {
        name: etree.tostring(root.getroottree(), encoding="UTF-8", standalone=True)
        for name, root in parts.items()
    }


def _comments_name(relations: Any, members: Mapping[str, zipfile.ZipInfo]) -> str:
    """The part of the comments that are there; a free name where there is none."""
    for relation in relations:
        name = posixpath.normpath(posixpath.join("/word", relation.get("Target", ""))).lstrip("/")
        if relation.get("Type") == f"{_OFFICE}/comments" and name in members:
            return name
    names = ("word/comments.xml", *(f"word/comments{number}.xml" for number in range(1, 100)))
    return next(name for name in names if name not in members)


def _register(name: str, relations: Any, types: Any) -> None:
    """Add a new part of comments to the relationships and the content types."""
    used = {relation.get("Id") for relation in relations}
    ident = next(each for number in range(1, len(used) + 2) if (each := f"rId{number}") not in used)
    target = posixpath.relpath(name, "word")
    relations.append(_RELATION.Relationship(Id=ident, Type=f"{_OFFICE}/comments", Target=target))
    types.append(_TYPE.Override(PartName=f"/{name}", ContentType=_COMMENTS_TYPE))


def _numbers(*roots: Any) -> Iterator[int]:
    """The numbers of comments that are in use, with or without a text."""
    for root in roots:
        for element in root.iter(*_NUMBERED):
            number = element.get(_ID, "")
            if number.isdecimal() and number.isascii():
                yield int(number)


def _anchor(paragraph: Any, number: str) -> None:
    """Mark the whole paragraph, behind its properties and earlier marks, as what a comment is about."""
    start = f"{W}commentRangeStart"
    before = {f"{W}pPr", start}
    at = next((at for at, child in enumerate(paragraph) if child.tag not in before), len(paragraph))
    paragraph.insert(at, _WORD.commentRangeStart({_ID: number}))
    paragraph.append(_WORD.commentRangeEnd({_ID: number}))
    paragraph.append(_WORD.r(_WORD.commentReference({_ID: number})))


def _comment(number: str, comment: WordComment) -> Any:
    space = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
    paragraphs = [_WORD.p(_WORD.r(_WORD.t(line, space))) for line in comment.lines]
    who = {_ID: number, f"{W}author": AUTHOR, f"{W}initials": INITIALS}
    return _WORD.comment(who, *paragraphs)


def _packed(
    package: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], changed: Mapping[str, bytes]
) -> bytes:
    """The package with its changed and new parts; every other part has its content, date and place."""
    out, left = io.BytesIO(), _MAX_BYTES
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, info in members.items():
            content = changed[name] if name in changed else unpacked(package, info, left)
            left -= len(content)
            kept = zipfile.ZipInfo(name, info.date_time)
            kept.compress_type, kept.external_attr = info.compress_type, info.external_attr
            new.writestr(kept, content)
        for name in changed.keys() - members.keys():
            new.writestr(zipfile.ZipInfo(name), changed[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
