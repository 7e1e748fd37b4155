"""What can be typed over on screen right now: so the tests say that a value is shown where it is edited."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from dxplanner.domain.snapping import day_text
from dxplanner.domain.vocabulary import ValueRole
from dxplanner.model import (
    AxisColumn,
    Bar,
    Cell,
    Chapter,
    ChapterChange,
    Choice,
    Entity,
    FlowStep,
    FlowTask,
    Funding,
    IndicatorSeries,
    IndicatorValue,
    Initiative,
    Lane,
    Meeting,
    PolicyNode,
    Schedule,
    ScheduleEdition,
    TrendEntry,
)
from dxplanner.services.fields import fields_of, format_field
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.texts import ShortText
from dxplanner.ui.gantt.properties import PropertiesPanel
from dxplanner.ui.gantt.sheet_dialog import SheetDialog
from dxplanner.ui.gantt.table_model import Column
from dxplanner.ui.panes.budget import BudgetPane
from dxplanner.ui.panes.measure import MeasurePane
from dxplanner.ui.panes.schedule import SchedulePane
from dxplanner.ui.sheet.sheet import Sheet

Place = tuple[type[Entity], str, int]
"""Entity, field, key of the row."""


def wanted(row: Entity, name: str) -> str:
    """A stored value as an editor shows it: a day of a meeting or a bar no more exactly than it is known."""
    value = getattr(row, name)
    if isinstance(row, Meeting | Bar) and isinstance(value, date):
        return day_text(value, row.precision)
    return format_field(fields_of(type(row))[name], value)


def entry_of(pane: QWidget, row: Any, name: str) -> str | None:
    """The text that stands where a field of a row is typed, in the pane as it is; None: nowhere."""
    entity = type(row)
    special = _SPECIAL.get(entity)
    if special is not None:
        return special(pane, row, name)
    places = {**sheet_cells(pane), **editors(pane)}
    return places.get((entity, name, row.id))


def editors(pane: QWidget) -> dict[Place, str]:
    """All boxes of fields that are on screen and can be typed in."""
    return {
        (editor.field.entity, editor.field.name, editor.row_id): editor.box.text()
        for editor in pane.findChildren(FieldEditor)
        if editor.isVisible() and editor.box.isEnabled()
    }


def sheet_cells(pane: QWidget) -> dict[Place, str]:
    """The cells that can be typed in, of the row of the cursor in each table on screen."""
    found: dict[Place, str] = {}
    for sheet in pane.findChildren(Sheet):
        key = sheet.current_key()
        if not sheet.isVisible() or key is None:
            continue
        row = sheet.view.currentIndex().row()
        for place, column in enumerate(sheet.model.columns):
            text = _typed(sheet.model, sheet.model.index(row, place))
            if text is not None:
                found[sheet.model.source.entity, column.field or column.key, key] = text
                found[sheet.model.source.entity, column.key, key] = text
    return found


def _typed(model: QAbstractItemModel, index: QModelIndex) -> str | None:
    """The text of a cell that can be typed over."""
    if not model.flags(index) & Qt.ItemFlag.ItemIsEditable:
        return None
    return str(model.data(index, Qt.ItemDataRole.EditRole) or "")


# Rows that are entered as a part of another row


def _funding(pane: QWidget, row: Any, name: str) -> str | None:
    """金額 of a 財源: a box of its project."""
    assert isinstance(pane, BudgetPane)
    table = pane.amounts.funding
    editor = table.editors[row.source]
    shown = editor.isVisible() and editor.row_id == row.project_id
    return editor.box.text() if shown and name == "amount" else None


def _task(pane: QWidget, row: Any, _name: str) -> str | None:
    """A 作業: a line of its step's cell."""
    return _line(pane, FlowStep, "tasks", row.step_id, row.text)


def _change(pane: QWidget, row: Any, _name: str) -> str | None:
    """A 変更内容: a line of its chapter's cell."""
    return _line(pane, Chapter, "changes", row.chapter_id, row.text)


def _entry(pane: QWidget, row: Any, _name: str) -> str | None:
    """A bullet: a line of the cell of its 分野 in its column."""
    return _line(pane, PolicyNode, f"column{row.column_id}", row.field_node_id, row.text)


def _line(pane: QWidget, entity: type[Entity], column: str, key: int, text: str) -> str | None:
    """A line of a cell with a row a line; None when the cell has no such line."""
    lines = sheet_cells(pane).get((entity, column, key), "").split("\n")
    return text if text in lines else None


def _initiative(pane: QWidget, _row: Any, _name: str) -> str | None:
    """A 取組: the current line of the list."""
    assert isinstance(pane, MeasurePane)
    return _typed(pane.initiatives, pane.initiatives_list.currentIndex())


def _value(pane: QWidget, row: Any, name: str) -> str | None:
    """A value of an indicator and its year: two cells of its series."""
    key = {ValueRole.BASELINE: "baseline", ValueRole.TARGET: "target"}[row.role]
    key = f"{key}_year" if name == "fiscal_year" else key
    return sheet_cells(pane).get((IndicatorSeries, key, row.series_id))


def _answer(pane: QWidget, row: Any, name: str) -> str | None:
    """件数 and 割合: cells of an option's row; in a matrix the cell of the cursor, an item's row."""
    if row.item_id is None:
        return sheet_cells(pane).get((Choice, name, row.choice_id))
    for sheet in pane.findChildren(Sheet):
        if sheet.isVisible() and sheet.current_key() == row.item_id:
            return _typed(sheet.model, sheet.view.currentIndex())
    return None


def _schedule(pane: QWidget, _row: Any, _name: str) -> str | None:
    """The title of a schedule: asked for at the foot of the pane."""
    assert isinstance(pane, SchedulePane)
    return _asked(pane, pane.schedule_acts.rename)


def _edition(pane: QWidget, _row: Any, name: str) -> str | None:
    assert isinstance(pane, SchedulePane)
    acts = pane.schedule_acts
    return _asked(pane, acts.note_edition if name == "note" else acts.rename_edition)


def _asked(pane: SchedulePane, act: Callable[[], None]) -> str | None:
    act()
    text = pane.ask.line.text() if pane.ask.isVisible() and pane.ask.line.isEnabled() else None
    pane.ask.leave()
    return text


def _column(pane: QWidget, row: Any, name: str) -> str | None:
    """A column of the time axis: a line of the sheet that opens from the menu."""
    assert isinstance(pane, SchedulePane)
    found: list[list[str]] = []

    def look(dialog: SheetDialog) -> int:
        found.extend(dialog.cells())
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SheetDialog, "exec", look)
        pane.schedule_acts.edit_columns()
    at = ("group", "heading", "starts_on", "ends_on").index(name)
    mine = [wanted(row, field) for field in ("group", "heading", "starts_on", "ends_on")]
    return next((line[at] for line in found if line == mine), None)


def _lane(pane: QWidget, row: Any, name: str) -> str | None:
    """名称 of a 区分 or of its まとまり: a cell of the table beside the chart."""
    assert isinstance(pane, SchedulePane)
    model, current = pane.board.model, pane.board.table.current_row()
    if current is None or current.lane is None or current.lane.id != row.id:
        return None
    for number, one in enumerate(model.rows):
        if one.lane is not None and one.lane.id == row.id:
            group = next((place for place in range(number, -1, -1) if model.rows[place].lane is None), None)
            line = number if name == "name" else group
            return None if line is None else _typed(model, model.index(line, Column.NAME))
    return None


def _bar(pane: QWidget, row: Any, name: str) -> str | None:
    """A bar: a box of 工程の詳細, which shows the selected bar."""
    assert isinstance(pane, SchedulePane)
    if list(pane.board.selection.ids) != [row.id]:
        return None
    label = {"label": "名称", "starts_on": "開始", "ends_on": "終了"}[name]
    for panel in pane.findChildren(PropertiesPanel):
        for box in panel.findChildren(ShortText):
            if box.accessibleName() == label and box.isVisible() and not box.isReadOnly():
                return str(box.text())
    return None


_SPECIAL: Final[Mapping[type[Entity], Callable[[QWidget, Any, str], str | None]]] = {
    Funding: _funding,
    FlowTask: _task,
    Initiative: _initiative,
    IndicatorValue: _value,
    Cell: _answer,
    ChapterChange: _change,
    TrendEntry: _entry,
    Schedule: _schedule,
    ScheduleEdition: _edition,
    AxisColumn: _column,
    Lane: _lane,
    Bar: _bar,
}
"""Rows that have no box or line of their own, and how each is entered."""
