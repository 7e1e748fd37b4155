"""Tables keep their text, repeat their headings, and end pages between rows."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.handouts import cells
from dxplanner.handouts.blocks import Cell, Column, Table
from dxplanner.handouts.drawing import Edge
from dxplanner.handouts.review import overflows
from dxplanner.handouts.tables import TableLayout, lay_out

HEADER = ((cells.heading("番号"), cells.heading("名称"), cells.heading("値")),)
COLUMNS = (Column(20), Column(120), Column(40))


def table(*rows: tuple[Cell | None, ...]) -> Table:
    return Table(COLUMNS, HEADER, rows)


def pieces(layout: TableLayout, height: float) -> list[tuple[int, int]]:
    first, found = 0, []
    while first < len(layout.row_heights):
        count = max(layout.rows_that_fit(first, height), 1)
        found.append((first, count))
        first += count
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 900), min_size=1, max_size=12), st.floats(40, 160))
def test_every_character_is_on_some_page_inside_its_cell(lengths: list[int], height: float) -> None:
    rows = [(Cell("1"), Cell("計画" * (length // 2)), Cell("2")) for length in lengths]
    layout = lay_out(table(*rows), 180, height)
    shown = ""
    for first, count in pieces(layout, height):
        drawing = layout.piece(first, count)
        assert drawing.height <= height + 1e-6
        assert not any(overflows(box) for box in drawing.boxes)
        shown += "".join("".join(box.lines) for box in drawing.boxes if "計" in box.text)
    assert shown == "計画" * sum(length // 2 for length in lengths)


def test_headings_repeat_on_each_piece() -> None:
    layout = lay_out(table(*[(Cell(str(n)), Cell("名称"), Cell("1")) for n in range(60)]), 180, 100)
    for first, count in pieces(layout, 100):
        assert [box.text for box in layout.piece(first, count).boxes][:3] == ["番号", "名称", "値"]


def test_a_page_does_not_end_inside_a_cell_that_spans_rows() -> None:
    rows: list[tuple[Cell | None, ...]] = []
    for n in range(30):
        rows.append((Cell(str(n), row_span=2), Cell("国内"), Cell("1")))
        rows.append((None, Cell("国外"), Cell("2")))
    layout = lay_out(table(*rows), 180, 100)
    assert all(first % 2 == 0 and count % 2 == 0 for first, count in pieces(layout, 100))


def test_a_cell_that_no_page_holds_is_torn_without_losing_text() -> None:
    text = "都市のデジタル化" * 120
    rows = [
        (Cell("1", row_span=2), Cell(text, row_span=2), Cell("国内")),
        (None, None, Cell("国外")),
    ]
    layout = lay_out(table(*rows), 180, 60)
    drawings = [layout.piece(first, count) for first, count in pieces(layout, 60)]
    assert len(drawings) > 1
    assert not any(overflows(box) for drawing in drawings for box in drawing.boxes)
    assert "".join("".join(b.lines) for d in drawings for b in d.boxes if "都" in b.text) == text
    assert all("1" in [box.text for box in drawing.boxes] for drawing in drawings[:1])


def test_a_number_becomes_smaller_before_it_is_broken() -> None:
    cell = cells.measured(Decimal("123456789012.25"), "件")
    layout = lay_out(Table((Column(1), Column(5)), (), ((cell, Cell("名称")),)), 180, 100)
    placed = layout.body[0]
    assert placed.lines == ("123,456,789,012.25件",)
    assert placed.size < 10.5


def test_inferred_cells_have_a_dashed_outline() -> None:
    drawing = lay_out(table((Cell("1", inferred=True), Cell("名称"), Cell("1"))), 180, 100).piece(0, 1)
    assert [box.edge for box in drawing.boxes].count(Edge.DASHED) == 1


def test_joined_cells_have_no_rule_between_them() -> None:
    upper = cells.amount(60979)
    lower = Cell("（6,248）", 6248, joined=True)
    drawing = lay_out(Table((Column(1),), (), ((upper,), (lower,))), 100, 100).piece(0, 2)
    border = drawing.rows[1]
    level = [line for line in drawing.lines if line.points[0][1] == line.points[1][1]]
    assert all(abs(line.points[0][1] - border) > 1e-6 for line in level)
    assert len(level) == 2


def test_formats_show_what_is_printed() -> None:
    assert cells.measured(Decimal("36.3"), "%").number_format == '#,##0.0"%";"△"#,##0.0"%"'
    assert cells.measured(Decimal("53.1"), "%", "国内").text == "国内：53.1%"
    assert cells.amount(None).text == "－"
    assert cells.amount(-5, inferred=True).text == "△5（推定）"


def test_a_heading_taller_than_a_page_goes_on_on_the_next_one() -> None:
    words = "見出しの文" * 120
    header = ((*HEADER[0][:2], cells.heading(words)),)
    layout = lay_out(Table(COLUMNS, header, ((Cell("終"), None, None),)), 180, 60)
    found = [layout.piece(first, count) for first, count in pieces(layout, 60)]
    assert len(found) > 1
    assert all(drawing.height <= 60 + 1e-6 for drawing in found)
    boxes = [box for drawing in found for box in drawing.boxes]
    assert not any(overflows(box) for box in boxes)
    assert "".join(line for box in boxes for line in box.lines if "見" in box.text) == words
    assert boxes[-1].text == "終"


def test_spare_room_goes_to_further_lines_that_spare_words() -> None:
    text = "市民向け・事業者向けアンケートの調査結果を新規追加"
    made = Table((Column(64),), (), ((Cell(text),),), size=12.5)
    tight = lay_out(made, 64, 200)
    roomy = lay_out(made, 64, 200, 10.0)
    assert tight.wanting
    assert not roomy.wanting
    assert roomy.body[0].lines == ("市民向け・事業者向け", "アンケートの調査結果を", "新規追加")
    assert (tight.torn, roomy.torn) == (1, 0)
    assert 0 < roomy.height - tight.height <= 10.0
    assert "".join(tight.body[0].lines) == "".join(roomy.body[0].lines) == text
