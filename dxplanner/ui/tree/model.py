"""A version's hierarchy as a Qt model: numbers, names, counts, badges; edits go to commands only."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QMimeData, QObject, Qt

from dxplanner.domain.hierarchy_rules import repeated
from dxplanner.domain.numbering import LevelRule, number_nodes
from dxplanner.domain.text import comparison_key
from dxplanner.services.tree_counts import COUNTED_TABLES, NOTHING, Counts, load_counts
from dxplanner.services.tree_query import (
    LEVEL_TABLE,
    NODE_TABLE,
    LevelRow,
    NodeRow,
    load_levels,
    load_nodes,
    with_counts,
)
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.tree import drops
from dxplanner.ui.tree.commands import TreeCommands
from dxplanner.ui.tree.outline import ROOT, Index, OutlineModel

_FEW = 5000
"""Up to so many touched nodes are asked for by key; beyond it the whole version is read."""


class TreeModel(OutlineModel):
    """The nodes of one version. Follows ``context.committed`` row by row; is never reset for an edit."""

    def __init__(
        self, context: PlanContext, version_id: int, commands: TreeCommands, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.version_id = version_id
        self.commands = commands
        self.rules: tuple[LevelRule, ...] = ()
        """The levels of the version, from the top."""
        self._depths: dict[int, int] = {}
        self._numbers: dict[int, str] = {}
        self._keys: dict[int, str] = {}
        self._seen = True
        self._behind = False
        """Whether counts have changed while nobody saw them."""
        # A layout asks for the flags of every row: they are put together once.
        flag, edits = Qt.ItemFlag, not context.read_only
        self._ground_flags = flag.ItemIsDropEnabled if edits else flag.NoItemFlags
        self._row_flags = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled
        if edits:
            self._row_flags |= flag.ItemIsEditable | flag.ItemIsDropEnabled
        self._load()
        context.committed.connect(self.apply)

    def _load(self) -> None:
        with self.context.workbench.plan.reading() as session:
            levels = load_levels(session, self.version_id)
            rows = load_nodes(session, self.version_id)
        self._take_levels(levels)
        self.fill(rows)
        self._numbers = self._counted()

    # What a node is called -----------------------------------------------------------------------

    def number(self, key: int) -> str:
        """A node's number, empty on a level without numbers."""
        return self._numbers.get(key, "")

    def depth(self, key: int) -> int:
        """The depth of a node's level, 0 at the top (-1 for the root)."""
        return self._depths.get(self.node(key).level_id, 0) if key != ROOT else -1

    def title(self, key: int) -> str:
        """Number and name."""
        return f"{self.number(key)} {self.node(key).name}".strip()

    def what(self, keys: Iterable[int]) -> str:
        """How nodes are called in a sentence: 1-1, or 「name」 without a number; 1-1 ほか2件."""
        found = list(keys)
        name = self.node(found[0]).name
        first = self.number(found[0]) or f"「{name if len(name) <= 16 else f'{name[:15]}…'}」"
        return first if len(found) == 1 else f"{first} ほか{len(found) - 1}件"

    def search_key(self, key: int) -> str:
        """What a search compares with: number and name, spelling levelled."""
        found = self._keys.get(key)
        if found is None:
            found = self._keys[key] = comparison_key(self.node(key).name)
        return self._numbers.get(key, "") + found

    def warnings(self, key: int) -> list[str]:
        """What a user should look at, in sentences."""
        row = self.node(key)
        found = [f"所管課の「{name}」は廃止された組織です。" for name in row.counts.ended]
        if row.name in self._same_names(self.parent_of(key)):
            found.append("同じ並びに、同じ名称の項目があります。")
        return found

    def _same_names(self, above: int) -> frozenset[str]:
        return repeated([self.node(key).name for key in self.children_of(above)])

    # Qt's questions ------------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        key = index.internalId()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.title(key)
            case Qt.ItemDataRole.EditRole:
                return self.node(key).name
            case Qt.ItemDataRole.ToolTipRole:
                head, *rest = self._description(key)
                return "<br>".join([f"<b>{escape(head)}</b>", *map(escape, rest)])
            case Qt.ItemDataRole.AccessibleTextRole:
                return " ".join(self._description(key))
        return None

    def _description(self, key: int) -> list[str]:
        """All about a node in words: tooltip and screen reader."""
        counts = self.node(key).counts
        found = [self.title(key), self.rules[self.depth(key)].name if self.rules else ""]
        if counts.indicators or counts.initiatives:
            found.append(f"成果指標 {counts.indicators}、主な取組 {counts.initiatives}")
        if counts.inferred:
            found.append(f"推定のままの値が{counts.inferred}件あります。")
        return [line for line in [*found, *self.warnings(key)] if line]

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        key = index.internalId()
        if role != Qt.ItemDataRole.EditRole or not isinstance(value, str) or key not in self:
            return False
        if value != self.node(key).name:
            self.commands.rename(key, self.what([key]), value)
        return self.node(key).name == value

    def flags(self, index: Index) -> Qt.ItemFlag:
        return self._row_flags if index.isValid() else self._ground_flags

    # Drag and drop -------------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return list(drops.MIME_TYPES)

    def mimeData(self, indexes: Iterable[Index]) -> QMimeData:
        return drops.carried(self, [index.internalId() for index in indexes]) or QMimeData()

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        return (
            not self.context.read_only and drops.Landing.of(self, data, action, row, parent).refusal is None
        )

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        return drops.Landing.of(self, data, action, row, parent).drop(self, data)

    # Following the plan --------------------------------------------------------------------------

    def apply(self, committed: Committed) -> None:
        """Show what one commit changed, exactly those rows."""
        touched = {row.row_id for row in committed.rows if row.table == NODE_TABLE}
        tables = {row.table for row in committed.rows}
        levels_touched, counts_touched = LEVEL_TABLE in tables, not tables.isdisjoint(COUNTED_TABLES)
        if counts_touched and not self._seen:
            self._behind, counts_touched = True, False
        if not (touched or levels_touched or counts_touched):
            return
        with self.context.workbench.plan.reading() as session:
            levels = load_levels(session, self.version_id) if levels_touched else None
            only = touched if len(touched) <= _FEW else None
            fresh = load_nodes(session, self.version_id, only) if touched else []
            counts = load_counts(session, self.version_id) if counts_touched else None
        fresh = [row for row in fresh if row.id in touched]
        self._take(fresh, {key for key in touched if key in self}, levels, counts)

    def set_seen(self, seen: bool) -> None:
        """Counts beside nodes that nobody sees wait until somebody does; rows and numbers do not."""
        self._seen = seen
        if seen and self._behind:
            self._behind = False
            with self.context.workbench.plan.reading() as session:
                counts = load_counts(session, self.version_id)
            self._take([], set(), None, counts)

    def refresh(self) -> None:
        """Compare with the plan and mend what differs, without a reset."""
        with self.context.workbench.plan.reading() as session:
            levels = load_levels(session, self.version_id)
            rows = load_nodes(session, self.version_id)
        self._take(rows, set(self._nodes), levels, None)

    def _take(
        self,
        fresh: list[NodeRow],
        known: set[int],
        levels: list[LevelRow] | None,
        counts: dict[int, Counts] | None,
    ) -> None:
        """Bring in rows that were read anew: ``known`` are keys that were asked for and shown before."""
        if levels is not None:
            self._take_levels(levels)
        gone = known - {row.id for row in fresh}
        moved = levels is not None or bool(gone) or any(self._moves(row) for row in fresh)
        changed = set(self._around(fresh))
        changed.update(self.merge(fresh, gone))
        if counts is not None:
            for key, row in self._nodes.items():
                if row.counts != counts.get(key, NOTHING):
                    self._nodes[key] = with_counts(row, counts.get(key, NOTHING))
                    changed.add(key)
        if moved:
            changed.update(self._number_anew())
        changed.update(self._nodes if levels is not None else ())
        self._announce(key for key in changed if key in self)

    def _take_levels(self, levels: Iterable[LevelRow]) -> None:
        found = list(levels)
        self.rules = tuple(level.rule for level in found)
        self._depths = {level.id: depth for depth, level in enumerate(found)}

    def _moves(self, row: NodeRow) -> bool:
        """Whether a row changes more than its own looks."""
        old = self._nodes.get(row.id)
        return old is None or (old.parent_id, old.position, old.level_id) != (
            row.parent_id,
            row.position,
            row.level_id,
        )

    def _around(self, fresh: Iterable[NodeRow]) -> Iterable[int]:
        """Siblings and the node above of rows with another name: they may warn, or show it."""
        for row in fresh:
            self._keys.pop(row.id, None)
            old = self._nodes.get(row.id)
            if old is not None and old.name != row.name:
                yield from self.children_of(self.parent_of(row.id))
                yield self.parent_of(row.id)

    def _counted(self) -> dict[int, str]:
        """Numbers of all nodes; none at all while the levels of some contradict their order."""
        try:
            return number_nodes(
                self.rules, ((self.depth(key), key, self.parent_of(key) or None) for key in self.walk())
            )
        except ValueError:
            return {}

    def _number_anew(self) -> list[int]:
        before, self._numbers = self._numbers, self._counted()
        return [key for key in self._nodes if before.get(key) != self._numbers.get(key)]

    def _announce(self, keys: Iterable[int]) -> None:
        for above, runs in self.runs(keys).items():
            parent = self.index_of(above)
            for first, last in runs:
                self.dataChanged.emit(self.index(first, 0, parent), self.index(last, 0, parent))
