"""新しい計画 as a user drives it, page by page, by keys and mouse."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import NumberScope
from dxplanner.model import Department, Handout, PlanVersion
from dxplanner.model.numbers import node_numbers, top_nodes, walk
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.handout_edit import copy_handout
from dxplanner.services.new_plan import NewTerm
from dxplanner.services.plan_seeds import R6_LEVELS, THREE_LEVELS, levels_of
from dxplanner.services.workbench import Workbench
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.settings import Settings
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.asking import WizardAsking
from dxplanner.ui.wizard.level_model import Column, LevelModel
from dxplanner.ui.wizard.level_page import LevelPage
from dxplanner.ui.wizard.name_page import NamePage
from dxplanner.ui.wizard.new_plan import NewPlanDialog, run_new_plan_wizard
from dxplanner.ui.wizard.source_page import SourcePage
from dxplanner.ui.wizard.target_page import TargetPage
from dxplanner.ui.wizard.term_page import TermPage

LEFT = Qt.MouseButton.LeftButton
AUTHOR = Author("企画係", "PC-01")


class Answers(WizardAsking):
    """Answers file dialogs at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def list_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        return self.path

    def plan_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        return self.path

    def plan_to_write(self, parent: QWidget, title: str, suggestion: Path) -> Path | None:
        return self.path


@pytest.fixture
def make_wizard(
    qtbot: QtBot, theme: Theme, settings: Settings, tmp_path: Path
) -> Callable[[Path | None], NewPlanDialog]:
    def make(answer: Path | None = None) -> NewPlanDialog:
        settings.set("wizard/folder", str(tmp_path))
        answers = Answers(answer or tmp_path / "ない")
        made = NewPlanDialog(theme, settings, AUTHOR, answers, date(2024, 11, 20))
        qtbot.addWidget(made)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        return made

    return make


@pytest.fixture
def wizard(make_wizard: Callable[[Path | None], NewPlanDialog]) -> NewPlanDialog:
    return make_wizard(None)


def type_in(widget: QWidget, text: str) -> None:
    """Type as an input method does: keys alone cannot write Japanese."""
    composed = QInputMethodEvent()
    composed.setCommitString(text)
    QApplication.sendEvent(widget, composed)


def retype(edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    type_in(edit, text)


def forward(wizard: NewPlanDialog) -> None:
    QTest.mouseClick(wizard.forward, LEFT)


def fill_names(wizard: NewPlanDialog) -> None:
    page = wizard.page
    assert isinstance(page, NamePage)
    retype(page.name.edit, "第3次計画")
    retype(page.city.edit, "長崎市")
    forward(wizard)


def term_page(wizard: NewPlanDialog) -> TermPage:
    fill_names(wizard)
    assert isinstance(wizard.page, TermPage)
    return wizard.page


def level_page(wizard: NewPlanDialog) -> LevelPage:
    term_page(wizard)
    forward(wizard)
    assert isinstance(wizard.page, LevelPage)
    return wizard.page


def source_page(wizard: NewPlanDialog, preset: str = "R6計画と同じ") -> SourcePage:
    page = level_page(wizard)
    QTest.mouseClick(page.presets[preset], LEFT)
    forward(wizard)
    assert isinstance(wizard.page, SourcePage)
    return wizard.page


def finish(qtbot: QtBot, wizard: NewPlanDialog) -> PlanSnapshot:
    """Press 作成 on the last page; the plan that was made."""
    assert isinstance(wizard.page, TargetPage)
    assert wizard.forward.text() == "作成"
    with qtbot.waitSignal(wizard.accepted):
        forward(wizard)
    assert wizard.made is not None
    with PlanFile.open(wizard.made, AUTHOR, editable=False) as plan:
        return plan.snapshot()


def shown(page: SourcePage) -> list[str]:
    model = page.preview.model
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_names_are_needed_and_said_beside_their_fields(wizard: NewPlanDialog) -> None:
    page = wizard.page
    assert isinstance(page, NamePage)
    forward(wizard)
    assert wizard.page is page
    assert [entry.message.text() for entry in (page.name, page.city)] == ["空欄にはできません。"] * 2
    type_in(page.name.edit, "計画")
    assert page.name.message.isHidden()
    assert not wizard.back.isEnabled()


def test_enter_leads_on_and_back_keeps_what_was_typed(wizard: NewPlanDialog) -> None:
    page = wizard.page
    assert isinstance(page, NamePage)
    type_in(page.name.edit, "第3次計画")
    type_in(page.city.edit, "長崎市")
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
    type_in(editor, "めざす姿")
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


def test_an_empty_plan_is_made_in_five_steps(
    qtbot: QtBot, wizard: NewPlanDialog, settings: Settings, tmp_path: Path
) -> None:
    source_page(wizard)
    forward(wizard)
    page = wizard.page
    assert isinstance(page, TargetPage)
    assert page.file.text == str(tmp_path / "第3次計画.dxplan")
    assert "体系　空" in page.summary.text()
    snapshot = finish(qtbot, wizard)
    assert (snapshot.plan.name, snapshot.plan.city) == ("第3次計画", "長崎市")
    [version] = snapshot.all(PlanVersion)
    assert (levels_of(version), version.nodes) == (R6_LEVELS, [])
    assert (settings.text("wizard/city"), wizard.made) == ("長崎市", tmp_path / "第3次計画.dxplan")


def test_another_plan_is_copied_with_its_levels(
    qtbot: QtBot, make_wizard: Callable[[Path | None], NewPlanDialog], sample_path: Path
) -> None:
    wizard = make_wizard(sample_path)
    QTest.keyClick(term_page(wizard).revision, Qt.Key.Key_Space)
    forward(wizard)
    forward(wizard)
    page = wizard.page
    assert isinstance(page, SourcePage)
    QTest.mouseClick(page.choices[1], LEFT)
    forward(wizard)
    assert page.message.text() == "写す計画を選んでください。"
    QTest.mouseClick(page.copy.file.button, LEFT)
    qtbot.waitUntil(lambda: page.preview.model.rowCount() > 0)
    assert [page.copy.version.itemText(row) for row in range(2)] == ["現行計画", "見直し案"]
    assert shown(page)[:5] == [
        "暮らし", "　生活", "　　人と人とがつながり、便利で暮らしやすいまち",
        "　　　1 利用者に寄り添ったサービスを提供します。", "　　　　1-1 安全・安心で快適な環境の整備",
    ]  # fmt: skip
    QTest.keyClick(page.copy.with_departments, Qt.Key.Key_Space)
    QTest.keyClick(page.both, Qt.Key.Key_Space)
    forward(wizard)
    snapshot = finish(qtbot, wizard)
    current, revised = snapshot.all(PlanVersion)
    assert len(current.nodes) == len(revised.nodes) == 30
    assert any(node.initiatives for node in revised.nodes)
    assert snapshot.all(Department)


def test_handouts_and_templates_come_along(
    qtbot: QtBot, make_wizard: Callable[[Path | None], NewPlanDialog], sample_path: Path, author: Author
) -> None:
    with PlanFile.open(sample_path, author) as plan:
        Workbench(plan).run("ひな形", copy_handout(1, "課のひな形", template=True))
    wizard = make_wizard(sample_path)
    page = source_page(wizard)
    QTest.mouseClick(page.choices[1], LEFT)
    assert not page.copy.with_handouts.isEnabled()
    QTest.mouseClick(page.copy.file.button, LEFT)
    qtbot.waitUntil(lambda: page.preview.model.rowCount() > 0)
    assert page.copy.with_templates.text() == "課のひな形も写す（1件）"
    assert page.copy.with_handouts.text() == "資料も写す（30件）"
    assert (page.copy.with_templates.isChecked(), page.copy.with_handouts.isChecked()) == (True, False)
    QTest.keyClick(page.copy.with_handouts, Qt.Key.Key_Space)
    forward(wizard)
    target = wizard.page
    assert isinstance(target, TargetPage)
    assert "写すもの　資料30件、ひな形1件" in target.summary.text()
    snapshot = finish(qtbot, wizard)
    assert [one.title for one in snapshot.all(Handout) if one.template] == ["課のひな形"]
    assert len(snapshot.all(Handout)) == 31


def test_a_plan_without_templates_offers_none(
    qtbot: QtBot, make_wizard: Callable[[Path | None], NewPlanDialog], sample_path: Path
) -> None:
    wizard = make_wizard(sample_path)
    page = source_page(wizard)
    QTest.mouseClick(page.choices[1], LEFT)
    QTest.mouseClick(page.copy.file.button, LEFT)
    qtbot.waitUntil(lambda: page.preview.model.rowCount() > 0)
    assert page.copy.with_templates.text() == "課のひな形も写す（0件）"
    assert not page.copy.with_templates.isEnabled()
    forward(wizard)
    assert wizard.draft.wanted is None
    assert not finish(qtbot, wizard).all(Handout)


def test_a_deeper_plan_does_not_fit_other_levels(
    qtbot: QtBot, make_wizard: Callable[[Path | None], NewPlanDialog], sample_path: Path
) -> None:
    page = source_page(make_wizard(sample_path), "3階層")
    QTest.mouseClick(page.choices[1], LEFT)
    retype(page.copy.file.edit, str(sample_path))
    QTest.keyClick(page.copy.file.edit, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: page.preview.model.rowCount() > 0)
    QTest.keyClick(page.copy.with_levels, Qt.Key.Key_Space)
    assert page.preview.model.rowCount() == 0
    assert page.copy.problem is not None
    assert page.copy.problem.startswith("写す体系は5段、この計画の階層は3段です。")


def test_what_is_no_plan_is_said_in_place(
    qtbot: QtBot, make_wizard: Callable[[Path | None], NewPlanDialog], tmp_path: Path
) -> None:
    stranger = tmp_path / "別.dxplan"
    stranger.write_text("計画ではない", encoding="utf-8")
    page = source_page(make_wizard(stranger))
    QTest.mouseClick(page.choices[1], LEFT)
    QTest.mouseClick(page.copy.file.button, LEFT)
    qtbot.waitUntil(lambda: "計画ファイルではありません" in page.copy.file.message.text())


def listed(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "体系"
    for row in rows:
        sheet.append(row)
    book.create_sheet("空のシート")
    book.save(path)
    return path


def test_a_list_is_mended_cell_by_cell_and_read_again(
    qtbot: QtBot, make_wizard: Callable[[Path | None], NewPlanDialog], tmp_path: Path
) -> None:
    path = listed(tmp_path / "一覧.xlsx", [["番号", "名称"], [1, "甲"], ["1-1", "乙"], ["2-1", "丙"]])
    wizard = make_wizard(path)
    page = source_page(wizard, "3階層")
    QTest.mouseClick(page.choices[2], LEFT)
    QTest.mouseClick(page.outline.file.button, LEFT)
    qtbot.waitUntil(lambda: page.outline.errors.count() == 1, timeout=15_000)
    assert page.outline.errors.item(0).text() == "A4：上位の番号 2 がありません。"
    forward(wizard)
    assert "「読み直す」" in page.message.text()
    listed(path, [["番号", "名称"], [1, "甲"], ["1-1", "乙"], ["1-3", "丙"]])
    QTest.mouseClick(page.outline.again, LEFT)
    qtbot.waitUntil(lambda: len(shown(page)) == 3)
    assert shown(page) == ["1 甲", "　1-1 乙", "　1-2 丙"]
    assert page.preview.note.text() == "番号は自動で付け直します。一覧と変わるもの：1-3 → 1-2 など1件"
    page.outline.sheet.setFocus()
    QTest.keyClick(page.outline.sheet, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.outline.errors.count() == 1)
    assert page.outline.errors.item(0).text() == "A1：読み取れる項目がありません。"
    QTest.keyClick(page.outline.sheet, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: len(shown(page)) == 3)
    forward(wizard)
    [version] = finish(qtbot, wizard).all(PlanVersion)
    numbers = node_numbers(version)
    nodes = [(numbers[node.uid], node.name) for node in walk(top_nodes(version))]
    assert nodes == [("1", "甲"), ("1-1", "乙"), ("1-2", "丙")]


def test_a_copied_range_is_pasted_and_its_form_can_be_corrected(wizard: NewPlanDialog) -> None:
    page = source_page(wizard, "3階層")
    QTest.mouseClick(page.choices[2], LEFT)
    QGuiApplication.clipboard().setText("基本方針\t基本施策\n甲\t乙\n\t丙\n")
    QTest.mouseClick(page.outline.paste, LEFT)
    assert shown(page) == ["1 甲", "　1-1 乙", "　1-2 丙"]
    assert page.outline.heading.isChecked()
    QTest.keyClick(page.outline.heading, Qt.Key.Key_Space)
    assert shown(page)[0] == "1 基本方針"
    page.outline.form.setFocus()
    QTest.keyClick(page.outline.form, Qt.Key.Key_Down)
    assert page.outline.errors.count() == 1
    assert not page.outline.again.isEnabled()


def test_a_pasted_list_with_faults_is_pasted_again(wizard: NewPlanDialog) -> None:
    page = source_page(wizard, "3階層")
    QTest.mouseClick(page.choices[2], LEFT)
    QGuiApplication.clipboard().setText("番号\t名称\n1\t甲\n1-1\t乙\n2-1\t丙\n")
    QTest.mouseClick(page.outline.paste, LEFT)
    assert page.outline.errors.count() == 1
    assert not page.outline.again.isEnabled()
    forward(wizard)
    assert wizard.page is page
    assert "もう一度貼り付けて" in page.message.text()
    assert "\n" not in page.message.text()


def test_changed_levels_are_used_for_a_list_read_before(wizard: NewPlanDialog) -> None:
    page = source_page(wizard, "3階層")
    QTest.mouseClick(page.choices[2], LEFT)
    QGuiApplication.clipboard().setText("甲\n\t乙\n\t\t丙\n")
    QTest.mouseClick(page.outline.paste, LEFT)
    assert len(shown(page)) == 3
    QTest.mouseClick(wizard.back, LEFT)
    levels = wizard.page
    assert isinstance(levels, LevelPage)
    levels.table.setCurrentIndex(levels.model.index(2, 0))
    QTest.keyClick(levels.table, Qt.Key.Key_Delete)
    forward(wizard)
    assert page.outline.errors.item(0).text() == "C3：3段目の項目ですが、この計画の階層は2段です。"


def test_nothing_is_overwritten_and_the_place_is_checked(
    qtbot: QtBot, make_wizard: Callable[[Path | None], NewPlanDialog], tmp_path: Path
) -> None:
    taken = tmp_path / "既にある.dxplan"
    taken.write_text("大事な内容", encoding="utf-8")
    wizard = make_wizard(taken)
    source_page(wizard)
    forward(wizard)
    page = wizard.page
    assert isinstance(page, TargetPage)
    QTest.mouseClick(page.file.button, LEFT)
    assert page.file.message.text() == "「既にある.dxplan」は既にあります。別の名前にしてください。"
    for text, sentence in (
        ("", "保存先を指定してください。"),
        (str(taken.with_suffix("")), "「既にある.dxplan」は既にあります。"),
        (str(tmp_path / "ない" / "計画.dxplan"), "フォルダー「"),
    ):
        retype(page.file.edit, text)
        forward(wizard)
        assert page.file.message.text().startswith(sentence)
    retype(page.file.edit, "別の名前")
    finish(qtbot, wizard)
    assert wizard.made == tmp_path / "別の名前.dxplan"
    assert taken.read_text(encoding="utf-8") == "大事な内容"


def test_a_failure_while_writing_is_said_and_can_be_tried_again(
    qtbot: QtBot, wizard: NewPlanDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source_page(wizard)
    forward(wizard)
    page = wizard.page
    assert isinstance(page, TargetPage)

    def full(*_: object) -> Path:
        raise OSError(28, "no space")

    monkeypatch.setattr("dxplanner.services.new_plan._fill", full)
    forward(wizard)
    qtbot.waitUntil(lambda: "ディスクの空きが足りない" in page.file.message.text())
    assert wizard.forward.isEnabled()
    assert not list(tmp_path.glob("*.dxplan*"))
    monkeypatch.undo()
    finish(qtbot, wizard)


def test_giving_up_makes_nothing(
    qtbot: QtBot, theme: Theme, settings: Settings, tmp_path: Path, qapp: QApplication
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def press(key: Qt.Key) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NewPlanDialog)
        QTest.keyClick(dialog, key)

    QTimer.singleShot(0, lambda: press(Qt.Key.Key_Escape))
    assert run_new_plan_wizard(parent, theme, settings, AUTHOR, Answers(tmp_path)) is None
    assert not list(tmp_path.glob("*.dxplan"))


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
