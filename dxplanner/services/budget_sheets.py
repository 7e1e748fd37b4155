"""脚注, 事業説明 and 行動計画 of a project, and the projects of a 事業, as sheets."""

import re
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from dxplanner.domain.amounts import format_amount, parse_amount, total_amount
from dxplanner.domain.errors import InputError
from dxplanner.domain.text import comparison_key
from dxplanner.domain.vocabulary import FundingSource, PlanRelation, PointSection
from dxplanner.model import ActionPlanLink, BudgetProject, FieldKind, Footnote, ProjectPoint, RelatedPlan
from dxplanner.services.budget_checks import funded
from dxplanner.services.budget_columns import YEN_HELP, amount_column
from dxplanner.services.budget_edit import set_funding
from dxplanner.services.fields import add_row, set_field
from dxplanner.services.sheet import SheetColumn, SheetSource, field_column
from dxplanner.services.sheet_rows import keys_in_order, rows_by_key

_DIGITS: Final = re.compile(r"\d+")
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def projects_source(program_id: int) -> SheetSource:
    """The projects of a 事業 with 事業費 and 財源内訳 side by side, and what differs."""
    return SheetSource(
        label="予算事業",
        entity=BudgetProject,
        columns=(
            field_column(BudgetProject, "name", width=12),
            field_column(BudgetProject, "amount", unit="", width=5, help=YEN_HELP),
            *(_funding_column(source) for source in FundingSource),
            amount_column(
                "gap",
                "財源との差",
                _project_gap,
                unit="",
                width=5,
                help="事業費から財源内訳の計を引いた差です。",
            ),
            amount_column(
                "items",
                "積算の計",
                lambda project: total_amount(item.amount for item in project.items),
                unit="",
                hidden=True,
            ),
            field_column(BudgetProject, "note", width=16, hidden=True),
        ),
        rows=keys_in_order(BudgetProject, BudgetProject.program_id == program_id),
        load=rows_by_key(
            BudgetProject, selectinload(BudgetProject.funding), selectinload(BudgetProject.items), fresh=True
        ),
        tables=frozenset({"budget_project", "funding", "budget_item"}),
        owner="program_id",
        new=lambda _session: {"program_id": program_id},
    )


def footnotes_source(project_id: int) -> SheetSource:
    """脚注 of a project."""
    keys = keys_in_order(Footnote, Footnote.project_id == project_id)
    return SheetSource(
        label="脚注",
        entity=Footnote,
        columns=(
            field_column(Footnote, "mark"),
            field_column(Footnote, "anchor", width=11),
            field_column(Footnote, "text", width=38),
        ),
        rows=keys,
        load=rows_by_key(Footnote, fresh=True),
        tables=frozenset({"footnote"}),
        owner="project_id",
        new=lambda _session: {"project_id": project_id},
        counter="mark",
        numbers=lambda session, count: _next_marks(session, project_id, count),
    )


def _next_marks(session: Session, project_id: int, count: int) -> list[str]:
    """The next marks of 脚注, in the digits of the last one: ※７ behind ※６, ※7 behind ※6."""
    marks = session.scalars(
        sa.select(Footnote.mark)
        .where(Footnote.project_id == project_id)
        .order_by(Footnote.position, Footnote.id)
    ).all()
    numbers = [int(found[0]) for found in map(_DIGITS.search, marks) if found]
    narrow = bool(marks) and any(sign.isascii() for sign in marks[-1])
    first = max(numbers, default=0) + 1
    new = [f"※{number}" for number in range(first, first + count)]
    return new if narrow else [mark.translate(_FULL_WIDTH) for mark in new]


def points_source(project_id: int) -> SheetSource:
    """事業説明 of a project, entry by entry under its 欄."""
    return SheetSource(
        label="事業説明",
        entity=ProjectPoint,
        columns=(
            field_column(ProjectPoint, "section", width=9),
            field_column(ProjectPoint, "heading", width=13),
            field_column(ProjectPoint, "text", width=38),
        ),
        rows=keys_in_order(ProjectPoint, ProjectPoint.project_id == project_id),
        load=rows_by_key(ProjectPoint, fresh=True),
        tables=frozenset({"project_point"}),
        owner="project_id",
        new=lambda session: _new_point(session, project_id),
    )


def actions_source(project_id: int) -> SheetSource:
    """行動計画との対応 of a project."""
    return SheetSource(
        label="行動計画との対応",
        entity=ActionPlanLink,
        columns=(
            SheetColumn(
                "plan",
                "行動計画",
                lambda link: link.related_plan.name,
                _write_plan,
                width=18,
                field="related_plan_id",
                help="選ぶか入力します。新しい名前を入れると、行動計画が1つ増えます。",
                offered=lambda session: list(session.scalars(_action_plans(RelatedPlan.name))),
            ),
            field_column(ActionPlanLink, "code"),
            field_column(ActionPlanLink, "title", width=24),
        ),
        rows=keys_in_order(ActionPlanLink, ActionPlanLink.project_id == project_id),
        load=rows_by_key(ActionPlanLink, selectinload(ActionPlanLink.related_plan), fresh=True),
        tables=frozenset({"action_plan_link", "related_plan"}),
        owner="project_id",
        new=lambda session: {
            "project_id": project_id,
            "related_plan_id": _first_action_plan(session),
            "title": "",
        },
    )


def _project_gap(project: BudgetProject) -> int | None:
    found = total_amount(row.amount for row in project.funding)
    return None if project.amount is None or found is None else project.amount - found


def _funding_column(source: FundingSource) -> SheetColumn:
    def number(project: BudgetProject) -> int | None:
        return funded(project, source)

    def write(session: Session, project: BudgetProject, text: str) -> None:
        try:
            amount = parse_amount(text)
        except ValueError as error:
            raise InputError(str(error)) from None
        set_funding(project.id, {source: amount})(session)

    return SheetColumn(
        source.value,
        source.value,
        lambda project: format_amount(number(project)),
        write,
        kind=FieldKind.AMOUNT,
        width=5,
        number=number,
        summed=True,
        help=f"空欄と「－」は、なし（0とは別）です。{YEN_HELP}",
    )


def _new_point(session: Session, project_id: int) -> Mapping[str, object]:
    section = session.scalar(
        sa.select(ProjectPoint.section)
        .where(ProjectPoint.project_id == project_id)
        .order_by(ProjectPoint.position.desc(), ProjectPoint.id.desc())
        .limit(1)
    )
    return {"project_id": project_id, "section": section or PointSection.PURPOSE}


def _action_plans(what: Any) -> Any:
    return (
        sa.select(what)
        .where(RelatedPlan.relation == PlanRelation.ACTION)
        .order_by(RelatedPlan.position, RelatedPlan.id)
    )


def _first_action_plan(session: Session) -> int:
    found: int | None = session.scalar(_action_plans(RelatedPlan.id).limit(1))
    return _add_action_plan(session, "行動計画") if found is None else found


def _add_action_plan(session: Session, name: str) -> int:
    return add_row(session, RelatedPlan, {"name": name, "relation": PlanRelation.ACTION}, owner=None)


def _write_plan(session: Session, link: ActionPlanLink, text: str) -> None:
    name = text.strip()
    if not name:
        raise InputError("行動計画は空欄にできません。計画の名前を入力してください。")
    wanted = comparison_key(name)
    plans = session.scalars(sa.select(RelatedPlan).order_by(RelatedPlan.position, RelatedPlan.id))
    found = next((plan.id for plan in plans if comparison_key(plan.name) == wanted), None)
    key = _add_action_plan(session, name) if found is None else found
    set_field(session, ActionPlanLink, link.id, "related_plan_id", key)
    session.expire(link, ["related_plan"])
