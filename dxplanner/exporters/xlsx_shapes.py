"""Lines, arrows, boxes and surfaces that float above a sheet's cells, as shapes that Excel can edit.

A shape is placed in grid units: (2.25, 4.5) is a quarter of the way through column 2 and halfway through
row 4. They become cell anchors, so that a shape moves with its cells when a row grows.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate, pairwise
from math import ceil, hypot
from typing import Final
from xml.etree import ElementTree as ET

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.exporters.pdf_theme import ROLES, Pattern, hatching, polygon_fill
from dxplanner.exporters.xlsx_content import Content
from dxplanner.exporters.xlsx_styles import FONT, Vertical, rgb
from dxplanner.handouts.drawing import Align, Edge, Polygon

_XDR: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_EMU_PER_PIXEL: Final = 9525
_EMU_PER_POINT: Final = 12700
_EMU_PER_MM: Final = 36000
_BEND: Final = 3000
"""A point this far (EMU, 1/12 mm) off the straight line is a bend."""

_WIDTHS: Final[Mapping[Edge, float]] = {Edge.HAIR: 0.25, Edge.DOTTED: 0.5, Edge.THICK: 1.5}
"""Line widths in points; 0.75 where nothing is said."""
_DASHES: Final[Mapping[Edge, str]] = {Edge.DASHED: "dash", Edge.DOTTED: "sysDot"}

_SIDES: Final[Mapping[Align, str]] = {Align.LEFT: "l", Align.CENTRE: "ctr", Align.RIGHT: "r"}
_ANCHORS: Final[Mapping[Vertical, str]] = {Vertical.TOP: "t", Vertical.CENTRE: "ctr", Vertical.BOTTOM: "b"}
_NO_INSETS: Final[Mapping[str, str]] = dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), "0")

HATCHES: Final[Mapping[Pattern, str]] = {
    Pattern.RISING: "wdUpDiag",
    Pattern.FALLING: "wdDnDiag",
    Pattern.CROSSED: "diagCross",
    Pattern.DOTS: "lgGrid",
    Pattern.LEVEL: "narHorz",
    Pattern.UPRIGHT: "narVert",
}
"""Excel's names of the hatchings; for dots, which other programs draw as lines of another one, a grid."""

Point = tuple[float, float]
"""Column and row in grid units."""


class ShapeKind(StrEnum):
    """What a shape is; the value begins its name in Excel's selection pane."""

    LINE = "線"
    FRAME = "枠"
    LABEL = "文字"
    SURFACE = "面"
    HATCH = "模様"


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape through ``points`` (line, surface), or in the rectangle between two (frame, label, hatch)."""

    kind: ShapeKind
    points: tuple[Point, ...]
    edge: Edge = Edge.THIN
    arrow: bool = False
    words: Content | None = None
    """A text in it."""
    insets: tuple[float, float] = (0.0, 0.0)
    """Free space (mm) at the left and right of the text."""
    leading: float = 0.0
    """Distance of two lines of the text in sizes; 0 for what the font asks for."""
    fill: str = ""
    """RGB; empty for none, so that a click goes through to the cells."""
    pattern: Pattern = Pattern.NONE
    ink: str = ""
    """RGB of the pattern's lines."""

    def moved(self, places: Mapping[int, int]) -> "Shape | None":
        """The shape after its rows went to PLACES; None where the row of its middle is not there."""
        heights = [y for _, y in self.points]
        middle = (min(heights) + max(heights)) / 2
        row = ceil(middle) - 1 if int(middle) not in places else int(middle)
        if row not in places:
            return None
        by = places[row] - row
        return replace(self, points=tuple((x, y + by) for x, y in self.points))


def stripe(role: ColourRole, corners: tuple[Point, ...]) -> Shape:
    """The hatching that tells a 分野 without colour, between two corners."""
    look = ROLES[role]
    return Shape(
        ShapeKind.HATCH, corners, Edge.NONE, fill=rgb(look.tint), pattern=look.pattern, ink=rgb(look.colour)
    )


def surface(polygon: Polygon, points: tuple[Point, ...], *, filled: bool = True) -> Shape:
    """A polygon's surface with its hatching, or its outline only."""
    return Shape(
        ShapeKind.SURFACE,
        points,
        polygon.edge,
        fill=rgb(polygon_fill(polygon)) if filled else "",
        pattern=hatching(polygon.pattern),
        ink=rgb(ROLES[polygon.role].colour),
    )


class Locator:
    """Turns grid units into the anchors and lengths (EMU) of one sheet.

    ``pixels`` are the column widths, ``points`` the row heights.
    """

    def __init__(self, pixels: Sequence[int], points: Sequence[float]) -> None:
        self._columns = [0, *accumulate(width * _EMU_PER_PIXEL for width in pixels)]
        self._rows = [0, *accumulate(round(height * _EMU_PER_POINT) for height in points)]

    def emu(self, point: Point) -> tuple[int, int]:
        """Distance of a point from the sheet's corner."""
        return _along(self._columns, point[0]), _along(self._rows, point[1])

    def mark(self, x: int, y: int) -> tuple[int, int, int, int]:
        """Column, offset in it, row, offset in it, of a place in EMU."""
        column, row = _cell(self._columns, x), _cell(self._rows, y)
        return column, x - self._columns[column], row, y - self._rows[row]


def drawing_xml(shapes: Sequence[Shape], locator: Locator) -> bytes:
    """The drawing part of a sheet."""
    ET.register_namespace("xdr", _XDR)
    ET.register_namespace("a", _A)
    root = ET.Element(_xdr("wsDr"))
    for number, shape in enumerate(shapes, start=1):
        _add(root, shape, number, locator)
    xml: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return xml


def _along(edges: Sequence[int], place: float) -> int:
    index = min(max(int(place), 0), len(edges) - 2)
    return round(edges[index] + (edges[index + 1] - edges[index]) * (place - index))


def _cell(edges: Sequence[int], emu: int) -> int:
    return min(max(bisect_right(edges, emu) - 1, 0), len(edges) - 2)


def _add(root: ET.Element, shape: Shape, number: int, locator: Locator) -> None:
    places = _bends([locator.emu(point) for point in shape.points])
    left, right = min(x for x, _ in places), max(x for x, _ in places)
    top, bottom = min(y for _, y in places), max(y for _, y in places)
    anchor = ET.SubElement(root, _xdr("twoCellAnchor"))
    for name, x, y in (("from", left, top), ("to", right, bottom)):
        mark = ET.SubElement(anchor, _xdr(name))
        for tag, value in zip(("col", "colOff", "row", "rowOff"), locator.mark(x, y), strict=True):
            ET.SubElement(mark, _xdr(tag)).text = str(value)
    box = (left, top, right - left, bottom - top)
    name = f"{'矢印' if shape.arrow else shape.kind.value} {number}"
    if shape.kind is ShapeKind.LINE and len(places) == 2:
        _connector(anchor, shape, places, box, number, name)
    else:
        _figure(anchor, shape, places, box, number, name)
    ET.SubElement(anchor, _xdr("clientData"))


def _bends(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A polyline without the points where it goes straight on."""
    kept = [places[0]]
    for place, following in pairwise(places[1:]):
        (x0, y0), (x1, y1), (x2, y2) = kept[-1], place, following
        turn = abs((x1 - x0) * (y2 - y1) - (x2 - x1) * (y1 - y0))
        back = (x1 - x0) * (x2 - x1) + (y1 - y0) * (y2 - y1) < 0
        if back or turn > _BEND * hypot(x2 - x0, y2 - y0):
            kept.append(place)
    return [*kept, places[-1]]


def _connector(
    anchor: ET.Element,
    shape: Shape,
    places: Sequence[tuple[int, int]],
    box: tuple[int, int, int, int],
    number: int,
    name: str,
) -> None:
    """A straight connector. A flip says from which corner it starts."""
    element = ET.SubElement(anchor, _xdr("cxnSp"), {"macro": ""})
    outer = ET.SubElement(element, _xdr("nvCxnSpPr"))
    ET.SubElement(outer, _xdr("cNvPr"), {"id": str(number + 1), "name": name})
    ET.SubElement(outer, _xdr("cNvCxnSpPr"))
    (x0, y0), (x1, y1) = places[0], places[-1]
    flips = ({"flipH": "1"} if x0 > x1 else {}) | ({"flipV": "1"} if y0 > y1 else {})
    properties = _properties(element, box, flips)
    ET.SubElement(ET.SubElement(properties, _a("prstGeom"), {"prst": "straightConnector1"}), _a("avLst"))
    _stroke(properties, shape)


def _figure(
    anchor: ET.Element,
    shape: Shape,
    places: Sequence[tuple[int, int]],
    box: tuple[int, int, int, int],
    number: int,
    name: str,
) -> None:
    """A rectangle with or without text, or a freeform for a line with bends.

    Excel's own elbows are no help here: other programs route them anew and lose the bends.
    """
    element = ET.SubElement(anchor, _xdr("sp"), {"macro": "", "textlink": ""})
    outer = ET.SubElement(element, _xdr("nvSpPr"))
    ET.SubElement(outer, _xdr("cNvPr"), {"id": str(number + 1), "name": name})
    ET.SubElement(outer, _xdr("cNvSpPr"), {"txBox": "1"} if shape.kind is ShapeKind.LABEL else {})
    properties = _properties(element, box, {})
    if shape.kind in (ShapeKind.LINE, ShapeKind.SURFACE):
        _path(properties, places, box, closed=shape.kind is ShapeKind.SURFACE)
    else:
        ET.SubElement(ET.SubElement(properties, _a("prstGeom"), {"prst": "rect"}), _a("avLst"))
    _paint(properties, shape)
    _stroke(properties, shape)
    if shape.words is not None:
        _text(element, shape, shape.words)


def _properties(element: ET.Element, box: tuple[int, int, int, int], flips: dict[str, str]) -> ET.Element:
    properties = ET.SubElement(element, _xdr("spPr"))
    frame = ET.SubElement(properties, _a("xfrm"), flips)
    ET.SubElement(frame, _a("off"), {"x": str(box[0]), "y": str(box[1])})
    ET.SubElement(frame, _a("ext"), {"cx": str(box[2]), "cy": str(box[3])})
    return properties


def _path(
    properties: ET.Element,
    places: Sequence[tuple[int, int]],
    box: tuple[int, int, int, int],
    *,
    closed: bool,
) -> None:
    geometry = ET.SubElement(properties, _a("custGeom"))
    for name in ("avLst", "gdLst", "ahLst", "cxnLst"):
        ET.SubElement(geometry, _a(name))
    ET.SubElement(geometry, _a("rect"), {"l": "0", "t": "0", "r": "r", "b": "b"})
    paths = ET.SubElement(geometry, _a("pathLst"))
    filled = {} if closed else {"fill": "none"}
    path = ET.SubElement(paths, _a("path"), {"w": str(box[2]), "h": str(box[3]), **filled})
    for index, (x, y) in enumerate(places):
        step = ET.SubElement(path, _a("lnTo" if index else "moveTo"))
        ET.SubElement(step, _a("pt"), {"x": str(x - box[0]), "y": str(y - box[1])})
    if closed:
        ET.SubElement(path, _a("close"))


def _paint(properties: ET.Element, shape: Shape) -> None:
    if shape.fill and shape.pattern is not Pattern.NONE:
        hatched = ET.SubElement(properties, _a("pattFill"), {"prst": HATCHES[shape.pattern]})
        for tag, colour in (("fgClr", shape.ink), ("bgClr", shape.fill)):
            ET.SubElement(ET.SubElement(hatched, _a(tag)), _a("srgbClr"), {"val": colour})
    elif shape.fill:
        ET.SubElement(ET.SubElement(properties, _a("solidFill")), _a("srgbClr"), {"val": shape.fill})
    else:
        ET.SubElement(properties, _a("noFill"))


def _stroke(properties: ET.Element, shape: Shape) -> None:
    if shape.edge is Edge.NONE:
        ET.SubElement(ET.SubElement(properties, _a("ln")), _a("noFill"))
        return
    width = round(_WIDTHS.get(shape.edge, 0.75) * _EMU_PER_POINT)
    line = ET.SubElement(properties, _a("ln"), {"w": str(width)})
    ET.SubElement(ET.SubElement(line, _a("solidFill")), _a("srgbClr"), {"val": "000000"})
    ET.SubElement(line, _a("prstDash"), {"val": _DASHES.get(shape.edge, "solid")})
    ET.SubElement(line, _a("miter"), {"lim": "800000"})
    if shape.arrow:
        ET.SubElement(line, _a("tailEnd"), {"type": "triangle", "w": "med", "len": "med"})


def _text(element: ET.Element, shape: Shape, words: Content) -> None:
    """The text of a shape, each of its lines a paragraph."""
    look = words.look
    body = ET.SubElement(element, _xdr("txBody"))
    insets = dict(zip(("lIns", "rIns"), (str(round(mm * _EMU_PER_MM)) for mm in shape.insets), strict=True))
    anchor = {"anchor": _ANCHORS[look.vertical]}
    ET.SubElement(body, _a("bodyPr"), {"wrap": "square", **_NO_INSETS, **insets, **anchor})
    at = 0
    for line in str(words.value).split("\n"):
        paragraph = ET.SubElement(body, _a("p"))
        form = ET.SubElement(paragraph, _a("pPr"), {"algn": _SIDES[look.align]})
        if shape.leading:
            points = {"val": str(round(words.size * shape.leading * 100))}
            ET.SubElement(ET.SubElement(form, _a("lnSpc")), _a("spcPts"), points)
        for passage in words.passages(at, at + len(line)):
            run = ET.SubElement(paragraph, _a("r"))
            weight = {"b": "1"} if passage.bold else {}
            rule = {"u": "sng"} if passage.underlined else {}
            size = {"sz": str(round(words.size * 100))}
            style = ET.SubElement(run, _a("rPr"), {"lang": "ja-JP", **size, **weight, **rule})
            for script in ("latin", "ea"):
                ET.SubElement(style, _a(script), {"typeface": FONT})
            ET.SubElement(run, _a("t")).text = passage.text
        at += len(line) + 1


def _xdr(name: str) -> str:
    return f"{{{_XDR}}}{name}"


def _a(name: str) -> str:
    return f"{{{_A}}}{name}"
