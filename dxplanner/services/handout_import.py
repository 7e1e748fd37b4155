"""資料 and ひな形 of another plan: as they will be in this one, and the command that takes them over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from dxplanner.handouts.option_refs import Ambiguous, called, carried, portable
from dxplanner.model import Handout, Meeting, field_specs
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.command import Command
from dxplanner.services.fields import add_row
from dxplanner.services.handout_edit import NOT_COPIED, FullBlock, add_blocks, free_code

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Incoming:
    """A handout or own ひな形 of another plan, as it will be in this one."""

    id: int
    code: str
    number: str
    title: str
    template: bool
    values: dict[str, Any]
    blocks: tuple[FullBlock, ...]
    missing: tuple[str, ...]
    """What its blocks name that this plan does not have, or has several of (``Ambiguous``): it is left to be
    chosen automatically.
    """


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which handouts of another plan a new plan begins with."""

    source: PlanSnapshot
    handouts: bool
    templates: bool

    @property
    def words(self) -> str:
        """How many they are: 資料30件、ひな形2件."""
        handouts, templates = counts(self.source)
        parts = (f"資料{handouts}件" * self.handouts, f"ひな形{templates}件" * self.templates)
        return "、".join(part for part in parts if part)


def counts(source: PlanSnapshot) -> tuple[int, int]:
    """How many 資料 and how many own ひな形 a plan has."""
    marks = [bool(row.template) for row in source.all(Handout)]
    return marks.count(False), marks.count(True)


def incoming(source: PlanSnapshot, target: PlanSnapshot) -> list[Incoming]:
    """The own ひな形 of another plan, and its handouts, each in their order."""
    rows = sorted(source.all(Handout), key=lambda row: (not row.template, row.position or 0, row.id))
    return [_incoming(row, source, target) for row in rows]


def wanted_rows(wanted: Wanted, target: PlanSnapshot) -> list[Incoming]:
    """What a new plan begins with."""
    return [
        row
        for row in incoming(wanted.source, target)
        if (wanted.templates if row.template else wanted.handouts)
    ]


def take_over(rows: Iterable[Incoming]) -> Command[list[int]]:
    """Add handouts and ひな形 behind those of the plan; gives their keys."""

    def command(session: Session) -> list[int]:
        made = []
        for row in rows:
            values = {**row.values, "code": free_code(session, row.code)}
            made.append(add_row(session, Handout, values, owner=None))
            add_blocks(session, made[-1], row.blocks)
        return made

    return command


def missing_sentence(missing: Sequence[str]) -> str:
    """What is left to be chosen automatically, and why; "" when nothing is."""
    named = list(dict.fromkeys(missing))
    reasons = (
        ("この計画にないもの", [one for one in named if not isinstance(one, Ambiguous)]),
        ("同じ名前が複数あり、決められないもの", [one for one in named if isinstance(one, Ambiguous)]),
    )
    return "　".join(f"{reason}（自動になります）：{_listed(found)}" for reason, found in reasons if found)


def _listed(named: Sequence[str]) -> str:
    more = f"　ほか{len(named) - _SHOWN}件" if len(named) > _SHOWN else ""
    return "、".join(named[:_SHOWN]) + more


def _incoming(row: Handout, source: PlanSnapshot, target: PlanSnapshot) -> Incoming:
    values = {name: getattr(row, name) for name in field_specs(Handout) if name not in NOT_COPIED}
    values["template"] = row.template
    meeting = None if row.meeting is None else _same_meeting(row.meeting, target)
    values["meeting_id"] = None if meeting is None else meeting.id
    missing: list[str] = []
    if row.meeting is not None and meeting is None:
        missing.append(called(Meeting, row.meeting.name))
    blocks: list[FullBlock] = []
    for block in row.blocks:
        options = block.options or {}
        if row.template:
            options = portable(block.kind, options, source)
        else:
            found = carried(block.kind, options, source, target)
            options = found.options
            missing += found.missing
        blocks.append((block.kind, options, block.enabled is not False))
    return Incoming(
        row.id, row.code, row.number or "", row.title, bool(row.template), values, tuple(blocks),
        tuple(dict.fromkeys(missing)),
    )  # fmt: skip


def _same_meeting(meeting: Meeting, target: PlanSnapshot) -> Meeting | None:
    there = target.all(Meeting)
    same = [one for one in there if one.uid == meeting.uid]
    same += [one for one in there if (one.name, one.starts_on) == (meeting.name, meeting.starts_on)]
    return next(iter(same), None)
