"""会議 and 意見."""

from datetime import date

from sqlalchemy.orm import Mapped, relationship

from dxplanner.domain import checks
from dxplanner.domain.vocabulary import DataKind, MeetingBody, OpinionStatus, Precision
from dxplanner.model.base import Entity, FieldKind, field, link, owned_rows, owner, position
from dxplanner.model.plan import Department


class Meeting(Entity):
    """会議: a committee, a council session, a public comment, with its dates."""

    __tablename__ = "meeting"
    __label__ = "会議"
    __data_kind__ = DataKind.MEETING

    position: Mapped[int] = position()
    body: Mapped[MeetingBody] = field("会議の別", FieldKind.CHOICE, width=8)
    name: Mapped[str] = field("会議名", width=24, check=checks.not_blank)
    starts_on: Mapped[date | None] = field("開催日（開始）", FieldKind.DATE, width=8)
    ends_on: Mapped[date | None] = field("開催日（終了）", FieldKind.DATE, width=8)
    precision: Mapped[Precision] = field("日付の精度", FieldKind.CHOICE, width=4, default=Precision.DAY)
    place: Mapped[str | None] = field("場所", width=16)
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    agenda: Mapped[list["AgendaItem"]] = owned_rows("meeting", order="AgendaItem.position")
    opinions: Mapped[list["Opinion"]] = relationship(
        back_populates="meeting", order_by="Opinion.position", passive_deletes="all"
    )


class AgendaItem(Entity):
    """議題 of a meeting."""

    __tablename__ = "agenda_item"
    __label__ = "議題"
    __data_kind__ = DataKind.MEETING

    meeting_id: Mapped[int] = owner("meeting", "会議")
    position: Mapped[int] = position()
    text: Mapped[str] = field("議題", width=30, check=checks.not_blank)
    handout_note: Mapped[str | None] = field("配付資料", width=20)

    meeting: Mapped[Meeting] = relationship(back_populates="agenda")


class OpinionClass(Entity):
    """意見の区分: the plan's own list (修正する・盛込み済・参考…)."""

    __tablename__ = "opinion_class"
    __label__ = "意見の区分"
    __data_kind__ = DataKind.MEETING

    position: Mapped[int] = position()
    name: Mapped[str] = field("区分名", width=10, check=checks.not_blank)


class Opinion(Entity):
    """意見 and 市の考え方. The person's name stands apart: no handout prints it."""

    __tablename__ = "opinion"
    __label__ = "意見"
    __data_kind__ = DataKind.MEETING

    position: Mapped[int] = position()
    number: Mapped[int | None] = field("意見番号", FieldKind.INTEGER, width=5, check=checks.at_least(1))
    meeting_id: Mapped[int | None] = link("meeting", "会議")
    source: Mapped[MeetingBody | None] = field(
        "意見の出所", FieldKind.CHOICE, width=8, help="会議を選んでいないときの出所です。"
    )
    received_on: Mapped[date | None] = field("受付日", FieldKind.DATE, width=8)
    original: Mapped[str | None] = field("原文", FieldKind.TEXT, width=40)
    summary: Mapped[str] = field("意見の概要", FieldKind.TEXT, width=40, check=checks.not_blank)
    answer: Mapped[str | None] = field("市の考え方", FieldKind.TEXT, width=40)
    opinion_class_id: Mapped[int | None] = link("opinion_class", "区分")
    place: Mapped[str | None] = field("修正箇所", width=16)
    before: Mapped[str | None] = field("修正前", FieldKind.TEXT, width=30)
    after: Mapped[str | None] = field("修正後", FieldKind.TEXT, width=30)
    status: Mapped[OpinionStatus] = field("対応状況", FieldKind.CHOICE, width=8, default=OpinionStatus.OPEN)
    department_id: Mapped[int | None] = link("department", "担当課")
    person: Mapped[str | None] = field("氏名（非公表）", width=10, help="資料には印刷されません。")

    meeting: Mapped[Meeting | None] = relationship(back_populates="opinions")
    opinion_class: Mapped[OpinionClass | None] = relationship()
    department: Mapped[Department | None] = relationship()
