"""What the 予算 pane shows: the list of 事業 and their projects, and one project in one frozen picture."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from dxplanner.domain.amounts import total_amount
from dxplanner.domain.vocabulary import FundingSource
from dxplanner.model import (
    ActionPlanLink,
    BudgetGroup,
    BudgetItem,
    BudgetProgram,
    BudgetProject,
    Flow,
    FlowStep,
    FlowTask,
    Footnote,
    Funding,
    Level,
    PlanVersion,
    PolicyNode,
    ProjectNode,
    ProjectPoint,
    Provenance,
    RelatedPlan,
    SourceDocument,
    Subsidy,
    TaxMeasure,
    entities,
)
from dxplanner.services.budget_checks import Remark, funded, project_remarks
from dxplanner.services.fields import fields_of, short_name
from dxplanner.services.node_links import NodeRef, refs
from dxplanner.services.node_numbers import NumberBook
from dxplanner.services.provenance import Mark, Marks, marks_of

LIST_TABLES: Final = frozenset({BudgetProgram.__tablename__, BudgetProject.__tablename__})
"""A commit that touches none of these cannot change the list."""
TABLES: Final = frozenset(
    entity.__tablename__
    for entity in (
        BudgetProgram, BudgetProject, BudgetGroup, BudgetItem, Funding, Subsidy, TaxMeasure, ProjectNode,
        PolicyNode, Level, PlanVersion, Flow, Provenance, SourceDocument,
    )
)  # fmt: skip
"""A commit that touches none of these cannot change a project's picture."""
SHEET_TABLES: Final = frozenset(
    entity.__tablename__ for entity in (Footnote, ProjectPoint, ActionPlanLink, RelatedPlan)
)


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A 予算事業 in the list; ``amount`` in 千円."""

    id: int
    uid: str
    name: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """A 予算書の事業 in the list with its projects; ``total`` in 千円."""

    id: int
    uid: str
    fiscal_year: int
    name: str
    total: int | None
    projects: tuple[ProjectLine, ...] = ()


@dataclass(frozen=True, slots=True)
class RowView:
    """The typed fields of one row and its 出典."""

    id: int
    uid: str
    values: Mapping[str, object]
    marks: Marks

    def marks_on(self, field: str | None = None) -> tuple[Mark, ...]:
        """出典 of a field; of the whole row without one."""
        return self.marks.get((self.uid, field), ())


@dataclass(frozen=True, slots=True)
class FundingLine:
    """One of the five 財源; ``amount`` (千円) None is 「－」."""

    source: FundingSource
    amount: int | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class NodeLine:
    """A 施策 that the project serves; ``id`` and ``uid`` are those of the tie."""

    id: int
    uid: str
    version: str
    node: NodeRef


@dataclass(frozen=True, slots=True)
class ProgramView:
    """A 予算書の事業 with the 事業費 of its projects (千円)."""

    row: RowView
    amounts: tuple[int | None, ...]
    funding: tuple[tuple[FundingSource, int], ...]
    """The 財源 that some project has, each with its sum over the projects."""

    @property
    def projects_total(self) -> int | None:
        """The sum of its projects."""
        return total_amount(self.amounts)

    @property
    def place(self) -> str:
        """Where an edit happens, for its label."""
        return program_place(str(self.row.values["name"]))


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project with all that its pane shows outside its sheets. Amounts in 千円."""

    row: RowView
    program_id: int
    items_total: int | None
    grouped: bool
    """Whether it has まとまり."""
    funding: tuple[FundingLine, ...]
    funding_total: int | None
    remarks: tuple[Remark, ...]
    nodes: tuple[NodeLine, ...]
    flows: tuple[RowView, ...]

    @property
    def amount(self) -> int | None:
        """事業費."""
        value = self.row.values["amount"]
        return value if isinstance(value, int) else None

    @property
    def place(self) -> str:
        """Where an edit happens, for its label."""
        return project_place(str(self.row.values["name"]))


def project_place(name: str) -> str:
    """How undo names a project."""
    return f"予算事業「{short_name(name)}」"


def program_place(name: str) -> str:
    """How undo names a 予算書の事業."""
    return f"予算書の事業「{short_name(name)}」"


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row is shown: its 事業, its project (None: of the 事業 itself), and its own key in a sheet."""

    program_id: int
    project_id: int | None
    row_id: int


def place_of_row(session: Session, table: str, uid: str) -> RowPlace | None:
    """Where a row of the budget or of a 作業の流れ is shown; None when it is gone, or shown elsewhere."""
    entity = next((one for one in entities() if one.__tablename__ == table), None)
    row: Any = None if entity is None else session.scalars(sa.select(entity).filter_by(uid=uid)).first()
    if isinstance(row, BudgetProgram):
        return RowPlace(row.id, None, row.id)
    key = 0 if row is None else row.id
    if isinstance(row, FlowTask):
        row = row.step
        key = row.id
    if isinstance(row, FlowStep):
        row = row.flow
    project = row if isinstance(row, BudgetProject) else getattr(row, "project", None)
    return None if project is None else RowPlace(project.program_id, project.id, key)


def source_of_funding(session: Session, uid: str) -> FundingSource | None:
    """Which 財源 a row of 財源内訳 is; None when it is gone."""
    return session.scalar(sa.select(Funding.source).where(Funding.uid == uid))


def budget_list(session: Session) -> tuple[ProgramLine, ...]:
    """All 予算書の事業 and their projects, in order."""
    rows = session.scalars(
        sa.select(BudgetProgram)
        .order_by(BudgetProgram.position, BudgetProgram.id)
        .options(selectinload(BudgetProgram.projects))
    )
    return tuple(
        ProgramLine(
            row.id,
            row.uid,
            row.fiscal_year,
            row.name,
            row.total,
            tuple(ProjectLine(one.id, one.uid, one.name, one.amount) for one in row.projects),
        )
        for row in rows
    )


def program_view(session: Session, program_id: int) -> ProgramView | None:
    """A 予算書の事業; None when it is gone."""
    row = session.get(BudgetProgram, program_id)
    if row is None:
        return None
    sums = [
        (source, total_amount(funded(project, source) for project in row.projects))
        for source in FundingSource
    ]
    return ProgramView(
        row=_row_view(session, row),
        amounts=tuple(project.amount for project in row.projects),
        funding=tuple((source, amount) for source, amount in sums if amount is not None),
    )


def project_view(session: Session, project_id: int, book: NumberBook) -> ProjectView | None:
    """A project; None when it is gone."""
    row = session.get(BudgetProject, project_id)
    if row is None:
        return None
    funding = _funding(session, row)
    flows = session.scalars(
        sa.select(Flow).where(Flow.project_id == project_id).order_by(Flow.position, Flow.id)
    )
    items_total = total_amount(item.amount for item in row.items)
    return ProjectView(
        row=_row_view(session, row),
        program_id=row.program_id,
        items_total=items_total,
        grouped=bool(row.groups),
        funding=funding,
        funding_total=total_amount(line.amount for line in funding),
        remarks=project_remarks(row),
        nodes=_nodes(session, project_id, book),
        flows=tuple(_row_view(session, flow) for flow in flows),
    )


def node_choices(session: Session, version_id: int | None, book: NumberBook) -> tuple[NodeRef, ...]:
    """All nodes of a version that can be chosen by number or name, in the order of the tree's numbers."""
    if version_id is None:
        return ()
    keys = session.scalars(
        sa.select(PolicyNode.id)
        .join(Level, PolicyNode.level_id == Level.id)
        .where(PolicyNode.version_id == version_id)
        .order_by(Level.position, PolicyNode.parent_id, PolicyNode.position, PolicyNode.id)
    ).all()
    found = refs(session, book, keys)
    return tuple(found[key] for key in keys)


def _row_view(session: Session, row: BudgetProgram | BudgetProject | Flow) -> RowView:
    values = {name: getattr(row, name) for name in fields_of(type(row))}
    return RowView(row.id, row.uid, values, marks_of(session, [row.uid]))


def _funding(session: Session, project: BudgetProject) -> tuple[FundingLine, ...]:
    """The five sources in their fixed order, whether stored or not."""
    rows = {row.source: row for row in project.funding}
    marks = marks_of(session, [row.uid for row in rows.values()])
    lines = []
    for source in FundingSource:
        row = rows.get(source)
        if row is None:
            lines.append(FundingLine(source, None, ()))
        else:
            own = (*marks.get((row.uid, "amount"), ()), *marks.get((row.uid, None), ()))
            lines.append(FundingLine(source, row.amount, own))
    return tuple(lines)


def _nodes(session: Session, project_id: int, book: NumberBook) -> tuple[NodeLine, ...]:
    ties: Sequence[ProjectNode] = session.scalars(
        sa.select(ProjectNode)
        .where(ProjectNode.project_id == project_id)
        .order_by(ProjectNode.position, ProjectNode.id)
    ).all()
    named = refs(session, book, [tie.node_id for tie in ties])
    versions = _version_names(session, {ref.version_id for ref in named.values()})
    return tuple(
        NodeLine(tie.id, tie.uid, versions[named[tie.node_id].version_id], named[tie.node_id]) for tie in ties
    )


def _version_names(session: Session, keys: Iterable[int]) -> dict[int, str]:
    query = sa.select(PlanVersion.id, PlanVersion.name).where(PlanVersion.id.in_(list(keys)))
    return {key: name for key, name in session.execute(query)}  # noqa: C416 - rows, not pairs, to mypy
