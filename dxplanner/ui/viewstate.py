"""What is expanded and how far it is scrolled, kept while the widgets are made anew in another size."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QTreeView, QWidget

RowPath = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ViewState:
    """State of the scrollable widgets below a root, in the order in which Qt lists them."""

    expanded: tuple[frozenset[RowPath], ...]
    scrolled: tuple[float, ...]
    """Share of the way down, 0 to 1."""


def capture(root: QWidget) -> ViewState:
    """Note the state of what is visible below ``root``."""
    return ViewState(
        tuple(frozenset(_expanded(tree)) for tree in _trees(root)),
        tuple(
            area.verticalScrollBar().value() / max(1, area.verticalScrollBar().maximum())
            for area in _areas(root)
        ),
    )


def restore(root: QWidget, state: ViewState) -> None:
    """Put that state back into widgets of the same make-up; scrolling once they have their sizes."""
    for tree, paths in zip(_trees(root), state.expanded, strict=False):
        model = tree.model()
        for index in _parents(model, QModelIndex()):
            tree.setExpanded(index, _path(index) in paths)

    def scroll() -> None:
        for area, share in zip(_areas(root), state.scrolled, strict=False):
            area.verticalScrollBar().setValue(round(share * area.verticalScrollBar().maximum()))

    QTimer.singleShot(0, root, scroll)


def _trees(root: QWidget) -> list[QTreeView]:
    return [tree for tree in root.findChildren(QTreeView) if tree.model() and tree.isVisibleTo(root)]


def _areas(root: QWidget) -> list[QAbstractScrollArea]:
    return [area for area in root.findChildren(QAbstractScrollArea) if area.isVisibleTo(root)]


def _expanded(tree: QTreeView) -> list[RowPath]:
    return [_path(index) for index in _parents(tree.model(), QModelIndex()) if tree.isExpanded(index)]


def _parents(model: QAbstractItemModel, parent: QModelIndex) -> list[QModelIndex]:
    """All rows that have rows below them, from the top down."""
    found: list[QModelIndex] = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if model.hasChildren(index):
            found += [index, *_parents(model, index)]
    return found


def _path(index: QModelIndex) -> RowPath:
    rows: list[int] = []
    while index.isValid():
        rows.append(index.row())
        index = index.parent()
    return tuple(reversed(rows))
