"""What the 調査 pane shows beside its tables: surveys, charts and findings, figures behind a remark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.survey_findings import Finding, rate_finding
from dxplanner.domain.surveys import response_rate
from dxplanner.domain.vocabulary import ChartKind, QuestionKind
from dxplanner.handouts.blocks import Chart
from dxplanner.handouts.chart_pie import is_pie
from dxplanner.handouts.survey_charts import adds_up, question_chart, shows_shares
from dxplanner.handouts.survey_doubts import form_refused
from dxplanner.model import Cell, Choice, Entity, Question, Remark, RemarkCell, Survey
from dxplanner.services.fields import fields_of
from dxplanner.services.provenance import Mark, marks_of
from dxplanner.services.survey_basis import Use, uses
from dxplanner.services.survey_matrix import Measure, usual_measure
from dxplanner.services.survey_rows import find_question, findings, load_questions


@dataclass(frozen=True, slots=True)
class SurveyName:
    """A survey in the list to choose from."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class SurveyHead:
    """A survey's own fields; ``rate`` says what 回収率 is and whether the printed one agrees."""

    id: int
    uid: str
    values: Mapping[str, object]
    rate: Finding | None
    marks: Mapping[str | None, tuple[Mark, ...]]

    @property
    def target(self) -> str:
        """調査対象."""
        return str(self.values["target"])

    @property
    def summary(self) -> str:
        """「回収 1,008人／3,000　回収率 33.6%」 as far as it is known; a printed rate that differs too."""
        returned, distributed = self.values["returned"], self.values["distributed"]
        printed = self.values["printed_rate"]
        if not isinstance(returned, int):
            return "回収数は未入力です。"
        text = f"回収 {returned:,}{self.values['counting_unit']}"
        if not isinstance(distributed, int) or not distributed:
            return text
        rate = response_rate(returned, distributed)
        differs = printed is not None and printed != rate
        return f"{text}／{distributed:,}　回収率 {rate}%{f'（印字 {printed}%）' if differs else ''}"


@dataclass(frozen=True, slots=True)
class QuestionDetail:
    """A question with what follows from it. Details of the same state are equal."""

    id: int
    uid: str
    name: str
    """「C1 デジタル化が進展し…」."""
    kind: QuestionKind
    choices: tuple[tuple[int, str], ...]
    """Key and heading of each option."""
    adds_up: bool
    shares: bool
    """Whether it is shown in percent."""
    measure: Measure
    """What a matrix shows first."""
    note: str
    chart: Chart
    chart_kind: ChartKind
    chart_note: str
    """Why the chart is not of the kind that was chosen; blank when it is."""
    findings: tuple[Finding, ...]
    by_item: Mapping[int, tuple[Finding, ...]]
    """Findings of each item of a matrix."""
    uses: tuple[Use, ...]
    marks: tuple[Mark, ...]
    """出典 of the question itself."""


@dataclass(frozen=True, slots=True)
class Target:
    """A question that counted answers can go to."""

    id: int
    text: str
    kind: QuestionKind
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a figure stands."""

    question_id: int
    choice_id: int
    item_id: int | None


@dataclass(frozen=True, slots=True)
class RemarkDetail:
    """A remark with the cells it speaks of, by question."""

    id: int
    heading: str
    cells: tuple[int, ...]
    first_question: int | None


def surveys(session: Session) -> list[SurveyName]:
    """All surveys in order: 「市民（2024年6月～7月）」."""
    rows = session.scalars(sa.select(Survey).order_by(Survey.position, Survey.id))
    return [
        SurveyName(
            row.id, f"{row.target}（{row.period_as_written}）" if row.period_as_written else row.target
        )
        for row in rows
    ]


def survey_head(session: Session, survey_id: int | None) -> SurveyHead | None:
    """One survey; None when it is gone."""
    row = None if survey_id is None else session.get(Survey, survey_id)
    if row is None:
        return None
    values: dict[str, Any] = {name: getattr(row, name) for name in fields_of(Survey)}
    rate = rate_finding(row.returned, row.distributed, row.printed_rate)
    marks = {field: own for (_, field), own in marks_of(session, [row.uid]).items()}
    return SurveyHead(row.id, row.uid, values, rate, marks)


def survey_of(session: Session, question_id: int) -> int | None:
    """The survey that a question belongs to; None when it is gone."""
    return session.scalar(sa.select(Question.survey_id).where(Question.id == question_id))


def question_detail(session: Session, question_id: int | None) -> QuestionDetail | None:
    """A question with chart and findings; None when it is gone."""
    question = find_question(session, question_id)
    if question is None:
        return None
    inferred, own = _marks(session, question)
    chart = question_chart(question, lambda row, field: (row.uid, field) in inferred)
    return QuestionDetail(
        question.id,
        question.uid,
        f"{question.code or ''} {question.title}".strip(),
        question.kind,
        tuple((choice.id, _heading(choice, inferred)) for choice in question.choices),
        adds_up(question),
        shows_shares(question) or _has_shares(question),
        usual_measure(question),
        question.note or "",
        chart,
        question.chart,
        _chart_note(question, chart),
        findings(question),
        {item.id: findings(question, item) for item in question.items},
        uses(session, question.id),
        own,
    )


def _has_shares(question: Question) -> bool:
    return question.kind is not QuestionKind.COUNT or any(
        cell.share is not None for choice in question.choices for cell in choice.cells
    )


def _heading(choice: Choice, inferred: set[tuple[str, str | None]]) -> str:
    """An option as a column's heading; 推定 is said in words, since headings carry no badge."""
    unsure = (choice.uid, "label") in inferred or (choice.uid, None) in inferred
    return f"{choice.label}（推定）" if unsure else choice.label


def _marks(session: Session, question: Question) -> tuple[set[tuple[str, str | None]], tuple[Mark, ...]]:
    """What is 推定 in a question, as uid and field; and the 出典 of the question itself."""
    rows: list[Entity] = [question, *question.items, *question.choices]
    rows += [cell for choice in question.choices for cell in choice.cells]
    found = marks_of(session, [row.uid for row in rows])
    inferred = {key for key, marks in found.items() if any(mark.inferred for mark in marks)}
    return inferred, found.get((question.uid, None), ())


def _chart_note(question: Question, chart: Chart) -> str:
    refused = form_refused(question)
    if refused:
        return f"{refused}横棒で描いています。"
    if question.chart is ChartKind.PIE and question.kind is QuestionKind.MATRIX:
        return "マトリクスは円にできないため、100%積上げ横棒で描いています。"
    if question.chart is ChartKind.PIE and not is_pie(chart):
        known = [value for series in chart.series for value in series.values if value.value is not None]
        if len(known) > 7:
            return "選択肢が8つ以上あるため、円ではなく横棒で描いています。"
        return "値が空欄の選択肢があるため、円ではなく横棒で描いています。" if known else ""
    return ""


def cell_place(session: Session, uid: str) -> CellPlace | None:
    """Where a cell stands, by its uid; None when it is gone, or the uid is that of another row."""
    row = session.execute(
        sa.select(Choice.question_id, Cell.choice_id, Cell.item_id)
        .join(Choice, Cell.choice_id == Choice.id)
        .where(Cell.uid == uid)
    ).first()
    return None if row is None else CellPlace(row[0], row[1], row[2])


def remark_detail(session: Session, remark_id: int | None) -> RemarkDetail | None:
    """A remark; None when it is gone."""
    row = None if remark_id is None else session.get(Remark, remark_id)
    if row is None:
        return None
    links = session.execute(
        sa.select(RemarkCell.cell_id, Choice.question_id)
        .join(Cell, RemarkCell.cell_id == Cell.id)
        .join(Choice, Cell.choice_id == Choice.id)
        .where(RemarkCell.remark_id == row.id)
        .order_by(RemarkCell.position, RemarkCell.id)
    ).all()
    return RemarkDetail(
        row.id,
        row.heading or row.text,
        tuple(link[0] for link in links),
        links[0][1] if links else None,
    )


def questions_of(session: Session, survey_id: int | None) -> list[tuple[int, str]]:
    """Key and name of the questions of a survey, in order."""
    rows = session.execute(
        sa.select(Question.id, Question.code, Question.title)
        .where(Question.survey_id == survey_id)
        .order_by(Question.position, Question.id)
    )
    return [(key, f"{code or ''} {''.join(title.splitlines())}".strip()) for key, code, title in rows]


def targets(session: Session, survey_id: int | None) -> list[Target]:
    """The questions of a survey that counted answers can go to, in order."""
    keys = [key for key, _ in questions_of(session, survey_id)]
    found = {question.id: question for question in load_questions(session, keys)}
    return [
        Target(
            key,
            f"{question.code or ''} {''.join(question.title.splitlines())}".strip(),
            question.kind,
            tuple(choice.label for choice in question.choices),
        )
        for key in keys
        if (question := found.get(key)) is not None
    ]


def total_share(cells: Sequence[Decimal | None]) -> Decimal | None:
    """The sum of shares; None while one of them is not known."""
    known = [share for share in cells if share is not None]
    return sum(known, Decimal("0.0")) if known and len(known) == len(cells) else None
