"""Indicators moved in the table of the 指標 pane: rows dragged by their number, and keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.services import indicator_edit as edit
from dxplanner.services.indicator_order import ELSEWHERE
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.indicators import IndicatorsPane
from dxplanner.ui.sheet.ordering import Ordering
from tests.services.outlines import rows
from tests.ui.indicator_fixtures import (
    DOMESTIC,
    Key,
    Make,
    choose,
    make_pane,
    press,
    shown,
    type_in,
    undo_all,
)


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> IndicatorsPane:
    """The pane on the sample plan, shown."""
    return make_pane(qtbot, context)


def number_at(pane: IndicatorsPane, row: int, share: float = 0.5) -> QPoint:
    """A place on the number of a row, ``share`` of its height from its top."""
    view = pane.sheet.view
    return QPoint(8, view.rowViewportPosition(row) + round(view.rowHeight(row) * share))


def drag(pane: IndicatorsPane, row: int, to: int, share: float = 0.8) -> None:
    """Take a row by its number, and let it go on that of another one."""
    side, left = pane.sheet.view.verticalHeader().viewport(), Qt.MouseButton.LeftButton
    QTest.mouseClick(side, left, pos=number_at(pane, row))
    QTest.mousePress(side, left, pos=number_at(pane, row))
    QTest.mouseMove(side, number_at(pane, to, share))
    QTest.mouseRelease(side, left, pos=number_at(pane, to, share))


def test_rows_are_dragged_among_the_indicators_of_their_node(pane: IndicatorsPane) -> None:
    before = rows(pane.context.workbench.plan)
    choose(pane, 0)
    pane.add()
    type_in(pane, 1, "name", "動かす指標")
    first = shown(pane, "name")[0]
    made = pane.sheet.model.keys[1]
    assert "つかんで動かす" in pane.sheet.view.verticalHeader().toolTip()
    drag(pane, 1, 0, 0.2)
    assert shown(pane, "name")[:2] == [("動かす指標",), first]
    assert pane.sheet.current_key() == made
    assert pane.context.workbench.plan.undo_label() == "1-1 の移動"
    pane.context.undo()
    assert shown(pane, "name")[:2] == [first, ("動かす指標",)]
    said: list[str] = []
    pane.context.said.connect(said.append)
    drag(pane, 1, 2)
    assert said == [ELSEWHERE]
    pane.sheet.set_order(Ordering(0, True))
    pane.sheet.view.scrollToTop()
    drag(pane, 1, 0, 0.2)
    assert "並べ替えや絞り込みをしている間は" in pane.sheet.notice.text.text()
    pane.sheet.set_order(Ordering())
    undo_all(pane.context)
    assert rows(pane.context.workbench.plan) == before


def test_series_change_places_when_one_is_dragged_past_the_other(pane: IndicatorsPane) -> None:
    pane.resize(1074, 1400)
    choose(pane, DOMESTIC)
    names = shown(pane, "series")[DOMESTIC : DOMESTIC + 2]
    assert names == [("国内",), ("国外",)]
    drag(pane, DOMESTIC, DOMESTIC + 1)
    assert shown(pane, "series")[DOMESTIC : DOMESTIC + 2] == [("国外",), ("国内",)]
    pane.context.undo()
    assert shown(pane, "series")[DOMESTIC : DOMESTIC + 2] == names


def test_a_plan_to_read_lets_no_row_be_dragged(
    qtbot: QtBot, sample_path: Path, author: Author, make_context: Make
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        pane = make_pane(qtbot, make_context(plan))
        before = shown(pane, "name")
        drag(pane, 1, 0, 0.2)
        assert shown(pane, "name") == before
        assert pane.sheet.view.verticalHeader().toolTip() == ""
        pane.hide()


def test_alt_and_an_arrow_move_an_indicator_both_ways(pane: IndicatorsPane) -> None:
    choose(pane, 0)
    pane.add()
    choose(pane, 0)
    first = shown(pane, "name")[0]
    press(pane, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert shown(pane, "name")[:2] == [(edit.NEW_NAME,), first]
    press(pane, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert shown(pane, "name")[:2] == [first, (edit.NEW_NAME,)]
