"""Random schedules for tests: editions with lanes, bars and links that make no circle."""

from datetime import date, timedelta

from hypothesis import strategies as st

from dxplanner.domain.schedule_data import BarData, EditionData, LaneData, LinkData
from dxplanner.domain.time_units import is_aligned, unit_end, unit_of, unit_start
from dxplanner.domain.vocabulary import (
    BarKind,
    BarShape,
    ColourRole,
    DependencyType,
    Glyph,
    LagUnit,
    Precision,
)

DAYS = st.dates(date(2019, 4, 1), date(2031, 3, 31))
NAMES = st.text(alphabet="工程表調査整理報告会ＡＢ12（）・－<&", min_size=1, max_size=12)


def bar(key: int, start: date, end: date | None, lane_id: int = 1, **more: object) -> BarData:
    """A bar exact to the day, named after its key."""
    values: dict[str, object] = {"precision": Precision.DAY, **more}
    return BarData(key, f"{key:032x}", lane_id, key, f"工程{key}", start, end, **values)  # type: ignore[arg-type]


@st.composite
def bars(draw: st.DrawFn, key: int, lane_id: int) -> BarData:
    """A bar, milestone or marker of any precision, perhaps open."""
    start = draw(DAYS)
    end: date | None = start + timedelta(days=draw(st.integers(0, 400)))
    precision = draw(st.sampled_from(Precision))
    kind = draw(st.sampled_from(BarKind))
    if draw(st.booleans()):
        start, end = unit_start(start, unit_of(precision)), unit_end(end or start, unit_of(precision))
    if draw(st.integers(0, 4)) == 0:
        end = None
    if kind is BarKind.BAR and not is_aligned(start, end, unit_of(precision)):
        precision = Precision.DAY
    return BarData(
        key,
        f"{key:032x}",
        lane_id,
        key,
        draw(st.one_of(st.just(""), NAMES)),
        start,
        end,
        precision,
        kind,
        draw(st.sampled_from(BarShape)),
        draw(st.sampled_from(Glyph)),
        draw(st.sampled_from(ColourRole)),
        draw(st.one_of(st.none(), st.integers(0, 100))),
        draw(st.booleans()),
        department=draw(st.sampled_from(["", "情報政策課", "総務課"])),
        note=draw(st.sampled_from(["", "備考です。", "一行目\n二行目"])),
    )


@st.composite
def editions(draw: st.DrawFn, most_lanes: int = 5, most_bars: int = 4) -> EditionData:
    """An edition; links run from earlier keys to later ones."""
    groups = draw(
        st.lists(st.sampled_from(["", "人材育成", "人材育成 ▸ 研修", "データ"]), max_size=most_lanes)
    )
    lanes = [
        LaneData(key, f"a{key:031x}", key, group, f"{draw(NAMES)}{key}")
        for key, group in enumerate(groups, 1)
    ]
    made: list[BarData] = []
    for lane in lanes:
        for _ in range(draw(st.integers(0, most_bars))):
            made.append(draw(bars(len(made) + 1, lane.id)))
    links = []
    if len(made) > 1:
        pairs = draw(
            st.lists(st.tuples(st.integers(1, len(made)), st.integers(1, len(made))), max_size=6, unique=True)
        )
        links = [
            LinkData(
                number,
                f"b{number:031x}",
                min(pair),
                max(pair),
                draw(st.sampled_from(DependencyType)),
                draw(st.integers(-20, 20)),
                draw(st.sampled_from(LagUnit)),
            )
            for number, pair in enumerate(sorted({(min(p), max(p)) for p in pairs if p[0] != p[1]}), 1)
        ]
    return EditionData(1, "e", 1, "工程表", "当初", tuple(lanes), tuple(made), tuple(links))
