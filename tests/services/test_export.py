"""Exports: progress, cancelling, names, and that a failing one leaves older files alone."""

import errno
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from dxplanner.cli import main
from dxplanner.domain.errors import InputError, MachineError
from dxplanner.exporters import xlsx
from dxplanner.model import Handout
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.export import Cancelled, Format, export_handouts, handouts_named, look_over
from dxplanner.services.output import whole_file
from dxplanner.store.planfile import PlanFile
from tests.handouts.builders import block, handout, snapshot


def test_progress_counts_files_and_names_handouts(sample: PlanSnapshot, tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    written = export_handouts(
        sample, tmp_path, ["schedule", "indicators"], progress=lambda *step: steps.append(step)
    )
    assert [file.codes for file in written] == [
        ("indicators",),
        ("indicators",),
        ("schedule",),
        ("schedule",),
    ]
    assert [step[:2] for step in steps] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert steps[2][2] == "改訂スケジュール"


def test_every_handout_is_named_while_it_is_made(sample: PlanSnapshot, tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    written = export_handouts(sample, tmp_path, progress=lambda *step: steps.append(step))
    titles = [handout.title for handout in handouts_named(sample, ())]
    assert [step[0] for step in steps] == list(range(len(written) + 1))
    assert [title for _, _, title in steps[::2]] == [*titles, ""]
    assert {path.suffix for path in tmp_path.iterdir()} == {".pdf", ".xlsx"}


def test_one_workbook_holds_a_sheet_a_handout(sample: PlanSnapshot, tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    codes = ["hierarchy", "indicators", "schedule"]
    written = export_handouts(
        sample, tmp_path, codes, progress=lambda *step: steps.append(step), one_workbook=True
    )
    assert [file.path.suffix for file in written] == [".pdf"] * 3 + [".xlsx"]
    book = written[-1]
    assert (book.path.name, book.pages, book.codes) == ("長崎市DX推進計画_資料.xlsx", 3, tuple(codes))
    assert load_workbook(book.path).sheetnames == [file.title for file in written[:3]]
    assert [step[:2] for step in steps[-4:]] == [(3, 6), (4, 6), (5, 6), (6, 6)]


def test_one_handout_needs_no_common_workbook(sample: PlanSnapshot, tmp_path: Path) -> None:
    (book,) = export_handouts(sample, tmp_path, ["schedule"], [Format.XLSX], one_workbook=True)
    assert book.path.name == "資料１－４_改訂スケジュール.xlsx"


def test_cancelling_within_the_common_workbook_leaves_none(sample: PlanSnapshot, tmp_path: Path) -> None:
    cancel = threading.Event()

    def stop_at_second_sheet(done: int, total: int, title: str) -> None:
        if done == 1:
            cancel.set()

    codes = ["hierarchy", "indicators", "schedule"]
    with pytest.raises(Cancelled):
        export_handouts(
            sample, tmp_path, codes, [Format.XLSX], stop_at_second_sheet, cancel, one_workbook=True
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("one_workbook", [False, True])
def test_a_full_disk_leaves_whole_files_only(
    sample: PlanSnapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one_workbook: bool
) -> None:
    former = tmp_path / ("長崎市DX推進計画_資料.xlsx" if one_workbook else "資料１－３_成果指標.xlsx")
    former.write_text("前回の資料", encoding="utf-8")

    def full(content: bytes, target: Path) -> None:
        target.write_bytes(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(xlsx, "deliver", full)
    with pytest.raises(MachineError, match="ディスクの空きが足りない"):
        export_handouts(sample, tmp_path, ["indicators", "schedule"], one_workbook=one_workbook)
    assert former.read_text(encoding="utf-8") == "前回の資料"
    others = [path for path in tmp_path.iterdir() if path != former]
    assert others
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in others)


def test_characters_that_cannot_be_printed_are_listed_with_their_places(tmp_path: Path) -> None:
    body = block("text", text="𠮷野さん")
    made = handout(body, title="髙橋と𠮷田")
    plan = snapshot([made])
    (remark,) = look_over(plan)
    assert (remark.code, remark.sentence) == (
        made.code,
        "資料１：「𠮷」(U+20BB7)は印刷用の書体にないため、「〓」と印刷します："
        "1ページの資料「髙橋と𠮷田」の資料名、1ページの「𠮷野さん」",
    )
    written = export_handouts(plan, tmp_path, formats=[Format.PDF])
    assert any("「𠮷」" in warning for warning in written[0].warnings)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        look_over(plan, cancel=cancel)


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


def test_the_command_line_writes_one_workbook(
    sample_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = ["--handout", "hierarchy", "schedule", "--one-workbook"]
    call = ["export", str(sample_path), "--to", str(tmp_path / "出力"), *chosen]
    assert main([*call, "--format", "xlsx"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert load_workbook(line).sheetnames == ["施策体系（案）", "改訂スケジュール"]
    assert main([*call, "--format", "pdf"]) == 2
    assert "--one-workbook" in capsys.readouterr().err


@pytest.mark.parametrize("format_", Format)
def test_a_page_range_without_pages_writes_no_file(tmp_path: Path, format_: Format) -> None:
    made = handout(block("text", text="本文"))
    made.page_range = "5-6"
    with pytest.raises(InputError, match="「印刷するページ」"):
        export_handouts(snapshot([made]), tmp_path, formats=[format_])
    assert not list(tmp_path.iterdir())


def test_a_page_range_holds_for_both_formats(sample_plan: PlanFile, tmp_path: Path) -> None:
    with sample_plan.edit("範囲") as edit:
        edit.session.execute(sa.update(Handout).where(Handout.code == "reviews").values(page_range="2"))
    pdf, book = export_handouts(sample_plan.snapshot(), tmp_path, ["reviews"])
    assert (pdf.pages, book.pages) == (1, 1)
    (sheet,) = load_workbook(book.path).worksheets
    assert (sheet.page_setup.firstPageNumber, len(sheet.row_breaks.brk)) == (2, 0)
    assert not [warning for file in (pdf, book) for warning in file.warnings if "印刷するページ" in warning]
