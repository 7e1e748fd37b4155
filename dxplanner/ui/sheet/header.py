"""The headings of a sheet: labels in several lines, the unit in quiet, a triangle where it is sorted."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPolygon
from PySide6.QtWidgets import QHeaderView, QWidget

from dxplanner.ui.sheet.look import SheetLook
from dxplanner.ui.sheet.model import DRAFT, NUMERIC, SheetModel

_MOST_LINES: Final = 3


class Headings(QHeaderView):
    """The headings of the columns. The first ones stay in place while the others scroll."""

    def __init__(
        self, model: SheetModel, look: SheetLook, frozen: Callable[[], list[int]], parent: QWidget
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sheet, self._look, self._frozen = model, look, frozen
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(look.theme.pixels(40))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("列の見出し")
        self.sectionResized.connect(lambda *_: self.updateGeometry())

    def sizeHint(self) -> QSize:
        metrics = self._look.bold_metrics
        lines = 1
        for column in range(self.count()):
            if not self.isSectionHidden(column):
                lines = max(lines, len(self._lines(column, self.sectionSize(column))))
        return QSize(super().sizeHint().width(), lines * metrics.lineSpacing() + 2 * self._look.above)

    def _lines(self, column: int, width: int) -> list[tuple[str, bool]]:
        """The lines of a heading, and which of them is the unit."""
        spec = self._sheet.columns[column]
        metrics, small = self._look.bold_metrics, self._look.small_metrics
        room = width - 2 * self._look.gap - self._mark_width(column)
        unit = f"（{spec.unit}）" if spec.unit else ""
        whole = metrics.horizontalAdvance(spec.label)
        if unit and whole + small.horizontalAdvance(unit) <= room:
            return [(spec.label + unit, False)]
        lines = _broken(metrics, spec.label, room)
        return [*((line, False) for line in lines), *([(unit, True)] if unit else [])][:_MOST_LINES]

    def _mark_width(self, column: int) -> int:
        return self._look.theme.pixels(12) if self._sheet.ordering.column == column else 0

    def frozen_width(self) -> int:
        """So wide are the columns that stay in place."""
        return sum(self.sectionSize(column) for column in self._frozen())

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        look = self._look
        painter.save()
        painter.fillRect(rect, look.ground)
        painter.setPen(look.line)
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        mark = self._mark_width(column)
        inner = rect.adjusted(look.gap, look.above, -look.gap - mark, -look.above)
        step = look.bold_metrics.lineSpacing()
        lines = self._lines(column, rect.width())
        numeric = self._sheet.columns[column].kind in NUMERIC
        side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
        top = inner.bottom() + 1 - step * len(lines)
        for line, unit in lines:
            painter.setFont(look.small if unit else look.bold)
            painter.setPen(look.quiet if unit else look.ink)
            shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(
                QRect(inner.left(), top, inner.width(), step), side | Qt.AlignmentFlag.AlignVCenter, shown
            )
            top += step
        if mark:
            self._triangle(painter, QPoint(rect.right() - mark, inner.bottom() - step // 2))
        painter.restore()

    def _triangle(self, painter: QPainter, at: QPoint) -> None:
        side = self._look.theme.pixels(4)
        down = side if self._sheet.ordering.descending else -side
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.accent)
        half = down // 2
        painter.drawPolygon(
            QPolygon([at + QPoint(-side, -half), at + QPoint(side, -half), at + QPoint(0, down - half)])
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.offset():
            return
        painter = QPainter(self.viewport())
        left = 0
        for column in self._frozen():
            width = self.sectionSize(column)
            self.paintSection(painter, QRect(left, 0, width, self.height()), column)
            left += width
        painter.end()

    # A click on a heading that stays in place means it, not the one that has scrolled below it.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(self._meant(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(self._meant(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(self._meant(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(self._meant(event))

    def column_at(self, x: int) -> int:
        """The column under a place, -1 beyond the last."""
        return self.logicalIndexAt(x - self.offset() if x < self.frozen_width() else x)

    def _meant(self, event: QMouseEvent) -> QMouseEvent:
        place = event.position()
        if not self.offset() or place.x() >= self.frozen_width():
            return event
        moved = QPointF(place.x() - self.offset(), place.y())
        return QMouseEvent(
            event.type(), moved, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
        )


class RowNumbers(QHeaderView):
    """The numbers of the rows: a click chooses the row."""

    def __init__(self, model: SheetModel, look: SheetLook, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._sheet, self._look = model, look
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(look.theme.pixels(16))
        self.setDefaultSectionSize(look.row_height)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName("行の番号")
        self.fit()

    def fit(self) -> None:
        """Make room for the longest number."""
        digits = max(2, len(str(self._sheet.rowCount())))
        width = self._look.small_metrics.horizontalAdvance("0" * digits) + 2 * self._look.gap
        if width != self.width():
            self.setFixedWidth(width)

    def paintSection(self, painter: QPainter, rect: QRect, row: int) -> None:
        look = self._look
        painter.save()
        painter.fillRect(rect, look.ground)
        painter.setPen(look.line)
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if row < self._sheet.rowCount():
            draft = self._sheet.key_at(row) == DRAFT
            painter.setFont(look.small)
            painter.setPen(look.quiet)
            inner = rect.adjusted(0, look.above, -look.gap, 0)
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            painter.drawText(inner, side, "＊" if draft else str(row + 1))
        painter.restore()


def _broken(metrics: QFontMetrics, text: str, room: int) -> list[str]:
    """A heading broken where it has no room; closing signs do not begin a line."""
    lines, line = [], ""
    for sign in text:
        if line and sign not in "）」、。ー" and metrics.horizontalAdvance(line + sign) > room:
            lines.append(line)
            line = ""
        line += sign
    return [*lines, line]
