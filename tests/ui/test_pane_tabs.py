"""The tabs of the panes beside the side windows, controls in two lines, and the signs of the side windows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.app import program_parts
from dxplanner.ui.fonts import base_font
from dxplanner.ui.pane_tabs import PaneTabs
from dxplanner.ui.settings import Settings
from dxplanner.ui.two_lines import TwoLines
from dxplanner.ui.window import MainWindow

Make = Callable[..., MainWindow]


def all_in_sight(tabs: PaneTabs) -> bool:
    return all(tabs.rect().contains(tabs.tabRect(at)) for at in range(tabs.count()))


def test_all_tabs_stay_in_sight_beside_a_side_window(
    make_window: Make, sample_path: Path, qtbot: QtBot
) -> None:
    window = make_window(sample_path, parts=program_parts)
    workspace = window.workspace
    assert workspace is not None
    tabs = workspace.tabs
    assert tabs.count() == 13
    assert not tabs.close_together
    assert all_in_sight(tabs)
    usual = tabs.tabRect(0).width()
    window.show_help("index")
    assert tabs.close_together
    assert all_in_sight(tabs)
    assert tabs.tabRect(0).width() < usual
    window.help.hide()
    qtbot.waitUntil(lambda: not tabs.close_together)
    assert tabs.tabRect(0).width() == usual


def test_tabs_that_still_do_not_fit_can_be_scrolled_to(make_window: Make, sample_path: Path) -> None:
    window = make_window(sample_path, parts=program_parts)
    assert window.workspace is not None
    tabs = window.workspace.tabs
    tabs.resize(300, tabs.height())
    shown = [one for one in tabs.findChildren(QAbstractButton) if not one.isHidden()]
    assert len(shown) == 2
    assert all(one.toolTip() for one in shown)


@pytest.mark.parametrize("scale", [100, 130])
def test_side_windows_have_the_letters_of_the_program(
    make_window: Make, sample_path: Path, settings: Settings, scale: int
) -> None:
    settings.set("scale", scale)
    window = make_window(sample_path)
    window.show_help("index")
    wanted = base_font(window.theme)
    for dock in (window.help, window.history):
        assert (dock.font().family(), dock.font().pixelSize()) == (wanted.family(), wanted.pixelSize())


def group(width: int) -> tuple[QWidget, QWidget]:
    made, inside = QWidget(), QWidget()
    inside.setFixedSize(width, 40)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(inside)
    row.addStretch(1)
    return made, inside


def test_two_groups_part_when_one_of_them_grows(qtbot: QtBot) -> None:
    (first, left), (second, right) = group(100), group(100)
    lines = TwoLines(first, second)
    qtbot.addWidget(lines)
    lines.resize(250, 40)
    with qtbot.waitExposed(lines):
        lines.show()

    def place(inside: QWidget) -> QRect:
        return QRect(inside.mapTo(lines, inside.rect().topLeft()), inside.size())

    assert place(left).top() == place(right).top()
    assert lines.heightForWidth(250) == 40
    right.setFixedSize(200, 40)
    qtbot.waitUntil(lambda: place(right).top() >= place(left).bottom())
    assert lines.heightForWidth(250) == 80
    assert place(right).left() == 0
