"""Small helpers that builders of tables share: heading cells, amounts, measured values, marks."""

from decimal import Decimal
from typing import Final

from dxplanner.domain.amounts import format_amount
from dxplanner.domain.indicators import format_value
from dxplanner.handouts.blocks import Cell, Notes, Sum
from dxplanner.handouts.drawing import Align, Tone

EMPTY: Final = "該当する内容はありません。"
"""What a block says on paper that has nothing to show."""
INFERRED_MARK: Final = "（推定）"
INFERRED_NOTE: Final = "点線で囲み（推定）と付した内容は、確認中のものです。"
PROPOSED_MARK: Final = "（案）"
AMOUNT_FORMAT: Final = '#,##0;"△"#,##0;0'


def heading(text: str, column_span: int = 1, row_span: int = 1, *, name: str = "") -> Cell:
    """A heading cell of a table; ``name`` where a row of the plan says the words."""
    return Cell(
        text,
        bold=True,
        tone=Tone.HEADING,
        align=Align.CENTRE,
        column_span=column_span,
        row_span=row_span,
        name=name,
    )


def missing(name: str | None, row_span: int = 1) -> Cell:
    """A cell for what is not there yet, 「－」; ``name``: the row, and column of its table, that takes it."""
    return Cell("－", align=Align.CENTRE, row_span=row_span, name=name or "")


def text(value: str | None, row_span: int = 1, *, bold: bool = False, inferred: bool = False) -> Cell:
    """A cell of words; 推定 is said in words too."""
    words = (value or "") + (INFERRED_MARK if inferred else "")
    return Cell(words, bold=bold, row_span=row_span, inferred=inferred)


def amount(
    value: int | None,
    *,
    total: Sum | None = None,
    bold: bool = False,
    tone: Tone = Tone.NONE,
    inferred: bool = False,
) -> Cell:
    """A cell with an amount in 千円; None is 「－」."""
    mark = INFERRED_MARK if inferred else ""
    return Cell(
        format_amount(value) + mark,
        value,
        _marked_format(AMOUNT_FORMAT, mark) if value is not None else "",
        total,
        Align.RIGHT,
        bold,
        tone,
        inferred=inferred,
    )


def measured(
    value: Decimal | None, unit: str, name: str = "", mark: str = "", inferred: bool = False
) -> Cell:
    """A cell with a measured value, its unit and perhaps the series' name before it: 国内：53.1%."""
    before = f"{name}：" if name else ""
    shown = f"{before}{format_value(value, None, unit)}{mark}"
    return Cell(shown, value, value_format(value, unit, before, mark), align=Align.RIGHT, inferred=inferred)


def value_format(value: Decimal | None, unit: str, before: str = "", after: str = "") -> str:
    """The Excel format that shows a value as it is printed, with as many decimals as were typed."""
    if value is None:
        return ""
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    prefix, suffix = _quoted(before), _quoted(unit + after)
    return f'{prefix}{digits}{suffix};{prefix}"△"{digits}{suffix}'


def inferred_notes(*sentences: str) -> Notes:
    """The foot's explanation of what is marked 推定."""
    return Notes(tuple(("※", sentence) for sentence in sentences))


def _marked_format(form: str, mark: str) -> str:
    return ";".join(part + _quoted(mark) for part in form.split(";")) if mark else form


def _quoted(words: str) -> str:
    return '"{}"'.format(words.replace('"', "")) if words else ""
