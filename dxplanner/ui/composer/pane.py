"""The 資料 pane: handouts composed of blocks at the left, their real pages at the right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from dxplanner.handouts.catalogue import KINDS
from dxplanner.model import Handout, HandoutBlock
from dxplanner.paths import data_dir
from dxplanner.services import handout_edit as edit
from dxplanner.services import print_runs as printings
from dxplanner.services.fields import delete_rows, move_rows, short_name
from dxplanner.services.handout_query import (
    BlockEntry,
    HandoutEntry,
    block_entries,
    handout_entries,
    meeting_choices,
)
from dxplanner.services.standing import owners_of
from dxplanner.store.planfile import Committed
from dxplanner.ui.composer.block_options import BlockOptions
from dxplanner.ui.composer.handout_menu import HandoutMenu
from dxplanner.ui.composer.keyed_model import KeyedListModel
from dxplanner.ui.composer.lists import KeyedList, ListPanel
from dxplanner.ui.composer.option_form import OptionForm
from dxplanner.ui.composer.picture import PlanPicture
from dxplanner.ui.composer.preview_panel import PreviewPanel
from dxplanner.ui.composer.renderer import PageRenderer
from dxplanner.ui.composer.run_acts import RunActs
from dxplanner.ui.composer.runs_panel import RunsPanel
from dxplanner.ui.composer.setup_form import SetupForm
from dxplanner.ui.composer.template_acts import TemplateActs
from dxplanner.ui.composer.words import (
    BY_NUMBER,
    EMPTY,
    NO_BLOCK,
    NO_BLOCKS,
    NO_HANDOUT,
    NO_OPTIONS,
    block_text,
    handout_text,
    handout_tip,
)
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.looks import form_sheet
from dxplanner.ui.pane import Pane

_SIDE: Final = 366
_REST_MS: Final = 30
"""Changes that come in so quick a row are shown together."""


class HandoutsPane(Pane):
    """Composes handouts; every change shows on the pages at once."""

    key = "handouts"
    title = "資料"
    manual = "composer"

    open_name = Signal(str)
    """uid, or ``uid/field``, of what a click on a page asks for."""

    def __init__(
        self,
        context: PlanContext,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(context, parent)
        self.setStyleSheet(form_sheet(context.theme))
        self._templates = edit.bundled_templates(data_dir("resources"))
        self._handout: HandoutEntry | None = None
        self._set: BlockOptions | None = None
        """The block whose options are shown, with them."""
        self._picture = PlanPicture(context.workbench.plan)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._render)
        self.handout_model: KeyedListModel[HandoutEntry] = KeyedListModel(handout_text, tip=handout_tip)
        self.block_model: KeyedListModel[BlockEntry] = KeyedListModel(
            block_text, checked=lambda block: block.enabled, check=self._switch
        )
        self.handouts = ListPanel(
            context.theme, "資料", KeyedList(context.theme, self.handout_model, EMPTY), "追加"
        )
        self.blocks = ListPanel(
            context.theme, "部品", KeyedList(context.theme, self.block_model, NO_BLOCKS), "追加"
        )
        self.by_number = self.handouts.add_tool("番号順", BY_NUMBER)
        self.handout_menu = HandoutMenu(
            self.handouts.menu,
            context.theme,
            self._templates,
            lambda: self.handout_model.entries,
            lambda: self._handout,
        )
        self.options = OptionForm(context.theme)
        self.setup = SetupForm(context, today)
        self.runs = RunsPanel(context.theme)
        self.renderer = PageRenderer(self)
        self.preview = PreviewPanel(context.theme, self.renderer)
        self.run_acts = RunActs(context, self._picture, self.runs, self.preview.kept, self.renderer, self)
        self.template_acts = TemplateActs(context, self._picture, self)
        self.export = QPushButton("この資料を書き出す")
        self.export.setProperty("primary", True)
        self.export.setToolTip("この資料だけを、PDFやエクセルのファイルに書き出します。")
        self.preview.bar.addWidget(self.export)
        self._lay_out()
        self._fill_menus()
        self._connect()

    def _lay_out(self) -> None:
        pixels = self.context.theme.pixels
        holder = QScrollArea()
        holder.setWidgetResizable(True)
        holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder.setWidget(self.options)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(holder, "部品の設定")
        self.tabs.addTab(self.setup, "用紙と表紙")
        self.tabs.addTab(self.runs, "印刷の記録")
        side = QSplitter(Qt.Orientation.Vertical)
        for widget, share in ((self.handouts, 10), (self.blocks, 11), (self.tabs, 14)):
            side.addWidget(widget)
            side.setStretchFactor(side.count() - 1, share)
        side.setSizes([pixels(180), pixels(190), pixels(250)])
        whole = QSplitter(Qt.Orientation.Horizontal)
        for splitter in (side, whole):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        whole.addWidget(side)
        whole.addWidget(self.preview)
        whole.setStretchFactor(1, 1)
        whole.setSizes([pixels(_SIDE), 3 * pixels(_SIDE)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(whole)

    def _fill_menus(self) -> None:
        for kind in KINDS.values():
            self.blocks.menu.addAction(kind.label, partial(self._add_block, kind.kind))
        editable = not self.context.read_only
        self.handouts.set_editable(editable)
        self.blocks.set_editable(editable)
        self.options.setEnabled(editable)

    def _connect(self) -> None:
        self.handouts.view.chosen.connect(lambda _key: self._choose_handout())
        self.handouts.view.copy_wanted.connect(self._copy_handouts)
        self.handouts.view.delete_wanted.connect(partial(self._delete, Handout, "資料"))
        self.handouts.view.move_wanted.connect(partial(self._move, Handout, None, "資料"))
        self.blocks.view.chosen.connect(lambda _key: self._show_options())
        self.blocks.view.copy_wanted.connect(self._copy_blocks)
        self.blocks.view.delete_wanted.connect(partial(self._delete, HandoutBlock, "部品"))
        self.blocks.view.move_wanted.connect(partial(self._move, HandoutBlock, "handout_id", "部品"))
        self.by_number.clicked.connect(self._sort)
        self.handout_menu.template_wanted.connect(self._add_handout)
        self.handout_menu.own_wanted.connect(lambda entry: self._copy_handout(entry, entry.title))
        self.handout_menu.other_wanted.connect(self._take_over)
        self.handout_menu.keep_wanted.connect(self.template_acts.save)
        self.options.changed.connect(self._set_option)
        # By then the plan has been read anew: what can be chosen may have changed with it.
        self.renderer.laid_out.connect(self._show_options)
        self.renderer.failed.connect(self._show_options)
        self.preview.spot_clicked.connect(self.open_name)
        self.export.clicked.connect(self._export)
        self.runs.list_wanted.connect(self._list_changes)
        self.runs.scope_changed.connect(self._show_handout)
        self.run_acts.shown.connect(self._on_printed_shown)
        self.preview.kept.back_wanted.connect(self._render)

    def reload(self) -> None:
        """Show the present state; what was typed is stored first."""
        self._store()
        self._refresh()

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed: lists where handouts changed, pages in any case."""
        self.run_acts.outdate()
        self._refresh()

    def flush(self) -> None:
        """The plan is about to be closed: store what is being typed, and finish what is being recorded."""
        self._store()
        self.run_acts.finish()

    def _store(self) -> None:
        """Store what is being typed."""
        self.options.flush()
        self.setup.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        self._store()
        super().hideEvent(event)

    def show_row(self, row_id: int) -> None:
        """Select a handout."""
        self.handouts.view.select([row_id])

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Select the handout, and the block, that a row is or belongs to."""
        with self.context.workbench.plan.reading() as session:
            owners = owners_of(session, table, uid)
        if "handout" not in owners:
            return False
        self.show_row(owners["handout"])
        if "handout_block" in owners:
            self.blocks.view.select([owners["handout_block"]])
            self.tabs.setCurrentIndex(0)
        elif field:
            self.tabs.setCurrentWidget(self.setup)
        return True

    def entry_widget(self, table: str, uid: str) -> QWidget | None:
        """A part of a handout: its first option, or the list of parts where it has none."""
        if table != HandoutBlock.__tablename__:
            return None
        first = next(iter(self.options.boxes.values()), None)
        return self.blocks.view if first is None else first.widget

    def _refresh(self) -> None:
        self._picture.outdate()
        with self.context.workbench.plan.reading() as session:
            entries = handout_entries(session)
        self.handouts.view.show_entries(entries)
        self.by_number.setEnabled(len(entries) > 1)
        self._show_handout()

    def _choose_handout(self) -> None:
        self._store()
        self._show_handout()

    def _show_handout(self) -> None:
        before, self._handout = self._handout, self.handout_model.entry(self.handouts.view.currentIndex())
        key = None if self._handout is None else self._handout.id
        self.run_acts.handout = self._handout
        if before is None or before.id != key:
            self.run_acts.outdate()
        with self.context.workbench.plan.reading() as session:
            blocks = [] if key is None else block_entries(session, key)
            row = None if key is None else session.get(Handout, key)
            meetings = meeting_choices(session)
            everything = self.runs.wants_all
            runs = printings.runs(session, None if everything else key) if everything or key else []
        self.setup.show_handout(row, meetings)
        meeting_id = row.meeting_id if row else None
        self.runs.show_runs(key, runs, meetings, meeting_id, editable=not self.context.read_only)
        self.blocks.view.show_entries(blocks, NO_HANDOUT if key is None else NO_BLOCKS)
        self.blocks.setEnabled(self._handout is not None)
        self.export.setEnabled(self._is_for_export())
        self._show_options()
        self._rest.start()

    def _show_options(self) -> None:
        block = self.block_model.entry(self.blocks.view.currentIndex())
        if self._set is not None and (block is None or block.id != self._set.block.id):
            # What is still being typed belongs to the block shown so far.
            self.options.flush()
        self._set = None
        if block is None or self._handout is None:
            self.options.show_options((), {}, lambda _spec: (), NO_BLOCK)
            return
        self._set = BlockOptions(block, self._picture.last, template=self._handout.template)
        self.options.show_options(self._set.specs, self._set.shown, self._set.offered, NO_OPTIONS)

    def _is_for_export(self) -> bool:
        return self._handout is not None and not self._handout.template

    def _on_printed_shown(self) -> None:
        """They stay until the plan changes, another handout is chosen, or somebody goes back."""
        self._rest.stop()
        self.export.setEnabled(False)

    def _render(self) -> None:
        self.run_acts.leave()
        self.export.setEnabled(self._is_for_export())
        if self._handout is None:
            self.renderer.stop()
            self.preview.say(EMPTY)
        elif self.isVisible():
            self.preview.expect(self._handout.uid)
            self.renderer.show(self._picture.source(), self._handout.uid)
        else:
            # Somebody left before the pages were laid out: they are when the pane is shown again.
            self._stale = True

    def _place(self) -> str:
        return f"資料「{short_name(self._handout.title)}」" if self._handout else "資料"

    def _add_handout(self, template: edit.Template | None) -> None:
        title = template.title if template else "新しい資料"
        made = self.context.run(f"資料「{short_name(title)}」の追加", edit.add_handout(title, template))
        self._select_handout(made)

    def _copy_handout(self, entry: HandoutEntry, title: str) -> None:
        self._select_handout(self.template_acts.copy(entry, title))

    def _copy_handouts(self, keys: list[int]) -> None:
        for entry in (entry for entry in self.handout_model.entries if entry.id in keys):
            self._copy_handout(entry, f"{entry.title}（写し）")

    def _take_over(self) -> None:
        made = self.template_acts.take_over()
        if made:
            self.handouts.view.select(made)

    def _select_handout(self, key: int | None) -> None:
        if key is not None:
            self.handouts.view.select([key])
            self.tabs.setCurrentWidget(self.setup)
            self.setup.editors["title"].box.setFocus()

    def _add_block(self, kind: str) -> None:
        if self._handout is None:
            return
        current = self.blocks.view.currentIndex()
        at = current.row() + 1 if current.isValid() else None
        label = f"{self._place()}に{KINDS[kind].label}を追加"
        made = self.context.run(label, edit.add_block(self._handout.id, kind, {}, at))
        if made is not None:
            self.blocks.view.select([made])
            self.tabs.setCurrentIndex(0)
            first = next(iter(self.options.boxes.values()), None)
            if first is not None:
                first.widget.setFocus()

    def _copy_blocks(self, keys: list[int]) -> None:
        made = self.context.run(f"{self._place()}の部品の複製", edit.copy_blocks(keys))
        if made:
            self.blocks.view.select(made)

    def _delete(self, entity: type[Handout] | type[HandoutBlock], what: str, keys: list[int]) -> None:
        label = f"{self._place()}の削除" if entity is Handout else f"{self._place()}の{what}の削除"
        self.context.run(label, lambda session: delete_rows(session, entity, keys))

    def _move(
        self,
        entity: type[Handout] | type[HandoutBlock],
        owner: str | None,
        what: str,
        keys: list[int],
        to: int,
    ) -> None:
        label = f"{what}の並べ替え"
        self.context.run(label, lambda session: move_rows(session, entity, keys, to, owner=owner))
        (self.handouts if entity is Handout else self.blocks).view.select(keys)

    def _sort(self) -> None:
        if self.context.run("資料の並べ替え（番号順）", edit.sort_by_number()) is False:
            self.context.said.emit("資料は、もう番号順に並んでいます。")

    def _switch(self, block: BlockEntry, enabled: bool) -> None:
        keys = self.blocks.view.keys()
        chosen = keys if block.id in keys else [block.id]
        word = "印刷する" if enabled else "印刷しない"
        self.context.run(f"{self._place()}の部品を{word}", edit.set_enabled(chosen, enabled))

    def _set_option(self, key: str, value: object) -> None:
        if self._set is not None:
            block = self._set.block
            label = f"{self._place()}の「{block.label}」の設定変更"
            command = edit.set_options(block.id, self._set.changes(key, value))
            self.context.run(label, command, merge=f"option:{block.id}:{key}")

    def _export(self) -> None:
        self._store()
        if self._handout is not None:
            self.context.export_wanted.emit(self._handout.code)

    def _list_changes(self, kind: str, uid: str) -> None:
        template = edit.template_named(self._templates, kind)
        self._add_handout(replace(template, blocks=((kind, {"run": uid}),)))
