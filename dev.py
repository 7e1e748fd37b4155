#!/usr/bin/env python3
"""The development commands: ``python3 dev.py run | test | build | bench | lock``.

Standard library only, so that it starts on a machine with nothing but Python. Every command first makes
``.venv`` in the checkout, installs the hash-locked requirements into it and, on Debian and its relatives,
looks for the system libraries that Qt loads. Exit status: that of the command; 2 when something that
only the user can put right is missing.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / ".ci" / "requirements.lock"
PYPROJECT = ROOT / "pyproject.toml"
STAMP = VENV / ".dxplanner-stamp"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
SAMPLE = Path("out") / "長崎市DX推進計画R6.dxplan"

# What the Qt wheels load from the system: library -> Debian package. Asking for the library, not for
# the package, is right on releases that renamed a package too (libglib2.0-0t64).
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    # What the X11 and Wayland plugins need beyond those, for a real window.
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


def main(argv: Sequence[str]) -> int:
    """Run one subcommand; the words after it belong to what it starts."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- whoever starts this may have an older one
        stop("Python 3.11 or newer is needed / Python 3.11 以上が必要です")
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show Japanese (cp1252, C locale) gets "?" instead of a traceback.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace", line_buffering=True)
    if not argv or argv[0] not in COMMANDS:
        asked_for_help = bool(argv) and argv[0] in ("-h", "--help", "help")
        print(USAGE, file=sys.stdout if asked_for_help else sys.stderr)
        return 0 if asked_for_help else 2
    return COMMANDS[argv[0]](list(argv[1:]))


# ---------------------------------------------------------------------------------------- commands


def run(arguments: Sequence[str]) -> int:
    """Open the window on the bundled plan; with no display, write the plan and its handouts to out/.

    With ARGUMENTS, start dxplanner with them instead.
    """
    prepare()
    if arguments:
        return program(*arguments)
    (ROOT / SAMPLE).parent.mkdir(exist_ok=True)
    if has_display():
        if not (ROOT / SAMPLE).exists():
            status = program("sample", str(SAMPLE))
            if status:
                return status
        return program(str(SAMPLE))
    print("画面がないため、見本の計画と会議資料をファイルに書き出します。(no display: writing files)")
    status = program("sample", str(SAMPLE), "--force")
    status = status or program("export", str(SAMPLE), "--to", "out")
    if not status:
        print(f"書き出し先 (written to): {ROOT / 'out'}")
        print(f"計画ファイル (plan file): {ROOT / SAMPLE}")
    return status


def test(arguments: Sequence[str]) -> int:
    """Lint, format check, type check and tests; ARGUMENTS go to pytest only."""
    prepare()
    steps = {
        "ruff check": ["ruff", "check", "."],
        "ruff format": ["ruff", "format", "--check", "."],
        "mypy": ["mypy", "--strict"],
        "pytest": ["pytest", "-n", "auto", "--dist", "loadfile", *arguments],
    }
    failed = []
    for name, command in steps.items():
        print(f"== {name}")
        if call([PYTHON, "-m", *command], env={"QT_QPA_PLATFORM": "offscreen"}):
            failed.append(name)
    print(f"dev.py test: FAILED: {', '.join(failed)}" if failed else "dev.py test: all steps are good")
    return 1 if failed else 0


def build(arguments: Sequence[str]) -> int:
    """Make the one-folder program in dist/ and let it prove itself; ARGUMENTS go to PyInstaller."""
    prepare(build_packages())
    work = ROOT / "build" / "pyinstaller"
    places = ["--distpath", str(ROOT / "dist"), "--workpath", str(work)]
    started = time.monotonic()
    status = call(
        [PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, *arguments, "build.spec"]
    )
    if status:
        return status
    folder = ROOT / "dist" / "dxplanner"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"built {folder} ({size / 1e6:.0f} MB) in {time.monotonic() - started:.0f} s")
    status = self_test(folder)
    print(f"self-test of the built program: {'FAILED' if status else 'passed'}")
    return status


def bench(arguments: Sequence[str]) -> int:
    """Measure: ``bench [NAME ...] [--json FILE]``."""
    prepare()
    return call([PYTHON, "-m", "tests.bench", *arguments])


def lock(arguments: Sequence[str]) -> int:
    """Write .ci/requirements.lock anew for every system; ``lock --upgrade`` takes newer versions."""
    ensure_venv()
    if call([PYTHON, "-c", "import uv"], quiet=True):
        pip("install", "uv")
    what = ["pyproject.toml", "--group", "dev", "--group", "build"]
    reach = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    # No header, index address or annotation: the file must not tell where it was made.
    form = ["--no-header", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--quiet"]
    target = LOCK.relative_to(ROOT).as_posix()
    return call([PYTHON, "-m", "uv", "pip", "compile", *what, *reach, *form, "-o", target, *arguments])


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "build": build,
    "bench": bench,
    "lock": lock,
}
USAGE = """usage: python3 dev.py COMMAND [...]     (Windows: py dev.py COMMAND [...])

  run [ARGS]                    open the window on the bundled plan (no display: write the handouts to out/)
                                with ARGS: start dxplanner with them
  test [PYTEST ARGS]            ruff, mypy --strict, pytest
  build                         the one-folder program in dist/, and its self-test
  bench [NAME ...] [--json F]   measurements
  lock [--upgrade]              write .ci/requirements.lock anew"""


# ------------------------------------------------------------------------------------- environment


def prepare(also_needed: Sequence[str] = ()) -> None:
    """Bring the machine and ``.venv`` to where the commands can run; quick when nothing changed."""
    ensure_system_packages([*missing_system_packages(), *also_needed])
    ensure_venv()
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    print("開発環境を準備しています。初回は数分かかります。(preparing .venv; minutes the first time)")
    STAMP.unlink(missing_ok=True)
    pip("install", "--require-hashes", "-r", str(LOCK))
    pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(wanted, encoding="utf-8")


def ensure_venv() -> None:
    """Make ``.venv`` when it is missing or its Python no longer starts."""
    if PYTHON.exists() and not call([PYTHON, "-c", "import pip"], quiet=True):
        return
    status = call([sys.executable, "-m", "venv", "--clear", VENV])
    if status:
        stop(f".venv could not be made (status {status})")


def fingerprint() -> str:
    """Changes with the lock, the project's metadata, the interpreter and the place of the checkout."""
    digest = hashlib.sha256()
    for part in (LOCK.read_bytes(), PYPROJECT.read_bytes(), str(ROOT).encode(), sys.version.encode()):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def pip(*arguments: str) -> None:
    """pip of ``.venv`` with the machine's own configuration (indexes, proxies, certificates)."""
    status = call([PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments])
    if status:
        stop(f"pip {arguments[0]} failed (status {status}); see the message above")


def has_display() -> bool:
    """Whether a window can be shown."""
    if WINDOWS or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# ----------------------------------------------------------------------------------- Debian packages


def missing_system_packages() -> list[str]:
    """Debian packages without which ``.venv`` cannot be made or Qt cannot start."""
    missing = [package for library, package in QT_LIBRARIES.items() if not loads(library)]
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        missing.insert(0, "python3-venv")
    return missing


def build_packages() -> list[str]:
    """Debian packages without which PyInstaller cannot work: objcopy, and Python as a shared library."""
    missing = []
    if not all(shutil.which(tool) for tool in ("objcopy", "objdump")):
        missing.append("binutils")
    library = f"libpython{sys.version_info.major}.{sys.version_info.minor}.so.1.0"
    if sys.base_prefix == "/usr" and not loads(library):
        missing.append(library.removesuffix(".so.1.0"))
    return missing


def loads(library: str) -> bool:
    """Whether the system's loader finds LIBRARY."""
    with contextlib.suppress(OSError):
        ctypes.CDLL(library)
        return True
    return False


def ensure_system_packages(packages: Sequence[str]) -> None:
    """Install PACKAGES as root by apt-get; otherwise print the line to type and stop.

    Silent where there is no apt-get: there the names mean nothing.
    """
    if not packages or not shutil.which("apt-get") or not shutil.which("dpkg-query"):
        return
    if os.geteuid() != 0:
        stop(
            "次の行を実行してから、もう一度お試しください。(run this line first, then try again)\n"
            f"sudo apt-get install -y {' '.join(packages)}"
        )
    print(f"installing Debian packages: {' '.join(packages)}")
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    call(["apt-get", "update", "-qq"], env=environment)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]
    status = call([*install, *packages], env=environment)
    if status:
        stop(f"apt-get install -y {' '.join(packages)} failed (status {status})")


# ---------------------------------------------------------------------------------------- processes


def program(*arguments: str) -> int:
    """dxplanner itself from the checkout."""
    return call([PYTHON, "-m", "dxplanner", *arguments])


def self_test(folder: Path) -> int:
    """Run the built program where it can lean on nothing: no Python on PATH, an empty HOME, no display."""
    executable = folder / ("dxplanner-cli.exe" if WINDOWS else "dxplanner")
    with tempfile.TemporaryDirectory() as home:
        bare = {"HOME": home, "PATH": home, "TMPDIR": home, "QT_QPA_PLATFORM": "offscreen"}
        if WINDOWS:
            system = {name: os.environ[name] for name in ("SYSTEMROOT", "WINDIR") if name in os.environ}
            bare |= system | {"USERPROFILE": home, "LOCALAPPDATA": home, "APPDATA": home, "TEMP": home}
        return subprocess.run([executable, "self-test"], cwd=folder, env=bare, check=False).returncode


def call(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, quiet: bool = False) -> int:
    """Run COMMAND in the checkout, with ENV added; its exit status."""
    output = subprocess.DEVNULL if quiet else None
    sys.stdout.flush()
    try:
        return subprocess.run(
            command, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=output, stderr=output, check=False
        ).returncode
    except KeyboardInterrupt:
        return 130


def stop(message: str) -> NoReturn:
    """End with MESSAGE on standard error and exit status 2."""
    print(message, file=sys.stderr)
    raise SystemExit(2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
