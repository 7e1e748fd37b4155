"""The switch between plan versions on a narrow tree: long names end in 「…」, nothing makes it wider."""

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.services.tree_query import VersionRow
from dxplanner.ui.forms.elided import ElidedBox, ElidedButton
from dxplanner.ui.theme import Theme
from dxplanner.ui.tree.versions import VersionSwitch

WIDTH = 276
"""Pixels that the tree's head has in a window of 1366 × 768."""
NAMES = (
    "長崎市DX推進計画（令和4年度策定）現行計画",
    "見直し案（令和7年度から令和9年度までの重点的な取組に関する改訂素案）",
    "最終案（パブリックコメントを受けて直したもの）",
    "議会報告用の案（令和8年3月定例会に提出するもの）",
)
TERMS = ("R4–R6", "R7–R9", "R7–R9", "R7–R9")


def switch_of(qtbot: QtBot, theme: Theme, names: tuple[str, ...]) -> VersionSwitch:
    made = VersionSwitch()
    qtbot.addWidget(made)
    made.fill(
        [VersionRow(key, name, term) for key, (name, term) in enumerate(zip(names, TERMS, strict=False), 1)],
        theme,
    )
    made.resize(WIDTH, made.sizeHint().height())
    with qtbot.waitExposed(made):
        made.show()
    return made


def wide(widget: QWidget, text: str) -> int:
    font = widget.font()
    font.setBold(True)
    return QFontMetrics(font).horizontalAdvance(text)


@pytest.mark.parametrize("count", [2, 3])
def test_long_names_end_in_dots_and_keep_their_term(qtbot: QtBot, theme: Theme, count: int) -> None:
    switch = switch_of(qtbot, theme, NAMES[:count])
    switch.show_version(2)
    buttons = switch.findChildren(ElidedButton)
    assert len(buttons) == count
    assert switch.width() == WIDTH
    for button, name, term in zip(buttons, NAMES, TERMS, strict=False):
        shown = button.elided(button.width() - 4)
        assert shown.endswith(f"… {term}" if count == 2 else "…")
        assert name.startswith(shown.split("…")[0])
        assert len(shown.split("…")[0]) >= 3
        assert wide(button, shown) <= button.width()
        assert f"{name} {term}" in button.toolTip()
        assert f"{name} {term}" in button.accessibleName()
    assert [button.isChecked() for button in buttons] == [at == 1 for at in range(count)]
    assert not switch.grab().isNull()


def test_short_names_are_whole(qtbot: QtBot, theme: Theme) -> None:
    switch = switch_of(qtbot, theme, ("現行計画", "見直し案"))
    for button in switch.findChildren(ElidedButton):
        assert button.elided(button.width() - 6) == button.text()
        assert "…" not in button.text()


def test_buttons_are_never_too_narrow_to_be_told_apart(qtbot: QtBot, theme: Theme) -> None:
    switch = switch_of(qtbot, theme, NAMES[:3])
    assert theme.pixels(3 * 64) <= switch.minimumSizeHint().width() <= WIDTH
    for button in switch.findChildren(ElidedButton):
        assert button.minimumWidth() >= theme.pixels(64)


def test_a_list_takes_its_place_and_says_what_is_chosen(qtbot: QtBot, theme: Theme) -> None:
    switch = switch_of(qtbot, theme, NAMES)
    (box,) = switch.findChildren(ElidedBox)
    assert box.width() == WIDTH
    assert switch.minimumSizeHint().width() <= WIDTH
    for key, (name, term) in enumerate(zip(NAMES, TERMS, strict=True), 1):
        switch.show_version(key)
        QApplication.sendEvent(
            box, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), box.mapToGlobal(QPoint(5, 5)))
        )
        assert box.toolTip() == f"計画版：{name} {term}"
    chosen: list[int] = []
    switch.chosen.connect(chosen.append)
    box.activated.emit(2)
    assert chosen == [3]
