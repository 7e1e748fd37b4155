"""Exports: progress, cancelling, names, and that a failing one leaves older files alone."""

import threading
from pathlib import Path

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.export import Cancelled, Format, export_handouts
from dxplanner.services.output import whole_file


def test_progress_counts_files_and_names_handouts(sample: PlanSnapshot, tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    written = export_handouts(
        sample, tmp_path, ["schedule", "indicators"], progress=lambda *step: steps.append(step)
    )
    assert [file.code for file in written] == ["indicators", "indicators", "schedule", "schedule"]
    assert [step[:2] for step in steps] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert steps[2][2] == "改訂スケジュール"


def test_cancelling_keeps_whole_files_only(sample: PlanSnapshot, tmp_path: Path) -> None:
    cancel = threading.Event()

    def stop_after_two(done: int, total: int, title: str) -> None:
        if done == 2:
            cancel.set()

    with pytest.raises(Cancelled):
        export_handouts(sample, tmp_path, progress=stop_after_two, cancel=cancel)
    assert {path.suffix for path in tmp_path.iterdir()} == {".pdf", ".xlsx"}
    assert len(list(tmp_path.iterdir())) == 3


def test_the_same_plan_gives_the_same_bytes(sample: PlanSnapshot, tmp_path: Path) -> None:
    first = export_handouts(sample, tmp_path / "a")
    second = export_handouts(sample, tmp_path / "b")
    assert [file.path.read_bytes() for file in first] == [file.path.read_bytes() for file in second]


def test_two_handouts_of_one_name_do_not_overwrite_each_other(sample: PlanSnapshot, tmp_path: Path) -> None:
    from dxplanner.model import Handout, HandoutBlock
    from dxplanner.model.snapshot import PlanSnapshot as Snapshot

    twins = tuple(
        Handout(
            code=code,
            title="同じ名前",
            position=index,
            paper=sample.all(Handout)[0].paper,
            orientation=sample.all(Handout)[0].orientation,
            first_page=1,
            blocks=[HandoutBlock(kind="text", options={"text": code}, enabled=True)],
        )
        for index, code in enumerate(("one", "two"))
    )
    rows = {entity: sample.all(entity) for entity in sample._rows}
    written = export_handouts(Snapshot({**rows, Handout: twins}, 0), tmp_path, formats=[Format.PDF])
    assert len({file.path for file in written}) == 2


def test_a_failure_while_writing_keeps_the_former_file(tmp_path: Path) -> None:
    target = tmp_path / "資料.pdf"
    target.write_text("前回の資料", encoding="utf-8")
    with pytest.raises(InputError), whole_file(target) as part:
        part.write_text("途中", encoding="utf-8")
        raise InputError("値がありません。")
    assert target.read_text(encoding="utf-8") == "前回の資料"
    assert list(tmp_path.iterdir()) == [target]
