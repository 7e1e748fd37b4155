"""MS Project XML: the schema's order, durations, calendars, and every date and level on the way back."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from dxplanner.domain.mspdi_terms import NAMESPACE
from dxplanner.domain.schedule_data import BarData, EditionData, LaneData
from dxplanner.exporters.mspdi import write_mspdi
from dxplanner.importers.mspdi import read_mspdi
from tests.domain.schedules import bar, editions

NS = f"{{{NAMESPACE}}}"
TASK_ORDER = re.findall(
    r"\w+",
    "UID ID Name Active Manual Type IsNull Contact WBS OutlineNumber OutlineLevel Priority Start Finish "
    "Duration ManualStart ManualFinish ManualDuration DurationFormat Work EffortDriven Estimated Milestone "
    "Summary PercentComplete ConstraintType ConstraintDate Notes PredecessorLink ExtendedAttribute",
)


def tasks(data: bytes) -> list[ET.Element]:
    return list(ET.fromstring(data).iter(f"{NS}Task"))


def text(element: ET.Element, name: str) -> str:
    return element.findtext(f"{NS}{name}") or ""


def comparable(edition: EditionData) -> list[tuple[str, str, list[BarData]]]:
    """All that a file has to carry, without keys."""
    return [
        (
            lane.group,
            lane.name,
            [
                replace(one, id=0, uid="", lane_id=0, position=0, lineage=one.identity, department_id=None)
                for one in edition.bars_of(lane.id)
            ],
        )
        for lane in edition.lanes
    ]


def named_links(edition: EditionData) -> set[tuple[str, str, str, int, str]]:
    bars = edition.bar_by_id
    return {
        (
            bars[link.before_id].identity,
            bars[link.after_id].identity,
            link.type.value,
            link.lag,
            link.lag_unit.value if link.lag else "",
        )
        for link in edition.links
    }


@given(edition=editions())
@settings(max_examples=60, deadline=None)
def test_every_date_level_and_link_comes_back(edition: EditionData) -> None:
    found = read_mspdi(write_mspdi(edition))
    assert found.problems == ()
    assert comparable(found.edition) == comparable(edition)
    assert named_links(found.edition) == named_links(edition)


@given(edition=editions())
@settings(max_examples=30, deadline=None)
def test_tasks_keep_the_order_of_the_schema_and_their_place_in_the_outline(edition: EditionData) -> None:
    found = tasks(write_mspdi(edition))
    numbers = [text(task, "OutlineNumber") for task in found]
    assert len(set(numbers)) == len(numbers)
    for task in found:
        names = [child.tag.removeprefix(NS) for child in task]
        assert names == sorted(names, key=TASK_ORDER.index)
        number = text(task, "OutlineNumber")
        assert int(text(task, "OutlineLevel")) == number.count(".") + 1
        assert "." not in number or number.rpartition(".")[0] in numbers


def test_groups_and_lanes_are_summaries_that_span_what_is_below() -> None:
    lanes = (LaneData(1, "a", 0, "人材育成 ▸ 研修", "動画研修"), LaneData(2, "b", 1, "人材育成", "集合研修"))
    bars = (
        bar(1, date(2024, 4, 1), date(2024, 7, 31), 1, progress=40, note="全職員"),
        bar(2, date(2024, 8, 1), None, 2),
    )
    found = tasks(write_mspdi(EditionData(1, "e", 1, "職員の育成", "当初", lanes, bars)))
    assert [(text(task, "OutlineNumber"), text(task, "Name"), text(task, "Summary")) for task in found] == [
        ("1", "人材育成", "1"),
        ("1.1", "研修", "1"),
        ("1.1.1", "動画研修", "1"),
        ("1.1.1.1", "工程1", "0"),
        ("1.2", "集合研修", "1"),
        ("1.2.1", "工程2", "0"),
    ]
    assert (text(found[0], "Start"), text(found[0], "Finish")) == (
        "2024-04-01T08:00:00",
        "2025-03-31T17:00:00",
    )
    assert (text(found[3], "PercentComplete"), text(found[3], "Notes")) == ("40", "全職員")
    assert text(found[3], "Duration") == "PT704H0M0S"  # 88 days from Monday to Friday


def test_the_city_halls_calendar_lists_its_closed_weekdays() -> None:
    lanes, bars = (LaneData(1, "a", 0, "", "甲"),), (bar(1, date(2024, 12, 16), date(2025, 1, 17)),)
    own = frozenset({date(2024, 12, 27)})
    data = write_mspdi(EditionData(1, "e", 1, "工程表", "当初", lanes, bars, closed_days=own))
    periods = [
        (text(period, "FromDate")[:10], text(period, "ToDate")[:10])
        for period in ET.fromstring(data).iter(f"{NS}TimePeriod")
    ]
    assert periods[:4] == [
        ("2024-12-27", "2024-12-27"),
        ("2024-12-30", "2025-01-03"),
        ("2025-01-13", "2025-01-13"),
        ("2025-02-11", "2025-02-11"),
    ]
    assert read_mspdi(data).edition.closed_days == own


def test_signs_of_xml_in_names_do_no_harm() -> None:
    lanes = (LaneData(1, "a", 0, "", "<甲>&\"乙'"),)
    back = read_mspdi(write_mspdi(EditionData(1, "e", 1, "A&B", "当初", lanes)))
    assert (back.edition.title, back.edition.lanes[0].name) == ("A&B", "<甲>&\"乙'")
