"""資料: handouts as named, ordered lists of blocks, kept in the plan."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from dxplanner.domain import checks
from dxplanner.domain.vocabulary import DataKind, Orientation, Paper, Stage
from dxplanner.model.base import Entity, FieldKind, field, link, owned_rows, owner, position
from dxplanner.model.meetings import Meeting

_MARGIN = checks.between(8, 60)


class Handout(Entity):
    """資料 (handout). ``code`` names it on the command line."""

    __tablename__ = "handout"
    __label__ = "資料"
    __data_kind__ = DataKind.PRINTING

    position: Mapped[int] = position()
    code: Mapped[str] = field(
        "資料の記号",
        width=10,
        unique=True,
        check=checks.matches(r"[a-z0-9][a-z0-9-]*", "半角の英小文字・数字・ハイフンで入力してください。"),
    )
    title: Mapped[str] = field("資料名", width=20, check=checks.not_blank)
    number: Mapped[str | None] = field("資料番号", width=8)
    paper: Mapped[Paper] = field("用紙", FieldKind.CHOICE, width=3, default=Paper.A4)
    orientation: Mapped[Orientation] = field(
        "用紙の向き", FieldKind.CHOICE, width=3, default=Orientation.LANDSCAPE
    )
    first_page: Mapped[int] = field(
        "最初のページ番号", FieldKind.INTEGER, width=4, default=1, check=checks.at_least(1)
    )
    meeting_id: Mapped[int | None] = link("meeting", "配付する会議")
    issued_on: Mapped[date | None] = field("資料の日付", FieldKind.DATE, width=8)
    subtitle: Mapped[str | None] = field("副題", width=20)
    cover: Mapped[bool] = field("表紙", FieldKind.FLAG, width=4, default=False, server_default="0")
    contents: Mapped[bool] = field("目次", FieldKind.FLAG, width=4, default=False, server_default="0")
    stage: Mapped[Stage | None] = field(
        "段階の表示", FieldKind.CHOICE, width=4, help="骨子・素案・成案の印を各ページに付けます。"
    )
    draft: Mapped[bool] = field("「案」の表示", FieldKind.FLAG, width=4, default=False, server_default="0")
    page_range: Mapped[str | None] = field(
        "印刷するページ", width=8, help="「1-3,5」のように入力します。空欄は全ページです。"
    )
    font_size: Mapped[Decimal | None] = field(
        "本文の文字の大きさ", FieldKind.DECIMAL, unit="pt", width=5, check=checks.between(Decimal("10.5"), 16)
    )
    margin_left: Mapped[int | None] = field("左の余白", FieldKind.INTEGER, unit="mm", width=4, check=_MARGIN)
    margin_right: Mapped[int | None] = field("右の余白", FieldKind.INTEGER, unit="mm", width=4, check=_MARGIN)
    margin_top: Mapped[int | None] = field("上の余白", FieldKind.INTEGER, unit="mm", width=4, check=_MARGIN)
    margin_bottom: Mapped[int | None] = field(
        "下の余白", FieldKind.INTEGER, unit="mm", width=4, check=_MARGIN
    )
    template: Mapped[bool] = field(
        "ひな形",
        FieldKind.FLAG,
        width=4,
        default=False,
        server_default="0",
        help="新しい資料のもとになります。",
    )

    meeting: Mapped[Meeting | None] = relationship()
    blocks: Mapped[list["HandoutBlock"]] = owned_rows("handout", order="HandoutBlock.position")


class HandoutBlock(Entity):
    """資料の部品: its kind (see handouts.catalogue) and its options."""

    __tablename__ = "handout_block"
    __label__ = "資料の部品"
    __data_kind__ = DataKind.PRINTING

    handout_id: Mapped[int] = owner("handout", "資料")
    position: Mapped[int] = position()
    kind: Mapped[str] = field("部品の種類", width=10, check=checks.not_blank)
    enabled: Mapped[bool] = field("印刷する", FieldKind.FLAG, width=4, default=True)
    options: Mapped[dict[str, Any]] = field("設定", FieldKind.OPTIONS, type_=sa.JSON, default=dict)

    handout: Mapped[Handout] = relationship(back_populates="blocks")


class PrintRun(Entity):
    """印刷の記録: one printing of a handout, such as for a meeting, with what stood on its pages."""

    __tablename__ = "print_run"
    __label__ = "印刷の記録"
    __data_kind__ = DataKind.PRINTING

    position: Mapped[int] = position()
    handout_id: Mapped[int | None] = link("handout", "資料")
    meeting_id: Mapped[int | None] = link("meeting", "配付した会議")
    title: Mapped[str] = field("資料名", width=20, check=checks.not_blank)
    number: Mapped[str | None] = field("資料番号", width=8)
    stage: Mapped[Stage | None] = field("段階", FieldKind.CHOICE, width=4)
    printed_at: Mapped[datetime] = field("印刷日時", FieldKind.MOMENT, width=10)
    author: Mapped[str | None] = field("印刷した人", width=10)
    last_change: Mapped[int] = field(
        "計画の状態", FieldKind.KEY, width=6, default=0, help="その時点で最後の変更の番号です。"
    )
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    handout: Mapped[Handout | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    pages: Mapped[list["PrintedPage"]] = owned_rows("run", order="PrintedPage.position")


class PrintedPage(Entity):
    """印刷したページ: its number and texts, each with the uid of the row that it comes from."""

    __tablename__ = "printed_page"
    __label__ = "印刷したページ"
    __data_kind__ = DataKind.PRINTING

    run_id: Mapped[int] = owner("print_run", "印刷の記録")
    position: Mapped[int] = position()
    number: Mapped[int] = field("ページ", FieldKind.INTEGER, width=4)
    heading: Mapped[str | None] = field("見出し", width=20)
    texts: Mapped[list[Any]] = field("印刷した文字", FieldKind.OPTIONS, type_=sa.JSON, default=list)

    run: Mapped[PrintRun] = relationship(back_populates="pages")
