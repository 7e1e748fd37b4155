"""Headings of a 工程表: 年度, columns, months, and the corner above the lanes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from dxplanner.handouts.drawing import Align, Box, Edge, TextStyle, Tone
from dxplanner.handouts.linebreak import Setting, block_height, fit_text, wrap
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics
from dxplanner.handouts.schedule_axis import Axis, PlacedSpan, month_name
from dxplanner.handouts.schedule_density import SMALLEST, Density

_BESIDE: Final = 0.6
"""Free space in mm beside the text of a heading, left and right together."""
_MONTH_BESIDE: Final = 0.4
_ABOVE: Final = 0.6
"""Free space in mm above and below a heading of several lines, together."""
_LEADING: Final = 0.25 * SMALLEST * MM_PER_POINT
"""The leading above the first line and below the last one needs no room of its own."""


@dataclass(frozen=True, slots=True)
class Header:
    """Heights in mm of the rows of headings (0 for a row that is not there), and how months are named."""

    groups: float
    headings: float
    months: float
    size: float
    """Of the columns' headings, the same for all, in points."""
    unit: bool
    """Whether a month is 4月; else only 4."""

    @property
    def height(self) -> float:
        """All rows together."""
        return self.groups + self.headings + self.months


def header_of(axis: Axis, density: Density) -> Header:
    """The rows of headings that an axis needs; rows grow with headings that need several lines."""
    runs = _group_runs(axis)
    groups = max((_needed(group, right - left, density) for group, left, right in runs), default=0.0)
    months, unit = _months(axis, density)
    headings = density.heading_row
    for column in axis.columns:
        needed = _needed(column.span.heading, column.right - column.left, density)
        also = (0.0 if column.span.group else groups) + (months if not _names_months(column) else 0.0)
        headings = max(headings, needed - also)
    return Header(groups, headings, months, _common_size(axis, density), unit)


def common(headers: Sequence[Header]) -> Header:
    """Rows that serve the headings of all parts of an axis."""
    return Header(
        max(header.groups for header in headers),
        max(header.headings for header in headers),
        max(header.months for header in headers),
        min(header.size for header in headers),
        all(header.unit for header in headers if header.months),
    )


def header_parts(axis: Axis, header: Header, density: Density, label_width: float, corner: str) -> list[Box]:
    """The boxes of the headings, the corner first."""
    height, size = header.height, density.heading
    boxes = [_cell(corner, (0.0, 0.0, label_width, height), size)]
    boxes += [
        _cell(group, (left, 0.0, right, header.groups), size) for group, left, right in _group_runs(axis)
    ]
    months_top = height - header.months
    for column in axis.columns:
        top = header.groups if column.span.group else 0.0
        names = _month_cells(column, months_top, header, density)
        bottom = months_top if names else height
        boxes.append(_cell(column.span.heading, (column.left, top, column.right, bottom), header.size))
        boxes += names
    return boxes


def _group_runs(axis: Axis) -> list[tuple[str, float, float]]:
    """Each run of columns of the same 年度 with its left and right edge."""
    runs: list[tuple[str, float, float]] = []
    for before, column in pairwise((None, *axis.columns)):
        assert column is not None
        group = column.span.group
        if before is not None and group and before.span.group == group:
            runs[-1] = (group, runs[-1][1], column.right)
        elif group:
            runs.append((group, column.left, column.right))
    return runs


def _needed(text: str, width: float, density: Density) -> float:
    """Height of a row whose heading is set in the smallest text at worst."""
    if bundled_metrics().width(text, density.heading, True) <= width - _BESIDE:
        return density.heading_row
    lines = _lines(text, round(width - _BESIDE, 3), SMALLEST)
    return max(density.heading_row, block_height(lines, SMALLEST) + _ABOVE)


@lru_cache(maxsize=4096)
def _lines(text: str, width: float, size: float) -> int:
    return len(wrap(text, width, size, bold=True, setting=Setting.BALANCED))


def _common_size(axis: Axis, density: Density) -> float:
    """The largest size in which no heading needs more lines than in the smallest."""
    columns = [(column.span.heading, column.right - column.left - _BESIDE) for column in axis.columns]

    def lines(size: float) -> list[int]:
        return [len(wrap(text, width, size, bold=True, setting=Setting.BALANCED)) for text, width in columns]

    size, fewest = density.heading, lines(SMALLEST)
    while size > SMALLEST and lines(size) != fewest:
        size = max(SMALLEST, size - 0.5)
    return size


def _names_months(column: PlacedSpan) -> bool:
    return len(column.months) > 1


def _months(axis: Axis, density: Density) -> tuple[float, bool]:
    """Height of the row of months, and whether they keep their 月; 0 where a month has no room for a name."""
    named = [column for column in axis.columns if _names_months(column)]
    widths = [column.x(month + 1) - column.x(month) for column in named for month in column.months]
    if not widths or not density.month_row:
        return 0.0, False
    metrics, room = bundled_metrics(), min(widths) - _MONTH_BESIDE
    if metrics.width("12月", SMALLEST) <= room:
        return density.month_row, True
    return (density.month_row, False) if metrics.width("12", SMALLEST) <= room else (0.0, False)


def _month_cells(column: PlacedSpan, top: float, header: Header, density: Density) -> list[Box]:
    if not header.months or not _names_months(column):
        return []
    names = [(month, month_name(month)) for month in column.months]
    return [
        _cell(
            name if header.unit else name.removesuffix("月"),
            (column.x(month), top, column.x(month + 1), top + header.months),
            density.month,
            months=True,
        )
        for month, name in names
    ]


def _cell(text: str, place: tuple[float, float, float, float], size: float, months: bool = False) -> Box:
    """A heading at left, top, right, bottom."""
    left, top, right, bottom = place
    beside = _MONTH_BESIDE if months else _BESIDE
    room = bottom - top + _LEADING
    fit = fit_text(text, right - left - beside, room, size, SMALLEST, bold=not months)
    return Box(
        left,
        top,
        right - left,
        bottom - top,
        text,
        fit.lines,
        TextStyle(fit.size, bold=not months, align=Align.CENTRE),
        Tone.SOFT if months else Tone.HEADING,
        edge=Edge.THIN,
        padding=beside / 2,
        heading=True,
    )
