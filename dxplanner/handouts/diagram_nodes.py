"""The elements of a 関係図: a box, or an outline with its words in it, or a frame behind others."""

import math
from dataclasses import replace
from typing import Final

from dxplanner.domain.vocabulary import ColourRole, DiagramShape
from dxplanner.handouts.diagram_spec import NodeSpec
from dxplanner.handouts.drawing import Align, Box, Edge, Polygon, Tone
from dxplanner.handouts.shapes import text_box, text_height

_LABEL: Final = 12.0
_BODY: Final = 10.5
_FRAME_TITLE: Final = 7.0
_CORNER: Final = 3.0
_ROUND: Final = 36
"""Corners of the outline that stands for an ellipse."""
BALLOON: Final = "吹き出し"
"""The group whose elements are what somebody says: lightly framed, without the group's name."""


def node_boxes(node: NodeSpec) -> list[Box]:
    """The boxes of an element: its label, and under it the aim that it stands for."""
    if node.shape is DiagramShape.FRAME:
        return _frame(node)
    words = _words(node)
    shaped = node.shape in (DiagramShape.ELLIPSE, DiagramShape.ROUNDED)
    inner = _inside(node) if shaped else node
    edge = Edge.NONE if shaped else _edge(node)
    bold = node.group != BALLOON
    if not node.aim:
        return [_label(inner, words, inner.height, edge, bold=bold)]
    least = text_height(words, inner.width, _BODY, bold=True, padding=_label_padding(node)) + 0.6
    wanted = text_height(node.aim, inner.width, _BODY) + 0.6
    head = min(max(least, inner.height - wanted), inner.height * 0.7)
    aim = text_box(
        inner.x,
        inner.y + head,
        inner.width,
        inner.height - head,
        node.aim,
        _BODY,
        align=Align.CENTRE,
        tone=_tone(node) if shaped else Tone.NONE,
        role=node.role,
        edge=edge if shaped else Edge.DASHED if node.aim_inferred else edge,
        name=node.aim_uid or node.uid,
    )
    return [_label(inner, words, head, edge), aim]


def needed_height(node: NodeSpec) -> float:
    """Height in mm that the words of an element take in body text."""
    bold = node.group != BALLOON
    share = math.sqrt(0.5) if node.shape is DiagramShape.ELLIPSE else 1.0
    width = node.width * share
    label = text_height(_words(node), width, _BODY, bold=bold, padding=_label_padding(node)) + 0.8
    aim = text_height(node.aim, width, _BODY) + 0.8 if node.aim else 0.0
    return (label + aim) / share


def node_outline(node: NodeSpec) -> Polygon | None:
    """The outline of an element that is no rectangle."""
    if node.shape is DiagramShape.ELLIPSE:
        points = _ellipse(node)
    elif node.shape is DiagramShape.ROUNDED:
        points = _rounded(node)
    else:
        return None
    return Polygon(points, _tone(node), node.role, edge=_edge(node), name=node.uid)


def _words(node: NodeSpec) -> str:
    titled = node.group and node.group != BALLOON
    return f"{node.group}\n{node.label}" if titled else node.label


def _tone(node: NodeSpec) -> Tone:
    if node.role is not ColourRole.NEUTRAL:
        return Tone.ROLE
    return Tone.NONE if node.group == BALLOON else Tone.SOFT


def _edge(node: NodeSpec) -> Edge:
    if node.inferred:
        return Edge.DASHED
    return Edge.HAIR if node.group == BALLOON else Edge.THIN


def _label(node: NodeSpec, words: str, height: float, edge: Edge, *, bold: bool = True) -> Box:
    return text_box(
        node.x,
        node.y,
        node.width,
        height,
        words,
        _LABEL if bold else _BODY,
        bold=bold,
        align=Align.CENTRE,
        tone=_tone(node),
        role=node.role,
        edge=edge,
        padding=_label_padding(node),
        name=node.uid,
    )


def _label_padding(node: NodeSpec) -> float:
    """The pattern of a 色の役割 stands at the left of the words."""
    return 3.0 if node.role is not ColourRole.NEUTRAL else 1.6


def _frame(node: NodeSpec) -> list[Box]:
    outline = Box(node.x, node.y, node.width, node.height, edge=Edge.DASHED, name=node.uid)
    title = text_box(
        node.x + 1.0,
        node.y + 0.6,
        max(node.width - 2.0, 1.0),
        min(_FRAME_TITLE, node.height),
        node.label,
        _BODY,
        bold=True,
        edge=Edge.NONE,
        name=node.uid,
    )
    return [outline, title]


def _inside(node: NodeSpec) -> NodeSpec:
    """The largest rectangle that stays inside the outline."""
    share = math.sqrt(0.5) if node.shape is DiagramShape.ELLIPSE else 1 - 0.6 / max(node.height, 1.0)
    width, height = node.width * share, node.height * share
    return replace(
        node,
        x=node.x + (node.width - width) / 2,
        y=node.y + (node.height - height) / 2,
        width=width,
        height=height,
    )


def _ellipse(node: NodeSpec) -> tuple[tuple[float, float], ...]:
    x, y = node.x + node.width / 2, node.y + node.height / 2
    turns = (2 * math.pi * step / _ROUND for step in range(_ROUND))
    return tuple((x + node.width / 2 * math.cos(t), y + node.height / 2 * math.sin(t)) for t in turns)


def _rounded(node: NodeSpec) -> tuple[tuple[float, float], ...]:
    radius = min(_CORNER, node.width / 2, node.height / 2)
    points: list[tuple[float, float]] = []
    corners = ((1, 1, 0.0), (0, 1, 0.5), (0, 0, 1.0), (1, 0, 1.5))
    for right, low, begin in corners:
        x = node.x + (node.width - radius if right else radius)
        y = node.y + (node.height - radius if low else radius)
        for step in range(5):
            turn = math.pi * (begin + step / 8)
            points.append((x + radius * math.cos(turn), y + radius * math.sin(turn)))
    return tuple(points)
