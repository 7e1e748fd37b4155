"""Ranges of a worksheet pasted into 積算 and 脚注 of a project."""

import pytest

from dxplanner.services import sheet_edit
from dxplanner.services.budget_items import items_source
from dxplanner.services.budget_sheets import footnotes_source
from dxplanner.services.sheet import SheetSource
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.services.sheet_sources import texts_of

STAFF, TECHNOLOGY = 2, 3
"""Keys of the sample's projects."""


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    """The sample, to be edited."""
    return Workbench(sample_plan)


def column(bench: Workbench, source: SheetSource, key: str) -> list[str]:
    at = [one.key for one in source.columns].index(key)
    return [row[at] for row in texts_of(bench.plan, source)]


def test_a_line_without_setsu_belongs_to_the_one_above(bench: Workbench) -> None:
    source = items_source(STAFF)
    before = column(bench, source, "setsu")
    grid = [["委託料", "設計", "10"], ["", "工事", "20"], ["報償費", "講師", "30"], ["", "謝礼", "40"]]
    report = bench.run(
        "貼り付け", sheet_edit.paste(source, [], ["setsu", "name", "amount"], grid, add_rows=True)
    )
    assert (report.bad, report.left, len(report.added)) == ((), (), 4)
    assert column(bench, source, "setsu") == [*before, "委託料", "委託料", "報償費", "報償費"]
    bench.undo()
    assert column(bench, source, "setsu") == before


def test_a_first_line_without_setsu_continues_the_sheet(bench: Workbench) -> None:
    source = items_source(STAFF)
    last = column(bench, source, "setsu")[-1]
    bench.run("貼り付け", sheet_edit.paste(source, [], ["setsu", "name"], [["", "追加分"]], add_rows=True))
    assert column(bench, source, "setsu")[-1] == last


def test_pasted_footnotes_are_counted_on(bench: Workbench) -> None:
    source = footnotes_source(STAFF)
    before = column(bench, source, "mark")
    bench.run("貼り付け", sheet_edit.paste(source, [], ["text"], [["甲"], ["乙"]], add_rows=True))
    assert column(bench, source, "mark") == [*before, "※7", "※8"]
    bench.undo()
    assert column(bench, source, "mark") == before


def test_footnotes_take_the_digits_of_the_last_one(bench: Workbench) -> None:
    source = footnotes_source(TECHNOLOGY)
    grid = [["※１", "甲"], ["※２", "乙"]]
    before = column(bench, source, "mark")
    assert before == ["※", "※"]
    bench.run("貼り付け", sheet_edit.paste(source, [], ["mark", "text"], grid, add_rows=True))
    bench.run("追加", sheet_edit.paste(source, [], ["text"], [["丙"]], add_rows=True))
    assert column(bench, source, "mark") == [*before, "※１", "※２", "※３"]
