"""How closely a 工程表 is set: sizes of texts and least heights, from roomy to what 7 points just need."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dxplanner.handouts.area import text_sizes
from dxplanner.handouts.linebreak import block_height
from dxplanner.handouts.metrics import MM_PER_POINT

SMALLEST: Final = 7.0
"""Floor of all texts in points."""
_ROOMY: Final = (12.0, 9.0)
_NAME, _MONTH = 11.0, 9.0
"""Names of lanes and headings, names of months, on A4 landscape."""
_CLOSE: Final = (10.5, 7.0)
_STEP: Final = 0.5
_HAIR: Final = 0.045
"""What a text may reach over its box in mm: less than anybody sees, and than the handout's review allows."""
SPLIT_SIZES: Final = (10.0, 9.5, 9.0, 8.5, 8.0)
"""Sizes in points for a schedule of several pages, the last one to count them by."""
SAVING_SIZES: Final = (7.5, 7.0)
"""Smaller ones, for a schedule that they bring onto two pages."""


@dataclass(frozen=True, slots=True)
class Density:
    """Sizes in points and least lengths in mm. A page with room left shares it out among the lanes."""

    size: float
    """Text in and beside bars."""
    floor: float
    """What such a text may shrink to before it is broken or moves beside its bar."""
    name: float
    name_floor: float
    line: float
    """Height of a line of bars."""
    air: float
    """Free in a line above and below its bars, together."""
    slack: float
    """What a bar is higher than its lines of text."""
    padding: float
    """Over and under the lines of a lane."""
    bar: float
    sign: float
    """Size of a milestone's sign."""
    core: float
    """Width of what of a sign must stay clear of bars."""
    heading: float
    heading_row: float
    month: float
    month_row: float
    """0 to leave months without names."""
    gap: float
    """Free beside a text that stands outside its bar, and around it."""
    label_padding: float
    name_widths: tuple[float, float]
    """Least and largest width of the names of lanes, as shares of the whole width."""
    group_widths: tuple[float, float]
    dense: bool
    """A further line costs less height than a text broken in two: break only what has no other place."""

    def text_height(self, lines: int, size: float) -> float:
        """Height of a bar, or of a text beside one, with so many lines."""
        return block_height(lines, size) + self.slack


def roomy(width: float) -> tuple[Density, ...]:
    """Settings with air, from large to small text, for a chart ``width`` mm wide.

    On a larger sheet names and headings grow with the text of the bars.
    """
    name, month = (text_sizes(size, SMALLEST, width)[0] for size in (_NAME, _MONTH))
    return tuple(
        Density(
            size=size, floor=8.0, name=name, name_floor=8.0, line=8.2, air=1.6, slack=1.0, padding=1.0,
            bar=5.8, sign=3.8, core=3.8, heading=name, heading_row=7.6 * name / _NAME,
            month=month, month_row=5.4 * month / _MONTH,
            gap=1.2, label_padding=0.9, name_widths=(0.11, 0.185), group_widths=(0.06, 0.097), dense=False,
        )
        for size in text_sizes(*_ROOMY, width)
    )  # fmt: skip


def close(size: float) -> Density:
    """A setting whose rows are only a little higher than their text."""
    em = size * MM_PER_POINT
    name = max(SMALLEST, min(size, 10.0))
    return Density(
        size=size, floor=SMALLEST, name=name, name_floor=SMALLEST, line=1.62 * em, air=0.12 * em,
        slack=0.18 * em, padding=0.2, bar=1.43 * em, sign=1.1 * em, core=0.3 * em,
        heading=min(size + 0.5, 10.0), heading_row=1.7 * em,
        month=max(SMALLEST, min(size - 0.5, 8.5)), month_row=1.5 * em,
        gap=0.9, label_padding=0.6, name_widths=(0.06, 0.2), group_widths=(0.03, 0.097), dense=True,
    )  # fmt: skip


def tight(months: bool) -> Density:
    """The closest setting: rows exactly as high as texts of 7 points; ``months``: name them under columns."""
    em = SMALLEST * MM_PER_POINT
    return Density(
        size=SMALLEST, floor=SMALLEST, name=SMALLEST, name_floor=SMALLEST, line=em - _HAIR, air=0.0,
        slack=em - block_height(1, SMALLEST) - _HAIR, padding=0.0, bar=em - _HAIR, sign=em, core=0.3 * em,
        heading=SMALLEST, heading_row=1.05 * em, month=SMALLEST, month_row=1.05 * em if months else 0.0,
        gap=0.6, label_padding=0.4, name_widths=(0.06, 0.22), group_widths=(0.03, 0.11), dense=True,
    )  # fmt: skip


def closer() -> Iterator[Density]:
    """Settings to try after the roomy ones, from large text to 7 points with no free space at all."""
    largest, smallest = _CLOSE
    for step in range(int((largest - smallest) / _STEP) + 1):
        yield close(largest - _STEP * step)
    yield from (tight(True), tight(False))
