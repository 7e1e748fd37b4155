"""Composing handouts: adding, copying, templates, options of blocks; everything undone to the start."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from dxplanner.domain.errors import RefusedEdit
from dxplanner.handouts.catalogue import KINDS
from dxplanner.handouts.documents import build_document
from dxplanner.model import Handout, HandoutBlock
from dxplanner.paths import data_dir
from dxplanner.services.export import handouts_named
from dxplanner.services.fields import delete_rows, move_rows
from dxplanner.services.handout_edit import (
    add_block,
    add_handout,
    bundled_templates,
    copy_blocks,
    copy_handout,
    set_code,
    set_enabled,
    set_option,
    sort_by_number,
    template_named,
)
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile

Shown = list[tuple[str, str, bool, list[tuple[str, object, bool]]]]


def shown(plan: PlanFile) -> Shown:
    """All handouts with their blocks, as they are stored."""
    with plan.reading() as session:
        rows = session.scalars(sa.select(Handout).order_by(Handout.position, Handout.id))
        return [
            (row.code, row.title, row.template, [(b.kind, b.options, b.enabled) for b in row.blocks])
            for row in rows
        ]


def key_of(plan: PlanFile, code: str) -> int:
    with plan.reading() as session:
        key = session.scalar(sa.select(Handout.id).where(Handout.code == code))
    assert key is not None
    return key


def blocks_of(plan: PlanFile, handout_id: int) -> list[int]:
    with plan.reading() as session:
        rows = sa.select(HandoutBlock.id).where(HandoutBlock.handout_id == handout_id)
        return list(session.scalars(rows.order_by(HandoutBlock.position)))


def test_a_handout_is_composed_and_all_of_it_undone(sample_plan: PlanFile) -> None:
    bench, start = Workbench(sample_plan), shown(sample_plan)
    made = bench.run("資料の追加", add_handout("庁内説明資料"))
    first = bench.run("部品の追加", add_block(made, "heading", {"text": "経緯"}))
    second = bench.run("部品の追加", add_block(made, "text", {"text": "本文"}, 0))
    assert blocks_of(sample_plan, made) == [second, first]
    (copied,) = bench.run("部品の複製", copy_blocks([second]))
    assert blocks_of(sample_plan, made) == [second, copied, first]
    assert bench.run("部品の設定", set_option(copied, "text", "別の文")) is True
    assert bench.run("部品の設定", set_option(copied, "text", "別の文")) is False
    bench.run("部品の切替", set_enabled([first], enabled=False))
    bench.run("部品の移動", lambda s: move_rows(s, HandoutBlock, [first], 0, owner="handout_id"))
    assert shown(sample_plan)[-1] == (
        "handout-1",
        "庁内説明資料",
        False,
        [
            ("heading", {"text": "経緯"}, False),
            ("text", {"text": "本文"}, True),
            ("text", {"text": "別の文"}, True),
        ],
    )
    bench.run("部品の削除", lambda s: delete_rows(s, HandoutBlock, [first, second]))
    for _ in range(8):
        bench.undo()
    assert shown(sample_plan) == start


def test_a_copy_stands_behind_its_original_with_the_same_blocks(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    bench.run("資料の複製", copy_handout(key_of(sample_plan, "hierarchy"), "施策体系（案）の写し"))
    rows = shown(sample_plan)
    at = [row[0] for row in rows].index("hierarchy")
    assert rows[at + 1][1] == "施策体系（案）の写し"
    assert rows[at + 1][3] == rows[at][3]


def test_an_own_template_is_kept_but_never_exported(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    bench.run("ひな形の保存", copy_handout(key_of(sample_plan, "budget-1"), "予算のひな形", template=True))
    snapshot = sample_plan.snapshot()
    (template,) = (one for one in snapshot.all(Handout) if one.template)
    assert template.number is None
    assert template not in handouts_named(snapshot, [])


def test_handouts_are_put_in_the_order_of_their_numbers(sample_plan: PlanFile) -> None:
    bench, start = Workbench(sample_plan), shown(sample_plan)
    bench.run("資料の追加", add_handout("番号のない資料", at=0))
    template = bench.run(
        "ひな形", copy_handout(key_of(sample_plan, "hierarchy"), "課のひな形", template=True)
    )
    assert bench.run("並べ替え", sort_by_number()) is True
    with sample_plan.reading() as session:
        rows = list(session.scalars(sa.select(Handout).order_by(Handout.position, Handout.id)))
        numbers = [row.number for row in rows]
    assert numbers[:2] == ["資料１", "資料１－１"]
    assert numbers.index("資料１－９") + 1 == numbers.index("資料１－10")
    assert numbers.index("資料１－13") < numbers.index("資料２－１")
    assert [row.title for row in rows[-2:]] == ["番号のない資料", "課のひな形"]
    assert rows[-1].id == template
    assert bench.run("並べ替え", sort_by_number()) is False
    for _ in range(3):
        bench.undo()
    assert shown(sample_plan) == start


def test_every_bundled_template_prints_in_the_sample_plan(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    templates = bundled_templates(data_dir("resources"))
    assert len({template.key for template in templates}) == len(templates) > 0
    for template in templates:
        assert all(kind in KINDS for kind, _ in template.blocks)
        made = bench.run("資料の追加", add_handout(template.title, template))
        snapshot = sample_plan.snapshot()
        handout = next(one for one in snapshot.all(Handout) if one.id == made)
        assert build_document(snapshot, handout).blocks
    assert template_named(templates, templates[0].key) is templates[0]


def test_a_code_is_not_given_twice(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    with pytest.raises(RefusedEdit):
        bench.run("記号の変更", set_code(key_of(sample_plan, "schedule"), "hierarchy"))


def test_templates_are_shipped() -> None:
    assert (data_dir("resources") / Path("templates") / "handouts.json").is_file()
