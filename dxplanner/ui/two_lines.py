"""Two groups of controls in one line, or one below the other where the line is too short for both."""

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget


def holding(layout: QLayout) -> QWidget:
    """A group of controls that stand in a layout."""
    group = QWidget()
    group.setLayout(layout)
    return group


class TwoLines(QWidget):
    """Holds two widgets; the second gets the rest of the line, or a line of its own."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._first, self._second = first, second
        for group in (first, second):
            group.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        high = [self._first.sizeHint().height(), self._second.sizeHint().height()]
        return max(high) if self._in_one(width) else sum(high)

    def sizeHint(self) -> QSize:
        wide = self._first.sizeHint().width() + self._second.sizeHint().width()
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        wide = max(self._first.minimumSizeHint().width(), self._second.minimumSizeHint().width())
        return QSize(wide, self.heightForWidth(max(wide, self.width())))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # a group has come to want another width
            self.updateGeometry()
            self._place()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wide, first, second = self.width(), self._first.sizeHint(), self._second.sizeHint()
        if self._in_one(wide):
            high = max(first.height(), second.height())
            self._first.setGeometry(0, 0, first.width(), high)
            self._second.setGeometry(QRect(first.width(), 0, wide - first.width(), high))
        else:
            self._first.setGeometry(0, 0, wide, first.height())
            self._second.setGeometry(0, first.height(), wide, second.height())

    def _in_one(self, width: int) -> bool:
        return self._first.sizeHint().width() + self._second.sizeHint().width() <= width
