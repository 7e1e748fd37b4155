"""The chosen series with what its form offers: its other series, 出典, sections, tables of grades."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.model import GradeScale, IndicatorSeries, PolicyNode
from dxplanner.services.departments import department_choices
from dxplanner.services.fields import place_of
from dxplanner.services.indicator_picture import SeriesRow
from dxplanner.services.indicator_query import IndicatorBook
from dxplanner.services.plan_settings import LinkChoice
from dxplanner.services.provenance import Mark, Marks, marks_of


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One series of the indicator by name."""

    id: int
    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class IndicatorDetail:
    """Everything about the chosen series. Pictures of the same state are equal."""

    row: SeriesRow
    goal: str | None
    """3年後のめざす姿 of the 基本施策."""
    node_uid: str
    series: tuple[SeriesLine, ...]
    marks: Marks
    departments: tuple[LinkChoice, ...]
    scales: tuple[LinkChoice, ...]

    @property
    def place(self) -> str:
        """Where an edit happens, for its undo label."""
        return place_of(self.row.number, self.row.indicator.name)

    def marks_on(self, uid: str, field: str | None = None) -> tuple[Mark, ...]:
        """出典 of one field of a row; of the whole row without a field."""
        return self.marks.get((uid, field), ())


def indicator_detail(
    session: Session, book: IndicatorBook, series_id: int, today: date
) -> IndicatorDetail | None:
    """The picture of a series; None when it is gone."""
    row = book.one(session, series_id)
    if row is None:
        return None
    node = session.get_one(PolicyNode, row.indicator.node_id)
    series = tuple(
        SeriesLine(key, uid, name or "")
        for key, uid, name in session.execute(
            sa.select(IndicatorSeries.id, IndicatorSeries.uid, IndicatorSeries.name)
            .where(IndicatorSeries.indicator_id == row.indicator.id)
            .order_by(IndicatorSeries.position, IndicatorSeries.id)
        )
    )
    uids = [row.indicator.uid, node.uid, *(one.uid for one in series), *(value.uid for value in row.values)]
    return IndicatorDetail(
        row,
        node.goal,
        node.uid,
        series,
        marks_of(session, uids),
        _departments(session, row, today),
        scale_choices(session),
    )


def _departments(session: Session, row: SeriesRow, today: date) -> tuple[LinkChoice, ...]:
    """The sections that exist today, and the present one whatever became of it."""
    chosen = row.indicator.department_id
    return tuple(
        LinkChoice(choice.id, choice.text)
        for choice in department_choices(session, today)
        if choice.valid or choice.id == chosen
    )


def scale_choices(session: Session) -> tuple[LinkChoice, ...]:
    """The plan's tables of grades, the ordinary one first."""
    rows = session.execute(
        sa.select(GradeScale.id, GradeScale.name).order_by(GradeScale.position, GradeScale.id)
    )
    return tuple(LinkChoice(key, name) for key, name in rows)
