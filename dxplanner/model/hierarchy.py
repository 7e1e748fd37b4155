"""施策体系: levels, nodes, 所管課, 主な取組, 新旧 transitions, 成果と課題."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, relationship

from dxplanner.domain import checks
from dxplanner.domain.vocabulary import (
    ColourRole,
    DataKind,
    DepartmentRole,
    NumberScope,
    Side,
    TransitionKind,
)
from dxplanner.model.base import Entity, FieldKind, field, link, owned_rows, owner, position

if TYPE_CHECKING:
    from dxplanner.model.budgets import ProjectNode
    from dxplanner.model.indicators import Indicator
    from dxplanner.model.pictures import TrendEntry
    from dxplanner.model.plan import ActionPlanLink, Department, PlanVersion


class Level(Entity):
    """階層 of a version, from the top (position 0) downwards."""

    __tablename__ = "level"
    __label__ = "階層"
    __data_kind__ = DataKind.HIERARCHY

    version_id: Mapped[int] = owner("plan_version", "計画版")
    position: Mapped[int] = position()
    name: Mapped[str] = field("階層名", check=checks.not_blank)
    scope: Mapped[NumberScope] = field(
        "番号の付け方",
        FieldKind.CHOICE,
        width=8,
        default=NumberScope.NONE,
        help="番号は表示用で、自動で付きます。",
    )
    joined: Mapped[bool] = field(
        "上位の番号を付ける",
        FieldKind.FLAG,
        width=4,
        default=False,
        help="「1-1」のように上位の番号を前に付けます。",
    )
    note: Mapped[str | None] = field("備考", width=20)

    version: Mapped["PlanVersion"] = relationship(back_populates="levels")
    nodes: Mapped[list["PolicyNode"]] = relationship(
        back_populates="level", order_by="PolicyNode.position", passive_deletes="all"
    )


class PolicyNode(Entity):
    """施策体系の項目: 領域, 分野, めざす姿, 基本方針, 基本施策 or deeper."""

    __tablename__ = "policy_node"
    __label__ = "施策体系の項目"
    __data_kind__ = DataKind.HIERARCHY

    version_id: Mapped[int] = owner("plan_version", "計画版")
    level_id: Mapped[int] = owner("level", "階層")
    parent_id: Mapped[int | None] = link("policy_node", "上位の項目", on_delete="CASCADE")
    position: Mapped[int] = position()
    name: Mapped[str] = field("名称", width=24, check=checks.not_blank)
    statement: Mapped[str | None] = field(
        "説明", FieldKind.TEXT, width=40, help="方針文や領域の考え方を書きます。"
    )
    goal: Mapped[str | None] = field("3年後のめざす姿", FieldKind.TEXT, width=30)
    colour: Mapped[ColourRole] = field("色の役割", FieldKind.CHOICE, width=5, default=ColourRole.NEUTRAL)
    initiatives_open: Mapped[bool] = field(
        "主な取組の末尾に「等」",
        FieldKind.FLAG,
        width=4,
        default=False,
        help="資料では一覧の最後に「等」が付きます。",
    )
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    version: Mapped["PlanVersion"] = relationship(back_populates="nodes")
    level: Mapped[Level] = relationship(back_populates="nodes")
    parent: Mapped["PolicyNode | None"] = relationship(back_populates="children", remote_side="PolicyNode.id")
    children: Mapped[list["PolicyNode"]] = owned_rows("parent", order="PolicyNode.position")
    departments: Mapped[list["NodeDepartment"]] = owned_rows("node", order="NodeDepartment.position")
    initiatives: Mapped[list["Initiative"]] = owned_rows("node", order="Initiative.position")
    transition_ends: Mapped[list["TransitionEnd"]] = owned_rows("node", order="TransitionEnd.position")
    reviews: Mapped[list["Review"]] = owned_rows("node", order="Review.position")
    indicators: Mapped[list["Indicator"]] = owned_rows("node", order="Indicator.position")
    trend_entries: Mapped[list["TrendEntry"]] = owned_rows("field_node", order="TrendEntry.position")
    action_links: Mapped[list["ActionPlanLink"]] = owned_rows("node", order="ActionPlanLink.position")
    project_links: Mapped[list["ProjectNode"]] = owned_rows("node", order="ProjectNode.position")


class NodeDepartment(Entity):
    """所管課 of a node."""

    __tablename__ = "node_department"
    __label__ = "所管課"
    __data_kind__ = DataKind.ORGANISATION

    node_id: Mapped[int] = owner("policy_node", "施策")
    position: Mapped[int] = position()
    department_id: Mapped[int] = owner("department", "組織")
    role: Mapped[DepartmentRole] = field("所管の別", FieldKind.CHOICE, width=5, default=DepartmentRole.LEAD)

    node: Mapped[PolicyNode] = relationship(back_populates="departments")
    department: Mapped["Department"] = relationship()


class Initiative(Entity):
    """主な取組 of a node."""

    __tablename__ = "initiative"
    __label__ = "主な取組"
    __data_kind__ = DataKind.INITIATIVE

    node_id: Mapped[int] = owner("policy_node", "施策")
    position: Mapped[int] = position()
    name: Mapped[str] = field("取組名", width=30, check=checks.not_blank)

    node: Mapped[PolicyNode] = relationship(back_populates="initiatives")


class Transition(Entity):
    """新旧: how old nodes become new ones, many to many. No old end: 新設. No new end: 廃止."""

    __tablename__ = "transition"
    __label__ = "新旧の対応"
    __data_kind__ = DataKind.TRANSITION

    position: Mapped[int] = position()
    kind: Mapped[TransitionKind] = field("変更の種類", FieldKind.CHOICE, width=6)
    detail: Mapped[str | None] = field(
        "変更の内容", width=16, help="「名称変更・拡充」のように詳しく書けます。"
    )
    reason: Mapped[str | None] = field("理由", FieldKind.TEXT, width=30)

    ends: Mapped[list["TransitionEnd"]] = owned_rows("transition", order="TransitionEnd.position")


class TransitionEnd(Entity):
    """One end of a 新旧 transition: a node on its old or new side."""

    __tablename__ = "transition_end"
    __label__ = "新旧の対応の端"
    __data_kind__ = DataKind.TRANSITION

    transition_id: Mapped[int] = owner("transition", "新旧の対応")
    side: Mapped[Side] = field("新旧", FieldKind.CHOICE, width=5)
    node_id: Mapped[int] = owner("policy_node", "施策")
    position: Mapped[int] = position()

    transition: Mapped[Transition] = relationship(back_populates="ends")
    node: Mapped[PolicyNode] = relationship(back_populates="transition_ends")


class Review(Entity):
    """成果と課題 of a current node."""

    __tablename__ = "review"
    __label__ = "成果と課題"
    __data_kind__ = DataKind.REVIEW

    node_id: Mapped[int] = owner("policy_node", "施策")
    position: Mapped[int] = position()
    achievement: Mapped[str | None] = field("主な成果", FieldKind.TEXT, width=40)
    issue: Mapped[str | None] = field("課題", FieldKind.TEXT, width=40)
    policy_as_written: Mapped[str | None] = field(
        "原資料の方針名", width=20, help="体系と語句が違うとき、原資料の書き方を残します。"
    )

    node: Mapped[PolicyNode] = relationship(back_populates="reviews")
