"""What the options of a block name: rows, whatever they are called; in a ひな形 their names."""

import re
from typing import Any, Final

import pytest
import sqlalchemy as sa

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import DataKind
from dxplanner.handouts.blocks import Heading
from dxplanner.handouts.catalogue import build_blocks
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.option_refs import Ambiguous, Carried, bound, carried, followed, portable
from dxplanner.handouts.option_specs import OPTIONS
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.row_offers import offers_of
from dxplanner.model import (
    BudgetGroup,
    BudgetProject,
    Diagram,
    Entity,
    Flow,
    Footnote,
    Handout,
    Level,
    Meeting,
    PlanVersion,
    PolicyNode,
    ProjectPoint,
    Question,
    Schedule,
    ScheduleEdition,
    Survey,
    entities,
)
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.store.planfile import PlanFile
from tests.handouts.builders import snapshot

UID: Final = re.compile(r"[0-9a-f]{32}")
RENAMED: Final[tuple[tuple[tuple[type[Entity], str], ...], ...]] = (
    ((PlanVersion, "name"),),
    ((Level, "name"), (PolicyNode, "name")),
    ((Schedule, "title"),),
    ((ScheduleEdition, "name"),),
    ((BudgetProject, "name"),),
    ((BudgetGroup, "name"), (ProjectPoint, "heading"), (Footnote, "mark")),
    ((Flow, "title"), (Diagram, "title")),
    ((Survey, "target"), (Question, "title")),
    ((Meeting, "name"),),
)
"""What a handout's blocks can name, by its name."""


def page_counts(plan: PlanSnapshot) -> dict[str, int]:
    """How many pages each handout has."""
    return {one.code: len(lay_out_document(build_document(plan, one)).pages) for one in plan.all(Handout)}


@pytest.fixture(scope="module")
def pages(sample: PlanSnapshot) -> dict[str, int]:
    """Pages of the sample's handouts as they come."""
    return page_counts(sample)


@pytest.mark.parametrize("renamed", RENAMED, ids=lambda pairs: "-".join(one.__name__ for one, _ in pairs))
def test_no_handout_minds_what_a_row_is_called(
    sample_plan: PlanFile, pages: dict[str, int], renamed: tuple[tuple[type[Entity], str], ...]
) -> None:
    assert len(pages) == 30
    with sample_plan.edit("名前の変更") as edit:
        for entity, field in renamed:
            for row in edit.session.scalars(sa.select(entity)):
                called = getattr(row, field)
                # As long as before, so that no page breaks elsewhere.
                setattr(row, field, called and called[1:] + called[:1])
    assert page_counts(sample_plan.snapshot()) == pages


def options_of(plan: PlanSnapshot) -> list[tuple[str, dict[str, Any]]]:
    """Kind and options of all blocks."""
    return [(block.kind, block.options or {}) for one in plan.all(Handout) for block in one.blocks]


def test_names_become_rows_and_rows_become_names(sample: PlanSnapshot) -> None:
    named = 0
    for kind, options in options_of(sample):
        names = portable(kind, options, sample)
        assert not UID.search(str(names))
        plain = {key: value for key, value in options.items() if key != "sections"}
        assert {key: value for key, value in bound(kind, names, sample).items() if key in plain} == plain
        assert build_blocks(kind, sample, names) == build_blocks(kind, sample, options)
        named += names != options
    assert named > 30


def test_options_carried_to_the_same_plan_stay(sample: PlanSnapshot) -> None:
    for kind, options in options_of(sample):
        found = carried(kind, options, sample, sample)
        assert found.missing == ()
        assert found.options.keys() == options.keys()
        assert {**found.options, "sections": 0} == {**options, "sections": 0}


def test_what_another_plan_does_not_have_is_left_out_and_told(sample: PlanSnapshot) -> None:
    empty = snapshot()
    seen: list[str] = []
    for kind, options in options_of(sample):
        found = carried(kind, options, sample, empty)
        seen += found.missing
        assert not UID.search(str(found.options))
        assert not {"version", "project", "schedule", "survey"} & found.options.keys()
        assert build_blocks(kind, empty, found.options)
    assert {"計画版「見直し案」", "アンケート「市民」", "工程表の版「素案報告時」", "脚注「※１」"} <= set(
        seen
    )
    assert not UID.search(str(seen))


def test_a_row_of_another_plan_is_found_by_its_name(sample: PlanSnapshot, sample_plan: PlanFile) -> None:
    """Another plan's rows have other identifiers, but may be called the same."""
    other = sample_plan.snapshot()
    for entity in (PlanVersion, Survey, Schedule, ScheduleEdition, PolicyNode, Level):
        for row in other.all(entity):
            row.uid = row.uid[::-1]
    uids = {row.name: row.uid for row in other.all(PlanVersion)}
    node = next(
        row
        for row in sample.all(PolicyNode)
        if row.level.name == "基本施策" and row.version.name == "見直し案"
    )
    asked = {"version": uid_of(sample, PlanVersion, "見直し案"), "nodes": [node.uid]}
    found = carried("measure_card", asked, sample, other)
    assert found.missing == ()
    assert found.options == {"version": uids["見直し案"], "nodes": [node.uid[::-1]]}
    schedule = {
        "schedule": uid_of(sample, Schedule, "改訂スケジュール", "title"),
        "edition": uid_of(sample, ScheduleEdition, "素案報告時"),
    }
    moved = carried("schedule", schedule, sample, other)
    assert moved.options == {key: uid[::-1] for key, uid in schedule.items()}


def uid_of(plan: PlanSnapshot, entity: type[Entity], name: str, field: str = "name") -> str:
    """The identifier of the first row of a name."""
    return next(row.uid for row in plan.all(entity) if getattr(row, field) == name)


def test_an_edition_is_not_looked_for_in_another_schedule(sample: PlanSnapshot) -> None:
    """The other schedules have a 予算説明時 too, but it is not the one that was chosen."""
    rows = {entity: sample.all(entity) for entity in entities()}
    rows[Schedule] = tuple(one for one in sample.all(Schedule) if one.title != "改訂スケジュール")
    without = PlanSnapshot(rows, 0)
    asked = {"schedule": "改訂スケジュール", "edition": "予算説明時"}
    found = carried("schedule", bound("schedule", asked, sample), sample, without)
    assert found.options == {}
    assert found.missing == ("工程表「改訂スケジュール」", "工程表の版「予算説明時」")


def test_what_depends_on_an_option_follows_it(sample: PlanSnapshot) -> None:
    before = bound("schedule", {"schedule": "改訂スケジュール", "edition": "予算説明時"}, sample)
    other = uid_of(sample, Schedule, "職員の育成", "title")
    after = followed("schedule", before, {**before, "schedule": other}, sample)
    chosen = next(row for row in sample.all(ScheduleEdition) if row.uid == after["edition"])
    assert (chosen.schedule.uid, chosen.name) == (other, "予算説明時")
    draft = {**before, "edition": uid_of(sample, ScheduleEdition, "素案報告時")}
    assert followed("schedule", draft, {**draft, "schedule": other}, sample) == {"schedule": other}
    level = {"level": uid_of(sample, Level, "基本施策"), "version": uid_of(sample, PlanVersion, "現行計画")}
    newer = {**level, "version": uid_of(sample, PlanVersion, "見直し案")}
    moved = followed("measure_card", level, newer, sample)["level"]
    assert next(row.version.uid for row in sample.all(Level) if row.uid == moved) == newer["version"]


def test_what_was_gone_before_stays(sample: PlanSnapshot) -> None:
    lost = {"schedule": "0" * 32, "edition": "1" * 32, "corner": "区分"}
    assert followed("schedule", lost, {**lost, "corner": "内容"}, sample) == {**lost, "corner": "内容"}
    assert bound("schedule", lost, sample) == lost
    assert portable("schedule", lost, sample) == {"corner": "区分"}


def test_rows_of_one_name_are_told_apart() -> None:
    surveys = [
        Survey(uid=f"{at}", target="市民", period_as_written=when)
        for at, when in enumerate(["令和５年", "令和８年"])
    ]
    assert [offer.words for offer in offers_of(surveys)] == ["市民（令和５年）", "市民（令和８年）"]
    classes = [Flow(uid=f"{at}", title="流れ\n図") for at in range(2)]
    assert [offer.words for offer in offers_of(classes)] == ["流れ図　1番目", "流れ図　2番目"]
    assert [offer.words for offer in offers_of([*surveys[:1], *classes[:1]])] == ["市民", "流れ図"]
    assert [offer.value for offer in offers_of(surveys)] == ["0", "1"]


def test_two_surveys_of_one_name_are_both_printed(sample: PlanSnapshot, sample_plan: PlanFile) -> None:
    with sample_plan.edit("名前の変更") as edit:
        for row in edit.session.scalars(sa.select(Survey)):
            row.target = "市民"
    plan = sample_plan.snapshot()
    spec = next(spec for spec in OPTIONS["survey"] if spec.key == "survey")
    offers = spec.offers(plan, {})
    assert len({offer.words for offer in offers}) == len(offers) == 2
    assert build_blocks("survey", plan, {"survey": offers[0].value}) != build_blocks(
        "survey", plan, {"survey": offers[1].value}
    )


def two_rounds(sample_plan: PlanFile, second: str = "") -> PlanSnapshot:
    """The sample with two surveys of 市民; ``second`` is when the second one was made."""
    with sample_plan.edit("次の調査") as edit:
        first, other = edit.session.scalars(sa.select(Survey).order_by(Survey.position)).all()
        other.target = first.target
        if second:
            other.period_as_written = second
    return sample_plan.snapshot()


def test_a_template_tells_rounds_of_a_survey_apart(sample_plan: PlanFile) -> None:
    plan = two_rounds(sample_plan, "2027年6月")
    first, second = sorted(plan.all(Survey), key=lambda one: one.position)
    for made in (first, second):
        asked = {"survey": made.uid, "questions": [made.questions[0].uid]}
        names = portable("survey", asked, plan)
        assert names["survey"] == f"市民（{made.period_as_written}）"
        assert carried("survey", names, plan, plan) == (Carried(asked, ()))
        assert build_blocks("survey", plan, names) == build_blocks("survey", plan, asked)


def test_a_name_of_several_is_missing(sample: PlanSnapshot, sample_plan: PlanFile) -> None:
    """An older ひな形 names only 市民: with one such survey that is enough."""
    old = {"survey": "市民"}
    only = next(one for one in sample.all(Survey) if one.target == "市民")
    assert carried("survey", old, sample, sample) == Carried({"survey": only.uid}, ())
    assert bound("survey", old, sample) == {"survey": only.uid}
    plan = two_rounds(sample_plan)
    found = carried("survey", old, plan, plan)
    assert found == Carried({}, ("アンケート「市民」",))
    assert isinstance(found.missing[0], Ambiguous)
    assert bound("survey", old, plan) == old
    # Of another plan the name alone does not say which round was meant, nor is any round good enough.
    later = two_rounds(sample_plan, "2027年6月")
    asked = {"survey": next(one.uid for one in later.all(Survey) if one.period_as_written == "2027年6月")}
    others = PlanSnapshot({**{one: sample.all(one) for one in entities()}, Survey: (moved(only),)}, 0)
    found = carried("survey", asked, later, others)
    assert found == Carried({}, ("アンケート「市民（2027年6月）」",))
    assert not isinstance(found.missing[0], Ambiguous)


def moved(row: Survey) -> Survey:
    """A survey of another plan that is called like one of this."""
    return Survey(uid=row.uid[::-1], target=row.target, position=0, period_as_written=row.period_as_written)


def test_a_survey_without_its_time_is_told_apart_too() -> None:
    surveys = [
        Survey(uid="0", target="市民", period_as_written="令和５年"),
        Survey(uid="1", target="市民"),
    ]
    assert [offer.words for offer in offers_of(surveys)] == ["市民（令和５年）", "市民（調査時期は未入力）"]


@pytest.mark.parametrize(
    ("kind", "key", "said"),
    [
        (
            "hierarchy",
            "version",
            "資料に指定された計画版は、削除されたか、ここでは選べません。あるのは「現行計画」、「見直し案」です。",
        ),
        ("schedule", "schedule", "資料に指定された工程表は、削除されたか、ここでは選べません。"),
        ("schedule", "edition", "資料に指定された工程表の版は、削除されたか、ここでは選べません。"),
        ("schedule", "baseline", "比べる版は、削除されたか、ここでは選べません。この工程表のほかの版は"),
        ("survey", "survey", "資料に指定されたアンケートは、削除されたか、ここでは選べません。"),
        ("survey", "questions", "資料に指定された設問は、削除されたか、ここでは選べません。"),
        ("flow", "flow", "資料に指定された作業の流れは、"),
        ("diagram", "diagram", "資料に指定された関係図は、"),
        ("budget", "project", "資料に指定された予算事業は、"),
        ("project_schedule", "schedule", "資料に指定された「職員の育成」の工程表は、"),
        ("opinions", "meeting", "資料に指定された会議は、"),
        ("measure_card", "nodes", "資料に指定された施策は、削除されたか、「見直し案」にありません。"),
        ("measure_card", "level", "資料に指定された「見直し案」の階層は、"),
    ],
)
def test_what_is_gone_is_told_without_its_identifier(
    sample: PlanSnapshot, kind: str, key: str, said: str
) -> None:
    several = key in ("nodes", "questions")
    options: dict[str, Any] = {key: ["0" * 32] if several else "0" * 32}
    if kind == "project_schedule":
        options["project"] = "職員の育成"
    with pytest.raises(InputError) as told:
        build_blocks(kind, sample, options)
    assert told.value.message.startswith(said)
    assert not UID.search(told.value.message)


def test_the_level_of_one_version_stands_for_the_others_of_its_name(sample: PlanSnapshot) -> None:
    levels = {one.version.name: one.uid for one in sample.all(Level) if one.name == "基本施策"}
    for version in ("現行計画", "見直し案"):
        cards = [
            build_blocks("measure_card", sample, {"version": version, "level": uid})
            for uid in levels.values()
        ]
        assert cards[0] == cards[1]
        assert any(isinstance(block, Heading) for block in cards[0])
    compared = [build_blocks("comparison", sample, {"level": uid}) for uid in levels.values()]
    assert compared[0] == compared[1] == build_blocks("comparison", sample, {"level": "基本施策"})


def test_every_kind_that_offers_rows_knows_what_they_are(sample: PlanSnapshot) -> None:
    for kind, specs in OPTIONS.items():
        for spec in specs:
            offers = spec.offers(sample, {})
            if spec.entity is None:
                assert all(offer.value == offer.words for offer in offers), (kind, spec.key)
            else:
                uids = {row.uid for row in sample.all(spec.entity)}
                assert {offer.value for offer in offers} <= uids, (kind, spec.key)
                assert spec.entity.__data_kind__ in DataKind
