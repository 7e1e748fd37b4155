"""Fixtures of the window's tests: fonts and theme as in the program, settings and log in a test's folder."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.paths import data_dir
from dxplanner.services.workbench import Workbench
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.fonts import base_font, register_fonts
from dxplanner.ui.parts import NewPlanWizard, Outfit, Parts
from dxplanner.ui.settings import Settings
from dxplanner.ui.styles import apply_theme
from dxplanner.ui.theme import Theme
from dxplanner.ui.translation import install_translation
from dxplanner.ui.undo_keys import UndoKeys
from dxplanner.ui.window import MainWindow
from tests.ui.sheet_fixtures import Make, make_sheets
from tests.ui.stand_ins import Answers, plain_parts


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application with the program's fonts, words and looks."""
    assert register_fonts(data_dir("resources") / "fonts") == ()
    assert install_translation(qapp)
    UndoKeys(qapp)
    standard = Theme.load(data_dir("resources") / "themes", "light")
    qapp.setFont(base_font(standard))
    apply_theme(qapp, standard)
    return qapp


@pytest.fixture(autouse=True)
def _log_in_the_tests_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dxplanner.services.logbook.log_file", lambda: tmp_path / "log" / "dxplanner.log")


@pytest.fixture(autouse=True)
def _no_key_stays_held(qapp: QApplication) -> Iterator[None]:
    """A key that closes its window is never released: with Ctrl held, the next test selects otherwise."""
    yield
    if qapp.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        QTest.keyRelease(QWidget(), Qt.Key.Key_Control)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The standard theme at 100 %."""
    return Theme.load(data_dir("resources") / "themes", "light")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that begin empty."""
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def make_context(theme: Theme, settings: Settings) -> Iterator[Callable[[PlanFile], PlanContext]]:
    """Makes the context of an open plan; all of them are closed after the test."""
    made: list[PlanContext] = []

    def make(plan: PlanFile) -> PlanContext:
        context = PlanContext(Workbench(plan), theme, settings)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def make_sheet(qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile) -> Make:
    """Shows a sheet of so many opinions."""
    return make_sheets(qtbot, make_context, empty_plan)


@pytest.fixture
def context(make_context: Callable[[PlanFile], PlanContext], sample_plan: PlanFile) -> PlanContext:
    """The context of the sample plan, open for editing; no version or node is selected yet."""
    return make_context(sample_plan)


@pytest.fixture
def answers() -> Answers:
    """What the user answers to dialogs in this test."""
    return Answers()


@pytest.fixture
def make_window(
    qapp: QApplication, qtbot: QtBot, settings: Settings, author: Author, answers: Answers
) -> Iterator[Callable[..., MainWindow]]:
    """Makes a shown window with simple parts, on a plan or on the start page; all are closed afterwards."""
    made: list[MainWindow] = []

    def make(
        path: Path | None = None,
        *,
        parts: Callable[[], Parts] = plain_parts,
        new_plan: NewPlanWizard = lambda _parent, _theme, _settings, _author: None,
    ) -> MainWindow:
        resources = data_dir("resources")
        manual = data_dir("docs") / "manual"
        outfit = Outfit(settings, author, resources, manual, parts, new_plan, answers)
        window = MainWindow(qapp, outfit, path)
        made.append(window)
        window.resize(1366, 768)
        with qtbot.waitActive(window):
            window.show()
        # The first pane comes after the first paint.
        workspace = window.workspace
        if workspace is not None and workspace.keys:
            qtbot.waitUntil(lambda: workspace.pane is not None)
        return window

    yield make
    answers.agrees = True
    for window in made:
        window.close()
        window.deleteLater()
    # Gone before the theme is put back: nothing of it has to be dressed again.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    standard = Theme.load(data_dir("resources") / "themes", "light")
    qapp.setFont(base_font(standard))
    apply_theme(qapp, standard)


@pytest.fixture
def window(make_window: Callable[..., MainWindow], sample_path: Path) -> MainWindow:
    """A window on the sample."""
    return make_window(sample_path)
