"""Lines of tables on one sheet come together where their texts leave them the room."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dxplanner.exporters.xlsx_snapping import snapped
from dxplanner.handouts.blocks import Cell, Column, Table
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.tables import TableLayout, lay_out

WIDTH = 200.0


def laid(widths: tuple[float, ...], *texts: str, align: Align = Align.LEFT) -> TableLayout:
    row = tuple(Cell(text, align=align) for text in texts)
    return lay_out(Table(tuple(map(Column, widths)), (), (row,)), WIDTH, 140)


def moved(*layouts: TableLayout) -> list[tuple[float, ...]]:
    return snapped([(layout.edges, layout) for layout in layouts])


def test_a_line_moves_to_that_of_an_earlier_table() -> None:
    first, second = laid((100, 100), "左", "右"), laid((104, 96), "左", "右")
    assert moved(first, second) == [first.edges, first.edges]


def test_a_line_far_away_stays() -> None:
    first, second = laid((100, 100), "左", "右"), laid((106, 94), "左", "右")
    assert moved(first, second) == [first.edges, second.edges]


def test_a_text_keeps_the_room_that_it_is_printed_in() -> None:
    first, second = laid((20, 180), "左", "右"), laid((24, 176), "数値が入る欄", "右", align=Align.RIGHT)
    assert moved(first, second) == [first.edges, second.edges]


def test_lines_of_a_picture_do_not_move_but_are_moved_to() -> None:
    table = laid((104, 96), "左", "右")
    assert snapped([(table.edges, table), ((0.0, 100.0, WIDTH), None)]) == [(0.0, 100.0, WIDTH)] * 2


@given(
    st.lists(
        st.tuples(
            st.lists(st.floats(6, 90), min_size=1, max_size=6).map(tuple), st.text("国民a1", max_size=12)
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_column_vanishes_and_no_text_loses_its_room(tables: list[tuple[tuple[float, ...], str]]) -> None:
    layouts = [laid(widths, *[text] * len(widths)) for widths, text in tables]
    for layout, edges in zip(layouts, moved(*layouts), strict=True):
        assert (edges[0], edges[-1]) == (layout.edges[0], layout.edges[-1])
        assert all(abs(new - old) <= 5.5 for new, old in zip(edges, layout.edges, strict=True))
        for column, ((left, right), (before, after)) in enumerate(
            zip(pairwise(edges), pairwise(layout.edges), strict=True)
        ):
            assert right - left >= min(4.0, after - before) - 1e-6
            widest = max(
                bundled_metrics().width(line, one.size, False)
                for one in layout.body
                if one.column == column
                for line in one.lines
            )
            assert right - left >= min(widest, after - before) - 1e-6
