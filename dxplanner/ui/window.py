"""The main window: the start page or an open plan, and everything around it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QToolBar, QWidget

from dxplanner.domain.errors import UserError
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.actions import FrameActions
from dxplanner.ui.banner import UnderBanners
from dxplanner.ui.commands import Commands
from dxplanner.ui.context import PlanContext
from dxplanner.ui.docks import LazyDock, Middle, stand_right
from dxplanner.ui.errors import SENTENCE
from dxplanner.ui.exporting import Exporter
from dxplanner.ui.fonts import base_font
from dxplanner.ui.help import INDEX, HelpDock
from dxplanner.ui.icons import Icons
from dxplanner.ui.jobs import Jobs
from dxplanner.ui.menus import THEMES, MenuNeeds, fill_menus, fill_toolbar
from dxplanner.ui.parts import HistorySide, Outfit, Parts, TreeSide
from dxplanner.ui.plan_status import PlanStatus
from dxplanner.ui.status import Follow, StatusStrip
from dxplanner.ui.styles import apply_theme
from dxplanner.ui.theme import Theme, next_scale
from dxplanner.ui.translation import PROGRAM
from dxplanner.ui.viewstate import capture, restore
from dxplanner.ui.workspace import Workspace

if TYPE_CHECKING:
    from dxplanner.ui.start_page import StartPage

DOCK_PIXELS = 360
"""Width of the side windows at 100 %, until somebody changes it."""


class MainWindow(QMainWindow):
    """One window with at most one open plan; ``open_plan`` and ``show_start`` switch between the two."""

    def __init__(self, app: QApplication, outfit: Outfit, path: Path | None = None) -> None:
        super().__init__()
        self.outfit = outfit
        self.settings = outfit.settings
        self.context: PlanContext | None = None
        self.workspace: Workspace | None = None
        self.start: StartPage | None = None
        self._app = app
        self._middle = Middle()
        self.setCentralWidget(self._middle)
        self._commands = Commands(self)
        self.jobs = Jobs(self)
        self.exporter = Exporter(self.jobs, self.settings, outfit.asking, self.say, parent=self)
        self.exporter.busy.connect(self._follow_export)
        self.history = LazyDock("history", "変更履歴", self)
        self.help = HelpDock(outfit.manual, self)
        stand_right(self, self.history, self.help)
        self.toolbar = QToolBar("道具", self)
        self.addToolBar(self.toolbar)
        self._dress()
        self._restore_frame()
        self._refusal: str | None = None
        if (path is None or not self.open_plan(path)) and self.start is None:
            self.show_start(self._refusal)

    def say(self, sentence: str, follow: Sequence[Follow] = ()) -> None:
        """Show a sentence in the status bar, with buttons beside it."""
        self.status.say(sentence, follow)

    def refuse(self, sentence: str) -> None:
        """Say why something did not work: in place on the start page, else in the status bar."""
        if self.start is not None:
            self.start.show_error(sentence)
        elif self.context is not None:
            self.say(sentence)
        self._refusal = sentence

    def shows(self, path: Path) -> bool:
        """Whether this plan is the open one."""
        return self.context is not None and self.context.workbench.plan.path == path.resolve()

    def open_plan(self, path: Path) -> bool:
        """Open a plan in place of what is shown; on failure everything stays, and the reason is said."""
        path = path.resolve()
        if self.shows(path):
            self.say("その計画は今開いています。")
            return True
        try:
            plan = PlanFile.open(path, self.outfit.author)
        except UserError as error:
            self.refuse(error.message)
            return False
        if not self._leave():
            plan.close()
            return False
        try:
            self._show_plan(Workbench(plan), self.settings.place(path))
        except Exception:
            from dxplanner.services.logbook import record_failure

            record_failure("opening a plan")
            self._take_down()
            plan.close()
            self.show_start(SENTENCE)
            return False
        self.settings.remember_plan(path)
        if plan.backup is not None:
            self.say(f"以前の形式の計画でした。元のファイルは「{plan.backup.name}」に残してあります。")
        return True

    def show_start(self, error: str | None = None) -> None:
        """Close the plan, if one is open, and show the start page."""
        from dxplanner.ui.start_page import StartPage

        if not self._leave():
            return
        self.setWindowTitle(PROGRAM)
        do = self._commands
        self.start = StartPage(self.theme, self.icons, do.new, do.open, do.sample)
        self.start.open_recent.connect(self.open_plan)
        self.start.forget.connect(self._forget)
        self._middle.swap(self.start)
        self._frame(MenuNeeds(self.settings.recent_plans(), self.open_plan, self.theme.key, self.set_theme))
        for widget in (self.toolbar, self.status, self.history):
            widget.hide()
        self.start.show_recent(self.settings.recent_plans(), self.jobs)
        self.start.show_error(error)
        self.start.take_focus()

    def set_theme(self, key: str) -> bool:
        """Show everything in another theme; False: somebody goes back to what cannot be stored."""
        return self._rebuild("theme", key, "配色を変える")

    def set_scale(self, step: int) -> None:
        """Make all sizes one step larger (1) or smaller (-1), or as they were made (0)."""
        scale = 100 if step == 0 else next_scale(self.theme.scale, step)
        if self._rebuild("scale", scale, "文字の大きさを変える"):
            self.say(f"文字の大きさを{scale}%にしました。")

    def show_help(self, page: str) -> None:
        """Show a page of the manual in the side window."""
        self.help.show_page(page)
        self.help.show()
        self.help.raise_()

    def manual_page(self) -> str:
        """The page about what is shown now."""
        if self.workspace is None:
            return "start"
        return INDEX if self.workspace.pane is None else self.workspace.pane.manual

    def show_hint(self, shown: bool = True) -> None:
        """Show or dismiss the line for beginners."""
        self.settings.set("hint", "shown" if shown else "dismissed")
        self.banners.show_hint(shown)

    def recover(self) -> None:
        """After a failure: show what the plan really holds."""
        if self.workspace is not None:
            self.workspace.reload()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self.exporter.may_stop(self) and self._leave()):
            event.ignore()
            return
        self.jobs.cancel_all()
        self.settings.set("window/geometry", self.saveGeometry())
        self.settings.flush()
        event.accept()

    def _show_plan(self, workbench: Workbench, place: dict[str, str]) -> None:
        parts = self.outfit.parts()
        self.start = None
        self.context = context = PlanContext(workbench, self.theme, self.settings, self)
        context.committed.connect(lambda _committed: self.status.outdate())
        context.said.connect(self.say)
        self.workspace = workspace = Workspace(context, parts, at_once=self.isVisible())
        tree = cast("TreeSide", workspace.tree).tree_actions()
        self.history.hold(lambda: self._make_history(parts))
        self.banners = UnderBanners(workspace, context.workbench.plan.read_only, self.theme, self.icons)
        self.banners.hint.dismissed.connect(lambda: self.show_hint(False))
        self.banners.show_hint(self.settings.text("hint", "shown") == "shown")
        self._middle.swap(self.banners)
        self._frame(
            MenuNeeds(
                recent=self.settings.recent_plans(),
                open_recent=self.open_plan,
                theme=self.theme.key,
                choose_theme=self.set_theme,
                panes={pane.key: pane.title for pane in parts.panes},
                show_pane=workspace.show_pane,
                next_area=workspace.focus_next,
                tree=tree,
                history=self.history.toggleViewAction(),
            )
        )
        workspace.summed.connect(self.status.show_selection)
        PlanStatus(context, self.status, self.frame_actions, self)
        workspace.restore(place)
        workspace.tabs.currentChanged.connect(lambda _at: self.status.outdate())
        self.history.setVisible(self._history_wanted)
        self.toolbar.show()
        self.status.show()
        workspace.tree.setFocus()
        context.export_wanted.connect(self._commands.export)

    def _restore_frame(self) -> None:
        """Take size, place and side windows from the last time."""
        geometry, state = self.settings.data("window/geometry"), self.settings.data("window/state")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(self.screen().availableGeometry().size() * 0.9)
        if not (isinstance(state, QByteArray) and self.restoreState(state)):
            docks = [self.history, self.help]
            self.resizeDocks(docks, [self.theme.pixels(DOCK_PIXELS)] * 2, Qt.Orientation.Horizontal)
        self._history_wanted = not self.history.isHidden()

    def _make_history(self, parts: Parts) -> QWidget:
        panel = parts.history(cast("PlanContext", self.context))
        cast("HistorySide", panel).go_to.connect(cast("Workspace", self.workspace).go_to)
        return panel

    def _frame(self, needs: MenuNeeds) -> None:
        """Make menus, toolbar, status bar and help for what is shown now."""
        for former in self.findChildren(FrameActions):
            former.deleteLater()
        handlers = self._commands.handlers(plan_open=self.context is not None)
        self.frame_actions = FrameActions(self, self.icons, handlers)
        self.frame_actions.dress(needs.tree)
        fill_menus(self.menuBar(), self.frame_actions, needs, self.icons)
        fill_toolbar(self.toolbar, self.frame_actions, needs.tree, self.theme.pixels(16))
        self.status = StatusStrip(self.theme, self.icons, self)
        self.status.zoom.setText(f"{self.theme.scale}%")
        self.setStatusBar(self.status)
        self._follow_export(self.exporter.job is not None)

    def _dress(self) -> None:
        """Take theme and size from the settings."""
        key, scale = self.settings.text("theme", "light"), self.settings.number("scale", 100)
        folder = self.outfit.resources / "themes"
        self.theme = Theme.load(folder, key if key in THEMES else "light", max(50, min(scale, 300)))
        self.icons = Icons(self.outfit.resources / "icons", self.theme)
        self._app.setFont(base_font(self.theme))
        for dock in (self.history, self.help):
            dock.setFont(base_font(self.theme))  # made before the program's font was known
        apply_theme(self._app, self.theme)
        self.help.dress(self.theme, self.icons)

    def _rebuild(self, setting: str, value: str | int, act: str) -> bool:
        """Make everything anew in another theme or size; place, expansion, scrolling stay. False: not yet."""
        if self.workspace is not None and not self.workspace.may_go(self.outfit.asking, act):
            return False
        self.settings.set(setting, value)
        self._dress()
        if self.context is None or self.workspace is None:
            self.show_start()
            return True
        workbench, place, state = self.context.workbench, self.workspace.place(), capture(self.workspace)
        self._take_down()
        self._show_plan(workbench, place)
        restore(self.workspace, state)
        return True

    def _leave(self) -> bool:
        """Close the open plan and remember where somebody was in it; False: not yet, somebody goes back."""
        if self.context is None:
            self._take_down()
            return True
        plan = self.context.workbench.plan
        if self.workspace is not None:
            if not self.workspace.may_go(self.outfit.asking, "閉じる"):
                return False
            self.settings.keep_place(plan.path, self.workspace.place())
        self._history_wanted = not self.history.isHidden()
        self.settings.set("window/state", self.saveState())
        self._take_down()
        plan.close()
        return True

    def _take_down(self) -> None:
        """Let go of the widgets of what is shown now."""
        if self.context is not None:
            self.context.close()
            self.context.deleteLater()
        self.history.hold(None)
        self.context = self.workspace = self.start = None

    def _follow_export(self, busy: bool) -> None:
        if self.exporter.job is not None:
            self.status.watch(self.exporter.job)
        if "export" in self.frame_actions:
            self.frame_actions["export"].setEnabled(not busy)

    def _forget(self, path: Path) -> None:
        self.settings.forget_plan(path)
        if self.start is not None:
            self.start.show_recent(self.settings.recent_plans(), self.jobs)
