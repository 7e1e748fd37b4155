"""Where the bars of a row and their texts go: lines without overlap, every text inside or beside its bar.

Qt-free. All places are pixels on the time axis; sizes of text are pixels at 100 %. The order of ways is the
same as on paper (handouts.schedule_packing): inside, smaller, in two lines, beside with a leader; an item
for which a line has no room begins a new line. Only a text longer than the chart is wide is cut, with 「…」.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from dxplanner.domain.schedule_data import BarData
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole
from dxplanner.ui.gantt.labels import LARGE, SMALL, Label, LabelBook
from dxplanner.ui.gantt.measures import Measures

_TOLERANCE: Final = 0.75
_NO_END: Final = -1e9
_ON_THE_LEFT: Final = 0.6
_SMALLER: Final = 0.8
"""Costs of a text left of its bar, and of a small one: rather on the other side than hard to read."""
_LAST: Final = 6.0
"""Cost of a text that is not there to its end."""
MORE: Final = "…"
"""Stands for a text that is left to its tooltip."""


class Body(NamedTuple):
    """A bar with the pixels that it covers itself; a sign's are around its moment."""

    bar: BarData
    left: float
    right: float


@dataclass(slots=True)
class Placed:
    """A bar on its line with its text. ``inside``: the text stands in the bar, else beside it."""

    bar: BarData
    left: float
    right: float
    line: int
    size: int
    lines: tuple[str, ...]
    inside: bool
    text_left: float
    text_width: float

    @property
    def leftmost(self) -> float:
        """The left edge of what the item covers with its text."""
        return min(self.left, self.text_left)

    @property
    def rightmost(self) -> float:
        """The right edge of what the item covers with its text."""
        return max(self.right, self.text_left + self.text_width)


@dataclass(slots=True)
class RowItems:
    """The items of a row with the heights of its lines in pixels."""

    placed: list[Placed]
    heights: list[float]
    middles: list[float] = field(init=False)
    """Where the middle of each line is, down from the middle of the row."""
    _by_id: dict[int, Placed] | None = None

    def __post_init__(self) -> None:
        top = -sum(self.heights) / 2
        self.middles = []
        for height in self.heights:
            self.middles.append(top + height / 2)
            top += height

    def find(self, bar_id: int) -> Placed | None:
        """The item of a bar."""
        if self._by_id is None:
            self._by_id = {item.bar.id: item for item in self.placed}
        return self._by_id.get(bar_id)


class _Way(NamedTuple):
    cost: float
    left: float
    right: float
    size: int
    lines: tuple[str, ...]
    inside: bool
    text_left: float
    text_width: float


class _State(NamedTuple):
    cost: float
    right: float
    before: "_State | None"
    way: _Way | None


class _Line:
    """Items of one line from left to right, each with the cheapest states after it."""

    def __init__(self) -> None:
        self.bodies: list[Body] = []
        self.ways: list[list[_Way]] = []
        self.states: list[list[_State]] = []

    def add(self, body: Body, ways: list[_Way]) -> bool:
        """Put an item on the line if all items still find a way."""
        if not self.bodies or body.left >= self.bodies[-1].left:
            return self._append(body, ways)
        at = bisect_right(self.bodies, body.left, key=lambda one: one.left)
        before, after = (
            self.bodies[at - 1] if at else None,
            self.bodies[at] if at < len(self.bodies) else None,
        )
        if before is not None and before.right > body.left + _TOLERANCE:
            return False
        if after is not None and body.right > after.left + _TOLERANCE:
            return False
        trial = [*self.ways[:at], ways, *self.ways[at:]]
        states = self.states[:at]
        for options in trial[at:]:
            states.append(_reached(states[-1] if states else _START, options))
            if not states[-1]:
                return False
        self.bodies.insert(at, body)
        self.ways, self.states = trial, states
        return True

    def _append(self, body: Body, ways: list[_Way]) -> bool:
        """The same at the right end, where most items go: nothing behind it has to find another way."""
        if self.bodies and self.bodies[-1].right > body.left + _TOLERANCE:
            return False
        reached = _reached(self.states[-1] if self.states else _START, ways)
        if not reached:
            return False
        self.bodies.append(body)
        self.ways.append(ways)
        self.states.append(reached)
        return True

    def placed(self, line: int) -> list[Placed]:
        """The items with the ways of the cheapest chain."""
        state: _State | None = min(self.states[-1]) if self.states else None
        chosen: list[_Way] = []
        while state is not None and state.way is not None:
            chosen.append(state.way)
            state = state.before
        return [
            Placed(
                body.bar,
                body.left,
                body.right,
                line,
                way.size,
                way.lines,
                way.inside,
                way.text_left,
                way.text_width,
            )
            for body, way in zip(self.bodies, reversed(chosen), strict=True)
        ]


_START: Final = [_State(0.0, _NO_END, None, None)]


def _reached(before: list[_State], ways: list[_Way]) -> list[_State]:
    reached = []
    for way in ways:
        best: _State | None = None
        for state in before:
            if state.right <= way.left + _TOLERANCE and (best is None or state.cost < best.cost):
                best = state
        if best is not None:
            reached.append(_State(best.cost + way.cost, way.right, best, way))
    return reached


def place_items(
    bodies: Sequence[Body], book: LabelBook, measures: Measures, axis_right: float, *, crowded: bool = False
) -> RowItems:
    """Set the items of a row. ``crowded``: of texts without room only a mark remains (tooltips have them)."""
    lines: list[_Line] = []
    for body in bodies:
        ways = _ways(body, book, measures, axis_right, crowded)
        for line in lines:
            if line.add(body, ways):
                break
        else:
            line = _Line()
            line.add(body, ways)
            lines.append(line)
    placed: list[Placed] = []
    heights: list[float] = []
    for number, line in enumerate(lines):
        row = line.placed(number)
        placed += row
        tall = any(len(item.lines) > 1 for item in row)
        heights.append(measures.tall_line if tall else measures.line)
    return RowItems(placed, heights or [float(measures.line)])


def _ways(body: Body, book: LabelBook, measures: Measures, axis_right: float, crowded: bool) -> list[_Way]:
    bar, low, high = body
    if not bar.label:
        return [_Way(0.0, low, high, LARGE, (), True, low, high - low)]
    label = book.label(bar.label)
    if bar.kind is BarKind.BAR:
        way = _inside(bar, label, low, high, measures)
        if way is not None:
            return [way]
    gap = measures.gap + (measures.rim if bar.inferred and bar.is_point else 0)
    ways = _beside(label, low, high, gap, axis_right) or [
        _shortened(label, low, high, gap, axis_right, high - low - reserved(bar, measures))
    ]
    if crowded:
        ways += _marks(book, low, high, gap, axis_right)
    return ways


def _marks(book: LabelBook, low: float, high: float, gap: int, axis_right: float) -> list[_Way]:
    """… in the place of a text for which there is no room: inside, else beside, else nothing at all."""
    width = book.label(MORE).width * SMALL / LARGE
    if width <= high - low:
        return [_Way(9.0, low, high, SMALL, (MORE,), True, low, high - low)]
    ways = [_Way(12.0, low, high, SMALL, (), True, low, high - low)]
    if high + gap + width <= axis_right:
        ways.insert(0, _Way(9.0, low, high + gap + width, SMALL, (MORE,), False, high + gap, width))
    return ways


def _inside(bar: BarData, label: Label, low: float, high: float, measures: Measures) -> _Way | None:
    room = high - low - reserved(bar, measures)
    if label.width <= room:
        return _Way(0.0, low, high, LARGE, (label.text,), True, low, high - low)
    for size in (LARGE - 1, SMALL):
        if label.width * size / LARGE <= room:
            return _Way(0.0, low, high, size, (label.text,), True, low, high - low)
    if label.width * SMALL / LARGE <= 2 * room:
        halves, width = label.halves()
        if halves and width * SMALL / LARGE <= room:
            return _Way(0.0, low, high, SMALL, halves, True, low, high - low)
    return None


def _beside(label: Label, low: float, high: float, gap: int, axis_right: float) -> list[_Way]:
    """Beside the bar: right or left, in one line or two, as far as there is room."""
    ways: list[_Way] = []
    shapes: list[tuple[float, tuple[str, ...], float]] = [(0.0, (label.text,), label.width)]
    halves, half_width = label.halves()
    if halves:
        shapes.append((1.0, halves, half_width))
    for cost, lines, natural in shapes:
        for size in (LARGE, SMALL):
            width = natural * size / LARGE + 2.0
            extra = cost + (_SMALLER if size == SMALL else 0.0)
            if high + gap + width <= axis_right:
                ways.append(_Way(extra, low, high + gap + width + gap, size, lines, False, high + gap, width))
            if low - gap - width >= 0:
                text_left, cost_there = low - gap - width, extra + _ON_THE_LEFT
                ways.append(_Way(cost_there, text_left - gap, high, size, lines, False, text_left, width))
    return ways


def _shortened(label: Label, low: float, high: float, gap: int, axis_right: float, inside: float) -> _Way:
    """As much of a text that is longer than any place, in the widest one: tooltips have the whole."""
    right, left = axis_right - high - gap, low - gap
    if inside >= max(right, left):
        return _Way(_LAST, low, high, LARGE, (label.cut(inside)[0],), True, low, high - low)
    text, width = label.cut(max(right, left) - 2.0)
    width += 2.0
    if right >= left:
        return _Way(_LAST, low, high + gap + width, LARGE, (text,), False, high + gap, width)
    return _Way(_LAST, low - gap - width, high, LARGE, (text,), False, low - gap - width, width)


def reserved(bar: BarData, measures: Measures) -> float:
    """Width of a bar that text must leave free: rims, the tip of a 矢羽根, the stripe of a 色の役割."""
    free = 2.0 * measures.rim
    if bar.shape is BarShape.ARROW or bar.ends_on is None:
        free += measures.tip
    if bar.colour is not ColourRole.NEUTRAL:
        free += measures.stripe
    return free
