"""Whether the figures of a printed page have changed: bars, arrows, signs, surfaces."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import chain
from typing import Final

from dxplanner.handouts.drawing import Box, Drawing
from dxplanner.handouts.kept_pages import KeptPage

FIGURES: Final = "図（帯・矢印）の変更"
SHEET: Final = "用紙の大きさの変更"
_NEAR: Final = 0.3
"""Two places that are less than this apart (mm) are the same to the eye."""


def redrawn(old: KeptPage, new: KeptPage, *, explained: bool) -> tuple[str, ...]:
    """What can be seen to have changed on a page beside its texts, as sentences (FIGURES, SHEET).

    Where texts have changed (``explained``), or another version of the program has laid the page out, things
    stand elsewhere for that reason alone: then arrows are counted, and the looks of what stands on both
    pages are compared, but no places.
    """
    before, after = _figures(old), _figures(new)
    if explained or old.version != new.version:
        changed = _arrows(before) != _arrows(after) or _differ_in_looks(before, after)
    else:
        changed = not _alike(before, after)
    found = []
    if _sheet(old) != _sheet(new):
        # On other paper everything stands elsewhere: that is said by its size.
        found.append(SHEET)
    elif changed:
        found.append(FIGURES)
    return tuple(found)


def _sheet(kept: KeptPage) -> tuple[float, float]:
    frame = kept.page.items[0].drawing
    return round(frame.width, 1), round(frame.height, 1)


def _figures(kept: KeptPage) -> list[Drawing]:
    """The drawings that are figures: not the frame, no table, no plain text.

    Where they stand on the page does not matter: what comes before them may have grown.
    """
    drawings = (item.drawing for item in kept.page.items[1:])
    return [
        drawing
        for drawing in drawings
        if drawing.header_rows is None and (len(drawing.boxes) > 1 or drawing.lines or drawing.polygons)
    ]


def _arrows(figures: Sequence[Drawing]) -> int:
    return sum(line.arrow for figure in figures for line in figure.lines)


def _differ_in_looks(old: Sequence[Drawing], new: Sequence[Drawing]) -> bool:
    """Whether something that stands in both looks otherwise: another sign, outline, shape, role."""
    before, after = _named_looks(old), _named_looks(new)
    return any(before[name] != after[name] for name in before.keys() & after.keys())


def _named_looks(figures: Sequence[Drawing]) -> dict[str, Counter[Hashable]]:
    found: dict[str, Counter[Hashable]] = {}
    for figure in figures:
        for box in figure.boxes:
            if box.name:
                found.setdefault(box.name, Counter())[_box_looks(box)] += 1
        for sign in figure.glyphs:
            if sign.name:
                found.setdefault(sign.name, Counter())[sign.sign] += 1
    return found


def _alike(old: Sequence[Drawing], new: Sequence[Drawing]) -> bool:
    """Whether figures are drawn alike, shape by shape, in places that the eye cannot tell apart."""
    shapes, others = (list(chain.from_iterable(map(_shapes, figures))) for figures in (old, new))
    return len(shapes) == len(others) and all(
        looks == look and len(places) == len(place) and all(abs(a - b) < _NEAR for a, b in zip(places, place, strict=True))
        for (looks, places), (look, place) in zip(shapes, others, strict=True)
    )


def _shapes(figure: Drawing) -> Iterator[tuple[Hashable, tuple[float, ...]]]:
    """Everything drawn: what it looks like, and its places in mm."""
    for box in figure.boxes:
        yield _box_looks(box), (box.x, box.y, box.right, box.bottom)
    for line in figure.lines:
        yield (line.edge, line.arrow), tuple(chain.from_iterable(line.points))
    for sign in figure.glyphs:
        yield sign.sign, (sign.x, sign.y, sign.size)
    for area in figure.polygons:
        looks = (area.tone, area.role, area.pattern, area.edge)
        yield looks, tuple(chain.from_iterable(area.points))


def _box_looks(box: Box) -> Hashable:
    return box.tone, box.role, box.edge, box.shape
