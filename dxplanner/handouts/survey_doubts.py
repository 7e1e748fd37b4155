"""What is in doubt in a survey's figures: said before printing, and in the notes under its charts."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from dxplanner.domain.surveys import check_single_answer, total_and_difference
from dxplanner.domain.vocabulary import ChartKind, QuestionKind
from dxplanner.handouts.survey_charts import adds_up, denominator, lacks_base, share_at, shows_shares
from dxplanner.model import Item, Question

_PARTS: Final = (ChartKind.PIE, ChartKind.STACKED)
_ASK: Final = "サンプル数（n）が未入力のため、"


def form_refused(question: Question) -> str:
    """Why a question is not drawn as parts of a whole although that was chosen; "" when it is."""
    if question.chart not in _PARTS:
        return ""
    chosen = question.chart.value
    if question.kind is QuestionKind.MULTIPLE:
        return f"複数回答で割合の計が100%にならないため、{chosen}ではなく"
    counts = lacks_base(question) and question.kind is not QuestionKind.MATRIX
    return f"{_ASK}{chosen}ではなく" if counts else ""


def doubts(question: Question) -> Iterator[str]:
    """Sentences about a question, to be read before it is printed."""
    name = f"「{_flat(question.title)}」"
    if lacks_base(question):
        yield f"{name}は、{_ASK}割合ではなく回答数を印刷します。"
    elif question.chart in _PARTS and question.kind is QuestionKind.MULTIPLE:
        yield f"{name}は、{form_refused(question)}横棒で印刷します。"
    elif _uncounted(question):
        yield f"{name}は、{_ASK}件数だけの回答の割合を印刷できません。"
    over = overfull(question)
    if over:
        matrix = question.kind is QuestionKind.MATRIX
        more = (
            "複数回答の設問であれば、図の種類を「横棒」にしてください。"
            if matrix
            else "割合を確かめてください。"
        )
        yield f"{over}{more}"


def noted(question: Question) -> str:
    """What does not add up in a 単数回答, for the reader of the page; "" when nothing is in doubt."""
    if question.kind is QuestionKind.SINGLE and shows_shares(question):
        shares = [
            cell.share for choice in question.choices for cell in choice.cells if cell.share is not None
        ]
        base = denominator(question)
        if base and len(shares) == len(question.choices):
            total = check_single_answer(shares, base)
            if not total.is_consistent:
                counted = f"件数に戻すと計{total.total:,}で、n={base:,}と合いません（確認中）。"
                return f"「{question.title}」は、{counted}"
    over = overfull(question)
    return over.removesuffix("。") + "（確認中）。" if over else ""


def overfull(question: Question) -> str:
    """Says that the shares of a 単数回答 (of items of a matrix) are more than 100 %; "" when they are not."""
    if not adds_up(question) or not shows_shares(question):
        return ""
    rows: list[Item | None] = list(question.items) if question.kind is QuestionKind.MATRIX else [None]
    over = [(row, total) for row in rows if (total := _excess(question, row)) is not None]
    if not over:
        return ""
    row, total = over[0]
    where = "" if row is None else f"の「{_flat(row.label)}」"
    more = f"など{len(over)}項目" if len(over) > 1 else ""
    return f"「{_flat(question.title)}」{where}{more}は、割合の計が100%を超えます（{total:f}%）。"


def _excess(question: Question, item: Item | None) -> Decimal | None:
    """The sum of the shares (%) of a row that is more than 100 by more than rounding; None otherwise."""
    cells = [cell for choice in question.choices for cell in choice.cells if cell.item is item]
    found = [share for cell in cells if (share := share_at(question, cell)) is not None]
    total = total_and_difference(found)
    return total.total if total.difference > total.allowed else None


def _uncounted(question: Question) -> bool:
    """Whether counts stand in a question in percent that no share follows from."""
    cells = [cell for choice in question.choices for cell in choice.cells]
    return shows_shares(question) and any(
        cell.count is not None and share_at(question, cell) is None for cell in cells
    )


def _flat(text: str) -> str:
    return "".join(text.splitlines())
