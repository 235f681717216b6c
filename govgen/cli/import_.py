"""``govgen import``: from a published report back to a data file."""

import datetime
import os
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path

import click

from govgen.cli.county.shared import settings_of
from govgen.cli.shared.console import FOUND, OK, StopError, emit, say, stop_on, styler, write_new
from govgen.cli.shared.inputs import county_for, summary_of
from govgen.cli.shared.jobs import JOBS, executor
from govgen.cli.shared.options import OLD_FILE, edition_of, edition_option, output_option, year_option
from govgen.cli.shared.outputs import locator
from govgen.datafile.county import County
from govgen.editions.edition import Edition
from govgen.editions.loading import edition_named
from govgen.findings.reporters.outcome import Outcome
from govgen.findings.reporters.text import report_text
from govgen.importers.convert import Imported, convert
from govgen.importers.form.workbook import Workbook, is_workbook
from govgen.importers.isolation import read_document, read_source
from govgen.importers.ledger import Ledger, read_ledger
from govgen.importers.page import RefusedError
from govgen.importers.tables.result import Reason, whole_places
from govgen.importers.writer import doubts_of
from govgen.workflows.county.intake import Document, Filed, documents_in, file_all, read_documents, settled
from govgen.workflows.county.progress import NAME, Event, read_progress, record
from govgen.workflows.files import SENT, data_files, is_data_file, read_data
from govgen.workflows.replacing import NotDoneError, replace_file
from govgen.workflows.report_task import task_of
from govgen.workflows.reviewed import Reviewed
from govgen.workflows.sheet.workbook_into import form_into_file, ledger_into_file

_HELP = """把已公布的年度报告（网页、Word、PDF 或文本）、Excel 表或填报表转成数据文件。

拿不准的数字列在“待核”里，核对后删去才能通过审核；表格和标题与格式不同的地方列在“原表改动”里。

\b
例：govgen import 2024年报告.docx
    govgen import 报告.html -o 青禾镇/2024.yaml
    govgen import --dry-run 报告.pdf
    govgen import 邮件附件 -o 收件
    govgen import 填报表.xlsx --into 青禾镇/2025.yaml
    govgen import 申请台账.xlsx --into 青禾镇/2025.yaml
"""


@click.command("import", help=_HELP, options_metavar="[选项]")
@click.argument(
    "sources", metavar="报告…", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True)
)
@output_option(
    "写到这个文件；不写时用报告所在文件夹里以年度命名的文件，如 2024.yaml。"
    "导入多份或一个文件夹时写收件的文件夹，每份放在“机关/年度.yaml”。",
    click.Path(path_type=Path),
)
@year_option("报告的年度，看不出或认错时写。")
@edition_option("表格是哪一版格式（{}）；不写时由表格里的文字判断。")
@JOBS
@click.option(
    "--accept",
    "accepted",
    type=click.Choice([*map(str, Reason)]),
    multiple=True,
    metavar="原因",
    help="一并接受同一原因的待核（空白、记号、分隔号、行名）；先不加这个选项运行，逐条看过再用。可以写几次。",
)
@click.option(
    "--into",
    type=OLD_FILE,
    metavar="文件",
    help="把填报表里与这个数据文件不同的数和文字写进去，其余各行不动；申请台账则数出表三的数写进去。",
)
@click.option("--dry-run", is_flag=True, help="只显示会读出什么，不写文件。")
def import_(
    sources: tuple[Path, ...],
    output: Path | None,
    year: int | None,
    edition: str | None,
    jobs: int,
    accepted: tuple[str, ...],
    into: Path | None,
    dry_run: bool,
) -> int:
    """Import ``sources``; 1 when a data file does not yet pass the review, or a document was left."""
    source, *more = sources
    if into is not None and (more or output):
        raise StopError("--into 只能与一份填报表同用，不与 -o 同用")
    if more or source.is_dir() or (output and not is_data_file(output)):
        if output is None:
            raise StopError("导入多份时请用 -o 写明收件的文件夹")
        return receive(sources, output, year, jobs, dry_run=dry_run)
    if into is not None and (ledger := _ledger(source)):
        write = partial(ledger_into_file, ledger=ledger, report=lambda line: say(f"  {line}", err=True))
        return _put_into(into, source, write, dry_run=dry_run)
    wanted = edition_named(edition) if edition else None
    found = _converted(source, year, wanted, [Reason(reason) for reason in accepted])
    if into is not None:
        if not found.is_form:
            raise StopError(f"{source} 不是填报表，也不是申请台账；--into 只用于这两种表")
        return _put_into(into, source, partial(form_into_file, found=found), dry_run=dry_run)
    if dry_run:
        say(*found.yaml.rstrip("\n").split("\n"))
        name = source.with_name(f"{source.name}（试读）")
        reviewed = _outcome(name, found.yaml.encode())._replace(locate=str)
    else:
        file = output or _beside(source, found)
        write_new(file, found.yaml)
        reviewed = _outcome(file)
        say(f"已写到 {file}；请核对后运行 govgen check {file}", err=True)
    _print_reading(found)
    return _print_review(reviewed)


def _print_review(reviewed: Outcome) -> int:
    """Print a review; the exit code for it."""
    emit(report_text(reviewed, styler(sys.stdout)) + "\n")
    return FOUND if reviewed.summary.errors else OK


def _converted(
    source: Path, year: int | None, edition: Edition | None, accepted: Collection[Reason]
) -> Imported:
    if year is not None:
        edition_of(year)
    with stop_on(RefusedError, of=source):
        return convert(read_source(source), source.name, year=year, edition=edition, accept=accepted)


def _ledger(source: Path) -> Ledger | None:
    with stop_on(RefusedError, of=source):
        raw = read_source(source)
        book = read_document(raw) if is_workbook(raw) else None
    return read_ledger(book) if isinstance(book, Workbook) else None


def _put_into(
    file: Path, source: Path, write: Callable[[bytes, str], tuple[bytes, list[str]]], *, dry_run: bool
) -> int:
    """Write what differs in a workbook into a data file and review it; ``write`` makes the new content."""
    with stop_on(NotDoneError, of=source):
        after, changed = write(read_data(file), file.as_posix())
    say(*(f"  {name}" for name in changed), err=True)
    if dry_run:
        say(f"试读：会改动 {file} 里的 {len(changed)} 处，没有写", err=True)
        return OK
    if changed:
        replace_file(file, after)
    say(f"已写进 {file}，改动 {len(changed)} 处", err=True)
    return _print_review(_outcome(file))


def _beside(source: Path, found: Imported) -> Path:
    if found.words.year is None:
        raise StopError(f"{source} 里看不出是哪一年度的报告，请加 --year，或用 -o 写明文件名")
    return source.with_name(f"{found.words.year}.yaml")


def _outcome(file: Path, raw: bytes | None = None) -> Outcome:
    item = Reviewed.of(task_of(file, county=county_for(file), raw=raw))
    found = tuple(item.findings)
    return Outcome(found, summary_of(item, found), item.accepted, {item.name: item.lines}, locator())


def _print_reading(found: Imported) -> None:
    """Say what was read, how many cells, which doubts may be accepted together, what was changed."""
    cells, tables = found.reading.cells, found.reading.edition.tables
    doubts = doubts_of(found.words, found.reading)
    say(f"按 {found.reading.edition.edition} 年版格式读入：", err=True)
    for table in tables:
        read = sum(ref in cells and not cells[ref].doubt for ref in table.refs)
        say(f"  {table.key}：{len(table.refs)} 格，读出 {read} 格", err=True)
    say(f"  待核 {len(doubts)} 处，原表改动 {len(found.alterations)} 处", err=True)
    for reason in Reason:
        refs = [ref for ref, cell in cells.items() if cell.reason is reason]
        if refs and not (reason is Reason.BLANK and found.page.may_lack):
            names = [
                name
                for table in tables
                for name in whole_places(table, [ref for ref in table.refs if ref in refs])
            ]
            say(f"  待核中“{reason}”{len(refs)} 格：{'；'.join(names)}", err=True)
            say(f"    逐格看过、都可以照取作的值读入的，加 --accept {reason} 再导入", err=True)
    for note in found.notes:
        say(f"  {note}", err=True)


def receive(paths: Sequence[Path], inbox: Path, year: int | None, jobs: int, *, dry_run: bool) -> int:
    """Turn the documents in ``paths`` into data files below ``inbox``; 1 where one was left."""
    settings = settings_of(inbox)
    found = documents_in(paths)
    if not found:
        raise StopError("给出的路径里没有文件")
    _refuse_filed(found, inbox)
    with executor(jobs) as pool:
        documents = settled(read_documents(found, pool), settings, year)
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
