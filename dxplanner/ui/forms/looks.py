"""How forms look beyond the window's own style sheet: badges, dashed outlines of 推定, links, sections."""

from string import Template

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

LABEL_WIDTH = 128
"""Width of the column of labels at 100 %."""

_SHEET = Template("""
QLabel[role="label"] { color: $quiet; }
QLabel[role="badge"] { color: $caution; background: $caution_ground; border: 1px dashed $caution;
    border-radius: ${p3}px; padding: 0 ${p4}px; font-size: ${p11}px; }
QLabel[role="note"] { color: $quiet; font-size: ${p11}px; }
QLabel[role="stop"] { color: $error; font-size: ${p11}px; }
QLabel[role="warn"] { color: $caution; font-size: ${p11}px; }
QLabel[role="empty"] { color: $quiet; }
QTextEdit[inferred="true"], QLineEdit[inferred="true"], QListView[inferred="true"] {
    border: 1px dashed $caution; }
QTextEdit[invalid="true"], QLineEdit[invalid="true"] { border: 1px solid $error; }
QPushButton[role="link"] { border: 0; border-radius: ${p3}px; background: transparent; color: $accent;
    padding: 0 ${p2}px; min-height: ${p16}px; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid $accent; }
QPushButton[role="link"]:disabled { color: $ink; }
QPushButton[role="small"] { padding: 0 ${p8}px; min-height: ${p16}px; font-size: ${p11}px;
    border: 1px solid $line; color: $accent; }
QPushButton[role="small"]:focus { border: 1px solid $accent; padding: 0 ${p8}px; }
QTextEdit { padding: ${p5}px ${p6}px ${p1}px ${p6}px; }
QTextEdit[readOnly="true"] { background: $ground; }
QComboBox { border: 1px solid $line; border-radius: ${p4}px; padding: ${p2}px ${p6}px;
    background: $surface; }
QComboBox:focus, QComboBox:on { border-color: $accent; }
QComboBox:disabled { color: $disabled; background: $ground; }
QComboBox::drop-down { border: 0; width: ${p16}px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: 0; padding: 0; background: transparent; }
QListView { border: 1px solid $line; border-radius: ${p4}px; background: $surface; }
QListView:focus { border-color: $accent; }
QFrame[role="card"] { border: 1px solid $line; border-radius: ${p4}px; background: $surface; }
QScrollArea { border: 0; background: $surface; }
""")
_SIZES = (1, 2, 3, 4, 5, 6, 8, 11, 16)


def form_sheet(theme: Theme) -> str:
    """The style sheet of a form at the theme's scale; set it on the pane."""
    return _SHEET.substitute(theme.colours, **{f"p{base}": theme.pixels(base) for base in _SIZES})


def words(text: str, role: str, *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label of plain text in one of the roles of the style sheets."""
    label = Prose(text, parent) if wrap else QLabel(text, parent)
    if not wrap:
        label.setTextFormat(Qt.TextFormat.PlainText)
    mark(label, "role", role)
    return label


def button(text: str, role: str, parent: QWidget | None = None) -> QPushButton:
    """A button in one of the roles of the style sheets: ``link`` or ``small``."""
    made = QPushButton(text, parent)
    made.setAutoDefault(False)
    mark(made, "role", role)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class ElidedLabel(QLabel):
    """One line that ends in 「…」 where it does not fit; the tooltip has it whole."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        mark(self, "role", role)

    def show_text(self, text: str) -> None:
        """Show a text, elided to the present width."""
        self._whole = "".join(text.splitlines())
        self.setAccessibleName(self._whole)
        self._elide()
        self.updateGeometry()

    def whole_text(self) -> str:
        """The text as it is without the ellipsis."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def sizeHint(self) -> QSize:
        return QSize(
            QFontMetrics(self.font()).horizontalAdvance(self._whole) + 2, super().sizeHint().height()
        )

    def _elide(self) -> None:
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class AreaBadge(QLabel):
    """The badge of a 分野: its word on its colour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colour = theme.colour("accent")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setContentsMargins(theme.pixels(8), theme.pixels(1), theme.pixels(8), theme.pixels(1))

    def show_area(self, text: str, colour: QColor) -> None:
        """Show a 分野."""
        self._colour = colour
        self.setText(text)
        self.setAccessibleName(f"分野 {text}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        radius = self.height() / 2
        painter.drawRoundedRect(self.rect(), radius, radius)
        painter.setPen(self._theme.colour("on_accent"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
