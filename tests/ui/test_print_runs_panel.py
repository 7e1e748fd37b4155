"""印刷の記録 in the 資料 pane: former pages are shown and saved, whatever becomes of the handout."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.model import Handout
from dxplanner.services import handout_edit as edit
from dxplanner.services.fields import set_field
from dxplanner.ui.composer.pane import HandoutsPane
from dxplanner.ui.context import PlanContext

TITLE = "施策体系（案）"


@pytest.fixture
def pane(context: PlanContext, qtbot: QtBot) -> Iterator[HandoutsPane]:
    made = HandoutsPane(context)
    qtbot.addWidget(made)
    made.resize(1074, 620)
    with qtbot.waitExposed(made):
        made.show()
    made.tabs.setCurrentWidget(made.runs)
    qtbot.waitUntil(lambda: made.preview.view.complete, timeout=20_000)
    yield made
    made.renderer.stop()


def record(pane: HandoutsPane, qtbot: QtBot) -> None:
    count = pane.runs.model.rowCount()
    pane.runs.record.click()
    qtbot.waitUntil(lambda: pane.runs.model.rowCount() == count + 1, timeout=10_000)


def set_handout(pane: HandoutsPane, name: str, value: object) -> None:
    with pane.context.workbench.plan.reading() as session:
        key = session.scalar(sa.select(Handout.id).where(Handout.code == "hierarchy"))
    assert key is not None
    pane.context.run("変更", lambda session: set_field(session, Handout, key, name, value))


def title_shown(pane: HandoutsPane) -> str:
    """The title line of the first page shown."""
    preview = pane.preview.view.preview
    return "" if preview is None else preview.layout.pages[0].items[0].drawing.boxes[0].text


def test_former_pages_are_shown_until_somebody_goes_back(pane: HandoutsPane, qtbot: QtBot) -> None:
    record(pane, qtbot)
    set_handout(pane, "title", "体系の新しい題名")
    qtbot.waitUntil(lambda: title_shown(pane) == "体系の新しい題名", timeout=10_000)
    pane.runs.look.click()
    assert title_shown(pane) == TITLE
    assert pane.preview.kept.isVisible()
    assert TITLE in pane.preview.kept.text.text()
    assert "に記録" in pane.preview.kept.text.toolTip()
    assert not pane.export.isEnabled()
    qtbot.waitUntil(lambda: pane.preview.view.complete, timeout=10_000)
    qtbot.wait(100)
    assert title_shown(pane) == TITLE
    pane.preview.kept.back.click()
    qtbot.waitUntil(lambda: title_shown(pane) == "体系の新しい題名", timeout=10_000)
    assert not pane.preview.kept.isVisible()
    assert pane.export.isEnabled()


def test_an_edit_leads_back_to_the_present_pages(pane: HandoutsPane, qtbot: QtBot) -> None:
    record(pane, qtbot)
    pane.runs.look.click()
    assert pane.preview.kept.isVisible()
    set_handout(pane, "title", "体系の新しい題名")
    qtbot.waitUntil(lambda: title_shown(pane) == "体系の新しい題名", timeout=10_000)
    assert not pane.preview.kept.isVisible()


def test_former_pages_are_saved_as_pdf(pane: HandoutsPane, qtbot: QtBot, tmp_path: Path) -> None:
    record(pane, qtbot)
    set_handout(pane, "title", "体系の新しい題名")
    pane.runs.look.click()
    suggested: list[str] = []

    def asked(suggestion: Path) -> Path:
        suggested.append(suggestion.name)
        return tmp_path / "記録.pdf"

    pane.run_acts.ask_path = asked
    with qtbot.waitSignal(pane.context.said) as said:
        pane.preview.kept.save.click()
    assert said.args == ["「記録.pdf」に保存しました。"]
    assert suggested[0].startswith("資料１－１_施策体系（案）_R")
    import pypdfium2

    pdf = pypdfium2.PdfDocument(tmp_path / "記録.pdf")
    text = pdf[0].get_textpage().get_text_range()
    pdf.close()
    assert TITLE in text
    assert "体系の新しい題名" not in text


def test_the_record_of_a_deleted_handout_is_found_among_all(pane: HandoutsPane, qtbot: QtBot) -> None:
    record(pane, qtbot)
    QTest.keyClick(pane.handouts.view, Qt.Key.Key_Delete)
    assert pane.runs.model.rowCount() == 0
    pane.runs.everything.setChecked(True)
    (entry,) = pane.runs.model.entries
    index = pane.runs.model.index(0)
    assert TITLE in pane.runs.model.data(index)
    assert entry.handout_id is None
    assert pane.runs.look.isEnabled()
    for button in (pane.runs.compare, pane.runs.replacements, pane.runs.corrections):
        assert not button.isEnabled()
        assert "削除" in button.toolTip()
    pane.runs.look.click()
    assert title_shown(pane) == TITLE
    pane.context.undo()
    assert pane.runs.compare.isEnabled()


def test_the_records_of_all_handouts_tell_their_handout(pane: HandoutsPane, qtbot: QtBot) -> None:
    record(pane, qtbot)
    other = pane.handout_model.entries[1]
    pane.handouts.view.select([other.id])
    assert pane.runs.model.rowCount() == 0
    record(pane, qtbot)
    assert TITLE not in pane.runs.model.data(pane.runs.model.index(0))
    pane.runs.everything.setChecked(True)
    told = [pane.runs.model.data(pane.runs.model.index(row)) for row in range(pane.runs.model.rowCount())]
    assert len(told) == 2
    assert other.title in told[0]
    assert TITLE in told[1]
    pane.runs.everything.setChecked(False)
    assert pane.runs.model.rowCount() == 1


def test_a_chosen_meeting_stays_chosen_for_its_handout(pane: HandoutsPane, qtbot: QtBot) -> None:
    pane.runs.meeting.setCurrentIndex(2)
    chosen = pane.runs.meeting.currentData()
    assert chosen is not None
    record(pane, qtbot)
    assert pane.runs.meeting.currentData() == chosen
    assert pane.runs.model.entries[0].meeting == pane.runs.meeting.currentText()
    first, second = (entry.id for entry in pane.handout_model.entries[:2])
    pane.handouts.view.select([second])
    assert pane.runs.meeting.currentData() is None
    pane.handouts.view.select([first])
    set_handout(pane, "meeting_id", chosen)
    assert pane.runs.meeting.currentData() == chosen


def test_without_handouts_nothing_can_be_recorded(pane: HandoutsPane) -> None:
    keys = [entry.id for entry in pane.handout_model.entries]
    pane.handouts.view.select(keys)
    QTest.keyClick(pane.handouts.view, Qt.Key.Key_Delete)
    assert pane.handout_model.rowCount() == 0
    assert not pane.runs.record.isEnabled()
    assert pane.runs.everything.isEnabled()


def test_only_the_pages_given_out_are_compared(pane: HandoutsPane, qtbot: QtBot) -> None:
    key = pane.context.run("追加", edit.copy_handout(pane.handout_model.entries[0].id, "三ページ"))
    assert key is not None
    kinds = ["page_break", "indicators", "page_break", "progress"]
    for kind in kinds:
        pane.context.run("部品", edit.add_block(key, kind, {}, None))
    pane.context.run("範囲", lambda session: set_field(session, Handout, key, "page_range", "1-2"))
    pane.handouts.view.select([key])
    record(pane, qtbot)
    assert pane.runs.model.entries[0].pages == 2
    pane.context.run("範囲", lambda session: set_field(session, Handout, key, "page_range", None))
    pane.runs.compare.click()
    qtbot.waitUntil(lambda: pane.runs.answer.text() == "変わったページはありません。", timeout=10_000)
    pane.context.run("番号", lambda session: set_field(session, Handout, key, "first_page", 4))
    pane.runs.compare.click()
    answer = "変わったページはありません。番号だけが変わったページが2ページあります。"
    qtbot.waitUntil(lambda: pane.runs.answer.text() == answer, timeout=10_000)


def test_what_is_being_recorded_is_stored_before_the_plan_closes(pane: HandoutsPane) -> None:
    pane.runs.record.click()
    assert pane.runs.model.rowCount() == 0
    pane.flush()
    assert pane.runs.model.rowCount() == 1
    assert pane.run_acts.jobs.running == ()
