"""The layout of screen and paper: arrows end on their nodes, pass no label, cross no more than needed."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain.transition_data import (
    ComparedNode,
    ComparedVersion,
    Link,
    joined_depths,
    nowhere,
    proposed_kind,
)
from dxplanner.domain.vocabulary import Side, TransitionKind
from dxplanner.handouts.drawing import Box
from dxplanner.handouts.review import overflows
from dxplanner.handouts.transitions_arrows import Channel, route_arrows
from dxplanner.handouts.transitions_layout import Layout, lay_out_on_screen
from dxplanner.handouts.transitions_sides import ENDED, NO_SOURCE, NO_TARGET, compare

Kind = TransitionKind


def side(name: str, base: int, leaves: Sequence[int]) -> ComparedVersion:
    """A version with so many leaves under each of its policies."""
    nodes = []
    key = base
    for policy, count in enumerate(leaves, start=1):
        key += 1
        parent = key
        nodes.append(
            ComparedNode(parent, None, 0, f"u{parent}", f"{policy}", f"{name}の基本方針その{policy}")
        )
        for leaf in range(1, count + 1):
            key += 1
            text = f"{name}の施策{policy}の{leaf}を進める"
            nodes.append(ComparedNode(key, parent, 1, f"u{key}", f"{policy}-{leaf}", text))
    return ComparedVersion(name, name, ("基本方針", "基本施策"), tuple(nodes))


def keys(version: ComparedVersion) -> list[int]:
    return [node.key for node in version.at(1)]


@st.composite
def comparisons(draw: st.DrawFn) -> tuple[ComparedVersion, ComparedVersion, list[Link]]:
    shape = st.lists(st.integers(1, 4), min_size=1, max_size=4)
    old, new = side("現行", 0, draw(shape)), side("見直し案", 1000, draw(shape))
    links = []
    for number in range(draw(st.integers(0, 8))):
        olds = draw(st.lists(st.sampled_from(keys(old)), unique=True, max_size=3))
        news = draw(st.lists(st.sampled_from(keys(new)), unique=True, max_size=3))
        if olds or news:
            kind = proposed_kind(olds=[str(key) for key in olds], news=[str(key) for key in news])
            inferred = draw(st.booleans())
            links.append(Link(number, f"l{number}", kind, tuple(olds), tuple(news), inferred=inferred))
    return old, new, links


def screen(old: ComparedVersion, new: ComparedVersion, links: list[Link], *, swapped: bool = False) -> Layout:
    made = compare(old, new, links, (1, 1), 2, open_ends=True)
    return lay_out_on_screen(made, 220.0, 150.0, "", swapped=swapped)


@settings(max_examples=40)
@given(comparisons(), st.booleans())
def test_every_arrow_runs_between_the_nodes_of_its_transition(
    case: tuple[ComparedVersion, ComparedVersion, list[Link]], swapped: bool
) -> None:
    old, new, links = case
    layout = screen(old, new, links, swapped=swapped)
    by_key = {link.key: link for link in links}
    drawn: dict[int, set[tuple[Side, int]]] = {link.key: set() for link in links}
    for route, line in zip(layout.routes, layout.drawing.lines, strict=True):
        assert line.points == route.points
        for key in route.keys:
            if route.start is not None:
                assert route.start in by_key[key].olds
                drawn[key].add((Side.OLD, route.start))
            if route.end is not None:
                assert route.end in by_key[key].news
                drawn[key].add((Side.NEW, route.end))
        if route.start is not None:
            low, high = layout.olds[route.start]
            assert low < route.points[0][1] < high
            assert route.points[0][0] == layout.channel.start
        if route.end is not None:
            low, high = layout.news[route.end]
            assert low < route.points[-1][1] < high
            assert route.points[-1][0] == layout.channel.end
    for link in links:
        ends = {(Side.OLD, key) for key in link.olds} | {(Side.NEW, key) for key in link.news}
        assert drawn[link.key] == (ends if link.olds and link.news else set())


@settings(max_examples=40)
@given(comparisons(), st.booleans())
def test_no_arrow_passes_a_label_or_a_name(
    case: tuple[ComparedVersion, ComparedVersion, list[Link]], swapped: bool
) -> None:
    layout = screen(*case, swapped=swapped)
    worded = [box for box in layout.drawing.boxes if box.text]
    for route in layout.routes:
        for start, end in pairwise(route.points):
            assert not [box.text for box in worded if _passes(box, start, end)]
    assert not [box.text for box in layout.drawing.boxes if overflows(box)]


def _passes(box: Box, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Whether a line enters a box: looked at every tenth of a millimetre or finer."""
    steps = max(10, int(abs(end[0] - start[0]) + abs(end[1] - start[1])) * 10)
    for step in range(steps + 1):
        x = start[0] + (end[0] - start[0]) * step / steps
        y = start[1] + (end[1] - start[1]) * step / steps
        if box.x < x < box.right and box.y < y < box.bottom:
            return True
    return False


@settings(max_examples=60)
@given(comparisons())
def test_two_arrows_cross_only_where_the_order_of_their_nodes_demands_it(
    case: tuple[ComparedVersion, ComparedVersion, list[Link]],
) -> None:
    old, new, links = case
    single = [link for link in links if len(link.olds) < 2 or len(link.news) < 2]
    starts = {key: (10.0 * at, 10.0 * at + 8) for at, key in enumerate(keys(old))}
    ends = {key: (9.0 * at, 9.0 * at + 7) for at, key in enumerate(keys(new))}
    routes, joints = route_arrows(single, starts, ends, Channel(0.0, 40.0))
    assert joints == ()
    for one, other in combinations(routes, 2):
        crossed = (one.points[0][1] - other.points[0][1]) * (one.points[-1][1] - other.points[-1][1]) < 0
        nodes = (starts[one.start or 0][0] - starts[other.start or 0][0]) * (
            ends[one.end or 0][0] - ends[other.end or 0][0]
        )
        assert crossed == (nodes < 0)


def test_many_to_many_meet_in_a_joint() -> None:
    starts = {key: (10.0 * key, 10.0 * key + 8) for key in (1, 2, 3)}
    ends = {key: (10.0 * key, 10.0 * key + 8) for key in (11, 12)}
    link = Link(7, "l7", Kind.MERGED, (1, 2, 3), (11, 12))
    routes, (joint,) = route_arrows([link], starts, ends, Channel(0.0, 40.0))
    assert len(routes) == 5
    assert joint.key == 7
    at = (joint.x, joint.y)
    assert [route.points[-1] for route in routes if route.end is None] == [at] * 3
    assert [route.points[0] for route in routes if route.start is None] == [at] * 2


def test_what_stands_alone_is_named_on_screen_and_not_on_paper() -> None:
    old, new = side("現行", 0, [2]), side("見直し案", 1000, [2])
    links = [Link(1, "l1", Kind.ABOLISHED, (2,), ())]
    here = compare(old, new, links, (1, 1), 2, open_ends=True)
    assert dict(here.old.labels) == {2: ENDED, 3: NO_TARGET}
    assert here.new.remarks == {1002: NO_SOURCE, 1003: NO_SOURCE}
    paper = compare(old, new, links, (1, 1), 2)
    assert dict(paper.old.labels) == {2: ENDED}
    assert paper.new.remarks == {1002: "", 1003: ""}
    assert [node.key for node in nowhere(old, 1, links, Side.OLD)] == [3]
    assert [node.key for node in nowhere(new, 1, links, Side.NEW)] == [1002, 1003]


def test_the_sides_can_be_swapped() -> None:
    old, new = side("現行", 0, [2]), side("見直し案", 1000, [2])
    links = [Link(1, "l1", Kind.RENAMED, (2,), (1002,))]
    usual, swapped = screen(old, new, links), screen(old, new, links, swapped=True)
    assert usual.channel.sign == 1
    assert swapped.channel.sign == -1
    (line,) = swapped.drawing.lines
    assert line.points[0][0] > line.points[-1][0]
    titles = sorted((box for box in swapped.drawing.boxes if box.y == 0), key=lambda box: box.x)
    assert [box.text for box in titles] == ["見直し案", "現行"]


def _shapes() -> Iterator[tuple[list[str], list[str], int, int, TransitionKind]]:
    yield ["ア"], ["ア"], 0, 0, Kind.KEPT
    yield ["ア"], ["イ"], 0, 0, Kind.RENAMED
    yield ["ア", "イ"], ["ウ"], 0, 0, Kind.MERGED
    yield ["ア"], ["イ", "ウ"], 0, 0, Kind.SPLIT
    yield [], ["イ"], 0, 0, Kind.NEW
    yield ["ア"], [], 0, 0, Kind.ABOLISHED
    yield ["ア"], ["イ"], 1, 0, Kind.MERGED
    yield ["ア"], ["イ"], 0, 1, Kind.SPLIT
    yield ["ア"], ["イ"], 1, 1, Kind.PARTLY_MOVED


def test_the_shape_proposes_the_kind() -> None:
    for olds, news, more_olds, more_news, kind in _shapes():
        assert proposed_kind(olds, news, more_olds=more_olds, more_news=more_news) is kind


def test_the_deepest_level_that_is_joined_is_shown() -> None:
    old, new = side("現行", 0, [1]), side("見直し案", 1000, [1])
    assert joined_depths(old, new, []) == (1, 1)
    assert joined_depths(old, new, [Link(1, "l", Kind.KEPT, (1,), (1001,))]) == (0, 0)
