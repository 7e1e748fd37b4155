"""A small sheet to fill in: columns of the time axis, 閉庁日. What is wrong is said below it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.errors import InputError
from dxplanner.ui.dialog_buttons import decision
from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

Cells = list[list[str]]


class SheetDialog(QDialog):
    """Rows of text; ``purpose`` says what belongs there.

    ``check`` raises InputError for what cannot be taken; only then 決定 does nothing.
    """

    def __init__(
        self,
        title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        purpose: str,
        check: Callable[[Cells], object],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(theme.pixels(640), theme.pixels(420))
        self._check = check
        self.table = QTableWidget(0, len(headings))
        self.table.setHorizontalHeaderLabels(list(headings))
        self.table.verticalHeader().hide()
        self.table.setAccessibleName(title)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        told = Prose(purpose)
        for row in rows:
            self._append(row)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.message = QLabel("行を足すには「行を追加」を押します。空の行は無視します。")
        mark(self.message, "role", "quiet")
        self.message.setWordWrap(True)
        add, remove = QPushButton("行を追加"), QPushButton("行を削除")
        add.clicked.connect(self._add_row)
        remove.clicked.connect(lambda: self.table.removeRow(self.table.currentRow()))
        add.setToolTip("表の終わりに空の行を足します。")
        remove.setToolTip("選んでいる行を表から除きます。「決定」を押すまで計画は変わりません。")
        buttons, yes = decision(self, "決定", self._accept)
        yes.setToolTip("表のとおりに変更します。入れられない所があれば、表の下でお知らせします。")
        edits = QHBoxLayout()
        edits.addWidget(add)
        edits.addWidget(remove)
        edits.addStretch(1)
        edits.addWidget(buttons)
        column = QVBoxLayout(self)
        column.addWidget(told)
        column.addWidget(self.table, 1)
        column.addWidget(self.message)
        column.addLayout(edits)

    def cells(self) -> Cells:
        """The rows that are not empty."""
        found = []
        for row in range(self.table.rowCount()):
            items = [self.table.item(row, column) for column in range(self.table.columnCount())]
            texts = [item.text().strip() if item is not None else "" for item in items]
            if any(texts):
                found.append(texts)
        return found

    def _append(self, row: Sequence[str]) -> None:
        at = self.table.rowCount()
        self.table.insertRow(at)
        for column, text in enumerate(row):
            self.table.setItem(at, column, QTableWidgetItem(text))

    def _add_row(self) -> None:
        self._append([""] * self.table.columnCount())
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.setFocus()

    def _accept(self) -> None:
        try:
            self._check(self.cells())
        except InputError as error:
            mark(self.message, "role", "error")
            self.message.setText(error.message)
            return
        self.accept()
