"""Surveys as a whole: added, duplicated, deleted; which figures a remark speaks of."""

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.model import (
    Cell,
    Choice,
    Entity,
    IndicatorBasis,
    Item,
    Provenance,
    Question,
    Remark,
    RemarkCell,
    Survey,
)
from dxplanner.services.command import Command
from dxplanner.services.fields import add_row, add_rows, delete_rows, find_row, move_rows
from dxplanner.services.schedule_rows import copied_values, copy_origins, insert_all

_ANSWERED: Final = ("n", "base")
_RESULTS: Final = ("returned", "printed_rate", "starts_on", "ends_on", "period_as_written", "note")


def add_survey(target: str) -> Command[int]:
    """Add a survey at the end; gives its key."""
    return lambda session: add_row(session, Survey, {"target": target}, owner=None)


def delete_survey(survey_id: int) -> Command[None]:
    """Delete a survey with its questions, figures and 所見."""
    return lambda session: delete_rows(session, Survey, [survey_id])


def belongings_text(session: Session, survey_id: int) -> str:
    """What goes with a survey: 「設問6件、所見4件、指標の根拠4件」."""
    questions = sa.select(Question.id).where(Question.survey_id == survey_id)
    cells = (
        sa.select(Cell.id).join(Choice, Cell.choice_id == Choice.id).where(Choice.question_id.in_(questions))
    )
    counts = (
        ("設問", Question, Question.survey_id == survey_id),
        ("所見", Remark, Remark.survey_id == survey_id),
        ("指標の値との結び付き", IndicatorBasis, IndicatorBasis.cell_id.in_(cells)),
    )
    parts = []
    for name, entity, where in counts:
        count = session.scalar(sa.select(sa.func.count()).select_from(entity).where(where)) or 0
        parts += [f"{name}{count}件"] if count else []
    return "、".join(parts)


def duplicate_survey(survey_id: int, *, results: bool) -> Command[int]:
    """Copy a survey right behind it; gives the copy's key.

    Without ``results`` only questions, items and options: for the next round of the same survey.
    """

    def command(session: Session) -> int:
        survey = find_row(session, Survey, survey_id)
        changed: dict[str, Any] = {} if results else dict.fromkeys(_RESULTS)
        values = copied_values(survey, target=f"{survey.target}の写し", **changed)
        key = insert_all(session, Survey, [values])[values["uid"]]
        order = sa.select(Survey.id).order_by(Survey.position, Survey.id)
        at = [one for one in session.scalars(order) if one != key].index(survey_id) + 1
        move_rows(session, Survey, [key], at, owner=None)
        uids = {survey.uid: values["uid"]} if results else {}
        _copy_questions(session, survey, key, uids, results=results)
        copy_origins(session, uids)
        return key

    return command


def _copy_questions(
    session: Session, survey: Survey, survey_id: int, uids: dict[str, str], *, results: bool
) -> None:
    """Copy what a survey has; ``uids`` collects originals and copies for their 出典."""
    emptied: dict[str, Any] = {} if results else dict.fromkeys(_ANSWERED)

    def copies(entity: type[Entity], rows: Sequence[Any], changed: Any) -> dict[int, int]:
        made = [copied_values(row, **changed(row)) for row in rows]
        keys = insert_all(session, entity, made)
        if results:
            uids.update({row.uid: copy["uid"] for row, copy in zip(rows, made, strict=True)})
        return {row.id: keys[copy["uid"]] for row, copy in zip(rows, made, strict=True)}

    asked = list(survey.questions)
    questions = copies(Question, asked, lambda _row: {"survey_id": survey_id, **emptied})
    items = copies(
        Item,
        [item for question in asked for item in question.items],
        lambda row: {"question_id": questions[row.question_id], **({} if results else {"n": None})},
    )
    choices = copies(
        Choice,
        [choice for question in asked for choice in question.choices],
        lambda row: {"question_id": questions[row.question_id]},
    )
    if not results:
        return
    cells = copies(
        Cell,
        [cell for question in asked for choice in question.choices for cell in choice.cells],
        lambda row: {"choice_id": choices[row.choice_id], "item_id": items.get(row.item_id)},
    )
    remarks = copies(Remark, list(survey.remarks), lambda _row: {"survey_id": survey_id})
    copies(
        RemarkCell,
        [link for remark in survey.remarks for link in remark.cells],
        lambda row: {"remark_id": remarks[row.remark_id], "cell_id": cells[row.cell_id]},
    )


def link_remark(remark_id: int, question_id: int, cell_ids: Sequence[int]) -> Command[None]:
    """Say which figures of one question a remark speaks of; those of other questions stay.

    The command raises RefusedEdit when the remark is gone.
    """

    def command(session: Session) -> None:
        remark = find_row(session, Remark, remark_id)
        present = {
            link.cell_id: link.id for link in remark.cells if link.cell.choice.question_id == question_id
        }
        delete_rows(session, RemarkCell, [key for cell, key in present.items() if cell not in cell_ids])
        session.flush()
        session.expire(remark, ["cells"])
        new = [{"remark_id": remark_id, "cell_id": cell} for cell in cell_ids if cell not in present]
        add_rows(session, RemarkCell, new, owner="remark_id")

    return command


def set_base(question_id: int, base: int) -> Command[None]:
    """Take over the denominator under which all printed shares are right; it is 推定 until confirmed.

    The command raises RefusedEdit when the question is gone.
    """

    def command(session: Session) -> None:
        question = find_row(session, Question, question_id)
        if base < 1:
            raise RefusedEdit("割合の分母は1以上の数です。")
        question.base = base
        session.add(
            Provenance(
                entity_uid=question.uid,
                field_name="base",
                status=ProvenanceStatus.INFERRED,
                basis="すべての割合が再現する分母はこの数だけ",
            )
        )

    return command
