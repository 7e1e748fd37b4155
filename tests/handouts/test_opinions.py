"""意見と市の考え方, 前回意見への対応: counts, choices, changed characters; never 原文 or 氏名."""

from datetime import date

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import MeetingBody, OpinionStatus
from dxplanner.handouts import opinions
from dxplanner.handouts.area import A4_LANDSCAPE
from dxplanner.handouts.blocks import Block, Cell, Paragraph, Table
from dxplanner.model import Department, Meeting, Opinion, OpinionClass
from dxplanner.model.base import Entity
from tests.handouts.builders import snapshot

SECRET = ("長崎太郎", "原文のまま")


@pytest.fixture
def rows() -> list[Entity]:
    first = Meeting(
        uid="m1", position=0, body=MeetingBody.COMMITTEE, name="第1回委員会", starts_on=date(2024, 7, 1)
    )
    last = Meeting(
        uid="m2", position=1, body=MeetingBody.COMMITTEE, name="第2回委員会", starts_on=date(2024, 11, 1)
    )
    adopted = OpinionClass(uid="c1", position=0, name="修正する")
    noted = OpinionClass(uid="c2", position=1, name="参考とする")
    unused = OpinionClass(uid="c3", position=2, name="盛込み済み")
    section = Department(uid="d", position=0, name="情報政策推進室", short_name="情政")
    made = [
        opinion(1, first, adopted, "相談の場を増やしてほしい。", "増やします。"),
        opinion(2, last, noted, "費用を示してほしい。", None),
        opinion(
            3, last, adopted, "表現を改めてほしい。", "改めます。", place="1-3", before="市民を支援します。"
        ),
        opinion(4, None, None, "案内してほしい。", "案内します。"),
    ]
    made[2].after, made[2].department, made[2].status = (
        "市民の活用を支援します。",
        section,
        OpinionStatus.AGREED,
    )
    made[3].source = MeetingBody.PUBLIC_COMMENT
    return [first, last, adopted, noted, unused, section, *made]


def opinion(
    number: int,
    meeting: Meeting | None,
    kind: OpinionClass | None,
    summary: str,
    answer: str | None,
    **more: str,
) -> Opinion:
    return Opinion(
        uid=f"o{number}",
        position=number,
        number=number,
        meeting=meeting,
        opinion_class=kind,
        summary=summary,
        answer=answer,
        status=OpinionStatus.OPEN,
        person=SECRET[0],
        original=SECRET[1],
        **more,
    )


def tables(blocks: tuple[Block, ...]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def texts(table: Table, column: int) -> list[str]:
    return [cell.text for row in table.rows if (cell := row[column]) is not None]


def everything(blocks: tuple[Block, ...]) -> str:
    cells = [cell for table in tables(blocks) for row in (*table.header, *table.rows) for cell in row if cell]
    return "|".join(
        [*(cell.text for cell in cells), *(one.text for one in blocks if isinstance(one, Paragraph))]
    )


def test_opinions_stand_in_order_with_the_citys_answer(rows: list[Entity]) -> None:
    counts, table = tables(opinions.build(snapshot(rows), {}))
    assert texts(table, 0) == ["1", "2", "3", "4"]
    assert texts(table, 1) == ["第1回委員会", "第2回委員会", "第2回委員会", "パブリックコメント"]
    assert texts(table, 3) == ["増やします。", "（検討中）", "改めます。", "案内します。"]
    assert texts(table, 4) == ["修正する", "参考とする", "修正する", "未定"]
    assert [cell.text for cell in counts.header[0] if cell] == [
        "区分",
        "修正する",
        "参考とする",
        "未定",
        "合計",
    ]


def test_counts_add_up_in_the_workbook(rows: list[Entity]) -> None:
    counts, _ = tables(opinions.build(snapshot(rows), {}))
    figures = [cell for cell in counts.rows[0] if cell is not None][1:]
    assert [cell.value for cell in figures] == [2, 1, 1, 4]
    total = figures[-1].total
    assert total is not None
    assert sum(_value(counts.rows[at][column]) for at, column in total.cells) == 4


def _value(cell: Cell | None) -> int:
    assert cell is not None
    return int(cell.value or 0)


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ({"meeting": "第2回委員会"}, ["2", "3"]),
        ({"body": "パブリックコメント"}, ["4"]),
        ({"body": "DX推進委員会"}, ["1", "2", "3"]),
        ({"classes": ["修正する"]}, ["1", "3"]),
        ({"classes": ["参考とする", "修正する"], "meeting": "m2"}, ["2", "3"]),
    ],
)
def test_opinions_are_chosen_by_meeting_body_and_class(
    rows: list[Entity], options: dict[str, object], numbers: list[str]
) -> None:
    assert texts(tables(opinions.build(snapshot(rows), options))[-1], 0) == numbers


def test_counts_can_be_left_out(rows: list[Entity]) -> None:
    assert len(tables(opinions.build(snapshot(rows), {"counts": False}))) == 1


def test_neither_the_person_nor_the_original_is_printed(rows: list[Entity]) -> None:
    plan = snapshot(rows)
    for build in (opinions.build, opinions.build_responses):
        words = everything(build(plan, {}, A4_LANDSCAPE))
        assert "費用を示してほしい。" in words
        assert not any(secret in words for secret in SECRET)


def test_opinions_without_numbers_are_counted(rows: list[Entity]) -> None:
    for row in rows:
        if isinstance(row, Opinion):
            row.number = None
    assert texts(tables(opinions.build(snapshot(rows), {"meeting": "第2回委員会"}))[-1], 0) == ["1", "2"]


def test_responses_are_those_of_the_last_meeting(rows: list[Entity]) -> None:
    title, table = opinions.build_responses(snapshot(rows), {})
    assert isinstance(title, Paragraph)
    assert isinstance(table, Table)
    assert title.text.startswith("第2回委員会でいただいた意見（2件）")
    row = [cell.text for cell in table.rows[1] if cell]
    assert row == [
        "3",
        "表現を改めてほしい。",
        "改めます。",
        "1-3",
        "市民を支援します。",
        "市民の活用を支援します。",
        "回答済",
        "情政",
    ]


def test_the_offices_own_steps_are_not_printed(rows: list[Entity]) -> None:
    asked = next(row for row in rows if isinstance(row, Opinion) and row.number == 2)
    for status in OpinionStatus:
        for answer in (None, "示します。"):
            asked.status, asked.answer = status, answer
            table = tables(opinions.build_responses(snapshot(rows), {}))[0]
            done = answer is not None and status in (OpinionStatus.AGREED, OpinionStatus.PUBLISHED)
            assert texts(table, 6)[0] == ("回答済" if done else "検討中")


def test_changed_characters_are_underlined(rows: list[Entity]) -> None:
    table = tables(opinions.build_responses(snapshot(rows), {}))[0]
    before, after = table.rows[1][4], table.rows[1][5]
    assert before is not None
    assert after is not None
    assert before.underline == ()
    assert [after.text[first:last] for first, last in after.underline] == ["の活用"]
    assert table.rows[0][5] is not None
    assert table.rows[0][5].underline == ()


def test_another_meeting_can_be_answered(rows: list[Entity]) -> None:
    table = tables(opinions.build_responses(snapshot(rows), {"meeting": "第1回委員会"}))[0]
    assert texts(table, 1) == ["相談の場を増やしてほしい。"]


def test_every_cell_leads_to_its_opinion(rows: list[Entity]) -> None:
    table = tables(opinions.build_responses(snapshot(rows), {}))[0]
    assert {cell.name.partition("/")[0] for cell in table.rows[0] if cell} == {"o2"}


def test_no_opinions_are_said() -> None:
    empty = (Paragraph("掲載する意見はありません。"),)
    assert opinions.build(snapshot(), {}) == empty
    assert opinions.build_responses(snapshot(), {}) == empty


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"meeting": "ない会議"}, "会議「ない会議」が見つかりません"),
        ({"body": "ない会議体"}, "会議の別「ない会議体」は使えません"),
        ({"classes": ["ない区分"]}, "意見の区分「ない区分」が見つかりません"),
    ],
)
def test_wrong_options_are_told_in_japanese(
    rows: list[Entity], options: dict[str, object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        opinions.build(snapshot(rows), options)
