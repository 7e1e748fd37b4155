"""The 工程表 while the plan cannot be written: what was typed stays where it was typed."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.domain.errors import MachineError
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.texts import ShortText
from dxplanner.ui.unsaved import unsaved_texts
from tests.ui.gantt_fixtures import Desk, make_desk, type_text

Block = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def desk(qtbot: QtBot, context: PlanContext) -> Desk:
    return make_desk(qtbot, context)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Block:
    """A block in which no edit can be stored."""

    def full(_plan: PlanFile, _label: str, merge: str | None = None) -> None:
        raise MachineError("保存先の空きがありません。")

    @contextmanager
    def block() -> Iterator[None]:
        with monkeypatch.context() as failing:
            failing.setattr(PlanFile, "edit", full)
            yield

    return block


def test_a_bars_text_stays_in_its_line_until_it_can_be_stored(desk: Desk, full_disk: Block) -> None:
    chart = desk.pane.board.chart
    chart.edit_text(desk.bar("骨子整理").id)
    type_text(chart.editor, "骨子の整理")
    with full_disk():
        QTest.keyClick(chart.editor, Qt.Key.Key_Return)
        assert chart.editor.isVisible()
        assert chart.editor.property("invalid")
        assert desk.said[-1] == "保存先の空きがありません。"
        chart.edit_text(desk.bar("素案整理").id)
        assert (chart.editor.bar_id, chart.editor.text()) == (desk.bar("骨子整理").id, "骨子の整理")
        desk.pane.flush()
        assert unsaved_texts(desk.pane, desk.context.workbench.plan) == ["工程の名称「骨子の整理」"]
    QTest.keyClick(chart.editor, Qt.Key.Key_Return)
    assert chart.editor.isHidden()
    assert desk.bar("骨子の整理")
    chart.edit_text(desk.bar("素案整理").id)
    assert not chart.editor.property("invalid")


def test_escape_gives_up_a_text_that_cannot_be_stored(desk: Desk, full_disk: Block) -> None:
    chart = desk.pane.board.chart
    chart.edit_text(desk.bar("骨子整理").id)
    type_text(chart.editor, "骨子の整理")
    with full_disk():
        QTest.keyClick(chart.editor, Qt.Key.Key_Return)
    QTest.keyClick(chart.editor, Qt.Key.Key_Escape)
    assert chart.editor.isHidden()
    assert desk.commits == []
    assert unsaved_texts(desk.pane, desk.context.workbench.plan) == []


@pytest.mark.parametrize(("name", "typed"), [("名称", "骨子の整理"), ("開始", "R6.5.1"), ("備考", "要確認")])
def test_a_property_stays_marked_until_it_is_stored(
    desk: Desk, full_disk: Block, name: str, typed: str
) -> None:
    desk.pane.board.selection.set([desk.bar("骨子整理").id])
    panel = desk.pane.board.properties
    box = next(box for box in panel.findChildren(ShortText) if box.accessibleName() == name)
    box.setFocus()
    box.selectAll()
    type_text(box, typed)
    with full_disk():
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert (box.text(), box.unsaved, bool(box.property("invalid"))) == (typed, True, True)
        assert panel.message.text() == "保存できませんでした。画面の下の案内を確かめてください。"
    desk.pane.board.properties.show_bars([desk.bar("骨子整理")])
    assert box.text() == typed
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert len(desk.commits) == 1
    assert (box.unsaved, bool(box.property("invalid")), panel.message.text()) == (False, False, "")
