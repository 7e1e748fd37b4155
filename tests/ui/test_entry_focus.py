"""A click on a printed page, or on a change in the history, leads to the very box or cell."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dxplanner.app import program_parts
from dxplanner.domain.vocabulary import FundingSource, ValueRole
from dxplanner.model import (
    Bar,
    BudgetItem,
    BudgetProgram,
    Cell,
    Chapter,
    ChapterChange,
    FlowTask,
    Footnote,
    Funding,
    Handout,
    HandoutBlock,
    Indicator,
    IndicatorSeries,
    IndicatorValue,
    Initiative,
    Item,
    Lane,
    Plan,
    PolicyNode,
    Question,
    Remark,
    Review,
    Subsidy,
    Survey,
    Transition,
    TrendEntry,
)
from dxplanner.model.base import Entity
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.gantt.table_view import TableView
from dxplanner.ui.gantt.view import GanttView
from dxplanner.ui.panes.initiatives_list import InitiativesList
from dxplanner.ui.panes.transition_board import TransitionBoard
from dxplanner.ui.sheet.view import SheetView
from dxplanner.ui.workspace import Workspace


@pytest.fixture
def workspace(make_window: Callable[..., QWidget], sample_path: Path) -> Workspace:
    window = make_window(sample_path, parts=program_parts)
    made = window.workspace  # type: ignore[attr-defined]
    assert isinstance(made, Workspace)
    return made


def name_of(workspace: Workspace, entity: type[Entity], field: str, *where: sa.ColumnElement[bool]) -> str:
    with workspace.context.workbench.plan.reading() as session:
        uid = session.scalars(sa.select(entity.uid).where(*where).order_by(entity.id)).first()
    assert uid is not None
    return f"{uid}/{field}" if field else uid


def focused(workspace: Workspace) -> QWidget:
    QApplication.processEvents()
    found = workspace.window().focusWidget()
    assert found is not None
    assert workspace.pane is not None
    assert workspace.pane.isAncestorOf(found)
    return found


@pytest.mark.parametrize(
    ("entity", "field", "where", "column"),
    [
        (IndicatorValue, "value", IndicatorValue.role == ValueRole.BASELINE, "baseline"),
        (IndicatorValue, "value", IndicatorValue.role == ValueRole.TARGET, "target"),
        (IndicatorValue, "fiscal_year", IndicatorValue.role == ValueRole.TARGET, "target_year"),
        (IndicatorSeries, "actual_2025", sa.true(), "actual_2025"),
        (BudgetItem, "amount", sa.true(), "amount"),
        (Subsidy, "eligible", sa.true(), "eligible"),
        (Subsidy, "rate", sa.true(), "rate"),
        (Footnote, "text", sa.true(), "text"),
        (FlowTask, "", sa.true(), "tasks"),
        (Chapter, "draft_pages", Chapter.draft_pages.is_not(None), "draft_pages"),
        (ChapterChange, "", sa.true(), "changes"),
        (Review, "issue", sa.true(), "issue"),
        (Cell, "share", Cell.item_id.is_(None), "share"),
        (Question, "n", Question.n.is_not(None), "n"),
        (Remark, "text", sa.true(), "text"),
        (Item, "label", sa.true(), "label"),
    ],
)
def test_a_figure_in_a_table_is_the_current_cell(
    workspace: Workspace, entity: type[Entity], field: str, where: sa.ColumnElement[bool], column: str
) -> None:
    assert workspace.go_to_uid(name_of(workspace, entity, field, where))
    view = focused(workspace)
    assert isinstance(view, SheetView)
    index = view.currentIndex()
    assert view.rows_model.columns[index.column()].key == column


def test_an_entry_of_a_trend_is_in_the_cell_of_its_column(workspace: Workspace) -> None:
    with workspace.context.workbench.plan.reading() as session:
        entry = session.scalars(sa.select(TrendEntry).order_by(TrendEntry.id.desc())).first()
        assert entry is not None
        uid, text = entry.uid, entry.text
    assert workspace.go_to_uid(uid)
    view = focused(workspace)
    assert isinstance(view, SheetView)
    assert text in str(view.currentIndex().data())


@pytest.mark.parametrize(
    ("entity", "field"),
    [
        (Handout, "title"),
        (Handout, "number"),
        (PolicyNode, "name"),
        (PolicyNode, "goal"),
        (Indicator, "name"),
        (BudgetProgram, "total"),
        (Survey, "returned"),
        (Plan, "purpose"),
        (Plan, "slogan"),
    ],
)
def test_a_field_of_a_form_has_the_focus(workspace: Workspace, entity: type[Entity], field: str) -> None:
    filled = getattr(entity, field).is_not(None)
    assert workspace.go_to_uid(name_of(workspace, entity, field, filled))
    box = focused(workspace)
    assert workspace.pane is not None
    (editor,) = [one for one in workspace.pane.findChildren(FieldEditor) if one.box is box]
    assert (editor.field.entity, editor.field.name) == (entity, field)


@pytest.mark.parametrize(
    ("entity", "widget"),
    [(Bar, GanttView), (Lane, TableView), (Initiative, InitiativesList), (Transition, TransitionBoard)],
)
def test_what_is_drawn_or_listed_has_the_focus(
    workspace: Workspace, entity: type[Entity], widget: type[QWidget]
) -> None:
    assert workspace.go_to_uid(name_of(workspace, entity, ""))
    assert isinstance(focused(workspace), widget)


def test_a_part_of_a_handout_shows_its_words(workspace: Workspace) -> None:
    assert workspace.go_to_uid(name_of(workspace, HandoutBlock, "", HandoutBlock.kind == "heading"))
    pane = workspace.pane
    assert pane is not None
    box = focused(workspace)
    assert box is pane.options.boxes["text"].widget  # type: ignore[attr-defined]


def test_a_source_of_money_is_its_own_box(workspace: Workspace) -> None:
    national = Funding.source == FundingSource.NATIONAL
    assert workspace.go_to_uid(name_of(workspace, Funding, "amount", national))
    pane = workspace.pane
    box = focused(workspace)
    assert box is pane.amounts.funding.editors[FundingSource.NATIONAL].box  # type: ignore[union-attr]


def test_the_next_key_types_over_the_figure(workspace: Workspace) -> None:
    name = name_of(workspace, BudgetItem, "amount")
    assert workspace.go_to_uid(name)
    view = focused(workspace)
    QTest.keyClicks(view, "4")
    QTest.keyClicks(focused(workspace), "321")
    QTest.keyClick(focused(workspace), Qt.Key.Key_Return)
    with workspace.context.workbench.plan.reading() as session:
        row = session.scalars(sa.select(BudgetItem).where(BudgetItem.uid == name.split("/")[0])).one()
        assert row.amount == 4321
