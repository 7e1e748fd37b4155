"""What the user does to 工程表, their 版 and the columns of the time axis, with the questions asked first."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from dxplanner.domain.errors import InputError
from dxplanner.domain.fiscal import format_date
from dxplanner.domain.schedule_data import EditionData
from dxplanner.domain.time_units import Unit
from dxplanner.model import ClosedDay
from dxplanner.services import schedules
from dxplanner.services.schedule_baselines import next_name
from dxplanner.services.schedule_query import load_projects, load_schedules
from dxplanner.services.schedules import NewColumn
from dxplanner.ui.context import PlanContext
from dxplanner.ui.gantt.ask_line import AskLine
from dxplanner.ui.gantt.cell_plan import read_day
from dxplanner.ui.gantt.sheet_dialog import SheetDialog
from dxplanner.ui.tree.confirm import ConfirmBar

COLUMN_UNITS = (Unit.YEAR, Unit.FOUR_MONTHS, Unit.QUARTER, Unit.MONTH)


_COLUMNS_HELP = (
    "工程表の上に並べる列を、左から順に1行に1つずつ入れます。上段の見出しが同じ列は、まとめて印刷されます。"
)
_CLOSED_HELP = (
    "土日・祝日・年末年始のほかに市役所を閉める日を、1行に1日ずつ入れます（R6.8.14 夏季一斉休業など）。"
    "ここに入れた日は、開庁日の日数に数えません。"
)


class Chooser(Protocol):
    """Who shows schedules: the pane."""

    def show_schedule(self, schedule_id: int) -> None: ...
    def show_edition(self, edition_id: int) -> None: ...


class ScheduleActs:
    """Acts on the shown schedule and edition."""

    def __init__(
        self,
        context: PlanContext,
        ask: AskLine,
        confirm: ConfirmBar,
        chooser: Chooser,
        shown: Callable[[], EditionData | None],
        back: QWidget,
    ) -> None:
        self._context, self._ask, self._confirm = context, ask, confirm
        self._chooser, self._shown, self._back = chooser, shown, back

    def add(self) -> None:
        """新しい工程表."""

        def run(title: str) -> None:
            made = self._context.run(schedules.schedule_label(title, "追加"), schedules.add_schedule(title))
            if made:
                self._chooser.show_schedule(made[0])

        self._ask.ask("新しい工程表の名称", "新しい工程表", run, self._back)

    def rename(self) -> None:
        """工程表の名称変更."""
        edition = self._shown()
        if edition is not None:
            self._ask.ask(
                "工程表の名称",
                edition.title,
                lambda title: self._do(
                    schedules.schedule_label(edition.title, "名称変更"),
                    schedules.rename_schedule(edition.schedule_id, title),
                ),
                self._back,
            )

    def owners(self) -> list[tuple[str, int | None, bool]]:
        """What the schedule can belong to: name, key of the 予算事業 (None: the plan itself), present one."""
        edition = self._shown()
        if edition is None:
            return []
        with self._context.workbench.plan.reading() as session:
            projects = load_projects(session)
            present = next(one.project_id for one in load_schedules(session) if one.id == edition.schedule_id)
        found: list[tuple[str, int | None]] = [("計画全体", None), *((one.name, one.id) for one in projects)]
        return [(name, key, key == present) for name, key in found]

    def attach(self, project_id: int | None) -> None:
        """予算事業に結びつける, or the plan's own again (None)."""
        edition = self._shown()
        if edition is not None:
            self._do(
                schedules.schedule_label(edition.title, "結びつけ先の変更"),
                schedules.attach_to_project(edition.schedule_id, project_id),
            )

    def delete(self) -> None:
        """工程表の削除."""
        edition = self._shown()
        if edition is None:
            return
        with self._context.workbench.plan.reading() as session:
            goes = schedules.what_goes_with_schedule(session, edition.schedule_id).text
        label = schedules.schedule_label(edition.title, "削除")
        self._asked(
            f"工程表「{edition.title}」を削除すると、次のものも削除されます：{goes}。削除しますか。",
            label,
            schedules.delete_schedule(edition.schedule_id),
        )

    def keep_edition(self) -> None:
        """版として残す: a copy of the present edition to go on with (当初・素案・成案)."""
        edition = self._shown()
        if edition is None or self._context.read_only:
            return

        def run(name: str) -> None:
            made = self._context.run(
                schedules.edition_label(name, "追加"), schedules.copy_edition(edition.id, name)
            )
            if made:
                self._chooser.show_edition(made)

        with self._context.workbench.plan.reading() as session:
            schedules_now = {one.id: one for one in load_schedules(session)}
        name = next_name([one.name for one in schedules_now[edition.schedule_id].editions])
        self._ask.ask(f"「{edition.name}」を写して作る版の名称", name, run, self._back)

    def rename_edition(self) -> None:
        """版の名称変更."""
        edition = self._shown()
        if edition is not None:
            self._ask.ask(
                "版の名称",
                edition.name,
                lambda name: self._do(
                    schedules.edition_label(edition.name, "名称変更"),
                    schedules.rename_edition(edition.id, name),
                ),
                self._back,
            )

    def note_edition(self) -> None:
        """版の備考: why there is this 版, what differs from the one before."""
        edition = self._shown()
        if edition is None:
            return
        with self._context.workbench.plan.reading() as session:
            note = schedules.edition_note(session, edition.id)
        self._ask.ask(
            "版の備考",
            note,
            lambda text: self._do(
                schedules.edition_label(edition.name, "備考の変更"),
                schedules.note_edition(edition.id, text),
            ),
            self._back,
        )

    def delete_edition(self) -> None:
        """版の削除."""
        edition = self._shown()
        if edition is None:
            return
        with self._context.workbench.plan.reading() as session:
            goes = schedules.what_goes_with_edition(session, edition.id).text
        self._asked(
            f"版「{edition.name}」を削除すると、次のものも削除されます：{goes or 'なし'}。削除しますか。",
            schedules.edition_label(edition.name, "削除"),
            schedules.delete_edition(edition.id),
        )

    def make_columns(self, unit: Unit, *, open_end: bool) -> None:
        """資料の列を作る: columns of a unit over all that is there."""
        edition = self._shown()
        if edition is None or edition.span is None:
            self._context.said.emit("列を作るには、先に工程を一つ以上描いてください。")
            return
        columns = schedules.columns_for(unit, *edition.span, open_end=open_end)
        label = f"{schedules.edition_label(edition.name, '時間軸の列')}の変更"
        self._do(label, schedules.set_columns(edition.id, columns))

    def drop_columns(self) -> None:
        """資料の列をなくす."""
        edition = self._shown()
        if edition is not None and edition.columns:
            label = f"{schedules.edition_label(edition.name, '時間軸の列')}の削除"
            self._do(label, schedules.set_columns(edition.id, ()))

    def edit_columns(self) -> None:
        """列を編集: headings and days of the time axis, any split."""
        edition = self._shown()
        if edition is None:
            return
        rows = [
            (
                column.group, column.heading, format_date(column.starts_on),
                format_date(column.ends_on) if column.ends_on else "",
            )
            for column in edition.columns
        ]  # fmt: skip
        dialog = SheetDialog(
            "資料の列", ("上段の見出し", "見出し", "開始", "終了（空欄は以降）"), rows, _COLUMNS_HELP,
            read_columns, self._context.theme, self._back,
        )  # fmt: skip
        if dialog.exec():
            label = schedules.edition_label(edition.name, "時間軸の列の変更")
            self._do(label, schedules.set_columns(edition.id, read_columns(dialog.cells())))

    def edit_closed_days(self) -> None:
        """閉庁日を編集: the plan's own, beside weekends and holidays."""
        known = self._context.workbench.plan.snapshot().all(ClosedDay)
        rows = [(format_date(row.on), row.name or "") for row in sorted(known, key=lambda row: row.on)]
        dialog = SheetDialog(
            "閉庁日", ("日付", "名称"), rows, _CLOSED_HELP, read_closed_days, self._context.theme, self._back
        )
        if dialog.exec():
            self._do("閉庁日の変更", schedules.set_closed_days(read_closed_days(dialog.cells())))

    def _asked(self, question: str, label: str, command: Callable[[Any], object]) -> None:
        self._confirm.ask(question, "削除する", lambda: self._do(label, command), self._back)

    def _do(self, label: str, command: Callable[[Any], object]) -> None:
        self._context.run(label, command)


def read_columns(cells: Sequence[Sequence[str]]) -> list[NewColumn]:
    """Columns as they were typed.

    Raises:
        InputError: a day cannot be read or a heading is missing.
    """
    made = []
    for number, (group, heading, start, end) in enumerate(cells, start=1):
        if not heading:
            raise InputError(f"{number}行目の見出しがありません。")
        first = read_day(start, at_end=False)[0]
        last = read_day(end, at_end=True)[0] if end else None
        if last is not None and last < first:
            raise InputError(f"{number}行目の終わりの日が始まりの日より前です。")
        made.append(NewColumn(group, heading, first, last))
    return made


def read_closed_days(cells: Sequence[Sequence[str]]) -> list[tuple[date, str]]:
    """閉庁日 as they were typed.

    Raises:
        InputError: a day cannot be read.
    """
    return [(read_day(day, at_end=False)[0], name) for day, name in cells]
