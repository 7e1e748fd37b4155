"""How drawings look on screen: pens, brushes, patterns and fonts, all from the theme, made once."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QStaticText

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.exporters.pdf_theme import PLAIN, SOLID, STROKES, Pattern, hatching, turn
from dxplanner.handouts.drawing import Edge, Polygon, Tone
from dxplanner.ui.fonts import TABULAR
from dxplanner.ui.theme import Theme

_TINT: Final = 0.16
_TILE: Final = 7
"""Side of a pattern's tile in pixels at 100 %."""
_MOST_TEXTS: Final = 4000
_POINTS_PER_INCH: Final = 72
_FULL_WIDTH: Final = "国"
"""A sign as wide as the font is high."""


class DrawingLook:
    """Everything that painting a drawing needs for one theme and one resolution of the screen."""

    def __init__(self, theme: Theme, ratio: float = 1.0, dots_per_inch: float = 96.0) -> None:
        self.theme = theme
        self._ratio = ratio
        self._inch = dots_per_inch
        colour = theme.colour
        self.paper = QBrush(colour("surface"))
        self.ink = colour("ink")
        self.quiet = colour("quiet")
        self.accent = colour("accent")
        self.fills = {
            Tone.HEADING: QBrush(_mixed(colour("surface"), colour("quiet"), 0.16)),
            Tone.SOFT: QBrush(_mixed(colour("surface"), colour("quiet"), 0.07)),
            Tone.STRONG: QBrush(colour("quiet")),
        }
        self.tints = {role: QBrush(self.tint(role)) for role in ColourRole}
        self.veil = QBrush(_faded(colour("accent"), 46))
        self._pens: dict[tuple[Edge, float], QPen] = {}
        self._fonts: dict[tuple[float, bool], QFont] = {}
        self._ascents: dict[tuple[float, bool], float] = {}
        self._texts: dict[tuple[str, float, bool], QStaticText] = {}
        self._patterns: dict[tuple[ColourRole, Pattern], QBrush] = {}

    def tint(self, role: ColourRole) -> QColor:
        """The light colour of a role, under text."""
        return _mixed(self.theme.colour("surface"), self.full(role), _TINT)

    def full(self, role: ColourRole) -> QColor:
        """The full colour of a role; what belongs to none is quiet."""
        return self.quiet if role is ColourRole.NEUTRAL else self.theme.role(role)

    def text_colour(self, tone: Tone) -> QColor:
        """The colour of texts on a tone."""
        return self.theme.colour("surface") if tone is Tone.STRONG else self.ink

    def pen(self, edge: Edge, scale: float) -> QPen:
        """The pen of an edge at ``scale`` pixels a millimetre; never thinner than it can be seen."""
        key = edge, round(scale, 2)
        if key not in self._pens:
            stroke = STROKES[edge]
            width = max(stroke.width * scale, 1.0)
            faint = edge in (Edge.HAIR, Edge.DOTTED)
            pen = QPen(self.theme.colour("line") if faint else self.quiet, width)
            if edge is Edge.DOTTED:
                pen.setColor(self.quiet)
            if stroke.dash:
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pen.setDashPattern([max(length * scale, 1.5) / width for length in stroke.dash])
            self._pens[key] = pen
        return self._pens[key]

    def surface(self, polygon: Polygon) -> QBrush:
        """The brush of a polygon: its tone's, or its pattern."""
        pattern = turn(polygon.pattern)
        if pattern == 0 or polygon.tone is Tone.NONE:
            if polygon.tone is Tone.ROLE:
                return self.tints[polygon.role]
            return self.fills.get(polygon.tone, self.paper)
        if pattern == SOLID:
            return QBrush(self.full(polygon.role))
        return self.paper if pattern == PLAIN else self.hatched(polygon.role, hatching(pattern))

    def hatched(self, role: ColourRole, pattern: Pattern) -> QBrush:
        """A role's tint under a hatching in its full colour."""
        key = role, pattern
        if key not in self._patterns:
            self._patterns[key] = QBrush(self._tile(role, pattern))
        return self._patterns[key]

    def font(self, size: float, bold: bool) -> QFont:
        """The handouts' font, ``size`` in pixels, which need not be whole."""
        key = round(size, 2), bold
        if key not in self._fonts:
            font = QFont(TABULAR)
            font.setPointSizeF(max(size, 1.0) * _POINTS_PER_INCH / self._inch)
            font.setBold(bold)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            # Where Qt gives signs whole pixels only, a line would be longer than the room laid out for it.
            wide = QFontMetricsF(font).horizontalAdvance(_FULL_WIDTH)
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 * max(size, 1.0) / wide)
            self._fonts[key] = font
        return self._fonts[key]

    def ascent(self, size: float, bold: bool) -> float:
        """Height of a line's upper edge over its baseline in pixels."""
        key = round(size, 2), bold
        if key not in self._ascents:
            self._ascents[key] = QFontMetricsF(self.font(size, bold)).ascent()
        return self._ascents[key]

    def text(self, text: str, size: float, bold: bool) -> QStaticText:
        """One line of text, shaped once."""
        key = text, round(size, 2), bold
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) > _MOST_TEXTS:
                self._texts.clear()
            found = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            found.prepare(font=self.font(size, bold))
            self._texts[key] = found
        return found

    def _tile(self, role: ColourRole, pattern: Pattern) -> QPixmap:
        side = max(5, round(self.theme.pixels(_TILE) * self._ratio))
        tile = QPixmap(side, side)
        tile.fill(self.tint(role))
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.full(role), max(1.2, side / 5)))
        painter.setBrush(self.full(role))
        end = float(side)
        if pattern in (Pattern.RISING, Pattern.CROSSED):
            for shift in (-end, 0.0, end):
                painter.drawLine(QPointF(shift - 1, end + 1), QPointF(shift + end + 1, -1))
        if pattern in (Pattern.FALLING, Pattern.CROSSED):
            for shift in (-end, 0.0, end):
                painter.drawLine(QPointF(shift - 1, -1), QPointF(shift + end + 1, end + 1))
        if pattern is Pattern.LEVEL:
            painter.drawLine(QPointF(0, end / 2), QPointF(end, end / 2))
        if pattern is Pattern.UPRIGHT:
            painter.drawLine(QPointF(end / 2, 0), QPointF(end / 2, end))
        if pattern is Pattern.DOTS:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QRectF(end * 0.28, end * 0.28, end * 0.44, end * 0.44))
        painter.end()
        tile.setDevicePixelRatio(self._ratio)
        return tile


def _mixed(under: QColor, over: QColor, share: float) -> QColor:
    rest = 1.0 - share
    return QColor(
        round(under.red() * rest + over.red() * share),
        round(under.green() * rest + over.green() * share),
        round(under.blue() * rest + over.blue() * share),
    )


def _faded(colour: QColor, alpha: int) -> QColor:
    faded = QColor(colour)
    faded.setAlpha(alpha)
    return faded
