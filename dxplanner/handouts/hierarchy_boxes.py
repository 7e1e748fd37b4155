"""Boxes of a 施策体系: column headings, and a node's number and name, upright where its column is narrow."""

from dataclasses import replace
from typing import Final

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.handouts.column_breaks import fuller_end
from dxplanner.handouts.drawing import Align, Box, Edge, TextStyle, Tone
from dxplanner.handouts.hierarchy_columns import PADDING, ColumnPlace, Entry, name_height
from dxplanner.handouts.linebreak import fit_text
from dxplanner.handouts.wording import CONTINUED

_FLOOR: Final = 7.0


def header_box(column: ColumnPlace, top: float, height: float, size: float = 11.5) -> Box:
    """The heading of a column."""
    fit = fit_text(column.heading, column.width - 1.0, height - 0.5, size, _FLOOR, bold=True)
    style = TextStyle(fit.size, bold=True, align=Align.CENTRE)
    return Box(
        column.left, top, column.width, height, column.heading, fit.lines, style, Tone.HEADING, padding=0.5
    )


def entry_boxes(entry: Entry, column: ColumnPlace, top: float, height: float, size: float) -> list[Box]:
    """The box of a node from ``top``, ``height`` mm high: its number, then its name."""
    name = f"{entry.name}{CONTINUED}" if entry.continued and not column.upright else entry.name
    coloured = entry.role is not ColourRole.NEUTRAL
    frame = Box(
        column.left + column.number_width,
        top,
        column.width - column.number_width,
        height,
        name,
        style=TextStyle(size),
        tone=Tone.ROLE if coloured else Tone.SOFT if column.upright else Tone.NONE,
        role=entry.role,
        edge=Edge.DASHED if entry.inferred else Edge.THIN,
        padding=PADDING,
        name=entry.uid,
        underline=entry.underline,
    )
    if column.upright:
        return [_upright(frame, size)]
    room = frame.width - 2 * PADDING
    fit = fit_text(name, room, height, size, _FLOOR)
    lines = fuller_end(name, fit.lines, room, fit.size) if fit.fits else fit.lines
    named = replace(frame, lines=lines, style=TextStyle(fit.size))
    if not column.number_width:
        return [named]
    number = Box(
        column.left,
        top,
        column.number_width,
        height,
        entry.number,
        (entry.number,) if entry.number else (),
        TextStyle(size, bold=True, align=Align.CENTRE),
        Tone.SOFT,
        edge=frame.edge,
        padding=0.5,
        name=entry.uid,
    )
    return [number, named]


def _upright(frame: Box, size: float) -> Box:
    """縦書き for a short name in a narrow column; it shrinks when its box is low."""
    trial = size + 1.0
    while trial > _FLOOR and name_height(frame.text, trial) > frame.height:
        trial -= 0.5
    style = TextStyle(trial, bold=True, align=Align.CENTRE, vertical=True)
    return replace(frame, lines=(frame.text,), style=style, padding=0.5)
