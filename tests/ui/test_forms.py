"""Editors of fields: commit, refusal in place, Esc, autosave and merging, IME, read-only, undo keys."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.model import Entity, IndicatorValue, Initiative, PolicyNode, Review, Survey
from dxplanner.services.fields import fields_of
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.choices import ChoiceBox, FlagBox
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import ElidedLabel
from dxplanner.ui.forms.pasted import pasted_entries
from dxplanner.ui.forms.prose import Prose, prose_layout
from dxplanner.ui.forms.sections import RowStack, TwoColumns
from dxplanner.ui.forms.texts import GrowingText, ShortText
from dxplanner.ui.theme import Theme

Key = Qt.Key
NODE = 46


class Form(QWidget):
    """Editors of one row as a pane has them: it shows the row anew after each commit."""

    def __init__(self, context: PlanContext, entity: type[Entity], row_id: int, *names: str) -> None:
        super().__init__()
        self.context, self.entity, self.row_id = context, entity, row_id
        self.binding = Binding(context, lambda: "1-2", lambda: date(2024, 11, 8), self)
        fields = fields_of(entity)
        self.editors = {name: FieldEditor(self.binding, fields[name], parent=self) for name in names}
        for place, editor in enumerate(self.editors.values()):
            editor.setGeometry(0, place * 120, 700, 110)
        self.setGeometry(0, 0, 720, 120 * len(names))
        context.committed.connect(lambda _committed: self.show_row())
        self.show_row()

    def show_row(self) -> None:
        for name, editor in self.editors.items():
            editor.show_row(self.row_id, self.stored(name))

    def stored(self, name: str) -> object:
        with self.context.workbench.plan.reading() as session:
            return getattr(session.get_one(self.entity, self.row_id), name)


@pytest.fixture
def make_form(qtbot: QtBot, context: PlanContext) -> Callable[..., Form]:
    """Makes a form on the sample plan, shown and with the focus."""

    def make(entity: type[Entity], row_id: int, *names: str) -> Form:
        form = Form(context, entity, row_id, *names)
        qtbot.addWidget(form)
        form.show()
        qtbot.waitExposed(form)
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return form

    return make


def text_box(editor: FieldEditor) -> GrowingText:
    assert isinstance(editor.box, GrowingText)
    return editor.box


def steps(context: PlanContext) -> int:
    """How many steps can be undone."""
    count = 0
    while context.workbench.plan.undo() is not None:
        count += 1
    for _ in range(count):
        context.workbench.plan.redo()
    return count


def put(box: QWidget, text: str) -> None:
    """Type Japanese: what an input method sends when a composition is finished."""
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(box, done)


def retype(qtbot: QtBot, box: QWidget, text: str) -> None:
    box.setFocus()
    QTest.keyClick(box, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(box, Key.Key_Delete)
    if text.isascii():
        QTest.keyClicks(box, text)
    else:
        put(box, text)


@pytest.mark.parametrize(
    ("entity", "name", "signs"), [(PolicyNode, "statement", 48), (Survey, "counting_unit", 9)]
)
def test_a_box_is_no_wider_than_can_be_read(
    make_form: Callable[..., Form], entity: type[Entity], name: str, signs: int
) -> None:
    form = make_form(entity, NODE if entity is PolicyNode else 1, name)
    editor = form.editors[name]
    editor.setGeometry(0, 0, 1600, 110)
    layout = editor.layout()
    assert layout is not None
    layout.activate()
    assert editor.box.width() == form.context.theme.pixels(13 * signs + 16)
    label = form.context.theme.pixels(128 + 8)
    assert editor.box.x() == label


def test_enter_stores_a_line_under_its_label(qtbot: QtBot, make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "name")
    box = text_box(form.editors["name"])
    assert box.accessibleName() == "名称"
    retype(qtbot, box, "abc")
    assert form.stored("name") == "健康で豊かに暮らせるサービスの提供"
    QTest.keyClick(box, Key.Key_Return)
    assert form.stored("name") == "abc"
    assert form.context.workbench.plan.undo_label() == "1-2 の名称変更"
    assert box.hasFocus()


def test_leaving_stores_several_lines_exactly(qtbot: QtBot, make_form: Callable[..., Form]) -> None:
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


def test_an_invalid_text_stays_visible_and_is_not_stored(
    qtbot: QtBot, make_form: Callable[..., Form]
) -> None:
    form = make_form(PolicyNode, NODE, "name", "note")
    editor, before = form.editors["name"], form.stored("name")
    retype(qtbot, editor.box, "")
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


def test_an_invalid_text_comes_back_with_its_row(qtbot: QtBot, make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "name")
    editor = form.editors["name"]
    retype(qtbot, editor.box, " ")
    editor.flush()
    editor.show_row(47, "別の施策")
    assert editor.box.text() == "別の施策"
    assert not editor.message.isVisible()
    editor.show_row(NODE, form.stored("name"))
    assert (editor.box.text(), editor.message.text()) == (" ", "空欄にはできません。")
    QTest.keyClick(editor.box, Key.Key_Escape)
    editor.flush()
    assert form.binding.drafts == {}


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


def test_unsaved_typing_survives_somebody_elses_commit(qtbot: QtBot, make_form: Callable[..., Form]) -> None:
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
    retype(qtbot, box, "x")
    QApplication.sendEvent(box, QInputMethodEvent("けんこう", []))
    assert box.composing
    QTest.keyClick(box, Key.Key_Return)
    qtbot.wait(30)
    assert form.stored("name") == "健康で豊かに暮らせるサービスの提供"
    put(box, "健康")
    qtbot.waitUntil(lambda: form.stored("name") == "x健康", timeout=2000)


def test_undo_keys_belong_to_the_plan_unless_there_is_unsaved_typing(
    qtbot: QtBot, make_form: Callable[..., Form]
) -> None:
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


def test_figures_are_read_as_typed_and_written_as_the_office_does(
    qtbot: QtBot, make_form: Callable[..., Form]
) -> None:
    form = make_form(Survey, 1, "distributed", "starts_on")
    figure, month = form.editors["distributed"].box, form.editors["starts_on"].box
    assert isinstance(figure, ShortText)
    assert figure.alignment() & Qt.AlignmentFlag.AlignRight
    retype(qtbot, figure, "２，００１")
    QTest.keyClick(figure, Key.Key_Return)
    assert (form.stored("distributed"), figure.text()) == (2001, "2,001")
    retype(qtbot, month, "R6.13")
    QTest.keyClick(month, Key.Key_Return)
    assert "年月として読めません" in form.editors["starts_on"].message.text()
    retype(qtbot, month, "2024-08")
    QTest.keyClick(month, Key.Key_Return)
    assert (form.stored("starts_on"), month.text()) == (date(2024, 8, 1), "R6.8")


def test_digits_of_a_measured_value_stay_as_typed(qtbot: QtBot, make_form: Callable[..., Form]) -> None:
    form = make_form(IndicatorValue, 1, "value")
    retype(qtbot, form.editors["value"].box, "50.00")
    QTest.keyClick(form.editors["value"].box, Key.Key_Return)
    assert str(form.stored("value")) == "50.00"


def test_a_choice_and_a_flag_count_at_once(qtbot: QtBot, make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "colour", "initiatives_open")
    choice, flag = form.editors["colour"].box, form.editors["initiatives_open"].box
    assert isinstance(choice, ChoiceBox)
    assert isinstance(flag, FlagBox)
    assert [choice.itemText(row) for row in range(2)] == ["標準", "生活"]
    choice.setFocus()
    QTest.keyClick(choice, Key.Key_Down)
    assert form.stored("colour") == "生活"
    assert flag.toolTip() == "資料では一覧の最後に「等」が付きます。"
    flag.setFocus()
    QTest.keyClick(flag, Key.Key_Space)
    assert form.stored("initiatives_open") is False
    form.context.undo()
    assert flag.isChecked()


def test_pasted_lines_are_joined_in_a_field_of_one_line(qtbot: QtBot, make_form: Callable[..., Form]) -> None:
    form = make_form(Initiative, 1, "name")
    box = text_box(form.editors["name"])
    retype(qtbot, box, "")
    pasted = QMimeData()
    pasted.setText("二行に\n分けた名称\n")
    box.insertFromMimeData(pasted)
    QTest.keyClick(box, Key.Key_Return)
    assert form.stored("name") == "二行に分けた名称"


@pytest.mark.parametrize(
    ("copied", "stored"),
    [
        ("一つの欄\r\n", "一つの欄"),
        ('"1行目\n2行目"\r\n', "1行目\n2行目"),
        ("1行目\r\n2行目\r\n", "1行目\n2行目"),
        ('甲「"引用"」', '甲「"引用"」'),
    ],
)
def test_a_cell_of_a_worksheet_is_pasted_without_its_wrapping(
    qtbot: QtBot, make_form: Callable[..., Form], copied: str, stored: str
) -> None:
    form = make_form(Review, 1, "issue")
    box = text_box(form.editors["issue"])
    retype(qtbot, box, "")
    pasted = QMimeData()
    pasted.setText(copied)
    box.insertFromMimeData(pasted)
    QTest.keyClick(box, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.stored("issue") == stored


def test_a_character_that_no_handout_can_print_is_pointed_out(
    qtbot: QtBot, make_form: Callable[..., Form]
) -> None:
    form = make_form(Review, 1, "issue")
    editor = form.editors["issue"]
    retype(qtbot, editor.box, "𠮷野")
    QTest.keyClick(editor.box, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.stored("issue") == "𠮷野"
    assert editor.message.text().startswith("「𠮷」は印刷用の書体にない文字です。")
    assert editor.message.property("role") == "warn"


def test_a_refused_edit_leaves_the_typing_where_it_is(qtbot: QtBot, make_form: Callable[..., Form]) -> None:
    form = make_form(PolicyNode, NODE, "note")
    editor = form.editors["note"]
    editor.show_row(99999, None)
    said: list[str] = []
    form.context.said.connect(said.append)
    retype(qtbot, editor.box, "abc")
    assert not editor.commit()
    assert (editor.box.text(), said) == ("abc", ["この施策体系の項目は、もう削除されています。"])
    assert editor.message.text().startswith("保存できませんでした。")
    editor.cancel()


def test_nothing_can_be_typed_into_a_plan_that_is_only_read(
    qtbot: QtBot, sample_path: object, make_context: Callable[[PlanFile], PlanContext]
) -> None:
    from pathlib import Path

    from dxplanner.store.lock import Author

    with PlanFile.open(Path(str(sample_path)), Author("課長", "PC-02"), editable=False) as plan:
        form = Form(make_context(plan), PolicyNode, NODE, "name", "colour")
        qtbot.addWidget(form)
        form.show()
        box = text_box(form.editors["name"])
        QTest.keyClicks(box, "abc")
        QTest.keyClick(box, Key.Key_Return)
        assert box.text() == "健康で豊かに暮らせるサービスの提供"
        assert not form.editors["colour"].box.isEnabled()


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("一\n二\r\n\n 三 ", ["一", "二", "三"]),
        ("・一\n・二", ["一", "二"]),
        ("1-1\t一\n1-2\t二\n", ["1-1 一", "1-2 二"]),
        ('"折り返した\nセル"\n次', ["折り返したセル", "次"]),
        ('"個に応じた"学び', ['"個に応じた"学び']),
        ('「個」"開いたまま', ['「個」"開いたまま']),
        ("\n \t\n", []),
    ],
)
def test_pasted_text_becomes_entries(text: str, entries: list[str]) -> None:
    assert pasted_entries(text) == entries


def test_prose_is_as_high_as_its_lines_and_keeps_its_words(qtbot: QtBot) -> None:
    label = Prose("一行目\n二行目")
    qtbot.addWidget(label)
    one = Prose("一行目")
    qtbot.addWidget(one)
    assert label.heightForWidth(400) > one.heightForWidth(400)
    assert one.heightForWidth(15) > one.heightForWidth(400)
    layout, _height = prose_layout("これは、「かぎ括弧」の例です。", one.font(), 70)
    starts = [layout.text()[layout.lineAt(row).textStart()] for row in range(layout.lineCount())]
    assert len(starts) > 1
    assert not set(starts) & set("、。」")


def test_an_elided_label_has_its_text_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("title")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    label.show_text("健康で豊かに暮らせるサービスの提供")
    assert label.text().endswith("…")
    assert label.toolTip() == "健康で豊かに暮らせるサービスの提供"


def test_two_columns_from_a_width_on(qtbot: QtBot, theme: Theme) -> None:
    form = TwoColumns(theme)
    qtbot.addWidget(form)
    form.resize(1099, 500)
    form.show()
    assert not form.two_columns
    form.resize(1100, 500)
    assert form.two_columns


def test_rows_keep_their_widgets_by_key(qtbot: QtBot) -> None:
    class Line(Prose):
        def show_line(self, line: str) -> None:
            self.setText(line)

    stack: RowStack[str] = RowStack(Line, lambda line: line, 2)
    qtbot.addWidget(stack)
    stack.show_lines(["a", "b", "c"])
    a, b, c = stack.widgets()
    stack.show_lines(["c", "a"])
    assert stack.widgets() == [c, a]
    stack.show_lines(["c", "d", "a"])
    assert [widget.text() for widget in stack.widgets() if isinstance(widget, Line)] == ["c", "d", "a"]
    assert stack.widgets()[0] is c
    assert b not in stack.widgets()
    stack.show_lines([])
    assert stack.isHidden()


def test_tab_reaches_rows_that_came_later_where_they_stand(qtbot: QtBot) -> None:
    class Line(QLineEdit):
        def show_line(self, line: str) -> None:
            self.setText(line)

    form = QWidget()
    qtbot.addWidget(form)
    column, inner = QVBoxLayout(form), QHBoxLayout()
    first, last = QLineEdit(), QLineEdit()
    stack: RowStack[str] = RowStack(Line, lambda line: line, 2)
    column.addWidget(first)
    inner.addWidget(stack)
    column.addLayout(inner)
    column.addWidget(last)

    def stations() -> list[QWidget]:
        chain, widget = [], form.nextInFocusChain()
        while widget is not None and widget is not form:
            chain.append(widget)
            widget = widget.nextInFocusChain()
        return [one for one in chain if isinstance(one, QLineEdit)]

    stack.show_lines(["ア", "イ"])
    assert stations() == [first, *stack.widgets(), last]
    stack.show_lines(["ウ", "ア", "エ", "イ"])
    assert stations() == [first, *stack.widgets(), last]
    assert stack.focusPolicy() is Qt.FocusPolicy.NoFocus
