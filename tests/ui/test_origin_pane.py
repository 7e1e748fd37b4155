"""The 出典 pane: every 出典 with what it is about, pages of a 原資料, 確認事項; each edit is undone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.model import Bar, OpenPoint, PolicyNode, Provenance, SourceDocument, SourcePage
from dxplanner.services.fields import delete_rows
from dxplanner.services.sheet_edit import add_typed, delete, set_cell
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.origin import OriginPane
from dxplanner.ui.sheet.sheet import Sheet
from tests.conftest import AUTHOR
from tests.store.test_changelog import all_rows

TODAY = date(2024, 11, 8)


@pytest.fixture
def pane(context: PlanContext, qtbot: QtBot) -> OriginPane:
    made = OriginPane(context, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(1074, 620)
    with qtbot.waitExposed(made):
        made.show()
    return made


def plan_of(pane: OriginPane) -> PlanFile:
    return pane.context.workbench.plan


def texts(sheet: Sheet, column: str) -> list[str]:
    """A column of a sheet as it is shown, without the row that is still empty."""
    place = [spec.key for spec in sheet.model.columns].index(column)
    rows = range(len(sheet.model.stored_keys))
    return [str(sheet.model.index(row, place).data() or "") for row in rows]


def type_in(pane: OriginPane, sheet: Sheet, key: int, column: str, text: str) -> None:
    pane.context.run("変更", set_cell(sheet.model.source, key, column, text))


def first(pane: OriginPane, query: sa.Select[Any]) -> int:
    with plan_of(pane).reading() as session:
        found = session.scalar(query)
    assert found is not None
    return int(found)


def test_every_origin_names_its_row_and_field(pane: OriginPane) -> None:
    QAbstractItemModelTester(pane.marks.model)
    with plan_of(pane).reading() as session:
        count = session.scalar(sa.select(sa.func.count()).select_from(Provenance))
        key = session.scalar(sa.select(Provenance.id).join(Bar, Bar.uid == Provenance.entity_uid).limit(1))
    assert len(pane.marks.model.stored_keys) == count
    assert all(texts(pane.marks, "subject"))
    assert all(texts(pane.marks, "field"))
    place = pane.marks.model.stored_keys.index(key)
    assert texts(pane.marks, "subject")[place].startswith("工程「")


def test_the_tables_need_no_scrolling_sideways_on_a_small_screen(pane: OriginPane) -> None:
    pane.resize(1074, 620)
    for page, sheets in enumerate(((pane.marks,), (pane.documents, pane.source_pages), (pane.points,))):
        pane.show_page(page)
        for sheet in sheets:
            assert sheet.view.horizontalScrollBar().maximum() == 0


def test_how_far_a_value_is_confirmed_and_how_sure_a_guess_is_are_told_apart(pane: OriginPane) -> None:
    labels = {column.key: column.label for column in pane.marks.model.columns}
    assert (labels["status"], labels["confidence"]) == ("確認の状況", "推定の確かさ")


def test_only_what_is_inferred_on_request(pane: OriginPane) -> None:
    stored = len(pane.marks.model.stored_keys)
    pane.waiting.click()
    shown = pane.marks.model.rowCount()
    assert pane.waiting.text() == f"推定 {shown:,}件"
    assert 0 < shown < stored
    pane.waiting.click()
    assert pane.marks.model.rowCount() == stored


def test_a_confirmed_value_is_signed_and_undone(pane: OriginPane, qtbot: QtBot) -> None:
    start = all_rows(plan_of(pane))
    inferred = sa.select(Provenance.id).where(Provenance.status == ProvenanceStatus.INFERRED)
    key = first(pane, inferred.order_by(Provenance.id).limit(1))
    before = pane.waiting.text()
    type_in(pane, pane.marks, key, "status", "確認済")
    with plan_of(pane).reading() as session:
        mark = session.get(Provenance, key)
        assert mark is not None
        assert (mark.status, mark.recorded_on) == (ProvenanceStatus.CONFIRMED, TODAY)
        assert mark.recorded_by == plan_of(pane).author.name
    assert pane.waiting.text() != before
    type_in(pane, pane.marks, key, "page", "１２")
    type_in(pane, pane.marks, key, "document_id", "S0")
    row = pane.marks.model.stored_keys.index(key)
    assert texts(pane.marks, "page")[row] == "12"
    assert texts(pane.marks, "document_id")[row] == "令和６年２月市議会 総務委員会資料"
    with qtbot.waitSignal(pane.context.said) as said:
        type_in(pane, pane.marks, key, "document_id", "S9")
    assert "「S9」という原資料はありません" in said.args[0]
    for _ in range(3):
        pane.context.undo()
    assert all_rows(plan_of(pane)) == start


def test_the_value_itself_is_one_click_away(pane: OriginPane, qtbot: QtBot) -> None:
    query = sa.select(Provenance.id).join(PolicyNode, PolicyNode.uid == Provenance.entity_uid).limit(1)
    key = first(pane, query)
    assert pane.marks.select(key)
    with qtbot.waitSignal(pane.open_name) as asked:
        pane.go.click()
    with plan_of(pane).reading() as session:
        node = sa.select(PolicyNode.id).where(PolicyNode.uid == asked.args[0])
        assert session.scalar(node) is not None


def test_the_pages_are_those_of_the_document_of_the_cursor(pane: OriginPane) -> None:
    QAbstractItemModelTester(pane.source_pages.model)
    start = all_rows(plan_of(pane))
    pane.show_page(1)
    codes = texts(pane.documents, "code")
    assert codes == ["S0", "S1"]
    for code, keys in zip(codes, (range(1, 12), range(3, 17)), strict=True):
        assert pane.documents.select(pane.documents.model.stored_keys[codes.index(code)])
        assert texts(pane.source_pages, "page") == [str(page) for page in keys]
    key = pane.source_pages.model.stored_keys[0]
    type_in(pane, pane.source_pages, key, "title", "（１）計画の目的")
    assert texts(pane.source_pages, "title")[0] == "（１）計画の目的"
    source = pane.source_pages.model.source
    made = pane.context.run("追加", add_typed(source, None, {"title": "別紙"}))
    assert texts(pane.source_pages, "page")[-1] == "17"
    pane.context.run("削除", delete(source, [made or 0]))
    for _ in range(3):
        pane.context.undo()
    assert all_rows(plan_of(pane)) == start


def test_a_button_begins_another_document_or_point(pane: OriginPane) -> None:
    assert (pane.go.isVisible(), pane.add.isVisible()) == (True, False)
    for page, sheet, text in ((1, pane.documents, "原資料を追加"), (2, pane.points, "確認事項を追加")):
        pane.show_page(page)
        assert (pane.go.isVisible(), pane.add.isVisible(), pane.add.text()) == (False, True, text)
        pane.add.click()
        assert sheet.view.cells.box is not None
        assert sheet.current_key() is None


def test_points_are_settled(pane: OriginPane) -> None:
    pane.show_page(2)
    count = len(pane.points.model.stored_keys)
    assert pane.open.text() == f"未確認 {count}件"
    for number, key in enumerate(list(pane.points.model.stored_keys), start=1):
        type_in(pane, pane.points, key, "resolved", "○")
        left = count - number
        assert pane.open.text() == (f"未確認 {left}件" if left else "すべて確認済みです。")


@pytest.mark.parametrize(
    ("entity", "page"), [(Provenance, 0), (SourceDocument, 1), (SourcePage, 1), (OpenPoint, 2)]
)
def test_a_row_is_shown_on_its_page(pane: OriginPane, entity: type[Provenance], page: int) -> None:
    with plan_of(pane).reading() as session:
        row = session.scalars(sa.select(entity).order_by(entity.id.desc())).first()
    assert row is not None
    assert pane.show_place(entity.__tablename__, row.uid)
    assert pane.page == page
    shown = [sheet.current_key() for sheet in pane.sheets if sheet.isVisible()]
    assert row.id in shown
    assert not pane.show_place("bar", "0" * 32)


def test_an_origin_goes_with_its_row(pane: OriginPane, context: PlanContext) -> None:
    start = all_rows(plan_of(pane))
    query = sa.select(Bar.id).join(Provenance, Bar.uid == Provenance.entity_uid).limit(1)
    key, before = first(pane, query), len(pane.marks.model.stored_keys)
    context.run("削除", lambda session: delete_rows(session, Bar, [key]))
    assert len(pane.marks.model.stored_keys) < before
    context.undo()
    assert len(pane.marks.model.stored_keys) == before
    assert all_rows(plan_of(pane)) == start


def test_nothing_can_be_changed_in_a_plan_open_for_reading(
    make_context: Callable[[PlanFile], PlanContext], sample_template: Path, qtbot: QtBot
) -> None:
    with PlanFile.open(sample_template, AUTHOR, editable=False) as plan:
        made = OriginPane(make_context(plan))
        qtbot.addWidget(made)
        with qtbot.waitExposed(made):
            made.show()
        assert made.go.isEnabled()
        assert not any(action.isEnabled() for sheet in made.sheets for action in sheet.row_actions())
