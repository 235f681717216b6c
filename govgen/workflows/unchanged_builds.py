"""Records of builds: made for manifests, and kept so that the next run renders only what changed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from govgen.findings.finding import Level
from govgen.workflows.build import COMPARED, Job
from govgen.workflows.build_inputs import versions
from govgen.workflows.manifest import BuildRecord, FileHash, FindingPlace, Manifest, sha256_of
from govgen.workflows.replacing import replace_files


def record_of(job: Job, outputs: Mapping[Path, str], fonts: tuple[str, ...], inputs: str) -> BuildRecord:
    """The record of a report whose ``outputs`` have these hashes."""
    item = job.item
    hashes = tuple(FileHash(path=_absolute(path), sha256=digest) for path, digest in outputs.items())
    formats = tuple(Path(file.path).name.removeprefix(f"{job.stem}.") for file in hashes)
    return BuildRecord(
        title=item.title,
        draft=job.draft,
        edition=item.edition,
        source=FileHash(path=_absolute(item.path), sha256=item.digest),
        last=FileHash(path=_absolute(Path(item.last.path)), sha256=item.last.sha256) if item.last else None,
        formats=formats,
        outputs=hashes,
        compared={kind: COMPARED[kind] for kind in formats if kind in COMPARED},
        fonts=fonts,
        warnings=tuple(
            FindingPlace(code=found.code, line=found.span.line, column=found.span.column)
            for found in item.findings
            if found.level is Level.WARNING
        ),
        inputs=inputs,
    )


def _absolute(path: Path) -> str:
    return path.absolute().as_posix()


def manifest_of(records: Iterable[BuildRecord], folder: Path) -> Manifest:
    """The manifest of ``records`` for a file in ``folder``."""
    base = folder.absolute()
    return Manifest(versions=versions(), reports=tuple(record.relative_to(base) for record in records))


@dataclass(slots=True)
class RecordStore:
    """Records of earlier builds: one small file for each report, named by the hash of where its files go.

    Runs at the same time share no file, and a run that was killed has a record of all that it finished.
    Without ``reuse`` records are written and none is found. ``error`` is why the last record could not be
    written.
    """

    folder: Path
    reuse: bool
    error: OSError | None = None

    def find(self, job: Job, inputs: str) -> BuildRecord | None:
        """The record of files made from the same ``inputs`` that are still as they were made."""
        file = self.folder / self._name(job)
        if not self.reuse or not file.is_file():
            return None
        try:
            record = BuildRecord.model_validate_json(file.read_bytes())
        except (ValueError, OSError):  # pydantic's errors are ValueErrors
            return None
        same = record.inputs == inputs and all(sha256_of(Path(o.path)) == o.sha256 for o in record.outputs)
        return record if same else None

    def add(self, job: Job, record: BuildRecord) -> None:
        """Keep ``record``; without it the report is merely made again by the next run."""
        try:
            replace_files(self.folder, {self._name(job): record.model_dump_json().encode()})
        except OSError as error:
            self.error = error

    @staticmethod
    def _name(job: Job) -> str:
        place = _absolute(job.folder / job.stem)
        return f"{hashlib.sha256(place.encode('utf-8', 'surrogateescape')).hexdigest()}.json"
