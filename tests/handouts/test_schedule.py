"""工程表: bars at their dates, nothing touches on a line, every text has a place."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole
from dxplanner.handouts import schedule
from dxplanner.handouts.blocks import Paragraph, Picture
from dxplanner.handouts.drawing import Align, Box, BoxShape, Drawing, Edge, Tone
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.review import overflows
from dxplanner.handouts.schedule_axis import Axis, AxisSpan, default_spans, moment, moment_after
from dxplanner.handouts.schedule_density import Density, close, roomy, tight
from dxplanner.handouts.schedule_packing import Item, pack
from dxplanner.model import Bar, ScheduleEdition
from dxplanner.model.base import Entity
from tests.handouts.builders import bar, edition, inferred, lane, snapshot

QUARTERS = (
    ("令和６年度", "４～６月", date(2024, 4, 1), date(2024, 6, 30)),
    ("令和６年度", "７～９月", date(2024, 7, 1), date(2024, 9, 30)),
    ("令和６年度", "10～12月", date(2024, 10, 1), date(2024, 12, 31)),
    ("令和６年度", "１～３月", date(2025, 1, 1), date(2025, 3, 31)),
)
OPEN = (None, "令和７年度以降", date(2025, 4, 1), None)


def drawn(made: ScheduleEdition, *more: Entity) -> Drawing:
    blocks = schedule.build(snapshot([made, made.schedule, *more]), {})
    (picture,) = [block for block in blocks if isinstance(block, Picture)]
    return picture.drawing


def box_of(drawing: Drawing, text: str) -> Box:
    return next(box for box in drawing.boxes if box.text == text)


def test_bars_stand_between_their_months() -> None:
    made = edition(*QUARTERS)
    lane(made, "改訂作業", bar("骨子整理", date(2024, 7, 1), date(2024, 8, 31)))
    drawing = drawn(made)
    box, july = box_of(drawing, "骨子整理"), box_of(drawing, "7月")
    august = box_of(drawing, "8月")
    assert box.x == pytest.approx(july.x, abs=0.5)
    assert box.right == pytest.approx(august.right, abs=0.5)


def test_overlapping_bars_are_stacked_in_their_order() -> None:
    made = edition(*QUARTERS)
    lane(
        made,
        "基礎調査",
        bar("アンケート調査", date(2024, 6, 1), date(2024, 7, 31)),
        bar("動向調査", date(2024, 4, 1), date(2024, 7, 31)),
    )
    drawing = drawn(made)
    assert box_of(drawing, "アンケート調査").bottom < box_of(drawing, "動向調査").y


def test_bars_that_follow_each_other_share_a_line() -> None:
    made = edition(*QUARTERS)
    lane(
        made,
        "改訂作業",
        bar("現状分析と検証", date(2024, 4, 1), date(2024, 6, 30)),
        bar("骨子整理", date(2024, 7, 1), date(2024, 8, 31)),
    )
    drawing = drawn(made)
    assert box_of(drawing, "現状分析と検証").y == box_of(drawing, "骨子整理").y


def test_a_text_too_long_for_its_bar_moves_beside_it() -> None:
    made = edition(*QUARTERS)
    lane(made, "手続き", bar("告示と縦覧の手続き", date(2024, 6, 1), date(2024, 6, 4)))
    drawing = drawn(made)
    text = box_of(drawing, "告示と縦覧の手続き")
    shape = next(box for box in drawing.boxes if box.name == text.name and not box.text)
    assert text.x > shape.right
    assert any(
        line.points[0] == pytest.approx((shape.right, shape.y + shape.height / 2)) for line in drawing.lines
    )


def test_milestones_turn_their_labels_to_make_room() -> None:
    made = edition(*QUARTERS)
    lane(
        made,
        "委員会",
        bar("現状分析等審議", date(2024, 7, 1), date(2024, 7, 31), BarKind.MILESTONE),
        bar("骨子審議", date(2024, 8, 1), date(2024, 8, 31), BarKind.MILESTONE),
    )
    drawing = drawn(made)
    first, second = (box_of(drawing, text) for text in ("現状分析等審議", "骨子審議"))
    signs = sorted(glyph.x for glyph in drawing.glyphs)
    assert first.right < signs[0] < signs[1] < second.x
    assert {glyph.name for glyph in drawing.glyphs} == {first.name, second.name}


def test_open_bars_reach_the_end_and_point_onwards() -> None:
    made = edition(*QUARTERS, OPEN)
    lane(made, "研修", bar("継続実施予定", date(2025, 4, 1), None))
    drawing = drawn(made)
    box = box_of(drawing, "継続実施予定")
    assert box.shape is BoxShape.OPEN_RIGHT
    assert box.right == pytest.approx(drawing.width, abs=1.5)


def test_inferred_bars_are_dashed_and_explained() -> None:
    made = edition(*QUARTERS)
    sure, guess = (bar(text, date(2024, 4, 1), date(2024, 6, 30)) for text in ("確定", "推定の帯"))
    lane(made, "作業", sure, guess)
    blocks = schedule.build(snapshot([made, made.schedule, inferred(guess, "starts_on")]), {})
    drawing = next(block.drawing for block in blocks if isinstance(block, Picture))
    assert box_of(drawing, "推定の帯").edge is Edge.DASHED
    assert box_of(drawing, "確定").edge is Edge.THIN
    assert box_of(drawing, "※　破線の枠：推定（確認中）").y > box_of(drawing, "作業").bottom


@pytest.mark.parametrize("starts_on", [date(2024, 5, 1), date(2025, 3, 20)])
def test_the_text_of_an_inferred_milestone_is_underlined_close_to_its_sign(starts_on: date) -> None:
    """In a box it would look like a bar before or behind its sign."""
    made = edition(*QUARTERS)
    guess, sure = bar("成案報告", starts_on, None, BarKind.MILESTONE), bar("確定", starts_on, None)
    sure.kind = BarKind.MILESTONE
    lane(made, "市議会", guess)
    lane(made, "委員会", sure)
    blocks = schedule.build(snapshot([made, made.schedule, inferred(guess, "starts_on")]), {})
    drawing = next(block.drawing for block in blocks if isinstance(block, Picture))
    label, sign = box_of(drawing, "成案報告"), next(one for one in drawing.glyphs if one.name == guess.uid)
    assert label.edge is box_of(drawing, "確定").edge is Edge.NONE
    (line,) = [line for line in drawing.lines if line.edge is Edge.DASHED]
    assert [x for x, _ in line.points] == pytest.approx([label.x, label.right])
    assert [y for _, y in line.points] == pytest.approx([label.bottom] * 2, abs=0.3)
    gap = max(label.x - (sign.x + sign.size / 2), sign.x - sign.size / 2 - label.right)
    assert 0 < gap < 1.0
    assert label.padding == 0
    assert label.style.align is (Align.LEFT if label.x > sign.x else Align.RIGHT)
    (legend,) = [box.text for box in drawing.boxes if box.text.startswith("※")]
    assert "破線の下線：推定（確認中）" in legend


def test_the_legend_names_frames_and_underlines_together() -> None:
    made = edition(*QUARTERS)
    guesses = [
        bar("帯", date(2024, 4, 1), date(2024, 6, 30)),
        bar("節", date(2024, 8, 1), None, BarKind.MILESTONE),
    ]
    lane(made, "作業", *guesses)
    marks = [inferred(guess, "starts_on") for guess in guesses]
    blocks = schedule.build(snapshot([made, made.schedule, *marks]), {})
    drawing = next(block.drawing for block in blocks if isinstance(block, Picture))
    assert box_of(drawing, "※　破線の枠・下線：推定（確認中）　　▲：主な節目")


def test_a_text_keeps_air_inside_its_bar_where_its_size_allows() -> None:
    item = Item("b", "パブリックコメント", 10.0, 46.0)
    ((entry,),) = pack([item], 0.0, 200.0, roomy(269.0)[0])
    wide = bundled_metrics().width(item.label, entry.way.size)
    assert entry.way.lines == (item.label,)
    assert 1.0 <= (36.0 - 0.7 - wide) / 2 < 3.0
    # At the floor it stays in its bar with less.
    narrow = replace(item, label="調査", right=item.left + bundled_metrics().width("調査", 8.0) + 1.7)
    ((entry,),) = pack([narrow], 0.0, 200.0, roomy(269.0)[0])
    assert (entry.way.inside, entry.way.size, entry.way.lines) == (True, 8.0, ("調査",))


def test_shapes_and_roles_reach_the_drawing() -> None:
    made = edition(*QUARTERS)
    arrow = bar(
        "交流の帯", date(2024, 4, 1), date(2024, 6, 30), role=ColourRole.EXCHANGE, shape=BarShape.ARROW
    )
    lane(made, "作業", arrow)
    box = box_of(drawn(made), "交流の帯")
    assert (box.shape, box.tone, box.role) == (BoxShape.ARROW, Tone.ROLE, ColourRole.EXCHANGE)


def test_groups_of_lanes_have_one_cell() -> None:
    made = edition(*QUARTERS)
    for index, group in enumerate(("まとまり", "まとまり", None)):
        lane(made, f"区分{index}", group=group)
    drawing = drawn(made)
    cell, last = box_of(drawing, "まとまり"), box_of(drawing, "区分2")
    assert cell.y == pytest.approx(box_of(drawing, "区分0").y)
    assert cell.bottom == pytest.approx(box_of(drawing, "区分1").bottom)
    assert last.x == 0


def test_the_years_of_the_columns_are_merged() -> None:
    drawing = drawn(edition_with_lane(*QUARTERS, OPEN))
    year, later = box_of(drawing, "令和６年度"), box_of(drawing, "令和７年度以降")
    assert year.right == pytest.approx(later.x)
    assert later.height > year.height


def edition_with_lane(*columns: tuple[str | None, str, date, date | None]) -> ScheduleEdition:
    made = edition(*columns)
    lane(made, "区分の例")
    return made


def test_a_schedule_without_columns_gets_quarters() -> None:
    made = edition()
    lane(made, "作業", bar("帯", date(2024, 5, 10), date(2024, 12, 3)))
    texts = [box.text for box in drawn(made).boxes]
    assert [text for text in texts if text.endswith("月") and "～" in text] == [
        "4～6月",
        "7～9月",
        "10～12月",
    ]
    spans = default_spans(date(2024, 12, 31), date(2025, 4, 1))
    assert [(span.group, span.heading) for span in spans] == [
        ("令和６年度", "10～12月"),
        ("令和６年度", "1～3月"),
        ("令和７年度", "4～6月"),
    ]


def test_a_schedule_of_many_years_without_columns_gets_years() -> None:
    spans = default_spans(date(2024, 5, 1), date(2032, 1, 1))
    assert [span.heading for span in spans][:2] == ["令和６年度", "令和７年度"]
    assert len(spans) == 8


def test_markers_are_lines_through_all_lanes() -> None:
    made = edition(*QUARTERS)
    lane(made, "基準日", bar("告示", date(2024, 9, 9), None, BarKind.MARKER))
    lane(made, "作業")
    drawing = drawn(made)
    line = next(line for line in drawing.lines if line.edge is Edge.DASHED)
    assert line.points[1][1] == pytest.approx(drawing.height)  # there is no legend


def test_many_lanes_go_over_pages() -> None:
    made = edition(*QUARTERS)
    for index in range(70):
        lane(made, f"区分{index}")
    blocks = schedule.build(snapshot([made, made.schedule]), {})
    pages = [block.drawing for block in blocks if isinstance(block, Picture)]
    assert len(pages) > 1
    names = [
        box.text for page in pages for box in page.boxes if box.text.startswith("区分") and box.text != "区分"
    ]
    assert names == [f"区分{index}" for index in range(70)]
    assert all(page.height <= 169 for page in pages)


def test_an_empty_schedule_says_so_and_an_unknown_one_is_told() -> None:
    assert schedule.build(snapshot(), {}) == (Paragraph("該当する内容はありません。"),)
    made = edition_with_lane(*QUARTERS)
    with pytest.raises(InputError, match="工程表「別」が見つかりません"):
        schedule.build(snapshot([made, made.schedule]), {"schedule": "別"})


START = date(2024, 4, 1)
BARS = st.builds(
    lambda offset, length, label, kind: bar(
        label,
        START + timedelta(days=offset),
        None if length is None else START + timedelta(days=offset + length),
        kind,
    ),
    st.integers(-40, 500),
    st.one_of(st.none(), st.integers(0, 200)),
    st.one_of(st.none(), st.integers(1, 90).map(lambda n: ("技術や国等の動向調査" * 10)[:n])),
    st.sampled_from([BarKind.BAR, BarKind.BAR, BarKind.MILESTONE]),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(BARS, max_size=9))
def test_any_bars_are_placed_without_touching(bars: list[Bar]) -> None:
    for number, one in enumerate(bars):
        one.uid = f"bar-{number}"
    made = edition(*QUARTERS, OPEN)
    lane(made, "区分の例", *bars)
    drawing = drawn(made)
    shown = [box for box in drawing.boxes if box.name.startswith("bar-")]
    assert {box.name for box in shown if box.text} == {one.uid for one in bars if one.label}
    assert not [box.text for box in shown if overflows(box)]
    for box in shown:
        assert box.x >= -1e-6
        assert box.right <= drawing.width + 1e-6
    for index, box in enumerate(shown):
        for other in shown[index + 1 :]:
            assert box.right <= other.x + 0.1 or other.right <= box.x + 0.1 or not _meet(box, other)


def _meet(box: Box, other: Box) -> bool:
    return box.y < other.bottom - 1e-6 and other.y < box.bottom - 1e-6


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 190), st.floats(0, 80), st.text("あいう", max_size=30)), max_size=12),
    st.sampled_from([*roomy(200), close(8.0), tight(True)]),
)
def test_lines_of_a_lane_never_overlap(spans: list[tuple[float, float, str]], density: Density) -> None:
    items = [
        Item(
            str(index),
            label,
            left,
            max(left, min(left + width, 200)),
            BarKind.BAR if width > 3 else BarKind.MILESTONE,
        )
        for index, (left, width, label) in enumerate(spans)
    ]
    lines = pack(items, -3, 203, density)
    assert sorted(entry.item.uid for line in lines for entry in line) == sorted(item.uid for item in items)
    for line in lines:
        for before, after in pairwise(line):
            assert before.way.right <= after.way.left + 1e-6


@given(st.dates(date(2024, 3, 1), date(2026, 1, 1)), st.integers(0, 300))
def test_later_dates_are_never_further_left(day: date, days: int) -> None:
    spans = [AxisSpan(group or "", heading, start, end) for group, heading, start, end in (*QUARTERS, OPEN)]
    axis = Axis(spans, 50, 269)
    later = day + timedelta(days=days)
    assert 50 <= axis.x(moment(day)) <= axis.x(moment_after(later)) <= 269
