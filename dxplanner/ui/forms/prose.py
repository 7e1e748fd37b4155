"""Japanese text of several lines: with room between the lines, which the font alone does not leave."""

from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

LINE_PERCENT: Final = 135
"""Distance of lines in percent of the font's own."""
_LINE_FEED: Final = {ord("\n"): "\u2028"}


class Prose(QLabel):
    """A label whose plain text runs over as many lines as it needs."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        # A label that does not wrap takes back the policy below at its next text.
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._fitted = (-1, -1)

    def setText(self, text: str) -> None:
        if text != self.text():
            # First forgotten, then set: the layout may ask for the height at once.
            self._fitted = (-1, -1)
            super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.FontChange:
            self._fitted = (-1, -1)
        super().changeEvent(event)

    def heightForWidth(self, width: int) -> int:
        if self._fitted[0] != width:
            margins = self.contentsMargins()
            inside = width - margins.left() - margins.right()
            height = ceil(prose_layout(self.text(), self.font(), inside)[1])
            self._fitted = (width, height + margins.top() + margins.bottom())
        return self._fitted[1]

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        widest = max(map(metrics.horizontalAdvance, self.text().split("\n")))
        margins = self.contentsMargins()
        width = ceil(widest) + 1 + margins.left() + margins.right()
        return QSize(width, ceil(metrics.height()) + margins.top() + margins.bottom())

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(whole.height() * 4, whole.width()), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        rect, text = self.contentsRect(), self.text()
        middle = bool(self.alignment() & Qt.AlignmentFlag.AlignHCenter)
        layout, height = prose_layout(text, self.font(), rect.width(), middle=middle)
        down = bool(middle and self.alignment() & Qt.AlignmentFlag.AlignVCenter)
        layout.draw(painter, QPointF(rect.left(), rect.top() + ((rect.height() - height) / 2 if down else 0)))
        painter.end()


def prose_layout(text: str, font: QFont, width: float, *, middle: bool = False) -> tuple[QTextLayout, float]:
    """Text broken into lines of a width in pixels, each in the middle if wished, and how high it is."""
    layout = QTextLayout(text.translate(_LINE_FEED) or " ", font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if middle:
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    layout.setTextOption(option)
    own = QFontMetricsF(font).height()
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1.0))
        line.setPosition(QPointF(0, top))
        top += own * LINE_PERCENT / 100
    layout.endLayout()
    return layout, top - own * (LINE_PERCENT / 100 - 1)


def draw_prose(
    painter: QPainter, rect: QRect, text: str, font: QFont, *, centred: bool, middle: bool = False
) -> None:
    """Draw text into a rectangle in the painter's pen.

    ``centred`` vertically, else from the top; ``middle``: each line in the middle of the width.
    """
    layout, height = prose_layout(text, font, rect.width(), middle=middle)
    layout.draw(painter, QPointF(rect.left(), rect.top() + ((rect.height() - height) / 2 if centred else 0)))
