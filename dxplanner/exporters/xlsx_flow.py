"""A handout's blocks one under the other on a sheet, with the page breaks of its printed pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas, Content, Range
from dxplanner.exporters.xlsx_charts import Band, band_of, put_charts, put_data
from dxplanner.exporters.xlsx_drawing import PictureGrid, picture_grid, put_picture
from dxplanner.exporters.xlsx_formulas import TablePlace
from dxplanner.exporters.xlsx_grid import MM_TO_POINT, ColumnGrid, union_grid
from dxplanner.exporters.xlsx_number import put_number
from dxplanner.exporters.xlsx_pages import PlacedBand, SheetPlan, chosen_pages
from dxplanner.exporters.xlsx_styles import (
    BODY_SIZE,
    NEARLY,
    Look,
    Style,
    Vertical,
    style_size,
)
from dxplanner.exporters.xlsx_tables import Column, indented_columns, put_table
from dxplanner.handouts.area import page_area
from dxplanner.handouts.blocks import (
    Block,
    ChartRow,
    HandoutDocument,
    Heading,
    Notes,
    PageBreak,
    Paragraph,
    Picture,
    Table,
)
from dxplanner.handouts.drawing import Align, Edge
from dxplanner.handouts.linebreak import LEADING, fit_text, line_height, line_starts, wrap
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.pages import block_height
from dxplanner.handouts.running import NOTE_GAP
from dxplanner.handouts.tables import TableLayout, lay_out

NUMBER_ROW: Final = 6.5
TITLE_ROW: Final = 7.5
UNDER_TITLE: Final = 6.0
HEAD: Final = NUMBER_ROW + TITLE_ROW + UNDER_TITLE
"""Height (mm) of the rows above the body: 資料番号, title over a rule, free space."""
HEAD_ROWS: Final = 3

_GAP: Final = 2.5
"""Free space (mm) under a table or a picture, as on the printed page."""
_TEXT_PADDING: Final = 1.0
_ROW_LIMIT: Final = 140.0
"""Rows taller than this (mm) are divided: Excel ends at 144."""
_PARAGRAPH_LEADING: Final = 1.5
_NOTE_LEADING: Final = 1.35
_HEADING_MARGIN: Final = 2.5
"""Free space (mm) above and below a heading together."""
_TITLE_FLOOR: Final = 10.5
_FIRST_LINES: Final = 14.0
"""Height (mm) of running text that stays with its heading."""
_UNDER_HEADING: Final = 12.0
"""Height (mm) that must be free under two headings in a row."""
_DATA: Final = "グラフのもとになる数値（印刷されません）"
_DATA_ROW: Final = 6.0


def plan_sheets(document: HandoutDocument) -> list[SheetPlan]:
    """Compose a handout's sheet, or the sheets of its pages that are wanted; none where there are no such."""
    plans = chosen_pages(_Flow(document).run(), document.pages)
    for plan in plans:
        _add_chart_data(plan)
    return plans


class _Flow:
    def __init__(self, document: HandoutDocument) -> None:
        self._document = document
        self._area = page_area(document.setup)
        self._layouts: dict[int, TableLayout] = {}
        self._pictures: dict[int, PictureGrid] = {}
        self._bands: dict[int, Band] = {}
        self._lines: dict[int, tuple[int, ...]] = {}
        self._title_table: TablePlace | None = None
        """The table whose heading repeats with the title, where the sheet is one table."""
        self._placed_bands: list[PlacedBand] = []
        self._breaks: list[int] = []
        self._top = 0
        """The row where the title begins: 0, or under 表紙, which goes without."""
        self._used = 0.0
        self._framed = 0
        """The row under the last one that has edges of its own."""
        self._break_before_next = False
        self._canvas = Canvas(self._grid())
        self._indented: frozenset[Column] = indented_columns(self._layouts.values())

    def run(self) -> SheetPlan:
        blocks = self._document.blocks
        cover = bool(blocks) and isinstance(blocks[0], Picture) and blocks[0].bare
        if cover:
            self._cover()
        self._head()
        for index, block in enumerate(blocks):
            if cover and index == 0:
                continue
            self._add(index, block)
            if isinstance(block, Table | Picture | ChartRow) and index + 1 < len(blocks):
                self._gap(_GAP)
        table, pictures = self._title_table, len(self._pictures) + len(self._bands)
        return SheetPlan(
            self._canvas,
            self._document.setup.first_page,
            self._canvas.row_count,
            self._breaks,
            len(self._breaks) + 1,
            range(self._top, table.body if table else self._top + HEAD_ROWS),
            table.body if table else 0,
            pictures == 1 and not self._layouts and not self._breaks,
            self._placed_bands,
        )

    def _repeats_with_title(self, layout: TableLayout) -> bool:
        """Whether the heading of the next table repeats with the title: it is the only one, near the top."""
        alone = len(self._layouts) == 1 and not self._pictures and not self._bands
        # A heading or a unit line may stand above the table, running text would fill every page.
        return alone and bool(layout.header) and self._canvas.row_count <= HEAD_ROWS + 3

    def _grid(self) -> ColumnGrid:
        """Set tables and pictures to the page and find the columns that serve them all."""
        width = self._area.width
        edges: list[tuple[float, ...]] = []
        owners: list[int] = []
        for index, block in enumerate(self._document.blocks):
            if isinstance(block, Table) and block.columns:
                layout = lay_out(block, width, min(self._area.height, _ROW_LIMIT))
                self._layouts[index] = layout
                edges.append(layout.edges)
            elif isinstance(block, Picture):
                picture = picture_grid(block.drawing, width, self._area.height)
                self._pictures[index] = picture
                edges.append(picture.columns.lines)
            elif isinstance(block, ChartRow):
                band = self._bands[index] = band_of(block, width)
                edges.append(band.edges)
            else:
                continue
            owners.append(index)
        grid = union_grid(edges, width)
        self._lines = dict(zip(owners, grid.edges, strict=True))
        return grid

    # The rows above the body

    def _cover(self) -> None:
        """表紙 on a page of its own: what repeats on every page stands under it and begins the next one."""
        self._canvas.add_row(HEAD * MM_TO_POINT)
        self._picture(0)
        self._used = 0.0
        self._top = self._canvas.row_count
        self._breaks.append(self._top)
        self._canvas.seams.add(self._top)

    def _head(self) -> None:
        document, canvas = self._document, self._canvas
        columns = canvas.grid.count
        number_row = canvas.add_row(NUMBER_ROW * MM_TO_POINT)
        size = style_size(Style.TITLE)
        width = self._area.width - _TEXT_PADDING
        fit = fit_text(document.title, width, TITLE_ROW, size, _TITLE_FLOOR, bold=True)
        height = max(TITLE_ROW, line_height(fit.size) * len(fit.lines) + 1.5)
        row = canvas.add_row(min(height * MM_TO_POINT, 400.0))
        canvas.add_row(UNDER_TITLE * MM_TO_POINT)
        canvas.seams.add(canvas.row_count)
        wraps = len(fit.lines) > 1
        look = Look(Style.TITLE, fit.size, vertical=Vertical.CENTRE, wrap=wraps)
        canvas.put(Range(row, 0, row + 1, columns), Content(document.title, look), merge=wraps)
        canvas.horizontal(row + 1, 0, columns, Edge.THICK)
        number = "　".join(text for text in (document.stamp, document.number.strip()) if text)
        if number:
            put_number(canvas, number_row, number)

    # Blocks

    def _add(self, index: int, block: Block) -> None:
        match block:
            case Heading(text, level):
                self._heading(text, level, self._first_height(index + 1))
            case Paragraph(text, size, align):
                look = Look(Style.BODY, size, align=align, vertical=Vertical.TOP)
                self._text(text, size, look, _PARAGRAPH_LEADING)
                self._gap(_GAP / 2)
            case Notes(entries, size):
                look = Look(Style.NOTE, size, vertical=Vertical.TOP)
                for mark, text in entries:
                    self._text(self._note(mark, text, size), size, look, _NOTE_LEADING)
                self._used += NOTE_GAP
            case Table():
                if index in self._layouts:
                    self._table(index, block)
            case Picture():
                self._picture(index)
            case ChartRow():
                self._charts(index)
            case PageBreak():
                self._break_before_next = self._canvas.row_count > self._top + HEAD_ROWS

    def _note(self, mark: str, text: str, size: float) -> str:
        """A note behind its mark, its further lines under the first one."""
        if not mark:
            return text
        metrics = bundled_metrics()
        wide = metrics.width(f"{mark}\u3000", size)
        room = self._area.width - _TEXT_PADDING - NEARLY
        if "\n" not in text and wide + metrics.width(text, size) <= room:
            return f"{mark}\u3000{text}"
        blanks = " " * round(wide / metrics.width(" ", size))
        return f"{mark}\u3000" + f"\n{blanks}".join(wrap(text, room - wide, size))

    def _heading(self, text: str, level: int, keep: float) -> None:
        style = Style.HEADING if level == 1 else Style.SUBHEADING
        size = style_size(style) if level < 3 else BODY_SIZE
        self._text(text, size, Look(style, size), LEADING, bold=True, margin=_HEADING_MARGIN, keep=keep)

    def _first_height(self, index: int) -> float:
        """Height (mm) of the least part of a block that must stand under its heading."""
        if index in self._layouts:
            layout = self._layouts[index]
            rows = layout.cuts[0] if layout.cuts else len(layout.row_heights)
            return min(layout.header_height + sum(layout.row_heights[:rows]), self._area.height / 2)
        if index in self._pictures:
            return min(self._pictures[index].rows.lines[-1], self._area.height)
        if index in self._bands:
            return min(self._bands[index].height, self._area.height)
        if index >= len(self._document.blocks):
            return 0.0
        following = self._document.blocks[index]
        height = block_height(following, self._area)
        return height + _UNDER_HEADING if isinstance(following, Heading) else min(height, _FIRST_LINES)

    def _text(
        self,
        text: str,
        size: float,
        look: Look,
        leading: float,
        *,
        bold: bool = False,
        margin: float = 0.0,
        keep: float = 0.0,
    ) -> None:
        """Append running text; a line that fits stays in one cell and runs over the empty ones beside it."""
        columns = self._canvas.grid.count
        width = self._area.width - _TEXT_PADDING
        pitch = line_height(size, leading)
        lines = wrap(text, width, size, bold=bold)
        starts = (*line_starts(text, lines), len(text))
        done = 0
        while done < len(lines):
            rest = len(lines) - done
            count = self._lines_here(rest, pitch, whole=margin > 0)
            if self._turn_for(pitch * count + margin + keep):
                self._canvas.tops.add(self._canvas.row_count)
                count = self._lines_here(rest, pitch, whole=margin > 0)
            height = pitch * count + margin
            row = self._canvas.add_row(height * MM_TO_POINT)
            self._used += height
            part, shown = Range(row, 0, row + 1, columns), text[starts[done] : starts[done + count]]
            if count > 1:
                self._canvas.put(part, Content(shown.rstrip("\n"), replace(look, wrap=True)))
            else:
                column = columns - 1 if look.align is Align.RIGHT else 0
                merged = look.align is Align.CENTRE
                place = part if merged else Range(row, column, row + 1, column + 1)
                self._canvas.put(place, Content(shown, look), merge=merged)
            done += count

    def _lines_here(self, lines: int, pitch: float, *, whole: bool) -> int:
        """How many lines go into one row: as many as the page still takes, except of what stays whole."""
        most = min(lines, max(int(_ROW_LIMIT / pitch), 1))
        return most if whole else min(most, max(int((self._area.height - self._used + 1e-6) // pitch), 1))

    def _table(self, index: int, table: Table) -> None:
        layout = self._layouts[index]
        first_height = layout.header_height + sum(layout.row_heights[: (layout.cuts or (1,))[0]])
        self._turn_for(min(first_height, self._area.height))
        titled = self._repeats_with_title(layout)
        turns = self._turns(layout)
        repeated = () if titled else turns
        place = put_table(self._canvas, table, layout, self._lines[index], self._indented, repeated)
        if titled:
            self._title_table = place
        heading = len(layout.header_heights) if repeated else 0
        self._breaks += [place.row(turn) - heading for turn in turns]
        self._framed = self._canvas.row_count

    def _turns(self, layout: TableLayout) -> tuple[int, ...]:
        """The body rows of the next table that begin a page, each under the heading again."""
        rows, first = len(layout.row_heights), 0
        turns: list[int] = []
        self._used += layout.header_height
        while first < rows:
            room = self._area.height - self._used + layout.header_height
            count = layout.rows_that_fit(first, room)
            if first + count >= rows:
                break
            first += max(count, 1)
            if first < rows:
                turns.append(first)
                self._used = layout.header_height
        self._used += sum(layout.row_heights[first:])
        return tuple(turns)

    def _picture(self, index: int) -> None:
        grid = self._pictures[index]
        height = grid.rows.lines[-1]
        self._turn_for(min(height, self._area.height))
        put_picture(self._canvas, grid, self._lines[index])
        self._framed = self._canvas.row_count
        self._used += height

    def _charts(self, index: int) -> None:
        band, lines = self._bands[index], self._lines[index]
        self._turn_for(band.height)
        rows = put_charts(self._canvas, band, lines)
        self._framed = self._canvas.row_count
        self._used += band.height
        if band.tables:
            self._placed_bands.append(PlacedBand(band, lines, rows))

    def _turn_for(self, height: float) -> bool:
        """Begin a new page where one is asked for or where HEIGHT (mm) does not fit; tells whether it did."""
        overflow = self._used > 0 and self._used + height > self._area.height + 0.01
        turns = self._break_before_next or overflow
        if turns:
            row = self._canvas.row_count
            self._breaks.append(row)
            if row != self._framed:
                # What begins the next page does not close this one under a free row or a text.
                self._canvas.seams.add(row)
            self._used = 0.0
        self._break_before_next = False
        return turns

    def _gap(self, height: float) -> None:
        if self._used + height < self._area.height:
            self._canvas.add_row(height * MM_TO_POINT)
            self._used += height


def _add_chart_data(plan: SheetPlan) -> None:
    """The figures that charts are drawn from, under what is printed: the pages stay those of the PDF."""
    canvas = plan.canvas
    for number, placed in enumerate(plan.bands):
        canvas.add_row(_GAP * MM_TO_POINT)
        if not number:
            row = canvas.add_row(_DATA_ROW * MM_TO_POINT)
            canvas.put(Range(row, 0, row + 1, 1), Content(_DATA, Look(Style.NOTE)))
        plan.charts += put_data(canvas, placed.band, placed.lines, placed.rows)
