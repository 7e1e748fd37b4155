"""Panes with 10,000 opinions, against a bare QTableView on a QStandardItemModel with the same cells."""

import os
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.harness import Benchmark, Measured

if TYPE_CHECKING:
    from dxplanner.ui.context import PlanContext

OPINIONS = 10_000
BARE = "bare QTableView, same cells"


def opinions() -> list[Measured]:
    """Open the pane until the table is painted, and change an answer until it is shown."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from dxplanner.app import build_application
    from dxplanner.model import Opinion
    from dxplanner.paths import data_dir
    from dxplanner.services.sample import write_sample
    from dxplanner.services.workbench import Workbench
    from dxplanner.store.lock import Author
    from dxplanner.store.planfile import PlanFile
    from dxplanner.ui.context import PlanContext
    from dxplanner.ui.settings import Settings
    from dxplanner.ui.theme import Theme

    from PySide6.QtWidgets import QApplication  # isort: skip

    if QApplication.instance() is None:
        build_application(["bench"])
    theme = Theme.load(data_dir("resources") / "themes", "light")
    with tempfile.TemporaryDirectory() as folder:
        path = write_sample(Path(folder) / "plan.dxplan", Author("計測", "PC"))
        with PlanFile.open(path, Author("計測", "PC")) as plan:
            with plan.filling() as session:
                session.add_all(
                    Opinion(
                        position=at, number=at + 1, summary=f"意見{at}の概要です。", answer="検討します。"
                    )
                    for at in range(OPINIONS)
                )
            context = PlanContext(Workbench(plan), theme, Settings(Path(folder) / "settings.ini"))
            results = _measure(context)
            context.close()
    return results


def _measure(context: "PlanContext") -> list[Measured]:
    from PySide6.QtWidgets import QApplication

    from dxplanner.services.sheet_edit import set_cell
    from dxplanner.ui.panes.meetings import MeetingsPane

    opened, bare = [], []
    for _ in range(5):
        start = time.perf_counter()
        pane = MeetingsPane(context)
        pane.resize(1074, 620)
        pane.show()
        QApplication.processEvents()
        pane.grab()
        opened.append(time.perf_counter() - start)
        pane.close()
        bare.append(_bare())
    pane.show()
    QApplication.processEvents()
    pane.opinions.setFocus()
    key = pane.opinions.model.stored_keys[3]
    source = pane.opinions.model.source
    edits = []
    for number in range(10):
        start = time.perf_counter()
        context.run("回答の変更", set_cell(source, key, "answer", f"回答{number}です。"))
        QApplication.processEvents()
        pane.grab()
        edits.append(time.perf_counter() - start)
    pane.close()
    baseline = 1000 * median(bare[1:])
    return [
        Measured("panes.opinions_10000_open_ms", 1000 * median(opened[1:]), "ms", baseline, BARE, 300),
        Measured("panes.opinions_10000_edit_ms", 1000 * median(edits[1:]), "ms", baseline, BARE, 50),
    ]


def _bare() -> float:
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QTableView

    start = time.perf_counter()
    model = QStandardItemModel()
    for at in range(OPINIONS):
        model.appendRow([QStandardItem(text) for text in (str(at), f"意見{at}の概要です。", "検討します。")])
    view = QTableView()
    view.setModel(model)
    view.resize(1074, 620)
    view.show()
    QApplication.processEvents()
    view.grab()
    view.close()
    return time.perf_counter() - start


BENCHMARKS: dict[str, Benchmark] = {
    "panes.opinions_10000_open_ms": opinions,
    "panes.opinions_10000_edit_ms": opinions,
}
