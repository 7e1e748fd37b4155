"""A 事業 or a project of the budget duplicated with what belongs to it, as for the next 年度."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.model import (
    ActionPlanLink,
    BudgetGroup,
    BudgetItem,
    BudgetProgram,
    BudgetProject,
    Entity,
    Flow,
    FlowStep,
    FlowTask,
    Footnote,
    Funding,
    ProjectNode,
    ProjectPoint,
    Subsidy,
    TaxMeasure,
)
from dxplanner.services.budget_edit import free_name
from dxplanner.services.command import Command
from dxplanner.services.fields import find_row, move_rows
from dxplanner.services.schedule_rows import copied_values, copy_origins, insert_all

_PARTS: Final[tuple[tuple[type[Entity], str, type[Entity]], ...]] = (
    (BudgetGroup, "project_id", BudgetProject),
    (BudgetItem, "project_id", BudgetProject),
    (Funding, "project_id", BudgetProject),
    (Subsidy, "project_id", BudgetProject),
    (TaxMeasure, "project_id", BudgetProject),
    (Footnote, "project_id", BudgetProject),
    (ProjectPoint, "project_id", BudgetProject),
    (ProjectNode, "project_id", BudgetProject),
    (ActionPlanLink, "project_id", BudgetProject),
    (Flow, "project_id", BudgetProject),
    (FlowStep, "flow_id", Flow),
    (FlowTask, "step_id", FlowStep),
)
"""What is duplicated with a project: the belonging rows, their column that names the owner, the owner.
工程表 and 関係図 are not: those of another year are drawn anew."""


def duplicate_project(project_id: int) -> Command[int]:
    """Copy a project with what belongs to it (see ``_PARTS``) right behind it; gives the copy's key."""

    def command(session: Session) -> int:
        project = find_row(session, BudgetProject, project_id)
        program = project.program
        name = free_name((one.name for one in program.projects), f"{project.name}の写し")
        [key] = _copy_projects(session, [project], program.id, {project.id: name})
        at = [one.id for one in program.projects].index(project_id) + 1
        move_rows(session, BudgetProject, [key], at, owner="program_id")
        return key

    return command


def duplicate_program(program_id: int) -> Command[int]:
    """Copy a 事業 with its projects right behind it; gives the copy's key."""

    def command(session: Session) -> int:
        program = find_row(session, BudgetProgram, program_id)
        names = session.scalars(sa.select(BudgetProgram.name)).all()
        values = copied_values(program, name=free_name(names, f"{program.name}の写し"))
        key = insert_all(session, BudgetProgram, [values])[values["uid"]]
        copy_origins(session, {program.uid: values["uid"]})
        order = sa.select(BudgetProgram.id).order_by(BudgetProgram.position, BudgetProgram.id)
        at = [one for one in session.scalars(order) if one != key].index(program_id) + 1
        move_rows(session, BudgetProgram, [key], at, owner=None)
        _copy_projects(session, program.projects, key, {})
        return key

    return command


def _copy_projects(
    session: Session, projects: Sequence[BudgetProject], program_id: int, names: Mapping[int, str]
) -> list[int]:
    """Copy projects into a 事業 with what belongs to them and their 出典; gives the copies' keys."""
    keys: dict[type[Entity], dict[int, int]] = {}
    changed = [
        {"program_id": program_id, "name": names.get(project.id, project.name)} for project in projects
    ]
    keys[BudgetProject] = _copies(session, BudgetProject, projects, changed)
    for entity, column, owner in _PARTS:
        table: Any = entity
        owners = keys[owner]
        rows = session.scalars(
            sa.select(table)
            .where(getattr(table, column).in_(list(owners)))
            .order_by(table.position, table.id)
        ).all()
        made: list[dict[str, Any]] = [{column: owners[getattr(row, column)]} for row in rows]
        if entity is BudgetItem:
            groups = keys[BudgetGroup]
            made = [one | {"group_id": groups.get(row.group_id)} for one, row in zip(made, rows, strict=True)]
        keys[entity] = _copies(session, entity, rows, made)
    return list(keys[BudgetProject].values())


def _copies(
    session: Session, entity: type[Entity], rows: Sequence[Any], changed: Sequence[Mapping[str, Any]]
) -> dict[int, int]:
    """Copies of rows with their 出典; keys of the copies by those of the originals."""
    copies = [copied_values(row, **values) for row, values in zip(rows, changed, strict=True)]
    keys = insert_all(session, entity, copies)
    pairs = list(zip(rows, copies, strict=True))
    copy_origins(session, {row.uid: copy["uid"] for row, copy in pairs})
    return {row.id: keys[copy["uid"]] for row, copy in pairs}
