"""Lines through the whole chart at days that count: 縦線 of the schedule, meetings, 今日."""

from collections.abc import Callable, Set
from datetime import date

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from dxplanner.domain.fiscal import format_date
from dxplanner.domain.schedule_data import BarData, EditionData
from dxplanner.domain.snapping import period_text
from dxplanner.domain.vocabulary import BarKind, MeetingBody
from dxplanner.ui.gantt.grid_painter import GridPainter
from dxplanner.ui.gantt.items import Body
from dxplanner.ui.gantt.look import Look


class DayLines:
    """Knows where the lines are and paints them; ``forget`` after a zoom or another filter."""

    def __init__(self, look: Look, grid: GridPainter, body: Callable[[BarData], Body]) -> None:
        self._look, self._grid, self._body = look, grid, body
        self.days: list[tuple[date, str]] = []
        """Days with their names (今日)."""
        self.show_meetings = False
        """Whether the days of meetings are lines."""
        self._edition: EditionData | None = None
        self._bars: tuple[BarData, ...] = ()
        self._hidden: Set[int] = frozenset()
        self._markers: list[tuple[float, BarData]] | None = None

    def show(self, edition: EditionData) -> None:
        """Follow an edition."""
        self._edition = edition
        self._bars = tuple(bar for bar in edition.bars if bar.kind is BarKind.MARKER)
        self._markers = None

    def hide(self, hidden: Set[int]) -> None:
        """Leave out the 縦線 that a filter does not keep."""
        if hidden != self._hidden:
            self._hidden, self._markers = hidden, None

    def forget(self) -> None:
        """Work out the places anew."""
        self._markers = None

    @property
    def markers(self) -> list[tuple[float, BarData]]:
        """縦線 of the edition with their places in content pixels; of a filter only those that it keeps."""
        if self._markers is None:
            bars = self._bars if self._grid.scale is not None else ()
            bodies = [self._body(bar) for bar in bars if bar.id not in self._hidden]
            self._markers = [((body.left + body.right) / 2, body.bar) for body in bodies]
        return self._markers

    def flags(self) -> list[tuple[float, str]]:
        """What the headings point at, and what their tooltips say: 今日 and the 縦線."""
        scale = self._grid.scale
        if scale is None:
            return []
        found = [(scale.x_middle(day), f"{text} {format_date(day)}") for day, text in self.days if text]
        return found + [
            (x, f"{bar.label}　{period_text(bar.starts_on, bar.last_day, bar.precision)}")
            for x, bar in self.markers
        ]

    def paint(self, painter: QPainter, clip: QRectF) -> None:
        """Paint 縦線 of the schedule, and days of meetings when they are wanted."""
        if self.show_meetings:
            self._grid.paint_lines(painter, self.meeting_places(), clip, self._look.meeting)
        self._grid.paint_lines(painter, [x for x, _ in self.markers], clip, self._look.marker)

    def paint_days(self, painter: QPainter, clip: QRectF, right: float) -> None:
        """Paint 今日, with its name at the foot of the chart, never past ``right``."""
        for day, text in self.days:
            self._grid.paint_day(painter, day, clip, f"{text} {format_date(day)}" if text else "", right)

    def meeting_places(self) -> list[float]:
        """Where the meetings of 委員会 and 市議会 are in content pixels."""
        scale = self._grid.scale
        if scale is None or self._edition is None:
            return []
        return [
            scale.x_middle(one.starts_on, one.ends_on)
            for one in self._edition.meetings
            if one.body in (MeetingBody.COMMITTEE, MeetingBody.COUNCIL)
        ]
