"""Pies: slices from twelve o'clock on clockwise, named inside where that fits, else beside with a leader.

In a narrow and high place the names that do not fit inside stand in a list under the pie.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxplanner.handouts.blocks import Chart, ChartValue
from dxplanner.handouts.chart_parts import (
    SIZES,
    Look,
    Point,
    Rect,
    Sketch,
    broken,
    look_of,
    shown,
    spread,
    text_height,
    text_width,
)
from dxplanner.handouts.drawing import Align, Edge, Polygon, Tone
from dxplanner.handouts.linebreak import tears

MOST_SLICES: Final = 7
_ARC: Final = math.radians(4)
_RADII: Final = (9.0, 26.0)
_LEADER: Final = 3.4
_COLUMN: Final = 17.0
"""Width that a label beside the pie may ask for before the pie gets smaller."""
_AIR: Final = 0.5
_BEHIND: Final = 1.0
"""Between a swatch and its words, in mm."""
_RISE: Final = 6.0
"""How far labels may stand above or below a pie."""
_ABOVE: Final = 1.6
"""Free space over a pie."""
_SWATCH: Final = 3.4
_BELOW: Final = 2.0
"""Free space between a pie and the list under it."""
_GAIN: Final = 1.3
"""How much larger a pie has to get for its names to stand under it."""


@dataclass(frozen=True, slots=True)
class _Slice:
    """A slice with its label; angles in radians from twelve o'clock."""

    category: str
    value: ChartValue
    figure: str
    look: Look
    start: float
    end: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    @property
    def text(self) -> str:
        return f"{self.category} {self.figure}"

    @property
    def right(self) -> bool:
        return math.sin(self.middle) >= 0


@dataclass(frozen=True, slots=True)
class _Label:
    """A label set in lines; ``at`` is its middle, from the centre of the pie, when it stands inside."""

    slice: _Slice
    lines: tuple[str, ...]
    size: float
    at: Point = (0.0, 0.0)

    @property
    def text(self) -> str:
        """What it says, in one line."""
        return self.slice.figure if self.lines == (self.slice.figure,) else self.slice.text

    @property
    def height(self) -> float:
        return text_height(len(self.lines), self.size)

    @property
    def width(self) -> float:
        return text_width(self.lines, self.size)


def is_pie(chart: Chart) -> bool:
    """Whether a chart can be a pie: one series, few slices, nothing negative, something above nought."""
    values = [value.value for value in chart.series[0].values] if chart.series else []
    known = [value for value in values if value is not None]
    return (
        len(chart.series) == 1
        and 0 < len(known) == len(values) <= MOST_SLICES
        and min(known) >= 0
        and sum(known) > 0
    )


def draw_pie(sketch: Sketch, chart: Chart, top: float, width: float, height: float | None) -> Rect:
    """Draw a pie under ``top``; ``height`` mm are free, or as many as it needs. Returns its place."""
    slices = _slices(chart)
    least, most = _RADII
    limit = max(least, min(width * 0.36, most, (height - _ABOVE - _AIR) / 2 if height else width * 0.27))
    pie = _Pie.fitting(slices, width, limit)
    while height and pie.height > height and pie.radius > least:
        pie = _Pie.fitting(slices, width, max(pie.radius - 1.0, least))
    if height:
        pie = _Pie.over_list(slices, width, height, pie.radius * _GAIN) or pie
    up, down = pie.reach
    centre = (pie.centre, top + _ABOVE + up)
    for one in pie.slices:
        edge = Edge.DASHED if one.value.inferred else Edge.THIN
        outline = tuple(_outline(one, centre, pie.radius))
        sketch.polygons.append(
            Polygon(outline, Tone.ROLE, one.look.role, one.look.pattern, edge, one.value.name)
        )
    for label in pie.inside:
        x, y = centre[0] + label.at[0], centre[1] + label.at[1]
        _write(sketch, label, x - label.width / 2, y - label.height / 2, Align.CENTRE)
    for column, side in zip(pie.columns, (-1.0, 1.0), strict=True):
        _column(sketch, column, centre, pie.radius, side)
    _list(sketch, pie.listed, centre[0], centre[1] + down + _BELOW)
    return Rect(pie.centre - pie.radius, top, 2 * pie.radius, pie.height)


@dataclass(frozen=True, slots=True)
class _Pie:
    """A pie's radius, the middle of its width, its labels: inside, at its left and right, under it."""

    slices: tuple[_Slice, ...]
    radius: float
    centre: float
    inside: tuple[_Label, ...]
    columns: tuple[list[_Label], list[_Label]]
    listed: tuple[_Label, ...] = ()

    @classmethod
    def fitting(cls, slices: Sequence[_Slice], width: float, radius: float) -> "_Pie":
        """The largest pie up to ``radius`` that leaves its labels room beside it."""
        least = _RADII[0]
        while True:
            inside = _labels(slices, radius)
            within = {id(label.slice) for label in inside}
            sides = [
                [one for one in slices if id(one) not in within and one.right is right]
                for right in (False, True)
            ]
            wishes = [max((text_width([one.text], SIZES[0]) for one in side), default=0.0) for side in sides]
            leaders = [_LEADER if side else 0.5 for side in sides]
            spare = width - 2 * radius - sum(leaders)
            if radius <= least or sum(min(wish, _COLUMN) for wish in wishes) <= spare:
                break
            radius = max(least, radius - 1.0)
        rooms = _shared(wishes, spare)
        rest = max(spare - sum(rooms), 0.0)
        centre = rest / 2 + rooms[0] + leaders[0] + radius
        left, right = (_beside(side, room) for side, room in zip(sides, rooms, strict=True))
        return cls(tuple(slices), radius, centre, inside, (left, right))

    @classmethod
    def over_list(cls, slices: Sequence[_Slice], width: float, height: float, least: float) -> "_Pie | None":
        """The largest pie that leaves room for a list under it; None where it would be under ``least``."""
        radius = min(width * 0.45, _RADII[1])
        while radius >= least:
            inside, rest = _named(slices, radius)
            listed = tuple(_beside(rest, width - _SWATCH - _BEHIND, ordered=False))
            pie = cls(tuple(slices), radius, width / 2, inside, ([], []), listed)
            if pie.height <= height:
                return pie
            radius -= 1.0
        return None

    @property
    def reach(self) -> tuple[float, float]:
        """How far the pie and the labels beside it reach over and under its middle."""
        ends = [-self.radius, self.radius]
        for labels in self.columns:
            for label, top in zip(labels, _tops(labels, self.radius), strict=True):
                ends += [top, top + label.height]
        return -min(ends), max(ends)

    @property
    def height(self) -> float:
        """Height that the pie takes with its labels."""
        under = _BELOW + sum(label.height for label in self.listed) if self.listed else 0.0
        return _ABOVE + sum(self.reach) + under + _AIR


def _named(slices: Sequence[_Slice], radius: float) -> tuple[tuple[_Label, ...], list[_Slice]]:
    """The labels inside slices, and what the list under the pie names.

    Where the largest slice has no room for its name the list names all of them, and figures alone stand
    inside: a list of all but one would look incomplete.
    """
    largest = max(slices, key=lambda one: one.end - one.start)
    if _inside(largest, radius) is None:
        return _labels(slices, radius, named=False), list(slices)
    inside = _labels(slices, radius)
    within = {id(label.slice) for label in inside}
    return inside, [one for one in slices if id(one) not in within]


def _labels(slices: Sequence[_Slice], radius: float, *, named: bool = True) -> tuple[_Label, ...]:
    """The labels that have room inside their slices."""
    labels = (_inside(one, radius, named=named) for one in slices)
    return tuple(label for label in labels if label is not None)


def _shared(wishes: Sequence[float], spare: float) -> list[float]:
    """Widths of both columns: what they wish for, or what is fair."""
    first, second = wishes
    if first + second <= spare:
        return [first, second]
    half = spare / 2
    if first <= half:
        return [first, spare - first]
    return [spare - second, second] if second <= half else [half, half]


def _slices(chart: Chart) -> list[_Slice]:
    values = chart.series[0].values
    total = sum(float(value.value) for value in values if value.value is not None)
    slices: list[_Slice] = []
    angle = 0.0
    for index, (category, value) in enumerate(zip(chart.categories, values, strict=True)):
        end = angle + 2 * math.pi * float(value.value or 0) / total
        figure = shown(chart, value, unit=True)
        look = look_of(index, chart.series[0].role if len(values) == 1 else None)
        slices.append(_Slice(category, value, figure, look, angle, end))
        angle = end
    return slices


def _inside(one: _Slice, radius: float, *, named: bool = True) -> _Label | None:
    """The label inside its slice, as large as it can be there without tearing a word; or its figure only."""
    for size in SIZES:
        for share in (1.4, 1.0, 0.75):
            words = broken(one.category, radius * share, size) if named else ()
            if named and tears(one.category, words):
                continue
            lines = (*words, one.figure)
            half = text_width(lines, size) / 2 + _AIR, text_height(len(lines), size) / 2
            for distance in (0.6, 0.68, 0.52, 0.74, 0.42):
                x = radius * distance * math.sin(one.middle)
                y = -radius * distance * math.cos(one.middle)
                if _holds(one, radius, (x, y), half):
                    return _Label(one, lines, size, (x, y))
    return None


def _holds(one: _Slice, radius: float, middle: Point, half: Point) -> bool:
    """Whether a rectangle lies in the slice, a little away from its edges."""
    for across in (-1.0, 0.0, 1.0):
        for down in (-1.0, 0.0, 1.0):
            x, y = middle[0] + across * half[0], middle[1] + down * half[1]
            if math.hypot(x, y) > radius - _AIR:
                return False
            angle = math.atan2(x, -y) % (2 * math.pi)
            if not one.start <= angle <= one.end:
                return False
    return True


def _beside(slices: Sequence[_Slice], room: float, *, ordered: bool = True) -> list[_Label]:
    """Labels in ``room`` mm; ``ordered`` from the top of the pie to its bottom, as those of one side."""
    size = next(
        (size for size in SIZES if all(text_width([one.text], size) <= room + 0.01 for one in slices)),
        SIZES[1],
    )
    labels = [_Label(one, _set(one, room, size), size) for one in slices]
    return sorted(labels, key=lambda label: -math.cos(label.slice.middle)) if ordered else labels


def _set(one: _Slice, room: float, size: float) -> tuple[str, ...]:
    """Category and figure in lines; the figure joins the last line where it fits."""
    if text_width([one.text], size) <= room + 0.01:
        return (one.text,)
    lines = broken(one.category, room, size)
    joined = f"{lines[-1]} {one.figure}"
    return (*lines[:-1], joined) if text_width([joined], size) <= room else (*lines, one.figure)


def _tops(labels: Sequence[_Label], radius: float) -> list[float]:
    """Upper edges of the labels of one side from the pie's middle, pulled apart where they would overlap."""
    wanted = [-(radius + 2) * math.cos(label.slice.middle) for label in labels]
    return spread(wanted, [label.height for label in labels], -radius - _RISE, radius + _RISE, _AIR)


def _column(sketch: Sketch, labels: Sequence[_Label], centre: Point, radius: float, side: float) -> None:
    """Labels beside the pie, each with a leader to its slice."""
    for label, place in zip(labels, _tops(labels, radius), strict=True):
        angle, top = label.slice.middle, centre[1] + place
        start = centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle)
        bend = centre[0] + (radius + 1.3) * math.sin(angle), centre[1] - (radius + 1.3) * math.cos(angle)
        x = centre[0] + side * (radius + _LEADER)
        end = x - side * 0.6, top + label.height / 2
        sketch.line((start, bend, end), Edge.HAIR)
        _write(
            sketch, label, x if side > 0 else x - label.width, top, Align.LEFT if side > 0 else Align.RIGHT
        )


def _list(sketch: Sketch, labels: Sequence[_Label], middle: float, top: float) -> None:
    """Labels under the pie, each behind a swatch of its slice."""
    wide = max((label.width for label in labels), default=0.0) + _SWATCH + _BEHIND
    x, y = middle - wide / 2, top
    for label in labels:
        line = text_height(1, label.size)
        place = Rect(x, y + line / 2 - 1.1, _SWATCH, 2.2)
        sketch.bar(place, label.slice.look, ChartValue(None, inferred=label.slice.value.inferred))
        _write(sketch, label, x + _SWATCH + _BEHIND, y, Align.LEFT)
        y += label.height


def _write(sketch: Sketch, label: _Label, x: float, y: float, align: Align) -> None:
    one = label.slice
    sketch.text(x, y, label.lines, label.size, align=align, text=label.text, name=one.value.name)


def _outline(one: _Slice, centre: Point, radius: float) -> Iterator[Point]:
    span = one.end - one.start
    if span < 2 * math.pi - 1e-6:
        yield centre
    steps = max(1, math.ceil(span / _ARC))
    for step in range(steps + 1):
        angle = one.start + span * step / steps
        yield centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle)
