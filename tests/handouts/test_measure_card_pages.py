"""Pages of 施策カルテ: a page for each measure; what is too long goes on under its heading."""

import pytest

from dxplanner.domain.vocabulary import Orientation
from dxplanner.handouts import measure_card
from dxplanner.handouts.area import A4_LANDSCAPE
from dxplanner.handouts.blocks import Block, Heading, Notes, PageBreak, Table
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.review import overflows
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.builders import block, handout, inferred, snapshot
from tests.handouts.measure_plans import PORTRAIT, Plan
from tests.handouts.seed_texts import laid_out, missing, page_texts


def test_each_measure_begins_its_own_page() -> None:
    made = Plan()
    made.bare.indicators.clear()
    blocks = made.cards(level="基本施策")
    assert [one.text for one in blocks if isinstance(one, Heading)] == ["1-1　相談の場", "1-2　何もない施策"]
    assert sum(isinstance(one, PageBreak) for one in blocks) == 1


def test_a_card_explains_its_marks_on_every_page_that_bears_them() -> None:
    made = Plan(opinions=60)
    rule = ("※", "達成率は、（実績－基準）÷（目標－基準）で計算しています。")
    (note,) = [one for one in made.cards(nodes=["相談の場"]) if isinstance(one, Notes)]
    assert note.entries == (rule,)
    marked = snapshot([*made.rows, inferred(made.node, "goal")])
    pages: list[list[Block]] = [[]]
    for one in measure_card.build(marked, {"nodes": ["相談の場"]}, PORTRAIT):
        pages += [[]] if isinstance(one, PageBreak) else []
        pages[-1].append(one)
    assert len(pages) > 2
    notes = [[one for one in page if isinstance(one, Notes)] for page in pages]
    assert [len(found) for found in notes] == [1, *[0] * (len(pages) - 1)]
    assert notes[0][0].entries == (rule, ("※", "点線で囲み（推定）と付した内容は、確認中のものです。"))


@pytest.mark.parametrize("orientation", list(Orientation))
def test_a_long_card_goes_on_under_its_heading(orientation: Orientation) -> None:
    made = Plan(opinions=60)
    paper = handout(block("measure_card", nodes=["相談の場"]))
    paper.orientation = orientation
    pages = lay_out_document(build_document(snapshot(made.rows), paper)).pages
    assert len(pages) > 2
    assert [page.bookmarks[0].text for page in pages] == [
        "1-1　相談の場",
        *["1-1　相談の場（続き）"] * (len(pages) - 1),
    ]
    printed = "".join(box.text for page in pages for item in page.items for box in item.drawing.boxes)
    assert all(f"{at}番目の意見です。" in printed for at in range(60))


def test_a_text_longer_than_a_page_is_not_lost() -> None:
    made = Plan()
    made.node.statement = "".join(f"第{at}文は長い説明です。" for at in range(400))
    paper = handout(block("measure_card", nodes=["相談の場"]))
    layout = lay_out_document(build_document(snapshot(made.rows), paper))
    boxes = [box for page in layout.pages for item in page.items[1:] for box in item.drawing.boxes]
    statement = "".join(box.text for box in boxes if box.name == f"{made.node.uid}/statement")
    assert statement.replace("\n", "") == made.node.statement
    printed = "".join(box.text for box in boxes)
    assert "予算事業" in printed


def test_a_card_shrinks_to_the_floor_before_it_goes_on() -> None:
    def sizes(count: int) -> set[float]:
        return {one.size for one in Plan(count).cards(A4_LANDSCAPE, nodes=["1-1"]) if isinstance(one, Table)}

    assert sizes(0) == {11.0}
    assert sizes(30) == {10.5}


def test_the_sample_has_a_page_for_each_measure(sample: PlanSnapshot) -> None:
    layout = laid_out(sample, "measure-cards")
    pages = page_texts(sample, "measure-cards")
    assert len(pages) == len([page for page in layout.pages if page.bookmarks]) == 12
    assert (
        missing(pages[1], ["健康で豊かに暮らせるサービスの提供", "自治会のデジタル化支援", "50.0%", "60.0%"])
        == []
    )
    boxes = [box for page in layout.pages for item in page.items for box in item.drawing.boxes]
    assert [box.text for box in boxes if overflows(box)] == []
