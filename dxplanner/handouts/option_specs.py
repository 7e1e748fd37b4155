"""What can be set on a block of a handout: the options that its builder reads, in the office's words.

Declared once here; the composer makes its form of them, and a list of blocks says what was chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dxplanner.domain.time_units import Unit
from dxplanner.domain.vocabulary import PointSection
from dxplanner.handouts.selection import Options
from dxplanner.handouts.wording import STYLES
from dxplanner.model import BudgetProject, Diagram, Flow, Meeting, PlanVersion, PrintRun, Schedule, Survey
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
SECTIONS: Final = OptionSpec("sections", "欄", OptionKind.SEVERAL, _fixed(*PointSection))
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
    "transitions": (OLD, NEW),
    "indicators": (VERSION,),
    "schedule": (
        SCHEDULE,
        EDITION,
        OptionSpec("heading", "版の名称を見出しにする", OptionKind.FLAG, default=False),
        OptionSpec("corner", "左上の見出し", default="区分"),
        OptionSpec("unit", "目盛", OptionKind.CHOICE, _fixed(*Unit), help="空欄は、工程表の列のとおりです。"),
        OptionSpec("from", "印刷する期間の初め", help="「R6.4」のように入力します。空欄は、工程表の初めからです。"),
        OptionSpec("to", "印刷する期間の終わり", help="空欄は、工程表の終わりまでです。"),
        OptionSpec("baseline", "比べる版", OptionKind.CHOICE, _editions, help="選ぶと、薄い帯で重ねます。"),
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
    "budget": (PROJECT,),
    "project_head": (PROJECT,),
    "points": (PROJECT,),
    "flow": (FLOW, OptionSpec("label", "番号の前の語", default="ステップ")),
    "project_items": (PROJECT, OptionSpec("title", "事業内容の見出し")),
    "project_schedule": (PROJECT, OptionSpec("corner", "左上の見出し", default="区分")),
    "footnotes": (PROJECT,),
    "funding": (
        PROJECT,
        OptionSpec("grants", "補助金等の算出を付ける", OptionKind.FLAG, default=True),
    ),
    "replacements": (MEETING,),
    "corrections": (MEETING,),
}
