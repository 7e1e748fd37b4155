"""The texts that belong to signs of a picture (▲): both stand above the cells, each at its own place."""

from functools import partial
from math import hypot

from dxplanner.handouts.drawing import Box, Drawing, Edge, Glyph, Tone

_NEAR = 4.0
"""A text belongs to a sign within this distance (mm)."""


def sign_texts(drawing: Drawing) -> tuple[Box, ...]:
    """The text of each sign: of the same name, else the nearest that has neither outline nor fill."""
    free = [box for box in drawing.boxes if box.cell and box.tone is Tone.NONE and box.text.strip()]
    found: list[Box] = []
    for glyph in drawing.glyphs:
        near = min(
            (box for box in free if _may_belong(glyph, box)), key=partial(_distance, glyph), default=None
        )
        if near is not None:
            free = [box for box in free if box is not near]
            found.append(near)
    return tuple(found)


def _may_belong(glyph: Glyph, box: Box) -> bool:
    if glyph.name and box.name:
        return glyph.name == box.name
    return box.edge is Edge.NONE and _distance(glyph, box) <= _NEAR


def _distance(glyph: Glyph, box: Box) -> float:
    """From the sign's middle to the text's rectangle in mm."""
    across = max(box.x - glyph.x, 0.0, glyph.x - box.right)
    down = max(box.y - glyph.y, 0.0, glyph.y - box.bottom)
    return hypot(across, down)
