"""The policy tree with 10,000 nodes, against a bare QTreeView on a QStandardItemModel with the same rows."""

import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.big_plan import write_big_plan
from tests.bench.harness import Benchmark, Measured, seconds

if TYPE_CHECKING:
    from PySide6.QtGui import QStandardItemModel
    from PySide6.QtWidgets import QTreeView

    from dxplanner.ui.context import PlanContext
    from dxplanner.ui.tree.panel import TreePanel

NODES = 10_000
BARE = "bare QTreeView, same rows"
WORDS = ("施", "施策", "施策1", "施策12", "施策12-", "施策12-7")


def tree() -> list[Measured]:
    """Open, expand all, rename and search, each until the result is painted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from dxplanner.app import build_application
    from dxplanner.paths import data_dir
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
        path = write_big_plan(Path(folder) / "big.dxplan", NODES)
        with PlanFile.open(path, Author("計測", "PC")) as plan:
            context = PlanContext(Workbench(plan), theme, Settings(Path(folder) / "settings.ini"))
            results = _measure(context)
            context.close()
    return results


def _measure(context: "PlanContext") -> list[Measured]:
    from PySide6.QtWidgets import QApplication

    opened = seconds(lambda: _panel(context).close())
    panel = _panel(context)
    view = panel.current_view()
    assert view is not None
    bare_open = seconds(lambda: _bare().close())
    bare = _bare()
    model = view.model()

    def painted(act: Callable[[], object]) -> float:
        start = time.perf_counter()
        act()
        QApplication.processEvents()
        view.viewport().repaint()
        bare.viewport().repaint()
        return (time.perf_counter() - start) * 1000

    def often(act: Callable[[int], object], times: int = 7) -> float:
        return median(painted(lambda at=at: act(at)) for at in range(times))  # type: ignore[misc]

    view.collapseAll()
    bare.collapseAll()
    expand = median(_again(painted, view) for _ in range(5))
    bare_expand = median(_again(painted, bare) for _ in range(5))
    index = model.index(0, 0, model.index(3, 0))
    rename = often(lambda at: model.setData(index, f"変えた名称{at}"))
    bare_model: QStandardItemModel = bare.model()  # type: ignore[assignment]
    bare_index = bare_model.index(0, 0, bare_model.index(3, 0))
    bare_rename = often(lambda at: bare_model.setData(bare_index, f"変えた名称{at}"))
    search = max(painted(lambda word=word: panel.tools.search.setText(word)) for word in WORDS)  # type: ignore[misc]
    bare_search = max(painted(lambda word=word: _find(bare_model, word)) for word in WORDS)  # type: ignore[misc]
    shown, one_query = _show_nodes(context, list(view.rows.walk())[:: NODES // 12])
    panel.close()
    bare.close()
    return [
        Measured("tree.open_10000_s", opened, "s", bare_open, BARE, 1.5),
        Measured("tree.expand_all_10000_ms", expand, "ms", bare_expand, BARE, 150),
        Measured("tree.rename_10000_ms", rename, "ms", bare_rename, BARE, 50),
        Measured("tree.search_key_10000_ms", search, "ms", bare_search, "findItems of the same word", 100),
        Measured("tree.show_node_10000_ms", shown, "ms", one_query, "one query for the same row", 50),
    ]


def _show_nodes(context: "PlanContext", keys: list[int]) -> tuple[float, float]:
    """Milliseconds until the 施策 pane has painted another node, and for one bare query of its row."""
    from PySide6.QtWidgets import QApplication

    from dxplanner.model import PolicyNode
    from dxplanner.ui.panes.measure import MeasurePane

    pane = MeasurePane(context)
    pane.resize(1074, 620)
    pane.show()
    QApplication.processEvents()

    def shown(key: int) -> None:
        context.select_node(key)
        QApplication.processEvents()
        pane.repaint()

    def queried(key: int) -> None:
        with context.workbench.plan.reading() as session:
            assert session.get(PolicyNode, key) is not None

    took = median(seconds(partial(shown, key), 1) for key in keys)
    query = median(seconds(partial(queried, key), 1) for key in keys)
    pane.close()
    return took * 1000, query * 1000


def _again(painted: Callable[[Callable[[], object]], float], view: "QTreeView") -> float:
    view.collapseAll()
    return painted(view.expandAll)


def _find(model: "QStandardItemModel", word: str) -> object:
    from PySide6.QtCore import Qt

    return model.findItems(word, Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)


def _panel(context: "PlanContext") -> "TreePanel":
    from PySide6.QtWidgets import QApplication

    from dxplanner.ui.tree.panel import TreePanel

    panel = TreePanel(context)
    panel.resize(292, 900)
    panel.show()
    QApplication.processEvents()
    return panel


def _bare() -> "QTreeView":
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QTreeView

    view = QTreeView()
    model = QStandardItemModel(view)
    for policy in range(20):
        top = QStandardItem(f"基本方針その{policy + 1}")
        model.appendRow(top)
        for measure in range(25):
            middle = QStandardItem(f"デジタル技術で暮らしを支える施策{policy}-{measure}")
            top.appendRow(middle)
            for detail in range(19):
                middle.appendRow(QStandardItem(f"個別の取組 {detail + 1}"))
    view.setModel(model)
    view.setHeaderHidden(True)
    view.resize(292, 900)
    view.show()
    QApplication.processEvents()
    return view


BENCHMARKS: dict[str, Benchmark] = {"tree": tree}
