"""Lists from Excel, CSV and the clipboard: what is understood, and what is named by its cell."""

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dxplanner.domain.errors import InputError
from dxplanner.domain.schedule_columns import ListColumn
from dxplanner.domain.vocabulary import BarKind, DependencyType, LagUnit, Precision
from dxplanner.importers.schedule_table import read_csv, read_pasted, read_xlsx
from dxplanner.importers.table_cells import sheet_names

A1, J30 = date(2024, 4, 1), date(2024, 6, 30)


def test_names_starts_and_ends_are_understood_without_headings() -> None:
    found = read_pasted("骨子整理\tR6.4\tR6.6\n素案整理\t令和６年７月上旬\t９月\n公表\t2025/3/31\t\n", 2024)
    assert found.problems == ()
    assert not found.has_lanes
    assert [(bar.label, bar.starts_on, bar.ends_on, bar.precision, bar.kind) for bar in found.bars] == [
        ("骨子整理", A1, J30, Precision.MONTH, BarKind.BAR),
        ("素案整理", date(2024, 7, 1), date(2024, 9, 30), Precision.TEN_DAYS, BarKind.BAR),
        ("公表", date(2025, 3, 31), None, Precision.DAY, BarKind.MILESTONE),
    ]
    assert [lane.name for lane in found.imported.edition.lanes] == ["骨子整理", "素案整理", "公表"]


def test_texts_before_the_dates_are_group_lane_and_name() -> None:
    found = read_pasted(
        "研修\t動画研修\t準備\tR6.4\tR6.7\n\t\t実施\tR6.8\t以降\n\t集合研修\t実施\tR6.8\tR7.3\n"
    )
    edition = found.imported.edition
    assert [(lane.group, lane.name) for lane in edition.lanes] == [("研修", "動画研修"), ("研修", "集合研修")]
    assert [len(edition.bars_of(lane.id)) for lane in edition.lanes] == [2, 1]
    assert found.bars[1].is_open


def test_headings_are_found_under_a_title_by_any_of_their_names() -> None:
    found = read_pasted(
        "改訂スケジュール\t\t\t\t\t\n\t\t\t\t\t\nNo.\tタスク名\t開始日\t終了日\t進捗率（%）\t先行\n"
        "10\t現状分析\tR6.4.1\tR6.6.28\t100%\t\n"
        "20\t骨子整理\tR6.7.1\tR6.8.30\t４０\t10 FS+3開庁日\n"
        "30\t素案整理\tR6.9.2\tR6.10.31\t－\t20、現状分析 SS\n"
    )
    assert found.problems == ()
    assert found.first_row == 3
    assert [bar.progress for bar in found.bars] == [100, 40, None]
    assert [
        (link.before_id, link.after_id, link.type, link.lag, link.lag_unit)
        for link in found.imported.edition.links
    ] == [
        (1, 2, DependencyType.FINISH_START, 3, LagUnit.WORKING_DAYS),
        (2, 3, DependencyType.FINISH_START, 0, LagUnit.CALENDAR_DAYS),
        (1, 3, DependencyType.START_START, 0, LagUnit.CALENDAR_DAYS),
    ]


def test_periods_in_one_column_are_read_whole() -> None:
    found = read_pasted("事項\t実施時期\nアンケート\tR6.5～R6.6\n公募\t令和６年４月から\n")
    assert [(bar.starts_on, bar.ends_on) for bar in found.bars] == [
        (date(2024, 5, 1), J30),
        (A1, None),
    ]


def test_every_cell_that_cannot_be_read_is_named() -> None:
    found = read_pasted(
        "名称\t開始\t終了\t進捗\t種類\t前の作業\n"
        "あいまい\t4月頃\tR6.6\t\t\t\n"
        "年なし\t4月1日\t\t\t\t\n"
        "逆\tR6.6\tR6.4\t\t\t\n"
        "始まりなし\t\tR6.4\t\t\t\n"
        "残り\tR6.4\tR6.6\t120\t棒\t99\n"
    )
    assert [problem.place for problem in found.problems] == [
        "2行目の開始",
        "3行目の開始",
        "4行目の終了",
        "5行目の開始",
        "6行目の進捗",
        "6行目の種類",
        "6行目の前の作業",
    ]
    assert found.problems[4].text == "120"
    assert (found.problems[4].row, found.problems[4].column) == (5, 3)
    assert found.taken == {5}
    assert [bar.label for bar in found.bars] == ["残り"]
    assert [bar.starts_on for bar in read_pasted("名称\t開始\n年なし\t4月1日\n", 2024).bars] == [A1]


def test_a_workbook_with_merged_cells_and_formats_without_days() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["改訂スケジュール"])
    sheet.merge_cells("A1:D1")
    sheet.append(["区分", "名称", "開始", "終了"])
    sheet.append(["基礎調査", "アンケート", date(2024, 5, 1), date(2024, 6, 1)])
    sheet.append([None, "動向調査", date(2024, 4, 1), date(2024, 6, 30)])
    sheet.merge_cells("A3:A4")
    sheet["C3"].number_format = sheet["D3"].number_format = '[$-411]ggge"年"m"月"'
    sheet["C4"].number_format = sheet["D4"].number_format = "yyyy/m/d"
    book.create_sheet("別の表").append(["空"])
    out = io.BytesIO()
    book.save(out)
    found = read_xlsx(out.getvalue())
    assert found.problems == ()
    assert [lane.name for lane in found.imported.edition.lanes] == ["基礎調査"]
    assert [(bar.label, bar.ends_on, bar.precision) for bar in found.bars] == [
        ("アンケート", J30, Precision.MONTH),
        ("動向調査", J30, Precision.DAY),
    ]
    assert sheet_names(out.getvalue()) == ("Sheet", "別の表")
    with pytest.raises(InputError, match="日付の列がありません"):
        read_xlsx(out.getvalue(), "別の表")
    with pytest.raises(InputError, match="「ない表」というシートはありません"):
        read_xlsx(out.getvalue(), "ない表")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_any_usual_dress(encoding: str, delimiter: str) -> None:
    text = "名称,開始,終了\r\n骨子整理,R6.4,R6.6\r\n".replace(",", delimiter)
    found = read_csv(text.encode(encoding))
    assert [(bar.label, bar.starts_on, bar.ends_on) for bar in found.bars] == [("骨子整理", A1, J30)]


def test_quoted_cells_keep_their_line_breaks_and_repeated_headings_are_passed_over() -> None:
    found = read_csv('名称,開始,備考\n"甲\n乙",R6.4,"一,二"\n名称,開始,備考\n丙,R6.5,\n'.encode())
    assert [(bar.label, bar.note) for bar in found.bars] == [("甲\n乙", "一,二"), ("丙", "")]


@pytest.mark.parametrize(
    ("read", "data", "message"),
    [
        (read_csv, b"\x81\x20", "文字を読み取れません"),
        (read_csv, b"", "日付の列がありません"),
        (read_xlsx, b"PK\x03\x04", "エクセルのブックとして"),
        (read_xlsx, b"", "エクセルのブックとして"),
    ],
)
def test_what_is_no_list_is_refused(read: object, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(data)  # type: ignore[operator]


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(InputError, match="20,000行まで"):
        read_pasted("甲\tR6.4\n" * 20_001)


CELL = st.sampled_from(
    ["", "R6.4", "R6.4～R6.6", "骨子", "以降", "名称", "開始", "区分", "4月", "\x07", "1", "=A1"]
)


@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=6))
@settings(max_examples=120, deadline=None)
def test_any_table_is_either_refused_in_words_or_read_with_its_problems(rows: list[list[str]]) -> None:
    refusal = ""
    try:
        found = read_pasted("\n".join("\t".join(row) for row in rows))
    except InputError as error:
        refusal = error.message
    else:
        edition = found.imported.edition
        assert {bar.lane_id for bar in edition.bars} <= {lane.id for lane in edition.lanes}
        assert all(bar.ends_on is None or bar.starts_on <= bar.ends_on for bar in edition.bars)
        assert len(found.taken) == len(edition.bars)
        assert all(problem.message.endswith("。") for problem in found.problems)
        assert ListColumn.START in found.columns or ListColumn.PERIOD in found.columns
    assert not refusal or refusal.endswith("。")
