"""Side windows whose content is made when they are first shown, and the middle that they stand around."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QMainWindow, QStackedWidget, QWidget


def stand_right(window: QMainWindow, *docks: QDockWidget) -> None:
    """Put docks at the right of a window, behind tabs of their own, hidden for the time being."""
    for dock in docks:
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.hide()
    for former, dock in pairwise(docks):
        window.tabifyDockWidget(former, dock)


def explain_title(dock: QDockWidget) -> None:
    """Say what the two signs in the title of a dock do: Qt gives them no words to read."""
    for name, word, tip in (
        ("qt_dockwidget_floatbutton", "切り離す", "別の窓に切り離します。もう一度押すと、右側に戻ります。"),
        ("qt_dockwidget_closebutton", "閉じる", f"「{dock.windowTitle()}」を閉じます。"),
    ):
        sign = dock.findChild(QAbstractButton, name)
        if sign is not None:
            sign.setAccessibleName(word)
            sign.setToolTip(tip)


class LazyDock(QDockWidget):
    """A dock that costs nothing until somebody opens it. Its content may be changed for another plan's."""

    def __init__(self, key: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(key)
        self._make: Callable[[], QWidget] | None = None
        self.content: QWidget | None = None
        """What was made; None as long as nobody has opened the dock."""
        self.visibilityChanged.connect(self._ensure)
        explain_title(self)

    def hold(self, make: Callable[[], QWidget] | None) -> None:
        """Let ``make`` make the content when it is needed; None empties the dock."""
        if self.content is not None:
            self.setWidget(QWidget())
            self.content.deleteLater()
            self.content = None
        self._make = make
        if make is not None and self.isVisible():
            self._ensure(True)

    def _ensure(self, visible: bool) -> None:
        if visible and self._make is not None and self.content is None:
            self.content = self._make()
            self.setWidget(self.content)


class Middle(QStackedWidget):
    """What a window's side windows stand around. They keep their sizes when it shows something else."""

    def swap(self, widget: QWidget) -> None:
        """Show a widget in place of the former one, which goes."""
        former = self.currentWidget()
        self.setCurrentIndex(self.addWidget(widget))
        if former is not None:
            self.removeWidget(former)
            former.deleteLater()
