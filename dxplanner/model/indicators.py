"""成果指標: indicators, their series and values, where a baseline comes from, grades."""

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, relationship

from dxplanner.domain import checks
from dxplanner.domain.vocabulary import AchievementMethod, DataKind, Direction, IndicatorKind, ValueRole
from dxplanner.model.base import Entity, FieldKind, field, link, owned_rows, owner, position
from dxplanner.model.hierarchy import PolicyNode
from dxplanner.model.plan import Department

if TYPE_CHECKING:
    from dxplanner.model.surveys import Cell


class GradeScale(Entity):
    """評価区分: the plan's own table of grades."""

    __tablename__ = "grade_scale"
    __label__ = "評価区分"
    __data_kind__ = DataKind.INDICATOR

    position: Mapped[int] = position()
    name: Mapped[str] = field("評価区分名", check=checks.not_blank)

    grades: Mapped[list["Grade"]] = owned_rows("scale", order="Grade.position")


class Grade(Entity):
    """One grade: it holds from its lower bound upwards; without a bound it is chosen by hand."""

    __tablename__ = "grade"
    __label__ = "評価"
    __data_kind__ = DataKind.INDICATOR

    scale_id: Mapped[int] = owner("grade_scale", "評価区分")
    position: Mapped[int] = position()
    label: Mapped[str] = field("評価", width=6, check=checks.not_blank)
    lower_bound: Mapped[Decimal | None] = field("達成率の下限", FieldKind.DECIMAL, unit="%", width=6)

    scale: Mapped[GradeScale] = relationship(back_populates="grades")


class Indicator(Entity):
    """成果指標 of a node."""

    __tablename__ = "indicator"
    __label__ = "成果指標"
    __data_kind__ = DataKind.INDICATOR

    node_id: Mapped[int] = owner("policy_node", "施策")
    position: Mapped[int] = position()
    name: Mapped[str] = field("成果指標", FieldKind.TEXT, width=34, check=checks.not_blank)
    definition: Mapped[str | None] = field("定義", FieldKind.TEXT, width=30)
    method: Mapped[str | None] = field("算出方法", FieldKind.TEXT, width=30)
    kind: Mapped[IndicatorKind] = field("値の種類", FieldKind.CHOICE, width=6)
    unit: Mapped[str] = field("単位", width=4)
    decimals: Mapped[int] = field(
        "小数桁数", FieldKind.INTEGER, unit="桁", width=4, default=0, check=checks.between(0, 6)
    )
    direction: Mapped[Direction] = field("方向", FieldKind.CHOICE, width=4, default=Direction.INCREASE)
    source: Mapped[str | None] = field("出典（調査等）", FieldKind.TEXT, width=20)
    department_id: Mapped[int | None] = link("department", "担当課")
    achievement_method: Mapped[AchievementMethod] = field(
        "達成率の算出方法", FieldKind.CHOICE, width=16, default=AchievementMethod.PROGRESS
    )
    grade_scale_id: Mapped[int | None] = link("grade_scale", "評価区分")
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    node: Mapped[PolicyNode] = relationship(back_populates="indicators")
    department: Mapped[Department | None] = relationship()
    grade_scale: Mapped[GradeScale | None] = relationship()
    series: Mapped[list["IndicatorSeries"]] = owned_rows("indicator", order="IndicatorSeries.position")


class IndicatorSeries(Entity):
    """系列 of an indicator (国内/国外); an indicator with one series leaves its name empty."""

    __tablename__ = "indicator_series"
    __label__ = "指標の系列"
    __data_kind__ = DataKind.INDICATOR

    indicator_id: Mapped[int] = owner("indicator", "成果指標")
    position: Mapped[int] = position()
    name: Mapped[str | None] = field("系列", width=5)

    indicator: Mapped[Indicator] = relationship(back_populates="series")
    values: Mapped[list["IndicatorValue"]] = owned_rows("series", order="IndicatorValue.position")


class IndicatorValue(Entity):
    """A value of a series, with its own fiscal year."""

    __tablename__ = "indicator_value"
    __label__ = "指標の値"
    __data_kind__ = DataKind.INDICATOR

    series_id: Mapped[int] = owner("indicator_series", "系列")
    position: Mapped[int] = position()
    role: Mapped[ValueRole] = field("値の役割", FieldKind.CHOICE, width=5)
    fiscal_year: Mapped[int] = field("年度", FieldKind.FISCAL_YEAR, width=5, check=checks.fiscal_year)
    value: Mapped[Decimal | None] = field("値", FieldKind.DECIMAL, width=8, help="単位は指標の単位です。")
    proposed: Mapped[bool] = field(
        "案", FieldKind.FLAG, width=3, default=False, help="直線で見込んだ値の印です。"
    )
    sample_size: Mapped[int | None] = field(
        "標本数",
        FieldKind.INTEGER,
        width=6,
        check=checks.at_least(1),
        help="意識調査の回答数です。調査の値に結び付けていれば、空欄でも設問の分母を使います。",
    )
    grade_id: Mapped[int | None] = link("grade", "評価（手入力）")
    note: Mapped[str | None] = field("備考", width=20)

    grade: Mapped[Grade | None] = relationship()
    series: Mapped[IndicatorSeries] = relationship(back_populates="values")
    basis: Mapped[list["IndicatorBasis"]] = owned_rows("value", order="IndicatorBasis.position")


class IndicatorBasis(Entity):
    """基準値の根拠: the value is the sum of these survey cells."""

    __tablename__ = "indicator_basis"
    __label__ = "基準値の根拠"
    __data_kind__ = DataKind.INDICATOR

    value_id: Mapped[int] = owner("indicator_value", "指標の値")
    cell_id: Mapped[int] = owner("cell", "調査の値")
    position: Mapped[int] = position()

    value: Mapped[IndicatorValue] = relationship(back_populates="basis")
    cell: Mapped["Cell"] = relationship(back_populates="indicator_bases")
