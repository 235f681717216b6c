"""``govgen import`` of many documents: a county's 收件."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from govgen.cli.county.shared import settings_of
from govgen.cli.shared.console import FOUND, OK, StopError, say, stop_on
from govgen.cli.shared.jobs import executor
from govgen.workflows.county.intake import (
    Document,
    Filed,
    Intake,
    documents_in,
    matched,
    read_documents,
    take,
)
from govgen.workflows.county.progress import ProgressError, read_progress, record


def receive(paths: Sequence[Path], inbox: Path, year: int | None, jobs: int, *, dry_run: bool) -> int:
    """Turn the documents in ``paths`` into data files below ``inbox``; 1 where one was left."""
    settings = settings_of(inbox)
    found = documents_in(paths)
    if not found:
        raise StopError("给出的路径里没有 Word、网页、PDF 或文本文件")
    with executor(jobs) as pool:
        documents = [matched(document, settings, year) for document in read_documents(found, pool)]
    with stop_on(ProgressError):
        events = read_progress(inbox)
    today = datetime.date.today().isoformat()
    if dry_run:
        _preview(documents)
        return FOUND if any(document.refused for document in documents) else OK
    intake = take(documents, inbox, events, today)
    new = [filed.event for filed in intake.filed if filed.event is not None]
    if new:
        record(inbox, new)
    _report(intake)
    return FOUND if intake.refused else OK


def _preview(documents: Sequence[Document]) -> None:
    for document in documents:
        say(f"{document.source}：{document.refused or _read(document)}")


def _read(document: Document) -> str:
    return f"{document.body} {document.year} 年度，读出 {document.cells} 格，待核 {document.doubts} 处"


def _report(intake: Intake) -> None:
    for filed in intake.filed:
        say(f"{filed.document.source} → {filed.file}：{_filed(filed)}")
        say(*(f"    {change}" for change in filed.changes))
    for document in intake.refused:
        say(f"没有收：{document.source}：{document.refused}", err=True)
    same = sum(filed.same for filed in intake.filed)
    said = f"收 {len(intake.filed) - same} 份，与上次相同 {same} 份，没有收 {len(intake.refused)} 份"
    say(f"共 {len(intake.filed) + len(intake.refused)} 份：{said}")


def _filed(filed: Filed) -> str:
    if filed.same:
        return "和已收的完全相同，没有改动"
    again = f"，第 {filed.number} 次报送，改动 {len(filed.changes)} 处" if filed.number > 1 else ""
    return f"{_read(filed.document)}{again}"
