"""Text that had to become smaller than body text is told before printing."""

from decimal import Decimal

from dxplanner.handouts.blocks import Chart, ChartForm, ChartRow, ChartSeries, ChartValue, Heading
from dxplanner.handouts.chart_layout import lay_out_chart_row
from dxplanner.handouts.small_print import remark_size, small_pictures

WIDTH = 269.0


def row(text: str) -> ChartRow:
    values = tuple(ChartValue(Decimal(value)) for value in (60, 40))
    chart = Chart(ChartForm.PIE, "設問", ("はい", "いいえ"), (ChartSeries("割合", values),))
    return ChartRow((chart,), 60.0, texts=(("所見の見出し", text),))


def test_remarks_are_set_as_large_as_body_text_where_they_have_room() -> None:
    made = row("多くの市民が必要だと答えています。")
    assert remark_size(lay_out_chart_row(made, WIDTH), made) == 10.5
    assert list(small_pictures((Heading("市民"), made), WIDTH)) == []


def test_remarks_that_had_to_become_smaller_are_told_under_their_heading() -> None:
    made = row("多くの市民が必要だと答えています。" * 14)
    size = remark_size(lay_out_chart_row(made, WIDTH), made)
    assert size < 10.5
    assert list(small_pictures((Heading("市民"), made), WIDTH)) == [
        f"「市民」の所見の文字が{size:g}ポイントで、本文の下限10.5ポイントより小さくなっています。"
        "用紙をA3にするか、内容を分けてください。"
    ]
