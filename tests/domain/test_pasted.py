"""Ranges of cells as Excel writes them on the clipboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.pasted import cells_of_text, text_of_cells

TEXTS = st.text('甲１,"\t\n 　△－', max_size=8)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", []),
        ("甲\t乙\r\n丙\t丁\r\n", [["甲", "乙"], ["丙", "丁"]]),
        ("甲\t\r\n\t\r\n", [["甲", ""], ["", ""]]),
        ('"1行目\n2行目"\t６，２４８＿\r\n', [["1行目\n2行目", "６，２４８＿"]]),
        ('"彼は""はい""と\n言った"\r\n', [['彼は"はい"と\n言った']]),
        ('"甲"\t「乙」\r\n', [['"甲"', "「乙」"]]),
        ('5"の画面\t12"\r\n', [['5"の画面', '12"']]),
        ('"甲\t乙"\r\n', [["甲\t乙"]]),
        ('"閉じない\n甲\r\n', [['"閉じない'], ["甲"]]),
        ("甲\r乙\n", [["甲"], ["乙"]]),
        ("\r\n", [[""]]),
    ],
)
def test_what_excel_copies(text: str, cells: list[list[str]]) -> None:
    assert cells_of_text(text) == cells


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_what_is_written_is_read_back(cells: list[list[str]]) -> None:
    assert cells_of_text(text_of_cells(cells)) == cells


@given(st.text('甲"\t\n\r', max_size=30))
def test_any_text_has_cells_without_line_ends_of_rows(text: str) -> None:
    assert all(row for row in cells_of_text(text))
    assert "\r" not in "".join(cell for row in cells_of_text(text) for cell in row)
