"""工程表: schedules, their editions, axis columns, lanes, bars and dependencies; 閉庁日."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, relationship

from dxplanner.domain import checks
from dxplanner.domain.vocabulary import (
    BarKind,
    BarShape,
    ColourRole,
    DataKind,
    DependencyType,
    Glyph,
    LagUnit,
    Precision,
)
from dxplanner.model.base import Entity, FieldKind, field, link, owned_rows, owner, position
from dxplanner.model.plan import Department

if TYPE_CHECKING:
    from dxplanner.model.budgets import BudgetProject


class Schedule(Entity):
    """工程表 of the plan, or of a budget project."""

    __tablename__ = "schedule"
    __label__ = "工程表"
    __data_kind__ = DataKind.SCHEDULE

    position: Mapped[int] = position()
    title: Mapped[str] = field("工程表名", width=20, check=checks.not_blank)
    project_id: Mapped[int | None] = link("budget_project", "予算事業", on_delete="CASCADE")
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    project: Mapped["BudgetProject | None"] = relationship(back_populates="schedules")
    editions: Mapped[list["ScheduleEdition"]] = owned_rows("schedule", order="ScheduleEdition.position")


class ScheduleEdition(Entity):
    """工程表の版 (当初・素案報告時). Lanes and bars of two editions know each other by lineage."""

    __tablename__ = "schedule_edition"
    __label__ = "工程表の版"
    __data_kind__ = DataKind.SCHEDULE

    schedule_id: Mapped[int] = owner("schedule", "工程表")
    position: Mapped[int] = position()
    name: Mapped[str] = field("版の名称", width=10, check=checks.not_blank)
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    schedule: Mapped[Schedule] = relationship(back_populates="editions")
    columns: Mapped[list["AxisColumn"]] = owned_rows("edition", order="AxisColumn.position")
    lanes: Mapped[list["Lane"]] = owned_rows("edition", order="Lane.position")


class AxisColumn(Entity):
    """時間軸の列 with its own heading; without an end it is open (令和７年度以降)."""

    __tablename__ = "axis_column"
    __label__ = "時間軸の列"
    __data_kind__ = DataKind.SCHEDULE

    edition_id: Mapped[int] = owner("schedule_edition", "工程表の版")
    position: Mapped[int] = position()
    group: Mapped[str | None] = field("上段の見出し", width=8)
    heading: Mapped[str] = field("見出し", width=8, check=checks.not_blank)
    starts_on: Mapped[date] = field("開始日", FieldKind.DATE, width=8)
    ends_on: Mapped[date | None] = field("終了日", FieldKind.DATE, width=8)

    edition: Mapped[ScheduleEdition] = relationship(back_populates="columns")


class Lane(Entity):
    """区分: a row of a schedule, perhaps in a group."""

    __tablename__ = "lane"
    __label__ = "区分"
    __data_kind__ = DataKind.SCHEDULE

    edition_id: Mapped[int] = owner("schedule_edition", "工程表の版")
    position: Mapped[int] = position()
    group: Mapped[str | None] = field("区分のまとまり", width=10)
    name: Mapped[str] = field("区分", width=16, check=checks.not_blank)
    lineage: Mapped[str | None] = field("版をまたぐ識別子", FieldKind.KEY)

    edition: Mapped[ScheduleEdition] = relationship(back_populates="lanes")
    bars: Mapped[list["Bar"]] = owned_rows("lane", order="Bar.position")


class Bar(Entity):
    """帯 or マイルストーン on a lane. Both dates are included; without an end it is open."""

    __tablename__ = "bar"
    __label__ = "工程"
    __data_kind__ = DataKind.SCHEDULE

    lane_id: Mapped[int] = owner("lane", "区分")
    position: Mapped[int] = position()
    label: Mapped[str | None] = field("名称", width=16, help="空欄のときは文字のない帯になります。")
    starts_on: Mapped[date] = field("開始", FieldKind.DATE, width=8)
    ends_on: Mapped[date | None] = field("終了", FieldKind.DATE, width=8, help="空欄は「以降も続く」です。")
    precision: Mapped[Precision] = field("日付の精度", FieldKind.CHOICE, width=4, default=Precision.MONTH)
    kind: Mapped[BarKind] = field("種類", FieldKind.CHOICE, width=8, default=BarKind.BAR)
    shape: Mapped[BarShape] = field("形", FieldKind.CHOICE, width=5, default=BarShape.BAND)
    glyph: Mapped[Glyph] = field("記号", FieldKind.CHOICE, width=3, default=Glyph.TRIANGLE)
    colour: Mapped[ColourRole] = field("色の役割", FieldKind.CHOICE, width=5, default=ColourRole.NEUTRAL)
    progress: Mapped[int | None] = field(
        "進捗", FieldKind.INTEGER, unit="%", width=4, check=checks.between(0, 100)
    )
    fixed: Mapped[bool] = field(
        "日付を固定",
        FieldKind.FLAG,
        width=4,
        default=False,
        help="議会や委員会の日など、計算では動きません。",
    )
    department_id: Mapped[int | None] = link("department", "担当")
    lineage: Mapped[str | None] = field("版をまたぐ識別子", FieldKind.KEY)
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    lane: Mapped[Lane] = relationship(back_populates="bars")
    department: Mapped[Department | None] = relationship()
    successors: Mapped[list["Dependency"]] = owned_rows("before", foreign="Dependency.before_id")
    predecessors: Mapped[list["Dependency"]] = owned_rows("after", foreign="Dependency.after_id")


class Dependency(Entity):
    """前後関係 between two bars of one edition."""

    __tablename__ = "dependency"
    __label__ = "前後関係"
    __data_kind__ = DataKind.SCHEDULE

    before_id: Mapped[int] = owner("bar", "前の作業")
    after_id: Mapped[int] = owner("bar", "後の作業")
    type: Mapped[DependencyType] = field(
        "関係", FieldKind.CHOICE, width=8, default=DependencyType.FINISH_START
    )
    lag: Mapped[int] = field("間隔", FieldKind.INTEGER, unit="日", width=4, default=0)
    lag_unit: Mapped[LagUnit] = field("間隔の単位", FieldKind.CHOICE, width=5, default=LagUnit.CALENDAR_DAYS)

    before: Mapped[Bar] = relationship(back_populates="successors", foreign_keys=[before_id])
    after: Mapped[Bar] = relationship(back_populates="predecessors", foreign_keys=[after_id])


class ClosedDay(Entity):
    """閉庁日 of the plan's own, beside weekends, holidays and 12/29–1/3."""

    __tablename__ = "closed_day"
    __label__ = "閉庁日"
    __data_kind__ = DataKind.SCHEDULE

    on: Mapped[date] = field("日付", FieldKind.DATE, width=8, unique=True)
    name: Mapped[str | None] = field("名称", width=12)
