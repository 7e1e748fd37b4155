"""What the 予算 pane shows of a 予算書の事業: its projects side by side, with their sums."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dxplanner.domain.amounts import format_amount
from dxplanner.services.budget_checks import program_remark
from dxplanner.services.budget_query import ProgramView
from dxplanner.services.budget_sheets import projects_source
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.looks import words
from dxplanner.ui.panes.budget_pages import SheetPart


class ProgramPage(QWidget):
    """The projects of a 事業 as a sheet: 事業費, five 財源, what differs."""

    summed = Signal(str)
    opened = Signal(int)
    """Key of the project to show."""

    def __init__(self, context: PlanContext) -> None:
        super().__init__()
        self.part = SheetPart(
            context,
            "予算事業と財源内訳（千円）",
            projects_source,
            key="projects",
            empty="この事業の予算事業を1行に1つ入れます。Insertで追加します。",
        )
        self.sums = words("", "heading")
        self.remark = words("", "label", wrap=True)
        self.part.told.insertWidget(2, self.sums)
        self.part.body.addWidget(self.remark)
        self.part.sheet.summed.connect(self.summed)
        self.part.sheet.activated.connect(self._open)
        column = QVBoxLayout(self)
        edge = context.theme.pixels(8)
        column.setContentsMargins(edge, context.theme.pixels(4), edge, edge)
        column.addWidget(self.part, 1)

    def show_program(self, view: ProgramView) -> None:
        """Show a 事業, or another state of it."""
        self.part.show_owner(view.row.id)
        total = view.row.values["total"]
        amount = total if isinstance(total, int) else None
        found = view.projects_total
        self.sums.setText("" if found is None else f"{len(view.amounts)}事業の計 {format_amount(found)}千円")
        paid = "　".join(f"{source.value} {format_amount(total)}千円" for source, total in view.funding)
        said = [f"財源の計：{paid}"] if paid else []
        said += list(filter(None, [program_remark(amount, view.amounts)]))
        self.remark.setText("\n".join(said))
        self.remark.setVisible(bool(said))

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed."""
        self.part.sheet.apply(committed)

    def reload(self) -> None:
        """Show the present state."""
        self.part.sheet.reload()

    def flush(self) -> None:
        """Store what is being typed."""
        self.part.sheet.flush()

    def _open(self, key: object) -> None:
        if isinstance(key, int):
            self.opened.emit(key)
