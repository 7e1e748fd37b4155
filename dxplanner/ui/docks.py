"""A side window whose content is made when it is first shown."""

from collections.abc import Callable

from PySide6.QtWidgets import QDockWidget, QWidget


class LazyDock(QDockWidget):
    """A dock that costs nothing until somebody opens it. Its content may be changed for another plan's."""

    def __init__(self, key: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(key)
        self._make: Callable[[], QWidget] | None = None
        self.visibilityChanged.connect(self._ensure)

    def hold(self, make: Callable[[], QWidget] | None) -> None:
        """Let ``make`` make the content when it is needed; None empties the dock."""
        former = self.widget()
        if former is not None:
            # Without a parent first: a dock does not let go of a widget that it still holds.
            former.setParent(None)
            former.deleteLater()
        self._make = make
        if make is not None and self.isVisible():
            self._ensure(True)

    def _ensure(self, visible: bool) -> None:
        if visible and self._make is not None and self.widget() is None:
            self.setWidget(self._make())
