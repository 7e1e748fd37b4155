"""The columns of the table of indicators as they stand on the screen: first what is asked for first."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from dxplanner.domain.indicators import format_value
from dxplanner.services.indicator_picture import SeriesRow, year_text
from dxplanner.services.indicator_sheet import NEVER_ADDED
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_columns import computed_column

_FIRST: Final = (
    "number", "node", "name", "series", "unit", "direction", "baseline", "baseline_year", "target",
    "target_year", "latest", "rate", "grade",
)  # fmt: skip
_HELP: Final = f"いちばん新しい実績値と、その年度です。年度ごとの実績の列で入れます。{NEVER_ADDED}"
_NAME_WIDTH: Final = 18
"""Full-width characters: the columns of ``_FIRST`` fit beside the tree of a small screen."""


def arranged(source: SheetSource) -> SheetSource:
    """The same rows: behind the name 基準値, 目標値, 最新の実績, 達成率, then year by year, then the rest."""
    latest = computed_column(
        "latest", "最新の実績", _latest, number=_figure, averaged=False, width=6, help=_HELP
    )
    known = {column.key: column for column in (*source.columns, latest)}
    known["name"] = replace(known["name"], width=_NAME_WIDTH)
    rest = [column for key, column in known.items() if key not in _FIRST]
    return replace(source, columns=(*(known[key] for key in _FIRST), *rest))


def _figure(row: SeriesRow) -> Decimal | None:
    return None if row.standing is None else row.standing.value


def _latest(row: SeriesRow) -> str:
    """「38.1（R7）」."""
    standing = row.standing
    if standing is None:
        return ""
    return f"{format_value(standing.value)}（{year_text(row, standing).removesuffix('年度')}）"
