"""A drawing as SVG text, for a file and for the clipboard: the same picture as on paper, in millimetres.

Texts are texts (searchable, editable), set in the handouts' font by name; hatchings are plain lines cut to
their place, because many readers know neither patterns nor clipping.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from dxplanner.domain.text import has_control_characters, printed
from dxplanner.exporters.pdf_patterns import dots_inside, hatch_inside
from dxplanner.exporters.pdf_theme import (
    HAIR_INK,
    INK,
    PAPER,
    ROLES,
    RULE,
    STROKES,
    SURFACES,
    Pattern,
    RolePrint,
    hatching,
    polygon_fill,
)
from dxplanner.handouts.drawing import Align, Box, BoxShape, Drawing, Edge, Glyph, Line, Polygon, Tone
from dxplanner.handouts.linebreak import line_height, line_starts
from dxplanner.handouts.metrics import ASCENT, MM_PER_POINT, bundled_metrics

FONTS: Final = "'BIZ UDGothic','BIZ UDゴシック','Yu Gothic','Meiryo','Noto Sans CJK JP',sans-serif"

_ARROW_TIP: Final = 2.2
_HEAD: Final = 2.2
_STRIPE: Final = 2.4
_PITCH: Final = 1.1
_HATCH_WIDTH: Final = 0.28
_DOT: Final = 0.27

Segment = tuple[float, float, float, float]
Place = tuple[float, float, float, float]
"""x, y, width, height in mm."""


def write_svg(drawing: Drawing, title: str = "", margin: float = 2.0) -> str:
    """The drawing as an SVG document with ``margin`` mm of paper around it.

    ``title`` names it (the description of the drawing without one); both are read out to who cannot see it.
    """
    width, height = drawing.width + 2 * margin, drawing.height + 2 * margin
    box = f"{_n(-margin)} {_n(-margin)} {_n(width)} {_n(height)}"
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}mm" height="{_n(height)}mm" '
        f'viewBox="{box}" role="img" font-family={quoteattr(FONTS)}>',
        f"<title>{_t(title or drawing.description)}</title>",
    ]
    if title and drawing.description:
        parts.append(f"<desc>{_t(drawing.description)}</desc>")
    sheet = [
        (-margin, -margin),
        (width - margin, -margin),
        (width - margin, height - margin),
        (-margin, height - margin),
    ]
    parts.append(f'<path d="{_path(sheet)}Z" fill="{PAPER}"/>')
    for polygon in drawing.polygons:
        parts += _polygon(polygon)
    for line in drawing.lines:
        parts += _line(line)
    for one in drawing.boxes:
        parts += _box(one)
    parts += [_glyph(glyph) for glyph in drawing.glyphs]
    return "\n".join([*parts, "</svg>", ""])


def _polygon(polygon: Polygon) -> Iterator[str]:
    if len(polygon.points) < 2:
        return
    outline = f"{_path(polygon.points)}Z"
    yield f'<path d="{outline}" fill="{polygon_fill(polygon)}"/>'
    pattern = hatching(polygon.pattern)
    if pattern is Pattern.DOTS:
        yield _dots(ROLES[polygon.role], dots_inside(polygon.points))
    elif pattern is not Pattern.NONE:
        yield from _strokes(ROLES[polygon.role], hatch_inside(pattern, polygon.points))
    if polygon.edge is not Edge.NONE:
        yield f'<path d="{outline}" fill="none"{_stroke(polygon.edge)}/>'


def _line(line: Line) -> Iterator[str]:
    if line.edge is Edge.NONE or len(line.points) < 2:
        return
    points = list(line.points)
    if line.arrow:
        (x1, y1), (x2, y2) = points[-2:]
        angle = math.atan2(y2 - y1, x2 - x1)
        wings = [
            (x2 - _HEAD * math.cos(angle + turn), y2 - _HEAD * math.sin(angle + turn))
            for turn in (0.42, -0.42)
        ]
        yield f'<path d="{_path([(x2, y2), *wings])}Z" fill="{RULE}"/>'
        points[-1] = (x2 - 0.8 * _HEAD * math.cos(angle), y2 - 0.8 * _HEAD * math.sin(angle))
    yield f'<path d="{_path(points)}" fill="none"{_stroke(line.edge)}/>'


def _box(box: Box) -> Iterator[str]:
    outline = _outline(box)
    role = ROLES[box.role]
    if box.tone is Tone.ROLE:
        fill: str | None = role.tint
    else:
        fill = SURFACES[box.tone].fill or (PAPER if box.text else None)
    if fill:
        yield f'<path d="{outline}" fill="{fill}"/>'
    if box.tone is Tone.ROLE and role.pattern is not Pattern.NONE:
        for place in _stripes(box):
            yield from _hatching(role, place)
    if box.edge is not Edge.NONE:
        yield f'<path d="{outline}" fill="none"{_stroke(box.edge)}/>'
    if box.text:
        ink = INK if box.tone is Tone.ROLE else SURFACES[box.tone].text
        yield from _upright(box, ink) if box.style.vertical else _level(box, ink)


def _outline(box: Box) -> str:
    if box.shape is BoxShape.RECTANGLE:
        corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
        return f"{_path(corners)}Z"
    tip, middle = min(_ARROW_TIP, box.width / 3), (box.y + box.bottom) / 2
    corners = [
        (box.x, box.y),
        (box.right - tip, box.y),
        (box.right, middle),
        (box.right - tip, box.bottom),
        (box.x, box.bottom),
    ]
    if box.shape is BoxShape.ARROW:
        corners.append((box.x + tip, middle))
    return f"{_path(corners)}Z"


def _stripes(box: Box) -> list[Place]:
    """Where the pattern of a 色の役割 stands: at the left, at both ends of an upright box."""
    if box.style.vertical:
        height = min(4.0, box.height / 6)
        return [(box.x, box.y, box.width, height), (box.x, box.bottom - height, box.width, height)]
    return [(box.x, box.y, min(_STRIPE, box.width / 4), box.height)]


def _hatching(role: RolePrint, place: Place) -> Iterator[str]:
    if role.pattern is Pattern.DOTS:
        x, y, width, height = place
        yield _dots(
            role,
            (
                (x + across, y + down)
                for row, down in enumerate(_steps(height, 0.8))
                for across in (
                    step - (_PITCH / 2 if row % 2 else 0.0) for step in _steps(width + _PITCH, 1.0)
                )
                if _DOT <= across <= width - _DOT and _DOT <= down <= height - _DOT
            ),
        )
        return
    yield from _strokes(role, hatch(role.pattern, place))


def _dots(role: RolePrint, places: Iterable[tuple[float, float]]) -> str:
    dots = "".join(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_DOT}"/>' for x, y in places)
    return f'<g fill="{role.colour}">{dots}</g>'


def _strokes(role: RolePrint, lines: Iterable[Segment]) -> Iterator[str]:
    path = "".join(f"M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}" for x1, y1, x2, y2 in lines)
    if path:
        yield f'<path d="{path}" fill="none" stroke="{role.colour}" stroke-width="{_HATCH_WIDTH}"/>'


def hatch(pattern: Pattern, place: Place) -> Iterator[Segment]:
    """The lines of a hatching, cut to a rectangle."""
    x, y, width, height = place
    if pattern in (Pattern.RISING, Pattern.CROSSED):
        for step in _steps(width + height, 1.4):
            # The line on which the distances from left and top add up to ``step``.
            low, high = max(0.0, step - height), min(step, width)
            if high > low:
                yield x + low, y + step - low, x + high, y + step - high
    if pattern in (Pattern.FALLING, Pattern.CROSSED):
        for step in _steps(width + height, 1.4):
            low, high = max(0.0, step - height), min(step, width)
            if high > low:
                yield x + width - low, y + step - low, x + width - high, y + step - high
    if pattern is Pattern.LEVEL:
        yield from ((x, y + step, x + width, y + step) for step in _steps(height, 1.0) if step < height)
    if pattern is Pattern.UPRIGHT:
        yield from ((x + step, y, x + step, y + height) for step in _steps(width, 1.0) if step < width)


def _level(box: Box, ink: str) -> Iterator[str]:
    """Lines of text in the middle of the box's height."""
    style, em = box.style, box.style.size * MM_PER_POINT
    pitch = line_height(style.size, style.leading)
    top = box.y + (box.height - pitch * len(box.lines)) / 2
    anchor, x = {
        Align.LEFT: ("start", box.x + box.padding),
        Align.CENTRE: ("middle", box.x + box.width / 2),
        Align.RIGHT: ("end", box.right - box.padding),
    }[style.align]
    weight = ' font-weight="bold"' if style.bold else ""
    starts = line_starts(box.text, box.lines) if box.underline else (0,) * len(box.lines)
    for index, text in enumerate(box.lines):
        baseline = top + pitch * (index + 0.5) + (ASCENT - 0.5) * em
        yield (
            f'<text x="{_n(x)}" y="{_n(baseline)}" font-size="{_n(em)}" text-anchor="{anchor}"'
            f'{weight} fill="{ink}" xml:space="preserve">{_marked(text, starts[index], box)}</text>'
        )


def _marked(text: str, start: int, box: Box) -> str:
    """A line with the ranges of the box's text that are underlined; ``start`` is its place in the text."""
    parts, done = [], 0
    for first, last in sorted(box.underline):
        begin, end = max(first - start, done), min(last - start, len(text))
        if begin < end:
            marked = f'<tspan text-decoration="underline">{_t(text[begin:end])}</tspan>'
            parts += [_t(text[done:begin]), marked]
            done = end
    return "".join([*parts, _t(text[done:])])


def _upright(box: Box, ink: str) -> Iterator[str]:
    """縦書き: one character under the other, columns from right to left."""
    style, em = box.style, box.style.size * MM_PER_POINT
    pitch = line_height(style.size, style.leading)
    right = box.x + (box.width + pitch * len(box.lines)) / 2
    longest = max(map(len, box.lines), default=1)
    step = em * (1.0 if longest > 6 else 1.0 + min(0.6, max(0.0, (box.height - em * longest) / em / 12)))
    weight = ' font-weight="bold"' if style.bold else ""
    for index, text in enumerate(box.lines):
        centre = right - pitch * (index + 0.5)
        top = box.y + (box.height - step * len(text)) / 2
        places = [(char, top + step * (place + 0.5) + (ASCENT - 0.5) * em) for place, char in enumerate(text)]
        spans = "".join(f'<tspan x="{_n(centre)}" y="{_n(y)}">{_t(char)}</tspan>' for char, y in places)
        yield (
            f'<text font-size="{_n(em)}" text-anchor="middle"{weight} fill="{ink}" '
            f'xml:space="preserve">{spans}</text>'
        )


def _glyph(glyph: Glyph) -> str:
    width = bundled_metrics().width(glyph.sign, glyph.size / MM_PER_POINT)
    y = glyph.y + (ASCENT - 0.5) * glyph.size
    return (
        f'<text x="{_n(glyph.x - width / 2)}" y="{_n(y)}" font-size="{_n(glyph.size)}" fill="{INK}">'
        f"{_t(glyph.sign)}</text>"
    )


def _stroke(edge: Edge) -> str:
    stroke = STROKES[edge]
    colour = HAIR_INK if edge in (Edge.HAIR, Edge.DOTTED) else RULE
    dash = f' stroke-dasharray="{" ".join(map(_n, stroke.dash))}"' if stroke.dash else ""
    return f' stroke="{colour}" stroke-width="{_n(stroke.width)}"{dash}'


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _steps(length: float, stretch: float) -> Iterable[float]:
    pitch = _PITCH * stretch
    return [pitch / 2 + index * pitch for index in range(int(length / pitch) + 1)]


def _n(number: float) -> str:
    """A number in thousandths of mm, without needless digits."""
    text = f"{number:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _t(text: str) -> str:
    return escape("".join(char for char in printed(text) if not has_control_characters(char)))
