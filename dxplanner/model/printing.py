"""資料: handouts as named, ordered lists of blocks, kept in the plan."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from dxplanner.domain import checks
from dxplanner.domain.vocabulary import DataKind, Orientation, Paper
from dxplanner.model.base import Entity, FieldKind, field, link, owned_rows, owner, position
from dxplanner.model.meetings import Meeting


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
