"""收件: documents as bodies send them become data files, one a body and year; earlier ones are kept."""

import functools
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from govgen.datafile.county import County
from govgen.datafile.identity import Identity, Kind, kind_of
from govgen.datafile.report import Report
from govgen.datafile.writer import list_lines
from govgen.importers.convert import convert
from govgen.importers.formats.detect import TEXT, page_of, source_kind
from govgen.importers.isolation import read_source
from govgen.importers.page import RefusedError
from govgen.importers.writer import doubts_of
from govgen.workflows.check import examine
from govgen.workflows.county.progress import NAME, RECEIVED, Event
from govgen.workflows.county.received import finder
from govgen.workflows.files import (
    COUNTY,
    HISTORY,
    ORIGINAL,
    PROFILE,
    SUFFIXES,
    files_below,
    is_backup,
    is_data_file,
    read_data,
)
from govgen.workflows.last_year import own_errors
from govgen.workflows.manifest import sha256_of
from govgen.workflows.ordered_map import ordered_map
from govgen.workflows.replacing import replace_files
from govgen.workflows.report_task import report_from, source_of

ENDINGS = (*SUFFIXES, ".docx", ".html", ".htm", ".pdf", ".txt", ".md", ".xlsx", ".xls", ".ods")
"""Kinds of documents that are read whatever is in them; others only where they are no plain text."""

_COUNTY_NAMED = re.compile("[^某][县区旗]$")
"""A region that names a county; 某县 is what the notes of a new file give as an example."""

_HIDDEN = ("~$", ".", "__MACOSX")
"""How the names of files and folders start that programs keep for themselves."""

_NO_DOCUMENTS = (COUNTY, NAME, "thumbs.db", "desktop.ini")
"""Files that the office or Windows itself keeps in a folder."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a run, and the data file made from it.

    ``text`` is that data file; ``cells`` counts the cells read without doubt, ``doubts`` the places a person
    must look at. ``refused`` says why the document was not taken.
    """

    source: Path
    raw: bytes = b""
    text: str = ""
    body: str = ""
    region: str = ""
    year: int | None = None
    cells: int = 0
    doubts: int = 0
    refused: str = ""

    @property
    def digest(self) -> str:
        """The sha256 of the document as sent."""
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True, slots=True)
class Filed:
    """A document that became a data file, and what changed since the sending before.

    ``event`` is None where the very same bytes were received before, so that nothing was done.
    """

    document: Document
    file: Path
    changes: tuple[str, ...] = ()
    event: Event | None = None


def documents_in(paths: Iterable[Path]) -> list[Path]:
    """The documents that ``paths`` name; a folder means all below it but what is hidden or the county's.

    What cannot be read is among them, so that no sending is lost without a word.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for file in files_below(path, lambda name: not name.startswith(_HIDDEN)) if path.is_dir() else [path]:
            own = file.name.lower() in _NO_DOCUMENTS or file.name.startswith((*_HIDDEN, PROFILE))
            if file == path or not (own or is_backup(file)):
                found[file] = None
    return list(found)


def read_documents(sources: Iterable[Path], executor: Executor | None = None) -> Iterator[Document]:
    """Each document as a data file; one that cannot be read says why."""
    return ordered_map(_read, map(_sent, sources), executor)


def _sent(source: Path) -> Document:
    try:
        return Document(source, read_source(source))
    except RefusedError as why:
        return Document(source, refused=str(why))


def _read(document: Document) -> Document:
    source, raw = document.source, document.raw
    if document.refused:
        return document
    try:
        return _data_file(source, raw) if is_data_file(source) else _imported(source, raw)
    except RefusedError as why:
        return replace(document, refused=str(why))


def settled(documents: Iterable[Document], county: County, year: int | None) -> list[Document]:
    """``documents`` with their bodies' names on the county's list; those that cannot be filed say why.

    ``year`` is the one expected. Two different documents of one body and year are both left: a person knows
    which one counts.
    """
    find = functools.cache(lambda of: finder(county.bodies_of(of) if of else county.bodies, county.name))
    kinds = {body.name: body.kind for body in county.bodies}
    found = []
    for document in documents:
        body = find(document.year)(document.body) if kinds else document.body
        refused = document.refused or _refusal(document, body, county, year)
        found.append(replace(_with_kind(document, kinds.get(body)), body=body, refused=refused))
    rivals: dict[tuple[str, int | None], dict[str, Document]] = {}
    for document in found:
        if not document.refused:
            rivals.setdefault((document.body, document.year), {}).setdefault(document.digest, document)
    return [_without_rival(document, rivals.get((document.body, document.year), {})) for document in found]


def _with_kind(document: Document, kind: Kind | None) -> Document:
    """``document`` with the kind of its body, where the county says it and no name or data file does."""
    if kind is None or is_data_file(document.source) or kind_of(document.body):
        return document
    return replace(document, text=document.text.replace("\n年度:", f"\n类型: {kind}\n年度:", 1))


def _refusal(document: Document, body: str, county: County, year: int | None) -> str:
    """Why a document cannot be filed; empty where it can."""
    if not document.body:
        return "看不出是哪个机关的报告"
    if not body:
        of = f"（{document.year} 年度）" if document.year else ""
        return f"机关“{document.body}”不在 county.yaml 的名单里{of}"
    if document.year is None:
        return "看不出是哪一年度的报告"
    if document.year != (year or document.year):
        return f"是 {document.year} 年度的，应为 {year} 年度"
    place = county.name.removesuffix("人民政府")
    elsewhere = place and place[:-1] not in document.region and _COUNTY_NAMED.search(document.region)
    return f"写的是“{document.region}”的“{document.body}”，不是{place}的" if elsewhere else ""


def _without_rival(document: Document, same: dict[str, Document]) -> Document:
    rival = next((other for digest, other in same.items() if digest != document.digest), None)
    if document.refused or rival is None:
        return document
    why = f"和 {rival.source} 都是 {document.body} {document.year} 年度的，请只留下要用的一份"
    return replace(document, refused=why)


def _imported(source: Path, raw: bytes) -> Document:
    if source.suffix.lower() not in ENDINGS and source_kind(raw) == TEXT:
        page_of(raw)  # an old Word file, a picture or an archive is named
        raise RefusedError("不是 Word、网页、PDF、Excel 或数据文件")
    found = convert(raw, source.name)
    if found.reading.tables:
        _refuse_unfilled(report_from(found.yaml.encode(), source.name))
    cells = sum(not cell.doubt for cell in found.reading.cells.values())
    doubts = len(doubts_of(found.words, found.reading))
    region = found.words.facts.get(("所属",), "")
    return Document(source, raw, found.yaml, found.words.body, region, found.words.year, cells, doubts)


def _refuse_unfilled(report: Report) -> None:
    if report.unfilled:
        raise RefusedError("还没有填写，各部分都是空的；请填好后再报")


def _data_file(source: Path, raw: bytes) -> Document:
    """A data file that a body filled in by itself, taken as it is."""
    read = source_of(raw)
    report = report_from(raw, source.name)
    _refuse_unfilled(report)
    if report.identity is None and (faults := own_errors(report.findings)):
        raise RefusedError(f"读不出机关和年度：{faults[0].message}；用 govgen check 看改法")
    head, known = report.head, sum(report.value(*ref) is not None for ref in report.edition.refs)
    facts = report.identity or Identity()
    return Document(source, raw, read.text, facts.body, facts.region or "", head.year, known)


def file_all(
    documents: Iterable[Document], inbox: Path, county: County, events: Iterable[Event], today: str
) -> Iterator[Filed]:
    """Write the data file of each document; the same bytes again change nothing.

    Raises:
        OSError: a file cannot be written.
    """
    numbers: Counter[tuple[str, int | None]] = Counter()
    for event in events:
        if event.what == RECEIVED:
            numbers[event.body, event.year] = max(numbers[event.body, event.year], event.number)
    for document in documents:
        yield _file(document, inbox, county, numbers[document.body, document.year], today)


def _file(document: Document, inbox: Path, county: County, number: int, today: str) -> Filed:
    """Write the data file and the original, moving those of sending ``number``, if any, to 往次."""
    folder = inbox / document.body
    file = folder / f"{document.year}.yaml"
    original = f"{document.year}{ORIGINAL}{document.source.suffix.lower()}"
    former = sorted(folder.glob(f"{document.year}{ORIGINAL}.*"))
    if file.exists() and any(sha256_of(old) == document.digest for old in former):
        return Filed(document, file)
    before = read_data(file) if file.exists() else None
    text = document.text
    changes: tuple[str, ...] = ()
    number += 1
    if before is not None:
        number = max(number, 2)
        old, new = report_from(before, file.as_posix()), report_from(text.encode(), file.as_posix())
        changes = tuple(_changes(old, new))
        text = _with_accepted(text, old, file, county)
        mark = f"-第{number - 1}次."
        kept = {path.name.replace(".", mark, 1): path.read_bytes() for path in (*former, file)}
        replace_files(inbox / HISTORY / document.body, kept)
    replace_files(folder, {file.name: text.encode(), original: document.raw})
    for path in former:
        if path.name != original:
            path.unlink()
    digest = hashlib.sha256(text.encode()).hexdigest()
    event = Event(document.year or 0, document.body, RECEIVED, number, today, digest, document.source.name)
    return Filed(document, file, changes, event)


def _changes(old: Report, new: Report) -> Iterator[str]:
    """Each cell that differs, and each section whose words do."""
    if old.edition is new.edition:
        for ref in new.edition.refs:
            before, after = old.value(*ref), new.value(*ref)
            if before != after:
                yield f"{new.edition.name_of(ref)}：{_shown(before)} → {_shown(after)}"
    for section in new.edition.sections:
        words = [report.passages.get(section.id) for report in (old, new)]
        if section.kind == "text" and len({passage.text if passage else "" for passage in words}) > 1:
            yield f"{section.key}：文字有改动"


def _shown(value: object) -> str:
    return "待核" if value is None else f"{value:f}"


def _with_accepted(text: str, old: Report, file: Path, county: County) -> str:
    """``text`` with those entries of 已核实 of the former file that still accept something."""
    if not old.head.facts.accepted:
        return text
    entries = [(item.code, item.where, item.reason) for item in old.head.facts.accepted]
    tried = text + "\n".join(["", *list_lines("已核实", entries), ""])
    examined = examine(file, county=county, raw=tried.encode())
    accepted = {(item.finding.code, item.reason) for item in examined.accepted}
    kept = [entry for entry in entries if (entry[0].strip().upper(), entry[2]) in accepted]
    return text + "\n".join(["", *list_lines("已核实", kept), ""]) if kept else text
