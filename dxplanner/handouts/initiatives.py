"""主な取組み: what each 基本施策 mainly consists of, under its 領域 and 分野."""

from itertools import groupby
from typing import Final

from dxplanner.domain.vocabulary import NumberScope
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Paragraph, Table
from dxplanner.handouts.drawing import Align, Tone
from dxplanner.handouts.fitting import largest_that_fits
from dxplanner.handouts.selection import Options, chosen_version
from dxplanner.handouts.trees import Tree, ancestors
from dxplanner.model import Level, PolicyNode
from dxplanner.model.snapshot import PlanSnapshot

_HEADING: Final = "主な取組内容"
_NOTE: Final = "点線で囲んだ内容は、基本施策との対応が推定（確認中）です。"
_NUMBER: Final = 13.0
_GROUP: Final = 17.0
_MEASURE: Final = 74.0
_WIDTH: Final = 269.0
_LARGEST: Final = 12.5
_SHORT: Final = 4
"""Levels above whose names have up to this many characters get a column of their own."""
Row = tuple[Cell | None, ...]


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """The initiatives of a version (option ``version``), a row for each node of their level."""
    version = chosen_version(snapshot, options)
    tree = Tree(version) if version else None
    if tree is None or not any(node.initiatives for node in tree.nodes):
        return (Paragraph(cells.EMPTY),)
    levels = {node.level for node in tree.nodes if node.initiatives}
    nodes = [node for node in tree.nodes if node.level in levels]
    above = _short_levels(tree)
    rows = _rows(snapshot, tree, nodes, above)
    marked = any(cell.inferred for row in rows for cell in row if cell)
    header = (
        *(cells.heading(level.name, name=f"{level.uid}/name") for level in above),
        cells.heading(nodes[0].level.name, 2, name=f"{nodes[0].level.uid}/name"),
        None,
        cells.heading(_HEADING),
    )
    widths = (*(_GROUP for _ in above), _NUMBER, _MEASURE)

    def blocks(size: float) -> tuple[Block, ...]:
        columns = tuple(map(Column, (*widths, _WIDTH - sum(widths))))
        table = Table(columns, (header,), rows, size, description="主な取組みの一覧")
        return (table, *((cells.inferred_notes(_NOTE),) if marked else ()))

    return largest_that_fits(blocks, area, _LARGEST)


def _short_levels(tree: Tree) -> list[Level]:
    return [
        level
        for level in tree.levels
        if level.scope is NumberScope.NONE and all(len(node.name) <= _SHORT for node in tree.at(level))
    ]


def _rows(snapshot: PlanSnapshot, tree: Tree, nodes: list[PolicyNode], above: list[Level]) -> tuple[Row, ...]:
    columns: list[list[Cell | None]] = []
    for level in above:
        column: list[Cell | None] = []
        for group, found in groupby(nodes, key=lambda node: _ancestor(node, level)):
            span = len(list(found))
            column += [_group_cell(group, span), *(None for _ in range(span - 1))]
        columns.append(column)
    return tuple(
        (*(column[row] for column in columns), *_node_cells(snapshot, tree, node))
        for row, node in enumerate(nodes)
    )


def _ancestor(node: PolicyNode, level: Level) -> PolicyNode | None:
    return next((up for up in ancestors(node) if up.level is level), None)


def _group_cell(node: PolicyNode | None, span: int) -> Cell:
    words, uid = (node.name, node.uid) if node else ("", "")
    return Cell(words, bold=True, align=Align.CENTRE, tone=Tone.SOFT, row_span=span, name=uid)


def _node_cells(snapshot: PlanSnapshot, tree: Tree, node: PolicyNode) -> tuple[Cell, ...]:
    words = "、".join(
        initiative.name + (cells.INFERRED_MARK if snapshot.is_inferred(initiative) else "")
        for initiative in node.initiatives
    )
    inferred = bool(words) and snapshot.is_inferred(node, "initiatives")
    if words and node.initiatives_open:
        words += "　等"
    name = node.initiatives[0].uid if node.initiatives else node.uid
    return (
        Cell(tree.number(node), align=Align.CENTRE, name=node.uid),
        Cell(node.name, name=f"{node.uid}/name"),
        Cell(words, inferred=inferred, name=name),
    )
