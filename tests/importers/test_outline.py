"""A 施策体系 from a workbook, CSV or pasted text: levels by column or number, errors by cell."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dxplanner.domain.errors import InputError
from dxplanner.importers.grid import (
    MAX_ROWS,
    cell_name,
    grid_of_text,
    read_grid,
    sheet_names,
)
from dxplanner.importers.outline import (
    MAX_NAME,
    Outline,
    OutlineForm,
    parse_number,
    read_outline,
    split_number,
)
from dxplanner.services.plan_seeds import R6_LEVELS, THREE_LEVELS

RULES = [level.rule for level in THREE_LEVELS]
Shape = list[tuple[int, int | None, str]]


def outline(text: str, form: OutlineForm | None = None, heading: bool | None = None) -> Outline:
    return read_outline(grid_of_text(text), RULES, form, heading)


def shape(read: Outline) -> Shape:
    """Depth, index of the row above and name of each row."""
    return [(row.depth, row.parent, row.name) for row in read.rows]


def errors(read: Outline) -> list[str]:
    return [str(error) for error in read.errors]


def book(path: Path, sheets: dict[str, list[Any]], merged: tuple[str, ...] = ()) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
    made.save(path)
    return path


EXPECTED: Shape = [
    (0, None, "方針一"),
    (1, 0, "施策一"),
    (1, 0, "施策二"),
    (0, None, "方針二"),
    (1, 3, "施策三"),
]


@pytest.mark.parametrize(
    "text",
    [
        "基本方針\t基本施策\n方針一\t施策一\n\t施策二\n方針二\t施策三",
        "方針一\n\t施策一\n\t施策二\n方針二\n\t施策三",
        "方針一\t施策一\n方針一\t施策二\n方針二\t施策三",
        "方針,施策\n方針一,施策一\n,施策二\n方針二,施策三",
        "体系\n\n基本方針\t基本施策\n1 方針一\t１－１ 施策一\n\t1-2 施策二\n2．方針二\t2-1 施策三",
        "1\t方針一\t1-1\t施策一\n\t\t1-2\t施策二\n2\t方針二\t2-1\t施策三",
        "方針一\t\t施策一\t3\n\t\t施策二\t2\n方針二\t\t施策三\t1",
    ],
)
def test_one_column_a_level(text: str) -> None:
    read = outline(text)
    assert (read.form, errors(read), shape(read)) == (OutlineForm.COLUMNS, [], EXPECTED)


@pytest.mark.parametrize(
    "text",
    [
        "番号\t名称\n1\t方針一\n1-1\t施策一\n1-2\t施策二\n2\t方針二\n2-1\t施策三",
        "第１\t方針一\n１－１\t施策一\n１ー２\t施策二\n第２\t方針二\n２．１\t施策三",
        "1 方針一\n1-1 施策一\n1-2 施策二\n２．方針二\n２－１　施策三",
        "体系\n\n①\t\t方針一\n1-1\t\t施策一\n1-2\t\t施策二\n②\t\t方針二\n2-1\t\t施策三",
        "1,方針一\n1-1,施策一\n1-2,施策二\n2,方針二\n2-1,施策三",
    ],
)
def test_numbers_in_one_column(text: str) -> None:
    read = outline(text)
    assert (read.form, errors(read), shape(read)) == (OutlineForm.NUMBERS, [], EXPECTED)


def test_numbers_may_come_in_any_order_below_their_parent() -> None:
    assert shape(outline("1\t甲\n2\t乙\n2-1\t丙\n1-1\t丁")) == [
        (0, None, "甲"), (0, None, "乙"), (1, 1, "丙"), (1, 0, "丁"),
    ]  # fmt: skip


def test_numbers_stand_for_the_levels_that_are_numbered() -> None:
    read = read_outline(grid_of_text("1\t甲\n1-1\t乙"), [level.rule for level in R6_LEVELS])
    assert shape(read) == [(3, None, "甲"), (4, 0, "乙")]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("1\t甲\n2-1\t乙", ["A2：上位の番号 2 がありません。"]),
        ("1\t甲\n1\t乙", ["A2：番号 1 はA1にもあります。"]),
        ("1\t甲\n1-1\t", ["B2：番号 1-1 の名称が空欄です。"]),
        ("1\t甲\n\t乙\n1-1\t丙", ["A2：番号がありません。"]),
        ("1\t甲\n追加\t乙\n1-1\t丙", ["A2：番号として読めません（追加）。"]),
        ("1\t甲\n1-1\t乙\n1-1-1\t丙\n1-1-1-1\t丁", ["A4：番号が4段ですが、番号を付ける階層は3段です。"]),
        ("甲\t\t施策\n乙\t丙", ["C1：上の階層（B列）が空欄です。"]),
        ("\t施策\n方針", ["B1：上の階層（A列）が空欄です。"]),
        ("甲\n\t乙\n\t\t丙\n\t\t\t丁\n\t\t\t戊", ["D4：4段目の項目ですが、この計画の階層は3段です。"]),
        (f"甲\n\t{'長' * (MAX_NAME + 1)}", ["B2：名称が長すぎます。200文字までにしてください。"]),
        ("甲\n\t乙\x07", ["B2：印刷できない制御文字が入っています。その文字を消してください。"]),
        ("", ["A1：読み取れる項目がありません。"]),
        ("基本方針\t基本施策", ["A1：読み取れる項目がありません。"]),
    ],
)
def test_errors_name_their_cell(text: str, sentences: list[str]) -> None:
    assert errors(outline(text)) == sentences


def test_form_and_heading_can_be_told() -> None:
    text = "基本方針\t基本施策\n方針一\t施策一"
    assert shape(outline(text, heading=False))[0] == (0, None, "基本方針")
    assert shape(outline("甲\t乙\n丙\t丁", heading=True)) == [(0, None, "丙"), (1, 0, "丁")]
    read = outline("1\t甲\n2\t乙", form=OutlineForm.COLUMNS)
    assert shape(read) == [(0, None, "甲"), (0, None, "乙")]


def test_names_stay_as_typed() -> None:
    read = outline("1\t髙島の活性化㈱①\n1-1\t“引用”の施策")
    assert [row.name for row in read.rows] == ["髙島の活性化㈱①", "“引用”の施策"]
    assert split_number("１－１　㈱髙島 ②") == ("１－１", "㈱髙島 ②")
    assert split_number("2030年のめざす姿") == ("", "2030年のめざす姿")


@pytest.mark.parametrize(
    ("text", "parts"),
    [("1", (1,)), ("１－１", (1, 1)), ("第1", (1,)), ("第２章", (2,)), ("1.2.3", (1, 2, 3)), ("③", (3,)),
     ("(2)", (2,)), ("1ー10", (1, 10)), ("", None), ("1月", None), ("方針1", None), ("2024", None)],
)  # fmt: skip
def test_numbers_in_the_spellings_of_the_office(text: str, parts: tuple[int, ...] | None) -> None:
    assert parse_number(text) == parts


def test_merged_cells_of_a_workbook_mean_the_same_as_above(tmp_path: Path) -> None:
    rows = [["基本方針", "基本施策"], ["方針一", "施策一"], [None, "施策二"], ["方針二", "施策三"]]
    path = book(tmp_path / "体系.xlsx", {"体系": rows, "別表": [["甲"]]}, merged=("A2:A3",))
    assert sheet_names(path) == ["体系", "別表"]
    assert shape(read_outline(read_grid(path), RULES)) == EXPECTED
    assert shape(read_outline(read_grid(path, "別表"), RULES)) == [(0, None, "甲")]
    with pytest.raises(InputError, match="「ない」というシートはありません"):
        read_grid(path, "ない")


def test_numbers_that_excel_made_dates_and_formulas_without_results_are_told(tmp_path: Path) -> None:
    rows = [[1, "甲"], [date(2024, 1, 1), "乙"], ["1-2", "=A1"], ["1-3", "丙\n丁"], [1.0, "#REF!"]]
    read = read_outline(read_grid(book(tmp_path / "体系.xlsx", {"体系": rows})), RULES)
    assert errors(read) == [
        "A2：日付になっています。セルの書式を「文字列」にして入力し直してください。",
        "B3：数式の計算結果がありません。エクセルで開いて保存し直してください。",
        "B5：数式がエラー（#REF!）になっています。",
    ]
    assert [row.name for row in read.rows] == ["甲", "丙丁"]


def test_csv_in_the_encodings_of_excel(tmp_path: Path) -> None:
    text = "基本方針,基本施策\r\n方針一,施策一\r\n,施策二\r\n方針二,施策三\r\n"
    for encoding in ("cp932", "utf-8", "utf-8-sig", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        assert sheet_names(path) == []
        assert shape(read_outline(read_grid(path), RULES)) == EXPECTED


def damaged_files(folder: Path) -> dict[str, bytes]:
    good = book(folder / "good.xlsx", {"体系": [["甲"]]}).read_bytes()
    with zipfile.ZipFile(folder / "other.zip", "w") as package:
        package.writestr("何か.txt", "別の内容")
    return {
        "text.xlsx": b"not a workbook",
        "empty.xlsx": b"",
        "cut.xlsx": good[: len(good) // 2],
        "other.xlsx": (folder / "other.zip").read_bytes(),
        "broken.xlsx": good.replace(b"sheet1.xml", b"sheet9.xml"),
        "old.xls": b"\xd0\xcf\x11\xe0" + bytes(600),
        "binary.csv": b"\x81\xff\xfe\x00\xa0",
    }


def test_what_is_not_a_list_is_refused_with_a_sentence(tmp_path: Path) -> None:
    for name, data in damaged_files(tmp_path).items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(InputError) as refusal:
            read_grid(path)
        assert refusal.value.message.startswith(f"「{name}」")
    with pytest.raises(InputError, match="見つかりません"):
        read_grid(tmp_path / "ない.xlsx")


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="行が多すぎます"):
        grid_of_text("甲\n" * (MAX_ROWS + 1))
    path = book(tmp_path / "体系.xlsx", {"体系": [["甲"]] * 30})
    monkeypatch.setattr("dxplanner.importers.grid.MAX_ROWS", 20)
    with pytest.raises(InputError, match="シート「体系」は行が多すぎます。20行まで"):
        read_grid(path)
    monkeypatch.setattr("dxplanner.importers.table_file.MOST_UNPACKED", 100)
    with pytest.raises(InputError, match="大きすぎます"):
        read_grid(path)
    monkeypatch.setattr("dxplanner.importers.table_file.MOST_BYTES", 100)
    with pytest.raises(InputError, match="大きすぎます"):
        read_grid(path)


def test_cells_are_named_as_in_excel() -> None:
    assert [cell_name(6, column) for column in (1, 25, 26, 27, 701, 702)] == [
        "B7", "Z7", "AA7", "AB7", "ZZ7", "AAA7",
    ]  # fmt: skip


@settings(max_examples=60)
@given(st.text('12-１－第. \t\n,"甲乙①', max_size=40))
def test_whatever_is_pasted_gives_a_tree_or_errors(text: str) -> None:
    try:
        read = outline(text)
    except InputError:
        return
    assert read.rows or read.errors
    for index, row in enumerate(read.rows):
        assert row.name
        assert row.parent is None or (row.parent < index and read.rows[row.parent].depth < row.depth)
        if not read.errors:
            assert (row.depth == 0) == (row.parent is None)
