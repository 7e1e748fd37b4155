"""Values of one row that cannot stand together: refused when typed, marked when pasted; the others go in."""

from datetime import date

import pytest
import sqlalchemy as sa

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import Side, ValueRole
from dxplanner.model import FlowStep, IndicatorValue, Transition
from dxplanner.services import meeting_sheets as meetings
from dxplanner.services.budget_flows import steps_source
from dxplanner.services.indicator_query import IndicatorBook
from dxplanner.services.indicator_sheet import indicator_source
from dxplanner.services.indicator_values import value_source
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_edit import add_typed, fill_down, missing, paste, set_cell
from dxplanner.services.transition_query import usual_versions
from dxplanner.services.transition_sheet import transition_source
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.services.sheet_sources import texts_of

DAYS = ["name", "starts_on", "ends_on"]


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    """The sample, to be edited."""
    return Workbench(sample_plan)


def rows(bench: Workbench, source: SheetSource) -> list[int]:
    with bench.plan.reading() as session:
        return list(source.rows(session))


def shown(bench: Workbench, source: SheetSource, key: int, *names: str) -> list[str]:
    with bench.plan.reading() as session:
        [row] = source.load(session, [key])
        return [source.column(name).read(row) for name in names]


def test_a_meeting_does_not_end_before_it_starts(bench: Workbench) -> None:
    source = meetings.meeting_sheet()
    grid = [["甲", "R6.5.7", "R6.5.8"], ["乙", "R6.5.7", "R6.5.1"], ["丙", "R6.5", "R6.4"]]
    report = bench.run("貼り付け", paste(source, [], DAYS, grid, add_rows=True))
    good, late, month = report.added
    assert [(cell.row_id, cell.key, cell.text) for cell in report.bad] == [
        (late, "ends_on", "R6.5.1"),
        (month, "ends_on", "R6.4"),
    ]
    assert (
        report.bad[0].message
        == "開催日の終了（R6.5.1）が開始（R6.5.7）より前になります。日付の順序を確かめてください。"
    )
    assert report.done == 7
    assert shown(bench, source, late, *DAYS) == ["乙", "R6.5.7", ""]
    assert shown(bench, source, month, *DAYS) == ["丙", "R6.5", "R6.5"]
    for name, text in (("starts_on", "R6.6.1"), ("ends_on", "R6.5.6")):
        with pytest.raises(InputError, match=r"開始（R6.*）より前になります"):
            bench.run("日付の変更", set_cell(source, good, name, text))
    assert shown(bench, source, good, *DAYS) == ["甲", "R6.5.7", "R6.5.8"]


def test_a_meeting_moves_whole_when_both_days_are_pasted(bench: Workbench) -> None:
    source = meetings.meeting_sheet()
    keys = ["starts_on", "ends_on"]
    typed = {"name": "甲", "starts_on": "R6.5.7", "ends_on": "R6.5.8"}
    key = bench.run("追加", add_typed(source, None, typed))
    report = bench.run("貼り付け", paste(source, [key], keys, [["R6.7.1", "R6.7.2"]], add_rows=True))
    assert (report.bad, shown(bench, source, key, *keys)) == ((), ["R6.7.1", "R6.7.2"])
    before = texts_of(bench.plan, source)
    report = bench.run("貼り付け", paste(source, [key], keys, [["R6.9.1", "R6.8.1"]], add_rows=True))
    # Neither fits to the day that stays.
    assert [cell.key for cell in report.bad] == ["ends_on", "starts_on"]
    assert texts_of(bench.plan, source) == before
    with pytest.raises(InputError, match="より前になります"):
        bench.run("追加", add_typed(source, None, {"name": "乙", "starts_on": "R6.5.7", "ends_on": "R6.5.1"}))
    assert texts_of(bench.plan, source) == before


def test_days_copied_down_keep_their_order(bench: Workbench) -> None:
    source = meetings.meeting_sheet()
    grid = [["甲", "R6.5.7", "R6.5.8"], ["乙", "R6.6.1", "R6.6.2"]]
    first, second = bench.run("貼り付け", paste(source, [], DAYS, grid, add_rows=True)).added
    report = bench.run("下へ", fill_down(source, [first, second], ["ends_on"]))
    assert [(cell.row_id, cell.key) for cell in report.bad] == [(second, "ends_on")]
    assert shown(bench, source, second, *DAYS) == ["乙", "R6.6.1", "R6.6.2"]


def test_a_step_does_not_end_before_it_starts(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        step = session.scalars(sa.select(FlowStep).order_by(FlowStep.id)).first()
    assert step is not None
    source = steps_source(step.flow_id)
    report = bench.run(
        "貼り付け",
        paste(source, [step.id], ["starts_on", "ends_on"], [["R6.9", "R6.4"]], add_rows=False),
    )
    assert report.bad[0].key == "ends_on"
    assert "終了月（R6.4）が開始月（R6.9）より前になります" in report.bad[0].message


def test_a_target_is_not_of_a_year_before_the_baseline(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        base = session.scalars(
            sa.select(IndicatorValue).where(IndicatorValue.role == ValueRole.BASELINE).limit(1)
        ).one()
        series, version = base.series_id, base.series.indicator.node.version_id

    def table() -> SheetSource:
        with bench.plan.reading() as session:
            return indicator_source(IndicatorBook(), session, version, None, date.today)

    source = table()
    keys = ["baseline_year", "target", "target_year"]
    with pytest.raises(InputError, match=r"目標年度（R2）が基準年度（.*）より前になります"):
        bench.run("年度", set_cell(source, series, "target_year", "R2"))
    before = shown(bench, source, series, *keys)
    report = bench.run("貼り付け", paste(source, [series], keys, [["R4", "77", "R3"]], add_rows=False))
    assert [(cell.key, cell.text) for cell in report.bad] == [("target_year", "R3")]
    assert shown(bench, table(), series, *keys) == ["R4", "77.0", before[2]]
    values = value_source(IndicatorBook(), series)
    target = next(key for key in rows(bench, values) if shown(bench, values, key, "role") == ["目標値"])
    with pytest.raises(InputError, match="目標年度（R1）が基準年度（R4）より前になります"):
        bench.run("年度", set_cell(values, target, "fiscal_year", "R1"))


def test_a_transition_whose_ends_cannot_be_read_is_left_out(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        versions = usual_versions(session)
        assert versions is not None
        count = session.scalar(sa.select(sa.func.count()).select_from(Transition))
        source = transition_source(lambda: dict(zip(Side, versions, strict=True)))
        assert [column.label for column in missing(session, source, {"reason": "甲"})] == ["現行", "見直し案"]
        assert missing(session, source, {"new": "1-1"}) == []
    keys = ["old", "new", "reason"]
    grid = [["9-9", "8-8", "甲"], ["", "", "乙"], ["1-1", "8-8", "丙"], ["1-1", "1-1", "丁"]]
    report = bench.run("貼り付け", paste(source, [], keys, grid, add_rows=True))
    assert [(line.line, line.texts) for line in report.left] == [
        (0, ("9-9", "8-8", "甲")),
        (1, ("", "", "乙")),
    ]
    assert [key for key, _ in report.left[0].reasons] == ["old", "new"]
    assert report.left[1].reasons == (("old", "現行か見直し案を入力してください。"),)
    assert [(cell.row_id, cell.key) for cell in report.bad] == [(report.added[0], "new")]
    assert len(report.added) == 2
    with pytest.raises(InputError, match="現行：「9-9」という項目はありません"):
        bench.run("追加", add_typed(source, None, {"old": "9-9"}))
    bench.undo()
    with bench.plan.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Transition)) == count
