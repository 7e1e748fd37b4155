"""A new plan file: empty, copied from another plan, or from a list; nothing half-made is left."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError, MachineError
from dxplanner.domain.vocabulary import NumberScope, Stage
from dxplanner.importers.grid import grid_of_text
from dxplanner.importers.outline import read_outline
from dxplanner.model import Department, PlanVersion, PolicyNode, Term
from dxplanner.model.numbers import node_numbers, top_nodes, walk
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services import new_plan
from dxplanner.services.new_plan import NewPlan, NewTerm, create_plan, first_problem, level_problems
from dxplanner.services.plan_seeds import (
    R6_LEVELS,
    THREE_LEVELS,
    NewLevel,
    departments_of,
    example_numbers,
    levels_of,
    preview,
    seeds_of_outline,
    seeds_of_version,
)
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.store.verify import verify

AUTHOR = Author("企画係", "PC-01")
TERMS = (NewTerm(1, 2022, 2024), NewTerm(2, 2025, 2027))
SPEC = NewPlan("第3次計画", "長崎市", TERMS[1:], THREE_LEVELS)


def made(path: Path, spec: NewPlan) -> PlanSnapshot:
    create_plan(path, spec, AUTHOR)
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name]
    with PlanFile.open(path, AUTHOR) as plan:
        assert verify(plan) == []
        assert (plan.undo_label(), plan.history_size()) == (None, 0)
        return plan.snapshot()


def tree(version: PlanVersion) -> list[tuple[str, str, str]]:
    """Level, number and name of each node, in order."""
    numbers = node_numbers(version)
    nodes = walk(top_nodes(version))
    return [(node.level.name, numbers.get(node.uid, ""), node.name) for node in nodes]


def test_an_empty_plan_has_its_term_version_and_levels(tmp_path: Path) -> None:
    snapshot = made(tmp_path / "計画.dxplan", SPEC)
    plan = snapshot.plan
    assert (plan.name, plan.city, plan.first_year, plan.last_year) == ("第3次計画", "長崎市", 2025, 2027)
    [version] = snapshot.all(PlanVersion)
    assert (version.name, version.stage) == ("計画案", Stage.SKELETON)
    assert version.term is not None
    assert (version.term.number, version.term.first_year, version.term.last_year) == (2, 2025, 2027)
    assert levels_of(version) == THREE_LEVELS
    assert snapshot.all(PolicyNode) == ()


def test_an_older_term_is_the_present_plan(tmp_path: Path) -> None:
    snapshot = made(tmp_path / "計画.dxplan", replace(SPEC, terms=TERMS))
    assert [(one.name, one.stage) for one in snapshot.all(PlanVersion)] == [
        ("現行計画", Stage.PUBLISHED),
        ("見直し案", Stage.SKELETON),
    ]
    assert [term.number for term in snapshot.all(Term)] == [1, 2]
    assert (snapshot.plan.first_year, snapshot.plan.last_year) == (2022, 2027)


def test_a_hierarchy_is_copied_with_what_belongs_to_it(tmp_path: Path, sample: PlanSnapshot) -> None:
    source = next(one for one in sample.all(PlanVersion) if one.name == "見直し案")
    seeds = seeds_of_version(source, initiatives=True, departments=True)
    spec = replace(
        SPEC,
        terms=TERMS,
        levels=levels_of(source),
        seeds=seeds,
        departments=departments_of(sample),
        fill_current=True,
    )
    snapshot = made(tmp_path / "計画.dxplan", spec)
    current, revised = snapshot.all(PlanVersion)
    assert tree(revised) == tree(current) == tree(source)
    assert [one.name for one in snapshot.all(Department)] == [one.name for one in departments_of(sample)]
    for node, original in zip(walk(top_nodes(revised)), walk(top_nodes(source)), strict=True):
        assert node.uid != original.uid
        for name in ("statement", "goal", "colour", "initiatives_open", "note"):
            assert getattr(node, name) == getattr(original, name)
        assert [one.name for one in node.initiatives] == [one.name for one in original.initiatives]
        assert [one.department.name for one in node.departments] == [
            one.department.name for one in original.departments
        ]


def test_only_names_are_copied_where_nothing_else_is_wanted(tmp_path: Path, sample: PlanSnapshot) -> None:
    source = sample.all(PlanVersion)[-1]
    spec = replace(
        SPEC, terms=TERMS, levels=levels_of(source), seeds=seeds_of_version(source, initiatives=False)
    )
    snapshot = made(tmp_path / "計画.dxplan", spec)
    current, revised = snapshot.all(PlanVersion)
    assert (current.nodes, len(revised.nodes)) == ([], len(source.nodes))
    assert all(not node.initiatives and not node.departments for node in revised.nodes)


def test_a_list_becomes_the_hierarchy_and_the_preview_shows_its_numbers(tmp_path: Path) -> None:
    read = read_outline(
        grid_of_text("1\t甲\n3\t乙\n3-1\t丙\n1-5\t丁"), [level.rule for level in THREE_LEVELS]
    )
    seeds = seeds_of_outline(read.rows)
    shown = preview(THREE_LEVELS, seeds)
    assert [(line.depth, line.number, line.name) for line in shown] == [
        (0, "1", "甲"), (1, "1-1", "丁"), (0, "2", "乙"), (1, "2-1", "丙"),
    ]  # fmt: skip
    snapshot = made(tmp_path / "計画.dxplan", replace(SPEC, seeds=seeds))
    assert [line[1:] for line in tree(snapshot.all(PlanVersion)[0])] == [
        (line.number, line.name) for line in shown
    ]


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        (replace(SPEC, name=" "), "計画の名前：空欄にはできません。"),
        (replace(SPEC, city="長\n崎"), "市名：改行や制御文字は使えません。"),
        (replace(SPEC, terms=()), "期を1つ以上入力してください。"),
        (replace(SPEC, terms=(NewTerm(2, 2027, 2025),)), "第2期：終了年度が開始年度より前になっています。"),
        (replace(SPEC, terms=(NewTerm(0, 2025, 2027),)), "第0期：期は1以上の数にしてください。"),
        (replace(SPEC, terms=(NewTerm(1, 1900, 2027),)), "第1期：年度は平成元年度から西暦2100年度まで"),
        (
            replace(SPEC, terms=(TERMS[0], NewTerm(2, 2024, 2027))),
            "第2期の開始（R6年度）が、前の期と重なっています。",
        ),
        (replace(SPEC, levels=()), "階層を1つ以上入力してください。"),
        (replace(SPEC, levels=(NewLevel(""),)), "1段目：空欄にはできません。"),
        (
            replace(SPEC, levels=THREE_LEVELS[:1], seeds=seeds_of_outline(
                read_outline(grid_of_text("甲\n\t乙"), [level.rule for level in THREE_LEVELS]).rows
            )),
            "写す体系は2段、この計画の階層は1段です。「階層」に戻って段数をそろえてください。",
        ),
    ],
)  # fmt: skip
def test_a_specification_that_cannot_be_made_is_refused(tmp_path: Path, spec: NewPlan, sentence: str) -> None:
    problem = first_problem(spec)
    assert problem is not None
    assert problem.startswith(sentence)
    with pytest.raises(InputError, match=re.escape(problem)):
        create_plan(tmp_path / "計画.dxplan", spec, AUTHOR)
    assert list(tmp_path.iterdir()) == []


def test_levels_need_different_names() -> None:
    assert level_problems([NewLevel("施策"), NewLevel(" 施策 "), NewLevel("ｼｻｸ")]) == {
        1: "2段目：1段目と同じ名前です。"
    }
    assert level_problems([NewLevel(f"階層{number}") for number in range(13)]) == {0: "階層は12段までです。"}


def test_nothing_is_overwritten_and_nothing_half_made_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "計画.dxplan"
    target.write_text("大事な内容", encoding="utf-8")
    with pytest.raises(InputError, match=r"「計画\.dxplan」は既にあります"):
        create_plan(target, SPEC, AUTHOR)
    assert target.read_text(encoding="utf-8") == "大事な内容"
    target.unlink()

    def fail(_session: Session, _spec: NewPlan) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(new_plan, "_fill", fail)
    with pytest.raises(MachineError, match="ディスクの空きが足りない"):
        create_plan(target, SPEC, AUTHOR)
    assert list(tmp_path.iterdir()) == []


def test_examples_of_numbers_follow_the_rules() -> None:
    assert example_numbers(R6_LEVELS) == ["", "", "", "1、2…", "1-1、1-2…", ""]
    assert example_numbers(THREE_LEVELS) == ["1、2…", "1-1、1-2…", "1-1-1、1-1-2…"]
    assert example_numbers([NewLevel("甲", NumberScope.PARENT), NewLevel("乙", NumberScope.PARENT)]) == [
        "1、2…",
        "1、2…",
    ]
