"""The place that a block may take on a page."""

from dataclasses import dataclass
from typing import Final

from dxplanner.handouts.blocks import PageSetup

USUAL_WIDTH: Final = 269.0
"""Width in mm of the printed area of A4 landscape."""
_LARGEST_GROWTH: Final = 1.3
_STEP: Final = 0.5


@dataclass(frozen=True, slots=True)
class Area:
    """Width and height in mm that a block can count on. A diagram fills it or splits over pages."""

    width: float
    height: float

    def less(self, height: float) -> "Area":
        """The same area with room kept free at its foot, such as for notes."""
        return Area(self.width, max(self.height - height, 0.0))


def page_area(setup: PageSetup) -> Area:
    """The printed area of a page."""
    return Area(*setup.printable)


def text_sizes(largest: float, smallest: float, width: float) -> tuple[float, ...]:
    """Sizes in points to try, from large to small, for something ``width`` mm wide.

    ``largest`` is meant for A4 landscape; on a larger sheet text may grow with it, up to a limit.
    """
    grown = largest * min(max(width / USUAL_WIDTH, 1.0), _LARGEST_GROWTH)
    steps = int((grown - smallest) / _STEP + 1e-6)
    return tuple(smallest + _STEP * step for step in range(steps, -1, -1))


A4_LANDSCAPE = page_area(PageSetup())
