"""The headings of the time axis above the chart: 年度, columns, months, and the band of meetings."""

from collections.abc import Sequence
from datetime import date
from math import ceil, floor

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from dxplanner.domain.schedule_data import MeetingBand
from dxplanner.domain.snapping import period_text
from dxplanner.domain.timescale import HeaderCell, HeaderRow, TimeScale
from dxplanner.domain.vocabulary import MeetingBody
from dxplanner.ui.gantt.axis import Axis
from dxplanner.ui.gantt.look import Look

_SHORT_BODY = {
    MeetingBody.COMMITTEE: "委員会",
    MeetingBody.COUNCIL: "議会",
    MeetingBody.PUBLIC_COMMENT: "パブリックコメント",
    MeetingBody.INTERNAL: "庁内",
}
_LEAST = 4
"""Signs of a long name that say enough, if 「…」 ends them."""
_MARGIN = 200.0
_NOTHING = float("inf"), float("-inf")


class TimeHeader(QWidget):
    """Paints the headings for the part of the axis that shows."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.axis: Axis | None = None
        self.scale: TimeScale | None = None
        self.meetings: Sequence[MeetingBand] = ()
        self.left = 0
        self.width_of_axis = 0.0
        self.flags: Sequence[tuple[float, str]] = ()
        """Places of days that count (今日, 縦線), with what their tooltips say."""
        self._rows_known: Sequence[HeaderRow] = ()
        self._known = _NOTHING
        """From where to where the headings are worked out."""
        self._rows = 2
        self._seen = 0.0, 0.0
        self.setAccessibleName("時間軸")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_axis(self, axis: Axis, scale: TimeScale, meetings: Sequence[MeetingBand], right: float) -> None:
        """Show another axis or zoom. The widget's height may change: see ``sizeHint``."""
        self.axis, self.scale, self.meetings, self.width_of_axis = axis, scale, meetings, right
        self._known = _NOTHING
        self._rows = axis.heading_count(scale, self.look.em)
        self.update()

    def show_flags(self, flags: Sequence[tuple[float, str]]) -> None:
        """Point at these places."""
        self.flags = flags
        self.update()

    def scroll_to(self, left: int) -> None:
        """Show the axis from another place on."""
        if left != self.left:
            self.left = left
            self.update()

    @property
    def wanted_height(self) -> int:
        """Height in pixels of all rows and the band."""
        band = self.look.measures.band if self.meetings else 0
        return self._rows * self.look.measures.header + band

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.wanted_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.axis is None or self.scale is None:
            painter.fillRect(self.rect(), self.look.ground)
        else:
            painter.translate(-self.left, 0)
            self.paint_axis(painter, float(self.left), float(self.left + self.width()))
        painter.end()

    def paint_axis(self, painter: QPainter, left: float, right: float) -> None:
        """Paint all headings between two places of the axis."""
        if self.axis is None or self.scale is None:
            return
        self._seen = left, right
        painter.fillRect(QRectF(left, 0, right - left, self.wanted_height), self.look.ground)
        high = self.look.measures.header
        y = 0
        for number, row in enumerate(self._headings(self.axis, self.scale)):
            self._row(painter, row.cells, y, bold=number == 0)
            y += high
        if self.meetings:
            self._band(painter, left, right, y)
        painter.setPen(self.look.strong_line)
        painter.drawLine(QLineF(left, self.wanted_height - 0.5, right, self.wanted_height - 0.5))
        self._paint_flags(painter, left, right)

    def _paint_flags(self, painter: QPainter, left: float, right: float) -> None:
        """A small triangle over the line of each day that counts: its name is in the tooltip."""
        half, foot = 0.67 * self.look.measures.handle, self.wanted_height
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.error.color())
        for x, _ in self.flags:
            if left - half <= x <= right + half:
                corners = (QPointF(x - half, foot - half), QPointF(x + half, foot - half), QPointF(x, foot))
                painter.drawPolygon(corners)

    def _headings(self, axis: Axis, scale: TimeScale) -> Sequence[HeaderRow]:
        """The headings of what shows and of some more at both sides, kept while the view stays inside."""
        left, right = self._seen
        if left < self._known[0] or right > self._known[1]:
            low, top = max(left - _MARGIN, 0.0), right + _MARGIN
            self._known = low if low > 0 else left, top
            self._rows_known = axis.headings(scale, self.look.em, low, top)
        return self._rows_known

    def _row(self, painter: QPainter, cells: Sequence[HeaderCell], y: int, bold: bool) -> None:
        look, high, size = self.look, self.look.measures.header, 13 if bold else 12
        seen_left, seen_right = self._seen
        painter.setFont(look.bold if bold else look.fonts[size])
        painter.setPen(look.ink)
        metrics = painter.fontMetrics()
        text_top = y + (high - metrics.ascent() - metrics.descent() + 1) // 2
        lines = [QRect(floor(seen_left), y + high - 1, ceil(seen_right - seen_left), 1)]
        for cell in cells:
            left, right = cell.left, min(cell.right, self.width_of_axis)
            if right < seen_left - 1 or left > seen_right + 1:
                continue
            if len(lines) == 1:
                lines.append(QRect(round(left), y, 1, high))
            lines.append(QRect(round(right), y, 1, high))
            inner_left, inner_right = max(left, seen_left), min(right, seen_right)
            room = inner_right - inner_left - 2
            for text in cell.texts:
                shaped, width = look.text(text, size, bold)
                if width <= room:
                    painter.drawStaticText(QPointF((inner_left + inner_right - width) / 2, text_top), shaped)
                    break
            else:
                if right - left >= 14 and left >= seen_left and right <= seen_right:
                    short = metrics.elidedText(
                        cell.texts[-1], Qt.TextElideMode.ElideRight, int(right - left - 2)
                    )
                    painter.drawText(QRectF(left, y, right - left, high), Qt.AlignmentFlag.AlignCenter, short)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.strong_fill if bold else look.line_fill)
        painter.drawRects(lines)

    def _band(self, painter: QPainter, left: float, right: float, y: int) -> None:
        """会議 and パブリックコメント as a calendar band under the headings."""
        high = self.look.measures.band
        painter.fillRect(QRectF(left, y, right - left, high), self.look.surface)
        painter.setFont(self.look.fonts[11])
        metrics = painter.fontMetrics()
        taken = left
        places = self._places()
        nexts = [low for low, _, _ in places[1:]] + [float("inf")]
        for (low, top, meeting), following in zip(places, nexts, strict=True):
            if top < left or low > right:
                continue
            body = QRectF(low, y + 2, max(top - low - 1, 3), high - 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.accent_ground)
            painter.drawRect(body)
            painter.setBrush(self.look.accent_fill)
            painter.drawRect(QRectF(body.left(), body.top(), 3, body.height()))
            start = max(body.left() + 5, taken)
            room = min(body.right(), following) - start
            text = _SHORT_BODY[meeting.body]
            if room >= _LEAST * metrics.height():
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
            if metrics.horizontalAdvance(text) <= room:
                painter.setPen(self.look.ink)
                painter.drawText(QPointF(start, y + (high + metrics.ascent() - metrics.descent()) / 2), text)
                taken = start + metrics.horizontalAdvance(text) + 4

    def _places(self) -> list[tuple[float, float, MeetingBand]]:
        if self.scale is None:
            return []
        return [
            (self.scale.x(meeting.starts_on), self.scale.x_after(meeting.ends_on), meeting)
            for meeting in self.meetings
        ]

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._tip(event)
            return True
        return super().event(event)

    def _tip(self, event: QHelpEvent) -> None:
        x = event.pos().x() + self.left
        near = [text for place, text in self.flags if abs(place - x) <= self.look.measures.handle]
        if near and event.pos().y() > self.height() - 2 * self.look.measures.handle:
            QToolTip.showText(event.globalPos(), "\n".join(near), self)
            return
        band_top = self.height() - self.look.measures.band
        if not self.meetings or event.pos().y() < band_top:
            if self.scale is not None:
                QToolTip.showText(event.globalPos(), _day(self.scale.day_at(x)), self)
            return
        here = [
            f"{meeting.name}　{period_text(meeting.starts_on, meeting.ends_on, meeting.precision)}"
            for low, top, meeting in self._places()
            if low <= x <= top
        ]
        QToolTip.showText(event.globalPos(), "\n".join(here), self)


def _day(day: date) -> str:
    from dxplanner.domain.fiscal import FiscalStyle, format_date

    return f"{format_date(day, FiscalStyle.LONG)}（{'月火水木金土日'[day.weekday()]}）"
