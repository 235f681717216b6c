"""What this machine has for making a PDF: the libraries WeasyPrint loads, and how to install what is missing."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import io
import logging
import warnings
from dataclasses import dataclass
from importlib.resources import files
from types import ModuleType

import yaml


class EngineMissing(Exception):  # noqa: N818  (it names a state of the machine, not a fault of the program)
    """This machine cannot make the PDF; ``message`` says in one line what is missing."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library that WeasyPrint opens by one of ``names``.

    ``required`` tells that there is no PDF without it; ``version`` is empty where the library does not tell.
    """

    name: str
    names: tuple[str, ...]
    required: bool
    found: bool
    version: str = ""


@dataclass(frozen=True, slots=True)
class Install:
    """How to install the libraries on one kind of system; ``tried`` tells whether the authors ran it."""

    system: str
    command: str
    tried: bool


@functools.cache
def _facts() -> dict[str, list[dict[str, object]]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files(__package__) / "engine.yaml").read_text(encoding="utf-8")
    facts: dict[str, list[dict[str, object]]] = yaml.load(text, Loader=loader)
    return facts


def load(names: tuple[str, ...]) -> ctypes.CDLL | None:
    """The first library of ``names`` that the system can open; None when there is none."""
    for name in names:
        with contextlib.suppress(OSError):
            return ctypes.CDLL(name)
    return None
