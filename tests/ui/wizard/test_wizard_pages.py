"""What a plan is called, its terms and its levels, page by page, by keys and mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import NumberScope
from dxplanner.services.new_plan import NewTerm
from dxplanner.services.plan_seeds import THREE_LEVELS
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.level_model import Column, LevelModel
from dxplanner.ui.wizard.name_page import NamePage
from dxplanner.ui.wizard.new_plan import NewPlanDialog
from dxplanner.ui.wizard.term_page import TermPage
from tests.ui.input_method import put, retype
from tests.ui.wizard.steps import LEFT, forward, level_page, term_page


def test_names_are_needed_and_said_beside_their_fields(wizard: NewPlanDialog) -> None:
    page = wizard.page
    assert isinstance(page, NamePage)
    forward(wizard)
    assert wizard.page is page
    assert [entry.message.text() for entry in (page.name, page.city)] == ["空欄にはできません。"] * 2
    put(page.name.edit, "計画")
    assert page.name.message.isHidden()
    assert not wizard.back.isEnabled()


def test_enter_leads_on_and_back_keeps_what_was_typed(wizard: NewPlanDialog) -> None:
    page = wizard.page
    assert isinstance(page, NamePage)
    put(page.name.edit, "第3次計画")
    put(page.city.edit, "長崎市")
    QTest.keyClick(page.city.edit, Qt.Key.Key_Return)
    assert isinstance(wizard.page, TermPage)
    assert wizard.steps.labels[1].accessibleName() == "期（現在の手順）"
    QTest.mouseClick(wizard.back, LEFT)
    assert (page.name.text, page.city.text) == ("第3次計画", "長崎市")


@pytest.mark.parametrize(
    ("number", "first", "last", "sentence"),
    [
        ("2", "R7", "", "年度を入力してください。"),
        ("2", "あ", "R9", "「あ」は年度として読めません。"),
        ("2", "R9", "R7", "終了年度が開始年度より前になっています。"),
        ("二", "R7", "R9", "期の番号は1から99までの数で入力してください。"),
    ],
)
def test_a_term_is_checked_in_place(
    wizard: NewPlanDialog, number: str, first: str, last: str, sentence: str
) -> None:
    page = term_page(wizard)
    for edit, text in ((page.term.number, number), (page.term.first, first), (page.term.last, last)):
        retype(edit, text)
    forward(wizard)
    assert wizard.page is page
    assert page.term.message.text().startswith(sentence)


def test_a_revision_has_the_plan_in_force_too(wizard: NewPlanDialog) -> None:
    page = term_page(wizard)
    assert not page.current.isVisible()
    QTest.keyClick(page.revision, Qt.Key.Key_Space)
    assert [page.current.first.text(), page.current.last.text()] == ["R4", "R6"]
    assert "「現行計画」と「見直し案」" in page.note.text()
    retype(page.current.last, "令和７年度")
    forward(wizard)
    assert "前の期と重なっています" in page.term.message.text()
    retype(page.current.last, "Ｒ６")
    forward(wizard)
    assert (wizard.draft.term, wizard.draft.current) == (NewTerm(2, 2025, 2027), NewTerm(1, 2022, 2024))


def test_levels_are_added_named_moved_and_removed_by_keys(qtbot: QtBot, wizard: NewPlanDialog) -> None:
    page = level_page(wizard)
    QAbstractItemModelTester(page.model, page.model)
    QTest.mouseClick(page.presets["3階層"], LEFT)
    assert page.model.levels == THREE_LEVELS
    QTest.keyClick(page.table, Qt.Key.Key_Insert)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    put(editor, "めざす姿")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    names = ["基本方針", "めざす姿", "基本施策", "個別施策"]
    qtbot.waitUntil(lambda: [level.name for level in page.model.levels] == names)
    QTest.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [level.name for level in page.model.levels][:2] == ["めざす姿", "基本方針"]
    QTest.mouseClick(page.down, LEFT)
    assert page.table.currentIndex().row() == 1
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.model.levels == THREE_LEVELS
    for _ in range(3):
        QTest.keyClick(page.table, Qt.Key.Key_Delete)
    forward(wizard)
    assert page.message.text() == "階層を1つ以上入力してください。"


def test_a_level_without_a_name_or_named_twice_stays_on_the_page(wizard: NewPlanDialog) -> None:
    page = level_page(wizard)
    QTest.mouseClick(page.add, LEFT)
    forward(wizard)
    assert (wizard.page, page.message.text()) == (page, "2段目：空欄にはできません。")
    page.model.setData(page.model.index(1, Column.NAME), "分野")
    assert page.message.isHidden()
    forward(wizard)
    assert page.message.text() == "3段目：2段目と同じ名前です。"


def test_numbering_changes_the_examples(theme: Theme, qapp: QApplication) -> None:
    model = LevelModel(theme)
    QAbstractItemModelTester(model, model)
    model.show_levels(THREE_LEVELS)

    def examples() -> list[object]:
        return [model.index(row, Column.EXAMPLE).data() for row in range(model.rowCount())]

    assert examples() == ["1、2…", "1-1、1-2…", "1-1-1、1-1-2…"]
    joined = model.index(1, Column.JOINED)
    assert model.setData(joined, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert examples() == ["1、2…", "1、2…", "1-1、1-2…"]
    assert model.setData(model.index(0, Column.SCOPE), NumberScope.NONE.value)
    assert examples() == ["－", "1、2…", "1-1、1-2…"]
    assert not model.setData(model.index(0, Column.SCOPE), "ない")
    assert not model.flags(model.index(0, Column.JOINED)) & Qt.ItemFlag.ItemIsUserCheckable


def test_everything_is_japanese_and_named(wizard: NewPlanDialog) -> None:
    known = {"CSV", "DX", "R", "p", "br", "style", "line", "height"}
    for page in wizard.pages:
        texts = [label.text() for label in page.findChildren(QLabel)]
        texts += [button.text() for button in page.findChildren(QPushButton)]
        for text in texts:
            letters = "".join(sign if sign.isascii() and sign.isalpha() else " " for sign in text)
            assert set(letters.split()) <= known, text
        named = [edit.accessibleName() for edit in page.findChildren(QLineEdit)]
        assert all(named), page.title
