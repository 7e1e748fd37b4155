"""Writes drawing commands straight into a page: what reportlab's canvas does, several times faster.

Takes the same calls as the canvas, with coordinates in mm (to a hundredth) and y upwards. Colours, line
widths, dashes and fonts are written only when they change.
"""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas

_ROUND: Final = 4 / 3
"""Distance of the control points of half a circle, in radii."""


class _State(NamedTuple):
    """What has been set; None for what is not known."""

    fill: object = None
    stroke: object = None
    width: float | None = None
    dash: tuple[float, ...] | None = None
    font: tuple[str, float] | None = None


class PenPath:
    """A path of straight lines, rectangles and circles."""

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

    def circle(self, x: float, y: float, radius: float) -> None:
        """A circle round a centre, of two curves: nobody sees the difference in a dot."""
        left, right, far = x - radius, x + radius, radius * _ROUND
        self.parts.append(
            f"{right:.2f} {y:.2f} m "
            f"{right:.2f} {y + far:.2f} {left:.2f} {y + far:.2f} {left:.2f} {y:.2f} c "
            f"{left:.2f} {y - far:.2f} {right:.2f} {y - far:.2f} {right:.2f} {y:.2f} c h"
        )

    def close(self) -> None:
        """Back to where the figure began."""
        self.parts.append("h")


class Pen:
    """Draws on the page that a canvas is at; make a new one for each page."""

    def __init__(self, canvas: "Canvas") -> None:
        page: Any = canvas
        self._code: list[str] = page._code
        self._document: Any = page._doc
        self._state = _State()
        self._saved: list[_State] = []
        self._fonts: dict[str, tuple[Any, str]] = {}

    def saveState(self) -> None:  # noqa: N802
        """Remember colours, lines, fonts and the coordinates."""
        self._saved.append(self._state)
        self._code.append("q")

    def restoreState(self) -> None:  # noqa: N802
        """Go back to what was remembered last."""
        self._state = self._saved.pop()
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

    def setFillColor(self, colour: "Color") -> None:  # noqa: N802
        """The colour of surfaces and texts."""
        if colour is not self._state.fill:
            self._state = self._state._replace(fill=colour)
            self._code.append(f"{_rgb(colour)} rg")

    def setStrokeColor(self, colour: "Color") -> None:  # noqa: N802
        """The colour of lines."""
        if colour is not self._state.stroke:
            self._state = self._state._replace(stroke=colour)
            self._code.append(f"{_rgb(colour)} RG")

    def setLineWidth(self, width: float) -> None:  # noqa: N802
        """The width of lines."""
        if width != self._state.width:
            self._state = self._state._replace(width=width)
            self._code.append(f"{width:.3f} w")

    def setDash(self, array: Sequence[float], phase: float = 0) -> None:  # noqa: N802
        """Lengths of dashes and gaps; none for a solid line. ``phase`` is always the beginning."""
        dash = tuple(array)
        if dash != self._state.dash:
            self._state = self._state._replace(dash=dash)
            self._code.append(f"[{' '.join(f'{length:.3f}' for length in dash)}] 0 d")

    def beginPath(self) -> PenPath:  # noqa: N802
        """A new path."""
        return PenPath()

    def drawPath(self, path: PenPath, stroke: int = 1, fill: int = 0) -> None:  # noqa: N802
        """Draw a path's lines, its surface, or both."""
        self._code += path.parts
        self._code.append("B*" if stroke and fill else "S" if stroke else "f*" if fill else "n")

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
        name, size = self._next_font
        if name not in self._fonts:
            from reportlab.pdfbase import pdfmetrics

            font: Any = pdfmetrics.getFont(name)
            self._fonts[name] = font, font.getSubsetInternalName(0, self._document)
        font, internal = self._fonts[name]
        codes = "".join(codes.hex() for _, codes in font.splitString(text, self._document))
        choose = ""
        if (name, size) != self._state.font:
            self._state = self._state._replace(font=(name, size))
            choose = f"{internal} {size:.4f} Tf "
        self._code.append(f"BT {choose}1 0 0 1 {x:.2f} {y:.2f} Tm <{codes}> Tj ET")


def _rgb(colour: "Color") -> str:
    return f"{colour.red:.4g} {colour.green:.4g} {colour.blue:.4g}"
