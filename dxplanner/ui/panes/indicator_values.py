"""The values of the chosen series, each with its own 年度, and the straight line as a proposal."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dxplanner.domain.vocabulary import ValueRole
from dxplanner.model import IndicatorValue
from dxplanner.services.indicator_edit import accept_proposals, drop_proposals, propose_targets
from dxplanner.services.indicator_picture import SeriesRow
from dxplanner.services.indicator_query import IndicatorBook
from dxplanner.services.indicator_values import value_source
from dxplanner.store.planfile import Committed
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.looks import ElidedLabel, button
from dxplanner.ui.sheet.sheet import Sheet

_EMPTY = "この系列の値はまだありません。Insertで追加し、役割・年度・値を入れます。"
_LINE_TIP = "基準値と目標値を結ぶ直線から、間の年度の目標を「案」として入れます。決めた目標は変えません。"


class IndicatorValues(QWidget):
    """The values as a sheet, below it what is only proposed and how to decide it."""

    def __init__(self, binding: Binding, book: IndicatorBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._binding = binding
        self._book = book
        self._row: SeriesRow | None = None
        theme = binding.context.theme
        self.sheet = Sheet(
            binding.context, value_source(book, 0), key="indicator_values", frozen=2, empty=_EMPTY
        )
        # A few rows need no line to filter by; the headings keep their menu.
        self.sheet.filter.hide()
        self.propose = button("直線で見込む", "small")
        self.propose.setToolTip(_LINE_TIP)
        self.accept = button("案を決定する", "small")
        self.accept.setToolTip("案の年度目標を、そのままの値で決定します。")
        self.drop = button("案を取り消す", "small")
        self.drop.setToolTip("案の年度目標を消します。決定した年度目標は残ります。")
        self.state = ElidedLabel("label")
        self.propose.clicked.connect(lambda: self._run("年度目標の見込み", propose_targets))
        self.accept.clicked.connect(lambda: self._run("年度目標の案の決定", accept_proposals))
        self.drop.clicked.connect(lambda: self._run("年度目標の案の取消し", drop_proposals))
        foot = QHBoxLayout()
        foot.setSpacing(theme.pixels(8))
        for one in (self.propose, self.accept, self.drop):
            foot.addWidget(one)
        foot.addWidget(self.state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.pixels(12), theme.pixels(4), theme.pixels(8), theme.pixels(8))
        column.setSpacing(theme.pixels(6))
        column.addWidget(self.sheet, 1)
        column.addLayout(foot)

    def show_row(self, row: SeriesRow) -> None:
        """Show another series, or another state of the same one."""
        moved = self._row is None or self._row.id != row.id
        self._row = row
        if moved:
            self.sheet.set_source(value_source(self._book, row.id))
        count, editable = len(row.proposed), not self._binding.read_only
        obstacle = _obstacle(row)
        self.propose.setVisible(editable)
        self.propose.setEnabled(not obstacle)
        self.accept.setVisible(editable and count > 0)
        self.drop.setVisible(editable and count > 0)
        told = (
            f"年度目標{count}件は案です。値を入れ直すか「案を決定する」で決まります。" if count else obstacle
        )
        self.state.show_text(told)

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed; 達成率 of a value follows from the other values of the series."""
        self.sheet.apply(committed)
        if any(row.table == IndicatorValue.__tablename__ for row in committed.rows):
            self.sheet.reload()

    def reload(self) -> None:
        """Show everything anew."""
        if self._row is not None:
            self.sheet.reload()

    def flush(self) -> None:
        """Store the open editor."""
        self.sheet.flush()

    def show_value(self, uid: str) -> None:
        """Choose the line of a value."""
        key = next((value.id for value in self._row.values if value.uid == uid), None) if self._row else None
        if key is not None:
            self.sheet.select(key, "value")

    def _run(self, act: str, command: object) -> None:
        if self._row is None or not callable(command):
            return
        key = self._row.id
        done = self._binding.context.run(
            f"{self._binding.place()} の{act}", lambda session: command(session, [key])
        )
        if done == 0:
            self._binding.context.said.emit("見込める年度がありません。年度目標はもう決まっています。")


def _obstacle(row: SeriesRow) -> str:
    """Why no straight line can be drawn; blank when it can."""
    base, target = row.last(ValueRole.BASELINE), row.last(ValueRole.TARGET)
    if base is None or target is None or base.value is None or target.value is None:
        return "基準値と目標値があると、間の年度目標を直線で見込めます。"
    if target.year - base.year < 2:
        return "基準値と目標値の間に年度がないため、見込む年度目標はありません。"
    return ""
