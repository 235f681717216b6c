"""What a build made, as a record that can be checked later: hashes of sources and files, fonts, warnings."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from govgen.findings.finding import Level
from govgen.workflows.build import Job
from govgen.workflows.build_inputs import sha256_of, versions
from govgen.workflows.replacing import replace_files

_LAST = "上年的数据文件"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileHash(_Model):
    """A file and its SHA-256; in a manifest, relative paths are relative to the folder of the manifest."""

    path: str
    sha256: str

    def relative_to(self, folder: Path) -> FileHash:
        """The same file as named from ``folder``; as it was where no relative path leads there."""
        try:
            path = Path(os.path.relpath(self.path, folder)).as_posix()
        except ValueError:  # another drive of Windows
            path = self.path
        return FileHash(path=path, sha256=self.sha256)


class FindingPlace(_Model):
    """A finding without its words, which may quote what is not to be published."""

    code: str
    line: int
    column: int


class BuildRecord(_Model):
    """One report as built. ``inputs`` is the digest of all that the files depend on."""

    title: str
    draft: bool
    edition: str
    source: FileHash
    last: FileHash | None
    formats: tuple[str, ...]
    outputs: tuple[FileHash, ...]
    fonts: tuple[str, ...]
    warnings: tuple[FindingPlace, ...]
    inputs: str

    @property
    def files(self) -> Iterator[tuple[str, FileHash]]:
        """All files of the record, each with what it is to the report."""
        if self.last is not None:
            yield _LAST, self.last
        yield "数据文件", self.source
        for output in self.outputs:
            yield "生成的文件", output

    def relative_to(self, folder: Path) -> BuildRecord:
        """The same with paths from ``folder``."""
        last = self.last.relative_to(folder) if self.last else None
        outputs = tuple(output.relative_to(folder) for output in self.outputs)
        source = self.source.relative_to(folder)
        return self.model_copy(update={"source": source, "last": last, "outputs": outputs})


class Manifest(_Model):
    """The records of one build."""

    format: Literal["govgen-manifest-1"] = "govgen-manifest-1"
    versions: dict[str, str]
    reports: tuple[BuildRecord, ...]

    @property
    def files(self) -> dict[FileHash, str]:
        """All files that the manifest names, each with what it is to a report."""
        named = [named for record in self.reports for named in record.files]
        # A year's own file may be next year's last: it is called what it is to its own report.
        return {file: role for role, file in sorted(named, key=lambda pair: pair[0] != _LAST)}

    @property
    def text(self) -> str:
        """The manifest as JSON."""
        return self.model_dump_json(indent=2) + "\n"


class ManifestError(Exception):
    """A file that is no manifest."""


def record_of(
    job: Job, outputs: Iterable[tuple[Path, str]], fonts: tuple[str, ...], inputs: str
) -> BuildRecord:
    """The record of a report whose ``outputs`` have these hashes."""
    examined = job.examined
    report = examined.report
    last = Path(report.last.name) if report.last else None
    hashes = tuple(FileHash(path=_absolute(path), sha256=digest) for path, digest in outputs)
    return BuildRecord(
        title=report.title,
        draft=job.draft,
        edition=str(report.edition.edition),
        source=FileHash(path=_absolute(examined.path), sha256=examined.digest),
        last=FileHash(path=_absolute(last), sha256=sha256_of(last)) if last else None,
        formats=tuple(Path(file.path).name.removeprefix(f"{job.stem}.") for file in hashes),
        outputs=hashes,
        fonts=fonts,
        warnings=tuple(
            FindingPlace(code=item.code, line=item.span.line, column=item.span.column)
            for item in examined.findings
            if item.level is Level.WARNING
        ),
        inputs=inputs,
    )


def _absolute(path: Path) -> str:
    return path.absolute().as_posix()


def manifest_of(records: Iterable[BuildRecord], folder: Path) -> Manifest:
    """The manifest of ``records`` for a file in ``folder``."""
    base = folder.absolute()
    return Manifest(versions=versions(), reports=tuple(record.relative_to(base) for record in records))


def read_manifest(raw: bytes) -> Manifest:
    """A manifest from its JSON.

    Raises:
        ManifestError: it is none.
    """
    try:
        return Manifest.model_validate_json(raw)
    except ValidationError as why:
        raise ManifestError from why


class Mismatch(NamedTuple):
    """A file that is not as the manifest says: another content, or (``lost``) not readable."""

    role: str
    path: Path
    lost: bool


def mismatches(manifest: Manifest, folder: Path) -> Iterator[Mismatch]:
    """The files that are not as a manifest in ``folder`` says."""
    for file, role in manifest.files.items():
        path = folder / file.path
        if (actual := sha256_of(path)) != file.sha256:
            yield Mismatch(role, path, lost=not actual)


class RecordStore:
    """Records of earlier builds: one small file for each report, named by the hash of where its files go.

    Runs at the same time share no file, and a run that was killed has a record of all that it finished.
    ``error`` is why the last record could not be written.
    """

    def __init__(self, folder: Path, *, reuse: bool = True) -> None:
        """Without ``reuse`` records are written and none is found."""
        self.folder = folder
        self.reuse = reuse
        self.error: OSError | None = None

    def find(self, job: Job, inputs: str) -> BuildRecord | None:
        """The record of files made from the same ``inputs`` that are still as they were made."""
        file = self.folder / self._name(job)
        if not self.reuse or not file.is_file():
            return None
        try:
            (record,) = read_manifest(file.read_bytes()).reports
        except (ManifestError, ValueError, OSError):
            return None
        same = record.inputs == inputs and all(sha256_of(Path(o.path)) == o.sha256 for o in record.outputs)
        return record if same else None

    def add(self, job: Job, record: BuildRecord) -> None:
        """Keep ``record``; without it the report is merely made again by the next run."""
        content = Manifest(versions=versions(), reports=(record,)).text.encode()
        try:
            replace_files(self.folder, {self._name(job): content})
        except OSError as error:
            self.error = error

    @staticmethod
    def _name(job: Job) -> str:
        place = _absolute(job.folder / job.stem)
        return f"{hashlib.sha256(place.encode('utf-8', 'surrogateescape')).hexdigest()}.json"
