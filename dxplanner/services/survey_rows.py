"""Questions of surveys as loaded rows: what sheets, findings and charts read of them in a few queries."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from dxplanner.domain.survey_findings import Answer, Asked, Finding, answer_findings
from dxplanner.domain.surveys import share
from dxplanner.domain.vocabulary import QuestionKind
from dxplanner.handouts.survey_charts import adds_up, denominator
from dxplanner.model import Cell, Choice, Item, Question
from dxplanner.services.fields import add_row, set_field
from dxplanner.services.hierarchy_rows import chunks

TABLES: Final = frozenset({"survey", "question", "item", "choice", "cell"})
"""A commit that touches none of these cannot change what a question says."""


def load_questions(session: Session, keys: Sequence[int]) -> list[Question]:
    """Questions with survey, items, choices and cells."""
    found: list[Question] = []
    for portion in chunks(keys):
        found += session.scalars(
            sa.select(Question)
            .where(Question.id.in_(portion))
            .options(
                joinedload(Question.survey),
                selectinload(Question.items),
                selectinload(Question.choices).selectinload(Choice.cells),
            )
        ).all()
    return found


def find_question(session: Session, question_id: int | None) -> Question | None:
    """One question with all of it; None when it is gone."""
    return None if question_id is None else next(iter(load_questions(session, [question_id])), None)


def cell_of(choice: Choice, item_id: int | None) -> Cell | None:
    """The cell of an option (and of an item of a matrix); None as long as nothing is written there."""
    return next((cell for cell in choice.cells if cell.item_id == item_id), None)


def asked(question: Question, item: Item | None = None) -> Asked:
    """Who was counted in a question, or in an item of it."""
    own = item.n if item is not None else None
    unit = question.survey.counting_unit
    if own is not None:
        return Asked(own, None, unit, adds_up(question))
    return Asked(question.n, question.base, unit, adds_up(question))


def answers(question: Question, item: Item | None = None) -> list[Answer]:
    """The figures of a question, or of one item of it."""
    found = []
    for choice in question.choices:
        cell = cell_of(choice, None if item is None else item.id)
        found.append(Answer(choice.label) if cell is None else Answer(choice.label, cell.count, cell.share))
    return found


def findings(question: Question, item: Item | None = None) -> tuple[Finding, ...]:
    """What is to be said about a question's figures (of a matrix: about those of one item)."""
    if question.kind is QuestionKind.COUNT:
        return _count_findings(question)
    if question.kind is QuestionKind.MATRIX and item is None:
        found = [
            Finding(f"「{row.label}」：{finding.text}", finding.ask)
            for row in question.items
            for finding in findings(question, row)
            if finding.ask
        ]
        if any(choice.cells for choice in question.choices) and question.n is None and not _own_n(question):
            found.append(Finding("nが空欄のため、割合を件数に戻して確かめられません。"))
        return tuple(found)
    return answer_findings(answers(question, item), asked(question, item))


def _own_n(question: Question) -> bool:
    return bool(question.items) and all(item.n is not None for item in question.items)


def _count_findings(question: Question) -> tuple[Finding, ...]:
    counts = [answer.count for answer in answers(question) if answer.count is not None]
    unit = question.survey.counting_unit if question.unit in ("%", "％") else question.unit
    return (Finding(f"件数の合計は{sum(counts):,}{unit}です。"),) if counts else ()


def computed_share(question: Question, cell: Cell | None, item: Item | None = None) -> str:
    """The share (%) that follows from a count; blank without count or denominator."""
    base = denominator(question, item)
    return "" if cell is None or cell.count is None or not base else f"{share(cell.count, base)}"


def set_cell_value(session: Session, choice: Choice, item_id: int | None, name: str, value: object) -> None:
    """Command part: store count or share of a cell, which is made when something is first written there."""
    cell = cell_of(choice, item_id)
    if cell is None:
        if value is None:
            return
        key = add_row(session, Cell, {"choice_id": choice.id, "item_id": item_id}, owner="choice_id")
        session.expire(choice, ["cells"])
        set_field(session, Cell, key, name, value)
    else:
        set_field(session, Cell, cell.id, name, value)
