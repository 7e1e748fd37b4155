"""Which columns a sheet shows and how wide they are, as this user left them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHeaderView

from dxplanner.ui.settings import Settings
from dxplanner.ui.sheet.view import SheetView

_GIVES: Final = 6
"""A column of running text gives up to a sixth of its width where that spares scrolling sideways."""


class Columns:
    """Widths (in pixels at 100 %) and hidden columns, kept in the settings under the sheet's key.

    What no user has set follows the room: columns of running text share what is left over.
    """

    def __init__(self, view: SheetView, settings: Settings, key: str) -> None:
        self._view, self._settings, self._key = view, settings, f"sheet/{key}"
        self._applying = False
        self._set: set[str] = set()
        """Columns whose widths somebody has set, and which are not yet in the settings."""
        self._later = QTimer(view, singleShot=True, interval=300)
        self._later.timeout.connect(self.remember)
        head = view.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.sectionResized.connect(lambda place, *_: self._resized(place))
        view.widened.connect(self._share)

    def apply(self) -> None:
        """Give the present columns the widths that are remembered, else their own."""
        self._set.clear()
        stored = self._stored()
        with self._changing():
            for place, column in enumerate(self._view.rows_model.columns):
                shown = stored.get(column.key, {}).get("shown", not column.hidden)
                self._view.setColumnHidden(place, not shown)
            self._fit(self._widths(stored))
        if not self._view.columns_shown() and self._view.rows_model.columns:
            self.show(0, True)

    def show(self, place: int, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        if not shown and self._view.columns_shown() == [place]:
            return
        with self._changing():
            self._view.setColumnHidden(place, not shown)
            self._fit(self._widths(self._stored()))
        self.remember()

    def _resized(self, place: int) -> None:
        if not self._applying:
            self._set.add(self._view.rows_model.columns[place].key)
            self._later.start()

    def _widths(self, stored: Mapping[str, Mapping[str, Any]]) -> dict[int, int]:
        """The widths of the columns shown, by place: those of the user, else shared out."""
        view, look = self._view, self._view.look
        columns = view.rows_model.columns
        widths: dict[int, int] = {}
        own: dict[int, int] = {}
        """Columns that follow the room, and how wide they are to be at most."""
        for place in view.columns_shown():
            column, kept = columns[place], stored.get(columns[place].key, {}).get("width")
            if column.key in self._set:
                widths[place] = view.columnWidth(place)
            elif isinstance(kept, int):
                widths[place] = look.theme.pixels(kept)
            else:
                widths[place] = look.column_width(column)
                if (widest := look.widest(column)) > widths[place]:
                    own[place] = widest
        left = view.viewport().width() - sum(widths.values())
        if left > 0:
            _hand_out(widths, own, left)
        elif -left <= sum(widths[place] // _GIVES for place in own):
            whole = sum(widths[place] for place in own)
            for place in own:
                widths[place] += left * widths[place] // max(whole, 1)
        return widths

    def _fit(self, widths: Mapping[int, int]) -> None:
        for place, width in widths.items():
            if self._view.columnWidth(place) != width:
                self._view.setColumnWidth(place, width)

    def _share(self) -> None:
        """The room has changed."""
        if self._applying:
            return
        widths = self._widths(self._stored())
        if any(self._view.columnWidth(place) != width for place, width in widths.items()):
            with self._changing():
                self._fit(widths)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Widths change because of us: nothing to remember, and rows are measured once."""
        self._applying = True
        try:
            with self._view.arranging():
                yield
        finally:
            self._applying = False

    def reset(self) -> None:
        """The columns and widths that the sheet came with."""
        self._settings.set(self._key, "")
        self.apply()

    def remember(self) -> None:
        """Keep the widths that somebody has set, and which columns are shown."""
        self._later.stop()
        view, scale = self._view, self._view.look.theme.scale
        kept = self._stored()
        for place, column in enumerate(view.rows_model.columns):
            one = kept.setdefault(column.key, {})
            one["shown"] = not view.isColumnHidden(place)
            if one["shown"] and column.key in self._set:
                one["width"] = round(view.columnWidth(place) * 100 / scale)
        self._set.clear()
        self._settings.set(self._key, json.dumps(kept, ensure_ascii=False))

    def _stored(self) -> dict[str, dict[str, Any]]:
        try:
            stored = json.loads(self._settings.text(self._key) or "{}")
        except ValueError:
            return {}
        if not isinstance(stored, dict):
            return {}
        return {key: value for key, value in stored.items() if isinstance(value, dict)}


def _hand_out(widths: dict[int, int], most: Mapping[int, int], left: int) -> None:
    """Widen columns in proportion to their widths by what is left, each to ``most`` at the most."""
    open_ = dict(most)
    while left > 0 and open_:
        whole = sum(widths[place] for place in open_)
        shares = {place: left * widths[place] // whole for place in open_}
        full = [place for place in open_ if widths[place] + shares[place] >= open_[place]]
        for place in full or open_:
            wider = min(shares[place], open_[place] - widths[place])
            widths[place] += wider
            left -= wider
        if not full:
            return
        for place in full:
            del open_[place]
