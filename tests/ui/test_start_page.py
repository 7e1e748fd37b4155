"""The start page, by keys and mouse."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from dxplanner.model import Plan
from dxplanner.ui.recent import DATE, FOLDER, MISSING, RecentPlans
from dxplanner.ui.settings import Settings
from dxplanner.ui.start_page import StartPage
from dxplanner.ui.window import MainWindow
from tests.ui.stand_ins import Answers

Make = Callable[..., MainWindow]


def page_of(window: MainWindow) -> StartPage:
    """The start page that a window shows."""
    assert window.start is not None
    return window.start


def test_the_first_start_says_what_belongs_there(make_window: Make) -> None:
    page = page_of(make_window())
    assert page.recent.currentWidget() is page.empty
    assert "最近使った計画はまだありません" in page.empty.text()
    assert page.buttons["new"].hasFocus()
    assert not page.remove.isVisible()


def test_everything_on_it_is_japanese(make_window: Make) -> None:
    page = page_of(make_window())
    texts = [label.text() for label in page.findChildren(QLabel)]
    texts += [button.text() for button in page.findChildren(QAbstractButton)]
    assert len([text for text in texts if text]) >= 7
    assert set(re.findall(r"[A-Za-z]{2,}", " ".join(texts))) <= {"DX"}


def test_enter_opens_the_selected_plan(make_window: Make, settings: Settings, sample_path: Path) -> None:
    settings.remember_plan(sample_path)
    window = make_window()
    page = page_of(window)
    assert page.list.hasFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert window.shows(sample_path)


def test_plans_are_listed_with_folder_and_date_and_missing_ones_marked(
    make_window: Make, settings: Settings, sample_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    settings.remember_plan(tmp_path / "なくなった計画.dxplan")
    settings.remember_plan(sample_path)
    page = page_of(make_window())
    first, second = page.model.index(0), page.model.index(1)
    assert (first.data(), first.data(FOLDER)) == ("見本", str(tmp_path))
    qtbot.waitUntil(lambda: second.data(MISSING) is True)
    assert second.data(DATE) == "見つかりません"
    assert "見つかりません" in second.data(Qt.ItemDataRole.AccessibleTextRole)
    assert first.data(MISSING) is False
    assert re.fullmatch(r"R\d+\.\d+\.\d+ \d\d:\d\d 更新", first.data(DATE))


def test_delete_takes_a_plan_off_the_list_and_leaves_the_file(
    make_window: Make, settings: Settings, sample_path: Path, tmp_path: Path
) -> None:
    settings.remember_plan(tmp_path / "なくなった計画.dxplan")
    settings.remember_plan(sample_path)
    page = page_of(make_window())
    QTest.keyClick(page.list, Qt.Key.Key_Delete)
    assert settings.recent_plans() == [tmp_path / "なくなった計画.dxplan"]
    assert sample_path.exists()
    QTest.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    assert settings.recent_plans() == []
    assert page.recent.currentWidget() is page.empty


def test_a_plan_that_cannot_be_opened_says_why_in_place(
    make_window: Make, settings: Settings, tmp_path: Path
) -> None:
    settings.remember_plan(tmp_path / "なくなった計画.dxplan")
    window = make_window()
    page = page_of(window)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert window.start is page
    assert page.banner.isVisible()
    assert "見つかりません" in page.banner.label.text()


def test_open_other_asks_which(make_window: Make, answers: Answers, sample_path: Path) -> None:
    window = make_window()
    QTest.mouseClick(page_of(window).buttons["open"], Qt.MouseButton.LeftButton)
    assert window.start is not None
    answers.plan = sample_path
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert window.shows(sample_path)
    assert answers.asked == ["open", "open"]


def test_sample_is_written_where_the_user_says(
    make_window: Make, answers: Answers, settings: Settings, tmp_path: Path
) -> None:
    window = make_window()
    answers.target = tmp_path / "ためし.dxplan"
    QTest.mouseClick(page_of(window).buttons["sample"], Qt.MouseButton.LeftButton)
    assert window.shows(answers.target)
    assert answers.asked == ["見本のR6計画の保存先"]
    assert settings.recent_plans() == [answers.target]


def test_sample_that_cannot_be_written_says_why(make_window: Make, answers: Answers, tmp_path: Path) -> None:
    window = make_window()
    answers.target = tmp_path / "ないフォルダー" / "ためし.dxplan"
    QTest.mouseClick(page_of(window).buttons["sample"], Qt.MouseButton.LeftButton)
    assert page_of(window).banner.isVisible()
    assert "書き出せませんでした" in page_of(window).banner.label.text()


def test_new_plan_runs_the_wizard_and_opens_what_it_made(make_window: Make, empty_path: Path) -> None:
    window = make_window(new_plan=lambda _parent, _theme, _settings, _author: empty_path)
    QTest.keyClick(page_of(window).buttons["new"], Qt.Key.Key_Space)
    assert window.context is not None
    with window.context.workbench.plan.reading() as session:
        assert session.query(Plan).one().name == "試験計画"


def test_the_list_is_a_sound_model(tmp_path: Path) -> None:
    model = RecentPlans()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show([tmp_path / "甲.dxplan", tmp_path / "乙.dxplan"])
    model.mark({tmp_path / "甲.dxplan": None})
    assert [model.index(row).data() for row in range(model.rowCount())] == ["甲", "乙"]
    assert model.path(1) == tmp_path / "乙.dxplan"
    model.show([])
    assert model.rowCount() == 0
    tester.deleteLater()
