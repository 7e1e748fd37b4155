"""Handouts as Excel workbooks: sheets of real cells that staff can go on editing, ready to print.

The same documents give the same bytes: no clock, no user name, no machine shows in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from dxplanner.domain.vocabulary import Orientation, Paper
from dxplanner.exporters.page_choice import no_pages
from dxplanner.exporters.xlsx_cells import write_cells
from dxplanner.exporters.xlsx_grid import MM_TO_POINT
from dxplanner.exporters.xlsx_head import LEAST_MARGIN, head_height
from dxplanner.exporters.xlsx_native import add_charts
from dxplanner.exporters.xlsx_package import SheetExtras, deliver, pack, saved
from dxplanner.exporters.xlsx_pages import SheetPlan
from dxplanner.exporters.xlsx_shapes import Locator, drawing_xml
from dxplanner.exporters.xlsx_sheets import plan_sheets
from dxplanner.exporters.xlsx_styles import FONT, StyleBook
from dxplanner.exporters.xlsx_text import clean_text, sheet_name

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from dxplanner.handouts.blocks import HandoutDocument, PageSetup

_MM_PER_INCH: Final = 25.4
_SPARE: Final = 2.0
"""Height (mm) by which the paper's lower margin is smaller, so that no rounding turns a page."""
_FOOTER_FROM_EDGE: Final = 6.0
_FOOTER: Final = 4.0
"""Height (mm) of the page number, which stands in the margin."""
_PAPER_CODES: Final = {Paper.A4: 9, Paper.A3: 8}
_SURE: Final = 1.0
"""How much of that (mm) rows leave free."""


@dataclass(frozen=True, slots=True)
class XlsxResult:
    """What was written: the sheets' names in order, and Japanese sentences for the user."""

    sheets: tuple[str, ...]
    warnings: tuple[str, ...]


def write_xlsx(
    documents: Sequence[HandoutDocument],
    target: Path | BinaryIO,
    begin: Callable[[int], object] = lambda index: None,
) -> XlsxResult:
    """Write handouts as one workbook; ``begin`` is told each one's place before it is made.

    A handout has a sheet for each run of pages with the same columns; with a page range only these pages.
    Nothing is written before the whole workbook is made. An OSError of the target comes through; the
    caller writes beside the final name and renames.

    Raises:
        InputError: a handout has none of the pages that it asks for.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    styles = StyleBook()
    names: list[str] = []
    warnings: list[str] = []
    extras: dict[int, SheetExtras] = {}
    for index, document in enumerate(documents):
        begin(index)
        warnings += document.warnings
        plans = printed_sheets(document)
        for plan in plans:
            names.append(_sheet_name(document, plan, names, only=len(plans) == 1, alone=len(documents) == 1))
            sheet = workbook.create_sheet(names[-1])
            cells = write_cells(plan.canvas, styles)
            _set_up(sheet, document.setup, plan)
            add_charts(sheet, plan.charts, _locator(plan))
            extras[len(names)] = SheetExtras(_drawing(plan), cells)
            warnings += [_named(warning, document, documents) for warning in plan.canvas.warnings]
    if not documents:
        names.append(workbook.create_sheet("資料").title)
        warnings.append("出力する資料がないため、空のブックを作りました。")
    workbook.worksheets[0].sheet_view.tabSelected = True
    _describe(workbook, documents)
    warnings += styles.warnings
    deliver(pack(saved(workbook), extras, styles.xml()), target)
    return XlsxResult(tuple(names), tuple(dict.fromkeys(warnings)))


def printed_sheets(document: HandoutDocument) -> list[SheetPlan]:
    """A handout's sheets, each page of which stands on its paper.

    Raises:
        InputError: it has none of the pages that it asks for.
    """
    plans = plan_sheets(document)
    if not plans:
        raise no_pages(document)
    for plan in plans:
        plan.fit(body_room(document.setup))
    return plans


def _sheet_name(
    document: HandoutDocument, plan: SheetPlan, taken: Sequence[str], *, only: bool, alone: bool
) -> str:
    """The title of a handout that is ONLY one sheet; of one with several their headings or page numbers.

    Among other handouts, not ALONE, they begin with the title.
    """
    if only:
        return sheet_name(document.title, taken)
    page = f"{plan.first_page}ページ"
    return sheet_name(plan.heading or page, taken) if alone else sheet_name(document.title, taken, page)


def _named(warning: str, document: HandoutDocument, documents: Sequence[HandoutDocument]) -> str:
    """A warning says which handout it is about when there are several."""
    return warning if len(documents) == 1 else f"{document.title[:40]}：{warning}"


def _drawing(plan: SheetPlan) -> bytes:
    return drawing_xml(plan.canvas.shapes, _locator(plan)) if plan.canvas.shapes else b""


def _locator(plan: SheetPlan) -> Locator:
    return Locator(plan.canvas.grid.pixels, plan.canvas.heights)


def _set_up(sheet: Worksheet, setup: PageSetup, plan: SheetPlan) -> None:
    """Page set-up, view and print range of a sheet."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.pagebreak import Break
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.paperSize = _PAPER_CODES[setup.paper]
    landscape = setup.orientation is Orientation.LANDSCAPE
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    scale = plan.scale(body_room(setup)) if plan.breaks else 100
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=scale == 100)
    if scale == 100:
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0 if plan.breaks else 1
    else:
        sheet.page_setup.scale = scale
    sheet.page_setup.firstPageNumber = plan.first_page
    sheet.page_setup.useFirstPageNumber = True
    margins = sheet.page_margins
    margins.left, margins.right = setup.left / _MM_PER_INCH, setup.right / _MM_PER_INCH
    margins.top = max(setup.top - head_height(plan), LEAST_MARGIN) / _MM_PER_INCH
    margins.bottom = _below(setup) / _MM_PER_INCH
    margins.header = 0
    margins.footer = min(_FOOTER_FROM_EDGE, _below(setup) - _FOOTER) / _MM_PER_INCH
    footer = sheet.oddFooter.center if sheet.oddFooter is not None else None
    # 表紙 is counted, but its number is not printed, as in the PDF.
    if footer is not None and plan.titles:
        footer.text, footer.font, footer.size = _page_number(setup, plan), f"{FONT},標準", 10
    sheet.print_options.horizontalCentered = True
    sheet.print_options.gridLines = False
    sheet.sheet_view.showGridLines = False
    last = f"{get_column_letter(plan.printed_columns)}{plan.printed_rows}"
    sheet.print_area = f"A1:{last}"
    if plan.titles:
        sheet.print_title_rows = f"{plan.titles.start + 1}:{plan.titles.stop}"
    for row in plan.breaks:
        sheet.row_breaks.append(Break(id=row))
    if plan.frozen_rows:
        sheet.freeze_panes = f"A{plan.frozen_rows + 1}"


def _page_number(setup: PageSetup, plan: SheetPlan) -> str:
    """What the foot of a page says: its number, and of how many, which the PDF adds to the title.

    Titles repeat unchanged on a sheet.
    """
    return f"&P／{plan.pages}" if plan.pages > 1 and setup.first_page == 1 else "&P"


def _below(setup: PageSetup) -> float:
    """The margin (mm) under the body."""
    return max(setup.bottom - _SPARE, LEAST_MARGIN)


def body_room(setup: PageSetup) -> float:
    """Height (points) that the rows of a page under its head may take together."""
    return (setup.paper_size[1] - setup.top - _below(setup) - _SURE) * MM_TO_POINT


def _describe(workbook: Workbook, documents: Sequence[HandoutDocument]) -> None:
    """Document properties from the plan only."""
    properties = workbook.properties
    first = documents[0] if documents else None
    title = "" if first is None else first.title if len(documents) == 1 else first.plan_name or first.title
    properties.title = clean_text(title)[0] or None
    properties.subject = (clean_text(first.plan_name)[0] if first else "") or None
    properties.creator = (clean_text(first.city)[0] if first else "") or None
    properties.lastModifiedBy = properties.creator
    properties.language = "ja-JP"
