"""Word comments put into a package; parts that they do not need are copied as they are."""

import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from govgen.importers.formats.docx import parsed, unpacked
from govgen.importers.page import RefusedError
from govgen.workflows.annotate.xml_edit import Splice, UnfitPartError, XmlElement, XmlScan, spliced

AUTHOR, INITIALS = "govgen", "审"
"""Whose the comments are: the same in every run, so that equal reviews make equal files."""

_MAX_BYTES = 300 * 1024 * 1024
"""What all parts may unpack to; the pictures of a report, packed already, have some megabytes."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_DOCUMENT, _RELATIONS, _TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_COMMENTS = f'{_HEADER}<w:comments xmlns:w="{_W}"></w:comments>'.encode()
_NO_RELATIONS = f'{_HEADER}<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'.encode()
_MARKS = ("comment", "commentRangeStart", "commentRangeEnd", "commentReference")


class WordComment(NamedTuple):
    """A comment of several lines on a paragraph, which is a number from 0 in the order of the file."""

    paragraph: int
    lines: tuple[str, ...]


def with_comments(raw: bytes, comments: Sequence[WordComment]) -> bytes:
    """A Word file that has been read once, with comments in addition to those that it has.

    Whatever a library raises over parts that are damaged or encrypted ends here as one refusal.

    Raises:
        RefusedError: a part of it cannot be changed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            members = {info.filename: info for info in package.infolist()}
            return _packed(package, members, _Parts(package, members).changed(comments))
    except RefusedError:
        raise
    except Exception as why:
        raise RefusedError("批注写不进这个 Word 文档；请用 Word 或 WPS 打开后另存，再审核") from why


class _Parts:
    """The parts of a package that comments concern."""

    def __init__(self, package: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> None:
        wanted = (_DOCUMENT, _RELATIONS, _TYPES)
        if _TYPES not in members:
            raise UnfitPartError
        self.raw = {name: unpacked(package, members[name]) for name in wanted if name in members}
        self.relations = parsed(self.raw.setdefault(_RELATIONS, _NO_RELATIONS))
        self.names = set(members)
        self.comments = self._comments_name()
        self.is_new = self.comments not in members
        content = _NO_COMMENTS if self.is_new else unpacked(package, members[self.comments])
        self.raw[self.comments] = content

    def _comments_name(self) -> str:
        """The part of the comments that are there; a free name where there is none."""
        for relation in self.relations:
            name = posixpath.normpath(posixpath.join("/word", relation.get("Target", ""))).lstrip("/")
            if relation.get("Type") == f"{_OFFICE}/comments" and name in self.names:
                return name
        names = ("word/comments.xml", *(f"word/comments{number}.xml" for number in range(1, 100)))
        return next(name for name in names if name not in self.names)

    def changed(self, comments: Sequence[WordComment]) -> dict[str, bytes]:
        """The parts that differ once ``comments`` are in."""
        roots = [parsed(self.raw[name]) for name in (_DOCUMENT, self.comments)]
        first = max(_numbers(roots), default=-1) + 1
        numbered = list(enumerate(comments, start=first))
        scan = XmlScan(self.raw[_DOCUMENT], f"{_W} p", after=f"{_W} pPr")
        found = {
            _DOCUMENT: spliced(self.raw[_DOCUMENT], _anchors(scan.found, numbered)),
            self.comments: self._appended(self.comments, "".join(_comment(*pair) for pair in numbered)),
        }
        if self.is_new:
            found |= {_RELATIONS: self._related(), _TYPES: self._typed()}
        return found

    def _related(self) -> bytes:
        """The relationships with one to the new part."""
        used = {relation.get("Id") for relation in self.relations}
        ident = next(name for number in range(1, len(used) + 2) if (name := f"rId{number}") not in used)
        target = posixpath.relpath(self.comments, "word")
        tag = f'Relationship xmlns="{_PACKAGE}/relationships" Id="{ident}" Type="{_OFFICE}/comments"'
        return self._appended(_RELATIONS, f'<{tag} Target="{target}"/>')

    def _typed(self) -> bytes:
        """The list of content types with that of the new part."""
        tag = f'Override xmlns="{_PACKAGE}/content-types" PartName="/{self.comments}"'
        return self._appended(_TYPES, f'<{tag} ContentType="{_TYPE}"/>')

    def _appended(self, name: str, text: str) -> bytes:
        raw = self.raw[name]
        return spliced(raw, XmlScan(raw).root.around("", text))


def _numbers(roots: Iterable[Element]) -> Iterator[int]:
    """The numbers of comments that are taken, whether or not their text is there."""
    for root in roots:
        for mark in _MARKS:
            for element in root.iter(f"{{{_W}}}{mark}"):
                number = element.get(f"{{{_W}}}id", "")
                if number.isdecimal() and number.isascii():
                    yield int(number)


def _anchors(
    paragraphs: Sequence[XmlElement], comments: Iterable[tuple[int, WordComment]]
) -> Iterator[Splice]:
    """What each paragraph with comments gets: the starts of their ranges, then their ends and references."""
    by_paragraph: dict[int, list[int]] = {}
    for number, comment in comments:
        by_paragraph.setdefault(comment.paragraph, []).append(number)
    for at, numbers in by_paragraph.items():
        begun = "".join(_mark("commentRangeStart", number) for number in numbers)
        ended = "".join(
            f'{_mark("commentRangeEnd", number)}<w:r xmlns:w="{_W}">{_mark("commentReference", number)}</w:r>'
            for number in numbers
        )
        yield from paragraphs[at].around(begun, ended)


def _mark(name: str, number: int) -> str:
    # The prefix is declared in place: the file may use it for something else.
    return f'<w:{name} xmlns:w="{_W}" w:id="{number}"/>'


def _comment(number: int, comment: WordComment) -> str:
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in comment.lines
    )
    who = f'w:author="{AUTHOR}" w:initials="{INITIALS}"'
    return f'<w:comment xmlns:w="{_W}" w:id="{number}" {who}>{paragraphs}</w:comment>'


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
