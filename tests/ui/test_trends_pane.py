"""動向 and コンセプト: the grid, its columns, 推定, the sentences; undone to the start."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dxplanner.app import program_parts
from dxplanner.services.standing import inferred_count
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.trends import CONCEPT, DIAGRAM, TRENDS, TrendsPane
from dxplanner.ui.panes.trends_grid import GuessRow
from tests.store.test_changelog import all_rows

Shown = Callable[[PlanContext], TrendsPane]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Makes the pane, shown."""

    def make(context: PlanContext) -> TrendsPane:
        made = TrendsPane(context, today=lambda: date(2024, 11, 8))
        qtbot.addWidget(made)
        made.resize(1074, 620)
        with qtbot.waitExposed(made):
            made.show()
        return made

    return make


@pytest.fixture
def pane(shown: Shown, context: PlanContext) -> TrendsPane:
    return shown(context)


def cell(pane: TrendsPane, row: int, column: int) -> str:
    return pane.trends.sheet.model.text(row, column)


def put(pane: TrendsPane, row: int, column: int) -> None:
    view = pane.trends.sheet.view
    view.put_cursor(pane.trends.sheet.model.index(row, column))


def test_three_pages_behind_three_buttons(pane: TrendsPane) -> None:
    assert any(source.key == "trends" for source in program_parts().panes)
    assert [pane.pages.button(number).text() for number in (TRENDS, CONCEPT, DIAGRAM)] == [
        "動向",
        "コンセプト",
        "関係図",
    ]
    assert (pane.add.text(), pane.add.isVisible()) == ("列を追加", True)
    pane.pages.button(CONCEPT).click()
    assert not pane.add.isVisible()
    pane.pages.button(DIAGRAM).click()
    assert pane.add.text() == "要素を追加"


def test_bullets_are_moved_by_cut_and_paste(pane: TrendsPane) -> None:
    before = all_rows(pane.context.workbench.plan)
    QAbstractItemModelTester(pane.trends.sheet.model)
    words = cell(pane, 0, 2)
    put(pane, 0, 2)
    pane.trends.sheet.acts.cut()
    assert cell(pane, 0, 2) == ""
    put(pane, 3, 4)
    pane.trends.sheet.acts.paste()
    assert cell(pane, 3, 4) == words
    pane.context.undo()
    pane.context.undo()
    assert cell(pane, 0, 2) == words
    assert all_rows(pane.context.workbench.plan) == before


def test_a_range_with_several_lines_a_cell(pane: TrendsPane) -> None:
    put(pane, 1, 2)
    QGuiApplication.clipboard().setText('"・AIの普及\n・人手不足"\t・生成AI\n単独')
    pane.trends.sheet.acts.paste()
    assert cell(pane, 1, 2) == "AIの普及\n人手不足"
    assert cell(pane, 1, 3) == "生成AI"
    assert cell(pane, 2, 2) == "単独"


def test_typing_a_bullet_with_a_line_break(pane: TrendsPane) -> None:
    sheet = pane.trends.sheet
    put(pane, 4, 4)
    sheet.view.type_in(sheet.view.currentIndex(), over=True)
    box = sheet.view.cells.box
    assert box is not None
    QTest.keyClicks(box, "one")
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(box, "two")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert cell(pane, 4, 4) == "one\ntwo"


def test_columns_are_edited_below(pane: TrendsPane) -> None:
    before = all_rows(pane.context.workbench.plan)
    pane.add.click()
    columns = pane.trends.columns
    assert columns.isVisible()
    QAbstractItemModelTester(columns.model)
    box = columns.view.cells.box
    assert box is not None
    QTest.keyClicks(box, "Voices")
    QTest.keyClick(box, Qt.Key.Key_Return)
    grid = pane.trends.sheet.model
    assert grid.columns[-1].label == "Voices"
    made = columns.model.stored_keys[-1]
    columns.select(made, "group")
    assert columns.model.setData(columns.view.currentIndex(), "未来予想")
    assert grid.columns[-1].label == "【未来予想】Voices"
    columns.acts.move(-1)
    assert [column.label for column in grid.columns][-2] == "【未来予想】Voices"
    columns.acts.delete()
    assert len(grid.columns) == 5
    while pane.context.workbench.undo() is not None:
        pass
    assert all_rows(pane.context.workbench.plan) == before
    assert len(pane.trends.sheet.model.columns) == 5


def test_what_is_inferred_is_confirmed_by_a_click(pane: TrendsPane) -> None:
    def count() -> int:
        with pane.context.workbench.plan.reading() as session:
            return inferred_count(session)

    start = count()
    put(pane, 2, 3)
    rows = [row for row in pane.trends.guesses.widgets() if isinstance(row, GuessRow)]
    assert len(rows) == 4
    assert "教育データの利活用" in rows[0].text.whole_text()
    model = pane.trends.sheet.model

    def marked() -> list[int]:
        return [len(model.cell(2, place).inferred) for place in range(model.columnCount())]

    assert sum(marked()) == 4, "the cells say themselves which bullets they hold"
    first = next(place for place, many in enumerate(marked()) if many)
    assert "教育データの利活用" in model.text(2, first)
    rows[0].confirm.click()
    QApplication.processEvents()
    assert count() == start - 1
    assert sum(marked()) == 3
    assert len(pane.trends.guesses.widgets()) == 3
    put(pane, 0, 2)
    assert not pane.trends.guesses.isVisible()


def test_another_version_shows_its_own_fields(pane: TrendsPane) -> None:
    box = pane.trends.version
    assert box.currentData() == 2
    box.setCurrentIndex(0)
    box.activated.emit(0)
    model = pane.trends.sheet.model
    assert len(model.stored_keys) > 0
    assert all(cell(pane, row, 2) == "" for row in range(len(model.stored_keys)))


def test_the_concepts_texts(pane: TrendsPane) -> None:
    before = all_rows(pane.context.workbench.plan)
    pane.show_page(CONCEPT)
    editor = pane.concept.editors["slogan"]
    editor.box.set_text("新しい標語")
    editor.commit()
    assert pane.context.workbench.plan.undo_label() == "標語の変更"
    sheet = pane.concept.sheet
    QAbstractItemModelTester(sheet.model)
    assert [sheet.model.text(row, 0) for row in range(3)] == ["暮らし", "交流", "行政"]
    assert sheet.model.setData(sheet.model.index(1, 1), "出会いがひろがるまち")
    assert sheet.model.text(1, 1) == "出会いがひろがるまち"
    pane.context.undo()
    pane.context.undo()
    assert editor.box.text() == "「人」が主役のまちづくりを、デジタル技術で加速させる。"
    assert all_rows(pane.context.workbench.plan) == before


def test_a_page_catches_up_when_it_is_shown(pane: TrendsPane) -> None:
    pane.show_page(CONCEPT)
    pane.show_page(TRENDS)
    pane.concept.context.run("変更", lambda session: _rename(session))
    assert cell(pane, 0, 0) == "くらし"
    pane.show_page(CONCEPT)
    assert pane.concept.sheet.model.text(0, 0) == "くらし"


def _rename(session: object) -> None:
    from dxplanner.model import PolicyNode

    key = 0
    for node in session.query(PolicyNode).filter_by(name="暮らし", version_id=2):  # type: ignore[attr-defined]
        node.name, key = "くらし", node.id
    assert key


def test_history_leads_to_a_bullet_or_column(pane: TrendsPane) -> None:
    with pane.context.workbench.plan.reading() as session:
        from dxplanner.model import TrendColumn, TrendEntry

        entry = session.query(TrendEntry).filter_by(text="観光DXの推進").one()
        column = session.query(TrendColumn).order_by(TrendColumn.id.desc()).first()
        assert column is not None
        places = (entry.uid, entry.field_node_id, column.uid, column.id)
    pane.show_page(CONCEPT)
    assert pane.show_place("trend_entry", places[0])
    assert pane.trends.sheet.current_key() == places[1]
    assert pane.show_place("trend_column", places[2])
    assert pane.trends.columns.current_key() == places[3]


def test_an_empty_plan_says_what_belongs_here(
    shown: Shown, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile
) -> None:
    pane = shown(make_context(empty_plan))
    assert "分野ごとに" in pane.trends.sheet.empty.text()
    assert pane.trends.notice.isVisible()
    pane.show_page(CONCEPT)
    assert "領域はまだありません" in pane.concept.sheet.empty.text()
    pane.show_page(DIAGRAM)
    assert pane.diagram.layers.currentIndex() == 0
    assert not pane.add.isVisible()
    assert pane.diagram.begin.isVisible()
    pane.diagram.begin.click()
    assert pane.diagram.layers.currentIndex() == 1
    assert (pane.add.text(), pane.add.isVisible()) == ("要素を追加", True)
    assert not pane.diagram.view.spec.nodes if pane.diagram.view else False
    pane.context.undo()
    assert not pane.add.isVisible()
    pane.diagram.begin.click()
    assert pane.diagram.layers.currentIndex() == 1


def test_a_read_only_plan_can_only_be_read(
    shown: Shown, make_context: Callable[[PlanFile], PlanContext], sample_path: Path, author: Author
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        pane = shown(make_context(plan))
        assert not pane.add.isEnabled()
        model = pane.trends.sheet.model
        assert not model.flags(model.index(0, 2)) & Qt.ItemFlag.ItemIsEditable
