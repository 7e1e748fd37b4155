"""Exports from the command line on a bad day: exit status, what is named on which output, what is left."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dxplanner.cli import main
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from tests.services.spoilt_plans import spoil

AUTHOR = Author("企画係", "PC-01")


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[str], list[str]]:
    """Exit status, lines of standard output and lines of standard error of one call."""
    status = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return status, captured.out.splitlines(), captured.err.splitlines()


@pytest.mark.parametrize("name", ["見本.dxplan", "別.dxplan", "別.DXPLAN"])
@pytest.mark.parametrize("command", ["data", "export"])
def test_no_plan_is_written_over(
    capsys: pytest.CaptureFixture[str], sample_path: Path, tmp_path: Path, command: str, name: str
) -> None:
    before = sample_path.read_bytes()
    status, out, (line,) = call(capsys, command, sample_path, "--to", tmp_path / name)
    assert (status, out) == (2, [])
    assert "計画ファイル" in line
    assert sample_path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [sample_path]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_to_the_plan_is_the_plan(
    capsys: pytest.CaptureFixture[str], sample_path: Path, tmp_path: Path
) -> None:
    before = sample_path.read_bytes()
    link = tmp_path / "表.xlsx"
    link.symlink_to(sample_path)
    status, out, (line,) = call(capsys, "data", sample_path, "--to", link)
    assert (status, out) == (2, [])
    assert "もとの計画ファイルです" in line
    assert link.is_symlink()
    assert sample_path.read_bytes() == before


def test_data_gets_its_extension_and_no_other(
    capsys: pytest.CaptureFixture[str], sample_path: Path, tmp_path: Path
) -> None:
    status, out, _ = call(capsys, "data", sample_path, "--to", tmp_path / "表")
    assert (status, out) == (0, [str(tmp_path / "表.xlsx")])
    status, out, (line,) = call(capsys, "data", sample_path, "--to", tmp_path / "表.pdf")
    assert (status, out) == (2, [])
    assert "「.xlsx」" in line
    assert not (tmp_path / "表.pdf").exists()


@pytest.mark.parametrize("value", [["--to", ""], ["--to="], ["--to", "  "]])
@pytest.mark.parametrize("command", ["export", "data"])
def test_nowhere_is_no_place(
    capsys: pytest.CaptureFixture[str],
    sample_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    value: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, (line,) = call(capsys, command, sample_path, *value)
    assert (status, out) == (2, [])
    assert "「--to」のあとに" in line
    assert list(tmp_path.iterdir()) == [sample_path]


def test_a_plan_without_handouts_says_so(
    capsys: pytest.CaptureFixture[str], empty_path: Path, tmp_path: Path
) -> None:
    status, out, (line,) = call(capsys, "export", empty_path, "--to", tmp_path / "資料")
    assert (status, out) == (0, [])
    assert line == "注意：この計画には、書き出す資料がありません。"


def test_a_handout_that_cannot_be_made_is_named_at_the_end(
    capsys: pytest.CaptureFixture[str], sample_path: Path, tmp_path: Path
) -> None:
    with PlanFile.open(sample_path, AUTHOR) as plan:
        spoil(plan, "schedule", "schedule-a3")
    folder = tmp_path / "資料"
    chosen = ["--handout", "hierarchy", "schedule", "schedule-a3", "indicators"]
    status, out, error = call(capsys, "export", sample_path, "--to", folder, *chosen)
    assert status == 2
    assert sorted(out) == sorted(str(path) for path in folder.iterdir())
    assert len(out) == 4
    first, second = error[-2:]
    assert first.startswith("資料１－４ 改訂スケジュール：")
    assert second.startswith("資料４－６ 工程表：")
    assert all("「きのう」" in line for line in (first, second))


def test_the_machine_weighs_more_than_the_input(
    capsys: pytest.CaptureFixture[str], sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PlanFile.open(sample_path, AUTHOR) as plan:
        spoil(plan, "schedule")
    replace = Path.replace

    def refuse(part: Path, target: Path) -> Path:
        if target.name == "資料１－１_施策体系（案）.xlsx":
            raise PermissionError(13, "in use")
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", refuse)
    folder = tmp_path / "資料"
    chosen = ["--handout", "hierarchy", "schedule"]
    status, out, error = call(capsys, "export", sample_path, "--to", folder, *chosen)
    assert status == 3
    assert out == [str(folder / "資料１－１_施策体系（案）.pdf")]
    assert [line.split("：")[0] for line in error[-2:]] == [
        "資料１－１ 施策体系（案）",
        "資料１－４ 改訂スケジュール",
    ]


TERMINATED = """
import os, signal, sys, time
from dxplanner.cli import main
from dxplanner.exporters import xlsx

def half(content, target):
    target.write_bytes(content[:9])
    os.kill(os.getpid(), getattr(signal, sys.argv[3]))
    time.sleep(5)

xlsx.deliver = half
sys.exit(main(["export", sys.argv[1], "--to", sys.argv[2], "--handout", "hierarchy"]))
"""


@pytest.mark.skipif(os.name == "nt", reason="a process is ended otherwise there")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_ending_the_process_leaves_whole_files_only(sample_path: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "資料"
    result = subprocess.run(
        [sys.executable, "-c", TERMINATED, str(sample_path), str(folder), name],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        cwd=Path(__file__).parent.parent,
    )
    assert result.returncode == 3
    assert result.stderr.decode() == "中止しました。\n"
    (file,) = folder.iterdir()
    assert file.suffix == ".pdf"
    assert result.stdout.decode() == f"{file}\n"
