"""評価区分: the plan's own tables of grades, made from presets and changed freely, as a sheet."""

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, object_session

from dxplanner.domain.grades import GradePreset, range_text
from dxplanner.model import Grade, GradeScale, Indicator, IndicatorValue
from dxplanner.services.fields import add_row, add_rows, delete_rows, find_row, move_rows
from dxplanner.services.indicator_query import scales
from dxplanner.services.sheet import SheetColumn, SheetSource, field_column
from dxplanner.services.sheet_columns import computed_column, once

_TABLES: Final = frozenset({"grade", "grade_scale"})


def add_scale(session: Session, preset: GradePreset) -> int:
    """Command: make a table of grades from a preset; returns its key."""
    key = add_row(session, GradeScale, {"name": preset.name}, owner=None)
    rows = [{"scale_id": key, "label": rule.label, "lower_bound": rule.lower_bound} for rule in preset.rules]
    add_rows(session, Grade, rows, owner="scale_id")
    return key


def delete_scale(session: Session, scale_id: int) -> None:
    """Command: delete a table of grades; indicators that used it use the plan's first one."""
    delete_rows(session, GradeScale, [scale_id])


def make_ordinary(session: Session, scale_id: int) -> None:
    """Command: let a table be the first one, which counts for all indicators without one of their own."""
    find_row(session, GradeScale, scale_id)
    move_rows(session, GradeScale, [scale_id], 0, owner=None)


def what_goes(session: Session, scale_id: int) -> str:
    """What is lost with a table of grades, as one sentence; blank when nothing hangs on it."""
    by_hand = session.scalar(
        sa.select(sa.func.count())
        .select_from(IndicatorValue)
        .join(Grade, IndicatorValue.grade_id == Grade.id)
        .where(Grade.scale_id == scale_id)
    )
    using = session.scalar(
        sa.select(sa.func.count()).select_from(Indicator).where(Indicator.grade_scale_id == scale_id)
    )
    parts = [
        f"手で選んだ評価{by_hand}件が空欄に戻ります" if by_hand else "",
        f"この区分を選んでいる指標{using}件は、計画の最初の区分に変わります" if using else "",
    ]
    sentence = "、".join(part for part in parts if part)
    return f"{sentence}。" if sentence else ""


def grade_source(scale_id: int) -> SheetSource:
    """The grades of a table from the best down."""

    def rows(session: Session) -> Sequence[int]:
        query = sa.select(Grade.id).where(Grade.scale_id == scale_id)
        return list(session.scalars(query.order_by(Grade.position, Grade.id)))

    def load(session: Session, keys: Sequence[int]) -> Sequence[Grade]:
        return list(session.scalars(sa.select(Grade).where(Grade.id.in_(keys))))

    return SheetSource(
        label="評価",
        entity=Grade,
        columns=_columns(),
        rows=rows,
        load=load,
        tables=_TABLES,
        owner="scale_id",
        new=lambda _session: {"scale_id": scale_id, "label": "新しい評価"},
    )


def _columns() -> tuple[SheetColumn, ...]:
    bound_help = "達成率がこの値以上のとき、この評価になります。手で選ぶ評価（評価困難など）は空欄にします。"
    return (
        field_column(Grade, "label", help="評価の名称です。S、A、◎、評価困難のように入れます。"),
        field_column(Grade, "lower_bound", help=bound_help),
        computed_column(
            "range", "付く範囲", _range, width=12, help="達成率は小数第1位に四捨五入して比べます。"
        ),
    )


def _range(row: Any) -> str:
    session = object_session(row)
    if session is None:
        return ""
    scale = once(session, "grade scales", lambda: scales(session)).get(row.scale_id)
    if scale is None or row.id not in scale.grade_ids:
        return ""
    return range_text(scale.rules, scale.grade_ids.index(row.id))
