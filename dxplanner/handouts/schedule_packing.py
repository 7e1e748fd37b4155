"""Where the texts of bars and milestones go, and which items share a line of a lane without touching.

Every item has several ways to be set (text inside, smaller, in two lines, beside). On a line the cheapest
combination is chosen that does not overlap; an item for which there is none begins a new line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, Glyph
from dxplanner.handouts.linebreak import Setting, block_height, wrap
from dxplanner.handouts.metrics import bundled_metrics

SMALLEST: Final = 8.0
"""Floor of texts in points."""
TEXT_GAP: Final = 1.2
"""Free space in mm beside a label that stands outside its bar, and around it."""
LABEL_PADDING: Final = 0.9
GLYPH_SIZE: Final = 3.8
_NARROWEST: Final = 10.0
"""Least width in mm that a text of several lines is set to."""
_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Item:
    """A bar, milestone or marker as it is drawn: its place ``left`` to ``right`` in mm, equal for a point."""

    uid: str
    label: str
    left: float
    right: float
    kind: BarKind = BarKind.BAR
    shape: BarShape = BarShape.BAND
    glyph: Glyph = Glyph.TRIANGLE
    role: ColourRole = ColourRole.NEUTRAL
    inferred: bool = False
    open_end: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it is a sign at a moment, not a bar."""
        return self.kind is not BarKind.BAR

    @property
    def body(self) -> tuple[float, float]:
        """What the bar or the sign itself covers."""
        if self.is_point:
            return self.left - GLYPH_SIZE / 2, self.left + GLYPH_SIZE / 2
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Way:
    """One way to set an item: the text's lines, size and left edge, what is covered, how good it is."""

    size: float
    lines: tuple[str, ...]
    inside: bool
    text_left: float
    text_width: float
    left: float
    right: float
    height: float
    cost: float


@dataclass(frozen=True, slots=True)
class Set:
    """An item with the way that was chosen for it."""

    item: Item
    way: Way


class _Entry:
    """An item with its ways to be set; the costly ones are worked out when the simple one does not do."""

    def __init__(self, item: Item, left: float, right: float, size: float) -> None:
        self.item = item
        self._bounds = (left, right, size)

    @cached_property
    def simple(self) -> Way | None:
        """Text on one line in full size, inside the bar or at the right of the sign, if there is room."""
        first = next(_ways(self.item, *self._bounds), None)
        return first if first is not None and first.cost == 0.0 else None

    @cached_property
    def ways(self) -> list[Way]:
        """All ways, in no order."""
        return list(_ways(self.item, *self._bounds))


def pack(items: Sequence[Item], left: float, right: float, size: float) -> list[list[Set]]:
    """Lines of items between two places in mm, in the items' order as far as there is room."""
    lines: list[list[_Entry]] = []
    chosen: list[list[Set]] = []
    for item in items:
        entry = _Entry(item, left, right, size)
        for index, line in enumerate(lines):
            trial = sorted([*line, entry], key=lambda entry: entry.item.body)
            found = _simply(trial) or _cheapest(trial)
            if found:
                lines[index], chosen[index] = trial, found
                break
        else:
            lines.append([entry])
            chosen.append(_simply([entry]) or _cheapest([entry]) or [Set(item, entry.ways[-1])])
    return chosen


def _simply(line: list[_Entry]) -> list[Set] | None:
    """Each item set the simple way, if these do not overlap: nothing is cheaper."""
    reached = float("-inf")
    chosen: list[Set] = []
    for entry in line:
        way = entry.simple
        if way is None or way.left < reached - _TOLERANCE:
            return None
        reached = way.right
        chosen.append(Set(entry.item, way))
    return chosen


def _cheapest(line: list[_Entry]) -> list[Set] | None:
    """The best way for each item from left to right, None when some overlap whatever is chosen."""
    # For each way of the last item: cost so far, where it ends, and the ways that led there.
    states: list[tuple[float, float, list[Set]]] = [(0.0, float("-inf"), [])]
    for entry in line:
        reached: list[tuple[float, float, list[Set]]] = []
        for way in entry.ways:
            before = [state for state in states if state[1] <= way.left + _TOLERANCE]
            if before:
                cost, _, chain = min(before, key=lambda state: state[0])
                reached.append((cost + way.cost, way.right, [*chain, Set(entry.item, way)]))
        states = reached
        if not states:
            return None
    return min(states, key=lambda state: state[0])[2]


def _ways(item: Item, left: float, right: float, size: float) -> Iterator[Way]:
    if not item.label:
        low, high = item.body
        yield Way(size, (), True, low, high - low, low, high, 0.0, 0.0)
        return
    within = None if item.is_point else _inside(item, size)
    if within is not None:
        # All ways inside cover the same place, and none beside covers less: the best one is enough.
        yield within
        return
    yield from _beside(item, left, right, size)
    if not item.is_point:
        yield from _crowded(item)


def _inside(item: Item, size: float) -> Way | None:
    """The best way to set a text in its bar: large, on one line, then on two; None when it is too short."""
    low, high = item.body
    width = high - low - _reserved(item)
    found: Way | None = None
    trial = size
    while trial >= SMALLEST:
        lost = 0.4 * (size - trial)
        for lines_allowed, cost in ((1, lost), (2, 1.0 + lost)):
            if found is not None and found.cost <= cost:
                continue
            lines = _set(item.label, width, trial, lines_allowed)
            if lines:
                height = block_height(len(lines), trial) + 1.0
                found = Way(trial, lines, True, low, high - low, low, high, height, cost)
        trial -= 0.5
    return found


def _crowded(item: Item) -> Iterator[Way]:
    """Text inside a bar on as many lines as it takes; the bar grows as high as that."""
    low, high = item.body
    width = high - low - _reserved(item)
    if width > _NARROWEST:
        lines = wrap(item.label, width, SMALLEST, setting=Setting.BALANCED)
        height = block_height(len(lines), SMALLEST) + 1.0
        yield Way(SMALLEST, lines, True, low, high - low, low, high, height, 4.0 + len(lines))


def _beside(item: Item, left: float, right: float, size: float) -> Iterator[Way]:
    """Text at the right or left of a bar or sign, in one or two lines, or in as many as it takes."""
    base = 0.0 if item.is_point else 3.0
    low, high = item.body
    for lines_allowed, cost in ((1, 0.0), (2, 1.0), (3, 2.4), (0, 6.0)):
        for trial, lost in ((size, 0.0), (max(SMALLEST, size - 1.0), 0.5), (SMALLEST, 0.9)):
            for at_right, lean in ((True, 0.0), (False, 0.6)):
                room = right - high if at_right else low - left
                way = _beside_way(item, room, trial, lines_allowed, at_right, base + cost + lost + lean)
                if way:
                    yield way


def _beside_way(
    item: Item, room: float, size: float, lines_allowed: int, at_right: bool, cost: float
) -> Way | None:
    low, high = item.body
    widest = room - TEXT_GAP - 2 * LABEL_PADDING
    if lines_allowed > 1:
        # As narrow as the lines allow, so that neighbours find room too.
        natural = bundled_metrics().width(item.label, size)
        widest = min(widest, natural / lines_allowed + 2.2 * size * 0.353)
    if widest < _NARROWEST:
        return None
    lines = _set(item.label, widest, size, lines_allowed) if lines_allowed else wrap(item.label, widest, size)
    if not lines:
        return None
    width = max(bundled_metrics().width(line, size) for line in lines) + 2 * LABEL_PADDING
    height = block_height(len(lines), size) + 1.0
    gap = 0.7 if item.is_point else TEXT_GAP
    if at_right:
        return Way(
            size, lines, False, high + gap, width, low, high + gap + width + TEXT_GAP / 2, height, cost
        )
    text_left = low - gap - width
    return Way(size, lines, False, text_left, width, text_left - TEXT_GAP / 2, high, height, cost)


def _set(label: str, width: float, size: float, lines_allowed: int) -> tuple[str, ...]:
    """The label's lines when they are no more than allowed and no word is torn, else nothing."""
    metrics = bundled_metrics()
    if width <= 0 or metrics.width(label, size) > width * lines_allowed:
        return ()
    lines = wrap(label, width, size, setting=Setting.BALANCED)
    fits = all(metrics.width(line, size) <= width + _TOLERANCE for line in lines)
    return lines if len(lines) <= lines_allowed and fits else ()


def _reserved(item: Item) -> float:
    """Width of a bar that text must leave free: rims, the tip of an arrow, the stripe of a role."""
    reserved = 1.6
    if item.shape is BarShape.ARROW or item.open_end:
        reserved += 4.4
    if item.role is not ColourRole.NEUTRAL:
        reserved += 4.8
    return reserved
