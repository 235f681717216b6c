"""Digests of all that a rendered report depends on; equal digests mean equal files."""

import functools
import hashlib
import importlib.metadata
import json
import platform
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from govgen import __version__
from govgen.render.html.templates import packaged
from govgen.render.pdf.engine import facts
from govgen.render.pdf.fonts import installed_faces
from govgen.workflows.build import DATA, FRAGMENT, Builder, Job
from govgen.workflows.manifest import sha256_of


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
