"""Typing the words of an element or arrow of a 関係図 in place."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtWidgets import QWidget

from dxplanner.ui.panes.diagram_scene import Scene
from dxplanner.ui.sheet.editors import CellBox
from dxplanner.ui.theme import Theme

_NARROWEST = 170
"""Least width of the box in pixels at 100 %."""
_MOST_LINES = 12
"""A longer text scrolls inside the box."""


class PartTyping(QObject):
    """The box over the part that is being typed; Enter keeps, Alt+Enter breaks a line, Esc gives up."""

    typed = Signal(str, str)
    """uid of the part, and its new words."""

    def __init__(self, theme: Theme, board: QWidget) -> None:
        super().__init__(board)
        self._theme, self._board = theme, board
        self._uid = ""
        self.box: CellBox | None = None

    def open(self, scene: Scene, uid: str) -> None:
        """Begin to type over a part, its present words chosen."""
        node, edge = scene.view.node(uid), scene.view.edge(uid)
        box = CellBox(self._theme, self._board, lines=node is not None, offers=None)
        box.most_lines = _MOST_LINES
        box.installEventFilter(self)
        box.setAccessibleName("要素の文字" if node is not None else "矢印の文字")
        self.box, self._uid = box, uid
        box.accepted.connect(lambda _step: self.close(keep=True))
        box.left.connect(lambda: self.close(keep=True, back=False))
        box.cancelled.connect(lambda: self.close(keep=False))
        self.place(scene)
        box.begin(
            node.label if node is not None else edge.label if edge is not None else "", overwriting=True
        )
        box.overwriting = False
        box.show()
        box.raise_()
        box.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self, scene: Scene) -> None:
        """Put the box over its part, which may have moved."""
        box = self.box
        if box is None:
            return
        rect, edge = scene.places.get(self._uid), scene.view.edge(self._uid)
        line = None if edge is None else scene.line(edge)
        if rect is not None:
            area = scene.area(rect)
        elif line is not None:
            area = QRectF(line.center(), line.center())
        else:
            area = scene.label_area(self._uid) or QRectF(scene.pad, scene.pad, 0, 0)
        width = max(round(area.width()), self._theme.pixels(_NARROWEST))
        box.least = round(area.height())
        box.setFixedWidth(width)
        box.setFixedHeight(max(box.height(), box.least))
        left = round(area.center().x() - width / 2)
        left = max(0, min(left, self._board.width() - width))
        box.move(left, max(0, round(area.center().y() - box.height() / 2)))
        self._keep_in_sight(box)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and event.type() is QEvent.Type.Resize:
            self._keep_in_sight(self.box)
        return super().eventFilter(watched, event)

    def _keep_in_sight(self, box: CellBox) -> None:
        """A box that has grown goes up from the lower edge of what can be seen of the board."""
        seen = self._board.visibleRegion().boundingRect()
        if not seen.isEmpty():
            box.move(box.x(), max(seen.top(), min(box.y(), seen.bottom() + 1 - box.height())))

    def close(self, *, keep: bool, back: bool = True) -> None:
        """End typing; ``back`` gives the keyboard to the board again."""
        box, uid = self.box, self._uid
        if box is None or box.done:
            return
        box.done, self.box, self._uid = True, None, ""
        text = box.text()
        box.hide()
        box.deleteLater()
        if back:
            self._board.setFocus(Qt.FocusReason.OtherFocusReason)
        if keep:
            self.typed.emit(uid, text)
