"""The picture of a node: what is on it, where it comes from, and which parts its 階層 shows."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.vocabulary import ColourRole, DepartmentRole, NumberScope, Side, TransitionKind
from dxplanner.model import Department, Level, PlanVersion, PolicyNode, entities
from dxplanner.model.numbers import node_numbers
from dxplanner.services.departments import assign_department, find_department, follow_successor
from dxplanner.services.node_numbers import NumberBook, version_numbers
from dxplanner.services.node_query import TABLES, NodeView, node_view
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile

TODAY = date(2024, 11, 8)
REVISED, CURRENT, AREA, VISION = 46, 21, 11, 22
"""Nodes of the sample: 見直し案 1-2, 現行 1-1, the 分野 生活, a めざす姿."""


def view_of(plan: PlanFile, node_id: int, today: date = TODAY) -> NodeView:
    with plan.reading() as session:
        view = node_view(session, node_id, NumberBook(), today)
    assert view is not None
    return view


def test_a_revised_measure_shows_everything_about_it(sample_plan: PlanFile) -> None:
    view = view_of(sample_plan, REVISED)
    assert (view.number, view.level, view.version) == ("1-2", "基本施策", "見直し案")
    assert (view.area, view.place) == (ColourRole.LIFE, "1-2")
    assert view.values["goal"] == "複数のデジタルサービスにより、便利で豊かになったと感じる市民が増えている。"
    assert [line.name for line in view.initiatives] == [
        "子育てをサポートするサービスの強化",
        "健康づくりのサポート強化",
        "自治会のデジタル化支援",
    ]
    assert [line.lines for line in view.indicators] == [("基準値 50.0%（R6） → 目標値 60.0%（R9）",)]
    assert [(line.side, line.kind) for line in view.transitions] == [
        (Side.NEW, TransitionKind.MERGED),
        (Side.NEW, TransitionKind.MERGED),
    ]
    assert [ref.text for line in view.transitions for ref in line.across] == [
        "1-2 人と人とをつなぐ仕組みをつくる",
        "2-2 デジタル技術で健やかな暮らしをサポート",
    ]
    assert [line.node.number for line in view.reviews] == ["1-2", "2-2"]
    assert not view.reviewable
    assert view.marks_on(view.uid, "initiatives")[0].inferred
    assert not view.marks_on(view.uid, "goal")[0].inferred


def test_a_current_measure_goes_to_the_revised_one_and_has_its_own_review(sample_plan: PlanFile) -> None:
    view = view_of(sample_plan, CURRENT)
    [line] = view.transitions
    assert (line.side, line.detail) == (Side.OLD, "名称変更・拡充")
    assert [ref.text for ref in line.across] == ["1-3 サービスの情報発信と快適な利用のサポート"]
    assert view.reviewable
    assert [review.node.id for review in view.reviews] == [CURRENT]


def test_a_split_names_the_other_half(sample_plan: PlanFile) -> None:
    view = view_of(sample_plan, 52)
    beside = [ref.number for line in view.transitions for ref in line.beside]
    assert beside == ["4-2"]
    assert view.indicators[0].lines[0] == "国内：基準値 53.1%（R5） → 目標値 74.3%（R9）"


def test_levels_above_the_numbers_show_only_what_they_use(sample_plan: PlanFile) -> None:
    assert view_of(sample_plan, AREA).shown == {"name", "statement", "colour", "note"}
    assert view_of(sample_plan, VISION).shown == {"name", "statement", "note"}
    measure = view_of(sample_plan, REVISED).shown
    assert {"goal", "initiatives", "initiatives_open", "departments", "indicators"} <= measure
    assert "colour" not in measure
    Workbench(sample_plan).run("所管課", lambda s: assign_department(s, VISION, "企画課"))
    assert "departments" in view_of(sample_plan, 25).shown


def test_a_plan_without_numbers_shows_the_working_parts_on_every_level(empty_plan: PlanFile) -> None:
    def build(session: Session) -> int:
        version = PlanVersion(
            name="案", levels=[Level(name="柱", position=0), Level(name="施策", position=1)]
        )
        node = PolicyNode(name="一", level=version.levels[0], version=version)
        session.add_all([version, node])
        session.flush()
        return node.id

    node_id = Workbench(empty_plan).run("作成", build)
    view = view_of(empty_plan, node_id)
    assert {"goal", "initiatives", "departments"} <= view.shown
    assert (view.number, view.place, view.reviewable) == ("", "「一」", True)


def test_the_area_is_that_of_the_nearest_node_with_a_colour(empty_plan: PlanFile) -> None:
    colours = (ColourRole.NEUTRAL, ColourRole.LIFE, ColourRole.NEUTRAL, ColourRole.NEUTRAL)
    with empty_plan.filling() as session:
        version = PlanVersion(name="見直し案")
        nodes: list[PolicyNode] = []
        for depth, colour in enumerate(colours):
            level = Level(version=version, name=f"階層{depth}", position=depth)
            above = nodes[-1] if nodes else None
            nodes.append(PolicyNode(version=version, level=level, parent=above, name="名称", colour=colour))
        session.add(version)
        session.flush()
        keys = [node.id for node in nodes]
    areas = [view_of(empty_plan, key).area for key in keys]
    assert areas == [ColourRole.NEUTRAL, ColourRole.LIFE, ColourRole.LIFE, ColourRole.LIFE]
    with empty_plan.edit("色") as edit:
        edit.session.get_one(PolicyNode, keys[2]).colour = ColourRole.TALENT
    assert view_of(empty_plan, keys[3]).area is ColourRole.TALENT
    with empty_plan.edit("色") as edit:
        for key in keys:
            edit.session.get_one(PolicyNode, key).colour = ColourRole.NEUTRAL
    assert view_of(empty_plan, keys[3]).area is ColourRole.NEUTRAL


def test_numbers_from_plain_rows_are_those_of_the_model(sample_plan: PlanFile) -> None:
    snapshot = sample_plan.snapshot()
    for version in snapshot.all(PlanVersion):
        with sample_plan.reading() as session:
            found = version_numbers(session, version.id)
        uids = {node.id: node.uid for node in version.nodes}
        assert {uids[key]: number for key, number in found.items()} == node_numbers(version)


def test_numbers_are_kept_until_they_are_forgotten(sample_plan: PlanFile) -> None:
    book = NumberBook()
    with sample_plan.reading() as session:
        assert book.numbers(session, 2)[REVISED] == "1-2"
    level = view_of(sample_plan, REVISED)
    assert level.number == "1-2"
    Workbench(sample_plan).run(
        "番号なし",
        lambda s: s.execute(sa.update(Level).values(scope=NumberScope.NONE)),
    )
    with sample_plan.reading() as session:
        assert book.numbers(session, 2)[REVISED] == "1-2"
        book.forget()
        assert REVISED not in book.numbers(session, 2)


def test_sections_valid_today_come_first_and_expired_ones_say_so(sample_plan: PlanFile) -> None:
    def organise(session: Session) -> None:
        session.add_all(
            [
                Department(name="旧情報システム課", position=0, valid_to=date(2023, 3, 31), successor_id=1),
                Department(name="デジタル推進課", position=2, valid_from=date(2025, 4, 1)),
                Department(name="こども政策課", short_name="こ政", position=3),
            ]
        )

    bench = Workbench(sample_plan)
    bench.run("組織", organise)
    choices = view_of(sample_plan, REVISED).choices
    assert [choice.text for choice in choices] == [
        "情報政策推進室",
        "こども政策課",
        "旧情報システム課（R5.3.31まで）",
        "デジタル推進課（R7.4.1から）",
    ]
    later = view_of(sample_plan, REVISED, date(2025, 4, 1)).choices
    assert [choice.name for choice in later if choice.valid][1] == "デジタル推進課"
    found = find_department(choices, "こども政策課　")
    assert found is not None
    assert find_department(choices, "コ政") == found
    assert find_department(choices, "知らない課") is None


def test_assigning_following_a_successor_and_what_is_refused(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    old = Department(name="旧情報システム課", position=1, valid_to=date(2023, 3, 31), successor_id=1)
    bench.run("組織", lambda s: s.add(old))
    key = bench.run("所管課", lambda s: assign_department(s, REVISED, old.id))
    bench.run("所管課", lambda s: assign_department(s, REVISED, "新しい課"))
    assigned = view_of(sample_plan, REVISED).departments
    assert [(one.department.name, one.role, one.department.valid) for one in assigned] == [
        ("旧情報システム課", DepartmentRole.LEAD, False),
        ("新しい課", DepartmentRole.RELATED, True),
    ]
    with pytest.raises(RefusedEdit, match="もう入っています"):
        bench.run("二度", lambda s: assign_department(s, REVISED, old.id))
    assert bench.run("後継", lambda s: follow_successor(s, key)) == "情報政策推進室"
    assert view_of(sample_plan, REVISED).departments[0].department.id == 1
    with pytest.raises(RefusedEdit, match="後継の組織が登録されていません"):
        bench.run("後継", lambda s: follow_successor(s, key))


def test_a_node_that_is_gone_has_no_picture(sample_plan: PlanFile) -> None:
    with sample_plan.reading() as session:
        assert node_view(session, 99999, NumberBook(), TODAY) is None


def test_the_watched_tables_exist_and_pictures_of_one_state_are_equal(sample_plan: PlanFile) -> None:
    assert {entity.__tablename__ for entity in entities()} >= TABLES
    assert view_of(sample_plan, 52) == view_of(sample_plan, 52)
