"""Writing handouts from the window: ask, run on another thread, say what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from dxplanner.store.planfile import PlanFile
from dxplanner.ui.asking import Asking, documents_folder
from dxplanner.ui.jobs import Job, Jobs
from dxplanner.ui.settings import Settings
from dxplanner.ui.status import Follow
from dxplanner.ui.theme import Theme

if TYPE_CHECKING:
    from dxplanner.model.snapshot import PlanSnapshot
    from dxplanner.services.data_export import DataWritten
    from dxplanner.services.export import Written
    from dxplanner.services.print_runs import Printing
    from dxplanner.ui.export_dialog import ExportChoice, ExportDialog


class Say(Protocol):
    """Shows a sentence with buttons beside it."""

    def __call__(self, sentence: str, follow: Sequence[Follow] = ()) -> None: ...


Record = Callable[["Sequence[Printing]"], object]
"""Keeps printings in the plan, as an edit of its own."""


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
        return self.job is None or self._asking.confirm(
            parent,
            "資料を書き出している途中です。中止して閉じますか。\n"
            "書き終えた資料は残ります。書きかけの資料は残りません。",
            "中止して閉じる",
            "書き出しを続ける",
        )

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
        """Look on another thread for characters that cannot be printed, and tell them in the dialog."""

        def work(job: Job) -> object:
            from dxplanner.services.export import missing_characters

            return missing_characters(snapshot, cancel=job.cancelled)

        job = self._jobs.start("資料の文字の確認", work)
        job.done.connect(dialog.show_unprintable)
        return job

    def begin(self, plan: PlanFile, choice: "ExportChoice", record: Record | None = None) -> Job:
        """Write on another thread, from a picture of the plan as it is now; ``record`` it if asked to."""
        self._settings.set("export/folder", str(choice.folder))
        self._settings.set("export/formats", ",".join(choice.formats))
        self._settings.set("export/one_workbook", "yes" if choice.one_workbook else "")
        snapshot = plan.snapshot()

        def work(job: Job) -> object:
            # reportlab and openpyxl are imported here, on the worker's thread.
            from dxplanner.services.export import Format, export_handouts

            formats = [Format(extension) for extension in choice.formats]
            files = export_handouts(
                snapshot,
                choice.folder,
                choice.codes,
                formats,
                job.report,
                job.cancelled,
                one_workbook=choice.one_workbook,
            )
            return files, self._printings(snapshot, choice) if record and choice.kept else []

        def written(result: object) -> None:
            files, printings = cast("tuple[list[Written], list[Printing]]", result)
            if record is not None and printings:
                record(printings)
            self._written(files, kept=bool(printings))

        self.job = self._jobs.start("資料の書き出し", work, written, self._failed)
        self.busy.emit(True)
        return self.job

    def _printings(self, snapshot: "PlanSnapshot", choice: "ExportChoice") -> "list[Printing]":
        from dxplanner.services.export import handouts_named
        from dxplanner.services.print_runs import printing_of

        return [printing_of(snapshot, handout) for handout in handouts_named(snapshot, choice.codes)]

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

            return export_data(snapshot, target)

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

    def _written(self, files: "list[Written]", *, kept: bool) -> None:
        self._end()
        if not files:
            self._say("書き出す資料がありませんでした。")
            return
        folder = files[0].path.parent
        warnings = [f"{file.path.name}：{warning}" for file in files for warning in file.warnings]
        follow: list[Follow] = [("フォルダーを開く", lambda: self._open_folder(folder))]
        sentence = f"資料を{len(files)}ファイル書き出し{'、配付の記録を残し' if kept else ''}ました。"
        if warnings:
            sentence += f"注意が{len(warnings)}件あります。"
            text = "\n".join(dict.fromkeys(warnings))
            follow.append(("注意を見る", lambda: self._asking.tell(self._window(), "書き出しの注意", text)))
        self._say(sentence, follow)

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


def show_folder(folder: Path) -> bool:
    """Open a folder in the system's file manager."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
