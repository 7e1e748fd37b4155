"""What happens between pressing and letting go of the mouse: each drag knows its ghost and its act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from dxplanner.domain.schedule_data import BarData, LaneData
from dxplanner.domain.snapping import drawn, moved, readout, resized_end, resized_start
from dxplanner.domain.time_units import Unit, finer, precision_of
from dxplanner.domain.vocabulary import BarKind, DependencyType
from dxplanner.services.schedule_edit import BarPlace, NewBar
from dxplanner.ui.gantt.acts import GanttActs, finer_precision
from dxplanner.ui.gantt.axis import body_of
from dxplanner.ui.gantt.chart import GanttChart
from dxplanner.ui.gantt.items import Placed
from dxplanner.ui.gantt.rows import RowKind


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is in content pixels, and which keys are held."""

    x: float
    y: float
    alt: bool = False
    shift: bool = False
    ctrl: bool = False


class Drag(Protocol):
    """A drag. ``readout`` is shown beside the pointer; ``moving`` are bars painted faintly meanwhile."""

    @property
    def readout(self) -> str: ...
    @property
    def moving(self) -> frozenset[int]: ...
    def update(self, pointer: Pointer) -> None: ...
    def paint(self, painter: QPainter) -> None: ...
    def finish(self) -> None: ...
    def cancel(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Stage:
    """What drags work on."""

    chart: GanttChart
    acts: GanttActs

    @property
    def closed_days(self) -> frozenset[date]:
        """The plan's own 閉庁日."""
        return self.acts.edition.closed_days if self.acts.edition is not None else frozenset()

    def unit(self, pointer: Pointer) -> Unit:
        """What is snapped to; Alt drops to the next finer unit."""
        unit = self.chart.snap_unit()
        return finer(unit) if pointer.alt else unit

    def lane_at(self, y: float) -> LaneData | None:
        """The lane of the row at a height."""
        index = self.chart.rows.row_at(y)
        return None if index is None else self.chart.rows.rows[index].lane

    def ghost(self, painter: QPainter, bar: BarData, place: BarPlace, strong: bool = True) -> None:
        """Paint where a bar would go."""
        chart, p = self.chart, self.chart.look.measures
        if chart.scale is None:
            return
        shown = replace(bar, starts_on=place.starts_on, ends_on=place.ends_on)
        left, right = body_of(shown, chart.scale, chart.axis_right, p.shortest, p.glyph)
        middle = self._middle(bar, place)
        if middle is None:
            return
        painter.setBrush(chart.look.veil)
        painter.setPen(chart.look.accent if strong else chart.look.accent_dashed)
        painter.drawRect(QRectF(left, middle - p.bar / 2, right - left, p.bar))

    def _middle(self, bar: BarData, place: BarPlace) -> float | None:
        rows = self.chart.rows
        own = rows.row_of_bar(bar.id)
        if place.lane_id is not None and place.lane_id != bar.lane_id:
            index = lane_row(self.chart, place.lane_id)
            return None if index is None else rows.top(index) + rows.rows[index].height / 2
        if own is None:
            return None
        placed = next((item for item in rows.items(own).placed if item.bar.id == bar.id), None)
        return None if placed is None else rows.line_middle(own, placed.line)


def lane_row(chart: GanttChart, lane_id: int) -> int | None:
    """The row of a lane."""
    for index, row in enumerate(chart.rows.rows):
        if row.kind is RowKind.LANE and row.lane is not None and row.lane.id == lane_id:
            return index
    return None


class _Harmless:
    """A drag of which nothing is left when it is given up."""

    def cancel(self) -> None:
        """Nothing has been changed yet."""


class MoveDrag(_Harmless):
    """Moves bars, or copies them while Ctrl is held; Shift keeps the lane."""

    def __init__(self, stage: Stage, bars: list[BarData], held: BarData, start: Pointer) -> None:
        self._stage, self._bars, self._held, self._start = stage, bars, held, start
        self.places: list[BarPlace] = []
        self._followers: list[tuple[BarData, BarPlace]] = []
        self._copies = False
        self._lane_order = [lane.id for lane in (stage.acts.edition.lanes if stage.acts.edition else ())]

    @property
    def moving(self) -> frozenset[int]:
        if self._copies or not self.places:
            return frozenset()
        return frozenset(place.bar_id for place in self.places)

    @property
    def readout(self) -> str:
        place = next((one for one in self.places if one.bar_id == self._held.id), None)
        if place is None:
            return ""
        text = readout(
            place.starts_on,
            place.ends_on if not self._held.is_point else place.starts_on,
            self._stage.closed_days,
        )
        if self._copies:
            text = f"コピー　{text}"
        if self._followers:
            text += f"　後続{len(self._followers)}件もずれます"
        return text

    def update(self, pointer: Pointer) -> None:
        chart = self._stage.chart
        if chart.scale is None:
            return
        unit = self._stage.unit(pointer)
        days = round(chart.scale.days_at(pointer.x) - chart.scale.days_at(self._start.x))
        self._copies = pointer.ctrl
        lanes = 0 if pointer.shift else self._lane_step(pointer)
        self.places = []
        for bar in self._bars:
            start, end = moved(bar.starts_on, bar.ends_on, days, unit)
            self.places.append(
                BarPlace(bar.id, start, end, self._lane(bar, lanes), finer_precision(bar, unit))
            )
        self._followers = []
        if self._stage.acts.follow and not self._copies:
            found = self._stage.acts.consequences(self.places)
            mine = self.moving
            for shift in found.shifts:
                after = next(iter(self._stage.acts.bars([shift.bar_id])), None)
                if after is not None and after.id not in mine:
                    self._followers.append((after, BarPlace(after.id, *shift.new)))

    def _lane_step(self, pointer: Pointer) -> int:
        target = self._stage.lane_at(pointer.y)
        if target is None or target.id not in self._lane_order:
            return 0
        return self._lane_order.index(target.id) - self._lane_order.index(self._held.lane_id)

    def _lane(self, bar: BarData, step: int) -> int | None:
        if step == 0:
            return None
        at = self._lane_order.index(bar.lane_id) + step
        return self._lane_order[min(max(at, 0), len(self._lane_order) - 1)]

    def paint(self, painter: QPainter) -> None:
        for bar, place in zip(self._bars, self.places, strict=False):
            self._stage.ghost(painter, bar, place)
        for bar, place in self._followers:
            self._stage.ghost(painter, bar, place, strong=False)

    def finish(self) -> None:
        if self._copies:
            self._stage.acts.copy(self.places)
        else:
            self._stage.acts.place(self.places)


class ResizeDrag(_Harmless):
    """Moves one end of a bar."""

    def __init__(self, stage: Stage, bar: BarData, at_start: bool) -> None:
        self._stage, self._bar, self._at_start = stage, bar, at_start
        self.place: BarPlace | None = None

    @property
    def moving(self) -> frozenset[int]:
        return frozenset({self._bar.id}) if self.place else frozenset()

    @property
    def readout(self) -> str:
        return (
            readout(self.place.starts_on, self.place.ends_on, self._stage.closed_days) if self.place else ""
        )

    def update(self, pointer: Pointer) -> None:
        chart, bar = self._stage.chart, self._bar
        if chart.scale is None:
            return
        unit = self._stage.unit(pointer)
        start, end = bar.starts_on, bar.ends_on
        if self._at_start:
            start = resized_start(start, end, chart.scale.day_at(pointer.x), unit)
        else:
            # The pointer stands after the last day that the bar covers.
            end = resized_end(start, chart.scale.day_at(pointer.x - 1), unit)
        self.place = BarPlace(bar.id, start, end, None, finer_precision(bar, unit))

    def paint(self, painter: QPainter) -> None:
        if self.place:
            self._stage.ghost(painter, self._bar, self.place)

    def finish(self) -> None:
        if self.place:
            self._stage.acts.place([self.place], "期間変更")


class DrawDrag(_Harmless):
    """Draws a new bar on a lane."""

    def __init__(
        self, stage: Stage, lane: LaneData, row: int, start: Pointer, done: Callable[[int], None]
    ) -> None:
        self._stage, self._lane, self._row, self._start = stage, lane, row, start
        self._done = done
        self.new: NewBar | None = None

    moving: frozenset[int] = frozenset()

    @property
    def readout(self) -> str:
        return readout(self.new.starts_on, self.new.ends_on, self._stage.closed_days) if self.new else ""

    def update(self, pointer: Pointer) -> None:
        chart = self._stage.chart
        if chart.scale is None:
            return
        unit = self._stage.unit(pointer)
        start, end = drawn(chart.scale.day_at(self._start.x), chart.scale.day_at(pointer.x), unit)
        self.new = NewBar(self._lane.id, "", start, end, precision_of(unit))

    def paint(self, painter: QPainter) -> None:
        chart = self._stage.chart
        if self.new is None or chart.scale is None or self.new.ends_on is None:
            return
        p, rows = chart.look.measures, chart.rows
        left, right = chart.scale.x(self.new.starts_on), chart.scale.x_after(self.new.ends_on)
        middle = min(
            max(self._start.y, rows.top(self._row) + p.bar / 2 + p.padding),
            rows.top(self._row + 1) - p.bar / 2,
        )
        painter.setBrush(chart.look.veil)
        painter.setPen(chart.look.accent)
        painter.drawRect(QRectF(left, middle - p.bar / 2, right - left, p.bar))

    def finish(self) -> None:
        if self.new is None:
            return
        keys = self._stage.acts.draw(self.new)
        if keys:
            self._done(keys[0])


class RubberDrag:
    """Selects all bars that a rectangle touches; ``add`` keeps those selected before."""

    moving: frozenset[int] = frozenset()

    def __init__(
        self, stage: Stage, start: Pointer, before: tuple[int, ...], select: Callable[[list[int]], None]
    ) -> None:
        self._stage, self._start, self._before, self._select = stage, start, before, select
        self._was = stage.chart.marks.selected
        self._rect = QRectF(start.x, start.y, 0, 0)

    @property
    def readout(self) -> str:
        return ""

    def update(self, pointer: Pointer) -> None:
        start = QPointF(self._start.x, self._start.y)
        self._rect = QRectF(start, QPointF(pointer.x, pointer.y)).normalized()
        self._select([*self._before, *self._touched()])

    def _touched(self) -> list[int]:
        rows, found = self._stage.chart.rows, []
        for index in rows.visible(self._rect.top(), self._rect.bottom()):
            if rows.rows[index].summary:
                continue
            items = rows.items(index)
            for item in items.placed:
                top = rows.line_top(index, item.line)
                body = QRectF(item.left, top, item.right - item.left, items.heights[item.line])
                if body.intersects(self._rect) and item.bar.id in self._known:
                    found.append(item.bar.id)
        return found

    @property
    def _known(self) -> Mapping[int, BarData]:
        edition = self._stage.acts.edition
        return edition.bar_by_id if edition is not None else {}

    def paint(self, painter: QPainter) -> None:
        look = self._stage.chart.look
        painter.setBrush(look.veil)
        painter.setPen(look.accent_dashed)
        painter.drawRect(self._rect)

    def finish(self) -> None:
        """The selection has followed the rectangle all the time."""

    def cancel(self) -> None:
        """What was selected before is so again."""
        self._select(sorted(self._was))


class LinkDrag(_Harmless):
    """Draws a 前後関係 from the handle at a bar's end (or start) to another bar."""

    moving: frozenset[int] = frozenset()

    def __init__(
        self,
        stage: Stage,
        bar: BarData,
        from_end: bool,
        hit: Callable[[float, float], tuple[Placed, int] | None],
    ) -> None:
        self._stage, self._bar, self._from_end, self._hit = stage, bar, from_end, hit
        self._to = QPointF()
        self._target: BarData | None = None
        self._to_start = True

    @property
    def type(self) -> DependencyType:
        """The kind of tie: from the end or start where it began to the half of the bar it points at."""
        if self._from_end:
            return DependencyType.FINISH_START if self._to_start else DependencyType.FINISH_FINISH
        return DependencyType.START_START if self._to_start else DependencyType.START_FINISH

    @property
    def readout(self) -> str:
        if self._target is None:
            return "つなぐ先の工程の上で離します"
        return (
            f"{self._stage.acts.name(self._bar)} → {self._stage.acts.name(self._target)}（{self.type.value}）"
        )

    def update(self, pointer: Pointer) -> None:
        self._to = QPointF(pointer.x, pointer.y)
        found = self._hit(pointer.x, pointer.y)
        self._target = found[0].bar if found is not None and found[0].bar.id != self._bar.id else None
        if found is not None and self._target is not None:
            item = found[0]
            self._to_start = self._target.kind is not BarKind.BAR or pointer.x <= (item.left + item.right) / 2

    def paint(self, painter: QPainter) -> None:
        end = self._stage.chart.links.end_of(self._bar.id)
        if end is None:
            return
        painter.setPen(self._stage.chart.look.accent)
        painter.drawLine(QPointF(end[1] if self._from_end else end[0], end[2]), self._to)
        if self._target is not None:
            target = self._stage.chart.links.end_of(self._target.id)
            if target is not None:
                high = self._stage.chart.look.measures.line
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(target[0] - 2, target[2] - high / 2, target[1] - target[0] + 4, high))

    def finish(self) -> None:
        if self._target is not None:
            self._stage.acts.link(self._bar.id, self._target.id, self.type)
