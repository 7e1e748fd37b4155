"""Icons by meaning, recoloured by the theme. The drawings are Lucide's (ISC), one stroke colour each."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from dxplanner.ui.theme import Theme

_STROKE = b"currentColor"


class Icons:
    """Makes icons out of ``resources/icons``; keeps those it made, since every menu asks for the same few."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        self._folder = folder
        self._theme = theme
        self._made: dict[tuple[str, str], QIcon] = {}

    def icon(self, name: str, meaning: str = "ink", base: int = 16) -> QIcon:
        """The drawing ``NAME.svg`` in the colour of a meaning; quiet where the action is disabled.

        Raises:
            OSError: the installation lacks the drawing.
        """
        key = (name, f"{meaning}{base}")
        if key not in self._made:
            drawing = (self._folder / f"{name}.svg").read_bytes()
            icon = QIcon()
            side = self._theme.pixels(base)
            for mode, wanted in ((QIcon.Mode.Normal, meaning), (QIcon.Mode.Disabled, "disabled")):
                renderer = _coloured(drawing, self._theme.colour(wanted))
                for ratio in (1, 2):
                    icon.addPixmap(_painted(renderer, side, ratio), mode)
            self._made[key] = icon
        return self._made[key]

    def pixmap(self, name: str, meaning: str = "ink", base: int = 16, ratio: float = 1.0) -> QPixmap:
        """The same as a picture for a label; ``ratio`` is the screen's pixels per pixel."""
        drawing = (self._folder / f"{name}.svg").read_bytes()
        return _painted(_coloured(drawing, self._theme.colour(meaning)), self._theme.pixels(base), ratio)


def program_icon(folder: Path) -> QIcon:
    """The program's own icon for the title bar and the task bar."""
    return QIcon(str(folder / "dxplanner.png"))


def _coloured(drawing: bytes, colour: QColor) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(drawing.replace(_STROKE, colour.name().encode())))


def _painted(renderer: QSvgRenderer, side: int, ratio: float) -> QPixmap:
    pixels = round(side * ratio)
    pixmap = QPixmap(QSize(pixels, pixels))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
