"""The list as CSV and as Excel, and back: no date, name or link is lost."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime

from hypothesis import given, settings
from openpyxl import load_workbook

from dxplanner.domain.schedule_data import BarData, EditionData, LaneData
from dxplanner.domain.vocabulary import BarKind, Precision
from dxplanner.exporters.schedule_csv import missing_in_cp932, write_csv
from dxplanner.exporters.schedule_xlsx import write_list_xlsx
from dxplanner.importers.schedule_table import TableReading, read_csv, read_xlsx
from tests.domain.schedules import bar, editions

LANES = (LaneData(1, "a", 0, "準備", "調査"), LaneData(2, "b", 1, "", "市議会"))
BARS = (
    bar(1, date(2024, 4, 1), date(2024, 6, 30), precision=Precision.MONTH, progress=40, note="全庁\n照会"),
    bar(2, date(2024, 12, 3), None, 2, kind=BarKind.MILESTONE, fixed=True, department="議会事務局"),
)
SMALL = EditionData(1, "e", 1, "工程表", "当初", LANES, BARS)


def comparable(edition: EditionData) -> list[tuple[str, str, list[BarData]]]:
    """What a list carries: not the identity of bars in other editions."""
    return [
        (
            lane.group,
            lane.name,
            [
                replace(one, id=0, uid="", lane_id=0, position=0, lineage="", note=one.note.strip())
                for one in edition.bars_of(lane.id)
            ],
        )
        for lane in edition.lanes
    ]


def check(edition: EditionData, found: TableReading) -> None:
    assert [problem.sentence for problem in found.problems] == []
    assert comparable(found.imported.edition) == comparable(edition)
    numbers = {bar_.id: at for at, bar_ in enumerate(edition.bars, 1)}
    assert {
        (numbers[link.before_id], numbers[link.after_id], link.type, link.lag) for link in edition.links
    } == {(link.before_id, link.after_id, link.type, link.lag) for link in found.imported.edition.links}


def once(edition: EditionData) -> EditionData:
    """Lanes of one name are one lane in a list: give each a name of its own."""
    return replace(edition, lanes=tuple(replace(one, name=f"区分{one.id}") for one in edition.lanes))


@given(edition=editions())
@settings(max_examples=50, deadline=None)
def test_a_list_in_utf8_or_cp932_comes_back_whole(edition: EditionData) -> None:
    wanted = once(edition)
    if wanted.lanes:
        check(wanted, read_csv(write_csv(wanted)))
        check(wanted, read_csv(write_csv(wanted, cp932=True)))


@given(edition=editions(most_lanes=3))
@settings(max_examples=12, deadline=None)
def test_a_workbook_comes_back_whole(edition: EditionData) -> None:
    wanted = once(edition)
    if wanted.lanes:
        check(wanted, read_xlsx(write_list_xlsx(wanted)))


def test_the_csv_opens_in_excel_and_says_dates_as_they_are_meant() -> None:
    data = write_csv(SMALL)
    assert data.startswith(b"\xef\xbb\xbf")
    head, first, second = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    row, other = dict(zip(head, first, strict=True)), dict(zip(head, second, strict=True))
    assert (row["開始"], row["終了"], row["日数"], row["開庁日"]) == ("R6.4", "R6.6", "91", "62")
    assert (row["進捗"], row["備考"]) == ("40", "全庁\n照会")
    assert (other["開始"], other["終了"], other["種類"], other["日付を固定"]) == (
        "R6.12.3",
        "",
        "マイルストーン",
        "○",
    )


def test_characters_that_cp932_lacks_are_named_and_marked() -> None:
    rare = replace(SMALL, lanes=(replace(LANES[0], name="𠮷田〜−"), LANES[1]))
    assert missing_in_cp932(rare) == ("𠮷",)
    assert "〓田～－" in write_csv(rare, cp932=True).decode("cp932")


def test_what_looks_like_a_formula_stays_a_text() -> None:
    risky = replace(SMALL, bars=(replace(BARS[0], label="=1+1", note="@外部"),))
    assert "'=1+1" in write_csv(risky).decode("utf-8-sig")
    assert read_csv(write_csv(risky)).bars[0].label == "=1+1"
    sheet = load_workbook(io.BytesIO(write_list_xlsx(risky))).worksheets[0]
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=1+1", "s")


def test_excel_holds_real_dates_in_wareki() -> None:
    sheet = load_workbook(io.BytesIO(write_list_xlsx(SMALL))).worksheets[0]
    assert (sheet["F2"].value, sheet["F2"].number_format) == (datetime(2024, 4, 1), "[$-411]ge.m")
    assert (sheet["F3"].value, sheet["F3"].number_format) == (datetime(2024, 12, 3), "[$-411]ge.m.d")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:R3")
