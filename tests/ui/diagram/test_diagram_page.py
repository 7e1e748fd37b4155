"""What stands around a 関係図: fields beside it, tables, the printed look, menus, several diagrams."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import DiagramShape
from dxplanner.model import Diagram, DiagramNode
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.diagram_board import DiagramBoard
from dxplanner.ui.panes.diagram_menu import fill_menu
from dxplanner.ui.panes.diagram_page import DiagramPage
from dxplanner.ui.panes.trends import DIAGRAM, TrendsPane
from tests.store.test_changelog import all_rows
from tests.ui.diagram.desk import (
    CTRL,
    Key,
    click,
    drag,
    middle,
    mouse,
    named,
    press,
    rect,
    undone,
    view_of,
)


def test_the_fields_beside_it(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    click(board, middle(page, "スマートシティ"))
    fields = page.panel.editors[DiagramNode]
    fields["x"].box.set_text("101")
    fields["x"].commit()
    assert rect(page, "スマートシティ").x == 101
    fields["shape"].box.set_text("だ円")
    fields["shape"].commit()
    assert named(page, "スマートシティ").shape is DiagramShape.ELLIPSE
    assert not page.grab().isNull()
    page.context.select_node(1)
    page.panel.link.click()
    view = view_of(page)
    uid = named(page, "スマートシティ").uid
    assert uid in view.links
    page.panel.take_name.click()
    assert view_of(page).node(uid) is not None
    spec = view_of(page).node(uid)
    assert spec is not None
    assert spec.label == view.links[uid].name
    page.panel.unlink.click()
    assert uid not in view_of(page).links
    undone(page, before)


def test_diagrams_are_added_named_and_deleted(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    page.controls.new.click()
    assert view_of(page).title == "新しい関係図"
    assert page.nothing.isVisible()
    title = page.panel.editors[Diagram]["title"]
    title.box.set_text("効果のつながり")
    title.commit()
    assert page.controls.chooser.currentText() == "効果のつながり"
    page.controls.drop.click()
    assert page.controls.chooser.currentText() == "2030年のめざす姿の全体像"
    page.controls.drop.click()
    assert "要素 9個" in page.confirm.question
    page.confirm._go_on()
    assert page.controls.chooser.count() == 1
    page.controls.drop.click()
    page.confirm._go_on()
    assert page.layers.currentIndex() == 0
    undone(page, before)
    assert page.controls.chooser.count() == 2


def test_the_wheel_zooms_around_the_mouse(page: DiagramPage, board: DiagramBoard) -> None:
    port = page.frame.viewport()
    point = QPointF(200, 150)
    scale = page.frame.scale
    assert board.scene is not None
    before = board.scene.to_mm(QPointF(board.mapFrom(port, point.toPoint())))
    for _ in range(5):
        QApplication.sendEvent(
            page.frame.viewport(),
            QWheelEvent(
                point, port.mapToGlobal(point), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, CTRL,
                Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip
    assert page.frame.scale == pytest.approx(scale * 1.2**5, rel=1e-3)
    assert board.scene is not None
    after = board.scene.to_mm(QPointF(board.mapFrom(port, point.toPoint())))
    assert after[0] == pytest.approx(before[0], abs=1.0)
    assert after[1] == pytest.approx(before[1], abs=1.0)
    page.controls.whole.click()
    assert page.frame.scale == pytest.approx(scale)


def test_tables_beside_and_the_printed_look(page: DiagramPage, board: DiagramBoard) -> None:
    page.controls.list.setChecked(True)
    QApplication.processEvents()
    QAbstractItemModelTester(page.nodes.model)
    QAbstractItemModelTester(page.edges.model)
    view = view_of(page)
    assert [view.keys[node.uid] for node in view.spec.nodes] == list(page.nodes.model.stored_keys)
    click(board, middle(page, "市役所"))
    assert page.nodes.current_key() == view.keys[named(page, "市役所").uid]
    page.nodes.select(view.keys[named(page, "生活の場").uid], "x")
    assert board.marked.nodes == [named(page, "生活の場").uid]
    model = page.nodes.model
    column = [one.key for one in model.columns].index("x")
    index = model.index(page.nodes.view.currentIndex().row(), column)
    assert model.setData(index, "３０")
    assert rect(page, "生活の場").x == 30
    page.controls.sample.setChecked(True)
    drawing = page.print.view.drawing
    assert drawing is not None
    assert {box.name for box in drawing.boxes} >= {node.uid for node in view.spec.nodes}
    press(board, Key.Key_Insert)
    assert not page.controls.sample.isChecked()


@pytest.mark.parametrize("size", [(900, 500), (1074, 620), (1600, 960), (2400, 1400)])
def test_the_printed_look_shows_the_whole_sheet_and_never_blows_it_up(
    pane: TrendsPane, page: DiagramPage, size: tuple[int, int]
) -> None:
    pane.resize(*size)
    page.controls.sample.setChecked(True)
    QApplication.processEvents()
    view = page.print.view
    assert view.verticalScrollBar().maximum() == view.horizontalScrollBar().maximum() == 0
    assert page.print.rect().contains(view.geometry())
    assert abs(view.geometry().center().x() - page.print.rect().center().x()) <= 1
    assert page.print.share <= 125
    assert page.hint.text().startswith("A4横の用紙に印刷したとき")
    page.controls.sample.setChecked(False)
    assert not page.hint.text().startswith("A4横")


def test_the_menu_offers_what_fits_the_selection(page: DiagramPage, board: DiagramBoard) -> None:
    def entries() -> list[str]:
        menu = QMenu(page)
        fill_menu(menu, board, page.acts, page)
        return [action.text() for action in menu.actions() if action.text()]

    board.select([])
    assert entries()[0] == "ここに要素を加える（Insert）"
    board.select([named(page, "市役所").uid])
    assert "ここから矢印を引く（Enter）" in entries()
    board.select([named(page, "市役所").uid, named(page, "生活の場").uid])
    assert "並べる" in entries()
    board.select([], view_of(page).spec.edges[0].uid)
    assert "逆向きにする" in entries()


def test_history_leads_to_an_element(pane: TrendsPane) -> None:
    node = named(pane.diagram, "市役所")
    pane.show_page(0)
    assert pane.show_place("diagram_node", node.uid)
    assert pane.page == DIAGRAM
    assert pane.diagram.board.marked.nodes == [node.uid]
    edge = view_of(pane.diagram).spec.edges[0]
    assert pane.show_place("diagram_edge", edge.uid)
    assert pane.diagram.board.marked.edge == edge.uid
    assert pane.show_place("diagram", view_of(pane.diagram).uid)
    assert not pane.show_place("bar", "nothing")


def test_a_read_only_plan_can_only_be_read(
    make_context: Callable[[PlanFile], PlanContext], sample_path: Path, author: Author, qtbot: QtBot
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        pane = TrendsPane(make_context(plan))
        qtbot.addWidget(pane)
        with qtbot.waitExposed(pane):
            pane.show()
        pane.show_page(DIAGRAM)
        page, board = pane.diagram, pane.diagram.board
        assert not pane.add.isEnabled()
        click(board, middle(page, "市役所"))
        start = rect(page, "市役所")
        drag(board, middle(page, "市役所"), middle(page, "市役所") + QPointF(60, 60))
        press(board, Key.Key_Right)
        press(board, Key.Key_Delete)
        press(board, Key.Key_F2)
        mouse(board, QEvent.Type.MouseButtonDblClick, middle(page, "市役所"))
        assert rect(page, "市役所") == start
        assert board.typing.box is None
        assert not page.panel.link.isVisible()
