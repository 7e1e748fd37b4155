"""The pages of a preview one below another: painted when seen, kept until new ones are there."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from dxplanner.ui.composer.renderer import PageKey, PageRenderer
from dxplanner.ui.forms.prose import prose_layout
from dxplanner.ui.theme import Theme

if TYPE_CHECKING:
    from dxplanner.services.preview import Preview, Spot

_GAP: Final = 14
_ZOOM: Final = 1.15
_LEAST, _MOST = 0.8, 16.0
"""Pixels a millimetre."""
_MARGIN: Final = 10
_NO_PAGES: Final = "印刷するページがありません。「用紙と表紙」の「印刷するページ」を確かめてください。"


class PageView(QAbstractScrollArea):
    """Shows pages in the width of the view until somebody zooms; a click names what stands there."""

    spot_clicked = Signal(str)
    """Name (uid or ``uid/field``) of what was clicked."""
    page_changed = Signal(int)
    """The page (from 0) that takes most of the view."""
    zoomed = Signal(int)
    """Size in percent of the paper's."""

    def __init__(self, theme: Theme, renderer: PageRenderer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._renderer = renderer
        self._preview: Preview | None = None
        self._images: dict[int, tuple[PageKey, QImage]] = {}
        self._scale = 2.0
        self._fitted = True
        self._grey = False
        self._message = ""
        self._hover: tuple[int, Spot] | None = None
        self._page = 0
        self.setAccessibleName("印刷プレビュー")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(theme.pixels(40))
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        renderer.laid_out.connect(self._on_laid_out)
        renderer.painted.connect(self._on_painted)
        renderer.failed.connect(self._on_failed)

    @property
    def page_count(self) -> int:
        """Pages of the preview shown."""
        return 0 if self._preview is None else len(self._preview.layout.pages)

    @property
    def preview(self) -> "Preview | None":
        """What is shown."""
        return self._preview

    @property
    def page(self) -> int:
        """The page (from 0) that takes most of the view."""
        return self._page

    @property
    def complete(self) -> bool:
        """Whether every page in view is shown as the plan is now."""
        keys = [self._key(index) for index in self._visible()]
        return bool(keys) and all(self._images.get(key[1], (None,))[0] == key for key in keys)

    def show_message(self, text: str) -> None:
        """Show a sentence instead of pages."""
        self._message, self._preview = text, None
        self._images.clear()
        self._arrange()

    def set_grey(self, grey: bool) -> None:
        """Show pages as a black-and-white printer prints them."""
        self._grey = grey
        self.viewport().update()

    def show_page(self, index: int) -> None:
        """Scroll to a page (from 0)."""
        if 0 <= index < self.page_count:
            self.verticalScrollBar().setValue(int(self._top(index)) - _MARGIN)
            self._on_scrolled()

    def fit(self) -> None:
        """Show pages as wide as the view, now and when its size changes."""
        self._fitted = True
        self._arrange()

    def zoom(self, factor: float, around: QPoint | None = None) -> None:
        """Make pages larger or smaller, keeping the paper under ``around`` where it is."""
        self._fitted = False
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        at = around or self.viewport().rect().center()
        scale = min(max(self._scale * factor, _LEAST), _MOST)
        ratio = scale / self._scale
        x, y = across.value() + at.x(), bar.value() + at.y()
        self._scale = scale
        self._arrange()
        bar.setValue(round(y * ratio) - at.y())
        across.setValue(round(x * ratio) - at.x())

    def _on_laid_out(self, _generation: int, preview: "Preview") -> None:
        if not preview.layout.pages:
            self.show_message(_NO_PAGES)
            return
        other = self._preview is not None and self._preview.uid != preview.uid
        self._preview, self._message, self._hover = preview, "", None
        if other:
            self._images.clear()
        self._images = {at: made for at, made in self._images.items() if at < self.page_count}
        if other:
            self.verticalScrollBar().setValue(0)
        self._arrange()
        self._on_scrolled(force=True)

    def _on_painted(self, key: PageKey, image: QImage) -> None:
        self._images[key[1]] = (key, image)
        self.viewport().update()

    def _on_failed(self, _generation: int, sentence: str) -> None:
        self.show_message(sentence)

    def _key(self, index: int) -> PageKey:
        return self._renderer.generation, index, round(self._scale * self.devicePixelRatioF(), 3)

    def _size(self) -> tuple[float, float]:
        """Width and height of a page in pixels."""
        layout = self._preview.layout if self._preview else None
        return (layout.width * self._scale, layout.height * self._scale) if layout else (0.0, 0.0)

    def _top(self, index: int) -> float:
        return _MARGIN + index * (self._size()[1] + _GAP)

    def _arrange(self) -> None:
        view = self.viewport().size()
        if self._preview is not None and self._fitted:
            wide = max(view.width() - 2 * _MARGIN, 50)
            self._scale = min(max(wide / self._preview.layout.width, _LEAST), _MOST)
        width, _height = self._size()
        whole = self._top(self.page_count) if self.page_count else 0
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setRange(0, max(0, int(whole) - view.height()))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setRange(0, max(0, int(width) + 2 * _MARGIN - view.width()))
        self.zoomed.emit(round(self._scale * 25.4 / 96 * 100))
        self.viewport().update()

    def _left(self) -> float:
        free = self.viewport().width() - self._size()[0]
        return max(free / 2, _MARGIN) - self.horizontalScrollBar().value()

    def _visible(self) -> range:
        if not self.page_count:
            return range(0)
        pitch = self._size()[1] + _GAP
        top = self.verticalScrollBar().value() - _MARGIN
        first = max(int(top // pitch), 0)
        last = min(int((top + self.viewport().height()) // pitch), self.page_count - 1)
        return range(first, last + 1)

    def _place(self, index: int) -> QRectF:
        return QRectF(self._left(), self._top(index) - self.verticalScrollBar().value(), *self._size())

    def _on_scrolled(self, _value: int = 0, *, force: bool = False) -> None:
        middle = self.viewport().height() / 2
        seen = self._visible()
        page = min(seen, key=lambda at: abs(self._place(at).center().y() - middle), default=0)
        if page != self._page or force:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.colour("ground"))
        if self._preview is None:
            painter.setPen(self._theme.colour("quiet"))
            box = self.viewport().rect().adjusted(24, 24, -24, -24)
            layout, height = prose_layout(self._message, self.font(), box.width(), middle=True)
            layout.draw(painter, QPointF(box.left(), box.top() + (box.height() - height) / 2))
            painter.end()
            return
        for index in self._visible():
            self._paint_page(painter, index)
        painter.end()

    def _paint_page(self, painter: QPainter, index: int) -> None:
        place, key = self._place(index), self._key(index)
        known = self._images.get(index)
        if known is None or known[0] != key:
            assert self._preview is not None
            self._renderer.paint(self._preview, index, key[2])
        painter.fillRect(place, Qt.GlobalColor.white)
        if known is not None:
            image = known[1]
            shown = image.convertToFormat(QImage.Format.Format_Grayscale8) if self._grey else image
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, shown)
        painter.setPen(self._theme.colour("line"))
        painter.drawRect(place)
        if self._hover is not None and self._hover[0] == index:
            spot = self._hover[1]
            box = QRectF(spot.x, spot.y, spot.width, spot.height)
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRect(
                QRectF(box.topLeft() * self._scale, box.size() * self._scale).translated(place.topLeft())
            )

    def _spot(self, point: QPointF) -> "tuple[int, Spot] | None":
        if self._preview is None:
            return None
        from dxplanner.services.preview import spot_at

        for index in self._visible():
            place = self._place(index)
            if place.contains(point):
                paper = (point - place.topLeft()) / self._scale
                spot = spot_at(self._preview, index, paper.x(), paper.y())
                return None if spot is None else (index, spot)
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_hover(self._spot(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._spot(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.spot_clicked.emit(found[1].name)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave:
            self._set_hover(None)
        return super().viewportEvent(event)

    def _set_hover(self, found: "tuple[int, Spot] | None") -> None:
        if found != self._hover:
            self._hover = found
            shape = Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().setToolTip("クリックすると、この内容を入力する画面を開きます。" if found else "")
            self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = _ZOOM if event.angleDelta().y() > 0 else 1 / _ZOOM
            self.zoom(step, event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turn = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if turn is not None:
            self.show_page(min(max(self._page + turn, 0), self.page_count - 1))
        elif event.key() == Qt.Key.Key_Home:
            self.show_page(0)
        elif event.key() == Qt.Key.Key_End:
            self.show_page(self.page_count - 1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
