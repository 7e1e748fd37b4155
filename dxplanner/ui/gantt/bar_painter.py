"""Paints the items of visible rows, gathered by pen and brush: one call paints many bars."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from dxplanner.domain.schedule_data import BarData
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole
from dxplanner.ui.gantt.items import Placed
from dxplanner.ui.gantt.look import BarLook, Look
from dxplanner.ui.gantt.rows import Row, RowKind, Rows

_RIM = 1.0
_HALF_LINE = 0.5
_DIMMED = 0.32
GHOST_SIGN = 0.6
"""Size of the sign of another edition, as a share of the edition's own."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is shown about bars beside the bars themselves. Keys are bars'."""

    selected: Set[int] = frozenset()
    current: int | None = None
    critical: Set[int] = frozenset()
    violated: Set[int] = frozenset()
    hidden: Set[int] = frozenset()
    """Filtered out: painted faintly."""
    moving: Set[int] = frozenset()
    """Under the pointer's drag: painted faintly, the ghost shows where they go."""
    ghosts: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    """Where another edition has the bar, in pixels; only of bars whose time differs."""
    removed: Set[int] = frozenset()
    """Items that only another edition has: outlined, with quiet texts."""


class BarPainter:
    """Paints rows of items; counts what it painted, for tests."""

    def __init__(self, look: Look, rows: Rows) -> None:
        self.look = look
        self.rows = rows
        self.searchable = False
        """Whether texts are painted as texts, for files; on screen ready-made shapes are faster."""

    def paint(
        self, painter: QPainter, indices: range, clip: QRectF, marks: Marks, seen: QRectF | None = None
    ) -> None:
        """Paint the items of some rows as far as they show in ``clip`` (content pixels).

        ``seen`` is the whole view: texts stand in the part of their bars that shows there.
        """
        left, right = (clip.left(), clip.right()) if seen is None else (seen.left(), seen.right())
        batch = _Batch(self.look, marks, left, right, self.searchable)
        faint = _Batch(self.look, marks, left, right, self.searchable)
        left, right = clip.left(), clip.right()
        pale = marks.hidden | marks.moving
        for index in indices:
            row = self.rows.rows[index]
            items = self.rows.items(index)
            if row.summary:
                self._summary(painter, row, items.placed, self.rows.top(index))
                continue
            middle = self.rows.top(index) + row.height / 2
            for item in items.placed:
                if item.rightmost < left or item.leftmost > right:
                    continue
                target = faint if pale and item.bar.id in pale else batch
                target.add(item, middle + items.middles[item.line], items.heights[item.line])
        batch.flush(painter)
        if faint.filled:
            painter.setOpacity(_DIMMED)
            faint.flush(painter)
            painter.setOpacity(1.0)

    def _summary(self, painter: QPainter, row: Row, placed: list[Placed], top: float) -> None:
        """A computed bar over all that it sums up: a thin band with a tooth at each end."""
        if not placed:
            return
        item, p = placed[0], self.look.measures
        y = top + row.height / 2 - p.rim
        high, tooth = max(3.0, p.rim * 0.6), float(p.rim)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.summary)
        shape = QPolygonF(
            [
                QPointF(item.left, y), QPointF(item.right, y), QPointF(item.right, y + high + tooth),
                QPointF(item.right - tooth, y + high), QPointF(item.left + tooth, y + high),
                QPointF(item.left, y + high + tooth),
            ]
        )  # fmt: skip
        if item.right - item.left < 3 * tooth:
            painter.drawRect(QRectF(item.left, y, item.right - item.left, high))
        else:
            painter.drawPolygon(shape)


@dataclass
class _Batch:
    """Shapes gathered by how they are painted."""

    look: Look
    marks: Marks
    seen_left: float
    seen_right: float
    searchable: bool = False
    filled: bool = False
    rects: defaultdict[tuple[str, ColourRole], list[QRectF]] = field(
        default_factory=lambda: defaultdict(list)
    )
    arrows: defaultdict[tuple[str, ColourRole], QPainterPath] = field(
        default_factory=lambda: defaultdict(QPainterPath)
    )
    stripes: defaultdict[ColourRole, list[QRectF]] = field(default_factory=lambda: defaultdict(list))
    progress: list[QRectF] = field(default_factory=list)
    ghosts: list[QRectF] = field(default_factory=list)
    ghost_signs: list[tuple[BarData, float, float]] = field(default_factory=list)
    leaders: list[QPointF] = field(default_factory=list)
    frames: list[QRectF] = field(default_factory=list)
    critical: list[QRectF] = field(default_factory=list)
    violated: list[QRectF] = field(default_factory=list)
    selected: list[QRectF] = field(default_factory=list)
    handles: list[QRectF] = field(default_factory=list)
    signs: list[tuple[BarData, float, float]] = field(default_factory=list)
    texts: list[tuple[str, int, float, float, str]] = field(default_factory=list)
    """Name of the pen, size, left edge, top, text."""
    marked: Set[int] = field(init=False)
    """Bars with something to be shown beside them."""

    def __post_init__(self) -> None:
        marks = self.marks
        self.marked = marks.selected | marks.critical | marks.violated | marks.ghosts.keys()

    def add(self, item: Placed, middle: float, height: float) -> None:
        """Gather one item that stands on a line around ``middle``."""
        self.filled = True
        bar, p = item.bar, self.look.measures
        if bar.kind is BarKind.BAR:
            high = p.tall_bar if item.inside and len(item.lines) > 1 else p.bar
            left = item.left + _RIM
            right = max(item.right - _RIM, left + 2.0)
            light = self._body(bar, left, right, middle - high / 2, high)
        else:
            high = p.glyph
            left, right = item.left, item.left + high
            self.signs.append((bar, left + high / 2, middle))
            light = True
        if bar.id in self.marked:
            self._marks(bar, QRectF(left, middle - high / 2, right - left, high), middle, height)
        if item.lines:
            self._text(item, left, right, middle, light)

    def _body(self, bar: BarData, left: float, right: float, top: float, high: float) -> bool:
        """The bar itself; returns whether the text on it has to be dark."""
        light = bar.inferred or bar.shape is BarShape.DASHED or bar.id in self.marks.removed
        style = (
            "removed" if bar.id in self.marks.removed
            else "inferred" if bar.inferred
            else "dotted" if bar.shape is BarShape.DASHED
            else "solid"
        )  # fmt: skip
        # A body without an outline takes the place of the outline too.
        rim = 0.0 if light else _HALF_LINE
        around = QRectF(left - rim, top - rim, right - left + 2 * rim, high + 2 * rim)
        if bar.shape is BarShape.ARROW or bar.ends_on is None:
            _add_arrow(self.arrows[style, bar.colour], around, self.look.measures.tip)
        else:
            self.rects[style, bar.colour].append(around)
        if bar.colour is not ColourRole.NEUTRAL and style != "removed":
            stripe = min(self.look.measures.stripe, (right - left) / 3)
            self.stripes[bar.colour].append(QRectF(left, top, stripe, high))
        if bar.progress and bar.ends_on is not None:
            low = self.look.measures.rim * 0.8
            self.progress.append(QRectF(left, top + high - low, (right - left) * bar.progress / 100, low))
        return light

    def _marks(self, bar: BarData, rect: QRectF, middle: float, height: float) -> None:
        marks = self.marks
        if bar.id in marks.ghosts:
            left, right = marks.ghosts[bar.id]
            high, foot = float(self.look.measures.rim), middle + height / 2 - 0.5
            if bar.is_point:
                half = self.look.measures.glyph * GHOST_SIGN / 2
                self.ghost_signs.append((bar, (left + right) / 2, foot - half))
            else:
                self.ghosts.append(QRectF(left, foot - high, right - left, high))
        if bar.id in marks.critical:
            self.critical.append(rect.adjusted(-1, -1, 1, 1))
        if bar.id in marks.violated:
            self.violated.append(rect.adjusted(-2, -2, 2, 2))
        if bar.id in marks.selected:
            self.selected.append(rect.adjusted(-2, -2, 2, 2))
            if bar.id == marks.current and bar.kind is BarKind.BAR:
                side = self.look.measures.rim
                for x in (rect.left(), rect.right()):
                    self.handles.append(QRectF(x - side / 2, middle - side / 2, side, side))

    def _text(self, item: Placed, left: float, right: float, middle: float, light: bool) -> None:
        look = self.look
        removed = item.bar.id in self.marks.removed
        pen = "quiet" if removed else "ink" if light or not item.inside else "on_accent"
        leading = look.leading[item.size]
        y = middle - leading * len(item.lines) / 2
        if item.inside:
            if item.bar.colour is not ColourRole.NEUTRAL:
                left += look.measures.stripe
            if item.bar.shape is BarShape.ARROW or item.bar.ends_on is None:
                right -= look.measures.tip
            for line in item.lines:
                width = look.text(line, item.size)[1]
                self.texts.append((pen, item.size, self._start(left, right, width), y, line))
                y += leading
            return
        if item.bar.kind is BarKind.BAR:
            near = item.text_left if item.text_left > right else item.text_left + item.text_width
            edge = right if item.text_left > right else left
            self.leaders += [QPointF(edge, middle), QPointF(near, middle)]
        elif item.bar.inferred and not removed:
            self.frames.append(
                QRectF(item.text_left - 3, y - 1, item.text_width + 5, leading * len(item.lines) + 2)
            )
        for line in item.lines:
            self.texts.append((pen, item.size, item.text_left, y, line))
            y += leading

    def _start(self, left: float, right: float, width: float) -> float:
        """Where a text begins in a bar: in the middle of the part that shows, never beyond the bar's ends."""
        if left >= self.seen_left and right <= self.seen_right:
            return left + (right - left - width) / 2
        low, high = max(left, self.seen_left + _RIM), min(right, self.seen_right - _RIM)
        return max(left, min(low + (high - low - width) / 2 if high - low > width else low, right - width))

    def flush(self, painter: QPainter) -> None:
        """Paint everything gathered, in a few calls."""
        self._bodies(painter)
        if self.signs:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._signs(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._fills(painter)
        self._outlines(painter)
        self._texts(painter)

    def _bodies(self, painter: QPainter) -> None:
        """The bars themselves. Only what is filled is smoothed: smooth outlines are thirty times as dear."""
        look = self.look
        none = QPen(Qt.PenStyle.NoPen)
        styles: dict[str, Callable[[BarLook], tuple[QBrush, QPen]]] = {
            "solid": lambda bar: (bar.solid, none),
            "inferred": lambda bar: (bar.tint, bar.dashed),
            "dotted": lambda bar: (bar.tint, bar.dotted),
            "removed": lambda _bar: (look.surface, look.ghost),
        }
        for (style, role), rects in self.rects.items():
            brush, pen = styles[style](look.bars[role])
            painter.setBrush(brush)
            painter.setPen(pen)
            painter.drawRects(rects)
        for (style, role), arrows in self.arrows.items():
            brush, pen = styles[style](look.bars[role])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(arrows, brush)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.strokePath(arrows, pen)

    def _signs(self, painter: QPainter) -> None:
        look = self.look
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(look.quiet)
        for bar, x, y in self.ghost_signs:
            painter.drawPath(QTransform(GHOST_SIGN, 0, 0, GHOST_SIGN, x, y).map(look.signs[bar.glyph]))
        for bar, x, y in self.signs:
            if bar.id in self.marks.removed:
                painter.setBrush(look.surface)
                painter.setPen(look.quiet)
                painter.drawPath(look.signs[bar.glyph].translated(x, y))
                continue
            painter.setBrush(look.surface if bar.inferred else look.sign_brush[bar.colour])
            painter.setPen(look.sign_pen[bar.colour] if bar.inferred else Qt.PenStyle.NoPen)
            shape = look.signs[bar.glyph] if bar.inferred else look.solid_signs[bar.glyph]
            painter.drawPath(shape.translated(x, y))

    def _fills(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for role, rects in self.stripes.items():
            painter.setBrush(self.look.bars[role].stripe)
            painter.drawRects(rects)
        if self.progress:
            painter.setBrush(self.look.progress)
            painter.drawRects(self.progress)
        if self.ghosts:
            painter.setBrush(self.look.ghost_fill)
            painter.drawRects(self.ghosts)

    def _outlines(self, painter: QPainter) -> None:
        if self.frames:
            # Lines of days behind a text would be taken for strokes of it.
            painter.setBrush(self.look.surface)
            painter.setPen(self.look.caution)
            painter.drawRects(self.frames)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rects, pen in (
            (self.critical, self.look.critical),
            (self.violated, self.look.error), (self.selected, self.look.accent_thick),
        ):  # fmt: skip
            if rects:
                painter.setPen(pen)
                painter.drawRects(rects)
        if self.handles:
            painter.setPen(self.look.accent)
            painter.setBrush(self.look.surface)
            painter.drawRects(self.handles)
        if self.leaders:
            painter.setPen(self.look.leader)
            painter.drawLines(self.leaders)

    def _texts(self, painter: QPainter) -> None:
        look = self.look
        pens = {"ink": look.ink, "on_accent": look.on_accent, "quiet": look.quiet}
        state: tuple[str, int] | None = None
        for pen, size, x, y, text in sorted(self.texts):
            if state != (pen, size):
                state = pen, size
                painter.setFont(look.fonts[size])
                painter.setPen(pens[pen])
            if self.searchable:
                painter.drawText(QPointF(x, y + look.ascent[size]), text)
            else:
                painter.drawStaticText(QPointF(x, y), look.text(text, size)[0])


def _add_arrow(path: QPainterPath, rect: QRectF, tip: float) -> None:
    """A 矢羽根, or a band that goes on: as on paper, both end in a point."""
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    neck = max(left, right - tip)
    path.moveTo(left, top)
    path.lineTo(neck, top)
    path.lineTo(right, (top + bottom) / 2)
    path.lineTo(neck, bottom)
    path.lineTo(left, bottom)
    path.closeSubpath()


__all__ = ["BarPainter", "Marks", "RowKind"]
