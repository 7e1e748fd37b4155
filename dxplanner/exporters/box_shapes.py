"""The parts of a box that a PDF and a sheet draw alike: its point, and where the hatching of a 分野 lies.

Lengths are mm.
"""

from typing import Final

from dxplanner.exporters.pdf_theme import ROLES, Pattern
from dxplanner.handouts.drawing import Box, BoxShape, Tone

HALF_LINE: Final = 0.3
"""Free space between an outline and what floats inside it."""
_TIP: Final = 2.2
"""How far the tip of 矢羽根 reaches."""
_STRIPE: Final = 2.4
"""Width of the stripe at the left of a box."""
_STRIPE_HEIGHT: Final = 4.0
"""Greatest height of the stripes at both ends of an upright box."""

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def tip_of(box: Box) -> float:
    """How far the point of 矢羽根, or of a band that goes on, reaches."""
    return min(_TIP, box.width / 3)


def outline_of(box: Box) -> tuple[tuple[float, float], ...]:
    """The corners of a box's outline; the first is not repeated at the end."""
    if box.shape is BoxShape.RECTANGLE:
        return (box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)
    tip, middle = tip_of(box), (box.y + box.bottom) / 2
    notch = ((box.x + tip, middle),) if box.shape is BoxShape.ARROW else ()
    return (
        (box.x, box.y),
        (box.right - tip, box.y),
        (box.right, middle),
        (box.right - tip, box.bottom),
        (box.x, box.bottom),
        *notch,
    )


def is_hatched(box: Box) -> bool:
    """Whether a box has a hatching that tells its 分野 without colour."""
    return box.tone is Tone.ROLE and ROLES[box.role].pattern is not Pattern.NONE


def stripes(box: Box) -> tuple[Rectangle, ...]:
    """The hatched parts of a box, beside its text: at its left, or at both ends of an upright one."""
    if not box.style.vertical:
        return ((box.x, box.y, box.x + min(_STRIPE, box.width / 4), box.bottom),)
    height = _stripe_height(box)
    return (
        (box.x, box.y, box.right, box.y + height),
        (box.x, box.bottom - height, box.right, box.bottom),
    )


def _stripe_height(box: Box) -> float:
    """Height of one stripe of an upright box; 0 where it has none."""
    return min(_STRIPE_HEIGHT, box.height / 6) if is_hatched(box) and box.style.vertical else 0.0
