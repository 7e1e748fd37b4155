"""The 体系 as it will be: numbers and names, indented by level."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QLabel, QListView, QStackedLayout, QVBoxLayout, QWidget

from dxplanner.importers.outline import OutlineRow
from dxplanner.services.plan_seeds import NewLevel, NumberedSeed, Seed, preview, renumbered
from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.page import Message

_ROW = 22
"""Height of a row in pixels at 100 %."""

Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractListModel):
    """One row a 項目, in the order of the tree."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._row = QSize(0, theme.pixels(_ROW))
        self._lines: list[NumberedSeed] = []
        self._levels: Sequence[NewLevel] = ()

    def show_lines(self, levels: Sequence[NewLevel], lines: list[NumberedSeed]) -> None:
        """Show another hierarchy."""
        self.beginResetModel()
        self._levels, self._lines = levels, lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            number = f"{line.number} " if line.number else ""
            return f"{'　' * line.depth}{number}{line.name}"
        if role == Qt.ItemDataRole.SizeHintRole:
            return self._row
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self._levels[line.depth].name}：{line.name}"
        return None


class Preview(QWidget):
    """A caption with the count, and the list; a sentence while there is nothing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PreviewModel(theme, self)
        self._caption = QLabel("できあがる体系", self)
        mark(self._caption, "role", "heading")
        self.list = QListView(self)
        self.list.setAccessibleName("できあがる体系")
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._nothing = Prose(parent=self)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark(self._nothing, "role", "quiet")
        area = QWidget(self)
        self._pages = QStackedLayout(area)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.pixels(4))
        layout.addWidget(self._caption)
        layout.addWidget(area, 1)
        self.note = Message("caution", self)
        layout.addWidget(self.note)
        self.show_nothing("")

    def show_seeds(
        self, levels: Sequence[NewLevel], seeds: Sequence[Seed], rows: Sequence[OutlineRow] = ()
    ) -> None:
        """Show a hierarchy, which must fit the levels; ``rows`` of the list that it was read from."""
        lines = preview(levels, seeds)
        self.model.show_lines(levels, lines)
        self._caption.setText(f"できあがる体系（{len(seeds):,}項目）")
        self._pages.setCurrentIndex(0)
        changes = renumbered(rows, lines) if rows else []
        if changes:
            written, number = changes[0]
            what = f"{written} → {number or '番号なし'}"
            self.note.say(f"番号は自動で付け直します。一覧と変わるもの：{what} など{len(changes):,}件")
        else:
            self.note.say(None)

    def show_nothing(self, sentence: str) -> None:
        """Show why there is nothing."""
        self.model.show_lines((), [])
        self._caption.setText("できあがる体系")
        self.note.say(None)
        self._nothing.setText(sentence)
        self._pages.setCurrentIndex(1)
