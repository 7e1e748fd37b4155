"""How the parts of a handout share its pages: what grows takes the room that the others leave."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from dxplanner.domain.errors import InputError
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
    """A part of a handout: its kind, its options, its row in the plan and its place ("" for none)."""

    kind: str
    options: Options
    uid: str = ""
    place: str = ""
    """Which of several parts it is, before a sentence about it: 「3番目の部品「成果指標」：」."""


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
    for index, part in enumerate(parts):
        free = whole.height - height_on_page(tuple(blocks), whole) - sum(least[index:])
        if least[index:]:
            free -= GAP  # the space between a diagram and what stands under it
        built = _built(snapshot, part, Area(whole.width, max(free, 0.0)), whole)
        blocks += [_named(block, part.uid) for block in built] if part.uid else built
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
    if part.kind in KINDS and KINDS[part.kind].fills:
        return whole.height * _KEPT
    smallest = _blocks(snapshot, part, Area(whole.width, 0.0))
    return min(height_on_page(smallest, whole), whole.height)


def _built(snapshot: PlanSnapshot, part: Part, room: Area, whole: Area) -> tuple[Block, ...]:
    """A part in the room that is left, or on a page of its own when it cannot be read there."""
    if part.kind not in KINDS or not KINDS[part.kind].fills:
        return _blocks(snapshot, part, room)
    if room.height >= whole.height * _WORTH_FILLING:
        blocks = _blocks(snapshot, part, room)
        if room.height >= whole.height or sum(isinstance(block, Picture) for block in blocks) <= 1:
            return blocks
    return _blocks(snapshot, part, whole)


def _blocks(snapshot: PlanSnapshot, part: Part, area: Area) -> tuple[Block, ...]:
    """The blocks of a part; what is wrong with it is said with its place among the others."""
    try:
        return build_blocks(part.kind, snapshot, part.options, area)
    except InputError as error:
        raise InputError(f"{part.place}{error.message}") from error
