"""Builds many reports: rendered by worker processes, written by this one in the order of the list."""

import functools
import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from govgen.render.errors import TemplateError
from govgen.workflows.build import Builder, BuildOutcome, Job, Made, Rendered
from govgen.workflows.build_inputs import builder_digest, inputs_digest
from govgen.workflows.build_records import RecordStore, record_of
from govgen.workflows.manifest import BuildRecord
from govgen.workflows.ordered_map import ordered_map


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One report of a batch: what was made, or the ``failure`` that left its files as they were.

    ``record`` is None where a format is missing. ``unchanged``: the files are those of an earlier build from
    the same inputs.
    """

    job: Job
    outcome: BuildOutcome = field(default_factory=lambda: BuildOutcome(()))
    failure: TemplateError | OSError | None = None
    record: BuildRecord | None = None
    unchanged: bool = False


def build_batch(
    builder: Builder,
    jobs: Sequence[Job],
    store: RecordStore,
    executor: Executor | None = None,
    on_start: Callable[[Job], None] = lambda _job: None,
) -> Iterator[BatchItem]:
    """Build each of ``jobs``, unless by ``store`` its files are there from the same inputs."""
    shared = builder_digest(builder) if jobs else ""
    inputs = [inputs_digest(shared, job) for job in jobs]
    kept = [store.find(job, digest) for job, digest in zip(jobs, inputs, strict=True)]

    def to_render() -> Iterator[Job]:
        for job, record in zip(jobs, kept, strict=True):
            if record is None:
                on_start(job)
                yield job

    rendered = ordered_map(functools.partial(_render, builder), to_render(), executor)
    for job, digest, record in zip(jobs, inputs, kept, strict=True):
        yield _unchanged(job, record) if record else _written(job, next(rendered), digest, store)


def _render(builder: Builder, job: Job) -> Rendered | TemplateError | OSError:
    """The report, or why there is none: an exception would end the batch."""
    try:
        return builder.render(job)
    except (TemplateError, OSError) as error:
        return error


def _unchanged(job: Job, record: BuildRecord) -> BatchItem:
    outputs = [(Path(file.path), file.sha256) for file in record.outputs]
    made = tuple(Made(path, path.stat().st_size) for path, _ in outputs)
    current = record_of(job, outputs, record.fonts, record.inputs)
    return BatchItem(job, BuildOutcome(made, embedded=record.fonts), record=current, unchanged=True)


def _written(
    job: Job, rendered: Rendered | TemplateError | OSError, inputs: str, store: RecordStore
) -> BatchItem:
    if not isinstance(rendered, Rendered):
        return BatchItem(job, failure=rendered)
    try:
        outcome = rendered.write(job)
    except OSError as error:
        return BatchItem(job, failure=error)
    if outcome.missing:
        return BatchItem(job, outcome)
    hashes = [
        (job.target(kind), hashlib.sha256(content).hexdigest()) for kind, content in rendered.contents.items()
    ]
    record = record_of(job, hashes, outcome.embedded, inputs)
    # No record holds what rendering warned of: such a report is rendered, and warned of, every time.
    if not outcome.warnings:
        store.add(job, record)
    return BatchItem(job, outcome, record=record)
