"""Jobs: results and failures come back on the window's thread, progress comes late, jobs can be stopped."""

import threading

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from dxplanner.domain.errors import InputError
from dxplanner.services import logbook
from dxplanner.ui import jobs as jobs_module
from dxplanner.ui.jobs import Job, Jobs


@pytest.fixture
def jobs(qtbot: QtBot) -> Jobs:
    """Jobs without a window."""
    return Jobs()


def test_result_comes_back_on_the_starting_thread(jobs: Jobs, qtbot: QtBot) -> None:
    here = QThread.currentThread()
    got: list[tuple[object, bool]] = []
    worked_on: list[int] = []

    def work(_job: Job) -> object:
        worked_on.append(threading.get_ident())
        return 42

    job = jobs.start("試験", work, lambda result: got.append((result, QThread.currentThread() is here)))
    assert jobs.running == (job,)
    qtbot.waitUntil(lambda: not jobs.running)
    assert got == [(42, True)]
    assert worked_on != [threading.get_ident()]


def test_what_a_user_can_mend_is_said_in_its_own_words(jobs: Jobs, qtbot: QtBot) -> None:
    said: list[str] = []

    def work(_job: Job) -> object:
        raise InputError("フォルダーを指定してください。")

    jobs.start("試験", work, failed=said.append)
    qtbot.waitUntil(lambda: not jobs.running)
    assert said == ["フォルダーを指定してください。"]
    assert not logbook.log_file().exists()


def test_a_bug_is_logged_and_said_without_its_text(jobs: Jobs, qtbot: QtBot) -> None:
    said: list[str] = []

    def work(_job: Job) -> object:
        raise KeyError("個人名")

    jobs.start("資料の書き出し", work, failed=said.append)
    qtbot.waitUntil(lambda: not jobs.running)
    assert len(said) == 1
    assert "「資料の書き出し」" in said[0]
    log = logbook.log_file().read_text(encoding="utf-8")
    assert "KeyError" in log
    assert "個人名" not in log + said[0]


def test_progress_is_shown_only_when_it_takes_long(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "PATIENCE_MS", 20)
    told: list[object] = []
    go = threading.Event()

    def work(job: Job) -> object:
        job.report(1, 2, "資料１")
        assert go.wait(5)
        return None

    job = jobs.start("試験", work)
    job.progress.connect(lambda *parts: told.append(parts))
    with qtbot.waitSignal(job.slow, timeout=2000):
        pass
    go.set()
    qtbot.waitUntil(lambda: not jobs.running)
    assert told == [(1, 2, "資料１")]


def test_a_quick_job_never_shows_progress(jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "PATIENCE_MS", 50)
    slow: list[bool] = []
    job = jobs.start("試験", lambda _job: None)
    job.slow.connect(lambda: slow.append(True))
    qtbot.waitUntil(lambda: not jobs.running)
    qtbot.wait(100)
    assert slow == []


def test_cancel_reaches_the_work(jobs: Jobs, qtbot: QtBot) -> None:
    got: list[object] = []
    jobs.start("試験", lambda job: job.cancelled.wait(5), got.append)
    assert jobs.cancel_all(5000)
    qtbot.waitUntil(lambda: not jobs.running)
    assert got == [True]
