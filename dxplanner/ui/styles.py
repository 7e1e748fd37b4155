"""How standard widgets look: a palette and a style sheet, both made from the theme.

What a pane may use, as properties of its widgets (see ``mark``): ``primary`` on its one main button,
``invalid`` on a field whose value is not stored, ``role`` on labels: ``title`` (15 px bold), ``heading``
(bold), ``quiet`` (11 px, secondary), ``error``, ``caution``, ``good``.
"""

from string import Template

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from dxplanner.paths import data_dir
from dxplanner.ui.theme import Theme

_SHEET = Template("""
QMainWindow, QDialog, QStackedWidget { background: $surface; }
QMenuBar { background: $surface; padding: ${p2}px ${p4}px; border-bottom: 1px solid $line; }
QMenuBar::item { padding: ${p4}px ${p10}px; border-radius: ${p4}px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; border: 1px solid $line; padding: ${p4}px 0; }
QMenu::item { padding: ${p5}px ${p28}px ${p5}px ${p12}px; }
QMenu::item:selected { background: $selection; color: $ink; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { left: ${p10}px; }
QMenu::separator { height: 1px; background: $line; margin: ${p4}px ${p8}px; }
QToolBar { background: $surface; border: 0; border-bottom: 1px solid $line;
           padding: ${p4}px ${p8}px; spacing: ${p4}px; }
QToolBar::separator { background: $line; width: 1px; margin: ${p6}px ${p6}px; }
QToolButton { padding: ${p5}px ${p8}px; border: 1px solid transparent; border-radius: ${p4}px;
              background: transparent; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $selection; }
QToolButton:focus { border-color: $accent; }
QToolButton[popupMode="2"] { padding-right: ${p16}px; }
QToolButton::menu-indicator { image: url("$chevron"); width: ${p10}px; height: ${p10}px;
    subcontrol-origin: padding; subcontrol-position: center right; right: ${p4}px; }
QToolButton:disabled { color: $disabled; }
QToolButton[primary="true"] { background: $accent_ground; color: $accent; }
QToolButton[primary="true"]:disabled { background: transparent; color: $disabled; }
QPushButton { padding: ${p4}px ${p12}px; border: 1px solid $quiet; border-radius: ${p4}px;
              background: $surface; min-height: ${p16}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border: 2px solid $accent; padding: ${p3}px ${p11}px; }
QPushButton:disabled { color: $disabled; border-color: $line; }
QPushButton:checked { background: $accent_ground; color: $accent; border-color: $accent; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[primary="true"]:hover { background: $accent; border-color: $ink; }
QPushButton[primary="true"]:focus { border: 2px solid $ink; padding: ${p3}px ${p11}px; }
QPushButton[primary="true"]:disabled { background: $line; color: $disabled; border-color: $line; }
QPushButton[big="true"] { min-height: ${p32}px; text-align: left; }
QPushButton[flat="true"] { border-color: transparent; background: transparent; color: $accent; }
QPushButton[flat="true"]:focus { border: 1px solid $accent; }
QLineEdit, QPlainTextEdit, QTextEdit { border: 1px solid $line; border-radius: ${p4}px;
    padding: ${p3}px ${p6}px; background: $surface; color: $ink; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: $accent; }
QLineEdit:disabled, QPlainTextEdit:disabled { color: $disabled; background: $ground; }
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] { background: $ground; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"] { border-color: $error; }
QAbstractItemView QLineEdit { padding: 0 ${p2}px; border: 2px solid $accent; border-radius: 0; }
QTextBrowser { border: 0; border-radius: 0; }
QAbstractSpinBox { border: 1px solid $line; border-radius: ${p4}px; padding: ${p3}px 0;
    background: $surface; }
QAbstractSpinBox:focus { border-color: $accent; }
QAbstractSpinBox:disabled { color: $disabled; background: $ground; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    border: 0; width: ${p16}px; background: transparent; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: url("$chevron_up"); width: ${p8}px; height: ${p8}px; }
QAbstractSpinBox::down-arrow { image: url("$chevron"); width: ${p8}px; height: ${p8}px; }
QProgressBar { border: 1px solid $quiet; border-radius: ${p4}px; background: $surface; }
QProgressBar::chunk { background: $accent; border-radius: ${p3}px; }
QAbstractItemView { outline: 1px solid $accent; }
QAbstractScrollArea::corner { background: $surface; border: 0; }
QCheckBox::indicator, QRadioButton::indicator,
QAbstractItemView::indicator { width: ${p12}px; height: ${p12}px;
    border: 1px solid $quiet; background: $surface; }
QCheckBox::indicator, QAbstractItemView::indicator { border-radius: ${p3}px; }
QRadioButton::indicator { border-radius: ${p6}px; width: ${p11}px; height: ${p11}px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
    background: $accent; border-color: $accent;
    image: url("$tick"); }
QCheckBox::indicator:checked:focus { border-color: $ink; }
QRadioButton::indicator:checked { border: ${p4}px solid $accent; width: ${p5}px; height: ${p5}px; }
QRadioButton::indicator:checked:focus { border-color: $ink; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $ground; }
QComboBox { border: 1px solid $line; border-radius: ${p4}px; padding: ${p3}px ${p6}px; background: $surface; }
QComboBox:focus, QComboBox:on { border-color: $accent; }
QComboBox::drop-down { border: 0; width: ${p16}px; }
QComboBox::down-arrow { image: url("$chevron"); width: ${p10}px; height: ${p10}px; }
QComboBox:disabled { color: $disabled; background: $ground; }
QTabWidget::pane { border: 0; }
QTabBar { background: transparent; }
QFrame[role="band"] { background: $ground; border: 0; border-bottom: 1px solid $line; }
QTabBar::tab { padding: ${p6}px ${p16}px; margin-top: ${p4}px; border: 1px solid transparent;
    border-bottom: 0; border-top-left-radius: ${p4}px; border-top-right-radius: ${p4}px; color: $ink; }
QTabBar::tab:hover { background: $hover; }
QTabBar::tab:selected { background: $surface; border-color: $line; color: $accent; font-weight: bold; }
QTabBar::tab:focus { border-color: $accent; }
QTabBar::scroller { width: ${p28}px; }
QTabBar QToolButton { padding: 0; border-color: $line; background: $surface; }
QHeaderView::section { background: $ground; color: $ink; padding: ${p4}px ${p8}px; border: 0;
    border-right: 1px solid $line; border-bottom: 1px solid $line; font-weight: bold; }
QDockWidget { font-weight: bold; }
QDockWidget::title { background: $ground; padding: ${p6}px ${p8}px; }
QSplitter::handle { background: $line; }
QStatusBar { background: $surface; border-top: 1px solid $line; }
QStatusBar::item { border: 0; }
QToolTip { background: $surface; color: $ink; border: 1px solid $quiet; padding: ${p4}px; }
QScrollBar:vertical { background: $surface; width: ${p12}px; margin: 0; }
QScrollBar:horizontal { background: $surface; height: ${p12}px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: ${p4}px; margin: ${p2}px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::handle:vertical { min-height: ${p28}px; }
QScrollBar::handle:horizontal { min-width: ${p28}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QLabel[role="title"] { font-size: ${p15}px; font-weight: bold; }
QLabel[role="heading"] { font-weight: bold; }
QLabel[role="quiet"] { font-size: ${p11}px; color: $quiet; }
QLabel[role="error"] { color: $error; }
QLabel[role="caution"] { color: $caution; }
QLabel[role="good"] { color: $good; }
QFrame[role="banner"] { background: $caution_ground; border: 0; border-bottom: 1px solid $line; }
QFrame[role="hint"] { background: $accent_ground; border: 0; border-bottom: 1px solid $line; }
QFrame[role="rule"] { background: $line; border: 0; }
""")
_SIZES = (2, 3, 4, 5, 6, 8, 10, 11, 12, 15, 16, 28, 32)


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole application the theme's colours and sizes."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))


def style_sheet(theme: Theme) -> str:
    """The style sheet of standard widgets at the theme's scale."""
    # Style sheets know files only, not colours, for signs: these come in black and in white.
    folder = data_dir("resources") / "themes"
    signs = {
        "tick": (folder / f"tick-{'black' if theme.dark else 'white'}.svg").as_posix(),
        "chevron": (folder / f"chevron-{'white' if theme.dark else 'black'}.svg").as_posix(),
        "chevron_up": (folder / f"chevron-up-{'white' if theme.dark else 'black'}.svg").as_posix(),
    }
    sizes = {f"p{base}": theme.pixels(base) for base in _SIZES}
    return _SHEET.substitute(theme.colours, **signs, **sizes)


def palette(theme: Theme) -> QPalette:
    """The palette of what no style sheet names: item views, check boxes, dialogs of Qt."""
    made = QPalette()
    role = QPalette.ColorRole
    meanings = {
        role.Window: "surface", role.WindowText: "ink", role.Base: "surface", role.AlternateBase: "ground",
        role.Text: "ink", role.PlaceholderText: "quiet", role.Button: "surface", role.ButtonText: "ink",
        role.BrightText: "on_accent", role.Highlight: "selection", role.HighlightedText: "ink",
        role.Accent: "accent", role.Link: "accent", role.LinkVisited: "accent", role.ToolTipBase: "surface",
        role.ToolTipText: "ink", role.Light: "surface", role.Midlight: "ground", role.Mid: "line",
        role.Dark: "quiet", role.Shadow: "line",
    }  # fmt: skip
    for part, meaning in meanings.items():
        made.setColor(part, theme.colour(meaning))
    for part in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, part, QColor(theme.colour("disabled")))
    return made


def mark(widget: QWidget, name: str, value: object = True) -> None:
    """Set a property that the style sheet reads (primary, invalid, role), also on a widget already shown."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
