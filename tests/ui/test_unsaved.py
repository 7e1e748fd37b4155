"""Typed texts that the plan cannot take are named before a window that holds them goes away."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dxplanner.model import Plan
from dxplanner.services.fields import fields_of
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.menus import THEMES
from dxplanner.ui.pane import Pane
from dxplanner.ui.parts import PaneSource, Parts
from dxplanner.ui.settings import Settings
from dxplanner.ui.sheet.sheet import Sheet
from dxplanner.ui.window import MainWindow
from tests.services.sheet_sources import OPINIONS
from tests.ui.stand_ins import Answers, PlainHistory, PlainTree

Make = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier


class BothPane(Pane):
    """A sheet and a field of a form."""

    key = "outline"
    title = "意見"

    def __init__(self, context: PlanContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sheet = Sheet(context, OPINIONS, key="test", empty="")
        self.binding = Binding(context, lambda: "計画", lambda: date(2024, 11, 8), self)
        self.editor = FieldEditor(self.binding, fields_of(Plan)["first_year"])
        layout = QVBoxLayout(self)
        layout.addWidget(self.sheet)
        layout.addWidget(self.editor)

    def reload(self) -> None:
        """Show opinions and the plan's first year."""
        self.sheet.reload()
        with self.context.workbench.plan.reading() as session:
            plan = session.query(Plan).one()
            self.editor.show_row(plan.id, plan.first_year)

    def flush(self) -> None:
        """Store what is typed."""
        self.sheet.flush()
        self.editor.flush()


@pytest.fixture
def window(make_window: Make, sample_path: Path) -> MainWindow:
    """A window with such a pane on the sample."""
    return make_window(
        sample_path,
        parts=lambda: Parts(tree=PlainTree, panes=(PaneSource.of(BothPane),), history=PlainHistory),
    )


def pane_of(window: MainWindow) -> BothPane:
    assert window.workspace is not None
    pane = window.workspace.pane
    assert isinstance(pane, BothPane)
    return pane


def spoil(window: MainWindow) -> BothPane:
    """A number that is none in a cell, a year that is none in the form, a row that lacks its summary."""
    pane = pane_of(window)
    columns = [column.key for column in pane.sheet.model.columns]
    row = pane.sheet.model.rowCount() - 1
    pane.sheet.model.setData(pane.sheet.model.index(0, columns.index("number")), "三")
    pane.sheet.model.setData(pane.sheet.model.index(row, columns.index("source")), "市議会")
    pane.editor.box.set_text("ことし")
    return pane


def test_closing_names_what_cannot_be_stored_and_waits(window: MainWindow, answers: Answers) -> None:
    pane = spoil(window)
    assert not window.close()
    assert answers.asked == [
        "保存できない入力が3か所あります（意見番号「三」、書きかけの意見「市議会」、計画期間（開始）「ことし」）。\n"
        "閉じると消えます。"
    ]
    assert pane_of(window) is pane
    assert pane.editor.box.text() == "ことし"
    assert [cell.text for cell in pane.sheet.model.bad.values()] == ["三"]
    QTest.keyClick(window, Qt.Key.Key_W, CTRL)
    assert len(answers.asked) == 2
    assert window.context is not None
    answers.agrees = True
    assert window.close()
    assert window.context is None


def test_another_plan_is_not_opened_over_what_cannot_be_stored(
    window: MainWindow, answers: Answers, tmp_path: Path, empty_plan: PlanFile
) -> None:
    spoil(window)
    other = empty_plan.path
    empty_plan.close()
    assert not window.open_plan(other)
    assert not window.shows(other)
    answers.agrees = True
    assert window.open_plan(other)
    assert window.shows(other)


def test_another_size_or_theme_asks_before_it_makes_everything_anew(
    window: MainWindow, answers: Answers, settings: Settings
) -> None:
    pane = spoil(window)
    QTest.keyClick(window, Qt.Key.Key_Plus, CTRL)
    assert answers.asked[0].endswith("文字の大きさを変えると消えます。")
    assert (window.theme.scale, settings.number("scale", 100)) == (100, 100)
    assert not window.set_theme("high_contrast")
    assert (pane_of(window), settings.text("theme", "light")) == (pane, "light")
    choices = {action.text(): action for action in window.findChildren(QAction) if action.isCheckable()}
    choices["ハイコントラスト"].trigger()
    assert [name for name in THEMES.values() if choices[name].isChecked()] == [THEMES["light"]]
    answers.agrees = True
    QTest.keyClick(window, Qt.Key.Key_Plus, CTRL)
    assert (window.theme.scale, pane_of(window).editor.box.text()) == (110, "R4")


def test_nothing_is_asked_where_everything_is_stored(window: MainWindow, answers: Answers) -> None:
    pane = pane_of(window)
    pane.editor.box.set_text("R6")
    assert window.close()
    assert answers.asked == []
