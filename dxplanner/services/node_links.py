"""What hangs on a node: its indicators in short, where it comes from and goes to, 成果と課題."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.indicators import format_value, padded
from dxplanner.domain.vocabulary import IndicatorKind, Side, TransitionKind, ValueRole
from dxplanner.model import (
    Indicator,
    IndicatorSeries,
    IndicatorValue,
    Level,
    PolicyNode,
    Review,
    Transition,
    TransitionEnd,
)
from dxplanner.services.node_numbers import NumberBook


@dataclass(frozen=True, slots=True)
class NodeRef:
    """Another node by what a user knows it by."""

    id: int
    version_id: int
    number: str
    name: str
    level: str

    @property
    def text(self) -> str:
        """「1-1 デジタル活用を支援する」."""
        return f"{self.number} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator of the node; ``lines`` say 基準値 → 目標値, one line a series."""

    id: int
    uid: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TransitionLine:
    """A 新旧 transition that the node is an end of, on its ``side``."""

    id: int
    uid: str
    side: Side
    kind: TransitionKind
    detail: str | None
    reason: str | None
    across: tuple[NodeRef, ...]
    """The nodes on the other side; none for 新設 and 廃止."""
    beside: tuple[NodeRef, ...]
    """The other nodes on the node's own side: those it is merged with, or into which it is split too."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """成果と課題: the node's own, or those of a node that it comes from."""

    id: int
    uid: str
    node: NodeRef
    values: Mapping[str, object]


def refs(session: Session, book: NumberBook, node_ids: Iterable[int]) -> dict[int, NodeRef]:
    """Nodes by key as a user knows them, in one query."""
    wanted = list(node_ids)
    if not wanted:
        return {}
    rows = session.execute(
        sa.select(PolicyNode.id, PolicyNode.version_id, PolicyNode.name, Level.name.label("level"))
        .join(Level, PolicyNode.level_id == Level.id)
        .where(PolicyNode.id.in_(wanted))
    )
    return {
        row.id: NodeRef(
            row.id,
            row.version_id,
            book.numbers(session, row.version_id).get(row.id, ""),
            row.name,
            row.level,
        )
        for row in rows
    }


def indicators_of(session: Session, node_id: int) -> tuple[IndicatorLine, ...]:
    """The indicators of a node, in order."""
    rows = session.scalars(
        sa.select(Indicator)
        .where(Indicator.node_id == node_id)
        .order_by(Indicator.position, Indicator.id)
        .options(selectinload(Indicator.series).selectinload(IndicatorSeries.values))
    )
    return tuple(
        IndicatorLine(row.id, row.uid, row.name, tuple(_series_line(row, series) for series in row.series))
        for row in rows
    )


def _series_line(indicator: Indicator, series: IndicatorSeries) -> str:
    baseline, target = (_value(indicator, series, role) for role in (ValueRole.BASELINE, ValueRole.TARGET))
    line = f"基準値 {baseline} → 目標値 {target}"
    return f"{series.name}：{line}" if series.name else line


def _value(indicator: Indicator, series: IndicatorSeries, role: ValueRole) -> str:
    values: Sequence[IndicatorValue] = [value for value in series.values if value.role is role]
    if not values:
        return "未設定"
    last = max(values, key=lambda value: value.fiscal_year)
    year = format_fiscal_year(last.fiscal_year, FiscalStyle.SHORT)
    calendar = "年" if indicator.kind is IndicatorKind.CALENDAR_YEAR else ""
    proposed = "・案" if last.proposed else ""
    shown = format_value(padded(last.value, indicator.decimals), unit=indicator.unit)
    return f"{shown}（{year}{calendar}{proposed}）"


def transitions_of(session: Session, book: NumberBook, node_id: int) -> tuple[TransitionLine, ...]:
    """The 新旧 transitions of a node, in the plan's order."""
    own = sa.select(TransitionEnd.transition_id).where(TransitionEnd.node_id == node_id)
    rows = session.scalars(
        sa.select(Transition)
        .where(Transition.id.in_(own))
        .order_by(Transition.position, Transition.id)
        .options(selectinload(Transition.ends))
    ).all()
    named = refs(session, book, {end.node_id for row in rows for end in row.ends})
    return tuple(_transition(row, node_id, named) for row in rows)


def _transition(row: Transition, node_id: int, named: Mapping[int, NodeRef]) -> TransitionLine:
    side = next(end.side for end in row.ends if end.node_id == node_id)
    across = tuple(named[end.node_id] for end in row.ends if end.side is not side)
    beside = tuple(named[end.node_id] for end in row.ends if end.side is side and end.node_id != node_id)
    return TransitionLine(row.id, row.uid, side, row.kind, row.detail, row.reason, across, beside)


def reviews_of(session: Session, named: Mapping[int, NodeRef]) -> tuple[ReviewLine, ...]:
    """成果と課題 of some nodes, in the nodes' order."""
    if not named:
        return ()
    places = {key: place for place, key in enumerate(named)}
    rows = session.scalars(
        sa.select(Review).where(Review.node_id.in_(list(named))).order_by(Review.position, Review.id)
    ).all()
    return tuple(
        ReviewLine(
            row.id,
            row.uid,
            named[row.node_id],
            {
                "achievement": row.achievement,
                "issue": row.issue,
                "policy_as_written": row.policy_as_written,
            },
        )
        for row in sorted(rows, key=lambda row: places[row.node_id])
    )
