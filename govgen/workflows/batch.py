"""Builds many reports: worker processes render those that have changed, this one writes them in order."""

import functools
import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from govgen.render.errors import TemplateError
from govgen.workflows.build import Builder, Job, Rendered
from govgen.workflows.check import report_of
from govgen.workflows.manifest import BuildRecord
from govgen.workflows.ordered_map import ordered_map
from govgen.workflows.replacing import NotDoneError, replace_files
from govgen.workflows.report_task import ReportTask, task_of
from govgen.workflows.unchanged_builds import RecordStore, builder_digest, inputs_digest, record_of

Failure = TemplateError | NotDoneError | OSError


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One report of a batch: the files made and their sizes, or the ``failure`` that left them as they were.

    ``missing`` and ``warnings`` are those of ``Rendered``. ``record`` is None where a format is missing.
    ``unchanged``: the files are those of an earlier build from the same inputs.
    """

    job: Job
    made: dict[Path, int] = field(default_factory=dict)
    missing: str = ""
    warnings: Sequence[str] = ()
    failure: Failure | None = None
    record: BuildRecord | None = None
    unchanged: bool = False


def build_batch(
    builder: Builder,
    jobs: Sequence[Job],
    store: RecordStore,
    executor: Executor | None = None,
    last: Path | None = None,
    on_start: Callable[[Job], None] = lambda _job: None,
) -> Iterator[BatchItem]:
    """Build each of ``jobs``, unless by ``store`` its files are there from the same inputs.

    ``last`` is last year's file where the user named it.
    """
    shared = builder_digest(builder) if jobs else ""
    inputs = [inputs_digest(shared, job) for job in jobs]

    def results() -> Iterator[tuple[ReportTask, Job] | BuildRecord | Failure]:
        for job, digest in zip(jobs, inputs, strict=True):
            if record := store.find(job, digest):
                yield record
                continue
            on_start(job)
            try:
                yield _source(job, last), job
            except (NotDoneError, OSError) as failure:
                yield failure

    rendered = ordered_map(functools.partial(_render, builder), results(), executor)
    for job, digest, result in zip(jobs, inputs, rendered, strict=True):
        if isinstance(result, BuildRecord):
            yield _unchanged(job, result)
        else:
            yield _written(job, result, digest, store)


def _source(job: Job, last: Path | None) -> ReportTask:
    """What is to be rendered: the very bytes that were reviewed.

    Raises:
        NotDoneError: the files are others by now.
        OSError: the data file cannot be read any more.
    """
    item = job.item
    source = task_of(item.path, last, item.county)
    if source.digest != item.digest or (
        item.last and source.digest_of(Path(item.last.path)) != item.last.sha256
    ):
        raise NotDoneError(f"{item.path} 或上年的文件在审核以后改动过，没有生成，请再运行一次")
    return source


def _render(
    builder: Builder, task: tuple[ReportTask, Job] | BuildRecord | Failure
) -> BuildRecord | Rendered | Failure:
    """The report, or why there is none: an exception would end the batch. A result that is known stays."""
    if not isinstance(task, tuple):
        return task
    source, job = task
    try:
        return builder.render(report_of(source, draft=job.draft), job)
    except (TemplateError, OSError) as error:
        return error


def _unchanged(job: Job, record: BuildRecord) -> BatchItem:
    outputs = {Path(file.path): file.sha256 for file in record.outputs}
    made = {path: path.stat().st_size for path in outputs}
    current = record_of(job, outputs, record.fonts, record.inputs)
    return BatchItem(job, made, record=current, unchanged=True)


def _written(job: Job, rendered: Rendered | Failure, inputs: str, store: RecordStore) -> BatchItem:
    if not isinstance(rendered, Rendered):
        return BatchItem(job, failure=rendered)
    files = {job.target(kind): content for kind, content in rendered.contents.items()}
    try:
        replace_files(job.folder, {path.name: content for path, content in files.items()})
    except OSError as error:
        return BatchItem(job, failure=error)
    made = {path: len(content) for path, content in files.items()}
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    record = None if rendered.missing else record_of(job, hashes, tuple(rendered.embedded), inputs)
    # No record holds what rendering warned of: such a report is rendered, and warned of, every time.
    if record and not rendered.warnings:
        store.add(job, record)
    return BatchItem(job, made, rendered.missing, rendered.warnings, record=record)
