"""``govgen check`` of what is no data file: a bare text, documents as they come, manifests of builds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from govgen.cli.shared.console import FOUND, OK, StopError, refuse_existing, say, stop_on
from govgen.cli.shared.inputs import DOCUMENTS, county_for
from govgen.cli.shared.options import edition_of, kind_known
from govgen.cli.shared.outputs import Output, refuse_overwriting
from govgen.datafile.cell import State
from govgen.datafile.county import County
from govgen.datafile.identity import Kind
from govgen.datafile.yaml_reader.encodings import MAX_BYTES
from govgen.findings.finding import Finding, Findings
from govgen.workflows.files import read_data
from govgen.workflows.manifest import Manifest, mismatches
from govgen.workflows.replacing import replace_file
from govgen.workflows.reviewed import Reviewed

if TYPE_CHECKING:
    from govgen.workflows.check_document import ExaminedDocument

# The importer is loaded where it is used: data files need none of it.

STDIN = "标准输入"
_WORD = ".docx"


class ReviewRun(NamedTuple):
    """What one run reviews; ``is_whole``, called after the last item, says whether no file was left."""

    items: Iterable[Reviewed]
    documents: tuple[ExaminedDocument, ...] = ()
    is_whole: Callable[[], bool] = lambda: True


class ReportFacts(NamedTuple):
    """What the options say of a report without a data file."""

    body: str | None
    kind: Kind | None
    year: int | None
    excerpt: bool


def review_text(file: Path, facts: ReportFacts, wanted: tuple[Output, ...]) -> Reviewed:
    """Review a bare text, of which the options must say whose it is and for which year.

    Raises:
        UsageError: they do not.
        StopError: the name is none of a body.
    """
    from govgen.importers.bare_text import UnfitNameError  # noqa: PLC0415
    from govgen.workflows.check_text import examine_text  # noqa: PLC0415

    if facts.body is None or facts.year is None:
        raise click.UsageError("--text 要同时写 --body 和 --year")
    edition_of(facts.year)
    body, kind = facts.body, kind_known(facts.body, facts.kind)
    is_file = str(file) != "-"
    refuse_overwriting(wanted, [file] if is_file else [])
    raw = read_data(file) if is_file else sys.stdin.buffer.read(MAX_BYTES + 1)
    name = file.as_posix() if is_file else STDIN
    county = county_for(file) if is_file else County()
    try:
        text, findings = examine_text(
            raw, name, body=body, kind=kind, year=facts.year, excerpt=facts.excerpt, county=county
        )
    except UnfitNameError as why:
        raise StopError(f"“{body}”不能用作机关名称") from why
    return _reviewed(name, findings, text.split("\n"))


def _reviewed(name: str, findings: Findings, lines: Sequence[str], stated: int = 0) -> Reviewed:
    """The result for a text or a document; ``stated`` is the number of its filled cells."""
    return Reviewed(Path(name), findings=findings, lines=tuple(lines), cells={State.STATED: stated})


def are_documents(paths: Sequence[Path]) -> bool:
    """Whether all of ``paths`` are finished reports, by the endings of their names."""
    return bool(paths) and all(path.suffix.lower() in DOCUMENTS and not path.is_dir() for path in paths)


def check_annotate(target: Path | None, documents: Sequence[Path]) -> None:
    """Stop where an annotated copy is asked for and cannot be made, before anything is reviewed.

    Raises:
        UsageError: there is not just one Word file to annotate.
        StopError: there is a file of that name already.
    """
    if target is None:
        return
    if [path.suffix.lower() for path in (*documents, target)] != [_WORD, _WORD]:
        raise click.UsageError("--annotate 要与一份 Word 文件（.docx）同用，批注也写成 .docx")
    refuse_existing(target)


def review_documents(
    files: Sequence[Path], last: Path | None, facts: ReportFacts, wanted: tuple[Output, ...]
) -> ReviewRun:
    """Review documents; what ``facts`` do not say is read from them.

    Raises:
        UsageError: the options are for a bare text.
        StopError: a document cannot be reviewed; the message says what to do.
    """
    if facts.excerpt:
        raise click.UsageError("--excerpt 要与 --text 同用")
    refuse_overwriting(wanted, files)
    documents = tuple(_examined(file, last, facts) for file in files)
    items = []
    for document in documents:
        say(*(f"{document.report.name}：{note}" for note in document.notes), err=True)
        stated = document.report.counted[State.STATED]
        items.append(_reviewed(document.report.name, document.findings, document.lines, stated))
    return ReviewRun(items, documents)


def _examined(file: Path, last: Path | None, facts: ReportFacts) -> ExaminedDocument:
    from govgen.importers.isolation import read_source  # noqa: PLC0415
    from govgen.importers.page import RefusedError  # noqa: PLC0415
    from govgen.workflows.check_document import examine_document  # noqa: PLC0415

    if not file.exists():
        raise StopError(f"找不到 {file}")
    body, kind, year, _ = facts
    county = county_for(file)
    with stop_on(RefusedError, of=file):
        raw = read_source(file)
        return examine_document(raw, file, body=body, kind=kind, year=year, last=last, county=county)


def write_annotated(target: Path, document: ExaminedDocument, findings: Sequence[Finding]) -> None:
    """Write the document with its findings as comments.

    Raises:
        StopError: the document cannot take them.
        OSError: the file cannot be written.
    """
    from govgen.importers.page import RefusedError  # noqa: PLC0415
    from govgen.workflows.annotate import annotated  # noqa: PLC0415

    if not findings:
        say(f"没有要批注的，没有写 {target}", err=True)
        return
    with stop_on(RefusedError, of=document.report.name):
        replace_file(target, annotated(document, findings))
    say(f"已写到 {target}，批注 {len(findings)} 条", err=True)


def check_manifest(file: Path) -> int:
    """Compare the files of a build with its manifest; 1 where one is not as it was.

    Raises:
        StopError: ``file`` is no manifest.
        OSError: it cannot be read.
    """
    try:
        manifest = Manifest.model_validate_json(file.read_bytes())
    except ValueError as why:
        raise StopError(f"{file} 不是 govgen build --manifest 写的清单，或者被改过") from why
    wrong = list(mismatches(manifest, file.parent))
    for path, role, is_lost in wrong:
        what = "找不到，或者打不开" if is_lost else "内容与清单不符，生成清单以后改动过"
        say(f"{path}：{role}{what}")
    say(f"共核对 {len(manifest.reports)} 份报告、{len(manifest.files)} 个文件：不符 {len(wrong)} 个。")
    if wrong:
        say("有改动的，请找回原来的文件；确实要改的，改数据文件后重新生成并另存清单。")
    return FOUND if wrong else OK
