"""データ用 as a file: the same bytes, the program's font, no names, texts that stay texts."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from dxplanner.exporters.data_xlsx import write_data_xlsx
from dxplanner.exporters.xlsx_styles import FONT
from dxplanner.handouts.data_table import DataTable

TEXTS = ("=1+1", "+81", "-5", "@名", "1-1", "_x0041_", "普通の文")


def written(target: Path) -> Path:
    """A workbook of one table."""
    rows = tuple((text, Decimal("1.5"), 3, date(2024, 4, 1)) for text in TEXTS)
    table = DataTable("指標", ("項目", "割合（％）", "件数", "日付"), rows, (("項目", "説明の文"),))
    assert write_data_xlsx([table], ["例外の文"], "試験計画", target) == ("指標", "説明")
    return target


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.xlsx"), written(tmp_path / "b.xlsx")
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b'TargetMode="External"' not in everything
    assert b"<dc:creator>" not in everything


def test_the_font_is_that_of_the_handouts(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path / "a.xlsx"))
    assert {cell.font.name for sheet in book for row in sheet.iter_rows() for cell in row} == {FONT}
    assert not any(
        cell.border.top.style or cell.fill.fill_type
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    )


@pytest.mark.parametrize("place", range(len(TEXTS)))
def test_texts_stay_texts(tmp_path: Path, place: int) -> None:
    cell = load_workbook(written(tmp_path / "a.xlsx"))["指標"].cell(place + 2, 1)
    text = TEXTS[place]
    assert (cell.value, cell.data_type) == ("_x005F_x0041_" if text == "_x0041_" else text, "s")
    assert cell.quotePrefix is (text[0] in "=+-@")
    assert (cell.number_format == "@") is (text == "1-1")


def test_numbers_and_days_are_what_they_are(tmp_path: Path) -> None:
    row: Any = load_workbook(written(tmp_path / "a.xlsx"))["指標"][2]
    assert [cell.number_format for cell in row[1:]] == ["0.0", "0", "yyyy-mm-dd"]
    assert row[1].value == 1.5
    assert row[3].value.date() == date(2024, 4, 1)
