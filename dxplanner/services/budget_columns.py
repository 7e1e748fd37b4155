"""What the sheets of the 予算 pane share: rows of one owner, and computed amounts."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.amounts import format_amount
from dxplanner.model import Entity, FieldKind
from dxplanner.services.sheet import SheetColumn
from dxplanner.services.sheet_columns import computed_column

YEN_HELP: Final = "千円単位で入力します。「６，２４８，０００円」のように円を付けると、千円に直して入れます。"


def keys_of(entity: type[Entity], owner: str, owner_id: int, session: Session) -> Sequence[int]:
    """The keys of the rows of one owner, in order."""
    table: Any = entity
    query = sa.select(table.id).where(getattr(table, owner) == owner_id).order_by(table.position, table.id)
    return session.scalars(query).all()


def load_rows(entity: type[Entity], *rest: Any) -> Sequence[Any]:
    """Rows by keys; ``rest`` is options of loading, then session and keys."""
    *options, session, keys = rest
    query = sa.select(entity).where(entity.id.in_(list(keys))).options(*options)
    found: Sequence[Any] = session.scalars(query.execution_options(populate_existing=True)).all()
    return found


def amount_column(key: str, label: str, number: Callable[[Any], int | None], **changes: Any) -> SheetColumn:
    """A computed amount in 千円; it cannot be typed."""

    def read(row: Any) -> str:
        value = number(row)
        return "" if value is None else format_amount(value)

    settings: dict[str, Any] = {"kind": FieldKind.AMOUNT, "unit": "千円", "width": 7}
    return computed_column(key, label, read, number=number, **(settings | changes))
