"""Which kinds of blocks a handout can be made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.handouts import (
    budget,
    comparison,
    concept,
    corrections,
    diagram,
    flow,
    footnotes,
    hierarchy,
    indicators,
    initiatives,
    measure_card,
    opinions,
    outline,
    overview,
    points,
    progress,
    project_items,
    project_schedule,
    reviews,
    schedule,
    surveys,
    texts,
    transitions,
    trends,
)
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block
from dxplanner.handouts.option_specs import OPTIONS
from dxplanner.handouts.selection import OptionError, Options
from dxplanner.model.snapshot import PlanSnapshot

Builder = Callable[[PlanSnapshot, Options, Area], tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class BlockKind:
    """A kind of block: its name in the plan file, its Japanese label, and what builds it."""

    kind: str
    label: str
    build: Builder
    fills: bool = False
    """Whether it takes the room that there is: a diagram that grows with its page."""
    warn: Callable[[PlanSnapshot, Options], tuple[str, ...]] = lambda _snapshot, _options: ()
    """What is to be said of its rows before they are printed, in sentences for the user."""


KINDS: Final = {
    kind.kind: kind
    for kind in (
        BlockKind("heading", "見出し", texts.build_heading),
        BlockKind("text", "文章", texts.build_text),
        BlockKind("notes", "注", texts.build_notes),
        BlockKind("page_break", "改ページ", texts.build_page_break),
        BlockKind("hierarchy", "施策体系", hierarchy.build, fills=True),
        BlockKind("transitions", "施策体系の変更", transitions.build, fills=True),
        BlockKind("indicators", "成果指標", indicators.build),
        BlockKind("schedule", "工程表", schedule.build, fills=True),
        BlockKind("overview", "計画の概要と期", overview.build),
        BlockKind("outline", "計画の構成", outline.build),
        BlockKind("reviews", "これまでの取組み", reviews.build),
        BlockKind("trends", "社会動向・技術動向", trends.build),
        BlockKind("concept", "コンセプト", concept.build, fills=True),
        BlockKind("diagram", "関係図", diagram.build, fills=True),
        BlockKind("initiatives", "主な取組み", initiatives.build),
        BlockKind("budget", "予算・財源内訳", budget.build),
        BlockKind("project_head", "予算説明書の見出し", budget.build_head),
        BlockKind("points", "事業説明", points.build),
        BlockKind("flow", "作業の流れ", flow.build),
        BlockKind("project_items", "事業内容・積算", project_items.build),
        BlockKind("project_schedule", "事業のスケジュール", project_schedule.build, fills=True),
        BlockKind("footnotes", "脚注", footnotes.build),
        BlockKind("funding", "財源内訳", budget.build_funding),
        BlockKind("survey", "アンケート調査結果", surveys.build, warn=surveys.warnings),
        BlockKind("progress", "指標の進捗", progress.build),
        BlockKind("opinions", "意見と市の考え方", opinions.build),
        BlockKind("responses", "前回意見への対応", opinions.build_responses),
        BlockKind("comparison", "新旧対照表", comparison.build),
        BlockKind("measure_card", "施策カルテ", measure_card.build),
        BlockKind(corrections.REPLACEMENTS, "差替え一覧", corrections.build_replacements),
        BlockKind(corrections.CORRECTIONS, "正誤表", corrections.build_corrections),
    )
}


def build_blocks(
    kind: str, snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE
) -> tuple[Block, ...]:
    """The blocks of one part of a handout. InputError for an unknown kind or a wrong option."""
    known = KINDS.get(kind)
    if known is None:
        names = "、".join(KINDS)
        raise InputError(f"資料の部品の種類「{kind}」は使えません。使えるのは{names}です。")
    try:
        return known.build(snapshot, options, area)
    except OptionError as error:
        labels = {spec.key: spec.label for spec in OPTIONS.get(kind, ())}
        raise OptionError(error.key, error.wanted, labels.get(error.key, "")) from None


def warnings_of(kind: str, snapshot: PlanSnapshot, options: Options) -> tuple[str, ...]:
    """What is to be said of a part's rows before they are printed. InputError as of ``build_blocks``."""
    return KINDS[kind].warn(snapshot, options) if kind in KINDS else ()
