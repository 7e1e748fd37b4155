"""The title row of the 新旧 pane: which versions, which 階層, the sides swapped, the list, the size."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from dxplanner.services.transition_query import VersionChoice
from dxplanner.ui.chooser_width import chooser_width
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.entries import show_entries
from dxplanner.ui.forms.looks import ElidedLabel
from dxplanner.ui.forms.title_row import chooser, narrow_button, switch
from dxplanner.ui.theme import Theme

_NARROWEST = 72
_LEVEL, _WIDEST = 136, 224
"""Widths between which the chooser of the 階層 follows the names that it lists."""


class TransitionControls(QWidget):
    """Choosers and buttons; it knows nothing of the diagram."""

    versions_chosen = Signal(int, int)
    level_chosen = Signal(str)
    swapped = Signal(bool)
    listed = Signal(bool)
    zoomed = Signal(int)
    """1 larger, -1 smaller, 0 the usual size."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        p = theme.pixels
        self.old = chooser(ElidedBox(), "現行の計画版", p(164))
        self.new = chooser(ElidedBox(), "見直し案の計画版", p(164))
        self.level = chooser(ElidedBox(), "階層", p(_LEVEL))
        for box in (self.old, self.new, self.level):
            # As wide as it may be where there is room, else its text ends in 「…」.
            box.setMinimumContentsLength(_WIDEST // 8)
            box.setMinimumWidth(p(_NARROWEST))
        self.swap = switch("左右を入れ替え", "現行を右、見直し案を左に表示します。もう一度押すと戻ります。")
        self.list = switch("一覧", "図の下に、対応の一覧（表）を表示します。")
        self.out = narrow_button("－", "縮小（Ctrl+ホイール）", p(28))
        self.closer = narrow_button("＋", "拡大（Ctrl+ホイール）", p(28))
        self.summary = ElidedLabel("quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(p(8), p(5), p(8), p(5))
        row.setSpacing(p(6))
        for widget in (self.old, QLabel("→"), self.new, self.level, self.swap, self.list):
            row.addWidget(widget)
        row.addSpacing(p(6))
        row.addWidget(self.summary, 1)
        row.addWidget(self.out)
        row.addWidget(self.closer)
        for box in (self.old, self.new):
            box.activated.connect(
                lambda _at: self.versions_chosen.emit(self.old.currentData(), self.new.currentData())
            )
        self.level.activated.connect(lambda at: self.level_chosen.emit(self.level.itemText(at)))
        self.swap.toggled.connect(self.swapped)
        self.list.toggled.connect(self.listed)
        self.out.clicked.connect(lambda: self.zoomed.emit(-1))
        self.closer.clicked.connect(lambda: self.zoomed.emit(1))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, super().minimumSizeHint().height())

    def show_versions(self, choices: Sequence[VersionChoice], old: int, new: int) -> None:
        """List the versions for both sides."""
        for box, chosen in ((self.old, old), (self.new, new)):
            show_entries(box, [(choice.title, choice.id) for choice in choices], chosen)

    def show_levels(self, levels: Sequence[str], chosen: str) -> None:
        """List the 階層."""
        show_entries(self.level, [(name, name) for name in levels], chosen)
        p = self._theme.pixels
        self.level.setMaximumWidth(chooser_width(self.level, levels, p(_LEVEL), p(_WIDEST)))
