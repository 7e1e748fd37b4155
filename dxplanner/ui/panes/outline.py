"""The 章構成 pane: the chapters of the current document beside those of the revised one, and what changes."""

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from dxplanner.services import outline_sheets as outline
from dxplanner.services.outline_sheets import LooseChapter
from dxplanner.services.sheet import SheetSource
from dxplanner.services.standing import owners_of
from dxplanner.services.transition_query import VersionChoice, version_choices
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.elided import ElidedBox, ElidedButton
from dxplanner.ui.forms.entries import show_entries
from dxplanner.ui.forms.looks import form_sheet, words
from dxplanner.ui.pane import Pane
from dxplanner.ui.panes.outline_gaps import LooseList
from dxplanner.ui.sheet.sheet import Sheet
from dxplanner.ui.styles import mark
from dxplanner.ui.two_lines import TwoLines, holding

_NO_VERSIONS: Final = (
    "章構成は計画版ごとに書きます。「計画」の画面で計画版を追加すると、ここで章を入れられます。"
)
_OLD_EMPTY: Final = "現行の章はまだありません。Insertで1章ずつ、Ctrl+Vでまとめて入れられます。"
_NEW_EMPTY: Final = "見直し案の章はまだありません。Insertで追加するか、「現行の章を写す」で始めます。"
_SOLE_EMPTY: Final = "章はまだありません。Insertで1章ずつ、Ctrl+Vでエクセルからまとめて入れられます。"
_COMPARED: Final = frozenset({"origins", "changes"})
"""Columns that say nothing about the chapters of an only version."""
_SOLE: Final = {"title": 20, "draft_pages": 9, "status": 12}
"""Widths of columns, in full-width characters, that share the room where there is one sheet."""
_SHORTEST_KIND: Final = 56
"""Width in pixels at 100 % from which the words for 変更内容 end in 「…」."""
_LEFT: Final = 358
_SHARES: Final = (1, 2)
"""Width of the left sheet on a small screen, and the shares of the two: the revised one says more."""
_TABLES: Final = outline.TABLES | {"term", "provenance"}


class OutlinePane(Pane):
    """Two sheets side by side; below, the words for 変更内容 and the chapters without a partner.

    A plan with one version has one sheet: there is nothing to compare yet.
    """

    key = "outline"
    title = "章構成"
    manual = "outline"

    summed = Signal(str)

    def __init__(self, context: PlanContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._versions: tuple[int | None, int] | None = None
        """The versions compared; the first is None where there is only one."""
        self.old = Sheet(context, self._old_source(), key="outline_old", frozen=0, empty=_OLD_EMPTY)
        self.new = Sheet(context, self._new_source(), key="outline_new", frozen=3, empty=_NEW_EMPTY)
        self.sheets = (self.old, self.new)
        self.choosers = (_chooser("現行の計画版"), _chooser("見直し案の計画版"))
        for box in self.choosers:
            box.setToolTip(f"{box.accessibleName()}を選びます。")
        self.join = QPushButton("対応させる")
        self.join.setToolTip("左の表で選んだ章を、右の表で選んだ章の「もとの章」にします。")
        self.copy = QPushButton("現行の章を写す")
        self.copy.setToolTip("現行の章をそのまま見直し案に写し、もとの章に結びます。")
        self.add = QPushButton("章を追加")
        self.add.setToolTip("章を1つ加えます（Insert）。")
        self.add.setProperty("primary", True)
        self.kinds = QHBoxLayout(), QHBoxLayout()
        self._kinds: list[str] = []
        self.gaps = (
            LooseList(context.theme, "行き先のない現行の章"),
            LooseList(context.theme, "もとの章がない見直し案の章"),
        )
        self._lay_out()
        self._connect()
        self.setStyleSheet(form_sheet(context.theme))  # last: what is built is polished once

    # Building -------------------------------------------------------------------------------------

    def _old_source(self) -> SheetSource:
        return outline.current_source(lambda: self._version(0), lambda: self._version(1))

    def _new_source(self) -> SheetSource:
        source = outline.revised_source(lambda: self._version(1), lambda: self._version(0))
        if self._compares:
            return source
        own = (one for one in source.columns if one.key not in _COMPARED)
        return replace(
            source, columns=tuple(replace(one, width=_SOLE.get(one.key, one.width)) for one in own)
        )

    @property
    def _compares(self) -> bool:
        return self._versions is None or self._versions[0] is not None

    def _version(self, side: int) -> int | None:
        return None if self._versions is None else self._versions[side]

    def _lay_out(self) -> None:
        pixels = self.context.theme.pixels
        compared, acts = QHBoxLayout(), QHBoxLayout()
        for line in (compared, acts):
            line.setContentsMargins(*map(pixels, (8, 5, 8, 5)))
            line.setSpacing(pixels(6))
        for chooser in self.choosers:
            chooser.setFixedWidth(pixels(188))
        arrow = QLabel("→")
        for widget in (self.choosers[0], arrow, self.choosers[1], self.join):
            compared.addWidget(widget)
        compared.addStretch(1)
        acts.addStretch(1)
        acts.addWidget(self.copy)
        acts.addWidget(self.add)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setHandleWidth(1)
        sides.setChildrenCollapsible(False)
        for line in self.kinds:
            line.setContentsMargins(*map(pixels, (8, 4, 0, 0)))
            line.setSpacing(pixels(4))
        self.words = TwoLines(*map(holding, self.kinds))
        left, right = QWidget(), QWidget()
        for side, sheet, gaps in zip((left, right), self.sheets, self.gaps, strict=True):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            sheet.setContentsMargins(pixels(8), 0, pixels(8), 0)
            gaps.setContentsMargins(*map(pixels, (8, 6, 8, 6)))
            column.addWidget(sheet, 1)
            if side is right:
                column.addWidget(self.words)
            column.addWidget(gaps)
            sides.addWidget(side)
        sides.setSizes([pixels(_LEFT * share) for share in _SHARES])
        for place, share in enumerate(_SHARES):
            sides.setStretchFactor(place, share)
        self._comparing = (left, self.choosers[0], arrow, self.join, self.words, self.gaps[1])
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(TwoLines(holding(compared), holding(acts)))
        whole.addWidget(sides, 1)
        empty = words(_NO_VERSIONS, "empty", wrap=True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.layers = QStackedLayout(self)
        self.layers.addWidget(empty)
        self.layers.addWidget(page)
        self.setFocusProxy(self.new)

    def _connect(self) -> None:
        for chooser in self.choosers:
            chooser.activated.connect(lambda _at: self._choose_versions())
        self.join.clicked.connect(self.join_selected)
        self.copy.clicked.connect(self._copy)
        self.add.clicked.connect(self._add)
        for widget in (self.join, self.copy, self.add):
            widget.setEnabled(not self.context.read_only)
        for sheet, gaps in zip(self.sheets, self.gaps, strict=True):
            sheet.summed.connect(self.summed)
            gaps.chosen.connect(partial(self._go, sheet))

    # Showing --------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the present state; the versions chosen before stay if they still exist."""
        self.flush()
        self._refresh()
        for sheet in self.sheets:
            sheet.reload()

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed; one that touches no chapter costs nothing."""
        if not any(row.table in _TABLES for row in committed.rows):
            return
        self._refresh()
        for sheet in self.sheets:
            sheet.apply(committed)

    def flush(self) -> None:
        """Store what is being typed."""
        for sheet in self.sheets:
            sheet.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Put the cursor on a chapter, or on the one that a change belongs to."""
        with self.context.workbench.plan.reading() as session:
            key = owners_of(session, table, uid).get("chapter")
        return key is not None and any(sheet.select(key) for sheet in self.sheets)

    def _refresh(self, wanted: tuple[int, int] | None = None) -> None:
        with self.context.workbench.plan.reading() as session:
            choices = version_choices(session)
            known = {choice.id for choice in choices}
            versions = wanted or self._versions
            if versions is None or not set(versions) <= known:
                sole = None if len(choices) != 1 else (None, choices[0].id)
                versions = sole or outline.usual_outlines(session)
            loose: tuple[list[LooseChapter], list[LooseChapter]] = ([], [])
            if versions is not None and versions[0] is not None:
                loose = outline.loose_chapters(session, versions[0], versions[1])
            kinds = outline.change_kinds(session)
        moved, self._versions = versions != self._versions, versions
        self.layers.setCurrentIndex(0 if versions is None else 1)
        for widget in self._comparing:
            widget.setVisible(self._compares)
        self.words.setVisible(self._compares and not self.context.read_only)
        if moved:
            self.new.set_empty(_NEW_EMPTY if self._compares else _SOLE_EMPTY)
            self.old.set_source(self._old_source())
            self.new.set_source(self._new_source())
        self._fill(choices)
        for gaps, chapters in zip(self.gaps, loose, strict=True):
            gaps.show_chapters(chapters)
        self.copy.setVisible(self._compares and self._is_blank() and not self.context.read_only)
        self._show_kinds(kinds)

    def _is_blank(self) -> bool:
        with self.context.workbench.plan.reading() as session:
            return not self.new.model.source.rows(session)

    def _fill(self, choices: list[VersionChoice]) -> None:
        entries = [(choice.title, choice.id) for choice in choices]
        for box, chosen in zip(self.choosers, self._versions or (None, None), strict=True):
            show_entries(box, entries, chosen)

    def _show_kinds(self, kinds: list[str]) -> None:
        """The words for 変更内容 as buttons; they act on the selected rows."""
        if kinds == self._kinds or self.context.read_only:
            return
        self._kinds = kinds
        for line in self.kinds:
            while (item := line.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.deleteLater()
        self.kinds[0].addWidget(words("変更内容：", "label"))
        half = (len(kinds) + 1) // 2
        for place, kind in enumerate(kinds):
            made = ElidedButton(kind, "")
            made.setMinimumWidth(self.context.theme.pixels(_SHORTEST_KIND))
            mark(made, "role", "small")
            made.setToolTip(f"選んだ章の変更内容に「{kind}」を入れます。もう一度押すと消えます。")
            made.clicked.connect(partial(self.toggle_kind, kind))
            self.kinds[place >= half].addWidget(made)
        for line in self.kinds:
            line.addStretch(1)

    # Acting ---------------------------------------------------------------------------------------

    def toggle_kind(self, kind: str, _checked: bool = False) -> None:
        """Give the selected chapters a 変更内容, or take it away."""
        self.flush()
        keys = self.new.selected_keys()
        if not keys:
            self.context.said.emit("変更内容を入れる章を、見直し案の表で選んでください。")
            return
        self.context.run(f"変更内容「{kind}」", lambda session: outline.toggle_change(session, keys, kind))

    def join_selected(self) -> None:
        """Let the selected revised chapters come from the selected current ones."""
        self.flush()
        olds, news = self.old.selected_keys(), self.new.selected_keys()
        if not (olds and news):
            self.context.said.emit("左の表で現行の章を、右の表で見直し案の章を選んでから押してください。")
            return
        made = self.context.run("章の対応", lambda session: outline.connect(session, olds, news))
        if made == 0:
            self.context.said.emit("選んだ章は、もう対応しています。")

    def _copy(self) -> None:
        old, new = self._version(0), self._version(1)
        if old is not None and new is not None:
            self.context.run("現行の章の写し", lambda session: outline.copy_chapters(session, old, new))

    def _add(self) -> None:
        self.new.setFocus()
        self.new.acts.add()

    def _go(self, sheet: Sheet, key: int) -> None:
        sheet.select(key)
        sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_versions(self) -> None:
        old, new = (chooser.currentData() for chooser in self.choosers)
        if old == new and self._versions is not None:
            old, new = self._versions[1], self._versions[0]
        self.flush()
        if self._compares:
            self._refresh((old, new))


def _chooser(name: str) -> ElidedBox:
    box = ElidedBox()
    box.setAccessibleName(name)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return box
