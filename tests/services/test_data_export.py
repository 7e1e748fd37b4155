"""データ用: machine-readable tables after 統一表記ルール, and what could not be kept."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from dxplanner.domain.errors import MachineError
from dxplanner.handouts.data_tables import DataTable, data_tables
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.data_export import export_data


def as_typed(value: object) -> object:
    """A value for comparing: days without a time of day, numbers as they are measured."""
    if isinstance(value, datetime):
        return value.date()
    return round(float(value), 6) if isinstance(value, int | float | Decimal) else value


def test_the_sheets_hold_what_the_tables_say_cell_by_cell(sample: PlanSnapshot, tmp_path: Path) -> None:
    written = export_data(sample, tmp_path / "新しい" / "データ.xlsx")
    book = load_workbook(written.path)
    assert tuple(book.sheetnames) == written.sheets
    for table in data_tables(sample):
        sheet = book[table.name]
        assert not sheet.merged_cells.ranges
        read = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert read[0] == list(table.headings)
        assert [[as_typed(value) for value in row] for row in read[1:]] == [
            [as_typed(value) for value in row] for row in table.rows
        ]
        assert not any("\n" in value for row in read for value in row if isinstance(value, str))


def test_every_sheet_keeps_the_rules(sample: PlanSnapshot, tmp_path: Path) -> None:
    written = export_data(sample, tmp_path / "データ.xlsx")
    book = load_workbook(written.path)
    assert not book.defined_names
    for sheet in book:
        rows = list(sheet.iter_rows())
        headings = [cell.value for cell in rows[0]]
        assert all(isinstance(heading, str) and heading for heading in headings), sheet.title
        assert len(set(headings)) == len(headings), sheet.title
        assert not sheet.merged_cells.ranges
        assert not sheet.conditional_formatting
        assert not sheet.data_validations.dataValidation
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert sheet.sheet_state == "visible"
        for cell in (cell for row in rows for cell in row):
            assert cell.data_type in "snd", (sheet.title, cell.coordinate)
            assert (cell.comment, cell.hyperlink) == (None, None)
            assert (cell.font.b, cell.font.u, cell.fill.fill_type) == (False, None, None)
            assert cell.border.bottom.style is None
            assert not cell.alignment.wrap_text
            if isinstance(cell.value, str) and sheet.title != "説明":
                assert cell.value.split() == cell.value.split(" "), (sheet.title, cell.coordinate)
        # A table begins at the first cell and has no row without values.
        assert all(any(cell.value is not None for cell in row) for row in rows)
    with ZipFile(written.path) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/")]
    assert not [name for name in parts if "drawing" in name or "chart" in name or "media" in name]


def test_the_explanations_name_rules_and_what_is_left_out(sample: PlanSnapshot, tmp_path: Path) -> None:
    written = export_data(sample, tmp_path / "データ.xlsx")
    assert (written.sheets[0], written.sheets[-1]) == ("表の一覧", "説明")
    lines = list(load_workbook(written.path)["説明"].iter_rows(values_only=True))
    assert lines[0] == ("表", "項目", "説明")
    said = [line[2] for line in lines if line[1] == "統一表記ルールの例外"]
    assert said == list(written.exceptions)
    assert any("「単位」の列" in str(sentence) for sentence in said)
    explained = {(line[0], line[1]) for line in lines}
    assert ("表の一覧", "確認の状況") in explained
    assert ("補助金", "算出額（千円）") in explained
    assert ("工程", "色の役割（収めていない項目）") in explained


def test_a_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    from dxplanner.exporters.data_xlsx import write_data_xlsx

    target = tmp_path / "d.xlsx"
    write_data_xlsx([DataTable("表", ("名称",), (("=1+1",), ("@名",)))], (), "計画", target)
    sheet = load_workbook(target)["表"]
    assert [(cell.value, cell.data_type) for cell in sheet["A"]][1:] == [("=1+1", "s"), ("@名", "s")]


def test_a_folder_that_cannot_be_made_is_said(sample: PlanSnapshot, tmp_path: Path) -> None:
    (tmp_path / "ファイル").write_text("x")
    with pytest.raises(Exception, match="はファイルです") as failed:
        export_data(sample, tmp_path / "ファイル" / "データ.xlsx")
    assert not isinstance(failed.value, MachineError)
