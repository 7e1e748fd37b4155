"""The chart of the 工程表: one viewport that paints the rows that show, and nothing else."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from dxplanner.domain.schedule_data import BarData, EditionData
from dxplanner.domain.time_units import Unit
from dxplanner.domain.timescale import TimeScale
from dxplanner.ui.gantt.axis import Axis, body_of
from dxplanner.ui.gantt.bar_painter import BarPainter, Marks
from dxplanner.ui.gantt.day_lines import DayLines
from dxplanner.ui.gantt.grid_painter import GridPainter
from dxplanner.ui.gantt.header import TimeHeader
from dxplanner.ui.gantt.items import Body, Placed, RowItems, place_items
from dxplanner.ui.gantt.labels import LARGE, LabelBook
from dxplanner.ui.gantt.link_painter import LinkPainter
from dxplanner.ui.gantt.look import Look
from dxplanner.ui.gantt.quiet_bar import QuietBar
from dxplanner.ui.gantt.rows import Row, Rows

ZOOM_STEP = 1.2
_CROWDED_MONTH = 13.0
"""Width in pixels of a month below which texts without room are left to tooltips."""
_SETTLE_SECONDS = 0.006
_SETTLE_AFTER = 60
"""Milliseconds of rest before rows that nobody looks at are set anew."""
_FOOT = 40
"""Free space in pixels below the last row: to drop, to draw a new lane's first bar, for the name of a day."""

Overlay = Callable[[QPainter], None]


class GanttChart(QAbstractScrollArea):
    """Shows rows of bars on a time axis. It only shows: who edits installs overlays and reads ``hit``."""

    zoomed = Signal()
    """The scale is another one."""
    rows_resized = Signal()
    """Heights of rows changed: what is synchronised with them has to follow."""
    painted = Signal()
    """The chart has been painted for the first time."""

    def __init__(self, look: Look, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.today = today
        self.edition: EditionData | None = None
        self.axis: Axis | None = None
        self.scale: TimeScale | None = None
        self.marks = Marks()
        self.extra: Callable[[Row], list[Body]] = lambda _row: []
        """Bars that only another edition has, to be shown on a row too."""
        self.book = LabelBook(look.usual.horizontalAdvance)
        self.rows = Rows(look.measures, self._lay_out)
        self.grid = GridPainter(look, self.rows)
        self.lines = DayLines(look, self.grid, self.body)
        self.bars = BarPainter(look, self.rows)
        self.links = LinkPainter(look, self.rows, self.body)
        self.header = TimeHeader(look, self)
        self.overlays: list[Overlay] = []
        self.empty = ""
        """Said in the middle of a chart without rows."""
        self.show_links = True
        self.violated_links: frozenset[int] = frozenset()
        self.marked_link: int | None = None
        self._axis_right = 0.0
        self._zooming = False
        self._painted = False
        self.painted_rows = 0
        """Rows painted by the last paint event."""
        self.fitted = True
        """Whether the zoom follows the width of the view."""
        self._settle = QTimer(self, singleShot=True)
        self._settle.timeout.connect(self._settle_on)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBar(QuietBar(self))
        self.setVerticalScrollBar(QuietBar(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("工程表")
        self.verticalScrollBar().setSingleStep(look.measures.line)
        self.horizontalScrollBar().setSingleStep(look.measures.line)

    # What is shown ------------------------------------------------------------------------------

    @property
    def crowded(self) -> bool:
        """Whether months are so narrow that some texts are left to tooltips."""
        return self.scale is not None and self.scale.pixels_per_day * 30 < _CROWDED_MONTH

    @property
    def coarser(self) -> Unit | None:
        """The unit of the columns while the chosen one is too narrow to be read."""
        if self.axis is None or self.scale is None:
            return None
        return self.axis.coarser(self.scale.pixels_per_day, self.look.em)

    @property
    def axis_right(self) -> float:
        """Where the time axis ends in content pixels."""
        return self._axis_right

    @property
    def content_width(self) -> float:
        """Width of everything in pixels."""
        return max(self.axis_right, float(self.viewport().width()))

    def show_rows(self, edition: EditionData, rows: list[Row]) -> None:
        """Show rows of an edition; the axis stays as it is."""
        self.edition = edition
        self.rows.take(rows)
        self.links.index(edition)
        self.lines.show(edition)
        self.header.show_flags(self.lines.flags())
        self._after_rows()

    def set_axis(self, axis: Axis, edition: EditionData, *, keep_zoom: bool) -> None:
        """Show another axis; ``keep_zoom`` keeps the width of a day and the first day in view."""
        self.edition = edition
        old = self.scale
        first_day = old.day_at(self.horizontalScrollBar().value()) if old is not None else None
        self.axis = axis
        scale = axis.fitted(self.viewport().width())
        if keep_zoom and old is not None and not self.fitted:
            scale = scale.zoomed(old.pixels_per_day / scale.pixels_per_day)
        self._take_scale(scale)
        if keep_zoom and first_day is not None:
            self.horizontalScrollBar().setValue(round(scale.x(max(first_day, axis.first))))

    def fit(self) -> None:
        """全体: the whole axis in the width of the view."""
        self.fitted = True
        if self.axis is not None:
            self._take_scale(self.axis.fitted(self.viewport().width()))

    def zoom(self, factor: float, pointer: float | None = None) -> None:
        """Zoom around a place of the viewport, its middle without one."""
        if self.scale is None:
            return
        at = self.viewport().width() / 2 if pointer is None else pointer
        scale, left = self.scale.zoomed_at(factor, self.horizontalScrollBar().value(), at)
        self.fitted = False
        self._zooming = True
        self._take_scale(scale)
        self.horizontalScrollBar().setValue(round(left))
        self._zooming = False

    def show_from(self, day: date) -> None:
        """Scroll so that the view begins with a day."""
        if self.scale is not None:
            self.horizontalScrollBar().setValue(round(self.scale.x(day)))

    def snap_unit(self) -> Unit:
        """What dragging snaps to at this zoom."""
        if self.axis is None or self.scale is None:
            return Unit.MONTH
        return self.axis.snap_unit(self.scale.pixels_per_day, self.look.em)

    def show_marks(self, marks: Marks) -> None:
        """Show other selections, ghosts and findings."""
        self.lines.hide(marks.hidden)
        self.marks = marks
        self.viewport().update()

    def relayout(self) -> None:
        """Set all items anew: what stands on the rows has changed."""
        self.rows.rescale()
        self._after_rows()

    def _take_scale(self, scale: TimeScale) -> None:
        if self.axis is None or self.edition is None:
            return
        self.scale = scale
        self._axis_right = self.axis.right(scale)
        self.lines.forget()
        self.grid.show(self.axis, scale, self.edition.closed_days)
        self.header.show_axis(self.axis, scale, self.edition.meetings, self.axis_right)
        self.header.show_flags(self.lines.flags())
        heading = self.header.height()
        self._place_header()
        self.rows.rescale()
        self._after_rows(others=self.header.height() != heading)
        self.zoomed.emit()

    # Rows ---------------------------------------------------------------------------------------

    def _lay_out(self, row: Row) -> RowItems:
        if self.scale is None:
            return RowItems([], [float(self.look.measures.line)])
        if row.summary:
            return self._summary(row, self.scale)
        bodies = [self.body(bar) for bar in row.bars]
        bodies += self.extra(row)
        return place_items(bodies, self.book, self.look.measures, self.content_width, crowded=self.crowded)

    def body(self, bar: BarData) -> Body:
        """A bar with the pixels that it covers at this zoom."""
        assert self.scale is not None
        p = self.look.measures
        return Body(bar, *body_of(bar, self.scale, self.axis_right, p.shortest, p.glyph))

    def _summary(self, row: Row, scale: TimeScale) -> RowItems:
        height = [float(self.look.measures.line)]
        if not row.bars:
            return RowItems([], height)
        first, last = row.span
        left = scale.x(first)
        right = self.axis_right if last is None else scale.x_after(last)
        return RowItems([Placed(row.bars[0], left, right, 0, LARGE, (), True, left, right - left)], height)

    def _after_rows(self, *, others: bool = True) -> None:
        """Rows or zoom changed: heights of what shows, scroll bars, then the rest while nothing happens.

        ``others``: what is synchronised has to follow in any case.
        """
        resized = self._prepare()
        self._update_bars()
        if resized or others:
            self.rows_resized.emit()
        self.viewport().update()
        self._settle.start(_SETTLE_AFTER)

    def _prepare(self) -> bool:
        return self.rows.prepare(self.verticalScrollBar().value(), self.viewport().height())

    def _settle_on(self) -> None:
        bar = self.verticalScrollBar()
        top = self.rows.row_at(bar.value())
        within = bar.value() - self.rows.top(top) if top is not None else 0.0
        done, changed = self.rows.settle(_SETTLE_SECONDS)
        if changed:
            self._update_bars()
            if top is not None:
                bar.setValue(round(self.rows.top(top) + within))
            self.rows_resized.emit()
            self.viewport().update()
        if not done:
            self._settle.start(0)

    @property
    def idle(self) -> bool:
        """Whether all rows are set at the present zoom."""
        return not self._settle.isActive()

    # Geometry -----------------------------------------------------------------------------------

    def content(self, point: QPoint) -> tuple[float, float]:
        """A place of the viewport in content pixels."""
        return point.x() + self.horizontalScrollBar().value(), point.y() + self.verticalScrollBar().value()

    def view_rect(self) -> QRectF:
        """What shows, in content pixels."""
        return QRectF(
            self.horizontalScrollBar().value(), self.verticalScrollBar().value(),
            self.viewport().width(), self.viewport().height(),
        )  # fmt: skip

    def visible_rows(self) -> range:
        """The rows that show."""
        top = self.verticalScrollBar().value()
        return self.rows.visible(top, top + self.viewport().height())

    def item_rect(self, bar_id: int) -> QRectF | None:
        """Where a bar is in viewport pixels; None while it does not stand on any row."""
        index = self.rows.row_of_bar(bar_id)
        if index is None:
            return None
        for item in self.rows.items(index).placed:
            if item.bar.id == bar_id:
                height = self.rows.items(index).heights[item.line]
                y = self.rows.line_top(index, item.line)
                return QRectF(
                    item.left - self.horizontalScrollBar().value(), y - self.verticalScrollBar().value(),
                    item.right - item.left, height,
                )  # fmt: skip
        return None

    def reveal(self, bar_id: int) -> None:
        """Scroll as little as needed for a bar to be seen."""
        rect = self.item_rect(bar_id)
        if rect is None:
            return
        view, margin = self.viewport().rect(), self.look.measures.line
        x, y = self.horizontalScrollBar(), self.verticalScrollBar()
        if rect.top() < 0:
            y.setValue(y.value() + int(rect.top()))
        elif rect.bottom() > view.height():
            y.setValue(y.value() + int(rect.bottom() - view.height()) + 1)
        if rect.right() < margin:
            x.setValue(x.value() + int(rect.right()) - view.width() // 3)
        elif rect.left() > view.width() - margin:
            x.setValue(x.value() + int(rect.left() - view.width() * 2 / 3))

    # Qt -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        x, y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        area = event.rect()
        if self.scale is None or self.edition is None:
            painter.fillRect(area, self.look.surface)
        else:
            painter.translate(-x, -y)
            clip = QRectF(area.translated(x, y))
            indices = self.rows.visible(clip.top(), clip.bottom())
            self.painted_rows = len(indices)
            whole = self.devicePixelRatioF() == 1.0
            self.grid.paint(painter, indices, clip, self.content_width, tiled=whole)
            self.lines.paint(painter, clip)
            self.lines.paint_days(painter, clip, self.content_width)
            self.bars.paint(painter, indices, clip, self.marks, self.view_rect())
            if self.show_links and self.edition.links:
                self.links.paint(painter, indices, clip, self.violated_links, self.marked_link)
            for overlay in self.overlays:
                overlay(painter)
            if self.empty:
                painter.setFont(self.font())
                painter.setPen(self.look.quiet)
                painter.drawText(self.view_rect(), Qt.AlignmentFlag.AlignCenter, self.empty)
        painter.end()
        if not self._painted and self.edition is not None:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if dy and self._prepare():
            self._update_bars()
            self.rows_resized.emit()
            self.viewport().update()
        elif not (self._zooming or dx):
            # After a zoom everything is painted anew, and sideways texts stay in what shows of their bars.
            self.viewport().scroll(dx, dy)
        if dx:
            self.viewport().update()
            self.header.scroll_to(self.horizontalScrollBar().value())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_header()
        if self.fitted and self.axis is not None and event.oldSize().width() != event.size().width():
            self.fit()
        else:
            self._prepare()
            self._update_bars()
            self._settle.start(_SETTLE_AFTER)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self.zoom(ZOOM_STEP**steps, event.position().x())
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - round((event.angleDelta().y() or event.angleDelta().x()) * 0.8))
            event.accept()
        else:
            super().wheelEvent(event)

    def _place_header(self) -> None:
        height = self.header.wanted_height
        if self.viewportMargins().top() != height:
            self.setViewportMargins(0, height, 0, 0)
        view = self.viewport().geometry()
        self.header.setGeometry(view.left(), view.top() - height, view.width(), height)

    def _update_bars(self) -> None:
        view = self.viewport().size()
        x, y = self.horizontalScrollBar(), self.verticalScrollBar()
        x.setRange(0, max(0, round(self.axis_right) - view.width()))
        x.setPageStep(view.width())
        y.setRange(0, max(0, round(self.rows.height) + self.look.theme.pixels(_FOOT) - view.height()))
        y.setPageStep(view.height())
