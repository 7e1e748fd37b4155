"""Writing handouts from the window: ask, run on another thread, say what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QEventLoop, QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from dxplanner.domain.errors import UserError
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.asking import Asking, documents_folder
from dxplanner.ui.jobs import Job, Jobs
from dxplanner.ui.settings import Settings
from dxplanner.ui.status import Follow
from dxplanner.ui.theme import Theme

if TYPE_CHECKING:
    from dxplanner.model.snapshot import PlanSnapshot
    from dxplanner.services.data_export import DataWritten
    from dxplanner.services.export import Failure, Written
    from dxplanner.services.print_runs import Printing
    from dxplanner.ui.export_dialog import ExportChoice, ExportDialog

_PATIENCE_MS = 30_000
"""How long the closing window waits for a file that is just being written."""


class Say(Protocol):
    """Shows a sentence with buttons beside it."""

    def __call__(self, sentence: str, follow: Sequence[Follow] = ()) -> None: ...


Record = Callable[["Sequence[Printing]"], object]
"""Keeps printings in the plan, as an edit of its own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an export has come to: its files, what could not be written, and what ended it early, if anything.

    ``printings`` are of the handouts that are in the files, when they are to be kept.
    """

    files: "tuple[Written, ...]"
    failures: "tuple[Failure, ...]" = ()
    stopped: str = ""
    printings: "tuple[Printing, ...]" = ()


class Exporter(QObject):
    """The one export of a window that may run at a time."""

    busy = Signal(bool)
    """An export has begun or ended."""

    def __init__(
        self,
        jobs: Jobs,
        settings: Settings,
        asking: Asking,
        say: Say,
        open_folder: Callable[[Path], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._settings = settings
        self._asking = asking
        self._say = say
        self._open_folder = open_folder or show_folder
        self.job: Job | None = None

    def may_stop(self, parent: QWidget) -> bool:
        """Whether the window may close: nothing is being written, or somebody gives it up."""
        if self.job is None:
            return True
        agreed = self._asking.confirm(
            parent,
            "資料を書き出している途中です。中止して閉じますか。\n"
            "書き終えた資料は残ります。書きかけの資料は残りません。",
            "中止して閉じる",
            "書き出しを続ける",
        )
        if agreed and self.job is not None:
            # The plan closes next; what was given out has to be kept in it before.
            ending = QEventLoop()
            self.job.finished.connect(ending.quit)
            QTimer.singleShot(_PATIENCE_MS, ending.quit)
            self.job.cancel()
            ending.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return agreed

    def ask(
        self, plan: PlanFile, theme: Theme, parent: QWidget, code: str = "", record: Record | None = None
    ) -> Job | None:
        """Ask what to write, and begin; None when it was given up or an export runs already.

        With ``code`` only that handout is ticked at first. ``record`` keeps what was given out; without it
        nothing can be kept (a plan that can only be read).
        """
        if self.job is not None:
            self._say("資料を書き出しています。終わってからもう一度お願いします。")
            return None
        from dxplanner.domain.numbering import blank_last
        from dxplanner.services.export import handouts_named
        from dxplanner.ui.export_dialog import ExportDialog, HandoutName

        snapshot = plan.snapshot()
        names = [
            HandoutName(handout.code, handout.number or "", handout.title)
            for handout in sorted(handouts_named(snapshot, ()), key=lambda one: blank_last(one.number))
        ]
        remembered = self._remembered(plan)
        if code:
            remembered = replace(remembered, codes=(code,))
        dialog = ExportDialog(names, remembered, theme, self._asking, parent)
        dialog.keep.setVisible(record is not None)
        looking = self._look_over(snapshot, dialog)
        try:
            if not dialog.exec():
                return None
            choice = dialog.choice
        finally:
            looking.cancel()
            dialog.deleteLater()
        return self.begin(plan, choice, record)

    def _look_over(self, snapshot: "PlanSnapshot", dialog: "ExportDialog") -> Job:
        """Look on another thread for what cannot be printed, and tell it in the dialog."""

        def work(job: Job) -> object:
            from dxplanner.services.export import look_over

            return look_over(snapshot, cancel=job.cancelled)

        job = self._jobs.start("資料の文字の確認", work, failed=dialog.show_trouble)
        job.done.connect(dialog.show_remarks)
        return job

    def begin(self, plan: PlanFile, choice: "ExportChoice", record: Record | None = None) -> Job:
        """Write on another thread, from a picture of the plan as it is now; ``record`` it if asked to."""
        self._settings.set("export/folder", str(choice.folder))
        self._settings.set("export/formats", ",".join(choice.formats))
        self._settings.set("export/one_workbook", "yes" if choice.one_workbook else "")
        snapshot = plan.snapshot()

        def work(job: Job) -> object:
            return self._outcome(snapshot, plan.path, choice, job, kept=record is not None and choice.kept)

        def ended(result: object) -> None:
            outcome = cast("Outcome", result)
            if record is not None and outcome.printings:
                record(outcome.printings)
            self._written(outcome)

        self.job = self._jobs.start("資料の書き出し", work, ended, self._failed)
        self.busy.emit(True)
        return self.job

    def _outcome(
        self, snapshot: "PlanSnapshot", plan: Path, choice: "ExportChoice", job: Job, *, kept: bool
    ) -> Outcome:
        """Write, on the worker's thread; reportlab and openpyxl are imported there."""
        from dxplanner.services.export import Failure, Format, Written, export_handouts, handouts_named
        from dxplanner.services.print_runs import printing_of

        results: list[Written | Failure] = []
        stopped = ""
        try:
            export_handouts(
                snapshot,
                choice.folder,
                choice.codes,
                [Format(extension) for extension in choice.formats],
                job.report,
                job.cancelled,
                one_workbook=choice.one_workbook,
                plan=plan,
                tell=results.append,
            )
        except UserError as error:
            stopped = error.message
        files = tuple(one for one in results if isinstance(one, Written))
        codes = {code for file in files for code in file.codes} if kept else set()
        given_out = [handout for handout in handouts_named(snapshot, ()) if handout.code in codes]
        return Outcome(
            files,
            tuple(one for one in results if isinstance(one, Failure)),
            stopped,
            tuple(printing_of(snapshot, handout) for handout in given_out),
        )

    def ask_data(self, plan: PlanFile, parent: QWidget) -> Job | None:
        """Ask where to, and write データ用 on another thread; None when it was given up."""
        if self.job is not None:
            self._say("資料を書き出しています。終わってからもう一度お願いします。")
            return None
        suggestion = documents_folder() / f"{plan.path.stem}_データ用.xlsx"
        target = self._asking.workbook_to_write(parent, "データ用の表を書き出す", suggestion)
        if target is None:
            return None
        snapshot = plan.snapshot()

        def work(_job: Job) -> object:
            from dxplanner.services.data_export import export_data

            return export_data(snapshot, target, plan.path)

        self.job = self._jobs.start("データ用の表の書き出し", work, self._data_written, self._failed)
        self.busy.emit(True)
        return self.job

    def _data_written(self, result: object) -> None:
        self._end()
        written = cast("DataWritten", result)
        folder, text = written.path.parent, "\n".join(written.exceptions)
        follow: list[Follow] = [("フォルダーを開く", lambda: self._open_folder(folder))]
        sentence = f"「{written.path.name}」に{len(written.sheets)}枚の表を書き出しました。"
        if written.exceptions:
            sentence += f"統一表記ルールの例外が{len(written.exceptions)}件あります。"
            title = "統一表記ルールの例外"
            follow.append(("例外を見る", lambda: self._asking.tell(self._window(), title, text)))
        self._say(sentence, follow)

    def _written(self, outcome: Outcome) -> None:
        self._end()
        files, failures = outcome.files, outcome.failures
        follow: list[Follow] = []
        if files:
            folder = files[0].path.parent
            follow.append(("フォルダーを開く", lambda: self._open_folder(folder)))
        if failures or (outcome.stopped and files):
            result = _result_text(outcome)
            follow.append(
                ("結果を見る", lambda: self._asking.tell(self._window(), "資料の書き出しの結果", result))
            )
        warnings = [f"{file.path.name}：{warning}" for file in files for warning in file.warnings]
        if warnings:
            text = "\n".join(dict.fromkeys(warnings))
            follow.append(("注意を見る", lambda: self._asking.tell(self._window(), "書き出しの注意", text)))
        self._say(_summary(outcome, len(warnings)), follow)

    def _failed(self, sentence: str) -> None:
        self._end()
        self._say(sentence)

    def _end(self) -> None:
        self.job = None
        self.busy.emit(False)

    def _window(self) -> QWidget:
        return cast("QWidget", self.parent())

    def _remembered(self, plan: PlanFile) -> "ExportChoice":
        from dxplanner.ui.export_dialog import ExportChoice

        folder = self._settings.text("export/folder")
        formats = self._settings.text("export/formats")
        start = Path(folder) if folder else documents_folder() / f"{plan.path.stem}_資料"
        together = bool(self._settings.text("export/one_workbook"))
        return ExportChoice((), tuple(formats.split(",")) if formats else (), start, together)


def _summary(outcome: Outcome, warnings: int) -> str:
    """What has come of an export, in a line."""
    files, failures = len(outcome.files), outcome.failures
    parts: list[str] = []
    if outcome.stopped:
        parts.append(outcome.stopped)
    if len(failures) == 1:
        parts.append(f"書き出せなかったものがあります。{failures[0].sentence}")
    elif failures:
        parts.append(f"書き出せなかったものが{len(failures)}件あります。")
    if files:
        before = "それまでに" if outcome.stopped else ""
        kept = "、配付の記録を残し" if outcome.printings else ""
        parts.append(f"{before}資料を{files}ファイル書き出し{kept}ました。")
    if warnings:
        parts.append(f"注意が{warnings}件あります。")
    return "".join(parts) or "書き出す資料がありませんでした。"


def _result_text(outcome: Outcome) -> str:
    """What was not written, and why; then what was."""
    parts = [outcome.stopped] if outcome.stopped else []
    if outcome.failures:
        sentences = [f"・{failure.sentence}" for failure in outcome.failures]
        parts.append("\n".join([f"書き出せなかったもの（{len(sentences)}件）", *sentences]))
    if outcome.files:
        names = [f"・{file.path.name}" for file in outcome.files]
        parts.append("\n".join([f"書き出したファイル（{len(names)}件）", *names]))
    return "\n\n".join(parts)


def show_folder(folder: Path) -> bool:
    """Open a folder in the system's file manager."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
