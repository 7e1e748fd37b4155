"""The place that a block may take on a page."""

from dataclasses import dataclass

from dxplanner.handouts.blocks import PageSetup


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


A4_LANDSCAPE = page_area(PageSetup())
