"""What a user can do with 工程表 as a whole: schedules, their 版, the columns of the time axis, 閉庁日.

Each function returns a command for Workbench.run. Bars, lanes and 前後関係: services.schedule_edit.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.fiscal import (
    FiscalStyle,
    fiscal_year_of,
    fiscal_year_start,
    format_fiscal_year,
    format_month,
)
from dxplanner.domain.time_header import cell_texts
from dxplanner.domain.time_units import Unit, next_start, unit_end, unit_start, units_between
from dxplanner.model import AxisColumn, Bar, BudgetProject, ClosedDay, Lane, Schedule, ScheduleEdition
from dxplanner.services.belongings import Summary
from dxplanner.services.command import Command
from dxplanner.services.fields import add_row, place_of
from dxplanner.services.schedule_baselines import copy_edition
from dxplanner.services.schedule_lanes import counted_bars, what_goes_with_lanes
from dxplanner.services.schedule_rows import delete_all, require, require_order, rows_of, set_values

FIRST_EDITION: Final = "当初"
MOST_COLUMNS: Final = 120
"""Upper limit of a time axis of its own: no paper shows more."""


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column of the time axis; without an end it is open (以降)."""

    group: str
    heading: str
    starts_on: date
    ends_on: date | None


def schedule_label(title: str, act: str) -> str:
    """What undo names: 「工程表「改訂スケジュール」 の名称変更」."""
    return f"工程表{place_of('', title)} の{act}"


def edition_label(name: str, act: str) -> str:
    """The same of a 版: 「版「素案」 の追加」."""
    return f"版{place_of('', name)} の{act}"


def add_schedule(title: str, project_id: int | None = None) -> Command[tuple[int, int]]:
    """Add a schedule with an empty edition 「当初」; gives the keys of both."""

    def command(session: Session) -> tuple[int, int]:
        key = add_row(session, Schedule, {"title": title, "project_id": project_id}, owner=None)
        values = {"schedule_id": key, "name": FIRST_EDITION}
        return key, add_row(session, ScheduleEdition, values, owner="schedule_id")

    return command


def rename_schedule(schedule_id: int, title: str) -> Command[None]:
    """Give a schedule another title."""

    def command(session: Session) -> None:
        require(Schedule, {"title": title})
        set_values(rows_of(session, Schedule, [schedule_id])[0], {"title": title})

    return command


def attach_to_project(schedule_id: int, project_id: int | None) -> Command[None]:
    """Make a schedule that of a 予算事業, or the plan's own (None)."""

    def command(session: Session) -> None:
        if project_id is not None:
            rows_of(session, BudgetProject, [project_id])
        set_values(rows_of(session, Schedule, [schedule_id])[0], {"project_id": project_id})

    return command


def delete_schedule(schedule_id: int) -> Command[None]:
    """Delete a schedule with all its editions; see ``what_goes_with_schedule``."""
    return lambda session: delete_all(session, Schedule, [schedule_id])


def rename_edition(edition_id: int, name: str) -> Command[None]:
    """Give a 版 another name."""

    def command(session: Session) -> None:
        require(ScheduleEdition, {"name": name})
        set_values(rows_of(session, ScheduleEdition, [edition_id])[0], {"name": name})

    return command


def edition_note(session: Session, edition_id: int) -> str:
    """備考 of a 版."""
    return rows_of(session, ScheduleEdition, [edition_id])[0].note or ""


def note_edition(edition_id: int, note: str) -> Command[None]:
    """Write the 備考 of a 版; blank takes it away."""

    def command(session: Session) -> None:
        set_values(rows_of(session, ScheduleEdition, [edition_id])[0], {"note": note.strip() or None})

    return command


def delete_edition(edition_id: int) -> Command[None]:
    """Delete a 版 with its lanes and bars. A schedule's last one stays (RefusedEdit)."""

    def command(session: Session) -> None:
        [edition] = rows_of(session, ScheduleEdition, [edition_id])
        others = sa.select(sa.func.count()).where(ScheduleEdition.schedule_id == edition.schedule_id)
        if session.scalar(others) == 1:
            raise RefusedEdit("最後の版は削除できません。工程表ごと削除してください。")
        delete_all(session, ScheduleEdition, [edition_id])

    return command


def what_goes_with_schedule(session: Session, schedule_id: int) -> Summary:
    """What goes with a schedule when it is deleted: 版, 区分, 工程, 前後関係."""
    [schedule] = rows_of(session, Schedule, [schedule_id])
    editions = list(
        session.scalars(sa.select(ScheduleEdition.id).where(ScheduleEdition.schedule_id == schedule_id))
    )
    return Summary((schedule.title,), (("版", len(editions)), *_counted(session, editions)), ())


def what_goes_with_edition(session: Session, edition_id: int) -> Summary:
    """What goes with a 版 when it is deleted: 区分, 工程, 前後関係."""
    [edition] = rows_of(session, ScheduleEdition, [edition_id])
    return Summary((edition.name,), _counted(session, [edition_id]), ())


def _counted(session: Session, edition_ids: Collection[int]) -> tuple[tuple[str, int], ...]:
    of_these = Lane.edition_id.in_(edition_ids)
    lanes = session.scalar(sa.select(sa.func.count(Lane.id)).where(of_these)) or 0
    bars = sa.select(Bar.id).where(Bar.lane_id.in_(sa.select(Lane.id).where(of_these)))
    return (*((("区分", lanes),) if lanes else ()), *counted_bars(session, bars))


def set_columns(edition_id: int, columns: Sequence[NewColumn]) -> Command[None]:
    """Give an edition these columns in place of its own; none at all means automatic ones.

    The command raises RefusedEdit when columns overlap, or another than the last is open.
    """

    def command(session: Session) -> None:
        rows_of(session, ScheduleEdition, [edition_id])
        _require_side_by_side(columns)
        present = session.scalars(
            sa.select(AxisColumn)
            .where(AxisColumn.edition_id == edition_id)
            .order_by(AxisColumn.position, AxisColumn.id)
        ).all()
        for position, (row, column) in enumerate(zip(present, columns, strict=False)):
            set_values(row, _values(column, position))
        for position, column in enumerate(columns[len(present) :], start=len(present)):
            session.add(AxisColumn(edition_id=edition_id, **_values(column, position)))
        delete_all(session, AxisColumn, [row.id for row in present[len(columns) :]])

    return command


def columns_for(unit: Unit, first: date, last: date, *, open_end: bool = False) -> tuple[NewColumn, ...]:
    """Columns of a unit over all days from first to last, headed as the office does.

    ``open_end`` adds an open one (令和７年度以降). Raises RefusedEdit for more than MOST_COLUMNS.
    """
    if units_between(first, last, unit) > MOST_COLUMNS:
        raise RefusedEdit(f"列が{MOST_COLUMNS}を超えます。期間を短くするか、大きな区切りを選んでください。")
    columns = []
    day = unit_start(first, unit)
    while day <= last:
        columns.append(NewColumn(*_headings(day, unit), day, unit_end(day, unit)))
        day = next_start(day, unit)
    if open_end:
        columns.append(NewColumn("", open_heading(day), day, None))
    return tuple(columns)


def open_heading(day: date) -> str:
    """The heading of an open column from a day on: 「令和７年度以降」, 「令和６年10月以降」."""
    year = fiscal_year_of(day)
    if day == fiscal_year_start(year):
        return f"{format_fiscal_year(year, FiscalStyle.LONG)}以降"
    return f"{format_month(day.year, day.month, FiscalStyle.LONG)}以降"


def set_closed_days(days: Collection[tuple[date, str]]) -> Command[None]:
    """Make these (day, name) the plan's own 閉庁日; what stays the same is left untouched."""

    def command(session: Session) -> None:
        wanted = {day: name or None for day, name in days}
        present = {row.on: row for row in session.scalars(sa.select(ClosedDay))}
        delete_all(session, ClosedDay, [row.id for day, row in present.items() if day not in wanted])
        for day, name in sorted(wanted.items()):
            require(ClosedDay, {"name": name})
            if day in present:
                set_values(present[day], {"name": name})
            else:
                session.add(ClosedDay(on=day, name=name))

    return command


def _headings(day: date, unit: Unit) -> tuple[str, str]:
    """Upper and lower heading of a column."""
    if unit is Unit.YEAR:
        return "", cell_texts(day, unit)[0]
    if unit in (Unit.QUARTER, Unit.FOUR_MONTHS, Unit.MONTH):
        texts = cell_texts(day, unit)
        heading = texts[0] if unit is Unit.MONTH else texts[-2]
        return format_fiscal_year(fiscal_year_of(day), FiscalStyle.LONG), heading
    return format_month(day.year, day.month, FiscalStyle.LONG), cell_texts(day, unit)[0]


def _require_side_by_side(columns: Sequence[NewColumn]) -> None:
    for column in columns:
        require(AxisColumn, {"heading": column.heading, "group": column.group or None})
        require_order(column.starts_on, column.ends_on)
    ordered = sorted(columns, key=lambda column: column.starts_on)
    for one, other in pairwise(ordered):
        if one.ends_on is None:
            raise RefusedEdit(f"終わりのない列「{one.heading}」は、最後に置いてください。")
        if other.starts_on <= one.ends_on:
            raise RefusedEdit(f"列「{one.heading}」と「{other.heading}」の期間が重なっています。")


def _values(column: NewColumn, position: int) -> dict[str, object]:
    return {**asdict(column), "group": column.group or None, "position": position}


__all__ = [
    "FIRST_EDITION",
    "MOST_COLUMNS",
    "NewColumn",
    "add_schedule",
    "attach_to_project",
    "columns_for",
    "copy_edition",
    "delete_edition",
    "delete_schedule",
    "edition_label",
    "open_heading",
    "rename_edition",
    "rename_schedule",
    "schedule_label",
    "set_closed_days",
    "set_columns",
    "what_goes_with_edition",
    "what_goes_with_lanes",
    "what_goes_with_schedule",
]
