"""What an export from the window leaves behind: the record of what was given out, and データ用."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dxplanner.services.print_runs import runs
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.export_dialog import ExportChoice
from dxplanner.ui.jobs import Job
from dxplanner.ui.window import MainWindow
from tests.services.spoilt_plans import spoil
from tests.ui.stand_ins import Answers

Make = Callable[..., MainWindow]


def test_data_tables_are_written_and_exceptions_said(
    make_window: Make, sample_path: Path, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window(sample_path)
    answers.target = tmp_path / "データ.xlsx"
    window.frame_actions["data"].trigger()
    qtbot.waitUntil(lambda: "枚の表を書き出しました" in window.status.message.text(), timeout=20_000)
    assert answers.target.is_file()
    assert answers.asked == ["データ用の表を書き出す"]


def test_what_is_given_out_is_kept_when_asked_for(
    make_window: Make, sample_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window(sample_path)
    context = window.context
    assert context is not None
    plan = context.workbench.plan
    kept = partial(window._commands._record, plan)
    for keep in (False, True):
        choice = ExportChoice(("hierarchy", "schedule"), ("pdf",), tmp_path / "資料", kept=keep)
        window.exporter.begin(plan, choice, kept)
        qtbot.waitUntil(lambda: window.exporter.job is None, timeout=20_000)
        with plan.reading() as session:
            assert [run.title for run in runs(session)] == (
                ["改訂スケジュール", "施策体系（案）"] if keep else []
            )
    assert "配付の記録を残しました" in window.status.message.text()
    context.undo()
    with plan.reading() as session:
        assert runs(session) == []


def kept_titles(plan: PlanFile) -> list[str]:
    """Titles of the handouts whose printing is kept."""
    with plan.reading() as session:
        return sorted(run.title for run in runs(session))


def test_only_what_was_written_is_kept(
    make_window: Make, sample_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with PlanFile.open(sample_path, Author("企画係", "PC-01")) as plan:
        spoil(plan, "schedule")
    folder = tmp_path / "資料"
    # Both files of 成果指標 are in the way, but only one of 施策体系.
    for name in ("資料１－３_成果指標.pdf", "資料１－３_成果指標.xlsx", "資料１－１_施策体系（案）.pdf"):
        (folder / name).mkdir(parents=True)
    window = make_window(sample_path)
    assert window.context is not None
    codes = ("hierarchy", "indicators", "schedule", "reviews")
    choice = ExportChoice(codes, ("pdf", "xlsx"), folder, kept=True)
    plan = window.context.workbench.plan
    window.exporter.begin(plan, choice, partial(window._commands._record, plan))
    qtbot.waitUntil(lambda: window.exporter.job is None, timeout=20_000)
    said = window.status.message.text()
    assert "書き出せなかったものが4件あります。資料を3ファイル書き出し、配付の記録を残しました。" in said
    assert kept_titles(window.context.workbench.plan) == ["施策体系（案）", "本市のこれまでの取り組み"]


def test_what_was_written_before_a_stop_is_kept(
    make_window: Make, sample_path: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(sample_path)
    assert window.context is not None
    plan = window.context.workbench.plan
    choice = ExportChoice(("hierarchy", "indicators", "schedule"), ("pdf",), tmp_path / "資料", kept=True)
    report = Job.report

    def stop_at_second(job: Job, done: int, total: int, what: str) -> None:
        report(job, done, total, what)
        if done == 1:
            job.cancel()

    monkeypatch.setattr(Job, "report", stop_at_second)
    window.exporter.begin(plan, choice, partial(window._commands._record, plan))
    qtbot.waitUntil(lambda: window.exporter.job is None, timeout=20_000)
    said = window.status.message.text()
    files = sorted(path.name for path in (tmp_path / "資料").iterdir())
    assert said == (
        f"書き出しを中止しました。それまでに資料を{len(files)}ファイル書き出し、配付の記録を残しました。"
    )
    assert len(kept_titles(plan)) == len(files) < 3


def test_what_was_written_is_kept_before_the_window_closes(
    make_window: Make, sample_path: Path, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window(sample_path)
    assert window.context is not None
    choice = ExportChoice((), ("pdf",), tmp_path / "資料", kept=True)
    plan = window.context.workbench.plan
    window.exporter.begin(plan, choice, partial(window._commands._record, plan))
    qtbot.waitUntil(lambda: any((tmp_path / "資料").glob("*.pdf")), timeout=20_000)
    answers.agrees = True
    assert window.close()
    written = len(list((tmp_path / "資料").iterdir()))
    with PlanFile.open(sample_path, Author("企画係", "PC-01"), editable=False) as plan:
        assert len(kept_titles(plan)) == written >= 1


@pytest.mark.parametrize(
    ("name", "words"),
    [("見本.dxplan", "もとの計画ファイル"), ("別.dxplan", "計画ファイルの名前"), ("表.pdf", "「.xlsx」に")],
)
def test_data_tables_never_take_the_place_of_something_else(
    make_window: Make, sample_path: Path, answers: Answers, qtbot: QtBot, name: str, words: str
) -> None:
    window = make_window(sample_path)
    answers.target = sample_path.with_name(name)
    before = sample_path.read_bytes()
    window.frame_actions["data"].trigger()
    qtbot.waitUntil(lambda: window.exporter.job is None)
    assert words in window.status.message.text()
    assert sample_path.read_bytes() == before
    assert not (sample_path.parent / "表.pdf").exists()
