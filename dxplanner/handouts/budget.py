"""予算・財源内訳 of a project: 予算説明書 heading, 積算, 財源内訳, how grants are computed, footnotes."""

from functools import partial
from itertools import chain
from typing import Final

from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Heading, PageBreak, Paragraph, Table
from dxplanner.handouts.budget_grants import grants_table
from dxplanner.handouts.budget_tables import funding_table, items_table, program_table
from dxplanner.handouts.drawing import Align, Tone
from dxplanner.handouts.fitting import largest_that_fits, pages_of
from dxplanner.handouts.footnotes import PageNotes
from dxplanner.handouts.pages import height_on_page
from dxplanner.handouts.selection import Options, chosen_project, flag_option
from dxplanner.model import BudgetProject
from dxplanner.model.snapshot import PlanSnapshot

_LARGEST: Final = 11.0
_GRANTS: Final = "補助金等の算出"
_LINK_WIDTHS: Final = (92.0, 177.0)


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """The budget of a project (option ``project``), on one page when it can be read there.

    What is too much for one page is divided between what the money is for and where it comes from.

    Option ``footnotes`` is ``used`` (those whose words stand on the page, the default), ``all``, or a list
    of marks. They are numbered anew as they come, for here only some of a project's notes are needed.
    """
    project = chosen_project(snapshot, options)
    if project is None:
        return (Paragraph(cells.EMPTY),)

    def sections(size: float, notes: PageNotes) -> list[tuple[Block, ...]]:
        items: tuple[Block, ...] = ()
        if project.items:
            items = (Heading("積算", 2), items_table(snapshot, project, notes.marks, size))
        funding = funding_table(snapshot, project, notes.marks, size)
        grants = grants_table(snapshot, project, size)
        return [
            (program_table(snapshot, project.program, project, size), *items),
            (Heading("財源内訳", 2), funding),
            *([(Heading(_GRANTS, 2), grants)] if grants else []),
        ]

    def blocks(size: float, *, apart: bool) -> tuple[Block, ...]:
        """The sections; all behind the first one on the next page if they are set ``apart``."""
        notes = PageNotes(snapshot, project, options, anew=True)
        made = sections(size, notes)
        if not apart:
            return with_notes(tuple(chain.from_iterable(made)), notes, size)
        above, below = made[0], tuple(chain.from_iterable(made[1:]))
        return (*with_notes(above, notes, size), PageBreak(), *with_notes(below, notes, size))

    whole, divided = (partial(blocks, apart=apart) for apart in (False, True))
    for made in (whole, divided):
        found = largest_that_fits(made, area, _LARGEST)
        if all(height_on_page(page, area) <= area.height for page in pages_of(found)):
            return found
    return largest_that_fits(whole, area, _LARGEST)


def build_head(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """予算説明書の見出し of a project, and which items of action plans it serves."""
    project = chosen_project(snapshot, options)
    if project is None:
        return (Paragraph(cells.EMPTY),)
    tables = [program_table(snapshot, project.program, project, _LARGEST)]
    links = _links_table(snapshot, project)
    return (*tables, *((links,) if links else ()))


def build_funding(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """財源内訳 of a project with its footnotes; option ``grants`` shows how grants are computed."""
    project = chosen_project(snapshot, options)
    if project is None:
        return (Paragraph(cells.EMPTY),)
    grants = flag_option(options, "grants", True)

    def blocks(size: float) -> tuple[Block, ...]:
        notes = PageNotes(snapshot, project, options)
        made: list[Block] = [funding_table(snapshot, project, notes.marks, size)]
        computed = grants_table(snapshot, project, size) if grants else None
        return with_notes((*made, *((computed,) if computed else ())), notes, size)

    return largest_that_fits(blocks, area, _LARGEST)


def with_notes(blocks: tuple[Block, ...], notes: PageNotes, size: float) -> tuple[Block, ...]:
    """Blocks with their footnotes, and a line about 推定 when something in a table is."""
    tables = [block for block in blocks if isinstance(block, Table)]
    guessed = any(cell.inferred for table in tables for row in table.rows for cell in row if cell)
    return (
        *blocks,
        *notes.blocks(size),
        *((cells.inferred_notes(cells.INFERRED_NOTE),) if guessed else ()),
    )


def _links_table(snapshot: PlanSnapshot, project: BudgetProject) -> Table | None:
    """該当事業: 新市役所創造アクションプラン … Ｂ１ 市民サービスの最適化."""
    rows: list[tuple[Cell | None, ...]] = []
    for link in project.action_links:
        inferred = snapshot.is_inferred(link)
        plan = link.related_plan
        rows.append(
            (
                Cell(
                    f"{plan.name}該当事業",
                    bold=True,
                    tone=Tone.SOFT,
                    align=Align.CENTRE,
                    name=f"{plan.uid}/name",
                ),
                Cell(
                    f"{link.code} {link.title}" + (cells.INFERRED_MARK if inferred else ""),
                    inferred=inferred,
                    name=link.uid,
                ),
            )
        )
    if not rows:
        return None
    columns = tuple(map(Column, _LINK_WIDTHS))
    return Table(columns, (), tuple(rows), _LARGEST, description="行動計画との対応")
