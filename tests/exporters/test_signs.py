"""Signs without a picture of their own: printed as others, as line feeds, or not at all."""

from io import BytesIO
from typing import Any

import pypdf
import pytest
from openpyxl import load_workbook

from dxplanner.domain.text import DIRECTIONS, LINE_FEEDS, UNSEEN, printed, safe_file_name
from dxplanner.exporters.pdf import write_pdf
from dxplanner.exporters.xlsx import write_xlsx
from dxplanner.exporters.xlsx_text import broken, clean_text, sheet_name
from dxplanner.handouts.blocks import Cell, Column, HandoutDocument, PageSetup, Table
from dxplanner.handouts.linebreak import longest_word, tears, wrap
from tests.exporters.pdf_reading import as_painted

HELD = "\u2011"
REVERSED = "\u202e"


def document(text: str) -> HandoutDocument:
    table = Table((Column(60.0), Column(60.0)), (), ((Cell(text), Cell("隣")),))
    return HandoutDocument("test", "試験", "", PageSetup(), (table,), "計画", "市")


def pdf_of(text: str) -> tuple[list[str], tuple[str, ...]]:
    """The painted words of a page with the text, and what is said of it."""
    target = BytesIO()
    result = write_pdf(document(text), target)
    page = pypdf.PdfReader(BytesIO(as_painted(target.getvalue()))).pages[0]
    return page.extract_text().split(), result.warnings


def cells_of(text: str) -> list[Any]:
    target = BytesIO()
    write_xlsx([document(text)], target)
    sheet = load_workbook(target).worksheets[0]
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value]


def test_a_held_hyphen_is_printed_as_a_hyphen() -> None:
    words, warnings = pdf_of(f"電話95{HELD}822{HELD}8888まで")
    assert "電話95-822-8888まで" in words
    assert not warnings


@pytest.mark.parametrize("sign", LINE_FEEDS)
def test_every_sign_that_ends_a_line_does(sign: str) -> None:
    text = f"一行目{sign}二行目"
    assert wrap(text, 60.0, 10.5) == ("一行目", "二行目")
    assert tears(text, ("一行目", "二行目")) == 0
    assert longest_word(f"情報{sign}通信", 10.5) == longest_word("情報\n通信", 10.5)
    words, warnings = pdf_of(text)
    assert "一行目" in words
    assert not any("〓" in word for word in words)
    assert not warnings
    assert "一行目\n二行目" in cells_of(text)


def test_a_line_that_ends_so_is_broken_once() -> None:
    assert broken("一\u2028二三四", ("一", "二三", "四"), ((2, 4),)) == ("一\n二三\n四", ((2, 4),))


@pytest.mark.parametrize("sign", sorted(UNSEEN)[::24] + sorted(DIRECTIONS))
def test_what_is_not_drawn_is_not_printed_nor_in_names(sign: str) -> None:
    text = f"資{sign}料"
    words, _ = pdf_of(text)
    assert "資料" in words
    assert printed(text) == safe_file_name(text) == sheet_name(text, ()) == "資料"


def test_the_direction_of_writing_stays_in_cells() -> None:
    assert clean_text(f"令和{REVERSED}６年度") == ("令和６年度", 1)
    assert "令和６年度" in cells_of(f"令和{REVERSED}６年度")


def test_a_file_name_is_one_line() -> None:
    assert safe_file_name("改訂\u2028スケジュール\x85案\v表") == "改訂 スケジュール 案 表"
    assert sheet_name("改訂\u2028スケジュール\x0b案", ()) == "改訂 スケジュール 案"
