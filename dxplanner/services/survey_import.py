"""Raw answers that were counted become figures: of a new question, or of one that is there already."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.tabulation import AnswerTable
from dxplanner.domain.text import comparison_key
from dxplanner.domain.vocabulary import ChartKind, QuestionKind
from dxplanner.handouts.chart_pie import MOST_SLICES
from dxplanner.model import Cell, Choice, Item, Question
from dxplanner.model.base import new_uid
from dxplanner.services.command import Command
from dxplanner.services.fields import add_row, find_row
from dxplanner.services.schedule_rows import insert_all


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """Where counted answers go when no question waits for them."""

    survey_id: int
    title: str
    code: str | None = None


def take_over(table: AnswerTable, target: NewQuestion | int) -> Command[int]:
    """Store a counted table; ``target`` is a new question, or the key of one of the same 形式.

    In an existing question options (and items) of the same name get the new counts, others are added, and
    those that nobody chose get 0; printed shares go, since they were those of other counts. Keys stay, so
    that 指標 and 所見 follow. Gives the question's key.

    The command raises RefusedEdit when the table may not be taken over, or the 形式 differs.
    """

    def command(session: Session) -> int:
        if table.refused:
            raise RefusedEdit(table.refused)
        question = _question(session, table, target)
        choices = _keys(session, question, Choice, table.options)
        labels = [row.label for row in table.rows] if table.kind is QuestionKind.MATRIX else []
        items = _keys(session, question, Item, labels)
        _set_bases(session, question, table, items)
        _set_cells(session, question, table, choices, items)
        return question.id

    return command


def _question(session: Session, table: AnswerTable, target: NewQuestion | int) -> Question:
    if isinstance(target, int):
        question = find_row(session, Question, target)
        if question.kind is not table.kind:
            raise RefusedEdit(
                f"この設問の形式は{question.kind.value}です。{table.kind.value}の集計は入れられません。"
                "新しい設問にしてください。"
            )
        return question
    values = {
        "survey_id": target.survey_id,
        "title": target.title,
        "code": target.code or None,
        "kind": table.kind,
        "chart": _chart(table),
    }
    return find_row(session, Question, add_row(session, Question, values, owner="survey_id"))


def _chart(table: AnswerTable) -> ChartKind:
    if table.kind is QuestionKind.MATRIX:
        return ChartKind.STACKED if table.adds_up else ChartKind.BAR
    few = table.kind is QuestionKind.SINGLE and len(table.options) <= MOST_SLICES
    return ChartKind.PIE if few else ChartKind.BAR


def _keys(
    session: Session,
    question: Question,
    entity: type[Choice] | type[Item],
    labels: list[str] | tuple[str, ...],
) -> list[int]:
    """Keys of options or items by name; those that are not there yet are added at the end."""
    table: Any = entity
    present = session.scalars(
        sa.select(table).where(table.question_id == question.id).order_by(table.position, table.id)
    ).all()
    known: dict[str, int] = {}
    for row in present:
        known.setdefault(comparison_key(row.label), row.id)
    position = max((row.position for row in present), default=-1) + 1
    new: list[dict[str, Any]] = [
        {"question_id": question.id, "label": label, "position": position + at, "uid": new_uid()}
        for at, label in enumerate(label for label in labels if comparison_key(label) not in known)
    ]
    made = insert_all(session, entity, new)
    known |= {comparison_key(row["label"]): made[row["uid"]] for row in new}
    return [known[comparison_key(label)] for label in labels]


def _set_bases(session: Session, question: Question, table: AnswerTable, items: list[int]) -> None:
    """n of the question, the denominator where it differs, n of items that differ from it."""
    question.n, question.base = table.n, table.base
    usual = table.base or table.n
    for key, row in zip(items, table.rows if items else (), strict=True):
        item = find_row(session, Item, key)
        wanted = None if row.base == usual else row.base
        if item.n != wanted:
            item.n = wanted


def _set_cells(
    session: Session, question: Question, table: AnswerTable, choices: list[int], items: list[int]
) -> None:
    present = {
        (cell.choice_id, cell.item_id): cell
        for cell in session.scalars(
            sa.select(Cell).join(Choice, Cell.choice_id == Choice.id).where(Choice.question_id == question.id)
        )
    }
    places: list[int] | list[None] = items or [None]
    wanted = {
        (choice, item): count
        for row, item in zip(table.rows, places, strict=True)
        for choice, count in zip(choices, row.counts, strict=True)
    }
    for place, cell in present.items():
        # What nobody answered any more is nought, not what it was before; other items stay.
        if place[1] in places:
            cell.count, cell.share = wanted.get(place, 0), None
    insert_all(
        session,
        Cell,
        [
            {"choice_id": choice, "item_id": item, "position": at, "count": count, "share": None,
             "uid": new_uid()}
            for at, ((choice, item), count) in enumerate(wanted.items())
            if (choice, item) not in present
        ],
    )  # fmt: skip
