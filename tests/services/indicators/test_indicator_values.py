"""The values of one series and its grades as sheets of their own, and the chart of them."""

from decimal import Decimal

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.grades import PRESETS
from dxplanner.domain.vocabulary import IndicatorKind
from dxplanner.handouts.blocks import ChartForm
from dxplanner.model import FieldKind, IndicatorSeries, IndicatorValue
from dxplanner.services import indicator_edit as edit
from dxplanner.services import indicator_grades as grades
from dxplanner.services.indicator_chart import series_chart
from dxplanner.services.indicator_query import IndicatorBook
from dxplanner.services.indicator_values import value_source
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_edit import add, paste, set_cell
from dxplanner.services.workbench import Workbench
from tests.services.indicators.acts import FIRMS, keys, table


@pytest.fixture
def values(bench: Workbench, source: SheetSource, book: IndicatorBook) -> SheetSource:
    return value_source(book, keys(bench, source)[FIRMS])


def test_values_stand_by_year_with_error_rate_and_origin(
    bench: Workbench, source: SheetSource, values: SheetSource
) -> None:
    row = keys(bench, source)[FIRMS]
    bench.run("試験", lambda s: edit.propose_targets(s, [row]))
    bench.run("試験", set_cell(source, row, "actual_2025", "40.0"))
    shown = table(
        bench, values, "role", "fiscal_year", "value", "proposed", "error", "rate", "yearly_rate", "origin"
    )
    assert shown == [
        ("基準値", "R6", "34.9", "", "±4.2", "", "", "✓ 調査"),
        ("年度目標", "R7", "39.9", "○", "", "", "", ""),
        ("実績値", "R7", "40.0", "", "", "33.8", "102.0", ""),
        ("年度目標", "R8", "45.0", "○", "", "", "", ""),
        ("目標値", "R9", "50.0", "", "", "", "", ""),
    ]


def test_values_have_the_decimals_of_their_indicator_everywhere(
    bench: Workbench, source: SheetSource, values: SheetSource, book: IndicatorBook
) -> None:
    row = keys(bench, source)[FIRMS]
    bench.run("試験", set_cell(source, row, "target", "60"))
    bench.run("試験", set_cell(source, row, "actual_2025", "42.25"))
    with bench.plan.reading() as session:
        before = [str(value.value) for value in session.get_one(IndicatorSeries, row).values]
    assert "60" in before
    assert table(bench, source, "baseline", "target", "actual_2025")[FIRMS] == ("34.9", "60.0", "42.25")
    assert [line[0] for line in table(bench, values, "value")] == ["34.9", "42.25", "60.0"]
    with bench.plan.reading() as session:
        picture = book.one(session, row)
    assert picture is not None
    chart = series_chart(picture)
    assert chart is not None
    assert [value.text for line in chart.series for value in line.values if value.text.strip()] == [
        "34.9", "42.25", "60.0",
    ]  # fmt: skip
    shown = [line[0] for line in table(bench, values, "value")]
    wanted = [value.id for value in picture.values]
    bench.run("試験", paste(values, wanted, ["value"], [[text] for text in shown], add_rows=False))
    with bench.plan.reading() as session:
        assert [str(value.value) for value in session.get_one(IndicatorSeries, row).values] == before


def test_computed_numbers_of_a_series_stand_right_and_are_not_added(values: SheetSource) -> None:
    columns = [values.column(key) for key in ("value", "error", "rate", "yearly_rate")]
    assert {column.kind for column in columns} == {FieldKind.DECIMAL}
    assert not any(column.summed or column.averaged for column in columns)


def test_a_new_line_is_the_next_actual_value(bench: Workbench, values: SheetSource) -> None:
    first, second = (bench.run("追加", add(values, None))[0] for _ in range(2))
    assert [line for line in table(bench, values, "role", "fiscal_year") if line[0] == "実績値"] == [
        ("実績値", "R7"), ("実績値", "R8"),
    ]  # fmt: skip
    bench.run("試験", set_cell(values, first, "value", "41.5%"))
    bench.run("試験", set_cell(values, first, "sample_size", "500"))
    bench.run("試験", set_cell(values, second, "fiscal_year", "R9"))
    assert ("41.5", "500", "±4.3") in table(bench, values, "value", "sample_size", "error")


def test_typing_a_value_decides_a_proposal(
    bench: Workbench, source: SheetSource, values: SheetSource
) -> None:
    row = keys(bench, source)[FIRMS]
    bench.run("見込み", lambda s: edit.propose_targets(s, [row]))
    target = keys(bench, values)[1]
    bench.run("試験", set_cell(values, target, "value", "39.9"))
    assert table(bench, values, "value", "proposed")[1] == ("39.9", "")
    with pytest.raises(InputError, match="読めません"):
        bench.run("試験", set_cell(values, target, "value", "高い"))


def test_grades_are_a_sheet_of_their_own(bench: Workbench) -> None:
    scale = bench.run("追加", lambda s: grades.add_scale(s, PRESETS[0]))
    source = grades.grade_source(scale)
    assert table(bench, source, "label", "lower_bound", "range")[:2] == [
        ("S", "120", "120％以上"), ("A", "100", "100％以上120％未満"),
    ]  # fmt: skip
    bench.run("試験", set_cell(source, keys(bench, source)[1], "lower_bound", "95"))
    assert table(bench, source, "range")[:3] == [
        ("120％以上",),
        ("95％以上120％未満",),
        ("80％以上95％未満",),
    ]
    made = bench.run("追加", add(source, 0))
    assert keys(bench, source)[0] == made[0]


def test_the_chart_has_baseline_targets_actuals_and_the_error(bench: Workbench, source: SheetSource) -> None:
    row = keys(bench, source)[FIRMS]
    bench.run("見込み", lambda s: edit.propose_targets(s, [row]))
    bench.run("試験", set_cell(source, row, "actual_2025", "40.0"))
    with bench.plan.reading() as session:
        [picture] = IndicatorBook().load(session, [row])
    chart = series_chart(picture)
    assert chart is not None
    assert (chart.form, chart.categories) == (ChartForm.LINE, ("R6基準", "R7", "R8", "R9"))
    actual, target = chart.series
    assert [value.value and str(value.value) for value in actual.values] == ["34.9", "40.0", None, None]
    assert [str(value.value) for value in target.values] == ["34.9", "39.9", "45.0", "50.0"]
    assert target.target
    assert target.values[1].text == "39.9（案）"
    low, high = actual.values[0].low, actual.values[0].high
    assert low is not None
    assert high is not None
    assert (round(low, 1), round(high, 1)) == (Decimal("30.7"), Decimal("39.1"))


def test_without_two_years_there_is_no_chart(bench: Workbench, source: SheetSource) -> None:
    row = keys(bench, source)[FIRMS]
    bench.run("試験", set_cell(source, row, "target", ""))
    with bench.plan.reading() as session:
        [picture] = IndicatorBook().load(session, [row])
        assert series_chart(picture) is None
        stored = session.get_one(IndicatorValue, picture.values[0].id)
        assert stored.value == Decimal("34.9")
    assert picture.indicator.kind is IndicatorKind.SURVEY
