"""Commands about indicators: values by role and 年度, series, proposals of yearly targets, grades by hand."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.indicators import linear_targets, padded, parse_value
from dxplanner.domain.text import comparison_key
from dxplanner.domain.vocabulary import IndicatorKind, ValueRole
from dxplanner.model import Indicator, IndicatorSeries, IndicatorValue, Level, PolicyNode
from dxplanner.services.fields import add_row, delete_rows, field_problem, fields_of, find_row
from dxplanner.services.indicator_order import indicators_of
from dxplanner.services.indicator_picture import PERCENT
from dxplanner.services.indicator_query import read_series, term_years

NEW_NAME: Final = "新しい成果指標"
_NEW_DECIMALS: Final = 1
"""小数桁数 of a new indicator, which begins as a percentage."""


def indicator_of(session: Session, series_id: int) -> Indicator:
    """The indicator of a series.

    Raises:
        RefusedEdit: it has been deleted meanwhile.
    """
    return find_row(session, IndicatorSeries, series_id).indicator


def add_indicator(session: Session, node_id: int, *, behind: int | None = None) -> int:
    """Command: add an indicator with one series to a node, behind another one or last; returns its key.

    Raises:
        RefusedEdit: the node is gone.
    """
    find_row(session, PolicyNode, node_id)
    listed = indicators_of(session, node_id)
    at = listed.index(behind) + 1 if behind in listed else None
    values = {
        "node_id": node_id,
        "name": NEW_NAME,
        "kind": IndicatorKind.FISCAL_YEAR,
        "unit": "%",
        "decimals": _NEW_DECIMALS,
    }
    key = add_row(session, Indicator, values, owner="node_id", at=at)
    add_series(session, key)
    return key


def node_for_new(session: Session, version_id: int | None, node_id: int | None) -> int | None:
    """Where a new indicator goes: the chosen node, else the first one of the level that has indicators.

    Without any indicator yet: the first node of the lowest level. None in a version without nodes.
    """
    if node_id is not None:
        return node_id
    nodes = (
        sa.select(PolicyNode.id)
        .join(Level, PolicyNode.level_id == Level.id)
        .where(PolicyNode.version_id == version_id)
        .order_by(Level.position.desc(), PolicyNode.position, PolicyNode.id)
        .limit(1)
    )
    return session.scalar(nodes.where(PolicyNode.indicators.any())) or session.scalar(nodes)


def delete_indicators(session: Session, indicator_ids: Iterable[int]) -> None:
    """Command: delete indicators with their series and values."""
    delete_rows(session, Indicator, indicator_ids)


def add_series(session: Session, indicator_id: int, name: str | None = None) -> int:
    """Command: add a series to an indicator; returns its key.

    Raises:
        RefusedEdit: the indicator is gone.
    """
    find_row(session, Indicator, indicator_id)
    return add_row(
        session, IndicatorSeries, {"indicator_id": indicator_id, "name": name}, owner="indicator_id"
    )


def delete_series(session: Session, series_id: int) -> None:
    """Command: delete a series with its values.

    Raises:
        RefusedEdit: it is the indicator's only one.
    """
    series = find_row(session, IndicatorSeries, series_id)
    if len(series.indicator.series) < 2:
        raise RefusedEdit(
            "系列が1つしかない指標からは、系列を削除できません。不要なら指標ごと削除してください。"
        )
    delete_rows(session, IndicatorSeries, [series_id])


def supply_series(session: Session, indicator_ids: Iterable[int]) -> list[int]:
    """Command: give indicators without any series one each, so that they have a row in the table."""
    return [add_series(session, key) for key in indicator_ids]


def last_value(
    session: Session, series_id: int, role: ValueRole, year: int | None = None
) -> IndicatorValue | None:
    """The newest value of a series in a role, or the one of a 年度; None when there is none."""
    rows = sa.select(IndicatorValue).where(IndicatorValue.series_id == series_id, IndicatorValue.role == role)
    if year is not None:
        rows = rows.where(IndicatorValue.fiscal_year == year)
    latest = rows.order_by(
        IndicatorValue.fiscal_year.desc(), IndicatorValue.position.desc(), IndicatorValue.id.desc()
    )
    return session.scalars(latest.limit(1)).first()


def usual_year(session: Session, series_id: int, role: ValueRole) -> int:
    """The 年度 that a first value gets: the one before the 期 for a baseline, its last one for a target.

    Raises:
        InputError: the 期 of the plan version is not known.
    """
    years = term_years(session, indicator_of(session, series_id).node.version_id)
    if not years:
        raise InputError("年度が分かりません。先に年度を入れるか、「計画」で期の年度を入れてください。")
    return {ValueRole.BASELINE: years[0] - 1, ValueRole.TARGET: years[-1]}.get(role, years[0])


def set_value(
    session: Session, series_id: int, role: ValueRole, value: Decimal | None, year: int | None = None
) -> None:
    """Command: store a value by role (and 年度); what is typed is no 案 any more.

    An emptied value goes, unless something hangs on it (link to the survey, 標本数, grade, remark) or it is
    a 基準値 or 目標値, whose 年度 is worth keeping.

    Raises:
        RefusedEdit: the series is gone. InputError: see ``usual_year``.
    """
    find_row(session, IndicatorSeries, series_id)
    row = last_value(session, series_id, role, year)
    if row is None:
        if value is not None:
            _count_whole(session, series_id, value)
            year = usual_year(session, series_id, role) if year is None else year
            fields = {"series_id": series_id, "role": role, "fiscal_year": year, "value": value}
            add_row(session, IndicatorValue, fields, owner="series_id")
        return
    if value is None and role in {ValueRole.YEARLY_TARGET, ValueRole.ACTUAL} and _bare(row):
        session.delete(row)
        session.flush()
        return
    put_value(session, row, value)


def put_value(session: Session, row: IndicatorValue, value: Decimal | None) -> None:
    """Store a typed value with its digits; typing again what is shown (60.0 of 60) leaves the stored ones."""
    row.proposed = False
    former = row.value
    if former is not None and value is not None:
        shown = padded(former, row.series.indicator.decimals)
        if str(value) in {str(former), str(shown)}:
            return
    if former is not value:
        if former is None and value is not None:
            _count_whole(session, row.series_id, value)
        row.value = value
        flag_modified(row, "value")


def _count_whole(session: Session, series_id: int, value: Decimal) -> None:
    """A new indicator that turns out to count whole things (件), not percents, has no 小数桁."""
    indicator = indicator_of(session, series_id)
    whole = value.as_tuple().exponent == 0 and indicator.unit not in PERCENT
    if not whole or indicator.decimals != _NEW_DECIMALS:
        return
    others = (
        sa.select(IndicatorValue.id)
        .join(IndicatorSeries)
        .where(IndicatorSeries.indicator_id == indicator.id, IndicatorValue.value.is_not(None))
    )
    if session.scalar(others.limit(1)) is None:
        indicator.decimals = 0


def _bare(row: IndicatorValue) -> bool:
    return not (row.basis or row.sample_size or row.grade_id or row.note)


def set_value_text(
    session: Session, series_id: int, role: ValueRole, text: str, year: int | None = None
) -> None:
    """Command: store a typed value.

    Raises:
        InputError: it is no number. RefusedEdit: see ``set_value``.
    """
    try:
        value = parse_value(text, indicator_of(session, series_id).unit)
    except ValueError as error:
        raise InputError(str(error)) from None
    set_value(session, series_id, role, value, year)


def set_year(session: Session, series_id: int, role: ValueRole, year: int) -> None:
    """Command: store the 年度 of 基準値 or 目標値; without a value yet an empty one keeps it.

    Raises:
        RefusedEdit: the series is gone, or the year is out of range.
    """
    problem = field_problem(fields_of(IndicatorValue)["fiscal_year"], year)
    if problem is not None:
        raise RefusedEdit(problem)
    find_row(session, IndicatorSeries, series_id)
    row = last_value(session, series_id, role)
    if row is None:
        fields = {"series_id": series_id, "role": role, "fiscal_year": year}
        add_row(session, IndicatorValue, fields, owner="series_id")
    elif row.fiscal_year != year:
        row.fiscal_year = year


def years_problem(session: Session, series_id: int) -> str:
    """What is wrong with the order of 基準年度 and 目標年度 of a series; blank when nothing is."""
    base = last_value(session, series_id, ValueRole.BASELINE)
    target = last_value(session, series_id, ValueRole.TARGET)
    if base is None or target is None or base.fiscal_year <= target.fiscal_year:
        return ""
    years = (format_fiscal_year(row.fiscal_year, FiscalStyle.SHORT) for row in (target, base))
    return "目標年度（{}）が基準年度（{}）より前になります。年度を確かめてください。".format(*years)


def drop_empty_value(session: Session, series_id: int, role: ValueRole) -> bool:
    """Command: delete 基準値 or 目標値 that is nothing but a 年度; False where there is more to it."""
    row = last_value(session, series_id, role)
    if row is None or row.value is not None or not _bare(row):
        return False
    session.delete(row)
    session.flush()
    return True


def propose_targets(session: Session, series_ids: Iterable[int]) -> int:
    """Command: put 年度目標 on the straight line from 基準値 to 目標値, marked as 案; returns how many.

    A target that somebody decided stays as it is. The last year is the 目標値 itself. Series without both
    ends, or with nothing between them, are passed over.
    """
    made = 0
    for series_id in series_ids:
        base = last_value(session, series_id, ValueRole.BASELINE)
        target = last_value(session, series_id, ValueRole.TARGET)
        if base is None or target is None or base.value is None or target.value is None:
            continue
        if target.fiscal_year <= base.fiscal_year:
            continue
        decimals = indicator_of(session, series_id).decimals
        line = linear_targets(base.value, base.fiscal_year, target.value, target.fiscal_year, decimals)
        for year, value in line.items():
            made += year < target.fiscal_year and _propose(session, series_id, year, value)
    return made


def _propose(session: Session, series_id: int, year: int, value: Decimal) -> bool:
    role = ValueRole.YEARLY_TARGET
    row = last_value(session, series_id, role, year)
    if row is None:
        fields = {"series_id": series_id, "role": role, "fiscal_year": year, "value": value, "proposed": True}
        add_row(session, IndicatorValue, fields, owner="series_id")
        return True
    if row.value is not None and (not row.proposed or str(row.value) == str(value)):
        return False
    row.value, row.proposed = value, True
    return True


def proposals(session: Session, series_ids: Iterable[int]) -> list[IndicatorValue]:
    """The values of series that are only proposed (案)."""
    wanted = IndicatorValue.series_id.in_(list(series_ids))
    return list(session.scalars(sa.select(IndicatorValue).where(wanted, IndicatorValue.proposed)))


def accept_proposals(session: Session, series_ids: Iterable[int]) -> int:
    """Command: what was proposed is decided; returns how many values."""
    found = proposals(session, series_ids)
    for row in found:
        row.proposed = False
    return len(found)


def drop_proposals(session: Session, series_ids: Iterable[int]) -> int:
    """Command: what was proposed and not decided goes; returns how many values."""
    found = proposals(session, series_ids)
    delete_rows(session, IndicatorValue, [row.id for row in found if row.role is ValueRole.YEARLY_TARGET])
    return len(found)


def set_grade(session: Session, series_id: int, text: str) -> None:
    """Command: choose the grade of the newest 実績 by hand; see ``set_grade_of``.

    A series without any 実績 keeps the grade (未着手) in the first year of the 期.

    Raises:
        InputError: there is no such grade, or no 年度 to put it in.
    """
    row = next(iter(read_series(session, [series_id], lambda *_: "")), None)
    standing = None if row is None else row.standing
    if standing is not None:
        set_grade_of(session, standing.id, text)
    elif text.strip():
        empty = last_value(session, series_id, ValueRole.ACTUAL)
        year = usual_year(session, series_id, ValueRole.ACTUAL)
        fields = {"series_id": series_id, "role": ValueRole.ACTUAL, "fiscal_year": year}
        key = add_row(session, IndicatorValue, fields, owner="series_id") if empty is None else empty.id
        set_grade_of(session, key, text)


def set_grade_of(session: Session, value_id: int, text: str) -> None:
    """Command: choose the grade of an 実績 by hand; blank, or what 達成率 gives, leaves it to the rule.

    Raises:
        RefusedEdit: the value is gone, or is no 実績. InputError: the table of grades has no such grade.
    """
    value = find_row(session, IndicatorValue, value_id)
    if not text.strip():
        _set_grade(session, value, None)
        return
    if value.role is not ValueRole.ACTUAL:
        raise RefusedEdit("評価が付くのは実績値だけです。")
    [row] = read_series(session, [value.series_id], lambda *_: "")
    scale = row.indicator.scale
    if scale is None:
        raise InputError("評価区分がまだありません。「評価区分」で作ってから選んでください。")
    wanted = comparison_key(text)
    at = next((at for at, rule in enumerate(scale.rules) if comparison_key(rule.label) == wanted), None)
    if at is None:
        offered = "、".join(rule.label for rule in scale.rules)
        raise InputError(
            f"「{text}」は評価区分「{scale.name}」にありません。{offered}から選ぶか、"
            "「評価区分」の表に行を足してください。"
        )
    shown = next(line for line in row.values if line.id == value_id)
    given = row.grade(replace(shown, grade_id=None))
    _set_grade(session, value, None if given.label == scale.rules[at].label else scale.grade_ids[at])


def _set_grade(session: Session, value: IndicatorValue, grade_id: int | None) -> None:
    """Store a grade; an 実績 that was there for its grade alone goes with it."""
    if value.grade_id == grade_id:
        return
    value.grade_id = grade_id
    if grade_id is None and value.value is None and _bare(value):
        session.delete(value)
    session.flush()
