"""The tree's model: exact changes for every edit, undo and redo; what it shows; drag and drop through it."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from dxplanner.domain.errors import UserError
from dxplanner.domain.hierarchy_rules import Step
from dxplanner.domain.vocabulary import NumberScope, ProvenanceStatus
from dxplanner.model import Indicator, Initiative, Level, PolicyNode, Provenance
from dxplanner.services import branches, hierarchy
from dxplanner.services.hierarchy_rows import Place
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.tree.commands import TreeCommands
from dxplanner.ui.tree.drops import Landing
from dxplanner.ui.tree.model import TreeModel
from dxplanner.ui.tree.order import moves
from tests.services.outlines import key, make_version

MakeContext = Callable[[PlanFile], PlanContext]


class Watched:
    """A model under the model tester, with a count of what it told its views."""

    def __init__(self, context: PlanContext, version_id: int) -> None:
        self.model = TreeModel(context, version_id, TreeCommands(context))
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Warning
        )
        self.told: list[str] = []
        for name in (
            "modelReset",
            "layoutChanged",
            "rowsInserted",
            "rowsRemoved",
            "rowsMoved",
            "dataChanged",
        ):
            getattr(self.model, name).connect(lambda *_, name=name: self.told.append(name))

    def lines(self) -> list[str]:
        """The model as indented lines."""
        made = []

        def walk(parent: QModelIndex, depth: int) -> None:
            for row in range(self.model.rowCount(parent)):
                index = self.model.index(row, 0, parent)
                made.append("  " * depth + str(index.data()))
                assert index.parent() == parent
                walk(index, depth + 1)

        walk(QModelIndex(), 0)
        return made

    def agrees(self) -> None:
        """It shows what a model that is made now shows, and never was reset."""
        fresh = TreeModel(self.model.context, self.model.version_id, self.model.commands)
        other = Watched.__new__(Watched)
        other.model = fresh
        assert self.lines() == other.lines()
        keys = list(fresh.walk())
        assert [self.model.node(one) for one in keys] == [fresh.node(one) for one in keys]
        assert [self.model.search_key(one) for one in keys] == [fresh.search_key(one) for one in keys]
        assert "modelReset" not in self.told
        assert "layoutChanged" not in self.told
        fresh.deleteLater()


@pytest.fixture(autouse=True)
def _model_tester_is_silent(qtlog: Any) -> Iterator[None]:
    yield
    assert [record.message for record in qtlog.records if "FAIL!" in record.message] == []


@pytest.fixture
def watched(context: PlanContext) -> Watched:
    """The 見直し案 of the sample."""
    return Watched(context, 2)


def ids(watched: Watched, *names: str) -> list[int]:
    """Keys of nodes by name."""
    by_name = {watched.model.node(one).name: one for one in watched.model.walk()}
    return [by_name[name] for name in names]


MEASURE = "産業のスマート化の推進"


def test_it_shows_numbers_names_and_counts(watched: Watched) -> None:
    [node] = ids(watched, MEASURE)
    index = watched.model.index_of(node)
    assert index.data() == f"2-1 {MEASURE}"
    assert index.data(Qt.ItemDataRole.EditRole) == MEASURE
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        f"2-1 {MEASURE} 基本施策 成果指標 1、主な取組 3 推定のままの値が4件あります。"
    )
    assert index.data(Qt.ItemDataRole.ToolTipRole).startswith(f"<b>2-1 {MEASURE}</b><br>基本施策<br>")
    assert watched.lines()[:5] == [
        "暮らし",
        "  生活",
        "    人と人とがつながり、便利で暮らしやすいまち",
        "      1 利用者に寄り添ったサービスを提供します。",
        "        1-1 安全・安心で快適な環境の整備",
    ]


OPERATIONS: dict[str, Callable[[Watched], tuple[Callable[..., Any], list[str]]]] = {
    "rename": lambda w: (hierarchy.rename(ids(w, MEASURE)[0], "新しい名称"), ["dataChanged"]),
    "add": lambda w: (hierarchy.add_sibling(ids(w, MEASURE)[0]), ["rowsInserted", "dataChanged"]),
    "add at the top": lambda w: (hierarchy.add(Place(2, None, 0)), ["rowsInserted", "dataChanged"]),
    "delete": lambda w: (hierarchy.delete(ids(w, "産業", MEASURE)), ["rowsRemoved", "dataChanged"]),
    "up": lambda w: (
        hierarchy.step(ids(w, "データと新技術を活用した新たなサービスの創出"), Step.UP),
        ["rowsMoved", "dataChanged"],
    ),
    "out": lambda w: (hierarchy.step(ids(w, MEASURE), Step.OUT), ["rowsMoved", "dataChanged"]),
    "in": lambda w: (
        hierarchy.step(ids(w, "データと新技術を活用した新たなサービスの創出"), Step.IN),
        ["rowsMoved", "dataChanged"],
    ),
    "move": lambda w: (
        hierarchy.move(
            ids(w, MEASURE, "学校教育のDX推進"),
            Place(2, ids(w, "未来を見据え、次代を担う人を育てます。")[0], 0),
        ),
        ["rowsMoved", "dataChanged"],
    ),
    "lines": lambda w: (
        branches.paste_names(["甲", "乙"], 2, ids(w, MEASURE)[0]),
        ["rowsInserted", "dataChanged"],
    ),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_and_its_undo_and_redo_are_told_exactly(watched: Watched, name: str) -> None:
    before = watched.lines()
    command, told = OPERATIONS[name](watched)
    bench = watched.model.context.workbench
    bench.run("試す", command)
    assert list(dict.fromkeys(watched.told)) == told
    after = watched.lines()
    assert after != before
    watched.agrees()
    bench.undo()
    assert watched.lines() == before
    watched.agrees()
    bench.redo()
    assert watched.lines() == after
    watched.agrees()


def test_a_branch_pasted_appears_whole(watched: Watched) -> None:
    plan = watched.model.context.workbench.plan
    with plan.reading() as session:
        text = branches.copied(session, ids(watched, "暮らし"))
    before = watched.lines()
    watched.model.context.workbench.run("貼り付け", branches.paste_near(text, 2, None))
    assert len(watched.lines()) == len(before) + before.index("交流")
    assert watched.told.count("rowsInserted") == 1
    watched.agrees()


def test_counts_and_badges_follow_other_panes(watched: Watched) -> None:
    [node] = ids(watched, MEASURE)
    bench = watched.model.context.workbench

    def edit(session: Any) -> None:
        found = session.get_one(PolicyNode, node)
        session.add(Initiative(node_id=node, position=9, name="取組"))
        session.execute(sa.delete(Indicator).where(Indicator.node_id == node))
        uids = [found.uid, *(end.transition.uid for end in found.transition_ends)]
        for mark in session.scalars(sa.select(Provenance).where(Provenance.entity_uid.in_(uids))):
            mark.status = ProvenanceStatus.CONFIRMED

    bench.run("試す", edit)
    counts = watched.model.node(node).counts
    assert (counts.indicators, counts.initiatives, counts.inferred) == (0, 4, 0)
    assert watched.told == ["dataChanged"]
    watched.agrees()
    bench.undo()
    assert watched.model.node(node).counts.indicators == 1


def _add(row: Initiative, session: Any) -> None:
    session.add(row)


def test_counts_that_nobody_sees_wait_until_somebody_does(watched: Watched) -> None:
    [node] = ids(watched, MEASURE)
    bench, model = watched.model.context.workbench, watched.model
    before = model.node(node).counts.initiatives
    model.set_seen(False)
    for place in (9, 10):
        initiative = Initiative(node_id=node, position=place, name="取組")
        bench.run("試す", partial(_add, initiative))
    assert model.node(node).counts.initiatives == before
    assert watched.told == []
    model.set_seen(True)
    assert model.node(node).counts.initiatives == before + 2
    assert watched.told == ["dataChanged"]
    watched.agrees()


def test_another_numbering_shows_at_once(watched: Watched) -> None:
    def edit(session: Any) -> None:
        [level] = session.scalars(sa.select(Level).where(Level.version_id == 2, Level.name == "領域"))
        level.scope = NumberScope.VERSION

    watched.model.context.workbench.run("試す", edit)
    assert watched.lines()[0] == "1 暮らし"
    watched.agrees()


def test_the_other_version_is_left_alone(context: PlanContext) -> None:
    other = Watched(context, 1)
    context.workbench.run("試す", hierarchy.rename(key(context.workbench.plan, MEASURE), "x"))
    assert other.told == []


def test_same_names_among_siblings_are_a_warning(watched: Watched) -> None:
    first, second = ids(watched, MEASURE, "データと新技術を活用した新たなサービスの創出")
    watched.model.context.workbench.run("試す", hierarchy.rename(first, watched.model.node(second).name))
    assert watched.model.warnings(second) == ["同じ並びに、同じ名称の項目があります。"]
    assert "同じ名称" in watched.model.index_of(first).data(Qt.ItemDataRole.ToolTipRole)


def test_set_data_is_a_named_command(watched: Watched) -> None:
    [node] = ids(watched, MEASURE)
    assert watched.model.setData(watched.model.index_of(node), "産業の高度化")
    assert watched.model.context.workbench.plan.undo_label() == "2-1 の名称変更"
    assert not watched.model.setData(watched.model.index_of(node), " ")
    assert watched.model.node(node).name == "産業の高度化"


@pytest.mark.parametrize("depth", [3, 7])
def test_plans_of_other_depths(empty_plan: PlanFile, make_context: MakeContext, depth: int) -> None:
    names = [" " * level + f"項目{level}" for level in range(depth)]
    version = make_version(empty_plan, "案", [f"第{level}階層" for level in range(depth)], names)
    context = make_context(empty_plan)
    watched = Watched(context, version)
    assert len(watched.lines()) == depth
    lowest = ids(watched, f"項目{depth - 1}")
    with pytest.raises(UserError, match=f"第{depth - 1}階層"):
        context.workbench.run("試す", hierarchy.add(Place(version, lowest[0])))
    context.workbench.run("試す", hierarchy.step(lowest, Step.OUT))
    assert watched.model.parent_of(lowest[0]) == (ids(watched, f"項目{depth - 3}")[0] if depth > 2 else 0)
    watched.agrees()


def test_a_read_only_plan_offers_no_edit(sample_path: Path, make_context: MakeContext, author: Any) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        watched = Watched(make_context(plan), 2)
        index = watched.model.index_of(ids(watched, MEASURE)[0])
        flag = Qt.ItemFlag
        assert not watched.model.flags(index) & (flag.ItemIsEditable | flag.ItemIsDropEnabled)
        assert watched.model.flags(index) & flag.ItemIsSelectable
        assert not watched.model.setData(index, "別の名称")


# Drag and drop --------------------------------------------------------------------------------------


def drop(
    watched: Watched, names: list[str], target: str | None, row: int = -1, *, copy: bool = False
) -> bool:
    """Drag nodes by mouse and drop them; False when the model refuses."""
    model = watched.model
    data = model.mimeData([model.index_of(one) for one in ids(watched, *names)])
    action = Qt.DropAction.CopyAction if copy else Qt.DropAction.MoveAction
    parent = QModelIndex() if target is None else model.index_of(ids(watched, target)[0])
    allowed = model.canDropMimeData(data, action, row, 0, parent)
    done = model.dropMimeData(data, action, row, 0, parent)
    assert allowed == done
    return done


def test_a_drop_moves_and_renumbers(watched: Watched) -> None:
    node = ids(watched, MEASURE)
    assert drop(watched, [MEASURE], "未来を見据え、次代を担う人を育てます。", 1)
    assert watched.model.number(node[0]) == "3-2"
    assert watched.model.context.workbench.plan.undo_label() == "2-1 の移動"
    watched.agrees()


def test_a_drop_on_a_node_puts_it_last(watched: Watched) -> None:
    assert drop(
        watched, ["安全・安心で快適な環境の整備", MEASURE], "まちの魅力を磨き、人々に付加価値を提供します。"
    )
    assert [watched.model.number(one) for one in ids(watched, "安全・安心で快適な環境の整備", MEASURE)] == [
        "4-3",
        "4-4",
    ]


def test_a_drop_with_ctrl_copies(watched: Watched) -> None:
    before = len(watched.lines())
    assert drop(watched, [MEASURE], "まちの魅力を磨き、人々に付加価値を提供します。", copy=True)
    assert len(watched.lines()) == before + 1
    assert "        4-3 産業のスマート化の推進" in watched.lines()


def test_refused_drops_say_why(watched: Watched) -> None:
    before = watched.lines()
    said: list[str] = []
    watched.model.context.said.connect(said.append)
    assert not drop(watched, ["産業"], "新たな産業やサービスが生まれる活力あるまち")
    assert not drop(watched, ["人材"], "業務の見直しと働き方の改革")
    assert said[0].startswith("項目を、その項目自身")
    assert "階層" in said[1]
    assert watched.lines() == before


def test_a_drag_tells_the_resulting_level(watched: Watched) -> None:
    model = watched.model
    data = model.mimeData([model.index_of(ids(watched, MEASURE)[0])])
    parent = model.index_of(ids(watched, "利用者に寄り添ったサービスを提供します。")[0])
    assert Landing.of(model, data, Qt.DropAction.MoveAction, 0, parent).outcome == (
        "1 の下に「基本施策」として移動します。"
    )
    assert data.text() == f"2-1 {MEASURE}"


def test_a_drop_into_the_other_version_copies(context: PlanContext) -> None:
    old, new = Watched(context, 1), Watched(context, 2)
    data = old.model.mimeData([old.model.index_of(ids(old, "XRコンテンツの創造")[0])])
    parent = new.model.index_of(ids(new, "まちの魅力を磨き、人々に付加価値を提供します。")[0])
    assert new.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, parent)
    assert "        4-3 XRコンテンツの創造" in new.lines()
    assert "    5-1 XRコンテンツの創造" in old.lines()
    old.agrees()
    new.agrees()


# Any edits ------------------------------------------------------------------------------------------


@given(st.lists(st.integers(), unique=True, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_moves_bring_any_order_about(keys: list[int], chance: Any) -> None:
    wanted = list(keys)
    chance.shuffle(wanted)
    order = list(keys)
    steps = list(moves(keys, wanted))
    for start, end in steps:
        assert start != end
        order.insert(end, order.pop(start))
    assert order == wanted
    assert len(steps) < max(len(keys), 1)


@given(st.data())
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_model_follows_any_edits(
    sample_template: Path, tmp_path: Path, make_context: MakeContext, author: Any, data: st.DataObject
) -> None:
    path = Path(shutil.copy(sample_template, tmp_path / "random.dxplan"))
    with PlanFile.open(path, author) as plan:
        context = make_context(plan)
        both = [Watched(context, 1), Watched(context, 2)]
        for _ in range(data.draw(st.integers(1, 8))):
            keys = [one for watched in both for one in watched.model.walk()]
            chosen = data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=3)) if keys else []
            target = data.draw(st.sampled_from([None, *keys]))
            version = data.draw(st.sampled_from([1, 2]))
            direction = data.draw(st.sampled_from(list(Step)))
            with plan.reading() as session:
                copied = branches.copied(session, chosen[:1]) if chosen else ""
            act = data.draw(
                st.sampled_from(
                    [
                        hierarchy.delete(chosen),
                        hierarchy.step(chosen, direction),
                        hierarchy.step(chosen[:1], direction),
                        hierarchy.move(chosen, Place(version, target, data.draw(st.integers(0, 4)))),
                        hierarchy.add(Place(version, target, 1), ["ア", "イ"]),
                        branches.paste_near(copied, version, target, chosen[:1]),
                        None,
                    ]
                )
            )
            try:
                if act is None:
                    context.workbench.undo()
                else:
                    context.workbench.run("試す", act)
            except UserError:
                continue
            for watched in both:
                watched.agrees()
        while context.workbench.undo() is not None:
            pass
        for watched in both:
            watched.agrees()
