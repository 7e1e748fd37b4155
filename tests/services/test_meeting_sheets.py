"""Opinions, meetings and 区分 as sheets: pasting real ranges, numbers, counts; undone to the start."""

import pytest
import sqlalchemy as sa

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.domain.pasted import cells_of_text
from dxplanner.domain.vocabulary import MeetingBody
from dxplanner.model import Meeting, Opinion
from dxplanner.services import meeting_sheets as sheets
from dxplanner.services import sheet_edit
from dxplanner.services.sheet_report import PasteReport
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.store.test_changelog import all_rows

# As a worksheet puts it on the clipboard: a cell with line feeds is quoted, quotes are doubled.
PASTED = (
    "１\t市議会\t2月定例会（成案報告）\t"
    '"スマホ教室を増やしてほしい。\n高齢者が ""参加"" しやすい時間に。"\t修正する\r\n'
    "２\t庁内\t\t指標の年度をそろえること。\t参考\r\n"
    "三\t委員\tない会議\t言葉が分かりにくい。\tない区分\r\n"
)
WISH = 'スマホ教室を増やしてほしい。\n高齢者が "参加" しやすい時間に。'
KEYS = ["number", "source", "meeting_id", "summary", "opinion_class_id"]


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    return Workbench(sample_plan)


def paste(bench: Workbench, text: str = PASTED) -> PasteReport:
    source = sheets.opinion_sheet()
    command = sheet_edit.paste(source, [], KEYS, cells_of_text(text), add_rows=True)
    return bench.run("意見の貼り付け", command)


def stored(bench: Workbench) -> list[tuple[object, ...]]:
    with bench.plan.reading() as session:
        rows = session.scalars(sa.select(Opinion).order_by(Opinion.position))
        return [
            (
                row.number,
                row.source.value if row.source else None,
                row.meeting.name if row.meeting else None,
                row.summary,
                row.opinion_class.name if row.opinion_class else None,
            )
            for row in rows
        ]


def test_a_range_from_a_worksheet_goes_in_and_bad_cells_are_told(bench: Workbench) -> None:
    start = all_rows(bench.plan)
    report = paste(bench)
    assert stored(bench) == [
        (
            1,
            "市議会",
            "2月定例会（成案報告）",
            'スマホ教室を増やしてほしい。\n高齢者が "参加" しやすい時間に。',
            "修正する",
        ),
        (2, "庁内", None, "指標の年度をそろえること。", "参考"),
        (3, None, None, "言葉が分かりにくい。", None),
    ]
    assert [(bad.key, bad.text) for bad in report.bad] == [
        ("number", "三"),
        ("source", "委員"),
        ("meeting_id", "ない会議"),
        ("opinion_class_id", "ない区分"),
    ]
    bench.undo()
    assert all_rows(bench.plan) == start


def test_the_source_follows_the_meeting(bench: Workbench) -> None:
    paste(bench)
    source = sheets.opinion_sheet()
    with bench.plan.reading() as session:
        key = session.scalars(sa.select(Opinion.id).order_by(Opinion.position)).first()
    assert key is not None
    with pytest.raises(RefusedEdit, match="会議「2月定例会（成案報告）」で決まります"):
        bench.run("出所の変更", sheet_edit.set_cell(source, key, "source", "庁内"))
    bench.run("会議の変更", sheet_edit.set_cell(source, key, "meeting_id", ""))
    bench.run("出所の変更", sheet_edit.set_cell(source, key, "source", "庁内"))
    assert stored(bench)[0][1:3] == ("庁内", None)


def test_new_opinions_go_on_counting(bench: Workbench) -> None:
    paste(bench)
    source = sheets.opinion_sheet()
    bench.run("意見の追加", sheet_edit.add_typed(source, None, {"summary": "追加の意見"}))
    assert stored(bench)[-1][0] == 4


def test_doubled_numbers_are_found_and_mended(bench: Workbench) -> None:
    paste(bench, "5\t\t\t一\t\r\n5\t\t\t二\t\r\n")
    with bench.plan.reading() as session:
        assert sheets.doubled_numbers(session) == [5]
    assert bench.run("番号の振り直し", sheets.renumber()) == 2
    assert [row[0] for row in stored(bench)] == [1, 2]
    with bench.plan.reading() as session:
        assert sheets.doubled_numbers(session) == []


def test_counts_by_class(bench: Workbench) -> None:
    paste(bench)
    with bench.plan.reading() as session:
        assert sheets.counts_by_class(session) == [
            ("修正する", 1),
            ("盛込み済", 0),
            ("参考", 1),
            ("反映しない", 0),
            ("その他", 0),
            ("（区分なし）", 1),
        ]


def test_a_meeting_shows_how_much_belongs_to_it(bench: Workbench) -> None:
    paste(bench)
    source = sheets.meeting_sheet()
    with bench.plan.reading() as session:
        rows = source.load(session, source.rows(session))
        shown = {row.name: [source.column(key).read(row) for key in ("agenda", "opinions")] for row in rows}
    assert shown["2月定例会（成案報告）"] == ["1", "1"]
    assert shown["令和６年２月市議会 総務委員会"] == ["3", "0"]


def test_meetings_and_agenda_are_typed_like_a_sheet(bench: Workbench) -> None:
    start = all_rows(bench.plan)
    key = bench.run(
        "会議の追加",
        sheet_edit.add_typed(
            sheets.meeting_sheet(), None, {"name": "庁内検討会", "starts_on": "令和６年９月３日"}
        ),
    )
    bench.run("議題の追加", sheet_edit.add_typed(sheets.agenda_sheet(key), None, {"text": "骨子案"}))
    with bench.plan.reading() as session:
        row = session.get(Meeting, key)
        assert row is not None
        assert (row.body, row.starts_on.isoformat() if row.starts_on else "") == (
            MeetingBody.COMMITTEE,
            "2024-09-03",
        )
        assert [item.text for item in row.agenda] == ["骨子案"]
    bench.undo()
    bench.undo()
    assert all_rows(bench.plan) == start


def test_an_opinion_with_its_original_words_only_goes_in(bench: Workbench) -> None:
    source = sheets.opinion_sheet()
    grid = [["スマホ教室を増やして。 長崎太郎", ""], ["", "概要のみ"], ["原文", "概要"]]
    report = bench.run(
        "意見の貼り付け", sheet_edit.paste(source, [], ["original", "summary"], grid, add_rows=True)
    )
    assert (report.bad, report.left) == ((), ())
    assert [row[3] for row in stored(bench)] == [sheets.UNWRITTEN, "概要のみ", "概要"]


def test_a_meeting_shows_no_day_that_nobody_knows(bench: Workbench) -> None:
    start = all_rows(bench.plan)
    source = sheets.meeting_sheet()

    def dates(key: int) -> list[str]:
        with bench.plan.reading() as session:
            [row] = source.load(session, [key])
            return [source.column(name).read(row) for name in ("starts_on", "ends_on", "precision")]

    with bench.plan.reading() as session:
        keys = {row.name: row.id for row in source.load(session, source.rows(session))}
    assert dates(keys["令和６年２月市議会 総務委員会"]) == ["R6.2", "R6.2", "月"]
    assert dates(keys["長崎市DX推進委員会（進捗報告）"]) == ["R6.7", "R6.8", "月"]
    key = bench.run(
        "会議の追加", sheet_edit.add_typed(source, None, {"name": "検討会", "starts_on": "R6.9下旬"})
    )
    assert dates(key) == ["R6.9下旬", "R6.9下旬", "旬"]
    steps = [
        ("starts_on", "令和６年９月", ["R6.9", "R6.9", "月"]),
        ("ends_on", "R6.10", ["R6.9", "R6.10", "月"]),
        ("starts_on", "R6.9.14", ["R6.9.14", "R6.10.31", "日"]),
        ("ends_on", "－", ["R6.9.14", "", "日"]),
        ("starts_on", "R6.11", ["R6.11", "R6.11", "月"]),
        ("starts_on", "2024/11/20", ["R6.11.20", "", "日"]),
    ]
    for name, text, shown in steps:
        bench.run("日付の変更", sheet_edit.set_cell(source, key, name, text))
        assert dates(key) == shown
    with pytest.raises(InputError, match="日付として読めません"):
        bench.run("日付の変更", sheet_edit.set_cell(source, key, "starts_on", "未定"))
    for _ in range(len(steps) + 1):
        bench.undo()
    assert all_rows(bench.plan) == start
