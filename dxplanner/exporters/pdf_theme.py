"""Colours, tints, patterns and line widths on paper, declared once; everything survives black and white.

A meaning is never carried by colour alone: each 色の役割 has a pattern, 推定 a dashed outline.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.handouts.drawing import Edge, Polygon, Tone


class Pattern(StrEnum):
    """Hatchings that stay distinct on a copier."""

    NONE = "none"
    RISING = "rising"
    FALLING = "falling"
    CROSSED = "crossed"
    DOTS = "dots"
    LEVEL = "level"
    UPRIGHT = "upright"


@dataclass(frozen=True, slots=True)
class Surface:
    """How a surface is filled: colour of the paper under the text, and colour of the text."""

    fill: str | None
    text: str


@dataclass(frozen=True, slots=True)
class RolePrint:
    """How a 色の役割 is printed: a light tint under text, and a patterned stripe in the full colour."""

    colour: str
    tint: str
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: width in mm and lengths of dashes and gaps in mm."""

    width: float
    dash: tuple[float, ...] = ()


INK: Final = "#1c2430"
PAPER: Final = "#ffffff"
QUIET: Final = "#5b6875"
RULE: Final = "#3d4855"
HAIR_INK: Final = "#9aa4af"

SURFACES: Final = {
    Tone.NONE: Surface(None, INK),
    Tone.HEADING: Surface("#e4e8ed", INK),
    Tone.SOFT: Surface("#f1f3f6", INK),
    Tone.STRONG: Surface("#3d4855", PAPER),
    Tone.ROLE: Surface(None, INK),
}

ROLES: Final = {
    ColourRole.NEUTRAL: RolePrint("#7a8592", "#e4e8ed", Pattern.NONE),
    ColourRole.LIFE: RolePrint("#0072B2", "#dcebf5", Pattern.RISING),
    ColourRole.INDUSTRY: RolePrint("#B84A00", "#f8e6da", Pattern.DOTS),
    ColourRole.TALENT: RolePrint("#00755A", "#dbeee8", Pattern.LEVEL),
    ColourRole.EXCHANGE: RolePrint("#9C4F86", "#f3e4ee", Pattern.CROSSED),
    ColourRole.ADMINISTRATION: RolePrint("#4A5568", "#e6e8ec", Pattern.FALLING),
}

STROKES: Final = {
    Edge.HAIR: Stroke(0.12),
    Edge.THIN: Stroke(0.22),
    Edge.THICK: Stroke(0.55),
    Edge.DASHED: Stroke(0.3, (1.4, 0.9)),
    Edge.DOTTED: Stroke(0.2, (0.25, 0.75)),
}

HATCHINGS: Final = (
    Pattern.NONE,
    Pattern.NONE,
    Pattern.RISING,
    Pattern.DOTS,
    Pattern.NONE,
    Pattern.CROSSED,
    Pattern.LEVEL,
    Pattern.FALLING,
    Pattern.UPRIGHT,
)
"""Hatching of a polygon by its ``pattern``: 0 is the tone's own surface, the others take turns."""
SOLID: Final = 1
"""The pattern that is filled with the full colour."""
PLAIN: Final = 4
"""The pattern that is paper."""


def hatching(pattern: int) -> Pattern:
    """The hatching of a polygon's pattern; numbers beyond the last begin again at 1."""
    return HATCHINGS[turn(pattern)]


def turn(pattern: int) -> int:
    """A polygon's pattern as a place in HATCHINGS."""
    return (pattern - 1) % (len(HATCHINGS) - 1) + 1 if pattern > 0 else 0


def polygon_fill(polygon: Polygon) -> str:
    """Colour of a polygon's surface, under its hatching."""
    pattern = turn(polygon.pattern)
    if polygon.tone is Tone.NONE or pattern == PLAIN:
        return PAPER
    if polygon.tone is not Tone.ROLE:
        return SURFACES[polygon.tone].fill or PAPER
    role = ROLES[polygon.role]
    return role.colour if pattern == SOLID else role.tint
