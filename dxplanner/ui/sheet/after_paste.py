"""What can still be decided about a paste: amounts in 円 taken as such, lines left out taken along."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dxplanner.domain.pasted import text_of_cells
from dxplanner.domain.vocabulary import Rounding
from dxplanner.services.sheet_yen import may_be_yen, take_as_yen
from dxplanner.ui.context import PlanContext
from dxplanner.ui.sheet.paste_rows import LeftRow, YenRow, usual_rounding
from dxplanner.ui.sheet.pasting import Pasted, left_lines, yen_told
from dxplanner.ui.sheet.view import SheetView


class AfterPaste(QWidget):
    """Stands below a sheet while there is something to decide; its rows are made when they are wanted."""

    told = Signal(str, bool)
    """One sentence for the line below the table, and whether something is wrong."""

    def __init__(self, context: PlanContext, view: SheetView, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._view, self._model = context, view, view.rows_model
        self._pasted: Pasted | None = None
        self._left: Pasted | None = None
        self._left_by: int | None = None
        """Change set of the paste that left lines out: undoing it brings them to an end."""
        self.yen: YenRow | None = None
        self.left: LeftRow | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def follow(self, pasted: Pasted) -> None:
        """Show what can be decided about a paste that has just been done."""
        self.drop_left()
        if pasted.report.left:
            self._show_left(pasted)
        amounts = pasted.report.amounts
        if pasted.yen and amounts:
            self._pasted = pasted
            self._take(usual_rounding(self._context.settings))
        elif pasted.yen is None and may_be_yen(amounts):
            self._pasted = pasted
            self._ask(None)

    def outdate(self, undone: int | None = None) -> None:
        """Something else was done; ``undone`` is the change set that it took back or brought back."""
        self._pasted = None
        if self.yen is not None:
            self.yen.hide()
        if undone is not None and undone == self._left_by:
            self.drop_left()
        self._settle()

    def _settle(self) -> None:
        self.setVisible(any(row is not None and not row.isHidden() for row in (self.yen, self.left)))

    # Amounts in 円 ----------------------------------------------------------------------------------------

    def _ask(self, taken: Rounding | None) -> None:
        if self._pasted is None:
            return
        if self.yen is None:
            self.yen = YenRow(self._context)
            self.yen.chosen.connect(self._choose)
            self._column.insertWidget(0, self.yen)
        labels = {column.key: column.label for column in self._model.columns}
        self.yen.ask(labels, self._pasted.report.amounts, taken)
        self._settle()

    def _choose(self, rounding: Rounding) -> None:
        self._view.setFocus()
        self._take(rounding)

    def _take(self, rounding: Rounding) -> None:
        """Store the pasted amounts as 円, as a part of the same step of undo."""
        pasted = self._pasted
        if pasted is None:
            return
        source, amounts = self._model.source, pasted.report.amounts
        report = self._model.run(pasted.label, take_as_yen(source, amounts, rounding), merge=pasted.merge)
        if report is None:
            return
        self._model.release([(one.row_id, one.key) for one in amounts])
        self._model.hold_all(report.bad)
        self._pasted = pasted
        labels = {column.key: column.label for column in self._model.columns}
        self.told.emit(yen_told(labels, amounts, rounding), bool(report.bad))
        self._ask(rounding)

    # Lines left out ---------------------------------------------------------------------------------------

    def _show_left(self, pasted: Pasted) -> None:
        if self.left is None:
            self.left = LeftRow(self._context.theme)
            self.left.copy_asked.connect(self._copy_left)
            self.left.closed.connect(self.drop_left)
            self._column.addWidget(self.left)
        self._left, self._left_by = pasted, self._model.edited
        said = f"入れなかった行：{len(pasted.report.left):,}行"
        self.left.show_lines(said, left_lines(self._model.source, pasted))
        self._settle()

    def drop_left(self) -> None:
        """The lines left out are not wanted any more."""
        self._left, self._left_by = None, None
        if self.left is not None:
            self.left.hide()
        self._settle()

    def _copy_left(self) -> None:
        if self._left is not None:
            lines = self._left.report.left
            QGuiApplication.clipboard().setText(text_of_cells([line.texts for line in lines]))
            self.told.emit(
                f"入れなかった{len(lines):,}行をコピーしました。直してから、もう一度貼り付けてください。",
                False,
            )
