"""What the tests of the 工程表 share: a pane on the sample plan, a mouse that speaks of days and lanes."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.domain.schedule_data import BarData, EditionData, LaneData
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.schedule import SchedulePane

TODAY = date(2024, 11, 8)
REVISION = "改訂スケジュール"
NONE = Qt.KeyboardModifier.NoModifier


class PaneOnADay(SchedulePane):
    """The pane as on a day of the revision."""

    def today(self) -> date:
        return TODAY


@dataclass
class Desk:
    """The pane with what tests ask of it again and again."""

    pane: SchedulePane
    context: PlanContext
    said: list[str]
    commits: list[Committed]

    @property
    def edition(self) -> EditionData:
        """The shown edition."""
        assert self.pane.board.edition is not None
        return self.pane.board.edition

    def bar(self, label: str) -> BarData:
        """The first bar of a text."""
        return next(bar for bar in self.edition.bars if bar.label == label)

    def lane(self, name: str) -> LaneData:
        """A lane by its name."""
        return next(lane for lane in self.edition.lanes if lane.name.startswith(name))

    def point(self, day: date, lane: str, line: int = 0) -> QPoint:
        """A place in the middle of a day on a line of a lane, in pixels of the viewport."""
        chart = self.pane.board.chart
        assert chart.scale is not None
        index = chart.rows.index_of(f"l{self.lane(lane).uid}")
        assert index is not None
        y = chart.rows.line_top(index, line) + chart.look.measures.line / 2
        x = chart.scale.x_middle(day)
        return QPoint(
            round(x - chart.horizontalScrollBar().value()), round(y - chart.verticalScrollBar().value())
        )

    def on(self, label: str, share: float = 0.5) -> QPoint:
        """A place on a bar, ``share`` of its length from its left end."""
        rect = self.pane.board.chart.item_rect(self.bar(label).id)
        assert rect is not None
        return QPoint(round(rect.left() + rect.width() * share), round(rect.center().y()))

    def press(self, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        """The left button goes down."""
        QTest.mousePress(self.pane.board.chart.viewport(), Qt.MouseButton.LeftButton, keys, at)

    def move(self, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        """The mouse moves with the button held and these keys."""
        view = self.pane.board.chart.viewport()
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove, QPointF(at), QPointF(view.mapToGlobal(at)), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, keys,
        )  # fmt: skip
        QApplication.sendEvent(view, event)

    def move_over(self, at: QPoint) -> None:
        """The mouse moves without a button."""
        view = self.pane.board.chart.viewport()
        none = Qt.MouseButton.NoButton
        place = QPointF(view.mapToGlobal(at))
        event = QMouseEvent(QMouseEvent.Type.MouseMove, QPointF(at), place, none, none, NONE)
        QApplication.sendEvent(view, event)

    def release(self, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        """The left button goes up."""
        QTest.mouseRelease(self.pane.board.chart.viewport(), Qt.MouseButton.LeftButton, keys, at)

    def drag(self, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        """Press, move, let go."""
        self.press(start, keys)
        self.move(start + QPoint(12, 0), keys)
        self.move(end, keys)
        self.release(end, keys)

    def click(self, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        """Press and let go."""
        QTest.mouseClick(self.pane.board.chart.viewport(), Qt.MouseButton.LeftButton, keys, at)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
        """A key on the chart."""
        QTest.keyClick(self.pane.board.chart, key, keys)

    def undo(self) -> None:
        """Ctrl+Z of the frame."""
        self.context.undo()


def type_text(widget: QWidget, text: str) -> None:
    """Type a Japanese text as an input method does: composed first, then committed."""
    composing = QInputMethodEvent(text[:1], [])
    QApplication.sendEvent(widget, composing)
    QTest.keyClick(widget, Qt.Key.Key_Return)
    committed = QInputMethodEvent("", [])
    committed.setCommitString(text)
    QApplication.sendEvent(widget, committed)


def make_desk(qtbot: QtBot, context: PlanContext, size: tuple[int, int] = (1074, 640)) -> Desk:
    """The pane on the revision schedule of the sample plan, its newest edition."""
    said: list[str] = []
    commits: list[Committed] = []
    context.said.connect(said.append)
    context.committed.connect(commits.append)
    pane = PaneOnADay(context)
    qtbot.addWidget(pane)
    pane.resize(*size)
    with qtbot.waitExposed(pane):
        pane.show()
    desk = Desk(pane, context, said, commits)
    assert desk.edition.title == REVISION
    pane.board.chart.setFocus()
    qtbot.waitUntil(lambda: pane.board.chart.idle and pane.board.ahead.known)
    return desk
