"""設問, 選択肢 and 所見 of a survey as sheets; a matrix has its own (``survey_matrix``)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.indicators import format_value
from dxplanner.domain.surveys import counts_from_shares, share_of
from dxplanner.domain.vocabulary import QuestionKind
from dxplanner.handouts.survey_charts import denominator
from dxplanner.model import Cell, Choice, FieldKind, Question, Remark, RemarkCell
from dxplanner.services import survey_basis
from dxplanner.services.fields import delete_rows, fields_of, format_field, parse_field, set_field
from dxplanner.services.sheet import SheetColumn, SheetSource, field_column
from dxplanner.services.sheet_columns import computed_column, once
from dxplanner.services.sheet_rows import keys_in_order, rows_by_key
from dxplanner.services.survey_rows import (
    TABLES,
    cell_of,
    computed_share,
    findings,
    load_questions,
    set_cell_value,
)

_KIND_HELP: Final = (
    "SAは1つだけ選ぶ設問、MAはいくつでも選ぶ設問、マトリクスは項目ごとに同じ選択肢で答える設問です。"
)
_BASE_HELP: Final = "割合の分母がnと違うときに入力します（無回答を除いたときなど）。"

KnownUses = Callable[[], Sequence[survey_basis.Use]]


# 設問 -------------------------------------------------------------------------------------------------


def question_sheet(survey_id: int | None, *, notes: bool = False) -> SheetSource:
    """The questions of one survey, with whether their figures raise a question.

    ``notes``: there is room to show 備考 without being asked.
    """
    columns = (
        field_column(Question, "code", label="番号", width=4),
        field_column(Question, "title", width=24),
        _kind_column(),
        field_column(Question, "n", label="n", width=5),
        field_column(Question, "base", width=5, help=_BASE_HELP),
        field_column(Question, "unit", width=3),
        field_column(Question, "chart", width=7),
        computed_column("state", "確認", _state, width=5, help="合計がnや100%と合わない設問を知らせます。"),
        field_column(Question, "axis_min", hidden=True),
        field_column(Question, "axis_max", hidden=True),
        field_column(Question, "note", width=24, hidden=not notes),
    )

    new = {"survey_id": survey_id, "kind": QuestionKind.SINGLE}
    return SheetSource(
        "設問",
        Question,
        columns,
        keys_in_order(Question, Question.survey_id == survey_id),
        load_questions,
        TABLES,
        owner="survey_id",
        new=None if survey_id is None else lambda _session: new,
    )


def _state(question: Question) -> str:
    found = findings(question)
    asked = sum(finding.ask for finding in found)
    if asked:
        return f"⚠ {asked}件"
    return "✓" if any(choice.cells for choice in question.choices) else "未入力"


def _kind_column() -> SheetColumn:
    """形式: between matrix and the others only while there are no figures."""
    plain = field_column(Question, "kind", width=6, help=_KIND_HELP)
    field = fields_of(Question)["kind"]

    def write(session: Session, row: Question, text: str) -> None:
        kind = parse_field(field, text)
        if (kind is QuestionKind.MATRIX) is not (row.kind is QuestionKind.MATRIX):
            cells = [cell for choice in row.choices for cell in choice.cells]
            if any(cell.count is not None or cell.share is not None for cell in cells) or row.items:
                raise RefusedEdit(
                    "マトリクスとほかの形式では表の形が違います。値と項目を消してから形式を変えてください。"
                )
            delete_rows(session, Cell, [cell.id for cell in cells])
        set_field(session, Question, row.id, "kind", kind)

    return SheetColumn(
        "kind", plain.label, plain.read, write, plain.kind, width=6, help=_KIND_HELP, offered=plain.offered
    )


# 選択肢 -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class ChoiceRow:
    """An option of a question that is no matrix, with its figures."""

    choice: Choice
    question: Question
    used: str

    @property
    def id(self) -> int:
        return self.choice.id

    @property
    def uid(self) -> str:
        return self.choice.uid

    @property
    def label(self) -> str:
        return self.choice.label

    @property
    def note(self) -> str | None:
        return self.choice.note

    @property
    def cell(self) -> Cell | None:
        return cell_of(self.choice, None)

    @property
    def back(self) -> int | None:
        """The count that the printed share means (件数換算), where no count is known."""
        cell, base = self.cell, denominator(self.question)
        if cell is None or cell.share is None or cell.count is not None or not base:
            return None
        return counts_from_shares([cell.share], base)[0]

    @property
    def computed(self) -> Decimal | None:
        text = computed_share(self.question, self.cell)
        return Decimal(text) if text else None


def choice_sheet(
    question_id: int | None, *, shares: bool = True, known: KnownUses | None = None
) -> SheetSource:
    """The options of a question with 件数 and 割合; what follows from them stands in grey beside them.

    ``shares`` False leaves out everything in percent (形式「件数」). ``known`` gives the uses of the question
    where somebody has read them already.
    """
    percent = (
        _value_column("share", "割合", width=5),
        computed_column(
            "computed",
            "計算した割合",
            lambda row: "" if row.computed is None else f"{row.computed}",
            number=lambda row: row.computed,
            unit="%",
            width=4,
            help="件数÷割合の分母。小数第1位までの四捨五入です。計算した値で、保存はされません。",
        ),
        computed_column(
            "back",
            "件数に戻すと",
            lambda row: "" if row.back is None else f"{row.back:,}",
            number=lambda row: row.back,
            width=4,
            help="割合×分母。件数のない設問を確かめるための換算で、保存はされません。",
            summed=True,
        ),
    )
    columns = (
        field_column(Choice, "label", width=13),
        _value_column("count", "件数", width=4, summed=True),
        *(percent if shares else ()),
        computed_column("used", "指標", lambda row: row.used, kind=FieldKind.TEXT, width=10),
        field_column(Choice, "note", width=14, hidden=True),
    )

    def load(session: Session, keys: Sequence[int]) -> Sequence[ChoiceRow]:
        question = None if question_id is None else session.get(Question, question_id)
        if question is None:
            return []
        wanted = set(keys)
        texts = used_texts(session, question.id, known)
        return [
            ChoiceRow(
                choice, question, "、".join(texts.get(cell.id, "") for cell in choice.cells).strip("、")
            )
            for choice in choices_of(session, question)
            if choice.id in wanted
        ]

    return _choices_source(question_id, columns, load)


def matrix_choice_sheet(question_id: int | None) -> SheetSource:
    """The options of a matrix: its columns, to be named, added, moved and deleted."""
    columns = (field_column(Choice, "label", width=20), field_column(Choice, "note", width=20))
    return _choices_source(question_id, columns, rows_by_key(Choice))


def _choices_source(
    question_id: int | None, columns: tuple[SheetColumn, ...], load: Callable[..., Sequence[Any]]
) -> SheetSource:
    return SheetSource(
        "選択肢",
        Choice,
        columns,
        keys_in_order(Choice, Choice.question_id == question_id),
        load,
        frozenset({"choice", "cell", "question"}) | survey_basis.TABLES,
        owner="question_id",
        new=None if question_id is None else lambda _session: {"question_id": question_id},
    )


def choices_of(session: Session, question: Question) -> Sequence[Choice]:
    """The options as they are now: rows may have been added in the same edit."""
    query = sa.select(Choice).where(Choice.question_id == question.id).options(selectinload(Choice.cells))
    return session.scalars(query.order_by(Choice.position, Choice.id)).all()


def used_texts(session: Session, question_id: int, known: KnownUses | None) -> Any:
    if known is not None:
        return survey_basis.texts_by_cell(known())
    return once(
        session,
        f"uses of {question_id}",
        lambda: survey_basis.texts_by_cell(survey_basis.uses(session, question_id)),
    )


def _value_column(name: str, label: str, **changes: Any) -> SheetColumn:
    """件数 or 割合 of an option."""
    field = fields_of(Cell)[name]

    def value(row: ChoiceRow) -> Any:
        return None if row.cell is None else getattr(row.cell, name)

    def write(session: Session, row: ChoiceRow, text: str) -> None:
        set_cell_value(session, row.choice, None, name, parse_field(field, text))

    settings: dict[str, Any] = {
        "kind": field.spec.kind,
        "unit": "%" if name == "share" else "",
        "number": value,
        "marked": lambda row: marks_at(row.cell, name),
    }
    return SheetColumn(
        name, label, lambda row: format_field(field, value(row)), write, **(settings | changes)
    )


def marks_at(cell: Cell | None, name: str) -> list[tuple[str, str | None]]:
    """Where the 出典 of a figure are."""
    return [] if cell is None else [(cell.uid, name), (cell.uid, None)]


# 所見 -------------------------------------------------------------------------------------------------


def remark_sheet(survey_id: int | None) -> SheetSource:
    """所見 of a survey, with the figures that each speaks of."""
    columns = (
        field_column(Remark, "heading", width=9),
        field_column(Remark, "text", width=20),
        computed_column("cells", "根拠にした値", _evidence, kind=FieldKind.TEXT, width=16),
    )
    cell = selectinload(Remark.cells).joinedload(RemarkCell.cell)
    return SheetSource(
        "所見",
        Remark,
        columns,
        keys_in_order(Remark, Remark.survey_id == survey_id),
        rows_by_key(
            Remark,
            cell.joinedload(Cell.choice).joinedload(Choice.question).joinedload(Question.survey),
            cell.joinedload(Cell.item),
        ),
        TABLES | {"remark", "remark_cell"},
        owner="survey_id",
        new=None if survey_id is None else lambda _session: {"survey_id": survey_id},
    )


def _evidence(remark: Remark) -> str:
    """「C1 そう思う 12.7%」, a line a cell."""
    return "\n".join(cell_text(link.cell) for link in remark.cells)


def cell_text(cell: Cell) -> str:
    """A figure in words: question, item, option, share or count."""
    question = cell.choice.question
    parts = [question.code or "", "" if cell.item is None else cell.item.label, cell.choice.label]
    found = share_of(cell.share, cell.count, denominator(question, cell.item))
    if found is not None and question.unit in ("%", "％"):
        parts.append(f"{format_value(found)}%")
    elif cell.count is not None:
        parts.append(f"{cell.count:,}{question.survey.counting_unit}")
    return " ".join(filter(None, parts))
