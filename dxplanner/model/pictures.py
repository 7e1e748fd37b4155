"""作業の流れ, 関係図 and 動向."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, relationship

from dxplanner.domain import checks
from dxplanner.domain.vocabulary import ColourRole, DataKind, DiagramShape, EdgeStyle
from dxplanner.model.base import Entity, FieldKind, field, link, owned_rows, owner, position
from dxplanner.model.hierarchy import PolicyNode

if TYPE_CHECKING:
    from dxplanner.model.budgets import BudgetProject


class Flow(Entity):
    """作業の流れ: a flow of steps."""

    __tablename__ = "flow"
    __label__ = "作業の流れ"
    __data_kind__ = DataKind.FLOW

    position: Mapped[int] = position()
    title: Mapped[str] = field("作業の流れの名称", width=20, check=checks.not_blank)
    project_id: Mapped[int | None] = link("budget_project", "予算事業", on_delete="CASCADE")
    end_label: Mapped[str | None] = field("終わりの表示", width=10)
    note: Mapped[str | None] = field("注記", FieldKind.TEXT, width=30)

    project: Mapped["BudgetProject | None"] = relationship(back_populates="flows")
    steps: Mapped[list["FlowStep"]] = owned_rows("flow", order="FlowStep.position")


class FlowStep(Entity):
    """ステップ of a flow, with the months it takes or the 年度 it belongs to."""

    __tablename__ = "flow_step"
    __label__ = "ステップ"
    __data_kind__ = DataKind.FLOW

    flow_id: Mapped[int] = owner("flow", "作業の流れ")
    position: Mapped[int] = position()
    name: Mapped[str] = field("ステップ名", width=20, check=checks.not_blank)
    period: Mapped[str | None] = field("時期（表記）", width=10)
    starts_on: Mapped[date | None] = field("開始月", FieldKind.MONTH, width=7)
    ends_on: Mapped[date | None] = field("終了月", FieldKind.MONTH, width=7)
    fiscal_year: Mapped[int | None] = field(
        "着手年度", FieldKind.FISCAL_YEAR, width=5, check=checks.fiscal_year
    )
    text: Mapped[str | None] = field("説明", FieldKind.TEXT, width=30)

    flow: Mapped[Flow] = relationship(back_populates="steps")
    tasks: Mapped[list["FlowTask"]] = owned_rows("step", order="FlowTask.position")


class FlowTask(Entity):
    """作業 of a step, numbered ① ② ③ by its position."""

    __tablename__ = "flow_task"
    __label__ = "作業"
    __data_kind__ = DataKind.FLOW

    step_id: Mapped[int] = owner("flow_step", "ステップ")
    position: Mapped[int] = position()
    text: Mapped[str] = field("作業", width=30, check=checks.not_blank)

    step: Mapped[FlowStep] = relationship(back_populates="tasks")


class Diagram(Entity):
    """関係図, such as 2030年のめざす姿の全体像."""

    __tablename__ = "diagram"
    __label__ = "関係図"
    __data_kind__ = DataKind.TREND

    position: Mapped[int] = position()
    title: Mapped[str] = field("関係図の名称", width=20, check=checks.not_blank)
    project_id: Mapped[int | None] = link("budget_project", "予算事業", on_delete="CASCADE")
    text: Mapped[str | None] = field("説明", FieldKind.TEXT, width=40)

    project: Mapped["BudgetProject | None"] = relationship(back_populates="diagrams")
    nodes: Mapped[list["DiagramNode"]] = owned_rows("diagram", order="DiagramNode.position")
    edges: Mapped[list["DiagramEdge"]] = owned_rows("diagram", order="DiagramEdge.position")


class DiagramNode(Entity):
    """関係図の要素, placed in millimetres from the upper left corner of the picture."""

    __tablename__ = "diagram_node"
    __label__ = "関係図の要素"
    __data_kind__ = DataKind.TREND

    diagram_id: Mapped[int] = owner("diagram", "関係図")
    position: Mapped[int] = position()
    label: Mapped[str] = field("文字", FieldKind.TEXT, width=16, check=checks.not_blank)
    group: Mapped[str | None] = field("まとまり", width=12)
    policy_node_id: Mapped[int | None] = link("policy_node", "施策体系の項目")
    colour: Mapped[ColourRole] = field("色の役割", FieldKind.CHOICE, width=5, default=ColourRole.NEUTRAL)
    shape: Mapped[DiagramShape] = field(
        "形", FieldKind.CHOICE, width=4, default=DiagramShape.RECTANGLE, server_default="四角"
    )
    x: Mapped[int] = field("左", FieldKind.INTEGER, unit="mm", width=4, default=0)
    y: Mapped[int] = field("上", FieldKind.INTEGER, unit="mm", width=4, default=0)
    width: Mapped[int] = field(
        "幅", FieldKind.INTEGER, unit="mm", width=4, default=40, check=checks.at_least(1)
    )
    height: Mapped[int] = field(
        "高さ", FieldKind.INTEGER, unit="mm", width=4, default=12, check=checks.at_least(1)
    )

    diagram: Mapped[Diagram] = relationship(back_populates="nodes")
    policy_node: Mapped[PolicyNode | None] = relationship()


class DiagramEdge(Entity):
    """関係図の矢印; an end that is not known is left empty."""

    __tablename__ = "diagram_edge"
    __label__ = "関係図の矢印"
    __data_kind__ = DataKind.TREND

    diagram_id: Mapped[int] = owner("diagram", "関係図")
    position: Mapped[int] = position()
    label: Mapped[str | None] = field("文字", width=20)
    style: Mapped[EdgeStyle] = field(
        "線の種類", FieldKind.CHOICE, width=5, default=EdgeStyle.ARROW, server_default="矢印"
    )
    start_id: Mapped[int | None] = link("diagram_node", "始点")
    end_id: Mapped[int | None] = link("diagram_node", "終点")

    diagram: Mapped[Diagram] = relationship(back_populates="edges")
    start: Mapped[DiagramNode | None] = relationship(foreign_keys=[start_id])
    end: Mapped[DiagramNode | None] = relationship(foreign_keys=[end_id])


class TrendColumn(Entity):
    """動向の列, perhaps under an upper heading (2024年現在 / 未来予想)."""

    __tablename__ = "trend_column"
    __label__ = "動向の列"
    __data_kind__ = DataKind.TREND

    position: Mapped[int] = position()
    group: Mapped[str | None] = field("上段の見出し", width=10)
    heading: Mapped[str] = field("見出し", width=16, check=checks.not_blank)

    entries: Mapped[list["TrendEntry"]] = owned_rows("column", order="TrendEntry.position")


class TrendEntry(Entity):
    """動向: one bullet of a field (分野) in a column."""

    __tablename__ = "trend_entry"
    __label__ = "動向"
    __data_kind__ = DataKind.TREND

    field_node_id: Mapped[int] = owner("policy_node", "分野")
    column_id: Mapped[int] = owner("trend_column", "動向の列")
    position: Mapped[int] = position()
    text: Mapped[str] = field("動向", FieldKind.TEXT, width=30, check=checks.not_blank)

    field_node: Mapped[PolicyNode] = relationship(back_populates="trend_entries")
    column: Mapped[TrendColumn] = relationship(back_populates="entries")
