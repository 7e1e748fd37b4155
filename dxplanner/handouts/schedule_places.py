"""Bars of a 工程表 put on an axis: moments become millimetres, what a cut through time divides goes on."""

from collections.abc import Iterator
from typing import Final

from dxplanner.domain.vocabulary import BarKind
from dxplanner.handouts.schedule_axis import Axis
from dxplanner.handouts.schedule_density import Density
from dxplanner.handouts.schedule_packing import Ghost, Item
from dxplanner.handouts.schedule_parts import Part
from dxplanner.handouts.schedule_source import ChartBar, ChartLane, Period

_SHORTEST: Final = 2.4
"""Least width in mm of a bar."""
_EDGE: Final = 2.2
"""Distance in mm that a sign keeps from the ends of the axis."""


def place_lane(lane: ChartLane, part: Part, axis: Axis, density: Density) -> tuple[Item, ...]:
    """The items of a lane in a part of the axis."""
    return tuple(_item(bar, part, axis, density) for bar in lane.bars if _is_in(bar.period, part))


def place_gone(lane: ChartLane, part: Part, axis: Axis) -> tuple[Ghost, ...]:
    """Where the bars were that only the edition compared with has."""
    return tuple(_ghosts(lane.gone, part, axis))


def _is_in(period: Period, part: Part) -> bool:
    """Whether a part shows a period; without cuts it shows everything."""
    if period.is_point:
        return part.begin <= period.begin < part.end
    return period.begin < part.end and (period.end is None or period.end > part.begin)


def _item(bar: ChartBar, part: Part, axis: Axis, density: Density) -> Item:
    period = bar.period
    left, right = _extent(period, axis)
    is_bar = bar.kind is BarKind.BAR
    return Item(
        bar.uid,
        bar.label,
        left,
        right,
        bar.kind,
        bar.shape,
        period.glyph,
        bar.role,
        bar.inferred,
        is_bar and (period.end is None or period.end > part.end),
        is_bar and period.begin < part.begin,
        _done(bar, axis, left, right) if is_bar else None,
        next(_ghosts(() if bar.was is None else (bar.was,), part, axis), None),
        density.sign,
        density.core,
    )


def _extent(period: Period, axis: Axis) -> tuple[float, float]:
    left = axis.x(period.begin)
    if period.is_point:
        point = min(max(left, axis.left + _EDGE), axis.right - _EDGE)
        return point, point
    right = axis.right if period.end is None else axis.x(period.end)
    left = min(left, axis.right - _SHORTEST)
    return left, max(right, left + _SHORTEST)


def _done(bar: ChartBar, axis: Axis, left: float, right: float) -> float | None:
    """Where the progress of a bar with an end has got to; None when there is none to show."""
    period = bar.period
    if not bar.progress or period.end is None:
        return None
    reached = axis.x(period.begin + (period.end - period.begin) * bar.progress / 100)
    return min(max(reached, left), right) if reached > left else None


def _ghosts(periods: tuple[Period, ...], part: Part, axis: Axis) -> Iterator[Ghost]:
    for period in periods:
        if _is_in(period, part):
            left, right = _extent(period, axis)
            yield Ghost(left, right, period.is_point, period.glyph)
