"""The shape of the code: who may import whom, how long things are, and what only the command line may do."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import ROOT

PACKAGE = ROOT / "govgen"
MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
BELOW_CLI = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] not in {"cli", "__main__.py"}]

FLOOR = {
    "findings": 0,
    "editions": 0,
    "datafile": 1,
    "rules": 2,
    "render": 2,
    "importers": 3,
    "workflows": 4,
    "cli": 5,
}
"""The folders from the lowest to the highest: a module imports its own folder and those on lower floors."""


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def part_of(path: Path) -> str:
    """The name of a module or of its sub-package right below the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """The modules of this package that a module imports, and whether only for types."""
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("govgen"):
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full, id(node) in typing_only
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("govgen"):
                    yield alias.name, id(node) in typing_only


def module_name(path: Path) -> str:
    return named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def import_graph() -> dict[str, set[str]]:
    """Each module with the modules that it imports when it runs."""
    names = {module_name(path) for path in MODULES}
    graph: dict[str, set[str]] = {}
    for path, tree in TREES.items():
        targets = {
            full if full in names else full.rpartition(".")[0] for full, typing in imports(tree) if not typing
        }
        graph[module_name(path)] = (targets & names) - {module_name(path)}
    return graph


def cycle_in(graph: dict[str, set[str]]) -> list[str]:
    """One cycle of imports of any length; empty where there is none."""
    done: set[str] = set()

    def search(node: str, trail: list[str]) -> list[str]:
        if node in trail:
            return trail[trail.index(node) :]
        if node in done:
            return []
        for target in sorted(graph.get(node, ())):
            if found := search(target, [*trail, node]):
                return found
        done.add(node)
        return []

    return next((found for node in sorted(graph) if (found := search(node, []))), [])


def test_every_module_is_in_a_known_folder() -> None:
    unknown = {part_of(path) for path in MODULES} - set(FLOOR) - {"__init__", "__main__"}
    assert unknown == set(), "put the module into one of the eight folders, or add the folder to FLOOR"


def test_nothing_else_is_at_the_root_of_the_package() -> None:
    entries = {path.name for path in PACKAGE.iterdir()} - {"__pycache__", "templates"}
    assert entries == {*FLOOR, "__init__.py", "__main__.py", "py.typed"}


def test_imports_point_down() -> None:
    wrong = []
    for path, tree in TREES.items():
        own = part_of(path)
        for module, _ in imports(tree):
            part = module.split(".")[1] if "." in module else ""
            if own in FLOOR and part in FLOOR and part != own and FLOOR[part] >= FLOOR[own]:
                wrong.append(f"{named(path)} imports {module}")
    assert wrong == [], "move what is imported to a lower folder"


def test_no_cycle_of_imports() -> None:
    assert cycle_in(import_graph()) == [], "move what both ends need into a module of its own"


def test_the_search_for_cycles_finds_long_ones() -> None:
    assert cycle_in({"a": {"b"}, "b": {"c"}, "c": {"d", "e"}, "d": set(), "e": {"b"}}) == ["b", "c", "e"]


def _class_names() -> dict[str, list[str]]:
    """Public classes, and names of types such as ``Cells = dict[...]``, with the modules that define them."""
    found: dict[str, list[str]] = {}
    for path, tree in TREES.items():
        names = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        targets = [node.targets[0] for node in tree.body if isinstance(node, ast.Assign)]
        names += [target.id for target in targets if isinstance(target, ast.Name) and not target.id.isupper()]
        for name in names:
            if name[0].isupper():
                found.setdefault(name, []).append(named(path))
    return found


def test_each_public_class_name_has_one_meaning() -> None:
    twice = {name: paths for name, paths in _class_names().items() if len(paths) > 1}
    assert twice == {}, "rename one of them after what it holds"


LATE = (
    *("govgen.render.pdf", "govgen.render.docx", "govgen.importers"),
    *("govgen.workflows.check_text", "govgen.workflows.check_document", "govgen.workflows.annotate"),
    *("govgen.workflows.county.returns", "govgen.workflows.county.workbook", "govgen.workflows.cluster"),
)
"""What a command loads only when asked for: rendering, importers (for texts and documents too), extras."""


def test_imports_inside_functions_are_of_what_is_heavy() -> None:
    """A library that is not of this package may be imported late where it is optional or large."""
    late = [
        f"{named(path)}: {node.module}"
        for path, tree in TREES.items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("govgen")
        and not (node.module or "").startswith(LATE)
        and named(path) != "govgen/cli/__init__.py"
    ]
    assert late == [], "import it at the top of the module"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_file_is_longer_than_a_reader_holds(path: Path) -> None:
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length < 300, "split the module: it does more than one thing"


def _functions() -> Iterator[tuple[str, int]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield f"{named(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_no_function_is_longer_than_a_page() -> None:
    assert [name for name, length in _functions() if length > 50] == [], "split the function"


def test_functions_are_short_as_a_rule() -> None:
    lengths = sorted(length for _, length in _functions())
    assert lengths[len(lengths) // 2] < 12, "half of all functions have 12 lines or more: split some"


FORBIDDEN_CALLS = {"print", "input", "exit", "quit", "breakpoint"}
FORBIDDEN_NAMES = {
    ("sys", "exit"),
    ("sys", "stdout"),
    ("sys", "stderr"),
    ("os", "environ"),
    ("os", "getenv"),
    ("os", "_exit"),
    ("time", "time"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("date", "today"),
    ("datetime", "utcnow"),
}


def _takes_liberties(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
            yield node.func.id
        if isinstance(node, ast.Attribute):
            owner = (
                node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            )
            if (owner, node.attr) in FORBIDDEN_NAMES:
                yield f"{owner}.{node.attr}"


@pytest.mark.parametrize("path", BELOW_CLI, ids=named)
def test_below_the_command_line_nothing_prints_exits_or_asks_the_machine(path: Path) -> None:
    wrong = list(_takes_liberties(TREES[path]))
    assert wrong == [], "do this in govgen/cli and hand the result down as an argument"


def test_the_search_for_liberties_finds_them() -> None:
    code = "import os, sys, datetime\nprint(1)\nos.environ['A']\nsys.exit()\ndatetime.date.today()\n"
    assert sorted(_takes_liberties(ast.parse(code))) == ["date.today", "os.environ", "print", "sys.exit"]


def test_no_module_hides_an_error() -> None:
    silent = [
        f"{named(path)}:{node.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (len(node.body) == 1 and isinstance(node.body[0], ast.Pass)))
    ]
    assert silent == [], "report the error, or catch a narrower one and say why nothing is to be done"


HEAVY = (
    "weasyprint",
    "docx",
    "jinja2",
    "pydyf",
    "fontTools",
    "PIL",
    "lxml",
    "tinyhtml5",
    "pikepdf",
)


def test_a_review_loads_nothing_of_rendering() -> None:
    """In a fresh process, with the command as a user gives it."""
    code = (
        "import sys\n"
        "from govgen.cli.app import run\n"
        "assert run(['check', sys.argv[1]]) == 0\n"
        f"print('loaded', [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "examples" / "qinghe" / "2025.yaml")],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stderr.splitlines()[-1] == "loaded []"
