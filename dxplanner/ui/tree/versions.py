"""The switch between plan versions (計画版の切替え) above the tree."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from dxplanner.services.tree_query import VersionRow
from dxplanner.ui.forms.elided import ElidedBox, ElidedButton
from dxplanner.ui.theme import Theme

_BUTTONS = 3
"""Up to so many versions stand as buttons side by side, more in a list."""
_WITH_TERM = 2
"""Up to so many buttons have room for the term (R4–R6)."""
_NARROWEST = 64
"""Least width of a button in pixels at 100 %: some letters and 「…」."""


class VersionSwitch(QWidget):
    """Buttons 現行計画 R4–R6 | 見直し案 R7–R9, or a list when there are many versions."""

    chosen = Signal(int)
    """Key of the version that the user chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._list: ElidedBox | None = None
        self._group.idClicked.connect(self.chosen)

    def fill(self, versions: Sequence[VersionRow], theme: Theme) -> None:
        """Offer these versions."""
        for button in self._group.buttons():
            self._group.removeButton(button)
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._list = None
        if len(versions) > _BUTTONS:
            self._fill_list(versions)
        else:
            self._fill_buttons(versions, theme)

    def _fill_list(self, versions: Sequence[VersionRow]) -> None:
        self._list = ElidedBox(self)
        self._list.setAccessibleName("計画版")
        for version in versions:
            self._list.addItem(f"{version.name} {version.term}".strip(), version.id)
        self._list.activated.connect(self._choose_from_list)
        self._row.addWidget(self._list)

    def _choose_from_list(self, row: int) -> None:
        if self._list is not None:
            self.chosen.emit(self._list.itemData(row))

    def _fill_buttons(self, versions: Sequence[VersionRow], theme: Theme) -> None:
        for place, version in enumerate(versions):
            whole = f"{version.name} {version.term}".strip()
            button = ElidedButton(version.name, version.term if len(versions) <= _WITH_TERM else "", self)
            button.setMinimumWidth(theme.pixels(_NARROWEST))
            button.setCheckable(True)
            button.setAccessibleName(f"計画版 {whole}")
            button.setToolTip(f"{whole} を表示します。")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setStyleSheet(_sheet(theme, first=place == 0, last=place == len(versions) - 1))
            self._group.addButton(button, version.id)
            self._row.addWidget(button, 1)

    def show_version(self, version_id: int) -> None:
        """Mark a version as the one that is shown."""
        if self._list is not None:
            with QSignalBlocker(self._list):
                self._list.setCurrentIndex(self._list.findData(version_id))
            return
        button = self._group.button(version_id)
        if button is not None:
            button.setChecked(True)


def _sheet(theme: Theme, *, first: bool, last: bool) -> str:
    """Joined buttons: round only at the outer corners."""
    colour = {name: theme.colour(name).name() for name in ("line", "accent", "on_accent", "surface", "ink")}
    round_ = theme.pixels(4)
    corners = {"left": round_ if first else 0, "right": round_ if last else 0}
    shape = "".join(
        f"border-{edge}-{side}-radius: {corner}px;"
        for side, corner in corners.items()
        for edge in ("top", "bottom")
    )
    return (
        f"QPushButton {{ border: 1px solid {colour['line']}; border-radius: 0; {shape}"
        f" {'' if first else 'border-left: 0;'} padding: {theme.pixels(3)}px {theme.pixels(2)}px;"
        f" background: {colour['surface']}; color: {colour['ink']}; }}"
        f"QPushButton:checked {{ background: {colour['accent']}; color: {colour['on_accent']};"
        f" border-color: {colour['accent']}; font-weight: bold; }}"
        f"QPushButton:focus {{ border: 2px solid {colour['ink']}; }}"
    )
