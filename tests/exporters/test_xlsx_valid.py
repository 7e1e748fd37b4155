"""What Excel is strict about: it repairs a workbook, or drops its charts, where other programs look away."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any, Final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from dxplanner.exporters.xlsx_styles import spaced_format
from dxplanner.exporters.xlsx_text import CELL_LIMIT, clean_text, sheet_name, utf16_units
from dxplanner.handouts.blocks import ChartForm, ChartRow, ChartSeries, ChartValue, Column, Table
from dxplanner.handouts.documents import build_document
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.export import handouts_named
from tests.exporters.test_xlsx_documents import document, number, part, written
from tests.handouts.chart_data import chart, values

SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
LABEL: Final = (
    "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize "
    + "separator"
)
LETTERS: Final = "b i strike condense extend outline shadow u vertAlign sz color"
AXIS: Final = (
    "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark"
    " tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset"
    " tickLblSkip tickMarkSkip noMultiLvlLbl crossBetween majorUnit minorUnit"
)
ORDERS: Final = {
    f"{{{space}}}{tag}": order.split()
    for space, orders in {
        SHEET: {
            "worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData autoFilter mergeCells"
            " conditionalFormatting dataValidations printOptions pageMargins pageSetup headerFooter rowBreaks"
            " colBreaks drawing tableParts",
            "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles",
            "font": f"{LETTERS} name family charset scheme",
            "rPr": f"{LETTERS} rFont family charset scheme",
        },
        CHART: {
            "chartSpace": "date1904 lang roundedCorners style chart spPr txPr printSettings",
            "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
            "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
            "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
            "pieChart": "varyColors ser dLbls firstSliceAng",
            "ser": "idx order tx spPr invertIfNegative marker explosion dPt dLbls errBars cat val smooth",
            "errBars": "errDir errBarType errValType noEndCap plus minus val spPr",
            "dPt": "idx invertIfNegative marker bubble3D explosion spPr",
            "dLbls": f"dLbl delete {LABEL} showLeaderLines leaderLines",
            "dLbl": f"idx delete layout tx {LABEL}",
            "catAx": AXIS,
            "valAx": AXIS,
            "scaling": "logBase orientation max min",
            "title": "tx layout overlay spPr txPr",
            "legend": "legendPos legendEntry layout overlay spPr txPr",
            "manualLayout": "layoutTarget xMode yMode wMode hMode x y w h",
            "numCache": "formatCode ptCount pt",
            "strCache": "ptCount pt",
            "pt": "v",
        },
    }.items()
    for tag, order in orders.items()
}
"""The children of elements in the order of ECMA-376, Part 1 (sml.xsd, dml-chart.xsd)."""


def parts(data: bytes) -> Iterator[ET.Element]:
    """The parts of a workbook that hold sheets, formats and charts."""
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith(("xl/worksheets/sheet", "xl/charts/chart")) or name == "xl/styles.xml":
                yield ET.fromstring(archive.read(name))


def out_of_order(root: ET.Element) -> Iterator[str]:
    """Elements whose children are unknown or stand in another order than the schema's."""
    for element in root.iter():
        order = ORDERS.get(element.tag)
        if order is not None:
            names = [child.tag.rpartition("}")[2] for child in element]
            places = [order.index(name) if name in order else -1 for name in names]
            if places != sorted(places) or -1 in places:
                yield f"{element.tag.rpartition('}')[2]}: {names}"


def test_all_parts_of_the_sample_keep_the_schemas_order(sample: PlanSnapshot) -> None:
    for handout in handouts_named(sample, ()):
        for root in parts(written([build_document(sample, handout)])[0]):
            assert list(out_of_order(root)) == []


def test_error_bars_and_labels_of_charts_keep_the_schemas_order() -> None:
    found = tuple(
        ChartValue(value, low=value - 3, high=value + 2) for value in (Decimal("36"), Decimal("39"))
    )
    line = ChartSeries("実績", found)
    one = replace(chart(ChartForm.LINE, values(36, 39)), series=(line,))
    root = ET.fromstring(part(document(ChartRow((one,))), "xl/charts/chart1.xml"))
    assert root.find(f".//{{{CHART}}}errBars") is not None
    assert list(out_of_order(root)) == []


def test_a_chart_with_endless_names_is_still_a_chart() -> None:
    names = tuple(ChartSeries(f"{number}番の系列" * 40, values(10, 20)) for number in range(6))
    one = replace(chart(ChartForm.STACKED, values(10, 20)), series=names, title="長い題名" * 80)
    data, _ = written([document(ChartRow((one,)))])
    on: Any = load_workbook(BytesIO(data)).worksheets[0]
    (native,) = on._charts
    assert max(column.width for column in on.column_dimensions.values()) <= 255
    place = native.layout.manualLayout
    assert all(0 < share < 1 for share in (place.w, place.h))
    assert max(place.x + place.w, place.y + place.h) <= 1


# Number formats


def formats(data: bytes) -> list[str]:
    """The number formats of a workbook's own."""
    with ZipFile(BytesIO(data)) as archive:
        root = ET.fromstring(archive.read("xl/styles.xml"))
    return [one.get("formatCode") or "" for one in root.iter(f"{{{SHEET}}}numFmt")]


def figures(*forms: str) -> Table:
    return Table((Column(1.0),), (), tuple((number("1", 1, form),) for form in forms))


def test_a_unit_too_long_for_a_format_is_left_out_and_said() -> None:
    data, result = written(
        [document(figures('0.0"' + "単位" * 150 + '";"△"0.0"' + "単位" * 150 + '"'), number="")]
    )
    assert formats(data) == ['0.0_ ;"△"0.0_ ']
    assert result.warnings == (
        "単位などの言葉が長すぎるか種類が多すぎるため、一部の数値を言葉なしで出力しました。"
        "印刷にはPDFを使ってください。",
    )


def test_a_workbook_has_no_more_formats_than_excel_takes() -> None:
    data, result = written([document(figures(*(f'0"単位{kind}"' for kind in range(300))), number="")])
    assert len(formats(data)) == 201
    assert len(result.warnings) == 1


def test_signs_that_no_file_can_hold_are_not_in_a_format() -> None:
    data, _ = written([document(figures('0"人\x07\x00\n延べ"'), number="")])
    assert formats(data) == ['0"人 延べ"_ ']


@pytest.mark.parametrize(
    ("form", "spaced"),
    [
        ("#,##0", "#,##0_ "),
        ('0.0;"△"0.0', '0.0_ ;"△"0.0_ '),
        ('0"；;人"', '0"；;人"_ '),
    ],
)
def test_only_sections_of_a_format_get_a_space(form: str, spaced: str) -> None:
    assert spaced_format(form) == spaced


# Names and texts


def test_a_sheets_name_is_not_read_as_another() -> None:
    assert sheet_name("第1_x0041_期", ()) == "第1＿x0041_期"


def test_a_cell_holds_as_many_utf16_units_as_excel_takes() -> None:
    kept, dropped = clean_text("𠮷" * 20_000)
    assert utf16_units(kept) == CELL_LIMIT - 1
    assert len(kept) + dropped == 20_000
    assert clean_text("あ" * (CELL_LIMIT + 1)) == ("あ" * CELL_LIMIT, 1)
