"""Workbooks, CSV and copied ranges as cells: one reader, whose own slips do not look like damage."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl import Workbook

from dxplanner.domain.errors import InputError, MachineError
from dxplanner.importers import table_file
from dxplanner.importers.table_cells import cells_of_csv, cells_of_text, cells_of_xlsx
from dxplanner.importers.table_file import Limits, book_rows, csv_rows, pasted_rows, read_file

LIMITS = Limits(5, 3)


def book(rows: list[list[Any]], formats: dict[str, str] | None = None, merged: tuple[str, ...] = ()) -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    for area in merged:
        sheet.merge_cells(area)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_values_formats_and_formulas_of_a_workbook() -> None:
    data = book([[1, "=A1", date(2024, 4, 1)]], {"A1": "#,##0"})
    (row,) = book_rows(data, LIMITS, formulas=True)
    assert [(cell.formula, cell.number_format) for cell in row][:2] == [(False, "#,##0"), (True, "General")]
    assert row[1].value is None


def test_more_columns_are_left_out_and_more_rows_refused() -> None:
    assert [len(row) for row in book_rows(book([[1, 2, 3, 4]]), LIMITS)] == [3]
    with pytest.raises(InputError, match="このファイルのシート「Sheet」は行が多すぎます。5行まで"):
        book_rows(book([[1]] * 6), LIMITS)
    with pytest.raises(InputError, match="行が多すぎます"):
        csv_rows(b"1\n" * 6, LIMITS)
    with pytest.raises(InputError, match="行が多すぎます"):
        pasted_rows("1\n" * 6, LIMITS)


def test_a_slip_of_ours_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def slip(*_: object) -> None:
        raise KeyError("slip")

    monkeypatch.setattr(table_file, "BookCell", slip)
    with pytest.raises(KeyError):
        book_rows(book([[1]]), LIMITS)


def test_only_what_damage_raises_is_told_as_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (MemoryError(), AssertionError("slip"), ImportError("slip")):
        monkeypatch.setattr(openpyxl, "load_workbook", Mock(side_effect=error))
        with pytest.raises(type(error)):
            book_rows(book([[1]]), LIMITS)


PARTS = ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("found", "instead"),
    [
        (rb"(?s).*", b""),
        (rb"(?s)(.*)....", rb"\1"),
        (rb"</[A-Za-z]+>$", b"</x>"),
        (rb'(numFmtId|r:id|r|PartName|sheetId|s)="[^"]*"', rb'\1="-7"'),
        (rb' (numFmtId|r:id|PartName|name)="[^"]*"', b""),
        (rb">[0-9]+<", b">1e999x<"),
    ],
)
def test_a_workbook_with_a_damaged_part_is_read_or_refused(part: str, found: bytes, instead: bytes) -> None:
    whole = io.BytesIO(book([["甲", 1, date(2024, 4, 1)]]))
    damaged = io.BytesIO()
    with ZipFile(whole) as source, ZipFile(damaged, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, re.sub(found, instead, data, count=1) if name == part else data)
    rows, refused = 0, ""
    try:
        rows = len(book_rows(damaged.getvalue(), LIMITS))
    except InputError as refusal:
        refused = refusal.message
    assert refused.startswith("このファイル") if refused else rows <= LIMITS.rows


def test_a_compressed_part_that_is_damaged_is_told() -> None:
    data = bytearray(book([["甲", 1]]))
    with ZipFile(io.BytesIO(data)) as package:
        entry = package.getinfo("xl/workbook.xml")
    start = entry.header_offset + 30 + len(entry.filename)
    data[start : start + 20] = bytes(20)
    with pytest.raises(InputError, match="読み取れません"):
        book_rows(bytes(data), LIMITS)


def test_damage_is_told_with_the_file_it_is_in() -> None:
    with pytest.raises(InputError, match=r"「一覧\.xlsx」はエクセルのブックとして読み取れません"):
        book_rows(book([[1]])[:900], LIMITS, None, "一覧.xlsx")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="読めません"):
        read_file(tmp_path)
    with pytest.raises(InputError, match="見つかりません"):
        read_file(tmp_path / "ない.csv")


def test_shares_keep_the_decimals_that_are_shown() -> None:
    formats = {"A1": "0.0%", "B1": "0%", "C1": "#,##0.00%", "D1": "0.0"}
    assert cells_of_xlsx(book([[0.363, 0.5, 1, 0.5]], formats)) == [["36.3%", "50%", "100.00%", "0.5"]]


def test_what_is_merged_downwards_is_repeated() -> None:
    data = book([["題名", None], ["甲", 1], [None, 2]], merged=("A1:B1", "A2:A3"))
    assert cells_of_xlsx(data) == [["題名", ""], ["甲", "1"], ["甲", "2"]]


def test_quoted_line_feeds_of_a_copied_range() -> None:
    assert cells_of_text('"甲\n乙"\t６，２４８＿\r\n丙\t\r\n\t\r\n') == [
        ["甲\n乙", "６，２４８＿"],
        ["丙", ""],
    ]
    assert cells_of_text('甲,"乙\n丙"\n丁,戊') == [["甲", "乙\n丙"], ["丁", "戊"]]
    assert cells_of_csv('"甲";"乙"\n'.encode("cp932")) == [["甲", "乙"]]
