"""Whether the same texts stand in another order on a printed page, or beside others than before."""

from bisect import bisect
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from operator import itemgetter
from typing import Any, Final

from dxplanner.handouts.drawing import Box, Drawing, Edge, Tone
from dxplanner.handouts.kept_pages import KeptPage

_NEAR: Final = 0.3
"""Two places that are less than this apart (mm) are the same to the eye."""
_WITHIN: Final = 1.15
"""How far (mm) inside a cell it is asked in which row and column it begins and ends; none is narrower."""
_DIGITS: Final = 4
"""Places after the point of a millimetre that a kept page has."""

Cell = tuple[int, int, int, int, str]
"""Where a cell of a table begins and ends, in rows and columns, and its text."""

Spot = tuple[float, float, str]
"""Where a text of a figure has its middle (y and x in mm), and the text."""


def rearranged(old: KeptPage, new: KeptPage) -> bool:
    """Whether two pages of the same texts differ in their order, or in what shares a row of a table.

    Another version of the program may divide a table otherwise and draw a figure anew: then the order of
    what is read alone counts.
    """
    if old.version != new.version:
        return list(_read(old)) != list(_read(new))
    if [_cells(drawing) for drawing in _running(old)] != [_cells(drawing) for drawing in _running(new)]:
        return True
    figures = [[drawing for drawing in _drawings(kept) if not _is_running(drawing)] for kept in (old, new)]
    return any(_permuted(before, after) for before, after in zip(*figures, strict=False))


def reordered(old: KeptPage, new: KeptPage) -> bool:
    """Whether what two pages have in common, whatever else has changed, is read in another order.

    Texts that stand more than once tell nothing; nor do pages of two versions of the program, which may name
    their texts otherwise.
    """
    if old.version != new.version:
        return False
    before, after = (Counter(_named(kept)) for kept in (old, new))
    common = {one for one, count in before.items() if count == after[one] == 1}
    first, then = ([one for one in _named(kept) if one in common] for kept in (old, new))
    return first != then


def same_picture(old: KeptPage, new: KeptPage) -> bool:
    """Whether two pages show exactly the same, in whatever order it is drawn."""
    before, after = ([_drawn(drawing) for drawing in _drawings(kept)] for kept in (old, new))
    return before == after


def _drawings(kept: KeptPage) -> list[Drawing]:
    return [item.drawing for item in kept.page.items[1:]]


def _running(kept: KeptPage) -> Iterator[Drawing]:
    """Tables, paragraphs and notes, from top to bottom."""
    return (drawing for drawing in _drawings(kept) if _is_running(drawing))


def _is_running(drawing: Drawing) -> bool:
    """Whether a drawing is read from top to bottom: a table, or nothing but texts."""
    if drawing.header_rows is not None:
        return True
    bare = all(box.edge is Edge.NONE and box.tone is Tone.NONE for box in drawing.boxes)
    return bare and not (drawing.lines or drawing.glyphs or drawing.polygons)


def _read(kept: KeptPage) -> Iterator[str]:
    return (box.text for drawing in _running(kept) for box in drawing.boxes if box.text)


def _named(kept: KeptPage) -> Iterator[tuple[str, str]]:
    """The texts of rows of the plan, each with the field that it comes from."""
    boxes = (box for drawing in _running(kept) for box in drawing.boxes)
    return ((box.name, box.text) for box in boxes if box.name and box.text)


def _cells(drawing: Drawing) -> list[Cell]:
    """The texts of a drawing; those of a table with their rows and columns, whatever size these have."""
    rows, columns = drawing.rows, drawing.columns
    if drawing.header_rows is None:
        return [(0, 0, 0, 0, box.text) for box in drawing.boxes if box.text]
    return [
        (
            bisect(rows, box.y + _WITHIN),
            bisect(rows, box.bottom - _WITHIN),
            bisect(columns, box.x + _WITHIN),
            bisect(columns, box.right - _WITHIN),
            box.text,
        )
        for box in drawing.boxes
        if box.text
    ]


def _permuted(old: Drawing, new: Drawing) -> bool:
    """Whether a figure has its texts in the same places as before, but not each in its own."""
    before, after = _texts(old.boxes), _texts(new.boxes)
    return len(before) == len(after) and (
        any(one[2] != other[2] for one, other in zip(before, after, strict=True))
        and all(_is_near(one, other) for one, other in zip(before, after, strict=True))
    )


def _texts(boxes: Sequence[Box]) -> list[Spot]:
    """The texts of a figure in reading order."""
    found = [(round(box.y + box.height / 2, 1), box.x + box.width / 2, box.text) for box in boxes if box.text]
    return sorted(found, key=itemgetter(0, 1))


def _is_near(one: Spot, other: Spot) -> bool:
    return abs(one[0] - other[0]) < _NEAR and abs(one[1] - other[1]) < _NEAR


def _drawn(drawing: Drawing) -> Counter[Hashable]:
    """Everything drawn, whatever it stands for."""
    drawn = (*drawing.boxes, *drawing.lines, *drawing.glyphs, *drawing.polygons)
    return Counter(_plain(one) for one in drawn)


def _plain(value: Any) -> Hashable:
    """A value as it is seen: without the name of its row, numbers as exact as a kept page has them."""
    if is_dataclass(value):
        return tuple(_plain(getattr(value, one.name)) for one in fields(value) if one.name != "name")
    if isinstance(value, tuple):
        return tuple(_plain(one) for one in value)
    return round(value, _DIGITS) if isinstance(value, float) else value
