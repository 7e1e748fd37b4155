"""The 資料 pane: composing by mouse and keyboard, the live preview, printings; undone to the start."""

from collections.abc import Callable, Iterator
from typing import cast

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLineEdit
from pytestqt.qtbot import QtBot

from dxplanner.model import Handout, HandoutBlock, PolicyNode
from dxplanner.services.fields import set_field
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.composer.option_form import LongText
from dxplanner.ui.composer.pane import HandoutsPane
from dxplanner.ui.context import PlanContext

Rows = list[tuple[object, ...]]


def stored(plan: PlanFile) -> tuple[Rows, Rows]:
    """Handouts and blocks as they are stored."""
    with plan.reading() as session:
        handouts = session.execute(sa.select(*Handout.__table__.columns).order_by(Handout.id)).all()
        blocks = session.execute(sa.select(*HandoutBlock.__table__.columns).order_by(HandoutBlock.id)).all()
    return [tuple(row) for row in handouts], [tuple(row) for row in blocks]


@pytest.fixture
def pane(context: PlanContext, qtbot: QtBot) -> Iterator[HandoutsPane]:
    made = HandoutsPane(context)
    qtbot.addWidget(made)
    made.resize(1074, 620)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.preview.view.complete, timeout=20_000)
    yield made
    made.renderer.stop()


def plan_of(pane: HandoutsPane) -> PlanFile:
    return pane.context.workbench.plan


def titles(pane: HandoutsPane) -> list[str]:
    return [entry.title for entry in pane.handout_model.entries]


def kinds(pane: HandoutsPane) -> list[str]:
    return [entry.kind for entry in pane.block_model.entries]


def rename(pane: HandoutsPane, name: str, to: str) -> None:
    """Rename a node of the plan, as another pane would."""
    with plan_of(pane).reading() as session:
        key = session.scalars(sa.select(PolicyNode.id).where(PolicyNode.name == name)).first()
    assert key is not None
    pane.context.run("名称変更", lambda session: set_field(session, PolicyNode, key, "name", to))


def texts(pane: HandoutsPane) -> set[str]:
    """All texts on the pages shown."""
    preview = pane.preview.view.preview
    pages = preview.layout.pages if preview else ()
    return {box.text for page in pages for item in page.items for box in item.drawing.boxes}


def choose(pane: HandoutsPane, title: str) -> None:
    entry = next(entry for entry in pane.handout_model.entries if entry.title == title)
    pane.handouts.view.select([entry.id])


def test_composing_a_handout_and_undoing_all_of_it(pane: HandoutsPane, qtbot: QtBot) -> None:
    QAbstractItemModelTester(pane.handout_model)
    QAbstractItemModelTester(pane.block_model)
    start, before = stored(plan_of(pane)), titles(pane)
    pane.handouts.menu.aboutToShow.emit()
    pane.handouts.menu.actions()[0].trigger()
    assert titles(pane) == [*before, "新しい資料"]
    qtbot.waitUntil(lambda: pane.setup.isVisible())
    for kind in ("heading", "indicators", "text"):
        pane.blocks.menu.actions()[list(_kinds()).index(kind)].trigger()
    assert kinds(pane) == ["heading", "indicators", "text"]
    QTest.keyClick(pane.blocks.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert kinds(pane) == ["heading", "text", "indicators"]
    QTest.keyClick(pane.blocks.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert kinds(pane) == ["heading", "text", "text", "indicators"]
    QTest.keyClick(pane.blocks.view, Qt.Key.Key_Delete)
    assert kinds(pane) == ["heading", "text", "indicators"]
    index = pane.block_model.index(2)
    assert pane.block_model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert [entry.enabled for entry in pane.block_model.entries] == [True, True, False]
    while stored(plan_of(pane)) != start:
        assert pane.context.workbench.undo() is not None
    assert titles(pane) == before


def _kinds() -> tuple[str, ...]:
    from dxplanner.handouts.catalogue import KINDS

    return tuple(KINDS)


def test_an_option_typed_shows_on_the_page(pane: HandoutsPane, qtbot: QtBot) -> None:
    pane.blocks.menu.actions()[list(_kinds()).index("heading")].trigger()
    box = cast("QLineEdit", pane.options.boxes["text"].widget)
    box.setText("はじめに")
    box.setModified(True)
    pane.flush()
    heading = next(entry for entry in pane.block_model.entries if entry.kind == "heading")
    assert heading.options == {"text": "はじめに"}
    assert heading.summary == "はじめに"

    def shown() -> bool:
        preview = pane.preview.view.preview
        return preview is not None and any(
            mark.text == "はじめに" for page in preview.layout.pages for mark in page.bookmarks
        )

    qtbot.waitUntil(shown, timeout=10_000)


def test_what_is_being_typed_stays_with_its_block(pane: HandoutsPane) -> None:
    for _ in range(2):
        pane.blocks.menu.actions()[list(_kinds()).index("text")].trigger()
    first, second = [entry.id for entry in pane.block_model.entries if entry.kind == "text"]
    pane.blocks.view.select([first])
    cast("LongText", pane.options.boxes["text"].widget).setPlainText("一つめの文章")
    size = cast("QDoubleSpinBox", pane.options.boxes["size"].widget)
    size.lineEdit().setText("12")
    pane.blocks.view.select([second])
    pane.flush()
    found = {entry.id: entry.options for entry in pane.block_model.entries}
    assert found[first] == {"text": "一つめの文章", "size": 12}
    assert found[second] == {}


def test_an_edit_elsewhere_shows_on_the_page(pane: HandoutsPane, qtbot: QtBot) -> None:
    generation = pane.renderer.generation
    rename(pane, "安全・安心で快適な環境の整備", "安全な環境の整備")

    qtbot.waitUntil(lambda: "安全な環境の整備" in texts(pane) and pane.preview.view.complete, timeout=10_000)
    assert pane.renderer.generation > generation


def test_a_click_on_a_page_names_the_row(pane: HandoutsPane, qtbot: QtBot) -> None:
    view = pane.preview.view
    assert view.preview is not None
    page = view.preview.layout.pages[0]
    item, box = next((item, box) for item in page.items for box in item.drawing.boxes if box.name)
    x = item.x + (box.x + box.width / 2) * item.scale
    y = item.y + (box.y + box.height / 2) * item.scale
    place = view._place(0)
    point = QPoint(round(place.x() + x * view._scale), round(place.y() + y * view._scale))
    with qtbot.waitSignal(pane.open_name) as asked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert asked.args == [box.name]
    assert "/" in box.name


def test_zooming_with_the_wheel_keeps_the_paper_under_the_pointer(pane: HandoutsPane, qtbot: QtBot) -> None:
    view = pane.preview.view
    before, at = view._scale, QPointF(200, 150)
    paper = (at - view._place(0).topLeft()) / before
    event = QWheelEvent(
        at,
        at,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
    assert view._scale > before
    assert abs(((at - view._place(0).topLeft()) / view._scale - paper).x()) < 6
    view.fit()
    assert view._scale == pytest.approx(before)


def test_the_page_keys_turn_pages(pane: HandoutsPane, qtbot: QtBot) -> None:
    pane.blocks.menu.actions()[list(_kinds()).index("page_break")].trigger()
    pane.blocks.menu.actions()[list(_kinds()).index("indicators")].trigger()
    qtbot.waitUntil(lambda: pane.preview.view.page_count >= 2, timeout=10_000)
    QTest.keyClick(pane.preview.view, Qt.Key.Key_PageDown)
    assert pane.preview.view.page == 1
    assert pane.preview.pages.currentRow() == 1
    QTest.keyClick(pane.preview.view, Qt.Key.Key_Home)
    assert pane.preview.view.page == 0


def test_a_printing_is_recorded_compared_and_listed(pane: HandoutsPane, qtbot: QtBot) -> None:
    pane.runs.record.click()
    qtbot.waitUntil(lambda: pane.runs.model.rowCount() == 1, timeout=10_000)
    pane.runs.compare.click()
    qtbot.waitUntil(lambda: pane.runs.answer.text() == "変わったページはありません。", timeout=10_000)
    rename(pane, "安全・安心で快適な環境の整備", "安全な環境の整備")
    assert pane.runs.answer.text() == ""
    pane.runs.compare.click()
    changed = "1ページ分が変わっています（ページ番号：1）。"
    qtbot.waitUntil(lambda: pane.runs.answer.text() == changed, timeout=10_000)
    pane.runs.corrections.click()
    assert titles(pane)[-1] == "正誤表"
    assert kinds(pane) == ["corrections"]


def test_an_own_template_makes_new_handouts(pane: HandoutsPane) -> None:
    choose(pane, "成果指標")
    pane.handouts.menu.aboutToShow.emit()
    pane.handouts.menu.actions()[-1].trigger()
    assert pane.handout_model.entries[-1].template
    pane.handouts.menu.aboutToShow.emit()
    own = next(action for action in pane.handouts.menu.actions()[2:] if action.text() == "成果指標")
    own.trigger()
    made = [entry for entry in pane.handout_model.entries if entry.title == "成果指標"]
    assert sorted(entry.template for entry in made) == [False, False, True]


def test_the_setup_changes_the_paper(pane: HandoutsPane, qtbot: QtBot) -> None:
    paper = pane.setup.editors["paper"]
    paper.box.set_text("A3")
    paper.commit()
    qtbot.waitUntil(
        lambda: bool(pane.preview.view.preview and pane.preview.view.preview.layout.width == 420.0)
    )


def test_pages_of_another_handout_do_not_stay_while_new_ones_are_made(
    pane: HandoutsPane, qtbot: QtBot
) -> None:
    view = pane.preview.view
    assert view.preview is not None
    pane.preview.expect("another")
    pane.preview.expect(view.preview.uid)
    qtbot.wait(600)
    assert view.page_count == 1
    pane.preview.expect("another")
    qtbot.waitUntil(lambda: view.page_count == 0 and "作っています" in view._message)
    assert pane.preview.pages.count() == 0
    choose(pane, "成果指標")
    qtbot.waitUntil(lambda: view.complete, timeout=10_000)


def test_a_pane_left_before_its_pages_were_made_shows_them_when_it_comes_back(
    pane: HandoutsPane, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: pane.preview.view.complete, timeout=10_000)
    choose(pane, "成果指標")
    pane.hide()
    qtbot.waitUntil(lambda: not pane._rest.isActive())
    pane.show()

    def shown() -> bool:
        preview = pane.preview.view.preview
        return preview is not None and pane._handout is not None and preview.uid == pane._handout.uid

    qtbot.waitUntil(shown, timeout=10_000)
    assert pane._handout is not None
    assert pane._handout.title == "成果指標"


def test_the_list_of_pages_takes_the_width_that_its_titles_need(pane: HandoutsPane, qtbot: QtBot) -> None:
    least = pane.context.theme.pixels(132)
    assert pane.preview.pages.width() == least
    pane.resize(1600, 900)
    choose(pane, "施策カルテ")
    qtbot.waitUntil(lambda: pane.preview.view.page_count > 10, timeout=30_000)
    wide = pane.preview.pages.width()
    assert least < wide <= pane.preview.width() // 5
    pane.resize(700, 900)
    assert pane.preview.pages.width() < wide


def test_a_page_range_without_pages_says_so(pane: HandoutsPane, qtbot: QtBot) -> None:
    chosen = pane.setup.editors["page_range"]
    chosen.box.set_text("99")
    chosen.commit()
    qtbot.waitUntil(lambda: "印刷するページがありません" in pane.preview.view._message, timeout=10_000)
    assert pane.preview.view.page_count == 0


def test_a_code_that_another_handout_has_is_refused(pane: HandoutsPane) -> None:
    said: list[str] = []
    pane.context.said.connect(said.append)
    code = pane.setup.editors["code"]
    code.box.set_text("schedule")
    code.commit()
    assert said == ["資料の記号「schedule」は、ほかの資料が使っています。"]


def test_an_empty_plan_says_how_to_begin(
    make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile, qtbot: QtBot
) -> None:
    pane = HandoutsPane(make_context(empty_plan))
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    qtbot.waitUntil(lambda: "ひな形" in pane.preview.view._message)
    assert not pane.export.isEnabled()
    pane.renderer.stop()
