"""Exports on a bad day: what cannot be written is told, the rest is there, and no plan is written over."""

import errno
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dxplanner.domain.errors import InputError, MachineError
from dxplanner.exporters import xlsx
from dxplanner.exporters.xlsx_pages import SheetPlan
from dxplanner.exporters.xlsx_sheets import plan_sheets
from dxplanner.handouts import documents
from dxplanner.handouts.blocks import HandoutDocument
from dxplanner.model import Handout
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services import export
from dxplanner.services.export import (
    Cancelled,
    Failure,
    Format,
    Written,
    export_handouts,
    look_over,
)
from dxplanner.services.output import PlaceError
from dxplanner.store.planfile import PlanFile
from tests.handouts.builders import block, handout, snapshot
from tests.services.spoilt_plans import spoil, without_pages

CODES = ["indicators", "schedule", "reviews"]
SCHEDULE = "資料１－４　改訂スケジュール"


def export_all(plan: PlanSnapshot, folder: Path, **more: Any) -> tuple[list[Written], list[Failure]]:
    """Files and failures of an export that goes on."""
    results: list[Written | Failure] = []
    written = export_handouts(plan, folder, tell=results.append, **more)
    assert written == [one for one in results if isinstance(one, Written)]
    assert sorted(folder.iterdir()) == sorted(file.path for file in written)
    return written, [one for one in results if isinstance(one, Failure)]


def test_a_handout_that_cannot_be_made_does_not_stop_the_others(
    sample_plan: PlanFile, tmp_path: Path
) -> None:
    spoil(sample_plan, "schedule")
    steps: list[tuple[int, int]] = []
    written, (failure,) = export_all(
        sample_plan.snapshot(),
        tmp_path / "資料",
        codes=CODES,
        progress=lambda done, total, title: steps.append((done, total)),
    )
    assert [file.codes for file in written] == [("indicators",)] * 2 + [("reviews",)] * 2
    assert (failure.name, failure.exit_status) == (SCHEDULE, 2)
    assert "「きのう」" in failure.message
    assert failure.sentence.startswith(f"{SCHEDULE}：")
    assert steps == [(0, 6), (1, 6), (2, 6), (4, 6), (5, 6), (6, 6)]


def test_without_anybody_to_tell_the_first_failure_ends_it(sample_plan: PlanFile, tmp_path: Path) -> None:
    spoil(sample_plan, "schedule")
    with pytest.raises(InputError, match="きのう"):
        export_handouts(sample_plan.snapshot(), tmp_path / "資料", CODES)


def test_a_bug_in_one_handout_does_not_stop_the_others(
    sample: PlanSnapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = documents.build_document

    def break_down(plan: PlanSnapshot, made: Handout) -> HandoutDocument:
        return build(plan, made) if made.code != "schedule" else [][1]

    log = tmp_path / "log" / "dxplanner.log"
    monkeypatch.setattr("dxplanner.services.logbook.log_file", lambda: log)
    monkeypatch.setattr(export, "build_document", break_down)
    written, (failure,) = export_all(sample, tmp_path / "資料", codes=CODES)
    assert len(written) == 4
    assert failure == Failure(SCHEDULE, "予期しない障害が起きたため、書き出せませんでした。", 3)
    assert "IndexError" in log.read_text(encoding="utf-8")
    with pytest.raises(IndexError):
        export_handouts(sample, tmp_path / "資料", CODES)


def test_a_file_that_is_open_elsewhere_does_not_stop_the_others(
    sample: PlanSnapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "資料１－３_成果指標.xlsx"
    locked.write_bytes(b"open in Excel")
    replace = Path.replace

    def refuse(part: Path, target: Path) -> Path:
        if target == locked:
            raise PermissionError(errno.EACCES, "in use")
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", refuse)
    results: list[Written | Failure] = []
    written = export_handouts(sample, tmp_path, ["indicators", "schedule"], tell=results.append)
    assert [file.path.name for file in written] == [
        "資料１－３_成果指標.pdf",
        "資料１－４_改訂スケジュール.pdf",
        "資料１－４_改訂スケジュール.xlsx",
    ]
    (failure,) = (one for one in results if isinstance(one, Failure))
    assert failure.exit_status == 3
    assert failure.sentence == (
        "資料１－３　成果指標：「資料１－３_成果指標.xlsx」に書き込めません。"
        "ほかのソフトで開いていれば閉じてからやり直してください。"
    )
    assert locked.read_bytes() == b"open in Excel"
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_in_the_way_of_a_file_does_not_stop_the_others(sample: PlanSnapshot, tmp_path: Path) -> None:
    (tmp_path / "資料１－３_成果指標.pdf").mkdir()
    results: list[Written | Failure] = []
    written = export_handouts(sample, tmp_path, ["indicators", "schedule"], tell=results.append)
    assert [file.path.suffix for file in written] == [".xlsx", ".pdf", ".xlsx"]
    (failure,) = (one for one in results if isinstance(one, Failure))
    assert "フォルダーです" in failure.message


def test_a_full_disk_ends_it_at_once_and_what_is_there_has_been_told(
    sample: PlanSnapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(content: bytes, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(xlsx, "deliver", full)
    results: list[Written | Failure] = []
    with pytest.raises(PlaceError, match="空きが足りない"):
        export_handouts(sample, tmp_path, CODES, tell=results.append)
    (file,) = results
    assert isinstance(file, Written)
    assert [file.path] == list(tmp_path.iterdir())
    assert file.path.suffix == ".pdf"


def test_cancelling_has_told_what_is_there(sample: PlanSnapshot, tmp_path: Path) -> None:
    cancel = threading.Event()
    results: list[Written | Failure] = []

    def stop_after_three(result: Written | Failure) -> None:
        results.append(result)
        if len(results) == 3:
            cancel.set()

    with pytest.raises(Cancelled):
        export_handouts(sample, tmp_path, CODES, cancel=cancel, tell=stop_after_three)
    assert sorted(one.path for one in results if isinstance(one, Written)) == sorted(tmp_path.iterdir())
    assert len(results) == 3


def test_a_handout_without_pages_is_told_once_for_both_formats(sample_plan: PlanFile, tmp_path: Path) -> None:
    without_pages(sample_plan, "schedule")
    written, (failure,) = export_all(sample_plan.snapshot(), tmp_path / "資料", codes=CODES)
    assert len(written) == 4
    assert failure.name == SCHEDULE
    assert "印刷するページ" in failure.message


def test_the_common_workbook_is_written_without_what_cannot_be_made(
    sample_plan: PlanFile, tmp_path: Path
) -> None:
    without_pages(sample_plan, "schedule")
    written, (failure,) = export_all(
        sample_plan.snapshot(), tmp_path / "資料", codes=CODES, formats=[Format.XLSX], one_workbook=True
    )
    assert failure.name == SCHEDULE
    (book,) = written
    assert book.codes == ("indicators", "reviews")
    assert load_workbook(book.path).sheetnames == ["成果指標", "本市のこれまでの取り組み"]


def test_a_bug_in_one_sheet_does_not_stop_the_common_workbook(
    sample: PlanSnapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(document: HandoutDocument) -> list[SheetPlan]:
        return plan_sheets(document) if document.code != "schedule" else [][1]

    log = tmp_path / "log" / "dxplanner.log"
    monkeypatch.setattr("dxplanner.services.logbook.log_file", lambda: log)
    monkeypatch.setattr(xlsx, "plan_sheets", break_down)
    (book,), (failure,) = export_all(
        sample, tmp_path / "資料", codes=CODES, formats=[Format.XLSX], one_workbook=True
    )
    assert failure == Failure(SCHEDULE, "予期しない障害が起きたため、書き出せませんでした。", 3)
    assert load_workbook(book.path).sheetnames == ["成果指標", "本市のこれまでの取り組み"]
    assert "IndexError" in log.read_text(encoding="utf-8")


def test_a_common_workbook_that_cannot_be_written_is_told(sample: PlanSnapshot, tmp_path: Path) -> None:
    (tmp_path / "長崎市DX推進計画_資料.xlsx").mkdir()
    results: list[Written | Failure] = []
    export_handouts(sample, tmp_path, CODES, one_workbook=True, tell=results.append)
    assert [type(one) for one in results] == [Written] * 3 + [Failure]
    failure = results[-1]
    assert isinstance(failure, Failure)
    assert failure.name == "長崎市DX推進計画_資料.xlsx"


def test_what_cannot_be_made_is_seen_before_it_is_written(sample_plan: PlanFile) -> None:
    spoil(sample_plan, "schedule")
    (remark,) = look_over(sample_plan.snapshot(), ["indicators", "schedule", "hierarchy"])
    assert remark.code == "schedule"
    assert remark.sentence.startswith(f"{SCHEDULE}：")
    assert "きのう" in remark.sentence


def coded(handouts: list[Handout]) -> list[Handout]:
    """Handouts in their order, each with a code of its own."""
    for number, one in enumerate(handouts):
        one.code, one.position = f"c{number}", number
    return handouts


def test_names_that_are_one_to_windows_do_not_overwrite_each_other(tmp_path: Path) -> None:
    titles = ["資料A", "資料a", "資料Ａ", "資料A_b", "別の資料"]
    made = coded([handout(block("text", text=title), title=title, number=None) for title in titles])
    made[1].code = "b"
    written, failures = export_all(snapshot(made), tmp_path / "資料", formats=[Format.PDF])
    names = [file.path.name for file in written]
    assert names == ["資料A.pdf", "資料a_b.pdf", "資料Ａ_c2.pdf", "資料A_b_c3.pdf", "別の資料.pdf"]
    assert len({name.casefold() for name in names}) == 5
    assert failures == []


def test_a_long_name_of_two_handouts_stays_within_what_a_file_server_takes(tmp_path: Path) -> None:
    made = coded([handout(block("text", text="本文"), title="長" * 200) for _ in range(2)])
    written, _ = export_all(snapshot(made), tmp_path / "資料", formats=[Format.PDF])
    first, second = (file.path.name for file in written)
    assert second.endswith("_c1.pdf")
    assert max(len(f"{name}.part".encode()) for name in (first, second)) <= 255


def test_the_plan_itself_is_never_written_over(
    sample_path: Path, sample: PlanSnapshot, tmp_path: Path
) -> None:
    folder = tmp_path / "資料"
    folder.mkdir()
    plan = Path(shutil.copy(sample_path, folder / "資料１－４_改訂スケジュール.pdf"))
    before = plan.read_bytes()
    results: list[Written | Failure] = []
    written = export_handouts(sample, folder, ["schedule"], plan=plan, tell=results.append)
    assert [file.path.suffix for file in written] == [".xlsx"]
    (failure,) = (one for one in results if isinstance(one, Failure))
    assert "もとの計画ファイルです" in failure.message
    assert plan.read_bytes() == before


@pytest.mark.parametrize("name", ["別.dxplan", "別.DXPLAN", "別.dxplan. "])
def test_a_folder_is_not_called_like_a_plan(sample: PlanSnapshot, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="計画ファイルの名前です"):
        export_handouts(sample, tmp_path / name, ["schedule"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that not even root can write")
def test_a_folder_that_cannot_be_written_is_told_once(sample: PlanSnapshot) -> None:
    results: list[Written | Failure] = []
    with pytest.raises(MachineError):
        export_handouts(sample, Path("/proc/self"), CODES, tell=results.append)
    assert results == []
