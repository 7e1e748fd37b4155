"""Where the texts of bars and milestones go, and which items share a line of a lane without touching.

Every item has several ways to be set (text inside, smaller, in two lines, beside). On a line the cheapest
combination is chosen that does not overlap; an item for which there is none begins a new line.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, Glyph
from dxplanner.handouts.linebreak import Setting, tears, wrap
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics
from dxplanner.handouts.schedule_density import Density

_NARROWEST: Final = 10.0
"""Least width in mm that a text of several lines is set to."""
_TOLERANCE: Final = 1e-6
_STEP: Final = 0.5
_RIMS: Final = 1.6
_AIRY_RIMS: Final = 2.7
"""Free width of a bar in mm at both ends of its text together: at least, and where its size allows that."""
_OPEN_RIM: Final = 0.8
_TIP: Final = 2.2
"""How far the tip of 矢羽根 and its notch reach, in mm."""
_STRIPE: Final = 2.4
"""Width in mm of the pattern of a 色の役割."""
_UNIT: Final = 10.0
"""Size in points that texts are broken at; breaks are the same at all sizes."""


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where an item was in the edition compared with: from ``left`` to ``right`` mm, a sign when a point."""

    left: float
    right: float
    is_point: bool
    glyph: Glyph


@dataclass(frozen=True, slots=True)
class Item:
    """A bar, milestone or marker as it is drawn: its place ``left`` to ``right`` in mm, equal for a point.

    ``open_end`` and ``from_before``: it goes on beyond the axis; ``done`` is where its progress ends.
    """

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
    from_before: bool = False
    done: float | None = None
    was: Ghost | None = None
    sign: float = 3.8
    core: float = 3.8
    """Width of the sign that must stay clear; its rim may stand on the end of a bar."""

    @property
    def is_point(self) -> bool:
        """Whether it is a sign at a moment, not a bar."""
        return self.kind is not BarKind.BAR

    @property
    def body(self) -> tuple[float, float]:
        """What the bar or the sign itself covers."""
        if self.is_point:
            return self.left - self.core / 2, self.left + self.core / 2
        return self.left, self.right


class Way(NamedTuple):
    """One way to set an item: how good it is, what is covered, the text's lines, size and place."""

    cost: float
    left: float
    right: float
    size: float
    lines: tuple[str, ...]
    inside: bool
    text_left: float
    text_width: float
    height: float


class Set(NamedTuple):
    """An item with the way that was chosen for it."""

    item: Item
    way: Way


class _State(NamedTuple):
    """The cheapest chain of ways that ends with this one."""

    cost: float
    right: float
    before: "_State | None"
    way: Way | None


_START: Final = [_State(0.0, float("-inf"), None, None)]


class _Entry:
    """An item with its ways to be set; the costly ones are worked out when the simple ones do not do."""

    __slots__ = ("_bounds", "_every", "item", "left", "right", "simple")

    def __init__(self, item: Item, left: float, right: float, density: Density) -> None:
        self.item = item
        self.left, self.right = item.body
        self._bounds = (left, right, density)
        self._every: list[Way] | None = None
        self.simple = list(_simple(item, left, right, density))

    @property
    def every(self) -> list[Way]:
        """All ways, the simple ones among them."""
        if self._every is None:
            self._every = list(_every(self.item, *self._bounds))
        return self._every


class _Line:
    """Items of one line from left to right, with the chains of ways that lead to each."""

    def __init__(self) -> None:
        self.entries: list[_Entry] = []
        self.every = False
        self._states: list[list[_State]] = []

    def add(self, entry: _Entry, every: bool) -> bool:
        """Put an item on the line if all items still find a way; ``every``: costly ways too."""
        at = bisect_right(self.entries, entry.left, key=lambda other: other.left)
        if at and self.entries[at - 1].right > entry.left + _TOLERANCE:
            return False
        if at < len(self.entries) and entry.right > self.entries[at].left + _TOLERANCE:
            return False
        every = every or self.every
        kept = at if every == self.every else 0
        trial = [*self.entries[:at], entry, *self.entries[at:]]
        states = self._states[:kept]
        for one in trial[kept:]:
            states.append(_reached(states[-1] if states else _START, one.every if every else one.simple))
            if not states[-1]:
                return False
        self.entries, self._states, self.every = trial, states, every
        return True

    def chosen(self) -> list[Set]:
        """The items with the ways of the cheapest chain."""
        state: _State | None = min(self._states[-1], key=lambda state: state.cost)
        ways: list[Way] = []
        while state is not None and state.way is not None:
            ways.append(state.way)
            state = state.before
        return [Set(entry.item, way) for entry, way in zip(self.entries, reversed(ways), strict=True)]


def pack(items: Sequence[Item], left: float, right: float, density: Density) -> list[list[Set]]:
    """Lines of items between two places in mm, in the items' order as far as there is room."""
    lines: list[_Line] = []
    for item in items:
        entry = _Entry(item, left, right, density)
        if any(line.add(entry, False) or (not density.dense and line.add(entry, True)) for line in lines):
            continue
        line = _Line()
        if not line.add(entry, False):
            line.add(entry, True)
        lines.append(line)
    return [line.chosen() for line in lines]


def _reached(before: list[_State], ways: list[Way]) -> list[_State]:
    """The states after a further item: of those that end further right only the cheaper ones."""
    found: list[_State] = []
    for way in ways:
        best: _State | None = None
        limit = way.left + _TOLERANCE
        for state in before:
            if state.right <= limit and (best is None or state.cost < best.cost):
                best = state
        if best is not None:
            found.append(_State(best.cost + way.cost, way.right, best, way))
    if len(found) < 2:
        return found
    found.sort(key=lambda state: (state.right, state.cost))
    front = [found[0]]
    front += (state for state in found[1:] if state.cost < front[-1].cost)
    return front


def _simple(item: Item, left: float, right: float, density: Density) -> Iterator[Way]:
    """Text inside the bar, else on one line beside it."""
    if not item.label:
        low, high = item.body
        yield Way(0.0, low, high, density.size, (), True, low, high - low, 0.0)
        return
    within = None if item.is_point else _inside(item, density)
    if within is not None:
        # All ways inside cover the same place, and none beside covers less: the best one is enough.
        yield within
    elif "\n" not in item.label:
        yield from _beside(item, left, right, density, 1)


def _every(item: Item, left: float, right: float, density: Density) -> Iterator[Way]:
    """All ways. The last resort is a text on as many lines as it takes; its bar grows as high as that."""
    within = None if item.is_point or not item.label else _inside(item, density, broken=True)
    if not item.label or within is not None:
        yield within or next(_simple(item, left, right, density))
        return
    for lines_allowed in (1, 2, 3, 0):
        yield from _beside(item, left, right, density, lines_allowed)
    if not item.is_point:
        yield from _crowded(item, density)


def _inside(item: Item, density: Density, broken: bool = False) -> Way | None:
    """The best way to set a text in its bar: large, on one line, then on two; None when it is too short.

    A dense setting breaks a text only where that is asked for.
    """
    return _inside_rims(item, density, broken, _AIRY_RIMS) or _inside_rims(item, density, broken, _RIMS)


def _inside_rims(item: Item, density: Density, broken: bool, rims: float) -> Way | None:
    low, high = item.body
    width = high - low - _reserved(item, rims)
    size, floor = density.size, density.floor
    found: Way | None = None
    if "\n" not in item.label:
        largest = width / (_em(item.label) * MM_PER_POINT)
        fitting = min(size, floor + (largest - floor + _TOLERANCE) // _STEP * _STEP)
        if fitting >= floor:
            height = density.text_height(1, fitting)
            cost = 0.4 * (size - fitting)
            found = Way(cost, low, high, fitting, (item.label,), True, low, high - low, height)
    if density.dense and not broken:
        return found
    trial = size
    while trial >= floor and (found is None or found.cost > 1.0 + 0.4 * (size - trial)):
        lines = _set(item.label, width, trial, 2)
        if lines:
            height = density.text_height(len(lines), trial)
            cost = (1.0 if len(lines) > 1 else 0.0) + 0.4 * (size - trial)
            return Way(cost, low, high, trial, lines, True, low, high - low, height)
        trial -= _STEP
    return found


def _crowded(item: Item, density: Density) -> Iterator[Way]:
    """Text inside a bar on as many lines as it takes; the bar grows as high as that."""
    low, high = item.body
    width = high - low - _reserved(item)
    if width > _NARROWEST:
        size = density.floor
        lines = _broken(item.label, _em_wide(width, size), Setting.BALANCED)
        height = density.text_height(len(lines), size)
        yield Way(4.0 + len(lines), low, high, size, lines, True, low, high - low, height)


_COSTS: Final = {1: 0.0, 2: 1.0, 3: 2.4, 0: 6.0}


def _beside(item: Item, left: float, right: float, density: Density, lines_allowed: int) -> Iterator[Way]:
    """Text at the right or left of a bar or sign, in one, two or three lines, or (0) as many as it takes."""
    base = (0.0 if item.is_point else 3.0) + _COSTS[lines_allowed]
    low, high = item.body
    size, floor = density.size, density.floor
    for trial, lost in {floor: 0.9, max(floor, size - 1.0): 0.5, size: 0.0}.items():
        for at_right, lean in ((True, 0.0), (False, 0.6)):
            room = right - high if at_right else low - left
            way = _beside_way(item, room, trial, lines_allowed, at_right, base + lost + lean, density)
            if way:
                yield way


def _beside_way(
    item: Item, room: float, size: float, lines_allowed: int, at_right: bool, cost: float, density: Density
) -> Way | None:
    low, high = item.body
    # A sign's text stands close to it, so that nobody takes it for something of its own.
    apart, padding = density.gap, 0.0 if item.is_point else density.label_padding
    gap = 0.58 * apart + (item.sign - item.core) / 2 if item.is_point else apart
    widest = room - max(gap, apart) - 2 * padding
    unit = size * MM_PER_POINT
    if lines_allowed == 1:
        lines: tuple[str, ...] = (item.label,)
        natural = _em(item.label) * unit
        if "\n" in item.label or natural > widest:
            return None
    else:
        if lines_allowed:
            # As narrow as the lines allow, so that neighbours find room too.
            widest = min(widest, (_em(item.label) / lines_allowed + 2.2) * unit)
        if widest < _NARROWEST:
            return None
        lines = _set(item.label, widest, size, lines_allowed)
        if not lines:
            return None
        natural = max(map(_em, lines)) * unit
    width = natural + 2 * padding
    height = density.text_height(len(lines), size)
    if at_right:
        return Way(cost, low, high + gap + width + apart / 2, size, lines, False, high + gap, width, height)
    text_left = low - gap - width
    return Way(cost, text_left - apart / 2, high, size, lines, False, text_left, width, height)


def _set(label: str, width: float, size: float, lines_allowed: int) -> tuple[str, ...]:
    """The label's lines when they are no more than allowed (0: any) and no word is torn, else nothing."""
    room = _em_wide(width, size)
    if not lines_allowed:
        return _broken(label, room, Setting.FULL)
    if room <= 0 or _em(label) > room * lines_allowed:
        return ()
    lines = _broken(label, room, Setting.BALANCED)
    fits = not tears(label, lines) and all(_em(line) <= room + _TOLERANCE for line in lines)
    return lines if len(lines) <= lines_allowed and fits else ()


@lru_cache(maxsize=20_000)
def _broken(label: str, width: float, setting: Setting) -> tuple[str, ...]:
    """A text broken to a width in em."""
    return wrap(label, width * _UNIT * MM_PER_POINT, _UNIT, setting=setting)


def _em_wide(width: float, size: float) -> float:
    """A width in mm in em of a size, in thousandths, so that like widths are broken once."""
    return int(width / (size * MM_PER_POINT) * 1000) / 1000


def _em(text: str) -> float:
    return bundled_metrics().regular.em(text)


def _reserved(item: Item, rims: float = _RIMS) -> float:
    """Width of a bar that text in its middle must leave free: rims, and at both ends a tip or a stripe."""
    ends = [rims]
    if item.shape is BarShape.ARROW or item.open_end:
        ends.append(rims + 2 * _TIP)
    if item.role is not ColourRole.NEUTRAL:
        ends.append(rims + 2 * _STRIPE)
    return max(ends) + (_OPEN_RIM if item.open_end else 0.0)
