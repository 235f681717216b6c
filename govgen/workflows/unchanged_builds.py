"""What a build was made from and what it made, by which a later run knows that nothing has changed."""

import functools
import hashlib
import importlib.metadata
import json
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from govgen import __version__
from govgen.findings.finding import Level
from govgen.render.html.templates import packaged
from govgen.render.pdf.engine import facts
from govgen.render.pdf.fonts import installed_faces
from govgen.workflows.build import COMPARED, DATA, FRAGMENT, Builder, Job
from govgen.workflows.manifest import BuildRecord, FileHash, FindingPlace, Manifest, sha256_of
from govgen.workflows.replacing import replace_files


def builder_digest(builder: Builder) -> str:
    """Digest of program, libraries, templates, fonts, formats and options: what a run's reports share."""
    own = [(name, hashlib.sha256(content or b"").hexdigest()) for name, content in builder.templates.own]
    # Web pages name fonts and embed none.
    fonts = list(_fonts(builder.fonts)) if {*builder.formats} - {"html", DATA, FRAGMENT} else []
    options = [*builder.formats, builder.variant, str(builder.fonts)]
    return digest_of(program_files(), versions(), own, fonts, options)


def inputs_digest(builder: str, job: Job) -> str:
    """Digest of a report's inputs, with ``builder_digest`` of the run that renders it."""
    item = job.item
    last = item.last.sha256 if item.last else ""
    return digest_of(builder, item.digest, last, item.county.model_dump_json(), job.stem)


@functools.cache
def versions() -> dict[str, str]:
    """Versions of this program, Python, and the libraries that this program requires."""
    found = {"govgen": __version__, "python": platform.python_version()}
    for requirement in importlib.metadata.requires("govgen") or ():
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        if "extra ==" not in requirement:
            found[name] = importlib.metadata.version(name)
    found.update({library.name: library.version for library in facts().libraries if library.version})
    return dict(sorted(found.items()))


@functools.cache
def program_files() -> list[tuple[str, str]]:
    """Every file of the package with its hash: code, editions, templates, word lists."""
    package = Path(str(files("govgen")))
    found = sorted({*package.rglob("*"), *packaged().iterdir()})
    return [(path.name, sha256_of(path)) for path in found if path.is_file() and path.suffix != ".pyc"]


def _fonts(folder: Path | None) -> Iterator[tuple[str, int, int]]:
    """The fonts that may be used, each with size and time: to hash all those of a machine takes seconds."""
    own = sorted(folder.rglob("*")) if folder else ()
    for path in dict.fromkeys([*own, *(face.path for face in installed_faces())]):
        if path.is_file():
            facts = path.stat()
            yield str(path), facts.st_size, facts.st_mtime_ns


def digest_of(*parts: object) -> str:
    """A hash of values that JSON can write."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


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
