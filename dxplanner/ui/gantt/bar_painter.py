"""Paints the items of visible rows, gathered by pen and brush: one call paints many bars."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF

from dxplanner.domain.schedule_data import BarData
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, Glyph
from dxplanner.ui.gantt.items import Placed
from dxplanner.ui.gantt.look import Look
from dxplanner.ui.gantt.rows import Row, RowKind, Rows

_RIM = 1.0
_DIMMED = 0.32


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
    """Where another edition has the bar, in pixels."""
    removed: Set[int] = frozenset()
    """Items that only another edition has."""


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
        pale = marks.hidden | marks.moving | marks.removed
        for index in indices:
            row = self.rows.rows[index]
            items = self.rows.items(index)
            if row.summary:
                self._summary(painter, row, items.placed, self.rows.top(index))
                continue
            tops = self._line_tops(index)
            for item in items.placed:
                if item.rightmost < left or item.leftmost > right:
                    continue
                target = faint if pale and item.bar.id in pale else batch
                target.add(item, tops[item.line], items.heights[item.line])
        batch.flush(painter)
        if faint.filled:
            painter.setOpacity(_DIMMED)
            faint.flush(painter)
            painter.setOpacity(1.0)

    def _line_tops(self, index: int) -> list[float]:
        row = self.rows.rows[index]
        heights = row.items.heights if row.items is not None else []
        y = self.rows.top(index) + (row.height - sum(heights)) / 2
        tops = []
        for height in heights:
            tops.append(y)
            y += height
        return tops

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
    shapes: list[tuple[QBrush, QPen, QPolygonF]] = field(default_factory=list)
    stripes: defaultdict[ColourRole, list[QRectF]] = field(default_factory=lambda: defaultdict(list))
    progress: list[QRectF] = field(default_factory=list)
    ghosts: defaultdict[ColourRole, list[QRectF]] = field(default_factory=lambda: defaultdict(list))
    leaders: list[QPointF] = field(default_factory=list)
    frames: list[QRectF] = field(default_factory=list)
    critical: list[QRectF] = field(default_factory=list)
    violated: list[QRectF] = field(default_factory=list)
    selected: list[QRectF] = field(default_factory=list)
    handles: list[QRectF] = field(default_factory=list)
    signs: list[tuple[BarData, float, float]] = field(default_factory=list)
    texts: list[tuple[bool, int, float, float, str]] = field(default_factory=list)

    def add(self, item: Placed, top: float, height: float) -> None:
        """Gather one item that stands on a line from ``top``."""
        self.filled = True
        bar, p = item.bar, self.look.measures
        middle = top + height / 2
        if bar.kind is BarKind.BAR:
            high = p.tall_bar if item.inside and len(item.lines) > 1 else p.bar
            rect = QRectF(
                item.left + _RIM, middle - high / 2, max(item.right - item.left - 2 * _RIM, 2.0), high
            )
            light = self._body(bar, rect)
        else:
            half = p.glyph / 2
            rect = QRectF(item.left, middle - half, p.glyph, p.glyph)
            self.signs.append((bar, item.left + half, middle))
            light = True
        self._marks(bar, rect, middle, height)
        if item.lines:
            self._text(item, rect, middle, light)

    def _body(self, bar: BarData, rect: QRectF) -> bool:
        """The bar itself; returns whether the text on it has to be dark."""
        look = self.look.bars[bar.colour]
        light = bar.inferred or bar.shape is BarShape.DASHED or bar.id in self.marks.removed
        style = (
            "removed" if bar.id in self.marks.removed
            else "inferred" if bar.inferred
            else "dotted" if bar.shape is BarShape.DASHED
            else "solid"
        )  # fmt: skip
        if bar.shape is BarShape.ARROW or bar.ends_on is None:
            brush = look.tint if light else look.solid
            pen = look.dashed if bar.inferred else look.dotted if light else look.outline
            self.shapes.append((brush, pen, _arrow(rect, self.look.measures.tip)))
        else:
            self.rects[style, bar.colour].append(rect)
        if bar.colour is not ColourRole.NEUTRAL:
            stripe = min(self.look.measures.stripe, rect.width() / 3)
            self.stripes[bar.colour].append(QRectF(rect.left(), rect.top(), stripe, rect.height()))
        if bar.progress is not None and bar.ends_on is not None:
            done = rect.width() * bar.progress / 100
            if done > 0:
                high = self.look.measures.rim * 0.8
                self.progress.append(QRectF(rect.left(), rect.bottom() - high, done, high))
        return light

    def _marks(self, bar: BarData, rect: QRectF, middle: float, height: float) -> None:
        marks = self.marks
        if bar.id in marks.ghosts:
            left, right = marks.ghosts[bar.id]
            high = max(3.0, self.look.measures.rim * 0.8)
            self.ghosts[bar.colour].append(QRectF(left, middle + height / 2 - high - 0.5, right - left, high))
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

    def _text(self, item: Placed, rect: QRectF, middle: float, light: bool) -> None:
        look = self.look
        leading = look.leading[item.size]
        y = middle - leading * len(item.lines) / 2
        if item.inside:
            left, right = rect.left(), rect.right()
            if item.bar.colour is not ColourRole.NEUTRAL:
                left += look.measures.stripe
            if item.bar.shape is BarShape.ARROW or item.bar.ends_on is None:
                right -= look.measures.tip
            for line in item.lines:
                width = look.text(line, item.size)[1]
                self.texts.append((light, item.size, self._start(left, right, width), y, line))
                y += leading
            return
        if item.bar.kind is BarKind.BAR:
            near = item.text_left if item.text_left > rect.right() else item.text_left + item.text_width
            edge = rect.right() if item.text_left > rect.right() else rect.left()
            self.leaders += [QPointF(edge, middle), QPointF(near, middle)]
        elif item.bar.inferred:
            self.frames.append(
                QRectF(item.text_left - 3, y - 1, item.text_width + 5, leading * len(item.lines) + 2)
            )
        for line in item.lines:
            self.texts.append((True, item.size, item.text_left, y, line))
            y += leading

    def _start(self, left: float, right: float, width: float) -> float:
        """Where a text begins in a bar: in the middle of the part that shows, never beyond the bar's ends."""
        if left >= self.seen_left and right <= self.seen_right:
            return left + (right - left - width) / 2
        low, high = max(left, self.seen_left + _RIM), min(right, self.seen_right - _RIM)
        return max(left, min(low + (high - low - width) / 2 if high - low > width else low, right - width))

    def flush(self, painter: QPainter) -> None:
        """Paint everything gathered, in a few calls."""
        look = self.look
        styles: dict[str, Callable[[ColourRole], tuple[QBrush, QPen]]] = {
            "solid": lambda role: (look.bars[role].solid, look.bars[role].outline),
            "inferred": lambda role: (look.bars[role].tint, look.bars[role].dashed),
            "dotted": lambda role: (look.bars[role].tint, look.bars[role].dotted),
            "removed": lambda role: (QBrush(), look.bars[role].ghost),
        }
        for (style, role), rects in self.rects.items():
            brush, pen = styles[style](role)
            painter.setBrush(brush)
            painter.setPen(pen)
            painter.drawRects(rects)
        if self.shapes or self.signs:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._shapes(painter)
            self._signs(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._fills(painter)
        self._outlines(painter)
        self._texts(painter)

    def _shapes(self, painter: QPainter) -> None:
        for brush, pen, outline in self.shapes:
            painter.setBrush(brush)
            painter.setPen(pen)
            painter.drawPolygon(outline)

    def _signs(self, painter: QPainter) -> None:
        half = self.look.measures.glyph / 2
        look = self.look
        for bar, x, y in self.signs:
            painter.setBrush(look.surface if bar.inferred else look.sign_brush[bar.colour])
            painter.setPen(look.sign_pen[bar.colour])
            shape = look.signs[bar.glyph]
            if bar.glyph is Glyph.CIRCLE or shape is None:
                painter.drawEllipse(QPointF(x, y), half * 0.85, half * 0.85)
            else:
                painter.drawPolygon(shape.translated(x, y))

    def _fills(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for role, rects in self.stripes.items():
            painter.setBrush(self.look.bars[role].stripe)
            painter.drawRects(rects)
        if self.progress:
            painter.setBrush(self.look.progress)
            painter.drawRects(self.progress)
        for role, rects in self.ghosts.items():
            painter.setBrush(self.look.ghost_fill)
            painter.setPen(self.look.bars[role].ghost)
            painter.drawRects(rects)

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
        state: tuple[bool, int] | None = None
        for light, size, x, y, text in sorted(self.texts):
            if state != (light, size):
                state = light, size
                painter.setFont(look.fonts[size])
                painter.setPen(look.ink if light else look.on_accent)
            if self.searchable:
                painter.drawText(QPointF(x, y + look.ascent[size]), text)
            else:
                painter.drawStaticText(QPointF(x, y), look.text(text, size)[0])


def _arrow(rect: QRectF, tip: float) -> QPolygonF:
    """A 矢羽根, or a band that goes on: as on paper, both end in a point."""
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    neck = max(left, right - tip)
    middle = rect.center().y()
    return QPolygonF(
        [
            QPointF(left, top), QPointF(neck, top), QPointF(right, middle), QPointF(neck, bottom),
            QPointF(left, bottom),
        ]
    )  # fmt: skip


__all__ = ["BarPainter", "Marks", "RowKind"]
