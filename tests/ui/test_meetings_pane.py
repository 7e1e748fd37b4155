"""The 会議・意見 pane: pasting, filtering by 区分, the form, a meeting's agenda; undone to the start."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from dxplanner.model import AgendaItem, Handout, Meeting, Opinion, OpinionClass
from dxplanner.services.fields import set_field
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.elided import ElidedButton
from dxplanner.ui.panes.meetings import MeetingsPane
from tests.store.test_changelog import all_rows

LINES = "市議会\tスマホ教室を増やしてほしい。\t開催回数を増やします。\n庁内\t年度をそろえること。\t\n"


@pytest.fixture
def pane(context: PlanContext, qtbot: QtBot) -> MeetingsPane:
    made = MeetingsPane(context)
    qtbot.addWidget(made)
    context.committed.connect(lambda _committed: None)
    made.resize(1074, 620)
    with qtbot.waitExposed(made):
        made.show()
    return made


def plan_of(pane: MeetingsPane) -> PlanFile:
    return pane.context.workbench.plan


def summaries(pane: MeetingsPane) -> list[str]:
    with plan_of(pane).reading() as session:
        return list(session.scalars(sa.select(Opinion.summary).order_by(Opinion.position)))


def paste(pane: MeetingsPane, text: str, column: str) -> None:
    """Paste into the row that is still empty, from a column on."""
    model = pane.opinions.model
    place = [spec.key for spec in model.columns].index(column)
    pane.opinions.view.put_cursor(model.index(model.rowCount() - 1, place))
    QGuiApplication.clipboard().setText(text)
    pane.opinions.acts.paste()


def test_pasting_filling_and_undoing(pane: MeetingsPane) -> None:
    QAbstractItemModelTester(pane.opinions.model)
    start = all_rows(plan_of(pane))
    for text in ("スマホ教室を増やしてほしい。\n", "年度をそろえること。\n"):
        paste(pane, text, "summary")
    assert summaries(pane) == ["スマホ教室を増やしてほしい。", "年度をそろえること。"]
    key = pane.opinions.model.stored_keys[0]
    assert pane.opinions.select(key, "summary")
    editor = pane.form.editors["answer"]
    editor.box.set_text("開催回数を増やします。")
    editor.commit()
    with plan_of(pane).reading() as session:
        row = session.get(Opinion, key)
        assert row is not None
        assert row.answer == "開催回数を増やします。"
    assert pane.opinions.current_key() == key
    while all_rows(plan_of(pane)) != start:
        assert pane.context.workbench.undo() is not None
    assert list(pane.opinions.model.stored_keys) == []


def test_a_click_on_a_count_shows_that_class_only(pane: MeetingsPane) -> None:
    paste(pane, "参考にしてほしい。\n言葉を直す。\n参考の例を足す。\n", "summary")
    first, second, third = pane.opinions.model.stored_keys
    with plan_of(pane).reading() as session:
        classes = {row.name: row.id for row in session.scalars(sa.select(OpinionClass))}

    def sort(key: int, name: str) -> None:
        pane.context.run(
            "区分の変更", lambda session: set_field(session, Opinion, key, "opinion_class_id", classes[name])
        )

    sort(second, "参考")
    sort(third, "修正する")

    def choices() -> dict[str, QPushButton]:
        made = (pane.counts.itemAt(place) for place in range(pane.counts.count()))
        found = [item.widget() for item in made if item is not None]
        return {choice.text(): choice for choice in found if isinstance(choice, QPushButton)}

    def checked() -> list[str]:
        return [text for text, choice in choices().items() if choice.isChecked()]

    model = pane.opinions.model
    pane.opinions.set_filter("足す")
    choices()["参考 1"].click()
    assert model.keys == [second]
    assert pane.opinions.filter.box.text() == ""
    assert checked() == ["参考 1"]
    choices()["（区分なし） 1"].click()
    assert model.keys == [first]
    assert checked() == ["（区分なし） 1"]
    sort(first, "参考")
    assert model.keys == [first]
    choices()["参考 2"].click()
    assert model.keys == [first, second]
    pane.opinions.filter.all.click()
    assert model.keys == [first, second, third]
    assert checked() == []
    choices()["修正する 1"].click()
    assert model.keys == [third]
    choices()["修正する 1"].click()
    assert model.keys == [first, second, third]
    assert checked() == []


def test_numbers_of_opinions_have_no_average(pane: MeetingsPane, qtbot: QtBot) -> None:
    paste(pane, "一\n二\n", "summary")
    model = pane.opinions.model
    with qtbot.waitSignal(pane.summed) as told:
        pane.opinions.view.put_cursor(model.index(0, 0))
        pane.opinions.view.selectionModel().select(
            model.index(1, 0), QItemSelectionModel.SelectionFlag.Select
        )
    assert told.args == ["件数 2"]
    with qtbot.waitSignal(pane.summed) as told:
        pane.pages.button(1).click()
    assert told.args == [""]


def test_equal_numbers_are_said_and_mended(pane: MeetingsPane) -> None:
    paste(pane, "一\n二\n", "summary")
    for key in pane.opinions.model.stored_keys:
        pane.context.run("番号", partial(set_field, entity=Opinion, row_id=key, name="number", value=7))
    assert "（7）" in pane.caution.text()
    pane.renumber.click()
    assert pane.caution.isHidden()


def test_a_meeting_shows_its_agenda_and_handouts(pane: MeetingsPane, qtbot: QtBot) -> None:
    with plan_of(pane).reading() as session:
        meeting = session.scalars(sa.select(Meeting).order_by(Meeting.position)).first()
        handout = session.scalars(sa.select(Handout).order_by(Handout.position)).first()
    assert meeting is not None
    assert handout is not None
    pane.context.run(
        "配付", lambda session: set_field(session, Handout, handout.id, "meeting_id", meeting.id)
    )
    pane.pages.button(1).click()
    assert pane.meetings.select(meeting.id)
    assert len(pane.agenda.model.stored_keys) == 3
    link = next(made for made in pane.findChildren(QPushButton) if handout.title in made.text())
    with qtbot.waitSignal(pane.open_pane) as asked:
        link.click()
    assert asked.args == ["handouts", handout.id]


def test_handouts_given_stand_by_their_number_and_may_be_many(pane: MeetingsPane) -> None:
    with plan_of(pane).reading() as session:
        meeting = session.scalars(sa.select(Meeting.id).order_by(Meeting.position.desc())).first()
        handouts = list(session.scalars(sa.select(Handout.id).order_by(Handout.position)))

    def give(session: Session) -> None:
        for key in handouts:
            set_field(session, Handout, key, "meeting_id", meeting)
        set_field(session, Handout, handouts[0], "number", None)

    pane.pages.button(1).click()
    pane.context.run("配付", give)
    high = pane.meetings.height()
    assert meeting is not None
    assert pane.meetings.select(meeting)
    places = (pane.handouts.itemAt(place) for place in range(pane.handouts.count()))
    links = [place.widget() for place in places if place is not None]
    texts = [link.text() for link in links if isinstance(link, ElidedButton)]
    numbers = [text.partition("　")[0] for text in texts]
    assert len(texts) == len(handouts)
    assert numbers[:3] == ["資料１", "資料１－２", "資料１－３"]
    assert numbers.index("資料１－９") < numbers.index("資料１－10") < numbers.index("資料２－１")
    assert texts[-1] == "施策体系（案）"
    assert pane.meetings.height() == high


def test_the_tables_need_no_scrolling_sideways_on_a_small_screen(pane: MeetingsPane) -> None:
    paste(pane, "スマホ教室を増やしてほしい。\n", "summary")
    for page, sheets in enumerate(((pane.opinions,), (pane.meetings, pane.agenda), (pane.classes,))):
        pane.show_page(page)
        for sheet in sheets:
            assert sheet.view.horizontalScrollBar().maximum() == 0


def test_the_counts_go_below_where_the_pane_is_narrow(pane: MeetingsPane, qtbot: QtBot) -> None:
    paste(pane, LINES, "source")
    first = pane.pages.button(0)

    def top(button: QAbstractButton) -> int:
        return button.mapTo(pane, button.rect().topLeft()).y()

    assert abs(top(pane.add) - top(first)) <= 1
    pane.resize(707, 620)
    qtbot.waitUntil(lambda: top(pane.add) > top(first) + first.height())
    assert pane.opinions.mapTo(pane, pane.opinions.rect().topLeft()).y() > top(pane.add)


def test_the_empty_table_says_what_belongs_there(pane: MeetingsPane) -> None:
    assert "通し番号" in pane.opinions.empty.text()
    assert pane.form.nothing.isVisible()
    assert not pane.form.form.isVisible()
    paste(pane, "回数を増やす。\n", "summary")
    assert not pane.form.nothing.isVisible()
    assert pane.form.form.isVisible()


def test_insert_adds_a_row_by_keyboard(pane: MeetingsPane) -> None:
    pane.opinions.view.setFocus()
    QTest.keyClick(pane.opinions.view, Qt.Key.Key_Insert)
    assert pane.opinions.model.rowCount() >= 1


def test_a_read_only_plan_can_only_be_read(
    make_context: Callable[[PlanFile], PlanContext], sample_path: Path, author: Author, qtbot: QtBot
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        pane = MeetingsPane(make_context(plan))
        qtbot.addWidget(pane)
        with qtbot.waitExposed(pane):
            pane.show()
        assert not pane.add.isEnabled()
        pane.pages.button(1).click()
        model = pane.meetings.model
        assert model.rowCount() == 7
        assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_a_row_is_found_from_elsewhere(pane: MeetingsPane) -> None:
    with plan_of(pane).reading() as session:
        item = session.scalars(sa.select(AgendaItem).order_by(AgendaItem.id.desc())).first()
        assert item is not None
        place, meeting = (AgendaItem.__tablename__, item.uid), item.meeting_id
    assert pane.show_place(*place)
    assert pane.page == 1
    assert pane.meetings.current_key() == meeting
    assert pane.show_place("bar", "0" * 32) is False
