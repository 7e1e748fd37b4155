"""The tabs of the panes: all of them stay in sight beside the side windows, closer together if need be."""

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

_CLOSE_PIXELS: Final = 6
"""Room at each side of a name where there is little of it, at 100 %."""


class PaneTabs(QTabBar):
    """Moves its tabs closer together where they would not fit, and scrolls where even that is too wide."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setAccessibleName("画面の切替")
        side = theme.pixels(_CLOSE_PIXELS)
        self.setStyleSheet(
            f'QTabBar[close="true"]::tab {{ padding-left: {side}px; padding-right: {side}px; }}'
        )
        for button in self.findChildren(QToolButton):
            button.setToolTip("ここに入りきらない画面の名前を表示します。")

    @property
    def close_together(self) -> bool:
        """Whether the tabs stand closer than usual."""
        return bool(self.property("close"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self._wide()
        if (wide > event.size().width()) != self.close_together:
            mark(self, "close", not self.close_together)
        super().resizeEvent(event)

    def _wide(self) -> int:
        """So many pixels all tabs take at their usual distance."""
        if not self.close_together:
            self._usual = sum(self.tabSizeHint(at).width() for at in range(self.count()))
        return self._usual
