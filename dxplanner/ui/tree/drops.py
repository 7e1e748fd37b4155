"""What is carried from the tree by mouse or clipboard, and where it would land."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QMimeData, Qt

from dxplanner.domain.errors import RefusedEdit, UserError
from dxplanner.domain.hierarchy_rules import check_reach, landing_depth
from dxplanner.services.branches import MIME_TYPE
from dxplanner.services.hierarchy_rows import Place
from dxplanner.ui.tree.outline import ROOT, Index

if TYPE_CHECKING:
    from dxplanner.ui.tree.model import TreeModel

NODES_TYPE: Final = "application/x-dxplanner-nodes"
"""Keys of nodes of this plan: what is moved, not copied."""
MIME_TYPES: Final = (NODES_TYPE, MIME_TYPE)


@dataclass(frozen=True, slots=True)
class CarriedNodes:
    """Nodes by key, with the plan file and version that the keys belong to."""

    plan: str
    version_id: int
    keys: tuple[int, ...]
    cut: bool

    @classmethod
    def of(cls, data: QMimeData | None) -> "CarriedNodes | None":
        """What is carried, or None when it is nothing of the kind."""
        if data is None or not data.hasFormat(NODES_TYPE):
            return None
        try:
            text: Any = json.loads(bytes(data.data(NODES_TYPE).data()))
            return cls(
                str(text["plan"]), int(text["version"]), tuple(map(int, text["keys"])), bool(text["cut"])
            )
        except (ValueError, TypeError, KeyError):
            return None

    def are_here(self, model: "TreeModel") -> bool:
        """Whether these are nodes of the version that a model shows."""
        return self.of_plan(model) and self.version_id == model.version_id

    def of_plan(self, model: "TreeModel") -> bool:
        """Whether these are nodes of the plan that a model shows."""
        return self.plan == str(model.context.workbench.plan.path)


def carried(model: "TreeModel", keys: Sequence[int], *, cut: bool = False) -> QMimeData | None:
    """Nodes for the mouse or the clipboard: as keys, as whole branches and as lines of text."""
    text = model.commands.copied(keys) if keys else None
    if text is None:
        return None
    data = QMimeData()
    nodes = {
        "plan": str(model.context.workbench.plan.path),
        "version": model.version_id,
        "keys": list(keys),
        "cut": cut,
    }
    data.setData(NODES_TYPE, json.dumps(nodes).encode())
    data.setData(MIME_TYPE, text.encode())
    data.setText("\n".join(_lines(model, keys)))
    return data


def branches_text(data: QMimeData | None) -> str | None:
    """The branches that are carried, as text, or None."""
    if data is None or not data.hasFormat(MIME_TYPE):
        return None
    return bytes(data.data(MIME_TYPE).data()).decode(errors="replace")


def _lines(model: "TreeModel", keys: Sequence[int]) -> list[str]:
    """Branches as an indented list that a spreadsheet can take."""
    lines = []
    for top in tops(model, keys):
        start = model.depth(top)
        lines += ["\t" * (model.depth(key) - start) + model.title(key) for key in (top, *model.walk(top))]
    return lines


@dataclass(frozen=True, slots=True)
class Landing:
    """Where something carried would land, and what would come of it; ``refusal`` says why it cannot."""

    place: Place
    keys: tuple[int, ...]
    """Nodes that would be moved; none when copies are pasted."""
    outcome: str
    refusal: str | None

    @classmethod
    def of(
        cls, model: "TreeModel", data: QMimeData, action: Qt.DropAction, row: int, parent: Index
    ) -> "Landing":
        """Work out what a drop would do; ``row`` is -1 for a drop on the parent itself."""
        above = parent.internalId()
        place = Place(model.version_id, above or None, None if row < 0 else row)
        nodes = CarriedNodes.of(data)
        moves = nodes is not None and nodes.are_here(model) and action == Qt.DropAction.MoveAction
        keys = tops(model, nodes.keys) if nodes is not None and moves else ()
        if not data.hasFormat(MIME_TYPE):
            return cls(place, (), "", "ここには置けません。")
        try:
            level = _level_of(model, above, place, keys)
        except UserError as error:
            return cls(place, keys, "", error.message)
        where = "いちばん上の階層" if above == ROOT else f"{model.what([above])} の下"
        outcome = f"{where}に「{level}」として移動します。" if moves else f"{where}にコピーします。"
        return cls(place, keys, outcome, None)

    def drop(self, model: "TreeModel", data: QMimeData) -> bool:
        """Do it; whether it was done."""
        if self.refusal is not None:
            model.context.said.emit(self.refusal)
            return False
        if self.keys:
            return model.commands.move(self.keys, model.what(self.keys), self.place)
        return model.commands.paste(branches_text(data) or "", self.place)


def tops(model: "TreeModel", keys: Sequence[int]) -> tuple[int, ...]:
    """Those of some nodes that do not lie below another of them."""
    chosen = set(keys)
    return tuple(key for key in keys if key in model and chosen.isdisjoint(model.ancestors(key)))


def _level_of(model: "TreeModel", above: int, place: Place, keys: Sequence[int]) -> str:
    """Name of the level that the first of the nodes would get.

    Raises:
        RefusedEdit: they cannot land there.
    """
    names = [rule.name for rule in model.rules]
    if above != ROOT and not {above, *model.ancestors(above)}.isdisjoint(keys):
        raise RefusedEdit("項目を、その項目自身やその下位の項目の中へは移せません。")
    siblings = model.children_of(above)
    index = len(siblings) if place.index is None else place.index
    index -= sum(1 for key in siblings[:index] if key in keys)
    neighbours = [model.depth(key) for key in siblings if key not in keys]
    parent = None if above == ROOT else model.depth(above)
    if not keys:
        return names[landing_depth(names, parent, neighbours, index)]
    lands = []
    for key in keys:
        own = model.depth(key)
        same = model.parent_of(key) == above
        lands.append(own if same else landing_depth(names, parent, neighbours, index, own))
        check_reach(names, lands[-1], max(map(model.depth, (key, *model.walk(key)))) - own)
    return names[lands[0]]
