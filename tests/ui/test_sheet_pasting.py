"""Ranges that a sheet does not take as they are: beyond a sheet that adds no rows, with headings."""

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from dxplanner.domain.pasted import text_of_cells
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.indicators import IndicatorsPane
from dxplanner.ui.sheet.pasting import repeated, without_heading
from tests.services.sheet_sources import OPINIONS
from tests.ui.indicator_fixtures import choose, make_pane, shown


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> IndicatorsPane:
    return make_pane(qtbot, context)


def test_lines_beyond_the_last_indicator_are_told_how_to_get_in(pane: IndicatorsPane) -> None:
    choose(pane, len(pane.sheet.model.keys) - 1)
    QGuiApplication.clipboard().setText("最後の指標\n新しい指標\n")
    pane.sheet.acts.paste()
    said = pane.sheet.notice.text.text()
    assert "1行は入れられませんでした。" in said
    assert "「操作」の「コピーした行を新しい指標として貼り付け」" in said
    named = pane.head.actions_of["paste_new"].text()
    assert named.startswith("コピーした行を新しい指標として貼り付け")
    pane.context.undo()
    assert not pane.sheet.notice.isVisible()


def test_headings_do_not_become_an_indicator(pane: IndicatorsPane) -> None:
    columns = [pane.sheet.model.columns[place] for place in pane.sheet.view.columns_shown()]
    texts = [{"name": "貼り付けた指標", "unit": "件"}.get(column.key, "") for column in columns]
    labels = [f"{column.label}（{column.unit}）" if column.unit else column.label for column in columns]
    QGuiApplication.clipboard().setText(text_of_cells([labels, texts]))
    before = len(pane.sheet.model.keys)
    pane.head.actions_of["paste_new"].trigger()
    assert len(pane.sheet.model.keys) == before + 1
    assert ("貼り付けた指標",) in shown(pane, "name")


@pytest.mark.parametrize(
    ("first", "is_heading"),
    [
        (["意見の概要", "市の考え方"], True),
        ([" 意見の　概要", "", "市の\n考え方"], True),
        (["意見の概要", "", ""], False),
        (["意見の概要", "回答"], False),
        (["", ""], False),
    ],
)
def test_a_heading_repeats_at_least_two_labels_and_nothing_else(first: list[str], is_heading: bool) -> None:
    grid = [first, ["甲", "乙"]]
    assert without_heading(grid, OPINIONS.columns) == (grid[1:] if is_heading else grid)


def test_a_range_fills_a_multiple_of_itself_only() -> None:
    assert repeated([["甲"]], 2, 2) == [["甲", "甲"], ["甲", "甲"]]
    assert repeated([["甲"], ["乙", "丙"]], 4, 2) == [["甲", ""], ["乙", "丙"], ["甲", ""], ["乙", "丙"]]
    assert repeated([["甲"], ["乙"]], 3, 1) == [["甲"], ["乙"]]
