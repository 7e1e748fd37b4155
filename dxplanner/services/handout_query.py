"""資料 as the composer lists them: handouts with their blocks, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from dxplanner.handouts.catalogue import KINDS
from dxplanner.model import Handout, HandoutBlock, Meeting
from dxplanner.services.handout_names import option_names
from dxplanner.services.plan_settings import LinkChoice

_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class HandoutEntry:
    """A handout of the list; ``template`` ones are own ひな形."""

    id: int
    uid: str
    code: str
    number: str
    title: str
    template: bool
    meeting: str


@dataclass(frozen=True, slots=True)
class BlockEntry:
    """A block of a handout; ``summary`` says what was chosen in it."""

    id: int
    kind: str
    label: str
    summary: str
    enabled: bool
    options: Mapping[str, Any]
    names: Mapping[str, str]
    """Words for the identifiers that its options hold."""


def handout_entries(session: Session) -> list[HandoutEntry]:
    """All handouts in their order, then the plan's own templates."""
    rows = session.scalars(
        sa.select(Handout)
        .order_by(Handout.template, Handout.position, Handout.id)
        .options(joinedload(Handout.meeting))
    )
    return [
        HandoutEntry(
            row.id,
            row.uid,
            row.code,
            row.number or "",
            row.title,
            row.template,
            row.meeting.name if row.meeting else "",
        )
        for row in rows
    ]


def block_entries(session: Session, handout_id: int) -> list[BlockEntry]:
    """The blocks of a handout in their order."""
    rows = session.scalars(
        sa.select(HandoutBlock)
        .where(HandoutBlock.handout_id == handout_id)
        .order_by(HandoutBlock.position, HandoutBlock.id)
    ).all()
    names = option_names(session, ((row.kind, row.options or {}) for row in rows))
    return [
        BlockEntry(
            row.id,
            row.kind,
            KINDS[row.kind].label if row.kind in KINDS else f"不明な部品（{row.kind}）",
            _summary(row.options or {}, names),
            row.enabled,
            row.options or {},
            names,
        )
        for row in rows
    ]


def meeting_choices(session: Session) -> tuple[LinkChoice, ...]:
    """The meetings at which a handout can be given out, in their order."""
    rows = session.execute(sa.select(Meeting.id, Meeting.name).order_by(Meeting.position, Meeting.id))
    return tuple(LinkChoice(key, name) for key, name in rows)


def _summary(options: Mapping[str, Any], names: Mapping[str, str]) -> str:
    shown = (value for key, value in options.items() if key != "run")
    texts = (names.get(value, value) for value in shown if isinstance(value, str) and value)
    words = [text.replace("\n", " ") for text in texts]
    text = "・".join(words)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
