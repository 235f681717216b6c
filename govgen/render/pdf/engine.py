"""What this machine has for making a PDF, and how to install what it lacks."""

import contextlib
import ctypes
import functools
import importlib
import io
import logging
import platform
import warnings
from importlib import metadata
from importlib.resources import files
from types import ModuleType

import yaml
from pydantic import BaseModel, ConfigDict, Field

VARIANTS = ("pdf/ua-1", "pdf/a-2a", "pdf/a-3a")
"""The kinds of file: accessible (ISO 14289-1), or archived (ISO 19005-2 and -3, level A) and accessible."""


class EngineMissing(Exception):  # noqa: N818  (a state of the machine, not a fault of the program)
    """This machine cannot make the PDF; ``message`` is one line for the clerk.

    It is the one called ``name`` in engine.yaml with these ``values``.
    """

    def __init__(self, name: str, /, **values: object) -> None:
        self.message = facts().messages[name].format(**values)
        super().__init__(self.message)


class Library(BaseModel):
    """A system library that makes the PDF, looked for by ``names``; ``lacking`` says that it is missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    reporter: str = Field("", alias="version")
    names: tuple[str, ...]
    lacking: str = "缺"

    def open(self) -> ctypes.CDLL | None:
        """The library as loaded; None where the system has none."""
        for file in self.names:
            with contextlib.suppress(OSError):
                return ctypes.CDLL(file)
        return None

    @property
    def found(self) -> bool:
        """Whether the system has it."""
        return self.open() is not None

    @property
    def version(self) -> str:
        """What it reports as its version; "" where it is missing or reports none."""
        function = getattr(self.open(), self.reporter, None)
        if function is None:
            return ""
        function.restype = ctypes.c_char_p
        return str(function().decode())


class Install(BaseModel):
    """How to install what is missing on one kind of system; ``tried``: whether the authors ran it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    system: str
    ids: tuple[str, ...]
    command: str
    tried: bool


class EngineFacts(BaseModel):
    """What ``engine.yaml`` says of messages, libraries and systems."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    messages: dict[str, str]
    advice: str
    package: str
    libraries: tuple[Library, ...]
    installs: tuple[Install, ...]


@functools.cache
def facts() -> EngineFacts:
    """The content of ``engine.yaml``, read once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files(__package__) / "engine.yaml").read_text(encoding="utf-8")
    return EngineFacts.model_validate(yaml.load(text, Loader=loader))


def engine() -> ModuleType:
    """The WeasyPrint package, silent on the terminal.

    Raises:
        EngineMissing: WeasyPrint or a library that it needs is not installed.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            weasyprint = importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        lacking = [library.name for library in facts().libraries if not library.found]
        own = this_system()
        advice = facts().advice.format(command=own.command) if own else ""
        missing = "、".join(lacking) or facts().package
        raise EngineMissing("missing", missing=missing, advice=advice) from error
    logging.getLogger("weasyprint").propagate = False
    logging.getLogger("fontTools").propagate = False
    return weasyprint


def this_system() -> Install | None:
    """The entry for this machine; None where it is of no kind that we know."""
    ids = _system_ids()
    return next((install for install in facts().installs if ids & set(install.ids)), None)


def packages() -> dict[str, str]:
    """The Python packages that make the PDF, with their versions; "" for one that is not installed."""
    found = {}
    for name in ("weasyprint", "pydyf", "fonttools"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found


def open_library(name: str) -> ctypes.CDLL | None:
    """The library known to ``facts()`` as ``name``; None where the system has none."""
    return next(library for library in facts().libraries if library.name == name).open()


def _system_ids() -> set[str]:
    if platform.system() != "Linux":
        return {platform.system().lower()}
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return set()
    # The system's own name decides; what it is like, only where the name is unknown.
    own = {release.get("ID", "")}
    known = {ident for install in facts().installs for ident in install.ids}
    return own if own & known else set(release.get("ID_LIKE", "").split())
