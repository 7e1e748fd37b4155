"""The 出典 pane: where every value comes from, the 原資料 page by page, and what is still to be asked."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.services import origin_sheets as sheets
from dxplanner.services.standing import owners_of
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.looks import button, form_sheet, words
from dxplanner.ui.forms.sections import Section
from dxplanner.ui.forms.title_row import switch
from dxplanner.ui.pane import Pane
from dxplanner.ui.sheet.sheet import Sheet

_MARKS: Final = "値の出典はまだありません。原資料から入れた値に、推定と確認済の別がここに並びます。"
_DOCUMENTS: Final = "原資料はまだありません。略号（S1など）と資料名をInsertで追加します。"
_PAGES: Final = "この原資料のページはまだありません。Insertで追加します。"
_NO_DOCUMENT: Final = "上の表で原資料を選ぶと、そのページがここに並びます。"
_POINTS: Final = "確認事項はまだありません。原資料で気付いた誤りや不統一をInsertで書き留めます。"
_TITLES: Final = (
    ("値の出典", "値ごとに、どの原資料のどのページから入れたか、確認したかを示します。", ""),
    ("原資料", "値のもとになった資料と、そのページの一覧です。", "原資料を追加"),
    ("確認事項", "原資料で気付いた誤りや不統一を書き留めます。", "確認事項を追加"),
)
"""Of each table its name, what it is for, and what its button says."""


class OriginPane(Pane):
    """Three tables behind three buttons; below the 原資料 the pages of the one with the cursor."""

    key = "origin"
    title = "出典"
    manual = "origin"

    summed = Signal(str)
    open_name = Signal(str)
    """uid of a row that somebody wants to see where it is entered."""

    def __init__(
        self,
        context: PlanContext,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(context, parent)
        author = context.workbench.plan.author.name
        self.marks = Sheet(context, sheets.marks_sheet(author, today), key="origin/marks", empty=_MARKS)
        self.documents = Sheet(context, sheets.documents_sheet(), key="origin/documents", empty=_DOCUMENTS)
        self.source_pages = Sheet(context, sheets.pages_sheet(None), key="origin/pages", empty=_PAGES)
        self.points = Sheet(context, sheets.points_sheet(), key="origin/points", frozen=0, empty=_POINTS)
        self._document: int | None = None
        self._behind: set[Sheet] = set(self.sheets)
        self.waiting = button("", "small")
        self.waiting.setToolTip("推定の値だけを表示します。もう一度押すと、すべて表示します。")
        self.open = words("", "label")
        self.go = QPushButton("入力欄へ")
        self.go.setToolTip("選んだ値を入力する画面を開きます（「対象」のダブルクリックでも開きます）。")
        self.go.setProperty("primary", True)
        self.add = QPushButton()
        self.add.setProperty("primary", True)
        self.add.setEnabled(not context.read_only)
        self._lay_out()
        self._connect()
        self.setStyleSheet(form_sheet(context.theme))  # last: what is built is polished once

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All tables."""
        return self.marks, self.documents, self.source_pages, self.points

    def _lay_out(self) -> None:
        pixels = self.context.theme.pixels
        head = QHBoxLayout()
        head.setContentsMargins(pixels(8), pixels(5), pixels(8), pixels(5))
        head.setSpacing(pixels(6))
        self.pages = QButtonGroup(self)
        for number, (title, tip, _) in enumerate(_TITLES):
            choice = switch(title, tip)
            self.pages.addButton(choice, number)
            head.addWidget(choice)
        head.addSpacing(pixels(8))
        head.addWidget(self.waiting)
        head.addWidget(self.open)
        head.addStretch(1)
        head.addWidget(self.go)
        head.addWidget(self.add)
        for sheet in (self.marks, self.documents, self.points):
            sheet.setContentsMargins(pixels(8), 0, pixels(8), 0)
        self.stack = QStackedWidget()
        for page in (self.marks, self._document_page(), self.points):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.stack, 1)

    def _document_page(self) -> QWidget:
        pixels = self.context.theme.pixels
        listed = Section(self.context.theme, "ページ")
        listed.body.addWidget(self.source_pages, 1)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(pixels(8), pixels(8), pixels(8), pixels(8))
        column.addWidget(listed)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.documents)
        split.addWidget(below)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        return split

    def _connect(self) -> None:
        self.pages.idClicked.connect(self.show_page)
        self.documents.current_changed.connect(self._show_document)
        self.marks.activated.connect(lambda _key: self._open())
        self.marks.current_changed.connect(lambda key: self.go.setEnabled(key is not None))
        self.go.clicked.connect(self._open)
        self.add.clicked.connect(self._add)
        self.waiting.clicked.connect(self._filter)
        for sheet in self.sheets:
            sheet.summed.connect(self.summed)
        self.show_page(0)

    @property
    def page(self) -> int:
        """Which table is shown: 0 値の出典, 1 原資料, 2 確認事項."""
        return self.stack.currentIndex()

    def show_page(self, number: int) -> None:
        """Show one of the three tables."""
        self.flush()
        self.pages.button(number).setChecked(True)
        self.stack.setCurrentIndex(number)
        for widget in (self.waiting, self.go):
            widget.setVisible(number == 0)
        self.open.setVisible(number == 2)
        self.add.setVisible(number > 0)
        self.add.setText(_TITLES[number][2])
        self.add.setToolTip(f"{_TITLES[number][0]}を1件加えます（Insert）。")
        if self.isVisible():
            self._refresh()

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Select a 出典, a 原資料 or one of its pages, or a 確認事項."""
        with self.context.workbench.plan.reading() as session:
            owners = owners_of(session, table, uid)
        for number, name, sheet in (
            (0, "provenance", self.marks),
            (2, "open_point", self.points),
            (1, "source_document", self.documents),
        ):
            if name in owners:
                self.show_page(number)
                found = sheet.select(owners[name])
                if "source_page" in owners:
                    found = self.source_pages.select(owners["source_page"])
                return found
        return False

    def reload(self) -> None:
        """Show the present state; what was typed is stored first."""
        self.flush()
        self._behind.update(self.sheets)
        self._refresh()

    def apply(self, committed: Committed) -> None:
        """Show what one commit changed."""
        shown = self._shown()
        for sheet in shown:
            sheet.apply(committed)
        self._behind.update(sheet for sheet in self.sheets if sheet not in shown)
        if any(row.table in sheets.TABLES for row in committed.rows):
            self._refresh()

    def flush(self) -> None:
        """Store what is being typed."""
        for sheet in self.sheets:
            sheet.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def _shown(self) -> tuple[Sheet, ...]:
        return ((self.marks,), (self.documents, self.source_pages), (self.points,))[self.page]

    def _refresh(self) -> None:
        for sheet in self._shown():
            if sheet in self._behind:
                self._behind.discard(sheet)
                sheet.reload()
        with self.context.workbench.plan.reading() as session:
            counts = sheets.origin_counts(session)
        self.waiting.setText(f"推定 {counts.inferred:,}件")
        self.waiting.setEnabled(bool(counts.inferred))
        self.go.setEnabled(self.marks.current_key() is not None)
        self.open.setText(f"未確認 {counts.open:,}件" if counts.open else "すべて確認済みです。")
        if self.page == 1:
            self._show_document(self.documents.current_key())

    def _show_document(self, key: object) -> None:
        document = key if isinstance(key, int) else None
        if document != self._document:
            self._document = document
            self.source_pages.set_source(sheets.pages_sheet(document))
            self.source_pages.reload()
        self.source_pages.set_empty(_NO_DOCUMENT if document is None else _PAGES)

    def _add(self) -> None:
        sheet = self._shown()[0]
        sheet.setFocus()
        sheet.acts.add()

    def _filter(self) -> None:
        wanted = ProvenanceStatus.INFERRED.value
        if self.marks.shows_only("status", wanted):
            self.marks.show_all()
        else:
            self.marks.show_only("status", wanted)

    def _open(self) -> None:
        key = self.marks.current_key()
        if key is None:
            return
        self.flush()
        with self.context.workbench.plan.reading() as session:
            uid = sheets.subject_of(session, key)
        if uid is not None:
            self.open_name.emit(uid)
