"""The pen draws what reportlab's own canvas draws, and repeats nothing that is still set."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.exporters.fonts import BOLD, REGULAR, register_fonts
from dxplanner.exporters.pdf_drawing import DrawingPainter
from dxplanner.exporters.pdf_pen import Pen
from dxplanner.exporters.pdf_theme import INK, RULE
from dxplanner.handouts.drawing import Align, Box, BoxShape, Drawing, Edge, Glyph, Line, TextStyle, Tone
from dxplanner.handouts.metrics import MM_PER_POINT

SIDE = 120.0


class Bare:
    """reportlab's own canvas under the painters; what it cannot mark is left unmarked."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def __getattr__(self, name: str) -> Any:
        return getattr(self._canvas, name)

    def begin_marked(self, *_: object) -> None:
        """Marks are not drawn."""

    def end_marked(self) -> None:
        """Marks are not drawn."""


def painted(wrap: Callable[[Canvas], Any], paint: Callable[[Any], None]) -> pypdfium2.PdfPage:
    register_fonts()
    canvas = Canvas("", pagesize=(SIDE / MM_PER_POINT, SIDE / MM_PER_POINT), pageCompression=0, invariant=1)
    tool = wrap(canvas)
    tool.saveState()
    tool.translate(0, SIDE / MM_PER_POINT)
    tool.scale(1 / MM_PER_POINT, 1 / MM_PER_POINT)
    paint(tool)
    tool.restoreState()
    canvas.showPage()
    data: Any = canvas
    return pypdfium2.PdfDocument(BytesIO(data.getpdfdata()))[0]


def difference(one: pypdfium2.PdfPage, other: pypdfium2.PdfPage) -> float:
    """Share of the pixels that differ by more than the smoothing of edges does."""
    first, second = (bytes(page.render(scale=2, grayscale=True).buffer) for page in (one, other))
    assert len(first) == len(second)
    return sum(abs(a - b) > 90 for a, b in zip(first, second, strict=True)) / len(first)


def test_a_drawing_looks_the_same() -> None:
    style = TextStyle(9, align=Align.CENTRE)
    boxes = [
        Box(5 + 18 * (at % 6), 5 + 12 * (at // 6), 16, 9, "委員会", ("委員会",), style,
            list(Tone)[at % 5], list(ColourRole)[at % 6], list(Edge)[at % 6], list(BoxShape)[at % 3])
        for at in range(30)
    ]  # fmt: skip
    broken = Box(
        5, 70, 30, 20, "二行の文章", ("二行の", "文章"), TextStyle(10, bold=True), underline=((0, 2),)
    )
    upright = Box(40, 70, 10, 40, "縦書きー", ("縦書きー",), TextStyle(10, vertical=True), tone=Tone.STRONG)
    lines = [Line(((60, 70), (100, 70 + at * 5)), edge, arrow=at % 2 == 0) for at, edge in enumerate(Edge)]
    drawing = Drawing(SIDE, SIDE, (*boxes, broken, upright), tuple(lines), (Glyph(80, 110, "▲", 5.0),))
    mine, bare = (painted(wrap, lambda tool: DrawingPainter(tool).paint(drawing)) for wrap in (Pen, Bare))
    assert difference(mine, bare) < 0.002
    found = mine.get_textpage()
    for text in ("二行の文章", "縦書きー", "委員会"):
        assert found.search(text).get_next() is not None


def test_what_is_set_is_written_once_and_again_after_a_restored_state() -> None:
    register_fonts()
    canvas = Canvas("", pageCompression=0)
    pen = Pen(canvas)
    code: list[str] = canvas._code  # type: ignore[attr-defined]
    start = len(code)

    def strokes(sign: str) -> int:
        return sum(part.endswith(sign) for part in code[start:])

    for _ in range(3):
        pen.setStrokeColor(RULE)
        pen.setLineWidth(0.2)
        pen.setDash((1.0, 0.5))
        pen.setFont(REGULAR, 3.0)
        pen.drawString(1, 1, "同じ")
    assert [strokes(" RG"), strokes(" w"), strokes(" d")] == [1, 1, 1]
    assert sum(" Tf " in part for part in code[start:]) == 1
    pen.saveState()
    pen.setStrokeColor(INK)
    pen.setFont(BOLD, 3.0)
    pen.drawString(1, 1, "別")
    pen.restoreState()
    pen.setStrokeColor(RULE)
    pen.setFont(REGULAR, 3.0)
    pen.drawString(1, 1, "同じ")
    # What was set before is in force again: nothing is repeated.
    assert strokes(" RG") == 2
    assert sum(" Tf " in part for part in code[start:]) == 2
    assert code[start:].count("q") == code[start:].count("Q") == 1
