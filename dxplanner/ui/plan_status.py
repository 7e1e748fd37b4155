"""Keeps status bar, undo's names and the title true while a plan is open."""

from datetime import date

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from dxplanner.domain.fiscal import FiscalStyle, fiscal_year_of, format_fiscal_year
from dxplanner.services import standing
from dxplanner.services.fields import short_name
from dxplanner.store.planfile import Committed
from dxplanner.ui.actions import FrameActions
from dxplanner.ui.context import PlanContext
from dxplanner.ui.status import StatusStrip
from dxplanner.ui.translation import PROGRAM


class PlanStatus(QObject):
    """Listens to the plan; asks it again only for what a commit may have changed."""

    def __init__(
        self, context: PlanContext, status: StatusStrip, actions: FrameActions, window: QMainWindow
    ) -> None:
        super().__init__(context)
        self._context = context
        self._status = status
        self._actions = actions
        self._window = window
        self._versions: dict[int, standing.VersionName] = {}
        context.committed.connect(self.refresh)
        context.version_changed.connect(lambda _key: self._show_years())
        self._show_people()
        self.refresh(None)

    def refresh(self, committed: Committed | None) -> None:
        """Show what a commit changed; None asks for everything."""
        touched = None if committed is None else {row.table for row in committed.rows}
        plan = self._context.workbench.plan
        with plan.reading() as session:
            # 出典 goes with its row, so any commit may change the count only through its own table.
            if touched is None or "provenance" in touched:
                self._status.show_inferred(standing.inferred_count(session))
            if touched is None or touched & {"plan", "plan_version", "term"}:
                self._versions = {version.id: version for version in standing.versions(session)}
                self._show_title(standing.plan_name(session))
                self._show_years()
        self._actions.name_undo(plan.undo_label(), plan.redo_label(), allowed=not self._context.read_only)

    def _show_people(self) -> None:
        plan = self._context.workbench.plan
        author = plan.author
        self._status.who.setText(f"{author.name}（{author.computer}）")
        self._status.who.setToolTip("変更履歴には、この名前と端末名が残ります。")
        self._status.show_saved(self._context.read_only)
        self._status.saved.setToolTip(
            plan.read_only or "変更はそのつど計画ファイルに保存されます。保存の操作は要りません。"
        )
        self._status.lock.setToolTip("この計画を編集しています。閉じるまで、ほかの人は閲覧だけができます。")

    def _show_title(self, name: str) -> None:
        path = self._context.workbench.plan.path
        reading = "（閲覧のみ）" if self._context.read_only else ""
        self._window.setWindowTitle(f"{name or path.stem}［{path.name}］{reading} － {PROGRAM}")

    def _show_years(self) -> None:
        today = fiscal_year_of(date.today())
        parts = [format_fiscal_year(today, FiscalStyle.LONG)]
        version = self._versions.get(self._context.version_id or 0)
        if version is not None:
            parts.insert(0, f"{short_name(version.name)} {version.term}".strip())
        text = " ｜ ".join(parts)
        self._status.term.setText(text)
        self._status.term.setToolTip(f"{text}\n表示している計画版とその期、そして今日の年度です。")
