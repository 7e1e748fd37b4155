"""Commands on the hierarchy: level rules, dense order, what goes with a node, undo to the same rows."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit, UserError
from dxplanner.domain.hierarchy_rules import Step, landing_depth, names_in_cells
from dxplanner.model import PolicyNode, Transition, TransitionEnd
from dxplanner.services import branches, hierarchy
from dxplanner.services.belongings import what_goes_with
from dxplanner.services.hierarchy_rows import Place
from dxplanner.services.workbench import Workbench
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from tests.services.outlines import key, make_version, outline, rows

Command = Callable[[Session], Any]


@pytest.fixture
def bench(empty_plan: PlanFile) -> Workbench:
    """A plan with one version of three levels."""
    make_version(
        empty_plan,
        "案",
        ["柱", "施策", "取組"],
        ["柱A", " 施策A1", "  取組A1a", "  取組A1b", " 施策A2", "柱B", " 施策B1", "柱C"],
    )
    return Workbench(empty_plan)


def test_a_child_gets_the_next_level_and_dense_positions(bench: Workbench) -> None:
    parent = key(bench.plan, "施策A1")
    [made] = bench.run("追加", hierarchy.add(Place(1, parent, 1), ["取組A1新"]))
    with bench.plan.reading() as session:
        found = session.get_one(PolicyNode, made)
        assert found.level.name == "取組"
        assert [(one.name, one.position) for one in session.get_one(PolicyNode, parent).children] == [
            ("取組A1a", 0),
            ("取組A1新", 1),
            ("取組A1b", 2),
        ]


def test_nothing_can_be_added_below_the_lowest_level(bench: Workbench) -> None:
    before = rows(bench.plan)
    with pytest.raises(RefusedEdit, match="「取組」の下には階層がありません。"):
        bench.run("追加", hierarchy.add(Place(1, key(bench.plan, "取組A1a"))))
    assert rows(bench.plan) == before
    assert bench.plan.undo_label() is None


def test_a_sibling_follows_its_node(bench: Workbench) -> None:
    bench.run("追加", hierarchy.add_sibling(key(bench.plan, "柱A")))
    assert [line for line in outline(bench.plan, "案") if not line.startswith(" ")] == [
        "柱: 柱A",
        "柱: 新しい柱",
        "柱: 柱B",
        "柱: 柱C",
    ]


@pytest.mark.parametrize("name", ["", "　 ", "制御\x07文字"])
def test_a_name_that_cannot_be_printed_is_refused(bench: Workbench, name: str) -> None:
    with pytest.raises(RefusedEdit):
        bench.run("名称変更", hierarchy.rename(key(bench.plan, "柱A"), name))


def test_a_name_is_kept_exactly_as_typed(bench: Workbench) -> None:
    node = key(bench.plan, "柱A")
    bench.run("名称変更", hierarchy.rename(node, "髙﨑①㈱％　"))
    assert key(bench.plan, "髙﨑①㈱％　") == node


def test_moving_out_makes_a_node_what_its_new_neighbours_are(bench: Workbench) -> None:
    assert bench.run("移動", hierarchy.step([key(bench.plan, "施策A1")], Step.OUT)) == "柱"
    assert outline(bench.plan, "案")[:5] == [
        "柱: 柱A",
        "  施策: 施策A2",
        "柱: 施策A1",
        "  施策: 取組A1a",
        "  施策: 取組A1b",
    ]


def test_moving_in_puts_a_node_last_below_the_one_before(bench: Workbench) -> None:
    assert bench.run("移動", hierarchy.step([key(bench.plan, "柱C")], Step.IN)) == "施策"
    assert outline(bench.plan, "案")[-3:] == ["柱: 柱B", "  施策: 施策B1", "  施策: 柱C"]


def test_a_branch_that_would_be_too_deep_is_refused_with_the_reason(bench: Workbench) -> None:
    with pytest.raises(RefusedEdit, match="「取組」より下の階層"):
        bench.run("移動", hierarchy.move([key(bench.plan, "柱A")], Place(1, key(bench.plan, "施策B1"))))


@pytest.mark.parametrize(
    ("name", "direction", "reason"),
    [
        ("柱A", Step.UP, "いちばん上"),
        ("柱C", Step.DOWN, "いちばん下"),
        ("柱A", Step.OUT, "いちばん上の階層"),
        ("柱A", Step.IN, "すぐ上に並ぶ項目がない"),
    ],
)
def test_a_step_that_leads_nowhere_says_why(
    bench: Workbench, name: str, direction: Step, reason: str
) -> None:
    with pytest.raises(RefusedEdit, match=reason):
        bench.run("移動", hierarchy.step([key(bench.plan, name)], direction))


def test_several_neighbours_step_together(bench: Workbench) -> None:
    bench.run("移動", hierarchy.step([key(bench.plan, "柱C"), key(bench.plan, "柱B")], Step.UP))
    assert [line for line in outline(bench.plan, "案") if line.startswith("柱")] == [
        "柱: 柱B",
        "柱: 柱C",
        "柱: 柱A",
    ]
    with pytest.raises(RefusedEdit, match="離れた項目"):
        bench.run("移動", hierarchy.step([key(bench.plan, "柱B"), key(bench.plan, "柱A")], Step.DOWN))
    with pytest.raises(RefusedEdit, match="上位の項目が違う"):
        bench.run("移動", hierarchy.step([key(bench.plan, "施策A1"), key(bench.plan, "柱B")], Step.DOWN))


def test_a_node_cannot_move_into_its_own_branch(bench: Workbench) -> None:
    with pytest.raises(RefusedEdit, match="その項目自身"):
        bench.run("移動", hierarchy.move([key(bench.plan, "柱A")], Place(1, key(bench.plan, "施策A2"))))


def test_what_goes_with_a_node_is_counted(sample_plan: PlanFile) -> None:
    node = key(sample_plan, "利用者に寄り添ったサービスを提供します。")
    with sample_plan.reading() as session:
        summary = what_goes_with(session, [node])
    assert summary.text == "下位の項目 3、成果指標 3、主な取組 8、新旧の対応 5"
    assert summary.ties_text == "新旧の対応 5"


def test_a_transition_goes_only_with_its_last_end(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    before = rows(sample_plan)
    with sample_plan.reading() as session:
        [transition] = session.scalars(
            sa.select(Transition).join(TransitionEnd).join(PolicyNode)
            .where(PolicyNode.name == "サービスの情報発信と快適な利用のサポート")
        )  # fmt: skip
        ends = [end.node_id for end in transition.ends]
        gone = transition.id
    assert len(ends) == 2
    bench.run("削除", hierarchy.delete(ends[:1]))
    assert any(row[0] == gone for row in rows(sample_plan)["transition"])
    bench.run("削除", hierarchy.delete(ends[1:]))
    assert all(row[0] != gone for row in rows(sample_plan)["transition"])
    bench.undo()
    bench.undo()
    assert rows(sample_plan) == before


def test_neighbours_decide_the_level_unless_the_own_level_is_there() -> None:
    names = ["a", "b", "c", "d"]
    assert landing_depth(names, None, [], 0) == 0
    assert landing_depth(names, 0, [2, 2], 1) == 2
    assert landing_depth(names, 0, [1, 2], 2, own=1) == 1
    assert landing_depth(names, 0, [1, 1], 2, own=3) == 1
    assert landing_depth(names, 0, [], 0, own=3) == 3
    with pytest.raises(RefusedEdit, match="階層が決まっていない"):
        landing_depth([], None, [], 0)


def test_cells_give_one_name_a_line() -> None:
    text = '1-1\t安全な暮らし\t備考\r\n\r\n②\t健康\r\n"二行の\n名称"\tx\r\n3\r\n'
    assert names_in_cells(text) == ["安全な暮らし", "健康", "二行の 名称", "3"]


class TreeEdits(RuleBasedStateMachine):
    """Random edits through the services; undoing all of them gives the same rows, redoing them too."""

    template: Path
    folder: Path
    count = 0

    @initialize()
    def open_a_fresh_plan(self) -> None:
        type(self).count += 1
        path = Path(shutil.copy(self.template, self.folder / f"{self.count}.dxplan"))
        self.plan = PlanFile.open(path, Author("企画係", "PC-01"))
        self.bench = Workbench(self.plan)
        self.first = rows(self.plan)
        self.done = 0

    def teardown(self) -> None:
        last = rows(self.plan)
        while self.bench.undo() is not None:
            pass
        assert rows(self.plan) == self.first
        while self.bench.redo() is not None:
            pass
        assert rows(self.plan) == last
        self.plan.close()

    def pick(self, data: st.DataObject, most: int = 3) -> list[int]:
        with self.plan.reading() as session:
            keys = list(session.scalars(sa.select(PolicyNode.id).order_by(PolicyNode.id)))
        return data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=most)) if keys else []

    def try_it(self, command: Command) -> None:
        try:
            self.bench.run("試す", command)
        except UserError:
            return

    @rule(data=st.data(), index=st.integers(0, 5))
    def add(self, data: st.DataObject, index: int) -> None:
        parents = self.pick(data, 1)
        self.try_it(hierarchy.add(Place(data.draw(st.sampled_from([1, 2])), None, index), ["ア", "イ"]))
        if parents:
            self.try_it(hierarchy.add_sibling(parents[0]))

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self.try_it(hierarchy.delete(self.pick(data)))

    @rule(data=st.data(), direction=st.sampled_from(list(Step)))
    def step(self, data: st.DataObject, direction: Step) -> None:
        self.try_it(hierarchy.step(self.pick(data, 2), direction))

    @rule(data=st.data(), index=st.integers(0, 5))
    def move(self, data: st.DataObject, index: int) -> None:
        keys, target = self.pick(data), self.pick(data, 1)
        if keys:
            with self.plan.reading() as session:
                version = session.get_one(PolicyNode, keys[0]).version_id
            self.try_it(hierarchy.move(keys, Place(version, target[0], index)))

    @rule(data=st.data(), version=st.sampled_from([1, 2]), cut=st.booleans())
    def copy_and_paste(self, data: st.DataObject, version: int, cut: bool) -> None:
        keys, near = self.pick(data, 2), self.pick(data, 1)
        try:
            with self.plan.reading() as session:
                text = branches.copied(session, keys)
                here = [one for one in near if session.get_one(PolicyNode, one).version_id == version]
        except UserError:
            return
        self.try_it(branches.paste_near(text, version, here[0] if here else None, keys if cut else ()))

    @invariant()
    def order_is_certain_and_levels_deepen(self) -> None:
        if not hasattr(self, "plan"):
            return
        with self.plan.reading() as session:
            groups: dict[tuple[int, int | None], list[int]] = {}
            for node in session.scalars(sa.select(PolicyNode)):
                groups.setdefault((node.version_id, node.parent_id), []).append(node.position)
                assert node.level.version_id == node.version_id
                assert node.parent is None or node.parent.level.position < node.level.position
                assert node.parent is None or node.parent.version_id == node.version_id
            for positions in groups.values():
                assert len(set(positions)) == len(positions)


def test_any_edits_undone_give_the_same_rows(sample_template: Path, tmp_path: Path) -> None:
    TreeEdits.template = sample_template
    TreeEdits.folder = tmp_path
    TreeEdits.TestCase.settings = settings(
        max_examples=7,
        stateful_step_count=10,
        deadline=None,
        phases=[Phase.generate],  # shrinking opens hundreds of plans
        suppress_health_check=list(HealthCheck),
    )
    test = TreeEdits.TestCase()
    test.runTest()
    assert TreeEdits.count >= 1


@given(st.integers(1, 7), st.data())
@settings(max_examples=40, deadline=None)
def test_an_item_always_lands_below_its_parent(depth: int, data: st.DataObject) -> None:
    names = [f"階層{number}" for number in range(depth)]
    parent = data.draw(st.none() | st.integers(0, depth - 1))
    above = -1 if parent is None else parent
    neighbours = (
        data.draw(st.lists(st.integers(above + 1, depth - 1), max_size=3)) if above + 1 < depth else []
    )
    index = data.draw(st.integers(0, len(neighbours)))
    try:
        lands = landing_depth(
            names, parent, neighbours, index, data.draw(st.none() | st.integers(0, depth - 1))
        )
    except RefusedEdit:
        assert above + 1 >= depth
    else:
        assert above < lands < depth
