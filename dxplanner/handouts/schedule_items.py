"""One bar, milestone or marker of a 工程表 as boxes, lines and signs."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from dxplanner.domain.vocabulary import BarShape, ColourRole
from dxplanner.domain.vocabulary import Glyph as Sign
from dxplanner.handouts.drawing import Align, Box, BoxShape, Edge, Glyph, Line, TextStyle, Tone
from dxplanner.handouts.metrics import MM_PER_POINT
from dxplanner.handouts.schedule_density import Density
from dxplanner.handouts.schedule_packing import Ghost, Item, Set

GHOST_HEIGHT: Final = 2.6
"""Height in mm under the bars of a line for where they were in the edition compared with."""
_RIM: Final = 0.35
"""Free space in mm at both ends of a bar, so that bars which follow each other stay apart."""
_OPEN_RIM: Final = 0.8
_OVER: Final = 0.9
"""How far in mm a bar that began before a cut reaches over the edge of the axis."""
_BAR_SHARE: Final = 0.66
_DENSE_SHARE: Final = 0.82
_HIGHEST: Final = 11.0
_BAND: Final = (0.35, 1.3)
"""Least and largest height in mm of the band that tells the progress."""
_UNDER: Final = 0.2
"""Free space in mm between a bar and the strip of its ghost."""
_GHOST_TICK: Final = 0.9
_UNDERLINE: Final = 0.15
"""Distance in mm of the line under a text from its box, which would hide it."""
_GHOST_SIGN: Final = 2.5
_HOLLOW: Final = {Sign.TRIANGLE: "△", Sign.STAR: "☆", Sign.CIRCLE: "○", Sign.DIAMOND: "◇"}


class Body(NamedTuple):
    """The place of a bar or sign in mm; whether its beginning and its end are on this page.

    ``out`` is where an arrow from its end leaves: behind a text that stands there.
    """

    left: float
    top: float
    right: float
    bottom: float
    out: float
    begins: bool = True
    ends: bool = True

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2


@dataclass
class Parts:
    """What a drawing is gathered from; ``bodies`` are the bars and signs by uid, to tie arrows to."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    signs: list[Glyph] = field(default_factory=list)
    bodies: dict[str, Body] = field(default_factory=dict)


def add_item(parts: Parts, entry: Set, top: float, room: float, density: Density) -> None:
    """Add what stands for an item on a line of bars from ``top``, ``room`` mm high without ghosts."""
    item = entry.item
    middle = top + room / 2
    if item.is_point:
        half = item.sign / 2
        out = max(item.left + half, _text_right(entry))
        parts.signs.append(Glyph(item.left, middle, item.glyph.value, item.sign, item.uid))
        parts.bodies[item.uid] = Body(item.left - half, middle - half, item.left + half, middle + half, out)
        if item.label:
            _add_sign_text(parts, _label(entry, middle, density), item.inferred)
    else:
        _add_bar(parts, entry, middle, room, density)
    if item.was is not None:
        add_ghost(parts, item.was, min(parts.bodies[item.uid].bottom + _UNDER, top + room))


def add_ghost(parts: Parts, ghost: Ghost, top: float) -> None:
    """Add where something was, in the strip from ``top``: a dashed line with ends, or a hollow sign."""
    middle = top + GHOST_HEIGHT / 2
    if ghost.is_point:
        parts.signs.append(Glyph(ghost.left, middle, _HOLLOW[ghost.glyph], _GHOST_SIGN))
        return
    left, right = ghost.left + _RIM, ghost.right - _RIM
    points = ((left, middle - _GHOST_TICK), (left, middle), (right, middle), (right, middle - _GHOST_TICK))
    parts.lines.append(Line(points, Edge.DASHED))


def _add_bar(parts: Parts, entry: Set, middle: float, room: float, density: Density) -> None:
    item, way = entry
    height = min(max(room * (_DENSE_SHARE if density.dense else _BAR_SHARE), density.bar), _HIGHEST)
    if way.inside:
        height = min(max(height, way.height), room - density.air / 2)
    left = item.left + (-_OVER if item.from_before else _RIM)
    bar = Box(
        left,
        middle - height / 2,
        item.right - left - _RIM - (_OPEN_RIM if item.open_end else 0.0),
        height,
        item.label if way.inside else "",
        way.lines if way.inside else (),
        TextStyle(way.size, align=Align.CENTRE),
        _tone(item),
        item.role,
        _edge(item),
        _shape(item),
        padding=0.4,
        name=item.uid,
    )
    parts.boxes.append(bar)
    out = bar.right if way.inside else max(bar.right, _text_right(entry))
    parts.bodies[item.uid] = Body(
        bar.x, bar.y, bar.right, bar.bottom, out, not item.from_before, not item.open_end
    )
    if item.done is not None:
        _add_band(parts, bar, item.done, way.size)
    if way.inside or not item.label:
        return
    label = _label(entry, middle, density)
    parts.boxes.append(label)
    ends = (bar.right, label.x) if label.x > bar.x else (label.right, bar.x)
    parts.lines.append(Line(((ends[0], middle), (ends[1], middle)), Edge.HAIR, cell=False))


def _add_band(parts: Parts, bar: Box, done: float, size: float) -> None:
    """The progress: a dark band along the lower edge of a bar, clear of its text.

    A workbook gets it as a line, which the bar hides on paper.
    """
    free = (bar.height - size * MM_PER_POINT * max(1.0, 1.25 * len(bar.lines) - 0.25)) / 2
    height = min(max(free - 0.15, _BAND[0]), _BAND[1])
    width = max(min(done, bar.right) - bar.x, 0.4)
    top = bar.bottom - height
    parts.boxes.append(Box(bar.x, top, width, height, tone=Tone.STRONG, edge=Edge.NONE, cell=False))
    middle = top + height / 2
    parts.lines.append(Line(((bar.x, middle), (bar.x + width, middle)), Edge.THICK))


def _text_right(entry: Set) -> float:
    return entry.way.text_left + entry.way.text_width if entry.item.label else entry.item.left


def _add_sign_text(parts: Parts, label: Box, inferred: bool) -> None:
    """Text beside a sign; a dashed line under it tells 推定: in an outline it would look like a bar."""
    parts.boxes.append(label)
    if inferred:
        under = label.bottom + _UNDERLINE
        parts.lines.append(Line(((label.x, under), (label.right, under)), Edge.DASHED))


def _label(entry: Set, middle: float, density: Density) -> Box:
    """Text beside a bar or, without a gap, a sign."""
    item, way = entry
    at_left = way.text_left < item.left
    return Box(
        way.text_left,
        middle - way.height / 2,
        way.text_width,
        way.height,
        item.label,
        way.lines,
        TextStyle(way.size, align=Align.RIGHT if at_left and item.is_point else Align.LEFT),
        edge=Edge.NONE,
        padding=0.0 if item.is_point else density.label_padding,
        name=item.uid,
    )


def _tone(item: Item) -> Tone:
    if item.role is not ColourRole.NEUTRAL:
        return Tone.ROLE
    if item.inferred:
        # An empty frame would let the grid shine through: a bar without words needs a surface.
        return Tone.NONE if item.label else Tone.SOFT
    return Tone.HEADING


def _edge(item: Item) -> Edge:
    if item.inferred:
        return Edge.DASHED
    return Edge.DOTTED if item.shape is BarShape.DASHED else Edge.THIN


def _shape(item: Item) -> BoxShape:
    if item.shape is BarShape.ARROW:
        return BoxShape.ARROW
    return BoxShape.OPEN_RIGHT if item.open_end else BoxShape.RECTANGLE
