"""成果と課題 as a sheet: a row a node, typing makes the review, where the node goes in the revision."""

from sqlalchemy.orm import Session

from dxplanner.domain.vocabulary import Side
from dxplanner.model import PolicyNode, Review
from dxplanner.services import review_sheet as reviews
from dxplanner.services.fields import set_field
from dxplanner.services.node_numbers import NumberBook
from dxplanner.services.review_sheet import ReviewPlace
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_edit import clear, paste, set_cell
from dxplanner.services.sheet_read import SheetRow, read_rows
from dxplanner.services.transitions import end_nodes, remove
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile


def made(plan: PlanFile) -> tuple[SheetSource, ReviewPlace]:
    with plan.reading() as session:
        place = reviews.usual_place(session)
        assert place is not None
        headings = reviews.review_headings(session, place)
    assert headings == ("基本方針", "基本施策")
    return reviews.review_source(lambda: place, headings, NumberBook()), place


def rows(plan: PlanFile, source: SheetSource) -> dict[int, SheetRow]:
    with plan.reading() as session:
        return read_rows(session, source, source.rows(session))


def review_of(session: Session, node: int) -> Review:
    return session.query(Review).filter_by(node_id=node).one()


def test_every_node_has_a_row_with_its_policy_and_where_it_goes(sample_plan: PlanFile) -> None:
    source, place = made(sample_plan)
    shown = list(rows(sample_plan, source).values())
    assert len(shown) == 13
    assert shown[0].texts[:2] == ("1 情報格差のない暮らしの実現", "1-1 デジタル活用を支援する")
    assert shown[0].texts[4] == "1-3 サービスの情報発信と快適な利用のサポート（名称変更・拡充）"
    assert len(shown[4].texts[4].splitlines()) == 2
    assert shown[0].numbers[5] == 50
    with sample_plan.reading() as session:
        counts = reviews.review_counts(session, place)
    assert (counts.nodes, dict(counts.blank)) == (13, {"achievement": 0, "issue": 0})


def test_typing_into_an_empty_row_makes_the_review_and_keeps_the_row(sample_plan: PlanFile) -> None:
    source, place = made(sample_plan)
    bench = Workbench(sample_plan)
    key = next(iter(rows(sample_plan, source)))
    with sample_plan.reading() as session:
        review = review_of(session, key).id
    bench.run("削除", lambda session: reviews.delete_review(session, review))
    assert rows(sample_plan, source)[key].texts[2:4] == ("", "")
    with sample_plan.reading() as session:
        assert dict(reviews.review_counts(session, place).blank) == {"achievement": 1, "issue": 1}
    bench.run("変更", set_cell(source, key, "issue", "一行目\n二行目"))
    row = rows(sample_plan, source)[key]
    assert row.texts[2:4] == ("", "一行目\n二行目")
    assert row.numbers[6] == 6
    with sample_plan.reading() as session:
        assert review_of(session, key).issue == "一行目\n二行目"
    bench.undo()
    bench.undo()
    assert rows(sample_plan, source)[key].texts[2].startswith("身近な施設で")


def test_blank_typing_makes_nothing(sample_plan: PlanFile) -> None:
    source, _ = made(sample_plan)
    bench = Workbench(sample_plan)
    key = next(iter(rows(sample_plan, source)))
    with sample_plan.reading() as session:
        review = review_of(session, key).id
    bench.run("削除", lambda session: reviews.delete_review(session, review))
    bench.run("変更", set_cell(source, key, "issue", ""))
    with sample_plan.reading() as session:
        assert session.query(Review).filter_by(node_id=key).count() == 0
    assert sample_plan.undo_label() == "削除"


def test_a_node_can_have_several(sample_plan: PlanFile) -> None:
    source, place = made(sample_plan)
    bench = Workbench(sample_plan)
    keys = list(rows(sample_plan, source))
    second = bench.run("追加", lambda session: reviews.add_review(session, keys[0]))
    assert list(rows(sample_plan, source))[:3] == [keys[0], -second, keys[1]]
    bench.run("変更", set_cell(source, -second, "achievement", "もう一つの成果"))
    assert rows(sample_plan, source)[-second].texts[1:3] == ("1-1 デジタル活用を支援する", "もう一つの成果")
    with sample_plan.reading() as session:
        assert reviews.review_counts(session, place).nodes == 13
    bench.undo()
    bench.undo()
    assert list(rows(sample_plan, source)) == keys


def test_a_range_is_pasted_and_cleared_in_one_step_each(sample_plan: PlanFile) -> None:
    source, _ = made(sample_plan)
    bench = Workbench(sample_plan)
    before = rows(sample_plan, source)
    keys = list(before)
    grid = [["成果１\n改行", "課題１"], ["成果２", "課題２"]]
    report = bench.run("貼り付け", paste(source, keys[:2], ["achievement", "issue"], grid, add_rows=True))
    assert (report.done, report.bad) == (4, ())
    assert [rows(sample_plan, source)[key].texts[2] for key in keys[:2]] == ["成果１\n改行", "成果２"]
    bench.run("消去", clear(source, [(keys[0], "achievement"), (keys[0], "issue")]))
    assert rows(sample_plan, source)[keys[0]].texts[2:4] == ("", "")
    bench.undo()
    bench.undo()
    assert rows(sample_plan, source) == before


def test_the_target_follows_the_transitions(sample_plan: PlanFile) -> None:
    source, _ = made(sample_plan)
    bench = Workbench(sample_plan)
    key = next(iter(rows(sample_plan, source)))
    with sample_plan.reading() as session:
        links = [end.transition_id for end in session.get_one(PolicyNode, key).transition_ends]
    bench.run("削除", lambda session: [remove(session, link) for link in links])
    assert rows(sample_plan, source)[key].texts[4] == "（行き先なし）"
    bench.run("廃止", lambda session: end_nodes(session, [key], Side.OLD))
    assert rows(sample_plan, source)[key].texts[4] == "廃止"


def test_a_renamed_node_is_shown_by_its_new_name(sample_plan: PlanFile) -> None:
    source, _ = made(sample_plan)
    key = next(iter(rows(sample_plan, source)))
    Workbench(sample_plan).run(
        "改名", lambda session: set_field(session, PolicyNode, key, "name", "新しい名称")
    )
    assert rows(sample_plan, source)[key].texts[1] == "1-1 新しい名称"


def test_an_empty_plan_has_no_place(empty_plan: PlanFile) -> None:
    with empty_plan.reading() as session:
        assert reviews.usual_place(session) is None
