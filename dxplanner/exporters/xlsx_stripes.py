"""Where the hatching of a 分野 lies on its box, as on the printed page: beside the text, not under it."""

from typing import Final

from dxplanner.exporters.pdf_theme import ROLES, Pattern
from dxplanner.handouts.drawing import Box, Tone

_WIDTH: Final = 2.4
"""Width of the stripe at the left of a box (mm)."""
_HEIGHT: Final = 4.0
"""Greatest height of the stripes at both ends of an upright box (mm)."""

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom in mm."""


def is_hatched(box: Box) -> bool:
    """Whether a box has a hatching that tells its 分野 without colour."""
    return box.tone is Tone.ROLE and ROLES[box.role].pattern is not Pattern.NONE


def stripes(box: Box) -> tuple[Rectangle, ...]:
    """The hatched parts of a box: at its left, or at both ends of an upright one."""
    if not box.style.vertical:
        return ((box.x, box.y, box.x + min(_WIDTH, box.width / 4), box.bottom),)
    height = stripe_height(box)
    return (
        (box.x, box.y, box.right, box.y + height),
        (box.x, box.bottom - height, box.right, box.bottom),
    )


def stripe_height(box: Box) -> float:
    """Height of one stripe of an upright box in mm; 0 where it has none."""
    return min(_HEIGHT, box.height / 6) if is_hatched(box) and box.style.vertical else 0.0
