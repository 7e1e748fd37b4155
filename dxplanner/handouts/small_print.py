"""Tables and diagrams whose text is smaller than body text: said before printing, never silently."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from dxplanner.handouts.area import Area
from dxplanner.handouts.blocks import Block, ChartRow, Heading, Picture, Table
from dxplanner.handouts.chart_layout import lay_out_chart_row
from dxplanner.handouts.drawing import Drawing
from dxplanner.handouts.fitting import SMALLEST
from dxplanner.handouts.tables import lay_out

_WORDS: Final = 20


def small_letters(blocks: Iterable[Block], area: Area) -> Iterator[str]:
    """A sentence for each table, diagram and row of charts with 所見 in letters below those of body text."""
    heading = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = f"「{block.text}」の"
        elif isinstance(block, Table) and block.columns:
            yield from _of_table(block, area, heading)
        elif isinstance(block, Picture) and not block.bare and not block.drawing.dense:
            size = body_size(block.drawing)
            if size < SMALLEST:
                yield _sentence(f"{heading}図", size)
        elif isinstance(block, ChartRow) and block.texts:
            size = remark_size(lay_out_chart_row(block, area.width), block)
            if size < SMALLEST:
                yield _sentence(f"{heading}所見", size)


def _of_table(table: Table, area: Area, heading: str) -> Iterator[str]:
    """A table that is set in small letters, else its smallest cell, whose line had no room."""
    if table.size < SMALLEST:
        yield _sentence(f"{heading}表", table.size)
        return
    layout = lay_out(table, area.width, area.height)
    cell = min(layout.body, key=lambda one: one.size, default=None)
    if cell is not None and cell.size < SMALLEST:
        words = " ".join(cell.cell.text.split())
        yield _sentence(f"{heading}表の「{words[:_WORDS]}{'…' if len(words) > _WORDS else ''}」", cell.size)


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
