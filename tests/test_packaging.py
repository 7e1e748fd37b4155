"""The lock, the wheel and the data folders: what an installation needs to be complete."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from dxplanner import __version__, paths

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / ".ci" / "requirements.lock"
DATA_FOLDERS = ("resources", "db")
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME: list[str] = PYPROJECT["project"]["dependencies"]
GROUPS: dict[str, list[str]] = PYPROJECT["dependency-groups"]
DECLARED = [*RUNTIME, *GROUPS["dev"], *GROUPS["build"]]


def locked() -> dict[str, tuple[str, list[str]]]:
    """Name -> (version, hashes) of every pin in the lock."""
    pins: dict[str, tuple[str, list[str]]] = {}
    for entry in LOCK.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        pin, *hashes = entry.split("--hash=")
        requirement = Requirement(pin.strip())
        (specifier,) = requirement.specifier
        assert specifier.operator == "==", entry
        pins[canonicalize_name(requirement.name)] = (specifier.version, [text.strip() for text in hashes])
    return pins


def data_files() -> set[str]:
    """The files of the data folders, relative to the checkout, with "/"."""
    return {
        path.relative_to(ROOT).as_posix()
        for name in DATA_FOLDERS
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, made without a network by the backend in the lock."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.mark.parametrize("declared", DECLARED)
def test_each_requirement_is_pinned_with_hashes(declared: str) -> None:
    requirement = Requirement(declared)
    version, hashes = locked()[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(Version(version), prereleases=True)
    assert hashes
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", text) for text in hashes)


def test_every_pin_of_the_lock_has_hashes() -> None:
    assert [name for name, (_, hashes) in locked().items() if not hashes] == []


def test_lock_tells_no_place() -> None:
    text = LOCK.read_text(encoding="utf-8")
    assert not re.search(r"://|file:|index-url|find-links|^\s*#|@", text, re.MULTILINE)
    assert "/" not in text


@pytest.mark.parametrize("declared", DECLARED)
def test_each_requirement_has_both_bounds_and_a_reason(declared: str) -> None:
    assert {part.operator for part in Requirement(declared).specifier} == {">=", "<"}
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip() == f'"{declared}",')
    assert lines[at - 1].strip().startswith("# ")


def test_qt_stays_below_the_release_that_aborts() -> None:
    (qt,) = [Requirement(text) for text in RUNTIME if text.startswith("PySide6")]
    assert not qt.specifier.contains("6.12.0")


@pytest.mark.parametrize("name", DATA_FOLDERS)
def test_data_dir_in_the_checkout(name: str) -> None:
    assert paths.data_dir(name) == ROOT / name


def test_data_dir_says_what_is_missing() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-folder"):
        paths.data_dir("no-such-folder")


def test_wheel_holds_every_data_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert data_files() <= {name.removeprefix("dxplanner/") for name in names}
    for needed in (
        r"resources/fonts/BIZUDP?Gothic-(Regular|Bold)\.ttf",
        r"db/migrations/.*\.py",
        r"db/.*\.json",
    ):
        assert any(re.fullmatch(f"dxplanner/{needed}", name) for name in names), needed


def test_wheel_holds_the_package_and_nothing_of_the_workshop(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (entry_points,) = [name for name in names if name.endswith("entry_points.txt")]
        scripts = archive.read(entry_points).decode()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"dxplanner", f"dxplanner-{__version__}.dist-info"}
    assert "dxplanner = dxplanner.cli:main" in scripts
    licences = {name.rsplit("/", 1)[-1] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "OFL.txt", "LUCIDE-LICENSE.txt"}


def test_data_dir_in_an_unpacked_wheel(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from dxplanner.paths import data_dir\n"
        "for name in sys.argv[2:]: print(data_dir(name).as_posix())"
    )
    # -I -S: neither the checkout nor its environment can help.
    command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", program, str(tmp_path), *DATA_FOLDERS]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    inside = tmp_path.resolve() / "dxplanner"
    assert done.stdout.splitlines() == [(inside / name).as_posix() for name in DATA_FOLDERS]


def test_ci_runs_the_developers_check_and_nothing_else() -> None:
    script = ROOT / ".ci" / "run"
    commands = [
        line
        for line in script.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]
    assert commands == ["exec python3 dev.py test"]
    assert sys.platform == "win32" or script.stat().st_mode & 0o111


def test_dev_py_needs_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


def test_top_level_is_the_fixed_one() -> None:
    folders = ["dxplanner", "resources", "db", "tests", "docs"]
    files = ["build.spec", "pyproject.toml", "dev.py", "README.md", "LICENSE", "CHANGELOG.md"]
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    tops = {path.split("/")[0].strip('"') for path in listed.stdout.splitlines()}
    assert {top for top in tops if not top.startswith(".")} <= {*folders, *files}
