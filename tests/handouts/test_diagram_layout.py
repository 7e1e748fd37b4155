"""関係図 laid out: places stay in proportion, arrows end at rims, words whose arrow is lost are listed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import ColourRole, DiagramShape, EdgeStyle
from dxplanner.handouts.diagram_layout import (
    LOOSE_TITLE,
    edge_ends,
    grown_apart,
    lay_out_as_placed,
    lay_out_diagram,
)
from dxplanner.handouts.diagram_spec import DiagramSpec, EdgeSpec, NodeSpec
from dxplanner.handouts.drawing import Box, Drawing, Edge
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.review import overflows


def node(uid: str, x: float, y: float, width: float = 40, height: float = 14, **more: object) -> NodeSpec:
    return NodeSpec(uid, f"要素{uid}", x, y, width, height, **more)  # type: ignore[arg-type]


def drawn(*nodes: NodeSpec, edges: tuple[EdgeSpec, ...] = ()) -> Drawing:
    return lay_out_diagram(DiagramSpec("d", "図", nodes, edges), 269.0, 150.0)


def box_of(drawing: Drawing, name: str) -> Box:
    return next(box for box in drawing.boxes if box.name == name)


def test_places_stay_in_proportion() -> None:
    drawing = drawn(node("a", 10, 10), node("b", 70, 10), node("c", 130, 80))
    a, b, c = (box_of(drawing, name) for name in "abc")
    assert b.x - a.x == pytest.approx(c.x - b.x)
    assert a.y == b.y == 0
    assert c.right <= 269.0 + 1e-6
    assert c.bottom <= 150.0 + 1e-6


def test_an_arrow_runs_from_rim_to_rim() -> None:
    drawing = drawn(node("a", 0, 0), node("b", 100, 0), edges=(EdgeSpec("e", "届ける", "a", "b"),))
    (line,) = drawing.lines
    a, b = box_of(drawing, "a"), box_of(drawing, "b")
    assert line.arrow
    assert a.right < line.points[0][0] < line.points[1][0] < b.x
    label = box_of(drawing, "e")
    assert (label.text, label.edge) == ("届ける", Edge.NONE)
    assert label.x + label.width / 2 == pytest.approx(sum(x for x, _ in line.points) / 2)


def test_a_slanted_arrow_does_not_begin_where_a_level_one_ends() -> None:
    nodes = (node("a", 0, 0), node("b", 100, 0), node("c", 40, 80))
    edges = (EdgeSpec("level", "", "a", "b"), EdgeSpec("slanted", "", "b", "c"))
    level, slanted = drawn(*nodes, edges=edges).lines
    assert level.points[1][0] == pytest.approx(slanted.points[0][0])
    assert slanted.points[0][1] - level.points[1][1] > 3.0


def test_what_somebody_says_has_a_light_frame_that_is_no_dotted_one() -> None:
    drawing = drawn(node("a", 0, 0, group="吹き出し"), node("b", 0, 40, group="吹き出し", inferred=True))
    assert (box_of(drawing, "a").edge, box_of(drawing, "b").edge) == (Edge.HAIR, Edge.DASHED)


def test_the_words_of_an_arrow_cover_no_more_than_they_need() -> None:
    words = "課題に応じたサービスを提供する（知らせる）"
    drawing = drawn(node("a", 0, 0), node("b", 70, 0), edges=(EdgeSpec("e", words, "a", "b"),))
    label, (line,) = box_of(drawing, "e"), drawing.lines
    widest = max(bundled_metrics().width(text, label.style.size) for text in label.lines)
    assert "".join(label.lines) == words
    assert len(label.lines) > 1
    assert label.width == pytest.approx(widest + 2 * label.padding)
    assert label.x + label.width / 2 == pytest.approx(sum(x for x, _ in line.points) / 2)


def test_elements_grow_only_where_no_other_is_in_the_way() -> None:
    a, b, c = node("a", 0, 0), node("b", 0, 20), node("c", 60, 0)
    frame = node("f", 0, 0, 200, 100, shape=DiagramShape.FRAME)
    larger = {one.uid: replace(one, height=30.0) for one in (a, c)}
    assert grown_apart([a, frame, b, c], larger) == [a, frame, b, larger["c"]]
    touching = replace(a, height=20.0)
    assert grown_apart([a, b], {"a": touching}) == [touching, b]


def test_an_arrow_is_not_drawn_over_an_element_in_its_way() -> None:
    drawing = drawn(
        node("a", 0, 0), node("way", 0, 40), node("b", 0, 80), edges=(EdgeSpec("e", "", "a", "b"),)
    )
    way = box_of(drawing, "way")
    assert len(drawing.lines) == 2
    assert [line.arrow for line in drawing.lines] == [False, True]
    for line in drawing.lines:
        low, high = sorted(y for _, y in line.points)
        assert high <= way.y + 1e-6 or low >= way.bottom - 1e-6


@pytest.mark.parametrize(
    ("style", "inferred", "arrows", "edge"),
    [
        (EdgeStyle.ARROW, False, 1, Edge.THIN),
        (EdgeStyle.LINE, False, 0, Edge.THIN),
        (EdgeStyle.BOTH, False, 2, Edge.THIN),
        (EdgeStyle.DASHED, False, 1, Edge.DASHED),
        (EdgeStyle.ARROW, True, 1, Edge.DASHED),
    ],
)
def test_styles_of_arrows(style: EdgeStyle, inferred: bool, arrows: int, edge: Edge) -> None:
    spec = EdgeSpec("e", "", "a", "b", style, inferred)
    drawing = drawn(node("a", 0, 0), node("b", 100, 0), edges=(spec,))
    assert sum(line.arrow for line in drawing.lines) == arrows
    assert {line.edge for line in drawing.lines} == {edge}


def test_words_without_both_ends_are_listed_under_the_picture() -> None:
    edges = (EdgeSpec("one", "応援する", "a", ""), EdgeSpec("two", "伝える"), EdgeSpec("mute"))
    drawing = drawn(node("a", 0, 0), node("b", 100, 60), edges=edges)
    assert not drawing.lines
    assert LOOSE_TITLE in [box.text for box in drawing.boxes]
    bottom = max(box_of(drawing, name).bottom for name in "ab")
    for name in ("one", "two"):
        assert box_of(drawing, name).y > bottom
        assert box_of(drawing, name).edge is Edge.DASHED
    assert "mute" not in {box.name for box in drawing.boxes}


def test_an_ellipse_is_an_outline_with_its_words_inside() -> None:
    drawing = drawn(node("a", 0, 0, 80, 50, shape=DiagramShape.ELLIPSE), node("b", 120, 0))
    (outline,) = drawing.polygons
    words = box_of(drawing, "a")
    assert outline.name == "a"
    assert words.edge is Edge.NONE
    assert min(x for x, _ in outline.points) < words.x
    assert max(y for _, y in outline.points) > words.bottom


def test_a_frame_is_drawn_behind_what_stands_in_it() -> None:
    drawing = drawn(node("a", 20, 20), node("frame", 0, 0, 120, 70, shape=DiagramShape.FRAME))
    names = [box.name for box in drawing.boxes]
    assert names.index("frame") < names.index("a")
    assert box_of(drawing, "frame").edge is Edge.DASHED


def test_a_group_and_an_aim_are_printed_with_the_label() -> None:
    one = node(
        "a",
        0,
        0,
        70,
        22,
        group="《市民》",
        aim="生活：便利で暮らしやすいまち",
        aim_uid="v",
        role=ColourRole.LIFE,
    )
    drawing = drawn(one, node("b", 120, 60))
    assert box_of(drawing, "a").text == "《市民》\n要素a"
    assert box_of(drawing, "v").text == "生活：便利で暮らしやすいまち"
    assert box_of(drawing, "v").y == pytest.approx(box_of(drawing, "a").bottom)


def test_an_empty_diagram_has_no_boxes() -> None:
    assert drawn().boxes == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 200), st.integers(0, 140), st.text("市民のまち", min_size=1, max_size=24)),
        min_size=1,
        max_size=6,
    )
)
def test_elements_stay_on_the_page_and_hold_their_words(places: list[tuple[int, int, str]]) -> None:
    nodes = tuple(NodeSpec(str(n), text, x, y, 50, 16) for n, (x, y, text) in enumerate(places))
    drawing = drawn(*nodes)
    for box in drawing.boxes:
        assert -1e-6 <= box.x <= box.right <= 269.0 + 1e-6
        assert -1e-6 <= box.y <= box.bottom <= 150.0 + 1e-6
        assert not overflows(box)


def test_who_places_elements_by_hand_sees_their_own_millimetres() -> None:
    spec = DiagramSpec("d", "図", (node("a", 12, 30), node("b", 300, 9)), (EdgeSpec("e", "", "a", "b"),))
    drawing = lay_out_as_placed(spec, 270.0)
    a, b = box_of(drawing, "a"), box_of(drawing, "b")
    assert (a.x, a.y, a.width, a.height) == (12, 30, 40, 14)
    assert (b.x, b.y) == (300, 9)
    assert drawing.width == 340
    (line,) = drawing.lines
    assert (line.points[0], line.points[-1]) == edge_ends(*spec.nodes)


def test_a_stub_between_two_near_elements_is_left_out() -> None:
    """A balloon stands close under the first element; the arrow is seen from the balloon on."""
    nodes = (node("a", 0, 0), node("balloon", 0, 16, group="吹き出し"), node("b", 0, 60))
    drawing = drawn(*nodes, edges=(EdgeSpec("e", "", "a", "b"),))
    (line,) = drawing.lines
    assert line.arrow
    assert line.points[0][1] >= box_of(drawing, "balloon").bottom - 1e-6


def test_words_in_brackets_have_lines_of_their_own() -> None:
    words = "チャレンジする（学習・成長、新サービス創造）"
    drawing = drawn(node("a", 0, 0), node("b", 20, 60), edges=(EdgeSpec("e", words, "a", "b"),))
    label = box_of(drawing, "e")
    assert (label.text, label.lines) == (words, ("チャレンジする", "（学習・成長、", "新サービス創造）"))
