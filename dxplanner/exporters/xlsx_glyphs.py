"""Signs of a picture (▲) and the texts that belong to them: in a sheet they share a cell."""

from dataclasses import dataclass
from math import hypot

from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, Glyph, Tone

_NEAR = 4.0
"""A text belongs to a sign within this distance (mm)."""


@dataclass(frozen=True, slots=True)
class Label:
    """A sign and its text. ``area`` is the place of both together."""

    glyph: Glyph
    box: Box
    area: Box
    text: str


def joined_labels(drawing: Drawing) -> tuple[tuple[Label, ...], tuple[Glyph, ...]]:
    """Pair each sign with the nearest text that has neither outline nor fill; also return lone signs."""
    free = [
        box
        for box in drawing.boxes
        if box.cell and box.edge is Edge.NONE and box.tone is Tone.NONE and box.text.strip()
    ]
    labels: list[Label] = []
    alone: list[Glyph] = []
    for glyph in drawing.glyphs:
        near = min(free, key=lambda box: _distance(glyph, box), default=None)
        if near is None or _distance(glyph, near) > _NEAR:
            alone.append(glyph)
            continue
        free = [box for box in free if box is not near]
        labels.append(_joined(glyph, near))
    return tuple(labels), tuple(alone)


def _joined(glyph: Glyph, box: Box) -> Label:
    half = glyph.size / 2
    left, right = min(box.x, glyph.x - half), max(box.right, glyph.x + half)
    top, bottom = min(box.y, glyph.y - half), max(box.bottom, glyph.y + half)
    if box.bottom <= glyph.y or box.y >= glyph.y:
        pair = (box.text, glyph.sign) if box.bottom <= glyph.y else (glyph.sign, box.text)
        text = "\n".join(pair)
    elif box.style.align is Align.RIGHT or box.right <= glyph.x:
        text = f"{box.text} {glyph.sign}"
    else:
        text = f"{glyph.sign} {box.text}"
    area = Box(left, top, right - left, bottom - top)
    return Label(glyph, box, area, text)


def _distance(glyph: Glyph, box: Box) -> float:
    """From the sign's middle to the text's rectangle in mm."""
    across = max(box.x - glyph.x, 0.0, glyph.x - box.right)
    down = max(box.y - glyph.y, 0.0, glyph.y - box.bottom)
    return hypot(across, down)
