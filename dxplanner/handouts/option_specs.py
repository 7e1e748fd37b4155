"""What can be set on a block of a handout: the options that its builder reads, in the office's words.

Declared once here; the composer makes its form of them, and a list of blocks says what was chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.time_units import Unit
from dxplanner.domain.vocabulary import MeetingBody
from dxplanner.handouts.comparison import SOURCES
from dxplanner.handouts.comparison_sides import TEXTS
from dxplanner.handouts.selection import Options, chosen_edition
from dxplanner.handouts.wording import STYLES
from dxplanner.model import (
    BudgetProject,
    Diagram,
    Flow,
    Meeting,
    OpinionClass,
    PlanVersion,
    PolicyNode,
    PrintRun,
    Schedule,
    Survey,
)
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot

Offered = Callable[[PlanSnapshot, Options], Sequence[str]]


class OptionKind(StrEnum):
    """How an option is edited."""

    LINE = "line"
    TEXT = "text"
    FLAG = "flag"
    NUMBER = "number"
    CHOICE = "choice"
    """One of the names offered, or none (the builder's own choice)."""
    SEVERAL = "several"
    """Any of the names offered, in their order."""
    NOTES = "notes"
    """［記号、文］ pairs."""


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One option: its key in the plan file, its label, how it is edited, what it is without being set."""

    key: str
    label: str
    kind: OptionKind = OptionKind.LINE
    offered: Offered | None = None
    default: str | bool | float | None = None
    lowest: float = 0
    highest: float = 0
    help: str = ""


def _names(entity: type[Entity], attribute: str) -> Offered:
    """The names of all rows of an entity, in their order."""

    def offered(snapshot: PlanSnapshot, _options: Options) -> Sequence[str]:
        rows = sorted(snapshot.all(entity), key=lambda row: (getattr(row, "position", 0) or 0, row.id))
        return list(dict.fromkeys(str(getattr(row, attribute)) for row in rows))

    return offered


def _editions(snapshot: PlanSnapshot, options: Options) -> Sequence[str]:
    schedules = sorted(snapshot.all(Schedule), key=lambda schedule: schedule.position or 0)
    named = options.get("schedule")
    chosen = [schedule for schedule in schedules if not named or named in (schedule.title, schedule.uid)]
    return list(dict.fromkeys(edition.name for schedule in chosen for edition in schedule.editions))


def _other_editions(snapshot: PlanSnapshot, options: Options) -> Sequence[str]:
    """What the edition that is printed can be compared with: the other ones of its schedule."""
    try:
        edition = chosen_edition(snapshot, options)
    except InputError:  # the edition that is named is gone, which the page itself says
        return ()
    others = [] if edition is None else [one for one in edition.schedule.editions if one is not edition]
    return list(dict.fromkeys(one.name for one in others))


def _questions(snapshot: PlanSnapshot, options: Options) -> Sequence[str]:
    """The questions of the survey that is chosen, else of the first one."""
    surveys = sorted(snapshot.all(Survey), key=lambda survey: survey.position or 0)
    named = options.get("survey")
    chosen = [survey for survey in surveys if not named or named in (survey.target, survey.uid)][:1]
    return list(dict.fromkeys(question.title for survey in chosen for question in survey.questions))


def _of_version(snapshot: PlanSnapshot, options: Options) -> list[PolicyNode]:
    """The nodes of the version that is chosen, of all versions without one."""
    named = options.get("version")
    versions = sorted(snapshot.all(PlanVersion), key=lambda version: version.position or 0)
    chosen = [version for version in versions if not named or named in (version.name, version.uid)]
    return [node for version in chosen for node in version.nodes]


def _levels(snapshot: PlanSnapshot, options: Options) -> Sequence[str]:
    nodes = sorted(_of_version(snapshot, options), key=lambda node: node.level.position or 0)
    return list(dict.fromkeys(node.level.name for node in nodes))


def _measures(snapshot: PlanSnapshot, options: Options) -> Sequence[str]:
    """The nodes of the level that is chosen, of all levels that have indicators without one."""
    nodes, named = _of_version(snapshot, options), options.get("level")
    measured = {node.level for node in nodes if node.indicators}
    wanted = [node for node in nodes if (node.level.name == named if named else node.level in measured)]
    return list(dict.fromkeys(node.name for node in wanted))


def _footnotes(snapshot: PlanSnapshot, options: Options) -> Sequence[str]:
    """The marks of the notes of the project that is chosen."""
    named = options.get("project")
    projects = [one for one in snapshot.all(BudgetProject) if not named or named in (one.name, one.uid)][:1]
    return list(dict.fromkeys(note.mark for project in projects for note in project.footnotes))


def _fixed(*terms: str) -> Offered:
    return lambda _snapshot, _options: terms


VERSION: Final = OptionSpec(
    "version",
    "計画版",
    OptionKind.CHOICE,
    _names(PlanVersion, "name"),
    help="空欄は、いちばん新しい計画版です。",
)
OLD: Final = OptionSpec("old", "現行", OptionKind.CHOICE, _names(PlanVersion, "name"))
NEW: Final = OptionSpec("new", "見直し案", OptionKind.CHOICE, _names(PlanVersion, "name"))
SCHEDULE: Final = OptionSpec("schedule", "工程表", OptionKind.CHOICE, _names(Schedule, "title"))
EDITION: Final = OptionSpec("edition", "工程表の版", OptionKind.CHOICE, _editions)
PROJECT: Final = OptionSpec("project", "予算事業", OptionKind.CHOICE, _names(BudgetProject, "name"))
FLOW: Final = OptionSpec("flow", "作業の流れ", OptionKind.CHOICE, _names(Flow, "title"))
DIAGRAM: Final = OptionSpec("diagram", "関係図", OptionKind.CHOICE, _names(Diagram, "title"))
SURVEY: Final = OptionSpec("survey", "アンケート", OptionKind.CHOICE, _names(Survey, "target"))
MEETING: Final = OptionSpec("meeting", "会議", OptionKind.CHOICE, _names(Meeting, "name"))
RUN: Final = OptionSpec("run", "印刷の記録", OptionKind.CHOICE, _names(PrintRun, "uid"))
LEVEL: Final = OptionSpec("level", "階層", OptionKind.CHOICE, _levels)
FOOTNOTES: Final = OptionSpec(
    "footnotes",
    "付ける脚注",
    OptionKind.SEVERAL,
    _footnotes,
    help="選ばないと、語句がこの部品にある脚注をすべて付けます。",
)
SWAP: Final = OptionSpec("swap", "現行を右に置く", OptionKind.FLAG, default=False)
NOTES: Final = OptionSpec(
    "notes",
    "脚注の文を下に付ける",
    OptionKind.FLAG,
    default=True,
    help="脚注の部品を別に置くときは外します。",
)
CORNER: Final = OptionSpec("corner", "左上の見出し", default="区分")
SIZE: Final = OptionSpec(
    "size", "文字の大きさ（pt）", OptionKind.NUMBER, default=10.5, lowest=10.5, highest=20
)

OPTIONS: Final[Mapping[str, tuple[OptionSpec, ...]]] = {
    "heading": (
        OptionSpec("text", "見出し"),
        OptionSpec("level", "見出しの段", OptionKind.NUMBER, default=1, lowest=1, highest=5),
        OptionSpec(
            "numbered",
            "番号を付ける",
            OptionKind.FLAG,
            default=False,
            help="第１→１→(１)→ア→(ア)の順に付けます。",
        ),
    ),
    "text": (OptionSpec("text", "文章", OptionKind.TEXT), SIZE),
    "notes": (
        OptionSpec("entries", "注", OptionKind.NOTES, help="1行に1つ、記号と文を空白で区切って入力します。"),
    ),
    "page_break": (),
    "hierarchy": (VERSION,),
    "transitions": (OLD, NEW, SWAP),
    "indicators": (VERSION,),
    "schedule": (
        SCHEDULE,
        EDITION,
        OptionSpec("heading", "版の名称を見出しにする", OptionKind.FLAG, default=False),
        CORNER,
        OptionSpec("unit", "目盛", OptionKind.CHOICE, _fixed(*Unit), help="空欄は、工程表の列のとおりです。"),
        OptionSpec(
            "from", "印刷する期間の初め", help="「R6.4」のように入力します。空欄は、工程表の初めからです。"
        ),
        OptionSpec("to", "印刷する期間の終わり", help="空欄は、工程表の終わりまでです。"),
        OptionSpec(
            "baseline", "比べる版", OptionKind.CHOICE, _other_editions, help="選ぶと、薄い帯で重ねます。"
        ),
        OptionSpec("status", "基準日（イナズマ線）", help="「R6.10.1」のように入力します。"),
        OptionSpec("links", "前後関係を印刷する", OptionKind.FLAG, default=True),
        OptionSpec("progress", "進捗を印刷する", OptionKind.FLAG, default=True),
    ),
    "overview": (
        OptionSpec(
            "sections", "文章", OptionKind.SEVERAL, _fixed("計画の目的", "計画の位置づけ", "改訂の背景")
        ),
        OptionSpec("marks", "番号の付け方", OptionKind.CHOICE, _fixed(*STYLES[:6]), default="（１）"),
        OptionSpec("terms", "期の帯を付ける", OptionKind.FLAG, default=True),
    ),
    "outline": (OLD, NEW),
    "reviews": (
        VERSION,
        OptionSpec("pages", "ページ数", OptionKind.NUMBER, default=1, lowest=1, highest=20),
        OptionSpec("heading", "各ページの見出し"),
    ),
    "trends": (),
    "concept": (VERSION,),
    "diagram": (DIAGRAM, OptionSpec("text", "説明文を付ける", OptionKind.FLAG, default=True)),
    "initiatives": (VERSION,),
    "budget": (PROJECT, FOOTNOTES),
    "project_head": (PROJECT,),
    "points": (PROJECT, FOOTNOTES, NOTES),
    "flow": (FLOW, OptionSpec("label", "番号の前の語", default="ステップ")),
    "project_items": (
        PROJECT,
        OptionSpec("title", "事業内容の見出し"),
        OptionSpec("topics", "学習テーマを付けるまとまり"),
        FOOTNOTES,
        NOTES,
    ),
    "project_schedule": (PROJECT, SCHEDULE, CORNER, FOOTNOTES, NOTES),
    "footnotes": (PROJECT, FOOTNOTES),
    "funding": (
        PROJECT,
        OptionSpec("grants", "補助金等の算出を付ける", OptionKind.FLAG, default=True),
        FOOTNOTES,
        NOTES,
    ),
    "survey": (
        SURVEY,
        OptionSpec(
            "questions", "設問", OptionKind.SEVERAL, _questions, help="選ばないと、すべての設問です。"
        ),
        OptionSpec(
            "columns",
            "横に並べる図の数",
            OptionKind.NUMBER,
            default=0,
            highest=5,
            help="0は、読める大きさで自動に並べます。",
        ),
        OptionSpec("summary", "調査概要を付ける", OptionKind.FLAG, default=True),
        OptionSpec("remarks", "所見を付ける", OptionKind.FLAG, default=True),
        OptionSpec(
            "checks",
            "件数の合わない設問を注に書く",
            OptionKind.FLAG,
            default=True,
            help="割合を件数に戻した計が、nと合わないときの注です。",
        ),
    ),
    "progress": (VERSION, OptionSpec("charts", "推移の図を付ける", OptionKind.FLAG, default=False)),
    "opinions": (
        MEETING,
        OptionSpec("body", "会議の別", OptionKind.CHOICE, _fixed(*MeetingBody)),
        OptionSpec("classes", "区分", OptionKind.SEVERAL, _names(OpinionClass, "name")),
        OptionSpec("counts", "区分ごとの件数を付ける", OptionKind.FLAG, default=True),
    ),
    "responses": (
        OptionSpec(
            "meeting",
            "会議",
            OptionKind.CHOICE,
            _names(Meeting, "name"),
            help="空欄は、意見のあった、いちばん新しい会議です。",
        ),
    ),
    "comparison": (
        OptionSpec("source", "対象", OptionKind.CHOICE, _fixed(*SOURCES), help="空欄は、施策体系です。"),
        OLD,
        NEW,
        LEVEL,
        OptionSpec("texts", "比べる文", OptionKind.SEVERAL, _fixed(*TEXTS)),
        OptionSpec("whole", "変更のない文も印刷する", OptionKind.FLAG, default=False),
        SWAP,
    ),
    "measure_card": (
        VERSION,
        LEVEL,
        OptionSpec("nodes", "施策", OptionKind.SEVERAL, _measures, help="選ばないと、すべての施策です。"),
        OptionSpec("charts", "推移の図を付ける", OptionKind.FLAG, default=True),
    ),
    "replacements": (MEETING,),
    "corrections": (MEETING,),
}

COMPOSED: Final[Mapping[str, frozenset[str]]] = {"points": frozenset({"sections"})}
"""Options that hold more than a form can show. Whoever sets a handout up sets them; the form lets them be."""
