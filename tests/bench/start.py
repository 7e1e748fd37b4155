"""From the start of the process to a usable window, and its memory, each in a fresh process."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.big_plan import write_big_plan
from tests.bench.harness import Benchmark, Measured

_PEAK: Final = """
def peak_mb():
    # VmHWM, not ru_maxrss: that one still counts what the parent held before this process began.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
"""
_PROGRAM: Final = """
import sys, time, json, os
{peak}
started = float(sys.argv[1])
import dxplanner.app as program
build, parts = program.build_application, program.program_parts
painted = []
def built(arguments):
    app = build(arguments)
    def idle():
        # What stands in for the event loop: everything painted, the first pane made; then the times told.
        while not painted:
            app.processEvents()
        for window in app.topLevelWidgets():
            if window.isVisible():
                window.repaint()
        print(json.dumps([painted[0] - started, peak_mb(), time.time() - started]))
        sys.stdout.flush()
        os._exit(0)
    type(app).exec = staticmethod(idle)
    return app
def watched():
    # The first pane is made when the window with the tree has been painted: that is the first moment of use.
    from dataclasses import replace
    made = parts()
    def watch(source):
        return replace(source, make=lambda context: (painted.append(time.time()), source.make(context))[1])
    return replace(made, panes=tuple(watch(source) for source in made.panes))
program.program_parts = watched
program.build_application = built
from dxplanner.cli import main
sys.exit(main([sys.argv[2]]))
"""
_BARE: Final = """
import sys, time, json
{peak}
started, rows = float(sys.argv[1]), int(sys.argv[2])
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTreeView
app = QApplication(["bare"])
model = QStandardItemModel()
for number in range(rows // 10):
    parent = QStandardItem(f"項目 {number}")
    model.appendRow(parent)
    for child in range(9):
        parent.appendRow(QStandardItem(f"項目 {number}-{child}"))
view = QTreeView()
view.setModel(model)
view.resize(1366, 768)
view.show()
view.repaint()
app.processEvents()
now = time.time() - started
print(json.dumps([now, peak_mb(), now]))
import os; sys.stdout.flush(); os._exit(0)
"""


def _run(script: str, *arguments: object) -> tuple[float, float, float]:
    """Seconds from process start to a painted window, peak memory in MB, seconds until nothing is left."""
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(
            [
                sys.executable,
                "-c",
                script.replace("{peak}", _PEAK),
                str(time.time()),
                *map(str, arguments),
                folder,
            ],
            capture_output=True,
            check=True,
            text=True,
            # A warm start finds the program compiled, as the shipped one is, whatever the shell says.
            env={
                **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
                "QT_QPA_PLATFORM": "offscreen",
                "HOME": folder,
                "XDG_CONFIG_HOME": folder,
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
        )
    painted, memory, idle = json.loads(result.stdout.splitlines()[-1])
    return painted, memory, idle


def _median(script: str, *arguments: object, runs: int = 5) -> tuple[float, float, float]:
    results = [_run(script, *arguments) for _ in range(runs)]
    painted, memory, idle = zip(*results, strict=True)
    return median(painted), max(memory), median(idle)


def start() -> list[Measured]:
    """Warm start on the R6 plan, and on 10,000 nodes, against a bare tree view with as many rows."""
    from dxplanner.services.sample import write_sample
    from dxplanner.store.lock import Author

    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample(Path(folder) / "r6.dxplan", Author("計測", "PC"))
        big = write_big_plan(Path(folder) / "big.dxplan", 10_000)
        _run(_PROGRAM, sample)
        warm, _, idle = _median(_PROGRAM, sample)
        bare, _, _ = _median(_BARE, 60)
        _, memory, opened = _median(_PROGRAM, big, runs=3)
        bare_opened, bare_memory, _ = _median(_BARE, 10_000, runs=3)
    what = "bare QTreeView, same rows"
    return [
        Measured("start.window_warm_s", warm, "s", bare, what, 0.7),
        Measured("start.idle_warm_s", idle, "s", bare, what),
        Measured("start.memory_mb", memory, "MB", bare_memory, what, 250),
        Measured("start.open_10000_s", opened, "s", bare_opened, what),
    ]


BENCHMARKS: dict[str, Benchmark] = {"start": start}
