"""A matrix question as a sheet: a row an item, a column an option."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.surveys import share
from dxplanner.handouts.survey_charts import denominator
from dxplanner.model import Cell, Choice, FieldKind, Item, Question
from dxplanner.services import survey_basis
from dxplanner.services.fields import fields_of, format_field, parse_field
from dxplanner.services.hierarchy_rows import chunks
from dxplanner.services.sheet import SheetColumn, SheetSource, field_column
from dxplanner.services.sheet_columns import computed_column
from dxplanner.services.survey_rows import (
    TABLES,
    cell_of,
    computed_share,
    find_question,
    findings,
    set_cell_value,
)
from dxplanner.services.survey_sheets import KnownUses, choices_of, marks_at, used_texts

_HEADING: Final = 24
"""Characters of an option's name over its column; the whole name is in the tooltip."""


class Measure(StrEnum):
    """What the cells of a matrix show."""

    SHARE = "割合"
    COUNT = "件数"
    COMPUTED = "計算した割合"


@dataclass(slots=True)
class ItemRow:
    """An item of a matrix with its figures by option."""

    item: Item
    question: Question
    choices: dict[int, Choice]
    used: str

    @property
    def id(self) -> int:
        return self.item.id

    @property
    def uid(self) -> str:
        return self.item.uid

    def __getattr__(self, name: str) -> Any:
        return getattr(self.item, name)

    def cell(self, choice_id: int) -> Cell | None:
        choice = self.choices.get(choice_id)
        return None if choice is None else cell_of(choice, self.item.id)

    def values(self, name: str) -> list[Any]:
        """Counts or shares of all options, as far as they are known."""
        found = [self.cell(key) for key in self.choices]
        return [value for cell in found if cell is not None and (value := getattr(cell, name)) is not None]


def matrix_sheet(
    question_id: int,
    choices: Sequence[tuple[int, str]],
    measure: Measure,
    *,
    total: bool = True,
    known: KnownUses | None = None,
) -> SheetSource:
    """The items of a matrix, a column an option (key and heading); ``total`` adds each row up.

    ``known`` gives the uses of the question where somebody has read them already.
    """
    columns = [
        field_column(Item, "label", kind=FieldKind.TEXT, width=14),
        field_column(Item, "n", label="n", width=3),
        *(_matrix_column(key, label, measure) for key, label in choices),
    ]
    if total:
        columns.append(_total_column(measure))
    columns += [
        computed_column("state", "確認", _item_state, width=3),
        computed_column("used", "指標", lambda row: row.used, kind=FieldKind.TEXT, width=8),
        field_column(Item, "note", width=14, hidden=True),
    ]

    def rows(session: Session) -> Sequence[int]:
        query = sa.select(Item.id).where(Item.question_id == question_id)
        return session.scalars(query.order_by(Item.position, Item.id)).all()

    def load(session: Session, keys: Sequence[int]) -> Sequence[ItemRow]:
        question = find_question(session, question_id)
        if question is None:
            return []
        found: list[Item] = []
        for portion in chunks(keys):
            found += session.scalars(sa.select(Item).where(Item.id.in_(portion)))
        choices_by_key = {choice.id: choice for choice in choices_of(session, question)}
        texts = used_texts(session, question_id, known)
        return [
            ItemRow(item, question, choices_by_key, _used_of(item, choices_by_key, texts)) for item in found
        ]

    return SheetSource(
        "項目",
        Item,
        tuple(columns),
        rows,
        load,
        TABLES | survey_basis.TABLES,
        owner="question_id",
        new=lambda _session: {"question_id": question_id},
    )


def _used_of(item: Item, choices: dict[int, Choice], texts: Any) -> str:
    """「1-1の基準値に使用（そう思う、…）」."""
    by_text: dict[str, list[str]] = {}
    for choice in choices.values():
        cell = cell_of(choice, item.id)
        if cell is not None and cell.id in texts:
            by_text.setdefault(texts[cell.id], []).append(choice.label)
    return "、".join(f"{text}（{'、'.join(labels)}）" for text, labels in by_text.items())


def _item_state(row: ItemRow) -> str:
    found = findings(row.question, row.item)
    asked = sum(finding.ask for finding in found)
    return f"⚠ {asked}件" if asked else "✓" if found else ""


def _matrix_column(choice_id: int, label: str, measure: Measure) -> SheetColumn:
    key = f"{measure.name.lower()}-{choice_id}"
    heading = label if len(label) <= _HEADING else f"{label[: _HEADING - 1]}…"
    told = "" if heading == label else label
    if measure is Measure.COMPUTED:

        def computed(row: ItemRow) -> Decimal | None:
            text = computed_share(row.question, row.cell(choice_id), row.item)
            return Decimal(text) if text else None

        return computed_column(
            key, heading, lambda row: "" if computed(row) is None else f"{computed(row)}",
            number=computed, width=4, unit="%", help=told,
        )  # fmt: skip
    name = "share" if measure is Measure.SHARE else "count"
    field = fields_of(Cell)[name]

    def value(row: ItemRow) -> Any:
        cell = row.cell(choice_id)
        return None if cell is None else getattr(cell, name)

    def write(session: Session, row: ItemRow, text: str) -> None:
        set_cell_value(session, row.choices[choice_id], row.item.id, name, parse_field(field, text))

    return SheetColumn(
        key,
        heading,
        lambda row: format_field(field, value(row)),
        write,
        field.spec.kind,
        unit="%" if measure is Measure.SHARE else "",
        width=4 if measure is Measure.SHARE else 5,
        help=told,
        number=value,
        summed=measure is Measure.COUNT,
        marked=lambda row: marks_at(row.cell(choice_id), name),
    )


def _total_column(measure: Measure) -> SheetColumn:
    def total(row: ItemRow) -> int | Decimal | None:
        if measure is Measure.SHARE:
            shares: list[Decimal] = row.values("share")
            return sum(shares, Decimal("0.0")) if shares else None
        counts: list[int] = row.values("count")
        if not counts:
            return None
        base = denominator(row.question, row.item)
        if measure is Measure.COUNT:
            return sum(counts)
        return sum((share(count, base) for count in counts), Decimal("0.0")) if base else None

    return computed_column(
        "total",
        "合計",
        lambda row: "" if total(row) is None else f"{total(row):,}",
        number=total,
        width=4,
        unit="" if measure is Measure.COUNT else "%",
        help="100.1%のような差は、四捨五入によるものです。",
    )


def usual_measure(question: Question) -> Measure:
    """What a matrix shows first: what somebody typed."""
    cells = [cell for choice in question.choices for cell in choice.cells]
    if any(cell.share is not None for cell in cells) or not any(cell.count is not None for cell in cells):
        return Measure.SHARE
    return Measure.COMPUTED
