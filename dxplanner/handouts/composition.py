"""How the parts of a handout share its pages: what grows takes the room that the others leave."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from dxplanner.handouts.area import Area
from dxplanner.handouts.blocks import Block, Heading, Notes, PageBreak, Paragraph, Picture
from dxplanner.handouts.catalogue import KINDS, build_blocks
from dxplanner.handouts.pages import GAP, height_on_page
from dxplanner.handouts.selection import Options
from dxplanner.model.snapshot import PlanSnapshot

_WORTH_FILLING: Final = 0.3
"""Share of a page that must be free for a diagram to be tried there; with less it takes a new page."""
_KEPT: Final = 0.45
"""Share of a page that text before a diagram leaves to it, as long as the text can be made smaller."""


class Part(NamedTuple):
    """A part of a handout: its kind, its options, and its row in the plan ("" for none)."""

    kind: str
    options: Options
    uid: str = ""


def compose(snapshot: PlanSnapshot, parts: Sequence[Part], whole: Area) -> list[Block]:
    """The blocks of all parts in order, for pages of an area. InputError as of build_blocks."""
    blocks: list[Block] = []
    page: list[Part] = []
    for part in parts:
        if part.kind == "page_break":
            blocks += [*_page(snapshot, page, whole), PageBreak()]
            page = []
        else:
            page.append(part)
    return [*blocks, *_page(snapshot, page, whole)]


def _page(snapshot: PlanSnapshot, parts: Sequence[Part], whole: Area) -> list[Block]:
    """The parts between two page breaks: the ones before and after a part take their room first."""
    least = [_least(snapshot, part, whole) for part in parts[1:]]
    blocks: list[Block] = []
    for index, (kind, options, uid) in enumerate(parts):
        free = whole.height - height_on_page(tuple(blocks), whole) - sum(least[index:])
        if least[index:]:
            free -= GAP  # the space between a diagram and what stands under it
        built = _built(snapshot, kind, options, Area(whole.width, max(free, 0.0)), whole)
        blocks += [_named(block, uid) for block in built] if uid else built
    return blocks


def _named(block: Block, uid: str) -> Block:
    """A block whose words come from no other row comes from the part itself."""
    match block:
        case Heading(name="") | Paragraph(name=""):
            return replace(block, name=uid)
        case Notes(names=()):
            return replace(block, names=(uid,) * len(block.entries))
    return block


def _least(snapshot: PlanSnapshot, part: Part, whole: Area) -> float:
    """Height in mm that a part needs in its smallest text, or that is kept for a diagram."""
    kind, options, _ = part
    if kind in KINDS and KINDS[kind].fills:
        return whole.height * _KEPT
    smallest = build_blocks(kind, snapshot, options, Area(whole.width, 0.0))
    return min(height_on_page(smallest, whole), whole.height)


def _built(snapshot: PlanSnapshot, kind: str, options: Options, room: Area, whole: Area) -> tuple[Block, ...]:
    """A part in the room that is left, or on a page of its own when it cannot be read there."""
    if kind not in KINDS or not KINDS[kind].fills:
        return build_blocks(kind, snapshot, options, room)
    if room.height >= whole.height * _WORTH_FILLING:
        blocks = build_blocks(kind, snapshot, options, room)
        if room.height >= whole.height or sum(isinstance(block, Picture) for block in blocks) <= 1:
            return blocks
    return build_blocks(kind, snapshot, options, whole)
