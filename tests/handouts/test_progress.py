"""指標の進捗: 達成率 that the workbook computes, 評価, 誤差の範囲内, small charts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import AchievementMethod, Direction, IndicatorKind, ValueRole
from dxplanner.exporters.xlsx_formulas import TablePlace, formula_of
from dxplanner.handouts import progress
from dxplanner.handouts.area import A4_LANDSCAPE
from dxplanner.handouts.blocks import Block, Cell, Chart, ChartForm, ChartRow, Notes, Paragraph, Table
from dxplanner.handouts.progress_series import standings
from dxplanner.handouts.tables import lay_out
from dxplanner.model import Grade, GradeScale, IndicatorValue, PlanVersion, Term
from dxplanner.model.base import Entity
from tests.handouts.builders import branch, indicator, inferred, snapshot, version

RATE, GRADE = 9, 10
"""Their columns in a plan with three years."""
SCALE = (("S", 120), ("A", 100), ("B", 80), ("C", 0))


def plan(baseline: str = "20.0", target: str = "40.0", unit: str = "%", **fields: object) -> PlanVersion:
    made = version("見直し案", "基本方針", "基本施策")
    made.term = Term(uid="term", number=2, first_year=2025, last_year=2027)
    (leaf,) = branch(made, "方針", leaves=["環境の整備"])
    one = indicator(leaf, "満足度", unit, (None, baseline, 2024, target, 2027))
    values = {
        "achievement_method": AchievementMethod.PROGRESS,
        "direction": Direction.INCREASE,
        "kind": IndicatorKind.FISCAL_YEAR,
    }
    for name, value in (values | fields).items():
        setattr(one, name, value)
    return made


def actual(made: PlanVersion, value: str | None, year: int = 2026, **fields: object) -> IndicatorValue:
    line = made.nodes[-1].indicators[0].series[0]
    number = None if value is None else Decimal(value)
    role = ValueRole.ACTUAL
    added = IndicatorValue(uid=f"actual-{year}", role=role, fiscal_year=year, value=number, **fields)
    line.values.append(added)
    return added


def scale() -> GradeScale:
    made = GradeScale(uid="scale", name="SABC", position=0)
    made.grades += [Grade(uid=label, label=label, lower_bound=Decimal(bound)) for label, bound in SCALE]
    return made


def built(made: PlanVersion, *rows: Entity, **options: object) -> tuple[Block, ...]:
    return progress.build(snapshot([made, *made.nodes, *rows]), options)


def pictured(made: PlanVersion) -> Chart:
    [row] = [block for block in built(made, charts=True) if isinstance(block, ChartRow)]
    [found] = row.charts
    return found


def test_a_chart_says_what_its_error_bars_are() -> None:
    made = plan(kind=IndicatorKind.SURVEY)
    actual(made, "30.0")
    assert pictured(made).note == ""
    baseline = made.nodes[-1].indicators[0].series[0].values[0]
    baseline.sample_size = 500
    assert pictured(made).note == "縦線は標本誤差（信頼度95％）"
    actual(made, "28.0", 2025, sample_size=500)
    assert pictured(made).note == "縦線と帯は標本誤差（信頼度95％）"


def table(blocks: tuple[Block, ...]) -> Table:
    (found,) = [block for block in blocks if isinstance(block, Table)]
    return found


def cells(made: PlanVersion, *rows: Entity) -> list[Cell]:
    return [cell for cell in table(built(made, *rows)).rows[0] if cell is not None]


def said(blocks: tuple[Block, ...]) -> str:
    return "".join(text for block in blocks if isinstance(block, Notes) for _, text in block.entries)


def test_each_year_of_the_term_has_its_column() -> None:
    made = plan()
    actual(made, "30.0")
    shown = table(built(made))
    lower = [cell.text for cell in shown.header[1] if cell]
    assert lower == ["年度", "値", "R7年度", "R8年度", "R9年度", "年度", "値"]
    ((*texts,),) = ([cell.text for cell in row if cell] for row in shown.rows)
    assert texts == [
        "1-1", "満足度", "R6年度", "20.0%", "－", "30.0%", "－", "R9年度", "40.0%", "50.0%", "－", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "numbers", "rate"),
    [
        ({}, ("20.0", "40.0", "30.0"), "50.0%"),
        ({}, ("20.0", "40.0", "15.0"), "△25.0%"),
        ({"direction": Direction.DECREASE}, ("6.7", "5.0", "5.85"), "50.0%"),
        ({"achievement_method": AchievementMethod.SIMPLE}, ("20.0", "40.0", "30.0"), "75.0%"),
        (
            {"achievement_method": AchievementMethod.SIMPLE, "direction": Direction.DECREASE},
            ("6.7", "5.0", "6.25"),
            "80.0%",
        ),
    ],
)
def test_the_rate_is_a_formula_that_gives_what_is_printed(
    fields: dict[str, object], numbers: tuple[str, str, str], rate: str
) -> None:
    made = plan(numbers[0], numbers[1])
    for name, value in fields.items():
        setattr(made.nodes[-1].indicators[0], name, value)
    actual(made, numbers[2])
    shown = table(built(made))
    cell = shown.rows[0][RATE]
    assert cell is not None
    assert (cell.text, cell.quotient is not None) == (rate, True)
    formula, warning = formula_of(shown, cell, TablePlace(0, 2, 3, tuple(range(13))))
    assert (formula is not None, warning) == (True, "")


@pytest.mark.parametrize("method", list(AchievementMethod))
@pytest.mark.parametrize("way", [Direction.INCREASE, Direction.DECREASE])
def test_a_rate_without_actual_is_a_formula_that_waits_for_one(
    method: AchievementMethod, way: Direction
) -> None:
    made = plan(achievement_method=method, direction=way)
    shown = table(built(made))
    cell = shown.rows[0][RATE]
    assert cell is not None
    assert (cell.text, cell.value) == ("－", None)
    place = TablePlace(0, 2, 3, tuple(range(13)))
    formula, warning = formula_of(shown, cell, place)
    assert formula is not None
    assert (formula.cached, warning) == ("－", "")
    # The years' columns stand between those of 基準値 and 目標値.
    assert 'IF(ISNUMBER(G3),G3,IF(ISNUMBER(F3),F3,IF(ISNUMBER(E3),E3,"－")))' in formula.text
    actual(made, "30.0", 2025)
    measured = table(built(made))
    later = measured.rows[0][RATE]
    assert later is not None
    found, _ = formula_of(measured, later, place)
    assert found is not None
    assert found.text == formula.text


def test_a_grade_by_hand_without_a_number_is_no_rate_of_an_older_one() -> None:
    made = plan()
    actual(made, "30.0", 2025)
    actual(made, None, 2026, grade=Grade(uid="A", label="A"))
    shown = table(built(made))
    cell = shown.rows[0][RATE]
    assert cell is not None
    assert cell.text == "－"
    assert formula_of(shown, cell, TablePlace(0, 2, 3, tuple(range(13)))) == (None, "")


def test_keeping_a_value_is_no_quotient() -> None:
    made = plan("40.0", "40.0", direction=Direction.KEEP)
    actual(made, "41.0")
    cell = table(built(made)).rows[0][RATE]
    assert cell is not None
    assert (cell.text, cell.quotient) == ("100.0%", None)


@pytest.mark.parametrize(("value", "grade"), [("45.0", "S"), ("40.0", "A"), ("36.0", "B"), ("10.0", "C")])
def test_the_plans_first_table_grades(value: str, grade: str) -> None:
    made = plan()
    actual(made, value)
    assert cells(made, scale())[GRADE].text == grade


def test_a_grade_by_hand_wins() -> None:
    made, grades = plan(), scale()
    actual(made, "45.0").grade = grades.grades[3]
    assert cells(made, grades)[GRADE].text == "C"


@pytest.mark.parametrize(("value", "within"), [("38.0", True), ("48.0", False)])
def test_a_survey_says_whether_the_change_is_one(value: str, within: bool) -> None:
    made = plan("36.3", "50.0", kind=IndicatorKind.SURVEY)
    made.nodes[-1].indicators[0].series[0].values[0].sample_size = 1008
    actual(made, value, sample_size=1000)
    blocks = built(made)
    remark = [cell for cell in table(blocks).rows[0] if cell][-1].text
    assert (remark == "誤差の範囲内", "標本誤差" in said(blocks)) == (within, within)


def test_without_the_number_of_answers_nothing_is_said_about_it() -> None:
    made = plan("36.3", "50.0", kind=IndicatorKind.SURVEY)
    actual(made, "37.0")
    assert cells(made)[-1].text == ""


def test_a_missing_target_is_told_as_the_reason() -> None:
    made = plan()
    line = made.nodes[-1].indicators[0].series[0]
    line.values = [value for value in line.values if value.role is not ValueRole.TARGET]
    actual(made, "30.0")
    assert [cell.text for cell in cells(made)][-3:] == ["－", "－", "目標値がまだありません。"]


def test_each_series_has_a_row_of_its_own() -> None:
    made = version("案", "基本方針", "基本施策")
    (leaf,) = branch(made, "方針", leaves=["観光"])
    lines = (("国内", "53.1", 2023, "74.3", 2027), ("国外", "71.8", 2023, "77.4", 2027))
    one = indicator(leaf, "満足度", "%", *lines)
    one.achievement_method, one.direction = AchievementMethod.PROGRESS, Direction.INCREASE
    first, second = table(built(made)).rows
    assert [cell.row_span for cell in first if cell] == [2, *[1] * (len(first) - 1)]
    assert second[0] is None
    texts = [[cell.text for cell in row[1:4] if cell] for row in (first, second)]
    assert texts == [["満足度（国内）", "R5年度", "53.1%"], ["満足度（国外）", "R5年度", "71.8%"]]


def test_what_is_missing_can_be_entered_from_its_place() -> None:
    made = plan()
    line = made.nodes[-1].indicators[0].series[0]
    line.uid = "line"
    line.values.clear()
    (row,) = table(built(made)).rows
    fields = ["baseline"] * 2 + ["actual_2025", "actual_2026", "actual_2027"] + ["target"] * 2
    wanted = [f"line/{field}" for field in (*fields, "rate", "grade")]
    assert [(cell.text, cell.name) for cell in row[2:11] if cell] == [("－", name) for name in wanted]


def test_charts_come_only_when_asked_for() -> None:
    made = plan()
    actual(made, "30.0")
    assert not any(isinstance(block, ChartRow) for block in built(made))
    (row,) = [block for block in built(made, charts=True) if isinstance(block, ChartRow)]
    (chart,) = row.charts
    assert (chart.form, chart.title) == (ChartForm.LINE, "1-1　満足度")
    assert chart.categories == ("R6", "R7", "R8", "R9")
    told, aimed = chart.series
    assert [value.value for value in told.values] == [Decimal("20.0"), None, Decimal("30.0"), None]
    assert (aimed.target, aimed.values[-1].value) == (True, Decimal("40.0"))


def test_a_single_year_has_no_chart() -> None:
    made = plan()
    made.nodes[-1].indicators[0].series[0].values.pop()
    assert not any(isinstance(block, ChartRow) for block in built(made, charts=True))


def test_what_is_inferred_is_marked() -> None:
    made = plan()
    value = actual(made, "30.0")
    blocks = built(made, inferred(value))
    cell = table(blocks).rows[0][5]
    assert cell is not None
    assert (cell.text, cell.inferred, cell.name) == ("30.0%（推定）", True, f"{value.uid}/value")
    assert "（推定）" in said(blocks)


def test_marked_figures_stay_on_one_legible_line() -> None:
    made = plan("45161", "67000", "件")
    marked = [inferred(actual(made, "52340", year)) for year in (2025, 2026, 2027)]
    shown = table(built(made, *marked))
    placed = lay_out(shown, A4_LANDSCAPE.width, A4_LANDSCAPE.height).body
    figures = [one for one in placed if one.cell.value is not None]
    assert [one.cell.text for one in figures][1:4] == ["52,340件（推定）"] * 3
    assert all(len(one.lines) == 1 and one.size >= 9 for one in figures)


def test_a_plan_without_indicators_says_so() -> None:
    assert progress.build(snapshot(), {}) == (Paragraph("該当する内容はありません。"),)


@given(st.decimals(-50, 150, places=1), st.decimals(-50, 150, places=1), st.decimals(-50, 150, places=1))
def test_the_printed_rate_is_the_formulas(base: Decimal, goal: Decimal, told: Decimal) -> None:
    made = plan(str(base), str(goal))
    actual(made, str(told))
    shown = table(built(made))
    cell = shown.rows[0][RATE]
    assert cell is not None
    if base == goal:
        assert cell.text == "－"
        return
    formula, warning = formula_of(shown, cell, TablePlace(0, 2, 3, tuple(range(13))))
    assert (formula is not None, warning) == (True, "")


def test_the_error_of_a_share_needs_its_sample() -> None:
    made = plan("50.0", "60.0", kind=IndicatorKind.SURVEY)
    (one,) = standings(snapshot([made, *made.nodes]), made.nodes[-1])
    assert one.error(one.baseline) is None
    assert one.baseline is not None
    one.baseline.sample_size = 1008
    error = one.error(one.baseline)
    assert error is not None
    assert round(error, 1) == Decimal("3.1")
