"""Giving the focus to where something is typed, so that the next key changes it.

The window needs this from its start, boxes and tables only with a pane: they are imported when looked for.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from dxplanner.services.entry_cells import EntryCell

W = TypeVar("W", bound=QWidget)


def focus_entry(pane: QWidget, cells: Sequence[EntryCell]) -> bool:
    """Go to the first of these boxes or cells that is on screen; False when none of them is.

    A row of which no such field is on screen is gone to as a whole.
    """
    whole = [cell._replace(field="") for cell in cells if cell.field]
    return any(_in_boxes(pane, cell) or _in_sheets(pane, cell) for cell in (*cells, *whole))


def _in_boxes(pane: QWidget, cell: EntryCell) -> bool:
    from dxplanner.ui.forms.field_editor import FieldEditor

    for editor in _shown(pane, FieldEditor):
        field = editor.field
        row = field.entity.__tablename__, editor.row_id
        if row == (cell.table, cell.key) and cell.field in ("", field.name) and editor.box.isEnabled():
            take_focus(editor.box, pane)
            return True
    return False


def _in_sheets(pane: QWidget, cell: EntryCell) -> bool:
    from dxplanner.ui.sheet.sheet import Sheet

    for sheet in _shown(pane, Sheet):
        model = sheet.model
        found = [
            one.key
            for one in model.columns
            if (cell.field in (one.key, one.field) if cell.field else one.write is not None)
        ]
        if model.source.entity.__tablename__ != cell.table or not found:
            continue
        # A table may show a row by another one, which the pane knows: the old 施策 by its successor.
        key = cell.key if cell.key in model.stored_keys else sheet.current_key()
        if key is not None and sheet.select(key, found[0]):
            take_focus(sheet.view, pane)
            return True
    return False


def _shown(pane: QWidget, kind: type[W]) -> Iterator[W]:
    return (widget for widget in pane.findChildren(kind) if widget.isVisibleTo(pane))


def take_focus(widget: QWidget, pane: QWidget) -> None:
    """Give the focus to a widget of a pane and scroll to it, inside the pane and with the pane itself."""
    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea) and above.widget() is not None:
            above.ensureWidgetVisible(widget)
        if above is pane:
            return
        above = above.parentWidget()
