"""The limits of an office's own template: bounded time and size."""

import contextvars
import itertools
import re
from collections.abc import Iterable, Iterator, Sized
from typing import Any

from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

MOST_STEPS = 100_000
"""Turns of loops and calls for a page; the package's own templates take about 3,000."""

WIDEST = 1000
"""The largest factor and width; a table has about 30 rows."""

MOST_CHARACTERS = 20_000_000
"""The length of a page; a report takes about 100,000 characters and embedded pictures a few million."""

_PADDING = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"})
_WIDE = re.compile(r"[0-9]{4}|\*")

_steps: contextvars.ContextVar[Iterator[int] | None] = contextvars.ContextVar("steps", default=None)


class LimitError(Exception):
    """A template does not end or writes without end; the text names what it exceeds, in Chinese."""


class LimitedEnvironment(SandboxedEnvironment):
    """A sandbox that counts each turn of a loop and each call, and refuses to make long text of short."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals |= {"_step": _step, "_bounded": _bounded}
        plain = self.filters["format"]
        self.filters["format"] = lambda text, *args, **names: plain(_narrow(text), *args, **names)
        del self.filters["center"], self.filters["indent"]

    def concat(self, pieces: Iterable[str]) -> str:
        """The text of a block or macro, unless it is too long."""
        return str(_bounded("".join(pieces)))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            step = nodes.ExprStmt(nodes.Call(nodes.Name("_step", "load"), [], [], None, None))
            loop.body.insert(0, step.set_lineno(loop.lineno))
        for kept in tree.find_all(nodes.Assign):
            call = nodes.Call(nodes.Name("_bounded", "load"), [kept.node], [], None, None)
            kept.node = call.set_lineno(kept.lineno)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Methods of text that pad it to any width are not available."""
        return super().is_safe_attribute(obj, attr, value) and attr not in _PADDING

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls, counted."""
        _step()
        return _bounded(super().call(*args, **kwargs))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply small numbers only; text is repeated or filled in within ``WIDEST``."""
        if isinstance(left, str) and operator == "%":
            left = _narrow(left)
        elif any(isinstance(each, int | float) and abs(each) > WIDEST for each in (left, right)):
            raise LimitError("数太大")
        return super().call_binop(context, operator, left, right)


def _narrow(pattern: str) -> str:
    if _WIDE.search(pattern):
        raise LimitError("补位的宽度太大")
    return pattern


def _bounded(value: Any) -> Any:
    """``value``, unless it is longer than a page: text that a loop doubles would fill the memory."""
    if isinstance(value, Sized) and len(value) > MOST_CHARACTERS:
        raise LimitError("拼成的文字太长")
    return value


def _step() -> str:
    steps = _steps.get()
    if steps is not None and next(steps) >= MOST_STEPS:
        raise LimitError("循环的次数太多")
    return ""


def limited(pieces: Iterable[str]) -> Iterator[str]:
    """The ``pieces`` of a rendered page, as long as steps and characters stay within the limits.

    Raises:
        LimitError: they do not.
    """
    token = _steps.set(itertools.count())
    try:
        length = 0
        for piece in pieces:
            length += len(piece)
            if length > MOST_CHARACTERS:
                raise LimitError("生成的网页太大")
            yield piece
    finally:
        _steps.reset(token)
