"""取込・出力: the chart as a picture, the schedule as a file of other programs and back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from dxplanner.domain.errors import MachineError, RefusedEdit, UserError
from dxplanner.domain.fiscal import fiscal_year_of
from dxplanner.domain.imported import ImportedSchedule
from dxplanner.domain.schedule_data import EditionData
from dxplanner.domain.text import safe_file_name
from dxplanner.services.output import spare_plans
from dxplanner.services.schedule_import import import_as_edition, import_as_schedule, import_into
from dxplanner.services.schedules import edition_label, schedule_label
from dxplanner.ui.asking import documents_folder
from dxplanner.ui.gantt.board import Board
from dxplanner.ui.gantt.import_preview import ImportPreview, ImportTarget
from dxplanner.ui.gantt.job_line import JobLine
from dxplanner.ui.gantt.menus import entry
from dxplanner.ui.gantt.picture import ChartPicture
from dxplanner.ui.jobs import Job, Jobs

_PNG = "画像 (*.png)"
_SVG = "図形 (*.svg)"
_XML = "プロジェクトのファイル (*.xml)"
_XLSX = "エクセル (*.xlsx)"
_CSV = "文字の表 (*.csv)"
_ALL = "工程のファイル (*.xlsx *.csv *.xml)"
_MOST_BYTES = 50_000_000


class Exchange:
    """Fills the menu and does what it offers. ``show_edition`` brings what came in to the screen."""

    def __init__(self, board: Board, parent: QWidget, shown: Callable[[int, int | None], None]) -> None:
        self._board, self._parent, self._shown = board, parent, shown
        self.jobs = Jobs(parent)
        self.line = JobLine(board.context.theme)
        self.ask_path: Callable[[str, Path, str], Path | None] = self._save_dialog
        """Asks where to write; tests put one of their own here."""
        self.ask_file: Callable[[], Path | None] = self._open_dialog
        """Asks what to read."""
        self.ask_target: Callable[[ImportPreview], bool] = lambda preview: bool(preview.exec())
        """Shows a preview and tells whether to go on."""

    def fill(self, menu: QMenu) -> None:
        """Offer what can be done now."""
        menu.clear()
        chosen, edits = self._board.edition is not None, not self._board.context.read_only
        entry(menu, "ファイルから取り込む…", self.read_file, enabled=edits)
        menu.addSeparator()
        entry(menu, "図をコピー（画像）", self.copy_picture, enabled=chosen)
        for text, suffix, kinds in (
            ("図を画像で保存（PNG）…", ".png", _PNG), ("図を図形で保存（SVG）…", ".svg", _SVG),
            ("一覧をエクセルで保存…", ".xlsx", _XLSX), ("一覧を文字の表で保存（CSV）…", ".csv", _CSV),
            ("プロジェクト形式で保存（XML）…", ".xml", _XML),
        ):  # fmt: skip
            entry(menu, text, partial(self.save, suffix, kinds), enabled=chosen)

    def copy_picture(self) -> None:
        """図をコピー: for Word, Excel and mail."""
        ChartPicture(self._board).to_clipboard()
        self._say("工程表の図をコピーしました。ワードやエクセルに貼り付けられます。")

    def save(self, suffix: str, kinds: str) -> None:
        """Write the picture or the list to a file."""
        edition = self._board.edition
        if edition is None:
            return
        name = safe_file_name(f"{edition.title}（{edition.name}）")
        path = self.ask_path("保存", documents_folder() / f"{name}{suffix}", kinds)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(suffix)
        try:
            spare_plans(path, self._board.context.workbench.plan.path)
            if path.suffix in (".png", ".svg"):
                ChartPicture(self._board).write(path)
                self._saved(path)
                return
        except UserError as error:
            self._say(error.message)
            return
        self._begin(
            f"「{path.name}」の保存", lambda job: _write(path, edition, job), lambda _done: self._saved(path)
        )

    def _saved(self, path: Path) -> None:
        self._say(f"「{path.name}」に保存しました。")

    def read_file(self) -> None:
        """取り込み: read, show what was found and what was not, then take it over."""
        path = self.ask_file()
        if path is None:
            return
        year = fiscal_year_of(self._board.today())
        self._begin(
            f"「{path.name}」の読み取り",
            lambda job: _read(path, year, job),
            lambda found: self._preview(path, cast("ImportedSchedule", found)),
        )

    def _preview(self, path: Path, found: ImportedSchedule) -> None:
        preview = ImportPreview(
            found, path.stem, self._board.edition, self._board.context.theme, self._parent
        )
        if self.ask_target(preview):
            self.take(found, preview.target, preview.name)

    def _begin(self, title: str, work: Callable[[Job], object], done: Callable[[object], None]) -> None:
        """Do slow work on another thread, one at a time."""
        if self.jobs.running:
            self._say(f"{self.jobs.running[0].title}の途中です。終わってからもう一度お願いします。")
            return
        self.line.watch(self.jobs.start(title, work, done, self._say))

    def take(self, found: ImportedSchedule, target: ImportTarget, name: str) -> None:
        """Take over an import."""
        edition, context, today = self._board.edition, self._board.context, self._board.today()
        if target is ImportTarget.NEW or edition is None:
            made = context.run(
                schedule_label(name, "取り込み"), import_as_schedule(found.edition, name, today=today)
            )
            if made:
                self._shown(*made)
        elif target is ImportTarget.EDITION:
            key = context.run(
                edition_label(name, "取り込み"),
                import_as_edition(found.edition, edition.schedule_id, name, today=today),
            )
            if key:
                self._shown(edition.schedule_id, key)
        else:
            label = f"工程{len(found.edition.bars)}件の取り込み"
            context.run(label, import_into(found.edition, edition.id, today=today))

    def _say(self, text: str) -> None:
        self._board.context.said.emit(text)

    def _save_dialog(self, title: str, suggestion: Path, kinds: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self._parent, title, str(suggestion), kinds)
        return Path(name) if name else None

    def _open_dialog(self) -> Path | None:
        folder = str(documents_folder())
        name, _ = QFileDialog.getOpenFileName(self._parent, "工程を取り込む", folder, _ALL)
        return Path(name) if name else None


def _read(path: Path, fiscal_year: int, job: Job) -> ImportedSchedule:
    """Read a file of any kind; on another thread."""
    from dxplanner.importers.mspdi import read_mspdi
    from dxplanner.importers.schedule_table import read_csv, read_xlsx

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise MachineError(f"「{path.name}」は大きすぎるため取り込めません。")
        data = path.read_bytes()
    except OSError as error:
        raise MachineError(f"「{path.name}」を読めません。ほかで開いていないか確かめてください。") from error
    kind = path.suffix.lower()
    if kind == ".xml":
        found = read_mspdi(data, partial(_tell, job))
    else:
        reading = read_csv(data, fiscal_year) if kind == ".csv" else read_xlsx(data, fiscal_year=fiscal_year)
        found = ImportedSchedule(reading.imported.edition, reading.problems)
    _stop_if_wanted(job)
    return found


def _write(path: Path, edition: EditionData, job: Job) -> None:
    """Write a list; on another thread. Nothing is left of what was stopped or failed."""
    data = _written(edition, path.suffix)
    _stop_if_wanted(job)
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise MachineError(f"「{path.name}」に書き込めません。保存先を確かめてください。") from error


def _tell(job: Job, percent: int) -> None:
    _stop_if_wanted(job)
    job.report(percent, 100, "")


def _stop_if_wanted(job: Job) -> None:
    if job.cancelled.is_set():
        raise RefusedEdit(f"{job.title}を中止しました。")


def _written(edition: EditionData, suffix: str) -> bytes:
    if suffix == ".xml":
        from dxplanner.exporters.mspdi import write_mspdi

        return write_mspdi(edition)
    if suffix == ".csv":
        from dxplanner.exporters.schedule_csv import write_csv

        return write_csv(edition)
    from dxplanner.exporters.schedule_xlsx import write_list_xlsx

    return write_list_xlsx(edition)
