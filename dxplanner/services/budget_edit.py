"""Commands of the 予算 pane on 事業, projects, 財源内訳 and ties (of its sheets: services.sheet_edit)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.amounts import remainder, subsidy_amount, total_amount
from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.fiscal import fiscal_year_of
from dxplanner.domain.vocabulary import FundingSource
from dxplanner.model import (
    BudgetItem,
    BudgetProgram,
    BudgetProject,
    Diagram,
    Entity,
    Flow,
    Footnote,
    Funding,
    PolicyNode,
    ProjectNode,
    ProjectPoint,
    Schedule,
    Subsidy,
    TaxMeasure,
)
from dxplanner.services.command import Command
from dxplanner.services.fields import add_row, add_rows, find_row, move_rows, set_field


def add_program(year: int) -> Command[int]:
    """Add a 予算書の事業 of a 年度 at the end; gives its key."""

    def command(session: Session) -> int:
        name = free_name(session.scalars(sa.select(BudgetProgram.name)), "新しい事業")
        return add_row(session, BudgetProgram, {"name": name, "fiscal_year": year}, owner=None)

    return command


def add_project(program_id: int, after: int | None = None) -> Command[int]:
    """Add a project with its five 財源 to a 事業, behind another one or at the end; gives its key."""

    def command(session: Session) -> int:
        program = find_row(session, BudgetProgram, program_id)
        keys = [project.id for project in program.projects]
        at = keys.index(after) + 1 if after in keys else None
        name = free_name((project.name for project in program.projects), "新しい予算事業")
        values = {"program_id": program_id, "name": name}
        key = add_row(session, BudgetProject, values, owner="program_id", at=at)
        funding = [{"project_id": key, "source": source} for source in FundingSource]
        add_rows(session, Funding, funding, owner="project_id")
        return key

    return command


def first_year(session: Session, today: date) -> int:
    """The 年度 of a new 事業: that of the newest one, else the present one."""
    return session.scalar(sa.select(sa.func.max(BudgetProgram.fiscal_year))) or fiscal_year_of(today)


def delete_entry(entity: type[Entity], row_id: int) -> Command[None]:
    """Delete a 事業 or a project with what belongs to it; see ``what_goes``."""

    def command(session: Session) -> None:
        session.delete(find_row(session, entity, row_id))

    return command


def move_entry(entity: type[Entity], row_id: int, step: int) -> Command[None]:
    """Move a 事業 or a project up (-1) or down (1); a project at the edge goes to the next 事業.

    Raises:
        RefusedEdit: it stands at the end already.
    """

    def command(session: Session) -> None:
        owner = "program_id" if entity is BudgetProject else None
        row: Any = find_row(session, entity, row_id)
        table: Any = entity
        listed = sa.select(table.id).order_by(table.position, table.id)
        if owner is not None:
            listed = listed.where(table.program_id == row.program_id)
        keys = session.scalars(listed).all()
        at = keys.index(row_id) + step
        if 0 <= at < len(keys):
            move_rows(session, entity, [row_id], at + (step > 0), owner=owner)
        elif owner is None or not _to_next_program(session, row, step):
            way = "上" if step < 0 else "下"
            raise RefusedEdit(f"いちばん{way}にあるため、これより{way}へは動かせません。")

    return command


def what_goes(session: Session, entity: type[Entity], row_id: int) -> str:
    """What is lost with a 事業 or a project: 「予算事業 3件、積算 8件…」; blank when it is empty."""
    projects = [row_id]
    counts: list[tuple[str, int]] = []
    if entity is BudgetProgram:
        projects = list(
            session.scalars(sa.select(BudgetProject.id).where(BudgetProject.program_id == row_id))
        )
        counts.append((BudgetProject.__label__, len(projects)))
    counted: Sequence[Any] = (
        BudgetItem, Subsidy, TaxMeasure, Footnote, ProjectPoint, Flow, Schedule, Diagram,
    )  # fmt: skip
    for part in counted:
        query = sa.select(sa.func.count()).select_from(part).where(part.project_id.in_(projects))
        counts.append((part.__label__, session.scalar(query) or 0))
    return "、".join(f"{label} {count:,}件" for label, count in counts if count)


def set_funding(project_id: int, amounts: Mapping[FundingSource, int | None]) -> Command[bool]:
    """Set some of a project's 財源 (千円, None is 「－」); gives whether one differed."""

    def command(session: Session) -> bool:
        project = find_row(session, BudgetProject, project_id)
        rows = {row.source: row for row in project.funding}
        changed = False
        for source, amount in amounts.items():
            row = rows.get(source)
            if row is None:
                values = {"project_id": project_id, "source": source, "amount": amount}
                add_row(session, Funding, values, owner="project_id")
                changed = True
            else:
                changed |= set_field(session, Funding, row.id, "amount", amount)
        return changed

    return command


def propose_general(project_id: int) -> Command[int]:
    """Make 一般財源 what the other sources leave of 事業費; gives it (千円).

    Raises:
        RefusedEdit: 事業費 is blank, or the other sources pay more.
    """

    def command(session: Session) -> int:
        project = find_row(session, BudgetProject, project_id)
        if project.amount is None:
            raise RefusedEdit("事業費が空欄のため、一般財源を求められません。先に事業費を入力してください。")
        others = [row.amount for row in project.funding if row.source is not FundingSource.GENERAL]
        try:
            left = remainder(project.amount, others)
        except ValueError as error:
            raise RefusedEdit(str(error)) from None
        set_funding(project_id, {FundingSource.GENERAL: left})(session)
        return left

    return command


def take_items_total(project_id: int) -> Command[int]:
    """Make 事業費 the sum of the items; gives it (千円).

    Raises:
        RefusedEdit: no item has an amount.
    """

    def command(session: Session) -> int:
        project = find_row(session, BudgetProject, project_id)
        total = total_amount(item.amount for item in project.items)
        if total is None:
            raise RefusedEdit("積算に金額がありません。先に積算の金額を入力してください。")
        set_field(session, BudgetProject, project_id, "amount", total)
        return total

    return command


def take_grants(project_id: int) -> Command[None]:
    """Put what the 補助金 come to into the 財源内訳, and what is left into 一般財源 where it is known.

    Raises:
        RefusedEdit: no grant can be computed, or together they pay more than 事業費.
    """

    def command(session: Session) -> None:
        project = find_row(session, BudgetProject, project_id)
        amounts: dict[FundingSource, int | None] = {}
        for subsidy in project.subsidies:
            if subsidy.eligible is not None and subsidy.rate is not None:
                one = subsidy_amount(subsidy.eligible, subsidy.rate, subsidy.rounding)
                amounts[subsidy.source] = (amounts.get(subsidy.source) or 0) + one
        if not amounts:
            raise RefusedEdit("算出できる補助金がありません。補助対象経費と補助率を入力してください。")
        set_funding(project_id, amounts)(session)
        session.flush()
        session.refresh(project, ["funding"])
        if project.amount is not None:
            propose_general(project_id)(session)

    return command


def link_node(project_id: int, node_id: int) -> Command[int]:
    """Say that a project serves a 施策; gives the key of the tie.

    Raises:
        RefusedEdit: it is said already.
    """

    def command(session: Session) -> int:
        find_row(session, PolicyNode, node_id)
        taken = session.scalars(sa.select(ProjectNode.node_id).where(ProjectNode.project_id == project_id))
        if node_id in taken.all():
            raise RefusedEdit("この施策は、もう入っています。")
        values = {"project_id": project_id, "node_id": node_id}
        return add_row(session, ProjectNode, values, owner="project_id")

    return command


def add_flow(project_id: int) -> Command[int]:
    """Add a 作業の流れ without steps to a project; gives its key."""

    def command(session: Session) -> int:
        project = find_row(session, BudgetProject, project_id)
        title = free_name((flow.title for flow in project.flows), "新しい作業の流れ")
        return add_row(session, Flow, {"project_id": project_id, "title": title}, owner="project_id")

    return command


def _to_next_program(session: Session, project: BudgetProject, step: int) -> bool:
    """Move a project to the end of the 事業 above its own, or to the head of the one below."""
    order = session.scalars(sa.select(BudgetProgram).order_by(BudgetProgram.position, BudgetProgram.id)).all()
    at = [program.id for program in order].index(project.program_id) + step
    if not 0 <= at < len(order):
        return False
    target = order[at]
    count = len(target.projects)
    project.program_id = target.id
    project.position = 1 + max((one.position for one in target.projects), default=-1)
    session.flush()
    move_rows(session, BudgetProject, [project.id], count if step < 0 else 0, owner="program_id")
    return True


def free_name(taken: Iterable[str], base: str) -> str:
    """``base``, with a number where that is taken."""
    names = set(taken)
    number, name = 1, base
    while name in names:
        number += 1
        name = f"{base}{number}"
    return name
