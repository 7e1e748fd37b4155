"""Every name and figure of the two source documents is in the bundled plan.

``tests/data/seed_figures.json`` is a copy of the sources' own figures, taken apart from ``db/sample``.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest

from dxplanner.domain.surveys import counts_from_shares
from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.model import (
    ActionPlanLink,
    Chapter,
    Department,
    Diagram,
    Flow,
    Indicator,
    IndicatorValue,
    Meeting,
    OpenPoint,
    PlanAxis,
    PlanVersion,
    PolicyNode,
    Question,
    RelatedPlan,
    Review,
    Schedule,
    SourceDocument,
    Survey,
    Term,
    Transition,
    TrendColumn,
    TrendEntry,
)
from dxplanner.model.numbers import node_numbers
from dxplanner.model.snapshot import PlanSnapshot
from tests.sample.seed_budgets import budget_words, budgets, footnote_texts, program

_SOURCE: Final = Path(__file__).parents[1] / "data" / "seed_figures.json"


@pytest.fixture(scope="module")
def seed() -> Any:
    """The sources' names and figures."""
    return json.loads(_SOURCE.read_text(encoding="utf-8"))


def _version(sample: PlanSnapshot, name: str) -> PlanVersion:
    return next(version for version in sample.all(PlanVersion) if version.name == name)


def _numbers(sample: PlanSnapshot) -> dict[str, str]:
    return {uid: number for v in sample.all(PlanVersion) for uid, number in node_numbers(v).items()}


def _nodes(sample: PlanSnapshot, version: str, level: str) -> list[PolicyNode]:
    found = [node for node in _version(sample, version).nodes if node.level.name == level]
    numbers = _numbers(sample)
    return sorted(found, key=lambda node: numbers.get(node.uid, ""))


def _confidence(sample: PlanSnapshot, row: Any, field: str | None = None) -> str | None:
    """確度 of a 推定 row; 確認済 when it is none."""
    mark = sample.provenance(row, field)
    assert mark is not None, row
    if mark.status is ProvenanceStatus.CONFIRMED:
        return None
    assert mark.basis
    assert mark.document is not None
    return None if mark.confidence is None else mark.confidence.value


def _iso(*days: Any) -> list[str | None]:
    return [None if day is None else day.isoformat() for day in days]


def test_plan(sample: PlanSnapshot, seed: Any) -> None:
    plan = sample.plan
    assert plan.adopted_on is not None
    assert {
        "name": plan.name,
        "city": plan.city,
        "adopted_on": plan.adopted_on.isoformat(),
        "first_year": plan.first_year,
        "last_year": plan.last_year,
        "slogan": plan.slogan,
    } == seed["plan"]
    assert all((plan.purpose, plan.placement, plan.background, plan.concept))
    assert [[t.number, t.first_year, t.last_year] for t in sample.all(Term)] == seed["terms"]
    assert [axis.name for axis in sample.all(PlanAxis)] == seed["axes"]
    assert [related.name for related in sample.all(RelatedPlan)] == seed["related_plans"]
    links = [
        [link.related_plan.name, link.code, link.title, link.project and link.project.name]
        for link in sample.all(ActionPlanLink)
    ]
    assert links == seed["action_plans"]
    assert [department.name for department in sample.all(Department)] == seed["departments"]


def test_levels(sample: PlanSnapshot, seed: Any) -> None:
    found = {version.name: [level.name for level in version.levels] for version in sample.all(PlanVersion)}
    assert found == seed["levels"]


def _measures(sample: PlanSnapshot, policy: PolicyNode) -> dict[str, str]:
    numbers = _numbers(sample)
    return {numbers[node.uid]: node.name for node in policy.children}


def test_current_hierarchy(sample: PlanSnapshot, seed: Any) -> None:
    numbers = _numbers(sample)
    found = [
        {
            "number": numbers[policy.uid],
            "vision": policy.parent and policy.parent.name,
            "policy": policy.name,
            "measures": _measures(sample, policy),
        }
        for policy in _nodes(sample, "現行計画", "基本方針")
    ]
    assert found == seed["current"]


def test_revised_hierarchy(sample: PlanSnapshot, seed: Any) -> None:
    numbers = _numbers(sample)
    found = []
    for policy in _nodes(sample, "見直し案", "基本方針"):
        vision = policy.parent
        assert vision is not None
        field = vision.parent
        assert field is not None
        domain = field.parent
        assert domain is not None
        assert field.colour.value == field.name
        assert _confidence(sample, field, "parent_id") == "高"
        found.append(
            {
                "number": numbers[policy.uid],
                "domain": domain.name,
                "tagline": domain.statement,
                "field": field.name,
                "vision": vision.name,
                "policy": policy.name,
                "measures": _measures(sample, policy),
            }
        )
    assert found == seed["revised"]


def test_transitions(sample: PlanSnapshot, seed: Any) -> None:
    numbers = _numbers(sample)

    def ends(transition: Transition, side: str) -> list[str]:
        return [numbers[end.node.uid] for end in transition.ends if end.side.value == side]

    found = []
    for transition in sorted(sample.all(Transition), key=lambda row: row.position):
        assert transition.reason
        mark = sample.provenance(transition)
        assert mark is not None
        found.append(
            {
                "from": ends(transition, "現行"),
                "to": ends(transition, "見直し案"),
                "detail": transition.detail,
                "confidence": _confidence(sample, transition),
                "basis": mark.basis,
            }
        )
    assert found == seed["transitions"]
    assert sum("-" in "".join(row["from"] + row["to"]) for row in found) == 16


def test_chapters(sample: PlanSnapshot, seed: Any) -> None:
    current = _version(sample, "現行計画").chapters
    found = [[chapter.part.value, chapter.number, chapter.title] for chapter in current]
    assert found == seed["chapters_current"]

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
    assert [described(chapter) for chapter in revised] == seed["chapters_revised"]


def test_reviews(sample: PlanSnapshot, seed: Any) -> None:
    numbers = _numbers(sample)
    found = []
    for review in sorted(sample.all(Review), key=lambda row: row.position):
        assert review.achievement
        assert review.issue
        assert review.node.parent is not None
        policy = review.policy_as_written or review.node.parent.name
        found.append([numbers[review.node.uid], policy, review.node.name])
    assert found == seed["reviews"]


def _one(values: Iterable[IndicatorValue], role: str) -> list[Any]:
    (value,) = (value for value in values if value.role.value == role)
    return [value.fiscal_year, str(value.value)]


def test_indicators(sample: PlanSnapshot, seed: Any) -> None:
    numbers = _numbers(sample)
    found = []
    for indicator in sorted(sample.all(Indicator), key=lambda row: row.position):
        assert indicator.node.goal
        cells = [b.cell for s in indicator.series for value in s.values for b in value.basis]
        found.append(
            {
                "measure": numbers[indicator.node.uid],
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
    assert found == seed["indicators"]
    assert sum(len(row["series"]) for row in found) == 13


def test_baselines_are_the_sum_of_their_survey_cells(sample: PlanSnapshot) -> None:
    linked = [value for value in sample.all(IndicatorValue) if value.basis]
    assert len(linked) == 3
    for value in linked:
        shares = [basis.cell.share for basis in value.basis]
        assert value.value == sum(share for share in shares if share is not None)


def test_initiatives(sample: PlanSnapshot, seed: Any) -> None:
    numbers = _numbers(sample)
    nodes = _nodes(sample, "見直し案", "基本施策")
    assert {numbers[n.uid]: [i.name for i in n.initiatives] for n in nodes} == seed["initiatives"]
    assert all(node.initiatives_open for node in nodes)
    assert {_confidence(sample, node, "initiatives") for node in nodes} == {"高"}


def _question(question: Question) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": question.code,
        "title": question.title,
        "kind": question.kind.value,
        "n": question.n,
        "base": question.base,
        "unit": question.unit,
        "chart": question.chart.value,
        "axis": None if question.axis_max is None else [question.axis_min, question.axis_max],
    }
    if question.items:
        found["rows"] = {
            item.label: [None if cell.share is None else str(cell.share) for cell in item.cells]
            for item in question.items
        }
        return found
    cells = [(choice, *choice.cells) for choice in question.choices]
    found["options"] = [
        [choice.label, cell.count, None if cell.share is None else str(cell.share)] for choice, cell in cells
    ]
    shares = [cell.share for _, cell in cells if cell.share is not None and cell.count is None]
    if shares:
        assert question.n is not None
        found["counts_from_shares"] = counts_from_shares(shares, question.n)
    return found


def test_surveys(sample: PlanSnapshot, seed: Any) -> None:
    found = []
    for survey in sample.all(Survey):
        questions = [_question(question) for question in survey.questions]
        for question, row in zip(survey.questions, questions, strict=True):
            if question.items:
                row["row_confidence"] = [_confidence(sample, item) for item in question.items]
        found.append(
            {
                "target": survey.target,
                "period": survey.period_as_written,
                "months": _iso(survey.starts_on, survey.ends_on),
                "method": survey.method,
                "distributed": survey.distributed,
                "returned": survey.returned,
                "rate": str(survey.printed_rate),
                "questions": questions,
            }
        )
    assert found == seed["surveys"]
    assert sum(len(survey["questions"]) for survey in found) == 10
    headings = {survey.target: [r.heading for r in survey.remarks] for survey in sample.all(Survey)}
    assert headings == seed["remark_headings"]


def test_survey_readings_are_marked(sample: PlanSnapshot) -> None:
    questions = {question.code: question for question in sample.all(Question)}
    assert _confidence(sample, questions["C1"]) == "高"
    assert _confidence(sample, questions["B2"]) == "高"
    assert sample.is_inferred(questions["C3"], "n")
    assert sample.is_inferred(questions["B3"], "base")
    assert {_confidence(sample, choice, "label") for choice in questions["C2"].choices} == {"中"}
    gaps = [c for item in questions["C2"].items for c in item.cells if c.share is None and c.count is None]
    assert len(gaps) == 10


def test_trends(sample: PlanSnapshot, seed: Any) -> None:
    columns = sample.all(TrendColumn)
    assert [[column.group, column.heading] for column in columns] == seed["trend_columns"]
    entries = sample.all(TrendEntry)
    found = {
        name: [sum(e.field_node.name == name and e.column is column for e in entries) for column in columns]
        for name in seed["trend_entries"]
    }
    assert found == seed["trend_entries"]
    text = "\n".join(entry.text for entry in entries)
    assert [word for word in seed["trend_words"] if word not in text] == []
    moved = [e.field_node.name for e in entries if sample.is_inferred(e)]
    assert moved == ["人材"] * 4


def test_vision_diagram(sample: PlanSnapshot, seed: Any) -> None:
    diagram = next(d for d in sample.all(Diagram) if d.title == "2030年のめざす姿の全体像")
    centre, *others = diagram.nodes
    assert centre.label == seed["diagram"]["centre"]
    assert [f"{node.label}{node.group or ''}" for node in others] == seed["diagram"]["nodes"]
    assert [edge.label for edge in diagram.edges] == seed["diagram"]["edges"]
    assert all(edge.start is None and edge.end is None for edge in diagram.edges)


def test_schedules(sample: PlanSnapshot, seed: Any) -> None:
    found = [
        {
            "title": schedule.title,
            "edition": edition.name,
            "columns": [[c.group, c.heading, *_iso(c.starts_on, c.ends_on)] for c in edition.columns],
            "lanes": [
                {
                    "group": lane.group,
                    "name": lane.name,
                    "bars": [
                        [b.label, *_iso(b.starts_on, b.ends_on), b.kind.value, _confidence(sample, b)]
                        for b in lane.bars
                    ],
                }
                for lane in edition.lanes
            ],
        }
        for schedule in sample.all(Schedule)
        for edition in schedule.editions
    ]
    assert found == seed["schedules"]


def test_editions_know_each_other(sample: PlanSnapshot) -> None:
    revision = next(s for s in sample.all(Schedule) if s.title == "改訂スケジュール")
    before, after = (
        {bar.lineage: bar.label for lane in edition.lanes for bar in lane.bars}
        for edition in revision.editions
    )
    assert None not in before.keys() | after.keys()
    assert [len(before), len(after)] == [13, 12]
    gone = {label for lineage, label in before.items() if lineage not in after}
    new = {label for lineage, label in after.items() if lineage not in before}
    assert gone == {"手続き", "現状分析等審議", "骨子審議"}
    assert new == {"パブリックコメント", "進捗報告"}


def test_flows(sample: PlanSnapshot, seed: Any) -> None:
    found = [
        {
            "title": flow.title,
            "end": flow.end_label,
            "steps": [
                [s.name, s.period, *_iso(s.starts_on, s.ends_on), s.fiscal_year, len(s.tasks)]
                for s in flow.steps
            ],
        }
        for flow in sample.all(Flow)
    ]
    assert found == seed["flows"]


def test_budgets(sample: PlanSnapshot, seed: Any) -> None:
    assert program(sample) == seed["budget_program"]
    assert budgets(sample) == seed["budgets"]
    for name, words in seed["budget_words"].items():
        assert [word for word in words if word not in budget_words(sample, name)] == []
    assert [word for word in seed["footnote_words"] if word not in footnote_texts(sample)] == []


def test_meetings(sample: PlanSnapshot, seed: Any) -> None:
    found = [[m.name, *_iso(m.starts_on, m.ends_on), sample.is_inferred(m)] for m in sample.all(Meeting)]
    assert found == seed["meetings"]


def test_sources_and_open_points(sample: PlanSnapshot, seed: Any) -> None:
    pages = {
        document.code: [[page.page, sample.is_inferred(page, "page")] for page in document.pages]
        for document in sample.all(SourceDocument)
    }
    assert pages == seed["source_pages"]
    points = [[p.severity.value, p.text] for p in sorted(sample.all(OpenPoint), key=lambda row: row.position)]
    assert points == seed["open_points"]
