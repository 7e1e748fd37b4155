"""Which columns a sheet shows and how wide they are, as this user left them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHeaderView

from dxplanner.ui.settings import Settings
from dxplanner.ui.sheet.view import SheetView


class Columns:
    """Widths (in pixels at 100 %) and hidden columns, kept in the settings under the sheet's key."""

    def __init__(self, view: SheetView, settings: Settings, key: str) -> None:
        self._view, self._settings, self._key = view, settings, f"sheet/{key}"
        self._applying = False
        self._later = QTimer(view, singleShot=True, interval=300)
        self._later.timeout.connect(self.remember)
        head = view.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.sectionResized.connect(lambda *_: None if self._applying else self._later.start())

    def apply(self) -> None:
        """Give the present columns the widths that are remembered, else their own."""
        stored = self._stored()
        theme, look = self._view.look.theme, self._view.look
        with self._changing():
            for place, column in enumerate(self._view.rows_model.columns):
                kept = stored.get(column.key, {})
                shown = kept.get("shown", not column.hidden)
                self._view.setColumnHidden(place, not shown)
                width = kept.get("width")
                wide = theme.pixels(width) if isinstance(width, int) else look.column_width(column)
                if shown:
                    self._view.setColumnWidth(place, wide)
        if not self._view.columns_shown() and self._view.rows_model.columns:
            self.show(0, True)

    def show(self, place: int, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        if not shown and self._view.columns_shown() == [place]:
            return
        with self._changing():
            self._view.setColumnHidden(place, not shown)
            if shown and self._view.columnWidth(place) < self._view.look.theme.pixels(24):
                self._view.setColumnWidth(
                    place, self._view.look.column_width(self._view.rows_model.columns[place])
                )
        self.remember()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Widths change because of us: nothing to remember, and rows are measured once."""
        self._applying = True
        with self._view.arranging():
            yield
        self._applying = False

    def reset(self) -> None:
        """The columns and widths that the sheet came with."""
        self._settings.set(self._key, "")
        self.apply()

    def remember(self) -> None:
        """Keep the present widths and which columns are shown."""
        self._later.stop()
        view, scale = self._view, self._view.look.theme.scale
        kept = self._stored()
        for place, column in enumerate(view.rows_model.columns):
            one = kept.setdefault(column.key, {})
            one["shown"] = not view.isColumnHidden(place)
            width = round(view.columnWidth(place) * 100 / scale)
            if one["shown"] and view.columnWidth(place) != view.look.column_width(column):
                one["width"] = width
        self._settings.set(self._key, json.dumps(kept, ensure_ascii=False))

    def _stored(self) -> dict[str, dict[str, Any]]:
        try:
            stored = json.loads(self._settings.text(self._key) or "{}")
        except ValueError:
            return {}
        if not isinstance(stored, dict):
            return {}
        return {key: value for key, value in stored.items() if isinstance(value, dict)}
