"""基準値の根拠: which survey answers a value is the sum of, and how it follows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.surveys import share_of
from dxplanner.model import Cell, Choice, IndicatorBasis, IndicatorValue, Item, Question, Survey
from dxplanner.services.fields import add_rows, delete_rows, find_row, short_name
from dxplanner.services.indicator_picture import ValueLine, origin_text

_LONG: Final = 40


@dataclass(frozen=True, slots=True)
class QuestionChoice:
    """A question that a value can come from."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class CellChoice:
    """An answer that can be counted in; ``share`` in percent."""

    id: int
    text: str
    share: Decimal | None


def questions(session: Session) -> tuple[QuestionChoice, ...]:
    """All questions of all surveys, in order: 「市民 C1 デジタル化が進展し…」."""
    rows = session.execute(
        sa.select(Question.id, Survey.target, Question.code, Question.title)
        .join(Survey, Question.survey_id == Survey.id)
        .order_by(Survey.position, Survey.id, Question.position, Question.id)
    )
    return tuple(
        QuestionChoice(key, f"{target}　{code + ' ' if code else ''}{_shortened(title)}")
        for key, target, code, title in rows
    )


def _shortened(title: str) -> str:
    flat = "".join(title.splitlines())
    return flat if len(flat) <= _LONG else f"{flat[: _LONG - 1]}…"


def answers(session: Session, question_id: int) -> tuple[CellChoice, ...]:
    """The answers of a question: item by item for a matrix, in the order of its options."""
    rows = session.execute(
        sa.select(Cell.id, Cell.count.label("counted"), Cell.share, Choice.label, Item.label.label("item"),
                  Item.n.label("item_n"), Question.base, Question.n)
        .join(Choice, Cell.choice_id == Choice.id)
        .join(Question, Choice.question_id == Question.id)
        .outerjoin(Item, Cell.item_id == Item.id)
        .where(Question.id == question_id)
        .order_by(Item.position, Item.id, Choice.position, Choice.id, Cell.id)
    )  # fmt: skip
    return tuple(
        CellChoice(
            row.id,
            f"{row.item}：{row.label}" if row.item else row.label,
            share_of(row.share, row.counted, row.item_n or row.base or row.n),
        )
        for row in rows
    )


def link_basis(session: Session, value_id: int, cell_ids: Sequence[int]) -> None:
    """Command: say which answers a value is the sum of (none: it stands on its own); the value stays.

    Raises:
        RefusedEdit: the value is gone, or the answers belong to several questions.
    """
    value = find_row(session, IndicatorValue, value_id)
    wanted = list(dict.fromkeys(cell_ids))
    if [basis.cell_id for basis in value.basis] == wanted:
        return
    owners = session.scalars(
        sa.select(Choice.question_id)
        .join(Cell, Cell.choice_id == Choice.id)
        .where(Cell.id.in_(wanted))
        .distinct()
    ).all()
    if len(owners) > 1:
        raise RefusedEdit("1つの値の根拠にできるのは、1つの設問の回答だけです。")
    former = {basis.cell_id: basis.id for basis in value.basis}
    delete_rows(session, IndicatorBasis, [key for cell, key in former.items() if cell not in wanted])
    session.flush()
    session.expire(value, ["basis"])
    new = [{"value_id": value_id, "cell_id": cell} for cell in wanted if cell not in former]
    add_rows(session, IndicatorBasis, new, owner="value_id")


def follow_survey(session: Session, value: ValueLine) -> None:
    """Command: 「調査の値に合わせる」, let the value say what its answers add up to.

    Raises:
        RefusedEdit: the value is gone, or an answer has no share.
    """
    if value.basis_sum is None:
        raise RefusedEdit(
            "根拠にした回答に割合の空欄があるため、合計できません。調査の割合を入れてください。"
        )
    row = find_row(session, IndicatorValue, value.id)
    row.value = value.basis_sum


def origin_lines(value: ValueLine, said: str) -> tuple[str, ...]:
    """Where a linked value comes from: survey and question, then the sum and whether it still agrees.

    ``said`` is the value as it is shown.
    """
    if not value.basis:
        return ()
    first = value.basis[0]
    source = f"{first.survey}「{first.question}」"
    if value.basis_sum is None:
        return source, origin_text(value), "⚠ 割合が空欄の回答があるため、調査の値と比べられません。"
    if value.parted:
        return source, origin_text(value), f"⚠ 値（{said}）と調査の値が違います。"
    return source, origin_text(value), "✓ 調査と一致しています。"


def place_of_value(number: str, name: str, what: str) -> str:
    """Where an edit of a value happens, for its undo label: 「2-1 の基準値」."""
    return f"{number or f'「{short_name(name)}」'} の{what}"
