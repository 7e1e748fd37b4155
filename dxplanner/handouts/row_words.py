"""What a row of the plan is called on paper: 成果指標「…」の目標値（R9年度）, 見直し案の基本施策「…」."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from dxplanner.domain.fiscal import FiscalStyle, format_date, format_fiscal_year
from dxplanner.domain.vocabulary import IndicatorKind, Side
from dxplanner.model import (
    ActionPlanLink,
    AgendaItem,
    AxisColumn,
    Bar,
    BudgetGroup,
    BudgetItem,
    Cell,
    Chapter,
    ChapterChange,
    ChapterOrigin,
    Choice,
    ClosedDay,
    Dependency,
    DiagramEdge,
    DiagramNode,
    Entity,
    FlowStep,
    FlowTask,
    Footnote,
    Funding,
    Grade,
    HandoutBlock,
    IndicatorBasis,
    IndicatorSeries,
    IndicatorValue,
    Initiative,
    Item,
    Lane,
    Level,
    NodeDepartment,
    Opinion,
    PolicyNode,
    PrintedPage,
    ProjectNode,
    ProjectPoint,
    Question,
    Remark,
    RemarkCell,
    Review,
    ScheduleEdition,
    SourcePage,
    Subsidy,
    TaxMeasure,
    Term,
    Transition,
    TransitionEnd,
    TrendEntry,
)

_NAMED_BY: Final = ("name", "title", "label", "text", "heading", "target", "summary")
_LONGEST: Final = 24
_OWNER_LONGEST: Final = 16
_END_LONGEST: Final = 12
_INNER_QUOTES: Final = str.maketrans("「」", "『』")

_OWNERS: Final[Mapping[type[Entity], tuple[str, ...]]] = {
    ActionPlanLink: ("project", "node", "related_plan"),
    AgendaItem: ("meeting",),
    AxisColumn: ("edition",),
    Bar: ("lane",),
    BudgetGroup: ("project",),
    BudgetItem: ("group", "project"),
    Cell: ("item", "choice"),
    ChapterChange: ("chapter",),
    ChapterOrigin: ("chapter",),
    Choice: ("question",),
    Dependency: ("before",),
    DiagramEdge: ("diagram",),
    DiagramNode: ("diagram",),
    FlowStep: ("flow",),
    FlowTask: ("step",),
    Footnote: ("project",),
    Funding: ("project",),
    Grade: ("scale",),
    HandoutBlock: ("handout",),
    IndicatorBasis: ("value",),
    IndicatorSeries: ("indicator",),
    Initiative: ("node",),
    Item: ("question",),
    Lane: ("edition",),
    NodeDepartment: ("node",),
    PrintedPage: ("run",),
    ProjectNode: ("project",),
    ProjectPoint: ("project",),
    Question: ("survey",),
    Remark: ("survey",),
    RemarkCell: ("remark",),
    Review: ("node",),
    ScheduleEdition: ("schedule",),
    SourcePage: ("document",),
    Subsidy: ("project",),
    TaxMeasure: ("project",),
    TransitionEnd: ("transition",),
    TrendEntry: ("field_node",),
}
"""What the words of a row begin with: the row that it belongs to (the first of these that there is)."""


def row_words(row: Entity, longest: int = _LONGEST) -> str:
    """What a row is called, with the row that it belongs to; names are cut at ``longest`` characters."""
    own, above = own_words(row, longest), owner_of(row)
    if above is None:
        return own
    joint = "" if own.startswith("（") else "の"
    return f"{row_words(above, _OWNER_LONGEST)}{joint}{own}"


def owner_of(row: Entity) -> Entity | None:
    """The row that a row is named after; None for one that stands by itself."""
    found = (getattr(row, name) for name in _OWNERS.get(type(row), ()))
    return next((above for above in found if above is not None), None)


def own_words(row: Entity, longest: int = _LONGEST) -> str:
    """What a row is called among those of its owner."""
    own = _OWN.get(type(row))
    if own is not None:
        return own(row, longest)
    called = next((str(value) for value in (getattr(row, key, None) for key in _NAMED_BY) if value), "")
    return _called(row.__label__, called, longest)


def _called(kind: str, name: str | None, longest: int) -> str:
    """種類「名」, in one line and not too long; quotation marks inside a name become 『』."""
    flat = (name or "").replace("\n", "").translate(_INNER_QUOTES)
    short = flat if len(flat) <= longest else f"{flat[: longest - 1]}…"
    return f"{kind}「{short}」" if short else kind


def _joined(*parts: str | None) -> str:
    return "　".join(part for part in parts if part)


def _value(row: IndicatorValue, longest: int) -> str:
    series = row.series
    year = format_fiscal_year(row.fiscal_year, FiscalStyle.SHORT)
    unit = "年" if series.indicator.kind is IndicatorKind.CALENDAR_YEAR else "年度"
    name = f"（{series.name}）" if series.name else ""
    return f"{own_words(series.indicator, longest)}{name}の{row.role.value}（{year}{unit}）"


def _transition(row: Transition, longest: int) -> str:
    old, new = (
        "・".join(_cut(end.node.name) for end in row.ends if end.side is side) or "なし"
        for side in (Side.OLD, Side.NEW)
    )
    return _called("新旧の対応", f"{old}→{new}", 2 * longest)


def _edge(row: DiagramEdge, longest: int) -> str:
    if row.label:
        return _called("矢印", row.label, longest)
    start, end = (_cut(node.label) if node is not None else "" for node in (row.start, row.end))
    return _called("矢印", f"{start}→{end}", longest)


def _cut(name: str) -> str:
    flat = name.replace("\n", "")
    return flat if len(flat) <= _END_LONGEST else f"{flat[: _END_LONGEST - 1]}…"


_OWN: Final[Mapping[type[Entity], Callable[[Any, int], str]]] = {
    ActionPlanLink: lambda row, most: _called("行動計画", _joined(row.code, row.title), most),
    AxisColumn: lambda row, most: _called("時間軸の列", _joined(row.group, row.heading), most),
    Bar: lambda row, most: _called("工程", row.label, most),
    BudgetItem: lambda row, most: _called("積算", _joined(row.setsu, row.name), most),
    Cell: lambda row, most: f"{_called('選択肢', row.choice.label, most)}の回答" if row.item else "回答",
    Chapter: lambda row, most: f"{row.version.name}の{_called('章', _joined(row.number, row.title), most)}",
    ChapterChange: lambda row, most: _called("変更内容", row.text, most),
    ChapterOrigin: lambda row, most: _called("もとの章", row.old_chapter.title, most),
    ClosedDay: lambda row, _: f"閉庁日「{format_date(row.on)}」",
    Dependency: lambda row, most: f"{_called('次の工程', row.after.label, most)}への前後関係",
    DiagramEdge: _edge,
    DiagramNode: lambda row, most: _called("要素", row.label, most),
    Footnote: lambda row, most: _called("脚注", row.mark, most),
    Funding: lambda row, most: _called("財源内訳", row.source.value, most),
    HandoutBlock: lambda row, _: f"{(row.position or 0) + 1}番目の部品",
    IndicatorBasis: lambda *_: "根拠",
    IndicatorSeries: lambda row, _: f"（{row.name}）" if row.name else "系列",
    IndicatorValue: _value,
    Lane: lambda row, most: _called("区分", _joined(row.group, row.name), most),
    Level: lambda row, most: f"{row.version.name}の{_called('階層', row.name, most)}",
    NodeDepartment: lambda row, most: _called("所管課", row.department.name, most),
    Opinion: lambda row, most: _called(f"意見{row.number or ''}", row.summary, most),
    PolicyNode: lambda row, most: f"{row.version.name}の{_called(row.level.name, row.name, most)}",
    PrintedPage: lambda row, _: f"{row.number}ページ",
    ProjectNode: lambda row, most: _called("施策との対応", row.node.name, most),
    ProjectPoint: lambda row, most: _called(row.section.value, row.heading or row.text, most),
    Remark: lambda row, most: _called("所見", row.heading or row.text, most),
    RemarkCell: lambda *_: "根拠",
    Review: lambda *_: "成果と課題",
    ScheduleEdition: lambda row, _: f"（{row.name}）",
    SourcePage: lambda row, most: _called(f"{row.page}ページ", row.title, most),
    Term: lambda row, _: f"第{row.number}期",
    Transition: _transition,
    TransitionEnd: lambda row, most: _called(row.side.value, row.node.name, most),
    TrendEntry: lambda row, most: _called(row.column.heading, row.text, most),
}
"""Rows whose own words are more than 種類「名」."""
