"""Pages kept with a printing: they come back as they were, and tell what can be seen to have changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import BarKind, ColourRole, Paper, Stage
from dxplanner.handouts.blocks import HandoutDocument, PageSetup, Picture, Table
from dxplanner.handouts.catalogue import build_blocks
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.drawing import Box, Drawing, Edge, Glyph, Line, Polygon, Tone
from dxplanner.handouts.kept_pages import FORMAT, KeptPage, is_packed, kept_pages, packed, unpacked
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.printed import PageChange, page_changes, page_contents, stored_content
from dxplanner.model import Bar, Dependency, Handout, PrintedPage, PrintRun, ScheduleEdition
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.builders import bar, block, edition, handout, lane, snapshot
from tests.handouts.test_corrections import kept, texts
from tests.handouts.test_corrections import pages as parts

BOX = Box(10, 10, 40, 8, "名前", ("名前",), name="a")


def document(*drawings: Drawing, paper: Paper = Paper.A4, title: str = "資料の題名") -> HandoutDocument:
    return HandoutDocument("c", title, "資料１", PageSetup(paper), tuple(map(Picture, drawings)))


def pages(*drawings: Drawing, paper: Paper = Paper.A4) -> tuple[KeptPage, ...]:
    made = document(*drawings, paper=paper)
    return kept_pages(snapshot(), made, lay_out_document(made))


def changes(old: tuple[KeptPage, ...], new: tuple[KeptPage, ...]) -> tuple[PageChange, ...]:
    """What differs after the old pages have been stored and read."""
    stored = [stored_content(one.page.number, "", packed(one)) for one in old]
    return page_changes(stored, page_contents(new))


def drawing(*boxes: Box, lines: tuple[Line, ...] = (), glyphs: tuple[Glyph, ...] = ()) -> Drawing:
    return Drawing(100, 60, (BOX, *boxes), lines, glyphs, description="図")


def test_a_page_comes_back_as_it_was() -> None:
    figure = Drawing(
        100.12344,
        60.0,
        (BOX, Box(1.0, 2.0, 3.0, 4.0, tone=Tone.ROLE, role=ColourRole.TALENT, underline=((1, 2),))),
        (Line(((0.0, 0.0), (5.0, 5.0)), Edge.HAIR, arrow=True),),
        (Glyph(3.0, 4.0, "▲", name="b"),),
        polygons=(Polygon(((0.0, 0.0), (1.0, 1.0), (2.0, 0.0)), pattern=2),),
        description="図の説明",
    )
    (page,) = pages(figure)
    back = unpacked(packed(page))
    assert back.page.items[1].drawing == replace(figure, width=100.1234)
    assert unpacked(packed(back)) == back
    assert back.head == page.head == (
        ("資料名", "資料の題名"), ("資料番号", "資料１"), ("段階の表示", ""), ("用紙", "A4（横）")
    )  # fmt: skip
    assert back.pictures == (1,)
    assert back.sheet == (297.0, 210.0)


@pytest.mark.parametrize("stored", [[FORMAT, "？"], [FORMAT], [FORMAT, "AAAA"], [FORMAT + 1, ""]])
def test_what_cannot_be_read_is_refused(stored: list[object]) -> None:
    assert is_packed(stored)
    with pytest.raises(InputError, match="記録"):
        unpacked(stored)


def test_a_page_kept_by_its_texts_is_compared_by_them_alone() -> None:
    (page,) = pages(drawing())
    pairs = [["a", "名前"]]
    assert not is_packed(pairs)
    other = pages(drawing(lines=(Line(((0, 0), (9, 9)), arrow=True),)), paper=Paper.A3)
    for new in ((page,), other):
        assert page_changes([stored_content(1, "", pairs)], page_contents(new)) == ()
    (change,) = page_changes([stored_content(1, "", [["a", "旧名"]])], page_contents((page,)))
    assert [(one.before, one.after) for one in change.texts] == [("旧名", "名前")]


ARROW = Line(((0, 0), (30, 30)), Edge.THIN, arrow=True)


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        (drawing(), drawing(), False),
        (drawing(lines=(ARROW,)), drawing(), True),
        (drawing(lines=(ARROW,)), drawing(lines=(replace(ARROW, edge=Edge.DASHED),)), True),
        (drawing(lines=(ARROW,)), drawing(lines=(replace(ARROW, points=((0, 0), (30, 30.1))),)), False),
        (drawing(lines=(ARROW,)), drawing(lines=(replace(ARROW, points=((0, 0), (30, 34))),)), True),
        (drawing(Box(50, 10, 20, 8)), drawing(Box(50, 10, 30, 8)), True),
        (drawing(Box(50, 10, 20, 8)), drawing(Box(50.05, 10, 20, 8)), False),
        (drawing(Box(50, 10, 20, 8)), drawing(Box(50, 10, 20, 8, tone=Tone.STRONG)), True),
        (drawing(glyphs=(Glyph(5, 5, "▲"),)), drawing(glyphs=(Glyph(5, 5, "●"),)), True),
    ],
)
def test_a_figure_has_changed_when_the_eye_sees_it(old: Drawing, new: Drawing, seen: bool) -> None:
    assert [(one.texts, one.figures) for one in changes(pages(old), pages(new))] == (
        [((), True)] if seen else []
    )


def test_a_figure_that_only_stands_lower_has_not_changed() -> None:
    above = Drawing(100, 20, (Box(0, 0, 50, 20, "上の図", ("上の図",)), Box(60, 0, 20, 20)))
    old, new = pages(above, drawing()), pages(replace(above, height=35.0), drawing())
    assert old[0].page.items[2].y != new[0].page.items[2].y
    assert changes(old, new) == ()


def test_other_words_or_another_version_of_the_program_move_things_without_being_told() -> None:
    renamed = replace(BOX, text="新しい名前", width=60.0)
    wider = Drawing(100, 60, (renamed, Box(75, 10, 20, 8)), description="図")
    (change,) = changes(pages(drawing(Box(55, 10, 20, 8))), pages(wider))
    assert not change.figures
    assert len(change.texts) == 1
    (old,) = pages(drawing(Box(55, 10, 20, 8)))
    earlier = replace(old, version="0.0.1")
    moved = pages(drawing(Box(65, 10, 20, 8)))
    assert changes((old,), moved)[0].figures
    assert changes((earlier,), moved) == ()
    fewer = pages(drawing(Box(55, 10, 20, 8), lines=(ARROW,)))
    assert changes((earlier,), fewer)[0].figures


def test_another_paper_is_told_once_and_not_as_a_figure() -> None:
    (change,) = changes(pages(drawing()), pages(drawing(), paper=Paper.A3))
    assert [(one.place, one.before, one.after) for one in change.texts] == [("用紙", "A4（横）", "A3（横）")]
    assert not change.figures


def schedule() -> tuple[ScheduleEdition, list[Bar]]:
    """An edition with two bars, one after the other, tied by an arrow."""
    made = edition(
        *((None, f"{month}月", date(2024, month, 1), date(2024, month, 28)) for month in range(4, 13))
    )
    bars = [
        bar("骨子", date(2024, 4, 1), date(2024, 5, 31)),
        bar("意見募集", date(2024, 8, 1), date(2024, 9, 30)),
    ]
    lane(made, "改訂作業", *bars)
    for at, one in enumerate(bars):
        one.kind, one.position = BarKind.BAR, at
    Dependency(uid="link", before=bars[0], after=bars[1])
    return made, bars


def plan(made: Handout, chart: ScheduleEdition, run: PrintRun | None = None) -> PlanSnapshot:
    bars = [one for line in chart.lanes for one in line.bars]
    rows = [made, chart.schedule, chart, *chart.lanes, *bars, *(bars[0].successors)]
    chart.schedule.editions = [chart]
    return snapshot([*rows, *([run] if run else [])])


def given_out(made: Handout, chart: ScheduleEdition) -> PrintRun:
    now = plan(made, chart)
    layout_of = build_document(now, made)
    run = kept(handout(), None)
    run.handout, run.title, run.number = made, made.title, made.number
    run.pages = [
        PrintedPage(position=at, number=page.page.number, heading="", texts=packed(page))
        for at, page in enumerate(kept_pages(now, layout_of, lay_out_document(layout_of)))
    ]
    return run


def listed(kind: str, made: Handout, chart: ScheduleEdition, run: PrintRun) -> list[list[str | None]]:
    (block_,) = build_blocks(kind, plan(made, chart, run), {})
    return texts(block_) if isinstance(block_, Table) else []


def move(bars: list[Bar]) -> None:
    bars[1].starts_on, bars[1].ends_on = date(2024, 10, 1), date(2024, 11, 30)


def lengthen(bars: list[Bar]) -> None:
    bars[1].ends_on = date(2024, 10, 31)


def untie(bars: list[Bar]) -> None:
    bars[0].successors.clear()


@pytest.mark.parametrize(
    ("act", "place", "wrong", "right"),
    [
        (move, "工程「意見募集」", "R6.8～R6.9", "R6.10～R6.11"),
        (lengthen, "工程「意見募集」", "R6.8～R6.9", "R6.8～R6.10"),
    ],
)
def test_a_bar_that_moves_is_named_with_its_days(
    act: Callable[[list[Bar]], None], place: str, wrong: str, right: str
) -> None:
    chart, bars = schedule()
    made = handout(block("schedule"))
    run = given_out(made, chart)
    assert listed("replacements", made, chart, run) == []
    act(bars)
    ((_, number, kind, what),) = listed("replacements", made, chart, run)
    assert (number, kind) == ("1", "差替え")
    assert what is not None
    assert what.endswith(f"{place}：{wrong} → {right}")
    ((_, _, where, before, after),) = listed("corrections", made, chart, run)
    assert where is not None
    assert where.endswith(place)
    assert (before, after) == (wrong, right)


def test_an_arrow_that_is_gone_is_a_changed_figure() -> None:
    chart, bars = schedule()
    made = handout(block("schedule"))
    run = given_out(made, chart)
    untie(bars)
    rows = listed("replacements", made, chart, run)
    assert len(rows) == 1
    assert rows[0][2] == "差替え"
    assert "図（帯・矢印）の変更" in (rows[0][3] or "")
    told = listed("corrections", made, chart, run)
    assert ("配付したページのとおり", "差し替えるページのとおり") in [tuple(row[3:]) for row in told]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("title", "別の題名", "資料名：資料の題名 → 別の題名"),
        ("number", "資料９", "資料番号：資料１ → 資料９"),
        ("draft", True, "資料名：資料の題名 → 資料の題名（案）"),
        ("stage", Stage("素案"), "段階の表示：（なし） → 素案"),
        ("paper", Paper.A3, "用紙：A4（横） → A3（横）"),
    ],
)
def test_the_title_line_is_compared_and_pages_share_a_row(name: str, value: object, sentence: str) -> None:
    chart, _ = schedule()
    made = handout(*(block("text", text="いろは"), block("page_break"), block("text", text="にほへ")))
    run = given_out(made, chart)
    setattr(made, name, value)
    assert [row[1:] for row in listed("replacements", made, chart, run)] == [["1～2", "差替え", sentence]]
    ((_, number, place, *_),) = listed("corrections", made, chart, run)
    assert number == "1～2"
    assert place == sentence.split("：")[0]


def test_other_page_numbers_are_no_change_of_the_pages() -> None:
    chart, _ = schedule()
    made = handout(block("schedule"), block("page_break"), block("text", text="にほへ"))
    run = given_out(made, chart)
    made.first_page = 5
    assert [row[1:3] for row in listed("replacements", made, chart, run)] == [["5～6", "番号のみ"]]
    assert listed("corrections", made, chart, run) == []


def test_only_pages_that_were_given_out_are_compared() -> None:
    chart, _ = schedule()
    blocks = parts("いろは", "にほへ", "とちり", "ぬるを")
    words = [one for one in blocks if one.kind == "text"]
    made = handout(*blocks)
    made.page_range = "1-2"
    run = given_out(made, chart)
    assert len(run.pages) == 2
    for present in (None, "4", "1-2"):
        made.page_range = present
        assert listed("replacements", made, chart, run) == []
    words[2].options = {"text": "変わった"}
    assert listed("replacements", made, chart, run) == []
    words[1].options = {"text": "にほへと"}
    assert [row[1:] for row in listed("replacements", made, chart, run)] == [
        ["2", "差替え", "見出しに：にほへ → にほへと"]
    ]


def test_the_days_of_a_bar_are_underlined_as_a_whole() -> None:
    chart, bars = schedule()
    made = handout(block("schedule"))
    run = given_out(made, chart)
    move(bars)
    (table,) = build_blocks("corrections", plan(made, chart, run), {})
    assert isinstance(table, Table)
    cells = [cell for cell in table.rows[0][3:] if cell is not None]
    assert [[cell.text[a:b] for a, b in cell.underline] for cell in cells] == [
        ["R6.8～R6.9"],
        ["R6.10～R6.11"],
    ]
