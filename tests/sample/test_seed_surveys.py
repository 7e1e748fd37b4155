"""Every name and figure of the source documents about surveys, trends and the relation diagram."""

from typing import Any

from dxplanner.domain.surveys import counts_from_shares
from dxplanner.model import Diagram, Item, Question, Survey, TrendColumn, TrendEntry
from dxplanner.model.snapshot import PlanSnapshot
from tests.sample.reading import confidence, iso, ordered, seed


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
    cells = [(choice, choice.cells[0]) for choice in question.choices]
    found["options"] = [
        [choice.label, cell.count, None if cell.share is None else str(cell.share)] for choice, cell in cells
    ]
    shares = [cell.share for _, cell in cells if cell.share is not None and cell.count is None]
    if shares:
        assert question.n is not None
        found["counts_from_shares"] = counts_from_shares(shares, question.n)
    return found


def test_surveys(sample: PlanSnapshot) -> None:
    found = []
    for survey in ordered(sample, Survey):
        questions = [_question(question) for question in survey.questions]
        for question, row in zip(survey.questions, questions, strict=True):
            if question.items:
                row["row_confidence"] = [confidence(sample, item) for item in question.items]
        found.append(
            {
                "target": survey.target,
                "period": survey.period_as_written,
                "months": iso(survey.starts_on, survey.ends_on),
                "method": survey.method,
                "distributed": survey.distributed,
                "returned": survey.returned,
                "rate": str(survey.printed_rate),
                "questions": questions,
            }
        )
    assert found == seed("surveys")
    assert len(sample.all(Question)) == 10
    headings = {survey.target: [r.heading for r in survey.remarks] for survey in ordered(sample, Survey)}
    assert headings == seed("remark_headings")


def test_survey_readings_are_marked(sample: PlanSnapshot) -> None:
    questions = {question.code: question for question in sample.all(Question)}
    assert confidence(sample, questions["C1"]) == "高"
    assert confidence(sample, questions["B2"]) == "高"
    assert sample.is_inferred(questions["C3"], "n")
    assert sample.is_inferred(questions["B3"], "base")
    assert {confidence(sample, choice, "label") for choice in questions["C2"].choices} == {"中"}
    gaps = [c for item in questions["C2"].items for c in item.cells if c.share is None and c.count is None]
    assert len(gaps) == 10


def test_survey_prose(sample: PlanSnapshot) -> None:
    remarks = {row.target: "\n".join(remark.text for remark in row.remarks) for row in sample.all(Survey)}
    for target, words in seed("remark_words").items():
        assert [word for word in words if word not in remarks[target]] == []
    notes = {row.code: row.note or "" for row in sample.all(Question)}
    for code, words in seed("survey_note_words").items():
        assert [word for word in words if word not in notes[code]] == []
    items = {row.label: row.note or "" for row in sample.all(Item)}
    for label, words in seed("lost_shares").items():
        assert [word for word in words if word not in items[label]] == []


def test_trends(sample: PlanSnapshot) -> None:
    columns = ordered(sample, TrendColumn)
    assert [[column.group, column.heading] for column in columns] == seed("trend_columns")
    entries = sample.all(TrendEntry)
    found = {
        name: [len([e for e in column.entries if e.field_node.name == name]) for column in columns]
        for name in seed("trend_entries")
    }
    assert found == seed("trend_entries")
    text = "\n".join(entry.text for entry in entries)
    assert [word for word in seed("trend_words") if word not in text] == []
    moved = [e.field_node.name for e in entries if sample.is_inferred(e)]
    assert moved == ["人材"] * 4


def test_vision_diagram(sample: PlanSnapshot) -> None:
    diagram = next(d for d in sample.all(Diagram) if d.title == "2030年のめざす姿の全体像")
    centre, *others = diagram.nodes
    assert centre.label == seed("diagram")["centre"]
    assert [f"{node.label}{node.group or ''}" for node in others] == seed("diagram")["nodes"]
    assert [edge.label for edge in diagram.edges] == seed("diagram")["edges"]
    # The ends of the arrows were lost with the slide's drawing: what stands there is a reading, marked 推定.
    for edge in diagram.edges:
        assert edge.start is not edge.end
        assert all(sample.is_inferred(edge, name) for name in ("start_id", "end_id"))
