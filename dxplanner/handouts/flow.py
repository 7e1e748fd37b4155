"""作業の流れ as a handout: the steps of a flow with their months or 年度."""

from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.text import full_width_digits
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Notes, Paragraph, Picture
from dxplanner.handouts.flow_layout import StepSpec, lay_out_flow
from dxplanner.handouts.pages import GAP, block_height
from dxplanner.handouts.picture_choice import chosen_flow
from dxplanner.handouts.selection import Options, text_option
from dxplanner.handouts.wording import list_mark
from dxplanner.model import Flow, FlowStep
from dxplanner.model.snapshot import PlanSnapshot

_LABEL: Final = "ステップ"
_NOTE: Final = "点線の枠は推定（確認中）です。"


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """A flow (option ``flow``, its name or identifier; the first one by default).

    Options: ``label``, what stands before the number of a step (ステップ).
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
        steps, flow.end_label or "", flow.uid or "", area.width, height, f"流れ図「{flow.title}」"
    )
    return (Picture(drawing), *notes)


def _step(snapshot: PlanSnapshot, flow: Flow, step: FlowStep, label: str) -> StepSpec:
    place = list(flow.steps).index(step)
    several = len(step.tasks) > 1 or step.period is not None
    # One that stands alone under the step's own words gets a dot, so that it is not read as their end.
    alone = "・" if step.text else ""
    tasks = tuple(
        (task.uid or "", f"{list_mark('①', index)} " if several else alone, task.text)
        for index, task in enumerate(step.tasks)
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


def _year(flow: Flow, step: FlowStep) -> str:
    """When the steps that share this one's 年度 begin: R６年度から①・②に着手."""
    year = step.fiscal_year
    if year is None:
        return ""
    same = [index for index, other in enumerate(flow.steps) if other.fiscal_year == year]
    marks = "・".join(list_mark("①", index) for index in same)
    return f"{format_fiscal_year(year, FiscalStyle.LONG)}から{marks}に着手"
