"""Files of raw answers: encodings, headings, sheets, lines that cannot be read, how many may come."""

from pathlib import Path

import openpyxl
import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.raw_answers import Layout, Plan
from dxplanner.domain.tabulation import tabulate
from dxplanner.importers.answers import AnswerFile, read_answers

TEXT = '番号,年代,"問1\n暮らし",\r\n1,20代,そう思う,自由に書く\r\n2,３０代,①わからない,\r\n\r\n3,40代\r\n'


def written(folder: Path, text: str, encoding: str) -> Path:
    path = folder / "回答.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_any_encoding_that_excel_writes(tmp_path: Path, encoding: str) -> None:
    found = read_answers(written(tmp_path, TEXT, encoding))
    assert [column.name for column in found.answers.columns] == ["番号", "年代", "問1暮らし"]
    assert list(found.answers.columns[2].values) == ["そう思う", "①わからない", ""]
    assert list(found.answers.lines) == [2, 3, 5]
    assert found.problems == ("2行目：見出しのない列に値があります。その値は読みません。",)
    assert (found.sheets, found.heading_line) == ((), 1)


def workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("回答")
    book.create_sheet("説明", 0)
    for row in (
        ["市民アンケート"],
        ["年齢", "問1", "問1", None, "満足"],
        [34, 1, 2.0, None, True],
        [41, 2, None],
    ):
        sheet.append(row)
    path = folder / "回答.xlsx"
    book.save(path)
    return path


def test_a_workbook_with_another_sheet_and_a_title_above(tmp_path: Path) -> None:
    found = read_answers(workbook(tmp_path), "回答", 2)
    assert [column.name for column in found.answers.columns] == [
        "年齢",
        "問1",
        "問1（C列）",
        "（D列）",
        "満足",
    ]
    assert [list(column.values) for column in found.answers.columns[:3]] == [
        ["34", "41"],
        ["1", "2"],
        ["2", ""],
    ]
    assert found.sheets == ("説明", "Sheet", "回答")


@pytest.mark.parametrize(("text", "sentence"), [("", "見出しの行"), ("年代,問1\r\n", "回答の行")])
def test_nothing_to_count_is_said(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        read_answers(written(tmp_path, text, "utf-8"))


def test_a_line_of_headings_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="見出しの行"):
        read_answers(written(tmp_path, TEXT, "utf-8"), heading_line=99)


def test_control_characters_are_told(tmp_path: Path) -> None:
    found = read_answers(written(tmp_path, "問1\r\nは\x07い\r\n", "utf-8"))
    assert found.problems == ("2行目「問1」：印刷できない制御文字が入っています。",)


def test_a_hundred_thousand_answers_are_read_and_counted(tmp_path: Path) -> None:
    lines = ["年代,問1,問2"]
    lines += [
        f"{20 + at % 6 * 10}代,{'そう思う' if at % 3 else '思わない'},A{at % 5};B" for at in range(100_000)
    ]
    found: AnswerFile = read_answers(written(tmp_path, "\n".join(lines), "cp932"))
    table = tabulate(found.answers, Plan(Layout.SEPARATED, (2,), attribute=0))
    assert table.n == 100_000
    assert len(table.rows) == 7
    assert sum(row.n for row in table.rows[1:]) == 100_000
