"""所管課 of a node: who is assigned, who was abolished, and a box that chooses from the organisation list."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
from dxplanner.ui.forms.choices import ChoiceBox
from dxplanner.ui.forms.finder import FinderBox
from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.forms.sections import RowStack

EMPTY = "所管課はまだありません。下の欄で選ぶか入力して Enter を押します。"


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
        self.follow.setToolTip("廃止された組織に替えて、後継の組織を所管にします。")
        self.remove = button("外す", "small")
        self.remove.setToolTip("この組織を所管から外します。")
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
        self.box = FinderBox("所管課を追加", "所管課を選ぶか入力して Enter")
        self.box.setMaximumWidth(theme.pixels(360))
        self.message = words("", "stop", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(6))
        for widget in (self.rows, self.empty, self.box, self.message):
            column.addWidget(widget)
        self.box.taken.connect(self.take)
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
            self.box.offer([choice.text for choice in choices if choice.id not in taken])
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
