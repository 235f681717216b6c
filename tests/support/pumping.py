"""Pumps every pattern of the package: run as a script, it prints each one that a long text makes slow.

All patterns that the package compiles are taken, also those built at run time: the compiler of ``re`` is
watched while every module is imported and the commands go over the examples. For each pattern a text that
goes through all its parts is made from its parse tree, and each character of its classes is repeated
``RUN`` times at each place of that text.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import pkgutil
import re
import signal
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from limits import square_time

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from re import _constants as constants  # type: ignore[attr-defined]  (the parse tree is not public)
    from re import _parser as parser  # type: ignore[attr-defined]

ROOT = Path(__file__).resolve().parents[2]
RUN = 2_000
"""Long enough: what a square takes is then a thousandth of what a cube takes."""
PATIENCE = 20
"""Times what a plain search over the square takes: a heavy square needs up to five, a cube thousands."""
END = "\x01"
"""What no pattern takes, so that it has to try all ways."""

found: dict[tuple[Any, int], str] = {}


def watch() -> None:
    """Note every pattern that is compiled for code of the package."""
    original = re._compile  # type: ignore[attr-defined]

    def noting(pattern: Any, flags: Any) -> Any:
        compiled = original(pattern, flags)
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "re":
            frame = frame.f_back
        name = frame.f_globals.get("__name__", "") if frame else ""
        if name.startswith("govgen"):
            found.setdefault((compiled.pattern, compiled.flags), name)
        return compiled

    re._compile = noting  # type: ignore[attr-defined]


def use() -> None:
    """Import every module, and go over the examples with the commands that compile patterns at run time."""
    import govgen  # noqa: PLC0415  (after ``watch``)

    for module in pkgutil.walk_packages(govgen.__path__, "govgen."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from govgen.cli.app import run  # noqa: PLC0415  (likewise)

    examples = [str(path) for path in sorted((ROOT / "examples").rglob("*.yaml"))]
    text = ROOT / "tests" / "base" / "text.txt"
    slips = ROOT / "tests" / "base" / "slips.yaml"
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        run(["check", *examples])
        run(["check", str(slips)])
        run(["check", "--text", str(text), "--body", "青禾镇人民政府", "--year", "2025"])
        run(["explain", "B201"])


def sample(tree: Any) -> str:
    """A text that goes through every part of a parse tree once."""
    return "".join(_part(op, argument) for op, argument in tree)


def _part(op: Any, argument: Any) -> str:
    if op is constants.LITERAL:
        return chr(argument)
    if op is constants.IN:
        return _of_class(argument)
    if op in {constants.NOT_LITERAL, constants.ANY}:
        return "政"
    if op in {constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT}:
        low, high, inner = argument
        return sample(inner) * max(low, min(1, high))
    inner = {constants.SUBPATTERN: 3, constants.BRANCH: 1}.get(op)
    if inner is None:
        return sample(argument) if op is constants.ATOMIC_GROUP else ""
    return sample(argument[inner][0] if op is constants.BRANCH else argument[inner])


def _of_class(items: list[Any]) -> str:
    pattern_negated = bool(items) and items[0][0] is constants.NEGATE
    if pattern_negated:
        return "政"
    op, argument = items[0]
    if op is constants.LITERAL:
        return chr(argument)
    if op is constants.RANGE:
        return chr(argument[0])
    return {
        constants.CATEGORY_DIGIT: "5",
        constants.CATEGORY_SPACE: " ",
        constants.CATEGORY_WORD: "a",
    }.get(argument, "政")


def characters(tree: Any) -> Iterator[str]:
    """A character of each class and each literal in a parse tree."""
    for op, argument in tree:
        if op is constants.LITERAL:
            yield chr(argument)
        elif op is constants.IN:
            yield _of_class(argument)
            yield from (chr(item[1]) for item in argument if item[0] is constants.LITERAL)
        elif op in {constants.NOT_LITERAL, constants.ANY}:
            yield "政"
        elif op in {constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT}:
            yield from characters(argument[2])
        elif op is constants.SUBPATTERN:
            yield from characters(argument[3])
        elif op is constants.BRANCH:
            for branch in argument[1]:
                yield from characters(branch)
        elif op in {constants.ASSERT, constants.ASSERT_NOT}:
            yield from characters(argument[1])


def pumped(tree: Any) -> Iterator[str]:
    """The sample with each character of the pattern repeated at its ends, and those nearby at each place.

    The same again without what follows the run, so that a match must fail there.
    """
    text = sample(tree)[:60]
    everywhere = dict.fromkeys([*characters(tree), " ", "5", "政"])
    for at in range(len(text) + 1):
        for char in everywhere if at in {0, len(text)} else {*text[at - 1 : at + 1], " "}:
            yield text[:at] + char * RUN + text[at:] + END
            yield text[:at] + char * RUN + END


def is_searched(name: str, pattern: Any) -> bool:
    """Whether a pattern is tried at every place of a text; one that its module only matches is not."""
    module = sys.modules[name]
    names = [key for key, value in vars(module).items() if getattr(value, "pattern", None) == pattern]
    if not names:
        return True
    uses = rf"\b(?:{'|'.join(names)})\.(?:search|finditer|findall|subn?|split)\("
    return any(re.search(uses, text) for text in sources())


@functools.cache
def sources() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in (ROOT / "govgen").rglob("*.py"))


def slow(_number: int, _frame: FrameType | None) -> NoReturn:
    raise TimeoutError


def is_slow(name: str, pattern: Any, flags: int, limit: float) -> bool:
    compiled = re.compile(pattern, flags)
    tree = parser.parse(pattern if isinstance(pattern, str) else pattern.decode("latin-1"), flags)
    work = compiled.search if is_searched(name, pattern) else compiled.match
    for text in pumped(tree):
        signal.setitimer(signal.ITIMER_VIRTUAL, limit)
        try:
            work(text if isinstance(pattern, str) else text.encode("utf-8"))
        except TimeoutError:
            return True
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return False


def main() -> None:
    signal.signal(signal.SIGVTALRM, slow)
    watch()
    use()
    limit = PATIENCE * square_time(RUN)
    patterns = sorted(found.items(), key=lambda item: (item[1], str(item[0])))
    for (pattern, flags), name in patterns:
        if is_slow(name, pattern, flags, limit):
            sys.stdout.write(f"{name}: {pattern!r}\n")
    sys.stdout.write(f"{len(patterns)} patterns\n")


if __name__ == "__main__":
    main()
