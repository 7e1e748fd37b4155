"""What a user can do with 工程表 as a whole: schedules, their 版, the columns of the time axis, 閉庁日.

Each function returns a command for Workbench.run. Bars, lanes and 前後関係: services.schedule_edit.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dxplanner.domain.time_units import Unit
from dxplanner.services.belongings import Summary


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column of the time axis; without an end it is open (以降)."""

    group: str
    heading: str
    starts_on: date
    ends_on: date | None


def schedule_label(title: str, act: str) -> str:
    """What undo names: 「工程表「改訂スケジュール」の名称変更」."""
    raise NotImplementedError


def edition_label(name: str, act: str) -> str:
    """The same of a 版: 「版「素案」の追加」."""
    raise NotImplementedError


def add_schedule(title: str, project_id: int | None = None) -> Callable[[Session], tuple[int, int]]:
    """Add a schedule with an empty edition 「当初」; gives the keys of both."""
    raise NotImplementedError


def rename_schedule(schedule_id: int, title: str) -> Callable[[Session], None]:
    """Give a schedule another title."""
    raise NotImplementedError


def attach_to_project(schedule_id: int, project_id: int | None) -> Callable[[Session], None]:
    """Make a schedule that of a 予算事業, or the plan's own (None)."""
    raise NotImplementedError


def delete_schedule(schedule_id: int) -> Callable[[Session], None]:
    """Delete a schedule with all its editions."""
    raise NotImplementedError


def what_goes_with_schedule(session: Session, schedule_id: int) -> Summary:
    """What goes with a schedule: 版, 区分, 工程, 前後関係."""
    raise NotImplementedError


def copy_edition(edition_id: int, name: str) -> Callable[[Session], int]:
    """Copy an edition as a new 版 (当初・素案・成案) after it; gives its key.

    Lanes and bars of both know each other by lineage; 推定 marks and 前後関係 are copied too.
    """
    raise NotImplementedError


def rename_edition(edition_id: int, name: str) -> Callable[[Session], None]:
    """Give a 版 another name."""
    raise NotImplementedError


def delete_edition(edition_id: int) -> Callable[[Session], None]:
    """Delete a 版 with its lanes and bars. A schedule's last one stays (RefusedEdit)."""
    raise NotImplementedError


def what_goes_with_edition(session: Session, edition_id: int) -> Summary:
    """What goes with a 版: 区分, 工程, 前後関係."""
    raise NotImplementedError


def what_goes_with_lanes(session: Session, lane_ids: Collection[int]) -> Summary:
    """What goes with lanes: 工程, 前後関係."""
    raise NotImplementedError


def set_columns(edition_id: int, columns: Sequence[NewColumn]) -> Callable[[Session], None]:
    """Give an edition these columns in place of its own; none at all means automatic ones."""
    raise NotImplementedError


def columns_for(unit: Unit, first: date, last: date, *, open_end: bool = False) -> tuple[NewColumn, ...]:
    """Columns of a unit over all days from first to last, headed as the office does, perhaps an open one too."""
    raise NotImplementedError


def set_closed_days(days: Collection[tuple[date, str]]) -> Callable[[Session], None]:
    """Make these (day, name) the plan's own 閉庁日; what stays the same is left untouched."""
    raise NotImplementedError
