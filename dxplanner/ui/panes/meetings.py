"""The 会議・意見 pane: opinions with the city's answers, meetings with agenda and handouts, 区分."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dxplanner.services import meeting_sheets as sheets
from dxplanner.services.fields import short_name
from dxplanner.services.provenance import marks_of
from dxplanner.services.standing import owners_of
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.elided import ElidedButton
from dxplanner.ui.forms.looks import button, form_sheet, words
from dxplanner.ui.forms.sections import Section
from dxplanner.ui.pane import Pane
from dxplanner.ui.panes.opinion_form import OpinionForm
from dxplanner.ui.sheet.sheet import Sheet
from dxplanner.ui.styles import mark
from dxplanner.ui.two_lines import TwoLines

_OPINIONS: Final = (
    "委員会、市議会、パブリックコメント、庁内でいただいた意見を、ここに通し番号で集めます。"
    "Insertで1件ずつ、Ctrl+Vでエクセルからまとめて入れられます。"
)
_MEETINGS: Final = "会議はまだありません。Insertで追加します。"
_AGENDA: Final = "議題はまだありません。Insertで追加します。"
_NO_MEETING: Final = "会議を選ぶと、その議題がここに出ます。"
_NOTHING_GIVEN: Final = "資料の画面の「配付する会議」でこの会議を選ぶと、ここに並びます。"
_NO_MEETING_GIVEN: Final = "会議を選ぶと、配付した資料がここに並びます。"
_CLASSES: Final = "意見の区分はまだありません。「修正する」「盛込み済」などをInsertで追加します。"
_LEAST: Final = 96
"""A link to a handout is at least so wide, in pixels at 100 %; its tooltip has the title whole."""
_TITLES: Final = (
    ("意見", "委員会、市議会、パブリックコメント、庁内でいただいた意見の一覧です。"),
    ("会議", "会議の日程、議題、配付した資料の一覧です。"),
    ("意見の区分", "「修正する」「盛込み済」など、意見への対応の区分を決めます。"),
)


class MeetingsPane(Pane):
    """Three tables behind three buttons; the row of the cursor opens below."""

    key = "meetings"
    title = "会議・意見"
    manual = "meetings"

    summed = Signal(str)
    open_pane = Signal(str, int)
    """Key of another pane and of the row that it is to show."""

    def __init__(
        self,
        context: PlanContext,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(context, parent)
        self.opinions = Sheet(context, sheets.opinion_sheet(), key="opinions", frozen=1, empty=_OPINIONS)
        self.meetings = Sheet(context, sheets.meeting_sheet(), key="meetings", frozen=1, empty=_MEETINGS)
        self.agenda = Sheet(context, sheets.agenda_sheet(None), key="agenda", frozen=0, empty=_NO_MEETING)
        self.classes = Sheet(context, sheets.class_sheet(), key="opinion_classes", frozen=0, empty=_CLASSES)
        self.sheets = (self.opinions, self.meetings, self.agenda, self.classes)
        self._meeting: int | None = None
        self._behind: set[Sheet] = set(self.sheets)
        self.form = OpinionForm(context, today)
        self.handouts = QVBoxLayout()
        self.counts = QHBoxLayout()
        self.caution = words("", "warn", wrap=True)
        self.renumber = QPushButton("番号を振り直す")
        self.renumber.setToolTip("並んでいる順に、1から番号を付け直します。")
        self.add = QPushButton("意見を追加")
        self.add.setProperty("primary", True)
        self._counted: list[tuple[str, int]] = []
        self._choices: dict[str, QPushButton] = {}
        """The buttons with the counts, by 区分; "" is that of opinions without one."""
        self._lay_out()
        self._connect()
        self.setStyleSheet(form_sheet(context.theme))  # last: what is built is polished once

    def _lay_out(self) -> None:
        pixels = self.context.theme.pixels
        choosing, doing = QWidget(), QWidget()
        choices, acts = QHBoxLayout(choosing), QHBoxLayout(doing)
        for row in (choices, acts):
            row.setContentsMargins(pixels(8), pixels(5), pixels(8), pixels(5))
            row.setSpacing(pixels(6))
        self.counts.setSpacing(pixels(6))
        self.pages = QButtonGroup(self)
        self.stack = QStackedWidget()
        for number, (title, tip) in enumerate(_TITLES):
            choice = QPushButton(title)
            choice.setToolTip(tip)
            choice.setCheckable(True)
            self.pages.addButton(choice, number)
            choices.addWidget(choice)
        choices.addStretch(1)
        acts.addLayout(self.counts)
        acts.addStretch(1)
        acts.addWidget(self.renumber)
        acts.addWidget(self.add)
        self.stack.addWidget(self._opinion_page())
        self.stack.addWidget(self._meeting_page())
        self.stack.addWidget(self._framed(self.classes))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TwoLines(choosing, doing))
        column.addWidget(self.caution)
        column.addWidget(self.stack, 1)
        self.caution.setContentsMargins(pixels(8), 0, pixels(8), pixels(4))
        for widget in (self.renumber, self.add):
            widget.setEnabled(not self.context.read_only)

    def _framed(self, sheet: Sheet) -> QWidget:
        """A sheet as far from the edge as the buttons above it."""
        frame, pixels = QWidget(), self.context.theme.pixels
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(pixels(8), 0, pixels(8), 0)
        inside.addWidget(sheet)
        return frame

    def _opinion_page(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self._framed(self.opinions))
        split.addWidget(self.form)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        return split

    def _meeting_page(self) -> QWidget:
        pixels = self.context.theme.pixels
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(pixels(8), pixels(8), pixels(8), pixels(8))
        row.setSpacing(pixels(16))
        agenda = Section(self.context.theme, "議題")
        agenda.body.addWidget(self.agenda, 1)
        given = Section(self.context.theme, "配付した資料")
        given.body.addWidget(self._given_list())
        row.addWidget(agenda, 3)
        row.addWidget(given, 2)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self._framed(self.meetings))
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        return split

    def _given_list(self) -> QScrollArea:
        """Room for the links to the handouts: many of them scroll, and take nothing from the tables."""
        inside, area = QWidget(), QScrollArea()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self.handouts.setSpacing(self.context.theme.pixels(4))
        column.addLayout(self.handouts)
        column.addStretch(1)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _connect(self) -> None:
        self.pages.idClicked.connect(self.show_page)
        self.opinions.current_changed.connect(lambda _key: self._show_opinion())
        self.opinions.filtered.connect(self._mark_choice)
        self.meetings.current_changed.connect(self._show_meeting)
        for sheet in self.sheets:
            sheet.summed.connect(self.summed)
        self.add.clicked.connect(self._add)
        self.renumber.clicked.connect(lambda: self.context.run("意見の番号の振り直し", sheets.renumber()))
        self.pages.button(0).setChecked(True)
        self.show_page(0)

    @property
    def page(self) -> int:
        """Which table is shown: 0 意見, 1 会議, 2 区分."""
        return self.stack.currentIndex()

    def show_page(self, number: int) -> None:
        """Show one of the three tables."""
        self.flush()
        self.pages.button(number).setChecked(True)
        self.stack.setCurrentIndex(number)
        text = ("意見を追加", "会議を追加", "区分を追加")[number]
        self.add.setText(text)
        self.add.setToolTip(f"{text}します（Insert）。")
        self.renumber.setVisible(number == 0)
        if self.isVisible():
            self._refresh_page()

    def show_row(self, row_id: int) -> None:
        """Select an opinion."""
        self.show_page(0)
        self.opinions.select(row_id)

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Select the row of one of the tables to which another row belongs; False for one of another kind."""
        with self.context.workbench.plan.reading() as session:
            owners = owners_of(session, table, uid)
        for number, (name, sheet) in enumerate(
            (("opinion", self.opinions), ("meeting", self.meetings), ("opinion_class", self.classes))
        ):
            if name in owners:
                self.show_page(number)
                found = sheet.select(owners[name])
                return self.agenda.select(owners["agenda_item"]) if "agenda_item" in owners else found
        return False

    def reload(self) -> None:
        """Show the present state; what was typed is stored first."""
        self.flush()
        self._behind.update(self.sheets)
        self._refresh_page()

    def apply(self, committed: Committed) -> None:
        """Show what one commit changed."""
        shown = self._shown()
        for sheet in shown:
            sheet.apply(committed)
        self._behind.update(sheet for sheet in self.sheets if sheet not in shown)
        tables = {row.table for row in committed.rows}
        if tables & (sheets.OPINION_TABLES | sheets.MEETING_TABLES | {"provenance"}):
            self._refresh_page(counted=sheets.counts_may_differ(committed.rows))

    def flush(self) -> None:
        """Store what is being typed."""
        for sheet in self.sheets:
            sheet.flush()
        self.form.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def _shown(self) -> tuple[Sheet, ...]:
        return ((self.opinions,), (self.meetings, self.agenda), (self.classes,))[self.page]

    def _refresh_page(self, *, counted: bool = True) -> None:
        for sheet in self._shown():
            if sheet in self._behind:
                self._behind.discard(sheet)
                sheet.reload()
        if counted:
            self._count()
        if self.page == 0:
            self._show_opinion()
        elif self.page == 1:
            self._show_meeting(self.meetings.current_key())

    def _count(self) -> None:
        with self.context.workbench.plan.reading() as session:
            counts = sheets.counts_by_class(session)
            doubled = sheets.doubled_numbers(session)
        self._show_counts(counts if self.page == 0 else [])
        listed = "、".join(str(number) for number in doubled[:5]) + ("…" if len(doubled) > 5 else "")
        sentence = f"同じ番号の意見があります（{listed}）。「番号を振り直す」で直せます。"
        self.caution.setText(sentence if doubled else "")
        self.caution.setVisible(bool(doubled) and self.page == 0)

    def _show_counts(self, counts: list[tuple[str, int]]) -> None:
        """区分 with their counts; a click shows these opinions only."""
        if counts == self._counted:
            return
        self._counted = counts
        self._choices = {}
        while (item := self.counts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for name, count in counts:
            made = button(f"{short_name(name)} {count:,}".replace("&", "&&"), "small")
            unsorted = name == sheets.UNSORTED
            which = "区分のまだない意見" if unsorted else f"区分が「{name}」の意見"
            made.setToolTip(f"{which}だけを表示します。もう一度押すと、すべて表示します。")
            made.setEnabled(bool(count))
            made.setCheckable(True)
            made.clicked.connect(partial(self._filter, "" if unsorted else name))
            self._choices["" if unsorted else name] = made
            self.counts.addWidget(made)
        self._mark_choice()

    def _filter(self, name: str) -> None:
        if self.opinions.shows_only(sheets.CLASS_KEY, name):
            self.opinions.show_all()
        else:
            self.opinions.show_only(sheets.CLASS_KEY, name)
        self._mark_choice()

    def _mark_choice(self) -> None:
        """Show which of the counts is that of the opinions shown."""
        for name, choice in self._choices.items():
            choice.setChecked(self.opinions.shows_only(sheets.CLASS_KEY, name))

    def _show_opinion(self) -> None:
        key = self.opinions.current_key()
        with self.context.workbench.plan.reading() as session:
            row = None if key is None else sheets.opinion_of(session, key)
            marks = {} if row is None else marks_of(session, [row.uid])
        self.form.show_opinion(row, marks)

    def _show_meeting(self, key: object) -> None:
        meeting_id = key if isinstance(key, int) else None
        if meeting_id != self._meeting:
            self._meeting = meeting_id
            self.agenda.set_source(sheets.agenda_sheet(meeting_id))
            self.agenda.reload()
        self.agenda.set_empty(_NO_MEETING if meeting_id is None else _AGENDA)
        with self.context.workbench.plan.reading() as session:
            given = [] if meeting_id is None else sheets.handouts_given(session, meeting_id)
        while (item := self.handouts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for one in given:
            text = f"{one.number}　{one.title}" if one.number else one.title
            made = ElidedButton(text.replace("&", "&&"), "")
            mark(made, "role", "link")
            made.setMinimumWidth(self.context.theme.pixels(_LEAST))
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.setToolTip(f"{text}\n資料の画面でこの資料を開きます。")
            made.clicked.connect(partial(self.open_pane.emit, "handouts", one.id))
            self.handouts.addWidget(made)
        if not given:
            sentence = _NO_MEETING_GIVEN if meeting_id is None else _NOTHING_GIVEN
            self.handouts.addWidget(words(sentence, "empty", wrap=True))

    def _add(self) -> None:
        sheet = self._shown()[0]
        sheet.setFocus()
        sheet.acts.add()
