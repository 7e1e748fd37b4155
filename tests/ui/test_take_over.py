"""資料 and ひな形 of another plan in the composer; options that name rows whatever they are called."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from dxplanner.handouts.option_refs import portable
from dxplanner.model import Handout, PlanVersion, Schedule, ScheduleEdition
from dxplanner.services import handout_edit as edit
from dxplanner.services.fields import delete_rows
from dxplanner.services.workbench import Workbench
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.composer.pane import HandoutsPane
from dxplanner.ui.composer.take_over import TakeOverDialog
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.choices import ArrowBox
from dxplanner.ui.theme import Theme
from tests.ui.composer_fixtures import hidden_pane, stored_options
from tests.ui.stand_ins import Answers

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def other(sample_template: Path, tmp_path: Path, author: Author) -> Path:
    """Another plan with the sample's handouts and an own ひな形."""
    path = tmp_path / "去年の計画.dxplan"
    path.write_bytes(sample_template.read_bytes())
    with PlanFile.open(path, author) as plan:
        now = plan.snapshot()
        command = edit.copy_handout(
            next(one.id for one in now.all(Handout) if one.code == "schedule"),
            "工程のひな形",
            template=True,
            convert=lambda kind, options: portable(kind, options, now),
        )
        Workbench(plan).run("ひな形", command)
    return path


@pytest.fixture
def dialog(
    qtbot: QtBot, theme: Theme, empty_plan: PlanFile, other: Path, answers: Answers
) -> Iterator[TakeOverDialog]:
    answers.plan = other
    made = TakeOverDialog(empty_plan, empty_plan.snapshot, theme, answers)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.reject()


def test_handouts_are_ticked_by_mouse_and_keyboard(qtbot: QtBot, dialog: TakeOverDialog) -> None:
    QAbstractItemModelTester(dialog.model, dialog)
    assert not dialog.take.isEnabled()
    assert dialog.file.button.hasFocus()
    QTest.mouseClick(dialog.file.button, LEFT)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 31)
    assert dialog.model.index(0).data() == "【ひな形】工程のひな形"
    assert [row.title for row in dialog.chosen] == ["工程のひな形"]
    assert dialog.take.text() == "1件を取り込む"
    assert dialog.note.text() == ""
    QTest.keyClick(dialog.view, Qt.Key.Key_Down)
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    assert [row.code for row in dialog.chosen][1:] == ["hierarchy"]
    assert dialog.note.text().startswith("この計画にないもの（自動になります）：計画版「見直し案」")
    assert "計画版「見直し案」" in dialog.model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    QTest.mouseClick(dialog.none, LEFT)
    assert (dialog.chosen, dialog.take.isEnabled(), dialog.note.text()) == ([], False, "")
    QTest.mouseClick(dialog.all, LEFT)
    assert (len(dialog.chosen), dialog.take.text()) == (31, "31件を取り込む")
    assert dialog.take.toolTip()
    assert dialog.all.toolTip()
    assert dialog.none.toolTip()


def test_several_are_ticked_together(qtbot: QtBot, dialog: TakeOverDialog) -> None:
    QTest.mouseClick(dialog.file.button, LEFT)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 31)
    dialog.view.select([row.id for row in dialog.model.entries[3:6]])
    box = dialog.model.index(4)
    assert dialog.model.setData(box, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert len(dialog.chosen) == 4
    assert dialog.model.setData(box, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert len(dialog.chosen) == 1


def test_what_cannot_be_read_is_said_beside_the_file(
    qtbot: QtBot, dialog: TakeOverDialog, empty_plan: PlanFile, tmp_path: Path
) -> None:
    stranger = tmp_path / "別.dxplan"
    stranger.write_text("計画ではない", encoding="utf-8")
    dialog.file.edit.setText(str(stranger))
    dialog.read()
    qtbot.waitUntil(lambda: "計画ファイルではありません" in dialog.file.message.text())
    dialog.file.edit.setText(str(empty_plan.path))
    dialog.read()
    assert dialog.file.message.text() == "いま開いている計画です。ほかの計画を選んでください。"
    assert dialog.model.rowCount() == 0


@pytest.fixture
def pane(context: PlanContext, qtbot: QtBot) -> Iterator[HandoutsPane]:
    yield from hidden_pane(context, qtbot)


def act(pane: HandoutsPane, text: str) -> None:
    """Choose from the menu of 追加."""
    pane.handouts.menu.aboutToShow.emit()
    next(action for action in pane.handouts.menu.actions() if text in action.text()).trigger()


def titles(pane: HandoutsPane) -> list[str]:
    return [entry.title for entry in pane.handout_model.entries]


def test_the_composer_takes_over_in_one_step(
    qtbot: QtBot, pane: HandoutsPane, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(dialog: TakeOverDialog) -> int:
        dialog.file.edit.setText(str(other))
        dialog.read()
        qtbot.waitUntil(lambda: dialog.model.rowCount() == 31)
        dialog._tick_all(True)
        return 1

    monkeypatch.setattr(TakeOverDialog, "exec", answer)
    before = titles(pane)
    act(pane, "ほかの計画から資料・ひな形を取り込む")
    assert sorted(titles(pane)) == sorted([*before, *before, "工程のひな形"])
    assert len(pane.handouts.view.keys()) == 31
    pane.context.workbench.undo()
    assert titles(pane) == before
    monkeypatch.setattr(TakeOverDialog, "exec", lambda _dialog: 0)
    act(pane, "ほかの計画から資料・ひな形を取り込む")
    assert titles(pane) == before


def choose(pane: HandoutsPane, title: str, *, template: bool = False) -> None:
    entries = pane.handout_model.entries
    key = next(one.id for one in entries if (one.title, one.template) == (title, template))
    pane.handouts.view.select([key])


def options(pane: HandoutsPane) -> dict[str, Any]:
    """The options of the first block of the handout that is shown, as they are stored."""
    return stored_options(pane, pane.block_model.entries[0].id)


def box(pane: HandoutsPane, key: str) -> ArrowBox:
    widget = pane.options.boxes[key].widget
    assert isinstance(widget, ArrowBox)
    return widget


def pick(pane: HandoutsPane, key: str, text: str) -> None:
    """Choose in a box, as by mouse."""
    widget = box(pane, key)
    widget.setCurrentIndex(widget.findText(text))
    widget.activated.emit(widget.currentIndex())


def uids(
    pane: HandoutsPane, entity: type[PlanVersion | Schedule | ScheduleEdition], field: str
) -> dict[str, str]:
    with pane.context.workbench.plan.reading() as session:
        return {getattr(row, field): row.uid for row in session.scalars(sa.select(entity))}


def test_what_is_chosen_is_the_row_and_what_is_shown_its_name(pane: HandoutsPane) -> None:
    versions = uids(pane, PlanVersion, "name")
    choose(pane, "施策体系（案）")
    assert options(pane) == {"version": versions["見直し案"]}
    pick(pane, "version", "現行計画")
    assert options(pane) == {"version": versions["現行計画"]}

    def renamed(session: Any) -> None:
        session.scalars(sa.select(PlanVersion).where(PlanVersion.name == "現行計画")).one().name = "第1次計画"

    pane.context.run("名前の変更", renamed)
    pane._picture.now()
    pane._show_options()
    assert box(pane, "version").currentText() == "第1次計画"
    assert pane.block_model.entries[0].summary == "第1次計画"
    assert options(pane) == {"version": versions["現行計画"]}


def test_names_of_older_files_are_shown_as_their_rows(pane: HandoutsPane) -> None:
    choose(pane, "施策体系（案）")
    block = pane.block_model.entries[0].id
    pane.context.run("設定", edit.set_option(block, "version", "現行計画"))
    assert box(pane, "version").currentText() == "現行計画"
    assert box(pane, "version").count() == 3
    pane.context.run("設定", edit.set_option(block, "version", "ない版"))
    assert box(pane, "version").currentText() == "ない版"


def test_an_edition_follows_its_schedule(pane: HandoutsPane) -> None:
    choose(pane, "改訂スケジュール")
    pick(pane, "edition", "予算説明時")
    before = options(pane)
    pick(pane, "schedule", "職員の育成")
    with pane.context.workbench.plan.reading() as session:
        edition = session.scalars(
            sa.select(ScheduleEdition).where(ScheduleEdition.uid == options(pane)["edition"])
        ).one()
        assert (edition.schedule.title, edition.name) == ("職員の育成", "予算説明時")
    pane.context.workbench.undo()
    assert options(pane) == before


def test_what_was_deleted_says_what_it_was(pane: HandoutsPane) -> None:
    choose(pane, "施策体系（案）")
    with pane.context.workbench.plan.reading() as session:
        key = session.scalar(sa.select(PlanVersion.id).where(PlanVersion.name == "見直し案"))
    assert key is not None
    pane.context.run("削除", lambda session: delete_rows(session, PlanVersion, [key]))
    pane._picture.now()
    pane._show_options()
    assert box(pane, "version").currentText() == "（削除された計画版「見直し案」）"
    pane.context.workbench.undo()
    pane._picture.now()
    pane._show_options()
    assert box(pane, "version").currentText() == "見直し案"


def test_a_template_keeps_names_and_its_copy_rows(pane: HandoutsPane, qtbot: QtBot) -> None:
    choose(pane, "改訂スケジュール")
    rows = options(pane)
    act(pane, "ひな形として保存")
    choose(pane, "改訂スケジュール", template=True)
    assert options(pane) == {"schedule": "改訂スケジュール", "edition": "素案報告時"}
    assert box(pane, "edition").currentText() == "素案報告時"
    pick(pane, "edition", "予算説明時")
    assert options(pane) == {"schedule": "改訂スケジュール", "edition": "予算説明時"}
    pick(pane, "schedule", "職員の育成")
    assert options(pane) == {"schedule": "職員の育成", "edition": "予算説明時"}
    pane.context.workbench.undo()
    pane.context.workbench.undo()
    pane.handouts.view.copy_wanted.emit(pane.handouts.view.keys())
    choose(pane, "改訂スケジュール（写し）")
    assert options(pane) == rows

    def renamed(session: Any) -> None:
        session.scalars(sa.select(Schedule).where(Schedule.title == "改訂スケジュール")).one().title = "改訂"

    pane.context.run("名前の変更", renamed)
    assert options(pane) == rows
    with qtbot.waitSignal(
        pane.context.said, check_params_cb=lambda text: "工程表「改訂スケジュール」" in text
    ):
        act(pane, "改訂スケジュール")
    choose(pane, "改訂スケジュール（写し）")
    assert [entry.template for entry in pane.handout_model.entries].count(True) == 1
