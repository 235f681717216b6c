"""Makes forms, as a workbook or as a web page, from data files and for reports that are only begun."""

from collections.abc import Callable, Iterator
from pathlib import Path

from govgen.datafile.county import Body, County
from govgen.datafile.identity import Kind, kind_of
from govgen.datafile.prose import printed
from govgen.editions.edition import Edition
from govgen.importers.form.outline import FormMark
from govgen.workflows.county.received import files_for, finder
from govgen.workflows.files import read_data
from govgen.workflows.last_year import figures_by
from govgen.workflows.new import StarterPlan, starter
from govgen.workflows.replacing import NotDoneError
from govgen.workflows.sheet.form import write_form
from govgen.workflows.sheet.form_data import FormTexts, ReadFile, cell_address
from govgen.workflows.sheet.form_page import form_page

WORKBOOK, PAGE = ".xlsx", ".html"


def begun(body: str, kind: Kind, year: int, last: ReadFile | None) -> ReadFile:
    """The data file that a new report begins with."""
    plan = StarterPlan(body, kind, year, last.report if last else None)
    return ReadFile.of(starter(plan).encode(), f"{year}.yaml")


def form_file(now: ReadFile, before: ReadFile | None, ending: str) -> bytes:
    """The form for ``now`` with last year's values for comparison.

    Raises:
        NotDoneError: the data file does not allow it, or something is not installed.
    """
    identity, edition = now.report.identity, now.report.edition
    if identity is None:
        raise NotDoneError("读不出机关和年度，请先用 govgen check 查看并改正")
    if before and before.report.head.year != identity.year - 1:
        raise NotDoneError(f"上年的文件应是 {identity.year - 1} 年度的")
    last = last_year_of(before, edition) if before else None
    if ending == PAGE:
        return form_page(now, last, live=False).encode()
    return write_form(FormMark(identity.body, identity.year, edition.edition), edition, now.texts, last)


def last_year_of(before: ReadFile, edition: Edition) -> FormTexts:
    """Last year's texts for a form of ``edition``: facts, prose, and all figures but 0."""
    others = {path: text for path, text in before.texts.items() if not path.startswith("cell/")}
    figures = figures_by(before.report, edition)
    return others | {
        cell_address(ref): printed(value) for ref in edition.leaf_refs if (value := figures[ref])
    }


def county_files(
    folder: Path, county: County, year: int
) -> Iterator[tuple[Body, ReadFile | None, ReadFile | None]]:
    """Each body that must report for ``year``, with its files of that year and of the one before."""
    bodies = county.bodies_of(year)
    find = finder(bodies, county.name)
    now, before = (_by_body(folder, find, each) for each in (year, year - 1))
    return ((body, now.get(body.name), before.get(body.name)) for body in bodies)


def begun_by(body: Body, year: int, before: ReadFile | None) -> ReadFile:
    """The data file with which a body of a county begins the report of a year.

    Raises:
        NotDoneError: nothing says of which kind it is.
    """
    old = before.report.identity if before else None
    kind = body.kind or (old.kind if old else None) or kind_of(body.name)
    if kind is None:
        raise NotDoneError("看不出是哪一类机关，请在 county.yaml 里写明它的“类型”")
    return begun(body.name, kind, year, before)


def _by_body(folder: Path, find: Callable[[str], str], year: int) -> dict[str, ReadFile]:
    """The data files of ``year`` by the body of the list whose they are."""
    found: dict[str, ReadFile] = {}
    for file in files_for(folder, year):
        read = ReadFile.of(read_data(file), file.as_posix())
        identity = read.report.identity
        if identity and identity.year == year and (body := find(identity.body)):
            found.setdefault(body, read)
    return found
