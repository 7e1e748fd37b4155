"""Charts of a workbook: native, bound to cells that are not printed, in one drawing with the shapes."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.chart import BarChart, LineChart, PieChart

from dxplanner.exporters.xlsx_chart_places import line_sides, places_of
from dxplanner.exporters.xlsx_charts import DataTable
from dxplanner.handouts.blocks import (
    Chart,
    ChartForm,
    ChartRow,
    ChartSeries,
    ChartValue,
    Heading,
    Notes,
    Picture,
)
from dxplanner.handouts.chart_stacked import MISSING
from dxplanner.handouts.drawing import Box, Drawing, Polygon, Tone
from dxplanner.handouts.pages import lay_out_document
from dxplanner.model.snapshot import PlanSnapshot
from tests.exporters.test_xlsx_documents import document, find, merged, part, sheet, written
from tests.handouts.chart_data import chart, survey_charts, values

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def chart_xml(one: Any, number: int = 1) -> ET.Element:
    return ET.fromstring(part(one, f"xl/charts/chart{number}.xml"))


def referenced(on: Any, formula: str) -> list[Any]:
    """The values that a reference such as '資料'!$B$5:$B$8 names."""
    title, _, area = formula.rpartition("!")
    assert title.strip("'") == on.title
    found = on[area.replace("$", "")]
    return [cell.value for (cell,) in found] if isinstance(found, tuple) else [found.value]


def test_the_samples_charts_are_native_and_show_the_cells_beside_them(sample: PlanSnapshot) -> None:
    charts = survey_charts(sample)
    one = document(*[ChartRow(tuple(charts[at : at + 2])) for at in range(0, 10, 2)], number="資料３")
    on = sheet(one)
    assert len(on._charts) == 10
    kinds = {ChartForm.PIE: PieChart, ChartForm.BAR: BarChart, ChartForm.STACKED: BarChart}
    for native, wanted in zip(on._charts, charts, strict=True):
        bars = wanted.form is ChartForm.PIE and len(wanted.categories) > 7
        assert isinstance(native, BarChart if bars else kinds[wanted.form])
        named = [one for one in native.series if referenced(on, one.tx.strRef.f) != [MISSING]]
        assert len(named) == len(wanted.series)
        for series, shown in zip(named, wanted.series, strict=True):
            assert referenced(on, series.cat.strRef.f) == list(wanted.categories)
            assert [value is None for value in referenced(on, series.val.numRef.f)] == [
                value.value is None for value in shown.values
            ]
            numbers = [value for value in referenced(on, series.val.numRef.f) if value is not None]
            assert numbers == pytest.approx([float(v.value) for v in shown.values if v.value is not None])
            assert referenced(on, series.tx.strRef.f) == [shown.name]
            cached = [float(point.v) for point in series.val.numRef.numCache.pt]
            assert cached == pytest.approx(numbers)


def test_title_and_n_stand_in_the_chart_in_the_japanese_font() -> None:
    root = chart_xml(document(ChartRow((chart(ChartForm.BAR, values(1, 2), note="n=1008"),))))
    titles = ["".join(text.text or "" for text in title.iter(f"{A}t")) for title in root.iter(f"{C}title")]
    assert titles == ["◎利用状況（%）", "n=1008"]
    fonts = {face.get("typeface") for tag in ("latin", "ea") for face in root.iter(f"{A}{tag}")}
    assert fonts == {"BIZ UDゴシック"}
    assert [label.get("val") for label in root.iter(f"{C}showVal")] == ["1"]


def test_slices_have_patterns_and_percent_and_stand_beside_their_table() -> None:
    one = document(ChartRow((chart(ChartForm.PIE, values(20, 30, 50)),)))
    root = chart_xml(one)
    assert len(list(root.iter(f"{C}dPt"))) == 3
    assert [fill.get("prst") for fill in root.iter(f"{A}pattFill")] == ["wdUpDiag", "lgGrid"]
    on = sheet(one)
    cell = find(on, "50")
    assert cell.number_format == '#,##0"%"'
    anchor = on._charts[0].anchor
    assert anchor._from.row < cell.row - 1 < anchor.to.row
    assert anchor.to.col < cell.column - 1


NOTE = "グラフのもとになる数値（印刷されません）"


def notes_of(on: Any) -> list[Any]:
    """The cells that say what the tables of charts are."""
    return [cell for row in on.iter_rows() for cell in row if cell.value == NOTE]


def test_the_figures_of_charts_stand_beside_what_is_printed() -> None:
    rows = [ChartRow((chart(ChartForm.BAR, values(1, 2)),)), ChartRow((chart(ChartForm.PIE, values(3, 4)),))]
    one = document(rows[0], Heading("つぎの図"), rows[1], Notes((("※", "注記"),)))
    on = sheet(one)
    area = on[on.print_area.rpartition("!")[2]]
    printed = {str(cell.value) for row in area for cell in row if cell.value is not None}
    assert {"つぎの図", "※　注記"} <= printed
    assert not printed & {"1", "2", "3", "4"}
    tops = [native.anchor._from.row + 1 for native in on._charts]
    assert [cell.row for cell in notes_of(on)] == tops
    last = area[0][-1].column
    assert [find(on, figure).column > last for figure in "1234"] == [True] * 4
    assert [find(on, figure).row > top for figure, top in zip("13", tops, strict=True)] == [True] * 2
    assert not on.merged_cells.ranges
    assert len(on.row_breaks.brk) + 1 == len(lay_out_document(one).pages)


def test_many_figures_stand_side_by_side_and_none_over_another() -> None:
    low = chart(ChartForm.BAR, values(*range(1, 9)), title="低い図")
    rows = [ChartRow((low, low, low), height=40.0), ChartRow((low, low), height=40.0)]
    on = sheet(document(*rows))
    tables = [on[one.series[0].val.numRef.f.rpartition("!")[2].replace("$", "")][0][0] for one in on._charts]
    assert len({(cell.row, cell.column) for cell in tables}) == 5
    for native in on._charts:
        assert referenced(on, native.series[0].val.numRef.f) == list(range(1, 9))
    titles = [cell for row in on.iter_rows() for cell in row if str(cell.value).startswith("◎低い図")]
    assert len(titles) == 5
    for cell in titles:
        assert on.cell(cell.row, cell.column + 1).value is None


def test_targets_are_dashed_and_errors_are_cells_too() -> None:
    real = tuple(ChartValue(v, low=v - 3, high=v + 2) for v in (value.value for value in values(36, 39)) if v)
    target = ChartSeries("目標", values(36, 50), target=True)
    one = document(
        ChartRow((Chart(ChartForm.LINE, "割合", ("R5", "R6"), (ChartSeries("実績", real), target)),))
    )
    root, on = chart_xml(one), sheet(one)
    assert isinstance(on._charts[0], LineChart)
    dashes = f"{C}spPr/{A}ln/{A}prstDash"
    first, second = root.iter(f"{C}ser")
    assert [dash.get("val") for dash in first.findall(dashes)] == ["solid"]
    assert [dash.get("val") for dash in second.findall(dashes)] == ["dash"]
    [minus], [plus] = (list(root.iter(f"{C}{name}")) for name in ("minus", "plus"))
    down = minus.findtext(f"{C}numRef/{C}f")
    up = plus.findtext(f"{C}numRef/{C}f")
    assert down is not None
    assert up is not None
    assert (referenced(on, down), referenced(on, up)) == ([3, 3], [2, 2])


def test_a_target_repeats_neither_sign_nor_figure_of_its_beginning() -> None:
    measured = ChartSeries("実績", values(36.3, None, 43.8, 50.7))
    begin = ChartValue(Decimal("36.3"), " ")
    target = ChartSeries("目標", (begin, *values(None, None, 50)), target=True)
    one = document(ChartRow((Chart(ChartForm.LINE, "割合", ("R6", "R7", "R8", "R9"), (measured, target)),)))
    _, second = chart_xml(one).iter(f"{C}ser")
    [point] = second.findall(f"{C}dPt")
    found = [point.find(path) for path in (f"{C}idx", f"{C}marker/{C}symbol")]
    assert [one.get("val") for one in found if one is not None] == ["0", "none"]
    labels = {
        label.find(f"{C}idx").get("val"): label.find(f"{C}showVal").get("val")  # type: ignore[union-attr]
        for label in second.iter(f"{C}dLbl")
    }
    assert labels == {"0": "0", "3": "1"}


def test_a_line_is_dotted_over_missing_years_only() -> None:
    def strokes(*numbers: float | None) -> tuple[str | None, dict[str | None, str | None]]:
        """Dashes of the line, and of the parts that differ, by the value that they lead to."""
        series = (
            ChartSeries("実績", values(*numbers)),
            ChartSeries("目標", values(1, None, None, 9), target=True),
        )
        one = document(ChartRow((Chart(ChartForm.LINE, "割合", ("R5", "R6", "R7", "R8"), series),)))
        measured, aimed = chart_xml(one).iter(f"{C}ser")
        dash = f"{C}spPr/{A}ln/{A}prstDash"
        assert aimed.find(dash).get("val") == "dash"  # type: ignore[union-attr]
        parts = measured.findall(f"{C}dPt")
        return measured.find(dash).get("val"), {  # type: ignore[union-attr]
            one.find(f"{C}idx").get("val"): one.find(dash).get("val")  # type: ignore[union-attr]
            for one in parts
        }

    assert strokes(1, None, 3, 4) == ("solid", {"1": "sysDot", "2": "sysDot"})
    assert strokes(1, 2, None, 4) == ("solid", {"2": "sysDot", "3": "sysDot"})
    assert strokes(1, 2, 3, None) == ("solid", {})
    assert strokes(None, None, 3, 4) == ("solid", {})


def test_figures_of_lines_stand_on_paper_off_a_line_that_comes_in_level() -> None:
    one = Chart(ChartForm.LINE, "割合", ("R6", "R7", "R8"), (ChartSeries("実績", values(30, 30.5, 36)),))
    table = DataTable(one, (), ())
    assert line_sides(one, places_of(table, 150, 60)) == [["t", "b", "t"]]
    labels = next(chart_xml(document(ChartRow((one,)))).iter(f"{C}dLbls"))
    assert labels.find(f"{C}spPr/{A}solidFill/{A}srgbClr").get("val") == "FFFFFF"  # type: ignore[union-attr]


def test_figures_of_lines_stand_above_the_upper_and_below_the_lower_one() -> None:
    measured = ChartSeries("実績", values(36.3, 40.4, 43.8, 50.7))
    target = ChartSeries("目標", (ChartValue(Decimal("36.3"), " "), *values(None, None, 50)), target=True)
    one = Chart(ChartForm.LINE, "割合", ("R6", "R7", "R8", "R9"), (measured, target))
    wide = places_of(DataTable(one, (), ()), 170, 80)
    assert line_sides(one, wide) == [["l", "b", "b", "t"], ["", "", "", "b"]]
    narrow = places_of(DataTable(one, (), ()), 50, 50)
    assert line_sides(one, narrow)[0][0] == "t"
    lines = (replace(measured, values=values(69, 68, 66, 60)), replace(target, values=values(69, 70, 72, 75)))
    sinking = replace(one, series=lines, axis_min=Decimal(60))
    sides = line_sides(sinking, places_of(DataTable(sinking, (), ()), 170, 80))
    assert sides[0][1:] == ["b", "b", "r"]


def test_the_note_stands_at_the_foot_on_the_axis_that_is_there() -> None:
    def notes(form: ChartForm, *rows: tuple[ChartValue, ...]) -> dict[str, str]:
        root = chart_xml(document(ChartRow((chart(form, *rows, note="n=1008"),))))
        return {
            axis.tag.removeprefix(C): "".join(text.text or "" for text in axis.iter(f"{A}t"))
            for axis in root.iter()
            if axis.tag in (f"{C}catAx", f"{C}valAx") and axis.find(f"{C}title") is not None
        }

    assert notes(ChartForm.BAR, values(1, 2)) == {"valAx": "n=1008"}
    assert notes(ChartForm.STACKED, values(40, 60), values(60, 40)) == {"valAx": "n=1008"}
    assert notes(ChartForm.LINE, values(0, 2)) == {"catAx": "n=1008"}
    places = places_of(DataTable(chart(ChartForm.BAR, values(1, 2), note="n=1008"), (), ()), 100, 60)
    assert places.foot is not None
    assert places.foot.bottom <= 60
    assert not places.foot.overlap(places.plot)
    pie = chart_xml(document(ChartRow((chart(ChartForm.PIE, values(40, 60), note="n=1008"),))))
    assert "".join(text.text or "" for text in pie.iter(f"{A}t")) == "◎利用状況　n=1008"


def test_names_and_figures_of_a_pie_are_parted_as_the_format_wants_it() -> None:
    """The separator is a text, and stands before the leader lines; else Excel repairs the file."""
    [labels] = chart_xml(document(ChartRow((chart(ChartForm.PIE, values(40, 60)),)))).iter(f"{C}dLbls")
    separator = labels.find(f"{C}separator")
    assert separator is not None
    assert (separator.text, separator.attrib) == ("\n", {})
    tags = [element.tag.removeprefix(C) for element in labels]
    assert tags.index("showPercent") < tags.index("separator") < tags.index("showLeaderLines")


def test_every_category_is_named_in_letters_that_its_row_holds() -> None:
    names = [f"とても長い名の課題その{at}（情報発信・マッチング等）（{at}社）" for at in range(11)]
    given = replace(chart(ChartForm.BAR, values(*range(1, 12))), categories=tuple(names))
    one = document(ChartRow((given,)))
    assert [skip.get("val") for skip in chart_xml(one).iter(f"{C}tickLblSkip")] == ["1"]
    places = places_of(DataTable(given, (), ()), 120, 60)
    assert places.plot.x >= 120 * 0.4
    assert places.plot.right < 120


@given(st.integers(40, 270), st.integers(30, 120), st.sampled_from(ChartForm), st.integers(1, 6))
def test_title_legend_and_plot_keep_apart_inside_the_chart(
    width: int, height: int, form: ChartForm, count: int
) -> None:
    one = chart(form, *[values(*range(1, 5))] * (1 if form is ChartForm.PIE else count), title="長い題名" * 4)
    places = places_of(DataTable(one, (), ()), width, height)
    assert places.plot.x >= 0
    assert places.plot.right <= width
    assert places.plot.y >= 4 * len(places.title)
    if height >= 60 and width >= 60:
        assert places.plot.bottom <= height
        if places.legend is not None:
            assert not places.plot.overlap(places.legend)


def test_inferred_bars_are_dashed() -> None:
    def dashes(*inferred: int) -> tuple[int, int]:
        one = document(ChartRow((chart(ChartForm.BAR, values(1, 2, inferred=inferred)),)))
        [series] = chart_xml(one).iter(f"{C}ser")
        whole = series.findall(f"{C}spPr/{A}ln/{A}prstDash[@val='dash']")
        return len(whole), len(series.findall(f"{C}dPt/{C}spPr/{A}ln/{A}prstDash[@val='dash']"))

    assert [dashes(), dashes(1), dashes(0, 1)] == [(0, 0), (0, 1), (1, 0)]


def test_inferred_figures_are_dashed_cells_and_the_caption_says_so() -> None:
    on = sheet(document(ChartRow((chart(ChartForm.BAR, values(1, 2, inferred=[1])),))))
    assert find(on, "2").border.left.style == "dashed"
    assert find(on, "◎利用状況（%）　n=100　破線は（推定）")


def test_texts_stand_at_the_right_in_a_text_box_under_bold_headings() -> None:
    texts = (("所見", "半数です。"), ("まとめ", "以上です。"))
    row = ChartRow((chart(ChartForm.BAR, values(1)),), texts=texts)
    one = document(row, number="")
    (box,) = ET.fromstring(part(one, "xl/drawings/drawing1.xml")).iter(f"{XDR}sp")
    lines = [
        [(run.findtext(f"{A}t"), run.find(f"{A}rPr").get("b") == "1") for run in line.iter(f"{A}r")]  # type: ignore[union-attr]
        for line in box.iter(f"{A}p")
    ]
    assert lines == [
        [("■所見", True)],
        [("半数です。", False)],
        [],
        [("■まとめ", True)],
        [("以上です。", False)],
    ]
    assert box.find(f"{XDR}txBody/{A}bodyPr").get("anchor") == "t"  # type: ignore[union-attr]
    assert not merged(sheet(one))


def test_shapes_and_charts_share_one_drawing_with_numbers_of_their_own() -> None:
    charts = chart(ChartForm.BAR, values(1)), chart(ChartForm.PIE, values(1))
    row = ChartRow(charts, texts=(("所見", "半数です。"),))
    one = document(row, number="資料１")
    root = ET.fromstring(part(one, "xl/drawings/drawing1.xml"))
    ids = [element.get("id") for element in root.iter(f"{XDR}cNvPr")]
    assert len(ids) == len(set(ids)) == 4
    assert len(list(root.iter(f"{XDR}graphicFrame"))) == 2
    assert len(list(root.iter(f"{XDR}sp"))) == 2


def test_sheets_with_and_without_charts_keep_their_own_drawings() -> None:
    plain = document(Picture(Drawing(100, 40)), number="資料１", title="甲")
    charted = document(ChartRow((chart(ChartForm.BAR, values(1)),)), number="", title="乙")
    data, _ = written([plain, charted, plain])
    book: Any = load_workbook(BytesIO(data))
    assert [len(one._charts) for one in book.worksheets] == [0, 1, 0]
    with ZipFile(BytesIO(data)) as archive:
        drawings = [name for name in archive.namelist() if name.startswith("xl/drawings/drawing")]
        assert len(drawings) == 3
        assert not any("external" in name.lower() for name in archive.namelist())
        frames = [archive.read(name).count(b"graphicFrame>") for name in sorted(drawings)]
    assert sorted(frames) == [0, 0, 2]
    assert data == written([plain, charted, plain])[0]


def test_polygons_become_shapes_that_hide_no_text_in_a_cell() -> None:
    triangle = ((10.0, 10.0), (50.0, 10.0), (30.0, 35.0))
    free = Polygon(tuple((x + 50, y) for x, y in triangle), Tone.ROLE, pattern=2)
    drawing = Drawing(
        100, 40, (Box(10, 10, 40, 25, "円の中", ("円の中",)),), columns=(0, 50, 100), rows=(0, 40),
        polygons=(Polygon(triangle, Tone.HEADING), free),
    )  # fmt: skip
    root = ET.fromstring(part(document(Picture(drawing), number=""), "xl/drawings/drawing1.xml"))
    surfaces = [one for one in root.iter(f"{XDR}sp") if "面" in str(one.find(f".//{XDR}cNvPr").attrib)]  # type: ignore[union-attr]
    assert len(surfaces) == 2
    assert [one.find(f"{XDR}spPr/{A}noFill") is not None for one in surfaces] == [True, False]
    assert surfaces[1].find(f"{XDR}spPr/{A}pattFill") is not None
    assert all(one.find(f".//{A}path/{A}close") is not None for one in surfaces)


def test_counts_in_brackets_stand_after_their_categories() -> None:
    """Paper prints them after the figure; a native chart prints its figures itself, and its categories."""
    told = tuple(
        ChartValue(value.value, f"{value.value}%（{count}社）")
        for value, count in zip(values(46, 43), (221, 207), strict=True)
    )
    given = chart(ChartForm.BAR, told)
    on = sheet(document(ChartRow((given,))))
    for name, count in zip(given.categories, (221, 207), strict=True):
        assert find(on, f"{name}（{count}社）")
    [series] = on._charts[0].series
    shown = [point.v for point in series.cat.strRef.strCache.pt]
    assert shown == [f"{name}（{count}社）" for name, count in zip(given.categories, (221, 207), strict=True)]
