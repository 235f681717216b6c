"""``govgen import`` of many documents: a county's 收件."""

import datetime
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from govgen.cli.county.shared import settings_of
from govgen.cli.shared.console import FOUND, OK, StopError, say, stop_on
from govgen.cli.shared.jobs import executor
from govgen.datafile.county import County
from govgen.workflows.county.intake import Document, Filed, documents_in, file_all, read_documents, settled
from govgen.workflows.county.progress import NAME, Event, ProgressError, read_progress, record
from govgen.workflows.files import SENT, data_files


def receive(paths: Sequence[Path], inbox: Path, year: int | None, jobs: int, *, dry_run: bool) -> int:
    """Turn the documents in ``paths`` into data files below ``inbox``; 1 where one was left."""
    settings = settings_of(inbox)
    found = documents_in(paths)
    if not found:
        raise StopError("给出的路径里没有文件")
    _refuse_filed(found, inbox)
    with executor(jobs) as pool:
        documents = settled(read_documents(found, pool), settings, year)
    with stop_on(ProgressError):
        events = read_progress(inbox)
    taken = [document for document in documents if not document.refused]
    if dry_run:
        say(*(f"{document.source}：{_read(document)}" for document in taken))
        counts = f"可以收 {len(taken)} 份"
    else:
        filed = _file(taken, inbox, settings, events)
        new = [each for each in filed if each.event]
        for each in filed:
            say(f"{each.document.source} → {each.file}：{_filed(each)}")
            say(*(f"    {change}" for change in each.changes))
        counts = f"收 {len(new)} 份，与上次相同 {len(filed) - len(new)} 份"
    left = [document for document in documents if document.refused]
    say(*(f"没有收：{document.source}：{document.refused}" for document in left), err=True)
    say(f"共 {len(documents)} 份：{counts}，没有收 {len(left)} 份")
    return FOUND if left else OK


def _file(documents: Iterable[Document], inbox: Path, county: County, events: Sequence[Event]) -> list[Filed]:
    """File ``documents`` and record it; what was filed before one could not be is recorded all the same."""
    if (log := inbox / NAME).exists():
        log.open("ab").close()  # while it is open in Excel, nothing is filed
    filed: list[Filed] = []
    try:
        filed.extend(file_all(documents, inbox, county, events, datetime.date.today().isoformat()))
    finally:
        record(inbox, [each.event for each in filed if each.event])
    return filed


def _refuse_filed(sources: Iterable[Path], inbox: Path) -> None:
    """Stop where a data file that came in is where the county's commands would count it.

    Raises:
        StopError: one is.
    """
    sent = {os.path.realpath(source) for source in sources}
    for file in data_files([inbox] if inbox.is_dir() else []):
        if os.path.realpath(file) in sent:
            how = f"请把报来的文件放在 {inbox} 外面，或者放进其中名为“{SENT}”的文件夹"
            raise StopError(f"{file} 已经在收件的文件夹里，审核和汇总会把它算进去；{how}")


def _read(document: Document) -> str:
    return f"{document.body} {document.year} 年度，读出 {document.cells} 格，待核 {document.doubts} 处"


def _filed(filed: Filed) -> str:
    if filed.event is None:
        return "和已收的完全相同，没有改动"
    number = filed.event.number
    again = f"，第 {number} 次报送，改动 {len(filed.changes)} 处" if number > 1 else ""
    return f"{_read(filed.document)}{again}"
