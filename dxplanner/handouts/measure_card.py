"""施策カルテ: a page for each 基本施策 with everything about it; more goes on under its heading again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import (
    Block,
    Cell,
    ChartRow,
    Column,
    Heading,
    Notes,
    PageBreak,
    Paragraph,
    Table,
)
from dxplanner.handouts.chart_parts import text_width
from dxplanner.handouts.choices import card_level, names_option
from dxplanner.handouts.drawing import Tone
from dxplanner.handouts.fitting import SMALLEST
from dxplanner.handouts.measure_card_facts import CardFacts, Fact
from dxplanner.handouts.opinions import answer_cell, origin_of
from dxplanner.handouts.pages import GAP, block_height
from dxplanner.handouts.progress import grade_cell, mark_sentences, rate_cell, value_cell
from dxplanner.handouts.progress_series import Standing, standings
from dxplanner.handouts.selection import Options, chosen_version, flag_option, is_uid
from dxplanner.handouts.tables import PADDING, lay_out
from dxplanner.handouts.wording import CONTINUED
from dxplanner.model import Opinion, PolicyNode
from dxplanner.model.snapshot import PlanSnapshot

_LABEL: Final = 38.0
_AIR: Final = 0.5
_LARGEST: Final = 11.5
_YEARS: Final = 3
_CHART_WIDTH: Final = 84.0
_CHART_HEIGHT: Final = 44.0
_CHART_GROWTH: Final = 76.0
_INDICATORS: Final = "成果指標"
_NAME: Final = 42.0
"""Least width of the indicators' names."""
_LEAST: Final = 30.0
"""Height in mm that must be free for a table to begin on a page."""
Row = tuple[Cell | None, ...]


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """A card for each node of a level of a version, each on a page of its own.

    Options: ``version``; ``level`` (階層名; by default the deepest one whose nodes have indicators, else the
    deepest of all); ``nodes``, their numbers or names (all without); ``charts``, whether small charts stand
    under the indicators.

    Raises:
        InputError: an option names something that is not there.
    """
    version = chosen_version(snapshot, options)
    if version is None:
        return (Paragraph(cells.EMPTY),)
    facts = CardFacts(snapshot, version, area.width - _LABEL - 2 * PADDING - _AIR, _LARGEST)
    nodes = _nodes(snapshot, facts, options)
    charts = flag_option(options, "charts", True)
    made: list[Block] = []
    for node in nodes:
        if made:
            made.append(PageBreak())
        made += _card(snapshot, facts, node, area, charts=charts)
    return tuple(made) or (Paragraph(cells.EMPTY),)


def _nodes(snapshot: PlanSnapshot, facts: CardFacts, options: Options) -> list[PolicyNode]:
    tree = facts.tree
    level = card_level(snapshot, tree, options)
    nodes = [node for node in tree.nodes if node.level is level]
    wanted = names_option(options, "nodes")
    if not wanted:
        return nodes
    known = {
        key: node for node in nodes for key in (node.name, tree.number(node), facts.title(node), node.uid)
    }
    unknown = [name for name in wanted if name not in known]
    if unknown:
        where = f"「{tree.version.name}」に"
        gone = f"は、削除されたか、{where}ありません"
        found = gone if is_uid(unknown[0]) else f"「{unknown[0]}」が{where}見つかりません"
        raise InputError(f"資料に指定された施策{found}。")
    chosen = {known[name] for name in wanted}
    return [node for node in nodes if node in chosen]


def _card(
    snapshot: PlanSnapshot, facts: CardFacts, node: PolicyNode, area: Area, *, charts: bool
) -> list[Block]:
    """A card on one page in the largest size that fits, else in the smallest one on several."""
    heading = Heading(facts.title(node), 1, name=f"{node.uid}/name")
    found = standings(snapshot, node)
    rows = tuple(_fact_row(fact) for fact in facts.facts(node))
    opinions = facts.opinions(node)
    pictures = _charts(found, area) if charts else []
    head = block_height(heading, area)
    least = len(pictures) * (_CHART_HEIGHT + GAP)
    for size in (_LARGEST, SMALLEST + 0.5, SMALLEST):
        tables = _tables(snapshot, rows, found, opinions, size, area)
        notes = _notes([*tables, *pictures])
        heights = [lay_out(table, area.width, area.height).height + GAP for table in tables]
        foot = sum(block_height(note, area) + GAP for note in notes)
        spare = area.height + GAP - head - sum(heights) - least - foot
        if spare >= 0:
            high = _CHART_HEIGHT + min(spare / max(len(pictures), 1), _CHART_GROWTH)
            grown = [replace(row, height=high) for row in pictures]
            return [heading, *_ordered(tables, grown), *notes]
    return _continued(heading, _ordered(tables, pictures), area, head)


def _notes(blocks: Sequence[Block]) -> list[Notes]:
    """What the marks mean that stand on a page."""
    tables = [block for block in blocks if isinstance(block, Table)]
    shown = [cell for table in tables for row in table.rows for cell in row if cell is not None]
    sentences = mark_sentences(shown, [block for block in blocks if isinstance(block, ChartRow)])
    return [cells.inferred_notes(*sentences)] if sentences else []


def _ordered(tables: Sequence[Table], pictures: Sequence[ChartRow]) -> list[Table | ChartRow]:
    """Charts behind the table of indicators, 意見 at the end."""
    at = next((at for at, table in enumerate(tables) if table.description == _INDICATORS), -1) + 1
    return [*tables[:at], *pictures, *tables[at:]]


def _tables(
    snapshot: PlanSnapshot,
    rows: tuple[Row, ...],
    found: Sequence[Standing],
    opinions: Sequence[Opinion],
    size: float,
    area: Area,
) -> list[Table]:
    columns = (Column(_LABEL), Column(area.width - _LABEL))
    tables = [Table(columns, (), rows, size, description="施策の概要")]
    if found:
        tables.append(_indicators(snapshot, found, size, area))
    if opinions:
        tables.append(_opinions(opinions, size))
    return tables


def _opinions(opinions: Sequence[Opinion], size: float) -> Table:
    """The opinions that name this number, with the city's answers."""
    header = (tuple(cells.heading(text) for text in ("会議・出所", "意見の概要", "市の考え方")),)
    rows = tuple(
        (
            Cell(origin_of(one), name=f"{one.uid}/meeting_id"),
            Cell(one.summary, name=f"{one.uid}/summary"),
            answer_cell(one),
        )
        for one in opinions
    )
    return Table((Column(_LABEL), Column(73.0), Column(73.0)), header, rows, size, description="意見")


def _fact_row(fact: Fact) -> Row:
    label = Cell(fact.label, bold=True, tone=Tone.HEADING)
    return label, Cell(fact.text, inferred=fact.inferred, name=fact.name)


def _indicators(snapshot: PlanSnapshot, found: Sequence[Standing], size: float, area: Area) -> Table:
    """The indicators with their newest 実績; the columns of figures are as wide as their widest line."""
    years = sorted({year for standing in found for year in standing.actuals})[-_YEARS:]
    headings = [_INDICATORS, "基準値", *(f"{_short(year)}実績" for year in years), "目標値", "達成率", "評価"]
    widths = [60.0, 27.0, *(22.0 for _ in years), 27.0, 19.0, 13.0]
    rows = tuple(_indicator_row(snapshot, standing, years) for standing in found)
    header = (tuple(cells.heading(text) for text in headings),)
    usual = [width * area.width / sum(widths) for width in widths]
    figures = [
        max(least, text_width(_lines(column), size, bold=True) + 2 * PADDING + _AIR)
        for least, column in list(zip(usual, zip(*header, *rows, strict=True), strict=True))[1:]
    ]
    # With many long figures they have to break after all.
    fair = min(1.0, (area.width - _NAME) / sum(figures))
    columns = [width * fair for width in figures]
    return Table(
        tuple(map(Column, (area.width - sum(columns), *columns))), header, rows, size,
        description=_INDICATORS,
    )  # fmt: skip


def _lines(column: Sequence[Cell]) -> list[str]:
    return [line for cell in column for line in cell.text.split("\n")]


def _indicator_row(snapshot: PlanSnapshot, standing: Standing, years: Sequence[int]) -> Row:
    actuals = [standing.actuals.get(year) for year in years]
    values = [standing.baseline, *actuals, standing.target]
    uid = (standing.series or standing.indicator).uid
    columns = ("baseline", *(f"actual_{year}" for year in years), "target")
    shown = [
        cells.missing(f"{uid}/{column}") if value is None else value_cell(snapshot, standing, value)
        for column, value in zip(columns, values, strict=True)
    ]
    for at, value in ((0, standing.baseline), (len(shown) - 1, standing.target)):
        if value is not None:
            # The year stands under the value, which then is text: a card is read, not computed with.
            text = f"{shown[at].text}\n（{standing.year_text(value)}）"
            shown[at] = replace(shown[at], text=text, value=None, number_format="")
    rate = standing.rate_shown
    name = f"{standing.indicator.uid}/name"
    remark = f"\n※ {standing.remark}" if standing.remark else ""
    return (
        Cell(standing.title + remark, name=name),
        *shown,
        rate_cell(rate, standing) if rate is not None else cells.missing(f"{uid}/rate"),
        grade_cell(standing),
    )


def _short(year: int) -> str:
    return format_fiscal_year(year, FiscalStyle.SHORT)


def _charts(found: Sequence[Standing], area: Area) -> list[ChartRow]:
    charts = [chart for standing in found if (chart := standing.chart(standing.title)) is not None]
    count = max(int(area.width // _CHART_WIDTH), 1)
    rows = [tuple(charts[first : first + count]) for first in range(0, len(charts), count)]
    return [ChartRow(row, _CHART_HEIGHT) for row in rows]


def _continued(heading: Heading, blocks: Sequence[Table | ChartRow], area: Area, head: float) -> list[Block]:
    """The parts over several pages, tables cut between rows; each page begins with the heading."""
    made: list[Block] = []
    page: list[Block] = [heading]
    height = area.height - sum(block_height(note, area) + GAP for note in _notes(blocks))
    used = head

    def turn() -> None:
        nonlocal used
        made.extend((*page, *_notes(page), PageBreak()))
        page[:] = [Heading(heading.text + CONTINUED, 2)]
        used = head

    for block in blocks:
        if isinstance(block, ChartRow):
            if used + _CHART_HEIGHT > height:
                turn()
            page.append(block)
            used += _CHART_HEIGHT + GAP
            continue
        rest: Table | None = block
        while rest is not None:
            if height - used < _LEAST:
                turn()
            layout = lay_out(rest, area.width, height - head)
            count = layout.rows_that_fit(0, height - used)
            if not count and used > head:
                turn()
                continue
            # Rows that no page holds are divided by the page itself.
            count = count if len(layout.row_heights) == len(rest.rows) else len(rest.rows)
            page.append(replace(rest, rows=rest.rows[:count]))
            used += layout.header_height + sum(layout.row_heights[:count]) + GAP
            rest = replace(rest, rows=rest.rows[count:]) if count < len(rest.rows) else None
            if rest is not None:
                turn()
    return [*made, *page, *_notes(page)]
