"""成果指標: 基本施策, 3年後のめざす姿, 成果指標, 基準値 and 目標値 with their 年度."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.indicators import padded
from dxplanner.domain.vocabulary import IndicatorKind, ValueRole
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area, text_sizes
from dxplanner.handouts.blocks import Block, Cell, Column, Notes, Paragraph, Table
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.fitting import SMALLEST, TIGHTER, torn_words
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.selection import Options, chosen_version
from dxplanner.handouts.tables import PADDING, lay_out
from dxplanner.handouts.trees import Tree
from dxplanner.model import Indicator, IndicatorSeries, IndicatorValue, Level, PolicyNode
from dxplanner.model.snapshot import PlanSnapshot

_WORDS: Final = ((43.0, 74.0, 72.0), (39.0, 80.0, 70.0), (36.0, 80.0, 73.0), (46.0, 70.0, 73.0))
"""Shares of the columns of words, to be tried in turn; the others are as wide as what stands in them."""
_LARGEST: Final = 11.5
_NUMBER_COLUMNS: Final = (0, 4, 5, 6, 7)
_NOTE_HEIGHT: Final = 6.0
_UNSET: Final = "（未設定）"


Rows = tuple[tuple[Cell | None, ...], ...]


@dataclass
class _Found:
    """Whether anything on the table needs a note at its foot."""

    inferred: bool = False
    proposed: bool = False


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """The table of a version (option ``version``), on one page when it can be read there."""
    version = chosen_version(snapshot, options)
    tree = Tree(version) if version else None
    nodes = _nodes(tree) if tree else []
    if tree is None or not nodes:
        return (Paragraph(cells.EMPTY),)
    found = _Found()
    rows = tuple(row for node in nodes for row in _node_rows(snapshot, tree, node, found))
    header = _header(nodes[0].level)
    notes = _notes(found)
    table = _sized(header, rows, area.less(_NOTE_HEIGHT if notes else 0.0))
    return (table, *notes)


def _nodes(tree: Tree) -> list[PolicyNode]:
    """The nodes of every level on which some node has an indicator; those without show 未設定."""
    levels = {node.level for node in tree.nodes if node.indicators}
    return [node for node in tree.nodes if node.level in levels]


def _header(level: Level) -> Rows:
    return (
        (
            cells.heading(level.name, 2, name=f"{level.uid}/name"),
            None,
            cells.heading("3年後のめざす姿"),
            cells.heading("成果指標"),
            cells.heading("基準値", 2),
            None,
            cells.heading("目標値", 2),
            None,
        ),
    )


def _sized(header: Rows, rows: Rows, area: Area) -> Table:
    """The table in the largest size that keeps it on one page, else in the smallest on several.

    The columns' shares are those that tear no word, or fewest; rows have less air where that helps.
    """
    sizes = text_sizes(_LARGEST, SMALLEST, area.width) if area.height else ()
    for size in sizes:
        tables = [_table(header, rows, size, area.width, shares) for shares in _WORDS]
        best = _least_torn(tables, area)
        if best is None and size > SMALLEST:
            continue
        for air in TIGHTER:
            if best is None or best[0]:
                tighter = _least_torn([replace(table, air=air) for table in tables], area)
                best = min(filter(None, (best, tighter)), key=lambda one: one[0], default=None)
        if best is not None:
            return best[1]
    return _table(header, rows, SMALLEST, area.width, _WORDS[0])


def _least_torn(tables: Sequence[Table], area: Area) -> tuple[int, Table] | None:
    """Of the tables that one page holds the first that tears fewest words, with their number."""
    best: tuple[int, Table] | None = None
    for table in tables:
        spare = area.height - lay_out(table, area.width, area.height).height
        if spare >= 0 and (best is None or best[0]):
            torn = torn_words((table,), area, spare)
            best = (torn, table) if best is None or torn < best[0] else best
    return best


def _table(header: Rows, rows: Rows, size: float, width: float, shares: tuple[float, float, float]) -> Table:
    metrics = bundled_metrics()
    narrowed: dict[int, float] = {}
    for column in _NUMBER_COLUMNS:
        texts = [cell.text for row in rows if (cell := row[column])]
        needed = max(metrics.width(text, size) for text in texts) + 2 * PADDING + 0.5
        # A value that is far too long must not take the room of the words.
        narrowed[column] = min(needed, width / 7)
    left = width - sum(narrowed.values())
    words = iter(left * share / sum(shares) for share in shares)
    columns = tuple(Column(narrowed.get(column) or next(words)) for column in range(8))
    return Table(columns, header, rows, size, description="成果指標の一覧")


def _node_rows(
    snapshot: PlanSnapshot, tree: Tree, node: PolicyNode, found: _Found
) -> Iterator[tuple[Cell | None, ...]]:
    series = [(indicator, line) for indicator in node.indicators for line in _series(indicator)]
    span = max(len(series), 1)
    goal_inferred = snapshot.is_inferred(node, "goal") and bool(node.goal)
    found.inferred |= goal_inferred
    first: tuple[Cell | None, ...] = (
        Cell(tree.number(node), align=Align.CENTRE, row_span=span, name=node.uid),
        replace(cells.text(node.name, span), name=f"{node.uid}/name"),
        replace(cells.text(node.goal, span, inferred=goal_inferred), name=f"{node.uid}/goal"),
    )
    if not series:
        yield (*first, Cell(_UNSET), *(Cell("－", align=Align.CENTRE) for _ in range(4)))
    previous: Indicator | None = None
    for index, (indicator, line) in enumerate(series):
        leading = first if index == 0 else (None, None, None)
        named = None if indicator is previous else _name_cell(snapshot, indicator, found)
        previous = indicator
        yield (
            *leading,
            named,
            *_value_cells(snapshot, indicator, line, ValueRole.BASELINE, found),
            *_value_cells(snapshot, indicator, line, ValueRole.TARGET, found),
        )


def _series(indicator: Indicator) -> list[IndicatorSeries | None]:
    """The lines of an indicator, one even when it has no series yet."""
    return [*indicator.series] or [None]


def _name_cell(snapshot: PlanSnapshot, indicator: Indicator, found: _Found) -> Cell:
    name = indicator.name
    inferred = snapshot.is_inferred(indicator, "name")
    if indicator.kind is IndicatorKind.CUMULATIVE and "累計" not in name:
        name = f"{name}［累計］"
        inferred |= snapshot.is_inferred(indicator, "kind")
    found.inferred |= inferred
    cell = cells.text(name, max(len(indicator.series), 1), inferred=inferred)
    return replace(cell, name=f"{indicator.uid}/name")


def _value_cells(
    snapshot: PlanSnapshot,
    indicator: Indicator,
    series: IndicatorSeries | None,
    role: ValueRole,
    found: _Found,
) -> tuple[Cell, Cell]:
    value = _last(series, role)
    if value is None:
        return cells.missing(series.uid if series else indicator.uid), Cell("", align=Align.CENTRE)
    inferred = snapshot.is_inferred(value, "value") or snapshot.is_inferred(value)
    proposed = bool(value.proposed)
    found.inferred |= inferred
    found.proposed |= proposed
    mark = cells.INFERRED_MARK if inferred else cells.PROPOSED_MARK if proposed else ""
    name = (series.name if series else "") or ""
    figure = padded(value.value, indicator.decimals or 0)
    shown = cells.measured(figure, indicator.unit or "", name, mark, inferred)
    return (
        replace(shown, name=f"{value.uid}/value"),
        Cell(_year(indicator, value), align=Align.CENTRE, name=f"{value.uid}/fiscal_year"),
    )


def _last(series: IndicatorSeries | None, role: ValueRole) -> IndicatorValue | None:
    values = [value for value in series.values if value.role is role] if series else []
    return max(values, key=lambda value: value.fiscal_year, default=None)


def _year(indicator: Indicator, value: IndicatorValue) -> str:
    if indicator.kind is IndicatorKind.CALENDAR_YEAR:
        return f"{format_fiscal_year(value.fiscal_year, FiscalStyle.SHORT)}年"
    return format_fiscal_year(value.fiscal_year, FiscalStyle.SHORT_SUFFIX)


def _notes(found: _Found) -> tuple[Notes, ...]:
    sentences = []
    if found.inferred:
        sentences.append(cells.INFERRED_NOTE)
    if found.proposed:
        sentences.append("（案）と付した値は、今後決定するものです。")
    return (cells.inferred_notes(*sentences),) if sentences else ()
