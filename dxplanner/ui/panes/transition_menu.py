"""The menu of the right button on the 新旧 diagram."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QMenu

from dxplanner.domain.vocabulary import Side
from dxplanner.services.transition_query import Compared
from dxplanner.ui.panes.transition_acts import TransitionActs


class Doer(Protocol):
    """Does what entries of the menu mean."""

    def settle(self, keys: list[int], side: Side) -> None: ...
    def open_node(self, key: int) -> None: ...


def fill_node_menu(
    menu: QMenu, compared: Compared, node: int, begin: Callable[[], None], page: Doer, *, edits: bool
) -> None:
    """Offer what can be done with a node; ``begin`` begins an arrow there."""
    side = compared.side_of(node)
    alone = not any(node in link.ends(side) for link in compared.links)
    menu.addAction("ここから対応を引く（Enter）", begin).setEnabled(edits)
    act = "廃止にする" if side is Side.OLD else "新設にする"
    menu.addAction(act, lambda: page.settle([node], side)).setEnabled(edits and alone)
    menu.addAction("施策の画面で開く", lambda: page.open_node(node))


def fill_link_menu(
    menu: QMenu, compared: Compared, key: int | None, focus: Callable[[], None], acts: TransitionActs
) -> None:
    """Offer what can be done with a transition, if there is one; ``focus`` goes to its fields."""
    link = compared.link(key)
    if link is None:
        return
    edits = not acts.read_only
    menu.addSeparator()
    menu.addAction("種類・理由を直す（F2）", focus)
    word = "確認済みにする" if link.inferred else "推定にする"
    menu.addAction(word, lambda: acts.set_inferred(link, not link.inferred)).setEnabled(edits)
    menu.addAction("対応を削除（Delete）", lambda: acts.remove(link)).setEnabled(edits)
