"""設問 of an アンケート as charts: shares or counts with their n, and what is not certain about them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dxplanner.domain.amounts import format_amount
from dxplanner.domain.surveys import AnswerTotal, check_single_answer, share
from dxplanner.domain.vocabulary import ChartKind, QuestionKind
from dxplanner.handouts import cells
from dxplanner.handouts.blocks import Chart, ChartForm, ChartSeries, ChartValue
from dxplanner.model import Cell, Item, Question
from dxplanner.model.snapshot import PlanSnapshot

FORMS: Final = {
    ChartKind.PIE: ChartForm.PIE,
    ChartKind.BAR: ChartForm.BAR,
    ChartKind.STACKED: ChartForm.STACKED,
}
_PERCENT: Final = "%"


def question_chart(snapshot: PlanSnapshot, question: Question) -> Chart:
    """A question in the form that it asks for; one without a form (なし) as bars.

    A count and a share that stand beside each other are both printed: 46.2%（221社）.
    """
    if question.items:
        categories = tuple(item.label for item in question.items)
        series = tuple(
            ChartSeries(
                _marked(snapshot, question, choice.label, snapshot.is_inferred(choice, "label")),
                tuple(_value(snapshot, question, item, _cell(choice.cells, item)) for item in question.items),
            )
            for choice in question.choices
        )
    else:
        categories = tuple(choice.label for choice in question.choices)
        values = tuple(
            _value(snapshot, question, None, _cell(choice.cells, None)) for choice in question.choices
        )
        series = (ChartSeries("件数" if question.unit != _PERCENT else "割合", values),)
    return Chart(
        FORMS.get(question.chart, ChartForm.STACKED if question.items else ChartForm.BAR),
        question.title,
        categories,
        series,
        unit=question.unit or "",
        note=_note(snapshot, question),
        axis_min=_decimal(question.axis_min),
        axis_max=_decimal(question.axis_max),
        name=f"{question.uid}/title",
        description=f"アンケートの設問「{question.title}」の結果",
    )


def answer_total(question: Question) -> AnswerTotal | None:
    """The answers of a 単数回答 counted back from its shares, when they cannot make up its n."""
    shares = [cell.share for choice in question.choices for cell in choice.cells if cell.share is not None]
    base = question.base or question.n
    if question.kind is not QuestionKind.SINGLE or question.items or not base or not shares:
        return None
    if len(shares) < len(question.choices):
        return None
    total = check_single_answer(shares, base)
    return None if total.is_consistent else total


def _cell(cells_of_choice: Sequence[Cell], item: Item | None) -> Cell | None:
    return next((cell for cell in cells_of_choice if cell.item is item), None)


def _value(snapshot: PlanSnapshot, question: Question, item: Item | None, cell: Cell | None) -> ChartValue:
    if cell is None:
        return ChartValue(None)
    inferred = (
        snapshot.is_inferred(question)
        or (item is not None and snapshot.is_inferred(item))
        or snapshot.is_inferred(cell, "share" if question.unit == _PERCENT else "count")
    )
    if question.unit != _PERCENT:
        return ChartValue(_decimal(cell.count), name=f"{cell.uid}/count", inferred=inferred)
    base = (item.n if item is not None else None) or question.base or question.n
    known = cell.share
    if known is None and cell.count is not None and base:
        known = share(cell.count, base)
    text = ""
    if known is not None and cell.share is not None and cell.count is not None:
        text = f"{known:f}%（{format_amount(cell.count)}{question.survey.counting_unit}）"
    return ChartValue(known, text, f"{cell.uid}/share", inferred=inferred)


def _note(snapshot: PlanSnapshot, question: Question) -> str:
    """「n=1008」, with the base of the shares where it differs, each marked where it is 推定."""
    parts = []
    if question.n is not None:
        parts.append(_marked(snapshot, question, f"n={question.n}", snapshot.is_inferred(question, "n")))
    if question.base is not None and question.base != question.n:
        base = f"割合の分母{format_amount(question.base)}{question.survey.counting_unit}"
        parts.append(_marked(snapshot, question, base, snapshot.is_inferred(question, "base")))
    return "　".join(parts)


def _marked(snapshot: PlanSnapshot, question: Question, text: str, inferred: bool) -> str:
    """A text with （推定）, unless the whole chart says so."""
    return text + cells.INFERRED_MARK if inferred and not snapshot.is_inferred(question) else text


def _decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)
