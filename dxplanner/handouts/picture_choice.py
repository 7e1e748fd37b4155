"""Which 作業の流れ or 関係図 a block's options name."""

from collections.abc import Iterable
from typing import TypeVar

from dxplanner.handouts.selection import Options, named_or_first, text_option
from dxplanner.model import Diagram, Flow
from dxplanner.model.snapshot import PlanSnapshot

P = TypeVar("P", Flow, Diagram)


def chosen_flow(snapshot: PlanSnapshot, options: Options) -> Flow | None:
    """The flow that option ``flow`` names (名称 or identifier); the first one without."""
    flows = _ordered(snapshot.all(Flow))
    return named_or_first(flows, text_option(options, "flow"), ("title",), Flow.__label__)


def chosen_diagram(snapshot: PlanSnapshot, options: Options) -> Diagram | None:
    """The diagram that option ``diagram`` names (名称 or identifier); the first one without."""
    diagrams = _ordered(snapshot.all(Diagram))
    return named_or_first(diagrams, text_option(options, "diagram"), ("title",), "関係図")


def _ordered(rows: Iterable[P]) -> list[P]:
    return sorted(rows, key=lambda row: row.position or 0)
