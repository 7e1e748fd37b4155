"""Where texts begin that stand at the left line of an outline: a slim column keeps them away from it.

Excel's own indent is as wide as a character and a half, for which boxes of a diagram have no room.
"""

from collections.abc import Mapping
from typing import Final

from dxplanner.exporters.box_shapes import is_hatched, stripes
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge

_FREE: Final = 1.5
"""Width (mm) of the slim column."""
_AT_LINE: Final = 0.6
"""A text this near (mm) to a line stands at it."""
_CLOSE: Final = 0.05

Starts = Mapping[int, float]
"""Where the text begins (mm from the left), by the id of its box."""


def text_starts(drawing: Drawing) -> Starts:
    """Where the texts begin that need free space at their left."""
    frames = [box for box in drawing.boxes if box.cell and box.edge is not Edge.NONE]
    starts: dict[int, float] = {}
    for box in drawing.boxes:
        if not box.cell or not box.text.strip() or box.style.vertical or box.style.align is not Align.LEFT:
            continue
        frame = next((one for one in frames if box.x - one.x < _AT_LINE and _holds(one, box)), None)
        if frame is not None:
            line = stripes(frame)[0][2] if is_hatched(frame) else frame.x
            starts[id(box)] = line + _FREE
    return starts


def _holds(frame: Box, box: Box) -> bool:
    across = frame.x - _CLOSE <= box.x and box.right <= frame.right + _CLOSE
    return across and frame.y - _CLOSE <= box.y and box.bottom <= frame.bottom + _CLOSE
