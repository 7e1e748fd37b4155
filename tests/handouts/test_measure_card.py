"""施策カルテ: everything about a 基本施策, and what is not there yet; options that are wrong."""

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import TransitionKind
from dxplanner.handouts import measure_card
from dxplanner.handouts.blocks import Block, ChartRow, Heading, Paragraph, Table
from dxplanner.handouts.measure_card_facts import mentioned
from dxplanner.model import Review
from tests.handouts.builders import branch, snapshot, transition
from tests.handouts.measure_plans import Plan


def words(blocks: tuple[Block, ...]) -> str:
    cells = [
        cell
        for one in blocks
        if isinstance(one, Table)
        for row in (*one.header, *one.rows)
        for cell in row
        if cell
    ]
    return "|".join(
        [*(cell.text for cell in cells), *(one.text for one in blocks if isinstance(one, Heading))]
    )


def facts_of(made: Plan) -> dict[str, str]:
    """What the overview of a card says, by its headings."""
    return {
        row[0].text: row[1].text
        for one in made.cards(nodes=["相談の場"])
        if isinstance(one, Table) and one.description == "施策の概要"
        for row in one.rows
        if row[0] and row[1]
    }


def test_a_card_says_everything_about_a_measure() -> None:
    blocks = Plan().cards(nodes=["相談の場"])
    expected = [
        "1-1　相談の場", "1 方針", "誰もが相談できる。", "情報政策推進室", "スマホサロン　等",
        "現行1-1 窓口の改善【名称変更】", "名を改めます。", "窓口が増えた。", "周知が足りない。",
        "場づくり事業", "3,539千円",
        "準備：募集（R6.4～R6.6）", "満足度", "20.0%", "30.0%", "40.0%", "50.0%", "実績値（R7年度）",
        "0番目の意見です。", "参考にします。",
    ]  # fmt: skip
    assert [one for one in expected if one not in words(blocks)] == []
    assert "長崎太郎" not in words(blocks)
    assert "原文のまま" not in words(blocks)
    assert sum(isinstance(one, ChartRow) for one in blocks) == 1


def test_a_bare_measure_says_what_is_not_there_yet() -> None:
    blocks = Plan().cards(nodes=["1-2"])
    (table,) = [one for one in blocks if isinstance(one, Table)]
    assert [[cell.text for cell in row if cell] for row in table.rows] == [
        ["位置づけ", "1 方針"],
        ["所管課", "－"],
        ["主な取組", "－"],
        ["予算事業", "－"],
    ]


def test_levels_and_changes_stay_whole_where_a_line_can_hold_them() -> None:
    made = Plan()
    parent = made.node.parent
    assert parent is not None
    parent.name = "デジタル技術で新たな楽しみ方を創出し、人をひきつけているまちを、みんなでつくります"
    made.before.name = "市民と企業と大学とがともに考え、ともにつくるための場の整備"
    facts = facts_of(made)
    first, second = facts["位置づけ"].split("\n")
    assert (first + second).removeprefix("1 ") == parent.name
    assert facts["現行計画から"].split("\n")[:2] == [f"現行1-1 {made.before.name}", "【名称変更】"]


@pytest.mark.parametrize(
    ("name", "label", "number"),
    [
        ("現行計画", "現行計画から", "現行1-1"),
        ("第1期", "第1期から", "第1期1-1"),
        ("H30", "H30から", "H30 1-1"),
    ],
)
def test_numbers_of_the_current_plan_bear_its_name(name: str, label: str, number: str) -> None:
    made = Plan()
    (other,) = branch(made.old, "別の方針", leaves=["広報の改善"])
    Review(uid="r2", node=other, achievement="広報が届いた。", issue="届かない人がいる。", position=0)
    made.old.name = name
    made.rows.append(transition(TransitionKind.MERGED, [other], [made.node]))
    second = number.replace("1-1", "2-1")
    facts = facts_of(made)
    assert facts[label].startswith(f"{number} 窓口の改善【名称変更】\n")
    assert f"\n{second} 広報の改善【統合】" in facts[label]
    assert facts["これまでの成果"] == f"〔{number}〕窓口が増えた。\n〔{second}〕広報が届いた。"
    assert facts["課題"] == f"〔{number}〕周知が足りない。\n〔{second}〕届かない人がいる。"


def test_a_new_measure_comes_from_the_current_plan_by_its_name() -> None:
    made = Plan()
    made.old.name = "第1期計画"
    made.rows.append(transition(TransitionKind.NEW, (), [made.bare]))
    (table,) = [one for one in made.cards(nodes=["1-2"]) if isinstance(one, Table)]
    assert ["第1期計画から", "【新設】"] in [[cell.text for cell in row if cell] for row in table.rows]


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        ("基本施策１－３", {"1-3"}),
        ("第4章 1-3、2‐10", {"1-3", "2-10"}),
        ("11-3", {"11-3"}),
        ("1-3-2", {"1-3-2"}),
        ("全体", set()),
        ("第1章", set()),
    ],
)
def test_numbers_are_found_in_a_place(place: str, numbers: set[str]) -> None:
    assert mentioned(place) == numbers


def test_a_plan_without_versions_says_that_there_is_nothing() -> None:
    assert measure_card.build(snapshot(), {}) == (Paragraph("該当する内容はありません。"),)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"nodes": ["ない施策"]}, "施策「ない施策」が「見直し案」に見つかりません"),
        ({"level": "ない階層"}, "階層「ない階層」が見つかりません"),
        ({"charts": "はい"}, "「する」か「しない」か"),
    ],
)
def test_wrong_options_are_told_in_japanese(options: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        measure_card.build(snapshot(Plan().rows), options)
