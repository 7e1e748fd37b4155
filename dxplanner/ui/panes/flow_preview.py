"""How a 作業の流れ will look: its steps as arrows one behind another, its end as a box."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from dxplanner.services.budget_flows import FlowShape, StepShape
from dxplanner.ui.forms.prose import draw_prose, prose_layout
from dxplanner.ui.theme import Theme

_NAME_LINES: Final = 3
"""Of a name that is longer the end is cut; one without a time has a line more."""
_TIME_LINES: Final = 2
_HEIGHT: Final = 84
_POINT: Final = 14
_GAP: Final = 4
_END: Final = 88
"""Least height, depth of a point, space around what is written, width of the end, in pixels at 100 %."""


class FlowPreview(QWidget):
    """The steps with their times; in narrow arrows it gets higher, so that the times stay whole."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shape = FlowShape((), "")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("作業の流れの見本")

    def show_shape(self, shape: FlowShape) -> None:
        """Show other steps."""
        if shape != self._shape:
            self._shape = shape
            said = " → ".join([step.name for step in shape.steps] + ([shape.end] if shape.end else []))
            self.setAccessibleDescription(said)
            self.updateGeometry()
            self.update()
        self.setVisible(bool(shape.steps))

    def sizeHint(self) -> QSize:
        width = self._theme.pixels(480)
        return QSize(width, self.heightForWidth(width))

    def heightForWidth(self, width: int) -> int:
        pixels = self._theme.pixels
        written = (
            prose_layout(self._written(place, inside), self.font(), inside)[1]
            for place, (_, inside) in enumerate(self._insides(width))
        )
        return max(pixels(_HEIGHT), round(max(written, default=0.0)) + 2 * pixels(_GAP) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shape.steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = self._theme.pixels(_GAP)
        width = self._arrow_width(self.width())
        for place, (left, inside) in enumerate(self._insides(self.width())):
            self._arrow(painter, QRectF(place * width, 0, width - gap, self.height() - 1), place)
            painter.setPen(self._theme.colour("ink"))
            room = QRectF(left, gap, inside, self.height() - 2 * gap).toRect()
            draw_prose(painter, room, self._written(place, inside), self.font(), centred=True)
        if self._shape.end:
            self._end(painter)
        painter.end()

    def _arrow_width(self, width: int) -> float:
        end = self._theme.pixels(_END) if self._shape.end else 0
        return (width - end - 1) / max(len(self._shape.steps), 1)

    def _insides(self, width: int) -> list[tuple[float, float]]:
        """Left edge and width in pixels of what is written into each arrow."""
        point, gap = self._theme.pixels(_POINT), self._theme.pixels(_GAP)
        each = self._arrow_width(width)
        lefts = [place * each + (point if place else 0) + gap for place in range(len(self._shape.steps))]
        return [(left, (place + 1) * each - point - 2 * gap - left) for place, left in enumerate(lefts)]

    def _written(self, place: int, width: float) -> str:
        step: StepShape = self._shape.steps[place]
        when = _cut(step.when, self.font(), width, _TIME_LINES)
        name = _cut(step.name, self.font(), width, _NAME_LINES if when else _NAME_LINES + 1)
        return "\n".join(filter(None, (name, when)))

    def _arrow(self, painter: QPainter, box: QRectF, place: int) -> None:
        point = self._theme.pixels(_POINT)
        middle, notch = box.center().y(), point if place else 0
        corners = [
            QPointF(box.left(), box.top()),
            QPointF(box.right() - point, box.top()),
            QPointF(box.right(), middle),
            QPointF(box.right() - point, box.bottom()),
            QPointF(box.left(), box.bottom()),
            QPointF(box.left() + notch, middle),
        ]
        painter.setPen(self._theme.colour("line"))
        painter.setBrush(self._theme.colour("accent_ground"))
        painter.drawPolygon(QPolygonF(corners))

    def _end(self, painter: QPainter) -> None:
        theme = self._theme
        end, gap = theme.pixels(_END), theme.pixels(_GAP)
        box = QRectF(self.width() - end + gap, 0.5, end - gap - 1, self.height() - 1.5)
        painter.setPen(theme.colour("accent"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, gap, gap)
        painter.setPen(theme.colour("ink"))
        inside = box.adjusted(gap, gap, -gap, -gap)
        said = _cut(self._shape.end, self.font(), inside.width(), _NAME_LINES + 1)
        draw_prose(painter, inside.toRect(), said, self.font(), centred=True, middle=True)


def _cut(text: str, font: QFont, width: float, most: int) -> str:
    """What of a text stands on so many lines of a width in pixels; 「…」 ends what is cut."""
    layout, _ = prose_layout(text, font, width)
    if layout.lineCount() <= most:
        return text
    at = layout.lineAt(most - 1).textStart()
    return text[:at] + QFontMetricsF(font).elidedText(text[at:], Qt.TextElideMode.ElideRight, width)
