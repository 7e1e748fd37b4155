"""目指す姿 of a project: the めざす姿 and the 基本方針 that it serves, beside 主な取組み事例."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_month
from dxplanner.domain.vocabulary import PointSection
from dxplanner.handouts import cells
from dxplanner.handouts.blocks import Block, Cell, Column, Paragraph, Table
from dxplanner.handouts.drawing import Align, Tone
from dxplanner.handouts.marks import Marks
from dxplanner.model import BudgetProject, PolicyNode, ProjectPoint
from dxplanner.model.snapshot import PlanSnapshot

_TITLE: Final = "「2030年の目指す姿と基本方針」"
_SOURCE_SIZE: Final = 10.5
_VISION: Final = 92.0
_EXAMPLE: Final = 85.0


def vision_blocks(
    snapshot: PlanSnapshot,
    project: BudgetProject,
    points: Sequence[ProjectPoint],
    marks: Marks,
    size: float,
) -> tuple[Block, ...]:
    """A column for each point of 目指す姿, one for 主な取組み事例, and where they are taken from."""
    examples = [point for point in project.points if point.section is PointSection.EXAMPLE]
    columns = [_point_cells(snapshot, project, point, marks) for point in points]
    if examples:
        columns.append(_example_cells(snapshot, examples, marks))
    upper: tuple[Cell | None, ...] = (cells.heading(_TITLE, len(points)), *(None for _ in points[1:]))
    lower: tuple[Cell | None, ...] = tuple(column[0] for column in columns[: len(points)])
    widths = [_VISION] * len(points)
    if examples:
        upper, lower = (*upper, replace(columns[-1][0], tone=Tone.HEADING, row_span=2)), (*lower, None)
        widths.append(_EXAMPLE)
    table = Table(
        tuple(map(Column, widths)),
        (upper, lower),
        (tuple(column[1] for column in columns),),
        size,
        description="目指す姿と基本方針",
    )
    return (table, *_source(snapshot))


def _point_cells(
    snapshot: PlanSnapshot, project: BudgetProject, point: ProjectPoint, marks: Marks
) -> tuple[Cell, Cell]:
    heading = Cell(
        point.heading or "", bold=True, align=Align.CENTRE, tone=Tone.SOFT, name=f"{point.uid}/heading"
    )
    node = _node(project, point)
    words = point.text + (f"\n{node.statement}" if node and node.statement else "")
    inferred = snapshot.is_inferred(point, "text")
    return heading, replace(cells.text(marks.put(words), inferred=inferred), name=f"{point.uid}/text")


def _node(project: BudgetProject, point: ProjectPoint) -> PolicyNode | None:
    """The node of the hierarchy that the point quotes."""
    return next((link.node for link in project.node_links if link.node.name == point.text), None)


def _example_cells(snapshot: PlanSnapshot, points: Sequence[ProjectPoint], marks: Marks) -> tuple[Cell, Cell]:
    words = "\n".join(f"〇{point.text}" for point in points)
    inferred = any(snapshot.is_inferred(point, "text") for point in points)
    heading = Cell(PointSection.EXAMPLE.value, bold=True, align=Align.CENTRE, tone=Tone.SOFT)
    return heading, replace(cells.text(marks.put(words), inferred=inferred), name=f"{points[0].uid}/text")


def _source(snapshot: PlanSnapshot) -> tuple[Block, ...]:
    plan = snapshot.plan
    if plan.adopted_on is None:
        return ()
    month = format_month(plan.adopted_on.year, plan.adopted_on.month, FiscalStyle.LONG)
    words = f"{month}策定「{plan.name}」より"
    return (Paragraph(words, _SOURCE_SIZE, Align.RIGHT, f"{plan.uid}/adopted_on"),)
