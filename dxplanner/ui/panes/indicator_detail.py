"""The lower part of the 指標 pane: the chosen indicator, its values and their origin, grades, chart."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from dxplanner.services.indicator_detail import IndicatorDetail, indicator_detail
from dxplanner.services.indicator_query import TABLES, IndicatorBook
from dxplanner.store.planfile import Committed
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.looks import ElidedLabel, words
from dxplanner.ui.panes.indicator_basis import IndicatorBasisView
from dxplanner.ui.panes.indicator_chart import WIDTH, IndicatorChart
from dxplanner.ui.panes.indicator_form import IndicatorForm
from dxplanner.ui.panes.indicator_grades import IndicatorGrades
from dxplanner.ui.panes.indicator_values import IndicatorValues

W = TypeVar("W", bound=QWidget)
FORM, VALUES, BASIS, GRADES = range(4)
_TABS: Final = (
    ("内容", "定義・算出方法・単位・担当課などを入れます。"),
    ("値", "基準値・年度目標・実績値・目標値を、年度ごとに入れます。"),
    ("基準値の根拠", "値のもとになった調査の回答を結び付けます。"),
    ("評価区分", "達成率から付ける評価の区分を、計画ごとに決めます。"),
)
_PAGES: Final = ("form", "values", "basis", "grades")
_NOTHING: Final = "上の表で指標を選ぶと、その内容と推移がここに出ます。"


class IndicatorPanel(QWidget):
    """Everything about the series given by ``show_series``; a page is made when somebody looks at it."""

    def __init__(
        self,
        binding: Binding,
        book: IndicatorBook,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._binding, self._context = binding, binding.context
        self._book = book
        self._today = today
        self._series_id: int | None = None
        self.detail: IndicatorDetail | None = None
        theme = binding.context.theme
        self.title = ElidedLabel("heading")
        self.tabs = QTabBar(expanding=False, drawBase=False)
        self.tabs.setAccessibleName("指標の内容の切替")
        for page, (text, tip) in enumerate(_TABS):
            self.tabs.addTab(text)
            self.tabs.setTabToolTip(page, tip)
        self.form = IndicatorForm(binding)
        self.chart = IndicatorChart(theme)
        self.chart.setFixedWidth(theme.pixels(WIDTH))
        self.chart.setMinimumHeight(theme.pixels(240))
        self.chart.value_clicked.connect(self._show_value)
        self.nothing = words(_NOTHING, "empty", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.form)
        # A narrow window leaves the tree its width: what has no room scrolls.
        self.pages.setMinimumSize(theme.pixels(360), theme.pixels(200))
        self.tabs.currentChanged.connect(self._turn)
        self._lay_out()

    def _lay_out(self) -> None:
        theme = self._context.theme
        head = QHBoxLayout()
        head.setContentsMargins(theme.pixels(12), theme.pixels(4), theme.pixels(8), 0)
        head.setSpacing(theme.pixels(12))
        head.addWidget(self.title, 1)
        head.addWidget(self.tabs)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(head)
        left.addWidget(self.pages, 1)
        left.addWidget(self.nothing, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.chart)

    @cached_property
    def values(self) -> IndicatorValues:
        """The page of the values."""
        return self._put(IndicatorValues(self._binding, self._book))

    @cached_property
    def basis(self) -> IndicatorBasisView:
        """The page of the answers that a value comes from."""
        return self._put(IndicatorBasisView(self._binding))

    @cached_property
    def grades(self) -> IndicatorGrades:
        """The page of the plan's grades."""
        page = self._put(IndicatorGrades(self._binding))
        page.reload()
        return page

    def _put(self, page: W) -> W:
        self.pages.addWidget(page)
        if isinstance(page, IndicatorValues | IndicatorBasisView) and self.detail is not None:
            page.show_row(self.detail.row)
        return page

    def _made(self) -> list[QWidget | None]:
        return [self.pages.widget(at) for at in range(self.pages.count())]

    def _of_row(self) -> list[IndicatorValues | IndicatorBasisView]:
        """The pages about the series itself, as far as they have been made."""
        return [page for page in self._made() if isinstance(page, IndicatorValues | IndicatorBasisView)]

    def _with_sheet(self) -> list[IndicatorValues | IndicatorGrades]:
        """The pages with a table, as far as they have been made."""
        return [page for page in self._made() if isinstance(page, IndicatorValues | IndicatorGrades)]

    @property
    def place(self) -> str:
        """Where an edit happens, for its undo label."""
        return "" if self.detail is None else self.detail.place

    def show_series(self, series_id: int | None) -> None:
        """Show another series; what was typed for the former one is stored first."""
        if series_id != self._series_id:
            self.flush()
            self._series_id = series_id
        self.refresh()

    def refresh(self) -> None:
        """Show the present state; nothing is painted anew where nothing changed."""
        former, detail = self.detail, None
        if self._series_id is not None:
            with self._context.workbench.plan.reading() as session:
                detail = indicator_detail(session, self._book, self._series_id, self._today())
        self.detail = detail
        shown = detail is not None or self.tabs.currentIndex() == GRADES
        self.pages.setVisible(shown)
        self.nothing.setVisible(not shown)
        self.chart.setVisible(detail is not None)
        if detail is None:
            self.title.show_text("")
            return
        if detail == former:
            return
        row = detail.row
        series = f"［{row.name}］" if row.name else ""
        self.title.show_text(f"{row.number}　{row.indicator.name}{series}".strip())
        self.form.show_detail(detail)
        for page in self._of_row():
            page.show_row(row)
        self.chart.show_row(row)

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed."""
        if any(row.table in TABLES for row in committed.rows):
            self.refresh()
        for page in self._with_sheet():
            page.apply(committed)

    def reload(self) -> None:
        """Show everything anew."""
        self.refresh()
        for page in self._with_sheet():
            page.reload()

    def flush(self) -> None:
        """Store what was typed."""
        self.form.flush()
        for page in self._with_sheet():
            page.flush()

    def _turn(self, page: int) -> None:
        self.flush()
        self.pages.setCurrentWidget(getattr(self, _PAGES[page]))
        self.refresh()

    def _show_value(self, uid: str) -> None:
        self.tabs.setCurrentIndex(VALUES)
        self.values.show_value(uid)
