"""Sizes, fonts and colours of a sheet, and texts laid out in cells."""

from math import ceil
from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout

from dxplanner.model import FieldKind
from dxplanner.services.sheet import SheetColumn
from dxplanner.ui.fonts import table_font
from dxplanner.ui.forms.prose import LINE_PERCENT, prose_layout
from dxplanner.ui.sheet.cells import NUMERIC
from dxplanner.ui.theme import Theme

MOST_LINES: Final = 8
"""Lines of a cell that are shown; the whole text is in its tooltip and in its editor."""
_WIDEST: Final = 24
"""Full-width characters of a column of running text where there is little room: it wraps."""
_WIDEST_HEADING: Final = 12
"""Full-width characters to which a heading alone widens its column; what is longer ends in 「…」."""
_READABLE: Final = 48
"""Full-width characters of a line that the eye finds the next one from."""
_RUNS_FROM: Final = 9
"""Columns of texts this wide (full-width characters) hold running text."""
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class SheetLook:
    """How a sheet looks at one theme and scale."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.font = table_font(theme)
        self.small = QFont(self.font)
        self.small.setPixelSize(theme.pixels(11))
        self.bold = QFont(self.font)
        self.bold.setBold(True)
        self.metrics = QFontMetrics(self.font)
        self.small_metrics = QFontMetrics(self.small)
        self.bold_metrics = QFontMetrics(self.bold)
        self.gap = theme.pixels(6)
        self.above = theme.pixels(5)
        self.row_height = max(theme.pixels(26), self.metrics.height() + 2 * self.above)
        self.line_height = self.metrics.height() * LINE_PERCENT / 100
        self.sign_width = theme.pixels(14) + self.gap // 2
        self.ink, self.quiet = theme.colour("ink"), theme.colour("quiet")
        self.error, self.caution = theme.colour("error"), theme.colour("caution")
        self.caution_ground = theme.colour("caution_ground")
        self.line, self.ground = theme.colour("line"), theme.colour("ground")
        self.surface, self.selection = theme.colour("surface"), theme.colour("selection")
        self.accent = theme.colour("accent")
        self.current_pen = QPen(self.accent, 2)
        self.left_pen = QPen(self.quiet, 1)
        """Around the cell of the cursor while the keys go elsewhere."""
        self.faded = theme.colour("hover")
        self.error_pen = QPen(self.error, 1)
        self.dashes = QPen(self.caution, 1, Qt.PenStyle.DashLine)

    def column_width(self, column: SheetColumn) -> int:
        """The first width of a column: so many full-width characters, and its heading in two lines."""
        signs = min(column.width, _WIDEST) if column.kind is FieldKind.TEXT else column.width
        wide = self.metrics.horizontalAdvance("国") * signs
        heading = self.bold_metrics.horizontalAdvance(column.label)
        lines = min(ceil(heading / 2), self.metrics.horizontalAdvance("国") * _WIDEST_HEADING)
        return max(wide, lines, self.theme.pixels(40)) + 3 * self.gap

    def widest(self, column: SheetColumn) -> int:
        """How wide a column grows where there is room: running text up to a line that can be read."""
        if column.kind not in (FieldKind.TEXT, FieldKind.LINE) or column.width < _RUNS_FROM:
            return self.column_width(column)
        return self.metrics.horizontalAdvance("国") * _READABLE + 3 * self.gap

    def badge_width(self, badge: str) -> int:
        """The room that a word beside a text takes; none without one."""
        return self.small_metrics.horizontalAdvance(badge) + self.gap + 4 if badge else 0

    def inside(self, rect: QRect) -> QRect:
        """The room for text in a cell."""
        return rect.adjusted(self.gap, self.above, -self.gap, -self.above)

    def lines(self, text: str, width: int, column: SheetColumn) -> int:
        """How many lines a text takes in a column of a width in pixels, as far as they are shown."""
        inner = width - 2 * self.gap - 1
        if not text or column.kind in NUMERIC:
            return 1
        if "\n" not in text and self.metrics.horizontalAdvance(text) <= inner:
            return 1
        layout, _ = prose_layout(text, self.font, inner)
        return min(layout.lineCount(), MOST_LINES)

    def height(self, lines: int) -> int:
        """The height of a row of so many lines."""
        text = self.metrics.height() + (lines - 1) * self.line_height
        return max(self.row_height, ceil(text) + 2 * self.above)

    def fits(self, text: str, width: int, column: SheetColumn) -> bool:
        """Whether a cell shows the whole text."""
        inner = width - 2 * self.gap - 1
        if "\n" not in text and self.metrics.horizontalAdvance(text) <= inner:
            return True
        if column.kind in NUMERIC:
            return False
        return prose_layout(text, self.font, inner)[0].lineCount() <= MOST_LINES

    def draw(self, painter: QPainter, rect: QRect, text: str, column: SheetColumn) -> None:
        """Draw a text into a cell, in the painter's pen."""
        inner = self.inside(rect)
        single = "\n" not in text and self.metrics.horizontalAdvance(text) <= inner.width()
        numeric = column.kind in NUMERIC
        if single or numeric:
            if not single:
                text = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, _RIGHT if numeric else _LEFT, text)
            return
        layout, _ = prose_layout(text, self.font, inner.width())
        self._draw_lines(painter, inner, layout)

    def _draw_lines(self, painter: QPainter, inner: QRect, layout: QTextLayout) -> None:
        count, at = layout.lineCount(), QPointF(inner.topLeft())
        # Outlines of marks take a pixel or two of the cell, but no line.
        high = inner.height() + self.above + self.line_height - self.metrics.height()
        room = max(1, int(high // self.line_height))
        shown = min(count, room)
        for number in range(shown - (shown < count)):
            layout.lineAt(number).draw(painter, at)
        if shown < count:
            line = layout.lineAt(shown - 1)
            rest = layout.text()[line.textStart() :].replace("\u2028", " ")
            last = self.metrics.elidedText(rest, Qt.TextElideMode.ElideRight, inner.width())
            top = inner.top() + round(line.y())
            painter.drawText(
                QRect(inner.left(), top, inner.width(), self.metrics.height()),
                Qt.AlignmentFlag.AlignLeft,
                last,
            )
