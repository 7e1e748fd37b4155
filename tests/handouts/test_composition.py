"""The parts of a page share it: diagrams grow into what the others leave, text shrinks to its floor first."""

from datetime import date

import pytest

from dxplanner.handouts.area import A4_LANDSCAPE
from dxplanner.handouts.blocks import Block, Heading, PageBreak, Paragraph, Picture, Table
from dxplanner.handouts.catalogue import KINDS
from dxplanner.handouts.composition import Part, compose
from dxplanner.handouts.pages import height_on_page
from dxplanner.model import BudgetProgram, BudgetProject, Funding, Schedule
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.builders import bar, edition, lane, snapshot


def plan(lanes: int = 3) -> PlanSnapshot:
    program = BudgetProgram(uid="program", name="推進費", total=9000)
    project = BudgetProject(uid="project", program=program, name="育成", amount=1000)
    project.funding.append(Funding(uid="money", amount=1000))
    made = edition(
        ("R6", "前期", date(2024, 4, 1), date(2024, 9, 30)), ("R6", "後期", date(2024, 10, 1), None)
    )
    for number in range(lanes):
        lane(made, f"区分{number}", bar(f"作業{number}", date(2024, 5, 1), date(2024, 8, 31)))
    schedules: list[Entity] = [made.schedule, made]
    assert isinstance(made.schedule, Schedule)
    made.schedule.uid = "schedule"
    return snapshot(
        [program, project, *schedules, *made.lanes, *(one for row in made.lanes for one in row.bars)]
    )


def drawing_height(blocks: list[Block]) -> float:
    return sum(block.drawing.height for block in blocks if isinstance(block, Picture))


SCHEDULE = Part("schedule", {})
FUNDING = Part("funding", {"project": "育成"})


def test_a_diagram_fills_the_page_alone_and_less_beside_others() -> None:
    alone = compose(plan(), [SCHEDULE], A4_LANDSCAPE)
    shared = compose(plan(), [SCHEDULE, Part("heading", {"text": "財源内訳"}), FUNDING], A4_LANDSCAPE)
    assert drawing_height(shared) < drawing_height(alone)
    assert height_on_page(tuple(shared), A4_LANDSCAPE) <= A4_LANDSCAPE.height + 1e-6
    assert isinstance(shared[-1], Table)


def test_what_stands_before_a_page_break_takes_nothing_from_the_next_page() -> None:
    alone = compose(plan(), [SCHEDULE], A4_LANDSCAPE)
    second = compose(plan(), [FUNDING, FUNDING, Part("page_break", {}), SCHEDULE], A4_LANDSCAPE)
    assert second.count(PageBreak()) == 1
    assert drawing_height(second) == drawing_height(alone)


def test_a_diagram_without_room_takes_a_page_of_its_own() -> None:
    long = Part("text", {"text": "\n".join(["行"] * 24)})
    blocks = compose(plan(), [long, SCHEDULE], A4_LANDSCAPE)
    assert isinstance(blocks[0], Paragraph)
    assert drawing_height(blocks) == drawing_height(compose(plan(), [SCHEDULE], A4_LANDSCAPE))


def test_nothing_makes_nothing() -> None:
    assert compose(snapshot(), [], A4_LANDSCAPE) == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_stand_after_another_part(sample: PlanSnapshot, kind: str) -> None:
    """What a part needs at the least is measured on a page without any room."""
    alone = compose(sample, [Part(kind, {})], A4_LANDSCAPE)
    second = compose(sample, [Part("heading", {"text": "見出し"}), Part(kind, {})], A4_LANDSCAPE)
    assert isinstance(second[0], Heading)
    assert len(second) > len(alone) or PageBreak() in second
