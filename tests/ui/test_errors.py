"""Failures in slots: one sentence, a log without content, a window that shows what the plan holds."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from dxplanner.domain.errors import MachineError
from dxplanner.model import Plan
from dxplanner.services import logbook
from dxplanner.ui.errors import SENTENCE, FailureHandler
from dxplanner.ui.window import MainWindow
from tests.ui.stand_ins import NamePane

Make = Callable[..., MainWindow]


class Listener:
    """Notes what was said and how often the window was put right."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.recovered = 0
        self.handler = FailureHandler(self.said.append, self.recover)

    def recover(self) -> None:
        """Stands in for the window's."""
        self.recovered += 1

    def fail(self, error: BaseException) -> None:
        """Let ``error`` be raised in a slot."""
        try:
            raise error
        except BaseException as raised:
            self.handler.handle(type(raised), raised, raised.__traceback__)


@pytest.fixture
def listener() -> Listener:
    """A handler with ears."""
    return Listener()


def test_a_bug_gives_one_sentence_and_a_log_without_content(listener: Listener) -> None:
    listener.fail(ValueError("未公表の予算額"))
    assert listener.said == [SENTENCE]
    assert listener.recovered == 1
    log = logbook.log_file().read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "test_errors.py" in log
    assert "未公表" not in log


def test_what_a_user_can_mend_is_not_a_failure(listener: Listener) -> None:
    listener.fail(MachineError("ディスクの空きが足りません。"))
    assert listener.said == ["ディスクの空きが足りません。"]
    assert listener.recovered == 0
    assert not logbook.log_file().exists()


def test_the_same_failure_again_and_again_is_said_once(listener: Listener) -> None:
    for _ in range(50):
        listener.fail(ValueError("塗り直しのたび"))
    assert listener.said == [SENTENCE]
    assert listener.recovered == 1


def test_a_failure_while_recovering_does_not_go_round(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def recover() -> None:
        handler.handle(KeyError, KeyError("x"), None)
        raise RuntimeError

    handler = FailureHandler(said.append, recover)
    handler.handle(ValueError, ValueError("y"), None)
    assert len(said) == 2
    assert "after a failure" in logbook.log_file().read_text(encoding="utf-8")


def test_an_interrupt_is_left_to_python(listener: Listener, capsys: pytest.CaptureFixture[str]) -> None:
    listener.fail(KeyboardInterrupt())
    assert listener.said == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


@pytest.fixture
def handled(make_window: Make, sample_path: Path) -> Iterator[MainWindow]:
    """A window on the sample with the handler in place, as in the program."""
    window = make_window(sample_path)
    handler = FailureHandler(window.say, window.recover)
    before = sys.excepthook
    handler.install()
    yield window
    handler.remove()
    assert sys.excepthook is before


def test_an_exception_in_a_slot_leaves_window_and_plan_whole(handled: MainWindow, qtbot: QtBot) -> None:
    assert handled.context is not None
    assert handled.workspace is not None
    pane = handled.workspace.pane
    assert isinstance(pane, NamePane)
    plan = handled.context.workbench.plan
    before, reloads = plan.history_size(), pane.reloads

    def slot() -> None:
        assert handled.context is not None
        pane.field.setText("書きかけ")

        def command(_session: object) -> None:
            raise ZeroDivisionError

        handled.context.run("こわれた変更", command)

    QTimer.singleShot(0, slot)
    qtbot.waitUntil(lambda: handled.status.message.text() == SENTENCE)
    assert plan.history_size() == before
    assert plan.undo_label() is None
    assert pane.reloads > reloads
    assert pane.field.text() == "長崎市DX推進計画"
    handled.context.run("次の変更", lambda session: setattr(session.get(Plan, 1), "city", "試験市"))
    assert plan.undo_label() == "次の変更"


def test_a_listener_that_fails_does_not_keep_others_from_hearing(handled: MainWindow, qtbot: QtBot) -> None:
    assert handled.context is not None
    heard: list[str] = []

    def broken(_committed: object) -> None:
        raise RuntimeError

    handled.context.committed.connect(broken)
    handled.context.committed.connect(lambda committed: heard.append(committed.label))
    handled.context.run("市名の変更", lambda session: setattr(session.get(Plan, 1), "city", "試験市"))
    assert heard == ["市名の変更"]
    assert handled.status.message.text() == SENTENCE
    assert "市名の変更" in handled.frame_actions["undo"].text()
