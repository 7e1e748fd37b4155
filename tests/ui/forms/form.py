"""Editors of one row as a pane has them, and the keys of who fills them in."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from dxplanner.model import Entity
from dxplanner.services.fields import fields_of
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.texts import GrowingText
from tests.ui.input_method import put

Key = Qt.Key
NODE = 46


class Form(QWidget):
    """Editors of one row as a pane has them: it shows the row anew after each commit."""

    def __init__(self, context: PlanContext, entity: type[Entity], row_id: int, *names: str) -> None:
        super().__init__()
        self.context, self.entity, self.row_id = context, entity, row_id
        self.binding = Binding(context, lambda: "1-2", lambda: date(2024, 11, 8), self)
        fields = fields_of(entity)
        self.editors = {name: FieldEditor(self.binding, fields[name], parent=self) for name in names}
        for place, editor in enumerate(self.editors.values()):
            editor.setGeometry(0, place * 120, 700, 110)
        self.setGeometry(0, 0, 720, 120 * len(names))
        context.committed.connect(lambda _committed: self.show_row())
        self.show_row()

    def show_row(self) -> None:
        for name, editor in self.editors.items():
            editor.show_row(self.row_id, self.stored(name))

    def stored(self, name: str) -> object:
        with self.context.workbench.plan.reading() as session:
            return getattr(session.get_one(self.entity, self.row_id), name)


def text_box(editor: FieldEditor) -> GrowingText:
    assert isinstance(editor.box, GrowingText)
    return editor.box


def steps(context: PlanContext) -> int:
    """How many steps can be undone."""
    count = 0
    while context.workbench.plan.undo() is not None:
        count += 1
    for _ in range(count):
        context.workbench.plan.redo()
    return count


def retype(box: QWidget, text: str) -> None:
    box.setFocus()
    QTest.keyClick(box, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(box, Key.Key_Delete)
    if text.isascii():
        QTest.keyClicks(box, text)
    else:
        put(box, text)
