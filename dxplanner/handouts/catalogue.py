"""Which kinds of blocks a handout can be made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.handouts import budget, corrections, hierarchy, indicators, schedule, texts, transitions
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block
from dxplanner.handouts.selection import Options
from dxplanner.model.snapshot import PlanSnapshot

Builder = Callable[[PlanSnapshot, Options, Area], tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class BlockKind:
    """A kind of block: its name in the plan file, its Japanese label, and what builds it."""

    kind: str
    label: str
    build: Builder


KINDS: Final = {
    kind.kind: kind
    for kind in (
        BlockKind("heading", "見出し", texts.build_heading),
        BlockKind("text", "文章", texts.build_text),
        BlockKind("notes", "注", texts.build_notes),
        BlockKind("page_break", "改ページ", texts.build_page_break),
        BlockKind("hierarchy", "施策体系", hierarchy.build),
        BlockKind("transitions", "施策体系の変更", transitions.build),
        BlockKind("indicators", "成果指標", indicators.build),
        BlockKind("schedule", "工程表", schedule.build),
        BlockKind("budget", "予算・財源内訳", budget.build),
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
    return known.build(snapshot, options, area)
