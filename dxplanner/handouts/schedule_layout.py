"""A 工程表 laid out in mm: the closest setting that is needed, then pages of lanes and parts of the axis.

It stands on one page as long as texts of 7 points allow that; else it is split by lanes, and by time where
columns would become narrower than their headings. Every painter takes the places from the drawings.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, zip_longest
from typing import Final

from dxplanner.handouts.drawing import Drawing
from dxplanner.handouts.linebreak import Setting, block_height, wrap
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics
from dxplanner.handouts.schedule_axis import Axis
from dxplanner.handouts.schedule_density import SAVING_SIZES, SPLIT_SIZES, Density, close, closer, roomy
from dxplanner.handouts.schedule_drawing import NAME_PADDING, Links, Sheet, draw_page
from dxplanner.handouts.schedule_header import common, header_of
from dxplanner.handouts.schedule_items import GHOST_HEIGHT
from dxplanner.handouts.schedule_packing import Set, pack
from dxplanner.handouts.schedule_pages import LaneRow, Page, SetLane, page_height, pages_of, set_lane
from dxplanner.handouts.schedule_parts import Part, split
from dxplanner.handouts.schedule_places import place_gone, place_lane
from dxplanner.handouts.schedule_source import ChartLane, ChartStatus

_FEW: Final = 300
"""Lanes up to which several sizes are tried when the schedule needs several pages."""
_TWO: Final = 2
_MORE_PARTS: Final = 1.25
"""An axis that is cut anyway may be cut into more parts by this factor, for larger text."""
_SHORT_LINE: Final = 5.2
"""Characters that a line of a group's name has at least, if the name is that long."""


@dataclass(frozen=True, slots=True)
class Chart:
    """All that a drawing of a schedule says; ``corner`` is the heading of the lanes."""

    lanes: tuple[ChartLane, ...]
    whole: Part
    links: Links = field(default_factory=dict)
    status: ChartStatus | None = None
    corner: str = "区分"
    description: str = ""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The pages of a schedule; how many arrows run from a page to another one and are left out."""

    drawings: tuple[Drawing, ...]
    links_left_out: int
    cut: bool
    """Whether the axis is cut, so that bars go on from page to page."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """A setting tried: its sheets, one for each part of the axis, and the lanes set on them."""

    density: Density
    sheets: tuple[Sheet, ...]
    lanes: tuple[SetLane, ...]
    room: float
    """Height in mm that a page has for lanes."""

    @property
    def lines(self) -> int:
        """Lines of bars of all lanes."""
        return sum(len(lane.rows) for lane in self.lanes)

    def pages(self) -> list[Page]:
        """The lanes on pages."""
        return pages_of(
            self.lanes, self.room, self.density.padding, self._group_height, self._lane_name_height
        )

    def page_count(self) -> int:
        """Pages of lanes in all parts of the axis."""
        return len(self.pages()) * len(self.sheets)

    def fits(self) -> bool:
        """Whether all lanes stand on one page."""
        if sum(lane.least for lane in self.lanes) > self.room + 1e-6:
            return False
        pages = self.pages()
        return len(pages) == 1 and page_height(pages[0]) <= self.room + 1e-6

    def _group_height(self, group: str) -> float:
        return _name_height(group, self.sheets[0].group, self.density)

    def _lane_name_height(self, name: str) -> float:
        return _name_height(name, self.sheets[0].name, self.density)


def lay_out_schedule(chart: Chart, width: float, height: float, height_of_several: float) -> LaidOut:
    """The schedule on pages ``width`` × ``height`` mm: part by part of the axis for each page of lanes.

    ``height_of_several`` is what there is on each page when it needs several.
    """
    trial = _chosen(chart, width, height)
    if trial is None or len(trial.sheets) > 1:
        height = height_of_several
        trial = (_chosen(chart, width, height) if trial else None) or _split_setting(chart, width, height)
    drawings = []
    left_out = 0
    for page in trial.pages():
        for sheet in trial.sheets:
            drawing, missing = draw_page(sheet, page, height, chart.links, chart.status)
            drawings.append(drawing)
            left_out += missing
    return LaidOut(tuple(drawings), left_out, len(trial.sheets) > 1)


def _chosen(chart: Chart, width: float, height: float) -> _Trial | None:
    """The first setting, from roomy to tight, in which the lanes stand on one page; None when there is none.

    Settings whose names leave so little room that the axis is cut needlessly are passed over.
    """
    airy, near = roomy(width), tuple(closer())
    parts = {density: _parts(chart, density, width) for density in (*airy, *near)}
    fewest = min(len(found) for found in parts.values())
    allowed = fewest if fewest == 1 else fewest * _MORE_PARTS

    def trials(densities: Sequence[Density]) -> Iterator[_Trial]:
        for density in densities:
            if len(parts[density]) <= allowed and len(chart.lanes) * _lane_least(density) <= height:
                sheets = _sheets(chart, density, width)
                if len(chart.lanes) * _lane_least(density) <= height - sheets[0].header.height + 1e-6:
                    yield _trial(chart, density, sheets, height)

    found = _roomiest(lambda: trials(airy[-1:]), lambda: trials(airy[:-1]))
    return found or next((trial for trial in trials(near) if trial.fits()), None)


def _roomiest(
    smallest: Callable[[], Iterator[_Trial]], larger: Callable[[], Iterator[_Trial]]
) -> _Trial | None:
    """The largest text that needs no more lines than the smallest roomy one and still fits the page."""
    last = next(smallest(), None)
    if last is None or not last.fits():
        return None
    outside = _outside(last)
    for trial in larger():
        if trial.lines <= last.lines and _outside(trial) <= outside and trial.fits():
            return trial
    return last


def _split_setting(chart: Chart, width: float, height: float) -> _Trial:
    """For several pages: the largest of some sizes that needs no more pages than the smallest of them."""

    def trial_of(size: float) -> _Trial:
        density = close(size)
        return _trial(chart, density, _sheets(chart, density, width), height)

    *larger, usual = SPLIT_SIZES
    best = trial_of(usual)
    if len(chart.lanes) > _FEW:
        return best
    count = best.page_count()
    for size in SAVING_SIZES if count > _TWO * len(best.sheets) else ():
        saving = trial_of(size)
        if saving.page_count() <= _TWO * len(saving.sheets):
            return saving
    trials = (trial_of(size) for size in larger)
    return next((trial for trial in trials if trial.page_count() <= count), best)


def _outside(trial: _Trial) -> int:
    """How many texts are not simply set: smaller, in several lines, or beside their bar."""
    ways = [
        entry.way
        for lane in trial.lanes
        for row in lane.rows
        for entries in row.entries
        for entry in entries
        if not entry.item.is_point
    ]
    return sum(1 for way in ways if not way.inside or len(way.lines) > 1)


def _lane_least(density: Density) -> float:
    return density.line + 2 * density.padding


def _parts(chart: Chart, density: Density, width: float) -> tuple[Part, ...]:
    return split(chart.whole, width - sum(_label_widths(chart.lanes, density, width)))


def _sheets(chart: Chart, density: Density, width: float) -> tuple[Sheet, ...]:
    group, name = _label_widths(chart.lanes, density, width)
    parts = _parts(chart, density, width)
    axes = [Axis(part.spans, group + name, width) for part in parts]
    headers = [header_of(axis, density) for axis in axes]
    # Lanes begin at the same height on every part, so that sheets can be laid side by side.
    header = common(headers)
    return tuple(
        Sheet(part, axis, header, density, group, name, chart.corner, chart.description, index)
        for index, (part, axis) in enumerate(zip(parts, axes, strict=True))
    )


def _label_widths(lanes: Sequence[ChartLane], density: Density, width: float) -> tuple[float, float]:
    """Widths in mm of the columns at the left: groups of lanes (0 when there are none) and lanes."""
    metrics = bundled_metrics()
    name_least, name_most = (share * width for share in density.name_widths)
    group_least, group_most = (share * width for share in density.group_widths)
    longest = max((metrics.width(lane.name, density.name, True) for lane in lanes), default=0.0)
    name = min(max(longest + 2 * NAME_PADDING, name_least), name_most)
    groups = [metrics.width(group, density.name, True) for group in {lane.group for lane in lanes} if group]
    if not groups:
        return 0.0, name
    one_line = max(groups) + 2 * NAME_PADDING
    two_lines = max(groups) / 2 + 4.0 + 2 * NAME_PADDING
    widest = one_line if one_line <= group_most else min(two_lines, group_most)
    widest = max(widest, group_least)
    return (_narrowest(lanes, density, group_least, widest) if density.dense else widest), name


def _narrowest(lanes: Sequence[ChartLane], density: Density, least: float, most: float) -> float:
    """The least width in mm of groups' names in which none is higher than its lanes."""
    runs = [(group, len(list(run))) for group, run in groupby(lanes, key=lambda lane: lane.group) if group]
    em = density.name_floor * MM_PER_POINT
    width = max(least, _SHORT_LINE * em + 2 * NAME_PADDING)
    while width < most:
        if all(_name_height(group, width, density) <= count * _lane_least(density) for group, count in runs):
            return width
        width += em
    return most


def _trial(chart: Chart, density: Density, sheets: tuple[Sheet, ...], height: float) -> _Trial:
    names = sheets[0].name
    lanes = []
    for lane in chart.lanes:
        rows = _rows(lane, sheets, density)
        # A lane without a group has the group's column too.
        room = names if lane.group else names + sheets[0].group
        lanes.append(set_lane(lane, rows, density.padding, _name_height(lane.name, room, density)))
    return _Trial(density, sheets, tuple(lanes), height - sheets[0].header.height)


def _rows(lane: ChartLane, sheets: Sequence[Sheet], density: Density) -> tuple[LaneRow, ...]:
    """A lane's lines of bars; a line has the same height in all parts of the axis."""
    packed = [
        pack(place_lane(lane, sheet.part, sheet.axis, density), sheet.axis.left, sheet.axis.right, density)
        for sheet in sheets
    ]
    lines = list(zip_longest(*packed, fillvalue=())) or [((),) * len(sheets)]
    rows = [_row(tuple(tuple(entries) for entries in line), density) for line in lines]
    if lane.gone and not rows[-1].strip and any(place_gone(lane, one.part, one.axis) for one in sheets):
        rows[-1] = LaneRow(rows[-1].entries, rows[-1].least + GHOST_HEIGHT, GHOST_HEIGHT)
    return tuple(rows)


def _row(entries: tuple[tuple[Set, ...], ...], density: Density) -> LaneRow:
    every = [entry for part in entries for entry in part]
    strip = GHOST_HEIGHT if any(entry.item.was is not None for entry in every) else 0.0
    least = max((entry.way.height for entry in every), default=0.0) + density.air
    return LaneRow(entries, max(least, density.line) + strip, strip)


@lru_cache(maxsize=4096)
def _name_height(name: str, width: float, density: Density) -> float:
    """Height in mm that a name of a lane or group needs in the smallest text."""
    size = density.name_floor
    room = width - 2 * NAME_PADDING
    if bundled_metrics().width(name, size, True) <= room and "\n" not in name:
        return density.text_height(1, size)
    lines = wrap(name, room, size, bold=True, setting=Setting.BALANCED)
    return block_height(len(lines), size) + (2.0 if not density.dense else 0.3)


__all__ = ["Chart", "LaidOut", "lay_out_schedule"]
