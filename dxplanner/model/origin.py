"""出典: source documents, where each value comes from, what is still to be asked."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from dxplanner.domain import checks
from dxplanner.domain.vocabulary import Confidence, DataKind, PointSeverity, ProvenanceStatus
from dxplanner.model.base import Entity, FieldKind, field, link, owned_rows, owner, position


class SourceDocument(Entity):
    """原資料."""

    __tablename__ = "source_document"
    __label__ = "原資料"
    __data_kind__ = DataKind.ORIGIN

    position: Mapped[int] = position()
    code: Mapped[str] = field("略号", width=4, check=checks.not_blank)
    title: Mapped[str] = field("資料名", width=30, check=checks.not_blank)
    issuer: Mapped[str | None] = field("作成課", width=14)
    issued: Mapped[str | None] = field("作成時期", width=10)
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    pages: Mapped[list["SourcePage"]] = owned_rows("document", order="SourcePage.position")


class SourcePage(Entity):
    """原資料のページ."""

    __tablename__ = "source_page"
    __label__ = "原資料のページ"
    __data_kind__ = DataKind.ORIGIN

    document_id: Mapped[int] = owner("source_document", "原資料")
    position: Mapped[int] = position()
    page: Mapped[int] = field("ページ", FieldKind.INTEGER, width=4, check=checks.at_least(1))
    title: Mapped[str] = field("題名", width=24, check=checks.not_blank)
    contents: Mapped[str | None] = field("内容", FieldKind.TEXT, width=30)
    note: Mapped[str | None] = field("備考", width=20)

    document: Mapped[SourceDocument] = relationship(back_populates="pages")


class Provenance(Entity):
    """出典 of any value: of a whole row, or of one of its fields. 推定 until somebody confirms it.

    Bound to the row by its uid, not by a key, so that any entity can have it; the store deletes it
    together with the row.
    """

    __tablename__ = "provenance"
    __label__ = "出典"
    __data_kind__ = DataKind.ORIGIN
    __table_args__ = (
        sa.Index("ix_provenance_entity_uid", "entity_uid", "field_name"),
        {"sqlite_autoincrement": True},
    )

    entity_uid: Mapped[str] = field("対象の識別子", FieldKind.KEY)
    field_name: Mapped[str | None] = field("対象の欄", FieldKind.KEY, help="空欄は行全体の出典です。")
    document_id: Mapped[int | None] = link("source_document", "原資料")
    page: Mapped[int | None] = field("ページ", FieldKind.INTEGER, width=4, check=checks.at_least(1))
    status: Mapped[ProvenanceStatus] = field(
        "確認の状況", FieldKind.CHOICE, width=5, default=ProvenanceStatus.CONFIRMED
    )
    confidence: Mapped[Confidence | None] = field("推定の確かさ", FieldKind.CHOICE, width=3)
    basis: Mapped[str | None] = field("根拠", FieldKind.TEXT, width=30)
    recorded_by: Mapped[str | None] = field("記録者", width=8)
    recorded_on: Mapped[date | None] = field("記録日", FieldKind.DATE, width=8)

    document: Mapped[SourceDocument | None] = relationship()


class OpenPoint(Entity):
    """確認事項: something in the sources that has to be asked or mended."""

    __tablename__ = "open_point"
    __label__ = "確認事項"
    __data_kind__ = DataKind.ORIGIN

    position: Mapped[int] = position()
    severity: Mapped[PointSeverity] = field("別", FieldKind.CHOICE, width=6)
    place: Mapped[str | None] = field("場所", width=16)
    text: Mapped[str] = field("内容", FieldKind.TEXT, width=40, check=checks.not_blank)
    resolved: Mapped[bool] = field("確認済", FieldKind.FLAG, width=4, default=False)
