"""What the user does to the bars of the shown edition, as commands: one act is one step of undo."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QObject, Signal

from dxplanner.domain.schedule_cascade import Cascade, CascadeMode, cascade
from dxplanner.domain.schedule_data import BarData, EditionData, LinkData, bar_name
from dxplanner.domain.schedule_graph import ScheduleGraph
from dxplanner.domain.snapping import shifted, stepped_end, stepped_start
from dxplanner.domain.time_units import Unit, precision_of, unit_of
from dxplanner.domain.vocabulary import DependencyType, Precision
from dxplanner.services import schedule_edit as edit
from dxplanner.services.schedule_edit import BarPlace, NewBar, NewLink
from dxplanner.ui.context import PlanContext

_FINENESS = {Precision.MONTH: 0, Precision.TEN_DAYS: 1, Precision.DAY: 2}


class GanttActs(QObject):
    """Edits of bars, lanes and 前後関係. Results come back through ``context.committed`` as always."""

    made = Signal(object)
    """Keys of bars that an act has just made: they become the selection."""

    def __init__(self, context: PlanContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.edition: EditionData | None = None
        self.graph = ScheduleGraph()
        self.follow = False
        """後続もずらす: whether a move takes along what comes after."""
        self.mode = CascadeMode.NEEDED

    @property
    def read_only(self) -> bool:
        """Whether nothing can be edited."""
        return self.context.read_only or self.edition is None

    def show(self, edition: EditionData | None) -> None:
        """Act on another edition."""
        self.edition = edition
        self.graph = (
            ScheduleGraph()
            if edition is None
            else ScheduleGraph(edition.bars, edition.links, edition.closed_days)
        )

    def bars(self, ids: Iterable[int]) -> list[BarData]:
        """The bars of some keys, as far as they exist."""
        if self.edition is None:
            return []
        known = self.edition.bar_by_id
        return [known[bar_id] for bar_id in ids if bar_id in known]

    def names(self, ids: Iterable[int]) -> list[str]:
        """What bars are called in labels and messages."""
        return [self.name(bar) for bar in self.bars(ids)]

    def name(self, bar: BarData) -> str:
        """What a bar is called."""
        return bar_name(bar, self.edition.lane_by_id.get(bar.lane_id) if self.edition else None)

    # Bars ---------------------------------------------------------------------------------------

    def draw(self, new: NewBar) -> list[int]:
        """Add a bar that was drawn on a lane."""
        return self.add([new])

    def add(self, bars: Sequence[NewBar], act: str = "追加") -> list[int]:
        """Add bars and select them; their keys."""
        if not bars or self.read_only:
            return []
        names = [bar.label or "新しい工程" for bar in bars]
        keys = self.context.run(edit.bars_label(names, act), edit.add_bars(bars)) or []
        if keys:
            self.made.emit(keys)
        return keys

    def consequences(self, places: Sequence[BarPlace]) -> Cascade:
        """What else a move would move; nothing unless 後続もずらす is on."""
        if not self.follow:
            return Cascade()
        return cascade(self.graph, {p.bar_id: (p.starts_on, p.ends_on) for p in places}, self.mode)

    def place(self, places: Sequence[BarPlace], act: str = "移動") -> bool:
        """Move or resize bars, with what follows them when that is wanted."""
        wanted = [place for place in places if self.differs(place)]
        if not wanted or self.read_only:
            return False
        follows = self.consequences(wanted)
        moved = {place.bar_id for place in wanted}
        also = [BarPlace(shift.bar_id, *shift.new) for shift in follows.shifts if shift.bar_id not in moved]
        label = edit.bars_label(self.names(place.bar_id for place in wanted), act)
        command = edit.place_bars([*wanted, *also])

        def run(session: Any) -> bool:
            command(session)
            return True

        done = bool(self.context.run(label, run))
        if done:
            self.say_followed(also, follows)
        return done

    def say_followed(self, also: Sequence[BarPlace], follows: Cascade) -> None:
        """Say which bars moved along, and which did not."""
        if also or follows.held:
            self.context.said.emit(_followed(len(also), [held.name for held in follows.held]))

    def copy(self, places: Sequence[BarPlace]) -> list[int]:
        """Copy bars to new places and select the copies."""
        if not places or self.read_only:
            return []
        label = edit.bars_label(self.names(place.bar_id for place in places), "コピー")
        keys = self.context.run(label, edit.copy_bars(places)) or []
        if keys:
            self.made.emit(keys)
        return keys

    def change(self, ids: Sequence[int], values: Mapping[str, Any], act: str) -> bool:
        """Set fields of bars alike."""
        if not ids or self.read_only:
            return False
        return self._do(edit.bars_label(self.names(ids), act), edit.change_bars(ids, values))

    def rename(self, bar_id: int, text: str) -> bool:
        """Write another text into a bar; blank leaves it without one. False: it could not be stored."""
        found = self.bars([bar_id])
        if not found or found[0].label == text:
            return True
        return self.change([bar_id], {"label": text or None}, "名称変更")

    def delete(self, ids: Sequence[int]) -> bool:
        """Delete bars with their 前後関係."""
        if not ids or self.read_only:
            return False
        names = self.names(ids)
        done = self._do(edit.bars_label(names, "削除"), edit.delete_bars(ids))
        if done:
            what = f"「{names[0]}」" if len(names) == 1 else f"工程{len(names)}件"
            self.context.said.emit(f"{what}を削除しました。元に戻すには Ctrl+Z を押します。")
        return done

    def step(self, ids: Sequence[int], unit: Unit, count: int) -> bool:
        """Arrow keys: move bars by units."""
        places = []
        for bar in self.bars(ids):
            start, end = shifted(bar.starts_on, bar.ends_on, unit, count)
            places.append(BarPlace(bar.id, start, end, None, finer_precision(bar, unit)))
        return self.place(places)

    def stretch(self, ids: Sequence[int], unit: Unit, count: int, *, at_start: bool = False) -> bool:
        """Shift and arrow keys: move the end of bars by units, or their start."""
        places = []
        for bar in self.bars(ids):
            if bar.is_point:
                continue
            start, end = bar.starts_on, bar.ends_on
            if at_start:
                start = stepped_start(start, end, unit, count)
            else:
                end = stepped_end(start, end, unit, count)
            places.append(BarPlace(bar.id, start, end, None, finer_precision(bar, unit)))
        return self.place(places, "期間変更")

    def to_lane(self, ids: Sequence[int], step: int) -> bool:
        """Alt and arrow keys: move bars to the lane above or below."""
        if self.edition is None:
            return False
        lanes = [lane.id for lane in self.edition.lanes]
        places = []
        for bar in self.bars(ids):
            at = lanes.index(bar.lane_id) + step
            if not 0 <= at < len(lanes):
                return False
            places.append(BarPlace(bar.id, bar.starts_on, bar.ends_on, lanes[at]))
        return self.place(places)

    # Links --------------------------------------------------------------------------------------

    def link(self, before_id: int, after_id: int, type_: DependencyType) -> bool:
        """Tie two bars."""
        if self.read_only or before_id == after_id:
            return False
        one, other = self.names([before_id]), self.names([after_id])
        if not one or not other:
            return False
        label = f"「{one[0]}」から「{other[0]}」への前後関係の追加"
        return self._do(label, edit.add_links([NewLink(before_id, after_id, type_)]))

    def chain(self, ids: Sequence[int]) -> bool:
        """Tie the selected bars one after the other, in the order of their beginnings."""
        bars = sorted(self.bars(ids), key=lambda bar: (bar.starts_on, bar.position))
        if len(bars) < 2 or self.read_only:
            return False
        links = [NewLink(one.id, other.id) for one, other in pairwise(bars)]
        return self._do(edit.bars_label(self.names(ids), "前後関係の追加"), edit.add_links(links))

    def unlink(self, links: Sequence[LinkData]) -> bool:
        """Untie bars."""
        if not links or self.read_only:
            return False
        ids = dict.fromkeys(key for link in links for key in (link.before_id, link.after_id))
        return self._do(
            edit.bars_label(self.names(ids), "前後関係の削除"), edit.delete_links([link.id for link in links])
        )

    def change_link(self, link: LinkData, values: Mapping[str, Any]) -> bool:
        """Change the kind of a tie, or its lag."""
        if self.read_only:
            return False
        names = self.names([link.before_id, link.after_id])
        label = f"「{names[0]}」から「{names[-1]}」への前後関係の変更"
        return self._do(label, edit.change_link(link.id, values))

    def links_of(self, ids: Iterable[int]) -> list[LinkData]:
        """The links of some bars, each once."""
        found = {link.id: link for bar_id in ids for link in self.graph.links_of(bar_id)}
        return list(found.values())

    def _do(self, label: str, command: Callable[[Any], object]) -> bool:
        def run(session: Any) -> bool:
            command(session)
            return True

        return bool(self.context.run(label, run))

    def differs(self, place: BarPlace) -> bool:
        """Whether a bar would stand elsewhere than it does."""
        found = self.bars([place.bar_id])
        if not found:
            return False
        bar = found[0]
        return (place.starts_on, place.ends_on) != (bar.starts_on, bar.ends_on) or (
            place.lane_id is not None and place.lane_id != bar.lane_id
        )


def finer_precision(bar: BarData, unit: Unit) -> Precision | None:
    """The precision that a bar gets by snapping finer than it was meant; None when it stays as it is."""
    wanted = precision_of(unit)
    return wanted if _FINENESS[wanted] > _FINENESS[bar.precision] else None


def coarser_of(unit: Unit, precision: Precision) -> Unit:
    """The unit of a bar's own precision when that is coarser than a zoom's unit."""
    own = unit_of(precision)
    order = list(Unit)
    return own if order.index(own) < order.index(unit) else unit


def _followed(count: int, held: Sequence[str]) -> str:
    parts = [f"後続の工程{count}件もずらしました。"] if count else []
    if held:
        more = f"ほか{len(held) - 1}件" if len(held) > 1 else ""
        parts.append(f"日付を固定した「{held[0]}」{more}は動かしていません。")
    return "".join(parts)
