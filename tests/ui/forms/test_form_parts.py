"""Parts of forms around the fields: prose, labels cut short, two columns, rows that come and go."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.ui.forms.looks import ElidedLabel
from dxplanner.ui.forms.prose import Prose, prose_layout
from dxplanner.ui.forms.sections import RowStack, TwoColumns
from dxplanner.ui.theme import Theme


def test_prose_is_as_high_as_its_lines_and_keeps_its_words(qtbot: QtBot) -> None:
    label = Prose("一行目\n二行目")
    qtbot.addWidget(label)
    one = Prose("一行目")
    qtbot.addWidget(one)
    assert label.heightForWidth(400) > one.heightForWidth(400)
    assert one.heightForWidth(15) > one.heightForWidth(400)
    layout, _height = prose_layout("これは、「かぎ括弧」の例です。", one.font(), 70)
    starts = [layout.text()[layout.lineAt(row).textStart()] for row in range(layout.lineCount())]
    assert len(starts) > 1
    assert not set(starts) & set("、。」")


def test_an_elided_label_has_its_text_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("title")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    label.show_text("健康で豊かに暮らせるサービスの提供")
    assert label.text().endswith("…")
    assert label.toolTip() == "健康で豊かに暮らせるサービスの提供"


def test_two_columns_from_a_width_on(qtbot: QtBot, theme: Theme) -> None:
    form = TwoColumns(theme)
    qtbot.addWidget(form)
    form.resize(1099, 500)
    form.show()
    assert not form.two_columns
    form.resize(1100, 500)
    assert form.two_columns


def test_rows_keep_their_widgets_by_key(qtbot: QtBot) -> None:
    class Line(Prose):
        def show_line(self, line: str) -> None:
            self.setText(line)

    stack: RowStack[str] = RowStack(Line, lambda line: line, 2)
    qtbot.addWidget(stack)
    stack.show_lines(["a", "b", "c"])
    a, b, c = stack.widgets()
    stack.show_lines(["c", "a"])
    assert stack.widgets() == [c, a]
    stack.show_lines(["c", "d", "a"])
    assert [widget.text() for widget in stack.widgets() if isinstance(widget, Line)] == ["c", "d", "a"]
    assert stack.widgets()[0] is c
    assert b not in stack.widgets()
    stack.show_lines([])
    assert stack.isHidden()


def test_tab_reaches_rows_that_came_later_where_they_stand(qtbot: QtBot) -> None:
    class Line(QLineEdit):
        def show_line(self, line: str) -> None:
            self.setText(line)

    form = QWidget()
    qtbot.addWidget(form)
    column, inner = QVBoxLayout(form), QHBoxLayout()
    first, last = QLineEdit(), QLineEdit()
    stack: RowStack[str] = RowStack(Line, lambda line: line, 2)
    column.addWidget(first)
    inner.addWidget(stack)
    column.addLayout(inner)
    column.addWidget(last)

    def stations() -> list[QWidget]:
        chain, widget = [], form.nextInFocusChain()
        while widget is not None and widget is not form:
            chain.append(widget)
            widget = widget.nextInFocusChain()
        return [one for one in chain if isinstance(one, QLineEdit)]

    stack.show_lines(["ア", "イ"])
    assert stations() == [first, *stack.widgets(), last]
    stack.show_lines(["ウ", "ア", "エ", "イ"])
    assert stations() == [first, *stack.widgets(), last]
    assert stack.focusPolicy() is Qt.FocusPolicy.NoFocus
