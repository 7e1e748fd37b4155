"""章構成 of the plan document and how it changes."""

from sqlalchemy.orm import Mapped, relationship

from dxplanner.domain import checks
from dxplanner.domain.vocabulary import ChapterPart, DataKind
from dxplanner.model.base import Entity, FieldKind, field, owned_rows, owner, position
from dxplanner.model.plan import PlanVersion


class Chapter(Entity):
    """章 of a version's document."""

    __tablename__ = "chapter"
    __label__ = "章"
    __data_kind__ = DataKind.OUTLINE

    version_id: Mapped[int] = owner("plan_version", "計画版")
    position: Mapped[int] = position()
    part: Mapped[ChapterPart] = field("編", FieldKind.CHOICE, width=4, default=ChapterPart.MAIN)
    number: Mapped[str | None] = field("章番号", width=5)
    title: Mapped[str] = field("章名", width=24, check=checks.not_blank)
    draft_pages: Mapped[str | None] = field("素案のページ", width=8)
    status: Mapped[str | None] = field("整理状況", width=12)

    version: Mapped[PlanVersion] = relationship(back_populates="chapters")
    changes: Mapped[list["ChapterChange"]] = owned_rows("chapter", order="ChapterChange.position")
    origins: Mapped[list["ChapterOrigin"]] = owned_rows(
        "chapter", order="ChapterOrigin.position", foreign="ChapterOrigin.chapter_id"
    )
    successors: Mapped[list["ChapterOrigin"]] = owned_rows(
        "old_chapter", order="ChapterOrigin.position", foreign="ChapterOrigin.old_chapter_id"
    )


class ChapterChange(Entity):
    """変更内容 of a chapter."""

    __tablename__ = "chapter_change"
    __label__ = "章の変更内容"
    __data_kind__ = DataKind.OUTLINE

    chapter_id: Mapped[int] = owner("chapter", "章")
    position: Mapped[int] = position()
    text: Mapped[str] = field("変更内容", width=24, check=checks.not_blank)

    chapter: Mapped[Chapter] = relationship(back_populates="changes")


class ChapterOrigin(Entity):
    """Which current chapter a revised one comes from (現行の章)."""

    __tablename__ = "chapter_origin"
    __label__ = "章の対応"
    __data_kind__ = DataKind.OUTLINE

    chapter_id: Mapped[int] = owner("chapter", "見直し案の章")
    old_chapter_id: Mapped[int] = owner("chapter", "現行の章")
    position: Mapped[int] = position()

    chapter: Mapped[Chapter] = relationship(back_populates="origins", foreign_keys=[chapter_id])
    old_chapter: Mapped[Chapter] = relationship(back_populates="successors", foreign_keys=[old_chapter_id])
