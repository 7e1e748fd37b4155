"""The table of indicators, the values of a series and the grades as sheets: typed, pasted, undone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.grades import PRESETS
from dxplanner.domain.pasted import cells_of_text
from dxplanner.domain.vocabulary import IndicatorKind, ValueRole
from dxplanner.handouts.blocks import ChartForm
from dxplanner.model import Department, FieldKind, Indicator, IndicatorSeries, IndicatorValue
from dxplanner.services import indicator_edit as edit
from dxplanner.services import indicator_grades as grades
from dxplanner.services import indicator_order as order
from dxplanner.services.fields import add_row, set_field
from dxplanner.services.indicator_chart import series_chart
from dxplanner.services.indicator_picture import SeriesRow
from dxplanner.services.indicator_query import IndicatorBook, parted_series, term_years
from dxplanner.services.indicator_sheet import NEVER_ADDED, indicator_source, paste_new
from dxplanner.services.indicator_values import value_source
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_edit import add, clear, paste, set_cell
from dxplanner.services.sheet_read import read_rows
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.services.outlines import rows

VERSION, POLICY_TWO = 2, 36
FIRMS, ACCESS, DOMESTIC, OVERTIME = 3, 4, 7, 11


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    return Workbench(sample_plan)


@pytest.fixture
def book(bench: Workbench) -> IndicatorBook:
    """A book that follows the plan, as the pane's does."""
    made = IndicatorBook()

    def note(committed: Any) -> None:
        with bench.plan.reading() as session:
            made.note(session, committed)

    bench.bus.subscribe(note)
    return made


@pytest.fixture
def source(bench: Workbench, book: IndicatorBook) -> SheetSource:
    with bench.plan.reading() as session:
        return indicator_source(book, session, VERSION, None, lambda: date(2024, 11, 8))


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


def undo_all(bench: Workbench) -> None:
    while bench.undo() is not None:
        pass


def test_every_series_of_the_version_is_a_row_in_the_order_of_the_tree(
    bench: Workbench, source: SheetSource
) -> None:
    shown = table(
        bench, source, "number", "series", "unit", "direction", "baseline", "baseline_year", "target"
    )
    assert [line[0] for line in shown] == [
        "1-1", "1-2", "1-3", "2-1", "2-2", "3-1", "3-2", "4-1", "4-1", "4-2", "5-1", "5-2", "5-3",
    ]  # fmt: skip
    assert shown[FIRMS] == ("2-1", "", "%", "増加", "34.9", "R6", "50.0")
    assert shown[DOMESTIC] == ("4-1", "国内", "%", "増加", "53.1", "R5", "74.3")
    assert shown[OVERTIME] == ("5-2", "", "%", "減少", "6.7", "R5", "5.0")


def test_a_node_shows_what_lies_below_it(bench: Workbench, book: IndicatorBook) -> None:
    with bench.plan.reading() as session:
        whole = book.load(session, book.keys(session, VERSION))
        node = whole[FIRMS].indicator.node_id
        assert [row.number for row in book.load(session, book.keys(session, VERSION, node))] == ["2-1"]
        assert book.keys(session, VERSION, 999) == []
        assert book.count(session, VERSION) == 12


def test_the_columns_follow_the_term(bench: Workbench, source: SheetSource) -> None:
    labels = {column.key: column for column in source.columns}
    assert [labels[f"plan_{year}"].label for year in (2025, 2026, 2027)] == ["目標 R7", "目標 R8", "目標 R9"]
    assert labels["plan_2027"].hidden
    assert not labels["actual_2027"].hidden
    with bench.plan.reading() as session:
        assert term_years(session, VERSION) == [2025, 2026, 2027]
        assert term_years(session, None) != []


def test_no_column_of_figures_is_added_up_or_averaged(source: SheetSource) -> None:
    assert not any(column.summed for column in source.columns)
    assert not any(column.number is not None and column.averaged for column in source.columns)
    assert NEVER_ADDED in source.column("actual_2025").help


@pytest.mark.parametrize(
    ("key", "text", "shown"),
    [
        ("actual_2025", "４０．０％", "40.0"),
        ("plan_2025", "△1.5", "△1.5"),
        ("baseline_year", "令和５年度", "R5"),
        ("target", "－", ""),
        ("unit", "件", "件"),
        ("direction", "減少", "減少"),
        ("series", "高齢者", "高齢者"),
        ("name", "改めた\n名称", "改めた\n名称"),
        ("number", "5-2", "5-2"),
        ("number", "業務の見直しと働き方の改革", "5-2"),
        ("note", "備考です", "備考です"),
    ],
)
def test_what_is_typed_is_shown_and_undone(
    bench: Workbench, source: SheetSource, key: str, text: str, shown: str
) -> None:
    before = rows(bench.plan)
    row = keys(bench, source)[FIRMS]
    bench.run("試験", set_cell(source, row, key, text))
    at = keys(bench, source).index(row)
    assert table(bench, source, key)[at] == (shown,)
    undo_all(bench)
    assert rows(bench.plan) == before


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("baseline", "約40", "数値として読めません"),
        ("baseline_year", "令和六", "年度として読めません"),
        ("direction", "上昇", "選べません"),
        ("number", "9-9", "この計画版にありません"),
        ("department_id", "宇宙課", "組織の一覧にありません"),
        ("grade", "優", "にありません"),
        ("name", "", "空欄にはできません"),
    ],
)
def test_what_cannot_be_stored_says_why(
    bench: Workbench, source: SheetSource, key: str, text: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        bench.run("試験", set_cell(source, keys(bench, source)[FIRMS], key, text))


def test_a_year_goes_only_with_its_value(bench: Workbench, source: SheetSource) -> None:
    row = keys(bench, source)[ACCESS]
    bench.run("試験", set_cell(source, row, "target_year", ""))
    assert table(bench, source, "target", "target_year")[ACCESS] == ("67,000", "R9")
    bench.run("試験", set_cell(source, row, "target", ""))
    assert table(bench, source, "target", "target_year")[ACCESS] == ("", "R9")
    bench.run("試験", set_cell(source, row, "target_year", ""))
    assert table(bench, source, "target", "target_year")[ACCESS] == ("", "")


def test_a_section_is_chosen_by_name(bench: Workbench, source: SheetSource) -> None:
    bench.run("試験", lambda s: add_row(s, Department, {"name": "試験推進課"}, owner=None))
    bench.run("試験", set_cell(source, keys(bench, source)[FIRMS], "department_id", "試験推進課"))
    assert table(bench, source, "department_id")[FIRMS] == ("試験推進課",)
    bench.run("試験", set_cell(source, keys(bench, source)[FIRMS], "department_id", ""))
    assert table(bench, source, "department_id")[FIRMS] == ("",)


def test_a_calendar_year_is_no_fiscal_year(bench: Workbench, source: SheetSource) -> None:
    row = keys(bench, source)[ACCESS]
    bench.run("試験", set_cell(source, row, "kind", "暦年値"))
    assert table(bench, source, "baseline_year")[ACCESS] == ("R5年",)
    bench.run("試験", set_cell(source, row, "baseline_year", "R4年"))
    assert table(bench, source, "baseline_year")[ACCESS] == ("R4年",)


def test_a_range_from_a_worksheet_goes_in_but_for_its_bad_cells(
    bench: Workbench, source: SheetSource
) -> None:
    before = rows(bench.plan)
    copied = '４０．０\t45.0\t－\r\n"３８，０\n００"\t不明\t△1.5\r\n'
    wanted = keys(bench, source)[FIRMS : FIRMS + 2]
    columns = ["plan_2025", "plan_2026", "actual_2025"]
    report = bench.run("貼り付け", paste(source, wanted, columns, cells_of_text(copied), add_rows=False))
    assert table(bench, source, *columns)[FIRMS : FIRMS + 2] == [
        ("40.0", "45.0", ""), ("38,000", "", "△1.5"),
    ]  # fmt: skip
    assert [(bad.key, bad.text) for bad in report.bad] == [("plan_2026", "不明")]
    bench.undo()
    assert rows(bench.plan) == before


def test_copied_rows_become_new_indicators_with_their_series(bench: Workbench, source: SheetSource) -> None:
    before = rows(bench.plan)
    columns = [column.key for column in source.columns if not column.hidden]
    copied = table(bench, source, *columns)
    node = 46
    report = bench.run("貼り付け", paste_new(source, node, columns, [*copied, ("", "")]))
    assert (len(report.added), report.bad) == (13, ())
    typed = [column.key for column in source.columns if column.write is not None and not column.hidden]
    after = table(bench, source, *typed)
    assert len(after) == 26
    assert all(after.count(line) == 2 for line in after)
    with bench.plan.reading() as session:
        assert IndicatorBook().count(session, VERSION) == 24
    bench.undo()
    assert rows(bench.plan) == before


def test_emptied_cells_leave_the_other_values(bench: Workbench, source: SheetSource) -> None:
    row = keys(bench, source)[FIRMS]
    bench.run("試験", set_cell(source, row, "actual_2025", "40"))
    report = bench.run("消去", clear(source, [(row, "actual_2025"), (row, "baseline")]))
    assert report.done == 2
    assert table(bench, source, "actual_2025", "baseline", "baseline_year", "target")[FIRMS] == (
        "", "", "R6", "50.0",
    )  # fmt: skip


def test_rate_grade_and_marks_are_computed(bench: Workbench, source: SheetSource) -> None:
    def prepare(session: Any) -> None:
        grades.make_ordinary(session, grades.add_scale(session, PRESETS[1]))
        edit.propose_targets(session, [row])

    row = keys(bench, source)[OVERTIME]
    bench.run("準備", prepare)
    bench.run("試験", set_cell(source, row, "actual_2025", "5.85"))
    assert table(bench, source, "rate", "grade", "marks")[OVERTIME] == ("50.0", "D", "推定1 案3")
    bench.run("試験", set_cell(source, row, "grade", "評価困難"))
    assert table(bench, source, "grade")[OVERTIME] == ("評価困難",)


def test_a_parted_value_is_marked_and_counted(
    bench: Workbench, source: SheetSource, book: IndicatorBook
) -> None:
    bench.run("試験", set_cell(source, keys(bench, source)[FIRMS], "baseline", "35.0"))
    assert "⚠調査" in table(bench, source, "marks")[FIRMS][0]
    with bench.plan.reading() as session:
        assert [row.number for row in parted_series(session, book, VERSION)] == ["2-1"]


# The book ------------------------------------------------------------------------------------------------


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


# The values of a series ----------------------------------------------------------------------------------


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


# Grades and chart ----------------------------------------------------------------------------------------


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
