"""The menus of a sheet: of its cells and of its headings."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from dxplanner.ui.sheet.acts import SheetActs
from dxplanner.ui.sheet.columns import Columns
from dxplanner.ui.sheet.model import SheetModel
from dxplanner.ui.sheet.ordering import Ordering
from dxplanner.ui.sheet.view import SheetView


def cell_menu(view: SheetView, acts: SheetActs, rows: list[QAction], *, edits: bool) -> QMenu:
    """The menu of the selected cells; ``rows`` are the actions on rows."""
    menu = QMenu(view)
    entry(menu, "切り取り", acts.cut, "Ctrl+X", enabled=edits)
    entry(menu, "コピー", acts.copy, "Ctrl+C")
    entry(menu, "貼り付け", acts.paste, "Ctrl+V", enabled=edits)
    entry(menu, "下へコピー", acts.fill_down, "Ctrl+D", enabled=edits)
    entry(menu, "消去", acts.clear, "Delete", enabled=edits)
    index = view.currentIndex()
    marks = view.rows_model.cell(index.row(), index.column()).inferred if index.isValid() else ()
    if marks:
        menu.addSeparator()
        entry(menu, "推定を確認済みにする", lambda: acts.confirm(marks), enabled=edits)
    if rows:
        menu.addSeparator()
        menu.addActions(rows)
    return menu


def heading_menu(
    view: SheetView,
    columns: Columns,
    column: int,
    order: Callable[[Ordering], None],
    choose: Callable[[int], None],
) -> QMenu:
    """The menu of a heading: sort, filter, hide, and which columns are shown.

    ``order`` sorts and filters; ``choose`` opens the list that filters a column.
    """
    menu, model = QMenu(view), view.rows_model
    if column >= 0:
        label, key = _plain(model.columns[column].label), model.columns[column].key
        _sorting(menu, model, column, order)
        menu.addSeparator()
        entry(menu, f"「{label}」の値で絞り込み…", lambda: choose(column), "Ctrl+Shift+L")
        entry(
            menu,
            f"「{label}」の絞り込みを解除",
            lambda: order(model.ordering.choosing(key, None)),
            enabled=key in model.ordering.chosen,
        )
        menu.addSeparator()
        entry(menu, f"「{label}」の列を隠す", lambda: columns.show(column, False))
    shown = menu.addMenu("表示する列")
    for place, spec in enumerate(model.columns):
        action = shown.addAction(_plain(spec.label))
        action.setCheckable(True)
        action.setChecked(not view.isColumnHidden(place))
        action.setToolTip(spec.help)
        action.toggled.connect(lambda on, place=place: columns.show(place, on))
    entry(menu, "列の幅と表示を元に戻す", columns.reset)
    return menu


def _sorting(menu: QMenu, model: SheetModel, column: int, order: Callable[[Ordering], None]) -> None:
    present = model.ordering
    for words, by, descending in (
        ("小さい順に並べ替え", column, False),
        ("大きい順に並べ替え", column, True),
        ("元の並び順に戻す", None, False),
    ):
        wanted = replace(present, column=by, descending=descending)
        action = entry(menu, words, partial(order, wanted))
        action.setCheckable(True)
        action.setChecked(wanted == present)


def entry(
    menu: QMenu, words: str, act: Callable[[], object], keys: str = "", *, enabled: bool = True
) -> QAction:
    """An entry; its keys are only named there, the view itself listens to them."""
    action = menu.addAction(f"{words}\t{keys}" if keys else words)
    action.setEnabled(enabled)
    action.triggered.connect(lambda _on=False: act())
    return action


def row_action(parent: QWidget, words: str, tip: str, keys: str, act: Callable[[], object]) -> QAction:
    """An action on rows, for menus and for a pane's own buttons."""
    action = QAction(words, parent)
    action.setToolTip(f"{tip}（{keys}）")
    action.setText(f"{words}\t{keys}")
    action.setIconText(words)
    action.triggered.connect(lambda _on=False: act())
    return action


def _plain(text: str) -> str:
    return text.replace("&", "&&")
