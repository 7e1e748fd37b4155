"""Raw answers of アンケート (one respondent a line) counted into tables: SA, MA, matrix, by an attribute."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.raw_answers import (
    UNKNOWN,
    AnswerReader,
    Answers,
    Chosen,
    Column,
    Layout,
    NoAnswer,
    Plan,
    Unread,
    in_order,
    is_silent,
)
from dxplanner.domain.text import comparison_key, plain_number
from dxplanner.domain.vocabulary import QuestionKind

WHOLE: Final = "全体"
MOST_GROUPS: Final = 40
FEW: Final = 30
"""Groups with fewer answers are too small for their shares to say much."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """The counts of one item (or group, or of the question itself with a blank label), an option each.

    ``n`` are all who were asked, ``base`` those whom the shares are of.
    """

    label: str
    counts: tuple[int, ...]
    n: int
    base: int
    silent: int
    """How many did not answer."""


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A question counted."""

    kind: QuestionKind
    options: tuple[str, ...]
    rows: tuple[TableRow, ...]
    adds_up: bool
    """Whether everybody gave one answer."""
    named: tuple[tuple[str, str], ...]
    """What the file writes, and what it is called here, in the order of the options."""
    unread: tuple[Unread, ...] = ()
    unread_count: int = 0
    refused: str = ""
    """Why the table may not be taken over; blank when it may."""

    @property
    def n(self) -> int:
        """All who were asked."""
        return max((row.n for row in self.rows), default=0)

    @property
    def base(self) -> int | None:
        """The denominator of all rows where it differs from n; None where it does not, or differs by row."""
        bases = {row.base for row in self.rows}
        return bases.pop() if len(bases) == 1 and bases != {self.n} else None

    @property
    def silent(self) -> int:
        """How many did not answer, over all items."""
        return max((row.silent for row in self.rows), default=0)


def tabulate(answers: Answers, plan: Plan) -> AnswerTable:
    """Count a question.

    Raises:
        InputError: no column is chosen, a matrix is to be crossed, or there are too many different answers.
    """
    if not plan.columns:
        raise InputError("集計する列を選んでください。")
    if plan.layout is Layout.MATRIX and plan.attribute is not None:
        raise InputError("マトリクスは属性別に分けられません。項目の列を1つずつ選んで集計してください。")
    reader = AnswerReader(answers, plan)
    chosen = [answers.columns[at] for at in plan.columns]
    if plan.layout is Layout.FLAGS:
        picked = {"": reader.flags(chosen)}
    elif plan.layout is Layout.MATRIX:
        picked = {reader.item(column.name): reader.answers(column, None) for column in chosen}
    else:
        separators = plan.separators if plan.layout is Layout.SEPARATED else None
        picked = {"": reader.answers(chosen[0], separators)}
    options = reader.options(picked.values())
    if plan.attribute is not None:
        groups = _groups(answers.columns[plan.attribute], plan)
        rows = _crossed(picked[""], groups, options, plan)
    else:
        rows = [_row(label, values, options, plan) for label, values in picked.items()]
    return _table(plan, options, rows, reader)


def kind_of(plan: Plan) -> QuestionKind:
    """The 形式 that a table will have."""
    if plan.layout is Layout.MATRIX or plan.attribute is not None:
        return QuestionKind.MATRIX
    return QuestionKind.SINGLE if plan.layout is Layout.SINGLE else QuestionKind.MULTIPLE


def _row(label: str, values: Iterable[Chosen], options: Sequence[str], plan: Plan) -> TableRow:
    """Count the answers of one item, or of one group."""
    # There are far fewer different answers than respondents.
    times = Counter(values)
    silent = times.pop(None, 0)
    counts: Counter[str] = Counter()
    for chosen, count in times.items():
        for option in chosen or ():
            counts[option] += count
    n = sum(times.values()) + silent
    base = n if plan.no_answer is NoAnswer.COUNT else n - silent
    return TableRow(label, tuple(counts[option] for option in options), n, base, silent)


def _groups(column: Column, plan: Plan) -> list[str]:
    """The group of each respondent; blank: none."""
    spelt: dict[str, str] = {}
    known: dict[str, str] = {}
    for text in column.values:
        if text not in known:
            group = _group(text.strip(), plan.decades)
            known[text] = spelt.setdefault(comparison_key(group), group) if group else ""
    if len(spelt) > MOST_GROUPS:
        raise InputError(
            f"属性「{column.name}」の値が{len(spelt):,}種類あります。年齢なら「10歳ごとにまとめる」を選び、"
            "そうでなければ別の列を選んでください。"
        )
    return [known[text] for text in column.values]


def _group(text: str, decades: bool) -> str:
    if is_silent(text):
        return ""
    number = plain_number(text) or ""
    if not decades or not number.removesuffix("歳").isdecimal():
        return text
    age = int(number.removesuffix("歳"))
    return f"{age // 10 * 10}代" if age >= 10 else "10歳未満"


def _crossed(
    values: Sequence[Chosen], groups: Sequence[str], options: Sequence[str], plan: Plan
) -> list[TableRow]:
    """A row for all, then one a group; those of no group are 「不明」, or left out."""
    members: dict[str, list[Chosen]] = {}
    for group, chosen in zip(groups, values, strict=True):
        members.setdefault(group, []).append(chosen)
    unknown = members.pop("", [])
    rows = [_row(WHOLE, values, options, plan)]
    rows += [_row(group, members[group], options, plan) for group in in_order(list(members))]
    if unknown and plan.no_answer is NoAnswer.COUNT:
        rows.append(_row(UNKNOWN, unknown, options, plan))
    return rows


def _table(
    plan: Plan, options: tuple[str, ...], rows: Sequence[TableRow], reader: AnswerReader
) -> AnswerTable:
    silent = max((row.silent for row in rows), default=0)
    refused = ""
    if silent and plan.no_answer is NoAnswer.REFUSE:
        refused = (
            f"無回答が{silent:,}件あるため、取り込めません。無回答の扱いを変えるか、元の表を直してください。"
        )
    if silent and plan.no_answer is NoAnswer.COUNT:
        options, rows = (*options, plan.unknown), [_with_silent(row) for row in rows]
    return AnswerTable(
        kind_of(plan),
        options,
        tuple(rows),
        plan.layout in (Layout.SINGLE, Layout.MATRIX),
        _named(reader.written, options),
        tuple(reader.unread),
        reader.unread_count,
        refused,
    )


def _with_silent(row: TableRow) -> TableRow:
    return TableRow(row.label, (*row.counts, row.silent), row.n, row.base, row.silent)


def _named(written: Mapping[str, str], options: Sequence[str]) -> tuple[tuple[str, str], ...]:
    places = {comparison_key(option): at for at, option in enumerate(options)}
    last = len(options)
    return tuple(sorted(written.items(), key=lambda pair: places.get(comparison_key(pair[1]), last)))
