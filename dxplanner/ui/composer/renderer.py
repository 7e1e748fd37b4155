"""Previews and pictures of pages made off the GUI thread; what is overtaken is dropped."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage
from shiboken6 import isValid

from dxplanner.domain.errors import UserError
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.ui.jobs import UNEXPECTED

if TYPE_CHECKING:
    from dxplanner.services.preview import Preview

PageKey = tuple[int, int, float]
"""Generation of the preview, page (from 0), pixels a millimetre."""


class PageRenderer(QObject):
    """One thread for all pages. A new handout or state of the plan begins a new generation."""

    laid_out = Signal(int, object)
    """Generation, Preview: its pages are known."""
    painted = Signal(object, QImage)
    """PageKey and picture of a page."""
    failed = Signal(int, str)
    """Generation, and why there is no preview (Japanese)."""
    _laid = Signal(int, object)
    _done = Signal(object, QImage)
    _refused = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.generation = 0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._wanted: set[PageKey] = set()
        # Emitted on the worker's thread, delivered on this object's.
        queued = Qt.ConnectionType.QueuedConnection
        self._laid.connect(self._on_laid, queued)
        self._done.connect(self._on_done, queued)
        self._refused.connect(self._on_refused, queued)

    def show(self, source: Callable[[], PlanSnapshot], uid: str) -> int:
        """Begin a generation: lay out a handout of what ``source`` reads on the thread; gives its number."""
        self.generation += 1
        self._wanted.clear()
        generation = self.generation
        self._start(generation, lambda: self._lay_out(generation, source, uid))
        return generation

    def show_pages(self, preview: "Preview") -> None:
        """Begin a generation with pages that are laid out already."""
        self.generation += 1
        self._wanted.clear()
        self.laid_out.emit(self.generation, preview)

    def paint(self, preview: "Preview", index: int, pixels_per_mm: float) -> None:
        """Ask for the picture of a page of the present generation, unless it is on its way."""
        key = (self.generation, index, pixels_per_mm)
        if key not in self._wanted:
            self._wanted.add(key)
            self._start(key[0], lambda: self._paint(preview, key))

    def stop(self) -> None:
        """Drop what is waiting and wait for what runs."""
        self.generation += 1
        self._pool.clear()
        self._pool.waitForDone()

    def _start(self, generation: int, work: Callable[[], None]) -> None:
        def run() -> None:
            if generation != self.generation:
                return
            # Every exception ends here: one that left the thread would vanish without a word.
            try:
                work()
            except UserError as error:
                self._refused.emit(generation, error.message)
            except Exception:
                if not isValid(self):
                    return  # the window was closed meanwhile
                from dxplanner.services.logbook import record_failure

                record_failure("preview")
                self._refused.emit(generation, UNEXPECTED.format(title="プレビュー"))

        self._pool.start(run)

    def _lay_out(self, generation: int, source: Callable[[], PlanSnapshot], uid: str) -> None:
        from dxplanner.services.preview import preview_of

        self._laid.emit(generation, preview_of(source(), uid))

    def _paint(self, preview: "Preview", key: PageKey) -> None:
        from dxplanner.services.preview import page_image

        made = page_image(preview, key[1], key[2])
        form = QImage.Format.Format_RGBX8888
        self._done.emit(key, QImage(made.data, made.width, made.height, made.stride, form).copy())

    def _on_laid(self, generation: int, preview: object) -> None:
        if generation == self.generation:
            self.laid_out.emit(generation, preview)

    def _on_done(self, key: PageKey, image: QImage) -> None:
        self._wanted.discard(key)
        if key[0] == self.generation:
            self.painted.emit(key, image)

    def _on_refused(self, generation: int, sentence: str) -> None:
        if generation == self.generation:
            self.failed.emit(generation, sentence)
