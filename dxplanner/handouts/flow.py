"""作業の流れ as a handout: the steps of a flow with their months or 年度."""

from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.text import full_width_digits
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Notes, Paragraph, Picture
from dxplanner.handouts.flow_layout import StepSpec, WorkSpec, lay_out_flow
from dxplanner.handouts.pages import GAP, block_height
from dxplanner.handouts.picture_choice import chosen_flow
from dxplanner.handouts.selection import Options, text_option
from dxplanner.handouts.wording import list_mark
from dxplanner.model import Flow, FlowStep, FlowTask
from dxplanner.model.snapshot import PlanSnapshot

_LABEL: Final = "ステップ"
_NOTE: Final = "点線の枠は推定（確認中）です。"
_NAMED: Final = "："
"""Between the name of a work that is no part of one step alone, and what is done."""


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """A flow (option ``flow``, its name or identifier; the first one by default).

    Options: ``label``, what stands before the number of a step (ステップ). Where steps have a 着手年度 and no
    months, a 作業 written 「名称：内容」 is a box of its own, which leads to all steps of that 年度.
    """
    flow = chosen_flow(snapshot, options)
    if flow is None or not flow.steps:
        return (Paragraph(cells.EMPTY),)
    label = text_option(options, "label", _LABEL)
    steps = [_step(snapshot, flow, step, label) for step in flow.steps]
    entries = [("※", flow.note)] if flow.note else []
    if any(step.inferred for step in steps):
        entries.append(("※", _NOTE))
    notes = (Notes(tuple(entries)),) if entries else ()
    height = area.height - sum(block_height(note, area) for note in notes) - GAP
    drawing = lay_out_flow(
        steps,
        flow.end_label or "",
        flow.uid or "",
        area.width,
        height,
        f"作業の流れ「{flow.title}」",
        _works(snapshot, flow),
    )
    return (Picture(drawing), *notes)


def _step(snapshot: PlanSnapshot, flow: Flow, step: FlowStep, label: str) -> StepSpec:
    place = list(flow.steps).index(step)
    own = [task for task in step.tasks if not _is_work(step, task)]
    several = len(own) > 1 or step.period is not None
    # One that stands alone under the step's own words gets a dot, so that it is not read as their end.
    alone = "・" if step.text else ""
    tasks = tuple(
        (task.uid or "", f"{list_mark('①', index)} " if several else alone, task.text)
        for index, task in enumerate(own)
    )
    return StepSpec(
        step.uid or "",
        f"{label}{full_width_digits(str(place + 1))}",
        step.name,
        step.text or "",
        tasks,
        step.period or "",
        _year(flow, step),
        snapshot.is_inferred(step),
    )


def _is_work(step: FlowStep, task: FlowTask) -> bool:
    """Whether a task is a work of its own, which leads to the steps of its 年度."""
    name, _, words = task.text.partition(_NAMED)
    return step.fiscal_year is not None and step.period is None and bool(name and words)


def _works(snapshot: PlanSnapshot, flow: Flow) -> tuple[WorkSpec, ...]:
    found = []
    for step in flow.steps:
        for task in step.tasks:
            if _is_work(step, task):
                name, _, words = task.text.partition(_NAMED)
                same = _together(flow, step)
                inferred = snapshot.is_inferred(step) or snapshot.is_inferred(task)
                found.append(WorkSpec(task.uid or "", name, words, same[0], same[-1], inferred))
    return tuple(found)


def _together(flow: Flow, step: FlowStep) -> list[int]:
    """Places of the steps that share this one's 着手年度."""
    return [index for index, other in enumerate(flow.steps) if other.fiscal_year == step.fiscal_year]


def _year(flow: Flow, step: FlowStep) -> str:
    """When the steps of a 年度 begin: 令和６年度から①・②に着手, 令和７年度からは③以降のステップにも着手."""
    year = step.fiscal_year
    if year is None:
        return ""
    name, same = format_fiscal_year(year, FiscalStyle.LONG), _together(flow, step)
    marks = "・".join(list_mark("①", index) for index in same)
    if not any(other.fiscal_year for other in list(flow.steps)[: same[0]]):
        return f"{name}から{marks}に着手"
    if len(same) > 1 and same == list(range(same[0], len(flow.steps))):
        marks = f"{list_mark('①', same[0])}以降のステップ"
    return f"{name}からは{marks}にも着手"
