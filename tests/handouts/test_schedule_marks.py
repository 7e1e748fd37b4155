"""工程表 on paper: arrows, progress, イナズマ線 and the periods of another edition."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import BarKind, DependencyType
from dxplanner.handouts import schedule
from dxplanner.handouts.area import A4_LANDSCAPE
from dxplanner.handouts.blocks import Picture
from dxplanner.handouts.drawing import Box, Drawing, Edge, Line, Tone
from dxplanner.model import Bar, Dependency, ScheduleEdition
from tests.handouts.builders import bar, edition, lane, snapshot
from tests.handouts.test_schedule_pages import months

APRIL, JUNE, JULY, AUGUST = date(2024, 4, 1), date(2024, 6, 30), date(2024, 7, 1), date(2024, 8, 31)


def drawn(made: ScheduleEdition, **options: object) -> Drawing:
    blocks = schedule.build(snapshot([made, made.schedule]), options, A4_LANDSCAPE)
    (picture,) = [block for block in blocks if isinstance(block, Picture)]
    return picture.drawing


def body(drawing: Drawing, one: Bar) -> Box:
    """The box of a bar itself, not that of a text beside it."""
    return next(box for box in drawing.boxes if box.name == one.uid and box.edge is not Edge.NONE)


def arrows(drawing: Drawing) -> list[Line]:
    return [line for line in drawing.lines if line.arrow]


def legend_of(drawing: Drawing) -> str:
    return "".join(box.text for box in drawing.boxes if box.text.startswith("※"))


def two_bars(type_: DependencyType, begin: date = JULY, end: date = AUGUST) -> tuple[Drawing, Bar, Bar]:
    made = edition(*months(12))
    first, second = bar("初め", APRIL, JUNE), bar("次", begin, end)
    lane(made, "上", first)
    lane(made, "下", second)
    Dependency(before=first, after=second, type=type_, lag=0)
    return drawn(made), first, second


@pytest.mark.parametrize("type_", list(DependencyType))
@pytest.mark.parametrize("begin", [JULY, date(2024, 5, 1), date(2024, 12, 1)])
def test_an_arrow_runs_from_end_or_start_to_start_or_end(type_: DependencyType, begin: date) -> None:
    drawing, first, second = two_bars(type_, begin, begin + timedelta(days=60))
    (arrow,) = arrows(drawing)
    before, after = body(drawing, first), body(drawing, second)
    from_end = type_ in (DependencyType.FINISH_START, DependencyType.FINISH_FINISH)
    start, end = arrow.points[0], arrow.points[-1]
    assert start == pytest.approx((before.right if from_end else before.x, before.y + before.height / 2))
    assert after.x - 0.1 <= end[0] <= after.right + 0.1
    assert after.y - 0.1 <= end[1] <= after.bottom + 0.1
    assert arrow.edge is Edge.HAIR
    for one, other in pairwise(arrow.points):
        assert one[0] == pytest.approx(other[0]) or one[1] == pytest.approx(other[1])
    assert "細い矢印：前後関係" in legend_of(drawing)


def test_arrows_can_be_left_out_and_are_told_when_they_leave_the_page() -> None:
    made = edition(*months(12))
    first, second = bar("初め", APRIL, JUNE), bar("次", JULY, AUGUST)
    lane(made, "上", first)
    lane(made, "下", second)
    Dependency(before=first, after=second, type=DependencyType.FINISH_START, lag=0)
    assert arrows(drawn(made, links=False)) == []
    part = drawn(made, to="R6.6")
    assert arrows(part) == []
    assert "ほかのページへの矢印は省略" in legend_of(part)


def test_an_arrow_leaves_behind_a_text_beside_its_bar() -> None:
    made = edition(*months(12))
    first, second = (
        bar("帯に入らない長い名称", APRIL, APRIL),
        bar("次", date(2024, 11, 1), date(2024, 12, 31)),
    )
    lane(made, "上", first, second)
    Dependency(before=first, after=second, type=DependencyType.FINISH_START, lag=0)
    drawing = drawn(made)
    text = next(box for box in drawing.boxes if box.text == first.label)
    assert arrows(drawing)[0].points[0][0] == pytest.approx(text.right)


def test_progress_is_a_dark_band_clear_of_the_text() -> None:
    made = edition(*months(12))
    half, none, done = (bar(text, APRIL, date(2024, 9, 30)) for text in ("半分", "未着手", "完了"))
    half.progress, none.progress, done.progress = 50, 0, 100
    for one in (half, none, done):
        lane(made, one.label or "", one)
    drawing = drawn(made)
    bands = [box for box in drawing.boxes if box.tone is Tone.STRONG]
    assert len(bands) == 2
    for one, share, band in zip((half, done), (0.5, 1.0), bands, strict=True):
        box = body(drawing, one)
        assert band.bottom == pytest.approx(box.bottom)
        assert band.width / box.width == pytest.approx(share, abs=0.02)
        assert band.y > box.y + box.height / 2 + box.style.size * 0.353 / 2
    assert [box for box in drawn(made, progress=False).boxes if box.tone is Tone.STRONG] == []


def test_the_progress_line_bends_to_where_work_has_got_to() -> None:
    made = edition(*months(12))
    behind, ahead, waiting = (bar(text, APRIL, date(2024, 9, 30)) for text in ("遅れ", "進み", "進捗なし"))
    behind.progress, ahead.progress = 10, 90
    for one in (behind, ahead, waiting):
        lane(made, one.label or "", one)
    drawing = drawn(made, status="R6.6.30")
    (line,) = [line for line in drawing.lines if line.edge is Edge.THICK and len(line.points) > 2]
    july = next(box for box in drawing.boxes if box.text == "7月")
    first, last = line.points[0], line.points[-1]
    assert first[0] == last[0] == pytest.approx(july.x)
    assert min(x for x, _ in line.points) < first[0] < max(x for x, _ in line.points)
    assert [y for _, y in line.points] == sorted(y for _, y in line.points)
    assert "太い折れ線：R6.6.30現在の進み" in legend_of(drawing)
    # Where a bar would hide the line it is drawn over it.
    ticks = [box for box in drawing.boxes if box.tone is Tone.STRONG and box.width < 1 and box.height > 3]
    assert len(ticks) == 3
    with pytest.raises(InputError, match="工程表の「基準日」"):
        drawn(made, status="いつか")


def compared() -> ScheduleEdition:
    made = edition(*months(12))
    old = ScheduleEdition(uid="old", name="素案", schedule=made.schedule)
    moved, same, point = (
        bar("動いた", JULY, AUGUST),
        bar("同じ", APRIL, JUNE),
        bar("報告", JULY, JULY, BarKind.MILESTONE),
    )
    before: Sequence[Bar] = (
        bar("動いた", APRIL, JUNE), bar("同じ", APRIL, JUNE), bar("報告", APRIL, APRIL, BarKind.MILESTONE),
        bar("なくなった", date(2025, 1, 1), date(2025, 2, 28)),
    )  # fmt: skip
    for new, was in zip((moved, same, point), before, strict=False):
        new.lineage = was.lineage = f"line-{new.label}"
    for index, was in enumerate(before):
        was.uid = f"old-{index}"
    lane(made, "区分の例", moved, same, point).lineage = "lane-line"
    row = lane(old, "区分の例", *before)
    row.uid, row.lineage = "old-lane", "lane-line"
    return made


def test_another_edition_is_drawn_as_ghosts() -> None:
    made = compared()
    drawing = drawn(made, edition="当初", baseline="素案")
    ghosts = [line for line in drawing.lines if line.edge is Edge.DASHED]
    months_of = {box.text: box for box in drawing.boxes if box.text.endswith("月")}
    spans = sorted((line.points[0][0], line.points[-1][0]) for line in ghosts)
    assert spans == [
        pytest.approx((months_of["4月"].x, months_of["6月"].right), abs=0.5),
        pytest.approx((months_of["1月"].x, months_of["2月"].right), abs=0.5),
    ]
    assert "△" in [glyph.sign for glyph in drawing.glyphs]
    assert "「素案」の時期" in legend_of(drawing)
    assert not {"なくなった"} & {box.text for box in drawing.boxes}
    boxes = [box for box in drawing.boxes if box.name.startswith("bar-")]
    for line in ghosts:
        (left, _), (_, y), *_ = line.points
        assert not [box.text for box in boxes if box.y < y < box.bottom and box.x < left < box.right]
    with pytest.raises(
        InputError, match="比べる版「成案」が見つかりません。この工程表のほかの版は「素案」です。"
    ):
        drawn(made, edition="当初", baseline="成案")
