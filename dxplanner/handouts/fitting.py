"""Blocks of text in the largest size that keeps them on their page."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from dxplanner.handouts.area import Area, text_sizes
from dxplanner.handouts.blocks import Block, PageBreak, Table
from dxplanner.handouts.pages import GAP, block_height, height_on_page
from dxplanner.handouts.tables import lay_out

LARGEST: Final = 12.5
"""Largest and smallest body text in points, on A4 landscape."""
SMALLEST: Final = 10.5
TIGHTER: Final = (0.75, 0.5)
"""Shares of the usual air in rows that are tried where it would tear words, or take one more page."""
_SPARED: Final = 2
"""How many steps smaller text may be than there is room for, so that no word is torn."""


def largest_that_fits(
    build: Callable[[float], tuple[Block, ...]],
    area: Area,
    largest: float = LARGEST,
    smallest: float = SMALLEST,
) -> tuple[Block, ...]:
    """What ``build`` makes for the largest size in points whose blocks stay within ``area``.

    Page breaks among the blocks begin pages of the same height. A size that is a little smaller, or rows with
    less air, are taken where that spares torn words in tables or a page. When nothing fits, the smallest size
    goes over as few pages as it can; so does everything where there is no room at all.
    """
    if not area.height:
        return build(smallest)
    found: list[tuple[int, tuple[Block, ...]]] = []
    blocks: tuple[Block, ...] = ()
    for size in text_sizes(largest, smallest, area.width):
        blocks = build(size)
        torn = _torn_on_pages(blocks, area)
        if torn is not None:
            found.append((torn, blocks))
        if torn == 0 or len(found) > _SPARED:
            return min(found, key=lambda one: one[0])[1]
    tighter = [tightened(found[0][1] if found else blocks, air) for air in TIGHTER]
    for trial in tighter:
        torn = _torn_on_pages(trial, area)
        if torn is not None:
            found.append((torn, trial))
    if found:
        return min(found, key=lambda one: one[0])[1]
    return min((blocks, *tighter), key=lambda one: _page_count(one, area))


def tightened(blocks: Sequence[Block], air: float) -> tuple[Block, ...]:
    """The blocks, their tables with less air in their rows."""
    return tuple(replace(block, air=air) if isinstance(block, Table) else block for block in blocks)


def _torn_on_pages(blocks: tuple[Block, ...], area: Area) -> int | None:
    """How many words tables tear; None where a page does not hold its blocks."""
    pages = pages_of(blocks)
    spare = [area.height - height_on_page(page, area) for page in pages]
    if min(spare) < 0:
        return None
    return sum(torn_words(page, area, free) for page, free in zip(pages, spare, strict=True))


def _page_count(blocks: tuple[Block, ...], area: Area) -> int:
    """About how many pages blocks take that flow from one to the next."""
    count = len(pages_of(blocks))
    for page in pages_of(blocks):
        used = 0.0
        for block in page:
            if not isinstance(block, Table):
                height = block_height(block, area)
                full = used + height > area.height + GAP
                count, used = count + full, height if full else used + height
                continue
            layout, first = lay_out(block, area.width, area.height), 0
            while (end := first + layout.rows_that_fit(first, area.height - used)) < len(layout.row_heights):
                count, used, first = count + 1, 0.0, end + (not used and end == first)
            used += layout.header_height + sum(layout.row_heights[first:]) + GAP
    return count


def torn_words(blocks: Sequence[Block], area: Area, spare: float) -> int:
    """How many words the tables on a page tear whose rows may grow by ``spare`` mm."""
    tables = [block for block in blocks if isinstance(block, Table)]
    layouts = [lay_out(table, area.width, area.height) for table in tables]
    return sum(
        lay_out(table, area.width, area.height, spare).torn if layout.wanting and layout.torn else layout.torn
        for table, layout in zip(tables, layouts, strict=True)
    )


def pages_of(blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """The blocks between page breaks."""
    pages: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, PageBreak):
            pages.append([])
        else:
            pages[-1].append(block)
    return [tuple(page) for page in pages]
