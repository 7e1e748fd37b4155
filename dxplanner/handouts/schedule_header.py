"""Headings of a 工程表: 年度, columns, months, and the corner above the lanes."""

from typing import Final

from dxplanner.handouts.drawing import Align, Box, Edge, TextStyle, Tone
from dxplanner.handouts.linebreak import fit_text
from dxplanner.handouts.schedule_axis import Axis, PlacedSpan, month_name

_ROW: Final = 7.6
_MONTH_ROW: Final = 5.4
_NARROWEST_MONTH: Final = 4.4
_SIZE: Final = 11.0
_MONTH_SIZE: Final = 9.0
_FLOOR: Final = 7.0


def header_height(axis: Axis) -> float:
    """Height in mm of the heading rows together."""
    return _ROW * (1 + _has_groups(axis)) + _MONTH_ROW * _has_months(axis)


def header_parts(axis: Axis, label_width: float, corner: str) -> list[Box]:
    """The boxes of the headings, the corner first."""
    height = header_height(axis)
    boxes = [_cell(corner, 0.0, 0.0, label_width, height)]
    heading_top = _ROW * _has_groups(axis)
    months_top = height - _MONTH_ROW * _has_months(axis)
    boxes += _group_cells(axis)
    for column in axis.columns:
        top = heading_top if column.span.group else 0.0
        names = _month_cells(column, months_top) if _has_months(axis) else []
        bottom = months_top if names else height
        boxes.append(_cell(column.span.heading, column.left, top, column.right, bottom))
        boxes += names
    return boxes


def _group_cells(axis: Axis) -> list[Box]:
    """One cell over each run of columns of the same 年度."""
    boxes: list[Box] = []
    index = 0
    while index < len(axis.columns):
        group, end = axis.columns[index].span.group, index + 1
        while end < len(axis.columns) and axis.columns[end].span.group == group:
            end += 1
        if group:
            boxes.append(_cell(group, axis.columns[index].left, 0.0, axis.columns[end - 1].right, _ROW))
        index = end
    return boxes


def _month_cells(column: PlacedSpan, top: float) -> list[Box]:
    months = column.months
    if len(months) < 2:
        return []
    return [
        _cell(month_name(month), column.x(month), top, column.x(month + 1), top + _MONTH_ROW, months=True)
        for month in months
    ]


def _has_groups(axis: Axis) -> bool:
    return any(column.span.group for column in axis.columns)


def _has_months(axis: Axis) -> bool:
    """Months are named where each has room for its name."""
    widths = [column.x(month + 1) - column.x(month) for column in axis.columns for month in column.months]
    several = any(len(column.months) > 1 for column in axis.columns)
    return several and min(widths) >= _NARROWEST_MONTH


def _cell(text: str, left: float, top: float, right: float, bottom: float, months: bool = False) -> Box:
    size = _MONTH_SIZE if months else _SIZE
    fit = fit_text(text, right - left - 1.0, bottom - top - 0.6, size, _FLOOR, bold=not months)
    return Box(
        left,
        top,
        right - left,
        bottom - top,
        text,
        fit.lines,
        TextStyle(fit.size, bold=not months, align=Align.CENTRE),
        Tone.SOFT if months else Tone.HEADING,
        edge=Edge.THIN,
        padding=0.5,
    )
