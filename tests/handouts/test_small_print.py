"""Text that had to become smaller than body text is told before printing."""

from decimal import Decimal

from dxplanner.handouts.area import Area
from dxplanner.handouts.blocks import (
    Cell,
    Chart,
    ChartForm,
    ChartRow,
    ChartSeries,
    ChartValue,
    Column,
    Heading,
    Table,
)
from dxplanner.handouts.chart_layout import lay_out_chart_row
from dxplanner.handouts.small_print import remark_size, small_letters

WIDTH = 269.0
AREA = Area(WIDTH, 170.0)


def row(text: str) -> ChartRow:
    values = tuple(ChartValue(Decimal(value)) for value in (60, 40))
    chart = Chart(ChartForm.PIE, "設問", ("はい", "いいえ"), (ChartSeries("割合", values),))
    return ChartRow((chart,), 60.0, texts=(("所見の見出し", text),))


def test_remarks_are_set_as_large_as_body_text_where_they_have_room() -> None:
    made = row("多くの市民が必要だと答えています。")
    assert remark_size(lay_out_chart_row(made, WIDTH), made) == 10.5
    assert list(small_letters((Heading("市民"), made), AREA)) == []


def test_remarks_that_had_to_become_smaller_are_told_under_their_heading() -> None:
    made = row("多くの市民が必要だと答えています。" * 14)
    size = remark_size(lay_out_chart_row(made, WIDTH), made)
    assert size < 10.5
    assert list(small_letters((Heading("市民"), made), AREA)) == [
        f"「市民」の所見の文字が{size:g}ポイントで、本文の下限10.5ポイントより小さくなっています。"
        "用紙をA3にするか、内容を分けてください。"
    ]


def table(figure: str, size: float = 10.5) -> Table:
    row = (Cell("名称"), Cell(figure, 1, "General"))
    return Table((Column(240.0), Column(16.0)), (), (row,), size)


def test_a_table_in_small_letters_is_told() -> None:
    (sentence,) = small_letters((Heading("指標"), table("5%", size=9.0)), AREA)
    assert sentence.startswith("「指標」の表の文字が9ポイントで、")


def test_a_cell_whose_letters_had_to_shrink_is_told() -> None:
    (sentence,) = small_letters((table("45,161,000件"),), AREA)
    assert sentence.startswith("表の「45,161,000件」の文字が")
    assert list(small_letters((table("161件"),), AREA)) == []
