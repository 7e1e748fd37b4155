"""Two editions compared: every difference as one sentence, a move never as a delete and an add."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from dxplanner.domain.schedule_data import BarData, EditionData, LaneData
from dxplanner.domain.schedule_variance import DifferenceKind, compare, matched_bars
from dxplanner.domain.vocabulary import BarShape, Precision
from tests.domain.schedules import editions

LANES = (
    LaneData(1, "l1", 0, "", "基礎調査", "lane/survey"),
    LaneData(2, "l2", 1, "", "改訂作業", "lane/revision"),
)


def months(key: int, label: str, first: date, last: date | None, lane_id: int = 1, **more: object) -> BarData:
    values: dict[str, object] = {"precision": Precision.MONTH, "lineage": f"bar/{key}", **more}
    return BarData(key, f"u{key}", lane_id, key, label, first, last, **values)  # type: ignore[arg-type]


SURVEY = months(1, "アンケート調査", date(2024, 5, 1), date(2024, 6, 30))
DRAFT = months(2, "素案整理", date(2024, 9, 1), date(2024, 10, 31), 2)


def edition(*bars: BarData, lanes: tuple[LaneData, ...] = LANES) -> EditionData:
    return EditionData(1, "e", 1, "改訂スケジュール", "当初", lanes, bars)


def sentences(old: EditionData, new: EditionData) -> list[str]:
    return [difference.text for difference in compare(old, new)]


def test_nothing_differs_from_itself() -> None:
    assert compare(edition(SURVEY, DRAFT), edition(SURVEY, DRAFT)) == ()


def test_a_move_is_told_in_months_and_days() -> None:
    later = replace(SURVEY, starts_on=date(2024, 6, 1), ends_on=date(2024, 7, 31))
    [found] = compare(edition(SURVEY), edition(later))
    assert found.text == "「アンケート調査」の時期を1か月後へ移しました（R6.5～R6.6 → R6.6～R6.7）。"
    assert (found.kind, found.start_days, found.end_days) == (DifferenceKind.MOVED, 31, 31)
    exact = replace(SURVEY, precision=Precision.DAY)
    shifted = replace(exact, starts_on=date(2024, 5, 4), ends_on=date(2024, 7, 3))
    assert sentences(edition(exact), edition(shifted)) == [
        "「アンケート調査」の時期を3日後へ移しました（R6.5.1～R6.6.30 → R6.5.4～R6.7.3）。"
    ]


def test_a_longer_bar_names_the_end_that_moved() -> None:
    longer = replace(SURVEY, ends_on=date(2024, 7, 31))
    assert sentences(edition(SURVEY), edition(longer)) == [
        "「アンケート調査」の終了を1か月遅くしました（R6.5～R6.6 → R6.5～R6.7）。"
    ]
    assert sentences(edition(SURVEY), edition(replace(SURVEY, ends_on=None))) == [
        "「アンケート調査」の終わりをなくし、以降も続くことにしました（R6.5～R6.6 → R6.5～）。"
    ]


def test_added_removed_renamed_and_moved_to_another_lane() -> None:
    new = replace(DRAFT, label="素案作成", lane_id=1, shape=BarShape.ARROW)
    assert sentences(edition(SURVEY, DRAFT), edition(new)) == [
        "「素案整理」の名称を「素案作成」に変更しました。",
        "「素案作成」の区分を「改訂作業」から「基礎調査」に変更しました。",
        "「素案作成」の表し方（形・色・記号）を変更しました。",
        "「アンケート調査」を削除しました（R6.5～R6.6）。",
    ]
    assert sentences(edition(), edition(SURVEY)) == ["「アンケート調査」を追加しました（R6.5～R6.6）。"]


def test_lanes_are_compared_too_and_names_that_repeat_bear_their_lane() -> None:
    renamed = (replace(LANES[0], name="調査", group="準備"),)
    assert sentences(edition(), edition(lanes=renamed)) == [
        "区分「基礎調査」の名称を「調査」に変更しました。",
        "区分「調査」のまとまりを「なし」から「準備」に変更しました。",
        "区分「改訂作業」を削除しました。",
    ]
    twin = replace(DRAFT, id=3, label="アンケート調査", lineage="bar/3")
    assert sentences(edition(), edition(SURVEY, twin))[1] == (
        "「改訂作業」の「アンケート調査」を追加しました（R6.9～R6.10）。"
    )


@given(old=editions(), new=editions())
@settings(max_examples=60)
def test_every_bar_is_either_matched_added_or_removed(old: EditionData, new: EditionData) -> None:
    found = compare(old, new)
    matched = matched_bars(old, new)
    added = {d.new_id for d in found if d.kind is DifferenceKind.ADDED and not d.of_lane}
    removed = {d.old_id for d in found if d.kind is DifferenceKind.REMOVED and not d.of_lane}
    assert added | matched.keys() == {bar.id for bar in new.bars}
    assert removed | {bar.id for bar in matched.values()} == {bar.id for bar in old.bars}
    assert all(d.text.endswith("。") for d in found)
