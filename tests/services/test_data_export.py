"""データ用: machine-readable tables after 統一表記ルール, and what could not be kept."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dxplanner.domain.errors import MachineError
from dxplanner.handouts.data_tables import DataTable, broken_rules, data_tables
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.data_export import export_data


@pytest.fixture(scope="module")
def tables(sample: PlanSnapshot) -> dict[str, DataTable]:
    return {table.name: table for table in data_tables(sample)}


def as_typed(value: object) -> object:
    """A value for comparing: days without a time of day, numbers as they are measured."""
    if isinstance(value, datetime):
        return value.date()
    return round(float(value), 6) if isinstance(value, int | float | Decimal) else value


def column(table: DataTable, heading: str) -> list[object]:
    return [row[table.headings.index(heading)] for row in table.rows]


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


def test_years_stand_in_western_and_japanese_reckoning(tables: dict[str, DataTable]) -> None:
    values = tables["成果指標"]
    western, japanese = column(values, "年度（西暦）"), column(values, "年度（和暦）")
    pairs = set(zip(western, japanese, strict=True))
    assert pairs >= {(2024, "令和６年度"), (2027, "令和９年度")}


def test_units_stand_in_the_headings(tables: dict[str, DataTable]) -> None:
    items = tables["予算_積算"]
    assert all(isinstance(value, int) for value in column(items, "金額（千円）") if value is not None)


def test_a_pair_of_old_and_new_is_a_row_of_its_own(tables: dict[str, DataTable]) -> None:
    pairs = tables["新旧"]
    assert len(pairs.rows) == len(set(pairs.rows))
    for heading in ("現行の番号", "見直し案の番号"):
        assert all(value is None or "、" not in str(value) for value in column(pairs, heading))


def test_personal_names_stay_inside(tables: dict[str, DataTable]) -> None:
    for table in tables.values():
        assert not any("氏名" in heading or "原文" in heading for heading in table.headings)


def test_what_could_not_be_kept_is_said_with_its_place() -> None:
    table = DataTable("表", ("名称", "値"), (("①の取組", 1), ("㈱長崎", None)))
    assert broken_rules([table]) == (
        "「表」の「名称」に機種依存文字（①、㈱）が残っています。",
        "「表」の「値」に空欄が1件あります（値がないもの）。",
    )


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
