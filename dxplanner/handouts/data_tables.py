"""データ用: the plan's contents as plain tables that machines can read.

Source of the rules: 「統計表における機械判読可能なデータの表記方法の統一ルール」(総務省, 2020): one value
a cell, no merged cells, no decoration, units in the headings, numbers as numbers, 西暦 beside 和暦, a sheet a
table.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from dxplanner.domain.fiscal import FiscalStyle, format_date, format_fiscal_year
from dxplanner.domain.text import has_control_characters
from dxplanner.domain.vocabulary import Side
from dxplanner.handouts.trees import Tree
from dxplanner.model import (
    Bar,
    BudgetItem,
    Cell,
    Chapter,
    Funding,
    IndicatorValue,
    Initiative,
    Meeting,
    Opinion,
    PlanVersion,
    PolicyNode,
    Review,
    Transition,
    TrendEntry,
)
from dxplanner.model.base import Entity, FieldKind, FieldSpec, field_specs
from dxplanner.model.snapshot import PlanSnapshot

Value = str | int | Decimal | date | None
Context = tuple[tuple[str, Callable[[Any], Value]], ...]
"""Columns before an entity's own: heading and what stands in it."""

_NUMBERS: Final = frozenset({FieldKind.INTEGER, FieldKind.AMOUNT, FieldKind.DECIMAL})
_UNSUITED: Final = frozenset(
    {FieldKind.KEY, FieldKind.POSITION, FieldKind.REFERENCE, FieldKind.OPTIONS, FieldKind.MOMENT}
)
_CIRCLED_AND_SQUARED: Final = ((0x2460, 0x24FF), (0x2776, 0x2793), (0x3220, 0x33FF), (0xF900, 0xFAFF))
"""Ranges of characters that not every system shows (機種依存文字)."""
_PERIODS: Final = ("（西暦）", "（和暦）")


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table: its name, its headings, its rows. None is a value that is missing."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[tuple[str, str], ...] = ()
    """What headings mean: (heading, explanation)."""


def data_tables(snapshot: PlanSnapshot) -> tuple[DataTable, ...]:
    """All tables that have rows. Personal names and original wordings of opinions are not among them."""
    trees = {version: Tree(version) for version in snapshot.all(PlanVersion)}

    def number(node: PolicyNode | None) -> str | None:
        return None if node is None else trees[node.version].number(node) or None

    def node_columns(of: Callable[[Any], PolicyNode | None]) -> Context:
        return (
            ("計画版", lambda row: _of(of(row), lambda node: node.version.name)),
            ("階層", lambda row: _of(of(row), lambda node: node.level.name)),
            ("番号", lambda row: number(of(row))),
            ("施策体系の名称", lambda row: _of(of(row), lambda node: node.name)),
        )

    order = {node: at for tree in trees.values() for at, node in enumerate(tree.nodes)}
    nodes = sorted(snapshot.all(PolicyNode), key=lambda node: (node.version.position or 0, order[node]))
    made = (
        _table("施策体系", nodes, PolicyNode, node_columns(lambda row: row), drop=("name", "colour")),
        _table("主な取組", snapshot.all(Initiative), Initiative, node_columns(lambda row: row.node)),
        _transitions(snapshot.all(Transition), number),
        _table("成果と課題", snapshot.all(Review), Review, node_columns(lambda row: row.node)),
        _table("成果指標", snapshot.all(IndicatorValue), IndicatorValue, _indicator_columns(node_columns)),
        _table("アンケート", snapshot.all(Cell), Cell, _survey_columns()),
        _table("動向", snapshot.all(TrendEntry), TrendEntry, _trend_columns(node_columns)),
        _table("章構成", snapshot.all(Chapter), Chapter, (("計画版", lambda row: row.version.name),)),
        _table("工程", snapshot.all(Bar), Bar, _schedule_columns(), drop=("colour", "shape", "glyph")),
        _table("予算_積算", snapshot.all(BudgetItem), BudgetItem, _budget_columns()),
        _table("予算_財源", snapshot.all(Funding), Funding, _project_columns()),
        _table("会議", snapshot.all(Meeting), Meeting, ()),
        _table("意見", snapshot.all(Opinion), Opinion, _opinion_columns(), drop=("person", "original")),
    )
    return tuple(table for table in made if table.rows)


def broken_rules(tables: Iterable[DataTable]) -> tuple[str, ...]:
    """Which rules the tables could not keep, as Japanese sentences with the places."""
    found: list[str] = []
    for table in tables:
        for at, heading in enumerate(table.headings):
            texts = [row[at] for row in table.rows]
            odd = sorted({char for text in texts if isinstance(text, str) for char in text if _is_odd(char)})
            if odd:
                listed = "、".join(odd)
                found.append(f"「{table.name}」の「{heading}」に機種依存文字（{listed}）が残っています。")
            missing = sum(text is None for text in texts)
            if missing:
                found.append(f"「{table.name}」の「{heading}」に空欄が{missing}件あります（値がないもの）。")
    return tuple(found)


def _table(
    name: str, rows: Sequence[Any], entity: type[Entity], context: Context, *, drop: tuple[str, ...] = ()
) -> DataTable:
    specs = [
        spec for key, spec in field_specs(entity).items() if spec.kind not in _UNSUITED and key not in drop
    ]
    headings = [heading for heading, _ in context]
    notes: list[tuple[str, str]] = []
    for spec in specs:
        own = _headings(spec)
        headings += own
        notes += [(heading, spec.help) for heading in own[:1] if spec.help]
    filled = tuple(
        (
            *(_plain(read(row)) for _, read in context),
            *(value for spec in specs for value in _values(spec, getattr(row, spec.name))),
        )
        for row in rows
    )
    return _without_empty_columns(DataTable(name, tuple(headings), filled, tuple(notes)))


def _headings(spec: FieldSpec) -> list[str]:
    unit = f"（{spec.unit}）" if spec.unit and spec.kind is not FieldKind.FISCAL_YEAR else ""
    if spec.kind in (FieldKind.FISCAL_YEAR, FieldKind.DATE, FieldKind.MONTH):
        return [spec.label + period for period in _PERIODS]
    return [f"{spec.label}（該当は1）" if spec.kind is FieldKind.FLAG else spec.label + unit]


def _values(spec: FieldSpec, value: Any) -> Iterator[Value]:
    match spec.kind:
        case FieldKind.FISCAL_YEAR:
            yield value
            yield None if value is None else format_fiscal_year(value, FiscalStyle.LONG)
        case FieldKind.DATE | FieldKind.MONTH:
            yield value
            yield None if value is None else format_date(value, FiscalStyle.LONG)
        case FieldKind.FLAG:
            yield int(bool(value))
        case kind if kind in _NUMBERS:
            yield value
        case _:
            yield None if value is None else _plain(str(value))


def _plain(value: Value) -> Value:
    """A text without line feeds and spaces around it; an empty one is missing."""
    if not isinstance(value, str):
        return value
    flat = "".join(line.strip() for line in value.splitlines())
    return "".join(char for char in flat if not has_control_characters(char)) or None


def _without_empty_columns(table: DataTable) -> DataTable:
    """A column that has nothing in any row says nothing."""
    kept = [at for at in range(len(table.headings)) if any(row[at] is not None for row in table.rows)]
    rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
    headings = tuple(table.headings[at] for at in kept)
    return DataTable(table.name, headings, rows, tuple(note for note in table.notes if note[0] in headings))


def _transitions(rows: Iterable[Transition], number: Callable[[PolicyNode | None], str | None]) -> DataTable:
    """新旧: one row a pair of old and new node, so that no cell holds two values."""
    made: list[tuple[Value, ...]] = []
    for row in rows:
        olds, news = _side(row, Side.OLD), _side(row, Side.NEW)
        for old in olds:
            for new in news:
                pair = [(number(node), _of(node, lambda one: one.name)) for node in (old, new)]
                detail, reason = (_plain(text) for text in (row.detail, row.reason))
                made.append((*pair[0], *pair[1], row.kind.value, detail, reason))
    headings = (
        "現行の番号",
        "現行の名称",
        "見直し案の番号",
        "見直し案の名称",
        "変更の種類",
        "変更の内容",
        "理由",
    )
    return _without_empty_columns(DataTable("新旧", headings, tuple(made)))


def _side(row: Transition, side: Side) -> list[PolicyNode | None]:
    """The nodes at one side; one that is missing for 新設 and 廃止."""
    nodes: list[PolicyNode | None] = [end.node for end in row.ends if end.side is side]
    return nodes or [None]


def _indicator_columns(node_columns: Callable[[Callable[[Any], PolicyNode | None]], Context]) -> Context:
    return (
        *node_columns(lambda row: row.series.indicator.node),
        ("成果指標", lambda row: row.series.indicator.name),
        ("系列", lambda row: row.series.name),
        ("単位", lambda row: row.series.indicator.unit),
        ("値の種類", lambda row: row.series.indicator.kind.value),
        ("方向", lambda row: row.series.indicator.direction.value),
    )


def _survey_columns() -> Context:
    return (
        ("調査対象", lambda row: row.choice.question.survey.target),
        ("設問", lambda row: row.choice.question.title),
        ("形式", lambda row: row.choice.question.kind.value),
        ("n", lambda row: row.choice.question.n),
        ("項目", lambda row: _of(row.item, lambda item: item.label)),
        ("選択肢", lambda row: row.choice.label),
    )


def _trend_columns(node_columns: Callable[[Callable[[Any], PolicyNode | None]], Context]) -> Context:
    return (
        *node_columns(lambda row: row.field_node),
        ("見出し", lambda row: row.column.heading),
    )


def _schedule_columns() -> Context:
    return (
        ("工程表", lambda row: row.lane.edition.schedule.title),
        ("工程表の版", lambda row: row.lane.edition.name),
        ("区分のまとまり", lambda row: row.lane.group),
        ("区分", lambda row: row.lane.name),
        ("担当", lambda row: _of(row.department, lambda department: department.name)),
    )


def _project_columns() -> Context:
    return (
        ("予算年度（西暦）", lambda row: row.project.program.fiscal_year),
        ("予算書の事業", lambda row: row.project.program.name),
        ("予算事業", lambda row: row.project.name),
    )


def _budget_columns() -> Context:
    return (*_project_columns(), ("まとまり", lambda row: _of(row.group, lambda group: group.name)))


def _opinion_columns() -> Context:
    return (
        ("会議", lambda row: _of(row.meeting, lambda meeting: meeting.name)),
        ("区分", lambda row: _of(row.opinion_class, lambda one: one.name)),
        ("担当課", lambda row: _of(row.department, lambda department: department.name)),
    )


def _of(row: Any, read: Callable[[Any], Value]) -> Value:
    return None if row is None else read(row)


def _is_odd(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _CIRCLED_AND_SQUARED)
