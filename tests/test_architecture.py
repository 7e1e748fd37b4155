"""Imports run one way between the rooms (docs/architecture.md); a violation fails here, by name."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_archon import archrule

import dxplanner

PACKAGE = Path(dxplanner.__file__).parent

MAY_IMPORT = {
    "domain": {"domain"},
    "model": {"domain", "model"},
    "store": {"domain", "model", "store", "paths"},
    "handouts": {"domain", "model", "handouts", "paths"},
    "exporters": {"domain", "model", "handouts", "exporters", "paths"},
    "importers": {"domain", "model", "importers"},
    "services": {"domain", "model", "store", "handouts", "exporters", "importers", "services", "paths"},
    "ui": {"domain", "model", "store", "handouts", "exporters", "importers", "services", "ui", "paths"},
}
"""What each room may import of the package."""

QT_ROOMS = {"ui", "app", "selftest"}
SQLALCHEMY_ROOMS = {"model", "store", "services", "importers", "selftest"}
LATE = {"budoux", "openpyxl", "reportlab", "alembic", "fontTools", "holidays", "japanera", "pypdfium2"}
"""Slow libraries: imported inside the functions that need them."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    """All modules of the package: dotted name below it, and syntax tree."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def imported(node: ast.AST) -> list[str]:
    """The modules that an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module is not None:
        return [node.module]
    return []


def within(name: str, rooms: set[str]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_lies_before_it(room: str) -> None:
    forbidden = [f"dxplanner.{other}" for other in MAY_IMPORT if other not in MAY_IMPORT[room]]
    names = [*forbidden, "dxplanner.app", "dxplanner.cli", "dxplanner.selftest"]
    rule = archrule(f"{room} imports one way").match(f"dxplanner.{room}", f"dxplanner.{room}.*")
    rule.should_not_import(*names, *(f"{name}.*" for name in names)).check(
        "dxplanner", only_direct_imports=True
    )


def test_only_the_window_imports_qt() -> None:
    guilty = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        for module in imported(node)
        if module.split(".")[0] in {"PySide6", "shiboken6"} and not within(name, QT_ROOMS)
    }
    assert guilty == set()


def test_only_model_store_and_what_speaks_to_them_import_sqlalchemy() -> None:
    guilty = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        for module in imported(node)
        if module.split(".")[0] == "sqlalchemy" and not within(name, SQLALCHEMY_ROOMS)
    }
    assert guilty == set()


def test_slow_libraries_are_imported_late() -> None:
    guilty = {
        (name, module)
        for name, tree in modules()
        for node in tree.body
        for module in imported(node)
        if module.split(".")[0] in LATE
    }
    assert guilty == set()


def test_the_command_line_starts_without_qt_or_the_painters() -> None:
    script = (
        "import sys, dxplanner.cli; slow = ('PySide6', 'sqlalchemy', 'openpyxl', 'reportlab', 'alembic'); "
        "print([module for module in slow if module in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_no_file_is_long_and_no_function_fills_more_than_a_screen() -> None:
    long_files = [
        (path.name, count)
        for path in sorted(PACKAGE.rglob("*.py"))
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 600
    ]
    long_functions = [
        (name, node.name)
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= 80
    ]
    assert (long_files, long_functions) == ([], [])


def test_nothing_is_built_at_import() -> None:
    """No module-level instance of the program's own services, stores or widgets (app.py builds them)."""
    guilty = [
        (name, ast.unparse(node))
        for name, tree in modules()
        if within(name, {"ui", "services", "store"})
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) in {"QApplication", "Workbench", "ChangeBus", "PlanFile", "Settings"}
    ]
    assert guilty == []
