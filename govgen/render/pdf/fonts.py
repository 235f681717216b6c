"""Which face each part of the paper wants, and which it gets on this machine."""

from __future__ import annotations

import ctypes
import functools
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import yaml
from fontTools import ttLib  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict, TypeAdapter

from govgen.findings.printable import printable
from govgen.render.pdf.engine import open_library, unreadable

logging.getLogger("fontTools").addHandler(logging.NullHandler())  # else it complains of fonts in English

_SUFFIXES = {".ttf", ".otf", ".ttc"}


class Role(BaseModel):
    """A part of the paper (``name``) and its faces: the prescribed ones, then free stand-ins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    statutory: tuple[str, ...]
    stand_ins: tuple[str, ...]
    generic: str

    @property
    def stack(self) -> str:
        """The faces as a value of CSS ``font-family``."""
        return ", ".join([*(f'"{name}"' for name in (*self.statutory, *self.stand_ins)), self.generic])


@dataclass(frozen=True, slots=True)
class Substitution:
    """A role that does not get its prescribed face; ``used`` is "" where not even a stand-in is there."""

    role: str
    wanted: str
    used: str


@dataclass(frozen=True, slots=True)
class Face:
    """A font file of an office's own folder, with every family name that it goes by."""

    path: Path
    families: tuple[str, ...]


@functools.cache
def roles() -> tuple[Role, ...]:
    """The parts of the paper, from the body text on."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files(__package__) / "fonts.yaml").read_text(encoding="utf-8")
    return TypeAdapter(tuple[Role, ...]).validate_python(yaml.load(text, Loader=loader))


def substitutions(fonts_dir: Path | None = None) -> tuple[Substitution, ...]:
    """The roles that a PDF made here sets in another face than the prescribed one.

    Names are compared exactly but for case, so that a look-alike of the system's choosing never passes for
    the face itself. Empty where fontconfig is missing: no PDF is made there at all.
    """
    system = installed()
    if system is None:
        return ()
    there = system | {name.casefold() for face in faces(fonts_dir) for name in face.families}
    return tuple(found for role in roles() if (found := _substitution(role, there)))


def _substitution(role: Role, there: frozenset[str]) -> Substitution | None:
    used = next((name for name in (*role.statutory, *role.stand_ins) if name.casefold() in there), "")
    return None if used in role.statutory else Substitution(role.name, role.statutory[0], used)


def faces(folder: Path | None) -> tuple[Face, ...]:
    """The fonts in ``folder`` and below it, by path; none without a folder.

    Raises:
        EngineMissing: a file of a font's kind is no font.
    """
    if folder is None:
        return ()
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())
    return tuple(Face(path.resolve(), _families(path)) for path in paths)


def font_face_rules(found: tuple[Face, ...]) -> str:
    """CSS that makes each of the ``found`` faces known by its family names."""
    return "\n".join(
        f'@font-face {{ font-family: "{name}"; src: url("{face.path.as_uri()}"); }}'
        for face in found
        for name in face.families
        if '"' not in name and "\\" not in name and printable(name) == name
    )


def _families(path: Path) -> tuple[str, ...]:
    # Only an own folder needs the library, and it publishes no type information.

    with path.open("rb") as file:
        try:
            fonts = ttLib.TTCollection(file).fonts if path.suffix.lower() == ".ttc" else [ttLib.TTFont(file)]
            records = [record for font in fonts for record in font["name"].names]
            # Name IDs of OpenType: 1 is the family, 16 the family where that one was bent to four styles.
            names = [record.toUnicode(errors="ignore") for record in records if record.nameID in {1, 16}]
        except Exception as error:  # a broken file makes the library raise nearly anything
            raise unreadable(path) from error
    return tuple(dict.fromkeys(name for name in names if name))


class _FontSet(ctypes.Structure):
    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


@functools.cache
def installed() -> frozenset[str] | None:
    """The family names of all installed fonts, in lower case; None where fontconfig is missing.

    Asked of the library itself, the one Pango asks: its command-line tools are often not installed.
    """
    library = open_library("fontconfig")
    if library is None:
        return None
    library.FcInitLoadConfigAndFonts.restype = ctypes.c_void_p
    library.FcConfigGetFonts.restype = ctypes.POINTER(_FontSet)
    library.FcConfigGetFonts.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.FcConfigDestroy.argtypes = [ctypes.c_void_p]
    config = library.FcInitLoadConfigAndFonts()
    found = library.FcConfigGetFonts(config, 0)
    names = frozenset(_system_families(library, found.contents)) if found else frozenset()
    library.FcConfigDestroy(config)
    return names


def _system_families(library: ctypes.CDLL, found: _FontSet) -> Iterator[str]:
    get = library.FcPatternGetString
    get.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_char_p)]
    for pattern in found.fonts[: found.count]:
        name, number = ctypes.c_char_p(), 0
        while get(pattern, b"family", number, ctypes.byref(name)) == 0 and name.value is not None:
            yield name.value.decode("utf-8", "replace").casefold()
            number += 1
