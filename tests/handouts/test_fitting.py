"""Blocks in the largest size that keeps them on their pages, without torn words, without orphan rows."""

from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, PageBreak, Paragraph, Table
from dxplanner.handouts.fitting import SMALLEST, TIGHTER, largest_that_fits, tightened
from dxplanner.handouts.metrics import MM_PER_POINT
from dxplanner.handouts.pages import height_on_page
from dxplanner.handouts.tables import PADDING, lay_out

NAME = "便利で使いやすい行政サービスの最適化"


def rows(count: int, size: float = 10.5, text: str = "値") -> Table:
    return Table((Column(1),), (), ((Cell(text),),) * count, size)


def fitted(count: int, area: Area = A4_LANDSCAPE) -> Table:
    (made,) = largest_that_fits(lambda size: (rows(count, size),), area)
    assert isinstance(made, Table)
    return made


def test_text_is_as_large_as_the_page_allows() -> None:
    assert (fitted(3).size, fitted(3).air) == (12.5, 1.0)
    full = next(count for count in range(20, 40) if fitted(count).air < 1.0)
    assert fitted(full - 1).size == SMALLEST


def test_rows_are_tightened_before_a_few_of_them_stand_alone_on_a_page() -> None:
    height = A4_LANDSCAPE.height
    count = next(count for count in range(20, 40) if lay_out(rows(count), 269.0, height).height > height)
    made = fitted(count)
    assert (made.size, made.air) == (SMALLEST, TIGHTER[0])
    assert lay_out(made, 269.0, height).height <= height
    # More than tightening can save go over as many pages as before, with their air.
    assert fitted(2 * count - 4).air == 1.0


def test_tightened_rows_keep_their_text_whole() -> None:
    usual, (tight, _) = rows(2), tightened((rows(2), Paragraph("文")), 0.5)
    assert isinstance(tight, Table)
    before, after = (lay_out(one, 100, 200) for one in (usual, tight))
    assert after.body[0].lines == before.body[0].lines
    assert after.height < before.height
    assert after.row_heights[0] > tight.size * MM_PER_POINT


def test_a_smaller_size_is_taken_where_it_spares_a_word() -> None:
    width = 10.05 * 11.5 * MM_PER_POINT + 2 * PADDING
    lines = 2 * 12.5 * 1.25 * MM_PER_POINT + 5.5

    def build(size: float) -> tuple[Block, ...]:
        return (rows(1, size, NAME),)

    (made,) = largest_that_fits(build, Area(width, lines))
    assert isinstance(made, Table)
    assert made.size == 11.5
    assert lay_out(made, width, lines).body[0].lines == ("便利で使いやすい", "行政サービスの最適化")


def test_pages_divided_by_hand_are_looked_at_one_by_one() -> None:
    two = largest_that_fits(lambda size: (rows(5, size), PageBreak(), rows(25, size)), A4_LANDSCAPE)
    pages = [block for block in two if isinstance(block, Table)]
    assert pages[0].size == pages[1].size
    assert all(height_on_page((page,), A4_LANDSCAPE) <= A4_LANDSCAPE.height for page in pages)
