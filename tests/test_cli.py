"""The command line as scripts call it: output, exit status, one Japanese sentence on bad input."""

import errno
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from dxplanner.cli import main
from dxplanner.store.header import SCHEMA_VERSION


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of one call."""
    status = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_sample_refuses_to_overwrite_without_force(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "r6.dxplan"
    assert call(capsys, "sample", target) == (0, f"{target}\n", "")
    first = target.read_bytes()
    status, out, error = call(capsys, "sample", target)
    assert (status, out, error.count("\n")) == (2, "", 1)
    assert "既にあります" in error
    assert target.read_bytes() == first
    assert call(capsys, "sample", target, "--force")[0] == 0
    assert os.listdir(tmp_path) == [target.name]


def test_the_same_sample_is_the_same_plan(tmp_path: Path) -> None:
    rows = []
    for name in ("a.dxplan", "b.dxplan"):
        main(["sample", str(tmp_path / name)])
        with sqlite3.connect(tmp_path / name) as raw:
            # SQLite's own counters are listed in the order in which tables got their first row.
            rows.append([line for line in raw.iterdump() if "sqlite_sequence" not in line])
        raw.close()
    assert rows[0] == rows[1]


def test_info_counts_every_kind(capsys: pytest.CaptureFixture[str], sample_path: Path) -> None:
    status, out, _ = call(capsys, "info", sample_path, "--json")
    found = json.loads(out)
    assert status == 0
    assert (found["title"], found["city"], found["schema_version"]) == (
        "長崎市DX推進計画",
        "長崎市",
        SCHEMA_VERSION,
    )
    current, revised = found["versions"]
    assert [current["levels"][name] for name in ("2030年のめざす姿", "基本方針", "基本施策")] == [6, 6, 13]
    assert [
        revised["levels"][name] for name in ("領域", "分野", "2030年のめざす姿", "基本方針", "基本施策")
    ] == [3, 5, 5, 5, 12]
    tables = {name: count for kind in found["kinds"] for name, count in kind["tables"].items()}
    assert len(found["kinds"]) == 16
    assert [tables[name] for name in ("indicator", "indicator_series", "review", "transition")] == [
        12,
        13,
        13,
        23,
    ]
    assert [tables[name] for name in ("schedule_edition", "flow", "budget_project", "survey")] == [4, 2, 3, 2]
    assert found["last_change"] is None


def test_info_reads_for_people_too(capsys: pytest.CaptureFixture[str], sample_path: Path) -> None:
    status, out, _ = call(capsys, "info", sample_path)
    assert status == 0
    assert "現行計画" in out
    assert "基本施策 13" in out
    assert "成果指標：" in out


def test_handouts_are_listed_in_order(capsys: pytest.CaptureFixture[str], sample_path: Path) -> None:
    status, out, _ = call(capsys, "handouts", sample_path, "--json")
    assert status == 0
    assert [row["id"] for row in json.loads(out)][:7] == [
        "hierarchy",
        "transitions",
        "indicators",
        "schedule",
        "overview",
        "outline",
        "reviews",
    ]


def test_export_writes_pdf_and_workbook_of_each_handout(
    capsys: pytest.CaptureFixture[str], sample_path: Path, tmp_path: Path
) -> None:
    before = sample_path.read_bytes()
    status, out, error = call(capsys, "export", sample_path, "--to", tmp_path / "out" / "中")
    written = [Path(line) for line in out.splitlines()]
    assert status == 0
    # 施策体系の変更 is one page by choice and says that its text is small; nothing else is said.
    assert all("施策体系の変更" in line and line.startswith("注意：") for line in error.splitlines())
    assert sorted(os.listdir(tmp_path / "out" / "中")) == sorted(path.name for path in written)
    handouts = json.loads(call(capsys, "handouts", sample_path, "--json")[1])
    for suffix in (".pdf", ".xlsx"):
        assert [path.suffix for path in written].count(suffix) == len(handouts)
    for path in written:
        if path.suffix == ".pdf":
            assert len(PdfReader(path).pages) >= 1
    assert sample_path.read_bytes() == before
    assert not (sample_path.parent / f"{sample_path.name}.lock").exists()


def test_export_of_one_handout_in_one_format(
    capsys: pytest.CaptureFixture[str], sample_path: Path, tmp_path: Path
) -> None:
    status, out, _ = call(
        capsys, "export", sample_path, "--to", tmp_path / "o", "--handout", "indicators", "--format", "pdf"
    )
    assert status == 0
    assert [Path(line).name for line in out.splitlines()] == ["資料１－３_成果指標.pdf"]


def test_data_writes_machine_readable_tables(
    capsys: pytest.CaptureFixture[str], sample_path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "表" / "データ.xlsx"
    status, out, error = call(capsys, "data", sample_path, "--to", target)
    assert (status, out) == (0, f"{target}\n")
    assert all(line.startswith("注意：") and "「" in line for line in error.splitlines())
    assert target.is_file()
    assert call(capsys, "data", sample_path)[0] == 2


def test_verify_answers_no_with_status_1(capsys: pytest.CaptureFixture[str], sample_path: Path) -> None:
    assert call(capsys, "verify", sample_path)[0] == 0
    with sqlite3.connect(sample_path) as raw:
        raw.execute("UPDATE indicator SET node_id = 99999 WHERE id = 1")
    raw.close()
    status, out, _ = call(capsys, "verify", sample_path)
    assert status == 1
    assert "indicator" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["info"], "1つ指定"),
        (["info", "a", "b"], "1つ指定"),
        (["info", "ない.dxplan"], "見つかりません"),
        (["export", "{plan}"], "--to"),
        (["export", "{plan}", "--to"], "--to"),
        (
            ["export", "{plan}", "--to", "{folder}", "--handout", "nothing"],
            "「nothing」という資料はありません",
        ),
        (["export", "{plan}", "--to", "{folder}", "--format", "docx"], "「docx」という形式はありません"),
        (["export", "{plan}", "--to", "{plan}"], "ファイルです"),
        (["export", "{plan}", "--to", "{plan}/下"], "ファイルです"),
        (["verify", "{plan}", "--quick"], "「--quick」という指定はありません"),
        (["sample", "{folder}"], "既にあります"),
        (["sample", "{folder}", "--force"], "フォルダーです"),
        (["--wrong"], "「--wrong」という指定はありません"),
        (["self-test", "x"], "「x」という指定はありません"),
    ],
)
def test_a_wrong_call_is_one_japanese_line_and_status_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str], sample_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    filled = [argument.format(plan=sample_path, folder=folder) for argument in arguments]
    status, out, error = call(capsys, *filled)
    assert (status, out, error.count("\n")) == (2, "", 1)
    assert words in error
    assert os.listdir(folder) == []


def test_a_full_disk_leaves_nothing_and_gives_status_3(
    capsys: pytest.CaptureFixture[str],
    sample_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("dxplanner.services.output.os.fsync", full)
    folder = tmp_path / "out"
    status, out, error = call(capsys, "export", sample_path, "--to", folder)
    assert (status, out, error.count("\n")) == (3, "", 1)
    assert "空きが足りない" in error
    assert os.listdir(folder) == []


def test_an_output_that_is_open_elsewhere_keeps_its_content(
    capsys: pytest.CaptureFixture[str], sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "資料１－３_成果指標.pdf"
    target.write_bytes(b"open in a viewer")

    def refuse(_part: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    status, _, error = call(
        capsys, "export", sample_path, "--to", tmp_path, "--handout", "indicators", "--format", "pdf"
    )
    assert status == 3
    assert "開いていれば閉じて" in error
    assert target.read_bytes() == b"open in a viewer"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that not even root can write")
def test_a_folder_that_cannot_be_written_gives_status_3(
    capsys: pytest.CaptureFixture[str], sample_path: Path
) -> None:
    status, _, error = call(capsys, "export", sample_path, "--to", "/proc/self")
    assert (status, error.count("\n")) == (3, 1)
    status, _, error = call(capsys, "sample", "/proc/self/r6.dxplan")
    assert (status, error.count("\n")) == (3, 1)


def test_an_unexpected_failure_shows_no_traceback(
    capsys: pytest.CaptureFixture[str], sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_plan: object) -> None:
        raise ZeroDivisionError("secret content")

    log = tmp_path / "log" / "dxplanner.log"
    monkeypatch.setattr("dxplanner.services.overview.overview", break_down)
    monkeypatch.setattr("dxplanner.services.logbook.log_file", lambda: log)
    status, out, error = call(capsys, "info", sample_path)
    assert (status, out, error.count("\n")) == (3, "", 1)
    assert str(log) in error
    text = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "secret content" not in text


def test_a_failure_that_cannot_be_logged_is_said_too(
    capsys: pytest.CaptureFixture[str], sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_plan: object) -> None:
        raise ZeroDivisionError

    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setattr("dxplanner.services.overview.overview", break_down)
    monkeypatch.setattr("dxplanner.services.logbook.log_file", lambda: blocked / "dxplanner.log")
    status, out, error = call(capsys, "info", sample_path)
    assert (status, out, error.count("\n")) == (3, "", 1)
    assert "記録も残せませんでした" in error


def test_it_runs_as_a_module_in_an_empty_environment(sample_path: Path, tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "PATH": ""}
    result = subprocess.run(
        [sys.executable, "-m", "dxplanner", "info", str(sample_path), "--json"],
        capture_output=True,
        check=True,
        env=environment,
        cwd=Path(__file__).parent.parent,
    )
    assert json.loads(result.stdout.decode("utf-8"))["city"] == "長崎市"


def test_help_is_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "--help")
    assert status == 0
    assert out.startswith("使い方")
