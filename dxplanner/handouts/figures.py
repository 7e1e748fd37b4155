"""Whether the figures of a printed page have changed: bars, arrows, signs, surfaces."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import chain
from typing import Final

from dxplanner.handouts.drawing import Box, Drawing, Edge
from dxplanner.handouts.kept_pages import KeptPage
from dxplanner.handouts.places import split_name

_NEAR: Final = 0.3
"""Two places that are less than this apart (mm) are the same to the eye."""

Extent = tuple[float, ...]
"""Coordinates in mm."""


def redrawn(old: KeptPage, new: KeptPage, *, explained: bool) -> bool:
    """Whether the figures of a page can be seen to have changed, beside their texts.

    Where other changes have been found (``explained``), or another version of the program has laid the page
    out, things stand elsewhere for that reason alone: then arrows are counted, and the looks of what stands
    on both pages are compared, but no places.
    """
    before, after = _figures(old), _figures(new)
    if explained or old.version != new.version:
        return _arrows(before) != _arrows(after) or _differ_in_looks(before, after)
    return not _alike(before, after)


def has_moved(old: KeptPage, new: KeptPage, uid: str) -> bool:
    """Whether what a row is drawn as stands visibly elsewhere on the page."""
    before, after = (
        [places for figure in _figures(kept) for places in _places_of(figure, uid)] for kept in (old, new)
    )
    return len(before) != len(after) or not all(map(_near, before, after))


def _places_of(figure: Drawing, uid: str) -> Iterator[Extent]:
    yield from (_box_places(box) for box in figure.boxes if split_name(box.name)[0] == uid)
    yield from ((sign.x, sign.y, sign.size) for sign in figure.glyphs if split_name(sign.name)[0] == uid)


def _near(places: Extent, others: Extent) -> bool:
    return len(places) == len(others) and all(
        abs(one - other) < _NEAR for one, other in zip(places, others, strict=True)
    )


def _figures(kept: KeptPage) -> list[Drawing]:
    """The drawings that are figures: not the frame, no table, no plain text.

    Where they stand on the page does not matter: what comes before them may have grown.
    """
    drawings = (item.drawing for item in kept.page.items[1:])
    return [drawing for drawing in drawings if drawing.header_rows is None and _is_drawn(drawing)]


def _is_drawn(drawing: Drawing) -> bool:
    return len(drawing.boxes) > 1 or bool(drawing.lines or drawing.glyphs or drawing.polygons)


def _arrows(figures: Sequence[Drawing]) -> int:
    return sum(line.arrow for figure in figures for line in figure.lines)


def _differ_in_looks(old: Sequence[Drawing], new: Sequence[Drawing]) -> bool:
    """Whether something that stands in both looks otherwise: another sign, outline, shape, role."""
    before, after = _named_looks(old), _named_looks(new)
    return any(before[name] != after[name] for name in before.keys() & after.keys())


def _named_looks(figures: Sequence[Drawing]) -> dict[str, Counter[Hashable]]:
    """The outlined boxes and the signs of each row; a text beside a bar may come to stand in it."""
    found: dict[str, Counter[Hashable]] = {}
    for figure in figures:
        for box in figure.boxes:
            if box.name and box.edge is not Edge.NONE:
                found.setdefault(box.name, Counter())[_box_looks(box)] += 1
        for sign in figure.glyphs:
            if sign.name:
                found.setdefault(sign.name, Counter())[sign.sign] += 1
    return found


def _alike(old: Sequence[Drawing], new: Sequence[Drawing]) -> bool:
    """Whether figures are drawn alike, shape by shape, in places that the eye cannot tell apart."""
    shapes, others = (list(chain.from_iterable(map(_shapes, figures))) for figures in (old, new))
    return len(shapes) == len(others) and all(
        looks == look and _near(places, place)
        for (looks, places), (look, place) in zip(shapes, others, strict=True)
    )


def _shapes(figure: Drawing) -> Iterator[tuple[Hashable, Extent]]:
    """Everything drawn: what it looks like, and its places in mm."""
    for box in figure.boxes:
        yield _box_looks(box), _box_places(box)
    for line in figure.lines:
        yield (line.edge, line.arrow), tuple(chain.from_iterable(line.points))
    for sign in figure.glyphs:
        yield sign.sign, (sign.x, sign.y, sign.size)
    for area in figure.polygons:
        looks = (area.tone, area.role, area.pattern, area.edge)
        yield looks, tuple(chain.from_iterable(area.points))


def _box_places(box: Box) -> Extent:
    return box.x, box.y, box.right, box.bottom


def _box_looks(box: Box) -> Hashable:
    return box.tone, box.role, box.edge, box.shape
