"""The tree's rows as a Qt model over integer keys, brought up to date with exact begin/end calls.

An index holds the key of its node; key 0 is the invisible root, which is also what an invalid index holds.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex

from dxplanner.services.tree_query import NodeRow
from dxplanner.ui.tree.order import moves

Index = QModelIndex | QPersistentModelIndex
ROOT = 0


class OutlineModel(QAbstractItemModel):
    """Holds the nodes of one version and their order; subclasses say how they look and what may be done."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: dict[int, NodeRow] = {}
        self._children: dict[int, list[int]] = {ROOT: []}
        self._parents: dict[int, int] = {}
        self._rows: dict[int, int] = {}

    def index(self, row: int, column: int = 0, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        keys = self._children[parent.internalId()]
        if column != 0 or not 0 <= row < len(keys):
            return QModelIndex()
        return self.createIndex(row, 0, keys[row])

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        return self.index_of(self._parents.get(child.internalId(), ROOT))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._children[parent.internalId()])

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        return bool(self._children[parent.internalId()])

    def index_of(self, key: int) -> QModelIndex:
        """The index of a node; an invalid one for the root and for keys that are not here."""
        row = self._rows.get(key)
        return QModelIndex() if row is None else self.createIndex(row, 0, key)

    def node(self, key: int) -> NodeRow:
        """A node's row. KeyError when it is not here."""
        return self._nodes[key]

    def __contains__(self, key: object) -> bool:
        return key in self._nodes

    def children_of(self, key: int) -> list[int]:
        """Keys of the children of a node (0: of the top), in order."""
        return self._children[key]

    def parent_of(self, key: int) -> int:
        """Key of the node above, 0 at the top."""
        return self._parents[key]

    def ancestors(self, key: int) -> Iterator[int]:
        """Keys of the nodes above, nearest first."""
        while key := self._parents[key]:
            yield key

    def walk(self, top: int = ROOT) -> Iterator[int]:
        """Keys of all nodes below one, in the order of the tree."""
        pending = list(reversed(self._children[top]))
        while pending:
            key = pending.pop()
            yield key
            pending += reversed(self._children[key])

    def fill(self, rows: Iterable[NodeRow]) -> None:
        """Show other rows altogether: for opening, never for an edit."""
        self.beginResetModel()
        self._nodes = {row.id: row for row in rows}
        self._children = {ROOT: [], **{key: [] for key in self._nodes}}
        self._parents = {key: self._home(row) for key, row in self._nodes.items()}
        self._rows = {}
        for key, above in self._parents.items():
            self._children[above].append(key)
        for keys in self._children.values():
            keys.sort(key=self._order)
            self._renumber(keys)
        self.endResetModel()

    def merge(self, fresh: Collection[NodeRow], gone: Collection[int]) -> list[int]:
        """Bring changed rows in and take rows that no longer exist out; gives keys whose contents changed.

        New nodes come first and old ones go last, so that branches can move between both.
        """
        new = [row for row in fresh if row.id not in self._nodes]
        known = [row for row in fresh if row.id in self._nodes]
        changed = [row.id for row in known if self._nodes[row.id] != row]
        for row in fresh:
            self._nodes[row.id] = row
        self._insert(new)
        self._reparent(known)
        self._remove({key for key in gone if key in self._parents})
        for above in {self._parents[row.id] for row in fresh if row.id in self._parents}:
            self._reorder(above)
        return [key for key in changed if key in self._nodes]

    def _home(self, row: NodeRow) -> int:
        return row.parent_id if row.parent_id in self._nodes else ROOT

    def _order(self, key: int) -> tuple[int, int]:
        return self._nodes[key].position, key

    def _renumber(self, keys: list[int], start: int = 0) -> None:
        for row in range(start, len(keys)):
            self._rows[keys[row]] = row

    def _slot(self, above: int, key: int) -> int:
        return bisect_left(self._children[above], self._order(key), key=self._order)

    def _insert(self, new: list[NodeRow]) -> None:
        keys = {row.id for row in new}
        below: defaultdict[int, list[int]] = defaultdict(list)
        tops: list[int] = []
        for row in new:
            home = self._home(row)
            (below[home] if home in keys else tops).append(row.id)
        for key in keys:
            self._children[key] = sorted(below[key], key=self._order)
            self._renumber(self._children[key])
            for child in self._children[key]:
                self._parents[child] = key
        for key in sorted(tops, key=self._order):
            above = self._home(self._nodes[key])
            slot = self._slot(above, key)
            self.beginInsertRows(self.index_of(above), slot, slot)
            self._children[above].insert(slot, key)
            self._parents[key] = above
            self._renumber(self._children[above], slot)
            self.endInsertRows()

    def _reparent(self, known: list[NodeRow]) -> None:
        moving = [row.id for row in known if self._parents[row.id] != self._home(row)]
        # From the top of the new tree downwards: then no branch ever moves into itself.
        for key in sorted(moving, key=self._new_depth):
            source, target = self._parents[key], self._home(self._nodes[key])
            row, slot = self._rows[key], self._slot(target, key)
            self.beginMoveRows(self.index_of(source), row, row, self.index_of(target), slot)
            del self._children[source][row]
            self._children[target].insert(slot, key)
            self._parents[key] = target
            self._renumber(self._children[source], row)
            self._renumber(self._children[target], slot)
            self.endMoveRows()

    def _new_depth(self, key: int) -> int:
        depth = 0
        while key := self._home(self._nodes[key]):
            depth += 1
        return depth

    def _remove(self, gone: set[int]) -> None:
        tops = [key for key in gone if self._parents[key] not in gone]
        for above, runs in self.runs(tops).items():
            keys = self._children[above]
            for first, last in reversed(runs):
                self.beginRemoveRows(self.index_of(above), first, last)
                leaving = keys[first : last + 1]
                del keys[first : last + 1]
                self._renumber(keys, first)
                for key in leaving:
                    self._forget(key)
                self.endRemoveRows()

    def _forget(self, key: int) -> None:
        for child in self._children.pop(key):
            self._forget(child)
        del self._nodes[key], self._parents[key], self._rows[key]

    def _reorder(self, above: int) -> None:
        keys = self._children[above]
        wanted = sorted(keys, key=self._order)
        if keys == wanted:
            return
        index = self.index_of(above)
        for start, end in moves(keys, wanted):
            self.beginMoveRows(index, start, start, index, end if end < start else end + 1)
            keys.insert(end, keys.pop(start))
            self._renumber(keys, min(start, end))
            self.endMoveRows()

    def runs(self, keys: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
        """Unbroken runs (first row, last row) of nodes, by the node above them."""
        rows: defaultdict[int, list[int]] = defaultdict(list)
        for key in keys:
            rows[self._parents[key]].append(self._rows[key])
        made: dict[int, list[tuple[int, int]]] = {}
        for above, found in rows.items():
            runs: list[tuple[int, int]] = []
            for row in sorted(found):
                if runs and runs[-1][1] == row - 1:
                    runs[-1] = (runs[-1][0], row)
                else:
                    runs.append((row, row))
            made[above] = runs
        return made
