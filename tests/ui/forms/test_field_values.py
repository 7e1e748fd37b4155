"""Values of fields: figures, months, choices and flags, pasted texts, boxes as wide as they are read."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest

from dxplanner.model import Entity, IndicatorValue, Initiative, PolicyNode, Review, Survey
from dxplanner.ui.forms.choices import ChoiceBox, FlagBox
from dxplanner.ui.forms.pasted import pasted_entries
from dxplanner.ui.forms.texts import ShortText
from tests.ui.forms.form import NODE, Form, Key, retype, text_box


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


def test_figures_are_read_as_typed_and_written_as_the_office_does(make_form: Callable[..., Form]) -> None:
    form = make_form(Survey, 1, "distributed", "starts_on")
    figure, month = form.editors["distributed"].box, form.editors["starts_on"].box
    assert isinstance(figure, ShortText)
    assert figure.alignment() & Qt.AlignmentFlag.AlignRight
    retype(figure, "２，００１")
    QTest.keyClick(figure, Key.Key_Return)
    assert (form.stored("distributed"), figure.text()) == (2001, "2,001")
    retype(month, "R6.13")
    QTest.keyClick(month, Key.Key_Return)
    assert "年月として読めません" in form.editors["starts_on"].message.text()
    retype(month, "2024-08")
    QTest.keyClick(month, Key.Key_Return)
    assert (form.stored("starts_on"), month.text()) == (date(2024, 8, 1), "R6.8")


def test_digits_of_a_measured_value_stay_as_typed(make_form: Callable[..., Form]) -> None:
    form = make_form(IndicatorValue, 1, "value")
    retype(form.editors["value"].box, "50.00")
    QTest.keyClick(form.editors["value"].box, Key.Key_Return)
    assert str(form.stored("value")) == "50.00"


def test_a_choice_and_a_flag_count_at_once(make_form: Callable[..., Form]) -> None:
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


def test_pasted_lines_are_joined_in_a_field_of_one_line(make_form: Callable[..., Form]) -> None:
    form = make_form(Initiative, 1, "name")
    box = text_box(form.editors["name"])
    retype(box, "")
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
    make_form: Callable[..., Form], copied: str, stored: str
) -> None:
    form = make_form(Review, 1, "issue")
    box = text_box(form.editors["issue"])
    retype(box, "")
    pasted = QMimeData()
    pasted.setText(copied)
    box.insertFromMimeData(pasted)
    QTest.keyClick(box, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.stored("issue") == stored


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
