"""What a field does not take: refused in place and kept, pointed out, plans that are only read."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.model import PolicyNode, Review
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from tests.ui.forms.form import NODE, Form, Key, retype, steps, text_box


def test_an_invalid_text_stays_visible_and_is_not_stored(make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "name", "note")
    editor, before = form.editors["name"], form.stored("name")
    retype(editor.box, "")
    form.editors["note"].box.setFocus()
    assert (editor.box.text(), form.stored("name")) == ("", before)
    assert editor.message.text() == "空欄にはできません。"
    assert editor.message.isVisible()
    assert editor.box.property("invalid") is True
    editor.box.setFocus()
    QTest.keyClicks(editor.box, "x")
    assert not editor.message.isVisible()
    QTest.keyClick(editor.box, Key.Key_Escape)
    assert editor.box.text() == before
    assert steps(form.context) == 0


def test_an_invalid_text_comes_back_with_its_row(make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "name")
    editor = form.editors["name"]
    retype(editor.box, " ")
    editor.flush()
    editor.show_row(47, "別の施策")
    assert editor.box.text() == "別の施策"
    assert not editor.message.isVisible()
    editor.show_row(NODE, form.stored("name"))
    assert (editor.box.text(), editor.message.text()) == (" ", "空欄にはできません。")
    QTest.keyClick(editor.box, Key.Key_Escape)
    editor.flush()
    assert form.binding.drafts == {}


def test_a_character_that_no_handout_can_print_is_pointed_out(make_form: Callable[..., Form]) -> None:
    form = make_form(Review, 1, "issue")
    editor = form.editors["issue"]
    retype(editor.box, "𠮷野")
    QTest.keyClick(editor.box, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.stored("issue") == "𠮷野"
    assert editor.message.text().startswith("「𠮷」は印刷用の書体にない文字です。")
    assert editor.message.property("role") == "warn"


def test_a_refused_edit_leaves_the_typing_where_it_is(make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "note")
    editor = form.editors["note"]
    editor.show_row(99999, None)
    said: list[str] = []
    form.context.said.connect(said.append)
    retype(editor.box, "abc")
    assert not editor.commit()
    assert (editor.box.text(), said) == ("abc", ["この施策体系の項目は、もう削除されています。"])
    assert editor.message.text().startswith("保存できませんでした。")
    editor.cancel()


def test_nothing_can_be_typed_into_a_plan_that_is_only_read(
    qtbot: QtBot, sample_path: Path, make_context: Callable[[PlanFile], PlanContext]
) -> None:
    with PlanFile.open(sample_path, Author("課長", "PC-02"), editable=False) as plan:
        form = Form(make_context(plan), PolicyNode, NODE, "name", "colour")
        qtbot.addWidget(form)
        form.show()
        box = text_box(form.editors["name"])
        QTest.keyClicks(box, "abc")
        QTest.keyClick(box, Key.Key_Return)
        assert box.text() == "健康で豊かに暮らせるサービスの提供"
        assert not form.editors["colour"].box.isEnabled()
