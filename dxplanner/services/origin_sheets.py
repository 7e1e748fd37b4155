"""原資料 and their pages, 確認事項, and the 出典 of all values, as sheets."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from dxplanner.domain.text import comparison_key
from dxplanner.domain.vocabulary import PointSeverity, ProvenanceStatus
from dxplanner.model import OpenPoint, Provenance, SourceDocument, SourcePage, entities
from dxplanner.services import provenance
from dxplanner.services.change_text import ChangeText
from dxplanner.services.fields import fields_of, parse_field
from dxplanner.services.sheet import SheetColumn, SheetSource, field_column
from dxplanner.services.sheet_columns import computed_column, once, reference_column
from dxplanner.services.sheet_rows import keys_in_order, rows_by_key

TABLES: Final = frozenset({"source_document", "source_page", "open_point", "provenance"})
"""Tables of which the three pages show rows."""


@dataclass(frozen=True, slots=True)
class OriginCounts:
    """How much there is still to confirm and to ask."""

    inferred: int
    open: int


def origin_counts(session: Session) -> OriginCounts:
    """推定 values and 確認事項 that are not settled."""
    inferred = sa.select(sa.func.count()).where(Provenance.status == ProvenanceStatus.INFERRED)
    waiting = sa.select(sa.func.count()).where(OpenPoint.resolved.is_(False))
    return OriginCounts(session.scalar(inferred) or 0, session.scalar(waiting) or 0)


def documents_sheet() -> SheetSource:
    """The 原資料 in their order, with how many pages are listed of each."""
    columns = (
        field_column(SourceDocument, "code"),
        field_column(SourceDocument, "title", width=28),
        field_column(SourceDocument, "issuer", width=10),
        field_column(SourceDocument, "issued", width=9),
        computed_column(
            "pages",
            "ページ数",
            lambda row: f"{len(row.pages):,}",
            number=lambda row: len(row.pages),
            width=5,
        ),
        field_column(SourceDocument, "note", width=24),
    )
    return SheetSource(
        "原資料",
        SourceDocument,
        columns,
        keys_in_order(SourceDocument),
        rows_by_key(SourceDocument, selectinload(SourceDocument.pages)),
        frozenset({"source_document", "source_page"}),
        new=lambda _session: {},
    )


def pages_sheet(document_id: int | None) -> SheetSource:
    """The pages of one 原資料."""
    columns = tuple(
        field_column(SourcePage, name, **({"width": 30} if name == "contents" else {}))
        for name in ("page", "title", "contents", "note")
    )
    return SheetSource(
        "ページ",
        SourcePage,
        columns,
        keys_in_order(SourcePage, SourcePage.document_id == document_id),
        rows_by_key(SourcePage),
        frozenset({"source_page"}),
        owner="document_id",
        new=None if document_id is None else lambda session: _next_page(session, document_id),
    )


def points_sheet() -> SheetSource:
    """確認事項: what has to be asked or mended in the sources."""
    return SheetSource(
        "確認事項",
        OpenPoint,
        (
            field_column(OpenPoint, "severity", width=9),
            field_column(OpenPoint, "place", width=10),
            field_column(OpenPoint, "text", width=48),
            field_column(OpenPoint, "resolved"),
        ),
        keys_in_order(OpenPoint),
        rows_by_key(OpenPoint),
        frozenset({"open_point"}),
        new=lambda _session: {"severity": PointSeverity.ASK},
    )


def marks_sheet(author: str, today: Callable[[], date]) -> SheetSource:
    """The 出典 of every value. A changed 確認の状況 is signed with ``author`` and the day."""
    status = fields_of(Provenance)["status"]

    def write(session: Session, row: Any, text: str) -> None:
        wanted = parse_field(status, text)
        command = provenance.set_back if wanted is ProvenanceStatus.INFERRED else provenance.confirm
        command(session, [row.id], author, today())

    columns = (
        computed_column("subject", "対象", lambda row: row.subject, width=15),
        computed_column("field", "欄", lambda row: row.label, width=7),
        _document_column(),
        field_column(Provenance, "page", width=3),
        replace(field_column(Provenance, "status"), write=write),
        field_column(Provenance, "confidence", width=4),
        field_column(Provenance, "basis", width=14),
        computed_column("recorded_by", "確認した人", lambda row: row.recorded_by or "", width=5),
    )
    return SheetSource(
        "出典",
        Provenance,
        columns,
        lambda session: session.scalars(sa.select(Provenance.id).order_by(Provenance.id)).all(),
        _load_marks,
        frozenset({"provenance", "source_document"}),
        movable=False,
        deletable=False,
    )


def subject_of(session: Session, mark_id: int) -> str | None:
    """The uid of the row that a 出典 is about; None when it is gone."""
    return session.scalar(sa.select(Provenance.entity_uid).where(Provenance.id == mark_id))


class _Mark:
    """A 出典 with the names of what it is about; other attributes are the row's own."""

    def __init__(self, row: Provenance, subject: str, label: str) -> None:
        self.row, self.subject, self.label = row, subject, label

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def _load_marks(session: Session, keys: Sequence[int]) -> Sequence[Any]:
    rows = rows_by_key(Provenance, selectinload(Provenance.document))(session, keys)
    places = _tables_of(session, {row.entity_uid for row in rows})
    names = ChangeText(session)
    found = []
    for row in rows:
        place = places.get(row.entity_uid)
        if place is None:
            found.append(_Mark(row, "（削除された項目）", ""))
            continue
        spec = names.spec(place[0], row.field_name or "")
        found.append(_Mark(row, names.title(*place), "全体" if spec is None else spec.label))
    return found


@cache
def _places_query() -> sa.TextClause:
    """Written out: SQLAlchemy would take longer to look up sixty statements than SQLite to answer them."""
    each = (
        f"SELECT uid, '{table}', id FROM \"{table}\" WHERE uid IN wanted"
        for table in (entity.__tablename__ for entity in entities())
    )
    return sa.text(f"WITH wanted AS (SELECT value FROM json_each(:uids)) {' UNION ALL '.join(each)}")


def _tables_of(session: Session, uids: Iterable[str]) -> Mapping[str, tuple[str, int]]:
    """Table and key of the rows of some uids, in one query over all tables."""
    rows = session.execute(_places_query(), {"uids": json.dumps(list(uids))})
    return {uid: (table, key) for uid, table, key in rows}


def _document_column() -> SheetColumn:
    def documents(session: Session) -> Sequence[tuple[int, str, str]]:
        query = sa.select(SourceDocument.id, SourceDocument.code, SourceDocument.title)
        rows = session.execute(query.order_by(SourceDocument.position, SourceDocument.id))
        return [(key, code, title) for key, code, title in rows]

    def find(session: Session, text: str) -> int | None:
        ways = once(
            session,
            "provenance.document_id",
            lambda: {
                comparison_key(text): key
                for key, code, title in reversed(documents(session))
                for text in (title, code)
            },
        )
        return ways.get(comparison_key(text))

    return reference_column(
        Provenance,
        "document_id",
        name_of=lambda row: "" if row.document is None else str(row.document.title),
        find=find,
        offered=lambda session: [title for _, _, title in documents(session)],
        width=18,
    )


def _next_page(session: Session, document_id: int) -> Mapping[str, object]:
    last = session.scalar(
        sa.select(sa.func.max(SourcePage.page)).where(SourcePage.document_id == document_id)
    )
    return {"document_id": document_id, "page": (last or 0) + 1}
