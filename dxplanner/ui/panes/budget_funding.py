"""財源内訳 as a small table of one row: five kinds, their sum, and what is missing to 事業費."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from dxplanner.domain.amounts import format_amount, parse_amount, thousands, yen_of
from dxplanner.domain.pasted import cells_of_text
from dxplanner.domain.vocabulary import FundingSource, Rounding
from dxplanner.model import Funding
from dxplanner.services.budget_checks import RemarkPlace
from dxplanner.services.budget_columns import YEN_HELP
from dxplanner.services.budget_edit import propose_general, set_funding, take_grants
from dxplanner.services.budget_query import ProjectView
from dxplanner.services.command import Command
from dxplanner.services.fields import Field, change_label
from dxplanner.services.sheet_report import PastedAmount
from dxplanner.services.sheet_yen import may_be_yen
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.forms.marks import MarkStrip
from dxplanner.ui.forms.sections import Section
from dxplanner.ui.forms.texts import ShortText
from dxplanner.ui.panes.budget_heading import BareEditor
from dxplanner.ui.sheet.paste_rows import YenRow
from dxplanner.ui.sheet.pasting import yen_told
from dxplanner.ui.two_lines import TwoLines, holding

_OWN_COLUMN = 99
"""Behind all others: takes what is left of a line."""
_LABELS = {source.name: "財源" for source in FundingSource}
"""Amounts in 円 are added up over all 財源."""
_WIDTH = 92
_FIGURE = 88
_HIGH = 24
_INSET = 11
"""Widths of a box and of a figure, the height of a box, and the room behind the figure inside a box."""
_TIPS = {
    "事業費": "予算説明書でかっこ書きの額です。上の欄で直します。",
    "財源の計": "国庫支出金から一般財源までの計です。",
    "事業費との差": "事業費から財源の計を引いた差です。0なら一致しています。",
}


class FundingBinding(Binding):
    """Stores one 財源 of a project: the editors' row is the project, whose 財源 may not be stored yet."""

    source: FundingSource

    def store(self, field: Field, row_id: int, value: object, merge: str) -> bool:
        amount = value if isinstance(value, int) else None
        label = change_label(self.place(), self.source.value)
        done = self.context.run(label, set_funding(row_id, {self.source: amount}), merge=merge)
        return done is not None


class FundingTable(Section):
    """Shows and edits the 財源内訳 of the project given by ``show_project``."""

    def __init__(self, binding: Binding) -> None:
        super().__init__(binding.context.theme, "財源内訳（千円）")
        self._binding = binding
        self._view: ProjectView | None = None
        self._pasted: tuple[PastedAmount, ...] = ()
        """Amounts of the last paste that may be in 円, as long as nothing else has been done."""
        self._pastes, self._storing = 0, False
        self.yen: YenRow | None = None
        pixels = binding.context.theme.pixels
        self.editors: dict[FundingSource, BareEditor] = {}
        self.strips: dict[FundingSource, MarkStrip] = {}
        for source in FundingSource:
            own = FundingBinding(binding.context, binding.place, binding.today, self)
            own.source = source
            editor = BareEditor(own, Funding, "amount", pixels(_WIDTH))
            editor.box.setAccessibleName(f"{source.value}（千円）")
            editor.box.setToolTip(f"{source.value}の額です。{YEN_HELP}")
            if isinstance(editor.box, ShortText):
                editor.box.setPlaceholderText("－")
            editor.box.installEventFilter(self)
            self.editors[source] = editor
            self.strips[source] = MarkStrip(own, source.value, named=True)
        self.amount, self.total, self.gap = (_figure(pixels(_FIGURE), pixels(_HIGH)) for _ in range(3))
        self.remarks = words("", "warn", wrap=True)
        self.general = button("残りを一般財源にする", "small")
        self.general.setToolTip("事業費から、ほかの財源の計を引いた額を一般財源に入れます。")
        self.grants = button("補助金の算出額を入れる", "small")
        self.grants.setToolTip("補助金の算出額を財源内訳に入れ、残りを一般財源にします。")
        self.general.clicked.connect(lambda: self._run("一般財源を残額から計算", propose_general))
        self.grants.clicked.connect(lambda: self._run("補助金の算出額を財源内訳に反映", take_grants))
        for one in (self.grants, self.general):
            if binding.read_only:
                one.hide()
            self.head.addWidget(one)
        self._lay_out()

    def _lay_out(self) -> None:
        pixels = self._binding.context.theme.pixels
        grids = QGridLayout(), QGridLayout()
        for grid in grids:
            grid.setContentsMargins(0, 0, pixels(8), 0)
            grid.setHorizontalSpacing(pixels(8))
            grid.setVerticalSpacing(pixels(2))
            grid.setColumnStretch(_OWN_COLUMN, 1)
        cells: list[tuple[str, QWidget]] = [("事業費", self.amount)]
        cells += [(source.value, editor) for source, editor in self.editors.items()]
        cells += [("財源の計", self.total), ("事業費との差", self.gap)]
        for column, (heading, widget) in enumerate(cells):
            label = words(heading, "label")
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            if isinstance(widget, BareEditor):
                label.setBuddy(widget.box)
                label.setContentsMargins(0, 0, pixels(_INSET), 0)
                widget.setFixedWidth(pixels(_WIDTH))
            else:
                for one in (label, widget):
                    one.setToolTip(_TIPS[heading])
            grid = grids[2 * column // len(cells)]
            grid.addWidget(label, 0, column)
            grid.addWidget(widget, 1, column, Qt.AlignmentFlag.AlignTop)
        self._below = below = QVBoxLayout()
        below.setSpacing(pixels(2))
        for source, editor in self.editors.items():
            below.addWidget(editor.message)
            below.addWidget(self.strips[source])
        below.addWidget(self.remarks)
        self.body.addWidget(TwoLines(*map(holding, grids)))
        self.body.addLayout(below)

    def show_project(self, view: ProjectView) -> None:
        """Show a project's 財源."""
        self._view = view
        if not self._storing:
            self._ask((), None)
        for line in view.funding:
            self.editors[line.source].show_row(view.row.id, line.amount, line.marks)
            doubtful = [mark for mark in line.marks if mark.inferred or mark.recorded_by]
            self.strips[line.source].show_marks(doubtful)
        self.amount.setText(format_amount(view.amount))
        self.total.setText(format_amount(view.funding_total))
        gap = None if view.amount is None else view.amount - (view.funding_total or 0)
        self.gap.setText(format_amount(gap))
        own = {RemarkPlace.FUNDING, RemarkPlace.SUBSIDIES}
        told = [remark.text for remark in view.remarks if remark.place in own]
        self.remarks.setText("\n".join(f"⚠ {text}" for text in told))
        self.remarks.setVisible(bool(told))

    def flush(self) -> None:
        """Store what was typed."""
        for editor in self.editors.values():
            editor.flush()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            source = next((key for key, editor in self.editors.items() if editor.box is watched), None)
            pasting = event.matches(QKeySequence.StandardKey.Paste)
            if source is not None and pasting and not self._binding.read_only:
                return self.paste(source, QGuiApplication.clipboard().text())
        return super().eventFilter(watched, event)

    def paste(self, source: FundingSource, text: str) -> bool:
        """Put a copied range (a row or a column of amounts) into the 財源 from one on; False for one cell."""
        cells = [cell for row in cells_of_text(text) for cell in row]
        if len(cells) < 2 or self._view is None:
            return False
        sources = list(FundingSource)
        targets = sources[sources.index(source) :]
        amounts: dict[FundingSource, int | None] = {}
        bad: dict[FundingSource, str] = {}
        key, pasted = self._view.row.id, []
        for target, cell in zip(targets, cells, strict=False):
            yen = yen_of(cell)
            if yen is not None:
                pasted.append(PastedAmount(key, target.name, cell, yen))
            try:
                amounts[target] = parse_amount(cell)
            except ValueError:
                bad[target] = cell
        self._pastes += 1
        self._store(key, amounts)
        for target, cell in bad.items():
            box = self.editors[target].box
            box.set_text(cell)
            self.editors[target].commit()
        self._ask(tuple(pasted) if may_be_yen(pasted) else (), None)
        return True

    def _store(self, key: int, amounts: Mapping[FundingSource, int | None]) -> None:
        """Store pasted amounts; what is decided about them afterwards belongs to the same step of undo."""
        label = f"{self._binding.place()} の財源内訳の貼り付け"
        self._storing = True
        try:
            self._binding.context.run(label, set_funding(key, amounts), f"paste {key} {self._pastes}")
        finally:
            self._storing = False

    def _ask(self, pasted: tuple[PastedAmount, ...], taken: Rounding | None) -> None:
        """Ask whether pasted amounts are in 円; without any, ask no more."""
        self._pasted = pasted
        if pasted:
            if self.yen is None:
                self.yen = YenRow(self._binding.context, indent=0)
                self.yen.chosen.connect(self._take_yen)
                self._below.insertWidget(0, self.yen)
            self.yen.ask(_LABELS, pasted, taken)
        elif self.yen is not None:
            self.yen.hide()

    def _take_yen(self, rounding: Rounding) -> None:
        pasted = self._pasted
        for one in pasted:
            self.editors[FundingSource[one.key]].cancel()
        if pasted:
            amounts = {FundingSource[one.key]: thousands(one.yen, rounding) for one in pasted}
            self._store(pasted[0].row_id, amounts)
            self._ask(pasted, rounding)
            self._binding.context.said.emit(yen_told(_LABELS, pasted, rounding))

    def _run(self, act: str, make: Callable[[int], Command[Any]]) -> None:
        if self._view is not None:
            self.flush()
            self._binding.context.run(f"{self._binding.place()} の{act}", make(self._view.row.id))


def _figure(wide: int, high: int) -> QLabel:
    label = words("", "heading")
    label.setFixedSize(wide, high)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label
