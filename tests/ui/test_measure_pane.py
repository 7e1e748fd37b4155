"""The 施策 pane as a user works with it: fields, 出典, links, 成果と課題, refresh, read-only plans."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.model import PlanVersion, PolicyNode, Provenance, Review
from dxplanner.services.fields import set_field
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.links import IndicatorRow, NodeLink, ReviewRow, TransitionRow
from dxplanner.ui.panes.measure import EMPTY, MeasurePane

Key = Qt.Key
REVISED, CURRENT, AREA = 46, 21, 11
TODAY = date(2024, 11, 8)


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> MeasurePane:
    """The pane on the sample plan, shown; nothing is selected yet."""
    made = MeasurePane(context, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(1074, 640)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def value(pane: MeasurePane, name: str, node_id: int = REVISED) -> object:
    with pane.context.workbench.plan.reading() as session:
        return getattr(session.get_one(PolicyNode, node_id), name)


def retype(qtbot: QtBot, box: QWidget, text: str) -> None:
    box.setFocus()
    QTest.keyClick(box, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(box, Key.Key_Delete)
    QTest.keyClicks(box, text)


def click(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def transition_rows(pane: MeasurePane) -> list[TransitionRow]:
    return [row for row in pane.transitions.widgets() if isinstance(row, TransitionRow)]


def review_rows(pane: MeasurePane) -> list[ReviewRow]:
    return [row for row in pane.reviews.widgets() if isinstance(row, ReviewRow)]


def test_without_a_selection_it_says_what_to_do(pane: MeasurePane) -> None:
    assert pane.layers.currentWidget() is pane.empty
    assert pane.empty.text() == EMPTY
    pane.context.select_node(REVISED)
    assert pane.layers.currentIndex() == 1
    pane.context.select_node(None)
    assert pane.layers.currentWidget() is pane.empty


def test_it_shows_the_selected_node(pane: MeasurePane) -> None:
    pane.context.select_node(REVISED)
    assert pane.head.name.whole_text() == "1-2　健康で豊かに暮らせるサービスの提供"
    assert (pane.head.area.text(), pane.head.place.whole_text()) == ("生活", "基本施策　見直し案")
    assert pane.head.inferred.text() == "推定 5件"
    assert pane.editors["name"].box.text() == "健康で豊かに暮らせるサービスの提供"
    assert pane.initiatives.rowCount() == 3
    assert pane.sections["initiatives"].count.text() == "3件"
    assert not pane.editors["colour"].isVisible()


def test_a_field_of_a_heading_level_can_be_brought_out(qtbot: QtBot, pane: MeasurePane) -> None:
    pane.context.select_node(AREA)
    assert pane.editors["colour"].isVisible()
    assert not pane.sections["initiatives"].isVisible()
    assert not pane.editors["goal"].isVisible()
    click(qtbot, pane.more)
    assert pane.sections["initiatives"].isVisible()
    assert pane.more.text() == "使っていない欄を隠す"


def test_renaming_is_one_named_step_and_shows_everywhere(qtbot: QtBot, pane: MeasurePane) -> None:
    pane.context.select_node(REVISED)
    retype(qtbot, pane.editors["name"].box, "new")
    QTest.keyClick(pane.editors["name"].box, Key.Key_Return)
    assert value(pane, "name") == "new"
    assert pane.head.name.whole_text() == "1-2　new"
    assert pane.context.workbench.plan.undo_label() == "1-2 の名称変更"
    pane.context.undo()
    assert pane.editors["name"].box.text() == "健康で豊かに暮らせるサービスの提供"


def test_selecting_another_node_stores_what_was_typed(qtbot: QtBot, pane: MeasurePane) -> None:
    pane.context.select_node(REVISED)
    retype(qtbot, pane.editors["note"].box, "memo")
    pane.context.select_node(CURRENT)
    assert value(pane, "note") == "memo"
    assert value(pane, "note", CURRENT) is None
    assert pane.editors["note"].box.text() == ""


def test_an_invalid_name_comes_back_with_its_node(qtbot: QtBot, pane: MeasurePane) -> None:
    pane.context.select_node(REVISED)
    retype(qtbot, pane.editors["name"].box, "")
    pane.context.select_node(CURRENT)
    assert pane.editors["name"].box.text() == "デジタル活用を支援する"
    pane.context.select_node(REVISED)
    assert pane.editors["name"].box.text() == ""
    assert pane.editors["name"].message.isVisible()
    assert value(pane, "name") == "健康で豊かに暮らせるサービスの提供"


def test_typing_keeps_its_cursor_while_others_commit(qtbot: QtBot, pane: MeasurePane) -> None:
    pane.context.select_node(REVISED)
    box = pane.editors["statement"].box
    box.setFocus()
    QTest.keyClicks(box, "abc")
    pane.context.run("別の変更", lambda s: set_field(s, PolicyNode, REVISED, "goal", "別の姿"))
    assert (box.text(), box.hasFocus()) == ("abc", True)
    assert pane.editors["goal"].box.text() == "別の姿"
    pane.context.run("他の項目", lambda s: set_field(s, PolicyNode, CURRENT, "name", "別名"))
    assert box.text() == "abc"


def test_a_deleted_node_leaves_the_empty_state(pane: MeasurePane) -> None:
    pane.context.select_node(REVISED)
    pane.context.run("削除", lambda s: s.delete(s.get_one(PolicyNode, REVISED)))
    assert pane.layers.currentWidget() is pane.empty
    pane.context.undo()
    assert pane.head.name.whole_text().startswith("1-2")


def test_confirming_is_one_click_and_undone(qtbot: QtBot, pane: MeasurePane) -> None:
    pane.context.select_node(REVISED)
    strip = pane.initiatives_marks
    assert strip.badge.isVisible()
    assert "並び順が一致する" in strip.text.whole_text()
    assert "長崎市DX推進計画 改訂素案の報告資料 14ページ" in strip.text.whole_text()
    click(qtbot, strip.confirm)
    assert not strip.badge.isVisible()
    assert strip.text.whole_text().endswith("確認：企画係 R6.11.8")
    assert pane.head.inferred.text() == "推定 4件"
    assert pane.context.workbench.plan.undo_label() == "1-2 の主な取組の確認"
    click(qtbot, strip.back)
    assert strip.badge.isVisible()
    pane.context.undo()
    pane.context.undo()
    assert strip.badge.isVisible()
    assert pane.head.inferred.text() == "推定 5件"


def test_a_field_that_is_inferred_has_badge_and_outline(pane: MeasurePane) -> None:
    pane.context.select_node(REVISED)
    uid = value(pane, "uid")
    editor = pane.editors["goal"]
    assert not editor.marks.badge.isVisible()

    def infer(session: object) -> None:
        for mark in session.query(Provenance).filter_by(entity_uid=uid, field_name="goal"):  # type: ignore[attr-defined]
            mark.status = ProvenanceStatus.INFERRED
            mark.basis = "抽出の順による"

    pane.context.run("推定", infer)
    assert editor.marks.badge.isVisible()
    assert editor.box.property("inferred") is True
    assert "抽出の順による" in editor.marks.badge.toolTip()


def test_provenance_of_what_has_no_box_stands_below_the_title(pane: MeasurePane) -> None:
    pane.context.select_node(AREA)
    [strip] = pane.head.strips.widgets()
    labels = [label.text() for label in strip.findChildren(QLabel)]
    assert any(text.startswith("上位の項目") for text in labels)


def test_a_transition_leads_to_the_node_and_its_version(qtbot: QtBot, pane: MeasurePane) -> None:
    context = pane.context
    context.select_version(2)
    context.select_node(REVISED)
    first, second = transition_rows(pane)
    assert first.kind.text() == "現行から：統合"
    click(qtbot, first.marks.confirm)
    assert not first.marks.badge.isVisible()
    assert second.marks.badge.isVisible()
    [link] = [row for row in second.nodes.widgets() if isinstance(row, NodeLink)]
    assert link.link.text() == "2-2 デジタル技術で健やかな暮らしをサポート"
    QTest.keyClick(link.link, Key.Key_Space)
    assert (context.version_id, context.node_id) == (1, 23)
    assert pane.head.place.whole_text() == "基本施策　現行計画"
    assert transition_rows(pane)[0].kind.text() == "見直し案へ：統合"


def test_a_new_measure_says_that_nothing_corresponds(pane: MeasurePane) -> None:
    pane.context.select_node(45)
    [row] = transition_rows(pane)
    assert row.kind.text() == "現行から：新設"
    assert row.nothing.text() == "現行計画に対応する項目はありません。"
    assert row.nothing.isVisible()


def test_an_indicator_opens_where_its_pane_is_built(qtbot: QtBot, pane: MeasurePane) -> None:
    pane.context.select_node(52)
    [row] = [one for one in pane.indicators.widgets() if isinstance(one, IndicatorRow)]
    assert row.values.text().splitlines() == [
        "国内：基準値 53.1%（R5） → 目標値 74.3%（R9）",
        "国外：基準値 71.8%（R5） → 目標値 77.4%（R9）",
    ]
    assert row.inferred.isVisible()
    assert "値の種類" in row.inferred.toolTip()
    assert not row.open.isVisible()
    pane.link_panes(["indicators"])
    with qtbot.waitSignal(pane.open_pane) as opened:
        click(qtbot, row.open)
    assert opened.args == ["indicators", 5]


def test_reviews_are_written_on_a_current_node(qtbot: QtBot, pane: MeasurePane) -> None:
    pane.context.select_node(CURRENT)
    [row] = review_rows(pane)
    box = row.editors["issue"].box
    retype(qtbot, box, "abc")
    QTest.keyClick(box, Key.Key_Tab)
    with pane.context.workbench.plan.reading() as session:
        assert session.query(Review).filter_by(node_id=CURRENT).one().issue == "abc"
    click(qtbot, pane.add_review)
    assert len(review_rows(pane)) == 2
    assert review_rows(pane)[0] is row
    assert review_rows(pane)[1].editors["achievement"].box.hasFocus()
    click(qtbot, review_rows(pane)[1].remove)
    assert len(review_rows(pane)) == 1


def test_reviews_are_only_read_on_a_revised_node(pane: MeasurePane) -> None:
    pane.context.select_node(REVISED)
    assert pane.sections["reviews"].title.text() == "現行の成果と課題"
    first = review_rows(pane)[0]
    assert not first.editors["issue"].isVisible()
    assert first.texts["issue"].text().startswith("課題：不慣れな人が")
    assert not pane.add_review.isVisible()


def test_a_plan_that_is_only_read_offers_no_edit(
    qtbot: QtBot, sample_path: Path, make_context: Callable[[PlanFile], PlanContext]
) -> None:
    with PlanFile.open(sample_path, Author("課長", "PC-02"), editable=False) as plan:
        pane = MeasurePane(make_context(plan))
        qtbot.addWidget(pane)
        pane.resize(1628, 900)
        pane.show()
        pane.context.select_node(CURRENT)
        buttons = [one for one in pane.findChildren(QPushButton) if one.isVisible()]
        assert {one.property("role") for one in buttons} == {"link"}
        QTest.keyClicks(pane.editors["name"].box, "x")
        assert pane.editors["name"].box.text() == "デジタル活用を支援する"
        QTest.keyClick(pane.initiatives_list, Key.Key_Return)
        assert pane.initiatives.rowCount() == 0
        pane.context.select_node(REVISED)
        QTest.keyClick(pane.initiatives_list, Key.Key_Delete)
        assert pane.initiatives.rowCount() == 3


def test_a_hidden_pane_stores_typing_and_shows_the_present_state_later(
    qtbot: QtBot, pane: MeasurePane
) -> None:
    pane.context.select_node(REVISED)
    retype(qtbot, pane.editors["note"].box, "memo")
    pane.hide()
    assert value(pane, "note") == "memo"
    pane.context.run("変更", lambda s: set_field(s, PolicyNode, REVISED, "goal", "隠れた間"))
    pane.show()
    assert pane.editors["goal"].box.text() == "隠れた間"


def test_long_names_and_texts_fit_the_width(pane: MeasurePane) -> None:
    pane.context.select_node(REVISED)
    name = "長い名称" * 50
    pane.context.run("名称", lambda s: set_field(s, PolicyNode, REVISED, "name", name))
    assert pane.head.name.whole_text() == f"1-2　{name}"
    assert pane.head.name.text().endswith("…")
    assert pane.editors["name"].box.text() == name
    inside = pane.form.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= pane.form.viewport().width()
    pane.resize(1628, 900)
    assert pane.form.two_columns


def test_tab_follows_the_eye(qtbot: QtBot, pane: MeasurePane) -> None:
    pane.resize(1074, 1600)
    pane.context.select_node(REVISED)
    pane.context.select_node(CURRENT)
    [review] = review_rows(pane)
    [transition] = transition_rows(pane)
    [link] = [row for row in transition.nodes.widgets() if isinstance(row, NodeLink)]
    expected: list[QWidget] = [
        *(pane.editors[name].box for name in ("name", "statement", "goal", "note")),
        pane.add_initiative,
        pane.initiatives_list,
        pane.editors["initiatives_open"].box,
        pane.more,
        pane.departments.box,
        link.link,
        transition.marks.confirm,
        pane.add_review,
        *(editor.box for editor in review.editors.values()),
        review.remove,
    ]
    expected[0].setFocus()
    for widget in expected[1:]:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Key.Key_Tab)
        assert widget.hasFocus(), widget.accessibleName()


def test_no_part_of_the_pane_appears_as_a_window_of_its_own(
    qtbot: QtBot, context: PlanContext, qapp: QApplication
) -> None:
    class Watcher(QObject):
        seen: ClassVar[list[QWidget]] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                self.seen.append(watched)
            return False

    watcher = Watcher()
    qapp.installEventFilter(watcher)
    pane = MeasurePane(context)
    qtbot.addWidget(pane)
    pane.show()
    for node in (REVISED, CURRENT, AREA):
        context.select_node(node)
    qapp.removeEventFilter(watcher)
    assert watcher.seen == [pane]


def test_a_long_name_of_the_version_leaves_the_title_in_sight(pane: MeasurePane) -> None:
    pane.context.select_node(REVISED)
    with pane.context.workbench.plan.reading() as session:
        version = session.get_one(PolicyNode, REVISED).version_id
    name = "情報通信技術を活用した市民サービスの高度化" * 9
    pane.context.run("版の名称", lambda session: set_field(session, PlanVersion, version, "name", name))
    QApplication.processEvents()
    head = pane.head
    assert head.name.text() == head.name.whole_text()
    assert head.place.width() <= pane.context.theme.pixels(280)
    assert (head.place.text()[:4], head.place.text()[-1]) == ("基本施策", "…")
    assert name in head.place.toolTip()
    assert pane.minimumSizeHint().width() < 900
