"""The font faces prescribed for each part of the paper, and those available on this machine."""

import base64
import ctypes
import functools
import io
import logging
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import yaml
from fontTools import subset, ttLib  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict, TypeAdapter

from govgen.findings.printable import printable
from govgen.render.pdf.engine import EngineMissing, open_library

logging.getLogger("fontTools").addHandler(logging.NullHandler())  # else it complains of fonts in English

_SUFFIXES = {".ttf", ".otf", ".ttc"}
_REGULAR, _BOLD = 80, 200
"""Weights of fontconfig."""

_HEADINGS = {"title", "first", "second"}

DIGITS = " Digits"
"""What follows the family of a font in the name of the one with its digits only."""


class FontRole(BaseModel):
    """A part of the paper (``name``) and its faces: the prescribed ones, then free stand-ins.

    ``free`` says how to get a free face of the same kind.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    statutory: tuple[str, ...]
    stand_ins: tuple[str, ...]
    generic: str
    free: str = ""

    @property
    def stack(self) -> str:
        """The faces as a value of CSS ``font-family``; digits of their own face come before."""
        return ", ".join([*(f'"{name}"' for name in (*self.statutory, *self.stand_ins)), self.generic])


@dataclass(frozen=True, slots=True)
class Substitution:
    """A role that does not get its prescribed face; ``used`` is "" where not even a stand-in is there."""

    role: str
    wanted: str
    used: str


class Face(NamedTuple):
    """A font of a file, by number in a collection, with its family names; ``weight`` as in fontconfig."""

    path: Path
    families: tuple[str, ...]
    number: int = 0
    weight: int = _REGULAR


@functools.cache
def roles() -> tuple[FontRole, ...]:
    """The parts of the paper, from the body text on."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files(__package__) / "fonts.yaml").read_text(encoding="utf-8")
    return TypeAdapter(tuple[FontRole, ...]).validate_python(yaml.load(text, Loader=loader))


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


def faces_to_embolden(fonts_dir: Path | None = None) -> tuple[str, ...]:
    """The prescribed faces of title and headings that this machine lacks, so that they look like the text."""
    lacking = {found.role: found.wanted for found in substitutions(fonts_dir)}
    return tuple(lacking[role.name] for role in roles() if role.id in _HEADINGS and role.name in lacking)


def _substitution(role: FontRole, there: frozenset[str]) -> Substitution | None:
    used = next((name for name in (*role.statutory, *role.stand_ins) if name.casefold() in there), "")
    return None if used in role.statutory else Substitution(role.name, role.statutory[0], used)


def faces(folder: Path | None) -> tuple[Face, ...]:
    """The fonts in ``folder`` and below it, by path; none without a folder.

    Raises:
        EngineMissing: a file with a font's ending cannot be read as one.
    """
    if folder is None:
        return ()
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())
    return tuple(face for path in paths for face in _faces_of(path))


def unused(folder: Path | None, embedded: Iterable[str]) -> tuple[Path, ...]:
    """The font files in ``folder`` of which no family was ``embedded``."""
    known = {name.casefold() for name in embedded}
    used = {face.path for face in faces(folder) if known & {name.casefold() for name in face.families}}
    return tuple(dict.fromkeys(face.path for face in faces(folder) if face.path not in used))


def font_face_rules(found: tuple[Face, ...]) -> str:
    """CSS that makes each of the ``found`` faces known by its family names."""
    return "\n".join(
        f'@font-face {{ font-family: "{name}"; src: url("{face.path.as_uri()}"); }}'
        for face in found
        for name in face.families
        if '"' not in name and "\\" not in name and printable(name) == name
    )


@functools.cache
def digit_rules(found: tuple[Face, ...]) -> str:
    """CSS that sets all digits in the Song face: fonts with nothing but its digits, named by ``--digits``.

    Empty where no such face is installed or ``found``.
    """
    (role,) = (role for role in roles() if role.id == "figures")
    known = (*found, *installed_faces())
    for name in (*role.statutory, *role.stand_ins):
        chosen = [face for face in known if name.casefold() in map(str.casefold, face.families)]
        weights = {face.weight: face for face in reversed(chosen)}
        made = {weight: _digits(weights[weight]) for weight in (_REGULAR, _BOLD) if weight in weights}
        if _REGULAR in made:
            family = f"{name}{DIGITS}"
            rules = [
                f'@font-face {{ font-family: "{family}"; font-weight: {400 if weight == _REGULAR else 700};'
                f" src: url(data:font/otf;base64,{base64.b64encode(font).decode()}); }}"
                for weight, font in made.items()
            ]
            return "\n".join([*rules, f':root {{ --digits: "{family}" !important }}'])
    return ""


def _digits(face: Face) -> bytes:
    """A font with the ten digits and the blanks of ``face`` only.

    Raises:
        EngineMissing: the file cannot be read as a font.
    """
    cutter = subset.Subsetter(subset.Options(layout_features=[]))
    # Pango sets blanks after a digit in the face of the digit.
    cutter.populate(text=string.digits + " \N{NO-BREAK SPACE}")
    made = io.BytesIO()
    try:
        with ttLib.TTFont(face.path, fontNumber=face.number, lazy=True, recalcTimestamp=False) as font:
            # Reading these tables of a Chinese font takes longer than all the rest.
            for table in {"GDEF", "GPOS", "GSUB"} & set(font.keys()):
                del font[table]
            cutter.subset(font)
            font.save(made)
    except Exception as error:  # a broken file makes the library raise nearly anything
        raise EngineMissing("unreadable", path=face.path) from error
    return made.getvalue()


def _faces_of(path: Path) -> Iterator[Face]:
    with path.open("rb") as file:
        try:
            fonts = ttLib.TTCollection(file).fonts if path.suffix.lower() == ".ttc" else [ttLib.TTFont(file)]
            for index, font in enumerate(fonts):
                # Name IDs of OpenType: 1 is the family, 16 the family where that one was bent to four styles.
                records = [record for record in font["name"].names if record.nameID in {1, 16}]
                names = dict.fromkeys(record.toUnicode(errors="ignore") for record in records)
                yield Face(path.resolve(), tuple(filter(None, names)), index)
        except Exception as error:  # a broken file makes the library raise nearly anything
            raise EngineMissing("unreadable", path=path) from error


class _FontSet(ctypes.Structure):
    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


@functools.cache
def installed() -> frozenset[str] | None:
    """The family names of all installed fonts, in lower case; None where fontconfig is missing."""
    if open_library("fontconfig") is None:
        return None
    return frozenset(name.casefold() for face in installed_faces() for name in face.families)


@functools.cache
def installed_faces() -> tuple[Face, ...]:
    """All installed fonts by path; none where fontconfig is missing.

    From the library itself, which Pango uses: its command-line tools are often not installed.
    """
    library = open_library("fontconfig")
    if library is None:
        return ()
    library.FcInitLoadConfigAndFonts.restype = ctypes.c_void_p
    library.FcConfigGetFonts.restype = ctypes.POINTER(_FontSet)
    library.FcConfigGetFonts.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.FcConfigDestroy.argtypes = [ctypes.c_void_p]
    config = library.FcInitLoadConfigAndFonts()
    found = library.FcConfigGetFonts(config, 0)
    made = tuple(sorted(_system_faces(library, found.contents))) if found else ()
    library.FcConfigDestroy(config)
    return made


def _system_faces(library: ctypes.CDLL, found: _FontSet) -> Iterator[Face]:
    text, whole = library.FcPatternGetString, library.FcPatternGetInteger
    text.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_char_p)]
    whole.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int)]

    def strings(pattern: int, name: bytes) -> Iterator[str]:
        value, number = ctypes.c_char_p(), 0
        while text(pattern, name, number, ctypes.byref(value)) == 0 and value.value is not None:
            yield value.value.decode("utf-8", "replace")
            number += 1

    def integer(pattern: int, name: bytes, default: int) -> int:
        value = ctypes.c_int()
        # A variable font has a range of weights, which is no integer.
        return value.value if whole(pattern, name, 0, ctypes.byref(value)) == 0 else default

    for pattern in found.fonts[: found.count]:
        for path in strings(pattern, b"file"):
            # Above the 16 bits of the index is the instance of a variable font.
            index = integer(pattern, b"index", 0) & 0xFFFF
            weight = integer(pattern, b"weight", _REGULAR)
            yield Face(Path(path), tuple(strings(pattern, b"family")), index, weight)
