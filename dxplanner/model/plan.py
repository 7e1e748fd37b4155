"""計画 and its 期, versions, related plans and 組織."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, relationship

from dxplanner.domain import checks
from dxplanner.domain.vocabulary import DataKind, PlanRelation, Stage
from dxplanner.model.base import Entity, FieldKind, field, link, owned_rows, owner, position

if TYPE_CHECKING:
    from dxplanner.model.budgets import BudgetProject
    from dxplanner.model.hierarchy import Level, PolicyNode
    from dxplanner.model.outline import Chapter


class Plan(Entity):
    """計画: the one row that says what this file plans."""

    __tablename__ = "plan"
    __label__ = "計画"
    __data_kind__ = DataKind.PLAN

    name: Mapped[str] = field("計画名", width=20, check=checks.not_blank)
    city: Mapped[str] = field("市名", check=checks.not_blank)
    adopted_on: Mapped[date | None] = field("策定年月", FieldKind.MONTH, width=8)
    first_year: Mapped[int | None] = field(
        "計画期間（開始）", FieldKind.FISCAL_YEAR, unit="年度", check=checks.fiscal_year
    )
    last_year: Mapped[int | None] = field(
        "計画期間（終了）", FieldKind.FISCAL_YEAR, unit="年度", check=checks.fiscal_year
    )
    slogan: Mapped[str | None] = field("標語", width=30)
    purpose: Mapped[str | None] = field("計画の目的", FieldKind.TEXT, width=40)
    placement: Mapped[str | None] = field("計画の位置づけ", FieldKind.TEXT, width=40)
    background: Mapped[str | None] = field("改訂の背景", FieldKind.TEXT, width=40)
    concept: Mapped[str | None] = field("コンセプト", FieldKind.TEXT, width=40)


class PlanAxis(Entity):
    """計画の柱, such as 都市のデジタル化."""

    __tablename__ = "plan_axis"
    __label__ = "計画の柱"
    __data_kind__ = DataKind.PLAN

    position: Mapped[int] = position()
    name: Mapped[str] = field("柱", width=16, check=checks.not_blank)


class RelatedPlan(Entity):
    """上位計画, 関連計画 or 行動計画."""

    __tablename__ = "related_plan"
    __label__ = "関連する計画"
    __data_kind__ = DataKind.PLAN

    position: Mapped[int] = position()
    name: Mapped[str] = field("計画名", width=20, check=checks.not_blank)
    relation: Mapped[PlanRelation] = field("関係", FieldKind.CHOICE, width=6, default=PlanRelation.RELATED)
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    action_links: Mapped[list["ActionPlanLink"]] = owned_rows("related_plan", order="ActionPlanLink.position")


class Term(Entity):
    """期 of the plan, such as 第2期 R7–R9."""

    __tablename__ = "term"
    __label__ = "期"
    __data_kind__ = DataKind.PLAN

    number: Mapped[int] = field("期", FieldKind.INTEGER, width=4, check=checks.at_least(1))
    first_year: Mapped[int] = field("開始年度", FieldKind.FISCAL_YEAR, unit="年度", check=checks.fiscal_year)
    last_year: Mapped[int] = field("終了年度", FieldKind.FISCAL_YEAR, unit="年度", check=checks.fiscal_year)
    note: Mapped[str | None] = field("備考", width=20)

    versions: Mapped[list["PlanVersion"]] = relationship(
        back_populates="term", order_by="PlanVersion.position", passive_deletes="all"
    )


class PlanVersion(Entity):
    """計画版, such as 現行計画 or 見直し案."""

    __tablename__ = "plan_version"
    __label__ = "計画版"
    __data_kind__ = DataKind.PLAN

    position: Mapped[int] = position()
    name: Mapped[str] = field("版の名称", check=checks.not_blank)
    stage: Mapped[Stage] = field("段階", FieldKind.CHOICE, width=5, default=Stage.SKELETON)
    term_id: Mapped[int | None] = link("term", "期")
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    term: Mapped[Term | None] = relationship(back_populates="versions")
    levels: Mapped[list["Level"]] = owned_rows("version", order="Level.position")
    nodes: Mapped[list["PolicyNode"]] = owned_rows("version", order="PolicyNode.position")
    chapters: Mapped[list["Chapter"]] = owned_rows("version", order="Chapter.position")


class Department(Entity):
    """組織 (所管課) with its dates of validity: sections are renamed every April."""

    __tablename__ = "department"
    __label__ = "組織"
    __data_kind__ = DataKind.ORGANISATION

    position: Mapped[int] = position()
    name: Mapped[str] = field("組織名", width=16, check=checks.not_blank)
    short_name: Mapped[str | None] = field("略称", width=8)
    valid_from: Mapped[date | None] = field("設置日", FieldKind.DATE, width=8)
    valid_to: Mapped[date | None] = field("廃止日", FieldKind.DATE, width=8)
    successor_id: Mapped[int | None] = link("department", "後継の組織")

    successor: Mapped["Department | None"] = relationship(remote_side="Department.id")


class ActionPlanLink(Entity):
    """行動計画との対応: which item of an action plan a project or node serves."""

    __tablename__ = "action_plan_link"
    __label__ = "行動計画との対応"
    __data_kind__ = DataKind.PLAN

    position: Mapped[int] = position()
    related_plan_id: Mapped[int] = owner("related_plan", "行動計画")
    code: Mapped[str] = field("項目番号", width=5, check=checks.not_blank)
    title: Mapped[str] = field("項目名", width=16)
    project_id: Mapped[int | None] = link("budget_project", "予算事業", on_delete="CASCADE")
    node_id: Mapped[int | None] = link("policy_node", "施策", on_delete="CASCADE")

    related_plan: Mapped[RelatedPlan] = relationship(back_populates="action_links")
    project: Mapped["BudgetProject | None"] = relationship(back_populates="action_links")
    node: Mapped["PolicyNode | None"] = relationship(back_populates="action_links")
