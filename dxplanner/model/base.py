"""The declarative base, and how a field is declared once (decision 1).

Every column's ``info`` carries ``label`` (Japanese), ``unit``, ``width`` (full-width characters in a table),
``kind`` (how it is edited and shown), ``check`` (see domain.checks) and ``help`` (the office's explanation).
Editors, Excel columns, history entries and validation messages read it there.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column, relationship

from dxplanner.domain.checks import Check
from dxplanner.domain.vocabulary import DataKind
from dxplanner.model.types import ExactDecimal, ExactFraction


class FieldKind(StrEnum):
    """How a field is edited and shown."""

    LINE = "line"
    TEXT = "text"
    INTEGER = "integer"
    AMOUNT = "amount"
    DECIMAL = "decimal"
    FRACTION = "fraction"
    FLAG = "flag"
    CHOICE = "choice"
    DATE = "date"
    MONTH = "month"
    MOMENT = "moment"
    FISCAL_YEAR = "fiscal_year"
    REFERENCE = "reference"
    POSITION = "position"
    KEY = "key"
    OPTIONS = "options"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A column's declaration as read back from ``info``; ``width`` in full-width characters."""

    name: str
    label: str
    unit: str
    width: int
    kind: FieldKind
    check: Check | None
    help: str
    required: bool


class Base(DeclarativeBase):
    """Declarative base with the project's naming of constraints, so that migrations can name them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        Decimal: ExactDecimal,
        Fraction: ExactFraction,
        str: sa.Text,
        date: sa.Date,
        datetime: sa.DateTime,
        StrEnum: sa.Enum(
            Enum, native_enum=False, length=40, values_callable=lambda terms: [term.value for term in terms]
        ),
    }


def new_uid() -> str:
    """A fresh uid: 32 hexadecimal digits that survive copying, exporting and merging."""
    return uuid.uuid4().hex


def field(
    label: str,
    kind: FieldKind = FieldKind.LINE,
    *,
    unit: str = "",
    width: int = 12,
    check: Check | None = None,
    help: str = "",
    **column: Any,
) -> MappedColumn[Any]:
    """Declare a column with its Japanese label, unit, width (full-width characters), kind and check."""
    info = {"label": label, "kind": kind, "unit": unit, "width": width, "check": check, "help": help}
    return mapped_column(info=info, **column)


def owner(table: str, label: str) -> MappedColumn[Any]:
    """A reference to the row that this row belongs to: it goes when the owner goes."""
    return _reference(table, label, "CASCADE", nullable=False)


def link(table: str, label: str, *, width: int = 12, on_delete: str = "SET NULL") -> MappedColumn[Any]:
    """A reference that may be empty; when the other row goes, it becomes empty unless stated otherwise."""
    return _reference(table, label, on_delete, nullable=True, width=width)


def _reference(
    table: str, label: str, on_delete: str, *, nullable: bool, width: int = 12
) -> MappedColumn[Any]:
    info = {
        "label": label,
        "kind": FieldKind.REFERENCE,
        "unit": "",
        "width": width,
        "check": None,
        "help": "",
    }
    key = sa.ForeignKey(f"{table}.id", ondelete=on_delete)
    return mapped_column(key, index=True, nullable=nullable, info=info)


def position() -> MappedColumn[Any]:
    """並び順 among the rows of the same owner, from 0."""
    return field("並び順", FieldKind.POSITION, width=4, default=0)


def owned_rows(back: str, *, order: str | None = None, foreign: str | None = None) -> Any:
    """Rows that belong to this one, in order; deleted with it by the database."""
    return relationship(
        back_populates=back,
        order_by=order or False,
        foreign_keys=foreign,
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class Entity(Base):
    """What every row of the plan has: an integer key for speed, and a uid that never changes."""

    __abstract__ = True
    __table_args__: Any = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own attribute
    __label__: ClassVar[str]
    __data_kind__: ClassVar[DataKind]

    id: Mapped[int] = field("内部番号", FieldKind.KEY, primary_key=True, sort_order=-2)
    uid: Mapped[str] = field("識別子", FieldKind.KEY, unique=True, default=new_uid, sort_order=-1)


def entities() -> list[type[Entity]]:
    """All entity classes of the plan, in the order of their tables' dependencies."""
    by_table = {
        mapper.local_table: mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Entity)
    }
    return [by_table[table] for table in Base.metadata.sorted_tables if table in by_table]


def field_specs(entity: type[Entity]) -> dict[str, FieldSpec]:
    """The declared fields of an entity by attribute name, in order of declaration."""
    specs: dict[str, FieldSpec] = {}
    for attribute in sa.inspect(entity).column_attrs:
        column = attribute.columns[0]
        info = column.info
        specs[attribute.key] = FieldSpec(
            attribute.key,
            info["label"],
            info["unit"],
            info["width"],
            info["kind"],
            info["check"],
            info["help"],
            required=not column.nullable,
        )
    return specs
