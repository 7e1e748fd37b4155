"""The form of a block's options: every box shows what the builder uses, stores what is set, follows undo."""

from collections.abc import Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dxplanner.domain.moments import format_moment
from dxplanner.handouts.catalogue import KINDS
from dxplanner.handouts.option_specs import OPTIONS, OptionKind, OptionSpec
from dxplanner.handouts.pages import DocumentLayout
from dxplanner.model import Handout, HandoutBlock, PrintRun
from dxplanner.services import handout_edit as edit
from dxplanner.services.fields import delete_rows
from dxplanner.services.preview import preview_of
from dxplanner.services.print_runs import forget, printing_of, record
from dxplanner.ui.composer.option_form import LongText
from dxplanner.ui.composer.pane import HandoutsPane
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.choices import ArrowBox
from tests.ui.composer_fixtures import hidden_pane, stored_options

WORDS = "試しの語"
TYPED = {"from": "R6.6", "to": "R6.12", "status": "R6.10.1"}
"""What is typed where any words would be refused."""
PRINTED: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("heading", "text"): {},
    ("text", "text"): {},
    ("notes", "entries"): {},
    ("schedule", "corner"): {},
    ("reviews", "heading"): {},
    ("flow", "label"): {},
    ("project_schedule", "corner"): {"project": "職員の育成"},
}
"""Options whose words stand on the page in the sample plan, with what they need beside them."""


@pytest.fixture
def pane(context: PlanContext, qtbot: QtBot) -> Iterator[HandoutsPane]:
    yield from hidden_pane(context, qtbot)


def new_block(pane: HandoutsPane, kind: str, options: Mapping[str, Any] = MappingProxyType({})) -> int:
    """A block of a kind alone in a new handout, selected."""
    handout = pane.context.run("資料の追加", edit.add_handout(KINDS[kind].label))
    assert handout is not None
    block = pane.context.run("部品の追加", edit.add_block(handout, kind, options))
    assert block is not None
    pane.handouts.view.select([handout])
    pane.blocks.view.select([block])
    return block


def shown(widget: QWidget) -> object:
    """What a widget shows, as the builder would take it."""
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    if isinstance(widget, QDoubleSpinBox):
        return widget.value()
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, LongText):
        return widget.toPlainText()
    if isinstance(widget, ArrowBox):
        return widget.currentData()
    assert isinstance(widget, QListWidget)
    items = [widget.item(row) for row in range(widget.count())]
    return [item.text() for item in items if item.checkState() is Qt.CheckState.Checked]


def unset(spec: OptionSpec) -> object:
    """What a widget shows for an option that is not set."""
    if spec.kind is OptionKind.CHOICE:
        return None
    if spec.kind is OptionKind.SEVERAL:
        return []
    return "" if spec.default is None else spec.default


def change(widget: QWidget, spec: OptionSpec) -> object:
    """Set something else, as a user does; gives what is to be stored."""
    if isinstance(widget, QCheckBox):
        widget.click()
        return not spec.default
    if isinstance(widget, QDoubleSpinBox):
        QTest.keyClick(widget, Qt.Key.Key_Up)
        return spec.default + widget.singleStep()  # type: ignore[operator]
    if isinstance(widget, QLineEdit):
        words = TYPED.get(spec.key, WORDS)
        widget.selectAll()
        widget.insert(words)
        QTest.keyClick(widget, Qt.Key.Key_Return)
        return words
    if isinstance(widget, LongText):
        notes = spec.kind is OptionKind.NOTES
        widget.insertPlainText(f"※１ {WORDS}" if notes else WORDS)
        widget.flush()
        return [["※１", WORDS]] if notes else WORDS
    if isinstance(widget, ArrowBox):
        widget.setCurrentIndex(1)
        widget.activated.emit(1)
        return widget.itemData(1)
    assert isinstance(widget, QListWidget)
    widget.item(0).setCheckState(Qt.CheckState.Checked)
    return [widget.item(0).data(Qt.ItemDataRole.UserRole)]


def offers_nothing(widget: QWidget) -> bool:
    if isinstance(widget, QListWidget):
        return widget.item(0).text() == "選べるものがありません。"
    return isinstance(widget, ArrowBox) and widget.count() == 1


def layout(pane: HandoutsPane) -> DocumentLayout:
    """The pages of the handout that is selected."""
    assert pane._handout is not None
    return preview_of(pane.context.workbench.plan.snapshot(), pane._handout.uid).layout


def texts(pane: HandoutsPane) -> str:
    """All texts on the pages of the handout that is selected."""
    pages = layout(pane).pages
    return "\n".join(box.text for page in pages for item in page.items for box in item.drawing.boxes)


@pytest.mark.parametrize("kind", OPTIONS)
def test_every_box_shows_stores_prints_and_is_undone(pane: HandoutsPane, kind: str) -> None:
    block = new_block(pane, kind)
    assert list(pane.options.boxes) == [spec.key for spec in OPTIONS[kind]]
    for spec in OPTIONS[kind]:
        widget = pane.options.boxes[spec.key].widget
        assert shown(widget) == unset(spec), spec.key
        if offers_nothing(widget):
            continue
        wished = change(widget, spec)
        assert stored_options(pane, block) == {spec.key: wished}, spec.key
        assert shown(widget) != unset(spec)
        pane.context.undo()
        assert stored_options(pane, block) == {}
        assert shown(widget) == unset(spec), spec.key


@pytest.mark.parametrize(("kind", "key"), PRINTED)
def test_words_typed_stand_on_the_page_until_they_are_undone(pane: HandoutsPane, kind: str, key: str) -> None:
    new_block(pane, kind, PRINTED[kind, key])
    change(pane.options.boxes[key].widget, next(spec for spec in OPTIONS[kind] if spec.key == key))
    assert WORDS in texts(pane)
    pane.context.undo()
    assert WORDS not in texts(pane)


NUMBERS: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("heading", "level"): {"text": "見出し"},
    ("text", "size"): {"text": "文章"},
    ("reviews", "pages"): {},
    ("survey", "columns"): {},
}
"""All numbers, with what they need beside them to be seen."""


def test_every_number_is_driven() -> None:
    numbers = {(k, one.key) for k, specs in OPTIONS.items() for one in specs if one.kind is OptionKind.NUMBER}
    assert numbers == set(NUMBERS)


@pytest.mark.parametrize(("kind", "key"), NUMBERS)
def test_a_number_changes_the_pages_until_it_is_undone(pane: HandoutsPane, kind: str, key: str) -> None:
    new_block(pane, kind, NUMBERS[kind, key])
    before = layout(pane)
    change(pane.options.boxes[key].widget, next(spec for spec in OPTIONS[kind] if spec.key == key))
    assert layout(pane) != before
    pane.context.undo()
    assert layout(pane) == before


def test_what_is_set_back_to_its_default_is_not_stored(pane: HandoutsPane) -> None:
    block = new_block(pane, "survey")
    for key in ("summary", "checks"):
        flag = pane.options.boxes[key].widget
        assert isinstance(flag, QCheckBox)
        flag.click()
        assert stored_options(pane, block) == {key: False}
        flag.click()
        assert stored_options(pane, block) == {}


def test_a_blank_that_is_meant_stays_blank(pane: HandoutsPane) -> None:
    block = new_block(pane, "flow")
    label = pane.options.boxes["label"].widget
    assert isinstance(label, QLineEdit)
    assert label.text() == "ステップ"
    label.clear()
    QTest.keyClick(label, Qt.Key.Key_Return)
    assert stored_options(pane, block) == {"label": ""}
    QTest.keyClick(label, Qt.Key.Key_Return)
    assert stored_options(pane, block) == {"label": ""}
    assert "ステップ" not in texts(pane)


def test_leaving_a_box_as_it_is_changes_nothing(pane: HandoutsPane) -> None:
    for kind in ("flow", "schedule", "text", "reviews"):
        block = new_block(pane, kind)
        for box in pane.options.boxes.values():
            if isinstance(box.widget, QLineEdit):
                QTest.keyClick(box.widget, Qt.Key.Key_Return)
            box.flush()
        assert stored_options(pane, block) == {}


def test_a_record_is_shown_by_its_day_and_another_can_be_chosen(pane: HandoutsPane, qtbot: QtBot) -> None:
    pane.show()
    snapshot = pane.context.workbench.plan.snapshot()
    printed = [printing_of(snapshot, one) for one in snapshot.all(Handout)[:2]]
    pane.context.run("印刷の記録", record(printed, "企画係"))
    new_block(pane, "replacements")
    run, meeting = pane.options.boxes["run"].widget, pane.options.boxes["meeting"].widget
    assert isinstance(run, ArrowBox)
    qtbot.waitUntil(lambda: run.count() == 3, timeout=10_000)
    runs = pane.context.workbench.plan.snapshot().all(PrintRun)
    for at, made in enumerate(reversed(runs), start=1):
        assert run.itemData(at) == made.uid
        assert run.itemText(at) == f"{format_moment(made.printed_at)}　{made.number}　{made.title}"
    assert meeting.isEnabled()
    run.setCurrentIndex(2)
    run.activated.emit(2)
    assert run.toolTip().startswith(run.itemText(2))
    assert not meeting.isEnabled()
    assert "印刷の記録" in meeting.toolTip()
    uid = run.currentData()
    pane.context.run("削除", forget([made.id for made in runs if made.uid == uid]))
    qtbot.waitUntil(lambda: run.currentText() == "（削除された印刷の記録）", timeout=10_000)
    assert run.currentData() == uid


def test_a_comparison_of_chapters_greys_out_what_it_does_not_use(pane: HandoutsPane) -> None:
    new_block(pane, "comparison")
    boxes = pane.options.boxes
    source = boxes["source"].widget
    assert isinstance(source, ArrowBox)
    assert boxes["texts"].widget.isEnabled()
    at = source.findData("章構成")
    source.setCurrentIndex(at)
    source.activated.emit(at)
    for key in ("texts", "level"):
        assert not boxes[key].widget.isEnabled()
        assert "章構成" in boxes[key].widget.toolTip()
    pane.context.undo()
    assert boxes["texts"].widget.isEnabled()


def test_a_block_without_options_says_so(pane: HandoutsPane) -> None:
    for kind in ("page_break", "trends"):
        block = new_block(pane, kind)
        assert label_of(pane) == "この部品に設定はありません。"
        pane.context.run("部品の削除", partial(delete_rows, entity=HandoutBlock, row_ids=[block]))
        assert label_of(pane) == "部品を選ぶと、その設定がここに出ます。"


def label_of(pane: HandoutsPane) -> str:
    """What the form says instead of boxes."""
    assert not pane.options.boxes
    (label,) = (one for one in pane.options.findChildren(QLabel) if not one.isHidden())
    return label.text()


def test_a_list_to_tick_keeps_its_place(pane: HandoutsPane) -> None:
    new_block(pane, "measure_card")
    ticks = pane.options.boxes["nodes"].widget
    assert isinstance(ticks, QListWidget)
    ticks.scrollToBottom()
    place = ticks.verticalScrollBar().value()
    assert place > 0
    ticks.item(ticks.count() - 1).setCheckState(Qt.CheckState.Checked)
    assert ticks.verticalScrollBar().value() == place


def test_rows_to_tick_are_as_high_as_others_and_never_wider_than_the_list(pane: HandoutsPane) -> None:
    new_block(pane, "survey")
    pane.resize(1074, 620)
    ticks = pane.options.boxes["questions"].widget
    assert isinstance(ticks, QListWidget)
    row = pane.context.theme.pixels(24)
    assert {ticks.visualItemRect(ticks.item(at)).height() for at in range(ticks.count())} == {row}
    assert not ticks.horizontalScrollBar().isVisible()
    assert ticks.height() >= row * min(ticks.count(), 5)


def test_the_wheel_scrolls_the_form_and_changes_no_number(pane: HandoutsPane) -> None:
    block = new_block(pane, "text")
    box = pane.options.boxes["size"].widget
    assert isinstance(box, QDoubleSpinBox)
    before = box.value()
    place = QPointF(4, 4)
    wheel = QWheelEvent(
        place, place, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert box.value() == before
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.value() == before + 0.5
    assert stored_options(pane, block) == {"size": before + 0.5}
