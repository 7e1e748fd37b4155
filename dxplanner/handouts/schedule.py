"""改訂スケジュール and the projects' schedules as handouts: an edition of a 工程表 with its notes."""

from datetime import date
from typing import Final

from dxplanner.domain.vocabulary import BarKind, Glyph, Precision
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Heading, Notes, Paragraph, Picture
from dxplanner.handouts.pages import GAP, block_height
from dxplanner.handouts.schedule_axis import Axis, AxisSpan, moment, moment_after, quarters
from dxplanner.handouts.schedule_layout import LaneSpec, label_widths, lay_out_schedule
from dxplanner.handouts.schedule_packing import Item
from dxplanner.handouts.selection import Options, chosen_edition, flag_option, text_option
from dxplanner.model import Bar, Lane, ScheduleEdition
from dxplanner.model.snapshot import PlanSnapshot

_SHORTEST: Final = 2.4
"""Least width in mm of a bar."""
_EDGE: Final = 2.2
"""Distance in mm that a sign keeps from the ends of the axis."""
_DATED: Final = ("starts_on", "ends_on", "label")
_SIGNS: Final = {Glyph.TRIANGLE: "会議での報告・審議など"}


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """An edition of a schedule (options ``schedule`` and ``edition``), filling the page.

    Options: ``corner``, the heading of the lanes (区分); ``heading``, true to print the edition's name.
    """
    edition = chosen_edition(snapshot, options)
    if edition is None or not edition.lanes:
        return (Paragraph(cells.EMPTY),)
    spans = _spans(edition)
    if not spans:
        return (Paragraph(cells.EMPTY),)
    lead: tuple[Block, ...] = ()
    if flag_option(options, "heading", False):
        lead = (Heading(f"{edition.schedule.title}（{edition.name}）", 2),)
        area = area.less(9.0)
    labels = label_widths([(lane.group or "", lane.name) for lane in edition.lanes], area.width)
    axis = Axis(spans, labels.width, area.width)
    lanes = [_lane(snapshot, lane, axis) for lane in edition.lanes]
    notes = _notes(lanes)
    drawings = lay_out_schedule(
        lanes,
        axis,
        labels,
        area.height - sum(block_height(note, area) for note in notes) - GAP,
        text_option(options, "corner", "区分"),
        f"工程表「{edition.schedule.title}」（{edition.name}）",
    )
    return (*lead, *(Picture(drawing) for drawing in drawings), *notes)


def _spans(edition: ScheduleEdition) -> list[AxisSpan]:
    """The edition's columns, or quarters over all its bars when it has none."""
    if edition.columns:
        return [
            AxisSpan(column.group or "", column.heading, column.starts_on, column.ends_on)
            for column in edition.columns
        ]
    bars = [bar for lane in edition.lanes for bar in lane.bars]
    if not bars:
        return []
    return quarters(min(bar.starts_on for bar in bars), max(bar.ends_on or bar.starts_on for bar in bars))


def _lane(snapshot: PlanSnapshot, lane: Lane, axis: Axis) -> LaneSpec:
    items = tuple(_item(snapshot, bar, axis) for bar in lane.bars)
    return LaneSpec(lane.uid or "", lane.name, lane.group or "", items, snapshot.is_inferred(lane))


def _item(snapshot: PlanSnapshot, bar: Bar, axis: Axis) -> Item:
    inferred = any(snapshot.is_inferred(bar, name) for name in _DATED)
    kind = bar.kind or BarKind.BAR
    if kind is BarKind.BAR:
        left, right = _extent(bar, axis)
    else:
        left = right = min(max(axis.x(_point(bar)), axis.left + _EDGE), axis.right - _EDGE)
    return Item(
        bar.uid or "",
        bar.label or "",
        left,
        right,
        kind,
        bar.shape,
        bar.glyph,
        bar.colour,
        inferred,
        kind is BarKind.BAR and bar.ends_on is None,
    )


def _extent(bar: Bar, axis: Axis) -> tuple[float, float]:
    left = axis.x(moment(bar.starts_on))
    right = axis.right if bar.ends_on is None else axis.x(moment_after(bar.ends_on))
    left = min(left, axis.right - _SHORTEST)
    return left, max(right, left + _SHORTEST)


def _point(bar: Bar) -> float:
    """A milestone's moment: the middle of its span, or of the month, ten days or day that it names."""
    if bar.ends_on is not None and bar.ends_on > bar.starts_on:
        return (moment(bar.starts_on) + moment_after(bar.ends_on)) / 2
    return moment(bar.starts_on) + _half_unit(bar.starts_on, bar.precision)


def _half_unit(day: date, precision: Precision | None) -> float:
    if precision is Precision.DAY:
        return 0.5 / 30
    if precision is Precision.TEN_DAYS:
        return 0.5 / 3
    return 0.5 - (moment(day) % 1)


def _notes(lanes: list[LaneSpec]) -> tuple[Notes, ...]:
    """What dashed outlines and signs mean; nothing that does not occur."""
    items = [item for lane in lanes for item in lane.items]
    entries: list[tuple[str, str]] = []
    if any(item.inferred for item in items) or any(lane.inferred for lane in lanes):
        entries.append(("※", "点線の枠は推定（確認中）です。"))
    for sign in dict.fromkeys(item.glyph for item in items if item.kind is BarKind.MILESTONE):
        entries.append((sign.value, _SIGNS.get(sign, "主な節目")))
    return (Notes(tuple(entries)),) if entries else ()
