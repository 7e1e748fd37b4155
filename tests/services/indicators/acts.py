"""What the tests of indicators share: series and cells as they are shown, commands, undo to the start."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from dxplanner.domain.vocabulary import ValueRole
from dxplanner.services.indicator_picture import SeriesRow
from dxplanner.services.indicator_query import IndicatorBook
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_read import read_rows
from dxplanner.services.workbench import Workbench

D = Decimal
VERSION = 2
ROLE = ValueRole
SAFETY, CONVENIENCE, FIRMS, ACCESS, DOMESTIC, OVERTIME = 0, 1, 3, 4, 7, 11


def series(bench: Workbench) -> list[SeriesRow]:
    book = IndicatorBook()
    with bench.plan.reading() as session:
        return book.load(session, book.keys(session, VERSION))


def keys(bench: Workbench, source: SheetSource) -> list[int]:
    with bench.plan.reading() as session:
        return list(source.rows(session))


def table(bench: Workbench, source: SheetSource, *columns: str) -> list[tuple[str, ...]]:
    """The texts of some columns, row by row."""
    places = [[one.key for one in source.columns].index(column) for column in columns]
    with bench.plan.reading() as session:
        wanted = list(source.rows(session))
        found = read_rows(session, source, wanted)
    return [tuple(found[key].texts[place] for place in places) for key in wanted]


def act(bench: Workbench, command: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    return bench.run("試験", lambda session: command(session, *arguments, **named))


def undo_all(bench: Workbench) -> None:
    while bench.undo() is not None:
        pass
