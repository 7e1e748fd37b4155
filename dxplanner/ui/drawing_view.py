"""A drawing in the window: as wide as there is room, enlarged with Ctrl and the wheel, clickable by name."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from dxplanner.handouts.drawing import Box, Drawing
from dxplanner.ui.drawing_painter import bounds, paint_drawing
from dxplanner.ui.forms.prose import draw_prose
from dxplanner.ui.theme import Theme

_MARGIN: Final = 8
"""Free pixels around the drawing at 100 %."""
_LARGEST_FIT: Final = 5.2
"""Pixels a millimetre at 100 % that fitting the width does not exceed: texts about half as large again as
on paper."""
_ZOOMS: Final = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
_REACH: Final = 4.0
"""How far (pixels) from a small sign a click still counts."""

_NEXT: Final = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_PREVIOUS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class DrawingView(QAbstractScrollArea):
    """A drawing that fits the width.

    Names are those of the boxes, polygons and glyphs; arrow keys go from one to the next, Enter stands for a
    double click.
    """

    clicked = Signal(str)
    """The name under the mouse; empty beside everything that has one."""
    double_clicked = Signal(str)
    zoom_changed = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawing: Drawing | None = None
        self._empty = ""
        self._highlighted = ""
        self._zoom = 1.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # What is shown

    @property
    def drawing(self) -> Drawing | None:
        """The drawing on show."""
        return self._drawing

    @property
    def highlighted(self) -> str:
        """The name that is marked."""
        return self._highlighted

    @property
    def zoom(self) -> float:
        """1 fits the width; larger numbers enlarge."""
        return self._zoom

    def set_drawing(self, drawing: Drawing | None) -> None:
        """Show another drawing, or the empty text. Zoom and place stay, a mark stays as long as its name."""
        self._drawing = drawing
        if self._highlighted and self._highlighted not in self._names():
            self._highlighted = ""
        self.setAccessibleDescription(drawing.description if drawing is not None else self._empty)
        self._measure()

    def set_empty(self, text: str) -> None:
        """What is said in place of a drawing."""
        self._empty = text
        if self._drawing is None:
            self.setAccessibleDescription(text)
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._measure()

    def set_highlighted(self, name: str) -> None:
        """Mark everything of a name, and bring it into sight; an empty name marks nothing."""
        if name == self._highlighted:
            return
        self._highlighted = name
        place = self._place(name)
        if place is not None:
            self._reveal(place)
        self.viewport().update()

    def set_zoom(self, zoom: float, around: QPointF | None = None) -> None:
        """Enlarge; what lies under ``around`` (pixels of the view) stays there."""
        zoom = min(max(zoom, _ZOOMS[0]), _ZOOMS[-1])
        if zoom == self._zoom or self._drawing is None:
            return
        point = around or QPointF(self.viewport().rect().center())
        x, y = self.to_drawing(point)
        self._zoom = zoom
        self._measure()
        scale, origin = self.scale(), self._origin(scrolled=False)
        self.horizontalScrollBar().setValue(round(origin.x() + x * scale - point.x()))
        self.verticalScrollBar().setValue(round(origin.y() + y * scale - point.y()))
        self.zoom_changed.emit(zoom)

    # Places

    def scale(self) -> float:
        """Pixels a millimetre."""
        return self._fit(self._room()) * self._zoom

    def to_drawing(self, point: QPointF) -> tuple[float, float]:
        """A point of the view in mm of the drawing."""
        origin, scale = self._origin(), self.scale()
        return (point.x() - origin.x()) / scale, (point.y() - origin.y()) / scale

    def name_at(self, point: QPointF) -> str:
        """The name under a point of the view; empty for none. What is painted last counts first."""
        if self._drawing is None:
            return ""
        x, y = self.to_drawing(point)
        reach = _REACH / self.scale()
        for glyph in reversed(self._drawing.glyphs):
            half = glyph.size / 2 + reach / 2
            if glyph.name and abs(x - glyph.x) <= half and abs(y - glyph.y) <= half:
                return glyph.name
        box = self._box_at(x, y)
        if box is not None:
            return box.name
        return self._polygon_at(x, y) or self._polygon_at(x, y, reach)

    def sizeHint(self) -> QSize:
        width = self._theme.pixels(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.pixels(160), self._theme.pixels(80))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._drawing is None:
            return self._theme.pixels(120)
        return round(self._drawing.height * self._fit(width) + 2 * self._margin)

    @property
    def _margin(self) -> int:
        return self._theme.pixels(_MARGIN)

    def _room(self) -> int:
        """Width that is fitted: without the upright scroll bar's where it would be needed, shown or not.

        So the bar cannot make itself needless, vanish and come back.
        """
        most = self.maximumViewportSize()
        if self.heightForWidth(most.width()) <= most.height():
            return most.width()
        return most.width() - self.verticalScrollBar().sizeHint().width()

    def _fit(self, width: int) -> float:
        if self._drawing is None or self._drawing.width <= 0:
            return 1.0
        room = max(width - 2 * self._margin, 1)
        return min(room / self._drawing.width, _LARGEST_FIT * self._theme.scale / 100)

    def _origin(self, *, scrolled: bool = True) -> QPointF:
        """Where the drawing's corner lies in the view; a drawing narrower than the view is in its middle."""
        margin, wide = self._margin, self.viewport().width()
        drawn = self._drawing.width * self.scale() if self._drawing is not None else 0.0
        x = max(float(margin), (wide - drawn) / 2)
        if not scrolled:
            return QPointF(x, margin)
        return QPointF(x - self.horizontalScrollBar().value(), margin - self.verticalScrollBar().value())

    def _measure(self) -> None:
        """Set the scroll bars' ranges."""
        view, scale = self.viewport().size(), self.scale()
        wide = high = 0
        if self._drawing is not None:
            wide = round(self._drawing.width * scale) + 2 * self._margin
            high = round(self._drawing.height * scale) + 2 * self._margin
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, wide - view.width()) if self._zoom > 1 else 0)
        across.setPageStep(view.width())
        down.setRange(0, max(0, high - view.height()))
        down.setPageStep(view.height())
        for bar in (across, down):
            bar.setSingleStep(self._theme.pixels(24))
        self.updateGeometry()
        self.viewport().update()

    def _names(self) -> list[str]:
        """All names, each once, in reading order."""
        if self._drawing is None:
            return []
        places = [(glyph.y, glyph.x, glyph.name) for glyph in self._drawing.glyphs]
        places += [(box.y, box.x, box.name) for box in self._drawing.boxes]
        for polygon in self._drawing.polygons:
            left, top, _, _ = bounds(polygon.points)
            places.append((top, left, polygon.name))
        return list(dict.fromkeys(name for _, _, name in sorted(places) if name))

    def _place(self, name: str) -> QRectF | None:
        """The part of the view that a name takes, in pixels."""
        if self._drawing is None or not name:
            return None
        edges = [(box.x, box.y, box.right, box.bottom) for box in self._drawing.boxes if box.name == name] + [
            bounds(polygon.points) for polygon in self._drawing.polygons if polygon.name == name
        ]
        edges += [
            (
                glyph.x - glyph.size / 2,
                glyph.y - glyph.size / 2,
                glyph.x + glyph.size / 2,
                glyph.y + glyph.size / 2,
            )
            for glyph in self._drawing.glyphs
            if glyph.name == name
        ]
        if not edges:
            return None
        origin, scale = self._origin(), self.scale()
        left, top = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
        right, bottom = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
        return QRectF(
            origin.x() + left * scale,
            origin.y() + top * scale,
            (right - left) * scale,
            (bottom - top) * scale,
        )

    def _reveal(self, place: QRectF) -> None:
        view, margin = self.viewport().rect(), self._margin
        for bar, first, last, room in (
            (self.horizontalScrollBar(), place.left(), place.right(), view.width()),
            (self.verticalScrollBar(), place.top(), place.bottom(), view.height()),
        ):
            if first < 0 or last - first > room:
                bar.setValue(round(bar.value() + first - margin))
            elif last > room:
                bar.setValue(round(bar.value() + last - room + margin))

    def _box_at(self, x: float, y: float, *, named: bool = True) -> Box | None:
        if self._drawing is None:
            return None
        for box in reversed(self._drawing.boxes):
            if box.x <= x <= box.right and box.y <= y <= box.bottom and (box.name if named else box.text):
                return box
        return None

    def _polygon_at(self, x: float, y: float, reach: float = 0.0) -> str:
        if self._drawing is None:
            return ""
        for polygon in reversed(self._drawing.polygons):
            if not polygon.name:
                continue
            left, top, right, bottom = bounds(polygon.points)
            if not (left - reach <= x <= right + reach and top - reach <= y <= bottom + reach):
                continue
            outline = QPolygonF([QPointF(*point) for point in polygon.points])
            if reach and max(right - left, bottom - top) < 2 * reach:
                return polygon.name
            if outline.containsPoint(QPointF(x, y), Qt.FillRule.OddEvenFill):
                return polygon.name
        return ""

    def _text_at(self, point: QPointF) -> str:
        """The whole text under a point, or the texts of what is under it."""
        box = self._box_at(*self.to_drawing(point), named=False)
        if box is not None:
            return box.text
        name = self.name_at(point)
        if not name or self._drawing is None:
            return ""
        return "\n".join(box.text for box in self._drawing.boxes if box.name == name and box.text)

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("surface"))
        if self._drawing is None:
            self._say_empty(painter)
            return
        origin = self._origin()
        painter.translate(origin)
        visible = QRectF(event.rect()).translated(-origin)
        paint_drawing(
            painter, self._drawing, self._theme, self.scale(), highlighted=self._highlighted, visible=visible
        )

    def _say_empty(self, painter: QPainter) -> None:
        room = self.viewport().rect().adjusted(self._margin, self._margin, -self._margin, -self._margin)
        painter.setPen(self._theme.colour("quiet"))
        draw_prose(painter, room, self._empty, self.font(), centred=True, middle=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        turned = event.angleDelta().y()
        if turned:
            self._step_zoom(1 if turned > 0 else -1, event.position())
        event.accept()

    def _step_zoom(self, step: int, around: QPointF | None = None) -> None:
        if step > 0:
            zoom = min((one for one in _ZOOMS if one > self._zoom + 1e-6), default=_ZOOMS[-1])
        else:
            zoom = max((one for one in _ZOOMS if one < self._zoom - 1e-6), default=_ZOOMS[0])
        self.set_zoom(zoom, around)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        name = self.name_at(event.position())
        self.set_highlighted(name)
        self.clicked.emit(name)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        name = self.name_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and name:
            self.double_clicked.emit(name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        named = bool(self.name_at(event.position()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if named else Qt.CursorShape.ArrowCursor)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = self._text_at(QPointF(event.pos()))
            if text:
                QToolTip.showText(event.globalPos(), text, self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        names = self._names()
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Semicolon):
            self._step_zoom(1)
        elif control and key == Qt.Key.Key_Minus:
            self._step_zoom(-1)
        elif control and key == Qt.Key.Key_0:
            self.set_zoom(_ZOOMS[0])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._highlighted:
            self.double_clicked.emit(self._highlighted)
        elif key in (*_NEXT, *_PREVIOUS) and names and event.modifiers() in _PLAIN:
            self._go(names, 1 if key in _NEXT else -1)
        else:
            super().keyPressEvent(event)

    def _go(self, names: list[str], step: int) -> None:
        """Mark the next or the previous name."""
        here = names.index(self._highlighted) if self._highlighted in names else (-1 if step > 0 else 0)
        name = names[(here + step) % len(names)]
        self.set_highlighted(name)
        self.clicked.emit(name)
