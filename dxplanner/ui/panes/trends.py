"""The 動向・関係図 pane: what moves each 分野, the concept, and the diagrams drawn by hand."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from dxplanner.services.standing import owners_of
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.looks import form_sheet
from dxplanner.ui.pane import Pane
from dxplanner.ui.panes.diagram_page import DiagramPage
from dxplanner.ui.panes.trends_concept import ConceptPage
from dxplanner.ui.panes.trends_grid import TrendsGrid

_TITLES: Final = (
    ("動向", "国の動向や技術、未来予想を、分野ごとに表にまとめます。"),
    ("コンセプト", "標語とコンセプト、領域ごとの文を書きます。"),
    ("関係図", "要素を置き、矢印で結んで図にします。"),
)
_ADDS: Final = (
    ("列を追加", "動向の表に列を加えます。"),
    ("", ""),
    ("要素を追加", "関係図に要素を加えます（Insert）。"),
)
TRENDS, CONCEPT, DIAGRAM = range(3)


class TrendsPane(Pane):
    """Three pages behind three buttons; each reloads when it is shown after something changed."""

    key = "trends"
    title = "動向・関係図"
    manual = "trends"

    summed = Signal(str)

    def __init__(
        self,
        context: PlanContext,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(context, parent)
        self.trends = TrendsGrid(context, today)
        self.concept = ConceptPage(context, today)
        self.diagram = DiagramPage(context, today)
        self._all: tuple[TrendsGrid | ConceptPage | DiagramPage, ...] = (
            self.trends,
            self.concept,
            self.diagram,
        )
        self._behind = set(range(len(self._all)))
        self.pages = QButtonGroup(self)
        self.stack = QStackedWidget()
        self.add = QPushButton()
        self.add.setProperty("primary", True)
        self.add.setEnabled(not context.read_only)
        self._lay_out()
        self.setStyleSheet(form_sheet(context.theme))  # last: what is built is polished once
        self.pages.idClicked.connect(self.show_page)
        self.add.clicked.connect(self._add)
        for page in self._all:
            page.summed.connect(self.summed)
        self.show_page(TRENDS)

    def _lay_out(self) -> None:
        pixels = self.context.theme.pixels
        head = QHBoxLayout()
        head.setContentsMargins(pixels(8), pixels(5), pixels(8), pixels(5))
        head.setSpacing(pixels(6))
        for number, ((title, tip), page) in enumerate(zip(_TITLES, self._all, strict=True)):
            choice = QPushButton(title)
            choice.setToolTip(tip)
            choice.setCheckable(True)
            self.pages.addButton(choice, number)
            head.addWidget(choice)
            self.stack.addWidget(page)
        head.addStretch(1)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.stack, 1)

    @property
    def page(self) -> int:
        """Which page is shown: ``TRENDS``, ``CONCEPT`` or ``DIAGRAM``."""
        return self.stack.currentIndex()

    def show_page(self, number: int) -> None:
        """Show one of the three pages."""
        self.flush()
        self.pages.button(number).setChecked(True)
        self.stack.setCurrentIndex(number)
        self._name_add()
        self.setFocusProxy(self._all[number])
        if self.isVisible():
            self._catch_up()

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Show where a row is entered; False for a row of another kind."""
        with self.context.workbench.plan.reading() as session:
            keys = owners_of(session, table, uid)
        if "diagram" in keys:
            self.show_page(DIAGRAM)
            part = keys.get(table) if table in ("diagram_node", "diagram_edge") else None
            return self.diagram.show_part(keys["diagram"], part, edge=table == "diagram_edge")
        if "trend_entry" in keys:
            self.show_page(TRENDS)
            return self.trends.show_field(keys["policy_node"])
        if "trend_column" in keys:
            self.show_page(TRENDS)
            self.trends.heads.setChecked(True)
            return self.trends.columns.select(keys["trend_column"])
        return False

    def entry_widget(self, table: str, uid: str) -> QWidget | None:
        """The diagram, in which the part is selected."""
        return self.diagram if table.startswith("diagram") else None

    def reload(self) -> None:
        """Show the present state; what was typed is stored first."""
        self.flush()
        self._behind.update(range(len(self._all)))
        self._catch_up()

    def apply(self, committed: Committed) -> None:
        """Show what one commit changed."""
        self._behind.update(number for number in range(len(self._all)) if number != self.page)
        self._all[self.page].apply(committed)
        self._name_add()

    def flush(self) -> None:
        """Store what is being typed."""
        for page in self._all:
            page.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def _catch_up(self) -> None:
        if self.page in self._behind:
            self._behind.discard(self.page)
            self._all[self.page].reload()
            self._name_add()

    def _name_add(self) -> None:
        """What the button adds. Without any 関係図, the page itself has a button for the first."""
        text, tip = _ADDS[self.page]
        self.add.setText(text)
        self.add.setToolTip(tip)
        self.add.setVisible(bool(text) and not (self.page == DIAGRAM and self.diagram.view is None))

    def _add(self) -> None:
        if self.page == TRENDS:
            self.trends.add_column()
        else:
            self.diagram.add_node()
