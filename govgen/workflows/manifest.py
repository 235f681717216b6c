"""Manifests: what a build made, to be checked later by the hashes of its sources and files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

MANIFEST_SUFFIX = ".json"


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file; empty where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


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
    """One report as built. ``inputs`` is the digest of all that the files depend on.

    ``compared`` says by format what was read back and found equal; other formats were not read back.
    """

    title: str
    draft: bool
    edition: str
    source: FileHash
    last: FileHash | None
    formats: tuple[str, ...]
    outputs: tuple[FileHash, ...]
    compared: dict[str, tuple[str, ...]]
    fonts: tuple[str, ...]
    warnings: tuple[FindingPlace, ...]
    inputs: str

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
        roles = {record.last: "上年的数据文件" for record in self.reports if record.last}
        # A year's own file may be next year's last: it is called what it is to its own report.
        for record in self.reports:
            roles |= {record.source: "数据文件"} | dict.fromkeys(record.outputs, "生成的文件")
        return roles

    @property
    def text(self) -> str:
        """The manifest as JSON."""
        return self.model_dump_json(indent=2) + "\n"


def mismatches(manifest: Manifest, folder: Path) -> Iterator[tuple[Path, str, bool]]:
    """The files that are not as a manifest in ``folder`` says, each with its role and whether it is lost."""
    for file, role in manifest.files.items():
        path = folder / file.path
        if (actual := sha256_of(path)) != file.sha256:
            yield path, role, not actual
