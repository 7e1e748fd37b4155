"""The printed pages of a composed sheet, and the sheets of those that are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from dxplanner.exporters.xlsx_canvas import Canvas
from dxplanner.exporters.xlsx_charts import Band, PlacedChart

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
    one_page: bool = False
    """Whether the sheet is meant as one page: a single picture, perhaps with notes."""
    bands: list[PlacedBand] = field(default_factory=list)
    charts: list[PlacedChart] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """What tells it from the handout's other sheets: what its headings begin with, else its first one."""
        texts = list(filter(None, self.headings))
        same = takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
        common = "".join(letters[0] for letters in same).rstrip("\u3000 （(・")
        return common if texts and len(common) * 2 >= len(texts[0]) else self.headings[0]


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
        bands=[
            replace(placed, rows=(places[placed.rows[0]], places[placed.rows[1] - 1] + 1))
            for placed in plan.bands
            if placed.rows[0] in places
        ],
        charts=[],
    )
