"""A line at the foot of the pane while a file is read or written: what is done, and a way to stop it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from dxplanner.ui.jobs import Job
from dxplanner.ui.theme import Theme


class JobLine(QFrame):
    """Shows itself once a job is slow, and goes when it ends."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "hint")
        self._job: Job | None = None
        self.label = QLabel()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setMaximumHeight(theme.pixels(10))
        self.bar.setAccessibleName("進み具合")
        self.stop = QPushButton("中止")
        self.stop.setToolTip("区切りのよい所で止めます。計画とファイルは変わりません。")
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        margin = theme.pixels(8)
        row.setContentsMargins(margin, margin // 2, margin, margin // 2)
        row.addWidget(self.label)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self.hide()

    def watch(self, job: Job) -> None:
        """Follow a job."""
        self._job = job
        self.label.setText(f"{job.title}をしています。")
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        job.progress.connect(self._move)
        job.slow.connect(self.show)
        job.finished.connect(self._end)

    def _move(self, done: int, total: int, _what: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        if self._job is not None:
            self._job.cancel()

    def _end(self) -> None:
        self._job = None
        self.hide()
