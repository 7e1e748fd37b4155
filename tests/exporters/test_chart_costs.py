"""What many charts share is made once, and what only a height is asked for is not drawn."""

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.exporters import xlsx_chart_style as style
from dxplanner.exporters.xlsx import write_xlsx
from dxplanner.exporters.xlsx_charts import band_of
from dxplanner.handouts.blocks import Chart, ChartForm, ChartRow, ChartSeries
from dxplanner.handouts.breaking import break_points
from dxplanner.handouts.chart_labels import Labels
from dxplanner.handouts.chart_layout import chart_row_height, lay_out_chart, lay_out_chart_row
from tests.exporters.test_xlsx_charts import A, C, chart_xml
from tests.exporters.test_xlsx_documents import document
from tests.handouts.chart_data import chart, line, values

LONG = "長崎市における行政サービスのデジタル化の推進に関する基本的な方針及び具体的な取組" * 5


def rows() -> list[ChartRow]:
    """Rows of each form, small and high, alone and beside each other, with and without texts."""
    forms = [chart(form, values(20, 30, 50)) for form in (ChartForm.PIE, ChartForm.BAR, ChartForm.STACKED)]
    curves = line(
        ChartSeries("実績", values(36.3, None, 43.8, 50.7)),
        ChartSeries("目標", values(36.3, None, None, 60), target=True),
    )
    empty = line(ChartSeries("実績", values(None, None, None, None)))
    singles = [(one,) for one in (*forms, curves, empty)]
    several = [*singles, (curves, forms[0]), (curves, curves, empty)]
    return [
        ChartRow(charts, height, texts=texts)
        for charts in several
        for height in (None, 44.0, 90.0)
        for texts in ((), (("見出し", "本文です。"),))
    ]


@pytest.mark.parametrize("row", rows())
@pytest.mark.parametrize("width", [80.0, 170.0])
def test_a_measured_row_is_as_high_as_the_drawn_one(row: ChartRow, width: float) -> None:
    drawn = lay_out_chart_row(row, width).height
    assert chart_row_height(row, width) == drawn
    assert band_of(row, width).height == drawn


def test_no_figure_seeks_its_place_for_a_height(monkeypatch: pytest.MonkeyPatch) -> None:
    sought: list[object] = []

    def figures(labels: Labels, *given: object) -> None:
        sought.append(given)

    monkeypatch.setattr(Labels, "figures", figures)
    row = ChartRow((line(ChartSeries("高さだけ", values(1, 2, 3, 4))),), 60.0)
    chart_row_height(row, 120.0)
    assert not sought
    lay_out_chart_row(row, 120.0)
    assert len(sought) == 1


def test_names_of_lines_stay_on_their_chart_however_long_they_are() -> None:
    series = tuple(ChartSeries(LONG, values(1, at)) for at in (2, 3))
    one = Chart(ChartForm.LINE, "割合", ("R5", "R6"), series)
    drawing = lay_out_chart(one, 120.0, 40.0)
    assert max(box.bottom for box in drawing.boxes) <= drawing.height


def test_shared_parts_of_charts_are_the_same_in_every_chart() -> None:
    target_line = ChartSeries("目標", values(1, 2, 3, 5), target=True)
    curves = line(ChartSeries("実績", values(1, 2, 3, 4)), target_line)
    alone = ET.tostring(chart_xml(document(ChartRow((curves,)))))
    target = BytesIO()
    write_xlsx([document(ChartRow((curves, curves)))], target)
    assert ET.tostring(chart_xml(document(ChartRow((curves,))))) == alone
    made = style.letters(9.0)
    assert made is style.letters(9.0)
    assert made.to_tree("txPr") is made.to_tree("txPr")
    assert [one.get("sz") for one in made.to_tree("txPr").iter(f"{A}defRPr")] == ["900"]


def test_a_label_moved_beyond_the_chart_is_held_at_its_edge() -> None:
    """Answers of which several may be given can be far more than 100 % together."""
    parts = [values(950), *([values(0.5)] * 4), values(None)]
    root = chart_xml(document(ChartRow((replace(chart(ChartForm.STACKED, *parts), unit="%"),))))
    moved = [
        float(found.get("val", "0"))
        for layout in root.iter(f"{C}dLbl")
        for axis in ("x", "y")
        if (found := layout.find(f"{C}layout/{C}manualLayout/{C}{axis}")) is not None
    ]
    assert moved
    assert min(moved) == -1.0
    assert max(moved) <= 1.0


@given(st.text("指標AZaz09０９ー-‐,.（）()「」%％ 　・年度", max_size=24))
def test_figures_and_letters_are_alike_to_line_breaking(text: str) -> None:
    alike = text.translate(str.maketrans("AZaz09", "BBBB55"))
    assert break_points(text) == break_points(alike)
