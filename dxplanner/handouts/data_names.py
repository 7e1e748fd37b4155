"""データ用: which tables there are, how they name the rows they speak of, and what stays out of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dxplanner.domain.amounts import measure_amount, subsidy_amount
from dxplanner.domain.surveys import response_rate
from dxplanner.handouts.data_values import Value
from dxplanner.model import (
    ActionPlanLink,
    AgendaItem,
    AxisColumn,
    Bar,
    BudgetGroup,
    BudgetItem,
    BudgetProgram,
    BudgetProject,
    Cell,
    Chapter,
    ChapterChange,
    ChapterOrigin,
    Choice,
    ClosedDay,
    Department,
    Dependency,
    Diagram,
    DiagramEdge,
    DiagramNode,
    Entity,
    Flow,
    FlowStep,
    FlowTask,
    Footnote,
    Funding,
    Grade,
    GradeScale,
    Handout,
    HandoutBlock,
    Indicator,
    IndicatorBasis,
    IndicatorSeries,
    IndicatorValue,
    Initiative,
    Item,
    Lane,
    Level,
    Meeting,
    NodeDepartment,
    OpenPoint,
    Opinion,
    OpinionClass,
    Plan,
    PlanAxis,
    PlanVersion,
    PolicyNode,
    PrintedPage,
    PrintRun,
    ProjectNode,
    ProjectPoint,
    Provenance,
    Question,
    RelatedPlan,
    Remark,
    RemarkCell,
    Review,
    Schedule,
    ScheduleEdition,
    SourceDocument,
    SourcePage,
    Subsidy,
    Survey,
    TaxMeasure,
    Term,
    Transition,
    TransitionEnd,
    TrendColumn,
    TrendEntry,
)


@dataclass(frozen=True, slots=True)
class Names:
    """How an entity is named in any table: its fields, each with a heading, behind the names of its owner."""

    fields: Mapping[str, str]
    """Path to a field, and its heading ("" for the field's own label)."""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """What follows from a row: heading, explanation, and how it is made (with the 番号 of all nodes)."""

    heading: str
    compute: Callable[[Any, Mapping[PolicyNode, str]], Value]
    help: str = ""


TABLES: Final[tuple[type[Entity], ...]] = (
    *(Plan, PlanAxis, Term, PlanVersion, RelatedPlan, ActionPlanLink, Department),
    *(Level, PolicyNode, NodeDepartment, Initiative, Transition, Review),
    *(Indicator, IndicatorSeries, IndicatorValue, IndicatorBasis, GradeScale, Grade),
    *(Survey, Question, Item, Choice, Cell, Remark, RemarkCell),
    *(TrendColumn, TrendEntry, Diagram, DiagramNode, DiagramEdge),
    *(Chapter, ChapterChange, ChapterOrigin),
    *(Schedule, ScheduleEdition, AxisColumn, Lane, Bar, Dependency, ClosedDay, Flow, FlowStep, FlowTask),
    *(BudgetProgram, BudgetProject, BudgetGroup, BudgetItem, Funding, Subsidy, TaxMeasure),
    *(ProjectPoint, Footnote, ProjectNode, Meeting, AgendaItem, OpinionClass, Opinion),
    *(SourceDocument, SourcePage, OpenPoint),
)
"""The entities that have a table of their own, in the order of the sheets; 出典 comes behind them."""

NAMES: Final[Mapping[type[Entity], Names]] = {
    Term: Names({"number": "期"}),
    PlanVersion: Names({"name": "計画版"}),
    RelatedPlan: Names({"name": "関連する計画"}),
    Department: Names({"name": "組織"}),
    Level: Names({"name": "階層"}, "version"),
    PolicyNode: Names(
        {"version.name": "計画版", "level.name": "階層", "number": "番号", "name": "施策体系の名称"}
    ),
    Indicator: Names({"name": "成果指標"}, "node"),
    IndicatorSeries: Names({"name": "系列"}, "indicator"),
    IndicatorValue: Names({"role": "", "fiscal_year": ""}, "series"),
    GradeScale: Names({"name": "評価区分"}),
    Grade: Names({"label": "評価"}),
    Survey: Names({"target": "", "starts_on": ""}),
    Question: Names({"code": "", "title": ""}, "survey"),
    Item: Names({"label": ""}, "question"),
    Choice: Names({"label": ""}, "question"),
    Cell: Names({"item.label": "", "choice.label": ""}, "choice.question"),
    Remark: Names({"heading": "所見の見出し", "text": ""}, "survey"),
    TrendColumn: Names({"group": "", "heading": ""}),
    Diagram: Names({"title": "関係図"}),
    DiagramNode: Names({"label": "要素"}, "diagram"),
    Chapter: Names({"version.name": "計画版", "part": "", "number": "", "title": ""}),
    Schedule: Names({"title": "工程表"}),
    ScheduleEdition: Names({"name": "工程表の版"}, "schedule"),
    Lane: Names({"group": "", "name": ""}, "edition"),
    Bar: Names({"lane.group": "", "lane.name": "", "label": "工程", "starts_on": ""}, "lane.edition"),
    Flow: Names({"title": "作業の流れ"}),
    FlowStep: Names({"name": "ステップ"}, "flow"),
    BudgetProgram: Names({"fiscal_year": "", "name": "予算書の事業"}),
    BudgetProject: Names({"name": "予算事業"}, "program"),
    BudgetGroup: Names({"number": "まとまりの番号", "name": "まとまり"}, "project"),
    Meeting: Names({"name": "会議"}),
    OpinionClass: Names({"name": "意見の区分"}),
    SourceDocument: Names({"title": "原資料"}),
}

BESIDE: Final[Mapping[type[Entity], tuple[str, ...]]] = {
    IndicatorValue: ("series.indicator.unit", "series.indicator.kind", "series.indicator.direction"),
    Cell: ("choice.question.kind", "choice.question.n", "choice.question.base", "item.n"),
}
"""Fields of other rows without which the values of a table cannot be read."""

COMPUTED: Final[Mapping[type[Entity], Mapping[str, Computed]]] = {
    PolicyNode: {"number": Computed("番号", lambda node, numbers: numbers.get(node) or None)},
    Survey: {
        "rate": Computed(
            "回収率（計算）（%）",
            lambda row, _: _rate(row),
            "回収数÷配布数×100を小数第1位に四捨五入した値です。",
        )
    },
    Subsidy: {
        "amount": Computed(
            "算出額（千円）",
            lambda row, _: _subsidy(row),
            "補助対象経費×補助率を、千円未満の端数の扱いに従って整えた額です。",
        )
    },
    TaxMeasure: {
        "amount": Computed(
            "算出額（千円）", lambda row, _: _measure(row), "対象額×措置率の、千円未満を切り捨てた額です。"
        )
    },
    FlowTask: {"number": Computed("作業の番号", lambda task, _: task.step.tasks.index(task) + 1)},
}

EXPLAINED: Final[Mapping[str, str]] = {
    "precision": "「月」や「旬」のとき、西暦の列の日は、その月や旬の最初か最後の日です（日は未定です）。",
    "fiscal_year": "「○年度」は4月から翌年3月までです。暦年値の指標では「○年」（1月から12月まで）です。",
}
"""What headings mean where the field's own explanation is made for typing."""

_LOOK: Final = "図の見た目を決めるもので、計画の内容ではないため、収めていません。"
_PRINTING: Final = "資料の作り方と印刷の記録で、計画の内容ではないため、収めていません。"
_PERSON: Final = "個人の氏名のため、収めていません。"

LEFT_OUT: Final[Mapping[tuple[type[Entity], str], str]] = {
    **dict.fromkeys([(entity, "") for entity in (Handout, HandoutBlock, PrintRun, PrintedPage)], _PRINTING),
    **dict.fromkeys([(PolicyNode, "colour"), *((Bar, key) for key in ("shape", "glyph", "colour"))], _LOOK),
    **dict.fromkeys([(Question, key) for key in ("chart", "axis_min", "axis_max")], _LOOK),
    **dict.fromkeys([(DiagramNode, key) for key in ("colour", "shape", "x", "y", "width", "height")], _LOOK),
    (Opinion, "person"): _PERSON,
    (Opinion, "original"): "意見の原文のため、収めていません。「意見の概要」を収めています。",
    (Provenance, "recorded_by"): _PERSON,
}
"""What is in no table, and why; "" is the whole entity."""

ELSEWHERE: Final[Mapping[type[Entity], type[Entity]]] = {TransitionEnd: Transition}
"""Entities whose rows stand in the table of another one."""


def _rate(survey: Survey) -> Value:
    if not survey.distributed or survey.returned is None:
        return None
    return response_rate(survey.returned, survey.distributed)


def _subsidy(subsidy: Subsidy) -> Value:
    if subsidy.eligible is None or subsidy.rate is None:
        return None
    return subsidy_amount(subsidy.eligible, subsidy.rate, subsidy.rounding)


def _measure(measure: TaxMeasure) -> Value:
    if measure.base is None or measure.rate is None:
        return None
    return measure_amount(measure.base, measure.rate)
