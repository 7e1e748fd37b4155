"""What a file of raw answers would become: the counted table, what answers are called, what was not read."""

from typing import Final, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.surveys import share
from dxplanner.domain.tabulation import FEW, AnswerTable, TableRow
from dxplanner.domain.vocabulary import QuestionKind
from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.sheet.header import broken
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

T = TypeVar("T", bound=QTableWidget)

_CHOOSE: Final = "左で「回答の並び」を選び、集計する列に印を付けると、ここに集計の結果が出ます。"
_NAMES: Final = (
    "ファイルの答え（1、2…など）に、選択肢の名前を付けられます。空欄にすると無回答として扱います。\n"
    "Alt+↑・Alt+↓で、表と図での並び順を変えられます。"
)
_MOVES: Final = (
    (-1, "↑", "選んだ答えを1つ上に動かします（Alt+↑）。"),
    (1, "↓", "選んだ答えを1つ下に動かします（Alt+↓）。"),
)
_KEYS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_END: Final = Qt.TextElideMode.ElideRight
_HEADING: Final = (6, 3, 18)
"""Letters in a line of a heading, lines at the most, and the longest heading that is broken."""


class NamesTable(QTableWidget):
    """What the answers of the file are called; Alt+↑ and Alt+↓ move one."""

    moved = Signal(int)
    """-1: up, 1: down."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)


class ImportPreview(QWidget):
    """Shows a table before it is taken over."""

    named = Signal(str, str)
    """What the file says, and what it is to be called."""
    moved = Signal(str, int)
    """An option, and how it is to move: -1 up, 1 down."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.summary = words(_CHOOSE, "heading", wrap=True)
        self.caution = words("", "warn", wrap=True)
        self.table = _dressed(QTableWidget(), "集計の結果", theme)
        self.table.setToolTip("取り込むと設問になる表です。")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.names = _dressed(NamesTable(), "答えの名前", theme)
        self.names.setToolTip(_NAMES)
        self.names.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.problems = QListWidget()
        self.problems.setAccessibleName("読み取れなかった所")
        self.problems.setToolTip("読み取れなかった行と、その書き方です。")
        self.problems.setWordWrap(True)
        self.problems.setSpacing(theme.pixels(3))
        self.trouble = words("", "warn")
        self.names.cellChanged.connect(self._renamed)
        self.names.moved.connect(self._move)
        self.movers = [self._mover(*move) for move in _MOVES]
        self._lay_out()

    def _lay_out(self) -> None:
        pixels = self._theme.pixels
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels(8), pixels(4), pixels(12), pixels(8))
        column.setSpacing(pixels(6))
        column.addWidget(self.summary)
        column.addWidget(self.caution)
        column.addWidget(self.table, 3)
        below = QHBoxLayout()
        below.setSpacing(pixels(12))
        self.name_side, self.trouble_side = QWidget(), QWidget()
        for side, heading, widget in (
            (self.name_side, words("答えの名前", "heading"), self.names),
            (self.trouble_side, self.trouble, self.problems),
        ):
            inside = QVBoxLayout(side)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(pixels(4))
            head = QHBoxLayout()
            head.addWidget(heading, 1)
            if widget is self.names:
                for one in self.movers:
                    head.addWidget(one)
            inside.addLayout(head)
            inside.addWidget(widget, 1)
            below.addWidget(side, 1)
        column.addLayout(below, 2)
        self.show_table(None, ())

    def _mover(self, step: int, sign: str, tip: str) -> QPushButton:
        made = button(sign, "small")
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        made.clicked.connect(lambda: self._move(step))
        return made

    def say(self, sentence: str) -> None:
        """Show a sentence in place of a table."""
        self.show_table(None, ())
        self.summary.setText(sentence or _CHOOSE)

    def show_table(
        self, table: AnswerTable | None, file_problems: tuple[str, ...], *, movable: bool = False
    ) -> None:
        """Show a table (None: what is still to be chosen); ``movable``: its options can be put in order."""
        for one in self.movers:
            one.setVisible(movable)
        self.table.setVisible(table is not None)
        self.name_side.setVisible(table is not None and bool(table.named))
        problems = [*file_problems, *((unread.sentence for unread in table.unread) if table else ())]
        count = len(file_problems) + (table.unread_count if table else 0)
        self.trouble.setText(f"⚠ 読み取れなかった所が{count:,}か所あります。")
        self.trouble_side.setVisible(bool(problems))
        if [self.problems.item(at).text() for at in range(self.problems.count())] != problems:
            self.problems.clear()
            self.problems.addItems(problems)
        self.caution.setText(_cautions(table))
        self.caution.setVisible(bool(self.caution.text()))
        mark(self.caution, "role", "stop" if table is not None and table.refused else "warn")
        self.summary.setText(_CHOOSE if table is None else _summary(table))
        if table is not None:
            self._fill(table)
            self._fill_names(table)

    def _fill(self, table: AnswerTable) -> None:
        if table.kind is QuestionKind.MATRIX:
            headings = ["項目", "n", *table.options]
            rows = [[row.label, f"{row.n:,}", *_cells(row)] for row in table.rows]
        else:
            row = table.rows[0]
            headings = ["選択肢", "件数", "割合（%）"]
            rows = [
                [option, f"{count:,}", _share(count, row)]
                for option, count in zip(table.options, row.counts, strict=True)
            ]
            total = sum(row.counts)
            rows.append(["合計", f"{total:,}", _share(total, row) if table.adds_up else "複数回答"])
        _put(self.table, headings, rows, figures=True)
        _fit_columns(self.table, self.width())

    def _fill_names(self, table: AnswerTable) -> None:
        present = [(self._name(row, 0), self._name(row, 1)) for row in range(self.names.rowCount())]
        if present == list(table.named):
            return
        chosen, column = self._name(self.names.currentRow(), 0), self.names.currentColumn()
        with QSignalBlocker(self.names):
            _put(
                self.names,
                ["ファイルの答え", "選択肢の名前"],
                [[text, name] for text, name in table.named],
                figures=False,
            )
            for row in range(self.names.rowCount()):
                item = self.names.item(row, 0)
                if item is not None:
                    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                    if item.text() == chosen:
                        self.names.setCurrentCell(row, column)

    def _name(self, row: int, column: int) -> str:
        item = self.names.item(row, column)
        return "" if item is None else item.text()

    def _renamed(self, row: int, column: int) -> None:
        if column == 1:
            self.named.emit(self._name(row, 0), self._name(row, 1))

    def _move(self, step: int) -> None:
        name = self._name(self.names.currentRow(), 1)
        if name and not self.movers[0].isHidden():
            self.moved.emit(name, step)


def _summary(table: AnswerTable) -> str:
    base = "" if table.base is None else f"、割合の分母{table.base:,}"
    silent = f"、無回答{table.silent:,}" if table.silent else ""
    items = f"{len(table.rows)}項目×" if table.kind is QuestionKind.MATRIX else ""
    return f"{table.kind.value}：{items}{len(table.options)}選択肢　n={table.n:,}{base}{silent}"


def _cautions(table: AnswerTable | None) -> str:
    if table is None:
        return ""
    few = [row for row in table.rows if row.label and row.base < FEW]
    parts = [table.refused] if table.refused else []
    if few:
        named = "、".join(f"{row.label}（{row.base:,}）" for row in few[:4]) + ("…" if len(few) > 4 else "")
        parts.append(f"nが{FEW}より少ない項目は、割合を参考値として扱ってください：{named}")
    return "\n".join(parts)


def _share(count: int, row: TableRow) -> str:
    return f"{share(count, row.base)}" if row.base else "－"


def _cells(row: TableRow) -> list[str]:
    return [f"{_share(count, row)}%（{count:,}）" for count in row.counts]


def _dressed(made: T, name: str, theme: Theme) -> T:
    # Under its heading, whose style sheet keeps so much room.
    made.setStyleSheet(f"QTableWidget::item {{ padding: 0 {theme.pixels(5)}px; }}")
    made.setAccessibleName(name)
    made.verticalHeader().hide()
    made.setWordWrap(False)
    made.setTabKeyNavigation(False)
    # A heading has several lines, each with an ellipsis of its own.
    made.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideNone)
    return made


def _put(table: QTableWidget, headings: list[str], rows: list[list[str]], *, figures: bool) -> None:
    """Fill a table; ``figures``: all but the first column are numbers. Wide texts end in 「…」."""
    table.setColumnCount(len(headings))
    table.setRowCount(len(rows))
    for column, text in enumerate(headings):
        heading = _cell(text, figure=figures and column > 0)
        if figures:
            heading.setText(_in_lines(text, table))
        table.setHorizontalHeaderItem(column, heading)
    for at, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.setItem(at, column, _cell(text, figure=figures and column > 0))


def _in_lines(heading: str, table: QTableWidget) -> str:
    """A heading in lines as short as those of other tables; a very long one stays in one."""
    letters, most, longest = _HEADING
    if len(heading) > longest:
        return heading
    width = _bold(table).horizontalAdvance
    return "\n".join(broken(heading, width("字" * letters), width, most))


def _bold(table: QTableWidget) -> QFontMetrics:
    font = table.horizontalHeader().font()
    font.setBold(True)
    return QFontMetrics(font)


def _fit_columns(table: QTableWidget, room: int) -> None:
    """As wide as the texts, but none so wide that the others are out of sight in ``room`` pixels."""
    table.resizeColumnsToContents()
    metrics, edges = _bold(table), table.fontMetrics().height()
    for column in range(table.columnCount()):
        width = min(table.columnWidth(column) + edges // 4, room // (5 if column else 2))
        table.setColumnWidth(column, width)
        heading = table.horizontalHeaderItem(column)
        if heading is not None:
            lines = heading.text().split("\n")
            heading.setText("\n".join(metrics.elidedText(line, _END, width - edges) for line in lines))


def _cell(text: str, *, figure: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setToolTip(text)
    side = Qt.AlignmentFlag.AlignRight if figure else Qt.AlignmentFlag.AlignLeft
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return item
