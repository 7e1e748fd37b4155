"""差替え一覧 and 正誤表: since when, which page, which place, what stood there and what stands there now."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dxplanner.domain.vocabulary import MeetingBody, Precision
from dxplanner.handouts import corrections
from dxplanner.handouts.blocks import Block, Cell, Paragraph, Table
from dxplanner.handouts.catalogue import build_blocks
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.kept_pages import KeptPage, kept_pages, packed
from dxplanner.handouts.meeting_words import given_out, meeting_day
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.printed import TextChange
from dxplanner.model import Handout, HandoutBlock, Meeting, PrintedPage, PrintRun
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.builders import block, handout, snapshot

NOON = datetime(2024, 11, 20, 12, tzinfo=UTC).replace(tzinfo=None)


def meeting(name: str = "第２回DX推進委員会", day: date | None = date(2024, 8, 28)) -> Meeting:
    return Meeting(
        uid=f"meeting-{name}", position=0, body=MeetingBody.COMMITTEE, name=name, starts_on=day,
        precision=Precision.DAY,
    )  # fmt: skip


def contents(made: Handout) -> tuple[KeptPage, ...]:
    document = build_document(snapshot(), made)
    return kept_pages(snapshot(), document, lay_out_document(document))


def kept(made: Handout, at: Meeting | None, uid: str = "run") -> PrintRun:
    """What a handout prints now, kept as it was given out."""
    run = PrintRun(
        uid=uid, id=1, position=0, handout=made, handout_id=id(made), meeting=at, title=made.title,
        number=made.number, printed_at=NOON,
    )  # fmt: skip
    run.pages = [
        PrintedPage(uid=f"{uid}-{at}", position=at, number=kept.page.number, heading="", texts=packed(kept))
        for at, kept in enumerate(contents(made))
    ]
    return run


def pages(*texts: str) -> list[HandoutBlock]:
    """A page with a heading and a text for each text."""
    made: list[HandoutBlock] = []
    for number, text in enumerate(texts):
        made += [block("page_break")] if number else []
        made += [block("heading", text=f"見出し{text[:1]}"), block("text", text=text)]
    return made


def changed(before: list[HandoutBlock], after: list[HandoutBlock], at: Meeting | None = None) -> PlanSnapshot:
    """A plan whose handout has been given out with the one list of blocks and now has the other."""
    made = handout(*before)
    run = kept(made, at)
    made.blocks[:] = after
    return snapshot([made, run, *([at] if at else [])])


def table(kind: str, plan: PlanSnapshot) -> Table:
    (made,) = build_blocks(kind, plan, {})
    assert isinstance(made, Table)
    return made


def texts(table: Table) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in table.rows]


def head(table: Table) -> str:
    cell = table.header[0][0]
    assert cell is not None
    return cell.text


def test_an_added_page_stands_at_the_right_and_a_removed_one_at_the_wrong_side() -> None:
    one, two = pages("いろは"), pages("いろは", "ほへと")
    added, removed = (texts(table("corrections", changed(*both))) for both in ((one, two), (two, one)))
    assert added == [["資料１\n資料の題名", "2", "見出しほ", "（なし）", "ページの追加"]]
    assert removed == [["資料１\n資料の題名", "旧2", "見出しほ", "ページの削除", "（なし）"]]


def test_a_cover_is_called_so() -> None:
    plan = changed(pages("いろは"), pages("いろは"))
    plan.all(Handout)[0].cover = True
    rows = texts(table("corrections", plan))
    assert rows == [["資料１\n資料の題名", "1", "表紙", "（なし）", "ページの追加"]]
    listed = texts(table("replacements", plan))
    assert [row[1:] for row in listed] == [
        ["1", "追加", "表紙"],
        ["2", "番号のみ", "1ページから2ページに変わりました。"],
    ]


def test_pages_that_only_moved_share_a_row() -> None:
    before, after = pages("いろ", "はに", "ほへ", "とち"), pages("んん", "いろ", "はに", "ほへ", "とりる")
    rows = texts(table("replacements", changed(before, after)))
    assert [row[1:3] for row in rows] == [["1", "追加"], ["2～4", "番号のみ"], ["5", "差替え"]]
    assert rows[1][3] == "1～3ページから2～4ページに変わりました。"
    assert rows[2][3] == "見出しと：とち → とりる"


def test_what_no_row_names_is_placed_by_the_heading_of_its_page() -> None:
    rows = texts(table("corrections", changed(pages("いろは"), pages("いろはに"))))
    assert rows == [["資料１\n資料の題名", "1", "見出しい", "いろは", "いろはに"]]
    same = block("text", text="同じ文")
    bare = changed([same, block("text", text="いろは")], [same, block("text", text="いろはに")])
    assert texts(table("corrections", bare))[0][2] == "本文"


@pytest.mark.parametrize("kind", [corrections.REPLACEMENTS, corrections.CORRECTIONS])
@pytest.mark.parametrize(
    ("at", "since"),
    [
        (meeting(), "令和６年８月28日の第２回DX推進委員会で配付した資料から"),
        (meeting("令和６年８月28日の会議"), "令和６年８月28日の会議で配付した資料から"),
        (None, "令和６年11月20日に印刷した資料から"),
    ],
)
def test_the_list_says_since_when(kind: str, at: Meeting | None, since: str) -> None:
    assert head(table(kind, changed(pages("いろは"), pages("いろはに"), at))).startswith(since)


def test_printings_of_different_meetings_say_it_each() -> None:
    rows: list[Entity] = []
    for number, at in enumerate((meeting(), meeting("第３回DX推進委員会", date(2024, 11, 20)))):
        made = handout(*pages("いろは"), title=f"資料その{number}")
        made.uid, made.position = f"handout-{number}", number
        rows += [made, kept(made, at, f"run-{number}"), at]
        made.blocks[:] = pages("いろはに")
    made_table = table("corrections", snapshot(rows))
    assert head(made_table) == "資料"
    assert [row[0] for row in texts(made_table)] == [
        "資料１\n資料その0\n（令和６年８月28日の第２回DX推進委員会で配付した資料）",
        "資料１\n資料その1\n（令和６年11月20日の第３回DX推進委員会で配付した資料）",
    ]


def test_rows_of_one_handout_and_page_share_cells_but_never_too_many() -> None:
    same = [block("text", text=f"同じ文{n}") for n in range(9)]
    before = [*same, *(block("text", text=f"{n}番") for n in range(11))]
    after = [*same, *(block("text", text=f"{n}番目") for n in range(11))]
    turn = block("page_break")
    made = table(
        "corrections", changed([*before, turn, *pages("いろは")], [*after, turn, *pages("いろはに")])
    )
    spans = [[cell.row_span if cell else 0 for cell in row[:2]] for row in made.rows]
    assert len(spans) == 12
    assert [span for span in spans if any(span)] == [[8, 8], [4, 3], [0, 1]]
    assert {cell.text for row in made.rows if (cell := row[0])} == {"資料１\n資料の題名"}


def test_changed_words_are_underlined_on_both_sides() -> None:
    (row,) = table("corrections", changed(pages("目標は五件です。"), pages("目標は六件です。"))).rows
    wrong, right = row[3], row[4]
    assert isinstance(wrong, Cell)
    assert isinstance(right, Cell)
    assert [[cell.text[a:b] for a, b in cell.underline] for cell in (wrong, right)] == [["五件"], ["六件"]]


@pytest.mark.parametrize("kind", [corrections.REPLACEMENTS, corrections.CORRECTIONS])
def test_nothing_printed_and_nothing_changed_are_said(kind: str) -> None:
    same: tuple[Block, ...] = build_blocks(kind, changed(pages("いろは"), pages("いろは")), {})
    assert isinstance(same[0], Paragraph)
    assert same[0].text in ("差替えの必要なページはありません。", "正誤はありません。")
    nothing = build_blocks(kind, snapshot(), {})
    assert isinstance(nothing[0], Paragraph)
    assert nothing[0].text.startswith("印刷の記録がありません。")


@pytest.mark.parametrize(
    ("precision", "first", "last", "words"),
    [
        (Precision.DAY, date(2024, 8, 28), None, "令和６年８月28日"),
        (Precision.MONTH, date(2024, 2, 1), date(2024, 2, 29), "令和６年２月"),
        (Precision.MONTH, date(2024, 10, 1), date(2024, 11, 30), ""),
        (Precision.TEN_DAYS, date(2024, 11, 11), date(2024, 11, 20), "令和６年11月中旬"),
        (Precision.TEN_DAYS, date(2024, 11, 30), None, "令和６年11月下旬"),
        (Precision.DAY, None, None, ""),
    ],
)
def test_a_meetings_day_is_no_more_exact_than_it_is_known(
    precision: Precision, first: date | None, last: date | None, words: str
) -> None:
    at = meeting(day=first)
    at.ends_on, at.precision = last, precision
    assert meeting_day(at) == words
    assert given_out(kept(handout(*pages("い")), at)).startswith(words or "第２回")


def test_blocks_that_change_places_are_told_in_words() -> None:
    first, second = block("text", text="いろは"), block("text", text="にほへ")
    above = block("heading", text="見出し")
    plan = changed([above, first, second], [above, second, first])
    assert [row[1:] for row in texts(table("replacements", plan))] == [
        ["1", "差替え", "並び順・組合せの変更"]
    ]
    assert [row[1:] for row in texts(table("corrections", plan))] == [
        ["1", "見出し　並び順・組合せの変更", "配付したページのとおり", "差し替えるページのとおり"]
    ]


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([("36.3%", "37.3%"), ("36.3", "37.3")], [0]),
        ([("36.3", "37.3"), ("36.3%", "37.3%")], [1]),
        ([("36.3", "37.3"), ("約36.3件", "約37.3件")], [1]),
        ([("36.3%", "37.3%"), ("36.3%", "37.3%")], [0]),
        ([("36.3%", "37.3%"), ("36.3", "37.4")], [0, 1]),
        ([("136.3", "137.3"), ("36.3", "37.3")], [0, 1]),
        ([("36.3%", ""), ("36.3", "")], [0, 1]),
    ],
)
def test_a_figure_that_stands_twice_on_a_page_is_told_once_with_its_unit(
    pairs: list[tuple[str, str]], told: list[int]
) -> None:
    changes = [TextChange("value", *pair) for pair in pairs]
    assert corrections._without_twins(changes) == [changes[at] for at in told]
    others = [replace(change, name=f"value-{at}") for at, change in enumerate(changes)]
    assert corrections._without_twins(others) == others
    fixed = [replace(change, name="") for change in changes]
    assert corrections._without_twins(fixed) == fixed


def withdrawn(*blocks: HandoutBlock, uid: str = "gone") -> PrintRun:
    """A printing of three pages whose handout has been deleted."""
    run = kept(handout(*(blocks or pages("いろは", "にほへ", "とちり")), title="流れ"), None, uid)
    run.handout, run.handout_id = None, None
    return run


def test_a_handout_that_is_gone_is_told_after_the_others() -> None:
    run = changed(pages("いろは"), pages("いろはに")).all(PrintRun)[0]
    plan = snapshot([run.handout, withdrawn(), run, withdrawn(uid="newer")])  # type: ignore[list-item]
    assert texts(table("replacements", plan)) == [
        ["資料１\n資料の題名", "1", "差替え", "見出しい：いろは → いろはに"],
        ["資料１\n流れ", "1～3", "削除", "資料の取りやめ"],
    ]
    assert texts(table("corrections", plan))[-1] == [
        "資料１\n流れ", "1～3", "資料全体", "配付したページのとおり", "資料の取りやめ"
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [corrections.REPLACEMENTS, corrections.CORRECTIONS])
def test_a_deleted_list_of_changes_is_nothing_to_be_told(kind: str) -> None:
    plan = changed(pages("いろは"), pages("いろはに"))
    made = handout(block(kind), title="差替え")
    document = build_document(plan, made)
    run = withdrawn()
    run.title = made.title
    run.pages = [
        PrintedPage(position=at, number=page.page.number, heading="", texts=packed(page))
        for at, page in enumerate(kept_pages(plan, document, lay_out_document(document)))
    ]
    assert corrections.chosen_runs(snapshot([run]), {}) == []
    assert corrections.chosen_runs(snapshot([withdrawn()]), {}) != []


@pytest.mark.parametrize("kind", [corrections.REPLACEMENTS, corrections.CORRECTIONS])
def test_a_handout_that_cannot_be_made_says_why_and_stops_no_other(kind: str) -> None:
    rows: list[Entity] = []
    for number in range(2):
        made = handout(*pages("いろは"), title=f"資料その{number}")
        made.uid, made.position = f"handout-{number}", number
        rows += [made, kept(made, None, f"run-{number}")]
        made.blocks[:] = pages("いろはに")
    assert isinstance(rows[0], Handout)
    rows[0].page_range = "abc"
    broken, sound = texts(table(kind, snapshot(rows)))
    assert broken[:2] == ["資料１\n資料その0", "－"]
    assert (broken[2] or "").startswith("変更を調べられません。印刷するページ「abc」を読み取れません。")
    assert set(broken[3:]) == {None}
    assert (sound[0], sound[1]) == ("資料１\n資料その1", "1")
