"""The menu of the right button on a 関係図."""

from typing import Protocol

from PySide6.QtWidgets import QMenu

from dxplanner.domain.vocabulary import ColourRole, DiagramShape
from dxplanner.services.diagram_places import Arrange
from dxplanner.ui.panes.diagram_acts import DiagramActs
from dxplanner.ui.panes.diagram_board import DiagramBoard


class Doer(Protocol):
    """Does what entries of the menu mean."""

    def act(self, name: str) -> None: ...
    def add_node(self, x: float | None = None, y: float | None = None) -> None: ...


def fill_menu(menu: QMenu, board: DiagramBoard, acts: DiagramActs, page: Doer) -> None:
    """Offer what can be done with the present selection."""
    marked, edits = board.marked, not board.read_only
    if edits and marked.nodes:
        menu.addAction("文字を入力（F2）", lambda: board.type_in(marked.nodes[-1]))
        if len(marked.nodes) == 1:
            menu.addAction("ここから矢印を引く（Enter）", board.begin_wire)
        shapes, colours = menu.addMenu("形"), menu.addMenu("色")
        for shape in DiagramShape:
            shapes.addAction(shape.value, lambda shape=shape: acts.set_shape(marked.nodes, shape))
        for colour in ColourRole:
            colours.addAction(colour.value, lambda colour=colour: acts.set_colour(marked.nodes, colour))
        if len(marked.nodes) > 1:
            ways = menu.addMenu("並べる")
            for how in Arrange:
                ways.addAction(how.value, lambda how=how: acts.arrange(board.selected_places(), how))
        menu.addAction("まとまりで囲む（Ctrl+G）", lambda: page.act("frame"))
        menu.addSeparator()
    elif edits and marked.edge:
        menu.addAction("文字を入力（F2）", lambda: board.type_in(marked.edge))
        menu.addAction("逆向きにする", lambda: acts.turn(marked.edge))
        menu.addSeparator()
    elif edits:
        menu.addAction("ここに要素を加える（Insert）", lambda: page.add_node(*board.pointer()))
    if marked.nodes:
        menu.addAction("コピー（Ctrl+C）", lambda: page.act("copy"))
    if edits:
        if marked.nodes:
            menu.addAction("切り取り（Ctrl+X）", lambda: page.act("cut"))
        menu.addAction("貼り付け（Ctrl+V）", lambda: page.act("paste"))
        if marked.nodes or marked.edge:
            menu.addAction("削除（Delete）", lambda: page.act("delete"))
