"""Commands about indicators, their series and their values, each undone to the start."""

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxplanner.domain.errors import InputError, RefusedEdit, UserError
from dxplanner.domain.indicators import padded
from dxplanner.domain.vocabulary import IndicatorKind, ValueRole
from dxplanner.model import Indicator, PolicyNode
from dxplanner.services import indicator_basis as basis
from dxplanner.services import indicator_edit as edit
from dxplanner.services.fields import set_field
from dxplanner.services.indicator_picture import SeriesRow
from dxplanner.services.indicator_query import indicators_without_series
from dxplanner.services.workbench import Workbench
from tests.services.indicators.acts import (
    ACCESS,
    CONVENIENCE,
    FIRMS,
    OVERTIME,
    ROLE,
    SAFETY,
    VERSION,
    D,
    act,
    series,
    undo_all,
)
from tests.services.outlines import rows


def stored(bench: Workbench, series_id: int, role: ValueRole, year: int | None = None) -> str:
    """The digits that the plan keeps."""
    with bench.plan.reading() as session:
        found = edit.last_value(session, series_id, role, year)
        return "" if found is None else str(found.value)


def test_a_typed_value_is_stored_as_typed_and_undone(bench: Workbench) -> None:
    before = rows(bench.plan)
    key = series(bench)[SAFETY].id
    act(bench, edit.set_value_text, key, ROLE.ACTUAL, "４０．０％", 2025)
    assert stored(bench, key, ROLE.ACTUAL) == "40.0"
    act(bench, edit.set_value_text, key, ROLE.ACTUAL, "40", 2025)
    assert stored(bench, key, ROLE.ACTUAL) == "40"
    act(bench, edit.set_value_text, key, ROLE.ACTUAL, "", 2025)
    assert series(bench)[SAFETY].of_year(ROLE.ACTUAL, 2025) is None
    undo_all(bench)
    assert rows(bench.plan) == before


def test_a_value_that_is_no_number_is_refused(bench: Workbench) -> None:
    key = series(bench)[SAFETY].id
    with pytest.raises(InputError, match="数値として読めません"):
        act(bench, edit.set_value_text, key, ROLE.BASELINE, "約40")
    with pytest.raises(InputError, match="数値として読めません"):
        act(bench, edit.set_value_text, key, ROLE.BASELINE, "3万件")


def test_an_emptied_baseline_keeps_its_year_and_its_link(bench: Workbench) -> None:
    key = series(bench)[FIRMS].id
    act(bench, edit.set_value, key, ROLE.BASELINE, None)
    base = series(bench)[FIRMS].last(ROLE.BASELINE)
    assert base is not None
    assert (base.year, base.value, len(base.basis)) == (2024, None, 2)
    assert base.parted


def test_each_value_has_its_own_year(bench: Workbench) -> None:
    key = series(bench)[ACCESS].id
    act(bench, edit.set_year, key, ROLE.BASELINE, 2022)
    row = series(bench)[ACCESS]
    assert [(value.role, value.year) for value in row.values] == [(ROLE.BASELINE, 2022), (ROLE.TARGET, 2027)]
    with pytest.raises(RefusedEdit, match="平成元年度"):
        act(bench, edit.set_year, key, ROLE.BASELINE, 1900)


def test_first_values_of_a_new_indicator_get_the_usual_years(bench: Workbench) -> None:
    node = series(bench)[SAFETY].indicator.node_id
    key = act(bench, edit.add_indicator, node, behind=series(bench)[SAFETY].indicator.id)
    made = series(bench)[SAFETY + 1]
    assert (made.indicator.id, made.indicator.name, made.number) == (key, edit.NEW_NAME, "1-1")
    for role, text in ((ROLE.BASELINE, "10"), (ROLE.TARGET, "20")):
        act(bench, edit.set_value_text, made.id, role, text)
    made = series(bench)[SAFETY + 1]
    assert [(value.role, value.year) for value in made.values] == [(ROLE.BASELINE, 2024), (ROLE.TARGET, 2027)]


def test_the_proposal_is_a_straight_line_marked_as_such_in_one_step(bench: Workbench) -> None:
    before = rows(bench.plan)
    keys = [row.id for row in series(bench)]
    act(bench, edit.set_value, keys[SAFETY], ROLE.YEARLY_TARGET, D("41.0"), 2025)
    made = act(bench, edit.propose_targets, keys)
    row = series(bench)[SAFETY]
    assert [(v.year, str(v.value), v.proposed) for v in row.values if v.role is ROLE.YEARLY_TARGET] == [
        (2025, "41.0", False), (2026, "45.4", True),
    ]  # fmt: skip
    overtime = series(bench)[OVERTIME]
    assert [str(value.value) for value in overtime.proposed] == ["6.3", "5.9", "5.4"]
    assert made == sum(len(one.proposed) for one in series(bench))
    bench.undo()
    assert not any(one.proposed for one in series(bench))
    undo_all(bench)
    assert rows(bench.plan) == before


def test_a_proposal_is_accepted_dropped_or_typed_over(bench: Workbench) -> None:
    key = series(bench)[SAFETY].id
    act(bench, edit.propose_targets, [key])
    assert act(bench, edit.propose_targets, [key]) == 0
    act(bench, edit.set_value, key, ROLE.YEARLY_TARGET, D("40.9"), 2025)
    assert [value.year for value in series(bench)[SAFETY].proposed] == [2026]
    assert act(bench, edit.accept_proposals, [key]) == 1
    assert act(bench, edit.accept_proposals, [key]) == 0
    other = series(bench)[CONVENIENCE].id
    act(bench, edit.propose_targets, [other])
    assert act(bench, edit.drop_proposals, [other]) == 2
    assert len(series(bench)[CONVENIENCE].values) == 2


def test_series_are_added_named_moved_and_deleted(bench: Workbench) -> None:
    row = series(bench)[SAFETY]
    with pytest.raises(RefusedEdit, match="指標ごと削除"):
        act(bench, edit.delete_series, row.id)
    made = act(bench, edit.add_series, row.indicator.id, "高齢者")
    assert [one.name for one in series(bench)[:2]] == ["", "高齢者"]
    act(bench, edit.delete_series, row.id)
    assert series(bench)[SAFETY].id == made


@pytest.mark.parametrize(
    ("typed", "decimals", "shown", "again"),
    [
        ("60", 1, "60.0", "６０．０％"),
        ("60.0", 1, "60.0", "60.0"),
        ("42.25", 1, "42.25", "42.25"),
        ("-0.5", 2, "-0.50", "△0.50"),
        ("45161", 0, "45161", "45,161"),
    ],
)
def test_a_value_is_shown_with_its_decimals_and_stays_as_typed(
    bench: Workbench, typed: str, decimals: int, shown: str, again: str
) -> None:
    row = series(bench)[SAFETY]
    act(bench, set_field, Indicator, row.indicator.id, "decimals", decimals)
    act(bench, edit.set_value_text, row.id, ROLE.ACTUAL, typed, 2025)
    value = series(bench)[SAFETY].of_year(ROLE.ACTUAL, 2025)
    assert value is not None
    assert str(value.value) == shown
    act(bench, edit.set_value_text, row.id, ROLE.ACTUAL, again, 2025)
    assert stored(bench, row.id, ROLE.ACTUAL) == typed


@pytest.mark.parametrize(
    ("unit", "first", "decimals"),
    [("件", "120", 0), ("%", "50", 1), ("件", "1.5", 1), ("か所", "1,200", 0)],
)
def test_a_new_indicator_of_whole_things_has_no_decimals(
    bench: Workbench, unit: str, first: str, decimals: int
) -> None:
    node = series(bench)[SAFETY].indicator.node_id
    key = act(bench, edit.add_indicator, node, behind=series(bench)[SAFETY].indicator.id)
    act(bench, set_field, Indicator, key, "unit", unit)
    row = series(bench)[SAFETY + 1]
    act(bench, edit.set_value_text, row.id, ROLE.BASELINE, first)
    assert series(bench)[SAFETY + 1].indicator.values["decimals"] == decimals
    act(bench, set_field, Indicator, key, "decimals", 1)
    act(bench, edit.set_value_text, row.id, ROLE.TARGET, "300")
    assert series(bench)[SAFETY + 1].indicator.values["decimals"] == 1


@given(
    value=st.decimals(min_value=-(10**9), max_value=10**9, places=None, allow_nan=False),
    decimals=st.integers(0, 6),
)
def test_padding_hides_and_adds_nothing(value: Decimal, decimals: int) -> None:
    value = value.quantize(D("1e-10")).normalize() + 0
    shown = padded(value, decimals)
    assert shown == value
    exponent, former = shown.as_tuple().exponent, value.as_tuple().exponent
    assert isinstance(exponent, int)
    assert isinstance(former, int)
    assert -exponent == max(decimals, -former)


def test_an_indicator_without_series_is_found_and_supplied(bench: Workbench) -> None:
    node = series(bench)[SAFETY].indicator.node_id

    def bare(session: Any) -> int:
        made = Indicator(node_id=node, name="系列なし", kind=IndicatorKind.FISCAL_YEAR, unit="件", position=9)
        session.add(made)
        session.flush()
        return int(made.id)

    key = bench.run("試験", bare)
    with bench.plan.reading() as session:
        assert indicators_without_series(session, VERSION) == [key]
    act(bench, edit.supply_series, [key])
    assert series(bench)[SAFETY + 1].indicator.id == key


def test_the_next_indicator_goes_to_a_measure(bench: Workbench) -> None:
    first = series(bench)[SAFETY].indicator.node_id
    with bench.plan.reading() as session:
        assert edit.node_for_new(session, VERSION, None) == first
        assert edit.node_for_new(session, VERSION, 12) == 12
        assert edit.node_for_new(session, None, None) is None


_DEED = st.tuples(
    st.integers(0, 9), st.integers(0, 12), st.integers(2023, 2027), st.decimals(0, 100, places=1)
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_DEED, min_size=1, max_size=8))
def test_whatever_is_done_is_undone_to_the_start(
    bench: Workbench, deeds: list[tuple[int, int, int, Decimal]]
) -> None:
    before = rows(bench.plan)
    for kind, at, year, number in deeds:
        row = series(bench)[at % len(series(bench))]
        _deed(bench, kind, row, year, number)
    undo_all(bench)
    assert rows(bench.plan) == before


def _deed(bench: Workbench, kind: int, row: SeriesRow, year: int, number: Decimal) -> None:
    facts, base = row.indicator, row.last(ROLE.BASELINE)
    deeds: list[Callable[[Any], Any]] = [
        lambda session: edit.set_value(session, row.id, ROLE.ACTUAL, number, year),
        lambda session: edit.set_value(session, row.id, ROLE.YEARLY_TARGET, None, year),
        lambda session: edit.propose_targets(session, [row.id]),
        lambda session: edit.accept_proposals(session, [row.id]),
        lambda session: edit.set_year(session, row.id, ROLE.TARGET, year),
        lambda session: edit.add_indicator(session, facts.node_id, behind=facts.id),
        lambda session: edit.delete_indicators(session, [facts.id] if year > 2025 else []),
        lambda session: edit.set_grade(session, row.id, "A"),
        lambda session: basis.link_basis(session, base.id if base else 0, []),
        lambda session: edit.add_series(session, facts.id, str(number)),
    ]
    with suppress(UserError):
        bench.run("試験", deeds[kind])


def test_a_node_that_is_gone_takes_no_indicator(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        assert session.get(PolicyNode, 99999) is None
    with pytest.raises(RefusedEdit, match="もう削除されています"):
        act(bench, edit.add_indicator, 99999)
