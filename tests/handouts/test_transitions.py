"""施策体系の変更: arrows between measures, kinds in words, underlined changes, pages for large plans."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import TransitionKind
from dxplanner.handouts import transitions
from dxplanner.handouts.blocks import Notes, Paragraph, Picture
from dxplanner.handouts.changes import changed_ranges
from dxplanner.handouts.drawing import Drawing, Edge, Line
from dxplanner.handouts.review import overflows
from dxplanner.model import PlanVersion, PolicyNode, Term, Transition
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.builders import branch, inferred, snapshot, transition, version


def plan(measures: int, policies: int = 1) -> tuple[PlanVersion, PlanVersion]:
    sides = []
    for position, name in enumerate(("現行計画", "見直し案")):
        made = version(name, "めざす姿", "基本方針", "基本施策", position=position)
        made.term = Term(number=position + 1, first_year=2022 + 3 * position, last_year=2024 + 3 * position)
        for policy in range(policies):
            leaves = [f"{name}の施策{policy}の{n}" for n in range(measures)]
            branch(made, f"姿{policy}", f"方針{policy}", leaves=leaves)
        sides.append(made)
    return sides[0], sides[1]


def leaves(side: PlanVersion) -> list[PolicyNode]:
    return [node for node in side.nodes if node.level is side.levels[-1]]


def drawings(plan: PlanSnapshot) -> list[Drawing]:
    return [block.drawing for block in transitions.build(plan, {}) if isinstance(block, Picture)]


def arrows(drawing: Drawing) -> list[Line]:
    return [line for line in drawing.lines if line.arrow]


def rows(*parts: PlanVersion | Transition | Entity) -> list[Entity]:
    found: list[Entity] = []
    for part in parts:
        found.append(part)
        if isinstance(part, PlanVersion):
            found += part.nodes
    return found


def test_titles_name_the_terms() -> None:
    old, new = plan(2)
    (drawing,) = drawings(snapshot(rows(old, new)))
    texts = [box.text for box in drawing.boxes]
    assert "現行計画（R4～R6）" in texts
    assert "見直し案（R7～R9）" in texts


def test_arrows_join_measures_and_their_ends_are_apart() -> None:
    old, new = plan(3)
    before, after = old.nodes[2:], new.nodes[2:]
    merged = transition(TransitionKind.MERGED, before, [after[1]])
    split = transition(TransitionKind.SPLIT, [before[0]], after)
    (drawing,) = drawings(snapshot(rows(old, new, merged, split)))
    lines = arrows(drawing)
    assert len(lines) == 5  # 1-1 → 1-2 is in both
    assert len({line.points[0] for line in lines}) == 5
    assert len({line.points[-1] for line in lines}) == 5
    for box in drawing.boxes:
        inside = [
            line
            for line in lines
            if box.y < line.points[-1][1] < box.bottom and box.x == pytest.approx(line.points[-1][0] + 0.6)
        ]
        starts = [line.points[0][1] for line in inside]
        assert starts == [
            y for _, y in sorted(zip([line.points[-1][1] for line in inside], starts, strict=True))
        ]


def test_kinds_are_named_with_the_old_numbers() -> None:
    old, new = plan(2)
    before, after = old.nodes[2:], new.nodes[2:]
    kinds = [
        transition(TransitionKind.MERGED, before, [after[0]]),
        transition(TransitionKind.NEW, [], [after[1]]),
    ]
    (drawing,) = drawings(snapshot(rows(old, new, *kinds)))
    texts = [box.text for box in drawing.boxes]
    assert "統合（1-1、1-2）" in texts
    assert "新設" in texts


def test_inferred_transitions_are_dashed_or_marked_in_words() -> None:
    old, new = plan(2)
    renamed = transition(TransitionKind.RENAMED, [old.nodes[2]], [new.nodes[2]])
    added = transition(TransitionKind.NEW, [], [new.nodes[3]])
    renamed.uid, added.uid = "renamed", "added"
    blocks = transitions.build(
        snapshot(rows(old, new, renamed, added, inferred(renamed), inferred(added))), {}
    )
    (drawing,) = [block.drawing for block in blocks if isinstance(block, Picture)]
    assert [line.edge for line in arrows(drawing)] == [Edge.DASHED]
    assert "新設（推定）" in [box.text for box in drawing.boxes]
    notes = next(block for block in blocks if isinstance(block, Notes))
    assert any("点線の矢印は推定" in text for _, text in notes.entries)


def test_abolished_measures_end_beside_their_box() -> None:
    old, new = plan(2)
    ended = transition(TransitionKind.ABOLISHED, [old.nodes[2]])
    (drawing,) = drawings(snapshot(rows(old, new, ended)))
    assert "廃止" in [box.text for box in drawing.boxes]
    assert arrows(drawing) == []


def test_changed_words_are_underlined() -> None:
    old, new = plan(1)
    old.nodes[2].name, new.nodes[2].name = "産業のスマート化を推進", "産業のスマート化の推進"
    renamed = transition(TransitionKind.RENAMED, [old.nodes[2]], [new.nodes[2]])
    (drawing,) = drawings(snapshot(rows(old, new, renamed)))
    box = next(box for box in drawing.boxes if box.text == "産業のスマート化の推進")
    assert [box.text[start:end] for start, end in box.underline] == ["の"]
    assert next(box for box in drawing.boxes if box.text == "産業のスマート化を推進").underline == ()


def test_names_are_compared_with_the_most_similar_one() -> None:
    assert changed_ranges("同じ名称", ["同じ名称", "別"]) == ()
    assert changed_ranges("全く違う名前", ["ABC"]) == ((0, 6),)
    assert changed_ranges("新しい名称", []) == ((0, 5),)


@pytest.mark.parametrize(
    ("new", "olds", "changed"),
    [
        ("移住促進と関係人口の創出・拡大", ["交流人口・関係人口の創出"], ["移住促進と", "・拡大"]),
        ("移住促進と関係人口の創出・拡大", ["交流人口・関係人口の創出", "移住促進の支援"], ["と", "・拡大"]),
        (
            "移住促進と関係人口の創出・拡大",
            ["交流人口・関係人口の創出", "別の名称"],
            ["移住促進と", "・拡大"],
        ),
        (
            "新たな産業やサービスが生まれる活力あるまち",
            ["新たな産業・サービスが生まれるまち"],
            ["や", "活力ある"],
        ),
    ],
)
def test_all_words_that_no_old_name_has_are_marked(new: str, olds: list[str], changed: list[str]) -> None:
    assert [new[a:b] for a, b in changed_ranges(new, olds)] == changed


def test_words_of_any_old_name_are_not_new() -> None:
    """A 統合 takes its words from several names."""
    olds = ["人と人とがつながり、自分らしくいられるまち", "生活に溶け込み、便利で暮らしやすいまち"]
    assert changed_ranges("人と人とがつながり、便利で暮らしやすいまち", olds) == ()
    new = "人と人とがつながり、安心して便利で暮らしやすいまち"
    assert [new[a:b] for a, b in changed_ranges(new, olds)] == ["安心して"]
    # A 分割 gives its words to several names.
    text, names = (
        "交流人口と関係人口を創出し、活躍の場をつくる",
        ["交流人口と関係人口の拡大", "活躍の場をつくる"],
    )
    assert [text[a:b] for a, b in changed_ranges(text, names, old=True)] == ["を創出し、"]
    # A word that two names happen to share is no quotation.
    assert [*changed_ranges("市民の力を活かす", ["市民の声を聴く", "産業の力を育てる"])] == [(3, 8)]


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 9), st.integers(1, 12), st.data())
def test_large_plans_go_over_pages_whole(measures: int, policies: int, data: st.DataObject) -> None:
    old, new = plan(measures, policies)
    ends = data.draw(st.permutations(leaves(new)))
    links = [
        transition(TransitionKind.RENAMED, [before], [after])
        for before, after in zip(leaves(old)[1:], ends, strict=False)
    ]
    pages = drawings(snapshot(rows(old, new, *links)))
    texts = [box.text for page in pages for box in page.boxes]
    assert all(any(text.startswith(node.name) for text in texts) for node in (*old.nodes, *new.nodes))
    assert sum(len(arrows(page)) for page in pages) == len(links)
    for page in pages:
        assert page.height <= 169
        assert not [box.text for box in page.boxes if overflows(box)]


def test_one_version_has_nothing_to_compare() -> None:
    old, _ = plan(1)
    assert transitions.build(snapshot(rows(old)), {}) == (Paragraph("該当する内容はありません。"),)
