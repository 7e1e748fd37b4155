"""Which figures of a survey feed 指標: shown at the cells, and told when an indicator and its survey part."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.indicators import format_value
from dxplanner.model import (
    Cell,
    Choice,
    Indicator,
    IndicatorBasis,
    IndicatorSeries,
    IndicatorValue,
    PolicyNode,
)
from dxplanner.services.fields import short_name
from dxplanner.services.indicator_picture import ValueLine, origin_text
from dxplanner.services.indicator_query import read_values
from dxplanner.services.node_numbers import version_numbers
from dxplanner.services.sheet_columns import once

TABLES: Final = frozenset({"indicator", "indicator_series", "indicator_value", "indicator_basis"})


@dataclass(frozen=True, slots=True)
class Use:
    """A value of an indicator that is the sum of answers; ``text`` is 「1-2の基準値」."""

    value: ValueLine
    indicator_id: int
    text: str
    said: str
    """The value as it is shown: 50.0%."""

    @property
    def warning(self) -> str:
        """What to say when value and survey differ; blank while they agree."""
        if not self.value.parted:
            return ""
        if self.value.basis_sum is None:
            return f"{self.text}{self.said}は、割合が空欄の回答を根拠にしているため、調査と比べられません。"
        return f"{self.text}{self.said}と、根拠にした調査の値が違います（{origin_text(self.value)}）。"


def uses(session: Session, question_id: int) -> tuple[Use, ...]:
    """The values of indicators that come from a question, in order."""
    linked = (
        sa.select(IndicatorBasis.value_id)
        .join(Cell, IndicatorBasis.cell_id == Cell.id)
        .join(Choice, Cell.choice_id == Choice.id)
        .where(Choice.question_id == question_id)
    )
    values = read_values(session, IndicatorValue.id.in_(linked))
    if not values:
        return ()
    rows = session.execute(
        sa.select(
            IndicatorSeries.id, IndicatorSeries.name.label("series"), Indicator.id.label("indicator_id"),
            Indicator.name, Indicator.unit, Indicator.node_id, PolicyNode.version_id,
        )
        .join(Indicator, IndicatorSeries.indicator_id == Indicator.id)
        .join(PolicyNode, Indicator.node_id == PolicyNode.id)
        .where(IndicatorSeries.id.in_(values.keys()))
    )  # fmt: skip
    found = []
    for row in rows:
        number = _number(session, row.version_id, row.node_id)
        name = f"{number or f'「{short_name(row.name)}」'}{f'（{row.series}）' if row.series else ''}"
        found += [
            Use(
                value,
                row.indicator_id,
                f"{name}の{value.role.value}",
                format_value(value.value, unit=row.unit or ""),
            )
            for value in values[row.id]
        ]
    return tuple(sorted(found, key=lambda use: (use.text, use.value.id)))


def texts_by_cell(found: Sequence[Use]) -> Mapping[int, str]:
    """「1-2の基準値に使用」 by the key of the cell."""
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for use in found:
        for cell in use.value.basis:
            texts[cell.cell_id].append(use.text)
    return {key: f"{'、'.join(dict.fromkeys(own))}に使用" for key, own in texts.items()}


def _number(session: Session, version_id: int, node_id: int) -> str:
    numbers = once(session, f"numbers of {version_id}", lambda: version_numbers(session, version_id))
    return numbers.get(node_id, "")
