"""施策体系: any number of levels, parents around their children, joined by lines, text inside boxes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import ColourRole
from dxplanner.handouts import hierarchy
from dxplanner.handouts.blocks import Block, Notes, Paragraph, Picture
from dxplanner.handouts.drawing import Box, Drawing, Edge, Tone
from dxplanner.handouts.review import overflows
from dxplanner.model import PlanVersion
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.builders import branch, inferred, node, snapshot, version


def pictures(plan: PlanSnapshot, **options: object) -> list[Drawing]:
    return [block.drawing for block in hierarchy.build(plan, options) if isinstance(block, Picture)]


def box_of(drawing: Drawing, text: str) -> Box:
    return next(box for box in drawing.boxes if box.text == text)


def two_policies() -> PlanVersion:
    made = version("見直し案", "領域", "分野", "基本方針", "基本施策")
    root = node(made, 0, "暮らし")
    for name, role in (("生活", ColourRole.LIFE), ("産業", ColourRole.INDUSTRY)):
        policy = node(made, 2, f"{name}の方針", node(made, 1, name, root, role))
        for number in range(3):
            node(made, 3, f"{name}の施策{number}", policy)
    return made


def test_parents_are_as_high_as_their_children() -> None:
    made = two_policies()
    (drawing,) = pictures(snapshot([made, *made.nodes]))
    root, first, last = (box_of(drawing, text) for text in ("暮らし", "生活の施策0", "産業の施策2"))
    assert root.y == pytest.approx(first.y)
    assert root.bottom == pytest.approx(last.bottom)


def test_numbers_stand_before_names() -> None:
    made = two_policies()
    (drawing,) = pictures(snapshot([made, *made.nodes]))
    number, name = box_of(drawing, "2-3"), box_of(drawing, "産業の施策2")
    assert number.right == pytest.approx(name.x)
    assert (number.y, number.height) == (name.y, name.height)


def test_every_child_is_joined_to_its_parent() -> None:
    made = two_policies()
    (drawing,) = pictures(snapshot([made, *made.nodes]))
    assert len(drawing.lines) == len([n for n in made.nodes if n.parent])
    for line in drawing.lines:
        assert line.points[0][0] < line.points[-1][0]
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in zip(line.points, line.points[1:], strict=False))


def test_short_names_stand_upright_with_their_pattern() -> None:
    made = two_policies()
    (drawing,) = pictures(snapshot([made, *made.nodes]))
    field = box_of(drawing, "生活")
    assert field.style.vertical
    assert (field.tone, field.role) == (Tone.ROLE, ColourRole.LIFE)


def test_levels_without_nodes_are_left_out() -> None:
    made = version("案", "めざす姿", "基本方針", "基本施策", "個別施策")
    for index in range(2):
        branch(made, f"姿{index}", f"方針{index}", leaves=[f"施策{index}"])
    (drawing,) = pictures(snapshot([made, *made.nodes]))
    assert "個別施策" not in [box.text for box in drawing.boxes]


def test_inferred_boxes_and_lines_are_dashed_and_explained() -> None:
    made = two_policies()
    marks = [inferred(made.nodes[1], "parent_id"), inferred(made.nodes[2])]
    blocks = hierarchy.build(snapshot([made, *made.nodes, *marks]), {})
    picture = next(block for block in blocks if isinstance(block, Picture))
    dashed = [line for line in picture.drawing.lines if line.edge is Edge.DASHED]
    assert len(dashed) == 2  # a whole row's 推定 speaks of its place too
    assert box_of(picture.drawing, "生活の方針").edge is Edge.DASHED
    assert notes_of(blocks) == ["点線の枠と線は推定（確認中）です。"]


def notes_of(blocks: tuple[Block, ...]) -> list[str]:
    return [text for block in blocks if isinstance(block, Notes) for _, text in block.entries]


def test_the_note_says_only_what_is_dotted() -> None:
    made = two_policies()
    rows = [made, *made.nodes]
    assert notes_of(hierarchy.build(snapshot([*rows, inferred(made.nodes[1], "parent_id")]), {})) == [
        "点線は推定（確認中）です。"
    ]
    named = inferred(made.nodes[1], "name")
    blocks = hierarchy.build(snapshot([*rows, named]), {})
    (drawing,) = [block.drawing for block in blocks if isinstance(block, Picture)]
    assert all(line.edge is Edge.THIN for line in drawing.lines)
    assert notes_of(blocks) == ["点線の枠は推定（確認中）です。"]


def test_nothing_inferred_needs_no_note() -> None:
    made = two_policies()
    blocks = hierarchy.build(snapshot([made, *made.nodes]), {})
    assert [type(block) for block in blocks] == [Picture]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 60), st.lists(st.integers(1, 200), min_size=0, max_size=6)),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 4),
)
def test_any_plan_keeps_its_texts_inside_boxes_on_the_page(
    policies: list[tuple[int, list[int]]], levels: int
) -> None:
    made = version("案", *[f"階層{level}" for level in range(levels + 1)])
    for index, (length, leaves) in enumerate(policies):
        names = ["方針" * length] * levels
        branch(made, *names, leaves=[f"{index}施策の名" * (leaf // 5 + 1) for leaf in leaves])
    drawings = pictures(snapshot([made, *made.nodes]))
    printed = "".join("".join(box.lines) for drawing in drawings for box in drawing.boxes)
    for drawing in drawings:
        assert not [box.text for box in drawing.boxes if overflows(box)]
        assert drawing.width <= 269
        assert all(box.right <= drawing.width + 1e-6 for box in drawing.boxes)
    for leaf in made.nodes:
        assert leaf.name in printed


def test_an_empty_plan_says_so() -> None:
    assert hierarchy.build(snapshot(), {}) == (Paragraph("該当する内容はありません。"),)


def test_an_unknown_version_is_told() -> None:
    made = two_policies()
    with pytest.raises(InputError, match="計画版「ない版」が見つかりません。あるのは「見直し案」です。"):
        hierarchy.build(snapshot([made]), {"version": "ない版"})
