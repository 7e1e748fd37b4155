"""MS Project XML from elsewhere: what it becomes, what is reported, what is refused."""

from datetime import date

import pytest

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.domain.vocabulary import BarKind, DependencyType, LagUnit, Precision
from dxplanner.importers.mspdi import read_mspdi
from dxplanner.importers.xml_guard import read_xml

HEAD = '<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><Name>移転計画</Name>'


def task(uid: int, name: str, level: int, start: str, finish: str, more: str = "") -> str:
    return (
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Start>{start}</Start><Finish>{finish}</Finish>{more}</Task>"
    )


def project(*tasks: str, more: str = "") -> bytes:
    return f"{HEAD}{more}<Tasks>{''.join(tasks)}</Tasks></Project>".encode()


def test_a_foreign_file_becomes_groups_lanes_bars_and_milestones() -> None:
    link = (
        "<PredecessorLink><PredecessorUID>3</PredecessorUID><Type>3</Type>"
        "<LinkLag>9600</LinkLag><LagFormat>7</LagFormat></PredecessorLink>"
    )
    found = read_mspdi(
        project(
            task(0, "移転計画", 0, "2024-04-01T08:00:00", "2025-03-31T17:00:00", "<Summary>1</Summary>"),
            task(1, "準備", 1, "", "", "<Summary>1</Summary>"),
            task(2, "調査", 2, "", "", "<Summary>1</Summary>"),
            task(
                3,
                "現地調査",
                3,
                "2024-04-01T08:00:00",
                "2024-04-12T17:00:00",
                "<PercentComplete>30</PercentComplete>",
            ),
            task(
                4,
                "報告",
                3,
                "2024-04-15T17:00:00",
                "2024-04-15T17:00:00",
                f"<Milestone>1</Milestone><ConstraintType>2</ConstraintType>{link}",
            ),
            task(5, "事前相談", 2, "2024-04-01T00:00:00", "2024-04-06T00:00:00"),
            task(
                6,
                "引越し",
                1,
                "2024-06-01T08:00:00",
                "2024-06-02T17:00:00",
                "<Contact>総務課</Contact><Notes>夜間</Notes>",
            ),
        )
    ).edition
    assert found.title == "移転計画"
    assert [(lane.group, lane.name) for lane in found.lanes] == [
        ("", "準備"),
        ("準備", "調査"),
        ("", "引越し"),
    ]
    bars = {bar.label: bar for bar in found.bars}
    assert (bars["現地調査"].ends_on, bars["現地調査"].progress) == (date(2024, 4, 12), 30)
    assert (bars["報告"].kind, bars["報告"].ends_on, bars["報告"].fixed) == (BarKind.MILESTONE, None, True)
    assert bars["事前相談"].ends_on == date(2024, 4, 5)  # the midnight after
    assert (bars["引越し"].department, bars["引越し"].note, bars["引越し"].precision) == (
        "総務課",
        "夜間",
        Precision.DAY,
    )
    [link_] = found.links
    assert (link_.type, link_.lag, link_.lag_unit) == (DependencyType.START_START, 2, LagUnit.WORKING_DAYS)


def test_what_cannot_be_taken_over_is_named() -> None:
    link = "<PredecessorLink><PredecessorUID>1</PredecessorUID></PredecessorLink>"
    found = read_mspdi(
        project(
            task(1, "まとめ", 1, "", "", "<Summary>1</Summary>"),
            task(2, "日付なし", 2, "", "2024-04-01T17:00:00"),
            task(3, "逆", 2, "2024-05-10T08:00:00", "2024-05-01T17:00:00", link),
        )
    )
    assert [problem.sentence for problem in found.problems] == [
        "「日付なし」：開始日が読めないため、取り込めません。",
        "「逆」：終了が開始より前のため、開始の日だけの工程にしました。",
        "「逆」：まとめの行への前後関係は、取り込めません。",
    ]
    assert [bar.label for bar in found.edition.bars] == ["逆"]


def test_holidays_of_the_projects_calendar_become_closed_days() -> None:
    days = "".join(
        f"<Exception><TimePeriod><FromDate>{day}T00:00:00</FromDate><ToDate>{day}T23:59:00</ToDate></TimePeriod>"
        "<DayWorking>0</DayWorking></Exception>"
        for day in ("2024-08-15", "2024-08-11", "2024-05-03")
    )
    calendar = f"<Calendars><Calendar><UID>7</UID><Exceptions>{days}</Exceptions></Calendar></Calendars>"
    found = read_mspdi(project(more=f"<CalendarUID>7</CalendarUID>{calendar}"))
    assert found.edition.closed_days == {date(2024, 8, 15)}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "読み取れません"),
        (b"<Project>", "読み取れません"),
        ("<工程表/>".encode(), "MS Project"),
        (b"<Project/>", "MS Project"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "文書型宣言"),
        (b'<!DOCTYPE x SYSTEM "http://example.com/x.dtd"><x/>', "文書型宣言"),
        (b"<a>" * 200 + b"</a>" * 200, "複雑すぎる"),
        (b'<?xml version="1.0" encoding="nonsense"?><x/>', "読み取れません"),
    ],
)
def test_what_could_do_harm_or_is_something_else_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_mspdi(data)


def test_a_file_that_is_too_large_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dxplanner.importers.xml_guard.LARGEST", 10)
    with pytest.raises(InputError, match="大きすぎます"):
        read_xml(b"<x>" + b" " * 20 + b"</x>")


def large() -> bytes:
    """A file of several portions."""
    note = f"<Notes>{'備考' * 900}</Notes>"
    days = ("2024-04-01T08:00:00", "2024-05-31T17:00:00")
    return project(*(task(number, f"作業{number}", 1, *days, note) for number in range(1, 200)))


def test_a_large_file_tells_how_much_of_it_is_read() -> None:
    told: list[int] = []
    found = read_mspdi(large(), told.append)
    assert len(found.edition.bars) == 199
    assert {bar.note for bar in found.edition.bars} == {"備考" * 900}
    assert told == sorted(told)
    assert len(told) > 3
    assert (0 < told[0] < 80, told[-2:]) == (True, [80, 100])


def test_the_reading_of_a_large_file_can_be_stopped() -> None:
    told: list[int] = []

    def stop(percent: int) -> None:
        told.append(percent)
        raise RefusedEdit("中止しました。")

    with pytest.raises(RefusedEdit, match="中止"):
        read_mspdi(large(), stop)
    assert len(told) == 1


def test_a_file_cut_off_in_a_later_portion_is_refused() -> None:
    with pytest.raises(InputError, match="読み取れません"):
        read_mspdi(large()[:-1000])
