"""データ用: rows in the plan's own order, as trees, panes and handouts show them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from dxplanner.handouts.data_columns import owners_of
from dxplanner.handouts.trees import Tree
from dxplanner.model import Cell, ClosedDay, PolicyNode, Term
from dxplanner.model.base import Entity

Place = tuple[int, ...]


class PlanOrder:
    """Where each row of a plan stands: behind its owner, then by its 並び順."""

    def __init__(self, trees: Mapping[Any, Tree]) -> None:
        self._trees = trees
        self._known: dict[str, Place] = {}

    def __call__(self, row: Entity) -> Place:
        """The place of a row; rows of one entity compare by it."""
        known = self._known.get(row.uid)
        if known is None:
            place = _SPECIAL.get(type(row))
            known = self._known[row.uid] = (
                *(self._behind(row) if place is None else place(self, row)),
                row.id,
            )
        return known

    def of_node(self, node: PolicyNode) -> Place:
        """Version by version, each in reading order."""
        return (*self(node.version), self._trees[node.version].order(node))

    def of_cell(self, cell: Cell) -> Place:
        """A matrix goes item by item; answers without an item come first."""
        item = self(cell.item)[-2:] if cell.item is not None else (-1, -1)
        return (*self(cell.choice.question), *item, *self(cell.choice)[-2:])

    def _behind(self, row: Entity) -> Place:
        owners = (getattr(row, name) for name in owners_of(type(row)))
        return (*(part for owner in owners for part in self(owner)), getattr(row, "position", None) or 0)


_SPECIAL: Final[Mapping[type[Entity], Callable[[PlanOrder, Any], Place]]] = {
    PolicyNode: PlanOrder.of_node,
    Cell: PlanOrder.of_cell,
    Term: lambda _, term: (term.number,),
    ClosedDay: lambda _, day: (day.on.toordinal(),),
}
