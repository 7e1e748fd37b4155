"""The values of one series as a sheet: each with its role and 年度, 標本数, 達成率 and 評価."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError
from dxplanner.domain.indicators import Rate, parse_value
from dxplanner.domain.vocabulary import ValueRole
from dxplanner.model import FieldKind, IndicatorValue
from dxplanner.services.fields import find_row
from dxplanner.services.indicator_edit import indicator_of, put_value, set_grade_of, usual_year, years_problem
from dxplanner.services.indicator_picture import SeriesRow, ValueLine, error_text, rate_text
from dxplanner.services.indicator_query import TABLES, IndicatorBook, scales
from dxplanner.services.indicator_sheet import NEVER_ADDED, picture_column
from dxplanner.services.sheet import RowCheck, SheetColumn, SheetSource
from dxplanner.services.sheet_columns import computed_column

_DECIDED: Final = "値を入れ直すと、案の印は消えます。"


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value beside its series: one row of the sheet."""

    value: ValueLine
    series: SeriesRow

    @property
    def id(self) -> int:
        """Key of the value."""
        return self.value.id

    @property
    def uid(self) -> str:
        """uid of the value: what 出典 is bound to."""
        return self.value.uid

    @property
    def actual(self) -> ValueLine | None:
        """The value, when it is an 実績."""
        return self.value if self.value.role is ValueRole.ACTUAL else None


def value_source(book: IndicatorBook, series_id: int) -> SheetSource:
    """The values of a series by 年度."""

    def rows(session: Session) -> Sequence[int]:
        row = book.one(session, series_id)
        return [] if row is None else [value.id for value in row.values]

    def load(session: Session, keys: Sequence[int]) -> Sequence[ValueRow]:
        row = book.one(session, series_id)
        wanted = set(keys)
        return [] if row is None else [ValueRow(value, row) for value in row.values if value.id in wanted]

    return SheetSource(
        label="指標の値",
        entity=IndicatorValue,
        columns=_columns(),
        rows=rows,
        load=load,
        tables=TABLES,
        owner="series_id",
        new=lambda session: _new(session, book, series_id),
        check=RowCheck(("fiscal_year", "role"), lambda session, _row: years_problem(session, series_id)),
        movable=False,
    )


def _new(session: Session, book: IndicatorBook, series_id: int) -> Mapping[str, object]:
    """The next 実績: of the year after the newest one."""
    row = book.one(session, series_id)
    told = None if row is None else row.last(ValueRole.ACTUAL)
    year = usual_year(session, series_id, ValueRole.ACTUAL) if told is None else told.year + 1
    return {"series_id": series_id, "role": ValueRole.ACTUAL, "fiscal_year": year}


def _columns() -> tuple[SheetColumn, ...]:
    return (
        _field("role", help="基準値、年度目標、実績値、目標値のどれかです。"),
        _field("fiscal_year", "year", help="この値の年度です。"),
        _value_column(),
        _field("proposed", help=f"直線で見込んだだけで、まだ決めていない値です。{_DECIDED}"),
        _field("sample_size"),
        computed_column(
            "error", "標本誤差", lambda row: error_text(row.series.error(row.value)), unit="ポイント",
            width=5, number=lambda row: row.series.error(row.value), averaged=False,
            help="意識調査の割合に付く誤差の範囲です。±1.96×√（割合×（100－割合）÷標本数）で計算します。",
        ),
        computed_column(
            "rate", "達成率", lambda row: rate_text(row.series.rate(row.actual)), unit="%", width=4,
            number=lambda row: row.series.rate(row.actual).value, averaged=False,
            help="最終の目標値に対する達成率です。",
        ),
        computed_column(
            "yearly_rate", "年度目標比", lambda row: rate_text(_yearly_rate(row)), unit="%", width=5,
            number=lambda row: _yearly_rate(row).value, averaged=False,
            help="同じ年度の年度目標に対する達成率です。",
        ),
        _grade_column(),
        computed_column(
            "origin", "根拠", _origin, width=6,
            help="調査の回答に結び付けた値かどうかです。同じ種類・同じ年度の値が2つ以上あるときも、ここに出ます。",
        ),
        _field("note", help="この値について書き留めておくことを書きます。"),
    )  # fmt: skip


def _field(name: str, attribute: str = "", **changes: Any) -> SheetColumn:
    return picture_column(
        IndicatorValue,
        name,
        lambda row: getattr(row.value, attribute or name),
        lambda _session, row: int(row.id),
        **changes,
    )


def _value_column() -> SheetColumn:
    """The value itself: the indicator's own unit may follow it, and typing it decides a proposal."""

    def write(session: Session, row: Any, text: str) -> None:
        stored = find_row(session, IndicatorValue, row.id)
        try:
            value = parse_value(text, indicator_of(session, stored.series_id).unit)
        except ValueError as error:
            raise InputError(str(error)) from None
        put_value(session, stored, value)

    column = _field("value", help=NEVER_ADDED)
    return replace(column, write=write, number=lambda row: row.value.value, averaged=False)


def _yearly_rate(row: ValueRow) -> Rate:
    goal = row.actual and row.series.of_year(ValueRole.YEARLY_TARGET, row.value.year)
    return row.series.rate(row.actual if goal else None, goal)


def _grade_column() -> SheetColumn:
    def read(row: ValueRow) -> str:
        return row.series.grade(row.actual).label if row.actual else ""

    def write(session: Session, row: Any, text: str) -> None:
        set_grade_of(session, row.id, text)

    def offered(session: Session) -> Sequence[str]:
        return list(dict.fromkeys(rule.label for scale in scales(session).values() for rule in scale.rules))

    help = "実績値に、達成率から自動で付きます。手で選ぶこともできます。空欄にすると自動に戻ります。"
    return SheetColumn(
        "grade", "評価", read, write, kind=FieldKind.REFERENCE, width=5, help=help, offered=offered
    )


def _origin(row: ValueRow) -> str:
    same = [one for one in row.series.values if (one.role, one.year) == (row.value.role, row.value.year)]
    if len(same) > 1:
        return "⚠ 同じ年度の値が2つ" if len(same) == 2 else f"⚠ 同じ年度の値が{len(same)}つ"
    if not row.value.basis:
        return ""
    return "⚠ 調査と違う" if row.value.parted else "✓ 調査"
