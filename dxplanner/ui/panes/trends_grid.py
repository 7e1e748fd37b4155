"""動向 in the 動向・関係図 pane: the grid, its columns, and the bullets that are still 推定."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from dxplanner.services import provenance
from dxplanner.services import trend_sheets as trends
from dxplanner.services.sheet import SheetSource
from dxplanner.services.transition_query import version_choices
from dxplanner.services.trend_sheets import GuessedTrend, Heading, TrendPlace
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.entries import show_entries
from dxplanner.ui.forms.looks import ElidedLabel, button, words
from dxplanner.ui.forms.sections import RowStack
from dxplanner.ui.forms.title_row import switch
from dxplanner.ui.sheet.sheet import Sheet
from dxplanner.ui.theme import Theme

_EMPTY: Final = "動向は分野ごとに書きます。左の施策体系に分野を入れると、ここに行ができます。"
_NO_COLUMNS: Final = (
    "列がまだありません。「列の見出し」に、国の動向、現状の技術、未来予想などの列を追加します。"
)
_COLUMNS_EMPTY: Final = "列はまだありません。Insertで追加します。"


class GuessRow(QWidget):
    """A bullet that is 推定, and the button that confirms it."""

    confirmed = Signal(object)

    def __init__(self, theme: Theme, *, edits: bool) -> None:
        super().__init__()
        self._guess: GuessedTrend | None = None
        self.text = ElidedLabel("")
        self.confirm = button("確認済みにする", "small")
        self.confirm.setToolTip("原資料などで確かめた文にします。確かめた人と日付が残ります。")
        self.confirm.setVisible(edits)
        self.confirm.clicked.connect(lambda: self.confirmed.emit(self._guess))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.pixels(6))
        row.addWidget(words("推定", "badge"))
        row.addWidget(self.text, 1)
        row.addWidget(self.confirm)

    def show_line(self, guess: GuessedTrend) -> None:
        """Show a bullet."""
        self._guess = guess
        basis = f"　根拠：{guess.basis}" if guess.basis else ""
        self.text.show_text(f"{guess.text}{basis}")
        self.confirm.setAccessibleName(f"「{guess.text}」を確認済みにする")


class TrendsGrid(QWidget):
    """A row a 分野, a column each of the plan's own."""

    summed = Signal(str)

    def __init__(self, context: PlanContext, today: Callable[[], date]) -> None:
        super().__init__()
        self.context, self._today = context, today
        self.place: TrendPlace | None = None
        self._shape: tuple[TrendPlace | None, tuple[Heading, ...], tuple[str, str]] = (None, (), ("", ""))
        self.sheet = Sheet(context, self._source(), key="trends", frozen=2, empty=_EMPTY)
        self.columns = Sheet(
            context, trends.column_source(), key="trend_columns", frozen=0, empty=_COLUMNS_EMPTY
        )
        self.version = ElidedBox()
        self.version.setAccessibleName("計画版")
        self.version.setToolTip("動向を書く計画版です。")
        self.version.setFixedWidth(context.theme.pixels(188))
        self.heads = switch(
            "列の見出し", "表の下で、列を加える・名前を変える・並べ替える・まとめることができます。"
        )
        self.notice = words(_NO_COLUMNS, "warn", wrap=True)
        self.guesses: RowStack[GuessedTrend] = RowStack(
            self._guess_row, lambda one: one.mark_id, context.theme.pixels(4)
        )
        self._lay_out()
        self.version.activated.connect(lambda _at: self._choose_version())
        self.heads.toggled.connect(self._show_columns)
        self.sheet.current_changed.connect(lambda _key: self._show_guesses())
        for sheet in (self.sheet, self.columns):
            sheet.summed.connect(self.summed)
        self._show_columns(False)

    def _source(self) -> SheetSource:
        return trends.trend_source(lambda: self.place, self._shape[1], self._shape[2])

    def _guess_row(self) -> QWidget:
        row = GuessRow(self.context.theme, edits=not self.context.read_only)
        row.confirmed.connect(self._confirm)
        return row

    def _lay_out(self) -> None:
        pixels = self.context.theme.pixels
        head = QHBoxLayout()
        head.setContentsMargins(pixels(8), pixels(5), pixels(8), pixels(5))
        head.setSpacing(pixels(6))
        head.addWidget(self.version)
        head.addStretch(1)
        head.addWidget(self.heads)
        below = QWidget()
        inside = QVBoxLayout(below)
        inside.setContentsMargins(pixels(8), pixels(4), pixels(8), pixels(4))
        inside.addWidget(self.guesses)
        above = QWidget()
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.sheet, 1)
        column.addWidget(below)
        self.sheet.setContentsMargins(pixels(8), 0, pixels(8), 0)
        self.columns.setContentsMargins(pixels(8), pixels(8), pixels(8), pixels(8))
        self.notice.setContentsMargins(pixels(8), 0, pixels(8), pixels(4))
        self.rows = QSplitter(Qt.Orientation.Vertical)
        self.rows.setChildrenCollapsible(False)
        self.rows.setHandleWidth(1)
        self.rows.addWidget(above)
        self.rows.addWidget(self.columns)
        self.rows.setStretchFactor(0, 1)
        self.rows.setSizes([pixels(600), pixels(186)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.rows, 1)
        self.setFocusProxy(self.sheet)

    # Showing --------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the present state; the version chosen before stays if it still exists."""
        self._refresh()
        self.sheet.reload()
        self.columns.reload()
        self._show_guesses()

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed; one that touches nothing of the table costs nothing."""
        tables = {row.table for row in committed.rows}
        if not tables & (trends.TABLES | {"plan_version", "term"}):
            return
        self._refresh()
        if "policy_node" in tables:
            # A row also says what is above its 分野.
            self.sheet.reload()
        self.sheet.apply(committed)
        self.columns.apply(committed)
        self._show_guesses()

    def flush(self) -> None:
        """Store what is being typed."""
        self.sheet.flush()
        self.columns.flush()

    def show_field(self, node_id: int) -> bool:
        """Put the cursor on a 分野."""
        return self.sheet.select(node_id)

    def _refresh(self, wanted: TrendPlace | None = None) -> None:
        with self.context.workbench.plan.reading() as session:
            choices = version_choices(session)
            place = wanted or self.place
            place = place and trends.place_in(session, place.version_id, place.level_id)
            self.place = place or trends.usual_place(session)
            headings = trends.headings(session)
            names = ("上位の項目", "項目") if self.place is None else trends.level_names(session, self.place)
        entries = [(choice.title, choice.id) for choice in choices]
        shown = self.context.version_id if self.place is None else self.place.version_id
        show_entries(self.version, entries, shown)
        shape = self.place, headings, names
        if shape != self._shape:
            self._shape = shape
            self.sheet.set_source(self._source())
        self.notice.setVisible(not headings)
        if not headings and not self.context.read_only:
            self.heads.setChecked(True)

    def _show_guesses(self) -> None:
        key = self.sheet.current_key()
        with self.context.workbench.plan.reading() as session:
            found = [] if key is None else trends.guessed_trends(session, key)
        self.guesses.show_lines(found)
        parent = self.guesses.parentWidget()
        if parent is not None:
            parent.setVisible(bool(found))

    def _show_columns(self, on: bool) -> None:
        self.columns.setVisible(on)
        if on:
            self.columns.reload()

    # Acting ---------------------------------------------------------------------------------------

    def add_column(self) -> None:
        """Begin to write another column at the end."""
        self.heads.setChecked(True)
        self.columns.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.columns.model.stored_keys:
            self.columns.select(self.columns.model.stored_keys[-1])
        self.columns.acts.add()

    def _choose_version(self) -> None:
        self.flush()
        with self.context.workbench.plan.reading() as session:
            place = trends.place_in(session, self.version.currentData())
        if place is None:
            self.context.said.emit("その計画版には施策体系の項目がまだないため、動向を書けません。")
        self._refresh(place)
        self._show_guesses()

    def _confirm(self, guess: GuessedTrend) -> None:
        author, today = self.context.workbench.plan.author.name, self._today()
        self.context.run(
            "動向の確認",
            lambda session: provenance.confirm(session, [guess.mark_id], author, today),
        )
