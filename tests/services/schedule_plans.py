"""A plan with a schedule for tests of the services: read, edit, and compare all rows before and after."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dxplanner.domain.schedule_data import BarData, EditionData
from dxplanner.services import schedule_edit, schedule_query, schedules
from dxplanner.services.schedule_edit import NewBar
from dxplanner.services.workbench import Workbench
from dxplanner.store.changelog import ENTITY_TABLES
from dxplanner.store.planfile import PlanFile

TODAY = date(2024, 11, 8)

Rows = dict[str, list[tuple[Any, ...]]]


class SchedulePlan:
    """A plan file with an edition that tests work on."""

    def __init__(self, plan: PlanFile, edition_id: int) -> None:
        self.bench = Workbench(plan)
        self.edition_id = edition_id

    @classmethod
    def empty(cls, plan: PlanFile) -> "SchedulePlan":
        """With a new schedule of one empty edition."""
        _, edition_id = Workbench(plan).run("準備", schedules.add_schedule("改訂スケジュール"))
        return cls(plan, edition_id)

    @classmethod
    def sample(cls, plan: PlanFile, title: str = "改訂スケジュール", edition: int = -1) -> "SchedulePlan":
        """With an edition of the sample."""
        with plan.reading() as session:
            rows = schedule_query.load_schedules(session)
        return cls(plan, next(row for row in rows if row.title == title).editions[edition].id)

    @property
    def data(self) -> EditionData:
        """The edition as it is now."""
        with self.bench.plan.reading() as session:
            return schedule_query.load_edition(session, self.edition_id)

    def read(self, query: Callable[[Session], Any]) -> Any:
        """What a query gives."""
        with self.bench.plan.reading() as session:
            return query(session)

    def run(self, command: Callable[[Session], Any], label: str = "試し") -> Any:
        """Do one edit."""
        return self.bench.run(label, command)

    def rows(self) -> Rows:
        """Every row of every table as stored."""
        with self.bench.plan.reading() as session:
            run = session.connection().exec_driver_sql
            return {
                name: [tuple(row) for row in run(f'SELECT * FROM "{name}" ORDER BY id')]
                for name in ENTITY_TABLES
            }

    def assert_undone_by_one_step(self, command: Callable[[Session], Any]) -> Any:
        """Run a command; undo must bring all rows back, redo the result. Gives what the command gives."""
        before = self.rows()
        result = self.run(command)
        after = self.rows()
        assert after != before
        self.bench.undo()
        assert self.rows() == before
        self.bench.redo()
        assert self.rows() == after
        return result

    def lanes(self, *names: str) -> list[int]:
        """Add lanes; their keys."""
        return self.run(schedule_edit.add_lanes(self.edition_id, names))  # type: ignore[no-any-return]

    def bars(self, lane_id: int, *labels: str, length: int = 30) -> list[int]:
        """Add bars one after the other in June 2024; their keys."""
        first = date(2024, 6, 1)
        made = [
            NewBar(lane_id, label, start, start + timedelta(days=length - 1))
            for at, label in enumerate(labels)
            for start in [first + timedelta(days=length * at)]
        ]
        return self.run(schedule_edit.add_bars(made))  # type: ignore[no-any-return]

    def bar(self, key: int) -> BarData:
        """A bar of the edition as it is now."""
        return self.data.bar_by_id[key]

    def lane_names(self) -> list[str]:
        """The lanes in order, with their groups: 「まとまり/区分」."""
        return [f"{lane.group}/{lane.name}".lstrip("/") for lane in self.data.lanes]
