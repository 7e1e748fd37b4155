"""Diagrams whose text had to become smaller than body text: said before printing, never silently."""

from collections import Counter
from collections.abc import Iterable, Iterator

from dxplanner.handouts.blocks import Block, ChartRow, Heading, Picture
from dxplanner.handouts.chart_layout import lay_out_chart_row
from dxplanner.handouts.drawing import Drawing
from dxplanner.handouts.fitting import SMALLEST


def small_pictures(blocks: Iterable[Block], width: float) -> Iterator[str]:
    """A sentence for each diagram, and each row of charts with 所見, whose text is below that of body text.

    ``width`` is that of the printed area in mm.
    """
    heading = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = f"「{block.text}」の"
        elif isinstance(block, Picture) and not block.bare and not block.drawing.dense:
            size = body_size(block.drawing)
            if size < SMALLEST:
                yield _sentence(f"{heading}図", size)
        elif isinstance(block, ChartRow) and block.texts:
            size = remark_size(lay_out_chart_row(block, width), block)
            if size < SMALLEST:
                yield _sentence(f"{heading}所見", size)


def _sentence(what: str, size: float) -> str:
    return (
        f"{what}の文字が{size:g}ポイントで、本文の下限{SMALLEST:g}ポイントより小さくなっています。"
        "用紙をA3にするか、内容を分けてください。"
    )


def remark_size(drawing: Drawing, row: ChartRow) -> float:
    """The size in points in which the texts beside a row of charts are set."""
    words = {text for _, text in row.texts}
    return min((box.style.size for box in drawing.boxes if box.text in words), default=SMALLEST)


def body_size(drawing: Drawing) -> float:
    """The size in points in which most characters of a drawing are set; the floor for one without text."""
    characters: Counter[float] = Counter()
    for box in drawing.boxes:
        characters[box.style.size] += len(box.text)
    return max(characters, key=lambda size: (characters[size], size)) if characters.total() else SMALLEST
