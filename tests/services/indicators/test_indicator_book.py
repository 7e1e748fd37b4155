"""The book of indicators: what lies below a node, what parts from its survey, what a change renews."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from dxplanner.domain.grades import PRESETS
from dxplanner.domain.vocabulary import ValueRole
from dxplanner.model import Department, Indicator
from dxplanner.services import indicator_edit as edit
from dxplanner.services import indicator_grades as grades
from dxplanner.services import indicator_order as order
from dxplanner.services.fields import add_row, set_field
from dxplanner.services.indicator_picture import SeriesRow
from dxplanner.services.indicator_query import IndicatorBook, parted_series
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_edit import set_cell
from dxplanner.services.workbench import Workbench
from tests.services.indicators.acts import FIRMS, VERSION, keys, table


def test_a_node_shows_what_lies_below_it(bench: Workbench, book: IndicatorBook) -> None:
    with bench.plan.reading() as session:
        whole = book.load(session, book.keys(session, VERSION))
        node = whole[FIRMS].indicator.node_id
        assert [row.number for row in book.load(session, book.keys(session, VERSION, node))] == ["2-1"]
        assert book.keys(session, VERSION, 999) == []
        assert book.count(session, VERSION) == 12


def test_a_parted_value_is_marked_and_counted(
    bench: Workbench, source: SheetSource, book: IndicatorBook
) -> None:
    bench.run("試験", set_cell(source, keys(bench, source)[FIRMS], "baseline", "35.0"))
    assert "⚠調査" in table(bench, source, "marks")[FIRMS][0]
    with bench.plan.reading() as session:
        assert [row.number for row in parted_series(session, book, VERSION)] == ["2-1"]


def everything(bench: Workbench, book: IndicatorBook) -> list[SeriesRow]:
    with bench.plan.reading() as session:
        return book.load(session, book.keys(session, VERSION))


@pytest.mark.parametrize(
    "command",
    [
        lambda s: edit.set_value(s, 1, ValueRole.ACTUAL, Decimal(40), 2025),
        lambda s: edit.set_value(s, 1, ValueRole.BASELINE, None),
        lambda s: edit.add_series(s, 1, "別の系列"),
        lambda s: edit.delete_indicators(s, [1]),
        lambda s: edit.add_indicator(s, 46),
        lambda s: set_field(s, Indicator, 1, "unit", "件"),
        lambda s: grades.add_scale(s, PRESETS[0]),
        lambda s: add_row(s, Department, {"name": "試験課"}, owner=None),
        lambda s: order.move_indicator(s, edit.add_indicator(s, 45), -1),
    ],
)
def test_a_book_that_follows_the_plan_knows_what_a_fresh_one_reads(
    bench: Workbench, book: IndicatorBook, command: Callable[[Any], Any]
) -> None:
    everything(bench, book)
    bench.run("試験", command)
    assert everything(bench, book) == everything(bench, IndicatorBook())
    bench.undo()
    assert everything(bench, book) == everything(bench, IndicatorBook())
    bench.redo()
    assert everything(bench, book) == everything(bench, IndicatorBook())


def test_one_value_leaves_the_other_pictures_as_they_are(bench: Workbench, book: IndicatorBook) -> None:
    before = everything(bench, book)
    bench.run("試験", lambda s: edit.set_value(s, before[0].id, ValueRole.ACTUAL, Decimal(40), 2025))
    after = everything(bench, book)
    assert [one is other for one, other in zip(before, after, strict=True)] == [False] + [True] * 12
