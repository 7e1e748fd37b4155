"""The 指標 pane with 1,000 indicators: opening it, typing a value, taking that back, until painted."""

import os
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.big_plan import write_big_plan
from tests.bench.harness import Benchmark, Measured, seconds

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from dxplanner.store.planfile import PlanFile
    from dxplanner.ui.panes.indicators import IndicatorsPane

INDICATORS = 1000
WIDTH, HEIGHT = 1628, 940
"""What a window of 1920×1080 leaves to a pane."""


def panes_indicators() -> list[Measured]:
    """All names of the group, in one window."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from dxplanner.app import build_application
    from dxplanner.paths import data_dir
    from dxplanner.services.workbench import Workbench
    from dxplanner.store.lock import Author
    from dxplanner.store.planfile import PlanFile
    from dxplanner.ui.context import PlanContext
    from dxplanner.ui.panes.indicators import IndicatorsPane
    from dxplanner.ui.settings import Settings
    from dxplanner.ui.theme import Theme

    from PySide6.QtWidgets import QApplication  # isort: skip

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else build_application(["bench"])
    theme = Theme.load(data_dir("resources") / "themes", "light")
    with tempfile.TemporaryDirectory() as folder:
        path = write_big_plan(Path(folder) / "big.dxplan", 1000)
        with PlanFile.open(path, Author("計測", "PC")) as plan:
            fill_indicators(plan, INDICATORS)
            bare = seconds(lambda: _read_plainly(plan)) * 1000

            def opened() -> IndicatorsPane:
                context = PlanContext(Workbench(plan), theme, Settings(Path(folder) / "settings.ini"))
                context.select_version(1)
                pane = IndicatorsPane(context)
                pane.resize(WIDTH, HEIGHT)
                pane.show()
                app.processEvents()
                return pane

            opened().close()
            times = []
            for _ in range(3):
                start = time.perf_counter()
                pane = opened()
                times.append(time.perf_counter() - start)
            edit, undo = _edits(app, pane)
            pane.close()
    read = "the same rows read in plain SQL"
    return [
        Measured("panes.indicators_1000_open_ms", median(times) * 1000, "ms", bare, read, 300.0),
        Measured("panes.indicators_1000_edit_ms", edit, "ms", bare, read, 50.0),
        Measured("panes.indicators_1000_undo_ms", undo, "ms", bare, read, 50.0),
    ]


def fill_indicators(plan: "PlanFile", count: int) -> None:
    """Indicators with 基準値, 年度目標, 実績 and 目標値, spread over the measures of the plan."""
    from sqlalchemy import select

    from dxplanner.domain.vocabulary import IndicatorKind, ValueRole
    from dxplanner.model import (
        Grade,
        GradeScale,
        Indicator,
        IndicatorSeries,
        IndicatorValue,
        PlanVersion,
        PolicyNode,
        Term,
    )

    values = [(ValueRole.BASELINE, 2024, "20.5"), (ValueRole.YEARLY_TARGET, 2025, "30.0"),
              (ValueRole.ACTUAL, 2025, "28.4"), (ValueRole.TARGET, 2027, "50.0")]  # fmt: skip
    with plan.filling() as session:
        session.get_one(PlanVersion, 1).term = Term(number=1, first_year=2025, last_year=2027)
        grades = [Grade(label="A", lower_bound=Decimal(100)), Grade(label="B", lower_bound=Decimal(0))]
        session.add(GradeScale(name="試験", grades=grades))
        nodes = session.scalars(select(PolicyNode.id).where(PolicyNode.level_id == 2)).all()
        for at in range(count):
            made = [
                IndicatorValue(position=place, role=role, fiscal_year=year, value=Decimal(value))
                for place, (role, year, value) in enumerate(values)
            ]
            session.add(
                Indicator(
                    node_id=nodes[at % len(nodes)],
                    position=at // len(nodes),
                    name=f"デジタル化で暮らしが便利になったと感じる市民の割合（その{at + 1}）",
                    kind=IndicatorKind.SURVEY,
                    unit="%",
                    decimals=1,
                    series=[IndicatorSeries(values=made)],
                )
            )


def _read_plainly(plan: "PlanFile") -> int:
    from sqlalchemy import text

    query = (
        "SELECT * FROM indicator JOIN indicator_series ON indicator_id = indicator.id "
        "JOIN indicator_value ON series_id = indicator_series.id"
    )
    with plan.reading() as session:
        return len(session.execute(text(query)).all())


def _edits(app: "QApplication", pane: "IndicatorsPane") -> tuple[float, float]:
    """Typing a value in the table until stored and painted, and undoing it: medians in ms."""
    model = pane.sheet.model
    row = 500
    pane.sheet.select(model.keys[row], "actual_2026")
    app.processEvents()
    column = next(place for place, one in enumerate(model.columns) if one.key == "actual_2026")
    forth, back = [], []
    for number in range(7):
        start = time.perf_counter()
        assert model.setData(model.index(row, column), f"{30 + number}.5")
        app.processEvents()
        forth.append(time.perf_counter() - start)
        start = time.perf_counter()
        pane.context.undo()
        app.processEvents()
        back.append(time.perf_counter() - start)
    return median(forth) * 1000, median(back) * 1000


NAMES = (
    "panes.indicators_1000_open_ms",
    "panes.indicators_1000_edit_ms",
    "panes.indicators_1000_undo_ms",
)
BENCHMARKS: dict[str, Benchmark] = dict.fromkeys(NAMES, panes_indicators)
