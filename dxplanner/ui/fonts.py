"""The bundled fonts: BIZ UDPゴシック for everything, BIZ UDゴシック for figures in tables."""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from dxplanner.ui.theme import BASE_PIXELS, Theme

PROPORTIONAL = "BIZ UDPGothic"
"""BIZ UDPゴシック as the font itself names its family."""
TABULAR = "BIZ UDGothic"
"""BIZ UDゴシック: all digits equally wide, so that figures stand in columns."""

_FILES = (
    "BIZUDPGothic-Regular.ttf",
    "BIZUDPGothic-Bold.ttf",
    "BIZUDGothic-Regular.ttf",
    "BIZUDGothic-Bold.ttf",
)


def register_fonts(folder: Path) -> tuple[str, ...]:
    """Make the fonts in ``folder`` known to Qt; returns the files that could not be read.

    The window works without them too: Qt then takes another Japanese font of the computer.
    """
    return tuple(name for name in _FILES if QFontDatabase.addApplicationFont(str(folder / name)) < 0)


def base_font(theme: Theme) -> QFont:
    """The font of the whole window at the theme's scale."""
    return _sized(PROPORTIONAL, theme.pixels(BASE_PIXELS))


def table_font(theme: Theme, base: int = BASE_PIXELS) -> QFont:
    """The font of figures in tables; ``base`` in pixels at 100 %."""
    return _sized(TABULAR, theme.pixels(base))


def _sized(family: str, pixels: int) -> QFont:
    font = QFont(family)
    font.setPixelSize(pixels)
    return font
