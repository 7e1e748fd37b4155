"""The sheets of a handout: one for each run of pages that have the same columns.

So a table keeps its own columns: where pages of different tables shared a sheet, nearly each cell would have
to be merged, and nobody could sort, filter or paste there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas, Range
from dxplanner.exporters.xlsx_chart_data import put_data
from dxplanner.exporters.xlsx_charts import put_charts
from dxplanner.exporters.xlsx_content import Content
from dxplanner.exporters.xlsx_drawing import put_picture
from dxplanner.exporters.xlsx_flow import Flow, Gap, Part, Step, TextRow, flow_of
from dxplanner.exporters.xlsx_formulas import TablePlace
from dxplanner.exporters.xlsx_grid import MM_TO_POINT, ColumnGrid, union_grid
from dxplanner.exporters.xlsx_head import LEAST_MARGIN, USUAL_HEAD, head_of
from dxplanner.exporters.xlsx_number import put_number
from dxplanner.exporters.xlsx_pages import PlacedBand, SheetPlan, chosen_pages
from dxplanner.exporters.xlsx_single import put_text
from dxplanner.exporters.xlsx_snapping import snapped
from dxplanner.exporters.xlsx_styles import Look, Style, Vertical
from dxplanner.exporters.xlsx_tables import Columns, indented_tables, is_indented, put_table
from dxplanner.handouts.area import page_area
from dxplanner.handouts.blocks import HandoutDocument, Table
from dxplanner.handouts.drawing import Align, Edge
from dxplanner.handouts.tables import TableLayout

HEAD: Final = sum(USUAL_HEAD)
"""Usual height (mm) of the rows above the body, and that of the free row above 表紙."""
HEAD_ROWS: Final = len(USUAL_HEAD)

_COVER: Final = "表紙"
_TOLERANCE: Final = 0.5
"""Height (mm) that a page may gain by rows that repeat: free rows give it."""

_Edges = dict[int, tuple[float, ...]]
"""The column lines (mm) that blocks ask for, by the blocks' numbers."""


def plan_sheets(document: HandoutDocument) -> list[SheetPlan]:
    """Compose a handout's sheets, or those of its pages that are wanted; none where there are no such."""
    flow = flow_of(document)
    indented = indented_tables(flow.layouts.values())
    whole = [_Composer(document, flow, run, indented).plan() for run in _runs(flow)]
    plans = [plan for one in whole for plan in chosen_pages(one, document.pages)]
    for plan in plans:
        put_data(plan)
    return plans


def _runs(flow: Flow) -> list[tuple[Step, ...]]:
    """The steps of each sheet: pages follow each other on it while their columns are the same.

    表紙 is a sheet of its own, so is a diagram under its heading. A page without columns goes with the one
    before it, one on which a table goes on too.
    """
    runs: list[tuple[Step, ...]] = []
    columns: _Edges = {}
    reached = -1
    for steps in _pages(flow.steps):
        own = {step.what.block: flow.edges(step.what.block) for step in steps if isinstance(step.what, Part)}
        fits = not own or not columns or _same(columns, own)
        goes_on = bool(runs) and (reached >= steps[0].page or (fits and not _is_diagram(flow, steps)))
        if goes_on and not (flow.cover and len(runs) == 1 and runs[0][0].page == 0):
            runs[-1] += steps
            columns |= own
        else:
            runs.append(steps)
            columns = own
        reached = max(step.page + _turns(step) for step in steps)
    return runs or [()]


def _is_diagram(flow: Flow, steps: Sequence[Step]) -> bool:
    """Whether a page has a heading and a diagram, which could share the columns of any page."""
    headed = any(isinstance(step.what, TextRow) and step.what.heading for step in steps)
    drawn = (flow.pictures.get(step.what.block) for step in steps if isinstance(step.what, Part))
    return headed and any(grid is not None and not grid.drawing.columns for grid in drawn)


def _pages(steps: Sequence[Step]) -> Iterator[tuple[Step, ...]]:
    """The steps that begin on each page."""
    for page in sorted({step.page for step in steps}):
        yield tuple(step for step in steps if step.page == page)


def _turns(step: Step) -> int:
    return len(step.what.turns) if isinstance(step.what, Part) else 0


def _same(columns: _Edges, others: _Edges) -> bool:
    """Whether pages can share their columns without one of them getting more."""
    width = max(edges[-1] for edges in (*columns.values(), *others.values()))
    mine, theirs = set(columns.values()), set(others.values())
    counts = {union_grid(sorted(edges), width).count for edges in (mine, theirs, mine | theirs)}
    return len(counts) == 1


class _Composer:
    """Composes one sheet: the rows above the body, then its steps."""

    def __init__(
        self,
        document: HandoutDocument,
        flow: Flow,
        steps: Sequence[Step],
        indented: frozenset[Columns],
    ) -> None:
        self._document = document
        self._flow = flow
        self._steps = steps
        self._indented = indented
        self._width = page_area(document.setup).width
        self._first = steps[0].page if steps else 0
        self._page = self._first
        self._cover = flow.cover and self._first == 0
        self._blocks = [step.what.block for step in steps if isinstance(step.what, Part)]
        grid = self._grid()
        self._canvas = Canvas(grid)
        self._lines = dict(zip(self._blocks, grid.edges, strict=True))
        self._plan = SheetPlan(self._canvas, self._headings(), document.setup.first_page + self._first)
        self._framed = 0
        """The row under the last one that has edges of its own."""

    def plan(self) -> SheetPlan:
        """The sheet."""
        plan, flow = self._plan, self._flow
        if self._cover:
            room = self._document.setup.top - LEAST_MARGIN
            self._canvas.add_row(min(HEAD, room) * MM_TO_POINT)
        else:
            self._head()
            plan.titles = range(HEAD_ROWS)
        for step in self._steps:
            self._add(step)
        plan.printed_rows = self._canvas.row_count
        plan.printed_columns = self._canvas.grid.count
        plan.pages = flow.pages
        return plan

    def _grid(self) -> ColumnGrid:
        """The columns that serve all tables and pictures of the sheet."""
        flow = self._flow
        asked = [(flow.edges(block), flow.layouts.get(block)) for block in self._blocks]
        return union_grid(snapped(asked), self._width)

    def _headings(self) -> list[str]:
        """The first heading of each page."""
        count = max((step.page + _turns(step) for step in self._steps), default=0) - self._first + 1
        found = [_COVER if self._cover else ""] * count
        for step in self._steps:
            at = step.page - self._first
            if isinstance(step.what, TextRow) and step.what.heading and not found[at]:
                found[at] = step.what.text
        return found

    # The rows above the body

    def _head(self) -> None:
        head, canvas = head_of(self._document), self._canvas
        number_row, row, _ = (canvas.add_row(height * MM_TO_POINT) for height in head.heights)
        canvas.warnings += head.warnings
        canvas.seams.add(canvas.row_count)
        columns, title = canvas.grid.count, head.title
        wraps = len(title.lines) > 1
        look = Look(Style.TITLE, title.size, vertical=Vertical.CENTRE, wrap=wraps)
        canvas.put(Range(row, 0, row + 1, columns), Content(title.text, look), merge=wraps)
        canvas.horizontal(row + 1, 0, columns, Edge.THICK)
        if head.number.text:
            put_number(canvas, number_row, head.number)

    # Steps

    def _add(self, step: Step) -> None:
        if step.page > self._page:
            self._turn(text=isinstance(step.what, TextRow))
            self._page = step.page
        match step.what:
            case TextRow():
                self._text(step.what)
            case Gap(height):
                self._plan.free.append(self._canvas.add_row(height * MM_TO_POINT))
            case Part(block, turns):
                self._part(block, turns)
                self._framed = self._canvas.row_count
                self._page += len(turns)

    def _turn(self, *, text: bool) -> None:
        """Begin a page; what begins it does not close the last one under a free row or a text."""
        row = self._canvas.row_count
        self._plan.breaks.append(row)
        if row != self._framed:
            self._canvas.seams.add(row)
        if text:
            self._canvas.tops.add(row)

    def _text(self, text: TextRow) -> None:
        """A row of text; a line that fits stays in one cell and runs over the empty ones beside it."""
        canvas, look, columns = self._canvas, text.look, self._canvas.grid.count
        row = canvas.add_row(text.height * MM_TO_POINT)
        whole = Range(row, 0, row + 1, columns)
        if text.lines > 1:
            content = Content(text.text.rstrip("\n"), replace(look, wrap=True))
            put_text(canvas, whole, content, (text.text,) * text.lines, heading=text.heading)
        elif look.align is Align.CENTRE:
            canvas.put_line(whole, Content(text.text, look))
        else:
            column = columns - 1 if look.align is Align.RIGHT else 0
            canvas.put(Range(row, column, row + 1, column + 1), Content(text.text, look))

    def _part(self, block: int, turns: tuple[int, ...]) -> None:
        flow, canvas, lines = self._flow, self._canvas, self._lines[block]
        if block in flow.pictures:
            put_picture(canvas, flow.pictures[block], lines)
        elif block in flow.bands:
            band = flow.bands[block]
            rows = put_charts(canvas, band)
            if band.tables:
                self._plan.bands.append(PlacedBand(band, rows))
        else:
            self._table(block, turns)

    def _table(self, block: int, turns: tuple[int, ...]) -> None:
        table, layout = self._document.blocks[block], self._flow.layouts[block]
        assert isinstance(table, Table)
        # The heading of a table that is alone repeats with the title. A heading or a unit line may stand
        # above it, running text would fill every page; no page may do without the table.
        alone = len(self._blocks) == 1 and self._steps[-1].page <= self._page + len(turns)
        titled = alone and bool(layout.header) and self._repeats(layout, turns)
        repeated = () if titled else turns
        indented = is_indented(layout, self._indented)
        place = put_table(self._canvas, table, layout, self._lines[block], indented, repeated)
        if titled:
            self._freeze(place)
        heading = len(layout.header_heights) if repeated else 0
        self._plan.breaks += [place.row(turn) - heading for turn in turns]

    def _repeats(self, layout: TableLayout, turns: tuple[int, ...]) -> bool:
        """Whether each page of a table has room for what stands above the table on its first one."""
        above = sum(self._canvas.heights[HEAD_ROWS:]) / MM_TO_POINT + layout.header_height
        pages = pairwise((*turns, len(layout.row_heights)))
        highest = max((sum(layout.row_heights[first:last]) for first, last in pages), default=0.0)
        room = page_area(self._document.setup).height + _TOLERANCE
        near = self._canvas.row_count <= HEAD_ROWS + 3 and not self._plan.breaks
        return near and above + highest <= room

    def _freeze(self, place: TablePlace) -> None:
        self._plan.titles = range(place.body)
        self._plan.frozen_rows = place.body
