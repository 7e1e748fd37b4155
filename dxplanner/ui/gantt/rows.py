"""The rows of the chart: groups, lanes, and the bars of lanes that are opened; their heights and places.

Qt-free. A lane shows all its bars on as many lines as they need; an opened lane shows a summary, and each of
its bars on a row of its own below. Only rows that are asked for are laid out: after a zoom the others keep
the heights they had until ``settle`` gets to them.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import accumulate, chain
from time import perf_counter

from dxplanner.domain.schedule_data import BarData, EditionData, LaneData
from dxplanner.ui.gantt.items import RowItems
from dxplanner.ui.gantt.measures import Measures

Span = tuple[date, date | None]


class RowKind(Enum):
    """What a row shows."""

    GROUP = "group"
    LANE = "lane"
    BAR = "bar"


@dataclass(slots=True)
class Row:
    """A row. ``bars``: what it shows, or what it sums up (a group, an opened lane)."""

    kind: RowKind
    key: str
    group: str
    lane: LaneData | None
    bars: tuple[BarData, ...]
    depth: int
    opened: bool
    height: float = 0.0
    items: RowItems | None = None
    """None: not laid out at the present zoom."""
    _span: Span | None = field(default=None, compare=False)

    @property
    def summary(self) -> bool:
        """Whether it only sums up rows below it."""
        return self.kind is RowKind.GROUP or (self.kind is RowKind.LANE and self.opened)

    @property
    def bar(self) -> BarData | None:
        """The one bar that the row's cells speak of: of a bar's row, or of a lane that has only one."""
        if self.kind is RowKind.BAR or (self.kind is RowKind.LANE and len(self.bars) == 1):
            return self.bars[0]
        return None

    @property
    def span(self) -> Span:
        """First and last day of all bars (of which there is one at least); no last day when one goes on."""
        if self._span is None:
            last = (
                None
                if any(bar.is_open for bar in self.bars)
                else max(bar.ends_on or bar.starts_on for bar in self.bars)
            )
            self._span = min(bar.starts_on for bar in self.bars), last
        return self._span

    def same_content(self, other: "Row") -> bool:
        """Whether both show the same, wherever they stand."""
        return (self.lane, self.bars, self.opened, self.group) == (
            other.lane, other.bars, other.opened, other.group,
        )  # fmt: skip


Layout = Callable[[Row], RowItems]


class Rows:
    """The rows of an edition with their heights. ``lay_out`` sets the items of one row at this zoom."""

    def __init__(self, measures: Measures, lay_out: Layout) -> None:
        self.measures = measures
        self.rows: list[Row] = []
        self._lay_out = lay_out
        self._offsets: list[float] = [0.0]
        self._at: dict[int, int] = {}
        self._settled = 0
        self._stale = False
        """Whether heights changed of which the places do not know yet."""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def height(self) -> float:
        """Height of all rows together in pixels."""
        return self._offsets[-1]

    def take(self, rows: list[Row]) -> None:
        """Show these rows; those that were there keep their heights and their items as far as they hold."""
        known = {row.key: row for row in self.rows}
        for row in rows:
            old = known.get(row.key)
            if old is not None and old.same_content(row):
                row.height, row.items = old.height, old.items
            else:
                row.height = old.height if old is not None else self._first_height(row)
        self.rows = rows
        self._at = {bar.id: index for index, row in enumerate(rows) if not row.summary for bar in row.bars}
        self._settled = 0
        self._place()

    def rescale(self) -> None:
        """The zoom has changed: all items have to be set anew, when they are asked for."""
        for row in self.rows:
            row.items = None
        self._settled = 0

    def top(self, index: int) -> float:
        """The upper edge of a row."""
        return self._offsets[index]

    def row_at(self, y: float) -> int | None:
        """The row at a place; None below the last one and above the first."""
        if not 0 <= y < self.height:
            return None
        return min(bisect_right(self._offsets, y) - 1, len(self.rows) - 1)

    def visible(self, top: float, bottom: float) -> range:
        """The rows that show between two places, by a binary search."""
        if not self.rows or bottom <= 0 or top >= self.height:
            return range(0)
        first = max(bisect_right(self._offsets, top) - 1, 0)
        last = bisect_right(self._offsets, bottom - 1e-6, lo=first) - 1
        return range(first, min(last, len(self.rows) - 1) + 1)

    def items(self, index: int) -> RowItems:
        """The items of a row, set at the present zoom."""
        row = self.rows[index]
        if row.items is None:
            row.items = self._lay_out(row)
        return row.items

    def prepare(self, top: float, height: float) -> bool:
        """Set all items that show in a view; whether heights of rows changed by that."""
        changed = self._stale
        if changed:
            self._place()
        for _ in range(4):
            moved = False
            for index in self.visible(top, top + height):
                moved |= self._fit(index)
            if moved:
                self._place()
                changed = True
            else:
                break
        return changed

    def settle(self, seconds: float) -> tuple[bool, bool]:
        """Set items of rows that nobody looks at, for so long: all done? places changed?"""
        end = perf_counter() + seconds
        while self._settled < len(self.rows):
            self._stale |= self._fit(self._settled)
            self._settled += 1
            if perf_counter() > end:
                break
        done = self._settled >= len(self.rows)
        changed = done and self._stale
        if changed:
            self._place()
        return done, changed

    @property
    def places(self) -> Mapping[int, int]:
        """The row of each bar by its key."""
        return self._at

    def row_of_bar(self, bar_id: int) -> int | None:
        """The row that shows a bar; None while its group is closed or a filter hides it."""
        return self._at.get(bar_id)

    def index_of(self, key: str) -> int | None:
        """The place of a row by its key."""
        return next((index for index, row in enumerate(self.rows) if row.key == key), None)

    def line_middle(self, index: int, line: int) -> float:
        """The middle of a line of a row; of the row itself while its items are not known."""
        row = self.rows[index]
        down = row.items.middles[line] if row.items is not None else 0.0
        return self._offsets[index] + row.height / 2 + down

    def line_top(self, index: int, line: int) -> float:
        """The upper edge of a line of a row."""
        items = self.rows[index].items
        if items is None:
            return self.top(index) + self.measures.padding
        return self.line_middle(index, line) - items.heights[line] / 2

    def _fit(self, index: int) -> bool:
        row = self.rows[index]
        if row.items is not None:
            return False
        items = self.items(index)
        height = self._height(row, items)
        if height == row.height:
            return False
        row.height = height
        return True

    def _height(self, row: Row, items: RowItems) -> float:
        if row.kind is RowKind.GROUP:
            return float(self.measures.group)
        return sum(items.heights) + 2 * self.measures.padding

    def _first_height(self, row: Row) -> float:
        """A height before anything is measured: as many lines as days overlap."""
        if row.kind is RowKind.GROUP:
            return float(self.measures.group)
        lines = 1 if row.summary else _stacked(row.bars)
        return float(lines * self.measures.line + 2 * self.measures.padding)

    def _place(self) -> None:
        self._offsets = [0.0, *accumulate(row.height for row in self.rows)]
        self._stale = False


def build_rows(
    edition: EditionData,
    opened: Set[str],
    closed_groups: Set[str],
    shown: Set[int] | None = None,
) -> list[Row]:
    """The rows of an edition. ``opened``: identities of opened lanes; ``shown``: bars that a filter keeps."""
    rows: list[Row] = []
    of_lane = edition.bars_by_lane
    for group, lanes in _runs(edition, shown):
        closed = group in closed_groups
        if group:
            bars = tuple(chain.from_iterable([of_lane.get(lane.id, ()) for lane in lanes]))
            key = f"g{lanes[0].uid}"
            rows.append(Row(RowKind.GROUP, key, group, None, bars, 0, not closed))
        if group and closed:
            continue
        depth = 1 if group else 0
        for lane in lanes:
            bars = of_lane.get(lane.id, ())
            is_open = lane.identity in opened and bool(bars)
            rows.append(Row(RowKind.LANE, f"l{lane.uid}", group, lane, bars, depth, is_open))
            if is_open:
                rows += [
                    Row(RowKind.BAR, f"b{bar.uid}", group, lane, (bar,), depth + 1, False) for bar in bars
                ]
    return rows


def _runs(edition: EditionData, shown: Set[int] | None) -> Iterator[tuple[str, list[LaneData]]]:
    """Lanes that follow each other in one group; lanes without a bar that a filter keeps are left out."""
    run: list[LaneData] = []
    for lane in edition.lanes:
        if shown is not None and not any(bar.id in shown for bar in edition.bars_of(lane.id)):
            continue
        if run and run[0].group != lane.group:
            yield run[0].group, run
            run = []
        run.append(lane)
    if run:
        yield run[0].group, run


def _stacked(bars: tuple[BarData, ...]) -> int:
    """How many lines bars need whose days overlap."""
    ends: list[int] = []
    for bar in sorted(bars, key=lambda one: one.starts_on):
        start = bar.starts_on.toordinal()
        last = bar.last_day
        end = 4_000_000 if last is None else last.toordinal()
        for index, taken in enumerate(ends):
            if taken < start:
                ends[index] = end
                break
        else:
            ends.append(end)
    return max(len(ends), 1)
