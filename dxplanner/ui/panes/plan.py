"""The 計画 pane: what was asked when the plan was made, to be changed here."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dxplanner.model import (
    ActionPlanLink,
    Department,
    Entity,
    Level,
    Plan,
    PlanAxis,
    PlanVersion,
    RelatedPlan,
    Term,
)
from dxplanner.services.fields import Field, fields_of, set_field
from dxplanner.services.plan_settings import (
    TABLES,
    LinkChoice,
    PlanSettings,
    SettingLine,
    add_action,
    add_axis,
    add_department,
    add_level,
    add_related,
    add_term,
    add_version,
    delete_setting,
    move_setting,
    plan_settings,
    set_successor,
    what_goes,
    why_kept,
)
from dxplanner.services.standing import owners_of
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import form_sheet, words
from dxplanner.ui.forms.marks import MarkStrip
from dxplanner.ui.forms.sections import Section, TwoColumns, order_tabs
from dxplanner.ui.pane import Pane
from dxplanner.ui.panes.plan_rows import ListKind, SettingList, SettingRow
from dxplanner.ui.tree.confirm import ConfirmBar

_LISTS: Final = (
    ListKind(Term, (("number", 44), ("first_year", 104), ("last_year", 104), ("note", 0))),
    ListKind(PlanVersion, (("name", 0), ("stage", 76), ("term_id", 132), ("note", 0)), removable=False),
    ListKind(Level, (("name", 0), ("scope", 116), ("joined", 156), ("note", 0)), movable=True),
    ListKind(
        Department,
        (("name", 0), ("short_name", 0), ("valid_from", 84), ("valid_to", 84), ("successor_id", 132)),
        movable=True,
        of_itself=True,
        hint="名称が変わった組織や廃止された組織は、削除せずに廃止日と後継の組織を入れます。"
        "いちばん上の組織が、資料の表紙に作成課として印刷されます。",
    ),
    ListKind(PlanAxis, (("name", 0),), movable=True),
    ListKind(RelatedPlan, (("name", 0), ("relation", 96), ("note", 0)), movable=True),
    ListKind(
        ActionPlanLink,
        (("code", 104), ("title", 0), ("related_plan_id", 216)),
        hint="どの事業の対応かは、予算の画面の「行動計画との対応」で決めます。",
    ),
)
_SETTLE_MS: Final = 50
"""A pane that is shown for the first time finds its final heights in this time."""
_ROOM: Final = 120
"""Room above and below a row that is shown, in pixels at 100 %."""
_NO_VERSION: Final = "計画版がないため、階層を決められません。先に「＋ 計画版を追加」を押してください。"


class PlanBinding(Binding):
    """Names edits of the plan's own fields by the field alone: 「計画名の変更」."""

    def store(self, field: Field, row_id: int, value: object, merge: str) -> bool:
        entity, name = field.entity, field.name
        done = self.context.run(
            f"{field.label}の変更",
            lambda session: set_field(session, entity, row_id, name, value),
            merge=merge,
        )
        return done is not None


class PlanPane(Pane):
    """Fields of the plan, and its lists: 期, 計画版, 階層 (of the tree's version), 組織, 柱, 関連する計画."""

    key = "plan"
    title = "計画"
    manual = "plan"

    def __init__(
        self,
        context: PlanContext,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(context, parent)
        self._today = today
        self._view: PlanSettings | None = None
        self._ordered: list[SettingRow] | None = None
        self.binding = PlanBinding(context, lambda: Plan.__label__, today, self)
        self.setStyleSheet(form_sheet(context.theme))
        self.editors = {name: FieldEditor(self.binding, field) for name, field in fields_of(Plan).items()}
        self.form = TwoColumns(context.theme)
        self.basics = Section(context.theme, Plan.__label__)
        self.caution = words("", "warn", wrap=True)
        self.marks = MarkStrip(self.binding, Plan.__label__, named=True)
        for widget in (*self.editors.values(), self.caution, self.marks):
            self.basics.body.addWidget(widget)
        self.form.columns[0].addWidget(self.basics)
        choices: Mapping[type, Callable[[], tuple[LinkChoice, ...]]] = {
            PlanVersion: lambda: () if self._view is None else self._view.term_choices,
            Department: lambda: () if self._view is None else self._view.department_choices,
            ActionPlanLink: lambda: () if self._view is None else self._view.related_choices,
        }
        lists = [SettingList(self.binding, kind, choices.get(kind.entity, tuple)) for kind in _LISTS]
        self.terms, self.versions, self.levels, self.departments, *others = lists
        self.axes, self.related, self.action_links = others
        for one in lists:
            one.made = partial(self._hook, one)
            one.add.clicked.connect(partial(self._add, one))
            self.form.columns[0 if one in (self.terms, self.versions) else 1].addWidget(one)
        self.lists = lists
        self.form.close_columns()
        self.confirm = ConfirmBar(context.theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.form, 1)
        column.addWidget(self.confirm)

    def reload(self) -> None:
        """Show the present state; what was typed is stored first."""
        self.flush()
        self._refresh()

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Show the row of one of the lists, or the plan itself, and put the cursor there."""
        with self.context.workbench.plan.reading() as session:
            owners = owners_of(session, table, uid)
        if table == Plan.__tablename__ and owners:
            self.form.ensureWidgetVisible(self.basics)
            return True
        one = next((one for one in self.lists if one.kind.entity.__tablename__ == table), None)
        row = None if one is None or table not in owners else one.row_of(owners[table])
        if row is None:
            return False
        row.begin_typing()
        room = self.context.theme.pixels(_ROOM)
        QTimer.singleShot(_SETTLE_MS, row, lambda: self.form.ensureWidgetVisible(row, 0, room))
        return True

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed; one that touches nothing shown here costs nothing."""
        if any(row.table in TABLES for row in committed.rows):
            self._refresh()

    def flush(self) -> None:
        """Store what was typed; a text that is invalid is kept for when its row is shown again."""
        if self._view is None:
            return
        for editor in self.editors.values():
            editor.flush()
        for one in self.lists:
            for row in one.rows():
                row.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        self.confirm.leave()
        super().hideEvent(event)

    def _refresh(self) -> None:
        former = self._view
        with self.context.workbench.plan.reading() as session:
            view = plan_settings(session, self.context.version_id)
        self._view = view
        if view == former:
            return
        self.setUpdatesEnabled(False)
        try:
            self._show(view)
        finally:
            self.setUpdatesEnabled(True)

    def _show(self, view: PlanSettings) -> None:
        plan = view.plan
        self.basics.setVisible(plan is not None)
        if plan is not None:
            for name, editor in self.editors.items():
                editor.show_row(plan.id, plan.values[name], view.marks.get((plan.uid, name), ()))
            self.caution.setText(plan.caution)
            self.caution.setVisible(bool(plan.caution))
            self.marks.show_marks(view.marks.get((plan.uid, None), ()))
        first = (view.terms, view.versions, view.levels, view.departments)
        shown = (*first, view.axes, view.related, view.actions)
        for one, lines in zip(self.lists, shown, strict=True):
            one.show_lines(lines, self._nothing(one, view))
        if view.version:
            count = f"{len(view.levels)}件　" if view.levels else ""
            self.levels.count.show_text(f"{count}「{view.version}」")
        self.levels.add.setVisible(bool(view.version) and not self.context.read_only)
        rows = [row for one in self.lists for row in one.rows()]
        if rows != self._ordered:
            self._ordered = rows
            order_tabs(self)

    def _nothing(self, one: SettingList, view: PlanSettings) -> str:
        label = one.kind.entity.__label__
        if one is self.levels and not view.version and not self.context.read_only:
            return _NO_VERSION
        how = "" if self.context.read_only else f"「{one.add.text()}」を押すと1行増えます。"
        return f"{label}はまだありません。{how}"

    def _hook(self, one: SettingList, row: SettingRow) -> None:
        row.removed.connect(partial(self._remove, one, row))
        row.moved.connect(partial(self._move, one.kind.entity, row))
        row.linked.connect(partial(self._link, one, row))

    def _add(self, one: SettingList, _checked: bool = False) -> None:
        version_id = self.context.version_id or 0
        commands: Mapping[SettingList, Callable[..., int]] = {
            self.terms: lambda session: add_term(session, self._today()),
            self.versions: add_version,
            self.levels: lambda session: add_level(session, version_id),
            self.departments: add_department,
            self.axes: add_axis,
            self.related: add_related,
            self.action_links: add_action,
        }
        made = self.context.run(f"{one.kind.entity.__label__}の追加", commands[one])
        if made is None:
            return
        if one is self.versions:
            self.context.select_version(made)
        row = one.row_of(made)
        if row is not None:
            row.begin_typing()
            QTimer.singleShot(0, row, partial(self.form.ensureWidgetVisible, row))

    def _remove(self, one: SettingList, row: SettingRow) -> None:
        line, entity = row.line, one.kind.entity
        if line is None:
            return
        with self.context.workbench.plan.reading() as session:
            reason = why_kept(session, entity, line.id)
            lost = what_goes(session, line.id, entity) if entity in (Department, RelatedPlan) else ""
        row.tell(f"削除できません。{reason}" if reason else "")
        if reason:
            return
        act = partial(self._delete, one, line)
        if lost:
            self.confirm.ask(f"{line.place}を削除すると、{lost}", "削除する", act, row.remove)
        else:
            act()

    def _delete(self, one: SettingList, line: SettingLine) -> None:
        entity = one.kind.entity
        self.context.run(f"{line.place}の削除", lambda session: delete_setting(session, entity, line.id))
        one.add.setFocus()

    def _move(self, entity: type[Entity], row: SettingRow, step: int) -> None:
        line = row.line
        if line is None:
            return
        with self.context.workbench.plan.reading() as session:
            reason = why_kept(session, entity, line.id)
        row.tell(f"動かせません。{reason}" if reason else "")
        if not reason:
            way = "上" if step < 0 else "下"
            self.context.run(
                f"{line.place}の{way}への移動",
                lambda session: move_setting(session, entity, line.id, step),
            )

    def _link(self, one: SettingList, row: SettingRow, chosen: int | None) -> None:
        line = row.line
        if line is None:
            return
        name = next(name for name, _ in one.kind.columns if name not in fields_of(one.kind.entity))
        label = f"{line.place}の{one.kind.spec(name).label}の変更"
        if one is self.departments:
            self.context.run(label, lambda session: set_successor(session, line.id, chosen))
        else:
            self.context.run(
                label, lambda session: set_field(session, one.kind.entity, line.id, name, chosen)
            )
        if row.line is not None:
            row.show_line(row.line)
