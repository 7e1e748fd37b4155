"""Stacked charts of a workbook: what is lost stands where its answer stands, and no figure is left out."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.exporters.xlsx_chart_places import places_of
from dxplanner.exporters.xlsx_chart_stack import stack_labels
from dxplanner.exporters.xlsx_charts import EMPTY, NAMED, DataTable, band_of
from dxplanner.handouts.blocks import ChartForm, ChartRow
from dxplanner.handouts.chart_parts import FLOOR, text_width
from dxplanner.handouts.chart_stacked import MISSING
from tests.exporters.test_xlsx_charts import A, C, chart_xml, referenced
from tests.exporters.test_xlsx_documents import document, sheet
from tests.handouts.chart_data import chart, values


def stacked(*rows: tuple[float | None, ...]) -> ChartRow:
    """A row with one chart of 100 %, a series a row of values."""
    return ChartRow((chart(ChartForm.STACKED, *(values(*row) for row in rows)),))


def table_of(row: ChartRow) -> DataTable:
    [table] = band_of(row, 120).tables
    return table


def value_of(element: ET.Element, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get("val")


def surface(series: ET.Element) -> list[str | None]:
    """Colour and dashes of a series' surface."""
    fill = series.find(f"{C}spPr/{A}solidFill/{A}srgbClr")
    return [None if fill is None else fill.get("val"), value_of(series, f"{C}spPr/{A}ln/{A}prstDash")]


UNKNOWN_SURFACE = ["E4E8ED", "solid"]


def test_lost_values_stay_empty_and_do_not_stretch_what_is_known() -> None:
    one = document(stacked((None, 40), (60, 60)))
    root = chart_xml(one)
    assert [found.get("val") for found in root.iter(f"{C}grouping")] == ["stacked"]
    on = sheet(one)
    gap = on._charts[0].series[0]
    assert referenced(on, gap.tx.strRef.f) == [MISSING]
    assert [point.v for point in gap.val.numRef.numCache.pt] == [40]
    rest, none = referenced(on, gap.val.numRef.f)
    assert re.fullmatch(r"=MAX\(0,100-SUM\([A-Z]+\d+:[A-Z]+\d+\)\)", rest)
    [summed] = on[rest[len("=MAX(0,100-SUM(") : -2]]
    assert [cell.value for cell in summed if cell.value is not None] == [60]
    assert none is None
    first = next(root.iter(f"{C}ser"))
    assert surface(first) == UNKNOWN_SURFACE
    whole = document(stacked((30, 40), (70, 60)))
    assert [found.get("val") for found in chart_xml(whole).iter(f"{C}grouping")] == ["percentStacked"]


def test_each_gap_stands_where_the_first_lost_answer_stands() -> None:
    row = stacked((10, None, 50), (None, 30, 20), (30, 30, None))
    table = table_of(row)
    assert table.gaps == ((0, 4), (1, 5), (2, 6))
    assert table.stack == (4, 1, 5, 2, 6, 3, EMPTY, NAMED, EMPTY)
    gaps = {column: [cell.value for cell in table.columns[column].cells] for _, column in table.gaps}
    assert gaps == {4: ["", 40, ""], 5: [60, "", ""], 6: ["", "", 30]}
    names = [
        "".join(text.text or "" for text in series.iterfind(f"{C}tx/{C}strRef/{C}strCache/{C}pt/{C}v"))
        for series in chart_xml(document(row)).iter(f"{C}ser")
    ]
    assert names == [MISSING, "系列0", MISSING, "系列1", MISSING, "系列2", *[MISSING] * 3]


def test_the_legend_leaves_out_gaps_from_whichever_end_it_is_counted() -> None:
    root = chart_xml(document(stacked((10, 20), (None, 50), (30, 30))))
    count = len(list(root.iter(f"{C}ser")))
    entries = [int(value_of(one, f"{C}idx") or -1) for one in root.iter(f"{C}legendEntry")]
    assert [value_of(one, f"{C}delete") for one in root.iter(f"{C}legendEntry")] == ["1"] * len(entries)
    assert count - len(entries) == 3 + 1  # what is not known is named once
    kept = [one for at, one in enumerate(root.iter(f"{C}ser")) if at not in entries]
    assert [surface(one) == UNKNOWN_SURFACE for one in kept] == [False, False, False, True]
    assert sorted(count - 1 - entry for entry in entries) == sorted(entries)
    assert not list(chart_xml(document(stacked((10, 20), (90, 80)))).iter(f"{C}legendEntry"))


def test_every_figure_is_shown_narrow_ones_above_their_bars() -> None:
    root = chart_xml(document(stacked((90, 50), (1.5, 30), (8.5, 20))))
    for series, above in zip(root.iter(f"{C}ser"), ([], ["0"], []), strict=True):
        labels = series.find(f"{C}dLbls")
        assert labels is not None
        assert value_of(labels, f"{C}showVal") == "1"
        moved = labels.findall(f"{C}dLbl")
        assert [value_of(label, f"{C}idx") for label in moved] == above
        for label in moved:
            assert value_of(label, f"{C}showVal") == "1"
            assert float(value_of(label, f"{C}layout/{C}manualLayout/{C}y") or 0) < 0
            # As the format wants it: after the number of the point.
            assert [one.tag for one in label][1] == f"{C}layout"


def test_a_gap_is_named_where_it_is_and_nowhere_else() -> None:
    first = next(chart_xml(document(stacked((None, 40), (60, 60)))).iter(f"{C}ser"))
    labels = first.find(f"{C}dLbls")
    assert labels is not None
    assert value_of(labels, f"{C}showSerName") == "1"
    [other] = labels.findall(f"{C}dLbl")
    assert (value_of(other, f"{C}idx"), value_of(other, f"{C}showSerName")) == ("1", "0")


@given(
    st.lists(
        st.lists(st.integers(0, 250).map(lambda tenths: tenths / 10), min_size=4, max_size=4),
        min_size=1,
        max_size=8,
    ),
    st.integers(60, 150),
)
def test_figures_above_a_bar_neither_overlap_nor_reach_into_the_next_one(
    rows: list[list[float]], width: int
) -> None:
    row = stacked(*(tuple(values) for values in zip(*rows, strict=True)))
    table = table_of(row)
    plot = places_of(table, width, 30 + 8 * len(rows)).plot
    labels = stack_labels(table, plot)
    pitch = plot.height / len(rows)
    bar = pitch / (1 + labels.gap_width / 100)
    for index, parts in enumerate(rows):
        whole, begin, end = sum(parts) or 1.0, 0.0, -10.0
        for column, value in enumerate(parts, start=1):
            length = value / whole * plot.width
            wide = text_width([f"{value:.1f}"], FLOOR)
            if (column, index) in labels.above:
                right, up = labels.above[column, index]
                middle = begin + length / 2 + right
                assert middle - wide / 2 >= end - 1e-6
                assert bar / 2 < up < pitch
                end = middle + wide / 2
            else:
                assert wide <= length
            begin += length


def test_bars_keep_their_thickness_where_all_figures_stand_in_them() -> None:
    table = table_of(stacked((50, 40), (50, 60)))
    labels = stack_labels(table, places_of(table, 150, 60).plot)
    assert labels.above == {}
    assert labels.gap_width == pytest.approx(45, abs=1)
