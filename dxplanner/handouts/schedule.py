"""To be written."""

from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Paragraph
from dxplanner.handouts.selection import Options
from dxplanner.model.snapshot import PlanSnapshot


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    return (Paragraph("（作成中）"),)
