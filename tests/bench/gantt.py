"""The 工程表 with 5,000 bars on 1,000 lanes and 3,000 links, against a bare QGraphicsView of as many items.

Wall times of whole frames at 1920×1080 without a screen: input handled, layout, painting of chart and table.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.harness import Benchmark, Measured, seconds

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QGraphicsView

    from dxplanner.ui.panes.schedule import SchedulePane

WIDTH, HEIGHT = 1920, 1080
FRAMES = 80
GRAPHICS = "QGraphicsView with as many items"


def gantt() -> list[Measured]:
    """All names of the group, in one window."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = _application()
    with tempfile.TemporaryDirectory() as folder:
        path = big_plan(Path(folder))
        bare = _bare_view()
        bare_open = seconds(lambda: _settled(app, _bare_view()))
        results = [Measured("gantt.open_5000_s", _open(app, path), "s", bare_open, GRAPHICS, 1.0)]
        bare.show()
        app.processEvents()
        bare_scroll = _p95(app, lambda at: bare.verticalScrollBar().setValue(at * 120))
        bare_zoom = _p95(app, lambda at: bare.scale(*((1.1, 1.1) if at % 8 < 4 else (1 / 1.1, 1 / 1.1))))
        bare_drag = _p95(app, lambda at: bare.items()[0].moveBy(3, 0), frames=20)
        bare.close()
        results += _frames(app, path, bare_scroll, bare_zoom, bare_drag)
        memory = _memory(path), _memory(None)
        results.append(Measured("gantt.memory_5000_mb", memory[0], "MB", memory[1], GRAPHICS, 200.0))
    return results


def cascade_3000() -> list[Measured]:
    """What follows a move through 3,000 links in a row, against a loop that only adds the days."""
    from dxplanner.domain.schedule_cascade import cascade
    from dxplanner.domain.schedule_data import BarData, LinkData
    from dxplanner.domain.schedule_graph import ScheduleGraph
    from dxplanner.domain.vocabulary import Precision
    from tests.bench.big_schedule import LINKS

    first, day = date(2024, 4, 1), timedelta(days=1)
    bars = [
        BarData(
            key, "", 1, key, f"工程{key}", first + 3 * key * day, first + (3 * key + 2) * day, Precision.DAY
        )
        for key in range(LINKS + 1)
    ]
    links = [LinkData(key, "", key, key + 1) for key in range(LINKS)]
    graph = ScheduleGraph(bars, links)
    moved = {0: (first + day, first + 3 * day)}
    assert len(cascade(graph, moved).shifts) == LINKS

    def bare() -> list[tuple[date, date | None]]:
        by_id = {bar.id: bar for bar in bars}
        later = (by_id[link.after_id] for link in links)
        return [(bar.starts_on + day, bar.ends_on and bar.ends_on + day) for bar in later]

    value, baseline = seconds(lambda: cascade(graph, moved), 5) * 1000, seconds(bare, 5) * 1000
    name = "a loop that adds a day to the same bars"
    return [Measured("gantt.cascade_3000_ms", value, "ms", baseline, name, 50.0)]


def copy_edition_5000() -> list[Measured]:
    """A new 版 of the big schedule, stored and logged, against its bars copied by one statement."""
    from dxplanner.model import Bar
    from dxplanner.services.schedule_baselines import copy_edition
    from dxplanner.services.workbench import Workbench
    from dxplanner.store.lock import Author
    from dxplanner.store.planfile import PlanFile
    from tests.bench.big_schedule import BARS_OF_A_LANE, LANES

    columns = ", ".join(f'"{one.name}"' for one in Bar.__table__.columns if one.name not in ("id", "uid"))
    bars = LANES * BARS_OF_A_LANE
    copying = f"INSERT INTO bar (uid, {columns}) SELECT hex(randomblob(16)), {columns} FROM bar LIMIT {bars}"
    names = iter(f"素案{number}" for number in range(9))
    with tempfile.TemporaryDirectory() as folder:
        path = big_plan(Path(folder))
        bare = Path(shutil.copy(path, path.with_name("bare.dxplan")))

        def copy_bare() -> None:
            with closing(sqlite3.connect(bare)) as connection, connection:
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute(copying)

        with PlanFile.open(path, Author("計測", "PC")) as plan:
            bench = Workbench(plan)
            value = seconds(lambda: bench.run("版の作成", copy_edition(1, next(names))))
        baseline = seconds(copy_bare)
    name = "its bars copied by one SQL statement, without a log"
    return [Measured("gantt.copy_edition_5000_s", value, "s", baseline, name, 1.0)]


def big_plan(folder: Path) -> Path:
    """A plan file with the big schedule."""
    from dxplanner.model import Plan
    from dxplanner.store.lock import Author
    from dxplanner.store.planfile import PlanFile
    from tests.bench.big_schedule import fill_big_schedule

    path = folder / "big.dxplan"
    plan = PlanFile.create(path, Author("計測", "PC"))
    with plan.filling() as session:
        session.add(Plan(name="計測", city="計測市"))
    fill_big_schedule(plan)
    plan.close()
    return path


def _application() -> "QApplication":
    from PySide6.QtWidgets import QApplication

    from dxplanner.paths import data_dir
    from dxplanner.ui.fonts import base_font, register_fonts
    from dxplanner.ui.styles import apply_theme
    from dxplanner.ui.theme import Theme

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([])
    theme = Theme.load(data_dir("resources") / "themes", "light")
    register_fonts(data_dir("resources") / "fonts")
    app.setFont(base_font(theme))
    apply_theme(app, theme)
    return app


def _with_pane(path: Path, act: "Callable[[SchedulePane], None]") -> None:
    from dxplanner.paths import data_dir
    from dxplanner.services.workbench import Workbench
    from dxplanner.store.lock import Author
    from dxplanner.store.planfile import PlanFile
    from dxplanner.ui.context import PlanContext
    from dxplanner.ui.panes.schedule import SchedulePane
    from dxplanner.ui.settings import Settings
    from dxplanner.ui.theme import Theme

    theme = Theme.load(data_dir("resources") / "themes", "light")
    with PlanFile.open(path, Author("計測", "PC")) as plan:
        context = PlanContext(Workbench(plan), theme, Settings(path.with_suffix(".ini")))
        pane = SchedulePane(context)
        pane.resize(WIDTH, HEIGHT)
        act(pane)
        pane.close()
        context.close()


def _open(app: "QApplication", path: Path) -> float:
    """From the pane's first showing until it is painted and idle: the best of three, the first warms up."""
    times: list[float] = []

    def act(pane: "SchedulePane") -> None:
        start = time.perf_counter()
        pane.show()
        _idle(app, pane)
        times.append(time.perf_counter() - start)

    for _ in range(3):
        _with_pane(path, act)
    return sorted(times)[1]


def _idle(app: "QApplication", pane: "SchedulePane") -> None:
    app.processEvents()
    while not pane.board.chart.idle:
        app.processEvents()


def _frames(
    app: "QApplication", path: Path, bare_scroll: float, bare_zoom: float, bare_drag: float
) -> list[Measured]:
    results: list[Measured] = []

    def act(pane: "SchedulePane") -> None:
        pane.show()
        _idle(app, pane)
        chart = pane.board.chart
        chart.zoom(2.0)
        _idle(app, pane)
        bar = chart.verticalScrollBar()
        across = chart.horizontalScrollBar()
        down = _p95(app, lambda at: bar.setValue(at * 120))
        scroll = max(down, _p95(app, lambda at: across.setValue(at * 40)))
        zoom = _p95(app, lambda at: chart.zoom(1.2 if at % 8 < 4 else 1 / 1.2, WIDTH / 2))
        _idle(app, pane)
        drag = _drag(app, pane)
        edit, undo = _edits(app, pane)
        store = _bare_edit(pane)
        results.extend(
            [
                Measured("gantt.scroll_p95_5000_ms", scroll, "ms", bare_scroll, GRAPHICS, 8.0),
                Measured("gantt.zoom_p95_5000_ms", zoom, "ms", bare_zoom, GRAPHICS, 8.0),
                Measured("gantt.drag_p95_5000_ms", drag, "ms", bare_drag, GRAPHICS, 16.0),
                Measured(
                    "gantt.edit_5000_ms", edit, "ms", store, "the command alone, without a window", 50.0
                ),
                Measured(
                    "gantt.undo_5000_ms", undo, "ms", store, "the command alone, without a window", 50.0
                ),
            ]
        )

    _with_pane(path, act)
    return results


def _drag(app: "QApplication", pane: "SchedulePane") -> float:
    """Frames of moving a bar by the mouse, with its ghost and read-out."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    chart = pane.board.chart
    row = chart.visible_rows()[3]
    item = chart.rows.items(row).placed[0]
    rect = chart.item_rect(item.bar.id)
    assert rect is not None
    start = rect.center().toPoint()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    def send(kind: QMouseEvent.Type, at: QPoint) -> None:
        button = left if kind is not QMouseEvent.Type.MouseMove else Qt.MouseButton.NoButton
        place = chart.viewport().mapToGlobal(at)
        event = QMouseEvent(kind, at.toPointF(), place.toPointF(), button, left, none)
        QApplication.sendEvent(chart.viewport(), event)

    send(QMouseEvent.Type.MouseButtonPress, start)
    value = _p95(app, lambda at: send(QMouseEvent.Type.MouseMove, start + QPoint(15 + at * 4, 0)))
    chart.mouse.cancel()
    return value


def _edits(app: "QApplication", pane: "SchedulePane") -> tuple[float, float]:
    """Moving one bar by a key until it is stored and shown, and taking that back: medians in ms."""
    board = pane.board
    chart = board.chart
    row = chart.visible_rows()[3]
    board.selection.set([chart.rows.items(row).placed[0].bar.id])
    app.processEvents()
    forth: list[float] = []
    back: list[float] = []
    for _ in range(7):
        start = time.perf_counter()
        board.acts.step(board.selection.ids, chart.snap_unit(), 1)
        app.processEvents()
        forth.append(time.perf_counter() - start)
        start = time.perf_counter()
        pane.context.undo()
        app.processEvents()
        back.append(time.perf_counter() - start)
    return sorted(forth)[3] * 1000, sorted(back)[3] * 1000


def _bare_edit(pane: "SchedulePane") -> float:
    """The same command on a copy of the plan that nobody looks at, in ms."""
    from dxplanner.services.schedule_edit import BarPlace, place_bars
    from dxplanner.services.workbench import Workbench
    from dxplanner.store.lock import Author
    from dxplanner.store.planfile import PlanFile

    edition = pane.board.edition
    assert edition is not None
    bar = edition.bars[0]
    source = pane.context.workbench.plan.path
    copy = Path(shutil.copy(source, source.with_name("copy.dxplan")))
    with PlanFile.open(copy, Author("計測", "PC")) as plan:
        bench = Workbench(plan)

        def act(step: list[int] = [0]) -> None:  # noqa: B006 - a counter of its own
            step[0] += 1
            day = bar.starts_on.fromordinal(bar.starts_on.toordinal() + step[0])
            bench.run("移動", place_bars([BarPlace(bar.id, day, None)]))

        act()
        return seconds(act, 5) * 1000


def _p95(app: "QApplication", step: Callable[[int], object], frames: int = FRAMES) -> float:
    """95th percentile of frames in ms; the first few warm up."""
    times = []
    for at in range(frames + 5):
        start = time.perf_counter()
        step(at)
        app.processEvents()
        times.append(time.perf_counter() - start)
    return sorted(times[5:])[int(frames * 0.95)] * 1000


def _bare_view() -> "QGraphicsView":
    """A view of rectangles with texts and lines between them, one item each."""
    from PySide6.QtCore import QRectF
    from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsScene, QGraphicsSimpleTextItem, QGraphicsView

    from tests.bench.big_schedule import BARS_OF_A_LANE, LANES, LINKS

    scene = QGraphicsScene()
    for lane in range(LANES):
        for at in range(BARS_OF_A_LANE):
            item = QGraphicsRectItem(QRectF(at * 260, lane * 34, 240, 22))
            QGraphicsSimpleTextItem(f"動画研修{lane}-{at}", item).setPos(at * 260 + 4, lane * 34 + 3)
            scene.addItem(item)
    for link in range(LINKS):
        scene.addLine(240, link % LANES * 34 + 11, 260, (link % LANES + 1) * 34 + 11)
    view = QGraphicsView(scene)
    scene.setParent(view)
    view.resize(WIDTH, HEIGHT)
    return view


def _settled(app: "QApplication", view: "QGraphicsView") -> None:
    view.show()
    app.processEvents()
    view.close()


def _memory(path: Path | None) -> float:
    """Peak memory in MB of a fresh process that shows the big schedule of a plan, or the bare view."""
    words = [sys.executable, "-m", "tests.bench.gantt", *([] if path is None else [str(path)])]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    result = subprocess.run(words, capture_output=True, check=True, text=True, env=environment)
    return float(result.stdout)


def _show_for_memory(path: Path | None) -> None:
    if path is not None:
        # Before PySide6, as the program does: it reads the source of all that is imported after it.
        import dxplanner.services.workbench  # noqa: F401
    app = _application()
    if path is None:
        _settled(app, _bare_view())
    else:

        def act(pane: "SchedulePane") -> None:
            pane.show()
            _idle(app, pane)
            while not pane.board.ahead.known:
                app.processEvents()

        _with_pane(path, act)
    print(_peak_mb())


def _peak_mb() -> float:
    """Peak memory of this process; what its parent used before starting it does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


NAMES = (
    "gantt.open_5000_s", "gantt.scroll_p95_5000_ms", "gantt.zoom_p95_5000_ms", "gantt.drag_p95_5000_ms",
    "gantt.edit_5000_ms", "gantt.undo_5000_ms", "gantt.memory_5000_mb",
)  # fmt: skip
BENCHMARKS: dict[str, Benchmark] = {
    **dict.fromkeys(NAMES, gantt),
    "gantt.cascade_3000_ms": cascade_3000,
    "gantt.copy_edition_5000_s": copy_edition_5000,
}

if __name__ == "__main__":
    _show_for_memory(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
