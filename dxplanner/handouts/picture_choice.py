"""Which 作業の流れ or 関係図 a block's options name."""

from collections.abc import Sequence
from typing import TypeVar

from dxplanner.domain.errors import InputError
from dxplanner.handouts.selection import Options, text_option
from dxplanner.model import Diagram, Flow
from dxplanner.model.snapshot import PlanSnapshot

P = TypeVar("P", Flow, Diagram)


def chosen_flow(snapshot: PlanSnapshot, options: Options) -> Flow | None:
    """The flow that option ``flow`` names (名称 or identifier); the first one without."""
    return _chosen(snapshot.all(Flow), text_option(options, "flow"), "流れ図")


def chosen_diagram(snapshot: PlanSnapshot, options: Options) -> Diagram | None:
    """The diagram that option ``diagram`` names (名称 or identifier); the first one without."""
    return _chosen(snapshot.all(Diagram), text_option(options, "diagram"), "関係図")


def _chosen(rows: Sequence[P], named: str, kind: str) -> P | None:
    ordered = sorted(rows, key=lambda row: row.position or 0)
    if not named:
        return ordered[0] if ordered else None
    for row in ordered:
        if named in (row.uid, row.title):
            return row
    known = "、".join(f"「{row.title}」" for row in ordered)
    there = f"あるのは{known}です。" if known else f"{kind}がまだ登録されていません。"
    raise InputError(f"資料に指定された{kind}「{named}」が見つかりません。{there}")
