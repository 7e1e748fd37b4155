"""A question of a survey as a chart: a pie of few slices, bars, or 100 % stacked bars of a matrix."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from dxplanner.domain.surveys import share_of
from dxplanner.domain.vocabulary import ChartKind, QuestionKind
from dxplanner.handouts.blocks import Chart, ChartForm, ChartSeries, ChartValue
from dxplanner.handouts.chart_pie import MOST_SLICES
from dxplanner.model import Cell, Choice, Entity, Item, Question

Inferred = Callable[[Entity, str | None], bool]
"""Whether a row (None), or one of its fields, is 推定."""

_NO_BASE: Final = "サンプル数（n）が未入力のため、回答数です"
_PERCENT: Final = frozenset({"%", "％"})


def shows_shares(question: Question) -> bool:
    """Whether a question is shown in percent; else its counts are shown.

    Counts are shown too where no share is known and none can be computed.
    """
    return _in_percent(question) and not lacks_base(question)


def lacks_base(question: Question) -> bool:
    """Whether a question in percent has counts, but no share and no n that one would follow from."""
    cells = [cell for choice in question.choices for cell in choice.cells]
    counted = any(cell.count is not None for cell in cells)
    return _in_percent(question) and counted and all(share_at(question, cell) is None for cell in cells)


def _counts_text(question: Question) -> str:
    """Why counts are shown; rows of a matrix are made of those that are known."""
    known = [choice for choice in question.choices for cell in choice.cells if cell.count is not None]
    whole = len(known) == len(question.choices) * len(question.items)
    some = question.kind is QuestionKind.MATRIX and not whole
    return f"{_NO_BASE}（空欄の回答を除く）" if some else _NO_BASE


def share_at(question: Question, cell: Cell) -> Decimal | None:
    """The share (%) of a cell: as printed, else from its count; None where neither is known."""
    return share_of(cell.share, cell.count, denominator(question, cell.item))


def _in_percent(question: Question) -> bool:
    return question.kind is not QuestionKind.COUNT and question.unit in _PERCENT


def chart_form(question: Question) -> ChartForm:
    """The form that suits a question: as chosen where that is possible, else the usual one of its 形式."""
    matrix = question.kind is QuestionKind.MATRIX
    if question.kind is QuestionKind.MULTIPLE or (lacks_base(question) and not matrix):
        # Several answers of one person are no parts of a whole; of what counts are parts is not known here.
        return ChartForm.BAR
    match question.chart:
        case ChartKind.STACKED:
            return ChartForm.STACKED
        case ChartKind.BAR:
            return ChartForm.BAR
        case ChartKind.PIE | ChartKind.NONE if matrix:
            return ChartForm.STACKED
        case ChartKind.PIE:
            return ChartForm.PIE
        case _:
            few = question.kind is QuestionKind.SINGLE and len(question.choices) <= MOST_SLICES
            return ChartForm.PIE if few else ChartForm.BAR


def adds_up(question: Question) -> bool:
    """Whether everybody gave one answer; a matrix shown as bars is one of several answers."""
    if question.kind is QuestionKind.MATRIX:
        return question.chart is not ChartKind.BAR
    return question.kind is QuestionKind.SINGLE


def denominator(question: Question, item: Item | None = None) -> int | None:
    """What the shares of a question (of an item) are of."""
    return (item.n if item is not None else None) or question.base or question.n


def n_text(question: Question) -> str:
    """「n=502（割合の分母は478）」; blank without n."""
    base = "" if question.base in (None, question.n) else f"割合の分母は{question.base:,}"
    if question.n is None:
        return base
    return f"n={question.n:,}（{base}）" if base else f"n={question.n:,}"


def question_chart(question: Question, inferred: Inferred = lambda _row, _field: False) -> Chart:
    """The chart of a question, whatever its 図の種類 (``ChartKind.NONE`` too: the caller leaves it out).

    Choices, items and cells have to be loaded. ``inferred`` tells which values are 推定.
    """
    shares, bare = shows_shares(question), lacks_base(question)
    unsure = inferred(question, None)

    def value(choice: Choice, item: Item | None) -> ChartValue:
        cell = next((one for one in choice.cells if one.item_id == (item.id if item else None)), None)
        if cell is None:
            return ChartValue(None)
        field = "share" if shares and cell.share is not None else "count"
        shown: Decimal | int | None = cell.count
        if shares:
            shown = share_at(question, cell)
        owners: list[Cell | Choice | Item] = [cell, choice, *([item] if item is not None else [])]
        doubtful = unsure or inferred(cell, field) or any(inferred(owner, None) for owner in owners)
        return ChartValue(
            None if shown is None else Decimal(shown),
            name=f"{cell.uid}/{field}",
            inferred=doubtful and shown is not None,
        )

    form = chart_form(question)
    choices, items = list(question.choices), list(question.items)
    labels: tuple[str, ...] = ()
    if question.kind is QuestionKind.MATRIX:
        categories, labels = _item_texts(items), tuple(f"{item.uid}/label" for item in items)
        series = tuple(
            ChartSeries(choice.label, tuple(value(choice, item) for item in items), label=_label(choice))
            for choice in choices
        )
    elif form is ChartForm.STACKED:
        categories = ("全体",)
        series = tuple(
            ChartSeries(choice.label, (value(choice, None),), label=_label(choice)) for choice in choices
        )
    else:
        categories, labels = tuple(choice.label for choice in choices), tuple(map(_label, choices))
        name = "割合" if shares else "件数"
        series = (ChartSeries(name, tuple(value(choice, None) for choice in choices)),)
    return Chart(
        form,
        question.title,
        categories,
        series,
        unit="%" if shares else _counted_in(question),
        note=_counts_text(question) if bare else n_text(question),
        # The ends of an axis of shares are not those of an axis of counts.
        axis_min=None if bare or question.axis_min is None else Decimal(question.axis_min),
        axis_max=None if bare or question.axis_max is None else Decimal(question.axis_max),
        name=f"{question.uid}/title",
        description=f"アンケート「{question.title}」の図",
        labels=labels,
        note_name=f"{question.uid}/n",
    )


def _counted_in(question: Question) -> str:
    """What counts are of: 件 where the question says nothing else, 人 or 社 where people were to be asked."""
    if question.unit not in _PERCENT:
        return question.unit
    return "件" if question.kind is QuestionKind.COUNT else question.survey.counting_unit


def _label(choice: Choice) -> str:
    return f"{choice.uid}/label"


def _item_texts(items: Sequence[Item]) -> tuple[str, ...]:
    """The rows of a matrix: 1.… as on the questionnaire; groups that answered, each with its n, have none."""
    if any(item.n is not None for item in items):
        return tuple(item.label if item.n is None else f"{item.label}（n={item.n:,}）" for item in items)
    if any(item.label[:1].isnumeric() for item in items):
        return tuple(item.label for item in items)
    return tuple(f"{number}.{item.label}" for number, item in enumerate(items, start=1))
