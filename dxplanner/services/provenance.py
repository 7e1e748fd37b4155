"""出典 of values: attach it, confirm what was 推定 in one step, set it back. Bound to a row by its uid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.vocabulary import Confidence, ProvenanceStatus
from dxplanner.model import Provenance, SourceDocument
from dxplanner.services.fields import field_problem, fields_of, find_row

MarkKey = tuple[str, str | None]
"""uid of a row and the name of its field; None is the whole row."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One 出典 as a pane shows it; ``recorded_by`` and ``recorded_on`` say who confirmed it, and when."""

    id: int
    uid: str
    field: str | None
    status: ProvenanceStatus
    confidence: Confidence | None
    basis: str | None
    document: str | None
    page: int | None
    recorded_by: str | None
    recorded_on: date | None

    @property
    def inferred(self) -> bool:
        """Whether the value is 推定."""
        return self.status is ProvenanceStatus.INFERRED


Marks = Mapping[MarkKey, tuple[Mark, ...]]


def marks_of(session: Session, uids: Iterable[str]) -> Marks:
    """All 出典 of some rows and of their fields, in one query."""
    rows = session.execute(
        sa.select(
            Provenance.id,
            Provenance.entity_uid,
            Provenance.field_name,
            Provenance.status,
            Provenance.confidence,
            Provenance.basis,
            SourceDocument.title,
            Provenance.page,
            Provenance.recorded_by,
            Provenance.recorded_on,
        )
        .outerjoin(SourceDocument, Provenance.document_id == SourceDocument.id)
        .where(Provenance.entity_uid.in_(list(uids)))
        .order_by(Provenance.id)
    )
    found: dict[MarkKey, tuple[Mark, ...]] = {}
    for row in rows:
        mark = Mark(*tuple(row))
        found[mark.uid, mark.field] = (*found.get((mark.uid, mark.field), ()), mark)
    return found


def attach(
    session: Session,
    uid: str,
    field: str | None = None,
    *,
    status: ProvenanceStatus = ProvenanceStatus.INFERRED,
    document_id: int | None = None,
    page: int | None = None,
    basis: str | None = None,
    confidence: Confidence | None = None,
    by: str,
    on: date,
) -> int:
    """Command: say where a value comes from; returns the key of the new 出典.

    Raises:
        RefusedEdit: the page is not a page number.
    """
    problem = field_problem(fields_of(Provenance)["page"], page)
    if problem is not None:
        raise RefusedEdit(f"ページ：{problem}")
    made = Provenance(
        entity_uid=uid,
        field_name=field,
        status=status,
        document_id=document_id,
        page=page,
        basis=basis,
        confidence=confidence,
        recorded_by=by,
        recorded_on=on,
    )
    session.add(made)
    session.flush()
    return made.id


def confirm(session: Session, mark_ids: Iterable[int], by: str, on: date) -> None:
    """Command: 推定 becomes 確認済, with who confirmed it and when.

    Raises:
        RefusedEdit: a 出典 is gone.
    """
    _set_status(session, mark_ids, ProvenanceStatus.CONFIRMED, by, on)


def set_back(session: Session, mark_ids: Iterable[int], by: str, on: date) -> None:
    """Command: 確認済 becomes 推定 again.

    Raises:
        RefusedEdit: a 出典 is gone.
    """
    _set_status(session, mark_ids, ProvenanceStatus.INFERRED, by, on)


def _set_status(
    session: Session, mark_ids: Iterable[int], status: ProvenanceStatus, by: str, on: date
) -> None:
    for mark_id in mark_ids:
        mark = find_row(session, Provenance, mark_id)
        if mark.status is not status:
            mark.status, mark.recorded_by, mark.recorded_on = status, by, on
