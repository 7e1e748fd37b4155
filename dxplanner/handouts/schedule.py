"""改訂スケジュール and the projects' schedules as handouts: an edition of a 工程表 with its legend."""

from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.time_units import Unit
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Heading, Paragraph, Picture
from dxplanner.handouts.schedule_axis import AxisSpan, default_spans, unit_spans
from dxplanner.handouts.schedule_layout import Chart, lay_out_schedule
from dxplanner.handouts.schedule_legend import Extras, legend, with_legend
from dxplanner.handouts.schedule_parts import Part, cut_to
from dxplanner.handouts.schedule_source import (
    ChartWishes,
    day_option,
    read_lanes,
    read_links,
    read_status,
    read_wishes,
)
from dxplanner.handouts.selection import Options, chosen_edition, flag_option, text_option
from dxplanner.model import ScheduleEdition
from dxplanner.model.snapshot import PlanSnapshot

_HAIR: Final = 0.01
"""Height in mm that is left free, so that nothing is scaled for the rounding of sums."""


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """An edition of a schedule (options ``schedule`` and ``edition``), filling the page, or several pages.

    Options: ``corner``, the heading of the lanes (区分); ``heading``, true to print the edition's name;
    ``unit``, columns of 年度, 四半期, 4か月, 月, 旬, 週 or 日 in place of the edition's own;
    ``links`` and ``progress``, false to leave out 前後関係 and 進捗; ``baseline``, the name of another
    edition whose periods are drawn beside; ``status``, the 基準日 of the イナズマ線; ``from`` and ``to``, to
    print only a part of the time (dates as they are typed in: 2024-04-01, R6.4.1, R6.4, R6年度).
    InputError for an option that cannot be understood.
    """
    edition = chosen_edition(snapshot, options)
    if edition is None or not edition.lanes:
        return (Paragraph(cells.EMPTY),)
    whole = _part(_spans(edition, options), options)
    if not whole.spans:
        return (Paragraph(cells.EMPTY),)
    lead: tuple[Block, ...] = ()
    if flag_option(options, "heading", False):
        lead = (Heading(f"{edition.schedule.title}（{edition.name}）", 2),)
        area = area.less(9.0)
    wishes = read_wishes(edition, options)
    chart = _chart(snapshot, edition, whole, wishes, text_option(options, "corner", "区分"))
    # The legend of several pages, or of a part of the time, may say more than that of one page.
    part = whole.is_cut
    plain, full = (
        legend(chart.lanes, _extras(chart, wishes, more, more), area.width).height for more in (part, True)
    )
    height = area.height - _HAIR
    made = lay_out_schedule(chart, area.width, height - plain, height - max(plain, full))
    extras = _extras(chart, wishes, made.links_left_out > 0, made.cut or part)
    notes = legend(chart.lanes, extras, area.width)
    return (*lead, *(Picture(with_legend(drawing, notes)) for drawing in made.drawings))


def _chart(
    snapshot: PlanSnapshot, edition: ScheduleEdition, whole: Part, wishes: ChartWishes, corner: str
) -> Chart:
    return Chart(
        read_lanes(snapshot, edition, wishes),
        whole,
        read_links(edition) if wishes.links else {},
        read_status(edition, wishes.status),
        corner,
        f"工程表「{edition.schedule.title}」（{edition.name}）",
    )


def _extras(chart: Chart, wishes: ChartWishes, links_left_out: bool, cut: bool) -> Extras:
    return Extras(
        bool(chart.links),
        bool(chart.links) and links_left_out,
        cut,
        "" if wishes.baseline is None else wishes.baseline.name,
        wishes.status,
    )


def _spans(edition: ScheduleEdition, options: Options) -> list[AxisSpan]:
    """Columns of the option ``unit``, else the edition's own, else quarters over all its bars."""
    unit = text_option(options, "unit")
    if edition.columns and not unit:
        return [
            AxisSpan(column.group or "", column.heading, column.starts_on, column.ends_on)
            for column in edition.columns
        ]
    bars = [bar for lane in edition.lanes for bar in lane.bars]
    if not bars:
        return []
    first = min(bar.starts_on for bar in bars)
    last = max(bar.ends_on or bar.starts_on for bar in bars)
    if not unit:
        return default_spans(first, last)
    if unit not in set(Unit):
        known = "・".join(Unit)
        raise InputError(f"工程表の目盛「{unit}」は使えません。使えるのは{known}です。")
    return unit_spans(first, last, Unit(unit))


def _part(spans: list[AxisSpan], options: Options) -> Part:
    """The columns that the options ``from`` and ``to`` leave."""
    first, last = day_option(options, "from"), day_option(options, "to")
    begin, end = None if first is None else first.first, None if last is None else last.last or last.first
    if begin is not None and end is not None and end < begin:
        raise InputError("工程表を印刷する期間の終わりが始まりより前です。")
    return cut_to(spans, begin, end)
