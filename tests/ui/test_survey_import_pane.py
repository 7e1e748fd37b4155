"""Raw answers in the 調査 pane: a file is read, counted, looked at and taken over."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.domain.raw_answers import Layout
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.survey_head import RESULTS
from dxplanner.ui.panes.survey_import import SurveyImport
from dxplanner.ui.panes.surveys import SurveysPane
from tests.store.test_changelog import all_rows
from tests.ui.survey_fixtures import choose, plan_of, shown


@pytest.fixture
def pane(context: PlanContext, qtbot: QtBot) -> SurveysPane:
    return shown(context, qtbot)


ANSWERS = """番号,年齢,問1,問2_電話,問2_メール
1,23,1,1,
2,34,2,,○
3,35,1,1,1
4,,6,x,
5,67,,0,1
"""


def begin(pane: SurveysPane, folder: Path, qtbot: QtBot, text: str = ANSWERS) -> SurveyImport:
    path = folder / "回答.csv"
    path.write_bytes(text.encode("cp932"))
    pane.importer.ask_file = lambda: path
    pane.bar.load.click()
    qtbot.waitUntil(lambda: pane.importer.file is not None)
    return pane.importer


def mark(importer: SurveyImport, *columns: int) -> None:
    for column in columns:
        importer.options.columns.item(column).setCheckState(Qt.CheckState.Checked)


def counted(importer: SurveyImport, qtbot: QtBot) -> list[list[str]]:
    qtbot.waitUntil(lambda: importer.counted is not None)
    table = importer.preview.table
    found = []
    for row in range(table.rowCount()):
        cells = [table.item(row, column) for column in range(table.columnCount())]
        found.append(["" if cell is None else cell.text() for cell in cells])
    return found


def test_raw_answers_become_a_question(pane: SurveysPane, tmp_path: Path, qtbot: QtBot) -> None:
    start = all_rows(plan_of(pane))
    importer = begin(pane, tmp_path, qtbot)
    assert pane.pages.currentWidget() is importer
    assert "回答者5人" in importer.title.whole_text()
    assert not importer.take.isEnabled()
    importer.options.layout_box.setCurrentIndex(list(Layout).index(Layout.FLAGS))
    importer.options.layout_box.activated.emit(2)
    mark(importer, 3, 4)
    assert counted(importer, qtbot) == [
        ["電話", "2", "40.0"],
        ["メール", "3", "60.0"],
        ["不明", "1", "20.0"],
        ["合計", "6", "複数回答"],
    ]
    assert importer.preview.problems.item(0).text().startswith("5行目「問2_電話」の「x」：")
    assert importer.options.title.text() == "問2_電話"
    importer.options.title.setText("連絡の方法")
    importer.take.click()
    assert pane.page == RESULTS
    assert pane.results.detail is not None
    assert pane.results.detail.name == "連絡の方法"
    assert plan_of(pane).undo_label() == "回答データの取込み「連絡の方法」"
    pane.context.undo()
    assert all_rows(plan_of(pane)) == start


def test_codes_take_the_names_of_the_question_they_replace(
    pane: SurveysPane, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(pane, "C1")
    importer = begin(pane, tmp_path, qtbot)
    mark(importer, 2)
    assert counted(importer, qtbot)[0][0] == "1"
    box = importer.options.target
    box.setCurrentIndex(next(at for at in range(1, box.count()) if box.itemData(at).text.startswith("C1")))
    box.activated.emit(box.currentIndex())
    rows = counted(importer, qtbot)
    assert rows[:2] == [["そう思う", "2", "40.0"], ["どちらかといえばそう思う", "1", "20.0"]]
    assert rows[-2][:2] == ["不明", "2"]
    assert "入れ替わり" in importer.preview.caution.text()


def test_answers_are_named_and_crossed_by_age(pane: SurveysPane, tmp_path: Path, qtbot: QtBot) -> None:
    ages = "\n".join(f"{at},{age},{at % 2 + 1}" for at, age in enumerate(range(20, 50)))
    importer = begin(pane, tmp_path, qtbot, f"番号,年齢,問1\n{ages}\n")
    mark(importer, 2)
    counted(importer, qtbot)
    name = importer.preview.names.item(0, 1)
    assert name is not None
    name.setText("賛成")
    assert counted(importer, qtbot)[0] == ["賛成", "15", "50.0"]
    importer.options.attribute.setCurrentIndex(2)
    importer.options.attribute.activated.emit(2)
    assert importer.options.decades.isChecked()
    rows = counted(importer, qtbot)
    assert [row[:3] for row in rows] == [
        ["全体", "30", "50.0%（15）"],
        ["20代", "10", "50.0%（5）"],
        ["30代", "10", "50.0%（5）"],
        ["40代", "10", "50.0%（5）"],
    ]
    assert "nが30より少ない項目" in importer.preview.caution.text()
    assert importer.options.title.text() == "問1（年齢別）"
    importer.leave.click()
    assert pane.pages.currentWidget() is pane.results
    assert importer.file is None


def test_a_file_that_is_none_is_told(pane: SurveysPane, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "壊れた.xlsx"
    path.write_bytes(b"no workbook")
    pane.importer.ask_file = lambda: path
    pane.bar.load.click()
    qtbot.waitUntil(lambda: "読み取れません" in pane.importer.preview.summary.text())
    assert not pane.importer.take.isEnabled()


def test_nothing_of_a_former_file_stays_when_the_next_cannot_be_read(
    pane: SurveysPane, tmp_path: Path, qtbot: QtBot
) -> None:
    importer = begin(pane, tmp_path, qtbot)
    options = importer.options
    assert options.columns.count()
    path = tmp_path / "壊れた.xlsx"
    path.write_bytes(b"no workbook")
    importer.ask_file = lambda: path
    importer.other.click()
    qtbot.waitUntil(lambda: "読み取れません" in importer.preview.summary.text())
    assert [box.count() for box in (options.columns, options.attribute, options.target)] == [0, 0, 0]
    assert (options.code.text(), options.title.text()) == ("", "")
    assert not options.isEnabled()
    begin(pane, tmp_path, qtbot)
    assert options.columns.count()
    assert options.isEnabled()


SEVERAL = """番号,問1,問2
1,はい,窓口;電話
2,いいえ,電話
3,はい,窓口;メール
4,,メール;電話;
"""


def test_a_column_with_several_answers_in_a_cell_is_counted_as_ma(
    pane: SurveysPane, tmp_path: Path, qtbot: QtBot
) -> None:
    options = begin(pane, tmp_path, qtbot, SEVERAL).options
    mark(pane.importer, 1)
    assert options.layout_of() is Layout.SINGLE
    assert not options.divided.isVisible()
    mark(pane.importer, 2)
    assert options.layout_of() is Layout.SEPARATED
    assert options.plan().separators == ";；"
    assert options.divided.isVisible()
    assert "セミコロン" in options.divided.text()
    assert counted(pane.importer, qtbot)[:3] == [
        ["窓口", "2", "50.0"],
        ["電話", "3", "75.0"],
        ["メール", "2", "50.0"],
    ]
    options.layout_box.setCurrentIndex(list(Layout).index(Layout.SINGLE))
    options.layout_box.activated.emit(0)
    assert options.layout_of() is Layout.SINGLE
    assert options.chosen() == (2,)
    assert not options.divided.isVisible()


def test_the_next_column_is_one_of_sa_again(pane: SurveysPane, tmp_path: Path, qtbot: QtBot) -> None:
    options = begin(pane, tmp_path, qtbot, SEVERAL).options
    mark(pane.importer, 2)
    mark(pane.importer, 1)
    assert options.layout_of() is Layout.SINGLE
    assert options.chosen() == (1,)
    mark(pane.importer, 2)
    pane.importer.leave.click()
    begin(pane, tmp_path, qtbot)
    assert options.layout_of() is Layout.SINGLE


def test_long_names_end_in_an_ellipsis_and_are_whole_in_their_tooltips(
    pane: SurveysPane, tmp_path: Path, qtbot: QtBot
) -> None:
    name = "行政手続のオンライン化" * 18
    importer = begin(pane, tmp_path, qtbot, f"番号,{name}\n1,{name}の１\n2,{name}の２\n")
    lists = importer.options.columns
    assert lists.sizeHintForColumn(0) <= lists.viewport().width()
    assert lists.item(1).toolTip().startswith(name)
    mark(importer, 1)
    assert counted(importer, qtbot)[0][0] == f"{name}の１"
    table = importer.preview.table
    assert sum(map(table.columnWidth, range(3))) <= importer.preview.width()
    first = table.item(0, 0)
    assert first is not None
    assert first.toolTip() == f"{name}の１"


SCALE = """番号,年代,問1
1,20代,わからない
2,30代,まったく思わない
3,20代,そう思う
4,30代,どちらかといえばそう思う
5,20代,あまり思わない
"""


def test_options_stand_as_in_a_question_that_asked_the_same(
    pane: SurveysPane, tmp_path: Path, qtbot: QtBot
) -> None:
    importer = begin(pane, tmp_path, qtbot, SCALE)
    mark(importer, 2)
    assert [row[0] for row in counted(importer, qtbot)] == [
        "そう思う", "どちらかといえばそう思う", "あまり思わない", "まったく思わない", "わからない", "合計",
    ]  # fmt: skip


def test_options_are_put_in_order_with_keys_and_buttons(
    pane: SurveysPane, tmp_path: Path, qtbot: QtBot
) -> None:
    importer = begin(pane, tmp_path, qtbot, "番号,問1\n1,乙\n2,丙\n3,甲\n4,乙\n")
    mark(importer, 1)
    assert [row[0] for row in counted(importer, qtbot)] == ["乙", "丙", "甲", "合計"]
    names, (up, down) = importer.preview.names, importer.preview.movers
    names.setCurrentCell(2, 1)
    QTest.keyClick(names, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    up.click()
    assert [row[:2] for row in counted(importer, qtbot)] == [
        ["甲", "1"], ["乙", "2"], ["丙", "1"], ["合計", "4"],
    ]  # fmt: skip
    assert (names.currentRow(), names.currentColumn()) == (0, 1)
    down.click()
    assert names.currentRow() == 1
    up.click()
    # The order stays when an answer is named, and goes with the question.
    name = names.item(1, 1)
    assert name is not None
    name.setText("乙の乙")
    assert [row[0] for row in counted(importer, qtbot)] == ["甲", "乙の乙", "丙", "合計"]
    importer.take.click()
    assert pane.results.detail is not None
    sheet = pane.results.answers.choices
    place = next(at for at, column in enumerate(sheet.model.columns) if column.key == "label")
    assert [sheet.model.text(row, place) for row in range(len(sheet.model.keys))] == ["甲", "乙の乙", "丙"]


def test_headings_are_broken_and_none_is_cut(pane: SurveysPane, tmp_path: Path, qtbot: QtBot) -> None:
    importer = begin(pane, tmp_path, qtbot, SCALE)
    mark(importer, 2)
    counted(importer, qtbot)
    importer.options.attribute.setCurrentIndex(2)
    importer.options.attribute.activated.emit(2)
    counted(importer, qtbot)
    table = importer.preview.table
    headings = [table.horizontalHeaderItem(column) for column in range(table.columnCount())]
    texts = ["" if heading is None else heading.text() for heading in headings]
    assert texts[3] == "どちらかとい\nえばそう思う"
    assert not any("…" in text for text in texts)
    assert headings[3] is not None
    assert headings[3].toolTip() == "どちらかといえばそう思う"
    assert table.horizontalScrollBar().maximum() == 0
