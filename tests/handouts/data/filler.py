"""A plan with every field filled, and the tables of データ用 read row by row."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from dxplanner.handouts.data_columns import target_of
from dxplanner.handouts.data_tables import DataTable
from dxplanner.model import Plan, PolicyNode, Provenance
from dxplanner.model.base import Entity, FieldKind, FieldSpec, field_specs

KEYS = {FieldKind.KEY, FieldKind.POSITION}
STATUS = "確認の状況"


def records(table: DataTable) -> list[dict[str, Any]]:
    """The rows of a table by heading."""
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


class Filler:
    """Fills each field of an entity with a value that no other field has."""

    def __init__(self) -> None:
        self.made: dict[type[Entity], Any] = {}
        self.top_level: Any = None
        self._count = 0

    def row(self, entity: type[Entity], name: str = "") -> Any:
        values: dict[str, object] = {}
        for key, spec in field_specs(entity).items():
            if spec.kind is FieldKind.REFERENCE:
                target = target_of(entity, key.removesuffix("_id"))
                if target in self.made:
                    values[key] = self.made[target].id
            elif spec.kind not in KEYS:
                values[key] = self.value(entity, spec, name)
        if name and entity is PolicyNode:
            values["level_id"] = self.top_level.id
        if entity is Provenance:
            values["entity_uid"] = self.made[Plan].uid
        return entity(**values)

    def value(self, entity: type[Entity], spec: FieldSpec, name: str) -> object:
        self._count += 1
        n = self._count
        match spec.kind:
            case FieldKind.LINE | FieldKind.TEXT:
                return f"{name}{entity.__tablename__}.{spec.name}"
            case FieldKind.INTEGER | FieldKind.AMOUNT:
                return 100_000 + n
            case FieldKind.DECIMAL:
                return Decimal(f"0.{n:04}")
            case FieldKind.FRACTION:
                return Fraction(n, n + 1)
            case FieldKind.DATE:
                return date(2025, 1, 1) + timedelta(days=n)
            case FieldKind.MONTH:
                return date(2030 + n % 60, 1 + n // 60, 1)
            case FieldKind.FISCAL_YEAR:
                return 2100 + n
            case FieldKind.FLAG:
                return True
            case FieldKind.CHOICE:
                kind: Any = sa.inspect(entity).column_attrs[spec.name].columns[0].type
                return list(kind.enum_class)[-1]
            case FieldKind.MOMENT:
                return date(2026, 1, 1)
            case _:
                return {}
