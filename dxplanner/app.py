"""The composition root of the window: builds everything once and passes it in.

Imports stand inside the functions, in an order that matters for the start: PySide6 reads the source file of
every module that is imported after it (some 300 for SQLAlchemy and the model), so those come first.
"""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dxplanner.paths import data_dir

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from dxplanner.store.lock import Author
    from dxplanner.ui.context import PlanContext
    from dxplanner.ui.pane import Pane
    from dxplanner.ui.parts import Outfit, Parts
    from dxplanner.ui.settings import Settings
    from dxplanner.ui.theme import Theme
    from dxplanner.ui.window import MainWindow


def run_window(path: Path | None) -> int:
    """Show the window, on a plan or on the start page, until it is closed; returns the exit status.

    Raises:
        OSError: the installation is incomplete.
    """
    # A start makes no garbage: what it makes stays. Looking for some costs a sixth of the time.
    gc.disable()
    import dxplanner.services.workbench  # noqa: F401 - before PySide6, see above

    # isort: split
    from PySide6.QtCore import QTimer

    from dxplanner.ui.errors import FailureHandler
    from dxplanner.ui.settings import Settings

    app = build_application(sys.argv[:1])
    window = build_window(app, build_outfit(Settings()), path)
    failures = FailureHandler(window.say, window.recover)
    failures.install()
    QTimer.singleShot(0, _collect_again)
    try:
        window.show()
        return app.exec()
    finally:
        failures.remove()


def build_application(arguments: list[str]) -> "QApplication":
    """Qt's application with the program's fonts, Japanese words and icon."""
    from PySide6.QtWidgets import QApplication

    from dxplanner.ui.fonts import register_fonts
    from dxplanner.ui.icons import program_icon
    from dxplanner.ui.translation import PROGRAM, install_translation
    from dxplanner.ui.undo_keys import UndoKeys

    app = QApplication(arguments)
    app.setApplicationName("dxplanner")
    app.setApplicationDisplayName(PROGRAM)
    resources = data_dir("resources")
    register_fonts(resources / "fonts")
    install_translation(app)
    app.setWindowIcon(program_icon(resources / "icons"))
    UndoKeys(app)
    return app


def build_window(app: "QApplication", outfit: "Outfit", path: Path | None) -> "MainWindow":
    """The window, not shown yet: on a plan, or on the start page (which says why a plan did not open)."""
    from dxplanner.ui.window import MainWindow

    return MainWindow(app, outfit, path)


def build_outfit(settings: "Settings") -> "Outfit":
    """What the window of the real program works with."""
    from dxplanner.services.identity import current_author
    from dxplanner.ui.asking import Asking
    from dxplanner.ui.parts import Outfit

    return Outfit(
        settings=settings,
        author=current_author(),
        resources=data_dir("resources"),
        manual=data_dir("docs") / "manual",
        parts=program_parts,
        new_plan=_ask_for_new_plan,
        asking=Asking(),
    )


def program_parts() -> "Parts":
    """Tree, panes (in the order of their tabs) and history of the program. A pane not built yet is absent."""
    from dxplanner.ui.parts import PaneSource, Parts
    from dxplanner.ui.tree.panel import TreePanel

    return Parts(
        tree=TreePanel,
        panes=(
            PaneSource("measure", "施策", "measure", _make_measure),
            PaneSource("indicators", "指標", "indicators", _make_indicators),
            PaneSource("surveys", "調査", "surveys", _make_surveys),
            PaneSource("schedule", "工程", "schedule", _make_schedule),
            PaneSource("budget", "予算", "budget", _make_budget),
            PaneSource("reviews", "成果と課題", "reviews", _make_reviews),
            PaneSource("transitions", "新旧", "transitions", _make_transitions),
            PaneSource("outline", "章構成", "outline", _make_outline),
            PaneSource("trends", "動向・関係図", "trends", _make_trends),
            PaneSource("meetings", "会議・意見", "meetings", _make_meetings),
            PaneSource("handouts", "資料", "composer", _make_handouts),
            PaneSource("origin", "出典", "origin", _make_origin),
            PaneSource("plan", "計画", "plan", _make_plan),
        ),
        history=_make_history,
    )


def _make_measure(context: "PlanContext") -> "Pane":
    from dxplanner.ui.panes.measure import MeasurePane

    return MeasurePane(context)


def _make_schedule(context: "PlanContext") -> "Pane":
    from dxplanner.ui.panes.schedule import SchedulePane

    return SchedulePane(context)


def _make_plan(context: "PlanContext") -> "Pane":
    from dxplanner.ui.panes.plan import PlanPane

    return PlanPane(context)


def _make_indicators(context: "PlanContext") -> "Pane":
    from dxplanner.ui.panes.indicators import IndicatorsPane

    return IndicatorsPane(context)


def _make_budget(context: "PlanContext") -> "Pane":
    from dxplanner.ui.panes.budget import BudgetPane

    return BudgetPane(context)


def _make_transitions(context: "PlanContext") -> "Pane":
    from dxplanner.ui.panes.transitions import TransitionsPane

    return TransitionsPane(context)


def _make_outline(context: "PlanContext") -> "Pane":
    from dxplanner.ui.panes.outline import OutlinePane

    return OutlinePane(context)


def _make_trends(context: "PlanContext") -> "Pane":
    from dxplanner.ui.panes.trends import TrendsPane

    return TrendsPane(context)


def _make_reviews(context: "PlanContext") -> "Pane":
    from dxplanner.ui.panes.reviews import ReviewsPane

    return ReviewsPane(context)


def _make_surveys(context: "PlanContext") -> "Pane":
    from dxplanner.ui.panes.surveys import SurveysPane

    return SurveysPane(context)


def _make_meetings(context: "PlanContext") -> "Pane":
    from dxplanner.ui.panes.meetings import MeetingsPane

    return MeetingsPane(context)


def _make_handouts(context: "PlanContext") -> "Pane":
    from dxplanner.ui.composer.pane import HandoutsPane

    return HandoutsPane(context)


def _make_origin(context: "PlanContext") -> "Pane":
    from dxplanner.ui.panes.origin import OriginPane

    return OriginPane(context)


def _make_history(context: "PlanContext") -> "QWidget":
    from dxplanner.ui.history.panel import HistoryPanel

    return HistoryPanel(context)


def _ask_for_new_plan(
    parent: "QWidget", theme: "Theme", settings: "Settings", author: "Author"
) -> Path | None:
    from dxplanner.ui.wizard.new_plan import run_new_plan_wizard

    return run_new_plan_wizard(parent, theme, settings, author)


def _collect_again() -> None:
    """The window is there: what the start made is never looked at again, later garbage is."""
    gc.freeze()
    gc.enable()
