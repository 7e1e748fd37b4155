"""Letters of 130 % on a small screen, and long names: what is used often stays in sight."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.app import program_parts
from dxplanner.model import BudgetProgram
from dxplanner.services.fields import set_field
from dxplanner.ui.composer.pane import HandoutsPane
from dxplanner.ui.forms.prose import prose_layout
from dxplanner.ui.forms.texts import GrowingText
from dxplanner.ui.panes.budget import BudgetPane
from dxplanner.ui.panes.indicator_chart import IndicatorChart
from dxplanner.ui.panes.indicators import IndicatorsPane
from dxplanner.ui.panes.outline import OutlinePane
from dxplanner.ui.settings import Settings
from dxplanner.ui.window import MainWindow

Make = Callable[..., MainWindow]


@pytest.fixture
def window(make_window: Make, sample_path: Path, settings: Settings) -> MainWindow:
    """The whole program on the sample, 1366×768."""
    settings.set("scale", 130)
    return make_window(sample_path, parts=program_parts)


def shown(window: MainWindow, key: str) -> QWidget:
    assert window.workspace is not None
    assert window.workspace.show_pane(key)
    pane = window.workspace.pane
    assert pane is not None
    return pane


def test_the_way_to_paper_is_in_sight(window: MainWindow, qtbot: QtBot) -> None:
    pane = shown(window, "handouts")
    assert isinstance(pane, HandoutsPane)
    area = next(area for area in window.findChildren(QScrollArea) if area.widget() is pane)
    qtbot.waitUntil(lambda: pane.preview.view.complete, timeout=20_000)
    for button in (pane.export, pane.preview.grey, pane.preview.fit, pane.preview.back, pane.preview.larger):
        place = QRect(button.mapTo(area.viewport(), button.rect().topLeft()), button.size())
        assert area.viewport().rect().contains(place), button.text()
    assert area.horizontalScrollBar().maximum() == 0
    assert not pane.preview.pages.isVisible()


def test_the_preview_bar_is_one_line_where_there_is_room(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1920, 1080)
    pane = shown(window, "handouts")
    assert isinstance(pane, HandoutsPane)
    preview = pane.preview
    qtbot.waitUntil(lambda: preview.view.complete, timeout=20_000)
    assert preview.pages.isVisible()
    middles = {
        button.mapTo(preview, button.rect().center()).y()
        for button in (preview.back, preview.larger, preview.grey, pane.export)
    }
    assert max(middles) - min(middles) <= 1


def test_the_chart_of_an_indicator_is_whole(window: MainWindow, qtbot: QtBot) -> None:
    pane = shown(window, "indicators")
    assert isinstance(pane, IndicatorsPane)
    chart = pane.findChild(IndicatorChart)
    assert chart is not None
    view = chart.view

    def whole() -> bool:
        return view.isVisible() and view.verticalScrollBar().maximum() == 0

    qtbot.waitUntil(whole)
    assert view.heightForWidth(view.width()) <= view.height()


def test_a_long_name_leaves_the_budget_its_table(window: MainWindow) -> None:
    pane = shown(window, "budget")
    assert isinstance(pane, BudgetPane)
    name = pane.heading.program["name"]
    box = name.box
    assert isinstance(box, GrowingText)
    pane.context.run(
        "名称変更", lambda session: set_field(session, BudgetProgram, name.row_id, "name", "情報政策" * 50)
    )
    assert box.text() == "情報政策" * 50
    assert box.height() <= 5 * box.fontMetrics().height()
    assert box.verticalScrollBar().maximum() > 0


def test_the_times_of_a_flow_are_whole(window: MainWindow, qtbot: QtBot) -> None:
    pane = shown(window, "budget")
    assert isinstance(pane, BudgetPane)
    names = [pane.tabs.tabText(at) for at in range(pane.tabs.count())]
    pane.tabs.setCurrentIndex(names.index("作業の流れ"))
    preview = pane.flows.preview
    qtbot.waitUntil(lambda: preview.height() == preview.heightForWidth(preview.width()))
    times = [step.when for step in preview._shape.steps]
    insides = [inside for _, inside in preview._insides(preview.width())]
    assert len(times) == 4
    for place, (when, inside) in enumerate(zip(times, insides, strict=True)):
        written = preview._written(place, inside)
        assert written.endswith(when)
        assert prose_layout(written, preview.font(), inside)[1] <= preview.height()
    assert preview.heightForWidth(640) > preview.heightForWidth(1200)


def test_the_budget_is_in_sight_from_side_to_side(window: MainWindow) -> None:
    pane = shown(window, "budget")
    assert isinstance(pane, BudgetPane)
    assert pane.area.horizontalScrollBar().maximum() == 0
    heading = pane.heading
    seen = (pane.tabs, pane.amounts.items.lines, *pane.amounts.funding.editors.values())
    for widget in (heading.program["name"], heading.program["total"], heading.project["amount"], *seen):
        right = widget.mapTo(pane.detail, widget.rect().topRight()).x()
        assert right < pane.area.viewport().width()
    assert heading.program["name"].y() > 0
    last = pane.tabs.count() - 1
    assert pane.tabs.tabRect(last).right() < pane.tabs.width()
    assert pane.list.add.width() >= pane.list.add.sizeHint().width()


def test_the_chapters_are_in_sight_from_side_to_side(window: MainWindow) -> None:
    pane = shown(window, "outline")
    assert isinstance(pane, OutlinePane)
    area = next(area for area in window.findChildren(QScrollArea) if area.widget() is pane)
    assert area.horizontalScrollBar().maximum() == 0
    assert (
        area.viewport()
        .rect()
        .contains(QRect(pane.add.mapTo(area.viewport(), pane.add.rect().topLeft()), pane.add.size()))
    )
