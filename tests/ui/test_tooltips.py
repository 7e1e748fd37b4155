"""Every button says in its tooltip what it does: of the panes, of what stands around them, of dialogs."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QLineEdit,
    QRadioButton,
    QTabBar,
    QTableView,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dxplanner.app import program_parts
from dxplanner.store.lock import Author
from dxplanner.ui.asking import Asking
from dxplanner.ui.context import PlanContext
from dxplanner.ui.export_dialog import ExportChoice, ExportDialog, HandoutName
from dxplanner.ui.settings import Settings
from dxplanner.ui.theme import Theme
from dxplanner.ui.window import MainWindow
from dxplanner.ui.wizard.asking import WizardAsking
from dxplanner.ui.wizard.new_plan import NewPlanDialog

Make = Callable[..., MainWindow]

PANES = (
    "measure", "indicators", "surveys", "schedule", "budget", "reviews", "transitions", "outline", "trends",
    "meetings", "handouts", "origin", "plan",
)  # fmt: skip
CHOICES = (QCheckBox, QRadioButton)
"""Boxes to tick and to choose by: their own words are the sentence that is to be true."""
PARTS_OF_QT = (QLineEdit, QTabBar, QTableView)
"""Widgets that bring buttons of Qt's own: to clear a line, to scroll tabs, the corner of a table."""


def buttons(root: QWidget) -> Iterator[QAbstractButton]:
    """The buttons below a widget, also those that are hidden for the moment, but for what is still blank."""
    for button in root.findChildren(QAbstractButton):
        inside = button.objectName().startswith("qt_") and not button.objectName().startswith("qt_dock")
        blank = not button.text() and button.icon().isNull() and not button.isVisible()
        if not (inside or blank or isinstance(button, CHOICES) or isinstance(button.parent(), PARTS_OF_QT)):
            yield button


def silent(root: QWidget) -> list[str]:
    """The buttons below a widget that say nothing, in the words that they show."""
    return [one.text() or one.accessibleName() or repr(one) for one in buttons(root) if not one.toolTip()]


def pages(pane: QWidget) -> Iterator[None]:
    """Turns to every page and every tab of a pane: what they hold may be made only then."""
    yield
    show_page = getattr(pane, "show_page", None)
    for page in range(3 if show_page is not None else 0):
        assert show_page is not None
        show_page(page)
        yield
    for tabs in pane.findChildren(QTabWidget):
        for tab in range(tabs.count()):
            tabs.setCurrentIndex(tab)
            yield


@pytest.mark.parametrize("key", PANES)
def test_buttons_of_a_pane_explain_themselves(qtbot: QtBot, context: PlanContext, key: str) -> None:
    source = next(one for one in program_parts().panes if one.key == key)
    pane = source.make(context)
    qtbot.addWidget(pane)
    pane.resize(1074, 620)
    with qtbot.waitExposed(pane):
        pane.show()
    for _ in pages(pane):
        assert silent(pane) == []
    assert any(buttons(pane))


def test_the_panes_of_the_program_are_all_looked_at() -> None:
    assert {pane.key for pane in program_parts().panes} == set(PANES)


def test_buttons_around_the_panes_explain_themselves(make_window: Make, sample_path: Path) -> None:
    window = make_window(sample_path, parts=program_parts)
    window.history.show()
    window.show_help("index")
    assert window.history.content is not None
    assert silent(window) == []
    assert len(list(buttons(window.help))) > 2
    window.show_start()
    assert window.start is not None
    assert silent(window.start) == []


def test_buttons_of_the_wizard_explain_themselves(
    qtbot: QtBot, theme: Theme, settings: Settings, tmp_path: Path
) -> None:
    wizard = NewPlanDialog(theme, settings, Author("企画係", "PC-01"), WizardAsking(), date(2026, 11, 21))
    qtbot.addWidget(wizard)
    wizard.draft.name, wizard.draft.city = "試行市DX推進計画", "試行市"
    for step in range(len(wizard.pages)):
        wizard._turn_to(step)
        assert silent(wizard) == []
    assert wizard.forward.toolTip().startswith("計画ファイルを作")


def test_buttons_of_the_export_explain_themselves(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    names = [HandoutName("indicators", "資料１－３", "成果指標")]
    dialog = ExportDialog(names, ExportChoice((), (), tmp_path), theme, Asking())
    qtbot.addWidget(dialog)
    assert silent(dialog) == []
    assert any(buttons(dialog))
