"""The workbook as a file: reproducible, nothing in it but sheets, written to a path or a stream."""

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from dxplanner.exporters.xlsx import write_xlsx
from dxplanner.exporters.xlsx_cells import SheetCells
from dxplanner.exporters.xlsx_package import SheetExtras, pack
from tests.exporters.test_xlsx_documents import (
    SAMPLES,
    budget,
    document,
    indicator_table,
    transitions,
    written,
)

ROOT = Path(__file__).resolve().parents[2]


def test_the_same_handouts_give_the_same_bytes() -> None:
    assert written(SAMPLES)[0] == written(SAMPLES)[0]


def test_bytes_do_not_depend_on_the_process() -> None:
    """Sets of texts are ordered anew in each process."""
    script = (
        "from tests.exporters.test_xlsx_documents import SAMPLES, written; import hashlib;"
        "print(hashlib.sha256(written(SAMPLES)[0]).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Honolulu"}
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == hashlib.sha256(written(SAMPLES)[0]).hexdigest()


def test_the_package_holds_sheets_and_drawings_only() -> None:
    with ZipFile(BytesIO(written([document(indicator_table()), budget(), transitions()])[0])) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(archive.read(name) for name in names)
    assert names[0] == "[Content_Types].xml"
    assert all(name.endswith((".xml", ".rels")) for name in names)
    assert not any("vba" in name or "external" in name.lower() or "media" in name for name in names)
    assert b'TargetMode="External"' not in everything


def test_each_drawing_is_declared_and_linked_from_its_own_sheet() -> None:
    with ZipFile(BytesIO(written([document(number=""), transitions()])[0])) as archive:
        assert "xl/drawings/drawing1.xml" not in archive.namelist()
        assert b"/xl/drawings/drawing2.xml" in archive.read("xl/worksheets/_rels/sheet2.xml.rels")
        assert b'PartName="/xl/drawings/drawing2.xml"' in archive.read("[Content_Types].xml")
        assert b"<drawing" not in archive.read("xl/worksheets/sheet1.xml")
        assert b"<drawing" in archive.read("xl/worksheets/sheet2.xml")


def test_writing_to_a_path_and_to_a_stream_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "資料.xlsx"
    result = write_xlsx([budget()], path)
    assert path.read_bytes() == written([budget()])[0]
    assert result.sheets == ("予算・財源内訳",)
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_of_the_target_comes_through(tmp_path: Path) -> None:
    with pytest.raises(OSError):  # noqa: PT011
        write_xlsx([budget()], tmp_path / "ない" / "資料.xlsx")


def test_a_part_that_is_there_already_is_not_replaced_silently() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types></Types>")
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet></worksheet>")
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", "<Relationships></Relationships>")
    with pytest.raises(ValueError, match="no drawing"):
        pack(buffer.getvalue(), {1: SheetExtras(b"<wsDr/>")})


def test_a_sheet_that_has_cells_already_is_not_overwritten() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types></Types>")
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row/></sheetData></worksheet>")
    with pytest.raises(ValueError, match="cells already"):
        pack(buffer.getvalue(), {1: SheetExtras(cells=SheetCells("A1", b"<sheetData/>"))})


def test_importing_the_exporter_does_not_import_openpyxl() -> None:
    script = "import dxplanner.exporters.xlsx, sys; sys.exit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
