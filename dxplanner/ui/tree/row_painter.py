"""Paints a row of the tree: field badge, number and name at the left, counts and marks at the right."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygon

from dxplanner.domain.vocabulary import ColourRole, ProvenanceStatus
from dxplanner.ui.theme import Theme
from dxplanner.ui.tree.model import TreeModel
from dxplanner.ui.tree.outline import ROOT
from dxplanner.ui.tree.search import TreeSearch, matching_part

_SMALL = 11
_GAP = 5
_PILL_CHARACTERS = 5
"""Names up to this length stand inside the badge of their field."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_MIDDLE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine


class RowPainter:
    """Paints one row; ``right_side`` first, which leaves the room for ``left_side``."""

    def __init__(self, painter: QPainter, theme: Theme, font: QFont, search: TreeSearch, key: int) -> None:
        self._painter = painter
        self._theme = theme
        self._search = search
        self._key = key
        self._font = font
        self._small = QFont(font)
        self._small.setPixelSize(theme.pixels(_SMALL))
        self._small.setBold(False)
        self._dim = search.is_dim(key)

    def right_side(self, rect: QRect, model: TreeModel) -> QRect:
        """Counts, 推定 and warning from the right; gives what is left."""
        counts = model.node(self._key).counts
        words = [f"指{counts.indicators}"] if counts.indicators else []
        words += [f"取{counts.initiatives}"] if counts.initiatives else []
        if words:
            rect = self._counts(rect, " ".join(words))
        if counts.inferred:
            rect = self._inferred(rect)
        if model.warnings(self._key):
            rect = self._warning(rect)
        return rect

    def left_side(self, rect: QRect, model: TreeModel, *, collapsed: bool) -> None:
        """Badge, number and name from the left."""
        row = model.node(self._key)
        if row.colour is not ColourRole.NEUTRAL:
            inside = row.name if len(row.name) <= _PILL_CHARACTERS else row.colour.value
            rect = self._pill(rect, inside, row.colour)
            if inside == row.name:
                below = model.children_of(self._key)
                if collapsed and len(below) == 1:
                    self._name(rect, model.node(below[0]).name, self._colour("quiet"), self._font)
                return
        font = QFont(self._font)
        number = model.number(self._key)
        font.setBold(model.parent_of(self._key) == ROOT and not number)
        if number:
            self._painter.setFont(font)
            self._painter.setPen(self._colour("ink"))
            self._painter.drawText(rect, _LEFT, number)
            wide = QFontMetrics(font).horizontalAdvance(number) + self._theme.pixels(_GAP)
            rect = rect.adjusted(wide, 0, 0, 0)
        self._name(rect, row.name, self._colour("ink"), font)

    def _colour(self, meaning: str) -> QColor:
        return self._theme.colour("disabled" if self._dim else meaning)

    def _name(self, rect: QRect, name: str, colour: QColor, font: QFont) -> None:
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(rect.width(), 0))
        part = matching_part(name, self._search.key) if self._search.is_match(self._key) else None
        if part is not None:
            self._mark(rect, metrics, shown, *part)
        self._painter.setFont(font)
        self._painter.setPen(colour)
        self._painter.drawText(rect, _LEFT, shown)

    def _mark(self, rect: QRect, metrics: QFontMetrics, shown: str, start: int, end: int) -> None:
        """Ground and underline of the searched part; what the … hides is marked at the …."""
        start = min(start, len(shown) - 1)
        left = rect.left() + metrics.horizontalAdvance(shown[:start])
        wide = metrics.horizontalAdvance(shown[: max(end, start + 1)]) - metrics.horizontalAdvance(
            shown[:start]
        )
        high = metrics.height()
        box = QRect(left, rect.center().y() - high // 2, wide, high)
        self._painter.fillRect(box, self._theme.colour("caution_ground"))
        self._painter.fillRect(
            QRect(left, box.bottom(), wide, self._theme.pixels(2)), self._theme.colour("caution")
        )

    def _pill(self, rect: QRect, text: str, role: ColourRole) -> QRect:
        colour = self._colour("disabled") if self._dim else self._theme.role(role)
        box = self._box(rect, text, right=False, padding=8)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        self._painter.setPen(self._theme.colour("on_accent"))
        self._painter.drawText(box, _MIDDLE, text)
        return rect.adjusted(box.width() + self._theme.pixels(_GAP), 0, 0, 0)

    def _counts(self, rect: QRect, text: str) -> QRect:
        self._painter.setFont(self._small)
        self._painter.setPen(self._colour("quiet"))
        self._painter.drawText(rect, _RIGHT, text)
        wide = QFontMetrics(self._small).horizontalAdvance(text)
        return rect.adjusted(0, 0, -wide - self._theme.pixels(_GAP), 0)

    def _inferred(self, rect: QRect) -> QRect:
        # The word's first sign: at 292 px the whole word would take the room of the name. The tooltip has it.
        text = ProvenanceStatus.INFERRED.value[0]
        box = self._box(rect, text, right=True, padding=3)
        pen = QPen(self._colour("caution"))
        pen.setStyle(Qt.PenStyle.DashLine)
        self._painter.setPen(pen)
        self._painter.setBrush(self._theme.colour("caution_ground"))
        self._painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 3, 3)
        self._painter.setPen(self._colour("caution"))
        self._painter.drawText(box, _MIDDLE, text)
        return rect.adjusted(0, 0, -box.width() - self._theme.pixels(_GAP), 0)

    def _warning(self, rect: QRect) -> QRect:
        side = self._theme.pixels(13)
        box = QRect(rect.right() - side, rect.center().y() - side // 2, side, side)
        self._painter.setPen(QPen(self._colour("caution"), 1.4))
        self._painter.setBrush(self._theme.colour("caution_ground"))
        corners = (box.bottomLeft(), QPoint(box.center().x(), box.top()), box.bottomRight())
        self._painter.drawPolygon(QPolygon(corners))
        bold = QFont(self._small)
        bold.setBold(True)
        bold.setPixelSize(self._theme.pixels(9))
        self._painter.setFont(bold)
        self._painter.drawText(box.adjusted(0, 2, 1, 1), _MIDDLE, "!")
        return rect.adjusted(0, 0, -side - self._theme.pixels(_GAP), 0)

    def _box(self, rect: QRect, text: str, *, right: bool, padding: int) -> QRect:
        """Where a small badge stands, in the middle of the row's height."""
        self._painter.setFont(self._small)
        metrics = QFontMetrics(self._small)
        wide = metrics.horizontalAdvance(text) + 2 * self._theme.pixels(padding)
        high = metrics.height() + self._theme.pixels(3)
        left = rect.right() - wide if right else rect.left()
        return QRect(left, rect.center().y() - high // 2, wide, high)
