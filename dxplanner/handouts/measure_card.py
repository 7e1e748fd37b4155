"""施策カルテ: a page for each 基本施策 with everything about it; more goes on under its heading again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, ChartRow, Heading, Notes, PageBreak, Paragraph, Table
from dxplanner.handouts.chart_parts import text_width
from dxplanner.handouts.choices import card_level, names_option
from dxplanner.handouts.fitting import SMALLEST, TIGHTER
from dxplanner.handouts.linebreak import line_height
from dxplanner.handouts.measure_card_facts import CardFacts
from dxplanner.handouts.measure_card_form import (
    FACTS,
    INDICATOR,
    facts_table,
    indicator_table,
    most_beside,
    opinion_tables,
    words_width,
)
from dxplanner.handouts.pages import GAP, block_height
from dxplanner.handouts.progress import evenly, mark_sentences, rate_sentences
from dxplanner.handouts.progress_series import Standing, standing_charts, standings
from dxplanner.handouts.row_names import full_name
from dxplanner.handouts.selection import Options, chosen_version, flag_option, is_uid
from dxplanner.handouts.tables import lay_out
from dxplanner.handouts.wording import CONTINUED
from dxplanner.model import PolicyNode
from dxplanner.model.snapshot import PlanSnapshot

_LARGEST: Final = 11.5
_CHART_WIDTH: Final = 58.0
_CHART_HEIGHT: Final = 44.0
"""Least size of a chart in mm, with a title of ``_TITLE_LINES``."""
_TITLE_LINES: Final = 2
_CHART_GROWTH: Final = 76.0
_LEAST: Final = 30.0
"""Height in mm that must be free for a table to begin on a page."""


Part = Table | ChartRow


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
    facts = CardFacts(snapshot, version, words_width(area), _LARGEST)
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
        key: node
        for node in nodes
        for key in (node.name, full_name(node), tree.number(node), facts.title(node), node.uid)
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
    """A card on one page in the first setting that fits and tears no word, else in the smallest one."""
    heading = Heading(facts.title(node), 1, name=f"{node.uid}/name")
    found = standings(snapshot, node)
    pictures = _charts(found, area) if charts else []
    above, below = facts_table(facts, node, area), opinion_tables(facts, node, area)
    parts: list[Part] = []
    fitting: list[list[Block]] = []
    for forms, size, air in _settings(snapshot, found, area):
        upper, lower = _set((above, *forms), size, air), _set(below, size, air)
        parts = [*upper, *pictures, *lower]
        page = _page(heading, parts, found, area)
        if page is not None and not _torn(page, area):
            return page
        fitting += [page] if page is not None else []
    if fitting:
        return fitting[0]
    usual = [one if isinstance(one, ChartRow) else replace(one, air=1.0) for one in parts]
    return _continued(heading, usual, found, area)


def _set(tables: Sequence[Table], size: float, air: float) -> list[Table]:
    return [replace(table, size=size, air=air) for table in tables]


def _settings(
    snapshot: PlanSnapshot, found: Sequence[Standing], area: Area
) -> Iterator[tuple[list[Table], float, float]]:
    """The indicators' tables, the size of text in points and the air in rows, the best first.

    Several indicators stand one under the other in the form's two columns on an upright page; side by side
    where that is too much for it.
    """
    if len(found) > 1 and area.height > area.width:
        yield [indicator_table(snapshot, [one], area) for one in found], _LARGEST, 1.0
    beside = [indicator_table(snapshot, group, area) for group in evenly(found, most_beside(area))]
    for size in (_LARGEST, SMALLEST + 0.5, SMALLEST):
        yield beside, size, 1.0
    for air in TIGHTER:
        yield beside, SMALLEST, air


def _page(
    heading: Heading, parts: Sequence[Part], found: Sequence[Standing], area: Area
) -> list[Block] | None:
    """The parts on one page, charts as much higher as that leaves room for; None where they do not fit."""
    notes = _notes(parts, found)
    rows = sum(isinstance(one, ChartRow) for one in parts)
    foot = sum(block_height(note, area) + GAP for note in notes)
    used = block_height(heading, area) + sum(_height(one, area) for one in parts) + foot
    spare = area.height + GAP - used
    if spare < 0:
        return None
    more = min(spare / max(rows, 1), _CHART_GROWTH)
    return [heading, *(_higher(one, more) if isinstance(one, ChartRow) else one for one in parts), *notes]


def _height(part: Part, area: Area) -> float:
    """Least height in mm of a part with the space under it."""
    return (part.height or 0.0) + GAP if isinstance(part, ChartRow) else block_height(part, area)


def _higher(row: ChartRow, more: float) -> ChartRow:
    return replace(row, height=(row.height or 0.0) + more)


def _torn(page: Sequence[Block], area: Area) -> bool:
    """Whether the name of an indicator is torn at the end of a line."""
    tables = [one for one in page if isinstance(one, Table) and one.description == INDICATOR]
    return any(lay_out(table, area.width, area.height).torn for table in tables)


def _notes(blocks: Sequence[Block], found: Sequence[Standing]) -> list[Notes]:
    """How the 達成率 of a page are computed, and what the marks mean that stand on it."""
    tables = [block for block in blocks if isinstance(block, Table)]
    shown = [cell for table in tables for row in table.rows for cell in row if cell is not None]
    pictures = [block for block in blocks if isinstance(block, ChartRow)]
    sentences = [*rate_sentences(found, shown), *mark_sentences(shown, pictures)]
    return [cells.inferred_notes(*sentences)] if sentences else []


def _charts(found: Sequence[Standing], area: Area) -> list[ChartRow]:
    """The indicators' charts in their least height; long titles take more."""
    charts = standing_charts([(standing.title, standing) for standing in found])
    made: list[ChartRow] = []
    for row in evenly(charts, int(area.width // _CHART_WIDTH)):
        width = (area.width - GAP * len(row)) / len(row)
        lines = max(text_width([chart.title], SMALLEST, bold=True) / width for chart in row)
        more = max(ceil(lines) - _TITLE_LINES, 0) * line_height(SMALLEST)
        made.append(ChartRow(tuple(row), _CHART_HEIGHT + more))
    return made


def _continued(
    heading: Heading, blocks: Sequence[Part], found: Sequence[Standing], area: Area
) -> list[Block]:
    """The parts over several pages, tables cut between rows; each page begins with the heading."""
    made: list[Block] = []
    page: list[Block] = [heading]
    height = area.height - sum(block_height(note, area) + GAP for note in _notes(blocks, found))
    head = used = block_height(heading, area)

    def turn() -> None:
        nonlocal used
        made.extend((*page, *_notes(page, found), PageBreak()))
        page[:] = [Heading(heading.text + CONTINUED, 2)]
        used = head

    for block in blocks:
        if isinstance(block, ChartRow):
            needed = _height(block, area)
            if used + needed - GAP > height:
                turn()
            page.append(block)
            used += needed
            continue
        rest: Table | None = block
        while rest is not None:
            if height - used < _LEAST:
                turn()
            layout = lay_out(rest, area.width, height - head)
            count = layout.rows_that_fit(0, height - used)
            whole = rest.description != FACTS
            if used > head and (not count or (whole and count < len(rest.rows))):
                turn()
                continue
            # Rows that no page holds, and what belongs together or is computed with, the page itself divides.
            divided = whole or not count or len(layout.row_heights) != len(rest.rows)
            count = len(rest.rows) if divided else count
            page.append(replace(rest, rows=rest.rows[:count]))
            used += layout.header_height + sum(layout.row_heights[:count]) + GAP
            rest = replace(rest, rows=rest.rows[count:]) if count < len(rest.rows) else None
            if rest is not None:
                turn()
    return [*made, *page, *_notes(page, found)]
