"""What holds for every pane alike: no flashing windows, no window larger than the screen, empty plans."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.app import program_parts
from dxplanner.model import BudgetProgram, Indicator
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.composer.pane import HandoutsPane
from dxplanner.ui.panes.budget import BudgetPane
from dxplanner.ui.panes.indicators import IndicatorsPane
from dxplanner.ui.settings import Settings
from dxplanner.ui.window import MainWindow
from dxplanner.ui.workspace import Workspace

MakeWindow = Callable[..., MainWindow]


class Watch(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(repr(watched))
        return False


def workspace_of(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def test_making_a_pane_shows_no_window_of_its_own(
    make_window: MakeWindow, sample_path: Path, qapp: QApplication
) -> None:
    workspace = workspace_of(make_window(sample_path, parts=program_parts))
    watch = Watch()
    qapp.installEventFilter(watch)
    for key in workspace.keys:
        workspace.show_pane(key)
        qapp.processEvents()
    qapp.removeEventFilter(watch)
    assert watch.shown == []


@pytest.mark.parametrize("scale", [130, 200])
def test_large_letters_leave_the_window_on_the_screen(
    make_window: MakeWindow, sample_path: Path, settings: Settings, qapp: QApplication, scale: int
) -> None:
    settings.set("scale", scale)
    window = make_window(sample_path, parts=program_parts)
    workspace = workspace_of(window)
    for key in workspace.keys:
        workspace.show_pane(key)
        qapp.processEvents()
        assert (window.width(), window.height()) == (1366, 768), key


def test_the_fields_of_a_handout_have_room(
    make_window: MakeWindow, sample_path: Path, qapp: QApplication
) -> None:
    workspace = workspace_of(make_window(sample_path, parts=program_parts))
    workspace.show_pane("handouts")
    pane = workspace.pane
    assert isinstance(pane, HandoutsPane)
    pane.tabs.setCurrentWidget(pane.setup)
    qapp.processEvents()
    inside = pane.setup.widget()
    assert inside is not None
    assert inside.width() <= pane.setup.viewport().width()


def test_the_first_budget_is_begun_by_the_button_of_the_pane(
    make_window: MakeWindow, empty_path: Path, qtbot: QtBot
) -> None:
    window = make_window(empty_path, parts=program_parts)
    workspace = workspace_of(window)
    workspace.show_pane("budget")
    pane = workspace.pane
    assert isinstance(pane, BudgetPane)
    pane.list.acts["add_project"].trigger()
    assert window.context is not None
    with window.context.workbench.plan.reading() as session:
        assert session.query(BudgetProgram).count() == 1


def test_a_plan_to_read_says_so_and_not_that_measures_are_missing(
    make_window: MakeWindow, sample_path: Path, qtbot: QtBot
) -> None:
    with PlanFile.open(sample_path, Author("先の人", "PC-02")):
        window = make_window(sample_path, parts=program_parts)
        workspace = workspace_of(window)
        workspace.show_pane("indicators")
        pane = workspace.pane
        assert isinstance(pane, IndicatorsPane)
        assert window.context is not None
        said: list[str] = []
        window.context.said.connect(said.append)
        pane.add()
        assert said == [window.context.workbench.plan.read_only]


def test_an_act_of_a_menu_keeps_what_is_being_typed(
    make_window: MakeWindow, sample_path: Path, qtbot: QtBot
) -> None:
    window = make_window(sample_path, parts=program_parts)
    workspace = workspace_of(window)
    workspace.show_pane("indicators")
    pane = workspace.pane
    assert isinstance(pane, IndicatorsPane)
    assert window.context is not None
    names = [column.key for column in pane.sheet.model.columns]
    cell = pane.sheet.model.index(0, names.index("name"))
    pane.sheet.view.put_cursor(cell)
    pane.sheet.view.type_in(cell, over=True)
    box = pane.sheet.view.cells.box
    assert box is not None
    box.insertPlainText("書きかけの名称")
    pane.head.actions_of["add"].trigger()
    with window.context.workbench.plan.reading() as session:
        stored = {row.name for row in session.query(Indicator)}
    assert "書きかけの名称" in stored
