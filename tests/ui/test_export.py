"""Writing handouts from the window: choosing, progress, result, closing meanwhile."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dxplanner.domain.errors import MachineError
from dxplanner.services import export as export_service
from dxplanner.services.export import Cancelled, Format
from dxplanner.services.print_runs import runs
from dxplanner.ui import jobs as jobs_module
from dxplanner.ui.export_dialog import ExportChoice, ExportDialog, HandoutName
from dxplanner.ui.settings import Settings
from dxplanner.ui.theme import Theme
from dxplanner.ui.window import MainWindow
from tests.ui.stand_ins import Answers, NamePane

Make = Callable[..., MainWindow]


@dataclass
class File:
    """A written file, as far as the window looks at it."""

    path: Path
    warnings: tuple[str, ...] = ()


@dataclass
class SlowExport:
    """Stands in for the writing itself: waits until it may go on."""

    go: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[Path, tuple[str, ...], tuple[Format, ...]]] = field(default_factory=list)
    title: str = ""
    one_workbook: bool = False
    fails: bool = False
    warnings: tuple[str, ...] = ()

    def __call__(
        self,
        snapshot: Any,
        folder: Path,
        codes: Sequence[str],
        formats: Sequence[Format],
        progress: Callable[[int, int, str], None],
        cancel: threading.Event,
        *,
        one_workbook: bool,
    ) -> list[File]:
        """What services.export.export_handouts does, without writing."""
        self.one_workbook = one_workbook
        self.asked.append((folder, tuple(codes), tuple(formats)))
        self.title = snapshot.plan.name
        progress(0, 2, "施策体系")
        while not self.go.wait(0.01):
            if cancel.is_set():
                raise Cancelled
        if self.fails:
            raise MachineError("「資料１.pdf」に書き込めません。")
        return [File(folder / "資料１.pdf", self.warnings), File(folder / "資料１.xlsx")]


@pytest.fixture
def writing(monkeypatch: pytest.MonkeyPatch) -> SlowExport:
    """An export that takes until the test lets it go on."""
    slow = SlowExport()
    monkeypatch.setattr(export_service, "export_handouts", slow)
    return slow


@pytest.fixture
def window(make_window: Make, sample_path: Path) -> MainWindow:
    """A window on the sample."""
    return make_window(sample_path)


def begin(window: MainWindow, folder: Path) -> None:
    """Begin an export of one handout."""
    assert window.context is not None
    window.exporter.begin(
        window.context.workbench.plan, ExportChoice(("hierarchy",), ("pdf", "xlsx"), folder)
    )


def test_choosing_by_keys_writes_what_was_chosen(
    window: MainWindow, writing: SlowExport, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    seen: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        seen.append(dialog.windowTitle())
        QTest.keyClick(dialog.list, Qt.Key.Key_Space)
        dialog.together.click()
        dialog.formats["xlsx"].click()
        dialog.folder.setText(str(tmp_path / "資料"))
        QTest.keyClick(dialog.folder, Qt.Key.Key_Return)
        # A dialog that the keys did not close must not hold the test up.
        if dialog.isVisible():
            dialog.reject()

    QTimer.singleShot(50, answer)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    writing.go.set()
    qtbot.waitUntil(lambda: window.exporter.job is None)
    assert seen == ["資料を書き出す"]
    ((folder, codes, formats),) = writing.asked
    assert folder == tmp_path / "資料"
    assert formats == (Format.PDF,)
    assert len(codes) >= 3
    assert settings.text("export/folder") == str(tmp_path / "資料")
    assert writing.one_workbook
    assert settings.text("export/one_workbook") == "yes"


def test_the_result_is_said_with_a_way_to_the_folder(
    window: MainWindow, writing: SlowExport, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    opened: list[Path] = []
    window.exporter._open_folder = opened.append
    writing.warnings = ("使えない漢字「𠮷」があります。",)
    begin(window, tmp_path)
    assert not window.frame_actions["export"].isEnabled()
    writing.go.set()
    qtbot.waitUntil(lambda: window.exporter.job is None)
    assert window.status.message.text() == "資料を2ファイル書き出しました。注意が1件あります。"
    folder, warnings = window.status._follow
    assert (folder.text(), warnings.text()) == ("フォルダーを開く", "注意を見る")
    QTest.mouseClick(folder, Qt.MouseButton.LeftButton)
    QTest.mouseClick(warnings, Qt.MouseButton.LeftButton)
    assert opened == [tmp_path]
    assert "𠮷" in answers.asked[-1]
    assert window.frame_actions["export"].isEnabled()


def test_editing_goes_on_and_the_handouts_hold_the_plan_as_it_was(
    window: MainWindow, writing: SlowExport, tmp_path: Path, qtbot: QtBot
) -> None:
    assert window.workspace is not None
    pane = window.workspace.pane
    assert isinstance(pane, NamePane)
    begin(window, tmp_path)
    pane.field.setText("あとからの名前")
    pane.field.editingFinished.emit()
    writing.go.set()
    qtbot.waitUntil(lambda: window.exporter.job is None)
    assert writing.title == "長崎市DX推進計画"
    assert "計画名の変更" in window.frame_actions["undo"].text()


def test_a_failure_is_said(window: MainWindow, writing: SlowExport, tmp_path: Path, qtbot: QtBot) -> None:
    writing.fails = True
    writing.go.set()
    begin(window, tmp_path)
    qtbot.waitUntil(lambda: window.exporter.job is None)
    assert window.status.message.text() == "「資料１.pdf」に書き込めません。"


def test_a_long_export_shows_progress_and_can_be_stopped(
    window: MainWindow, writing: SlowExport, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "PATIENCE_MS", 20)
    begin(window, tmp_path)
    assert not window.status.progress.isVisible()
    qtbot.waitUntil(window.status.stop.isVisible)
    assert window.status.progress.isVisible()
    QTest.mouseClick(window.status.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.exporter.job is None)
    assert window.status.message.text() == "書き出しを中止しました。"
    assert not window.status.progress.isVisible()


def test_progress_survives_another_size_of_letters(
    window: MainWindow, writing: SlowExport, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "PATIENCE_MS", 150)
    begin(window, tmp_path)
    window.set_scale(1)
    qtbot.waitUntil(window.status.stop.isVisible)
    assert not window.frame_actions["export"].isEnabled()
    writing.go.set()
    qtbot.waitUntil(lambda: window.exporter.job is None)
    assert window.status.message.text() == "資料を2ファイル書き出しました。"
    assert window.frame_actions["export"].isEnabled()


def test_closing_meanwhile_asks(
    window: MainWindow, writing: SlowExport, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    begin(window, tmp_path)
    assert not window.close()
    assert window.isVisible()
    assert "書き出している途中です" in answers.asked[-1]
    assert window.exporter.job is not None
    answers.agrees = True
    assert window.close()
    assert window.exporter.job is not None
    assert window.exporter.job.cancelled.is_set()
    qtbot.waitUntil(lambda: window.exporter.job is None)


def test_closing_without_an_export_does_not_ask(window: MainWindow, answers: Answers) -> None:
    assert window.close()
    assert answers.asked == []


@pytest.fixture
def dialog(theme: Theme, answers: Answers, tmp_path: Path, qtbot: QtBot) -> ExportDialog:
    """The dialog with two handouts."""
    names = [HandoutName("a", "資料１", "施策体系"), HandoutName("b", "", "成果指標")]
    made = ExportDialog(names, ExportChoice((), (), tmp_path), theme, answers)
    qtbot.addWidget(made)
    made.show()
    return made


def test_dialog_begins_with_everything(dialog: ExportDialog, tmp_path: Path) -> None:
    assert dialog.choice == ExportChoice(("a", "b"), ("pdf", "xlsx"), tmp_path)
    assert dialog.list.item(0).text() == "資料１　施策体系"
    assert dialog.write.isEnabled()


def test_dialog_says_what_is_missing(dialog: ExportDialog) -> None:
    for row in range(2):
        dialog.list.setCurrentRow(row)
        QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.problem.text() == "書き出す資料を1つ以上選んでください。"
    assert not dialog.write.isEnabled()
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    for box in dialog.formats.values():
        box.click()
    assert dialog.problem.text() == "形式を1つ以上選んでください。"
    dialog.formats["pdf"].click()
    dialog.folder.clear()
    assert dialog.problem.text() == "書き出し先のフォルダーを指定してください。"
    QTest.keyClicks(dialog.folder, "x")
    assert dialog.write.isEnabled()
    assert dialog.choice.codes == ("b",)


def test_dialog_offers_one_workbook_where_excel_is_written(dialog: ExportDialog) -> None:
    assert dialog.together.text() == "1つのブックにまとめる"
    assert not dialog.choice.one_workbook
    dialog.together.click()
    assert dialog.choice.one_workbook
    dialog.formats["xlsx"].click()
    assert not dialog.together.isEnabled()


def test_dialog_tells_what_cannot_be_printed(dialog: ExportDialog) -> None:
    dialog.show_unprintable(())
    assert not dialog.unprintable.isVisible()
    dialog.show_unprintable(("資料１：「𠮷」は…", "資料２：「𠮷」は…"))
    assert dialog.unprintable.isVisible()
    assert dialog.unprintable.text() == "資料１：「𠮷」は…（ほか1件）"
    assert dialog.unprintable.toolTip().splitlines() == ["資料１：「𠮷」は…", "資料２：「𠮷」は…"]
    assert dialog.write.isEnabled()


def test_unprintable_characters_are_looked_for_while_the_dialog_is_open(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(
        export_service, "missing_characters", lambda snapshot, cancel: (f"{snapshot.plan.name}の「𠮷」",)
    )

    def look(tries: int = 100) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        if dialog.unprintable.isVisible() or not tries:
            seen.append(dialog.unprintable.text())
            dialog.reject()
        else:
            QTimer.singleShot(20, lambda: look(tries - 1))

    QTimer.singleShot(50, look)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert seen == ["長崎市DX推進計画の「𠮷」"]


def test_a_plan_without_handouts_says_so(
    theme: Theme, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    made = ExportDialog([], ExportChoice((), (), tmp_path), theme, answers)
    qtbot.addWidget(made)
    assert made.problem.text() == "この計画には、書き出せる資料がまだありません。"
    assert not made.write.isEnabled()


def test_data_tables_are_written_and_exceptions_said(
    make_window: Make, sample_path: Path, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window(sample_path)
    answers.target = tmp_path / "データ.xlsx"
    window.frame_actions["data"].trigger()
    qtbot.waitUntil(lambda: "枚の表を書き出しました" in window.status.message.text(), timeout=20_000)
    assert answers.target.is_file()
    assert answers.asked == ["データ用の表を書き出す"]


def test_what_is_given_out_is_kept_when_asked_for(
    make_window: Make, sample_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window(sample_path)
    context = window.context
    assert context is not None
    plan, kept = context.workbench.plan, window._commands._record
    for keep in (False, True):
        choice = ExportChoice(("hierarchy", "schedule"), ("pdf",), tmp_path / "資料", kept=keep)
        window.exporter.begin(plan, choice, kept)
        qtbot.waitUntil(lambda: window.exporter.job is None, timeout=20_000)
        with plan.reading() as session:
            assert [run.title for run in runs(session)] == (
                ["改訂スケジュール", "施策体系（案）"] if keep else []
            )
    assert "配付の記録を残しました" in window.status.message.text()
    context.undo()
    with plan.reading() as session:
        assert runs(session) == []
