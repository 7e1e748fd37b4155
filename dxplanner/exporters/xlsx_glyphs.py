"""Signs of a picture (▲) and the texts that belong to them: in a sheet they share a cell."""

from dataclasses import dataclass
from functools import partial
from math import hypot

from dxplanner.handouts.drawing import Box, Drawing, Edge, Glyph, Tone

_NEAR = 4.0
"""A text belongs to a sign within this distance (mm)."""


@dataclass(frozen=True, slots=True)
class Label:
    """A sign and its text. ``stacked`` texts stand above or below the sign, others beside it."""

    glyph: Glyph
    box: Box
    stacked: bool

    @property
    def text(self) -> str:
        """Both as one text; beside each other the sign comes first."""
        if not self.stacked:
            return f"{self.glyph.sign} {self.box.text}"
        if self.box.y < self.glyph.y:
            return f"{self.box.text}\n{self.glyph.sign}"
        return f"{self.glyph.sign}\n{self.box.text}"

    @property
    def sign_last(self) -> str:
        """Both as one text that ends at the sign."""
        return f"{self.box.text} {self.glyph.sign}"


def joined_labels(drawing: Drawing) -> tuple[tuple[Label, ...], tuple[Glyph, ...]]:
    """Pair each sign with its text: of the same name, else the nearest that has neither outline nor fill.

    Signs without a text are returned too.
    """
    free = [box for box in drawing.boxes if box.cell and box.tone is Tone.NONE and box.text.strip()]
    labels: list[Label] = []
    alone: list[Glyph] = []
    for glyph in drawing.glyphs:
        near = min(
            (box for box in free if _may_belong(glyph, box)), key=partial(_distance, glyph), default=None
        )
        if near is None:
            alone.append(glyph)
            continue
        free = [box for box in free if box is not near]
        labels.append(_joined(glyph, near))
    return tuple(labels), tuple(alone)


def _may_belong(glyph: Glyph, box: Box) -> bool:
    if glyph.name and box.name:
        return glyph.name == box.name
    return box.edge is Edge.NONE and _distance(glyph, box) <= _NEAR


def _joined(glyph: Glyph, box: Box) -> Label:
    across = box.x <= glyph.x <= box.right
    return Label(glyph, box, across and not box.y < glyph.y < box.bottom)


def _distance(glyph: Glyph, box: Box) -> float:
    """From the sign's middle to the text's rectangle in mm."""
    across = max(box.x - glyph.x, 0.0, glyph.x - box.right)
    down = max(box.y - glyph.y, 0.0, glyph.y - box.bottom)
    return hypot(across, down)
