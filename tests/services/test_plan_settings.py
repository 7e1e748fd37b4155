"""What the 「計画」 pane reads, and its commands on 期, 計画版, 階層 and 組織."""

from datetime import date
from functools import partial

import pytest
import sqlalchemy as sa

from dxplanner.domain.errors import RefusedEdit
from dxplanner.model import Bar, Department, Entity, Indicator, Level, NodeDepartment, Plan, PlanVersion, Term
from dxplanner.services.fields import set_field
from dxplanner.services.plan_settings import (
    PlanSettings,
    add_department,
    add_level,
    add_term,
    add_version,
    delete_setting,
    move_setting,
    plan_settings,
    set_successor,
    what_goes,
    why_kept,
)
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile

TODAY = date(2024, 11, 8)
REVISED, DETAIL = 2, 7
"""Keys of 見直し案 and of its lowest level, on which no node stands."""


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    """The sample, to be edited."""
    return Workbench(sample_plan)


def state(bench: Workbench, version_id: int | None = REVISED) -> PlanSettings:
    with bench.plan.reading() as session:
        return plan_settings(session, version_id)


def level_names(bench: Workbench) -> list[object]:
    return [line.values["name"] for line in state(bench).levels]


def test_it_reads_everything_in_order(bench: Workbench) -> None:
    shown = state(bench)
    assert shown.plan is not None
    assert shown.plan.values["name"] == "長崎市DX推進計画"
    assert [line.place for line in shown.terms] == ["第1期", "第2期", "第3期"]
    assert [(line.place, line.link) for line in shown.versions] == [
        ("計画版「現行計画」", 1),
        ("計画版「見直し案」", 2),
    ]
    assert shown.version == "見直し案"
    assert level_names(bench)[:2] == ["領域", "分野"]
    assert [choice.text for choice in shown.term_choices][1] == "第2期 R7–R9"
    assert [line.place for line in shown.departments] == ["組織「情報政策推進室」"]
    assert len(shown.terms[0].marks) == 1
    assert state(bench, None).levels == ()


def test_a_term_follows_the_last_one(bench: Workbench) -> None:
    key = bench.run("期の追加", lambda session: add_term(session, TODAY))
    last = state(bench).terms[-1]
    assert (last.id, last.values["number"]) == (key, 4)
    assert (last.values["first_year"], last.values["last_year"]) == (2031, 2033)
    bench.undo()
    assert len(state(bench).terms) == 3


def test_the_first_term_begins_with_the_plan_or_today(empty_plan: PlanFile) -> None:
    bench = Workbench(empty_plan)
    bench.run("期の追加", lambda session: add_term(session, TODAY))
    assert state(bench, None).terms[0].values["first_year"] == 2024
    bench.undo()
    bench.run("開始", lambda session: set_field(session, Plan, 1, "first_year", 2022))
    bench.run("期の追加", lambda session: add_term(session, TODAY))
    values = state(bench, None).terms[0].values
    assert (values["number"], values["first_year"], values["last_year"]) == (1, 2022, 2024)


def test_a_term_beyond_all_years_is_refused(bench: Workbench) -> None:
    bench.run("終了", lambda session: set_field(session, Term, 3, "last_year", 2100))
    with pytest.raises(RefusedEdit, match="開始年度：年度は"):
        bench.run("期の追加", lambda session: add_term(session, TODAY))


def test_a_term_in_use_stays(bench: Workbench) -> None:
    with pytest.raises(RefusedEdit, match="計画版「現行計画」がこの期を使っています。"):
        bench.run("削除", lambda session: delete_setting(session, Term, 1))
    bench.run("削除", lambda session: delete_setting(session, Term, 3))
    assert [line.id for line in state(bench).terms] == [1, 2]
    with pytest.raises(RefusedEdit, match="もう削除されています"):
        bench.run("削除", lambda session: delete_setting(session, Term, 3))


def test_versions_and_names_that_are_free(bench: Workbench) -> None:
    first = bench.run("追加", add_version)
    bench.run("追加", add_version)
    assert [line.values["name"] for line in state(bench).versions][2:] == ["新しい計画版", "新しい計画版2"]
    made = bench.run("追加", lambda session: add_level(session, first))
    assert [line.id for line in state(bench, first).levels] == [made]
    with pytest.raises(RefusedEdit):
        bench.run("追加", lambda session: add_level(session, 99))


def test_a_level_with_nodes_neither_moves_nor_goes(bench: Workbench) -> None:
    for command in (
        lambda session: delete_setting(session, Level, 5),
        lambda session: move_setting(session, Level, 5, -1),
    ):
        with pytest.raises(RefusedEdit, match="この階層には施策体系の項目が"):
            bench.run("階層", command)
    with bench.plan.reading() as session:
        assert why_kept(session, Level, DETAIL) == ""


def test_an_empty_level_moves_and_goes(bench: Workbench) -> None:
    before = level_names(bench)
    with pytest.raises(RefusedEdit, match="いちばん下"):
        bench.run("下へ", lambda session: move_setting(session, Level, DETAIL, 1))
    bench.run("上へ", lambda session: move_setting(session, Level, DETAIL, -1))
    assert level_names(bench)[-2:] == ["個別施策", "基本施策"]
    bench.run("下へ", lambda session: move_setting(session, Level, DETAIL, 1))
    assert level_names(bench) == before
    bench.run("削除", lambda session: delete_setting(session, Level, DETAIL))
    assert level_names(bench) == before[:-1]
    bench.undo()
    assert level_names(bench) == before


def test_what_goes_with_a_department_is_named_and_comes_back(bench: Workbench) -> None:
    def use(session: sa.orm.Session) -> None:
        session.add(Department(name="旧課", position=1, successor_id=1))
        session.add(NodeDepartment(node_id=46, department_id=1))
        session.get_one(Indicator, 1).department_id = 1

    bench.run("使う", use)

    def count(entity: type[Entity], column: sa.ColumnElement[bool]) -> int:
        with bench.plan.reading() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(entity).where(column)) or 0

    def used() -> tuple[int, int, int]:
        return (
            count(NodeDepartment, NodeDepartment.department_id == 1),
            count(Indicator, Indicator.department_id == 1),
            count(Bar, Bar.department_id == 1),
        )

    before = used()
    with bench.plan.reading() as session:
        lost = what_goes(session, 1)
    assert lost.startswith(f"所管課 {before[0]}件が外れ、")
    assert f"成果指標の担当課 {before[1]}件" in lost
    assert "後継の組織 1件" in lost
    assert lost.endswith("が空欄になります。")
    bench.run("削除", lambda session: delete_setting(session, Department, 1))
    assert used() == (0, 0, 0)
    assert [line.link for line in state(bench).departments] == [None]
    bench.undo()
    assert used() == before
    assert [line.link for line in state(bench).departments] == [None, 1]


def test_a_department_without_use_loses_nothing(bench: Workbench) -> None:
    key = bench.run("追加", add_department)
    with bench.plan.reading() as session:
        assert what_goes(session, key) == ""


def test_successors_do_not_go_round(bench: Workbench) -> None:
    first, second = (bench.run("追加", add_department) for _ in range(2))
    bench.run("後継", lambda session: set_successor(session, first, second))
    for other, successor in ((second, first), (first, first)):
        with pytest.raises(RefusedEdit, match="元の組織に戻る"):
            bench.run("後継", partial(set_successor, department_id=other, successor_id=successor))
    bench.run("後継", lambda session: set_successor(session, first, None))
    assert [line.link for line in state(bench).departments] == [None] * 3


def test_it_warns_of_what_contradicts_itself(bench: Workbench) -> None:
    def spoil(session: sa.orm.Session) -> None:
        set_field(session, Plan, 1, "last_year", 2020)
        set_field(session, Term, 1, "number", 2)
        set_field(session, Term, 3, "first_year", 2040)
        set_field(session, Level, DETAIL, "name", "領域")
        set_field(session, PlanVersion, 1, "term_id", None)

    bench.run("変更", spoil)
    shown = state(bench)
    assert shown.plan is not None
    assert shown.plan.caution == "「計画期間（開始）」が「計画期間（終了）」より後になっています。"
    assert [line.caution for line in shown.terms] == [
        "同じ番号の期があります。",
        "同じ番号の期があります。",
        "「開始年度」が「終了年度」より後になっています。",
    ]
    assert [bool(line.caution) for line in shown.levels] == [True, *[False] * 4, True]
    assert shown.versions[0].link is None
