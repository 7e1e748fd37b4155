"""The order of indicators: step by step, to another node, and by rows of the table dropped elsewhere."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest

from dxplanner.domain.errors import RefusedEdit
from dxplanner.services import indicator_order as order
from dxplanner.services.indicator_edit import add_indicator, add_series
from dxplanner.services.indicator_picture import SeriesRow
from dxplanner.services.indicator_query import IndicatorBook
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.services.outlines import rows

VERSION = 2
STEPS = (1, -1, -1, -1)


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    return Workbench(sample_plan)


def series(bench: Workbench) -> list[SeriesRow]:
    book = IndicatorBook()
    with bench.plan.reading() as session:
        return book.load(session, book.keys(session, VERSION))


@pytest.fixture
def names(bench: Workbench) -> dict[str, int]:
    """Keys of the series of 1-1: indicator A, B of two series, C; and the first of 1-2, X."""
    first, other = series(bench)[:2]

    def make(session: Any) -> list[int]:
        second, third = (add_indicator(session, first.indicator.node_id) for _ in range(2))
        add_series(session, second)
        return [second, third]

    made = bench.run("試験", make)
    mine = [[row.id for row in series(bench) if row.indicator.id == key] for key in made]
    return {"A": first.id, "B1": mine[0][0], "B2": mine[0][1], "C": mine[1][0], "X": other.id}


def shown(bench: Workbench, names: dict[str, int]) -> list[str]:
    by_key = {key: name for name, key in names.items()}
    return [by_key[row.id] for row in series(bench) if row.id in by_key]


def drop(bench: Workbench, keys: Sequence[int], place: int) -> None:
    listed = [row.id for row in series(bench)]
    bench.run("試験", lambda session: order.move_series(session, keys, listed, place))


def test_indicators_step_only_within_their_node(bench: Workbench, names: dict[str, int]) -> None:
    last = next(row.indicator.id for row in series(bench) if row.id == names["C"])
    steps = [bench.run("試験", partial(order.move_indicator, indicator_id=last, step=step)) for step in STEPS]
    assert steps == [False, True, True, False]
    assert shown(bench, names) == ["C", "A", "B1", "B2", "X"]


@pytest.mark.parametrize(
    ("dragged", "place", "wanted"),
    [
        ("C", 0, "C A B1 B2 X"),
        ("A", 4, "B1 B2 C A X"),
        ("A", 3, "B1 B2 A C X"),
        ("A", 2, "B1 B2 A C X"),  # between the series of another one: behind that one
        ("C", 2, "A B1 B2 C X"),
        ("B1", 4, "A C B1 B2 X"),  # a series takes its indicator with it
        ("B2", 0, "B1 B2 A C X"),
        ("B1", 3, "A B2 B1 C X"),  # but changes places among its own
        ("B2", 1, "A B2 B1 C X"),
        ("B1 B2", 4, "A C B1 B2 X"),
        ("B1 B2", 2, "A B1 B2 C X"),
        ("A C", 3, "B1 B2 A C X"),
        ("A", 1, "A B1 B2 C X"),
    ],
)
def test_rows_dropped_among_the_indicators_of_their_node(
    bench: Workbench, names: dict[str, int], dragged: str, place: int, wanted: str
) -> None:
    before = rows(bench.plan)
    drop(bench, [names[name] for name in dragged.split()], place)
    assert " ".join(shown(bench, names)) == wanted
    if wanted != "A B1 B2 C X":
        bench.undo()
    assert rows(bench.plan) == before


@pytest.mark.parametrize(("dragged", "place"), [("A", 5), ("A", 13), ("A X", 1), ("X", 0), ("X", 2)])
def test_rows_are_not_dropped_into_another_node(
    bench: Workbench, names: dict[str, int], dragged: str, place: int
) -> None:
    before = rows(bench.plan)
    with pytest.raises(RefusedEdit, match="同じ施策の指標の中だけ"):
        drop(bench, [names[name] for name in dragged.split()], place)
    assert rows(bench.plan) == before
