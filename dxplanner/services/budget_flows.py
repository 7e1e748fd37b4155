"""作業の流れ as a sheet: one row a step, its 作業 as lines of one cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from dxplanner.domain.errors import InputError
from dxplanner.domain.fiscal import format_fiscal_year, format_month
from dxplanner.domain.text import has_control_characters
from dxplanner.model import FieldKind, Flow, FlowStep, FlowTask
from dxplanner.services.fields import add_rows, delete_rows, set_field
from dxplanner.services.sheet import RowCheck, SheetColumn, SheetSource, field_column

FLOW_TABLES: Final = frozenset({"flow", "flow_step", "flow_task"})
"""A commit that touches none of these cannot change a 作業の流れ."""
_BULLETS: Final = "・･●○ 　"


@dataclass(frozen=True, slots=True)
class StepShape:
    """A step in short; ``when`` as it will be printed."""

    name: str
    when: str


@dataclass(frozen=True, slots=True)
class FlowShape:
    """A 作業の流れ in short: its steps and what stands at its end (may be blank)."""

    steps: tuple[StepShape, ...]
    end: str


def flow_shape(session: Session, flow_id: int) -> FlowShape:
    """A 作業の流れ in short; without steps when it is gone."""
    flow = session.get(Flow, flow_id)
    if flow is None:
        return FlowShape((), "")
    return FlowShape(tuple(StepShape(step.name, _when(step)) for step in flow.steps), flow.end_label or "")


def flow_of_step(session: Session, step_id: int) -> int | None:
    """The 作業の流れ that a step belongs to; None when it is gone."""
    return session.scalar(sa.select(FlowStep.flow_id).where(FlowStep.id == step_id))


def _when(step: FlowStep) -> str:
    if step.period:
        return step.period
    if step.starts_on is not None:
        days = [day for day in (step.starts_on, step.ends_on) if day is not None]
        return "～".join(dict.fromkeys(format_month(day.year, day.month) for day in days))
    return "" if step.fiscal_year is None else format_fiscal_year(step.fiscal_year)


def steps_source(flow_id: int) -> SheetSource:
    """The steps of a 作業の流れ in order."""
    return SheetSource(
        label="ステップ",
        entity=FlowStep,
        columns=(
            field_column(FlowStep, "name", width=8),
            field_column(FlowStep, "period", width=7, help="資料に印刷する時期の書き方です（R6.4～6月）。"),
            field_column(FlowStep, "starts_on", width=4),
            field_column(FlowStep, "ends_on", width=4),
            field_column(FlowStep, "fiscal_year", width=4),
            SheetColumn(
                "tasks",
                "作業（1行に1つ）",
                lambda step: "\n".join(task.text for task in step.tasks),
                _write_tasks,
                kind=FieldKind.TEXT,
                width=15,
                help="1行に1つずつ書きます。資料では①②③の番号が付きます。",
            ),
            field_column(FlowStep, "text", width=11),
        ),
        rows=partial(_rows, flow_id),
        load=_load,
        tables=frozenset({"flow_step", "flow_task"}),
        owner="flow_id",
        new=lambda _session: {"flow_id": flow_id},
        check=RowCheck(("ends_on", "starts_on"), _months_problem),
    )


def _months_problem(_session: Session, step: FlowStep) -> str:
    """What is wrong with the order of a step's months; blank when nothing is."""
    if step.starts_on is None or step.ends_on is None or step.starts_on <= step.ends_on:
        return ""
    start, end = (format_month(day.year, day.month) for day in (step.starts_on, step.ends_on))
    return f"終了月（{end}）が開始月（{start}）より前になります。月の順序を確かめてください。"


def _rows(flow_id: int, session: Session) -> Sequence[int]:
    return session.scalars(
        sa.select(FlowStep.id).where(FlowStep.flow_id == flow_id).order_by(FlowStep.position, FlowStep.id)
    ).all()


def _load(session: Session, keys: Sequence[int]) -> Sequence[Any]:
    query = sa.select(FlowStep).where(FlowStep.id.in_(list(keys))).options(selectinload(FlowStep.tasks))
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _write_tasks(session: Session, step: FlowStep, text: str) -> None:
    """Make the lines of a text the step's 作業; a line that is still there keeps its row and its 出典."""
    if has_control_characters(text.replace("\r", "")):
        raise InputError("印刷できない制御文字が入っています。その文字を消してください。")
    wanted = [line.lstrip(_BULLETS).rstrip() for line in text.splitlines() if line.strip(_BULLETS)]
    rows = session.scalars(
        sa.select(FlowTask).where(FlowTask.step_id == step.id).order_by(FlowTask.position, FlowTask.id)
    ).all()
    matched = SequenceMatcher(None, [row.text for row in rows], wanted, autojunk=False)
    gone: list[int] = []
    for act, first, last, start, end in reversed(matched.get_opcodes()):
        if act == "equal":
            continue
        old, new = rows[first:last], wanted[start:end]
        for row, line in zip(old, new, strict=False):
            set_field(session, FlowTask, row.id, "text", line)
        gone += [row.id for row in old[len(new) :]]
        added = [{"step_id": step.id, "text": line} for line in new[len(old) :]]
        add_rows(session, FlowTask, added, owner="step_id", at=first + min(len(old), len(new)))
    delete_rows(session, FlowTask, gone)
    session.flush()
    session.expire(step, ["tasks"])
