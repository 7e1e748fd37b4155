"""What the frame's menu entries do: plans in and out, checks, help. Methods are named like the actions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QCursor, QDesktopServices
from PySide6.QtWidgets import QApplication

from dxplanner import __version__
from dxplanner.domain.errors import UserError
from dxplanner.ui.asking import documents_folder
from dxplanner.ui.help import INDEX

if TYPE_CHECKING:
    from dxplanner.services.print_runs import Printing
    from dxplanner.store.planfile import PlanFile
    from dxplanner.ui.window import MainWindow

_ABOUT = """DX推進計画の改訂　版 {version}

計画ファイル1つで、施策体系・指標・工程・予算を直し、会議資料を書き出します。
ネットワークには接続しません。

使用しているもの
・文字：BIZ UDゴシック、BIZ UDPゴシック（SIL Open Font License 1.1）
・絵記号：Lucide（ISC License）
・画面：Qt、PySide（LGPL v3）"""


class Commands(QObject):
    """The frame's commands, on one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._asking = window.outfit.asking

    def handlers(self, *, plan_open: bool) -> dict[str, Callable[[], object]]:
        """What each action does; actions that need a plan are left out while none is open."""
        window = self._window
        always: dict[str, Callable[[], object]] = {
            "new": self.new, "open": self.open, "sample": self.sample, "quit": window.close,
            "larger": lambda: window.set_scale(1), "smaller": lambda: window.set_scale(-1),
            "normal": lambda: window.set_scale(0), "help": self.help, "contents": self.contents,
            "log": self.log, "about": self.about,
        }  # fmt: skip
        with_plan: dict[str, Callable[[], object]] = {
            "close": window.show_start, "undo": self.undo, "redo": self.redo,
            "export": lambda: self.export(), "data": self.data, "verify": self.verify,
            "hint": window.show_hint,
        }  # fmt: skip
        return {**always, **(with_plan if plan_open else {})}

    def new(self) -> None:
        """Ask for a new plan by the wizard, and open it."""
        window = self._window
        path = window.outfit.new_plan(window, window.theme, window.settings, window.outfit.author)
        if path is not None:
            window.open_plan(path)

    def open(self) -> None:
        """Ask which plan, and open it."""
        path = self._asking.plan_to_open(self._window, self._last_folder())
        if path is not None:
            self._window.open_plan(path)

    def sample(self) -> None:
        """Ask where to write the bundled plan, write it, and open it."""
        from dxplanner.services.sample import SAMPLE_FILE_NAME, write_sample

        window = self._window
        target = self._asking.plan_to_write(
            window, "見本のR6計画の保存先", documents_folder() / SAMPLE_FILE_NAME
        )
        if target is None:
            return
        if window.shows(target):
            window.say("その計画は今開いています。別の名前で保存してください。")
            return
        try:
            with _waiting():
                # The dialog has asked about overwriting.
                write_sample(target, window.outfit.author, replace=True)
        except UserError as error:
            window.refuse(error.message)
            return
        window.open_plan(target)

    def undo(self) -> None:
        """Take back the newest edit; what is being typed is kept first."""
        if self._window.context is not None:
            settle()
            self._window.context.undo()

    def redo(self) -> None:
        """Bring back the edit undone last."""
        if self._window.context is not None:
            settle()
            self._window.context.redo()

    def export(self, code: str = "") -> None:
        """Ask which handouts to write, and write them; ``code`` is the only one ticked at first."""
        window = self._window
        if window.context is not None:
            settle()
            plan = window.context.workbench.plan
            record = None if window.context.read_only else partial(self._record, plan)
            window.exporter.ask(plan, window.theme, window, code, record)

    def _record(self, plan: "PlanFile", printings: "Sequence[Printing]") -> None:
        """Keep what was given out of a plan, for the meetings of the handouts; another may be open by now."""
        from dxplanner.services.print_runs import record

        context = self._window.context
        if context is not None and context.workbench.plan is plan:
            author = context.workbench.plan.author.name
            context.run("配付した資料の記録", record(printings, author, own_meetings=True))

    def data(self) -> None:
        """Ask where to, and write the plan's contents as machine-readable tables."""
        window = self._window
        if window.context is not None:
            settle()
            window.exporter.ask_data(window.context.workbench.plan, window)

    def verify(self) -> None:
        """Look for damage in the plan file."""
        if self._window.context is None:
            return
        from dxplanner.store.verify import verify

        settle()
        with _waiting():
            problems = verify(self._window.context.workbench.plan)
        if not problems:
            self._window.say("計画ファイルを検査しました。問題はありません。")
            return
        text = "\n".join(f"{problem.place}：{problem.text}" for problem in problems)
        self._asking.tell(self._window, f"計画ファイルの検査：問題が{len(problems)}件あります", text)

    def help(self) -> None:
        """The page of the manual about the present pane."""
        self._window.show_help(self._window.manual_page())

    def contents(self) -> None:
        """The manual's table of contents."""
        self._window.show_help(INDEX)

    def log(self) -> None:
        """Open the local log of failures."""
        from dxplanner.services import logbook

        path = logbook.log_file()
        if not path.exists():
            self._window.say("障害の記録はありません。これまで障害は起きていません。")
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def about(self) -> None:
        """Say which version this is and whose work it stands on."""
        self._asking.tell(self._window, "このソフトについて", _ABOUT.format(version=__version__))

    def _last_folder(self) -> Path:
        recent = self._window.settings.recent_plans()
        return recent[0].parent if recent else documents_folder()


def settle() -> None:
    """Let a field that is being edited keep its value: it does so when it loses the focus."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
        focused.setFocus(Qt.FocusReason.OtherFocusReason)


@contextmanager
def _waiting() -> Iterator[None]:
    """Show the waiting cursor inside the block."""
    QApplication.setOverrideCursor(QCursor(Qt.CursorShape.WaitCursor))
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()
