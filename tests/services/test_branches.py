"""Copy and paste of branches: what a copy keeps, how levels are matched, and no trust in the clipboard."""

import json
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError, RefusedEdit, UserError
from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.model import (
    Department,
    Initiative,
    NodeDepartment,
    PolicyNode,
    Provenance,
    Review,
    SourceDocument,
    TransitionEnd,
)
from dxplanner.services import branches
from dxplanner.services.hierarchy_rows import Place
from dxplanner.services.workbench import Workbench
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from tests.services.outlines import key, make_version, outline, rows

POLICY = "都市の力を活かし、産業とまちの活力を高めます。"
MEASURE = "産業のスマート化の推進"


def copied(plan: PlanFile, *names: str) -> str:
    """Nodes on the clipboard."""
    keys = [key(plan, name) for name in names]
    with plan.reading() as session:
        return branches.copied(session, keys)


def everything(session: Session, node_id: int) -> list[object]:
    """What belongs to a node, without keys."""
    node = session.get_one(PolicyNode, node_id)
    marks = session.scalars(sa.select(Provenance).where(Provenance.entity_uid == node.uid))
    return [
        (node.name, node.statement, node.goal, node.colour, node.initiatives_open, node.level.name),
        [one.name for one in node.initiatives],
        [(one.department.name, one.role) for one in node.departments],
        [(one.achievement, one.issue) for one in node.reviews],
        [
            (
                (one.name, one.unit, one.kind, one.direction, one.decimals),
                [
                    (
                        value.role,
                        value.fiscal_year,
                        str(value.value),
                        [basis.cell_id for basis in value.basis],
                    )
                    for series in one.series
                    for value in series.values
                ],
            )
            for one in node.indicators
        ],
        sorted((one.field_name or "", one.status.value, one.document_id or 0) for one in marks),
        [everything(session, child.id) for child in node.children],
    ]


def test_a_copy_keeps_what_belongs_to_the_nodes_and_leaves_what_ties_them(sample_plan: PlanFile) -> None:
    measure, policy = key(sample_plan, MEASURE), key(sample_plan, POLICY)
    with sample_plan.filling() as session:
        department = Department(name="産業雇用政策課", position=9, valid_from=date(2024, 4, 1))
        session.add(department)
        session.flush()
        session.add(NodeDepartment(node_id=measure, department_id=department.id, position=0))
        session.add(Review(node_id=measure, position=0, achievement="成果", issue="課題"))
    text = copied(sample_plan, POLICY)
    bench = Workbench(sample_plan)
    [made] = bench.run("貼り付け", branches.paste_near(text, 2, policy))
    with sample_plan.reading() as session:
        old, new = session.get_one(PolicyNode, policy), session.get_one(PolicyNode, made)
        assert everything(session, made) == everything(session, policy)
        assert new.uid != old.uid
        assert new.parent_id == old.parent_id
        assert new.position == old.position + 1
        ties = sa.select(sa.func.count()).where(
            TransitionEnd.node_id.in_([child.id for child in new.children])
        )
        assert session.scalar(ties) == 0


def test_a_paste_is_one_step_back(sample_plan: PlanFile) -> None:
    before = rows(sample_plan)
    bench = Workbench(sample_plan)
    bench.run("貼り付け", branches.paste_near(copied(sample_plan, "暮らし"), 2, None))
    assert rows(sample_plan) != before
    bench.undo()
    assert rows(sample_plan) == before


def test_levels_are_matched_by_name_between_versions(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    goal = key(sample_plan, "デジタル技術で人と人とがつながり、自分らしくいられるまち")
    bench.run("貼り付け", branches.paste_near(copied(sample_plan, POLICY), 1, goal))
    assert outline(sample_plan, "現行計画")[:7] == [
        "2030年のめざす姿: デジタル技術で人と人とがつながり、自分らしくいられるまち",
        "  基本方針: 情報格差のない暮らしの実現",
        "    基本施策: デジタル活用を支援する",
        "    基本施策: 人と人とをつなぐ仕組みをつくる",
        f"  基本方針: {POLICY}",
        f"    基本施策: {MEASURE}",
        "    基本施策: データと新技術を活用した新たなサービスの創出",
    ]


def test_levels_of_other_names_are_matched_by_depth(empty_plan: PlanFile) -> None:
    make_version(empty_plan, "旧", ["柱", "施策", "事業"], ["甲", " 乙", "  丙"])
    new = make_version(empty_plan, "新", [f"第{number}階層" for number in range(1, 8)], ["い", " ろ"])
    bench = Workbench(empty_plan)
    text = copied(empty_plan, "甲")
    too_deep = Place(1, key(empty_plan, "甲"))
    bench.run("貼り付け", branches.paste(text, Place(new, key(empty_plan, "い"))))
    assert outline(empty_plan, "新") == [
        "第1階層: い",
        "  第2階層: ろ",
        "  第2階層: 甲",
        "    第3階層: 乙",
        "      第4階層: 丙",
    ]
    with pytest.raises(RefusedEdit, match="ここには貼り付けられません"):
        bench.run("貼り付け", branches.paste(text, too_deep))


def test_a_copy_lands_where_its_level_belongs(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    other = key(sample_plan, "データと新技術を活用した新たなサービスの創出")
    text = copied(sample_plan, MEASURE)
    [after_measure] = bench.run("貼り付け", branches.paste_near(text, 2, other))
    [below_policy] = bench.run(
        "貼り付け",
        branches.paste_near(text, 2, key(sample_plan, "まちの魅力を磨き、人々に付加価値を提供します。")),
    )
    with sample_plan.reading() as session:
        assert session.get_one(PolicyNode, after_measure).position == 2
        last = session.get_one(PolicyNode, below_policy)
        assert (last.parent and last.parent.name, last.position) == (
            "まちの魅力を磨き、人々に付加価値を提供します。",
            2,
        )


def test_cut_moves_within_a_version_and_copies_into_another(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    measure = key(sample_plan, MEASURE)
    text = copied(sample_plan, MEASURE)
    target = key(sample_plan, "学校教育のDX推進")
    assert bench.run("移動", branches.paste_near(text, 2, target, [measure])) == [measure]
    with sample_plan.reading() as session:
        moved = session.get_one(PolicyNode, measure)
        assert (moved.parent_id, moved.position) == (session.get_one(PolicyNode, target).parent_id, 2)
        assert moved.transition_ends
    [made] = bench.run(
        "移動", branches.paste_near(text, 1, key(sample_plan, "XRコンテンツの創造"), [measure])
    )
    with sample_plan.reading() as session:
        assert session.get(PolicyNode, measure) is None
        assert session.get_one(PolicyNode, made).version_id == 1
        assert session.get_one(PolicyNode, made).initiatives
    bench.undo()
    assert key(sample_plan, MEASURE) == measure


def test_into_another_plan_by_names_of_shared_rows(sample_plan: PlanFile, empty_path: Path) -> None:
    measure = key(sample_plan, MEASURE)
    with sample_plan.filling() as session:
        department = Department(name="産業雇用政策課", position=9)
        session.add(department)
        session.flush()
        session.add(NodeDepartment(node_id=measure, department_id=department.id, position=0))
        session.add(
            Provenance(
                entity_uid=session.get_one(PolicyNode, measure).uid,
                field_name="name",
                status=ProvenanceStatus.INFERRED,
                document_id=session.scalars(sa.select(SourceDocument.id)).first(),
            )
        )
    text = copied(sample_plan, MEASURE)
    with PlanFile.open(empty_path, Author("別の人", "PC-02")) as other:
        make_version(other, "案", ["基本方針", "基本施策"], ["方針"])
        bench = Workbench(other)
        [first] = bench.run("貼り付け", branches.paste_near(text, 1, key(other, "方針")))
        [second] = bench.run("貼り付け", branches.paste_near(text, 1, first))
        with other.reading() as session:
            found = [session.get_one(PolicyNode, one) for one in (first, second)]
            assert {one.departments[0].department.name for one in found} == {"産業雇用政策課"}
            assert len({one.departments[0].department_id for one in found}) == 1
            marks = list(session.scalars(sa.select(Provenance).where(Provenance.entity_uid == found[0].uid)))
            assert {mark.document_id for mark in marks} == {None}
            assert ProvenanceStatus.INFERRED in {mark.status for mark in marks}
            assert session.scalar(sa.select(sa.func.count()).select_from(Initiative)) == 6


def test_lines_become_siblings(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    made = bench.run("貼り付け", branches.paste_names(["甲", "乙"], 2, key(sample_plan, MEASURE)))
    with sample_plan.reading() as session:
        assert [
            (session.get_one(PolicyNode, one).position, session.get_one(PolicyNode, one).level.name)
            for one in made
        ] == [(1, "基本施策"), (2, "基本施策")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "名称",
        "[]",
        "{}",
        '{"format": "dxplanner-branches-1", "levels": ["a"], "nodes": []}',
        '{"format": "dxplanner-branches-1", "levels": [1], "nodes": [{}]}',
        "[" * 100_000,
    ],
)
def test_a_foreign_clipboard_is_refused(sample_plan: PlanFile, text: str) -> None:
    before = rows(sample_plan)
    with pytest.raises(InputError, match="読み取れません"):
        Workbench(sample_plan).run("貼り付け", branches.paste_near(text, 2, None))
    assert rows(sample_plan) == before


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("level", 99),
        ("level", True),
        ("fields", []),
        ("fields.name", ""),
        ("fields.name", 5),
        ("fields.name", "\x00"),
        ("fields.colour", "赤"),
        ("children", {}),
        ("children", [5]),
        ("parts.indicators.0.fields.decimals", 10**30),
        ("parts.indicators.0.fields.decimals", 7),
        ("parts.indicators.0.fields.kind", None),
        ("parts.indicators.0.parts.series.0.parts.values.0.fields.value", "NaN"),
        ("parts.indicators.0.parts.series.0.parts.values.0.fields.fiscal_year", "R6"),
        ("parts.initiatives", "x"),
        ("parts.initiatives.0", None),
        ("origins", [{"fields": {"recorded_on": "きのう"}}]),
    ],
)
def test_a_tampered_copy_leaves_nothing_behind(sample_plan: PlanFile, path: str, value: object) -> None:
    whole = json.loads(copied(sample_plan, MEASURE))
    spot = whole["nodes"][0]
    *way, last = path.split(".")
    for name in way:
        spot = spot[int(name)] if name.isdecimal() else spot[name]
    if last.isdecimal():
        spot[int(last)] = value
    else:
        spot[last] = value
    before = rows(sample_plan)
    with pytest.raises(UserError):
        Workbench(sample_plan).run("貼り付け", branches.paste_near(json.dumps(whole), 2, None))
    assert rows(sample_plan) == before
    assert sample_plan.undo_label() is None


def test_nodes_of_two_versions_are_not_one_copy(sample_plan: PlanFile) -> None:
    with pytest.raises(RefusedEdit, match="別の計画版"):
        copied(sample_plan, MEASURE, "XRコンテンツの創造")
