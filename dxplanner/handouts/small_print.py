"""Diagrams whose text had to become smaller than body text: said before printing, never silently."""

from collections import Counter
from collections.abc import Iterable, Iterator

from dxplanner.handouts.blocks import Block, Heading, Picture
from dxplanner.handouts.drawing import Drawing
from dxplanner.handouts.fitting import SMALLEST


def small_pictures(blocks: Iterable[Block]) -> Iterator[str]:
    """A sentence for each diagram most of whose text is below the floor of body text."""
    heading = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = f"「{block.text}」の"
        elif isinstance(block, Picture) and not block.bare and not block.drawing.dense:
            size = body_size(block.drawing)
            if size < SMALLEST:
                yield (
                    f"{heading}図の文字が{size:g}ポイントで、本文の下限{SMALLEST:g}ポイントより小さくなっています。"
                    "用紙をA3にするか、内容を分けてください。"
                )


def body_size(drawing: Drawing) -> float:
    """The size in points in which most characters of a drawing are set; the floor for one without text."""
    characters: Counter[float] = Counter()
    for box in drawing.boxes:
        characters[box.style.size] += len(box.text)
    return max(characters, key=lambda size: (characters[size], size)) if characters.total() else SMALLEST
