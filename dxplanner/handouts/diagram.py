"""関係図 as a handout, such as 2030年のめざす姿の全体像."""

from typing import Final, Protocol

from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Notes, Paragraph, Picture
from dxplanner.handouts.diagram_layout import lay_out_diagram
from dxplanner.handouts.diagram_spec import DiagramSpec, EdgeSpec, NodeSpec
from dxplanner.handouts.pages import GAP, block_height
from dxplanner.handouts.picture_choice import chosen_diagram
from dxplanner.handouts.selection import Options, flag_option
from dxplanner.model import Diagram, DiagramEdge, DiagramNode, Entity
from dxplanner.model.snapshot import PlanSnapshot

_NOTE: Final = "点線の{}は推定（確認中）です。"
_TEXT: Final = 11.5


class Sources(Protocol):
    """Knows what is 推定: a snapshot, or the 出典 of one open diagram."""

    def is_inferred(self, row: Entity, field_name: str | None = None) -> bool:
        """Whether a value is 推定."""


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """A diagram (option ``diagram``, its name or identifier; the first one by default).

    Options: ``text``, false to leave out the sentence over it.
    """
    diagram = chosen_diagram(snapshot, options)
    if diagram is None or not diagram.nodes:
        return (Paragraph(cells.EMPTY),)
    spec = diagram_spec(snapshot, diagram)
    lead: tuple[Block, ...] = ()
    if diagram.text and flag_option(options, "text", True):
        lead = (Paragraph(diagram.text, _TEXT),)
    frames = any(node.inferred or node.aim_inferred for node in spec.nodes)
    arrows = any(edge.inferred for edge in spec.edges)
    guessed = "と".join(["枠"] * frames + ["矢印"] * arrows)
    notes = (Notes((("※", _NOTE.format(guessed)),)),) if guessed else ()
    height = area.height - sum(block_height(block, area) for block in (*lead, *notes)) - GAP
    return (*lead, Picture(lay_out_diagram(spec, area.width, height)), *notes)


def diagram_spec(sources: Sources, diagram: Diagram) -> DiagramSpec:
    """A diagram of the plan as it is drawn, its rows fully loaded."""
    return DiagramSpec(
        diagram.uid or "",
        diagram.title,
        tuple(_node(sources, node) for node in diagram.nodes),
        tuple(_edge(sources, edge) for edge in diagram.edges),
    )


def _node(sources: Sources, node: DiagramNode) -> NodeSpec:
    aim = node.policy_node
    above = f"{aim.parent.name}：" if aim is not None and aim.parent is not None else ""
    return NodeSpec(
        node.uid or "",
        node.label,
        node.x or 0,
        node.y or 0,
        node.width,
        node.height,
        node.group or "",
        f"{above}{aim.name}" if aim is not None else "",
        f"{aim.uid}/name" if aim is not None else "",
        node.shape,
        node.colour,
        sources.is_inferred(node),
        aim is not None and sources.is_inferred(node, "policy_node_id"),
    )


def _edge(sources: Sources, edge: DiagramEdge) -> EdgeSpec:
    return EdgeSpec(
        edge.uid or "",
        edge.label or "",
        edge.start.uid if edge.start is not None else "",
        edge.end.uid if edge.end is not None else "",
        edge.style,
        any(sources.is_inferred(edge, name) for name in ("start_id", "end_id")),
    )
