"""Paints a node of the tree: field badge, number and name, 推定, warning, counts; edits its name in place."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme
from dxplanner.ui.tree.model import TreeModel
from dxplanner.ui.tree.outline import Index
from dxplanner.ui.tree.row_painter import RowPainter
from dxplanner.ui.tree.search import TreeSearch

ROW_HEIGHT = 25
_BLANK = "名称は空欄にはできません。"


class NodeDelegate(QStyledItemDelegate):
    """Paints and edits the rows of one tree."""

    editing = Signal(bool)
    """Whether a name is being edited in place: shortcuts of the tree rest meanwhile."""

    def __init__(self, view: QTreeView, model: TreeModel, search: TreeSearch) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._search = search

    @property
    def _theme(self) -> Theme:
        return self._model.context.theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.pixels(120), self._theme.pixels(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        key = index.internalId()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect.adjusted(self._theme.pixels(2), 0, -self._theme.pixels(8), 0)
        row = RowPainter(painter, self._theme, option.font, self._search, key)
        rest = row.right_side(rect, self._model)
        collapsed = not self._view.isExpanded(index)
        row.left_side(rest, self._model, collapsed=collapsed)
        painter.restore()

    # Editing in place ----------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName("名称")
        editor.textChanged.connect(lambda text: mark(editor, "invalid", not text.strip()))
        self.editing.emit(True)
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        super().destroyEditor(editor, index)
        self.editing.emit(False)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(self._model.node(index.internalId()).name)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            if editor.text().strip():
                self._model.setData(index, editor.text())
            else:
                self._model.context.said.emit(f"{_BLANK}元の名称のままにしました。")

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter keeps the name, but a blank one stays open, marked, with the reason in the status bar."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(editor, QLineEdit)
        ):
            if editor.text().strip():
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            else:
                self._model.context.said.emit(_BLANK)
            return True
        return super().eventFilter(editor, event)
