"""変更履歴: what undo, redo, history and view refresh read (decision 2). Written by triggers only."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from dxplanner.domain.vocabulary import ChangeState, Operation
from dxplanner.model.base import Base


class ChangeSet(Base):
    """変更: one edit of a user, undone and redone as a whole. Times are UTC."""

    __tablename__ = "change_set"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own attribute

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column()
    author: Mapped[str] = mapped_column()
    computer: Mapped[str] = mapped_column()
    made_at: Mapped[datetime] = mapped_column()
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.DONE, index=True)
    undone_by: Mapped[str | None] = mapped_column()
    undone_at: Mapped[datetime | None] = mapped_column()


class Change(Base):
    """変更の明細: one row's change; ``before``/``after`` are JSON objects of the stored column values.

    An update holds only the columns that changed; an insert has no ``before``, a delete no ``after``.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_entity", "table_name", "row_uid"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id", ondelete="CASCADE"), index=True)
    table_name: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    row_uid: Mapped[str] = mapped_column()
    operation: Mapped[Operation] = mapped_column()
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
