"""What can be set on a block of a handout: the options that its builder reads, in the office's words.

Declared once here; the composer makes its form of them, and a list of blocks says what was chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.time_units import Unit
from dxplanner.domain.vocabulary import MeetingBody
from dxplanner.handouts import option_offers as offers
from dxplanner.handouts.comparison import SOURCES
from dxplanner.handouts.comparison_sides import TEXTS
from dxplanner.handouts.option_offers import Offered, every, fixed
from dxplanner.handouts.row_offers import Offer
from dxplanner.handouts.selection import Options
from dxplanner.handouts.wording import STYLES
from dxplanner.model import BudgetProject, Diagram, Flow, Meeting, OpinionClass, PlanVersion, Schedule, Survey
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot


class OptionKind(StrEnum):
    """How an option is edited."""

    LINE = "line"
    TEXT = "text"
    FLAG = "flag"
    NUMBER = "number"
    CHOICE = "choice"
    """One of those offered, or none (the builder's own choice)."""
    SEVERAL = "several"
    """Any of those offered, in their order."""
    NOTES = "notes"
    """［記号、文］ pairs."""


AUTOMATIC: Final = "（自動）"
"""Nothing chosen: the builder chooses."""
ALL: Final = "（すべて）"
"""Nothing chosen: everything is taken."""


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
    idle: Callable[[Options], str] = lambda _options: ""
    """Why the option has no effect beside the block's other options; "" when it has."""
    unchosen: str = AUTOMATIC
    """What a choice shows while nothing is chosen, and a list of several says of it."""

    @property
    def entity(self) -> type[Entity] | None:
        """What rows are chosen from; None where no rows are."""
        return None if self.offered is None else self.offered.entity

    def offers(self, snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
        """What can be chosen; nothing when another option names what is gone (the page itself says so)."""
        try:
            return () if self.offered is None else self.offered.find(snapshot, options)
        except InputError:
            return ()


def _for_chapters(options: Options) -> str:
    chapters = options.get("source") == SOURCES[1]
    return f"対象が「{SOURCES[1]}」のときは使いません。" if chapters else ""


def _with_a_run(options: Options) -> str:
    return "印刷の記録を選んでいるときは使いません。" if options.get("run") else ""


VERSION: Final = OptionSpec(
    "version",
    "計画版",
    OptionKind.CHOICE,
    every(PlanVersion),
    help="（自動）は、いちばん新しい計画版です。",
)
_SIDES: Final = "（自動）は、新旧の対応がある計画版です。"
OLD: Final = OptionSpec("old", "現行", OptionKind.CHOICE, every(PlanVersion), help=_SIDES)
NEW: Final = OptionSpec("new", "見直し案", OptionKind.CHOICE, every(PlanVersion), help=_SIDES)
SCHEDULE: Final = OptionSpec(
    "schedule",
    "工程表",
    OptionKind.CHOICE,
    every(Schedule),
    help="（自動）は、予算事業に結びついていない工程表です。",
)
EDITION: Final = OptionSpec(
    "edition", "工程表の版", OptionKind.CHOICE, offers.editions, help="（自動）は、最後の版です。"
)
PROJECT: Final = OptionSpec(
    "project",
    "予算事業",
    OptionKind.CHOICE,
    every(BudgetProject),
    help="（自動）は、最初の事業です。",
)
FLOW: Final = OptionSpec(
    "flow", "作業の流れ", OptionKind.CHOICE, every(Flow), help="（自動）は、最初の流れです。"
)
DIAGRAM: Final = OptionSpec(
    "diagram", "関係図", OptionKind.CHOICE, every(Diagram), help="（自動）は、最初の関係図です。"
)
SURVEY: Final = OptionSpec(
    "survey", "アンケート", OptionKind.CHOICE, every(Survey), help="（自動）は、最初の調査です。"
)
RUN: Final = OptionSpec(
    "run",
    "印刷の記録",
    OptionKind.CHOICE,
    offers.print_runs,
    help="（自動）は、資料ごとに、いちばん新しい記録です。",
)
RUN_MEETING: Final = OptionSpec(
    "meeting",
    "会議",
    OptionKind.CHOICE,
    every(Meeting),
    help="選ぶと、その会議の記録だけを使います。",
    unchosen=ALL,
    idle=_with_a_run,
)
FOOTNOTES: Final = OptionSpec(
    "footnotes",
    "付ける脚注",
    OptionKind.SEVERAL,
    offers.footnotes,
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
        OptionSpec(
            "unit", "目盛", OptionKind.CHOICE, fixed(*Unit), help="（自動）は、工程表の列のとおりです。"
        ),
        OptionSpec(
            "from", "印刷する期間の初め", help="「R6.4」のように入力します。空欄は、工程表の初めからです。"
        ),
        OptionSpec("to", "印刷する期間の終わり", help="空欄は、工程表の終わりまでです。"),
        OptionSpec(
            "baseline",
            "比べる版",
            OptionKind.CHOICE,
            offers.other_editions,
            help="選ぶと、薄い帯で重ねます。",
            unchosen="（なし）",
        ),
        OptionSpec("status", "基準日（イナズマ線）", help="「R6.10.1」のように入力します。"),
        OptionSpec("links", "前後関係を印刷する", OptionKind.FLAG, default=True),
        OptionSpec("progress", "進捗を印刷する", OptionKind.FLAG, default=True),
    ),
    "overview": (
        OptionSpec(
            "sections",
            "文章",
            OptionKind.SEVERAL,
            fixed("計画の目的", "計画の位置づけ", "改訂の背景"),
            help="選ばないと、すべての文章です。",
            unchosen=ALL,
        ),
        OptionSpec(
            "marks",
            "番号の付け方",
            OptionKind.CHOICE,
            fixed(*STYLES[:6]),
            default="（１）",
            help="（自動）は、（１）です。",
        ),
        OptionSpec("terms", "期の帯を付ける", OptionKind.FLAG, default=True),
    ),
    "outline": (OLD, NEW),
    "reviews": (
        replace(VERSION, help="（自動）は、成果と課題がある計画版です。"),
        OptionSpec(
            "pages",
            "ページ数の目安",
            OptionKind.NUMBER,
            default=1,
            lowest=1,
            highest=20,
            help="基本方針の切れ目で分けます。文が多いときは、これより増えます。",
        ),
        OptionSpec("heading", "各ページの見出し"),
        OptionSpec("lead", "表の前の文章"),
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
        OptionSpec(
            "title",
            "事業内容の見出し",
            OptionKind.CHOICE,
            offers.project_headings,
            help="まとまりのない積算に付ける見出しです。（自動）は、事業の名称です。",
        ),
        OptionSpec(
            "topics",
            "学習テーマを付けるまとまり",
            OptionKind.CHOICE,
            offers.project_groups,
            unchosen="（なし）",
        ),
        FOOTNOTES,
        NOTES,
    ),
    "project_schedule": (
        PROJECT,
        replace(SCHEDULE, offered=offers.project_schedules, help="（自動）は、その事業の最初の工程表です。"),
        CORNER,
        FOOTNOTES,
        NOTES,
    ),
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
            "questions",
            "設問",
            OptionKind.SEVERAL,
            offers.questions,
            help="選ばないと、すべての設問です。",
            unchosen=ALL,
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
        OptionSpec(
            "meeting",
            "会議",
            OptionKind.CHOICE,
            every(Meeting),
            unchosen=ALL,
        ),
        OptionSpec(
            "body",
            "会議の別",
            OptionKind.CHOICE,
            fixed(*MeetingBody),
            unchosen=ALL,
        ),
        OptionSpec(
            "classes",
            "区分",
            OptionKind.SEVERAL,
            every(OpinionClass),
            help="選ばないと、すべての区分です。",
            unchosen=ALL,
        ),
        OptionSpec("counts", "区分ごとの件数を付ける", OptionKind.FLAG, default=True),
    ),
    "responses": (
        OptionSpec(
            "meeting",
            "会議",
            OptionKind.CHOICE,
            every(Meeting),
            help="（自動）は、意見のあった、いちばん新しい会議です。",
        ),
    ),
    "comparison": (
        OptionSpec("source", "対象", OptionKind.CHOICE, fixed(*SOURCES), help="（自動）は、施策体系です。"),
        OLD,
        NEW,
        OptionSpec(
            "level",
            "階層",
            OptionKind.CHOICE,
            offers.compared_levels,
            help="（自動）は、新旧の対応がある、いちばん下の階層です。",
            idle=_for_chapters,
        ),
        OptionSpec(
            "texts",
            "比べる文",
            OptionKind.SEVERAL,
            fixed(*TEXTS),
            help="選ばないと、すべての文です。",
            unchosen=ALL,
            idle=_for_chapters,
        ),
        OptionSpec("whole", "変更のない文も印刷する", OptionKind.FLAG, default=False),
        SWAP,
    ),
    "measure_card": (
        VERSION,
        OptionSpec(
            "level",
            "階層",
            OptionKind.CHOICE,
            offers.levels,
            help="（自動）は、成果指標がある、いちばん下の階層です。",
        ),
        OptionSpec(
            "nodes",
            "施策",
            OptionKind.SEVERAL,
            offers.card_nodes,
            help="選ばないと、すべての施策です。",
            unchosen=ALL,
        ),
        OptionSpec("charts", "推移の図を付ける", OptionKind.FLAG, default=True),
    ),
    "replacements": (RUN, RUN_MEETING),
    "corrections": (RUN, RUN_MEETING),
}

COMPOSED: Final[Mapping[str, frozenset[str]]] = {"points": frozenset({"sections"})}
"""Options that hold more than a form can show. Whoever sets a handout up sets them; the form lets them be."""
