"""Blocks of text in the largest size that keeps them on their page."""

from collections.abc import Callable
from typing import Final

from dxplanner.handouts.area import Area, text_sizes
from dxplanner.handouts.blocks import Block, PageBreak
from dxplanner.handouts.pages import height_on_page

LARGEST: Final = 12.5
"""Largest and smallest body text in points, on A4 landscape."""
SMALLEST: Final = 10.5


def largest_that_fits(
    build: Callable[[float], tuple[Block, ...]],
    area: Area,
    largest: float = LARGEST,
    smallest: float = SMALLEST,
) -> tuple[Block, ...]:
    """What ``build`` makes for the largest size in points whose blocks stay within ``area``.

    Page breaks among the blocks begin pages of the same height. When nothing fits, the smallest size goes
    over as many pages as it needs; so does everything where there is no room at all.
    """
    if not area.height:
        return build(smallest)
    blocks: tuple[Block, ...] = ()
    for size in text_sizes(largest, smallest, area.width):
        blocks = build(size)
        if all(height_on_page(page, area) <= area.height for page in pages_of(blocks)):
            break
    return blocks


def pages_of(blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """The blocks between page breaks."""
    pages: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, PageBreak):
            pages.append([])
        else:
            pages[-1].append(block)
    return [tuple(page) for page in pages]
