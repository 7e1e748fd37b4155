"""印刷の記録: keep what was printed for a meeting, and ask later what has changed on its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from dxplanner.domain.moments import format_moment
from dxplanner.handouts.blocks import HandoutDocument
from dxplanner.handouts.corrections import RunChanges, run_changes
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.kept_pages import KeptPage, kept_pages, packed
from dxplanner.handouts.pages import lay_out_document
from dxplanner.model import Handout, Meeting, PrintedPage, PrintRun
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.command import Command
from dxplanner.services.fields import find_row


@dataclass(frozen=True, slots=True)
class Printing:
    """What is to be kept of one printed handout; made off the GUI thread from the printed snapshot."""

    handout_uid: str
    title: str
    number: str
    pages: tuple[KeptPage, ...]
    last_change: int


@dataclass(frozen=True, slots=True)
class RunEntry:
    """A printing as a list shows it. ``meeting`` is "" for one that was not for a meeting."""

    id: int
    uid: str
    handout_id: int | None
    title: str
    number: str
    meeting: str
    printed: str
    author: str
    pages: int


def printing_of(snapshot: PlanSnapshot, handout: Handout) -> Printing:
    """What a handout prints from this state of the plan. Raises InputError like ``build_document``."""
    document: HandoutDocument = build_document(snapshot, handout)
    pages = kept_pages(snapshot, document, lay_out_document(document))
    return Printing(handout.uid, document.title, document.number, pages, snapshot.last_change)


def record(
    printings: Sequence[Printing],
    author: str,
    meeting_id: int | None = None,
    moment: datetime | None = None,
    *,
    own_meetings: bool = False,
) -> Command[list[int]]:
    """Keep printings, for a meeting or for none, or each for its handout's own; gives the records' keys.

    Raises RefusedEdit when the meeting is gone.
    """
    printed_at = moment or datetime.now(UTC).replace(tzinfo=None, microsecond=0)

    def command(session: Session) -> list[int]:
        meeting = None if meeting_id is None else find_row(session, Meeting, meeting_id)
        first = (session.scalar(sa.select(sa.func.max(PrintRun.position))) or 0) + 1
        runs: list[PrintRun] = []
        for position, printing in enumerate(printings, start=first):
            handout = session.scalar(sa.select(Handout).where(Handout.uid == printing.handout_uid))
            run = PrintRun(
                position=position,
                handout_id=None if handout is None else handout.id,
                meeting_id=handout.meeting_id if own_meetings and handout else meeting and meeting.id,
                title=printing.title,
                number=printing.number or None,
                stage=None if handout is None else handout.stage,
                printed_at=printed_at,
                author=author,
                last_change=printing.last_change,
            )
            run.pages = [
                PrintedPage(
                    position=index,
                    number=kept.page.number,
                    heading=next((mark.text for mark in kept.page.bookmarks), ""),
                    texts=packed(kept),
                )
                for index, kept in enumerate(printing.pages)
            ]
            runs.append(run)
        session.add_all(runs)
        session.flush()
        return [run.id for run in runs]

    return command


def forget(run_ids: Sequence[int]) -> Command[None]:
    """Delete records of printings; the handouts themselves stay."""

    def command(session: Session) -> None:
        for run_id in run_ids:
            session.delete(find_row(session, PrintRun, run_id))

    return command


def runs(session: Session, handout_id: int | None = None) -> list[RunEntry]:
    """The records, the newest first: all, or those of one handout."""
    counts = (
        sa.select(PrintedPage.run_id, sa.func.count().label("pages")).group_by(PrintedPage.run_id).subquery()
    )
    query = (
        sa.select(PrintRun, counts.c.pages)
        .outerjoin(counts, counts.c.run_id == PrintRun.id)
        .options(selectinload(PrintRun.meeting))
        .order_by(PrintRun.printed_at.desc(), PrintRun.id.desc())
    )
    if handout_id is not None:
        query = query.where(PrintRun.handout_id == handout_id)
    return [
        RunEntry(
            run.id,
            run.uid,
            run.handout_id,
            run.title,
            run.number or "",
            "" if run.meeting is None else run.meeting.name,
            format_moment(run.printed_at),
            run.author or "",
            pages or 0,
        )
        for run, pages in session.execute(query)
    ]


def changes_since(snapshot: PlanSnapshot, uid: str) -> RunChanges | None:
    """What has changed since the printing of that uid; None when its record is gone."""
    run = next((run for run in snapshot.all(PrintRun) if run.uid == uid), None)
    return None if run is None else run_changes(snapshot, run)
