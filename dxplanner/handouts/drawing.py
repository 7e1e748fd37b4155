"""A diagram laid out once, in millimetres, for every painter: screen, PDF, Excel cells, SVG.

The origin is the upper left corner; x grows to the right, y downwards. Text sizes are in points.

Painters draw lines first, then boxes, then glyphs. A box with text and no tone stands on paper white, so
that no grid line runs through its words; text stands in the middle of its box's height.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from dxplanner.domain.vocabulary import ColourRole


class Tone(StrEnum):
    """What a surface means; painters give it a colour and, on paper, a pattern."""

    NONE = "none"
    HEADING = "heading"
    SOFT = "soft"
    STRONG = "strong"
    ROLE = "role"


class Edge(StrEnum):
    """How an outline or a line is drawn."""

    NONE = "none"
    HAIR = "hair"
    THIN = "thin"
    THICK = "thick"
    DASHED = "dashed"
    DOTTED = "dotted"


class Align(StrEnum):
    """Horizontal alignment of text."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class BoxShape(StrEnum):
    """Outline of a box."""

    RECTANGLE = "rectangle"
    ARROW = "arrow"
    """矢羽根: a band that points to the right."""
    OPEN_RIGHT = "open_right"
    """A band that goes on beyond the chart (以降も続く)."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set. ``size`` in points; ``lines`` are already broken by the layout."""

    size: float = 10.5
    bold: bool = False
    align: Align = Align.LEFT
    vertical: bool = False
    """縦書き: one character under the other."""
    leading: float = 1.25
    """Distance of two lines, in sizes."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with text in it. ``text`` is the whole text, ``lines`` the same broken to fit ``size``.

    ``cell`` tells the Excel painter whether this box becomes cells.
    ``value`` is what the cell holds when it is not the text itself (a number stays a number).
    """

    x: float
    y: float
    width: float
    height: float
    text: str = ""
    lines: tuple[str, ...] = ()
    style: TextStyle = TextStyle()
    tone: Tone = Tone.NONE
    role: ColourRole = ColourRole.NEUTRAL
    edge: Edge = Edge.THIN
    shape: BoxShape = BoxShape.RECTANGLE
    padding: float = 1.0
    cell: bool = True
    name: str = ""
    """What the box stands for (an entity's uid), so that a click finds its editor."""
    underline: tuple[tuple[int, int], ...] = ()
    """Ranges of ``text`` (from, to) that are underlined: what has changed, without colour."""
    heading: bool = False
    """Heads rows or columns of a picture that is a table at heart: its cells may be merged."""

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Line:
    """A polyline through ``points`` (mm); ``arrow`` puts a head at its end."""

    points: tuple[tuple[float, float], ...]
    edge: Edge = Edge.THIN
    arrow: bool = False
    cell: bool = True
    """Whether the Excel painter draws it (as cell borders when straight, else as a connector)."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A sign such as ▲, centred on a point (mm), ``size`` in mm."""

    x: float
    y: float
    sign: str
    size: float = 3.0
    name: str = ""
    """The uid that its label's box bears too."""


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled outline through ``points`` (mm), closed: a slice of a pie, an ellipse, an error band.

    ``pattern`` tells surfaces of one drawing apart without colour: 0 is the tone's own, 1, 2, … are the
    painters' patterns in their order.
    """

    points: tuple[tuple[float, float], ...]
    tone: Tone = Tone.SOFT
    role: ColourRole = ColourRole.NEUTRAL
    pattern: int = 0
    edge: Edge = Edge.THIN
    name: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A laid out picture. ``columns``/``rows`` are the grid lines (mm, from 0 to width/height) of one that is
    a table at heart, such as a 工程表: the Excel painter makes its columns and rows of them and snaps boxes
    to the nearest lines. A diagram has none; there its boxes become shapes.
    """

    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    glyphs: tuple[Glyph, ...] = ()
    columns: tuple[float, ...] = ()
    rows: tuple[float, ...] = ()
    description: str = field(default="")
    """One sentence for who cannot see it (PDF alternate text, SVG title)."""
    polygons: tuple[Polygon, ...] = ()
    """Painted before everything else."""
    header_rows: int | None = None
    """For a table, whose boxes are its cells row by row: how many of its rows are headings."""
    dense: bool = False
    """Meant to be read at small sizes (a 工程表 on one sheet): down to ``review.READABLE`` without a word."""
