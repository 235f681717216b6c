"""``govgen import`` of many documents: a county's 收件."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from govgen.cli.county.shared import settings_of
from govgen.cli.shared.console import FOUND, OK, StopError, say, stop_on
from govgen.cli.shared.jobs import executor
from govgen.workflows.county.intake import Document, Filed, documents_in, matched, read_documents, take
from govgen.workflows.county.progress import ProgressError, read_progress, record


def receive(paths: Sequence[Path], inbox: Path, year: int | None, jobs: int, *, dry_run: bool) -> int:
    """Turn the documents in ``paths`` into data files below ``inbox``; 1 where one was left."""
    settings = settings_of(inbox)
    found = documents_in(paths)
    if not found:
        raise StopError("给出的路径里没有 Word、网页、PDF 或文本文件")
    with executor(jobs) as pool:
        documents = list(matched(read_documents(found, pool), settings, year))
    with stop_on(ProgressError):
        events = read_progress(inbox)
    if dry_run:
        say(*(f"{document.source}：{document.refused or _read(document)}" for document in documents))
        return FOUND if any(document.refused for document in documents) else OK
    filed, left = take(documents, inbox, settings, events, datetime.date.today().isoformat())
    events = [each.event for each in filed if each.event]
    record(inbox, events)
    for each in filed:
        say(f"{each.document.source} → {each.file}：{_filed(each)}")
        say(*(f"    {change}" for change in each.changes))
    say(*(f"没有收：{document.source}：{document.refused}" for document in left), err=True)
    same = len(filed) - len(events)
    totals = f"收 {len(events)} 份，与上次相同 {same} 份，没有收 {len(left)} 份"
    say(f"共 {len(filed) + len(left)} 份：{totals}")
    return FOUND if left else OK


def _read(document: Document) -> str:
    return f"{document.body} {document.year} 年度，读出 {document.cells} 格，待核 {document.doubts} 处"


def _filed(filed: Filed) -> str:
    if filed.event is None:
        return "和已收的完全相同，没有改动"
    number = filed.event.number
    again = f"，第 {number} 次报送，改动 {len(filed.changes)} 处" if number > 1 else ""
    return f"{_read(filed.document)}{again}"
