"""所管課 of a node: the organisation list with its dates of validity, and commands that assign from it."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.fiscal import format_date
from dxplanner.domain.text import comparison_key
from dxplanner.domain.vocabulary import DepartmentRole
from dxplanner.model import Department, NodeDepartment
from dxplanner.services.fields import add_row, find_row


@dataclass(frozen=True, slots=True)
class DepartmentChoice:
    """One section of the organisation list; ``validity`` is blank for one without dates."""

    id: int
    name: str
    short_name: str | None
    valid: bool
    validity: str
    successor: str | None

    @property
    def text(self) -> str:
        """As a list shows it: an expired one says until when it existed."""
        return f"{self.name}（{self.validity}）" if self.validity and not self.valid else self.name


@dataclass(frozen=True, slots=True)
class AssignedDepartment:
    """A 所管課 of a node; ``id`` and ``uid`` are those of the assignment."""

    id: int
    uid: str
    role: DepartmentRole
    department: DepartmentChoice


def department_choices(session: Session, today: date) -> tuple[DepartmentChoice, ...]:
    """The organisation list: what is valid today first, each part in the list's own order."""
    rows = session.scalars(sa.select(Department).order_by(Department.position, Department.id)).all()
    names = {row.id: row.name for row in rows}
    choices = [_choice(row, names, today) for row in rows]
    return tuple(sorted(choices, key=lambda choice: not choice.valid))


def departments_of(
    session: Session, node_id: int, choices: tuple[DepartmentChoice, ...]
) -> tuple[AssignedDepartment, ...]:
    """The 所管課 of a node, in order."""
    known = {choice.id: choice for choice in choices}
    rows = session.execute(
        sa.select(NodeDepartment.id, NodeDepartment.uid, NodeDepartment.role, NodeDepartment.department_id)
        .where(NodeDepartment.node_id == node_id)
        .order_by(NodeDepartment.position, NodeDepartment.id)
    )
    return tuple(AssignedDepartment(row.id, row.uid, row.role, known[row.department_id]) for row in rows)


def find_department(choices: tuple[DepartmentChoice, ...], text: str) -> DepartmentChoice | None:
    """The section that a typed text means, whatever its width and kana; one valid today comes first."""
    wanted = comparison_key(text)
    names = [(comparison_key(choice.name), choice) for choice in choices]
    names += [(comparison_key(choice.short_name or ""), choice) for choice in choices]
    names += [(comparison_key(choice.text), choice) for choice in choices]
    return next((choice for key, choice in names if key and key == wanted), None)


def assign_department(session: Session, node_id: int, department: int | str) -> int:
    """Command: make a section a 所管課 of a node; a name that is not on the list is put on it.

    The first one is 主担当, the others 関係課. Returns the key of the assignment.

    Raises:
        RefusedEdit: it is assigned already, or the name is blank.
    """
    if isinstance(department, str):
        department = add_row(session, Department, {"name": department.strip()}, owner=None)
    assigned = session.scalars(
        sa.select(NodeDepartment.department_id).where(NodeDepartment.node_id == node_id)
    ).all()
    if department in assigned:
        raise RefusedEdit("この所管課は、もう入っています。")
    role = DepartmentRole.RELATED if assigned else DepartmentRole.LEAD
    values = {"node_id": node_id, "department_id": department, "role": role}
    return add_row(session, NodeDepartment, values, owner="node_id")


def follow_successor(session: Session, assignment_id: int) -> str:
    """Command: replace an abolished section of a node by its successor; returns the successor's name.

    Raises:
        RefusedEdit: it has none, or the successor is assigned already.
    """
    assignment = find_row(session, NodeDepartment, assignment_id)
    successor = assignment.department.successor
    if successor is None:
        raise RefusedEdit(f"「{assignment.department.name}」には後継の組織が登録されていません。")
    others = (row.department_id for row in assignment.node.departments)
    if successor.id in others:
        raise RefusedEdit(f"後継の「{successor.name}」は、もう入っています。")
    assignment.department_id = successor.id
    return successor.name


def _choice(row: Department, names: dict[int, str], today: date) -> DepartmentChoice:
    ended = row.valid_to is not None and row.valid_to < today
    coming = row.valid_from is not None and row.valid_from > today
    validity = ""
    if row.valid_to is not None:
        validity = f"{format_date(row.valid_to)}まで"
    elif coming and row.valid_from is not None:
        validity = f"{format_date(row.valid_from)}から"
    successor = None if row.successor_id is None else names.get(row.successor_id)
    return DepartmentChoice(row.id, row.name, row.short_name, not ended and not coming, validity, successor)
