"""Where a field of a row is typed: in its own box or line, or in a cell of the row that it is a part of."""

from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.vocabulary import ValueRole
from dxplanner.model import (
    Cell,
    ChapterChange,
    FlowTask,
    Indicator,
    IndicatorValue,
    Review,
    TrendEntry,
    entities,
)

_ONE_COLUMN = {ValueRole.BASELINE: "baseline", ValueRole.TARGET: "target"}
_BY_YEAR = {ValueRole.YEARLY_TARGET: "plan", ValueRole.ACTUAL: "actual"}


class EntryCell(NamedTuple):
    """A row by its table and key, and the field or the column; "" for the row as a whole."""

    table: str
    key: int
    field: str


def entry_cells(session: Session, table: str, uid: str, field: str = "") -> list[EntryCell]:
    """The places of a field, the best first; none when the row is gone."""
    entity = next((one for one in entities() if one.__tablename__ == table), None)
    row: Any = None if entity is None else session.scalars(sa.select(entity).filter_by(uid=uid)).first()
    if row is None:
        return []
    own = EntryCell(table, row.id, field)
    if isinstance(row, Indicator):
        return [own, *(EntryCell("indicator_series", series.id, field) for series in row.series[:1])]
    return [*_whole(row, field), own]


def _whole(row: Any, field: str) -> list[EntryCell]:
    """The cell of another row that shows this one."""
    match row:
        case IndicatorValue():
            return _of_series(row, field)
        case Cell(item_id=None):
            return [EntryCell("choice", row.choice_id, field or "share")]
        case Cell():
            return [EntryCell("item", row.item_id or 0, f"{field or 'share'}-{row.choice_id}")]
        case FlowTask():
            return [EntryCell("flow_step", row.step_id, "tasks")]
        case ChapterChange():
            return [EntryCell("chapter", row.chapter_id, "changes")]
        case TrendEntry():
            return [EntryCell("policy_node", row.field_node_id, f"column{row.column_id}")]
        case Review():
            return [EntryCell("policy_node", row.node_id, field or "achievement")]
    return []


def _of_series(row: IndicatorValue, field: str) -> list[EntryCell]:
    """A column of the table of indicators; of several values in a role it shows the newest."""
    if field == "grade_id":
        return [EntryCell("indicator_series", row.series_id, "grade")]
    newest = max(one.fiscal_year for one in row.series.values if one.role is row.role)
    if row.role in _BY_YEAR:
        column = f"{_BY_YEAR[row.role]}_{row.fiscal_year}"
    elif row.fiscal_year == newest:
        column = _ONE_COLUMN[row.role] + ("_year" if field == "fiscal_year" else "")
    else:
        return []
    return [EntryCell("indicator_series", row.series_id, column)]
