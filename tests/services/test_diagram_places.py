"""Snapping, alignment and distribution in whole millimetres."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dxplanner.services.diagram_places import (
    FARTHEST,
    GRID,
    LEAST,
    Arrange,
    Rect,
    arranged,
    bounds,
    framing,
    free_place,
    in_columns,
    shifted_together,
    snapped_move,
    snapped_size,
)

RECTS = st.builds(
    Rect, st.integers(0, 250), st.integers(0, 170), st.integers(LEAST, 90), st.integers(LEAST, 60)
)
OTHER = Rect(100, 50, 40, 20)


def test_nothing_near_goes_to_the_grid() -> None:
    assert snapped_move(Rect(13, 7, 30, 10), [OTHER], 2.0).rect == Rect(15, 5, 30, 10)
    assert snapped_move(Rect(13, 7, 30, 10), [OTHER], 2.0, free=True).rect == Rect(13, 7, 30, 10)


def test_edges_and_middles_of_others_pull_more_than_the_grid() -> None:
    snapped = snapped_move(Rect(101, 7, 30, 10), [OTHER], 2.0)
    assert snapped.rect == Rect(100, 5, 30, 10)
    (guide,) = snapped.guides
    assert (guide.upright, guide.at, guide.first, guide.last) == (True, 100, 5, 70)
    middle = snapped_move(Rect(106, 5, 30, 10), [OTHER], 2.0)
    assert middle.rect.x == 105
    assert [guide.at for guide in middle.guides] == [120]


def test_places_stay_in_the_picture() -> None:
    assert snapped_move(Rect(-30, -4, 30, 10), [], 2.0).rect == Rect(0, 0, 30, 10)
    assert snapped_move(Rect(2000, 3, 30, 10), [], 2.0).rect.right <= FARTHEST


@given(
    st.dictionaries(st.text("ab", min_size=1), RECTS, min_size=1),
    st.integers(-400, 1200),
    st.integers(-400, 1200),
)
def test_what_moves_together_keeps_its_order_and_stays_in_the_picture(
    places: dict[str, Rect], across: int, down: int
) -> None:
    moved = shifted_together(places, across, down)
    ways = {(moved[key].x - rect.x, moved[key].y - rect.y) for key, rect in places.items()}
    assert len(ways) == 1
    whole = bounds(list(moved.values()))
    assert min(whole.x, whole.y) >= 0
    assert max(whole.right, whole.bottom) <= FARTHEST
    if whole.x > 0 and whole.right < FARTHEST:
        assert ways.pop()[0] == across


@given(st.integers(0, 500), st.integers(0, FARTHEST), st.integers(0, FARTHEST))
def test_columns_lie_in_the_picture_and_nothing_on_anything(count: int, x: int, y: int) -> None:
    places = in_columns(count, Rect(x, y, 50, 12), 3)
    assert len(places) == len(set(places)) == count
    for rect in places:
        assert 0 <= rect.x <= rect.right <= FARTHEST
        assert 0 <= rect.y <= rect.bottom <= FARTHEST
        assert (rect.width, rect.height) == (50, 12)
    in_order = sorted(places, key=lambda one: (one.x, one.y))
    assert not any(one.meets(other) for one, other in pairwise(in_order))


@given(RECTS, st.lists(RECTS, max_size=8))
def test_a_free_place_covers_nothing_and_is_not_far(rect: Rect, others: list[Rect]) -> None:
    found = free_place(rect, others)
    assert (found.width, found.height) == (rect.width, rect.height)
    assert found == rect or not any(found.meets(other) for other in others)
    if not others:
        assert found == rect


def test_no_free_place_is_the_place_itself() -> None:
    everything = Rect(0, 0, FARTHEST, FARTHEST)
    assert free_place(OTHER, [everything]) == OTHER
    assert free_place(OTHER, [OTHER]) == Rect(100, 25, 40, 20)


def test_places_that_meet() -> None:
    assert OTHER.meets(Rect(130, 60, 40, 20))
    assert OTHER.meets(OTHER)
    assert not OTHER.meets(Rect(140, 50, 40, 20))
    assert not OTHER.meets(Rect(100, 70, 40, 20))


def test_a_handle_moves_its_edges_only() -> None:
    start = Rect(10, 10, 40, 20)
    assert snapped_size(start, (1, 0), 11, 99, [], 2.0).rect == Rect(10, 10, 50, 20)
    assert snapped_size(start, (-1, -1), 3, 4, [], 2.0).rect == Rect(15, 15, 35, 15)
    assert snapped_size(start, (1, 1), -90, -90, [], 2.0).rect == Rect(10, 10, LEAST, LEAST)
    assert snapped_size(start, (1, 0), 49, 0, [OTHER], 2.0).rect.right == 100
    assert snapped_size(start, (1, 0), 11, 0, [], 2.0, free=True).rect.width == 51


@given(RECTS, st.lists(RECTS, max_size=5), st.floats(0, 6))
def test_snapping_moves_by_the_reach_or_half_a_grid_at_most(
    rect: Rect, others: list[Rect], reach: float
) -> None:
    found = snapped_move(rect, others, reach).rect
    assert (found.width, found.height) == (rect.width, rect.height)
    most = max(reach + 1, GRID / 2 + 0.5)
    assert abs(found.x - rect.x) <= most
    assert abs(found.y - rect.y) <= most


@given(
    RECTS,
    st.sampled_from([(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)]),
    st.integers(-300, 300),
    st.integers(-300, 300),
    st.lists(RECTS, max_size=4),
)
def test_sizes_never_fall_below_the_least(
    rect: Rect, handle: tuple[int, int], across: int, down: int, others: list[Rect]
) -> None:
    found = snapped_size(rect, handle, across, down, others, 3.0).rect
    assert found.width >= LEAST
    assert found.height >= LEAST
    assert found.x >= 0
    assert found.y >= 0
    if handle[0] >= 0:
        assert found.x == rect.x
    if handle[1] <= 0:
        assert found.bottom == rect.bottom


def test_bringing_into_line() -> None:
    places = {"a": Rect(0, 0, 20, 10), "b": Rect(30, 40, 40, 20), "c": Rect(100, 90, 10, 10)}
    assert [one.x for one in arranged(places, Arrange.LEFT, "c").values()] == [0, 0, 0]
    assert [one.right for one in arranged(places, Arrange.RIGHT, "c").values()] == [110, 110, 110]
    assert [one.x for one in arranged(places, Arrange.CENTRE, "c").values()] == [45, 35, 50]
    assert [one.y for one in arranged(places, Arrange.TOP, "c").values()] == [0, 0, 0]
    assert [one.y for one in arranged(places, Arrange.MIDDLE, "c").values()] == [45, 40, 45]
    assert [one.bottom for one in arranged(places, Arrange.BOTTOM, "c").values()] == [100, 100, 100]
    assert [(one.width, one.height) for one in arranged(places, Arrange.SIZE, "b").values()] == [(40, 20)] * 3
    assert [one.width for one in arranged(places, Arrange.WIDTH, "a").values()] == [20] * 3
    assert [one.x for one in arranged(places, Arrange.ACROSS, "a").values()] == [0, 40, 100]
    assert [one.y for one in arranged(places, Arrange.DOWN, "a").values()] == [0, 40, 90]


@given(st.dictionaries(st.text(max_size=2), RECTS, min_size=2, max_size=6))
def test_distributed_elements_keep_size_order_and_outer_places(places: dict[str, Rect]) -> None:
    made = arranged(places, Arrange.ACROSS, next(iter(places)))
    order = sorted(places, key=lambda key: (places[key].x, places[key].y))
    assert made[order[0]].x == places[order[0]].x
    assert all((made[key].width, made[key].y) == (places[key].width, places[key].y) for key in places)
    assert min(rect.x for rect in made.values()) >= 0


def test_a_frame_leaves_room_for_its_title() -> None:
    inner = [Rect(20, 30, 40, 10), Rect(70, 60, 20, 10)]
    frame = framing(inner)
    assert frame.holds(bounds(inner))
    assert frame == Rect(15, 22, 80, 53)
    assert framing([Rect(2, 3, 10, 10)]) == Rect(0, 0, 17, 18)
