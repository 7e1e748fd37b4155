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
from dxplanner.services.export import Cancelled, Failure, Format, Written
from dxplanner.services.output import PlaceError
from dxplanner.ui import jobs as jobs_module
from dxplanner.ui.export_dialog import ExportChoice, ExportDialog
from dxplanner.ui.settings import Settings
from dxplanner.ui.window import MainWindow
from tests.ui.stand_ins import Answers, NamePane

Make = Callable[..., MainWindow]


@dataclass
class SlowExport:
    """Stands in for the writing itself: waits until it may go on."""

    go: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[Path, tuple[str, ...], tuple[Format, ...]]] = field(default_factory=list)
    title: str = ""
    one_workbook: bool = False
    fails: bool = False
    fails_late: bool = False
    failures: tuple[Failure, ...] = ()
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
        plan: Path,
        tell: Callable[[Written | Failure], object],
    ) -> None:
        """What services.export.export_handouts does, without writing."""
        assert plan.suffix == ".dxplan"
        self.one_workbook = one_workbook
        self.asked.append((folder, tuple(codes), tuple(formats)))
        self.title = snapshot.plan.name
        progress(0, 2, "施策体系")
        while not self.go.wait(0.01):
            if cancel.is_set():
                raise Cancelled
        if self.fails:
            raise MachineError("「資料１.pdf」に書き込めません。")
        tell(Written(("hierarchy",), "施策体系", folder / "資料１.pdf", 1, self.warnings))
        for failure in self.failures:
            tell(failure)
        tell(Written(("hierarchy",), "施策体系", folder / "資料１.xlsx", 1, ()))
        if self.fails_late:
            raise PlaceError("ディスクの空きが足りません。")


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


def test_what_could_not_be_written_is_said_and_listed(
    window: MainWindow, writing: SlowExport, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    writing.failures = (
        Failure("資料２　工程表", "「基準日」の「きのう」は読めません。", 2),
        Failure("資料３　成果指標", "「資料３.xlsx」に書き込めません。", 3),
    )
    writing.warnings = ("使えない漢字「𠮷」があります。",)
    writing.go.set()
    begin(window, tmp_path)
    qtbot.waitUntil(lambda: window.exporter.job is None)
    said = "書き出せなかったものが2件あります。資料を2ファイル書き出しました。注意が1件あります。"
    assert window.status.message.text() == said
    folder, result, warnings = window.status._follow
    assert [button.text() for button in (folder, result, warnings)] == [
        "フォルダーを開く",
        "結果を見る",
        "注意を見る",
    ]
    QTest.mouseClick(result, Qt.MouseButton.LeftButton)
    assert answers.asked[-1].splitlines() == [
        "資料の書き出しの結果",
        "書き出せなかったもの（2件）",
        "・資料２　工程表：「基準日」の「きのう」は読めません。",
        "・資料３　成果指標：「資料３.xlsx」に書き込めません。",
        "",
        "書き出したファイル（2件）",
        "・資料１.pdf",
        "・資料１.xlsx",
    ]


def test_one_failure_is_said_in_full(
    window: MainWindow, writing: SlowExport, tmp_path: Path, qtbot: QtBot
) -> None:
    writing.failures = (Failure("資料２　工程表", "「基準日」の「きのう」は読めません。", 2),)
    writing.go.set()
    begin(window, tmp_path)
    qtbot.waitUntil(lambda: window.exporter.job is None)
    assert window.status.message.text() == (
        "書き出せなかったものがあります。資料２　工程表：「基準日」の「きのう」は読めません。"
        "資料を2ファイル書き出しました。"
    )


def test_a_full_disk_says_what_is_there_all_the_same(
    window: MainWindow, writing: SlowExport, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    writing.fails_late = True
    writing.go.set()
    begin(window, tmp_path)
    qtbot.waitUntil(lambda: window.exporter.job is None)
    said = "ディスクの空きが足りません。それまでに資料を2ファイル書き出しました。"
    assert window.status.message.text() == said
    QTest.mouseClick(window.status._follow[1], Qt.MouseButton.LeftButton)
    assert "資料１.xlsx" in answers.asked[-1]


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
    job = window.exporter.job
    assert window.close()
    assert job.cancelled.is_set()
    assert window.exporter.job is None


def test_closing_without_an_export_does_not_ask(window: MainWindow, answers: Answers) -> None:
    assert window.close()
    assert answers.asked == []
