"""Commands and figures of the budget: totals, differences, subsidies, copies, order, undo."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.vocabulary import FundingSource
from dxplanner.model import BudgetProgram, BudgetProject, Subsidy, TaxMeasure
from dxplanner.services import budget_edit as edit
from dxplanner.services.budget_checks import RemarkPlace, computed_subsidy, program_remark
from dxplanner.services.budget_copy import duplicate_program, duplicate_project
from dxplanner.services.budget_query import (
    ProgramLine,
    ProjectView,
    budget_list,
    place_of_row,
    program_view,
    project_view,
)
from dxplanner.services.fields import add_row, delete_rows, set_field
from dxplanner.services.node_numbers import NumberBook
from dxplanner.services.workbench import Workbench
from dxplanner.store.changelog import ENTITY_TABLES
from dxplanner.store.planfile import PlanFile

REVISION, STAFF, TECHNOLOGY = 1, 2, 3
"""Keys of the sample's projects."""


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    """The sample, to be edited."""
    return Workbench(sample_plan)


def view(bench: Workbench, project_id: int) -> ProjectView:
    with bench.plan.reading() as session:
        found = project_view(session, project_id, NumberBook())
    assert found is not None
    return found


def listed(bench: Workbench) -> tuple[ProgramLine, ...]:
    with bench.plan.reading() as session:
        return budget_list(session)


def names(bench: Workbench) -> list[list[str]]:
    return [[project.name for project in program.projects] for program in listed(bench)]


def funding(bench: Workbench, project_id: int) -> dict[str, int | None]:
    return {line.source.value: line.amount for line in view(bench, project_id).funding}


def said(bench: Workbench, project_id: int, place: RemarkPlace) -> list[str]:
    return [remark.text for remark in view(bench, project_id).remarks if remark.place is place]


def stored(bench: Workbench) -> dict[str, list[tuple[Any, ...]]]:
    with bench.plan.reading() as session:
        run = session.connection().exec_driver_sql
        return {
            name: [tuple(row) for row in run(f'SELECT * FROM "{name}" ORDER BY id')] for name in ENTITY_TABLES
        }


def put(bench: Workbench, entity: Any, row_id: int, name: str, value: object) -> None:
    bench.run("変更", lambda session: set_field(session, entity, row_id, name, value))


def test_the_sample_adds_up(bench: Workbench) -> None:
    assert [(line.fiscal_year, line.total) for line in listed(bench)] == [(2024, 60979)]
    for key, amount in ((REVISION, 6248), (STAFF, 20363), (TECHNOLOGY, 3539)):
        shown = view(bench, key)
        assert (shown.amount, shown.items_total, shown.funding_total) == (amount, amount, amount)
        assert shown.remarks == ()
    assert [line.node.text for line in view(bench, STAFF).nodes][1] == "6 スマート市役所への変革"
    assert [flow.values["title"] for flow in view(bench, REVISION).flows] == ["改訂作業の流れ"]


def test_differences_are_said_in_full(bench: Workbench) -> None:
    put(bench, BudgetProject, REVISION, "amount", 6200)
    assert said(bench, REVISION, RemarkPlace.ITEMS) == [
        "内訳の合計は6,248千円で、事業費6,200千円と48千円違います。"
    ]
    assert said(bench, REVISION, RemarkPlace.FUNDING) == [
        "財源内訳の計は6,248千円で、事業費6,200千円と48千円違います。"
    ]
    bench.run("合計", edit.take_items_total(REVISION))
    assert view(bench, REVISION).remarks == ()


def test_amounts_typed_in_yen_by_mistake_are_asked_about(bench: Workbench) -> None:
    put(bench, BudgetProject, REVISION, "amount", 6)
    [text] = said(bench, REVISION, RemarkPlace.ITEMS)
    assert "円の金額" in text


def test_a_subsidy_is_computed_and_compared(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        assert [computed_subsidy(row) for row in session.query(Subsidy).order_by(Subsidy.id)] == [3080, 1714]
    bench.run("財源", edit.set_funding(TECHNOLOGY, {FundingSource.NATIONAL: 1700}))
    assert said(bench, TECHNOLOGY, RemarkPlace.SUBSIDIES) == [
        "財源内訳の国庫支出金は1,700千円で、補助金の算出額1,714千円と14千円違います。"
    ]
    bench.run("反映", edit.take_grants(TECHNOLOGY))
    assert funding(bench, TECHNOLOGY) == {
        "国庫支出金": 1714, "県支出金": None, "地方債": None, "その他": None, "一般財源": 1825,
    }  # fmt: skip


def test_none_is_not_zero(bench: Workbench) -> None:
    bench.run("財源", edit.set_funding(STAFF, {FundingSource.NATIONAL: None}))
    assert said(bench, STAFF, RemarkPlace.SUBSIDIES) == [
        "補助金の算出額3,080千円が、財源内訳の国庫支出金に入っていません。"
    ]
    bench.run("財源", edit.set_funding(STAFF, {FundingSource.NATIONAL: 0}))
    assert said(bench, STAFF, RemarkPlace.SUBSIDIES) == [
        "財源内訳の国庫支出金は0千円で、補助金の算出額3,080千円と3,080千円違います。"
    ]
    assert funding(bench, STAFF)["県支出金"] is None


def test_eligible_cost_above_the_projects_cost_is_said(bench: Workbench) -> None:
    put(bench, Subsidy, 2, "eligible", 4000)
    assert any("461千円超えています" in text for text in said(bench, TECHNOLOGY, RemarkPlace.SUBSIDIES))


def test_general_funds_are_what_is_left(bench: Workbench) -> None:
    bench.run("財源", edit.set_funding(STAFF, {FundingSource.BOND: 1000}))
    assert bench.run("残り", edit.propose_general(STAFF)) == 16283
    assert funding(bench, STAFF)["一般財源"] == 16283
    bench.run("財源", edit.set_funding(STAFF, {FundingSource.BOND: 30000}))
    with pytest.raises(RefusedEdit, match="超えています"):
        bench.run("残り", edit.propose_general(STAFF))
    put(bench, BudgetProject, STAFF, "amount", None)
    with pytest.raises(RefusedEdit, match="事業費が空欄"):
        bench.run("残り", edit.propose_general(STAFF))


def test_what_cannot_be_taken_over_is_refused(bench: Workbench) -> None:
    made = bench.run("追加", edit.add_project(1))
    with pytest.raises(RefusedEdit, match="積算に金額がありません"):
        bench.run("合計", edit.take_items_total(made))
    with pytest.raises(RefusedEdit, match="算出できる補助金がありません"):
        bench.run("反映", edit.take_grants(made))


def test_a_measure_without_a_base_is_not_computed(bench: Workbench) -> None:
    from decimal import Decimal

    from dxplanner.services.budget_checks import computed_measure

    with bench.plan.reading() as session:
        measure = session.query(TaxMeasure).one()
        assert measure.rate == Decimal("0.7")
        assert computed_measure(measure) is None
        measure.base = 1001
        assert computed_measure(measure) == 700
        session.rollback()


@pytest.mark.parametrize(
    ("total", "amounts", "words"),
    [
        (60979, [6248, 20363, 3539], "3事業の計は30,150千円です。予算額60,979千円との差30,829千円は"),
        (30000, [6248, 20363, 3539], "予算額30,000千円を150千円超えています。"),
        (None, [10, None], "2事業の計は10千円です。予算額は空欄です。"),
        (10, [10], ""),
        (10, [], ""),
    ],
)
def test_a_programs_amount_and_its_projects(
    total: int | None, amounts: Sequence[int | None], words: str
) -> None:
    text = program_remark(total, amounts)
    assert words in text
    assert bool(text) == bool(words)


def test_programs_and_projects_are_added(bench: Workbench) -> None:
    program = bench.run("事業", edit.add_program(2025))
    project = bench.run("予算事業", edit.add_project(program))
    again = bench.run("予算事業", edit.add_project(program, project))
    first = bench.run("予算事業", edit.add_project(program, project))
    assert [one.id for one in listed(bench)[1].projects] == [project, first, again]
    assert listed(bench)[1].projects[2].name == "新しい予算事業2"
    assert list(funding(bench, first).values()) == [None] * 5
    assert said(bench, first, RemarkPlace.FUNDING) == []
    put(bench, BudgetProject, first, "amount", 500)
    assert said(bench, first, RemarkPlace.FUNDING) == ["財源内訳がまだ入っていません。"]


def test_a_project_is_copied_with_what_belongs_to_it(bench: Workbench) -> None:
    before = stored(bench)
    made = bench.run("複製", duplicate_project(STAFF))
    assert names(bench) == [
        ["長崎市ＤＸ推進計画改訂", "職員の育成", "職員の育成の写し", "最新のテクノロジーに触れる場の創出"]
    ]
    original, copy = view(bench, STAFF), view(bench, made)
    assert (copy.amount, copy.items_total, copy.funding_total) == (20363, 20363, 20363)
    assert [line.node for line in copy.nodes] == [line.node for line in original.nodes]
    with bench.plan.reading() as session:
        one, other = session.get_one(BudgetProject, STAFF), session.get_one(BudgetProject, made)
        assert [len(row.items) for row in other.groups] == [len(row.items) for row in one.groups] == [1, 1, 2]
        assert not {row.uid for row in one.items} & {row.uid for row in other.items}
        assert [note.text for note in other.footnotes] == [note.text for note in one.footnotes]
        assert [link.code for link in other.action_links] == ["Ａ２"]
    bench.undo()
    assert stored(bench) == before


def test_inferred_values_stay_inferred_in_a_copy(bench: Workbench) -> None:
    from dxplanner.services.provenance import marks_of

    made = bench.run("複製", duplicate_project(TECHNOLOGY))
    with bench.plan.reading() as session:
        [subsidy] = session.get_one(BudgetProject, made).subsidies
        assert marks_of(session, [subsidy.uid])[subsidy.uid, "rounding"][0].inferred


def test_a_program_is_copied_with_its_projects(bench: Workbench) -> None:
    made = bench.run("複製", duplicate_program(1))
    assert [line.name for line in listed(bench)] == ["デジタル化推進費", "デジタル化推進費の写し"]
    assert names(bench)[0] == names(bench)[1]
    first = listed(bench)[1].projects[0].id
    with bench.plan.reading() as session:
        shown = program_view(session, made)
        assert shown is not None
        assert shown.projects_total == 30150
        flow = session.get_one(BudgetProject, first).flows[0]
        assert [len(step.tasks) for step in flow.steps] == [4, 2, 3, 1]


def test_order_and_the_way_into_the_next_program(bench: Workbench) -> None:
    bench.run("下へ", edit.move_entry(BudgetProject, REVISION, 1))
    assert names(bench)[0][:2] == ["職員の育成", "長崎市ＤＸ推進計画改訂"]
    other = bench.run("事業", edit.add_program(2025))
    own = bench.run("予算事業", edit.add_project(other))
    bench.run("下へ", edit.move_entry(BudgetProject, TECHNOLOGY, 1))
    assert [one.id for one in listed(bench)[1].projects] == [TECHNOLOGY, own]
    bench.run("上へ", edit.move_entry(BudgetProject, TECHNOLOGY, -1))
    assert [one.id for one in listed(bench)[0].projects] == [STAFF, REVISION, TECHNOLOGY]
    bench.run("上へ", edit.move_entry(BudgetProgram, other, -1))
    assert [line.id for line in listed(bench)] == [other, 1]
    with pytest.raises(RefusedEdit, match="これより上へは動かせません"):
        bench.run("上へ", edit.move_entry(BudgetProgram, other, -1))
    with pytest.raises(RefusedEdit, match="これより下へは動かせません"):
        bench.run("下へ", edit.move_entry(BudgetProject, TECHNOLOGY, 1))


def test_what_goes_is_named_before_it_goes(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        assert edit.what_goes(session, BudgetProgram, 1).startswith("予算事業 3件、積算 8件、補助金 2件")
        assert "工程表 1件" in edit.what_goes(session, BudgetProject, STAFF)
    made = bench.run("追加", edit.add_project(1))
    with bench.plan.reading() as session:
        assert edit.what_goes(session, BudgetProject, made) == ""
    before = stored(bench)
    bench.run("削除", edit.delete_entry(BudgetProgram, 1))
    assert listed(bench) == ()
    bench.undo()
    assert stored(bench) == before


def test_a_measure_is_tied_once(bench: Workbench) -> None:
    node = view(bench, STAFF).nodes[0].node.id
    bench.run("対応", edit.link_node(REVISION, node))
    assert [line.node.id for line in view(bench, REVISION).nodes] == [node]
    with pytest.raises(RefusedEdit, match="もう入っています"):
        bench.run("対応", edit.link_node(REVISION, node))


def test_missing_funding_rows_are_made_when_they_are_typed(bench: Workbench) -> None:
    from dxplanner.model import Funding

    def drop(session: Session) -> None:
        delete_rows(session, Funding, [row.id for row in session.get_one(BudgetProject, REVISION).funding])

    bench.run("削除", drop)
    assert list(funding(bench, REVISION).values()) == [None] * 5
    bench.run("財源", edit.set_funding(REVISION, {FundingSource.OTHER: 48}))
    assert funding(bench, REVISION)["その他"] == 48


def test_places_of_rows(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        project = session.get_one(BudgetProject, REVISION)
        task = project.flows[0].steps[1].tasks[0]
        cases: list[tuple[str, str, tuple[int, int | None, int]]] = [
            ("budget_program", project.program.uid, (1, None, 1)),
            ("budget_item", project.items[0].uid, (1, REVISION, project.items[0].id)),
            ("flow_task", task.uid, (1, REVISION, task.step.id)),
        ]
        for table, uid, wanted in cases:
            place = place_of_row(session, table, uid)
            assert place is not None
            assert (place.program_id, place.project_id, place.row_id) == wanted
        assert place_of_row(session, "budget_item", "gone") is None


amounts = st.none() | st.integers(0, 10**9)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(amounts, min_size=4, max_size=4), st.integers(0, 10**10))
def test_the_proposal_always_closes_the_sum(bench: Workbench, others: list[int | None], cost: int) -> None:
    sources = [source for source in FundingSource if source is not FundingSource.GENERAL]
    put(bench, BudgetProject, STAFF, "amount", cost)
    bench.run("財源", edit.set_funding(STAFF, dict(zip(sources, others, strict=True))))
    if sum(amount or 0 for amount in others) > cost:
        with pytest.raises(RefusedEdit):
            bench.run("残り", edit.propose_general(STAFF))
    else:
        bench.run("残り", edit.propose_general(STAFF))
        assert view(bench, STAFF).funding_total == cost
        assert said(bench, STAFF, RemarkPlace.FUNDING) == []


def test_all_of_it_is_undone(bench: Workbench) -> None:
    before = stored(bench)
    acts: list[Callable[[Session], Any]] = [
        edit.add_program(2025), edit.add_project(1, STAFF), duplicate_project(STAFF), duplicate_program(1),
        edit.move_entry(BudgetProject, STAFF, 1), edit.set_funding(STAFF, {FundingSource.OTHER: 5}),
        edit.propose_general(STAFF), edit.take_grants(TECHNOLOGY), edit.add_flow(STAFF),
        edit.link_node(REVISION, 3), edit.delete_entry(BudgetProject, TECHNOLOGY),
        lambda session: add_row(session, Subsidy, {"project_id": STAFF, "name": "県"}, owner="project_id"),
    ]  # fmt: skip
    done = 0
    for act in acts:
        known = stored(bench)
        bench.run("試し", act)
        done += stored(bench) != known
    assert done >= len(acts) - 1  # the grants of the sample are in its 財源内訳 already
    for _ in range(done):
        bench.undo()
    assert stored(bench) == before


def test_a_blank_setsu_is_that_of_the_row_above(bench: Workbench) -> None:
    from dxplanner.services import sheet_edit
    from dxplanner.services.budget_items import items_source

    source = items_source(TECHNOLOGY)
    with bench.plan.reading() as session:
        keys = list(source.rows(session))
    report = bench.run(
        "貼付", sheet_edit.paste(source, keys, ["setsu"], [[""], [""], ["役務費"]], add_rows=True)
    )
    assert [bad.row_id for bad in report.bad] == [keys[0]]
    with bench.plan.reading() as session:
        items = session.get_one(BudgetProject, TECHNOLOGY).items
        assert [item.setsu for item in items] == ["委託料", "委託料", "役務費"]
