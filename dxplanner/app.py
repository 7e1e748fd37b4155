"""The composition root of the window: builds everything once and passes it in."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from dxplanner.paths import data_dir
from dxplanner.services.identity import current_author
from dxplanner.ui.asking import Asking
from dxplanner.ui.errors import FailureHandler
from dxplanner.ui.fonts import register_fonts
from dxplanner.ui.icons import program_icon
from dxplanner.ui.parts import Outfit, Parts
from dxplanner.ui.settings import Settings
from dxplanner.ui.start_page import PROGRAM
from dxplanner.ui.translation import install_translation
from dxplanner.ui.undo_keys import UndoKeys
from dxplanner.ui.window import MainWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dxplanner.store.lock import Author
    from dxplanner.ui.context import PlanContext
    from dxplanner.ui.theme import Theme


def run_window(path: Path | None) -> int:
    """Show the window, on a plan or on the start page, until it is closed; returns the exit status.

    Raises:
        OSError: the installation is incomplete.
    """
    app = build_application(sys.argv[:1])
    window = MainWindow(app, build_outfit(Settings()))
    failures = FailureHandler(window.say, window.recover)
    failures.install()
    try:
        if path is not None:
            window.open_plan(path)
        window.show()
        return app.exec()
    finally:
        failures.remove()


def build_application(arguments: list[str]) -> QApplication:
    """Qt's application with the program's fonts, Japanese words and icon."""
    app = QApplication(arguments)
    app.setApplicationName("dxplanner")
    app.setApplicationDisplayName(PROGRAM)
    resources = data_dir("resources")
    register_fonts(resources / "fonts")
    install_translation(app)
    app.setWindowIcon(program_icon(resources / "icons"))
    UndoKeys(app)
    return app


def build_outfit(settings: Settings) -> Outfit:
    """What the window of the real program works with."""
    return Outfit(
        settings=settings,
        author=current_author(),
        resources=data_dir("resources"),
        manual=data_dir("docs") / "manual",
        parts=program_parts,
        new_plan=_ask_for_new_plan,
        asking=Asking(),
    )


def program_parts() -> Parts:
    """Tree, panes (in the order of their tabs) and history of the program. A pane not built yet is absent."""
    from dxplanner.ui.panes.measure import MeasurePane
    from dxplanner.ui.tree.panel import TreePanel

    return Parts(tree=TreePanel, panes=(MeasurePane,), history=_make_history)


def _make_history(context: "PlanContext") -> "QWidget":
    from dxplanner.ui.history.panel import HistoryPanel

    return HistoryPanel(context)


def _ask_for_new_plan(parent: "QWidget", theme: "Theme", settings: Settings, author: "Author") -> Path | None:
    from dxplanner.ui.wizard.new_plan import run_new_plan_wizard

    return run_new_plan_wizard(parent, theme, settings, author)
