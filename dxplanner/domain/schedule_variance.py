"""当初 and 見直し compared: what moved, was renamed, came, went, or changed its lane, each as one sentence.

Lanes and bars of two editions know each other by their lineage, so that a move is not a delete and an add.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from dxplanner.domain.schedule_data import BarData, EditionData, LaneData, bar_name
from dxplanner.domain.snapping import moved_text, period_text
from dxplanner.domain.vocabulary import Precision

Row = TypeVar("Row", BarData, LaneData)


class DifferenceKind(StrEnum):
    """What differs; the value is its name in the list."""

    ADDED = "追加"
    REMOVED = "削除"
    MOVED = "時期"
    RENAMED = "名称"
    LANE = "区分"
    LOOK = "表し方"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``old_id`` and ``new_id`` are keys of bars, or of lanes when ``of_lane``.

    ``start_days`` and ``end_days`` tell by how many days a bar moved; None where an end came or went.
    """

    kind: DifferenceKind
    text: str
    old_id: int | None
    new_id: int | None
    of_lane: bool = False
    start_days: int | None = None
    end_days: int | None = None


def compare(old: EditionData, new: EditionData) -> tuple[Difference, ...]:
    """All differences from the old edition to the new one: lanes first, then bars, in the new one's order."""
    return (*_lanes(old, new), *_bars(old, new))


def matched_bars(old: EditionData, new: EditionData) -> dict[int, BarData]:
    """The old edition's bar of each bar of the new one (by its key): what is drawn as its ghost."""
    known = _by_identity(old.bars)
    pairs = ((bar.id, known.get(bar.identity)) for bar in new.bars)
    return {key: before for key, before in pairs if before is not None}


def _lanes(old: EditionData, new: EditionData) -> Iterator[Difference]:
    before, after = _by_identity(old.lanes), _by_identity(new.lanes)
    for lane in new.lanes:
        was = before.get(lane.identity)
        if was is None:
            yield Difference(
                DifferenceKind.ADDED, f"区分「{lane.name}」を追加しました。", None, lane.id, of_lane=True
            )
            continue
        if was.name != lane.name:
            text = f"区分「{was.name}」の名称を「{lane.name}」に変更しました。"
            yield Difference(DifferenceKind.RENAMED, text, was.id, lane.id, of_lane=True)
        if was.group != lane.group:
            text = (
                f"区分「{lane.name}」のまとまりを{_group(was.group)}から{_group(lane.group)}に変更しました。"
            )
            yield Difference(DifferenceKind.LANE, text, was.id, lane.id, of_lane=True)
    for lane in old.lanes:
        if lane.identity not in after:
            text = f"区分「{lane.name}」を削除しました。"
            yield Difference(DifferenceKind.REMOVED, text, lane.id, None, of_lane=True)


def _bars(old: EditionData, new: EditionData) -> Iterator[Difference]:
    before, after = _by_identity(old.bars), _by_identity(new.bars)
    old_names, new_names = _Names(old), _Names(new)
    for bar in new.bars:
        was = before.get(bar.identity)
        if was is None:
            text = f"{new_names.full(bar)}を追加しました（{_period(bar)}）。"
            yield Difference(DifferenceKind.ADDED, text, None, bar.id)
        else:
            yield from _changes(was, old_names, bar, new_names)
    for bar in old.bars:
        if bar.identity not in after:
            text = f"{old_names.full(bar)}を削除しました（{_period(bar)}）。"
            yield Difference(DifferenceKind.REMOVED, text, bar.id, None)


def _changes(was: BarData, old: "_Names", bar: BarData, new: "_Names") -> Iterator[Difference]:
    name = new.full(bar)
    if was.label != bar.label:
        text = f"{old.full(was)}の名称を「{bar_name(bar, new.lane(bar))}」に変更しました。"
        yield Difference(DifferenceKind.RENAMED, text, was.id, bar.id)
    lanes = old.lane(was), new.lane(bar)
    if lanes[0] is not None and lanes[1] is not None and lanes[0].identity != lanes[1].identity:
        text = f"{name}の区分を「{lanes[0].name}」から「{lanes[1].name}」に変更しました。"
        yield Difference(DifferenceKind.LANE, text, was.id, bar.id)
    if (was.starts_on, was.ends_on) != (bar.starts_on, bar.ends_on):
        starts = (bar.starts_on - was.starts_on).days
        ends = None
        if was.last_day is not None and bar.last_day is not None:
            ends = (bar.last_day - was.last_day).days
        text = f"{name}の{_moved(was, bar, starts, ends)}（{_period(was)} → {_period(bar)}）。"
        yield Difference(DifferenceKind.MOVED, text, was.id, bar.id, False, starts, ends)
    if (was.kind, was.shape, was.glyph, was.colour) != (bar.kind, bar.shape, bar.glyph, bar.colour):
        yield Difference(
            DifferenceKind.LOOK, f"{name}の表し方（形・色・記号）を変更しました。", was.id, bar.id
        )


def _moved(was: BarData, bar: BarData, starts: int, ends: int | None) -> str:
    """「時期を1か月後へ移しました」, else which end came earlier or later, and by how much."""
    old, new = (was.starts_on, was.ends_on), (bar.starts_on, bar.ends_on)
    same_months = bar.precision is was.precision and _months(was) == _months(bar)
    if starts and (starts == ends or (same_months and ends)):
        return f"時期を{moved_text(old, new, bar.precision)}移しました"
    parts = []
    if starts:
        parts.append(f"開始を{_amount(was.starts_on, bar.starts_on, bar)}{'遅く' if starts > 0 else '早く'}")
    if ends and was.last_day is not None and bar.last_day is not None:
        parts.append(f"終了を{_amount(was.last_day, bar.last_day, bar)}{'遅く' if ends > 0 else '早く'}")
    if was.is_open != bar.is_open:
        parts.append("終わりをなくし、以降も続くことに" if bar.is_open else "終わりを決めることに")
    return f"{'、'.join(parts)}しました" if parts else "時期を変更しました"


def _amount(was: date, now: date, bar: BarData) -> str:
    """「1か月」 for a bar meant in months, else 「30日」."""
    months = (now.year - was.year) * 12 + now.month - was.month
    if bar.precision is Precision.MONTH and months:
        return f"{abs(months)}か月"
    return f"{abs((now - was).days):,}日"


def _months(bar: BarData) -> int | None:
    """Length in months of a bar that is meant in months."""
    if bar.ends_on is None or bar.precision is not Precision.MONTH:
        return None
    return (bar.ends_on.year - bar.starts_on.year) * 12 + bar.ends_on.month - bar.starts_on.month


def _period(bar: BarData) -> str:
    return period_text(bar.starts_on, bar.last_day, bar.precision)


class _Names:
    """What the bars of an edition are called in sentences."""

    def __init__(self, edition: EditionData) -> None:
        self._lanes = edition.lane_by_id
        self._count = Counter(bar.label for bar in edition.bars)

    def lane(self, bar: BarData) -> LaneData | None:
        return self._lanes.get(bar.lane_id)

    def full(self, bar: BarData) -> str:
        """「骨子整理」, or 「市議会」の「素案報告」 when the edition has several of that name."""
        lane = self.lane(bar)
        name = f"「{bar_name(bar, lane)}」"
        return f"「{lane.name}」の{name}" if lane and bar.label and self._count[bar.label] > 1 else name


def _group(group: str) -> str:
    return f"「{group}」" if group else "「なし」"


def _by_identity(rows: Sequence[Row]) -> Mapping[str, Row]:
    """Rows by what they are known by; of several with the same, the first."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.identity, row)
    return found
