"""The list of 祝日, fetched on another thread after the first paint: opening the pane never waits for it."""

import linecache
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from PySide6.QtCore import QObject, Signal

_LIBRARY = "holidays.countries.japan"


class HolidaysAhead(QObject):
    """``known`` tells whether 開庁日 can be counted without waiting."""

    ready = Signal()
    """The 祝日 are there. Arrives on the thread of this object."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self.known = _LIBRARY in sys.modules
        self.ready.connect(self._learn)

    def begin(self, years: Iterable[int]) -> None:
        """Fetch the 祝日 of these years in the background, once."""
        if self._thread is None and not self.known:
            wanted = tuple(years)
            self._thread = threading.Thread(target=self._fetch, args=(wanted,), daemon=True)
            self._thread.start()

    def _learn(self) -> None:
        self.known = True

    def _fetch(self, years: tuple[int, ...]) -> None:
        from dxplanner.domain.workdays import is_holiday

        for year in years:
            is_holiday(date(year, 1, 1))
        # PySide6 reads the source of all that is imported, and Python keeps it: this library's is large.
        linecache.clearcache()
        # The window may be gone by now.
        with suppress(RuntimeError):
            self.ready.emit()
