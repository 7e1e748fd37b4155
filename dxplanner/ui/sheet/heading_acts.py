"""What is done to whole columns by their headings: sort, filter, show and hide."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt

from dxplanner.ui.sheet.columns import Columns
from dxplanner.ui.sheet.filter_list import FilterList
from dxplanner.ui.sheet.menus import heading_menu
from dxplanner.ui.sheet.ordering import Ordering
from dxplanner.ui.sheet.view import SheetView


class HeadingActs(QObject):
    """The menu of a heading, and the list that filters its column. ``order`` sorts and filters."""

    def __init__(self, view: SheetView, columns: Columns, order: Callable[[Ordering], None]) -> None:
        super().__init__(view)
        self._view, self._model, self._columns, self._order = view, view.rows_model, columns, order
        self._head = view.headings
        self._head.customContextMenuRequested.connect(self._menu_wanted)
        self._head.filter_asked.connect(self.open_filter)
        self.list: FilterList | None = None
        """The list that is open."""

    def pop_menu(self, column: int, place: QPoint) -> None:
        """The menu of a heading at a place on the screen; -1: of no column."""
        menu = heading_menu(self._view, self._columns, column, self._order, self.open_filter)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def open_filter(self, column: int) -> None:
        """Open the list of what a column says, below its heading."""
        if not 0 <= column < len(self._model.columns) or self._view.isColumnHidden(column):
            return
        self._view.cells.flush()
        row = self._view.rows_in_sight()[0]
        self._view.scrollTo(self._model.index(row, column))
        made = FilterList(self._view.look.theme, self._model, column, self._view)
        key = self._model.columns[column].key
        made.taken.connect(lambda texts: self._choose(key, texts))
        made.destroyed.connect(lambda: self._closed(made))
        self.list = made
        left = self._head.left_of(column)
        made.open(self._head.mapToGlobal(QPoint(left, self._head.height())))

    def _choose(self, key: str, texts: frozenset[str] | None) -> None:
        self._order(self._model.ordering.choosing(key, texts))
        self._view.setFocus()

    def _closed(self, gone: FilterList) -> None:
        if self.list is gone:
            self.list = None

    def _menu_wanted(self, place: QPoint) -> None:
        self.pop_menu(self._head.column_at(place.x()), self._head.mapToGlobal(place))
