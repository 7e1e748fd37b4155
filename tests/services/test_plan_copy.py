"""A copy of a plan is the plan at that moment, and is read beside an edit without either waiting."""

import shutil
import threading
from pathlib import Path

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.model import Handout, Plan, entities
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.fields import set_field
from dxplanner.services.plan_copy import CopyReader, copy_of, other_plan
from dxplanner.services.preview import preview_of
from dxplanner.services.workbench import Workbench
from dxplanner.store.engine import plan_engine
from dxplanner.store.lock import Author
from dxplanner.store.migrations import migrations_dir, upgrade
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


def test_another_plan_is_read_and_left_alone(sample_path: Path, sample: PlanSnapshot, author: Author) -> None:
    before = sample_path.read_bytes()
    assert contents(other_plan(sample_path, author)) == contents(sample)
    assert sample_path.read_bytes() == before


def test_an_older_plan_is_brought_up_to_date_in_a_copy(tmp_path: Path, author: Author) -> None:
    scripts = Path(shutil.copytree(migrations_dir(), tmp_path / "migrations"))
    for later in (scripts / "versions").glob("000[2-9]_*.py"):
        later.unlink()
    path = tmp_path / "前の計画.dxplan"
    path.touch()
    engine = plan_engine(path, writable=True)
    with engine.begin() as connection:
        upgrade(connection, scripts)
        connection.exec_driver_sql(
            "INSERT INTO handout (id, uid, position, code, title, paper, orientation, first_page)"
            " VALUES (1, 'h', 0, 'a', '資料', 'A4', '横', 1)"
        )
    engine.dispose()
    before = path.read_bytes()
    [handout] = other_plan(path, author).all(Handout)
    assert (handout.title, handout.template) == ("資料", False)
    assert path.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["migrations", "前の計画.dxplan"]


def test_what_is_no_plan_is_not_read(tmp_path: Path, author: Author) -> None:
    (tmp_path / "別.dxplan").write_text("計画ではない", encoding="utf-8")
    with pytest.raises(InputError):
        other_plan(tmp_path / "別.dxplan", author)
