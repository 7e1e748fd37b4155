"""Commands of 新旧: drawing, adding and removing ends, 廃止 and 新設, 推定; the list as a sheet."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.domain.transition_data import nowhere
from dxplanner.domain.vocabulary import Side, TransitionKind
from dxplanner.model import Transition
from dxplanner.services import transitions
from dxplanner.services.node_numbers import NumberBook
from dxplanner.services.sheet_edit import paste, set_cell
from dxplanner.services.sheet_read import read_rows
from dxplanner.services.transition_query import Compared, compare_versions, usual_versions
from dxplanner.services.transition_sheet import transition_source
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile

Kind = TransitionKind


def compared(plan: PlanFile) -> Compared:
    with plan.reading() as session:
        versions = usual_versions(session)
        assert versions is not None
        found = compare_versions(session, NumberBook(), *versions)
    assert found is not None
    return found


def node(plan: PlanFile, side: Side, number: str) -> int:
    version = compared(plan).version(side)
    return next(one.key for one in version.nodes if one.number == number)


def links_at(plan: PlanFile, side: Side, number: str) -> list[int]:
    key = node(plan, side, number)
    return [link.key for link in compared(plan).links if key in link.ends(side)]


def cut(plan: PlanFile, side: Side, number: str) -> None:
    """Delete all transitions of a node."""
    for key in links_at(plan, side, number):
        Workbench(plan).run("削除", partial(transitions.remove, transition_id=key))


def test_the_sample_is_compared_as_it_is_stored(sample_plan: PlanFile) -> None:
    found = compared(sample_plan)
    assert (found.old.name, found.new.name) == ("現行計画", "見直し案")
    assert len(found.links) == 23
    assert all(link.inferred for link in found.links)
    assert nowhere(found.old, len(found.old.levels) - 1, found.links, Side.OLD) == []


def test_a_drawn_transition_gets_the_kind_of_its_shape(sample_plan: PlanFile) -> None:
    cut(sample_plan, Side.OLD, "1-1")
    bench = Workbench(sample_plan)
    old, new = node(sample_plan, Side.OLD, "1-1"), node(sample_plan, Side.NEW, "1-3")
    key = bench.run("追加", lambda session: transitions.join(session, [old], [new]))
    link = compared(sample_plan).link(key)
    assert link is not None
    assert (link.kind, link.inferred) == (Kind.RENAMED, False)
    assert bench.run("追加", lambda session: transitions.join(session, [old], [new])) == key


def test_ends_are_added_and_removed_and_the_kind_follows(sample_plan: PlanFile) -> None:
    cut(sample_plan, Side.OLD, "1-1")
    bench = Workbench(sample_plan)
    old, new = node(sample_plan, Side.OLD, "1-1"), node(sample_plan, Side.NEW, "1-3")
    other = node(sample_plan, Side.NEW, "1-1")
    cut(sample_plan, Side.NEW, "1-1")
    key = bench.run("追加", lambda session: transitions.join(session, [old], [new]))
    bench.run("追加", lambda session: transitions.add_ends(session, key, [(Side.NEW, other)]))
    assert _kind(sample_plan, key) is Kind.SPLIT
    with pytest.raises(RefusedEdit, match="もうこの対応に入っています"):
        bench.run("追加", lambda session: transitions.add_ends(session, key, [(Side.NEW, other)]))
    assert bench.run("外す", lambda session: transitions.remove_end(session, key, Side.NEW, other))
    assert _kind(sample_plan, key) is Kind.RENAMED
    bench.run("外す", lambda session: transitions.remove_end(session, key, Side.NEW, new))
    assert _kind(sample_plan, key) is Kind.ABOLISHED
    assert not bench.run("外す", lambda session: transitions.remove_end(session, key, Side.OLD, old))
    assert compared(sample_plan).link(key) is None


def test_a_kind_chosen_by_hand_stays(sample_plan: PlanFile) -> None:
    cut(sample_plan, Side.OLD, "1-1")
    bench = Workbench(sample_plan)
    old, new = node(sample_plan, Side.OLD, "1-1"), node(sample_plan, Side.NEW, "1-3")
    key = bench.run("追加", lambda session: transitions.join(session, [old], [new]))

    def choose(session: Session) -> None:
        session.get_one(Transition, key).kind = Kind.PARTLY_MOVED

    bench.run("変更", choose)
    other = node(sample_plan, Side.OLD, "1-2")
    bench.run("追加", lambda session: transitions.add_ends(session, key, [(Side.OLD, other)]))
    assert _kind(sample_plan, key) is Kind.PARTLY_MOVED


def test_abolished_and_new_become_the_arrow_that_is_drawn(sample_plan: PlanFile) -> None:
    cut(sample_plan, Side.OLD, "1-1")
    bench = Workbench(sample_plan)
    old, new = node(sample_plan, Side.OLD, "1-1"), node(sample_plan, Side.NEW, "1-1")
    (ended,) = bench.run("廃止", lambda session: transitions.end_nodes(session, [old], Side.OLD))
    assert _kind(sample_plan, ended) is Kind.ABOLISHED
    with pytest.raises(RefusedEdit, match="もう新旧の対応があります"):
        bench.run("廃止", lambda session: transitions.end_nodes(session, [old], Side.OLD))
    before = len(compared(sample_plan).links)
    key = bench.run("追加", lambda session: transitions.join(session, [old], [new]))
    assert key == ended
    assert _kind(sample_plan, key) is Kind.RENAMED
    assert len(compared(sample_plan).links) == before - 1  # the 新設 of the sample's 1-1 has gone into it
    bench.undo()
    assert len(compared(sample_plan).links) == before


def test_a_node_cannot_stand_on_both_sides(sample_plan: PlanFile) -> None:
    old = node(sample_plan, Side.OLD, "1-1")
    with pytest.raises(RefusedEdit, match="両方に入れることはできません"):
        Workbench(sample_plan).run("追加", lambda session: transitions.join(session, [old], [old]))


def test_inferred_and_confirmed_can_be_switched(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    first = compared(sample_plan).links[0].key
    day = date(2024, 11, 8)
    for inferred in (False, True, False):
        bench.run(
            "確認",
            partial(transitions.set_inferred, transition_id=first, inferred=inferred, by="企画係", on=day),
        )
        link = compared(sample_plan).link(first)
        assert link is not None
        assert link.inferred is inferred


def test_the_list_reads_numbers_and_names(sample_plan: PlanFile) -> None:
    found = compared(sample_plan)
    source = transition_source(lambda: {Side.OLD: found.old_id, Side.NEW: found.new_id})
    with sample_plan.reading() as session:
        keys = list(source.rows(session))
        rows = read_rows(session, source, keys)
    assert len(keys) == 23
    key = links_at(sample_plan, Side.OLD, "1-1")[0]
    assert rows[key].texts[1:3] == (
        "1-1 デジタル活用を支援する",
        "1-3 サービスの情報発信と快適な利用のサポート",
    )
    bench = Workbench(sample_plan)
    bench.run("変更", set_cell(source, key, "old", "１－１、1-2"))
    link = compared(sample_plan).link(key)
    assert link is not None
    assert [found.old.by_key[end].number for end in link.olds] == ["1-1", "1-2"]
    with pytest.raises(InputError, match="「9-9」という項目はありません"):
        bench.run("変更", set_cell(source, key, "old", "9-9"))
    with pytest.raises(RefusedEdit, match="両方を空欄にはできません"):
        bench.run("変更", lambda session: _empty(session, source, key))


def _empty(session: Session, source: object, key: int) -> None:
    transitions.set_ends(session, key, Side.OLD, [])
    transitions.set_ends(session, key, Side.NEW, [])


def test_a_range_from_a_worksheet_adds_transitions(sample_plan: PlanFile) -> None:
    found = compared(sample_plan)
    source = transition_source(lambda: {Side.OLD: found.old_id, Side.NEW: found.new_id})
    grid = [
        ["統合", "3-1\n3-2", "2-2", "", "二つを\nまとめます。"],
        ["廃止", "4-1", "", "", ""],
        ["謎", "1-1", "1-1", "", ""],
    ]
    columns = [column.key for column in source.columns]
    bench = Workbench(sample_plan)
    report = bench.run("貼り付け", paste(source, [], columns, grid, add_rows=True))
    assert [bad.key for bad in report.bad] == ["kind"]
    merged = compared(sample_plan).link(report.added[0])
    assert merged is not None
    assert (merged.kind, merged.reason) == (Kind.MERGED, "二つを\nまとめます。")
    assert [found.old.by_key[key].number for key in merged.olds] == ["3-1", "3-2"]
    bench.undo()
    assert compared(sample_plan) == found


def _kind(plan: PlanFile, key: int) -> TransitionKind:
    link = compared(plan).link(key)
    assert link is not None
    return link.kind


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["join", "add", "drop", "remove", "end"]), st.integers(0, 60), st.integers(0, 60)
    ),
    max_size=8,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_any_edits_undone_leave_the_plan_as_it_was(
    sample_plan: PlanFile, acts: list[tuple[str, int, int]]
) -> None:
    bench = Workbench(sample_plan)
    before = compared(sample_plan)
    olds, news = (version.at(len(version.levels) - 1) for version in (before.old, before.new))
    done = 0
    for act, one, other in acts:
        links = compared(sample_plan).links
        old, new = olds[one % len(olds)].key, news[other % len(news)].key
        link = links[one % len(links)]
        commands: dict[str, Callable[[Session], object]] = {
            "join": partial(transitions.join, olds=[old], news=[new]),
            "add": partial(transitions.add_ends, transition_id=link.key, ends=[(Side.NEW, new)]),
            "drop": partial(transitions.remove_end, transition_id=link.key, side=Side.OLD, node_id=old),
            "remove": partial(transitions.remove, transition_id=link.key),
            "end": partial(transitions.end_nodes, node_ids=[old], side=Side.OLD),
        }
        entries = sample_plan.undo_label()
        try:
            bench.run(f"{act}{done}", commands[act])
        except RefusedEdit:
            assert sample_plan.undo_label() == entries
            continue
        done += sample_plan.undo_label() == f"{act}{done}"
    for _ in range(done):
        bench.undo()
    assert compared(sample_plan) == before
