"""What is said of a handout's amounts before it is written."""

from dxplanner.model import BudgetItem, BudgetProject
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.export import look_over
from dxplanner.services.fields import set_field
from dxplanner.store.planfile import PlanFile

TOLD = "事業「長崎市ＤＸ推進計画改訂」の内訳の合計は6,296千円で、事業費6,248千円と48千円違います。"


def test_amounts_that_agree_are_not_told(sample: PlanSnapshot) -> None:
    assert look_over(sample) == ()


def test_a_budget_that_does_not_add_up_is_told_with_its_project(sample_plan: PlanFile) -> None:
    item = next(one for one in sample_plan.snapshot().all(BudgetItem) if one.project_id == 1)
    with sample_plan.edit("金額") as edit:
        set_field(edit.session, BudgetItem, item.id, "amount", (item.amount or 0) + 48)
    remarks = look_over(sample_plan.snapshot())
    assert {one.sentence.partition("：")[2] for one in remarks} == {TOLD}
    assert "資料２－１：" + TOLD in [one.sentence for one in remarks]
    # Handouts that show other projects only, or no amounts, say nothing.
    assert not {one.code for one in remarks} & {"budget-2", "budget-3", "indicators", "schedule"}
    assert look_over(sample_plan.snapshot(), ["budget-2"]) == ()


def test_every_difference_of_a_printed_project_is_told(sample_plan: PlanFile) -> None:
    with sample_plan.edit("金額") as edit:
        set_field(edit.session, BudgetProject, 1, "amount", None)
    sentences = [one.sentence for one in look_over(sample_plan.snapshot(), ["budget-1"])]
    assert sentences == [
        "資料２－１：事業「長崎市ＤＸ推進計画改訂」の事業費が空欄です。内訳の合計は6,248千円です。"
    ]
