"""What the sheets of the 予算 pane share: rows of one owner, and computed amounts."""

from collections.abc import Callable
from typing import Any, Final

from dxplanner.domain.amounts import format_amount
from dxplanner.model import FieldKind
from dxplanner.services.sheet import SheetColumn
from dxplanner.services.sheet_columns import computed_column

YEN_HELP: Final = "千円単位で入力します。「６，２４８，０００円」のように円を付けると、千円に直して入れます。"


def amount_column(key: str, label: str, number: Callable[[Any], int | None], **changes: Any) -> SheetColumn:
    """A computed amount in 千円; it cannot be typed."""

    def read(row: Any) -> str:
        value = number(row)
        return "" if value is None else format_amount(value)

    settings: dict[str, Any] = {"kind": FieldKind.AMOUNT, "unit": "千円", "width": 7}
    return computed_column(key, label, read, number=number, **(settings | changes))
