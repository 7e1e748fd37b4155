"""The answers of a question with their shares, to be marked: what a value or a 所見 is based on."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from dxplanner.domain.indicators import format_value
from dxplanner.services.indicator_basis import CellChoice

_CELL: Final = Qt.ItemDataRole.UserRole


class OneLine(QStyledItemDelegate):
    """Lines of a list as wide as the list: what does not fit ends in 「…」."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())


class AnswerList(QListWidget):
    """A line an answer; ``itemChanged`` tells of a mark that somebody sets or takes away."""

    def __init__(self, name: str, spacing: int) -> None:
        super().__init__()
        self.answers: tuple[CellChoice, ...] = ()
        self.setAccessibleName(name)
        self.setToolTip("もとにする回答に印を付けます。")
        self.setItemDelegate(OneLine(self))
        self.setSpacing(spacing)

    def show_answers(self, found: tuple[CellChoice, ...], linked: Collection[int], *, edits: bool) -> None:
        """Show answers with their marks; the first mark of another question comes into sight."""
        new = found != self.answers or self.count() != len(found)
        first: QListWidgetItem | None = None
        with QSignalBlocker(self):
            if new:
                self.answers = found
                self.clear()
                for cell in found:
                    share = "割合なし" if cell.share is None else f"{format_value(cell.share)}%"
                    item = QListWidgetItem(f"{share}　{cell.text}")
                    item.setData(_CELL, cell.id)
                    item.setToolTip(item.text())
                    self.addItem(item)
            for item in self._items():
                flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable if edits else flags)
                on = item.data(_CELL) in linked
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
                first = item if on and first is None else first
        if new and first is not None:
            self.scrollToItem(first, QListWidget.ScrollHint.PositionAtCenter)

    def marked(self) -> list[int]:
        """The keys of the marked answers."""
        checked = Qt.CheckState.Checked
        return [int(item.data(_CELL)) for item in self._items() if item.checkState() is checked]

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(at) for at in range(self.count())]
