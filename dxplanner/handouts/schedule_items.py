"""One bar, milestone or marker of a 工程表 as boxes, lines and signs."""

from typing import Final

from dxplanner.domain.vocabulary import BarShape, ColourRole
from dxplanner.handouts.drawing import Align, Box, BoxShape, Edge, Glyph, Line, TextStyle, Tone
from dxplanner.handouts.schedule_packing import GLYPH_SIZE, LABEL_PADDING, Item, Set

_RIM: Final = 0.35
"""Free space in mm at both ends of a bar, so that bars which follow each other stay apart."""
_OPEN_RIM: Final = 0.8
_BAR_SHARE: Final = 0.66
_BAR_HEIGHTS: Final = (5.8, 11.0)

Parts = tuple[list[Box], list[Line], list[Glyph]]


def item_parts(entry: Set, top: float, height: float) -> Parts:
    """What stands for an item on a line of bars from ``top``, ``height`` mm high."""
    middle = top + height / 2
    if entry.item.is_point:
        return _point(entry, middle)
    return _bar(entry, middle, height)


def _point(entry: Set, middle: float) -> Parts:
    item = entry.item
    sign = Glyph(item.left, middle, item.glyph.value, GLYPH_SIZE, item.uid)
    return ([_label(entry, middle)] if item.label else []), [], [sign]


def _bar(entry: Set, middle: float, line_height: float) -> Parts:
    item, way = entry.item, entry.way
    height = min(max(line_height * _BAR_SHARE, _BAR_HEIGHTS[0]), _BAR_HEIGHTS[1])
    if way.inside:
        height = min(max(height, way.height), line_height - 0.8)
    bar = Box(
        item.left + _RIM,
        middle - height / 2,
        item.right - item.left - 2 * _RIM - (_OPEN_RIM if item.open_end else 0.0),
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
    if way.inside or not item.label:
        return [bar], [], []
    label = _label(entry, middle)
    ends = (bar.right, label.x) if label.x > bar.x else (label.right, bar.x)
    return [bar, label], [Line(((ends[0], middle), (ends[1], middle)), Edge.HAIR, cell=False)], []


def _label(entry: Set, middle: float) -> Box:
    """Text beside a bar or a sign; 推定 gives it the dashed outline when the sign cannot have one."""
    item, way = entry.item, entry.way
    outlined = item.inferred and item.is_point
    return Box(
        way.text_left,
        middle - way.height / 2,
        way.text_width,
        way.height,
        item.label,
        way.lines,
        TextStyle(way.size),
        edge=Edge.DASHED if outlined else Edge.NONE,
        padding=LABEL_PADDING,
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
