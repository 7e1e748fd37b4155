"""Wherever lanes are dropped in the table: nothing is lost, and no まとまり is torn apart."""

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.schedule_data import EditionData, LaneData
from dxplanner.ui.gantt.lane_drop import dragged_lanes, drop_of, drop_text, group_drop_of
from dxplanner.ui.gantt.rows import RowKind, build_rows


@st.composite
def editions(draw: st.DrawFn) -> EditionData:
    """Lanes in runs of groups, each group one run; some lanes stand outside."""
    lanes: list[LaneData] = []
    for number in range(draw(st.integers(1, 5))):
        group = f"まとまり{number}" if draw(st.booleans()) else ""
        for _ in range(draw(st.integers(1, 3))):
            at = len(lanes)
            lanes.append(LaneData(at + 1, f"u{at}", at, group, f"区分{at}"))
    return EditionData(1, "e", 1, "工程表", "当初", tuple(lanes))


@given(editions(), st.data())
def test_groups_stay_whole_and_every_lane_stays(edition: EditionData, data: st.DataObject) -> None:
    closed = data.draw(st.sets(st.sampled_from(sorted({lane.group for lane in edition.lanes}))))
    rows = build_rows(edition, frozenset(), frozenset(closed - {""}))
    row = data.draw(st.sampled_from(rows))
    index = data.draw(st.none() | st.integers(0, len(rows) - 1))
    lower = data.draw(st.booleans())
    lanes = dragged_lanes(edition, row)
    if row.kind is RowKind.GROUP:
        drop = group_drop_of(edition, rows, index, lower, row.group)
    else:
        drop = drop_of(edition, rows, index, lower)
    assert 0 <= drop.to <= len(edition.lanes)
    assert 0 <= drop.line <= len(rows)
    assert drop_text(drop, lanes, edition).endswith("へ")
    moved = {lane.id for lane in lanes}
    ahead = [lane for lane in edition.lanes[: drop.to] if lane.id not in moved]
    behind = [lane for lane in edition.lanes[drop.to :] if lane.id not in moved]
    after = [
        *((lane.id, lane.group) for lane in ahead),
        *((lane.id, drop.group) for lane in lanes),
        *((lane.id, lane.group) for lane in behind),
    ]
    assert sorted(key for key, _ in after) == sorted(lane.id for lane in edition.lanes)
    runs = [group for group, _ in groupby(after, key=lambda one: one[1]) if group]
    assert len(runs) == len(set(runs))
