"""How the 工程表 looks: sizes, fonts, pens and brushes, all made once from the theme."""

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPixmap,
    QPolygonF,
    QStaticText,
)

from dxplanner.domain.vocabulary import ColourRole, Glyph
from dxplanner.ui.fonts import base_font
from dxplanner.ui.gantt.measures import Measures
from dxplanner.ui.theme import Theme

SIZES: Final = (13, 12, 11)
"""Sizes of text in pixels at 100 %."""
_TINT: Final = 0.14
_STRIPE: Final = 0.45
_SIGN_LINE: Final = 1.6
_MOST_TEXTS: Final = 20_000


@dataclass(frozen=True, slots=True)
class BarLook:
    """How the bars of one 色の役割 are painted: full colour, tint under dark text, stripe with a pattern."""

    solid: QBrush
    tint: QBrush
    outline: QPen
    dashed: QPen
    dotted: QPen
    stripe: QBrush


class Look:
    """Everything painters need, made once for a theme."""

    def __init__(self, theme: Theme, ratio: float = 1.0) -> None:
        self.theme = theme
        self.measures = Measures.scaled(theme.pixels)
        self.fonts = {size: _font(theme, size) for size in SIZES}
        self.bold = _font(theme, 13, bold=True)
        metrics = {size: QFontMetricsF(font) for size, font in self.fonts.items()}
        self.leading = {size: found.height() for size, found in metrics.items()}
        self.ascent = {size: found.ascent() for size, found in metrics.items()}
        self.usual = metrics[13]
        self.small = metrics[11]
        self.em = float(theme.pixels(13))
        self._texts: dict[tuple[str, int, bool], tuple[QStaticText, float]] = {}
        colour = theme.colour
        self.surface = QBrush(colour("surface"))
        self.ground = QBrush(colour("ground"))
        self.closed = QBrush(_mixed(colour("ground"), colour("line"), 0.25))
        self.selected_row = QBrush(_mixed(colour("surface"), colour("selection"), 0.5))
        self.on_accent = QPen(colour("on_accent"))
        self.ink = QPen(colour("ink"))
        self.quiet = QPen(colour("quiet"))
        self.line_fill = QBrush(colour("line"))
        self.line = QPen(self.line_fill, 1)
        self.faint_fill = QBrush(_mixed(colour("surface"), colour("line"), 0.55))
        self.strong_fill = QBrush(_mixed(colour("line"), colour("quiet"), 0.35))
        self.strong_line = QPen(self.strong_fill, 1)
        self.error = QPen(colour("error"), 1)
        self.error_thick = QPen(colour("error"), 2)
        self.critical = QPen(colour("error"), 2.4)
        self.link = QPen(colour("quiet"), 1)
        self.accent = QPen(colour("accent"), 1.6)
        self.accent_thick = QPen(colour("accent"), 2)
        self.accent_dashed = QPen(colour("accent"), 1.4, Qt.PenStyle.DashLine)
        self.caution = QPen(_mixed(colour("surface"), colour("caution"), 0.55), 1, Qt.PenStyle.DashLine)
        self.caution_ink = QPen(colour("caution"))
        self.selection = QBrush(colour("selection"))
        self.leader = QPen(colour("quiet"), 1, Qt.PenStyle.DotLine)
        self.meeting = _dashed(_mixed(colour("surface"), colour("accent"), 0.55), 1.0, (1.0, 3.0))
        self.marker = _dashed(colour("error"), 1.0, (5.0, 3.0))
        self.good = QPen(colour("good"), 2)
        self.accent_fill = QBrush(colour("accent"))
        self.accent_ground = QBrush(colour("accent_ground"))
        self.veil = QBrush(_faded(colour("accent"), 40))
        self.progress = QBrush(colour("ink"))
        self.ghost_fill = QBrush(_mixed(colour("surface"), colour("quiet"), 0.45))
        self.ghost = _dashed(colour("quiet"), 1.0, (3.0, 2.0))
        """What only another edition has."""
        self.summary = QBrush(_mixed(colour("surface"), colour("quiet"), 0.75))
        self.bars = {role: self._bar_look(role, ratio) for role in ColourRole}
        self.signs = {glyph: _sign(glyph, self.measures.glyph) for glyph in Glyph}
        self.solid_signs = {glyph: _with_outline(sign, _SIGN_LINE) for glyph, sign in self.signs.items()}
        """Signs together with an outline of their own colour, to be filled at once."""
        self.sign_brush = {
            role: QBrush(theme.role(role) if role is not ColourRole.NEUTRAL else colour("error"))
            for role in ColourRole
        }
        self.sign_pen = {role: QPen(brush, _SIGN_LINE) for role, brush in self.sign_brush.items()}

    def text(self, text: str, size: int, bold: bool = False) -> tuple[QStaticText, float]:
        """One line of text, shaped once, and its width in pixels; ``size`` is one of SIZES, 13 if bold."""
        key = text, size, bold
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) > _MOST_TEXTS:
                self._texts.clear()
            shaped = QStaticText(text)
            shaped.setTextFormat(Qt.TextFormat.PlainText)
            shaped.prepare(font=self.bold if bold else self.fonts[size])
            found = self._texts[key] = shaped, shaped.size().width()
        return found

    def _bar_look(self, role: ColourRole, ratio: float) -> BarLook:
        surface, full = self.theme.colour("surface"), self.theme.role(role)
        dashed, dotted = _dashed(full, 1.0, (4.0, 2.6)), _dashed(full, 1.0, (1.0, 1.9))
        return BarLook(
            QBrush(full),
            QBrush(_mixed(surface, full, _TINT)),
            QPen(full, 1),
            dashed,
            dotted,
            _pattern(role, full, _mixed(surface, full, _STRIPE), self.theme.pixels(6), ratio),
        )


def _font(theme: Theme, size: int, bold: bool = False) -> QFont:
    font = base_font(theme)
    font.setPixelSize(theme.pixels(size))
    font.setBold(bold)
    return font


def _mixed(under: QColor, over: QColor, share: float) -> QColor:
    """``over`` laid on ``under`` with a share of 0 to 1."""
    rest = 1.0 - share
    return QColor(
        round(under.red() * rest + over.red() * share),
        round(under.green() * rest + over.green() * share),
        round(under.blue() * rest + over.blue() * share),
    )


def _dashed(colour: QColor, width: float, pattern: tuple[float, float]) -> QPen:
    pen = QPen(colour, width)
    pen.setDashPattern(pattern)
    return pen


def _faded(colour: QColor, alpha: int) -> QColor:
    faded = QColor(colour)
    faded.setAlpha(alpha)
    return faded


def _pattern(role: ColourRole, full: QColor, base: QColor, side: int, ratio: float) -> QBrush:
    """The stripe of a 色の役割: the same patterns as on paper, so that colour never stands alone."""
    pixels = max(4, round(side * ratio))
    tile = QPixmap(pixels, pixels)
    tile.fill(full if role is ColourRole.NEUTRAL else base)
    if role is not ColourRole.NEUTRAL:
        painter = QPainter(tile)
        painter.setPen(QPen(full, max(1.0, pixels / 4)))
        painter.setBrush(full)
        end = float(pixels)
        if role in (ColourRole.LIFE, ColourRole.EXCHANGE):
            painter.drawLine(QPointF(0, end), QPointF(end, 0))
        if role in (ColourRole.ADMINISTRATION, ColourRole.EXCHANGE):
            painter.drawLine(QPointF(0, 0), QPointF(end, end))
        if role is ColourRole.TALENT:
            painter.drawLine(QPointF(0, end / 2), QPointF(end, end / 2))
        if role is ColourRole.INDUSTRY:
            painter.drawEllipse(QRectF(end / 4, end / 4, end / 3, end / 3))
        painter.end()
    tile.setDevicePixelRatio(ratio)
    return QBrush(tile)


def _sign(glyph: Glyph, size: int) -> QPainterPath:
    """The outline of ▲ ★ ● ◆ around (0, 0)."""
    half = size / 2
    path = QPainterPath()
    if glyph is Glyph.CIRCLE:
        path.addEllipse(QPointF(0, 0), half * 0.85, half * 0.85)
        return path
    if glyph is Glyph.TRIANGLE:
        corners = [(0.0, -half), (half, half * 0.85), (-half, half * 0.85)]
    elif glyph is Glyph.DIAMOND:
        corners = [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)]
    else:
        radii = (half * 1.1, half * 0.46)
        corners = [(radii[at % 2] * sin(at * pi / 5), -radii[at % 2] * cos(at * pi / 5)) for at in range(10)]
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    return path


def _with_outline(path: QPainterPath, width: float) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    return path.united(stroker.createStroke(path)).simplified()
