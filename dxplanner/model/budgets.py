"""予算: 事業, its projects, items, 財源内訳, 補助金, 措置率 and footnotes. Amounts are whole 千円."""

from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Mapped, relationship

from dxplanner.domain import checks
from dxplanner.domain.vocabulary import DataKind, FundingSource, PointSection, Rounding
from dxplanner.model.base import Entity, FieldKind, field, link, owned_rows, owner, position
from dxplanner.model.hierarchy import PolicyNode
from dxplanner.model.pictures import Diagram, Flow
from dxplanner.model.plan import ActionPlanLink
from dxplanner.model.schedules import Schedule


class BudgetProgram(Entity):
    """予算書の事業 (予算説明書の見出し): ページ・款・項・目・番号・事業名 and its whole amount."""

    __tablename__ = "budget_program"
    __label__ = "予算書の事業"
    __data_kind__ = DataKind.BUDGET

    position: Mapped[int] = position()
    fiscal_year: Mapped[int] = field("予算年度", FieldKind.FISCAL_YEAR, width=6, check=checks.fiscal_year)
    pages: Mapped[str | None] = field("予算説明書のページ", width=8)
    kan_number: Mapped[str | None] = field("款番号", width=4)
    kan_name: Mapped[str | None] = field("款", width=8)
    kou_number: Mapped[str | None] = field("項番号", width=4)
    kou_name: Mapped[str | None] = field("項", width=8)
    moku_number: Mapped[str | None] = field("目番号", width=4)
    moku_name: Mapped[str | None] = field("目", width=10)
    number: Mapped[str | None] = field("番号", width=5)
    name: Mapped[str] = field("事業名", width=16, check=checks.not_blank)
    total: Mapped[int | None] = field("予算額", FieldKind.AMOUNT, unit="千円", width=8)

    projects: Mapped[list["BudgetProject"]] = owned_rows("program", order="BudgetProject.position")


class BudgetProject(Entity):
    """予算事業: its amount is the one printed in brackets under the 事業's."""

    __tablename__ = "budget_project"
    __label__ = "予算事業"
    __data_kind__ = DataKind.BUDGET

    program_id: Mapped[int] = owner("budget_program", "予算書の事業")
    position: Mapped[int] = position()
    name: Mapped[str] = field("事業の名称", width=20, check=checks.not_blank)
    amount: Mapped[int | None] = field("事業費", FieldKind.AMOUNT, unit="千円", width=8)
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    program: Mapped[BudgetProgram] = relationship(back_populates="projects")
    groups: Mapped[list["BudgetGroup"]] = owned_rows("project", order="BudgetGroup.position")
    items: Mapped[list["BudgetItem"]] = owned_rows("project", order="BudgetItem.position")
    funding: Mapped[list["Funding"]] = owned_rows("project", order="Funding.position")
    subsidies: Mapped[list["Subsidy"]] = owned_rows("project", order="Subsidy.position")
    tax_measures: Mapped[list["TaxMeasure"]] = owned_rows("project", order="TaxMeasure.position")
    footnotes: Mapped[list["Footnote"]] = owned_rows("project", order="Footnote.position")
    points: Mapped[list["ProjectPoint"]] = owned_rows("project", order="ProjectPoint.position")
    node_links: Mapped[list["ProjectNode"]] = owned_rows("project", order="ProjectNode.position")
    action_links: Mapped[list[ActionPlanLink]] = owned_rows("project", order="ActionPlanLink.position")
    schedules: Mapped[list[Schedule]] = owned_rows("project", order="Schedule.position")
    flows: Mapped[list[Flow]] = owned_rows("project", order="Flow.position")
    diagrams: Mapped[list[Diagram]] = owned_rows("project", order="Diagram.position")


class BudgetGroup(Entity):
    """積算のまとまり, such as （１）職員全体のデジタルリテラシー向上. Its amount is the sum of its items."""

    __tablename__ = "budget_group"
    __label__ = "積算のまとまり"
    __data_kind__ = DataKind.BUDGET

    project_id: Mapped[int] = owner("budget_project", "予算事業")
    position: Mapped[int] = position()
    number: Mapped[str | None] = field("番号", width=5)
    name: Mapped[str] = field("名称", width=24, check=checks.not_blank)
    text: Mapped[str | None] = field("説明", FieldKind.TEXT, width=30)

    project: Mapped[BudgetProject] = relationship(back_populates="groups")
    items: Mapped[list["BudgetItem"]] = owned_rows("group", order="BudgetItem.position")


class BudgetItem(Entity):
    """積算: an item with its 節."""

    __tablename__ = "budget_item"
    __label__ = "積算"
    __data_kind__ = DataKind.BUDGET

    project_id: Mapped[int] = owner("budget_project", "予算事業")
    group_id: Mapped[int | None] = link("budget_group", "まとまり", on_delete="CASCADE")
    position: Mapped[int] = position()
    setsu: Mapped[str] = field("節", width=10, check=checks.not_blank)
    name: Mapped[str | None] = field("積算", width=24)
    amount: Mapped[int | None] = field("金額", FieldKind.AMOUNT, unit="千円", width=8)

    project: Mapped[BudgetProject] = relationship(back_populates="items")
    group: Mapped[BudgetGroup | None] = relationship(back_populates="items")


class Funding(Entity):
    """財源内訳. An empty amount is 「－」 (none), which is not 0."""

    __tablename__ = "funding"
    __label__ = "財源内訳"
    __data_kind__ = DataKind.BUDGET

    project_id: Mapped[int] = owner("budget_project", "予算事業")
    position: Mapped[int] = position()
    source: Mapped[FundingSource] = field("財源", FieldKind.CHOICE, width=6)
    amount: Mapped[int | None] = field(
        "金額", FieldKind.AMOUNT, unit="千円", width=8, help="空欄は「－」（なし）です。"
    )

    project: Mapped[BudgetProject] = relationship(back_populates="funding")


class Subsidy(Entity):
    """補助金: amount = 補助対象経費 × 補助率, rounded by its rule. 補助対象経費 is not the sum of items."""

    __tablename__ = "subsidy"
    __label__ = "補助金"
    __data_kind__ = DataKind.BUDGET

    project_id: Mapped[int] = owner("budget_project", "予算事業")
    position: Mapped[int] = position()
    name: Mapped[str] = field("補助金名", width=24, check=checks.not_blank)
    source: Mapped[FundingSource] = field("財源", FieldKind.CHOICE, width=6, default=FundingSource.NATIONAL)
    eligible: Mapped[int | None] = field(
        "補助対象経費", FieldKind.AMOUNT, unit="千円", width=8, check=checks.at_least(0)
    )
    rate: Mapped[Fraction | None] = field("補助率", FieldKind.FRACTION, width=4, check=checks.rate)
    rounding: Mapped[Rounding] = field("千円未満の端数", FieldKind.CHOICE, width=6, default=Rounding.DOWN)
    note: Mapped[str | None] = field("備考", width=24, help="補助対象外の経費などを書きます。")

    project: Mapped[BudgetProject] = relationship(back_populates="subsidies")


class TaxMeasure(Entity):
    """特別交付税の措置: what it covers and its 措置率; the base amount may be unknown."""

    __tablename__ = "tax_measure"
    __label__ = "特別交付税措置"
    __data_kind__ = DataKind.BUDGET

    project_id: Mapped[int] = owner("budget_project", "予算事業")
    position: Mapped[int] = position()
    target: Mapped[str] = field("対象経費", width=24, check=checks.not_blank)
    rate: Mapped[Decimal | None] = field("措置率", FieldKind.DECIMAL, width=4, check=checks.between(0, 1))
    base: Mapped[int | None] = field(
        "対象額", FieldKind.AMOUNT, unit="千円", width=8, check=checks.at_least(0)
    )
    note: Mapped[str | None] = field("備考", width=24)

    project: Mapped[BudgetProject] = relationship(back_populates="tax_measures")


class Footnote(Entity):
    """脚注: its mark, its text, and the words that carry the mark."""

    __tablename__ = "footnote"
    __label__ = "脚注"
    __data_kind__ = DataKind.BUDGET

    project_id: Mapped[int] = owner("budget_project", "予算事業")
    position: Mapped[int] = position()
    mark: Mapped[str] = field("記号", width=4, check=checks.not_blank)
    anchor: Mapped[str | None] = field("付ける語句", width=14, help="この語句のあとに記号が付きます。")
    text: Mapped[str] = field("注の文", FieldKind.TEXT, width=40, check=checks.not_blank)

    project: Mapped[BudgetProject] = relationship(back_populates="footnotes")


class ProjectPoint(Entity):
    """事業説明の項目: an entry under 現状と課題, 対応方針, 主な取組み事例 and so on."""

    __tablename__ = "project_point"
    __label__ = "事業説明"
    __data_kind__ = DataKind.BUDGET

    project_id: Mapped[int] = owner("budget_project", "予算事業")
    section: Mapped[PointSection] = field("欄", FieldKind.CHOICE, width=8)
    position: Mapped[int] = position()
    heading: Mapped[str | None] = field("見出し", width=16)
    text: Mapped[str] = field("内容", FieldKind.TEXT, width=40, check=checks.not_blank)

    project: Mapped[BudgetProject] = relationship(back_populates="points")


class ProjectNode(Entity):
    """施策との対応: which node a budget project serves."""

    __tablename__ = "project_node"
    __label__ = "予算事業と施策"
    __data_kind__ = DataKind.BUDGET

    project_id: Mapped[int] = owner("budget_project", "予算事業")
    node_id: Mapped[int] = owner("policy_node", "施策")
    position: Mapped[int] = position()

    project: Mapped[BudgetProject] = relationship(back_populates="node_links")
    node: Mapped[PolicyNode] = relationship(back_populates="project_links")
