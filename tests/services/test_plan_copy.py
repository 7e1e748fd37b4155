"""A copy of a plan is the plan at that moment, and is read beside an edit without either waiting."""

import threading

from dxplanner.model import Handout, Plan, entities
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.fields import set_field
from dxplanner.services.plan_copy import CopyReader, copy_of
from dxplanner.services.preview import preview_of
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile


def contents(snapshot: PlanSnapshot) -> list[tuple[object, ...]]:
    """All values of all rows."""
    return [
        tuple(getattr(row, column.key) for column in entity.__table__.columns)
        for entity in entities()
        for row in snapshot.all(entity)
    ]


def rename(bench: Workbench, name: str) -> None:
    bench.run("名称変更", lambda session: set_field(session, Plan, 1, "name", name))


def test_a_copy_holds_what_the_plan_holds(sample_plan: PlanFile) -> None:
    read = CopyReader().snapshot(copy_of(sample_plan))
    assert contents(read) == contents(sample_plan.snapshot())
    assert read.last_change == sample_plan.snapshot().last_change


def test_a_copy_stays_as_it_was(sample_plan: PlanFile) -> None:
    bench, reader = Workbench(sample_plan), CopyReader()
    before, name = copy_of(sample_plan), sample_plan.snapshot().plan.name
    rename(bench, "別の計画")
    assert reader.snapshot(before).plan.name == name
    assert reader.snapshot(copy_of(sample_plan)).plan.name == "別の計画"


def test_a_copy_is_laid_out_on_another_thread_while_the_plan_is_edited(sample_plan: PlanFile) -> None:
    bench, reader, copy = Workbench(sample_plan), CopyReader(), copy_of(sample_plan)
    made: list[int] = []

    def work() -> None:
        for _ in range(2):
            snapshot = reader.snapshot(copy)
            handout = snapshot.all(Handout)[0]
            made.append(len(preview_of(snapshot, handout.uid).layout.pages))

    thread = threading.Thread(target=work)
    thread.start()
    for number in range(20):
        rename(bench, f"計画{number}")
    thread.join()
    assert made == [1, 1]
    assert sample_plan.snapshot().plan.name == "計画19"


def test_a_read_only_plan_is_copied_too(sample_plan: PlanFile) -> None:
    with PlanFile.open(sample_plan.path, sample_plan.author, editable=False) as plan:
        assert contents(CopyReader().snapshot(copy_of(plan))) == contents(sample_plan.snapshot())
