"""動向 as a grid: a row a 分野, a column each of the plan's own columns, a line a bullet; コンセプト."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.model import (
    FieldKind,
    Level,
    Plan,
    PlanVersion,
    PolicyNode,
    Provenance,
    TrendColumn,
    TrendEntry,
)
from dxplanner.services.hierarchy_rows import nodes_at_level
from dxplanner.services.line_rows import lines_of, write_lines
from dxplanner.services.provenance import Marks, marks_of
from dxplanner.services.sheet import SheetColumn, SheetSource, field_column
from dxplanner.services.sheet_columns import computed_column
from dxplanner.services.sheet_rows import keys_in_order, rows_by_key

TABLES: Final = frozenset({"policy_node", "level", "trend_entry", "trend_column", "provenance"})
_FIELD_LEVEL: Final = "分野"


@dataclass(frozen=True, slots=True)
class TrendPlace:
    """Whose 動向 are shown: the nodes of a 階層 of a version."""

    version_id: int
    level_id: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the table: key, 上段の見出し, 見出し."""

    id: int
    group: str
    heading: str

    @property
    def label(self) -> str:
        """Both headings in one."""
        return f"【{self.group}】{self.heading}" if self.group else self.heading


@dataclass(frozen=True, slots=True)
class GuessedTrend:
    """A bullet that is 推定: its 出典, what it says and where it stands."""

    mark_id: int
    node_id: int
    text: str
    basis: str


@dataclass(slots=True)
class TrendRow:
    """A 分野 with what is above it and its bullets by column."""

    id: int
    uid: str
    domain: str
    name: str
    entries: dict[int, list[TrendEntry]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Concept:
    """標語 and コンセプト of the plan, with their 出典."""

    plan_id: int
    uid: str
    texts: Mapping[str, str | None]
    marks: Marks


Place = Callable[[], TrendPlace | None]


def usual_place(session: Session) -> TrendPlace | None:
    """The 階層 with most bullets; without any, 「分野」 of the last version, else its second 階層."""
    found = session.execute(
        sa.select(PolicyNode.version_id, PolicyNode.level_id)
        .join(TrendEntry, TrendEntry.field_node_id == PolicyNode.id)
        .group_by(PolicyNode.version_id, PolicyNode.level_id)
        .order_by(sa.func.count().desc(), PolicyNode.version_id)
        .limit(1)
    ).first()
    if found is not None:
        return TrendPlace(*found)
    for version_id in session.scalars(
        sa.select(PlanVersion.id).order_by(PlanVersion.position.desc(), PlanVersion.id.desc())
    ):
        place = place_in(session, version_id)
        if place is not None:
            return place
    return None


def place_in(session: Session, version_id: int, level_id: int | None = None) -> TrendPlace | None:
    """A 階層 of a version if it still has nodes, else 「分野」, else the second one; None without nodes."""
    levels = session.execute(
        sa.select(Level.id, Level.name)
        .where(Level.version_id == version_id, sa.exists().where(PolicyNode.level_id == Level.id))
        .order_by(Level.position, Level.id)
    ).all()
    wanted = [level for level in levels if level.id == level_id]
    named = wanted or [level for level in levels if level.name == _FIELD_LEVEL] or levels[1:2] or levels
    return TrendPlace(version_id, named[0].id) if named else None


def level_names(session: Session, place: TrendPlace) -> tuple[str, str]:
    """What the plan calls the 階層 above the rows, and the rows' own."""
    names = session.execute(
        sa.select(Level.id, Level.name)
        .where(Level.version_id == place.version_id)
        .order_by(Level.position, Level.id)
    ).all()
    at = next((at for at, level in enumerate(names) if level.id == place.level_id), 0)
    return (names[at - 1].name if at else "上位の項目"), (names[at].name if names else "項目")


def headings(session: Session) -> tuple[Heading, ...]:
    """The columns in their order."""
    rows = session.scalars(sa.select(TrendColumn).order_by(TrendColumn.position, TrendColumn.id))
    return tuple(Heading(row.id, row.group or "", row.heading) for row in rows)


def trend_source(place: Place, columns: Sequence[Heading], names: tuple[str, str]) -> SheetSource:
    """The grid; ``columns`` as of ``headings``, ``names`` as of ``level_names``."""

    def rows(session: Session) -> Sequence[int]:
        here = place()
        return [] if here is None else nodes_at_level(session, here.version_id, here.level_id)

    return SheetSource(
        label="動向",
        entity=PolicyNode,
        columns=(
            computed_column("domain", names[0], lambda row: row.domain, kind=FieldKind.TEXT, width=6),
            computed_column("field", names[1], lambda row: row.name, kind=FieldKind.TEXT, width=5),
            *(_entries_column(column) for column in columns),
        ),
        rows=rows,
        load=_load,
        tables=TABLES,
        movable=False,
        deletable=False,
    )


def column_source() -> SheetSource:
    """The columns themselves: 上段の見出し, 見出し, and how many bullets each holds."""

    def load(session: Session, keys: Sequence[int]) -> Sequence[Any]:
        counts = session.execute(
            sa.select(TrendEntry.column_id, sa.func.count()).group_by(TrendEntry.column_id)
        )
        known = {key: count for key, count in counts}  # noqa: C416 - rows are no pairs to mypy
        return [_Counted(row, known.get(row.id, 0)) for row in rows_by_key(TrendColumn)(session, keys)]

    return SheetSource(
        label="列",
        entity=TrendColumn,
        columns=(
            field_column(TrendColumn, "group", width=12),
            field_column(TrendColumn, "heading", width=24),
            computed_column(
                "count", "動向の数", lambda row: f"{row.count:,}", number=lambda row: row.count, width=6
            ),
        ),
        rows=keys_in_order(TrendColumn),
        load=load,
        tables=frozenset({"trend_column", "trend_entry"}),
        new=lambda _session: {},
    )


def guessed_trends(session: Session, node_id: int) -> list[GuessedTrend]:
    """The bullets of a 分野 that are 推定, in the order of the columns."""
    rows = session.execute(
        sa.select(Provenance.id, TrendEntry.text, Provenance.basis)
        .join(TrendEntry, TrendEntry.uid == Provenance.entity_uid)
        .join(TrendColumn, TrendColumn.id == TrendEntry.column_id)
        .where(TrendEntry.field_node_id == node_id, Provenance.status == ProvenanceStatus.INFERRED)
        .order_by(TrendColumn.position, TrendEntry.position, TrendEntry.id)
    )
    return [GuessedTrend(key, node_id, text, basis or "") for key, text, basis in rows]


def concept_of(session: Session) -> Concept | None:
    """What the plan says of its concept; None for a file without its own row."""
    plan = session.scalar(sa.select(Plan).order_by(Plan.id).limit(1))
    if plan is None:
        return None
    texts = {"slogan": plan.slogan, "concept": plan.concept}
    return Concept(plan.id, plan.uid, texts, marks_of(session, [plan.uid]))


def concept_version(session: Session, version_id: int | None) -> int | None:
    """A version if its top 階層 has sentences or it is all there is; else the last one that has some."""
    has = (
        sa.select(PolicyNode.version_id)
        .join(PlanVersion, PlanVersion.id == PolicyNode.version_id)
        .where(PolicyNode.parent_id.is_(None), PolicyNode.statement.is_not(None))
        .order_by(PlanVersion.position.desc(), PlanVersion.id.desc())
    )
    found = list(session.scalars(has))
    return found[0] if found and version_id not in found else version_id


def domain_source(version: Callable[[], int | None]) -> SheetSource:
    """領域 of a version with their sentences, as コンセプト prints them."""

    def rows(session: Session) -> Sequence[int]:
        top = sa.select(Level.id).where(Level.version_id == version()).order_by(Level.position, Level.id)
        query = sa.select(PolicyNode.id).where(PolicyNode.level_id == top.limit(1).scalar_subquery())
        return session.scalars(query.order_by(PolicyNode.position, PolicyNode.id)).all()

    return SheetSource(
        label="領域",
        entity=PolicyNode,
        columns=(
            field_column(PolicyNode, "name", width=10),
            field_column(
                PolicyNode,
                "statement",
                label="めざすこと（文）",
                help="コンセプトの資料で、領域の枠に入る文です。",
            ),
        ),
        rows=rows,
        load=rows_by_key(PolicyNode),
        tables=frozenset({"policy_node", "level", "provenance"}),
        movable=False,
        deletable=False,
    )


@dataclass(slots=True)
class _Counted:
    """A column with its count; other attributes are the row's own."""

    row: TrendColumn
    count: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def _entries_column(column: Heading) -> SheetColumn:
    def read(row: TrendRow) -> str:
        return lines_of(row.entries.get(column.id, ()))

    def write(session: Session, row: Any, text: str) -> None:
        owners = {"field_node_id": row.id, "column_id": column.id}
        write_lines(session, TrendEntry, owners, row.entries.get(column.id, ()), text)
        row.entries[column.id] = _entries(session, [row.id], column.id)[row.id, column.id]

    return SheetColumn(
        f"column{column.id}",
        column.label,
        read,
        write,
        FieldKind.TEXT,
        width=20,
        marked=lambda row: [
            (entry.uid, name) for entry in row.entries.get(column.id, ()) for name in ("text", None)
        ],
        help="動向を1行に1つずつ書きます（Alt＋Enterで改行）。切り取って別のセルに貼り付けると移せます。",
    )


def _entries(
    session: Session, node_ids: Sequence[int], column_id: int | None = None
) -> Mapping[tuple[int, int], list[TrendEntry]]:
    query = sa.select(TrendEntry).where(TrendEntry.field_node_id.in_(node_ids))
    query = query if column_id is None else query.where(TrendEntry.column_id == column_id)
    found: dict[tuple[int, int], list[TrendEntry]] = defaultdict(list)
    for entry in session.scalars(query.order_by(TrendEntry.position, TrendEntry.id)):
        found[entry.field_node_id, entry.column_id].append(entry)
    return found


def _load(session: Session, keys: Sequence[int]) -> Sequence[TrendRow]:
    above = aliased(PolicyNode)
    rows = {
        key: TrendRow(key, uid, domain or "", name)
        for key, uid, name, domain in session.execute(
            sa.select(PolicyNode.id, PolicyNode.uid, PolicyNode.name, above.name)
            .outerjoin(above, PolicyNode.parent_id == above.id)
            .where(PolicyNode.id.in_(keys))
        )
    }
    for (node_id, column_id), entries in _entries(session, list(rows)).items():
        rows[node_id].entries[column_id] = entries
    return list(rows.values())
