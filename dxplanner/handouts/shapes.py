"""Boxes with text set to fit, and drawings of them: what the layouts of diagrams share."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, Glyph, Line, Polygon, TextStyle, Tone
from dxplanner.handouts.linebreak import Setting, block_height, fit_text, untorn

BODY: Final = 10.5
"""Floor in points of body text."""
_SMALLEST: Final = 7.0


def text_box(
    x: float,
    y: float,
    width: float,
    height: float,
    text: str,
    size: float,
    *,
    floor: float = _SMALLEST,
    bold: bool = False,
    align: Align = Align.LEFT,
    tone: Tone = Tone.NONE,
    role: ColourRole = ColourRole.NEUTRAL,
    edge: Edge = Edge.THIN,
    padding: float = 1.6,
    name: str = "",
    setting: Setting = Setting.BALANCED,
) -> Box:
    """A box whose text is set in the largest size from ``size`` down to ``floor`` points that fits."""
    fit = fit_text(text, width - 2 * padding, height - 0.4, size, floor, bold=bold, setting=setting)
    style = TextStyle(fit.size, bold, align)
    return Box(x, y, width, height, text, fit.lines, style, tone, role, edge=edge, padding=padding, name=name)


def text_height(
    text: str,
    width: float,
    size: float,
    *,
    bold: bool = False,
    padding: float = 1.6,
    setting: Setting = Setting.BALANCED,
) -> float:
    """Height in mm of a box of ``width`` mm that takes a text of ``size`` points without tearing words."""
    lines = untorn(text, width - 2 * padding, size, bold=bold, setting=setting)
    return block_height(len(lines), size) + padding


def drawing_of(
    width: float,
    height: float,
    boxes: Sequence[Box],
    lines: Sequence[Line] = (),
    glyphs: Sequence[Glyph] = (),
    polygons: Sequence[Polygon] = (),
    description: str = "",
) -> Drawing:
    """A diagram of these parts."""
    return Drawing(
        width,
        height,
        tuple(boxes),
        tuple(lines),
        tuple(glyphs),
        description=description,
        polygons=tuple(polygons),
    )


def moved(box: Box, x: float, y: float) -> Box:
    """The box at another place."""
    return replace(box, x=box.x + x, y=box.y + y)
