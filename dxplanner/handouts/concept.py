"""コンセプト: the slogan, the thinking behind it, and the 領域 with what they aim at."""

from typing import Final

from dxplanner.domain.text import full_width_digits
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area, text_sizes
from dxplanner.handouts.blocks import Block, Notes, Paragraph, Picture
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, Tone
from dxplanner.handouts.linebreak import Setting
from dxplanner.handouts.pages import GAP, block_height
from dxplanner.handouts.selection import Options, chosen_version
from dxplanner.handouts.shapes import drawing_of, text_box, text_height
from dxplanner.handouts.trees import Tree
from dxplanner.model import Level, PolicyNode
from dxplanner.model.snapshot import PlanSnapshot

_SLOGAN: Final = 17.0
_TEXT: Final = (14.0, 10.5)
_STATEMENT: Final = 15.0
_GAP: Final = 5.0
_HEADING: Final = 12.0
_FIELDS: Final = 11.0
_LEAST: Final = 26.0
_TALLEST: Final = 46.0
_NOTE: Final = "点線の枠は推定（確認中）です。"


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """Slogan and text of the plan, and the topmost level of a version (option ``version``)."""
    plan = snapshot.plan
    version = chosen_version(snapshot, options)
    tree = Tree(version) if version else None
    domains = list(tree.at(tree.levels[0])) if tree and tree.levels else []
    domains = [node for node in domains if node.statement]
    if not (plan.slogan or plan.concept or domains):
        return (Paragraph(cells.EMPTY),)
    inferred = any(_guessed(snapshot, node) for node in domains)
    notes = (Notes((("※", _NOTE),)),) if inferred else ()
    height = area.height - sum(block_height(note, area) for note in notes) - GAP
    boxes: list[Box] = []
    y = 0.0
    if plan.slogan:
        y = _slogan(boxes, plan.slogan, f"{plan.uid}/slogan", area.width)
    rest = _HEADING * bool(domains) + (_HEADING + _LEAST + _FIELDS + _GAP) * bool(domains)
    if plan.concept:
        y = _text(boxes, plan.concept, f"{plan.uid}/concept", area.width, y, height - rest)
    if domains and tree:
        _domains(boxes, snapshot, domains, tree.levels[0], area.width, y, height)
    bottom = max(box.bottom for box in boxes)
    drawing: Drawing = drawing_of(area.width, bottom, boxes, description="コンセプト")
    return (Picture(drawing), *notes)


def _slogan(boxes: list[Box], slogan: str, name: str, width: float) -> float:
    height = max(text_height(slogan, width, _SLOGAN, bold=True) + 8.0, 20.0)
    box = text_box(
        0.0, 0.0, width, height, slogan, _SLOGAN, bold=True, align=Align.CENTRE, tone=Tone.STRONG, name=name
    )
    boxes.append(box)
    return box.bottom + _GAP


def _text(boxes: list[Box], text: str, name: str, width: float, y: float, bottom: float) -> float:
    """The text in the largest size that leaves room for what follows."""
    size, height = _TEXT[1], 0.0
    for size in text_sizes(*_TEXT, width):
        height = text_height(text, width, size, padding=3.0, setting=Setting.FULL) + 4.0
        if y + height <= bottom:
            break
    boxes.append(text_box(0.0, y, width, height, text, size, padding=3.0, name=name, setting=Setting.FULL))
    return y + height + _GAP


def _domains(
    boxes: list[Box],
    snapshot: PlanSnapshot,
    domains: list[PolicyNode],
    level: Level,
    width: float,
    y: float,
    height: float,
) -> None:
    """A box a 領域: its name, its sentence, the 分野 in it."""
    title = f"{full_width_digits(str(len(domains)))}つの{level.name}"
    place = (0.0, y, width, _HEADING - 3.0)
    name = f"{level.uid}/name"
    boxes.append(text_box(*place, title, 13.0, bold=True, edge=Edge.NONE, padding=0.0, name=name))
    y += _HEADING - 2.0
    step = (width + _GAP) / len(domains)
    room = min(max(height - y - _HEADING - _FIELDS, _LEAST), _TALLEST)
    for index, node in enumerate(domains):
        x, w = index * step, step - _GAP
        boxes.append(
            text_box(
                x,
                y,
                w,
                _HEADING,
                node.name,
                14.0,
                bold=True,
                align=Align.CENTRE,
                tone=Tone.HEADING,
                name=f"{node.uid}/name",
            )
        )
        boxes.append(
            text_box(
                x,
                y + _HEADING,
                w,
                room,
                node.statement or "",
                _STATEMENT,
                floor=10.5,
                bold=True,
                align=Align.CENTRE,
                edge=Edge.DASHED if snapshot.is_inferred(node, "statement") else Edge.THIN,
                padding=4.0,
                name=f"{node.uid}/statement",
            )
        )
        fields = [child.name for child in node.children]
        if fields:
            edge = Edge.DASHED if _guessed(snapshot, node) else Edge.THIN
            words = "・".join(fields)
            place = (x, y + _HEADING + room, w, _FIELDS)
            boxes.append(
                text_box(*place, words, 12.0, align=Align.CENTRE, tone=Tone.SOFT, edge=edge, name=node.uid)
            )


def _guessed(snapshot: PlanSnapshot, node: PolicyNode) -> bool:
    own = snapshot.is_inferred(node, "statement")
    return own or any(snapshot.is_inferred(child, "parent_id") for child in node.children)
