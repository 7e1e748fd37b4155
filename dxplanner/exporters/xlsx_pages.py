"""The printed pages of a composed sheet, and the sheets of those that are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from math import ceil
from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas
from dxplanner.exporters.xlsx_charts import Band, PlacedChart
from dxplanner.exporters.xlsx_grid import PIXEL
from dxplanner.exporters.xlsx_head import USUAL_HEAD

_LEAST_FREE: Final = 3.0
"""What is left (points) of a free row that gives way."""
_HIGH: Final = 9.0
"""Rows of this height (points) can do without a pixel."""

PageNumbers = Sequence[tuple[int, int]]
"""Ranges of printed page numbers (first, last)."""


@dataclass(frozen=True, slots=True)
class PlacedBand:
    """A row of charts on a sheet, and its rows (first, after the last)."""

    band: Band
    rows: tuple[int, int]


@dataclass(slots=True)
class SheetPlan:
    """What a sheet needs beside its cells: where pages break, which rows repeat, where it freezes."""

    canvas: Canvas
    headings: list[str]
    """The first heading of each of its pages; "" for none."""
    first_page: int
    """The number on its first page."""
    printed_rows: int = 0
    printed_columns: int = 0
    """What is printed; beside it stand the figures of charts."""
    breaks: list[int] = field(default_factory=list)
    """Rows (from 0) that begin a new page."""
    pages: int = 1
    """Printed pages of the whole handout."""
    titles: range = range(0)
    """Rows that every printed page begins with; 表紙 has none."""
    frozen_rows: int = 0
    """Rows that stay in sight: those above the body of a sheet that is one table; 0 for none."""
    free: list[int] = field(default_factory=list)
    """Rows of free space, which give way first where a page is higher than its paper."""
    bands: list[PlacedBand] = field(default_factory=list)
    charts: list[PlacedChart] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """What tells it from the handout's other sheets: what its headings begin with, else its first one."""
        texts = list(filter(None, self.headings))
        same = takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
        common = "".join(letters[0] for letters in same).rstrip("\u3000 （(・")
        return common if texts and len(common) * 2 >= len(texts[0]) else self.headings[0]

    def bodies(self) -> list[list[int]]:
        """The rows of each printed page under its head, those of a table's heading that repeat as well."""
        head = len(USUAL_HEAD) if self.titles else 1
        ends = [*self.breaks, self.printed_rows]
        first, *others = [range(start, end) for start, end in zip([0, *self.breaks], ends, strict=True)]
        return [[*first[head:]], *([*self.titles[head:], *page] for page in others)]

    def fit(self, room: float) -> None:
        """Make rows lower where a page's body is higher than ROOM points: free ones, then each by a pixel.

        Rows are whole pixels, so that a page of many rows may gain some millimetres by rounding.
        """
        heights = self.canvas.heights
        for rows in self.bodies():
            excess = ceil((sum(heights[row] for row in rows) - room) / PIXEL)
            free = [row for row in rows if row in self.free]
            while excess > 0 and any(heights[row] > _LEAST_FREE for row in free):
                heights[max(free, key=heights.__getitem__)] -= PIXEL
                excess -= 1
            high = [row for row in rows if heights[row] >= _HIGH]
            for row in sorted(high, key=heights.__getitem__, reverse=True)[: max(excess, 0)]:
                heights[row] -= PIXEL

    def scale(self, room: float) -> int:
        """Per cent of its size that the sheet is printed in: the highest body of a page has ROOM points."""
        highest = max(sum(self.canvas.heights[row] for row in rows) for rows in self.bodies())
        return min(int(room / highest * 100), 100) if highest else 100


def chosen_pages(plan: SheetPlan, numbers: PageNumbers) -> list[SheetPlan]:
    """The sheets of the pages that are wanted, with nothing of the others; the plan itself for all of them.

    Pages that do not follow each other are sheets of their own: a sheet counts its pages one by one.
    """
    count = len(plan.breaks) + 1
    wanted = [page for page in range(count) if _is_wanted(plan.first_page + page, numbers)]
    if len(wanted) == count:
        return [plan]
    firsts = [page for page in wanted if page - 1 not in wanted]
    lasts = [page for page in wanted if page + 1 not in wanted]
    return [_sheet_of(plan, range(first, last + 1)) for first, last in zip(firsts, lasts, strict=True)]


def _is_wanted(number: int, numbers: PageNumbers) -> bool:
    return not numbers or any(first <= number <= last for first, last in numbers)


def _sheet_of(plan: SheetPlan, pages: range) -> SheetPlan:
    """The sheet of pages (from 0) that follow each other."""
    ends = [*plan.breaks, plan.printed_rows]
    starts = [0, *plan.breaks]
    rows = sorted({*plan.titles, *range(starts[pages[0]], ends[pages[-1]])})
    places = {row: place for place, row in enumerate(rows)}
    return replace(
        plan,
        canvas=plan.canvas.only(rows),
        headings=plan.headings[pages[0] : pages[-1] + 1],
        first_page=plan.first_page + pages[0],
        printed_rows=len(rows),
        breaks=[places[starts[page]] for page in pages[1:]],
        free=[places[row] for row in plan.free if row in places],
        bands=[
            replace(placed, rows=(places[placed.rows[0]], places[placed.rows[1] - 1] + 1))
            for placed in plan.bands
            if placed.rows[0] in places
        ],
        charts=[],
    )
