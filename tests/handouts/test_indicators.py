"""成果指標: numbers stay numbers, series on lines of their own, 推定 is marked."""

from decimal import Decimal

from dxplanner.domain.vocabulary import IndicatorKind
from dxplanner.handouts import indicators
from dxplanner.handouts.blocks import Notes, Paragraph, Table
from dxplanner.model import PlanVersion
from dxplanner.model.base import Entity
from tests.handouts.builders import branch, indicator, inferred, snapshot, version


def plan() -> PlanVersion:
    made = version("見直し案", "めざす姿", "基本方針", "基本施策")
    leaves = branch(made, "姿", "方針", leaves=["環境の整備", "観光DX", "未定の施策"])
    leaves[0].goal = "安心に暮らせる。"
    indicator(leaves[0], "満足度", "%", (None, "36.3", 2024, "50.0", 2027))
    indicator(
        leaves[1],
        "情報取得満足度",
        "%",
        ("国内", "53.1", 2023, "74.3", 2027),
        ("国外", "71.8", 2023, "77.4", 2027),
    )
    return made


def table_of(made: PlanVersion, *more: Entity) -> tuple[Table, list[Notes]]:
    blocks = indicators.build(snapshot([made, *made.nodes, *more]), {})
    table = blocks[0]
    assert isinstance(table, Table)
    return table, [block for block in blocks if isinstance(block, Notes)]


def test_values_are_numbers_with_their_unit_in_the_format() -> None:
    table, notes = table_of(plan())
    cell = table.rows[0][4]
    assert cell is not None
    assert (cell.text, cell.value) == ("36.3%", Decimal("36.3"))
    assert cell.number_format.startswith('#,##0.0"%"')
    assert notes == []


def test_years_stand_beside_the_values() -> None:
    table, _ = table_of(plan())
    assert [cell.text for cell in table.rows[0] if cell][4:] == ["36.3%", "R6年度", "50.0%", "R9年度"]


def test_series_have_rows_of_their_own_under_one_name() -> None:
    table, _ = table_of(plan())
    first, second = table.rows[1], table.rows[2]
    assert [cell.row_span for cell in first[:4] if cell] == [2, 2, 2, 2]
    assert [cell.text for cell in second if cell] == ["国外：71.8%", "R5年度", "国外：77.4%", "R9年度"]
    assert second[:4] == (None, None, None, None)


def test_a_measure_without_an_indicator_says_so() -> None:
    table, _ = table_of(plan())
    assert [cell.text for cell in table.rows[3] if cell][:4] == ["1-3", "未定の施策", "", "（未設定）"]


def test_inferred_values_are_marked_and_stay_numbers() -> None:
    made = plan()
    value = made.nodes[2].indicators[0].series[0].values[0]
    table, notes = table_of(made, inferred(value))
    cell = table.rows[0][4]
    assert cell is not None
    assert (cell.text, cell.value, cell.inferred) == ("36.3%（推定）", Decimal("36.3"), True)
    assert "（推定）" in cell.number_format
    assert len(notes) == 1


def test_calendar_years_are_not_called_fiscal_years() -> None:
    made = version("案", "基本方針", "基本施策")
    (leaf,) = branch(made, "方針", leaves=["施策"])
    indicator(leaf, "観光客数", "人", (None, "100", 2023, "200", 2027), kind=IndicatorKind.CALENDAR_YEAR)
    table, _ = table_of(made)
    assert [cell.text for cell in table.rows[0] if cell][5] == "R5年"


def test_cumulative_values_are_named_so() -> None:
    made = version("案", "基本方針", "基本施策")
    (leaf,) = branch(made, "方針", leaves=["施策"])
    indicator(leaf, "実施件数", "件", (None, "5", 2023, "9", 2027), kind=IndicatorKind.CUMULATIVE)
    table, _ = table_of(made)
    assert table.rows[0][3] is not None
    assert table.rows[0][3].text == "実施件数［累計］"


def test_a_plan_without_indicators_says_so() -> None:
    made = version("案", "基本方針", "基本施策")
    branch(made, "方針", leaves=["施策"])
    assert indicators.build(snapshot([made]), {}) == (Paragraph("該当する内容はありません。"),)
