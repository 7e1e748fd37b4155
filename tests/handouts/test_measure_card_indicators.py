"""Indicators on a 施策カルテ: their part of the form, side by side, rates and their rules, charts."""

from decimal import Decimal

from dxplanner.domain.vocabulary import AchievementMethod, IndicatorKind, ValueRole
from dxplanner.handouts.blocks import ChartRow, Newest, Notes, PageBreak, Quotient, Table
from dxplanner.handouts.chart_lines import line_axis
from dxplanner.handouts.drawing import Edge
from dxplanner.handouts.measure_card_form import indicator_table
from dxplanner.handouts.progress_series import standings
from dxplanner.handouts.tables import lay_out
from dxplanner.model import Grade, GradeScale, Term
from tests.exporters.test_xlsx_documents import document, sheet
from tests.handouts.builders import indicator, snapshot
from tests.handouts.measure_plans import PORTRAIT, Plan, add_actuals, computed, grid, indicator_tables


def test_an_indicator_is_a_part_of_the_form_a_value_a_row() -> None:
    made = Plan()
    add_actuals(made.node.indicators[0], "33.3", "36.0", first=2026)
    (table,) = indicator_tables(made.cards(nodes=["相談の場"]))
    assert grid(table) == [
        ["成果指標", "満足度"],
        ["基準値（R6年度）", "20.0%"],
        ["実績値（R7年度）", "30.0%"],
        ["実績値（R8年度）", "33.3%"],
        ["実績値（R9年度）", "36.0%"],
        ["目標値（R9年度）", "40.0%"],
        ["達成率", "80.0%"],
    ]
    assert [cell.value for _, cell in table.rows[1:] if cell][:2] == [Decimal("20.0"), Decimal("30.0")]
    rate = table.rows[6][1]
    assert rate is not None
    assert rate.quotient == Quotient((Newest(((2, 1), (3, 1), (4, 1))), (1, 1)), ((5, 1), (1, 1)))
    boxes = lay_out(table, PORTRAIT.width, PORTRAIT.height).piece(0, 7).boxes
    assert {len(box.lines) for box in boxes if box.edge != Edge.DASHED} == {1}


def test_all_tables_of_a_card_have_the_columns_of_its_form() -> None:
    made = Plan(opinions=1)
    computed(made, "利用率")
    tables = [one for one in made.cards(nodes=["相談の場"]) if isinstance(one, Table)]
    assert [one.description for one in tables] == ["施策の概要", "成果指標", "成果指標", "意見"]
    assert len({one.columns for one in tables}) == 1
    assert [row[0] for row in grid(tables[-1])] == ["意見", "市の考え方"]
    assert grid(tables[-1])[0][1].splitlines()[0] == "パブリックコメント"
    assert grid(tables[-1])[1][1] == "参考にします。"


def test_what_is_not_measured_yet_is_told_on_one_line() -> None:
    made = Plan()
    line = made.node.indicators[0].series[0]
    line.uid = "line"
    line.values.pop()
    made.new.term = Term(uid="term", number=2, first_year=2025, last_year=2027)
    (table,) = indicator_tables(made.cards(nodes=["相談の場"]))
    assert grid(table)[1:] == [["基準値（R6年度）", "20.0%"], ["実績値", "－"], ["目標値（R9年度）", "40.0%"]]
    missing_cell = table.rows[2][1]
    assert missing_cell is not None
    assert missing_cell.name == "line/actual_2025"


def test_a_card_tells_the_grade_where_the_plan_has_grades() -> None:
    made = Plan()
    scale = GradeScale(uid="scale", name="達成状況", position=0)
    scale.grades.append(Grade(uid="grade", label="S", lower_bound=Decimal(0)))
    made.rows.append(scale)
    (table,) = indicator_tables(made.cards(nodes=["相談の場"]))
    assert grid(table)[-2:] == [["達成率", "50.0%"], ["評価", "S"]]


def test_many_indicators_stand_side_by_side_on_the_page() -> None:
    made = Plan(opinions=0)
    made.node.statement = "長い説明です。" * 40
    add_actuals(made.node.indicators[0], "33.3", "36.0", first=2026)
    for name, unit in (("オープンデータカタログサイトの利用率", "%"), ("参加者数", "人")):
        add_actuals(computed(made, name, unit), "36.0", "42.0", "45.0")
    blocks = made.cards(nodes=["相談の場"])
    assert not any(isinstance(one, PageBreak) for one in blocks)
    (table,) = indicator_tables(blocks)
    assert grid(table)[1:] == [
        ["基準値（R6年度）", "20.0%", "30.0%", "30.0人"],
        ["実績値（R7年度）", "30.0%", "36.0%", "36.0人"],
        ["実績値（R8年度）", "33.3%", "42.0%", "42.0人"],
        ["実績値（R9年度）", "36.0%", "45.0%", "45.0人"],
        ["目標値（R9年度）", "40.0%", "60.0%", "60.0人"],
        ["達成率", "80.0%", "50.0%", "50.0%"],
    ]
    for at, cell in enumerate(table.rows[6][1:], start=1):
        assert cell is not None
        newest = Newest(((2, at), (3, at), (4, at)))
        assert cell.quotient == Quotient((newest, (1, at)), ((5, at), (1, at)))
    assert lay_out(table, PORTRAIT.width, PORTRAIT.height).torn == 0
    assert sum(isinstance(one, ChartRow) for one in blocks) == 1


def test_years_that_differ_stand_beside_the_values() -> None:
    made = Plan(opinions=0)
    other = computed(made, "利用率")
    other.series[0].values[0].fiscal_year = 2023
    one, two = (found for node in [made.node] for found in standings(snapshot(made.rows), node))
    table = indicator_table(snapshot(made.rows), [one, two], PORTRAIT)
    assert grid(table)[1:4] == [
        ["基準値", "20.0%（R6年度）", "30.0%（R5年度）"],
        ["実績値（R7年度）", "30.0%", "－"],
        ["目標値（R9年度）", "40.0%", "60.0%"],
    ]
    cell = table.rows[1][2]
    assert cell is not None
    assert (cell.value, cell.number_format.split(";")[0]) == (Decimal("30.0"), '#,##0.0"%（R5年度）"')


def test_a_card_tells_the_rules_of_the_rates_that_it_prints() -> None:
    made = Plan(opinions=0)
    other = computed(made, "利用率")
    other.achievement_method = AchievementMethod.SIMPLE
    for one in made.node.indicators:
        one.series[0].uid = f"series of {one.name}"

    def said() -> list[str]:
        found = [one for one in made.cards(nodes=["相談の場"]) if isinstance(one, Notes)]
        return [text for one in found for _, text in one.entries]

    progress = "達成率は、（実績－基準）÷（目標－基準）で計算しています。"
    assert said() == [progress]
    add_actuals(other, "45.0")
    assert said() == [progress, "達成率は、実績÷目標で計算しています。"]
    for one in made.node.indicators:
        one.series[0].values = [value for value in one.series[0].values if value.role is not ValueRole.ACTUAL]
    assert said() == []


def test_series_of_one_indicator_have_one_scale() -> None:
    made = Plan(opinions=0)
    at_home, abroad = ("国内", "53.1", 2024, "74.3", 2027), ("国外", "71.8", 2024, "77.4", 2027)
    indicator(made.node, "情報取得満足度", "%", at_home, abroad, kind=IndicatorKind.FISCAL_YEAR)
    (row,) = [block for block in made.cards(nodes=["相談の場"]) if isinstance(block, ChartRow)]
    other, *axes = [line_axis(chart) for chart in row.charts]
    assert [(axis.low, axis.high) for axis in axes] == [(50, 80)] * 2
    assert (other.low, other.high) == (15, 40)
    natives = [native.y_axis.scaling for native in sheet(document(row))._charts]
    assert [(one.min, one.max) for one in natives] == [(15, 40), (50, 80), (50, 80)]


def test_charts_can_be_left_out() -> None:
    assert not any(isinstance(one, ChartRow) for one in Plan().cards(charts=False))
