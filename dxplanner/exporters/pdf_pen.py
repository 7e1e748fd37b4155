"""Writes drawing commands straight into a page: what reportlab's canvas does, several times faster.

Takes the same calls as the canvas, with coordinates in mm (to a hundredth) and y upwards. Colours, line
widths, dashes and fonts are written only when they change.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_DRAW: Final = {(0, 0): "n", (0, 1): "f*", (1, 0): "S", (1, 1): "B*"}
"""How a path is drawn: its lines, its surface."""

_Font = tuple[str, float]


class PenPath:
    """A path of straight lines and rectangles."""

    __slots__ = ("parts",)

    def __init__(self) -> None:
        self.parts: list[str] = []

    def moveTo(self, x: float, y: float) -> None:  # noqa: N802 - reportlab's own names
        """Begin a figure."""
        self.parts.append(f"{x:.2f} {y:.2f} m")

    def lineTo(self, x: float, y: float) -> None:  # noqa: N802
        """Go straight on."""
        self.parts.append(f"{x:.2f} {y:.2f} l")

    def rect(self, x: float, y: float, width: float, height: float) -> None:
        """A rectangle from its lower left corner."""
        self.parts.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re")

    def close(self) -> None:
        """Back to where the figure began."""
        self.parts.append("h")


class Pen:
    """Draws on the page that a canvas is at; make a new one for each page."""

    def __init__(self, canvas: "Canvas") -> None:
        page: Any = canvas
        self._code: list[str] = page._code
        self._document: Any = page._doc
        self._saved: list[tuple[str, str, float, Sequence[float] | None, _Font]] = []
        self._fonts: dict[str, tuple[Mapping[int, str], str]] = {}
        # What has been set; nothing is known of what the page begins with.
        self._fill = self._stroke = ""
        self._width = -1.0
        self._dash: Sequence[float] | None = None
        self._font = self._next_font = "", 0.0

    def saveState(self) -> None:  # noqa: N802
        """Remember colours, lines, fonts and the coordinates."""
        self._saved.append((self._fill, self._stroke, self._width, self._dash, self._font))
        self._code.append("q")

    def restoreState(self) -> None:  # noqa: N802
        """Go back to what was remembered last."""
        self._fill, self._stroke, self._width, self._dash, self._font = self._saved.pop()
        self._code.append("Q")

    def translate(self, dx: float, dy: float) -> None:
        """Move the origin."""
        self._code.append(f"1 0 0 1 {dx:.5f} {dy:.5f} cm")

    def scale(self, x: float, y: float) -> None:
        """Stretch what follows."""
        self._code.append(f"{x:.8f} 0 0 {y:.8f} 0 0 cm")

    def rotate(self, degrees: float) -> None:
        """Turn what follows against the clock."""
        sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
        self._code.append(f"{cosine:.6f} {sine:.6f} {-sine:.6f} {cosine:.6f} 0 0 cm")

    def setFillColor(self, colour: str) -> None:  # noqa: N802
        """The colour of surfaces and texts, such as #1c2430."""
        if colour != self._fill:
            self._fill = colour
            self._code.append(f"{_rgb(colour)} rg")

    def setStrokeColor(self, colour: str) -> None:  # noqa: N802
        """The colour of lines, such as #1c2430."""
        if colour != self._stroke:
            self._stroke = colour
            self._code.append(f"{_rgb(colour)} RG")

    def setLineWidth(self, width: float) -> None:  # noqa: N802
        """The width of lines."""
        if width != self._width:
            self._width = width
            self._code.append(f"{width:.3f} w")

    def setDash(self, dash: Sequence[float]) -> None:  # noqa: N802
        """Lengths of dashes and gaps; none for a solid line."""
        if dash != self._dash:
            self._dash = dash
            self._code.append(f"[{' '.join(f'{length:.3f}' for length in dash)}] 0 d")

    def setLineCap(self, mode: int) -> None:  # noqa: N802
        """The ends of lines: 0 cut off, 1 round. Only between :meth:`saveState` and :meth:`restoreState`."""
        self._code.append(f"{mode} J")

    def beginPath(self) -> PenPath:  # noqa: N802
        """A new path."""
        return PenPath()

    def drawPath(self, path: PenPath, stroke: int = 1, fill: int = 0) -> None:  # noqa: N802
        """Draw a path's lines, its surface, or both."""
        self._code += path.parts
        self._code.append(_DRAW[stroke, fill])

    def rect(self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0) -> None:
        """A rectangle from its lower left corner: its lines, its surface, or both."""
        self._code.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re {_DRAW[stroke, fill]}")

    def clipPath(self, path: PenPath, stroke: int = 0, fill: int = 0) -> None:  # noqa: N802
        """Draw only inside a path until the state is restored."""
        self._code += path.parts
        self._code.append("W* n")

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A straight line."""
        self._code.append(f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def lines(self, lines: Iterable[tuple[float, float, float, float]]) -> None:
        """Many straight lines."""
        self._code += [f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l" for x1, y1, x2, y2 in lines]
        self._code.append("S")

    def begin_marked(self, tag: str, properties: str) -> None:
        """Say what the following commands are, until :meth:`end_marked` (PDF 32000, 14.6)."""
        self._code.append(f"/{tag} <<{properties}>> BDC")

    def end_marked(self) -> None:
        """The end of what was begun last."""
        self._code.append("EMC")

    def setFont(self, name: str, size: float) -> None:  # noqa: N802
        """The font of the texts that follow, and its size in the canvas' units."""
        self._next_font = name, size

    def drawString(self, x: float, y: float, text: str) -> None:  # noqa: N802
        """One line of text from the left end of its baseline."""
        name, size = font = self._next_font
        if name not in self._fonts:
            self._fonts[name] = self._codes_of(name)
        codes, internal = self._fonts[name]
        choose = ""
        if font != self._font:
            self._font = font
            choose = f"{internal} {size:.4f} Tf "
        self._code.append(f"BT {choose}1 0 0 1 {x:.2f} {y:.2f} Tm <{text.translate(codes)}> Tj ET")

    def _codes_of(self, name: str) -> tuple[Mapping[int, str], str]:
        """The codes of a font in this document, and its name in the page's contents."""
        from reportlab.pdfbase import pdfmetrics

        font: Any = pdfmetrics.getFont(name)
        return font.codes(self._document), font.getSubsetInternalName(0, self._document)


@cache
def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.4g}" for at in (1, 3, 5))
