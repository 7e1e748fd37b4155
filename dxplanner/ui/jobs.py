"""Slow work off the GUI thread (decision 6): it gets a snapshot and paths, never a session or a widget."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal

from dxplanner.domain.errors import UserError

PATIENCE_MS = 500
"""How long a job may take before its progress is shown."""

UNEXPECTED = "予期しない障害が起きたため、「{title}」を終えられませんでした。計画は変わっていません。"


class Job(QObject):
    """One piece of work that runs on another thread. All signals arrive on the GUI thread."""

    progress = Signal(int, int, str)
    """Done, total, what is being done now."""
    slow = Signal()
    """The job takes longer than PATIENCE_MS: time to show its progress."""
    done = Signal(object)
    """What the work returned."""
    failed = Signal(str)
    """The Japanese sentence that says why it did not succeed (or that it was cancelled)."""
    finished = Signal()
    """After ``done`` or ``failed``, whichever it was."""
    _told = Signal(int, int, str)
    _ended = Signal(object, str)

    def __init__(self, title: str, work: Callable[["Job"], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.cancelled = threading.Event()
        self._work = work
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self.slow)
        # Emitted on the worker's thread, delivered on the thread of this object: the window's.
        self._told.connect(self.progress, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def begin(self, pool: QThreadPool) -> None:
        """Hand the work to a thread of the pool."""
        self._patience.start()
        pool.start(self._run)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.cancelled.set()

    def report(self, done: int, total: int, what: str) -> None:
        """Tell how far the work is; called by the work on its own thread."""
        self._told.emit(done, total, what)

    def _run(self) -> None:
        # Every exception ends here: one that left the thread would vanish without a word.
        try:
            result = self._work(self)
        except UserError as error:
            self._ended.emit(None, error.message)
        except Exception:
            from dxplanner.services.logbook import record_failure

            record_failure("job")
            self._ended.emit(None, UNEXPECTED.format(title=self.title))
        else:
            self._ended.emit(result, "")

    def _deliver(self, result: object, sentence: str) -> None:
        self._patience.stop()
        if sentence:
            self.failed.emit(sentence)
        else:
            self.done.emit(result)
        self.finished.emit()


class Jobs(QObject):
    """The jobs of one window; asked before it closes."""

    started = Signal(object)
    """Job: a job has begun."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._running: list[Job] = []

    @property
    def running(self) -> tuple[Job, ...]:
        """Jobs that have not ended yet."""
        return tuple(self._running)

    def start(
        self,
        title: str,
        work: Callable[[Job], object],
        done: Callable[[object], None] | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> Job:
        """Run ``work(job)`` on another thread; then ``done(result)`` or ``failed(sentence)`` on this one."""
        job = Job(title, work, self)
        if done is not None:
            job.done.connect(done)
        if failed is not None:
            job.failed.connect(failed)
        job.finished.connect(lambda: self._forget(job))
        self._running.append(job)
        self.started.emit(job)
        job.begin(self._pool)
        return job

    def cancel_all(self, patience_ms: int = 30_000) -> bool:
        """Ask all jobs to stop and wait for them; False when one still runs after ``patience_ms``."""
        for job in self._running:
            job.cancel()
        return self._pool.waitForDone(patience_ms)

    def _forget(self, job: Job) -> None:
        self._running.remove(job)
        job.deleteLater()
