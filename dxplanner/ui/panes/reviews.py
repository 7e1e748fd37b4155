"""成果と課題: what the current plan achieved and left to do, per 基本施策, beside what becomes of it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from dxplanner.model import Review, field_specs
from dxplanner.services import review_sheet as reviews
from dxplanner.services.node_numbers import NUMBERING_TABLES, NumberBook
from dxplanner.services.provenance import Mark, marks_of
from dxplanner.services.review_sheet import WRITTEN, ReviewPlace
from dxplanner.services.standing import owners_of
from dxplanner.services.transition_query import version_choices
from dxplanner.store.planfile import Committed
from dxplanner.ui.chooser_width import chooser_width
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.entries import show_entries
from dxplanner.ui.forms.looks import form_sheet, words
from dxplanner.ui.forms.title_row import chooser
from dxplanner.ui.pane import Pane
from dxplanner.ui.panes.review_form import ReviewForm
from dxplanner.ui.sheet.sheet import Sheet

_EMPTY: Final = "成果と課題は、計画の施策ごとに書きます。左の施策体系に項目を入れると、ここに行ができます。"
_LEVEL, _WIDEST = 112, 224
"""Widths between which the chooser of the 階層 follows the names that it lists."""
_TABLES: Final = reviews.TABLES | {"plan_version", "term"}


class ReviewsPane(Pane):
    """A table with a row for every node of a 階層, and the row of the cursor as a form below it."""

    key = "reviews"
    title = "成果と課題"
    manual = "reviews"

    summed = Signal(str)

    def __init__(
        self,
        context: PlanContext,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(context, parent)
        self.place: ReviewPlace | None = None
        self._seen = context.node_id, context.version_id
        self._followed: int | None = None
        self._headings = ("上位の項目", "項目")
        self._book = NumberBook()
        self.source = reviews.review_source(lambda: self.place, self._headings, self._book)
        self.sheet = Sheet(context, self.source, key="reviews", frozen=2, empty=_EMPTY)
        self.sheet.model.name_of = lambda texts: texts["node"].split(" ")[0]
        self.form = ReviewForm(context, today)
        self.version = chooser(ElidedBox(), "計画版", context.theme.pixels(172))
        self.level = chooser(ElidedBox(), "階層", context.theme.pixels(_LEVEL))
        labels = field_specs(Review)
        self.blanks = {name: QPushButton() for name in WRITTEN}
        for name, button in self.blanks.items():
            button.setToolTip(f"次の「{labels[name].label}」の未入力へ移ります。")
            button.clicked.connect(lambda _on=False, name=name: self.go_to_blank(name))
        self._labels = {name: labels[name].label for name in WRITTEN}
        self._lay_out()
        self.setStyleSheet(form_sheet(context.theme))  # last: what is built is polished once
        self.version.activated.connect(lambda _at: self._choose_version())
        self.level.activated.connect(lambda _at: self._choose_level())
        self.sheet.current_changed.connect(lambda _key: self._show_form())
        self.sheet.summed.connect(self.summed)
        self.sheet.activated.connect(lambda _key: self.form.focus())
        self.form.begin_asked.connect(self._begin)
        self.form.removal_asked.connect(self._remove)

    def _lay_out(self) -> None:
        pixels = self.context.theme.pixels
        head = QHBoxLayout()
        head.setContentsMargins(pixels(8), pixels(5), pixels(8), pixels(5))
        head.setSpacing(pixels(6))
        head.addWidget(self.version)
        head.addWidget(self.level)
        head.addStretch(1)
        for button in self.blanks.values():
            head.addWidget(button)
        self.rows = QSplitter(Qt.Orientation.Vertical)
        self.rows.setChildrenCollapsible(False)
        self.rows.setHandleWidth(1)
        table = QWidget()
        inside = QVBoxLayout(table)
        inside.setContentsMargins(pixels(8), 0, pixels(8), 0)
        inside.addWidget(self.sheet)
        self.rows.addWidget(table)
        self.rows.addWidget(self.form)
        self.rows.setStretchFactor(0, 1)
        self.rows.setSizes([pixels(600), pixels(190)])
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.rows, 1)
        self.empty = words(_EMPTY, "empty", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.layers = QStackedLayout(self)
        self.layers.addWidget(self.empty)
        self.layers.addWidget(page)
        self.setFocusProxy(self.sheet)

    # Showing --------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the present state; the 階層 chosen before stays if it still exists."""
        first = self.place is None
        self._book.forget()
        self._refresh()
        self.sheet.reload()
        key = self.sheet.current_key()
        if first and key is not None:
            self.sheet.select(key, WRITTEN[0])
        self._follow_tree()
        self._show_form()

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed; one that touches nothing of the table costs nothing."""
        tables = {row.table for row in committed.rows}
        if not tables & _TABLES:
            return
        if tables & NUMBERING_TABLES:
            self._book.forget()
        self._refresh()
        self.sheet.apply(committed)
        self._show_form()

    def flush(self) -> None:
        """Store what is being typed."""
        self.form.flush()
        self.sheet.flush()

    def show_node(self, node_id: int) -> bool:
        """Put the cursor on a node, or on what it comes from; False when neither is in the table."""
        with self.context.workbench.plan.reading() as session:
            keys = [node_id, *reviews.predecessors(session, node_id)]
        return any(self.sheet.select(key) for key in keys)

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Put the cursor on the node of a review."""
        with self.context.workbench.plan.reading() as session:
            key = owners_of(session, table, uid).get("policy_node")
        return key is not None and self.show_node(key)

    def go_to_blank(self, name: str) -> None:
        """Put the cursor on the next cell of a column in which nothing is written."""
        if self.place is None:
            return
        with self.context.workbench.plan.reading() as session:
            keys = list(self.source.rows(session))
            rows = self.source.load(session, keys)
        blank = {row.id for row in rows if row.id > 0 and not (row.values or {}).get(name)}
        current = self.sheet.current_key()
        start = keys.index(current) + 1 if current in keys else 0
        following = next((key for key in (*keys[start:], *keys[:start]) if key in blank), None)
        if following is not None:
            self.sheet.select(following, name)
            self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh(self, wanted: ReviewPlace | None = None) -> None:
        """Show ``wanted``, else the present place, as far as it still exists."""
        with self.context.workbench.plan.reading() as session:
            versions = [(choice.title, choice.id) for choice in version_choices(session)]
            place = wanted or self.place
            levels = [] if place is None else reviews.review_levels(session, place.version_id)
            if place is None or place.level_id not in {key for key, _ in levels}:
                place = reviews.usual_place(session)
                levels = [] if place is None else reviews.review_levels(session, place.version_id)
            counts = None if place is None else reviews.review_counts(session, place)
            headings = self._headings if place is None else reviews.review_headings(session, place)
        moved = (place, headings) != (self.place, self._headings)
        self.place, self._headings = place, headings
        if moved:
            self.source = reviews.review_source(lambda: self.place, headings, self._book)
            self.sheet.set_source(self.source)
        self.layers.setCurrentIndex(0 if place is None else 1)
        if place is None or counts is None:
            return
        show_entries(self.version, versions, place.version_id)
        show_entries(self.level, [(name, key) for key, name in levels], place.level_id)
        names, pixels = [name for _, name in levels], self.context.theme.pixels
        self.level.setFixedWidth(chooser_width(self.level, names, pixels(_LEVEL), pixels(_WIDEST)))
        for name, button in self.blanks.items():
            blank = counts.blank[name]
            state = f"未入力 {blank}件" if blank else "すべて入力済み"
            button.setText(f"{self._labels[name]}：{state}")
            button.setEnabled(blank > 0)

    def _show_form(self) -> None:
        key = self.sheet.current_key()
        row: reviews.ReviewRow | None = None
        marks: Mapping[str | None, tuple[Mark, ...]] = {}
        if self.place is not None and key is not None:
            with self.context.workbench.plan.reading() as session:
                row = reviews.review_row(session, self.place, key, self._book)
                if row is not None and row.review_id is not None:
                    marks = {field: own for (_, field), own in marks_of(session, [row.uid]).items()}
        self.form.show_review(row, marks)

    # Acting ---------------------------------------------------------------------------------------

    def _begin(self) -> None:
        row = self.form.row
        if row is None:
            return
        node = row.node_id
        made = self.context.run(
            f"{self.form.place()} の成果と課題の追加", lambda session: reviews.add_review(session, node)
        )
        if made is not None:
            self.sheet.select(node if row.review_id is None else -made)
            self.form.focus()

    def _remove(self) -> None:
        row = self.form.row
        if row is None or row.review_id is None:
            return
        review = row.review_id
        place = self.form.place()
        if self.context.run(
            f"{place} の成果と課題の削除", lambda session: reviews.delete_review(session, review)
        ):
            self.sheet.select(row.node_id)
            self.context.said.emit("成果と課題を削除しました。元に戻すには Ctrl+Z を押します。")

    def _choose_version(self) -> None:
        version = self.version.currentData()
        with self.context.workbench.plan.reading() as session:
            levels = reviews.review_levels(session, version)
        if levels:
            self._show_place(ReviewPlace(version, levels[-1][0]))

    def _choose_level(self) -> None:
        if self.place is not None:
            self._show_place(ReviewPlace(self.place.version_id, self.level.currentData()))

    def _show_place(self, place: ReviewPlace) -> None:
        self.flush()
        self._refresh(place)
        self._show_form()

    # Following ------------------------------------------------------------------------------------

    def _follow_tree(self) -> None:
        node = self.context.node_id
        if node is not None and node != self._followed:
            self._followed = node
            self.show_node(node)

    def _mark_or_reload(self, key: object) -> None:
        """Another node in the tree only moves the cursor; the same one again means: all anew."""
        seen = self.context.node_id, self.context.version_id
        if seen == self._seen or not self.isVisible():
            super()._mark_or_reload(key)
        else:
            self._follow_tree()
        self._seen = seen
