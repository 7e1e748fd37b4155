"""Amounts in 円 pasted into columns of 千円: one decision for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.amounts import parse_amount, thousands, yen_of
from dxplanner.domain.vocabulary import Rounding
from dxplanner.services import sheet_edit
from dxplanner.services.budget_grants import subsidies_source
from dxplanner.services.budget_items import items_source
from dxplanner.services.budget_sheets import projects_source
from dxplanner.services.sheet_report import PasteReport
from dxplanner.services.sheet_yen import YenSum, broken, may_be_yen, sums, take_as_yen
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.services.sheet_sources import texts_of

STAFF = 2
GRID = [
    ["委託料", "改修", "12,345円"],
    ["", "講師", "￥1,500"],
    ["", "謝金", "３０，５００"],
    ["", "旅費", "－"],
]


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    """The sample, to be edited."""
    return Workbench(sample_plan)


def paste(bench: Workbench, grid: list[list[str]] = GRID) -> PasteReport:
    keys = ["setsu", "name", "amount"]
    command = sheet_edit.paste(items_source(STAFF), [], keys, grid, add_rows=True)
    return bench.run("貼り付け", command, merge="paste")


def amounts(bench: Workbench) -> list[str]:
    return [row[3] for row in texts_of(bench.plan, items_source(STAFF))[-4:]]


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("12,345円", 12_345),
        ("￥12,345", 12_345),
        ("（６，２４８）", 6_248),
        ("△1,500", -1_500),
        ("6,248千円", None),
        ("13.1百万円", None),
        ("1.5", None),
        ("－", None),
        ("", None),
        ("未定", None),
    ],
)
def test_an_amount_may_be_meant_in_yen_without_a_unit_or_with_yen(text: str, yen: int | None) -> None:
    assert yen_of(text) == yen


@given(st.integers(-(10**12), 10**12), st.sampled_from(Rounding))
def test_rounding_to_thousands_is_near_and_the_same_on_both_sides_of_zero(yen: int, way: Rounding) -> None:
    whole = thousands(yen, way)
    assert abs(whole * 1000 - yen) < 1000
    assert thousands(-yen, way) == -whole
    assert abs(thousands(yen, Rounding.DOWN)) <= abs(whole) <= abs(thousands(yen, Rounding.UP))
    if yen % 1000 == 0:
        assert parse_amount(f"{yen}円") == whole


def test_all_amounts_of_a_paste_are_taken_as_yen_in_the_same_step_of_undo(bench: Workbench) -> None:
    source = items_source(STAFF)
    before = texts_of(bench.plan, source)
    report = paste(bench)
    assert [cell.key for cell in report.bad] == ["amount", "amount"]
    assert amounts(bench) == ["", "", "30,500", ""]
    assert (may_be_yen(report.amounts), broken(report.amounts)) == (True, 2)
    for way, shown in (
        (Rounding.HALF_UP, ["12", "2", "31", ""]),
        (Rounding.DOWN, ["12", "1", "30", ""]),
        (Rounding.UP, ["13", "2", "31", ""]),
    ):
        taken = bench.run("貼り付け", take_as_yen(source, report.amounts, way), merge="paste")
        assert (taken.done, taken.bad, amounts(bench)) == (3, (), shown)
    bench.undo()
    assert texts_of(bench.plan, source) == before


def test_what_rounding_does_to_the_sum_is_known(bench: Workbench) -> None:
    found, labels = paste(bench).amounts, {"amount": "金額"}
    assert sums(labels, found, Rounding.HALF_UP) == [YenSum("金額", 44_345, 44, 45)]
    assert sums(labels, found, Rounding.DOWN) == [YenSum("金額", 44_345, 44, 43)]
    assert sums(labels, found, Rounding.UP) == [YenSum("金額", 44_345, 45, 46)]


@pytest.mark.parametrize(
    ("texts", "asked"),
    [
        (["6,248千円", "－"], False),
        (["6,248,000円", "0円"], False),
        (["12", "999"], False),
        (["12", "1,000"], True),
        (["550円"], True),
        (["未定"], False),
    ],
)
def test_yen_is_asked_about_where_it_makes_a_difference(
    bench: Workbench, texts: list[str], asked: bool
) -> None:
    assert may_be_yen(paste(bench, [["委託料", "甲", text] for text in texts]).amounts) is asked


def test_columns_of_several_kinds_are_added_up_each_for_itself(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        source = projects_source(1)
        keys = list(source.rows(session))
    report = bench.run(
        "貼り付け",
        sheet_edit.paste(source, keys, ["amount", "国庫支出金"], [["1,500円", "700円"]], add_rows=False),
    )
    labels = {column.key: column.label for column in source.columns}
    found = sums(labels, report.amounts, Rounding.HALF_UP)
    assert [(one.label, one.whole) for one in found] == [("事業費", 2), ("国庫支出金", 1)]


def test_an_amount_that_a_cell_cannot_take_is_reported_all_the_same(bench: Workbench) -> None:
    source = subsidies_source(STAFF)
    with bench.plan.reading() as session:
        keys = list(source.rows(session))
    command = sheet_edit.paste(source, keys, ["eligible"], [["△2,500円"]], add_rows=False)
    report = bench.run("貼り付け", command)
    taken = bench.run("貼り付け", take_as_yen(source, report.amounts, Rounding.DOWN))
    assert [(cell.key, cell.message) for cell in taken.bad] == [("eligible", "0以上の数を入力してください。")]
