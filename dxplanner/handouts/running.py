"""Headings, paragraphs and notes set in mm, in pieces that fit what is left of a page."""

from typing import Final

from dxplanner.handouts.blocks import Heading, Notes, Paragraph
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, TextStyle
from dxplanner.handouts.linebreak import Setting, line_height, wrap
from dxplanner.handouts.metrics import bundled_metrics

NOTE_GAP: Final = 0.6
_PARAGRAPH_LEADING: Final = 1.5
_NOTE_LEADING: Final = 1.35
_HEADING_SIZES: Final = {1: 13.0, 2: 11.5}
_SMALLEST_HEADING: Final = 10.5
_MARK_GAP: Final = 1.2

NoteLines = tuple[str, tuple[str, ...], str]
"""Mark and lines of a note, and its name."""


def heading_drawing(heading: Heading, width: float) -> Drawing:
    """A heading with the free space around it."""
    size = _HEADING_SIZES.get(heading.level, _SMALLEST_HEADING)
    lines = wrap(heading.text, width, size, bold=True, setting=Setting.BALANCED)
    style = TextStyle(size, bold=True)
    text = _text_box(0.0, 1.0, width, heading.text, lines, style, heading.name)
    return Drawing(width, text.height + 2.5, (text,))


def paragraph_lines(paragraph: Paragraph, width: float) -> tuple[str, ...]:
    """The lines of a paragraph."""
    return wrap(paragraph.text, width, paragraph.size)


def paragraph_piece(
    paragraph: Paragraph, lines: tuple[str, ...], width: float, height: float
) -> tuple[Drawing | None, tuple[str, ...]]:
    """As many of the lines as fit into ``height`` mm, and the rest; None when not one fits."""
    style = TextStyle(paragraph.size, align=paragraph.align, leading=_PARAGRAPH_LEADING)
    pitch = line_height(paragraph.size, _PARAGRAPH_LEADING)
    count = _lines_in(height, pitch, len(lines))
    if not count:
        return None, lines
    box = _text_box(0.0, 0.0, width, "\n".join(lines[:count]), lines[:count], style, paragraph.name)
    return Drawing(width, box.height, (box,)), lines[count:]


def notes_lines(notes: Notes, width: float) -> tuple[NoteLines, ...]:
    """Each note's mark, lines and name."""
    inner = width - _mark_width(notes)
    names = notes.names or ("",) * len(notes.entries)
    return tuple(
        (mark, wrap(text, inner, notes.size), name)
        for (mark, text), name in zip(notes.entries, names, strict=True)
    )


def notes_piece(
    notes: Notes, entries: tuple[NoteLines, ...], width: float, height: float
) -> tuple[Drawing | None, tuple[NoteLines, ...]]:
    """As many notes as fit into ``height`` mm, and the rest; None when not one line fits."""
    pitch = line_height(notes.size, _NOTE_LEADING)
    style = TextStyle(notes.size, leading=_NOTE_LEADING)
    indent = _mark_width(notes)
    boxes: list[Box] = []
    y, rest = 0.0, list(entries)
    while rest:
        mark, lines, name = rest[0]
        count = _lines_in(height - y, pitch, len(lines))
        if not count:
            break
        if mark:
            boxes.append(_text_box(0.0, y, indent, mark, (mark,), style, name))
        text = "".join(lines[:count])
        boxes.append(_text_box(indent, y, width - indent, text, lines[:count], style, name))
        y += pitch * count
        if count < len(lines):
            rest[0] = ("", lines[count:], name)
            break
        rest.pop(0)
    return (Drawing(width, y, tuple(boxes)) if boxes else None), tuple(rest)


def _lines_in(height: float, pitch: float, most: int) -> int:
    """How many lines fit into a height, which may be negative at the foot of a page."""
    return max(0, int(min(most, (height + 1e-6) // pitch)))


def _mark_width(notes: Notes) -> float:
    marks = [mark for mark, _ in notes.entries if mark]
    if not marks:
        return 0.0
    return max(bundled_metrics().width(mark, notes.size) for mark in marks) + _MARK_GAP


def _text_box(
    x: float, y: float, width: float, text: str, lines: tuple[str, ...], style: TextStyle, name: str
) -> Box:
    height = line_height(style.size, style.leading) * len(lines)
    return Box(x, y, width, height, text, lines, style, edge=Edge.NONE, padding=0.0, cell=False, name=name)


def unit_line(text: str) -> Paragraph:
    """A unit over the right end of a table, such as （単位：千円）."""
    return Paragraph(text, 9.0, Align.RIGHT)
