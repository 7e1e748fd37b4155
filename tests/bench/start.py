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
build = program.build_application
def built(arguments):
    app = build(arguments)
    def idle():
        # What stands in for the event loop: everything painted, then the time told.
        app.processEvents()
        for window in app.topLevelWidgets():
            if window.isVisible():
                window.repaint()
        print(json.dumps([time.time() - started, peak_mb()]))
        sys.stdout.flush()
        os._exit(0)
    type(app).exec = staticmethod(idle)
    return app
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
print(json.dumps([time.time() - started, peak_mb()]))
import os; sys.stdout.flush(); os._exit(0)
"""


def _run(script: str, *arguments: object) -> tuple[float, float]:
    """Seconds from process start to a painted window, and peak memory in MB."""
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
            env={
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "HOME": folder,
                "XDG_CONFIG_HOME": folder,
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
        )
    taken, memory = json.loads(result.stdout.splitlines()[-1])
    return taken, memory


def _median(script: str, *arguments: object, runs: int = 5) -> tuple[float, float]:
    results = [_run(script, *arguments) for _ in range(runs)]
    return median(taken for taken, _ in results), max(memory for _, memory in results)


def start() -> list[Measured]:
    """Warm start on the R6 plan, and on 10,000 nodes, against a bare tree view with as many rows."""
    from dxplanner.services.sample import write_sample
    from dxplanner.store.lock import Author

    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample(Path(folder) / "r6.dxplan", Author("計測", "PC"))
        big = write_big_plan(Path(folder) / "big.dxplan", 10_000)
        _run(_PROGRAM, sample)
        warm, _ = _median(_PROGRAM, sample)
        bare, _ = _median(_BARE, 60)
        opened, memory = _median(_PROGRAM, big, runs=3)
        bare_opened, bare_memory = _median(_BARE, 10_000, runs=3)
    what = "bare QTreeView, same rows"
    return [
        Measured("start.window_warm_s", warm, "s", bare, what, 0.7),
        Measured("start.memory_mb", memory, "MB", bare_memory, what, 250),
        Measured("start.open_10000_s", opened, "s", bare_opened, what),
    ]


BENCHMARKS: dict[str, Benchmark] = {"start": start}
