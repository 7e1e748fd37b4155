"""What the user does to lanes (区分) and their groups, as commands."""

from collections.abc import Callable, Sequence
from typing import Any

from dxplanner.domain.schedule_data import LaneData
from dxplanner.services import schedule_edit as edit
from dxplanner.services import schedules
from dxplanner.ui.gantt.acts import GanttActs


class LaneActs:
    """Edits of lanes of the shown edition."""

    def __init__(self, acts: GanttActs) -> None:
        self._acts = acts

    @property
    def lanes(self) -> Sequence[LaneData]:
        """The lanes of the shown edition."""
        return self._acts.edition.lanes if self._acts.edition is not None else ()

    def add(self, after: LaneData | None = None, names: Sequence[str] = ("新しい区分",)) -> list[int]:
        """Add lanes after one, or at the end; their keys."""
        edition = self._acts.edition
        if edition is None or self._acts.read_only:
            return []
        ids = [lane.id for lane in self.lanes]
        at = ids.index(after.id) + 1 if after is not None and after.id in ids else None
        group = after.group if after is not None and after.group else None
        label = edit.lanes_label(names, "追加")
        return self._acts.context.run(label, edit.add_lanes(edition.id, names, at, group)) or []

    def move(self, lanes: Sequence[LaneData], step: int) -> bool:
        """Move lanes one up or down."""
        ids = [lane.id for lane in self.lanes]
        places = sorted(ids.index(lane.id) for lane in lanes if lane.id in ids)
        if not places:
            return False
        to = places[0] - 1 if step < 0 else places[-1] + 2
        if to < 0 or to > len(ids):
            return False
        neighbour = self.lanes[places[0] - 1 if step < 0 else places[-1] + 1]
        return self.move_to(lanes, to, neighbour.group)

    def move_to(self, lanes: Sequence[LaneData], to: int, group: str | None) -> bool:
        """Move lanes in front of the lane at an index, into a group."""
        if self._acts.read_only or not lanes:
            return False
        label = edit.lanes_label([lane.name for lane in lanes], "移動")
        return self._do(label, edit.move_lanes([lane.id for lane in lanes], to, group))

    def group(self, lanes: Sequence[LaneData], name: str) -> bool:
        """Put lanes into a group; an empty name takes them out of theirs."""
        if self._acts.read_only or not lanes:
            return False
        act = "まとまりの変更" if name else "まとまりからの除外"
        label = edit.lanes_label([lane.name for lane in lanes], act)
        return self._do(label, edit.group_lanes([lane.id for lane in lanes], name))

    def what_goes(self, lanes: Sequence[LaneData]) -> str:
        """What goes with lanes, in words; empty when nothing does."""
        with self._acts.context.workbench.plan.reading() as session:
            summary = schedules.what_goes_with_lanes(session, [lane.id for lane in lanes])
        return summary.text

    def delete(self, lanes: Sequence[LaneData]) -> bool:
        """Delete lanes with all that is on them."""
        if self._acts.read_only or not lanes:
            return False
        label = edit.lanes_label([lane.name for lane in lanes], "削除")
        done = self._do(label, edit.delete_lanes([lane.id for lane in lanes]))
        if done:
            what = f"区分「{lanes[0].name}」" if len(lanes) == 1 else f"区分{len(lanes)}件"
            self._acts.context.said.emit(f"{what}を削除しました。元に戻すには Ctrl+Z を押します。")
        return done

    def _do(self, label: str, command: Callable[[Any], object]) -> bool:
        def run(session: Any) -> bool:
            command(session)
            return True

        return bool(self._acts.context.run(label, run))
