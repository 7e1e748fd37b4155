"""The headings of a sheet: labels in several lines, the unit in quiet, a triangle where it is sorted."""

from collections.abc import Callable
from itertools import combinations
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPolygon
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from dxplanner.ui.sheet.cells import DRAFT, NUMERIC
from dxplanner.ui.sheet.look import SheetLook
from dxplanner.ui.sheet.model import SheetModel

_MOST_LINES: Final = 3
_FILTER_TIP: Final = "この列の値を選んで、その行だけを表示します（Ctrl+Shift+L）。"
_NEVER_FIRST: Final = "）」』】、。・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_NEVER_LAST: Final = "（「『【"


class Headings(QHeaderView):
    """The headings of the columns. The first ones stay in place while the others scroll.

    A heading under the mouse has a funnel, and so has one whose column is filtered: a click there filters it.
    """

    filter_asked = Signal(int)
    """The list that filters a column is wanted."""

    def __init__(
        self, model: SheetModel, look: SheetLook, frozen: Callable[[], list[int]], parent: QWidget
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sheet, self._look, self._frozen = model, look, frozen
        self._broken: dict[tuple[str, int], tuple[str, ...]] = {}
        """Labels in lines, by the room that they have."""
        self._hovered = -1
        self.setMouseTracking(True)
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
                lines = max(lines, len(self.lines_of(column, self.sectionSize(column))))
        return QSize(super().sizeHint().width(), lines * metrics.lineSpacing() + 2 * self._look.above)

    def lines_of(self, column: int, width: int) -> list[tuple[str, bool]]:
        """The lines of a heading, and which of them is the unit."""
        spec = self._sheet.columns[column]
        room = width - 2 * self._look.gap - self._mark_width(column)
        known = self._broken.get((spec.label, room))
        if known is None:
            most = _MOST_LINES - bool(spec.unit)
            known = self._broken[spec.label, room] = broken(
                spec.label, room, self._look.bold_metrics.horizontalAdvance, most
            )
        return [*((line, False) for line in known), *([(f"（{spec.unit}）", True)] if spec.unit else [])]

    def _mark_width(self, column: int) -> int:
        """The room of the triangle of a sort, and of the funnel of a filter."""
        pixels = self._look.theme.pixels
        return pixels(12) * (self._sheet.ordering.column == column) + pixels(18) * self._filtered(column)

    def _filtered(self, column: int) -> bool:
        return self._sheet.columns[column].key in self._sheet.ordering.chosen

    def left_of(self, column: int) -> int:
        """Where a heading begins, as it is seen."""
        frozen = self._frozen()
        if column not in frozen:
            return self.sectionViewportPosition(column)
        return sum(self.sectionSize(place) for place in frozen[: frozen.index(column)])

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
        lines = self.lines_of(column, rect.width())
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
        if self._sheet.ordering.column == column:
            self._triangle(painter, QPoint(rect.right() - mark, inner.bottom() - step // 2))
        if self._filtered(column) or column == self._hovered:
            self._funnel(painter, self._funnel_place(rect), chosen=self._filtered(column))
        painter.restore()

    def _funnel_place(self, rect: QRect) -> QRect:
        """Beside the last line, off the border by which the column is widened."""
        pixels, step = self._look.theme.pixels, self._look.bold_metrics.lineSpacing()
        side = pixels(16)
        top = rect.bottom() - self._look.above - step // 2 - side // 2
        return QRect(rect.right() - pixels(5) - side, top, side, side)

    def _funnel(self, painter: QPainter, place: QRect, *, chosen: bool) -> None:
        side = self._look.theme.pixels(4)
        painter.fillRect(place, self._look.surface if chosen else self._look.ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.accent if chosen else self._look.quiet)
        half = max(side // 4, 1)
        ends = ((-side, -side), (side, -side), (half, 0), (half, side), (-half, side), (-half, 0))
        middle = place.center()
        painter.drawPolygon(QPolygon([middle + QPoint(x, y) for x, y in ends]))

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

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._funnel_at(event.pos()) >= 0:
            QToolTip.showText(event.globalPos(), _FILTER_TIP, self)
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        column = self._funnel_at(event.position().toPoint())
        if column >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.filter_asked.emit(column)
        else:
            super().mousePressEvent(self._meant(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(-1 if event.buttons() else self.column_at(event.position().toPoint().x()))
        super().mouseMoveEvent(self._meant(event))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, column: int) -> None:
        if column != self._hovered:
            self._hovered = column
            self.viewport().update()

    def _funnel_at(self, point: QPoint) -> int:
        """The column whose funnel is at a place, else -1."""
        column = self.column_at(point.x())
        if column < 0:
            return -1
        rect = QRect(self.left_of(column), 0, self.sectionSize(column), self.height())
        return column if self._funnel_place(rect).contains(point) else -1

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


def broken(text: str, room: int, width: Callable[[str], int], most: int) -> tuple[str, ...]:
    """A heading in as few lines as its room needs (``most`` at the most), broken where a reader pauses.

    ``width`` measures in the same unit as ``room``. No line is a single sign where another break is as good.
    """
    for count in range(1, most + 1):
        best: tuple[float, tuple[str, ...]] | None = None
        for places in combinations(range(1, len(text)), count - 1):
            ends = (*places, len(text))
            lines = tuple(text[start:end] for start, end in zip((0, *places), ends, strict=True))
            if max(map(width, lines)) > room:
                continue
            cost = sum(_cost_of_break(text, place) for place in places)
            cost += sum(((room - width(line)) / room) ** 2 for line in lines)
            if best is None or cost < best[0]:
                best = cost, lines
        if best is not None:
            return best[1]
    return _filled(text, room, width, most)


def _cost_of_break(text: str, place: int) -> float:
    """How ill a break before a sign reads: 0 after a particle or a bracket, more inside a word."""
    before, after = text[place - 1], text[place]
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return 9.0
    if after in _NEVER_LAST or before in _NEVER_FIRST:
        return 0.0
    kinds = _script(before), _script(after)
    if kinds[0] != kinds[1]:
        return 0.1 if kinds[0] == "hiragana" else 0.6
    return 1.0 if kinds[0] == "kanji" else 2.0


def _script(sign: str) -> str:
    if "\u3041" <= sign <= "\u309f":
        return "hiragana"
    if "\u30a0" <= sign <= "\u30ff":
        return "katakana"
    return "kanji" if "\u4e00" <= sign <= "\u9fff" else "other"


def _filled(text: str, room: int, width: Callable[[str], int], most: int) -> tuple[str, ...]:
    """Line by line as much as goes in; the last line holds the rest and ends in 「…」 when it is painted."""
    lines: list[str] = []
    line = ""
    for sign in text:
        fits = sign in _NEVER_FIRST or width(line + sign) <= room
        if line and not fits and len(lines) < most - 1:
            lines.append(line)
            line = ""
        line += sign
    return (*lines, line)
