"""The sheet (表) as a widget: filter line, cells, and one line below that says what cannot be stored."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dxplanner.services.sheet import SheetSource
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.sheet.acts import RowMover, SheetActs
from dxplanner.ui.sheet.after_paste import AfterPaste
from dxplanner.ui.sheet.columns import Columns
from dxplanner.ui.sheet.heading_acts import HeadingActs
from dxplanner.ui.sheet.lines import EmptyWords, FilterLine, NoticeLine
from dxplanner.ui.sheet.menus import cell_menu, row_action
from dxplanner.ui.sheet.model import SheetModel
from dxplanner.ui.sheet.notices import Notices
from dxplanner.ui.sheet.ordering import Ordering, words_of
from dxplanner.ui.sheet.row_drag import RowDrag
from dxplanner.ui.sheet.selection import area_of, keys_of, summary
from dxplanner.ui.sheet.view import SheetView


class Sheet(QWidget):
    """Rows of one source, read and typed like a worksheet.

    The pane that holds it calls ``apply`` after commits, ``reload`` when it is shown, ``flush`` before
    anything that needs what is being typed.
    """

    current_changed = Signal(object)
    """int | None: key of the row of the cursor."""
    summed = Signal(str)
    """「件数 3　合計 1,234　平均 411.3」 of the selected cells, for the status bar; blank for one cell."""
    filtered = Signal()
    """Other rows are shown, or in another order."""
    activated = Signal(object)
    """int: key of a row that was double-clicked on a cell that cannot be typed in."""

    def __init__(
        self,
        context: PlanContext,
        source: SheetSource,
        *,
        key: str,
        frozen: int = 1,
        empty: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._empty = context, empty
        self._announced: int | None = None
        self._gone: set[int] = set()
        """Rows that took the cursor with them when they were deleted."""
        self.model = SheetModel(context, source, self)
        self.view = SheetView(context, self.model, frozen, self)
        self.columns = Columns(self.view, context.settings, key)
        self.acts = SheetActs(context, self.view)
        self._drag = RowDrag(self.view, self.acts)
        self._actions = self._row_actions()
        self._build()
        self._connect()
        self.columns.apply()
        self._enable()

    # Building -------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._context.theme
        self.filter = FilterLine(theme, self)
        self.empty = EmptyWords(theme, self.view, self.view.look.row_height)
        self.notice = NoticeLine(theme, self)
        self.after_paste = AfterPaste(self._context, self.view, self)
        self.notices = Notices(self.view, self.columns, self.notice, self.after_paste)
        self.headings = HeadingActs(self.view, self.columns, self.set_order)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter)
        column.addWidget(self.view, 1)
        column.addWidget(self.notice)
        column.addWidget(self.after_paste)
        self.setFocusProxy(self.view)
        self._summing = QTimer(self, singleShot=True, interval=0)

    def _connect(self) -> None:
        view, model = self.view, self.model
        self.filter.filtered.connect(self.set_filter)
        self.filter.left.connect(view.setFocus)
        self.filter.order_dropped.connect(
            lambda: self.set_order(replace(model.ordering, column=None, descending=False))
        )
        self.filter.dropped.connect(self.show_all)
        self.filter.headings_asked.connect(
            lambda place: self.headings.pop_menu(view.currentIndex().column(), place)
        )
        self._summing.timeout.connect(self._sum)
        view.act.connect(self._act)
        view.customContextMenuRequested.connect(self._cell_menu)
        view.doubleClicked.connect(self._double_clicked)
        view.cells.problem.connect(self.notices.tell)
        self.acts.pasted.connect(lambda pasted: self.notices.tell_paste(pasted, self.acts.way_in))
        self.acts.told.connect(lambda sentence, wrong: self.notices.tell(sentence, wrong=wrong))
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(lambda *_: self._counted())
        for signal in (model.dataChanged, model.modelReset):
            signal.connect(lambda *_: self._summing.start())
        self._watch_selection()

    def _watch_selection(self) -> None:
        selection = self.view.selectionModel()
        selection.selectionChanged.connect(lambda *_: self._summing.start())
        selection.currentChanged.connect(lambda *_: self._announce())

    def _row_actions(self) -> list[QAction]:
        label = self.model.source.label
        made = [
            row_action(self, "行を追加", f"{label}を1行加えます。", "Insert", self.acts.add),
            row_action(self, "行を削除", "選んだ行を削除します。", "Ctrl+Delete", self.acts.delete),
            row_action(
                self, "行を上へ", "選んだ行を1つ上へ動かします。", "Alt+↑", lambda: self.acts.move(-1)
            ),
            row_action(self, "行を下へ", "選んだ行を1つ下へ動かします。", "Alt+↓", lambda: self.acts.move(1)),
        ]
        for action in made:
            self.addAction(action)
        return made

    def set_empty(self, sentence: str) -> None:
        """What belongs here, and the key that adds it, said as long as there are no rows."""
        self._empty = sentence
        self._counted()

    # For panes ------------------------------------------------------------------------------------------

    def set_source(self, source: SheetSource) -> None:
        """Show other rows, or other columns. Widths, sort and filters stay where the columns do."""
        self.flush()
        same = [column.key for column in source.columns] == [column.key for column in self.model.columns]
        if not same and self.model.ordering.column is not None:
            self.model.set_ordering(replace(self.model.ordering, column=None, descending=False))
        self.model.set_source(source)
        if not same:
            self.columns.apply()
        self._enable()
        self.notices.close()
        self.notices.say_missing()
        self._start()

    def reload(self) -> None:
        """Show the present state of the plan."""
        first = not self.model.stored_keys
        self.model.refresh()
        self.notices.outdate()
        self._counted()
        if first:
            self._start()

    def apply(self, committed: Committed) -> None:
        """Show what one commit changed; a row that comes back gets back the cursor that it had."""
        former, here = self.model.stored_keys, self.current_key()
        self.model.apply(committed)
        self.notices.outdate(None if self.model.own else committed.change_set_id)
        stored = self.model.stored_keys
        if stored is not former:
            back = next((key for key in stored if key in self._gone), None)
            there = set(stored)
            if here is not None and here not in there:
                self._gone = {key for key in former if key not in there}
            if back is not None:
                self._gone = set()
                self.select(back)
        self._announce()

    def flush(self) -> None:
        """Store what is being typed."""
        self.view.cells.flush()

    def current_key(self) -> int | None:
        """The key of the row of the cursor; None on the row that is being written, and without rows."""
        index = self.view.currentIndex()
        if not index.isValid() or index.row() >= self.model.rowCount():
            return None
        return self.model.key_at(index.row()) or None

    def selected_keys(self) -> list[int]:
        """The keys of the rows of the selected cells, from the top down."""
        return keys_of(self.model, area_of(self.view).rows)

    def select(self, key: int, column: str | None = None) -> bool:
        """Put the cursor on a row (and column, by its key); False when the row is not there.

        A row that the filter hides is shown by taking the filter away.
        """
        if self.model.row_of(key) is None and key in self.model.stored_keys:
            self.show_all()
        row = self.model.row_of(key)
        if row is None:
            return False
        places = {spec.key: place for place, spec in enumerate(self.model.columns)}
        shown = self.view.columns_shown()
        place = places.get(column or "")
        if place is not None and place not in shown:
            self.columns.show(place, True)
        if place is None:
            current = self.view.currentIndex().column()
            place = current if current in shown else shown[0]
        index = self.model.index(row, place)
        self.view.put_cursor(index)
        self.view.scrollTo(index)
        return True

    def set_mover(self, mover: RowMover) -> None:
        """Let the pane itself move rows, with the keys and with the mouse."""
        self.acts.mover = mover
        self._enable()

    def row_actions(self) -> list[QAction]:
        """Add, delete, up, down: for a pane's own buttons or menu."""
        return self._actions

    def set_filter(self, text: str) -> None:
        """Show only the rows that contain all these words."""
        self.filter.show_text(text)
        wanted = words_of(text)
        if wanted != self.model.ordering.words:
            self.set_order(replace(self.model.ordering, words=wanted))

    def show_all(self) -> None:
        """Take all filters away."""
        self.filter.show_text("")
        if self.model.ordering.filtered:
            self.set_order(self.model.ordering.unfiltered())

    def show_only(self, column: str, text: str) -> None:
        """Show only the rows that say a text ("" for nothing) in a column, whatever was filtered before."""
        self.filter.show_text("")
        self.set_order(self.model.ordering.unfiltered().choosing(column, [text]))

    def shows_only(self, column: str, text: str) -> bool:
        """Whether that is the filter in force."""
        ordering = self.model.ordering
        return not ordering.words and ordering.chosen == {column: {text}}

    def set_order(self, ordering: Ordering) -> None:
        """Sort and filter; the row of the cursor stays the current one where it is still shown."""
        self.flush()
        index = self.view.currentIndex()
        key = self.current_key()
        column = index.column() if index.isValid() else self.view.columns_shown()[0]
        self.model.set_ordering(ordering)
        row = self.model.row_of(key) if key is not None else None
        if row is not None:
            self.view.put_cursor(self.model.index(row, column))
            self.view.scrollTo(self.view.currentIndex())
        else:
            self._start()
        self.notices.outdate()
        self.view.headings.updateGeometry()
        self.view.headings.viewport().update()
        self._counted()
        self.filtered.emit()

    # Acts -----------------------------------------------------------------------------------------------

    def _act(self, name: str) -> None:
        acts = self.acts
        match name:
            case "toggle":
                if not acts.toggle():
                    self.view.type_in(self.view.currentIndex(), over=True)
            case "list_or_down":
                self._list_or_down()
            case "filter":
                self.filter.begin()
            case "filter_column":
                self.headings.open_filter(self.view.currentIndex().column())
            case "clear_and_type":
                self.view.type_in(self.view.currentIndex(), over=True)
            case "escape":
                self.view.clearSelection()
                self.notices.close()
            case "up" | "down":
                acts.move(-1 if name == "up" else 1)
            case "row":
                acts.select_rows()
            case "column":
                acts.select_columns()
            case "all":
                self.view.selectAll()
            case _:
                if name == "add" and not self.model.can_add:
                    return
                {
                    "copy": acts.copy, "cut": acts.cut, "paste": acts.paste, "clear": acts.clear,
                    "fill_down": acts.fill_down, "delete": acts.delete, "add": acts.add,
                }[name]()  # fmt: skip

    def _list_or_down(self) -> None:
        """Alt+↓ opens the list of a cell that has one, else moves the row."""
        index = self.view.currentIndex()
        area = area_of(self.view)
        column = self.model.columns[index.column()] if index.isValid() else None
        whole = area.aligned and len(area.columns) == len(self.view.columns_shown()) > 1
        if column is None or column.offered is None or whole or self._context.read_only:
            self.acts.move(1)
            return
        self.view.type_in(index, over=True)
        box = self.view.cells.box
        if box is not None and box.offers is not None:
            box.offers.offer("")

    def _double_clicked(self) -> None:
        index, key = self.view.currentIndex(), self.current_key()
        typed = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        if key is not None and not typed:
            self.activated.emit(key)

    def _cell_menu(self, place: QPoint) -> None:
        menu = cell_menu(self.view, self.acts, self._shown_actions(), edits=not self._context.read_only)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _shown_actions(self) -> list[QAction]:
        return [action for action in self._actions if action.isEnabled()]

    # What is shown around the cells -----------------------------------------------------------------------

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever goes elsewhere is done with what was said and summed up here."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.notices.close()
            self.notices.outdate()
            self.summed.emit("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._summing.start()

    def _sum(self) -> None:
        if self.isVisible():
            self.summed.emit(summary(self.view))

    def _enable(self) -> None:
        edits, source = not self._context.read_only, self.model.source
        allowed = (
            self.model.can_add,
            edits and source.deletable,
            self.acts.movable(),
            self.acts.movable(),
        )
        for action, enabled in zip(self._actions, allowed, strict=True):
            action.setEnabled(enabled)
            action.setVisible(enabled)
        self._drag.show_tip()

    def _start(self) -> None:
        """A cursor where there is none: typing and pasting work at once."""
        columns = self.view.columns_shown()
        if self.model.rowCount() and columns and not self.view.currentIndex().isValid():
            self.view.put_cursor(self.model.index(0, columns[0]))
        self._announce()

    def _announce(self) -> None:
        key = self.current_key()
        if key != self._announced:
            self._announced = key
            self.current_changed.emit(key)

    def _counted(self) -> None:
        shown, stored = len(self.model.keys), len(self.model.stored_keys)
        filtered = self.model.ordering.filtered
        in_order = self.model.ordering.column is None
        self.filter.show_state(shown, stored, filtered=filtered, sorted_=not in_order)
        if filtered and not shown:
            self.empty.say(
                "絞り込みに合う行はありません。「絞り込みを解除」を押すと、すべての行を表示します。"
            )
        elif stored:
            self.empty.say("")
        else:
            self.empty.say(
                f"{self.model.source.label}はありません。" if self._context.read_only else self._empty
            )
