"""A schedule far larger than a city's: 5,000 bars on 1,000 lanes with 3,000 前後関係, to measure with."""

from datetime import date, timedelta

import sqlalchemy as sa

from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, Glyph, Precision
from dxplanner.model import Bar, Dependency, Lane, Schedule, ScheduleEdition
from dxplanner.model.base import new_uid
from dxplanner.store.planfile import PlanFile

LANES = 1_000
BARS_OF_A_LANE = 5
LINKS = 3_000
FIRST_DAY = date(2024, 4, 1)
_LABELS = ("準備", "動画研修", "現状分析と検証", "素案整理", "実証導入", "アンケート調査")


def fill_big_schedule(
    plan: PlanFile, lanes: int = LANES, links: int = LINKS, per_lane: int = BARS_OF_A_LANE
) -> int:
    """Write a schedule with one edition into a plan; returns the edition's key.

    Bars of a lane follow each other over three years; each lane has one milestone. Links run from a bar to
    the next one of its lane, and from lane to lane.
    """
    with plan.filling() as session:
        schedule = Schedule(title="大規模な工程表", position=0)
        session.add(schedule)
        session.flush()
        edition = ScheduleEdition(schedule_id=schedule.id, name="当初", position=0)
        session.add(edition)
        session.flush()
        lane_rows = [
            {"uid": new_uid(), "edition_id": edition.id, "position": at, "group": f"まとまり{at // 20 + 1}",
             "name": f"区分{at + 1}　実施計画の検討"}
            for at in range(lanes)
        ]  # fmt: skip
        session.bulk_insert_mappings(Lane.__mapper__, lane_rows)
        mine = Lane.edition_id == edition.id
        lane_ids = list(session.scalars(sa.select(Lane.id).where(mine).order_by(Lane.id)))
        bars = [bar for at, key in enumerate(lane_ids) for bar in _bars(at, key, per_lane)]
        session.bulk_insert_mappings(Bar.__mapper__, bars)
        bar_ids = list(
            session.scalars(sa.select(Bar.id).join(Lane).where(mine).order_by(Bar.lane_id, Bar.position))
        )
        session.bulk_insert_mappings(Dependency.__mapper__, _links(bar_ids, links, per_lane))
        return edition.id


def _bars(lane: int, lane_id: int, count: int) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    day = FIRST_DAY + timedelta(days=lane * 7 % 180)
    for at in range(count):
        length = 60 + (lane * 13 + at * 29) % 120
        point = at == count - 1
        made.append(
            {
                "uid": new_uid(), "lane_id": lane_id, "position": at,
                "label": f"{_LABELS[(lane + at) % len(_LABELS)]}{lane + 1}-{at + 1}",
                "starts_on": day, "ends_on": day if point else day + timedelta(days=length - 1),
                "precision": Precision.DAY, "kind": BarKind.MILESTONE if point else BarKind.BAR,
                "shape": list(BarShape)[(lane + at) % 3], "glyph": list(Glyph)[lane % 4],
                "colour": list(ColourRole)[(lane + at) % 6],
                "progress": (lane + at) % 11 * 10 if at % 2 else None, "fixed": point,
            }
        )  # fmt: skip
        day += timedelta(days=length + (lane + at) % 20)
    return made


def _links(bar_ids: list[int], count: int, per_lane: int) -> list[dict[str, object]]:
    pairs: list[tuple[int, int]] = []
    for at in range(len(bar_ids) - 1):
        if (at + 1) % per_lane:
            pairs.append((bar_ids[at], bar_ids[at + 1]))
        elif at + per_lane < len(bar_ids):
            pairs.append((bar_ids[at - per_lane + 1], bar_ids[at + per_lane]))
    step = max(1, len(pairs) // count) if count else 1
    chosen = pairs[::step][:count]
    rest = [pair for pair in pairs if pair not in set(chosen)]
    return [
        {"uid": new_uid(), "before_id": one, "after_id": other}
        for one, other in [*chosen, *rest[: count - len(chosen)]]
    ]
