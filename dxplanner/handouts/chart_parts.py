"""What charts are made of: tight texts, surfaces that tell series apart, an axis, labels that keep apart.

Lengths are millimetres, text sizes points. A chart's texts are never smaller than FLOOR.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from typing import Final

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.handouts.blocks import Chart, ChartValue
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, Line, Polygon, TextStyle, Tone
from dxplanner.handouts.linebreak import line_height, untorn
from dxplanner.handouts.metrics import bundled_metrics

FLOOR: Final = 8.0
SIZES: Final = (8.5, FLOOR)
"""Sizes of a chart's labels, tried from the largest down."""
INFERRED: Final = "（推定）"
UNKNOWN: Final = Tone.HEADING
"""The surface of what is not known: a light grey without pattern."""
LEADING: Final = 1.2
_NEAR: Final = 0.15
"""A least value so near above the axis, in steps of it, gets a step more."""
PATTERNS: Final = 8
"""Surfaces that can be told apart; then they begin again."""
ROLES: Final = (
    ColourRole.LIFE,
    ColourRole.INDUSTRY,
    ColourRole.TALENT,
    ColourRole.EXCHANGE,
    ColourRole.ADMINISTRATION,
    ColourRole.NEUTRAL,
)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """The surface of a series or slice: role and number of the painters' pattern (see Polygon)."""

    role: ColourRole
    pattern: int


def look_of(index: int, role: ColourRole | None = None) -> Look:
    """The surface of the series number ``index`` (from 0)."""
    return Look(role or ROLES[index % len(ROLES)], index % PATTERNS + 1)


@dataclass
class Sketch:
    """A drawing while it is being made."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    polygons: list[Polygon] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float,
        *,
        width: float | None = None,
        align: Align = Align.LEFT,
        bold: bool = False,
        leading: float = LEADING,
        text: str = "",
        name: str = "",
    ) -> Box:
        """Lines of text whose upper left corner is at x, y; the box is tight unless ``width`` is given."""
        wide = text_width(lines, size, bold) if width is None else width
        style = TextStyle(size, bold, align, leading=leading)
        box = Box(
            x, y, wide, text_height(len(lines), size), text or "".join(lines), tuple(lines), style,
            edge=Edge.NONE, padding=0.0, cell=False, name=name,
        )  # fmt: skip
        self.boxes.append(box)
        return box

    def bar(self, place: "Rect", look: Look, value: ChartValue | None = None) -> None:
        """A filled rectangle; dashed around when its value is 推定."""
        edge = Edge.DASHED if value is not None and value.inferred else Edge.THIN
        name = value.name if value is not None else ""
        self.polygons.append(Polygon(place.corners, Tone.ROLE, look.role, look.pattern, edge, name))

    def unknown(self, place: "Rect", name: str = "") -> None:
        """The place of what is not known: plain grey, like no answer, and not dashed, unlike 推定."""
        self.polygons.append(Polygon(place.corners, UNKNOWN, edge=Edge.HAIR, name=name))

    def rule(self, start: Point, end: Point, edge: Edge = Edge.HAIR) -> None:
        """A line under bars and curves, such as one of a grid."""
        self.polygons.append(Polygon((start, end), Tone.NONE, edge=edge))

    def line(self, points: Sequence[Point], edge: Edge = Edge.THIN) -> None:
        """A line over bars and curves, such as a leader."""
        self.lines.append(Line(tuple(points), edge, cell=False))

    def drawing(self, width: float, height: float, description: str = "") -> Drawing:
        """What was sketched."""
        return Drawing(
            width, height, tuple(self.boxes), tuple(self.lines), (), description=description,
            polygons=tuple(self.polygons),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in mm."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def corners(self) -> tuple[Point, ...]:
        return (self.x, self.y), (self.right, self.y), (self.right, self.bottom), (self.x, self.bottom)

    def distance(self, point: Point) -> float:
        """Distance in mm of a point; nought inside."""
        across = max(self.x - point[0], point[0] - self.right, 0.0)
        return math.hypot(across, max(self.y - point[1], point[1] - self.bottom, 0.0))

    def overlap(self, other: "Rect") -> float:
        """Common area in mm²."""
        # Asked a million times for a long handout: most rectangles are apart.
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        if across <= 0:
            return 0.0
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return across * down if down > 0 else 0.0


def text_width(lines: Sequence[str], size: float, bold: bool = False) -> float:
    """Width in mm of the widest line."""
    metrics = bundled_metrics()
    return max((metrics.width(line, size, bold) for line in lines), default=0.0)


def text_height(count: int, size: float) -> float:
    """Height in mm of so many lines."""
    return count * line_height(size, LEADING)


def broken(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """A label broken into lines of similar length; words in brackets rather have a line of their own."""
    head, bracket, tail = text.partition("（")
    parts = (head, bracket + tail)
    if head and text_width([text], size, bold) > width >= text_width(parts, size, bold):
        return parts
    return untorn(text, max(width, line_height(size, 1.0)), size, bold=bold)


def numbers(values: Sequence[ChartValue]) -> list[float]:
    """The values that are known."""
    return [float(value.value) for value in values if value.value is not None]


def shown(chart: Chart, value: ChartValue, *, unit: bool = False) -> str:
    """What is printed at a value; ``unit`` adds the chart's unit where the value has no text of its own."""
    if value.text or value.value is None:
        return value.text or "－"
    return f"{value.value:,f}{chart.unit if unit else ''}"


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale of values: its ends and the distance of its marks."""

    low: float
    high: float
    step: float

    @property
    def marks(self) -> tuple[float, ...]:
        """Values that are marked, from the lowest."""
        first = math.ceil(self.low / self.step - 1e-9)
        last = math.floor(self.high / self.step + 1e-9)
        return tuple(number * self.step for number in range(first, last + 1))

    def share(self, value: float) -> float:
        """Where a value lies between the ends, 0 to 1."""
        return (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)

    def label(self, mark: float) -> str:
        """A mark as text."""
        decimals = max(0, -math.floor(math.log10(self.step) + 1e-9)) if self.step < 1 else 0
        if self.step == 2.5:
            decimals = 1
        return f"{mark:,.{decimals}f}"


def value_axis(
    values: Sequence[float], low: Decimal | None, high: Decimal | None, *, zero: bool, most: int = 6
) -> Axis:
    """A scale with round ends that holds all values; ends that are given stay unless a value lies beyond.

    ``zero`` keeps nought on it: a bar's length is its value. ``most`` is how many steps it may have.
    """
    least = min([*values, *([float(low)] if low is not None else [])], default=0.0)
    greatest = max([*values, *([float(high)] if high is not None else [])], default=1.0)
    if low is None and (zero or 0 <= least < 0.5 * greatest):
        least = min(least, 0.0)
    if high is None and zero:
        greatest = max(greatest, 0.0)
    if greatest - least < 1e-9:
        least, greatest = (least, least + 1.0) if low is not None or least == 0 else (least - 1, least + 1)
    fixed_low = low is not None and least == float(low)
    fixed_high = high is not None and greatest == float(high)

    def scale(step: float) -> Axis:
        bottom = least if fixed_low else math.floor(least / step + 1e-9) * step
        top = greatest if fixed_high else math.ceil(greatest / step - 1e-9) * step
        if low is None and not zero and bottom > 0 and least - bottom < step * _NEAR:
            # The point of a curve, and its figure, would lie on the axis.
            bottom -= step
        return Axis(bottom, top, step)

    axis = scale(_nice((greatest - least) / most))
    return axis if len(axis.marks) <= most + 2 else scale(_nice(axis.step * 1.5))


def _nice(rough: float) -> float:
    """The least of 1, 2, 2.5, 5, 10 × a power of ten that is not below ``rough``."""
    power = float(10 ** math.floor(math.log10(rough)))
    factor: float = next(factor for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if factor * power >= rough - 1e-12)
    return factor * power


def spread(
    wanted: Sequence[float], sizes: Sequence[float], low: float, high: float, gap: float
) -> list[float]:
    """Starts of labels along a line, each as near to its wanted middle as the others allow.

    They keep ``gap`` mm apart and between ``low`` and ``high``, unless they are longer than that together;
    then they go beyond ``high``. Neighbours that would touch move apart around their common middle.
    """
    groups: list[tuple[float, list[int]]] = []
    for index in sorted(range(len(wanted)), key=lambda index: wanted[index]):
        group, start = [index], wanted[index] - sizes[index] / 2
        while groups and groups[-1][0] + _length(groups[-1][1], sizes, gap) > start:
            group = [*groups.pop()[1], *group]
            offsets = accumulate((sizes[one] + gap for one in group), initial=0.0)
            starts = [wanted[one] - sizes[one] / 2 - at for one, at in zip(group, offsets, strict=False)]
            start = sum(starts) / len(starts)
        groups.append((start, group))
    placed = [0.0] * len(wanted)
    order = [index for _, group in groups for index in group]
    for start, group in groups:
        for index in group:
            placed[index] = start
            start += sizes[index] + gap
    limit = max(high, low + _length(order, sizes, gap) - gap)
    for index in reversed(order):
        placed[index] = min(placed[index], limit - sizes[index])
        limit = placed[index] - gap
    limit = low
    for index in order:
        placed[index] = max(placed[index], limit)
        limit = placed[index] + sizes[index] + gap
    return placed


def _length(group: Sequence[int], sizes: Sequence[float], gap: float) -> float:
    return sum(sizes[index] + gap for index in group)
