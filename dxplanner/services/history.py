"""変更履歴 for reading: pages of entries, newest first, and what one entry changed, in the office's words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.moments import format_moment, start_of_day
from dxplanner.domain.vocabulary import ChangeState, Operation
from dxplanner.model import Change, ChangeSet, FieldKind, PolicyNode, Provenance
from dxplanner.services.change_text import ChangeText, Values
from dxplanner.services.history_scope import rows_of_node
from dxplanner.store.planfile import PlanFile

DETAIL_ROWS: Final = 200
"""Rows of one entry that are spelled out; an import may have changed thousands."""
_HEAD: Final = 8
"""Changes of an entry among which the telling one is looked for."""


class HistoryState(StrEnum):
    """状態 of an entry."""

    DONE = "済"
    UNDONE = "取り消し済み"
    DROPPED = "破棄"


_STATES: Final = {
    ChangeState.DONE: HistoryState.DONE,
    ChangeState.UNDONE: HistoryState.UNDONE,
    ChangeState.DROPPED: HistoryState.DROPPED,
}
_WHAT: Final = {Operation.INSERT: "追加", Operation.UPDATE: "変更", Operation.DELETE: "削除"}


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which entries: of a node (uid) and what belongs to it, of a person, of local days (both included)."""

    node_uid: str | None = None
    author: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowText:
    """What happened to one row: 追加・変更・削除, its title, its fields, and where it is now (table, uid)."""

    what: str
    title: str
    fields: tuple[FieldChange, ...]
    place: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One edit. ``when`` is local time in wareki; ``head`` is its telling row, with its first field only."""

    key: int
    label: str
    author: str
    computer: str
    when: str
    state: HistoryState
    undone: str
    rows: int
    head: RowText | None


@dataclass(frozen=True, slots=True)
class HistoryDetail:
    """What an entry changed, row by row; ``left_out`` counts the rows beyond DETAIL_ROWS.

    Rows that only moved along (並び順) are counted in ``moved``, unless there are no others.
    """

    entry: HistoryEntry
    rows: tuple[RowText, ...]
    moved: int
    left_out: int

    @property
    def place(self) -> tuple[str, str] | None:
        """The first place that can be gone to."""
        return next((row.place for row in self.rows if row.place is not None), None)


class History:
    """Queries over a plan's change log."""

    def __init__(self, plan: PlanFile) -> None:
        self._plan = plan

    def page(self, wanted: HistoryFilter, limit: int, older_than: int | None = None) -> list[HistoryEntry]:
        """At most ``limit`` entries, newest first; of those older than an entry's key, for the next page."""
        with self._plan.reading() as session:
            chosen = self._chosen(session, wanted).order_by(ChangeSet.id.desc()).limit(limit)
            if older_than is not None:
                chosen = chosen.where(ChangeSet.id < older_than)
            texts = ChangeText(session)
            return [_entry(session, texts, change_set) for change_set in session.scalars(chosen)]

    def entry(self, key: int, wanted: HistoryFilter | None = None) -> HistoryEntry | None:
        """One entry; None when it is not there (any more), or not among those wanted."""
        with self._plan.reading() as session:
            chosen = self._chosen(session, wanted or HistoryFilter()).where(ChangeSet.id == key)
            change_set = session.scalar(chosen)
            return None if change_set is None else _entry(session, ChangeText(session), change_set)

    def detail(self, key: int) -> HistoryDetail | None:
        """What an entry changed; None when it is not there."""
        with self._plan.reading() as session:
            change_set = session.get(ChangeSet, key)
            if change_set is None:
                return None
            texts = ChangeText(session)
            entry = _entry(session, texts, change_set)
            changes = _known(texts, _changes(session, key, DETAIL_ROWS))
            moved = [change for change in changes if _only_moved(texts, change)]
            telling = [change for change in changes if change not in moved] or moved
            rows = tuple(_row_text(texts, change) for change in _owners_first(telling))
            left_out = max(0, entry.rows - DETAIL_ROWS)
            return HistoryDetail(entry, rows, 0 if telling is moved else len(moved), left_out)

    def states(self, keys: Sequence[int]) -> dict[int, HistoryState]:
        """The present states of entries."""
        with self._plan.reading() as session:
            found = session.execute(sa.select(ChangeSet.id, ChangeSet.state).where(ChangeSet.id.in_(keys)))
            return {row.id: _STATES[row.state] for row in found}

    def authors(self) -> list[str]:
        """Everybody who has edited the plan, by name."""
        with self._plan.reading() as session:
            return list(session.scalars(sa.select(ChangeSet.author).distinct().order_by(ChangeSet.author)))

    def node_uid(self, node_id: int) -> str | None:
        """The uid of a node that is selected."""
        with self._plan.reading() as session:
            return session.scalar(sa.select(PolicyNode.uid).where(PolicyNode.id == node_id))

    def _chosen(self, session: Session, wanted: HistoryFilter) -> sa.Select[ChangeSet]:
        chosen = sa.select(ChangeSet)
        if wanted.author is not None:
            chosen = chosen.where(ChangeSet.author == wanted.author)
        if wanted.since is not None:
            chosen = chosen.where(ChangeSet.made_at >= start_of_day(wanted.since))
        if wanted.until is not None:
            chosen = chosen.where(ChangeSet.made_at < start_of_day(wanted.until + timedelta(days=1)))
        if wanted.node_uid is not None:
            rows = rows_of_node(session, wanted.node_uid)
            touched = sa.or_(
                sa.false(),
                *((Change.table_name == table) & Change.row_uid.in_(uids) for table, uids in rows.items()),
            )
            chosen = chosen.where(ChangeSet.id.in_(sa.select(Change.change_set_id).where(touched)))
        return chosen


def _entry(session: Session, texts: ChangeText, change_set: ChangeSet) -> HistoryEntry:
    count = session.scalar(
        sa.select(sa.func.count()).select_from(Change).where(Change.change_set_id == change_set.id)
    )
    head = _head(texts, session, change_set.id)
    return HistoryEntry(
        change_set.id,
        change_set.label,
        change_set.author,
        change_set.computer,
        format_moment(change_set.made_at),
        _STATES[change_set.state],
        _undone(change_set),
        count or 0,
        head,
    )


def _undone(change_set: ChangeSet) -> str:
    """Who undid it, and what that means now; empty for an entry that is done."""
    if change_set.state is ChangeState.DROPPED:
        return "取り消したあとに別の変更をしたため、やり直せません。"
    if change_set.state is ChangeState.UNDONE and change_set.undone_at is not None:
        when = format_moment(change_set.undone_at)
        return f"{when}に{change_set.undone_by}が取り消しました。「やり直す」で戻せます。"
    return ""


def _changes(session: Session, key: int, limit: int, *, newest: bool = False) -> list[Change]:
    order = Change.id.desc() if newest else Change.id
    chosen = sa.select(Change).where(Change.change_set_id == key).order_by(order).limit(limit)
    return list(session.scalars(chosen))


def _known(texts: ChangeText, changes: list[Change]) -> list[Change]:
    return [change for change in changes if texts.known(change.table_name)]


def _owners_first(changes: list[Change]) -> list[Change]:
    """As in the log, but deletions turned round (it has what belonged to a row before it), 出典 last."""
    deleted = [change for change in changes if change.operation is Operation.DELETE]
    ordered = [change for change in changes if change not in deleted] + deleted[::-1]
    return sorted(ordered, key=lambda change: change.table_name == Provenance.__tablename__)


def _head(texts: ChangeText, session: Session, key: int) -> RowText | None:
    """The row that tells most, with its first field: not one that an insertion only pushed along."""
    changes = _known(texts, _changes(session, key, _HEAD))
    if not changes:
        return None
    telling = next((change for change in changes if not _only_moved(texts, change)), changes[0])
    if telling.operation is Operation.DELETE:
        # What was deleted itself comes last in the log, after all that belonged to it, but before its 出典.
        last = _known(texts, _changes(session, key, _HEAD, newest=True))
        rows = [change for change in last if change.operation is Operation.DELETE]
        marks = Provenance.__tablename__
        telling = next((change for change in rows if change.table_name != marks), telling)
    row = _row_text(texts, telling)
    return RowText(row.what, row.title, row.fields[:1], row.place)


def _only_moved(texts: ChangeText, change: Change) -> bool:
    if change.operation is not Operation.UPDATE:
        return False
    specs = [texts.spec(change.table_name, name) for name in _values(change.after)]
    return all(spec is not None and spec.kind is FieldKind.POSITION for spec in specs)


def _row_text(texts: ChangeText, change: Change) -> RowText:
    table, before, after = change.table_name, _values(change.before), _values(change.after)
    whole = change.operation is not Operation.UPDATE
    fields = []
    for name in (before or after) if whole else after:
        spec = texts.spec(table, name)
        if spec is None or (whole and texts.says_nothing(table, name, (before or after)[name])):
            continue
        was, now = (texts.value(table, name, values.get(name)) for values in (before, after))
        fields.append(FieldChange(spec.label, "" if not before else was, "" if not after else now))
    gone = before if change.operation is Operation.DELETE else after if whole else {}
    return RowText(
        _WHAT[change.operation],
        texts.title(table, change.row_id, gone if whole else None),
        tuple(fields),
        texts.place(table, change.row_id, gone),
    )


def _values(text: str | None) -> Values:
    values: Values = json.loads(text) if text else {}
    return values
