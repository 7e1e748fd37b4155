"""Typing into a field: what is stored when, autosave and merging, IME, the keys of undo."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dxplanner.model import PolicyNode
from dxplanner.services.fields import fields_of
from tests.ui.forms.form import NODE, Form, Key, retype, steps, text_box
from tests.ui.input_method import put


def test_enter_stores_a_line_under_its_label(make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "name")
    box = text_box(form.editors["name"])
    assert box.accessibleName() == "名称"
    retype(box, "abc")
    assert form.stored("name") == "健康で豊かに暮らせるサービスの提供"
    QTest.keyClick(box, Key.Key_Return)
    assert form.stored("name") == "abc"
    assert form.context.workbench.plan.undo_label() == "1-2 の名称変更"
    assert box.hasFocus()


def test_leaving_stores_several_lines_exactly(make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "statement", "note")
    box, other = text_box(form.editors["statement"]), text_box(form.editors["note"])
    low = box.height()
    box.setFocus()
    QTest.keyClicks(box, "a")
    QTest.keyClick(box, Key.Key_Return)
    QTest.keyClicks(box, " b ")
    assert box.height() > low
    QTest.keyClick(box, Key.Key_Tab)
    assert other.hasFocus()
    assert form.stored("statement") == "a\n b "


def test_escape_takes_back_what_rested_and_was_stored(qtbot: QtBot, make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "note")
    form.binding.autosave_ms = 1
    box = form.editors["note"].box
    box.setFocus()
    QTest.keyClicks(box, "ab")
    qtbot.waitUntil(lambda: form.stored("note") == "ab", timeout=2000)
    QTest.keyClick(box, Key.Key_Escape)
    assert (box.text(), form.stored("note")) == ("", None)


def test_typing_that_rests_is_one_step_until_the_focus_leaves(
    qtbot: QtBot, make_form: Callable[..., Form]
) -> None:
    form = make_form(PolicyNode, NODE, "note", "goal")
    form.binding.autosave_ms = 1
    box = text_box(form.editors["note"])
    box.setFocus()
    for text in ("ab", "abc", "abcd"):
        QTest.keyClicks(box, text[len(box.text()) :])
        qtbot.waitUntil(lambda text=text: form.stored("note") == text, timeout=2000)  # type: ignore[misc]
    assert box.textCursor().position() == 4
    assert steps(form.context) == 1
    form.editors["goal"].box.setFocus()
    box.setFocus()
    QTest.keyClicks(box, "e")
    QTest.keyClick(box, Key.Key_Tab)
    assert steps(form.context) == 2
    form.context.undo()
    assert (box.text(), form.stored("note")) == ("abcd", "abcd")
    form.context.undo()
    assert box.text() == ""


def test_unsaved_typing_survives_somebody_elses_commit(make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "note", "goal")
    box = text_box(form.editors["note"])
    box.setFocus()
    QTest.keyClicks(box, "abc")
    cursor = box.textCursor()
    cursor.setPosition(1)
    box.setTextCursor(cursor)
    form.binding.store(fields_of(PolicyNode)["goal"], NODE, "ほかの人", "m")
    form.binding.store(fields_of(PolicyNode)["note"], NODE, "ほかの備考", "n")
    assert (box.text(), box.textCursor().position(), box.hasFocus()) == ("abc", 1, True)
    assert form.editors["goal"].box.text() == "ほかの人"
    QTest.keyClick(box, Key.Key_Escape)
    assert box.text() == "ほかの備考"


def test_composition_is_not_disturbed(qtbot: QtBot, make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "name")
    form.binding.autosave_ms = 1
    box = text_box(form.editors["name"])
    retype(box, "x")
    QApplication.sendEvent(box, QInputMethodEvent("けんこう", []))
    assert box.composing
    QTest.keyClick(box, Key.Key_Return)
    qtbot.wait(30)
    assert form.stored("name") == "健康で豊かに暮らせるサービスの提供"
    put(box, "健康")
    qtbot.waitUntil(lambda: form.stored("name") == "x健康", timeout=2000)


def test_undo_keys_belong_to_the_plan_unless_there_is_unsaved_typing(make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "name")
    box = text_box(form.editors["name"])
    ctrl = Qt.KeyboardModifier.ControlModifier

    def taken() -> bool:
        asked = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Key.Key_Z, ctrl, "\x1a")
        asked.ignore()
        QApplication.sendEvent(box, asked)
        return asked.isAccepted()

    box.setFocus()
    assert not taken()
    QTest.keyClicks(box, "x")
    assert taken()
    QTest.keyClick(box, Key.Key_Return)
    assert not taken()
    QTest.keyClick(box, Key.Key_Z, ctrl)
    assert box.text().endswith("x") or box.text().startswith("x")
