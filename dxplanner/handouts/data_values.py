"""データ用: what a cell may hold, and how a field of the plan becomes cells.

One value a cell: a day or a 年度 has a cell for 西暦 and one for 和暦, a rate one for 分子 and one for 分母.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from dxplanner.domain.fiscal import FiscalStyle, format_date, format_fiscal_year, format_month
from dxplanner.domain.text import has_control_characters
from dxplanner.domain.vocabulary import IndicatorKind, Precision
from dxplanner.model import IndicatorValue
from dxplanner.model.base import Entity, FieldKind, FieldSpec

Value = str | int | Decimal | date | None
"""None is a value that is missing."""

WESTERN: Final = "（西暦）"
LINE_BREAK: Final = "／"
"""Stands for a line feed inside a text."""

_PERIODS: Final = (WESTERN, "（和暦）")
_PARTS: Final = ("（分子）", "（分母）")


def headings_of(spec: FieldSpec, label: str = "") -> tuple[str, ...]:
    """The headings of a field's cells, with its unit; under another label when one is given."""
    name = label or spec.label
    match spec.kind:
        case FieldKind.FISCAL_YEAR | FieldKind.DATE | FieldKind.MONTH:
            return tuple(name + period for period in _PERIODS)
        case FieldKind.FRACTION:
            return tuple(name + part for part in _PARTS)
        case FieldKind.FLAG:
            return (f"{name}（該当は1）",)
        case _:
            return (f"{name}（{spec.unit}）" if spec.unit else name,)


def values_of(row: Entity, spec: FieldSpec) -> tuple[Value, ...]:
    """The cells of a field of a row, as many as it has headings."""
    value: Any = getattr(row, spec.name)
    if value is None:
        return (None,) * len(headings_of(spec))
    if spec.kind in _SPLIT:
        return _SPLIT[spec.kind](row, value)
    if spec.kind in (FieldKind.INTEGER, FieldKind.AMOUNT, FieldKind.DECIMAL):
        return (value,)
    return (plain(str(value)),)


def plain(text: str) -> str | None:
    """A text in one line with single spaces between its words; an empty one is missing.

    「／」 stands where a line ended.
    """
    if has_control_characters(text):
        text = "".join(char for char in text if not has_control_characters(char))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return LINE_BREAK.join(line for line in lines if line) or None


def has_lines(text: object) -> bool:
    """Whether a value is a text of several lines."""
    return isinstance(text, str) and len([line for line in text.splitlines() if line.strip()]) > 1


def _year(row: Entity, year: int) -> tuple[Value, ...]:
    """A 年度; of an indicator that is counted by calendar years, a 年."""
    words = format_fiscal_year(year, FiscalStyle.LONG)
    if isinstance(row, IndicatorValue) and row.series.indicator.kind is IndicatorKind.CALENDAR_YEAR:
        words = words.removesuffix("度")
    return year, words


def _day(row: Entity, day: date) -> tuple[Value, ...]:
    """A day; 和暦 goes no further than the row's 日付の精度."""
    month = format_month(day.year, day.month, FiscalStyle.LONG)
    match getattr(row, "precision", Precision.DAY):
        case Precision.MONTH:
            return day, month
        case Precision.TEN_DAYS:
            return day, f"{month}{'上中下'[min((day.day - 1) // 10, 2)]}旬"
        case _:
            return day, format_date(day, FiscalStyle.LONG)


_SPLIT: Final[Mapping[FieldKind, Callable[[Entity, Any], tuple[Value, ...]]]] = {
    FieldKind.FISCAL_YEAR: _year,
    FieldKind.DATE: _day,
    FieldKind.MONTH: lambda _, day: (
        f"{day.year}-{day.month:02}",
        format_month(day.year, day.month, FiscalStyle.LONG),
    ),
    FieldKind.FRACTION: lambda _, rate: (rate.numerator, rate.denominator),
    FieldKind.FLAG: lambda _, flag: (int(flag),),
}
"""Kinds of fields that are more, or something else, than their text."""
