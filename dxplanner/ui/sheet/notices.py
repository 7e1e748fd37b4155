"""The line below a sheet: what was done, what is still missing, which texts cannot be stored."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from dxplanner.ui.sheet.after_paste import AfterPaste
from dxplanner.ui.sheet.cells import DRAFT
from dxplanner.ui.sheet.columns import Columns
from dxplanner.ui.sheet.lines import NoticeLine
from dxplanner.ui.sheet.pasting import Pasted, told
from dxplanner.ui.sheet.view import SheetView


class Notices(QObject):
    """Says one thing at a time; what is wrong with a marked cell, when there is nothing newer."""

    def __init__(self, view: SheetView, columns: Columns, line: NoticeLine, after: AfterPaste) -> None:
        super().__init__(view)
        self._view, self._model, self._columns, self._line = view, view.rows_model, columns, line
        self._after = after
        after.told.connect(lambda sentence, wrong: self.tell(sentence, wrong=wrong))
        line.next_asked.connect(self.go_to_next)
        line.drop_asked.connect(lambda: self._model.release(list(self._model.bad)))
        self._model.drafted.connect(self.say_missing)
        self._model.marked.connect(self._show_marked)

    def tell(self, sentence: str, *, wrong: bool = True) -> None:
        """Say something; blank takes it away."""
        if not sentence and self._model.bad:
            self._show_marked()
            return
        self._line.say(sentence, wrong=wrong, marked=bool(self._model.bad))

    def tell_paste(self, pasted: Pasted, way: str) -> None:
        """Say what became of a paste, and what can be decided about it (``way``: see ``pasting.told``)."""
        report = pasted.report
        self.tell(told(self._model.source, pasted, way), wrong=bool(report.bad or report.left))
        self._after.follow(pasted)
        QTimer.singleShot(0, self._view, self._show_below)

    def _show_below(self) -> None:
        """What is said takes room from the table: the cursor stays in sight, and so does what is said."""
        self._view.scrollTo(self._view.currentIndex())
        above: QWidget | None = self._line
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self._line, 0, 0)
            above.ensureWidgetVisible(self._after, 0, 0)

    def close(self) -> None:
        """Nothing more is to be said of what was done."""
        self.tell("")
        self._after.outdate()
        self._after.drop_left()

    def outdate(self, undone: int | None = None) -> None:
        """Something else has been done: a sentence about what came before is taken back.

        ``undone``: see ``AfterPaste.outdate``.
        """
        self._after.outdate(undone)
        if self._line.text.text() and self._view.cells.box is None:
            self.say_missing()

    def say_missing(self) -> None:
        """What the row that is being written still needs."""
        needed = self._model.still_missing() if self._model.draft else ()
        either = tuple(column.key for column in needed) == self._model.source.either
        labels = ("か" if either else "、").join(f"「{column.label}」" for column in needed)
        what = f"{self._model.source.label}が1件加わります"
        self.tell(f"{labels}を入力すると、{what}。" if needed else "", wrong=False)

    def go_to_next(self) -> None:
        """Put the cursor on the next cell whose text cannot be stored."""
        names = {spec.key: place for place, spec in enumerate(self._model.columns)}
        places = sorted(
            (row, names[column])
            for row, column in ((self._model.row_of(key), column) for key, column in self._model.bad)
            if row is not None
        )
        if not places:
            return
        index = self._view.currentIndex()
        here = (index.row(), index.column())
        row, column = next((place for place in places if place > here), places[0])
        if self._view.isColumnHidden(column):
            self._columns.show(column, True)
        self._view.setFocus()
        self._view.put_cursor(self._model.index(row, column))

    def _show_marked(self) -> None:
        bad = self._model.bad
        if not bad:
            self._line.say("", wrong=False, marked=False)
            return
        index = self._view.currentIndex()
        here = self._model.key_at(index.row()) if index.isValid() else DRAFT
        name = self._model.columns[index.column()].key if index.isValid() else ""
        cell = bad.get((here, name)) or next(iter(bad.values()))
        label = self._model.source.column(cell.key).label
        more = f"（ほか{len(bad) - 1}か所）" if len(bad) > 1 else ""
        self.tell(f"{label}：{cell.message}{more}")
