"""社会動向・技術動向: what moves each 分野, in the plan's own columns under their upper headings."""

from itertools import groupby
from typing import Final

from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Paragraph, Table
from dxplanner.handouts.drawing import Align, Tone
from dxplanner.handouts.fitting import largest_that_fits
from dxplanner.handouts.selection import Options
from dxplanner.handouts.trees import Tree, ancestors
from dxplanner.model import PlanVersion, PolicyNode, TrendColumn, TrendEntry
from dxplanner.model.snapshot import PlanSnapshot

_NAMES: Final = (18.0, 15.0)
_WIDTH: Final = 269.0
_LARGEST: Final = 12.5
_DOMAIN: Final = "領域"
Row = tuple[Cell | None, ...]


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """A row for each 分野 that has entries; several entries in a column stand under each other."""
    columns = sorted(snapshot.all(TrendColumn), key=lambda column: column.position or 0)
    fields = _fields(snapshot)
    if not columns or not fields:
        return (Paragraph(cells.EMPTY),)
    header = _header(fields, columns)
    rows = _rows(snapshot, fields, columns)
    marked = any(cell.inferred for row in rows for cell in row if cell)
    widths = (*_NAMES, *_shares(columns))

    def blocks(size: float) -> tuple[Block, ...]:
        table = Table(tuple(map(Column, widths)), header, rows, size, description="社会動向・技術動向")
        return (table, *((cells.inferred_notes(cells.INFERRED_NOTE),) if marked else ()))

    return largest_that_fits(blocks, area, _LARGEST)


def _fields(snapshot: PlanSnapshot) -> list[PolicyNode]:
    """The nodes that entries belong to, in reading order."""
    used = {entry.field_node.uid for entry in snapshot.all(TrendEntry)}
    versions = sorted(snapshot.all(PlanVersion), key=lambda version: version.position or 0)
    return [node for version in versions for node in Tree(version).nodes if node.uid in used]


def _shares(columns: list[TrendColumn]) -> list[float]:
    """Widths by what a column holds, none much wider than another."""
    lengths = [sum(len(entry.text) for entry in column.entries) + 100 for column in columns]
    left = _WIDTH - sum(_NAMES)
    return [left * length / sum(lengths) for length in lengths]


def _header(fields: list[PolicyNode], columns: list[TrendColumn]) -> tuple[Row, ...]:
    level = fields[0].level
    name = f"{level.uid}/name"
    names = (cells.heading(_DOMAIN, row_span=2), cells.heading(level.name, row_span=2, name=name))
    if not any(column.group for column in columns):
        plain = (cells.heading(_DOMAIN), cells.heading(level.name, name=name))
        return ((*plain, *(_column_heading(column) for column in columns)),)
    upper: list[Cell | None] = []
    for group, found in groupby(columns, key=lambda column: column.group or ""):
        members = list(found)
        name = f"{members[0].uid}/group"
        upper += [cells.heading(group, len(members), name=name), *(None for _ in members[1:])]
    return ((*names, *upper), (None, None, *(_column_heading(column) for column in columns)))


def _column_heading(column: TrendColumn) -> Cell:
    return Cell(
        column.heading, bold=True, tone=Tone.HEADING, align=Align.CENTRE, name=f"{column.uid}/heading"
    )


def _rows(snapshot: PlanSnapshot, fields: list[PolicyNode], columns: list[TrendColumn]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for domain, found in groupby(fields, key=_domain):
        members = list(found)
        for index, node in enumerate(members):
            first = None
            if index == 0:
                first = Cell(
                    domain.name if domain else "",
                    bold=True,
                    align=Align.CENTRE,
                    tone=Tone.SOFT,
                    row_span=len(members),
                    name=domain.uid if domain else "",
                )
            field = Cell(node.name, bold=True, align=Align.CENTRE, tone=Tone.SOFT, name=node.uid)
            rows.append((first, field, *(_entries(snapshot, node, column) for column in columns)))
    return tuple(rows)


def _domain(node: PolicyNode) -> PolicyNode | None:
    return next(iter(list(ancestors(node))[1:]), None)


def _entries(snapshot: PlanSnapshot, node: PolicyNode, column: TrendColumn) -> Cell:
    """The entries of a 分野 in a column; 推定 stands behind those that are, over all where all are."""
    entries = [entry for entry in column.entries if entry.field_node is node]
    guessed = [entry for entry in entries if snapshot.is_inferred(entry, "text")]
    whole = bool(entries) and len(guessed) == len(entries)
    several = len(entries) > 1
    words = [
        entry.text + (cells.INFERRED_MARK if entry in guessed and not (whole and several) else "")
        for entry in entries
    ]
    above = [cells.INFERRED_MARK] if whole and several else []
    text = "\n".join([*above, *(f"・{word}" for word in words)]) if several else "".join(words)
    return Cell(text, inferred=bool(guessed), name=entries[0].uid if entries else "")
