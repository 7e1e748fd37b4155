"""The text over the table of これまでの取組み."""

from dxplanner.handouts.blocks import Paragraph
from dxplanner.handouts.reviews import build
from dxplanner.model.snapshot import PlanSnapshot


def test_a_lead_stands_over_the_first_table_only(sample: PlanSnapshot) -> None:
    blocks = build(sample, {"pages": 2, "heading": "取組み", "lead": "次のとおりです。"})
    kinds = [type(block).__name__ for block in blocks]
    assert kinds == ["Heading", "Paragraph", "Table", "PageBreak", "Heading", "Table"]
    assert isinstance(blocks[1], Paragraph)
    assert blocks[1].text == "次のとおりです。"
