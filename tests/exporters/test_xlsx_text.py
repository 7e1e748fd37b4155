"""Texts that Excel would take for something else as soon as somebody edits their cell."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from dxplanner.exporters.data_xlsx import write_data_xlsx
from dxplanner.exporters.xlsx_text import retyped_as_value
from dxplanner.handouts.data_table import DataTable

NUMBERS = ["100", "1,234", "12.5", " 7 ", "（2）", "(3)", "50%", "５０％", "1E5", "1e-3", "1.5E+10", "１Ｅ５"]
DAYS = ["1-1", "１－１", "4/1", "2024年4月", "12:30", "R6.4.1", "r6/4", "H30-4-1", "Ｒ６．４．１"]
JAPANESE_DAYS = ["令和6年4月1日", "令和６年４月", "令和元年5月1日", "平成30.4.1"]
WORDS = ["R6", "令和６年度", "E5", "1E", "A4", "第1回", "（案）", "1人", "－", "Society5.0", "5Gの整備", ""]


@pytest.mark.parametrize("text", [*NUMBERS, *DAYS, *JAPANESE_DAYS])
def test_what_excel_would_convert_is_known(text: str) -> None:
    assert retyped_as_value(text)


@pytest.mark.parametrize("text", WORDS)
def test_words_are_words(text: str) -> None:
    assert not retyped_as_value(text)


def test_a_data_workbook_holds_them_as_text(tmp_path: Path) -> None:
    target = tmp_path / "表.xlsx"
    rows = tuple((text,) for text in ("1E5", "R6.4.1", "計画"))
    write_data_xlsx([DataTable("表", ("値",), rows)], (), "計画", target)
    cells = load_workbook(target)["表"]["A"][1:]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells] == [
        ("1E5", "s", "@"),
        ("R6.4.1", "s", "@"),
        ("計画", "s", "General"),
    ]
