"""Every name and figure of the source documents about the plan itself, its hierarchies and indicators."""

from collections.abc import Iterable
from typing import Any

from dxplanner.model import (
    Chapter,
    Department,
    Indicator,
    IndicatorValue,
    PlanAxis,
    PlanVersion,
    PolicyNode,
    RelatedPlan,
    Review,
    Term,
    Transition,
)
from dxplanner.model.snapshot import PlanSnapshot
from tests.sample.reading import confidence, numbers, ordered, seed


def _version(sample: PlanSnapshot, name: str) -> PlanVersion:
    return next(version for version in ordered(sample, PlanVersion) if version.name == name)


def _nodes(sample: PlanSnapshot, version: str, level: str) -> list[PolicyNode]:
    found = [node for node in _version(sample, version).nodes if node.level.name == level]
    number = numbers(sample)
    return sorted(found, key=lambda node: number.get(node.uid, ""))


def test_plan(sample: PlanSnapshot) -> None:
    plan = sample.plan
    assert plan.adopted_on is not None
    assert {
        "name": plan.name,
        "city": plan.city,
        "adopted_on": plan.adopted_on.isoformat(),
        "first_year": plan.first_year,
        "last_year": plan.last_year,
        "slogan": plan.slogan,
    } == seed("plan")
    prose = "\n".join(text or "" for text in (plan.purpose, plan.placement, plan.background, plan.concept))
    assert [word for word in seed("plan_words") if word not in prose] == []
    assert [[t.number, t.first_year, t.last_year] for t in ordered(sample, Term)] == seed("terms")
    assert [axis.name for axis in ordered(sample, PlanAxis)] == seed("axes")
    assert [related.name for related in ordered(sample, RelatedPlan)] == seed("related_plans")
    links = [
        [link.related_plan.name, link.code, link.title, link.project and link.project.name]
        for related in ordered(sample, RelatedPlan)
        for link in related.action_links
    ]
    assert links == seed("action_plans")
    assert [department.name for department in sample.all(Department)] == seed("departments")


def test_levels(sample: PlanSnapshot) -> None:
    found = {
        version.name: [level.name for level in version.levels] for version in ordered(sample, PlanVersion)
    }
    assert found == seed("levels")


def _measures(sample: PlanSnapshot, policy: PolicyNode) -> dict[str, str]:
    number = numbers(sample)
    return {number[node.uid]: node.name for node in policy.children}


def test_current_hierarchy(sample: PlanSnapshot) -> None:
    number = numbers(sample)
    found = [
        {
            "number": number[policy.uid],
            "vision": policy.parent and policy.parent.name,
            "policy": policy.name,
            "measures": _measures(sample, policy),
        }
        for policy in _nodes(sample, "現行計画", "基本方針")
    ]
    assert found == seed("current")


def test_revised_hierarchy(sample: PlanSnapshot) -> None:
    number = numbers(sample)
    found = []
    for policy in _nodes(sample, "見直し案", "基本方針"):
        vision = policy.parent
        assert vision is not None
        field = vision.parent
        assert field is not None
        domain = field.parent
        assert domain is not None
        assert field.colour.value == field.name
        assert confidence(sample, field, "parent_id") == "高"
        found.append(
            {
                "number": number[policy.uid],
                "domain": domain.name,
                "tagline": domain.statement,
                "field": field.name,
                "vision": vision.name,
                "policy": policy.name,
                "measures": _measures(sample, policy),
            }
        )
    assert found == seed("revised")


def test_transitions(sample: PlanSnapshot) -> None:
    number = numbers(sample)

    def ends(transition: Transition, side: str) -> list[str]:
        return [number[end.node.uid] for end in transition.ends if end.side.value == side]

    found = []
    for transition in ordered(sample, Transition):
        assert transition.reason
        mark = sample.provenance(transition)
        assert mark is not None
        found.append(
            {
                "from": ends(transition, "現行"),
                "to": ends(transition, "見直し案"),
                "detail": transition.detail,
                "confidence": confidence(sample, transition),
                "basis": mark.basis,
            }
        )
    assert found == seed("transitions")
    assert sum(any("-" in number for number in row["to"]) for row in seed("transitions")) == 16


def test_chapters(sample: PlanSnapshot) -> None:
    current = _version(sample, "現行計画").chapters
    found = [[chapter.part.value, chapter.number, chapter.title] for chapter in current]
    assert found == seed("chapters_current")

    def described(chapter: Chapter) -> dict[str, Any]:
        return {
            "number": chapter.number,
            "title": chapter.title,
            "changes": [change.text for change in chapter.changes],
            "draft_pages": chapter.draft_pages,
            "from": [origin.old_chapter.number for origin in chapter.origins],
            "status": chapter.status,
        }

    revised = _version(sample, "見直し案").chapters
    assert [described(chapter) for chapter in revised] == seed("chapters_revised")


def test_reviews(sample: PlanSnapshot) -> None:
    number = numbers(sample)
    found = []
    for review in ordered(sample, Review):
        assert review.achievement
        assert review.issue
        assert review.node.parent is not None
        policy = review.policy_as_written or review.node.parent.name
        found.append([number[review.node.uid], policy, review.node.name])
    assert found == seed("reviews")


def _one(values: Iterable[IndicatorValue], role: str) -> list[Any]:
    (value,) = (value for value in values if value.role.value == role)
    return [value.fiscal_year, str(value.value)]


def test_indicators(sample: PlanSnapshot) -> None:
    number = numbers(sample)
    found = []
    for indicator in ordered(sample, Indicator):
        assert indicator.node.goal
        cells = [b.cell for s in indicator.series for value in s.values for b in value.basis]
        found.append(
            {
                "measure": number[indicator.node.uid],
                "name": indicator.name,
                "unit": indicator.unit,
                "direction": indicator.direction.value,
                "kind": indicator.kind.value,
                "series": [
                    {
                        "name": series.name,
                        "baseline": _one(series.values, "基準値"),
                        "target": _one(series.values, "目標値"),
                    }
                    for series in indicator.series
                ],
                "baseline_is_sum_of": [str(cell.share) for cell in cells],
            }
        )
    assert found == seed("indicators")
    assert sum(len(row.series) for row in sample.all(Indicator)) == 13


def test_indicator_notes(sample: PlanSnapshot) -> None:
    number = numbers(sample)
    notes = {number[row.node.uid]: row.note or "" for row in sample.all(Indicator)}
    assert [key for key, word in seed("indicator_note_words").items() if word not in notes[key]] == []


def test_baselines_are_the_sum_of_their_survey_cells(sample: PlanSnapshot) -> None:
    linked = [value for value in sample.all(IndicatorValue) if value.basis]
    assert len(linked) == 3
    for value in linked:
        shares = [basis.cell.share for basis in value.basis]
        assert value.value == sum(share for share in shares if share is not None)


def test_initiatives(sample: PlanSnapshot) -> None:
    number = numbers(sample)
    nodes = _nodes(sample, "見直し案", "基本施策")
    assert {number[n.uid]: [i.name for i in n.initiatives] for n in nodes} == seed("initiatives")
    assert all(node.initiatives_open for node in nodes)
    assert {confidence(sample, node, "initiatives") for node in nodes} == {"高"}
