"""所管課 of a node: who is assigned, who was abolished, and a box that chooses from the organisation list."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dxplanner.domain.vocabulary import DepartmentRole
from dxplanner.model import NodeDepartment
from dxplanner.services.departments import (
    AssignedDepartment,
    DepartmentChoice,
    assign_department,
    find_department,
    follow_successor,
)
from dxplanner.services.fields import delete_rows, set_field
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.choices import ArrowBox, ChoiceBox
from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.forms.sections import RowStack

EMPTY = "所管課はまだありません。下の欄で選ぶか入力して Enter を押します。"
_CHOICE = Qt.ItemDataRole.UserRole


class DepartmentRow(QWidget):
    """One 所管課: name, dates of validity, 主担当 or 関係課, and how to take it off."""

    def __init__(self, binding: Binding) -> None:
        super().__init__()
        self._binding = binding
        self._line: AssignedDepartment | None = None
        theme = binding.context.theme
        self.name = words("", "")
        self.validity = words("", "warn")
        self.follow = button("後継に替える", "small")
        self.role = ChoiceBox(tuple(DepartmentRole))
        self.role.setAccessibleName("所管の別")
        self.remove = button("外す", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.pixels(8))
        for widget in (self.name, self.validity, self.follow):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.role)
        row.addWidget(self.remove)
        self.role.finished.connect(self._set_role)
        self.remove.clicked.connect(self._remove)
        self.follow.clicked.connect(self._follow)

    def show_line(self, line: AssignedDepartment) -> None:
        """Show an assignment."""
        self._line = line
        department, editable = line.department, not self._binding.read_only
        self.name.setText(department.name)
        successor = f"　後継：{department.successor}" if department.successor else ""
        self.validity.setText("" if department.valid else f"⚠ {department.validity}{successor}")
        self.validity.setVisible(not department.valid)
        self.follow.setVisible(not department.valid and bool(department.successor) and editable)
        self.role.set_text(line.role.value)
        self.role.setReadOnly(not editable)
        self.remove.setVisible(editable)
        self.remove.setAccessibleName(f"{department.name}を所管課から外す")

    def _set_role(self) -> None:
        if self._line is not None:
            key, role = self._line.id, DepartmentRole(self.role.text())
            self._run(
                f"所管課「{self._line.department.name}」の所管の別変更",
                lambda session: set_field(session, NodeDepartment, key, "role", role),
            )

    def _remove(self) -> None:
        if self._line is not None:
            key, name = self._line.id, self._line.department.name
            self._run(f"所管課「{name}」を外す", lambda session: delete_rows(session, NodeDepartment, [key]))

    def _follow(self) -> None:
        if self._line is not None:
            key = self._line.id
            self._run("所管課を後継に変更", lambda session: follow_successor(session, key))

    def _run(self, act: str, command: Callable[[Any], Any]) -> None:
        self._binding.context.run(f"{self._binding.place()} の{act}", command)


class DepartmentBox(ArrowBox):
    """Chooses a section by list or by typing any part of its name; Enter takes it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName("所管課を追加")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line = QLineEdit()
        line.setPlaceholderText("所管課を選ぶか入力して Enter")
        self.setLineEdit(line)
        line.installEventFilter(self)
        completer = QCompleter(self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.activated.connect(lambda _index: self._take())

    def show_choices(self, choices: Sequence[DepartmentChoice]) -> None:
        """Offer these sections; what is being typed stays."""
        typed = self.currentText()
        model = QStandardItemModel(self)
        for choice in choices:
            item = QStandardItem(choice.text)
            item.setData(choice.id, _CHOICE)
            model.appendRow(item)
        self.setModel(model)
        self.setCurrentIndex(-1)
        self.setEditText(typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._take()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.setEditText("")
                return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        text = self.currentText().strip()
        if text:
            self.chosen.emit(text)


class Departments(QWidget):
    """The 所管課 of the node given by ``show_node``."""

    def __init__(self, binding: Binding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._binding = binding
        self._node_id = 0
        self._choices: tuple[DepartmentChoice, ...] = ()
        self._assigned: tuple[AssignedDepartment, ...] = ()
        theme = binding.context.theme
        self.rows: RowStack[AssignedDepartment] = RowStack(
            lambda: DepartmentRow(binding), lambda line: line.id, theme.pixels(4)
        )
        self.empty = words(EMPTY, "empty", wrap=True)
        self.box = DepartmentBox()
        self.box.setMaximumWidth(theme.pixels(360))
        self.message = words("", "stop", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(6))
        for widget in (self.rows, self.empty, self.box, self.message):
            column.addWidget(widget)
        self.box.chosen.connect(self.take)
        self.box.editTextChanged.connect(lambda _text: self._tell(""))

    def show_node(
        self,
        node_id: int,
        assigned: tuple[AssignedDepartment, ...],
        choices: tuple[DepartmentChoice, ...],
    ) -> None:
        """Show a node's 所管課 and offer those sections that it does not have yet."""
        if node_id != self._node_id:
            self.box.setEditText("")
        self._node_id = node_id
        self.rows.show_lines(assigned)
        self.empty.setVisible(not assigned)
        self.empty.setText("所管課は登録されていません。" if self._binding.read_only else EMPTY)
        self.box.setVisible(not self._binding.read_only)
        if choices != self._choices or assigned != self._assigned:
            taken = {line.department.id for line in assigned}
            self.box.show_choices([choice for choice in choices if choice.id not in taken])
        self._choices, self._assigned = choices, assigned
        self._tell("")

    def take(self, text: str) -> None:
        """Assign the section that a text means; an unknown name goes on the organisation list."""
        known = find_department(self._choices, text)
        if known is not None and any(line.department.id == known.id for line in self._assigned):
            self._tell(f"「{known.name}」は、もう所管課に入っています。")
            return
        wanted: int | str = text if known is None else known.id
        name, node_id = text if known is None else known.name, self._node_id
        done = self._binding.context.run(
            f"{self._binding.place()} の所管課「{name}」の追加",
            lambda session: assign_department(session, node_id, wanted),
        )
        if done is not None:
            self.box.setEditText("")
            if known is None:
                self._binding.context.said.emit(f"「{name}」を組織の一覧に加え、所管課にしました。")

    def _tell(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))
